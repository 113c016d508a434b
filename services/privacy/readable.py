"""Everything that is kept of somebody as a PDF that also a screen reader can read (PDF/UA-1)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from services.local_time import local_day
from services.match_views import MatchCard
from services.permissions import Account
from services.privacy.exporting import HOW_A_MATCH_IS_MADE, places_now
from services.privacy.known import MyData, Record, Section, my_data
from services.reading_log import LookDay
from services.reference import Reference, load_reference
from services.typesetting import typeset
from services.unit_of_work import UnitOfWork
from services.wording import day_text

TEMPLATE = Path(__file__).with_name("my_data.typ")


def export_pdf(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> bytes:
    """Give everything as a PDF: what is kept, why, how long and who sees it."""
    known = my_data(work, by=by, child_id=child_id, now=now)
    cards = places_now(work, by=by, known=known, now=now)
    return typeset(_told(known, cards, load_reference(local_day(now)), now), template=TEMPLATE)


def _told(known: MyData, cards: tuple[MatchCard, ...], reference: Reference, now: datetime) -> dict[str, Any]:
    day = day_text(local_day(now))
    places = [f"{card.title} bij {card.employer_name}: past {card.words}. {card.short_text}" for card in cards]
    return {
        "title": "Mijn gegevens",
        "footer": f"Plekwijzer, mijn gegevens op {day}",
        "lead": [
            f"Dit is alles wat Plekwijzer op {day} bewaarde. Bij elk deel staat waarvoor, hoe lang en wie het ziet.",
            "Klopt er iets niet? Zeg het op de pagina ‘Mijn gegevens’, of tegen je school.",
        ],
        "parts": [_part(section) for section in known.sections],
        "ends": [
            {"label": "Hoe Plekwijzer plekken kiest", "lines": list(HOW_A_MATCH_IS_MADE)},
            *([{"label": "Plekken die nu vooraan staan", "lines": places}] if places else []),
            *([{"label": "Wie keek er?", "lines": [*map(_look, known.looks)]}] if known.looks else []),
            {
                "label": "Wat blijft als je alles laat wissen",
                "lines": [f"{hold.label}. {hold.text}" for hold in reference.legal_holds.values()],
            },
        ],
    }


def _part(section: Section) -> dict[str, Any]:
    many = len(section.records) > 1
    return {
        "label": section.label,
        "lines": [
            {"name": "Waarvoor?", "text": section.purpose},
            {"name": "Waarom mag dat?", "text": section.ground},
            {"name": "Hoe lang?", "text": section.kept},
            {"name": "Wie ziet het?", "text": section.receivers},
        ],
        "records": [
            {"title": _title(record, number) if many else "", "items": list(_items(record))}
            for number, record in enumerate(section.records, start=1)
        ],
    }


def _look(day: LookDay) -> str:
    looks = (
        f"{look.who}{f' ({look.organisation})' if look.organisation else ''} "
        f"{'vroeg naar' if look.was_refused else 'keek naar'} {look.what}"
        for look in day.looks
    )
    return f"{day_text(day.day)}: {'; '.join(looks)}."


def _title(record: Record, number: int) -> str:
    says = record.plain[0].says if record.plain else f"Nummer {number}"
    return says[:1].upper() + says[1:]


def _items(record: Record) -> Iterator[dict[str, str]]:
    for one in record.told:
        yield {"label": one.item.label, "says": one.says}

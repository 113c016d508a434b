"""Everything that is kept of somebody as a PDF that also a screen reader can read (PDF/UA-1)."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from unicodedata import normalize
from uuid import UUID

import font_source_sans_pro
import typst

from services.local_time import local_day
from services.match_views import MatchCard
from services.permissions import Account
from services.privacy.exporting import HOW_A_MATCH_IS_MADE, places_now
from services.privacy.known import MyData, Record, Section, my_data
from services.reading_log import LookDay
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.wording import day_text

TEMPLATE = Path(__file__).with_name("my_data.typ")
STANDARD: Literal["ua-1"] = "ua-1"
NO_SIGN = "□"
IN_FONT = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1EA0, 0x1EFA), *map(ord, "‘’“”–—…•€□")})
"""Signs that the font surely has: Latin as Europe and Vietnam write it, and our own punctuation."""


def export_pdf(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> bytes:
    """Give everything as a PDF: what is kept, why, how long and who sees it."""
    known = my_data(work, by=by, child_id=child_id, now=now)
    cards = places_now(work, by=by, known=known, now=now)
    return typeset(_told(known, cards, load_reference(local_day(now)), now))


def typeset(told: dict[str, Any]) -> bytes:
    """Set what is told as a PDF; signs that no font here has become an open square.

    What people filled in travels as data beside the template, so that no sign in it means anything; the compiler gets
    a folder with the template alone as its world, and can read no other file.
    """
    try:
        return _compiled(_each_text(told, _printable))
    except typst.TypstError:
        return _compiled(_each_text(told, _in_font))


def _compiled(told: Any) -> bytes:
    with TemporaryDirectory(prefix="plekwijzer-") as folder:
        alone = shutil.copy(TEMPLATE, folder)
        return typst.compile(
            alone,
            root=folder,
            font_paths=[str(font_source_sans_pro.font_directory)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[STANDARD],
            package_path=folder,
            package_cache_path=folder,
            sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        )


def _each_text(told: Any, change: Callable[[str], str]) -> Any:
    if isinstance(told, dict):
        return {name: _each_text(value, change) for name, value in told.items()}
    if isinstance(told, list):
        return [_each_text(value, change) for value in told]
    return change(told)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in normalize("NFC", text))


def _in_font(text: str) -> str:
    return "".join(sign if ord(sign) in IN_FONT or sign == "\n" else NO_SIGN for sign in _printable(text))


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

"""Everything that is kept of somebody, to take along (AVG art. 15 and 20): for machines as JSON, for people as PDF."""

import json
from base64 import b64encode
from datetime import date, datetime
from typing import Any
from uuid import UUID

from services.local_time import local_day
from services.match_views import MatchCard
from services.matches import matches_for_student
from services.permissions import Account, Act, may
from services.privacy.known import MyData, Record, Section, my_data
from services.privacy.register import GROUNDS
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork

FORMAT = "plekwijzer.my-data"
MOST_PLACES = 20
"""Places of the list that are taken along, best first."""
FORMAT_VERSION = 1
"""Grows when a name in the file goes or comes to mean something else; more names leave it as it is."""
HOW_A_MATCH_IS_MADE = (
    "Eerst kijkt Plekwijzer welke plekken kunnen en mogen: je opleiding, je leeftijd, je dagen, de reis.",
    "Daarna telt het twee kanten op: hoe goed de plek bij jou past, en hoe goed jij bij de plek past.",
    "Wat niemand weet telt niet als slecht. Je naam, adres, afkomst en soort school tellen nooit mee.",
    "Bij elke plek op ‘Plekken voor mij’ lees je waarom hij past.",
    "De computer wijst niemand af. Dat doen alleen mensen.",
)
"""What a match is made of, for whom it is about (AVG art. 15(1)(h))."""


def export_json(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> str:
    """Give everything as JSON; ``docs/file-formats.md`` describes its shape."""
    known = my_data(work, by=by, child_id=child_id, now=now)
    told = _shape(known, places_now(work, by=by, known=known, now=now), load_reference(local_day(now)), now)
    return json.dumps(told, ensure_ascii=False, indent=2)


def places_now(work: UnitOfWork, *, by: Account, known: MyData, now: datetime) -> tuple[MatchCard, ...]:
    """Give what is reckoned of a student at this moment: the first places of the list; none for who is in no list."""
    if known.student_id is None or known.paused_since is not None or not may(by, Act.SEE_MATCHES):
        return ()
    return matches_for_student(work, by=by, student_id=known.student_id, top=MOST_PLACES, now=now).cards


def _shape(known: MyData, cards: tuple[MatchCard, ...], reference: Reference, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "made_at": _plain(now),
        "uses": [_use(section, reference) for section in known.sections],
        "how_a_match_is_made": list(HOW_A_MATCH_IS_MADE),
        "places_now": [
            {"title": card.title, "employer": card.employer_name, "percent": card.percent, "why": card.short_text}
            for card in cards
        ],
        "who_looked": [
            {
                "day": _plain(day.day),
                "who": look.who,
                "organisation": look.organisation,
                "at": look.what,
                "times": look.n_times,
                "was_refused": look.was_refused,
            }
            for day in known.looks
            for look in day.looks
        ],
        "stays_after_erasing": [
            {"code": hold.code, "label": hold.label, "text": hold.text} for hold in reference.legal_holds.values()
        ],
    }


def _use(section: Section, reference: Reference) -> dict[str, Any]:
    held = reference.processing[section.use]
    return {
        "code": section.use.value,
        "label": section.label,
        "purpose": section.purpose,
        "ground": f"{GROUNDS[held.ground]}, artikel {held.source.article}, {held.source.title}",
        "kept": section.kept,
        "receivers": section.receivers,
        "records": [_record(record) for record in section.records],
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "table": record.table,
        "items": [
            {"code": one.item.code, "label": one.item.label, "value": _plain(one.value), "says": one.says}
            for one in record.told
        ],
    }


def _plain(value: object) -> object:
    """Give a value as JSON has it: days and moments as ISO 8601, numbers of rows as text, files as base64."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    return str(value) if isinstance(value, UUID) else value

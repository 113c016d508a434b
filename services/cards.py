"""What a card tells of somebody without any label: what they can, want and are helped by, and the trip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from career.competency import Catalogue, Level, strongest_claims
from career.student import Student
from employer_toolkit.placement import Placement
from matching import Pairs
from services.competencies import current_catalogue
from services.features import TRAVEL_MODES
from services.local_time import local_day
from services.markets import Market, current_market
from services.reference import load_reference
from services.unit_of_work import UnitOfWork
from services.wording import hours_text, period_text, weekdays_text

CAN_AT_MOST = 5
"""A card names at most so many things somebody can (minimisation, AVG art. 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedCard:
    """What a company may read of a candidate from the start; nothing else can be in it.

    Parameters
    ----------
    can, wants : tuple of str
        At most five things somebody can, and the wished sectors.
    helps : tuple of str
        What helps somebody work well, and the place has said to have; what else helps stays with the student.
    travel_minutes : int or None
        ``None`` while the trip is unknown.
    """

    can: tuple[str, ...]
    wants: tuple[str, ...]
    helps: tuple[str, ...]
    days_text: str
    hours_text: str
    period_text: str
    travel_minutes: int | None
    travel_label: str


def released_cards(
    work: UnitOfWork, *, pairs: Sequence[tuple[Student, Placement]], now: datetime
) -> Mapping[tuple[UUID, UUID], ReleasedCard]:
    """Give the card of each student for each place, by their ids."""
    reference, catalogue = load_reference(local_day(now)), current_catalogue(work)
    market = current_market(work, now=now)
    known = [(s.id, p.id) for s, p in pairs if s.id in market.student_row and p.id in market.offer_row]
    rows = market.pairs([market.student_row[s] for s, _ in known], [market.offer_row[p] for _, p in known])
    trip_of = dict(zip(known, trips(market, rows), strict=True)) if known else {}
    cards = {}
    for student, placement in pairs:
        minutes, mode, _ = trip_of.get((student.id, placement.id), (None, "", None))
        free = student.availability
        cards[student.id, placement.id] = ReleasedCard(
            can=can_do(student, catalogue),
            wants=tuple(reference.sectors[s].label for s in student.wishes.sectors if s in reference.sectors),
            helps=tuple(
                held.place_label
                for code, held in reference.conditions.items()
                if code in student.helps & placement.conditions_offered
            ),
            days_text=weekdays_text(free.weekdays),
            hours_text=hours_text(free.hours_min, free.hours_max),
            period_text=period_text(free.from_on, free.until_on),
            travel_minutes=minutes,
            travel_label=mode,
        )
    return cards


def can_do(student: Student, catalogue: Catalogue) -> tuple[str, ...]:
    """Name what somebody does by themselves, best first."""
    known = [
        claim
        for claim in strongest_claims(student.claims).values()
        if claim.level is not None and claim.level >= Level.PARTLY and claim.competency_id in catalogue
    ]
    best = sorted(known, key=lambda claim: (-(claim.level or 0), -claim.source.strength, claim.competency_id))
    return tuple(catalogue[claim.competency_id].label for claim in best[:CAN_AT_MOST])


def trips(market: Market, pairs: Pairs) -> list[tuple[int | None, str, float | None]]:
    """Give per pair the minutes, how, and the kilometres as the crow flies; nothing where a place is unknown."""
    scores = market.scores(pairs)
    minutes, modes, km = scores.travel_minutes, scores.travel_mode, scores.km
    rows = market.codes.reference.travel_modes
    return [
        (None, "", None)
        if not np.isfinite(m)
        else (max(1, round(float(m))), rows[TRAVEL_MODES[int(mode)]].label, float(d))
        for m, mode, d in zip(minutes, modes, km, strict=True)
    ]

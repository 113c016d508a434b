"""Repair first: which few changes bring a student more places, or a place more students."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from matching import Change, Opening
from services.errors import found
from services.explaining import Reasons
from services.features import programmes_for
from services.markets import current_market
from services.match_views import OpeningNote, Openings
from services.matches import student_in_market
from services.permissions import Account, Act, may, require
from services.placements import FEWEST_TOLD
from services.reference import load_lists
from services.unit_of_work import UnitOfWork

A_FEW = "een paar"
ABOUT_PEOPLE = frozenset(
    {
        Change.LOWER_DUTCH,
        Change.EXPERT_SUPERVISION,
        Change.WITHOUT_HAZARDS,
        Change.OTHER_TIMES,
        Change.LATER_START,
    }
)
"""Changes that tell how old the young people nearby are, or what they cannot do yet."""


def openings_for_student(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> Openings:
    """Give what a student could change to have more places: ideas to talk about, not orders.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    market, row, _ = student_in_market(work, by=by, act=Act.SEE_MATCHES, student_id=student_id, now=now)
    reasons, limits = Reasons(market.codes, for_student=by.role is Role.STUDENT), load_lists().opening_limits
    return Openings(
        n_open=int(market.count_places([row])[0]),
        notes=tuple(
            OpeningNote(
                text=_sentences(reasons.whether(opening), opening, _more_places),
                size=opening.size,
                n_opened=opening.n_opened,
                n_to_check=opening.n_to_check,
                placement_ids=tuple(market.offers[other].placement.id for other in opening.opened_ix),
            )
            for opening in market.openings_of_student(
                row, longest_trip_minutes=limits.longest_trip_minutes, most=limits.most_told
            )
        ),
        version=market.version,
    )


def openings_for_placement(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> Openings:
    """Give what a place could change to have more students: never who they are, and an employer no small numbers.

    Raises
    ------
    ForbiddenError
        This account may not know what would open a place.
    NotFoundError
        There is no such open place, or not for this account.
    """
    if not may(by, Act.SEE_OPENINGS):
        require(by, Act.SEE_OPENINGS, placement_id)
    market = current_market(work, now=now)
    row = found(market.offer_row.get(placement_id))
    offer = market.offers[row]
    require(by, Act.SEE_OPENINGS, offer.employer.id)
    told = market.openings_of_placement(
        row, programmes=programmes_for(offer, market.codes), most=load_lists().opening_limits.most_told
    )
    reasons, n_open = Reasons(market.codes, for_student=False), int(market.count_candidates([row])[0])
    if by.role is not Role.EMPLOYER:
        notes = tuple(
            OpeningNote(
                text=_sentences(reasons.whether(opening), opening, _more_students),
                size=opening.size,
                n_opened=opening.n_opened,
                n_to_check=opening.n_to_check,
            )
            for opening in told
        )
        return Openings(n_open=n_open, notes=notes, version=market.version)
    return Openings(
        n_open=n_open if n_open >= FEWEST_TOLD else None,
        notes=tuple(
            _for_employer(reasons.whether(opening), opening) for opening in told if not _points_at_people(opening)
        ),
        version=market.version,
    )


def _points_at_people(opening: Opening) -> bool:
    return opening.n_opened < FEWEST_TOLD and any(step.change in ABOUT_PEOPLE for step in opening.steps)


def _for_employer(whether: str, opening: Opening) -> OpeningNote:
    """Tell whole tens: two exact numbers of nearly the same change would tell of the few between them."""
    tens = opening.n_opened // FEWEST_TOLD * FEWEST_TOLD
    how_many = f"minstens {tens}" if tens else A_FEW
    return OpeningNote(
        text=f"Als {whether}, passen er {how_many} jongeren meer.",
        size=opening.size,
        n_opened=tens or None,
        n_to_check=None,
    )


def _sentences(whether: str, opening: Opening, more: Callable[[int], str]) -> str:
    told = f"Als {whether}, {more(opening.n_opened)}."
    if not opening.n_to_check:
        return told
    which = "Daar" if opening.n_to_check == opening.n_opened else f"Bij {opening.n_to_check} daarvan"
    return f"{told} {which} moet nog iets gecontroleerd worden."


def _more_places(n: int) -> str:
    return "komt er 1 plek bij" if n == 1 else f"komen er {n} plekken bij"


def _more_students(n: int) -> str:
    return "past er 1 student meer" if n == 1 else f"passen er {n} studenten meer"

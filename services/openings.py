"""Repair first: which few changes bring a student more places."""

from datetime import datetime
from uuid import UUID

from accounts.role import Role
from matching import Opening
from services.explaining import Reasons
from services.match_views import OpeningNote, Openings
from services.matches import student_in_market
from services.permissions import Account, Act
from services.reference import load_lists
from services.unit_of_work import UnitOfWork


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
                text=_sentences(reasons.whether(opening), opening),
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


def _sentences(whether: str, opening: Opening) -> str:
    n = opening.n_opened
    told = f"Als {whether}, {'komt er 1 plek bij' if n == 1 else f'komen er {n} plekken bij'}."
    if not opening.n_to_check:
        return told
    which = "Daar" if opening.n_to_check == n else f"Bij {opening.n_to_check} daarvan"
    return f"{told} {which} moet nog iets gecontroleerd worden."

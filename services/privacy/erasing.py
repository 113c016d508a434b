"""Taking away everything that is kept of somebody (AVG art. 17)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from services.applications.keeping import give_back_places
from services.errors import ServiceError
from services.event_queue import give_back_seats
from services.guarantee_queue import release_guarantees
from services.local_time import local_day
from services.peers import release_peers
from services.permissions import Account, Act
from services.privacy.subjects import decides_from, is_decided_for, subject_of
from services.reference import load_reference
from services.reference.processing import LegalHold
from services.unit_of_work import UnitOfWork
from storage.erasures import ErasedKind, Erasure


class TooYoungToEraseError(ServiceError):
    """Below the age of deciding alone a parent asks for this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeErasing:
    """What somebody must know before everything goes.

    Parameters
    ----------
    holds : tuple of LegalHold
        What may stay, and why.
    parent_asks_below : int
        The age below which a parent asks; 0 when this account may ask.
    """

    holds: tuple[LegalHold, ...]
    parent_asks_below: int


def before_erasing(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> BeforeErasing:
    """Tell what stays, and whether this account may ask for it."""
    subject_of(work, by=by, act=Act.ERASE_DATA, child_id=child_id, now=now)
    return BeforeErasing(
        holds=tuple(load_reference(local_day(now)).legal_holds.values()),
        parent_asks_below=decides_from(now) if _is_too_young(work, by=by, now=now) else 0,
    )


def erase(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> tuple[LegalHold, ...]:
    """Take away everything about who asks, in every table, and end every session; give what stays, and why.

    Nothing brings it back. A number stays in the journal of erasures, so that an old backup can be cleaned.

    Parameters
    ----------
    child_id : UUID or None
        A child for whom this parent still decides; everything about the child goes and the parent stays.

    Raises
    ------
    TooYoungToEraseError
        The student is below the age of deciding alone.
    NotFoundError
        There is no such child, or it decides by itself.
    """
    subject = subject_of(work, by=by, act=Act.ERASE_DATA, child_id=child_id, now=now)
    if _is_too_young(work, by=by, now=now):
        raise TooYoungToEraseError("a parent asks for this")
    kinds = {one: ErasedKind.STUDENT if one == subject.student_id else ErasedKind.ACCOUNT for one in subject.ids}
    work.erasures.add_all(Erasure(subject_id=one, kind=kind, erased_at=now) for one, kind in kinds.items())
    if subject.student_id is not None:
        give_back_places(work, student_id=subject.student_id)
        release_guarantees(work, student_id=subject.student_id, now=now)
        release_peers(work, student_id=subject.student_id, now=now)
    give_back_seats(work, student_id=subject.student_id, account_ids=subject.account_ids, now=now)
    held = work.subjects.erase(subject).held
    if subject.student_id is not None:
        work.defer("worker.rescore_all")
    work.defer("worker.save_erasures")
    return tuple(hold for code, hold in load_reference(local_day(now)).legal_holds.items() if code in held)


def _is_too_young(work: UnitOfWork, *, by: Account, now: datetime) -> bool:
    is_student = by.role is Role.STUDENT and by.subject_id is not None
    return is_student and is_decided_for(work, student_id=by.subject_id, now=now)  # type: ignore[arg-type]

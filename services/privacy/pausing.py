"""Leaving matching, lists and figures for as long as somebody wants (beperking, AVG art. 18)."""

from datetime import datetime
from uuid import UUID

from services.errors import found
from services.permissions import Account, Act
from services.privacy.subjects import subject_of
from services.unit_of_work import UnitOfWork


def paused_since(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> datetime | None:
    """Say since when a student has paused; ``None`` while taking part."""
    subject = subject_of(work, by=by, act=Act.PAUSE, child_id=child_id, now=now)
    return work.students.restricted_at(found(subject.student_id))


def pause(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> None:
    """Take a student out of every market, list and figure from the next question on; twice is once."""
    _set(work, by=by, child_id=child_id, at=now, now=now)


def take_part_again(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> None:
    """Let a student be matched again."""
    _set(work, by=by, child_id=child_id, at=None, now=now)


def _set(work: UnitOfWork, *, by: Account, child_id: UUID | None, at: datetime | None, now: datetime) -> None:
    student_id = found(subject_of(work, by=by, act=Act.PAUSE, child_id=child_id, now=now).student_id)
    if (work.students.restricted_at(student_id) is None) is not (at is None):
        work.students.restrict(student_id, at=at)
        work.defer("worker.rescore_all")

"""About whom something is kept: found from the account that asks, or from the number of a student or an account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from career.student import age_on
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork
from storage.subject_paths import Subject


def subject_of(work: UnitOfWork, *, by: Account, act: Act, child_id: UUID | None, now: datetime) -> Subject:
    """Give about whom an account asks something: itself, or a child for whom this parent still decides.

    Raises
    ------
    ForbiddenError
        This account may not do this.
    NotFoundError
        There is no such child, or it decides by itself.
    """
    require(by, act, child_id or by.subject_id)
    if child_id is None:
        return own_subject(work, by=by)
    require(by, Act.DECIDE_FOR_CHILD, child_id)
    if not is_decided_for(work, student_id=child_id, now=now):
        raise NotFoundError("not found")
    return student_subject(work, child_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child for whom a parent still decides."""

    id: UUID
    first_name: str


def children_decided_for(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[Child, ...]:
    """Give the children of a parent that are too young to decide about what is kept of them."""
    if by.role is not Role.PARENT:
        return ()
    ids = [tie.subject_id for tie in by.ties if tie.subject_id is not None]
    young = (work.students.get(one) for one in ids if is_decided_for(work, student_id=one, now=now))
    return tuple(Child(id=child.id, first_name=child.first_name) for child in young if child is not None)


def own_subject(work: UnitOfWork, *, by: Account) -> Subject:
    """Give who asks: the account, and for a student also the student it stands for."""
    if by.role is Role.STUDENT:
        held = student_subject(work, found(by.subject_id))
        return held if by.id in held.account_ids else account_subject(work, found(by.id), student_id=held.student_id)
    return account_subject(work, found(by.id))


def student_subject(work: UnitOfWork, student_id: UUID) -> Subject:
    """Give a student with the accounts that are this student."""
    return account_subject(work, *work.accounts.standing_for(student_id), student_id=student_id)


def account_subject(work: UnitOfWork, *account_ids: UUID, student_id: UUID | None = None) -> Subject:
    """Give accounts with their addresses, and the student that they are."""
    holders = [work.accounts.get(account_id) for account_id in account_ids]
    emails = tuple(holder.email for holder in holders if holder is not None and holder.email)
    return Subject(student_id=student_id, account_ids=account_ids, emails=emails)


def is_decided_for(work: UnitOfWork, *, student_id: UUID, now: datetime) -> bool:
    """Say whether a parent decides about what is kept of a student: below the age of deciding alone."""
    born_on, today = work.students.born_on(student_id), local_day(now)
    return born_on is not None and age_on(today, born_on=born_on) < decides_from(now)


def decides_from(now: datetime) -> int:
    """Give the age from which somebody decides alone about personal data."""
    return load_reference(local_day(now)).consent_ages["personal_data"].age

"""What people see of seats: who of theirs can come to an event, and a class with who of it already does."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from career.student import Student
from events.event import Event
from events.registration import OPEN, Party, Registration
from services.errors import NotFoundError
from services.event_seats import MOST_TABLES, helps_at, is_for_role, is_for_student
from services.permissions import Account, Act, is_within_reach, may, require
from services.unit_of_work import UnitOfWork

REGISTER_ONE_BY_ONE = (Role.STUDENT, Role.PARENT, Role.JOB_COACH)
"""Roles that are tied to single students."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRow:
    """One whom a visitor can register, and how it stands with them.

    Parameters
    ----------
    code : str
        What the form sends: ``"ik"``, ``"bedrijf"`` or the id of a student.
    name : str
        First name of a student; empty for the visitor.
    registration : Registration or None
        Only one that is open.
    place : int
        Place in the queue, from 1; 0 for who does not wait.
    helps : bool
        A student who would come to help, and not as one of those whom the event is for.
    """

    code: str
    name: str
    registration: Registration | None
    place: int
    helps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsHere:
    """What a visitor can do about the seats of one event.

    Parameters
    ----------
    is_open : bool
        Somebody can still register.
    has_class : bool
        The visitor guides a class that can be registered together.
    most_tables : int
        For a company.
    """

    is_open: bool
    rows: tuple[SeatRow, ...]
    has_class: bool
    most_tables: int = MOST_TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    """A student of a class beside an event; ``is_invited`` by level and school."""

    student: Student
    registration: Registration | None
    is_invited: bool


def seats_here(work: UnitOfWork, *, by: Account, event: Event, now: datetime) -> SeatsHere:
    """Say whom a visitor can register for an event, and who of those is."""
    asked: list[tuple[str, str, Party, UUID]] = []
    helping: set[UUID] = set()
    if by.role in REGISTER_ONE_BY_ONE:
        tied = [tie.subject_id for tie in by.ties if tie.subject_id is not None]
        for student in work.students.some_taking_part(tied):
            helps = helps_at(event, student)
            if (helps or is_for_student(event, student)) and is_within_reach(by, Act.REGISTER_STUDENT, student.id):
                helping |= {student.id} if helps else set()
                require(by, Act.REGISTER_STUDENT, student.id)
                name = "" if by.role is Role.STUDENT else student.first_name
                asked.append((str(student.id), name, Party.STUDENT, student.id))
    if by.role is Role.EMPLOYER and by.subject_id is not None and is_for_role(event, by.role):
        asked.append(("bedrijf", "", Party.EMPLOYER, by.subject_id))
    elif by.id is not None and by.role is not Role.STUDENT and is_for_role(event, by.role):
        asked.append(("ik", "", Party.PERSON, by.id))
    kept = {who: work.registrations.find(event.id, party, who) for _, _, party, who in asked}
    going = {who: one for who, one in kept.items() if one is not None and one.state in OPEN}
    places = work.registrations.places(going.values())
    rows = [
        SeatRow(
            code=code,
            name=name,
            registration=one,
            place=places.get(one.id, 0) if one else 0,
            helps=who in helping,
        )
        for code, name, _, who in asked
        for one in [going.get(who)]
    ]
    return SeatsHere(
        is_open=event.takes_registrations(now),
        rows=tuple(rows),
        has_class=by.role is Role.TEACHER and bool(by.group) and may(by, Act.REGISTER_STUDENT),
    )


def class_here(work: UnitOfWork, *, by: Account, event: Event) -> tuple[ClassRow, ...]:
    """Give the students of a teacher's classes with who of them comes, by first name; each is noted as looked at.

    Raises
    ------
    NotFoundError
        Whoever asks has no class.
    """
    if by.role is not Role.TEACHER:
        raise NotFoundError("not found")
    students = [
        student
        for at in dict.fromkeys((tie.school, tie.group) for tie in by.ties)
        for student in work.students.at(at[0], group=at[1])
    ]
    for student in students:
        require(by, Act.REGISTER_STUDENT, student.id, group=(student.school, student.group))
    coming = {
        one.who: one
        for one in work.registrations.of_event(event.id)
        if one.party is Party.STUDENT and one.state in OPEN
    }
    rows = [
        ClassRow(
            student=one, registration=coming.get(one.id), is_invited=is_for_student(event, one) or helps_at(event, one)
        )
        for one in students
    ]
    return tuple(sorted(rows, key=lambda row: (row.student.first_name, row.student.id)))

"""Who comes to an event: the acts of whoever registers, and of whoever organises.

A registration is for a student, for a company, or for somebody with an
account. A student's can be made by the student, a parent or whoever guides
the student; that is what permission for each of them is asked for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from accounts.message import MessageKind
from accounts.role import Role
from career.student import SchoolType, Student
from events.event import Event, EventState
from events.event import Role as Invited
from events.registration import OPEN, Attendance, Party, Registration, RegistrationState
from services.dossier import begin_from_event
from services.encounters import is_planned, plan_follow_up
from services.errors import NotFoundError, found
from services.event_queue import SeatRefusedError, join, leave
from services.event_telling import tell_of
from services.local_time import local_day
from services.organisers import organised_event
from services.permissions import Account, Act, note_shown, require
from services.unit_of_work import UnitOfWork

__all__ = [
    "Attendee",
    "MyRegistration",
    "SeatRefusedError",
    "accept_seat",
    "attendees",
    "can_check_in",
    "choose_dossier",
    "helps_at",
    "is_for_role",
    "is_for_student",
    "my_registrations",
    "note_attendance",
    "register_company",
    "register_self",
    "register_students",
    "registration_to_check_in",
    "withdraw",
]

INVITED_AS: Mapping[Role, Invited] = MappingProxyType(
    {
        Role.PARENT: Invited.PARENT,
        Role.TEACHER: Invited.TEACHER,
        Role.PLACEMENT_COORDINATOR: Invited.TEACHER,
        Role.EMPLOYER: Invited.EMPLOYER,
        Role.TRAINER: Invited.EMPLOYER,
        Role.PEER: Invited.JUNIOR_TRAINER,
    }
)
"""As what an account is invited; who has another role comes only to what is for everybody."""
NOT_FOR_YOU = "Deze activiteit is voor andere mensen. Kijk in de agenda wat er voor jou is."
MOST_TABLES = 20
"""No company talks at more tables at the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody at an event, as its organiser sees them.

    Parameters
    ----------
    name : str
        First name of a student, else the name of the company or of the account.
    group : str
        School and class of a student; empty for an organiser who works at a company.
    helps : bool
        A student who comes to help, and not as one of those whom the event is for.
    """

    registration: Registration
    name: str
    group: str
    helps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MyRegistration:
    """A registration as whoever it is for, or a parent, sees it.

    Parameters
    ----------
    for_whom : str
        First name of a child; empty when it is one's own.
    place : int
        Place in the queue, from 1; 0 for who does not wait.
    may_choose_dossier : bool
        It is for the reader to say whether having been there may be in the dossier.
    """

    event: Event
    registration: Registration
    for_whom: str
    place: int
    may_choose_dossier: bool


def register_students(
    work: UnitOfWork, *, by: Account, event_id: UUID, student_ids: Sequence[UUID], now: datetime
) -> tuple[Registration, ...]:
    """Register students in the order given, those who are registered already left as they are.

    Raises
    ------
    NotFoundError
        One of them is out of reach, or there is no such event: then nobody is registered.
    SeatRefusedError
        Nobody can register now, or it is not for one of these students.
    """
    students = {one: _reachable(work, by, one) for one in sorted(student_ids)}
    event = _published(work, event_id)
    made = []
    for student_id in dict.fromkeys(student_ids):
        if not (is_for_student(event, students[student_id]) or helps_at(event, students[student_id])):
            raise SeatRefusedError(NOT_FOR_YOU)
        before = work.registrations.find(event_id, Party.STUDENT, student_id)
        if len(student_ids) > 1 and before is not None and before.state in OPEN:
            made.append(before)
            continue
        one = join(work, event=event, party=Party.STUDENT, who=student_id, made_by=by.id, now=now)
        made.append(_told(work, one, by=by, now=now))
    return tuple(made)


def register_self(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime) -> Registration:
    """Register an account for itself, at an event that is for its role or for everybody; raises as above."""
    require(by, Act.REGISTER_SELF, None)
    event = _published(work, event_id)
    if by.role is Role.STUDENT or not is_for_role(event, by.role):
        raise SeatRefusedError(NOT_FOR_YOU)
    made = join(work, event=event, party=Party.PERSON, who=found(by.id), made_by=by.id, now=now)
    return _told(work, made, by=by, now=now)


def register_company(work: UnitOfWork, *, by: Account, event_id: UUID, n_tables: int, now: datetime) -> Registration:
    """Register a company with tables of its own; it takes no seat; raises as above."""
    employer_id = found(by.subject_id)
    require(by, Act.REGISTER_COMPANY, employer_id)
    event = _published(work, event_id)
    if not is_for_role(event, by.role):
        raise SeatRefusedError(NOT_FOR_YOU)
    if not 1 <= n_tables <= MOST_TABLES:
        raise SeatRefusedError(f"Kies 1 tot en met {MOST_TABLES} tafels.")
    made = join(work, event=event, party=Party.EMPLOYER, who=employer_id, made_by=by.id, n_tables=n_tables, now=now)
    return _told(work, made, by=by, now=now)


def accept_seat(work: UnitOfWork, *, by: Account, event_id: UUID, registration_id: UUID, now: datetime) -> Registration:
    """Say yes to a seat that is kept.

    Raises
    ------
    SeatRefusedError
        No seat is kept, or the time to answer is over.
    NotFoundError
        There is no such registration, or it is another's.
    """
    event, kept = _own(work, by, event_id, registration_id)
    if kept.answer_by is None or now >= kept.answer_by or event.is_cancelled:
        raise SeatRefusedError("Deze plek is niet meer vrij voor jou. Je kunt je opnieuw aanmelden.")
    after = replace(kept, state=RegistrationState.SEATED, answer_by=None)
    work.registrations.save(after)
    return _told(work, after, by=by, now=now)


def withdraw(work: UnitOfWork, *, by: Account, event_id: UUID, registration_id: UUID, now: datetime) -> Registration:
    """Take back a registration, or say no to a seat that is kept; the seat goes to whoever waits; raises as above."""
    event, kept = _own(work, by, event_id, registration_id)
    if kept.state not in OPEN:
        return kept
    if now >= event.starts_at:
        raise SeatRefusedError("De activiteit is al begonnen. Afmelden kan niet meer.")
    after = leave(work, registration=kept, state=RegistrationState.WITHDRAWN, now=now)
    tell_of(work, registration=after, kind=MessageKind.EVENT_WITHDRAWN, known_to=by.id, now=now)
    return after


def choose_dossier(
    work: UnitOfWork, *, by: Account, event_id: UUID, registration_id: UUID, is_wanted: bool, now: datetime
) -> None:
    """Let a student say whether having been there may be in the dossier; nobody says so for a student.

    Once the student was there and said yes, an entry about it is begun, for the student to finish.
    """
    event, kept = _own(work, by, event_id, registration_id)
    if by.role is not Role.STUDENT:
        raise NotFoundError("not found")
    after = replace(kept, is_for_dossier=is_wanted)
    work.registrations.save(after)
    if after != kept:
        _begin_dossier(work, event, after, now=now)


def my_registrations(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[MyRegistration, ...]:
    """Give where somebody goes or waits, with what a parent's children do; what is over comes last."""
    require(by, Act.REGISTER_SELF, None)
    names: dict[UUID, str] = {}
    parties: list[tuple[Party, list[UUID]]] = [(Party.PERSON, [by.id] if by.id else [])]
    tied = [tie.subject_id for tie in by.ties if tie.subject_id is not None]
    if by.role in (Role.STUDENT, Role.PARENT):
        for student_id in tied:
            require(by, Act.REGISTER_STUDENT, student_id)
        parties.append((Party.STUDENT, tied))
        if by.role is Role.PARENT:
            names = {one.id: one.first_name for one in work.students.some_taking_part(tied)}
    if by.role is Role.EMPLOYER:
        parties.append((Party.EMPLOYER, tied))
    going = [one for party, ids in parties for one in work.registrations.of(party, ids) if one.state in OPEN]
    events = work.events.some(one.event_id for one in going)
    places = work.registrations.places(one for one in going if one.state is RegistrationState.WAITING)
    views = [
        MyRegistration(
            event=events[one.event_id],
            registration=one,
            for_whom=names.get(one.who, ""),
            place=places.get(one.id, 0),
            may_choose_dossier=by.role is Role.STUDENT and one.party is Party.STUDENT,
        )
        for one in going
    ]
    in_turn = sorted(views, key=lambda view: (view.event.starts_at, view.registration.id))
    return tuple(sorted(in_turn, key=lambda view: view.event.ends_at <= now))


def attendees(work: UnitOfWork, *, by: Account, event_id: UUID) -> tuple[Attendee, ...]:
    """Give an organiser who comes and who waits, by name; each student shown is noted; raises as above."""
    event = organised_event(work, by=by, event_id=event_id)
    going = [one for one in work.registrations.of_event(event_id) if one.state in OPEN]
    students = {one.id: one for one in work.students.some_taking_part(_ids(going, Party.STUDENT))}
    note_shown(by, Act.KEEP_EVENT, students)
    names = dict(work.accounts.names(_ids(going, Party.PERSON)))
    names |= {one.id: one.name for one in work.employers.some(_ids(going, Party.EMPLOYER))}
    sees_group = by.role is not Role.EMPLOYER
    told = []
    for one in going:
        student = students.get(one.who)
        if one.party is Party.STUDENT and student is None:
            continue
        if student is not None:
            group = f"{student.school} {student.group}".strip() if sees_group else ""
            helps = helps_at(event, student)
            told.append(Attendee(registration=one, name=student.first_name, group=group, helps=helps))
        else:
            told.append(Attendee(registration=one, name=names.get(one.who, ""), group=""))
    return tuple(sorted(told, key=lambda one: (one.name, one.group, one.registration.id)))


def registration_to_check_in(work: UnitOfWork, *, by: Account, registration_id: UUID) -> Registration:
    """Give the registration behind a QR code to the organiser of its event; raises as above."""
    require(by, Act.KEEP_EVENT, registration_id)
    kept = found(work.registrations.get(registration_id))
    organised_event(work, by=by, event_id=kept.event_id)
    return kept


def can_check_in(event: Event, *, now: datetime) -> bool:
    """Say whether it is late enough to note who is there: from the day of the event on."""
    return local_day(now) >= local_day(event.starts_at) and not event.is_cancelled


def note_attendance(
    work: UnitOfWork, *, by: Account, event_id: UUID, registration_id: UUID, attendance: Attendance, now: datetime
) -> Registration:
    """Note that somebody came, or did not; a later word replaces an earlier one.

    Raises
    ------
    SeatRefusedError
        It is before the day of the event, or this registration was taken back.
    NotFoundError
        There is no such registration at an event of this organiser.
    """
    event = organised_event(work, by=by, event_id=event_id)
    kept = found(work.registrations.get(registration_id))
    if kept.event_id != event_id:
        raise NotFoundError("not found")
    if not can_check_in(event, now=now):
        raise SeatRefusedError("Je kunt mensen inchecken vanaf de dag zelf.")
    if kept.state not in OPEN:
        raise SeatRefusedError("Deze aanmelding is gestopt.")
    noted_at = None if attendance is Attendance.UNKNOWN else now
    after = replace(kept, attendance=attendance, noted_at=noted_at)
    work.registrations.save(after)
    if not is_planned(work, event_id=event_id):
        plan_follow_up(work, event=event)
    if kept.attendance is not attendance:
        # What the student removed since does not come back when the same is noted again.
        _begin_dossier(work, event, after, now=now)
    return after


def _begin_dossier(work: UnitOfWork, event: Event, kept: Registration, *, now: datetime) -> None:
    if kept.party is Party.STUDENT and kept.is_for_dossier and kept.attendance is Attendance.CAME:
        begin_from_event(work, student_id=kept.who, event=event, now=now)


def is_for_role(event: Event, role: Role) -> bool:
    """Say whether an event is for people of a role, or for everybody."""
    return not event.audience.roles or INVITED_AS.get(role) in event.audience.roles


def is_for_student(event: Event, student: Student) -> bool:
    """Say whether an event is for a student by role, level and school; sectors are no bar to who is curious."""
    audience = event.audience
    return (
        (not audience.roles or Invited.STUDENT in audience.roles)
        and (not audience.levels or (student.level or 0) in audience.levels)
        and (not audience.school_types or student.school_type.value in audience.school_types)
    )


def helps_at(event: Event, student: Student) -> bool:
    """Say whether a student of the mbo can come to help: it is for younger ones, and for junior praktijkopleiders."""
    schools, roles = event.audience.school_types, event.audience.roles
    is_for_younger = bool(schools) and SchoolType.MBO.value not in schools
    both = {Invited.STUDENT, Invited.JUNIOR_TRAINER}
    return student.school_type is SchoolType.MBO and is_for_younger and both <= roles


def _told(work: UnitOfWork, made: Registration, *, by: Account, now: datetime) -> Registration:
    is_seated = made.state is RegistrationState.SEATED
    kind = MessageKind.EVENT_SEATED if is_seated else MessageKind.EVENT_WAITING
    tell_of(work, registration=made, kind=kind, known_to=by.id, now=now)
    return made


def _ids(these: Collection[Registration], party: Party) -> list[UUID]:
    return [one.who for one in these if one.party is party]


def _published(work: UnitOfWork, event_id: UUID) -> Event:
    event = found(work.events.get(event_id))
    if event.state is EventState.DRAFT:
        raise NotFoundError("not found")
    return event


def _reachable(work: UnitOfWork, by: Account, student_id: UUID) -> Student:
    student = work.students.get(student_id)
    require(by, Act.REGISTER_STUDENT, student_id, group=(student.school, student.group) if student else None)
    return found(student)


def _own(work: UnitOfWork, by: Account, event_id: UUID, registration_id: UUID) -> tuple[Event, Registration]:
    event = _published(work, event_id)
    kept = found(work.registrations.get(registration_id))
    if kept.event_id != event_id:
        raise NotFoundError("not found")
    match kept.party:
        case Party.STUDENT:
            at = work.students.school_of(kept.who)
            require(by, Act.REGISTER_STUDENT, kept.who, group=at)
        case Party.EMPLOYER:
            require(by, Act.REGISTER_COMPANY, kept.who)
        case Party.PERSON:
            require(by, Act.REGISTER_SELF, None)
            if kept.who != by.id:
                raise NotFoundError("not found")
    return event, kept

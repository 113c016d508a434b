"""Looking back at an event (terugblik): who spoke whom, and with whom each wants to go on.

A talk of the schedule between two who both came needs nobody to note it; every
other encounter is noted by the student, by the company with the code that the
student gives, or by the organiser. Whoever changes one holds its event first,
so that two who say yes at the same moment come in turn.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from accounts.message import MessageKind
from accounts.role import Role
from career.answer_clock import DAY, moment_on, start_of_day
from events.encounter import Encounter, FollowUp, Interest, KnownFrom, LookBack
from events.errors import EncounterStateError
from events.event import Event, EventState
from events.registration import Attendance, Party, Registration, RegistrationState
from services.errors import NotFoundError, ServiceError, found
from services.ids import stable_id
from services.local_time import local_day
from services.messages import tell
from services.organisers import organised_event
from services.permissions import Account, Act, may, note_shown, require
from services.reference import load_reference
from services.school_calendar import working_day_after
from services.unit_of_work import UnitOfWork

FOLLOW_UP = "worker.follow_up_event"
"""Name of the task that asks, reminds and closes after an event."""
SIDES: Mapping[Role, Party] = MappingProxyType(
    {Role.STUDENT: Party.STUDENT, Role.PARENT: Party.STUDENT, Role.EMPLOYER: Party.EMPLOYER}
)
"""For which side a role looks back."""
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without letters and digits that look like one another."""
CODE_LENGTH = 6
MOMENT = timedelta(microseconds=1)


class CodeRefusedError(ServiceError):
    """The code of a student that a company gave is of nobody at this event.

    Parameters
    ----------
    text : str
        Why, and what can be done, in plain Dutch.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


def look_back_of(event: Event) -> LookBack:
    """Give from when until when people look back at an event, by the terms of its last day."""
    last_day = local_day(event.ends_at - MOMENT)
    terms = load_reference(last_day).events.follow_up
    closes_at = start_of_day(working_day_after(last_day, terms.days) + DAY)
    remind_at = moment_on(working_day_after(last_day, terms.reminder_day), time(terms.reminder_hour))
    return LookBack(
        opens_at=event.starts_at,
        asked_at=event.ends_at,
        remind_at=min(max(remind_at, event.ends_at), closes_at),
        closes_at=closes_at,
    )


def has_look_back(event: Event) -> bool:
    """Say whether people look back at an event: one of our own that took place."""
    return event.state in (EventState.PUBLISHED, EventState.CHANGED) and not event.imported_from


def encounters_of(work: UnitOfWork, event_ids: Collection[UUID]) -> tuple[Encounter, ...]:
    """Give who spoke whom at these events, for acts that asked permission; who has paused is left out."""
    said = {one.id: one for one in work.encounters.of_events(event_ids)}
    for one in work.encounters.planned(event_ids):
        known = encounter_of(
            event_id=one.event_id,
            student_id=one.student_id,
            employer_id=one.employer_id,
            known_from=KnownFrom.SCHEDULE,
        )
        said.setdefault(known.id, known)
    here = {student.id for student in work.students.some_taking_part(sorted({s.student_id for s in said.values()}))}
    return tuple(said[one] for one in sorted(said) if said[one].student_id in here)


def encounter_of(*, event_id: UUID, student_id: UUID, employer_id: UUID, known_from: KnownFrom) -> Encounter:
    """Give an encounter of which nobody has said anything; two who spoke at an event always have the same one."""
    return Encounter(
        id=stable_id("encounter", str(event_id), f"{student_id}/{employer_id}"),
        event_id=event_id,
        student_id=student_id,
        employer_id=employer_id,
        known_from=known_from,
    )


def say_interest(
    work: UnitOfWork, *, by: Account, event_id: UUID, encounter_id: UUID, interest: Interest, now: datetime
) -> Encounter:
    """Say for one side whether it wants to go on with the other; a later word replaces an earlier one.

    Raises
    ------
    EncounterStateError
        Looking back has not begun, or is over.
    NotFoundError
        There is no such encounter, or it is another's.
    """
    _check_role(by)
    event = event_to_look_back(work, event_id, now=now)
    spoken = found({one.id: one for one in encounters_of(work, [event_id])}.get(encounter_id))
    side = SIDES[by.role]
    require(by, Act.LOOK_BACK, spoken.student_id if side is Party.STUDENT else spoken.employer_id)
    note_shown(by, Act.LOOK_BACK, [spoken.student_id])
    after = spoken.said(side, interest, now=now, look_back=look_back_of(event))
    work.encounters.save(after)
    if spoken.matched_at is None and after.matched_at is not None:
        for account_id in _accounts_of(work, after, now=now):
            if account_id != by.id:
                tell(work, to=account_id, kind=MessageKind.EVENT_MATCHED, about=event_id, now=now)
    return after


def note_company(
    work: UnitOfWork, *, by: Account, event_id: UUID, student_id: UUID, employer_id: UUID, now: datetime
) -> Encounter:
    """Note for a student which company it spoke, out of those that came.

    Raises
    ------
    EncounterStateError
        Looking back has not begun, or is over.
    NotFoundError
        The student or the company did not come, or the student is another's.
    """
    _check_role(by)
    if SIDES[by.role] is not Party.STUDENT:
        raise NotFoundError("not found")
    require(by, Act.LOOK_BACK, student_id)
    return _noted(work, event_id, student_id, employer_id, KnownFrom.STUDENT, now)


def note_code(work: UnitOfWork, *, by: Account, event_id: UUID, code: str, now: datetime) -> Encounter:
    """Note for a company which student it spoke, by the code that the student gave: it is shown no list of students.

    Raises
    ------
    CodeRefusedError
        Nobody at this event has that code.
    EncounterStateError
        Looking back has not begun, or is over.
    NotFoundError
        The company did not come.
    """
    employer_id = found(by.subject_id) if by.role is Role.EMPLOYER else None
    require(by, Act.LOOK_BACK, employer_id)
    event_to_look_back(work, event_id, now=now)
    here = [one for one in work.registrations.of_event(event_id) if has_come(one)]
    if employer_id not in {one.employer_id for one in here}:
        raise NotFoundError("not found")
    given = "".join(letter for letter in code.upper() if letter in ALPHABET)
    whose = [one.who for one in here if one.party is Party.STUDENT and code_of(one) == given]
    if len(whose) != 1 or not work.students.some_taking_part(whose):
        raise CodeRefusedError("Deze code hoort bij niemand hier. Vraag de jongere om de code nog eens te laten zien.")
    note_shown(by, Act.LOOK_BACK, whose)
    return _noted(work, event_id, whose[0], found(employer_id), KnownFrom.EMPLOYER, now)


def note_pair(
    work: UnitOfWork, *, by: Account, event_id: UUID, student_id: UUID, employer_id: UUID, now: datetime
) -> Encounter:
    """Note as the organiser that a student and a company spoke; raises as ``note_company``."""
    organised_event(work, by=by, event_id=event_id)
    note_shown(by, Act.KEEP_EVENT, [student_id])
    return _noted(work, event_id, student_id, employer_id, KnownFrom.ORGANISER, now)


def code_of(registration: Registration) -> str:
    """Give the code by which a company notes that it spoke this student."""
    rest, letters = registration.id.int, ""
    for _ in range(CODE_LENGTH):
        rest, digit = divmod(rest, len(ALPHABET))
        letters += ALPHABET[digit]
    return letters


def has_come(one: Registration) -> bool:
    """Say whether somebody was there, as far as is known: with a seat, and not noted as absent."""
    return one.state is RegistrationState.SEATED and one.attendance is not Attendance.ABSENT


def event_to_look_back(work: UnitOfWork, event_id: UUID, *, now: datetime) -> Event:
    """Give an event that has begun, kept from other writers; raise ``NotFoundError`` for every other one."""
    event = found(work.events.get(event_id))
    if not has_look_back(event) or now < event.starts_at:
        raise NotFoundError("not found")
    return event


def plan_follow_up(work: UnitOfWork, *, event: Event) -> None:
    """Have everybody asked when the event is over; doing so again for another time is no harm."""
    if work.encounters.follow_up(event.id) is None:
        work.encounters.save_follow_up(FollowUp(event_id=event.id))
    work.defer(FOLLOW_UP, due_at=event.ends_at, event_id=event.id)


def is_planned(work: UnitOfWork, *, event_id: UUID) -> bool:
    """Say whether the follow-up of an event was thought of."""
    return work.encounters.follow_up(event_id) is not None


def follow_up_event(work: UnitOfWork, *, event_id: UUID, now: datetime) -> None:
    """Ask everybody whom they spoke, remind who said nothing, or close, when it is so far; twice is once."""
    event = work.events.get(event_id)
    if event is None or not has_look_back(event):
        return
    times, before = look_back_of(event), work.encounters.follow_up(event_id) or FollowUp(event_id=event_id)
    if before.closed_at is not None:
        return
    if now < times.asked_at:  # it was moved to later
        work.defer(FOLLOW_UP, due_at=times.asked_at, event_id=event_id)
        return
    kept = FollowUp(
        event_id=event_id,
        asked_at=before.asked_at or now,
        reminded_at=before.reminded_at or (now if now >= times.remind_at else None),
        closed_at=now if now >= times.closes_at else None,
    )
    if kept == before:
        return
    work.encounters.save_follow_up(kept)
    if kept.closed_at is not None:
        is_held = event.organiser_id is not None and work.accounts.get(event.organiser_id) is not None
        if event.organiser_id is not None and is_held and all(_sides_at(work, event).values()):
            tell(work, to=event.organiser_id, kind=MessageKind.EVENT_REPORT, about=event_id, now=now)
        return
    if before.asked_at is None:
        _tell_who_came(work, event, kind=MessageKind.EVENT_LOOK_BACK, now=now)
    elif before.reminded_at is None and kept.reminded_at is not None:
        _tell_who_came(work, event, kind=MessageKind.EVENT_LOOK_BACK_REMINDER, now=now)
    next_at = times.closes_at if kept.reminded_at is not None else times.remind_at
    work.defer(FOLLOW_UP, due_at=next_at, event_id=event_id)


def _tell_who_came(work: UnitOfWork, event: Event, *, kind: MessageKind, now: datetime) -> None:
    """Tell every student and company that came, when both did; of a reminder only who has something left to say."""
    sides = _sides_at(work, event)
    if not all(sides.values()):
        return
    done: set[UUID] = set()
    if kind is MessageKind.EVENT_LOOK_BACK_REMINDER:
        done = _who_said_all(encounters_of(work, [event.id]))
    heard = dict.fromkeys(
        account_id
        for role, here in sides.items()
        for who in here
        if who not in done
        for account_id in _related(work, role, who, now=now)
    )
    for account_id in heard:
        tell(work, to=account_id, kind=kind, about=event.id, now=now)


def _sides_at(work: UnitOfWork, event: Event) -> Mapping[Role, Sequence[UUID]]:
    here = [one for one in work.registrations.of_event(event.id) if has_come(one)]
    students = work.students.some_taking_part([one.who for one in here if one.party is Party.STUDENT])
    companies = [one.who for one in here if one.party is Party.EMPLOYER]
    return {Role.STUDENT: [student.id for student in students], Role.EMPLOYER: companies}


def _who_said_all(spoken: Iterable[Encounter]) -> set[UUID]:
    said: dict[UUID, bool] = {}
    for one in spoken:
        for who, interest in ((one.student_id, one.student_says), (one.employer_id, one.employer_says)):
            said[who] = said.get(who, True) and interest is not Interest.UNSAID
    return {who for who, is_all in said.items() if is_all}


def _noted(
    work: UnitOfWork, event_id: UUID, student_id: UUID, employer_id: UUID, known_from: KnownFrom, now: datetime
) -> Encounter:
    event = event_to_look_back(work, event_id, now=now)
    for party, who in ((Party.STUDENT, student_id), (Party.EMPLOYER, employer_id)):
        if not has_come(found(work.registrations.find(event_id, party, who))):
            raise NotFoundError("not found")
    if not work.students.some_taking_part([student_id]):
        raise NotFoundError("not found")
    if not look_back_of(event).is_open(now):
        raise EncounterStateError("noted")
    new = encounter_of(event_id=event_id, student_id=student_id, employer_id=employer_id, known_from=known_from)
    kept = {one.id: one for one in encounters_of(work, [event_id])}.get(new.id)
    if kept is not None:
        return kept
    work.encounters.save(new)
    return new


def _check_role(by: Account) -> None:
    if not may(by, Act.LOOK_BACK):
        require(by, Act.LOOK_BACK, None)


def _accounts_of(work: UnitOfWork, spoken: Encounter, *, now: datetime) -> Iterable[UUID]:
    sides = ((Role.STUDENT, spoken.student_id), (Role.EMPLOYER, spoken.employer_id))
    return dict.fromkeys(one for role, who in sides for one in _related(work, role, who, now=now))


def _related(work: UnitOfWork, role: Role, who: UUID, *, now: datetime) -> Iterable[UUID]:
    if role is Role.STUDENT:
        return work.accounts.related(role, day=local_day(now), student_id=who)
    return work.accounts.related(role, day=local_day(now), employer_id=who)

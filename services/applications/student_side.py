"""What a student sees of the own contacts, and a parent of what waits for a yes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from career.answer_clock import Side
from career.application import Application
from career.application_rules import ApplicationState, ApplicationStep, StepKind
from services.applications.wording import (
    KIND_WORDS,
    OUTCOMES_TO_STUDENT,
    STEPS,
    TO_STUDENT,
    TURN_TO_STUDENT,
    answer_text,
    end_text,
    planned_text,
    turn_text,
)
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, may, require
from services.places_in_words import Place, places_in_words
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.wording import day_text

STUDENT_STEPS = (
    StepKind.SHOW_INTEREST,
    StepKind.AGREE,
    StepKind.MOVE_DAY,
    StepKind.CANCEL_DAY,
    StepKind.ACCEPT,
    StepKind.END,
)
"""What a student can do, in the order in which a page offers it."""
WHO: Mapping[str, str] = MappingProxyType(
    {
        "student": "De jongere",
        "parent": "Een ouder of voogd",
        "employer": "Het bedrijf",
        "teacher": "Docent of mentor",
        "placement_coordinator": "Stagecoördinator",
        "jobhunter": "Jobhunter",
        "house": "Plekwijzer",
    }
)
"""Who took a step, as those call them who help."""
WHO_TO_STUDENT: Mapping[str, str] = MappingProxyType(
    {**WHO, "student": "Jij", "parent": "Je ouder of voogd", "teacher": "Je docent of mentor"}
)
"""The same to the student."""
FOR_WHOM: Mapping[Side, str] = MappingProxyType({Side.STUDENT: "voor de jongere", Side.EMPLOYER: "voor het bedrijf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One line of what happened.

    Parameters
    ----------
    who : str
        The role, with the name of whoever helps.
    reason : str
        Why a helper did it.
    """

    when: str
    who: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One of a student's contacts.

    Parameters
    ----------
    steps : tuple of StepKind
        What the student can do now.
    end_text, kind_text : str
        Why it ended, and a word with it when it is nobody's choice.
    is_overdue : bool
        The student said yes and nobody arranged it in time.
    has_time_passed : bool
        The company did not answer in time; this contact does not count for the student.
    """

    application_id: UUID
    place: Place
    state: ApplicationState
    is_open: bool
    is_my_turn: bool
    state_text: str
    turn_text: str
    answer_text: str
    planned_text: str
    is_overdue: bool
    has_time_passed: bool
    steps: tuple[StepKind, ...]
    end_text: str
    kind_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MyContacts:
    """A student's contacts: those that are open, first those with a turn for the student, and what is over."""

    going: tuple[Contact, ...]
    over: tuple[Contact, ...]
    most: int
    n_counted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAsked:
    """Something that waits for a parent's yes."""

    application_id: UUID
    first_name: str
    place: Place
    answer_text: str


def my_contacts(work: UnitOfWork, *, by: Account, now: datetime) -> MyContacts:
    """Give a student the own contacts."""
    student_id = found(by.subject_id)
    require(by, Act.SEE_CONTACTS, student_id)
    every = work.applications.of_student(student_id)
    places = places_in_words(work, {one.placement_id for one in every})
    reference = load_reference(local_day(now))
    contacts = [_contact(one, places[one.placement_id], reference, now=now) for one in every]
    is_going = {one.id for one in every if one.ended_by is None}
    return MyContacts(
        going=tuple(
            sorted(
                (c for c in contacts if c.application_id in is_going), key=lambda c: (not c.is_open, not c.is_my_turn)
            )
        ),
        over=tuple(c for c in contacts if c.application_id not in is_going),
        most=reference.answers.contacts_per_student,
        n_counted=sum(one.counts_for_student for one in every),
    )


def my_contact(
    work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime
) -> tuple[Contact, tuple[ContactLine, ...]]:
    """Give a student one of the own contacts, with everything that happened.

    Raises
    ------
    NotFoundError
        There is none, or it is another's.
    """
    require(by, Act.SEE_CONTACTS, by.subject_id)
    application = found(work.applications.get(application_id))
    require(by, Act.SEE_CONTACTS, application.student_id)
    place = places_in_words(work, {application.placement_id})[application.placement_id]
    contact = _contact(application, place, load_reference(local_day(now)), now=now)
    return contact, history_lines(work, application, to=Side.STUDENT)


def contact_with(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> Contact | None:
    """Give a student's newest contact with a place; ``None`` when there was none."""
    student_id = found(by.subject_id)
    require(by, Act.SEE_CONTACTS, student_id)
    newest = next(iter(work.applications.between(student_id, placement_id)), None)
    if newest is None:
        return None
    place = places_in_words(work, {placement_id})[placement_id]
    return _contact(newest, place, load_reference(local_day(now)), now=now)


def consents_asked(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[ConsentAsked, ...]:
    """Give a parent what waits for a yes."""
    if not may(by, Act.SEE_CONSENTS):
        require(by, Act.SEE_CONSENTS, None)
    children = {tie.subject_id for tie in by.ties if tie.subject_id is not None}
    asked = []
    for student_id in sorted(children):
        require(by, Act.SEE_CONSENTS, student_id)
        waiting = [one for one in work.applications.open_of_student(student_id) if one.turn is not None]
        waiting = [one for one in waiting if one.state is ApplicationState.ASKING_PARENT]
        student = found(work.students.get(student_id))
        places = places_in_words(work, {one.placement_id for one in waiting})
        asked += [
            ConsentAsked(
                application_id=one.id,
                first_name=student.first_name,
                place=places[one.placement_id],
                answer_text=answer_text(one, now=now),
            )
            for one in waiting
        ]
    return tuple(asked)


def history_lines(work: UnitOfWork, application: Application, *, to: Side) -> tuple[ContactLine, ...]:
    """Tell the student, or those who help, everything that happened, the newest first; whoever helps has a name."""
    helpers = {step.by.account_id for step in application.history if step.by.side is Side.HELPER}
    names = work.accounts.names([account_id for account_id in helpers if account_id is not None])
    return tuple(_line(step, names, to=to) for step in reversed(application.history))


def _contact(application: Application, place: Place, reference: Reference, *, now: datetime) -> Contact:
    outcome = application.outcome
    return Contact(
        application_id=application.id,
        place=place,
        state=application.state,
        is_open=application.is_open,
        is_my_turn=application.turn is Side.STUDENT,
        state_text=_state_text(application) if outcome is None else OUTCOMES_TO_STUDENT[outcome],
        turn_text=turn_text(application, TURN_TO_STUDENT),
        answer_text=answer_text(application, now=now),
        planned_text=planned_text(application) if application.is_open else "",
        is_overdue=application.is_overdue,
        has_time_passed=application.is_open and application.employer_was_silent,
        steps=tuple(kind for kind in STUDENT_STEPS if application.may(kind, Side.STUDENT)),
        end_text=end_text(application, reference, to=Side.STUDENT),
        kind_text=KIND_WORDS.get(application.end_code, ""),
    )


def _state_text(application: Application) -> str:
    if application.state is ApplicationState.INTEREST and not application.student_wants:
        return "Het bedrijf heeft interesse in jou"
    return TO_STUDENT[application.state]


def _line(step: ApplicationStep, names: Mapping[UUID, str], *, to: Side) -> ContactLine:
    by, is_student = step.by, to is Side.STUDENT
    name = names.get(by.account_id) if by.account_id is not None else None
    who = (WHO_TO_STUDENT if is_student else WHO)[by.role]
    for_whom = "" if by.on_behalf_of is None else FOR_WHOM[by.on_behalf_of]
    if is_student and by.on_behalf_of is Side.STUDENT:
        for_whom = "voor jou"
    return ContactLine(
        when=day_text(local_day(step.at)),
        who=f"{who} ({name})" if name else who,
        what=" ".join(filter(None, (STEPS[step.kind], for_whom))),
        reason=by.reason,
    )

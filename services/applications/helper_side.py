"""What waits, and for whom: the queue of those who help students and companies to answer one another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from career.answer_clock import Side
from career.application import Application
from career.application_rules import ApplicationState, Rung, StepKind
from employer_toolkit.placement import Placement
from services.applications.student_side import ContactLine, history_lines
from services.applications.wording import (
    OUTCOMES_TO_OTHERS,
    RUNGS,
    TO_HELPER,
    TURN_TO_HELPER,
    answer_text,
    days_left,
    end_text,
    overdue_text,
    planned_text,
)
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, may, note_shown, require
from services.places_in_words import Place, places_in_words
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

QUEUE_AT_MOST = 100
"""So many contacts are on one page; those that wait for a helper come first."""
FOR_OTHERS: tuple[tuple[StepKind, Side], ...] = (
    (StepKind.SHOW_INTEREST, Side.STUDENT),
    (StepKind.INVITE, Side.EMPLOYER),
    (StepKind.AGREE, Side.STUDENT),
    (StepKind.PLAN_TRIAL_DAY, Side.EMPLOYER),
    (StepKind.OFFER, Side.EMPLOYER),
    (StepKind.ACCEPT, Side.STUDENT),
    (StepKind.END, Side.STUDENT),
    (StepKind.END, Side.EMPLOYER),
)
"""What a helper can do on behalf of another, in the order in which a page offers it."""
RUNG_OF: Mapping[Role, Rung] = {
    Role.TEACHER: Rung.SCHOOL,
    Role.JOBHUNTER: Rung.JOBHUNTER,
    Role.PLACEMENT_COORDINATOR: Rung.COORDINATOR,
}
"""Where each stands on the ladder of a yes that was left lying."""
OWN = (StepKind.PLACE, StepKind.ASK_AGAIN, StepKind.END)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One contact in the queue.

    Parameters
    ----------
    is_my_turn : bool
        Whether it waits for somebody like the reader.
    overdue_text : str
        Since when a yes waits that was left lying.
    is_promised : bool
        Both said yes: it never closes by itself.
    call_text : str
        Whom to call at the company.
    own_steps : tuple of StepKind
        What the helper can do.
    steps_for : tuple of (StepKind, Side)
        What the helper can do on behalf of the student or the company.
    has_day : bool
        There is a day to agree on, move or call off.
    """

    application_id: UUID
    student_id: UUID
    student_name: str
    group: str
    place: Place
    state: ApplicationState
    is_my_turn: bool
    state_text: str
    turn_text: str
    answer_text: str
    days_left: int
    overdue_text: str
    is_promised: bool
    planned_text: str
    call_text: str
    own_steps: tuple[StepKind, ...]
    steps_for: tuple[tuple[StepKind, Side], ...]
    has_day: bool
    end_text: str


def follow_ups(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[FollowUp, ...]:
    """Give a helper what is open: a jobhunter of the region, a teacher of the classes, a coordinator of the school."""
    if not may(by, Act.FOLLOW_UP):
        require(by, Act.FOLLOW_UP, None)
    groups = {(tie.school, tie.group) for tie in by.ties} if by.role is Role.TEACHER else None
    schools = {tie.school for tie in by.ties} if by.role is Role.PLACEMENT_COORDINATOR else None
    every = work.applications.open_of(groups=groups, schools=schools, limit=QUEUE_AT_MOST)
    rows = _views(work, every, by=by, now=now)
    note_shown(by, Act.FOLLOW_UP, dict.fromkeys(row.student_id for row in rows))
    return rows


def follow_up(
    work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime
) -> tuple[FollowUp, tuple[ContactLine, ...]]:
    """Give a helper one contact, with everything that happened.

    Raises
    ------
    NotFoundError
        There is none, or not for this account.
    """
    if not may(by, Act.FOLLOW_UP):
        require(by, Act.FOLLOW_UP, None)
    application = found(work.applications.get(application_id))
    student = found(work.students.get(application.student_id))
    require(by, Act.FOLLOW_UP, student.id, group=(student.school, student.group), school=student.school)
    note_shown(by, Act.FOLLOW_UP, [student.id])
    view = found(next(iter(_views(work, (application,), by=by, now=now)), None))
    return view, history_lines(work, application, to=Side.HELPER)


def _views(work: UnitOfWork, every: tuple[Application, ...], *, by: Account, now: datetime) -> tuple[FollowUp, ...]:
    taking_part = work.students.some_taking_part(sorted({one.student_id for one in every}))
    students = {student.id: student for student in taking_part}
    every = tuple(one for one in every if one.student_id in students)  # who has paused is in no list
    placements = {place.id: place for place in work.placements.some(sorted({one.placement_id for one in every}))}
    places = places_in_words(work, set(placements))
    reference = load_reference(local_day(now))
    return tuple(
        FollowUp(
            application_id=one.id,
            student_id=one.student_id,
            student_name=students[one.student_id].first_name,
            group=students[one.student_id].group,
            place=places[one.placement_id],
            state=one.state,
            is_my_turn=_is_turn_of(by.role, one),
            state_text=_state_text(one),
            turn_text=_turn_text(by.role, one),
            answer_text=answer_text(one, now=now),
            days_left=days_left(one, now=now),
            overdue_text=overdue_text(one),
            is_promised=one.is_promised,
            planned_text=planned_text(one) if one.is_open else "",
            call_text=_call_text(placements[one.placement_id]),
            own_steps=tuple(kind for kind in OWN if one.may(kind, Side.HELPER)),
            steps_for=tuple((kind, side) for kind, side in FOR_OTHERS if one.may(kind, side)),
            has_day=one.may(StepKind.MOVE_DAY, Side.EMPLOYER),
            end_text=end_text(one, reference, to=Side.HELPER),
        )
        for one in every
    )


def _is_turn_of(role: Role, application: Application) -> bool:
    if application.is_overdue:
        return RUNG_OF[role] is application.rung
    return application.turn is Side.HELPER


def _turn_text(role: Role, application: Application) -> str:
    is_of_another = application.is_overdue and not _is_turn_of(role, application)
    if is_of_another:
        return f"Wacht op {RUNGS[application.rung]}"
    return TURN_TO_HELPER[application.turn] if application.turn else ""


def _state_text(application: Application) -> str:
    if application.outcome is not None:
        return OUTCOMES_TO_OTHERS[application.outcome]
    if application.state is ApplicationState.INTEREST and not application.student_wants:
        return "Bedrijf heeft interesse"
    return TO_HELPER[application.state]


def _call_text(placement: Placement) -> str:
    contact = placement.contact
    return "" if contact is None else ", ".join(filter(None, (contact.name, contact.phone, contact.email)))

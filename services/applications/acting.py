"""Who acts in an application, what the account must have to do with it, and how long its sides may take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from accounts.role import Role
from career.answer_clock import AnswerClock, Side
from career.application import Application
from career.application_rules import SEEN_BY_EMPLOYER, Actor, ApplicationState
from career.school import Region
from career.student import Student
from employer_toolkit.placement import Placement
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, note_shown, require
from services.reference import load_reference
from services.school_calendar import LAST_YEAR, public_holidays, school_holidays
from services.unit_of_work import UnitOfWork

SIDES: Mapping[Role, Side] = MappingProxyType(
    {
        Role.STUDENT: Side.STUDENT,
        Role.PARENT: Side.PARENT,
        Role.EMPLOYER: Side.EMPLOYER,
        Role.TEACHER: Side.HELPER,
        Role.PLACEMENT_COORDINATOR: Side.HELPER,
        Role.JOBHUNTER: Side.HELPER,
    }
)
"""On which side a role takes steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An application with who and what it is about, kept from other writers."""

    application: Application
    student: Student
    placement: Placement


def actor_of(by: Account, *, on_behalf_of: Side | None = None, reason: str = "") -> Actor:
    """Say who takes a step; raise ``InvalidValueError`` when a helper does not say why."""
    return Actor(
        side=SIDES[by.role],
        account_id=found(by.id),
        role=by.role.value,
        on_behalf_of=on_behalf_of,
        reason=reason.strip(),
    )


def let_through(work: UnitOfWork, *, by: Account, act: Act, student: Student, placement: Placement) -> None:
    """Let whoever has to do with this student or place pass.

    Raises
    ------
    ForbiddenError
        This kind of account never may.
    NotFoundError
        It may, but not for this student or place.
    """
    subject = student.id
    if by.role is Role.EMPLOYER:
        subject = found(work.employers.site(placement.site_id)).employer_id
    require(by, act, subject, group=(student.school, student.group), school=student.school)
    note_shown(by, act, [student.id])


def held(work: UnitOfWork, *, application_id: UUID, is_placing: bool = False) -> Held:
    """Fetch an application, and keep it and what it is about from other writers.

    Always in one order, so that nobody waits in a ring: the student, then every place, then the application.

    Parameters
    ----------
    is_placing : bool
        The other contacts of the student close with it, so their places are kept as well.

    Raises
    ------
    NotFoundError
        There is none.
    """
    student_id, placement_id = found(work.applications.places_of(application_id))
    student = found(work.students.get(student_id))
    others = work.applications.placements_of_open(student_id) if is_placing else frozenset()
    work.placements.hold({placement_id} | others)
    return Held(
        application=found(work.applications.get(application_id)),
        student=student,
        placement=found(work.placements.get(placement_id)),
    )


def check_visible(by: Account, application: Application) -> None:
    """Keep from a company what a parent has not agreed to; raise ``NotFoundError`` as for what is not there."""
    was_shown = any(step.state in SEEN_BY_EMPLOYER for step in application.history)
    if by.role is Role.EMPLOYER and (application.state is ApplicationState.ASKING_PARENT or not was_shown):
        raise NotFoundError("not found")


def clock_for(work: UnitOfWork, *, student: Student, now: datetime) -> AnswerClock:
    """Give the clock for the answers in a student's applications, with the holidays of the student's school."""
    today = local_day(now)
    terms = load_reference(today).answers.terms
    last = today + timedelta(days=terms.most_days + terms.plan_ahead_days)
    settings = work.schools.get(student.school)
    region = settings.holiday_region if settings else Region.UNKNOWN
    return AnswerClock(
        terms=terms,
        public_holidays=_public_holidays(today, last),
        school_holidays=school_holidays(region, today, min(last, date(LAST_YEAR, 12, 31))),
    )


def _public_holidays(first: date, last: date) -> frozenset[date]:
    return public_holidays(first.year) | public_holidays(last.year)

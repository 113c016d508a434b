"""Who hears of a step: whoever has to do something, and whoever would otherwise be left in silence."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from accounts.role import Role
from career.answer_clock import Side
from career.application import Application
from career.application_rules import SEEN_BY_EMPLOYER, Rung, StepKind
from services.errors import found
from services.local_time import local_day
from services.messages import MessageKind, tell
from services.unit_of_work import UnitOfWork

_Kind = MessageKind
TOLD: Mapping[StepKind, tuple[tuple[Side, MessageKind], ...]] = MappingProxyType(
    {
        StepKind.SHOW: ((Side.STUDENT, _Kind.APPLICATION_MOVED),),
        StepKind.CONSENT: ((Side.STUDENT, _Kind.APPLICATION_MOVED),),
        StepKind.INVITE: ((Side.STUDENT, _Kind.APPLICATION_INVITED),),
        StepKind.PLAN_TRIAL_DAY: ((Side.STUDENT, _Kind.APPLICATION_TRIAL_DAY),),
        StepKind.OFFER: ((Side.STUDENT, _Kind.APPLICATION_OFFERED),),
        StepKind.ACCEPT: ((Side.EMPLOYER, _Kind.APPLICATION_MOVED),),
        StepKind.PLACE: tuple((side, _Kind.APPLICATION_PLACED) for side in (Side.STUDENT, Side.EMPLOYER)),
        StepKind.END: tuple((side, _Kind.APPLICATION_CLOSED_KINDLY) for side in (Side.STUDENT, Side.EMPLOYER)),
        StepKind.CLOSE: tuple((side, _Kind.APPLICATION_CLOSED_KINDLY) for side in (Side.STUDENT, Side.EMPLOYER)),
    }
)
"""What is told of a step besides whose turn it is; never to whoever took it."""
TURN_TOLD = frozenset(
    {StepKind.SHOW, StepKind.SHOW_INTEREST, StepKind.CONSENT, StepKind.AGREE, StepKind.ACCEPT, StepKind.CANCEL_DAY}
)
"""Steps after which whoever is next hears it; of other steps the message itself says so."""


def tell_sides(work: UnitOfWork, *, after: Application, known_to: UUID | None = None, now: datetime) -> None:
    """Tell of the last step of an application to everybody it matters to, each once; not to who brought it about."""
    heard = set(filter(None, (after.history[-1].by.account_id, known_to)))
    for side, kind in _messages(after):
        for account_id in accounts_of(work, after, side, now=now):
            if account_id not in heard:
                heard.add(account_id)
                about = after.student_id if kind is MessageKind.PARENT_ASKED else after.id
                tell(work, to=account_id, kind=kind, about=about, now=now)


def _messages(after: Application) -> Iterator[tuple[Side, MessageKind]]:
    """Give who hears what, the most important first: whoever is told twice hears the first."""
    step, turn = after.history[-1], after.turn
    if turn is Side.PARENT and step.kind in TURN_TOLD:
        yield Side.PARENT, MessageKind.PARENT_ASKED
    elif turn is not None and (step.kind in TURN_TOLD or step.kind is StepKind.ASK_AGAIN):
        yield turn, MessageKind.APPLICATION_YOUR_TURN
    elif turn is not None and step.kind is StepKind.REMIND:
        yield turn, MessageKind.PARENT_ASKED if turn is Side.PARENT else MessageKind.APPLICATION_REMINDER
    elif step.kind is StepKind.HAND_OVER:
        yield Side.HELPER, MessageKind.APPLICATION_HELP_NEEDED
        yield Side.STUDENT, MessageKind.APPLICATION_MOVED
    elif step.kind is StepKind.NEXT_HELPER:
        yield Side.HELPER, MessageKind.APPLICATION_OVERDUE
        yield Side.STUDENT, MessageKind.APPLICATION_MOVED
    was_shown = any(one.state in SEEN_BY_EMPLOYER for one in after.history)
    yield from ((side, kind) for side, kind in TOLD.get(step.kind, ()) if side is not Side.EMPLOYER or was_shown)
    if step.by.on_behalf_of is not None:
        yield step.by.on_behalf_of, MessageKind.APPLICATION_MOVED


def accounts_of(work: UnitOfWork, application: Application, side: Side, *, now: datetime) -> Iterable[UUID]:
    """Give the accounts on a side of an application today."""
    today = local_day(now)
    match side:
        case Side.STUDENT:
            return work.accounts.related(Role.STUDENT, day=today, student_id=application.student_id)
        case Side.PARENT:
            return work.accounts.related(Role.PARENT, day=today, student_id=application.student_id)
        case Side.EMPLOYER:
            site = found(work.employers.site(found(work.placements.get(application.placement_id)).site_id))
            return work.accounts.related(Role.EMPLOYER, day=today, employer_id=site.employer_id)
        case _:
            return _helpers(work, application, now=now)


def _helpers(work: UnitOfWork, application: Application, *, now: datetime) -> Iterable[UUID]:
    """Give who helps; of a yes that was left lying everybody up to the one whose turn it is."""
    first = _first_helpers(work, application, now=now)
    if not application.is_overdue:
        return first
    student, today = found(work.students.get(application.student_id)), local_day(now)
    further: list[UUID] = list(work.accounts.related(Role.JOBHUNTER, day=today))
    if application.rung is Rung.COORDINATOR and student.school:
        further += work.accounts.related(Role.PLACEMENT_COORDINATOR, day=today, school=student.school)
    return dict.fromkeys((*first, *further))


def _first_helpers(work: UnitOfWork, application: Application, *, now: datetime) -> Iterable[UUID]:
    """Give whoever has helped here before, else the class's teacher, the school, or the jobhunters."""
    before = [step.by.account_id for step in application.history if step.by.side is Side.HELPER]
    if before:
        return [account_id for account_id in before[-1:] if account_id is not None]
    student, today = found(work.students.get(application.student_id)), local_day(now)
    of_school = student.school != ""
    teachers = work.accounts.related(Role.TEACHER, day=today, school=student.school, group=student.group)
    coordinators = work.accounts.related(Role.PLACEMENT_COORDINATOR, day=today, school=student.school)
    at_school = (teachers if student.group else ()) or coordinators
    return (at_school if of_school else ()) or work.accounts.related(Role.JOBHUNTER, day=today)

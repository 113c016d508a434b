"""Taking a step in an application: whoever may, for themselves or on behalf of another, with a reason."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from career.answer_clock import AnswerClock, Side
from career.application import Application
from career.application_rules import Actor, StepKind
from career.errors import InvalidValueError
from services.applications.acting import actor_of, check_visible, clock_for, held, let_through
from services.applications.errors import ContactRefusedError
from services.applications.keeping import close_others, keep
from services.local_time import local_day
from services.permissions import Account, Act, may, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedStep:
    """A step as somebody asks for it.

    Parameters
    ----------
    on_behalf_of : Side or None
        For whom a helper takes it.
    reason : str
        Why a helper does.
    end_code : str
        The reason to end, out of the list of the side.
    planned_at, planned_where
        The meeting, or the trial day.
    shares_email : bool
        The student gives the company the own address.
    """

    kind: StepKind
    on_behalf_of: Side | None = None
    reason: str = ""
    end_code: str = ""
    planned_at: datetime | None = None
    planned_where: str = ""
    shares_email: bool = False


def take_step(work: UnitOfWork, *, by: Account, application_id: UUID, asked: AskedStep, now: datetime) -> Application:
    """Take one step; a placing takes the seat, and closes kindly what can no longer lead to a place.

    Raises
    ------
    InvalidValueError
        A reason lacks or is not in the list, or the day cannot be.
    ApplicationStepError
        This side cannot take this step as things stand.
    ContactRefusedError
        There is no seat any more.
    NotFoundError
        There is no such application, or not for this account.
    """
    if not may(by, Act.TAKE_STEP):
        require(by, Act.TAKE_STEP, None)
    here = held(work, application_id=application_id, is_placing=asked.kind is StepKind.PLACE)
    let_through(work, by=by, act=Act.TAKE_STEP, student=here.student, placement=here.placement)
    check_visible(by, here.application)
    actor = actor_of(by, on_behalf_of=asked.on_behalf_of, reason=asked.reason)
    clock = clock_for(work, student=here.student, now=now)
    after = _taken(here.application, actor, asked, now=now, clock=clock)
    if asked.kind is StepKind.PLACE and not work.placements.take_seat(here.placement.id):
        raise ContactRefusedError("Er is geen plaats meer vrij.")
    kept = keep(work, before=here.application, after=after, now=now)
    if asked.kind is StepKind.PLACE:
        close_others(work, placed=here, now=now)
    return kept


def note_seen(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> None:
    """Note that the company reads a card, the first time; raises ``NotFoundError`` as ``take_step``."""
    here = held(work, application_id=application_id)
    let_through(work, by=by, act=Act.SEE_PRESENTED, student=here.student, placement=here.placement)
    check_visible(by, here.application)
    if here.application.may(StepKind.SEE, Side.EMPLOYER):
        keep(work, before=here.application, after=here.application.see(actor_of(by), now=now), now=now)


Plain = Callable[..., Application]
PLAIN: Mapping[StepKind, Plain] = MappingProxyType(
    {
        StepKind.SHOW_INTEREST: Application.show_interest,
        StepKind.CONSENT: Application.consent,
        StepKind.OFFER: Application.offer,
        StepKind.ACCEPT: Application.accept,
        StepKind.CANCEL_DAY: Application.cancel_day,
        StepKind.ASK_AGAIN: Application.ask_again,
    }
)
"""Steps that need to know nothing but who and when."""


def _taken(
    application: Application, actor: Actor, asked: AskedStep, *, now: datetime, clock: AnswerClock
) -> Application:
    match asked.kind:
        case StepKind.INVITE:
            return application.invite(
                actor, planned_at=asked.planned_at, planned_where=asked.planned_where, now=now, clock=clock
            )
        case StepKind.AGREE:
            return application.agree(actor, shares_email=asked.shares_email, now=now, clock=clock)
        case StepKind.PLAN_TRIAL_DAY:
            if asked.planned_at is None:
                raise InvalidValueError("application", {"planned_at": "kies een dag en een tijd"})
            return application.plan_trial_day(
                actor, planned_at=asked.planned_at, planned_where=asked.planned_where, now=now, clock=clock
            )
        case StepKind.MOVE_DAY:
            if asked.planned_at is None:
                raise InvalidValueError("application", {"planned_at": "kies een dag en een tijd"})
            return application.move_day(
                actor, planned_at=asked.planned_at, planned_where=asked.planned_where, now=now, clock=clock
            )
        case StepKind.PLACE:
            return application.place(actor, now=now)
        case StepKind.END:
            reason = load_reference(local_day(now)).end_reasons.get(asked.end_code)
            if reason is None:
                raise InvalidValueError("application", {"reason": "kies een reden uit de lijst"})
            return application.end(actor, reason, now=now)
        case kind if kind in PLAIN:
            return PLAIN[kind](application, actor, now=now, clock=clock)
        case _:
            raise InvalidValueError("application", {"step": "kies een stap die een mens kan zetten"})

"""What can happen to an application (sollicitatie), and who may do it: the states, the steps, and the one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from career.answer_clock import Side
from career.errors import CareerError, InvalidValueError

LONGEST_REASON = 300


class ApplicationState(StrEnum):
    """How far an application has come."""

    ASKING_PARENT = "asking_parent"
    """A parent has to say yes first; the company sees nothing."""
    SHOWN = "shown"
    """A helper showed the card; nobody has said to be interested."""
    INTEREST = "interest"
    SEEN = "seen"
    INVITED = "invited"
    MEETING = "meeting"
    """The student said yes to meeting."""
    TRIAL_DAY = "trial_day"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    LEFT_LYING = "left_lying"
    """The student said yes and nobody arranged it in time: the turn is of the next who helps."""
    PLACED = "placed"
    ENDED = "ended"


class StepKind(StrEnum):
    """What somebody did."""

    SHOW = "show"
    SHOW_INTEREST = "show_interest"
    CONSENT = "consent"
    SEE = "see"
    INVITE = "invite"
    AGREE = "agree"
    PLAN_TRIAL_DAY = "plan_trial_day"
    OFFER = "offer"
    ACCEPT = "accept"
    PLACE = "place"
    END = "end"
    REMIND = "remind"
    HAND_OVER = "hand_over"
    ASK_AGAIN = "ask_again"
    NEXT_HELPER = "next_helper"
    """The turn goes to the next who helps, because a yes was left lying."""
    MOVE_DAY = "move_day"
    CANCEL_DAY = "cancel_day"
    CLOSE = "close"


class ClosingCause(StrEnum):
    """Why the service closes an application by itself: never because of the student, and never a refusal."""

    NOBODY_ANSWERED = "nobody_answered"
    PLACED_ELSEWHERE = "placed_elsewhere"
    SEATS_GONE = "seats_gone"
    PLACE_CLOSED = "place_closed"


class Rung(StrEnum):
    """Who among those who help has to arrange what a student said yes to."""

    SCHOOL = "school"
    """Whoever guides the student, or has helped here before."""
    JOBHUNTER = "jobhunter"
    COORDINATOR = "coordinator"
    """The placement coordinator of the school (stagecoördinator)."""


LADDER = tuple(Rung)
"""Who has the turn after a yes, one after the other; whoever had it before still hears of it."""


class Outcome(StrEnum):
    """What became of an application."""

    PLACED = "placed"
    WITHDRAWN = "withdrawn"
    """By the student or a parent."""
    REFUSED = "refused"
    """By somebody of the company, with a reason about the work."""
    STOPPED = "stopped"
    """By somebody who helps the student."""
    CLOSED_KINDLY = "closed_kindly"


OUTCOMES: Mapping[Side, Outcome] = MappingProxyType(
    {
        Side.STUDENT: Outcome.WITHDRAWN,
        Side.PARENT: Outcome.WITHDRAWN,
        Side.EMPLOYER: Outcome.REFUSED,
        Side.HELPER: Outcome.STOPPED,
        Side.HOUSE: Outcome.CLOSED_KINDLY,
    }
)
"""What an end is, by the side that ended it."""


class ApplicationStepError(CareerError):
    """This side cannot take this step now."""

    def __init__(self, state: ApplicationState, step: StepKind, side: Side) -> None:
        self.state = state
        self.step = step
        self.side = side
        super().__init__(f"{side} cannot {step} an application that is {state}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who takes a step.

    Parameters
    ----------
    account_id : UUID or None
        ``None`` only for the service itself: a person always has a name.
    role : str
        What somebody was at that moment.
    on_behalf_of : Side or None
        The side for which a helper takes the step.
    reason : str
        Why a helper does; the student reads it, the company does not.
    """

    side: Side
    account_id: UUID | None
    role: str
    on_behalf_of: Side | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        is_helper = self.side is Side.HELPER
        checks = {
            "account_id": ((self.account_id is None) == (self.side is Side.HOUSE), "noem wie dit doet"),
            "on_behalf_of": (
                self.on_behalf_of is None or (is_helper and self.on_behalf_of in (Side.STUDENT, Side.EMPLOYER)),
                "alleen een begeleider doet iets namens de jongere of het bedrijf",
            ),
            "reason": (
                len(self.reason) <= LONGEST_REASON and (bool(self.reason.strip()) or self.on_behalf_of is None),
                f"schrijf in hoogstens {LONGEST_REASON} tekens waarom jij dit doet",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("actor", faults)

    @property
    def acts_as(self) -> Side:
        """The side for which the step counts."""
        return self.on_behalf_of or self.side


HOUSE = Actor(side=Side.HOUSE, account_id=None, role="house")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndReason:
    """A reason to end, from the closed list of a side; about the work, never about who somebody is.

    Parameters
    ----------
    label : str
        As the one who ends says it; what the service itself ends is told to the student like this.
    told : str
        As the other side reads it.
    """

    code: str
    side: Side
    label: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationStep:
    """One line of the history; ``state`` and ``turn`` are those after it."""

    at: datetime
    kind: StepKind
    state: ApplicationState
    turn: Side | None
    by: Actor
    end_code: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may take a step, from where, and what it leads to; ``None`` as state leaves it as it is."""

    sides: frozenset[Side]
    states: frozenset[ApplicationState]
    to: ApplicationState | None


_State = ApplicationState
TURNS: Mapping[ApplicationState, Side | None] = MappingProxyType(
    {
        _State.ASKING_PARENT: Side.PARENT,
        _State.SHOWN: Side.EMPLOYER,
        _State.INTEREST: Side.EMPLOYER,
        _State.SEEN: Side.EMPLOYER,
        _State.INVITED: Side.STUDENT,
        _State.MEETING: Side.EMPLOYER,
        _State.TRIAL_DAY: Side.EMPLOYER,
        _State.OFFERED: Side.STUDENT,
        _State.ACCEPTED: Side.HELPER,
        _State.LEFT_LYING: Side.HELPER,
        _State.PLACED: None,
        _State.ENDED: None,
    }
)
"""Whose turn it is in a state; after interest of the company alone it is the student's."""
OPEN = frozenset(state for state, turn in TURNS.items() if turn is not None)
SEEN_BY_EMPLOYER = OPEN - {_State.ASKING_PARENT}
PROMISED = frozenset({_State.ACCEPTED, _State.LEFT_LYING})
"""Both said yes: it never ends by silence, nor because the place closes; somebody places the student, or ends it."""
WITH_A_DAY = frozenset({_State.MEETING, _State.TRIAL_DAY})
"""There is, or is to be, a day on which they see each other."""


def _rule(sides: set[Side], states: set[ApplicationState] | frozenset[ApplicationState], to: _State | None) -> Rule:
    return Rule(frozenset(sides), frozenset(states), to)


RULES: Mapping[StepKind, Rule] = MappingProxyType(
    {
        StepKind.SHOW_INTEREST: _rule({Side.STUDENT, Side.EMPLOYER}, {_State.SHOWN, _State.INTEREST}, _State.INTEREST),
        StepKind.CONSENT: _rule({Side.PARENT}, {_State.ASKING_PARENT}, None),
        StepKind.SEE: _rule({Side.EMPLOYER}, {_State.INTEREST}, _State.SEEN),
        StepKind.INVITE: _rule({Side.EMPLOYER}, {_State.INTEREST, _State.SEEN}, _State.INVITED),
        StepKind.AGREE: _rule({Side.STUDENT}, {_State.INVITED}, _State.MEETING),
        StepKind.PLAN_TRIAL_DAY: _rule({Side.EMPLOYER}, {_State.MEETING}, _State.TRIAL_DAY),
        StepKind.OFFER: _rule({Side.EMPLOYER}, {_State.MEETING, _State.TRIAL_DAY}, _State.OFFERED),
        StepKind.ACCEPT: _rule({Side.STUDENT}, {_State.OFFERED}, _State.ACCEPTED),
        StepKind.PLACE: _rule({Side.HELPER}, PROMISED, _State.PLACED),
        StepKind.MOVE_DAY: _rule({Side.STUDENT, Side.EMPLOYER}, WITH_A_DAY, None),
        StepKind.CANCEL_DAY: _rule({Side.STUDENT, Side.EMPLOYER}, WITH_A_DAY, _State.MEETING),
        StepKind.END: _rule(set(Side) - {Side.HOUSE}, OPEN, _State.ENDED),
        StepKind.ASK_AGAIN: _rule({Side.HELPER}, OPEN, None),
        StepKind.REMIND: _rule({Side.HOUSE}, OPEN, None),
        StepKind.HAND_OVER: _rule({Side.HOUSE}, OPEN - PROMISED, None),
        StepKind.NEXT_HELPER: _rule({Side.HOUSE}, PROMISED, _State.LEFT_LYING),
        StepKind.CLOSE: _rule({Side.HOUSE}, OPEN, _State.ENDED),
    }
)
"""Every step that can be taken once an application is there; what is not in it cannot be done."""

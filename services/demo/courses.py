"""How applications in the demo region go: what usually comes next, and what is set up for whoever is played."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from career.answer_clock import Side
from career.application import Application
from career.application_rules import ApplicationState, StepKind

_State, _Step = ApplicationState, StepKind
Chances = tuple[tuple[float, StepKind | None], ...]

USUAL: Mapping[ApplicationState, Chances] = MappingProxyType(
    {
        _State.ASKING_PARENT: ((0.8, _Step.CONSENT), (0.08, _Step.END), (0.12, None)),
        _State.SHOWN: ((0.7, _Step.SHOW_INTEREST), (0.15, _Step.END), (0.15, None)),
        _State.INTEREST: ((0.7, _Step.SEE), (0.18, _Step.INVITE), (0.05, _Step.END), (0.07, None)),
        _State.SEEN: ((0.68, _Step.INVITE), (0.22, _Step.END), (0.1, None)),
        _State.INVITED: ((0.82, _Step.AGREE), (0.1, _Step.END), (0.08, None)),
        _State.MEETING: ((0.5, _Step.OFFER), (0.22, _Step.PLAN_TRIAL_DAY), (0.18, _Step.END), (0.1, None)),
        _State.TRIAL_DAY: ((0.78, _Step.OFFER), (0.12, _Step.END), (0.1, None)),
        _State.OFFERED: ((0.86, _Step.ACCEPT), (0.1, _Step.END), (0.04, None)),
        _State.ACCEPTED: ((0.9, _Step.PLACE), (0.1, None)),
    }
)
"""What whoever's turn it is does next, each with its chance; ``None`` is nothing at all. Guesses, not statistics."""
ASKED_FIRST: Chances = ((0.8, _Step.SHOW_INTEREST), (0.1, _Step.END), (0.1, None))
"""The same for a student in whom a company has shown interest first."""
HELPED: Chances = ((0.65, _Step.ASK_AGAIN), (0.15, _Step.END), (0.2, None))
"""The same for a helper, after nobody answered."""
LONGEST_WAIT = 4
"""Working days after which somebody who answers has answered."""
WHERE = ("Meld je bij de ingang", "Bij de balie, vraag naar de begeleider", "In de kantine, eerste deur links")
WHY_SHOWN = (
    "Past bij wat deze jongere wil leren.",
    "We hebben er samen over gepraat, en dit werk past.",
    "De dagen passen precies bij het rooster.",
)
"""Why a helper proposes somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A step that is set up.

    Parameters
    ----------
    ago : int
        Working days before the day of the demo on which it is taken, 1 or more.
    ahead : int or None
        Working days after the day of the demo on which a meeting or trial day is; ``None`` for no day.
    end_code : str
        The reason, when it ends.
    """

    kind: StepKind
    ago: int
    ahead: int | None = None
    end_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """An application that is set up, so that somebody of the demo has something to do.

    Parameters
    ----------
    ago : int
        Working days before the day of the demo on which it begins.
    is_proposed : bool
        Whether a helper begins it.
    waits_for_parent : bool
        Whether a parent who has to say yes has not done so yet; else a parent does on the same day.
    """

    ago: int
    moves: tuple[Move, ...] = ()
    is_proposed: bool = False
    waits_for_parent: bool = False


_SEEN = Move(kind=_Step.SEE, ago=6)
_INVITED = (_SEEN, Move(kind=_Step.INVITE, ago=2, ahead=3))
_MEETING = (Move(kind=_Step.INVITE, ago=4, ahead=2), Move(kind=_Step.AGREE, ago=2))
_OFFERED = (
    Move(kind=_Step.INVITE, ago=6),
    Move(kind=_Step.AGREE, ago=5),
    Move(kind=_Step.OFFER, ago=2),
)
_ACCEPTED = (*_OFFERED, Move(kind=_Step.ACCEPT, ago=1))
_PLACED = (
    Move(kind=_Step.INVITE, ago=12),
    Move(kind=_Step.AGREE, ago=10),
    Move(kind=_Step.OFFER, ago=7),
    Move(kind=_Step.ACCEPT, ago=5),
    Move(kind=_Step.PLACE, ago=3),
)
INVITED = Script(ago=7, moves=_INVITED)
MEETING = Script(ago=6, moves=_MEETING)
OFFERED = Script(ago=8, moves=_OFFERED)
ACCEPTED = Script(ago=8, moves=_ACCEPTED)
PLACED = Script(ago=14, moves=_PLACED)
NEW = Script(ago=2)
READ = Script(ago=4, moves=(Move(kind=_Step.SEE, ago=2),))
LATE = Script(ago=8, moves=(Move(kind=_Step.SEE, ago=7),))
"""The company has let its days pass, so that it is a helper's turn."""
ASKING_PARENT = Script(ago=2, waits_for_parent=True)
PROPOSED = Script(ago=5, moves=(Move(kind=_Step.SHOW_INTEREST, ago=2),), is_proposed=True)
"""A helper showed the card and the company is interested: the student's turn."""
REFUSED = Script(ago=10, moves=(Move(kind=_Step.SEE, ago=9), Move(kind=_Step.END, ago=7, end_code="employer_learning")))

OF_STUDENTS: tuple[tuple[Script, ...], ...] = (
    (INVITED, MEETING, REFUSED),
    (OFFERED, NEW, REFUSED),
    (ASKING_PARENT, PROPOSED),
    (INVITED, MEETING),
)
"""What is set up for each student of the demo, in their order."""
OF_EMPLOYER: tuple[Script, ...] = (NEW, READ, MEETING, LATE, PLACED)
"""What is set up for each employer of the demo, at one place each as far as there are."""
OF_CLASS: tuple[Script, ...] = (ACCEPTED, LATE)
"""What is set up for each class of the demo."""


def usual(application: Application, draw: float) -> StepKind | None:
    """Say what whoever's turn it is does next in an application, by a draw from 0 to just below 1."""
    state = application.state
    if state is not _State.ACCEPTED and application.turn is Side.HELPER:
        chances = HELPED
    elif state is _State.INTEREST and application.turn is Side.STUDENT:
        chances = ASKED_FIRST
    else:
        chances = USUAL.get(state, ())
    for share, kind in chances:
        if draw < share:
            return kind
        draw -= share
    return None


def drawn_from(choices: Sequence[str], draw: float) -> str:
    """Give one of a few, by a draw from 0 to just below 1."""
    return choices[int(draw * len(choices))]

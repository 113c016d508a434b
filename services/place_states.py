"""An employer's own place: taking it away for a while, putting it back, and closing it for good."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from career.application_rules import SEEN_BY_EMPLOYER
from employer_toolkit.errors import HeldBackError
from employer_toolkit.placement import Placement, PlacementState
from services.applications.answering import close_contacts
from services.errors import found
from services.permissions import Account, Act, may, note_shown, require
from services.unit_of_work import UnitOfWork

STEPS: Mapping[PlacementState, Callable[[Placement], Placement]] = MappingProxyType(
    {
        PlacementState.PAUSED: Placement.pause,
        PlacementState.OPEN: Placement.reopen,
        PlacementState.CLOSED: Placement.close,
    }
)
"""By the state that is asked for, what leads to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeforeClosing:
    """What an employer must know before a place closes for good.

    Parameters
    ----------
    n_to_close : int
        Candidates that the company sees, and whose contact closes with the place.
    promised : tuple of str
        First names of those who said yes to the place: that stays.
    """

    title: str
    state: PlacementState
    n_to_close: int
    promised: tuple[str, ...]


def before_closing(work: UnitOfWork, *, by: Account, placement_id: UUID) -> BeforeClosing:
    """Tell an employer what closing an own place does; raises as ``change_place``."""
    placement = _own(work, by, placement_id)
    here = [one for one in work.applications.open_of_placement(placement_id) if one.state in SEEN_BY_EMPLOYER]
    promised = work.students.some_taking_part([one.student_id for one in here if one.is_promised])
    note_shown(by, Act.SEE_PRESENTED, (student.id for student in promised))
    return BeforeClosing(
        title=placement.title,
        state=placement.state,
        n_to_close=sum(not one.is_promised for one in here),
        promised=tuple(student.first_name for student in promised),
    )


def change_place(work: UnitOfWork, *, by: Account, placement_id: UUID, to: PlacementState, now: datetime) -> Placement:
    """Pause, open or close an own place; what is asked twice is done once.

    With a place that closes the open contacts close kindly, and everybody in them is told; what both said yes to
    stays, until somebody places the student or ends it. A pause leaves every contact as it is.

    Raises
    ------
    PlacementStateError
        It cannot go there from where it is: what is closed stays closed.
    HeldBackError
        It waits for a person who looks at its words, and that one opens it.
    NotFoundError
        There is no such place, or it is another employer's.
    """
    placement = _own(work, by, placement_id)
    if placement.state is to:
        return placement
    review = work.reviews.get(placement_id)
    if to is PlacementState.OPEN and review is not None and review.is_held:
        raise HeldBackError("somebody has to look at the words of this place first")
    changed = found(STEPS.get(to))(placement)
    work.placements.save(changed)
    if to is PlacementState.CLOSED:
        close_contacts(work, placement_id=placement_id, known_to=by.id, now=now)
    if to is PlacementState.OPEN:
        work.defer("worker.rescore_placement", placement_id=placement_id)
    return changed


def _own(work: UnitOfWork, by: Account, placement_id: UUID) -> Placement:
    if not may(by, Act.POST_PLACEMENT):
        require(by, Act.POST_PLACEMENT, None)
    placement = found(work.placements.get(placement_id))
    require(by, Act.POST_PLACEMENT, found(work.employers.site(placement.site_id)).employer_id)
    return placement

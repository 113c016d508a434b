"""What happens by the clock: a reminder, the turn that goes to a helper or to the next one, and a kind end."""

from datetime import datetime
from uuid import UUID

from career.application_rules import ClosingCause
from employer_toolkit.placement import PlacementState
from services.applications.acting import clock_for, held
from services.applications.keeping import close_kindly, keep
from services.unit_of_work import UnitOfWork


def answer_is_due(work: UnitOfWork, *, application_id: UUID, now: datetime) -> None:
    """Do what an open application is due for; one that moved on in the meantime is left alone.

    A task that comes twice, or too early, finds nothing to do; one that comes much too late does what is due by then.
    """
    if work.applications.places_of(application_id) is None:
        return
    here = held(work, application_id=application_id)
    application, term = here.application, here.application.term
    if term is None:
        return
    if application.is_promised:
        if now >= term.answer_by:
            clock = clock_for(work, student=here.student, now=now)
            keep(work, before=application, after=application.ask_next_helper(now=now, clock=clock), now=now)
        elif term.remind_at is not None and now >= term.remind_at:
            keep(work, before=application, after=application.remind(now=now), now=now)
    elif here.placement.state is PlacementState.CLOSED:
        close_kindly(work, these=[application], cause=ClosingCause.PLACE_CLOSED, now=now)
    elif now >= term.closes_at:
        close_kindly(work, these=[application], cause=ClosingCause.NOBODY_ANSWERED, now=now)
    elif now >= term.answer_by:
        clock = clock_for(work, student=here.student, now=now)
        keep(work, before=application, after=application.hand_over(now=now, clock=clock), now=now)
    elif term.remind_at is not None and now >= term.remind_at:
        keep(work, before=application, after=application.remind(now=now), now=now)


def place_is_closed(work: UnitOfWork, *, placement_id: UUID, now: datetime) -> None:
    """Close kindly what is open at a place that has closed; one that was opened again is left alone.

    What both said yes to stays open: that ends by somebody, and never by the way.
    """
    work.placements.hold([placement_id])
    placement = work.placements.get(placement_id)
    if placement is not None and placement.state is PlacementState.CLOSED:
        close_contacts(work, placement_id=placement_id, now=now)


def close_contacts(work: UnitOfWork, *, placement_id: UUID, known_to: UUID | None = None, now: datetime) -> None:
    """Close kindly what is open at a closed place that the asker keeps from others, but for what both said yes to."""
    here = [one for one in work.applications.open_of_placement(placement_id) if not one.is_promised]
    close_kindly(work, these=here, cause=ClosingCause.PLACE_CLOSED, known_to=known_to, now=now)

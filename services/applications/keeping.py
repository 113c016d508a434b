"""Keeping a step: the application, the count of its place, the clock that goes on, and who is told."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from career.application import Application
from career.application_rules import ClosingCause
from services.applications.acting import Held
from services.applications.appointments import take_back_appointment, with_appointment
from services.applications.telling import tell_sides
from services.unit_of_work import UnitOfWork

ANSWER_TASK = "worker.answer_is_due"


def keep(
    work: UnitOfWork,
    *,
    before: Application | None,
    after: Application,
    known_to: UUID | None = None,
    now: datetime,
) -> Application:
    """Keep what came of a step, and give it; an application that is over frees its contact, once."""
    after = with_appointment(work, after, before=before, now=now)
    if before is None:
        work.applications.add(after)
    else:
        work.applications.save(after)
        if before.is_open and not after.is_open:
            work.placements.close_contact(after.placement_id)
            take_back_appointment(work, after, now=now)
    _let_clock_go_on(work, before, after)
    tell_sides(work, after=after, known_to=known_to, now=now)
    return after


def close_kindly(
    work: UnitOfWork,
    *,
    these: Iterable[Application],
    cause: ClosingCause,
    known_to: UUID | None = None,
    now: datetime,
) -> None:
    """Close open applications that can no longer lead to a place; whoever asks keeps their places from others.

    Parameters
    ----------
    known_to : UUID or None
        The account that brought it about, and need not be told.
    """
    for application in these:
        keep(work, before=application, after=application.close(cause, now=now), known_to=known_to, now=now)


def close_others(work: UnitOfWork, *, placed: Held, now: datetime) -> None:
    """Close what a placed student has open elsewhere, and what others have open here when the last seat is gone."""
    elsewhere = work.applications.open_of_student(placed.student.id)
    close_kindly(work, these=elsewhere, cause=ClosingCause.PLACED_ELSEWHERE, now=now)
    place = work.placements.get(placed.placement.id)
    if place is not None and not place.seats_left:
        here = work.applications.open_of_placement(place.id)
        close_kindly(work, these=here, cause=ClosingCause.SEATS_GONE, now=now)


def give_back_places(work: UnitOfWork, *, student_id: UUID) -> None:
    """Give back what a student keeps busy at places, contacts and seats, before everything about the student goes.

    The student is kept from other writers first, as ``held`` does, so that nobody places the student meanwhile.
    """
    work.students.hold(student_id)
    work.placements.hold(work.applications.placements_of_going(student_id))
    for application in work.applications.going_of_student(student_id):
        if application.is_open:
            work.placements.close_contact(application.placement_id)
        else:
            work.placements.free_seat(application.placement_id)


def _let_clock_go_on(work: UnitOfWork, before: Application | None, after: Application) -> None:
    due_at = _next_moment(after)
    if due_at is not None and (before is None or due_at != _next_moment(before)):
        work.defer(ANSWER_TASK, application_id=after.id, due_at=due_at)


def _next_moment(application: Application) -> datetime | None:
    term = application.term
    return None if term is None else term.remind_at or term.answer_by

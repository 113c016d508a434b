"""Calls of whoever organises events: planning, publishing, changing and cancelling them, and who comes."""

from uuid import UUID

from fastapi import Response

from api.dependencies import By, Now, Reading, Writing
from api.doors import allow, guarded_router
from api.v1.event_shapes import (
    AttendanceIn,
    AttendeeOut,
    AttendeesOut,
    CancellationIn,
    ChangedEventIn,
    NewEventIn,
    OrganisedEventOut,
    OrganisedOut,
    PlannedOut,
    RegistrationIn,
    RegistrationOut,
    ScopeIn,
)
from services import event_planning, event_seats
from services.event_planning import Scope
from services.permissions import Act

router = guarded_router()


@router.get("/own-events", tags=["events"], summary="Give the events that one organises")
@allow(Act.KEEP_EVENT)
def own_events(work: Reading, by: By, now: Now) -> OrganisedOut:
    """Drafts, what is coming and what is over; a coordinator gets those of the region."""
    return OrganisedOut.of(event_planning.organised(work, by=by, now=now))


@router.post("/own-events", tags=["events"], summary="Plan an event or a series", status_code=201)
@allow(Act.KEEP_EVENT)
def post_event(work: Writing, by: By, now: Now, asked: NewEventIn) -> PlannedOut:
    """Each is a draft that only the organiser sees. All faults are named together."""
    repetition = asked.repetition.repetition() if asked.repetition else None
    made = event_planning.plan_event(work, by=by, plan=asked.plan(), repetition=repetition, now=now)
    return PlannedOut(events=[OrganisedEventOut.of(one) for one in made])


@router.put("/own-events/{event_id}", tags=["events"], summary="Change an event")
@allow(Act.KEEP_EVENT)
def put_event(work: Writing, by: By, now: Now, event_id: UUID, asked: ChangedEventIn) -> OrganisedEventOut:
    """Who comes hears what changed. 409 when somebody else changed it since it was looked at."""
    changed = event_planning.change(
        work, by=by, event_id=event_id, plan=asked.plan(), seen=asked.seen, scope=asked.scope, now=now
    )
    return OrganisedEventOut.of(changed)


@router.delete("/own-events/{event_id}", tags=["events"], summary="Throw a draft away", status_code=204)
@allow(Act.KEEP_EVENT)
def delete_event(work: Writing, by: By, now: Now, event_id: UUID, scope: Scope = Scope.THIS) -> Response:
    """Only a draft; what was published can be cancelled."""
    event_planning.discard(work, by=by, event_id=event_id, scope=scope, now=now)
    return Response(status_code=204)


@router.post("/own-events/{event_id}/publication", tags=["events"], summary="Show a draft to everybody")
@allow(Act.KEEP_EVENT)
def post_publication(work: Writing, by: By, now: Now, event_id: UUID, asked: ScopeIn) -> OrganisedEventOut:
    """From then on people can register."""
    return OrganisedEventOut.of(event_planning.publish(work, by=by, event_id=event_id, scope=asked.scope, now=now))


@router.post("/own-events/{event_id}/cancellation", tags=["events"], summary="Cancel an event")
@allow(Act.KEEP_EVENT)
def post_cancellation(work: Writing, by: By, now: Now, event_id: UUID, asked: CancellationIn) -> OrganisedEventOut:
    """Who comes or waits hears it, with the reason."""
    return OrganisedEventOut.of(
        event_planning.cancel(work, by=by, event_id=event_id, reason=asked.reason, scope=asked.scope, now=now)
    )


@router.get("/own-events/{event_id}/registrations", tags=["events"], summary="Give who comes and who waits")
@allow(Act.KEEP_EVENT)
def own_registrations(work: Reading, by: By, event_id: UUID) -> AttendeesOut:
    """For the organiser. Each student shown is noted."""
    people = event_seats.attendees(work, by=by, event_id=event_id)
    return AttendeesOut(attendees=[AttendeeOut.of(one) for one in people])


@router.put(
    "/own-events/{event_id}/registrations/{registration_id}", tags=["events"], summary="Note whether somebody came"
)
@allow(Act.KEEP_EVENT)
def put_attendance(
    work: Writing, by: By, now: Now, event_id: UUID, registration_id: UUID, asked: AttendanceIn
) -> RegistrationOut:
    """From the day itself on; a later word replaces an earlier one."""
    noted = event_seats.note_attendance(
        work, by=by, event_id=event_id, registration_id=registration_id, attendance=asked.attendance, now=now
    )
    return RegistrationOut.of(noted)


@router.post("/events/{event_id}/registrations", tags=["events"], summary="Register a student", status_code=201)
@allow(Act.REGISTER_STUDENT)
def post_registration(work: Writing, by: By, now: Now, event_id: UUID, asked: RegistrationIn) -> RegistrationOut:
    """For the student, a parent, and who guides the student. A seat, or a place in the queue."""
    (made,) = event_seats.register_students(work, by=by, event_id=event_id, student_ids=[asked.student_id], now=now)
    return RegistrationOut.of(made)


@router.delete("/events/{event_id}/registrations/{registration_id}", tags=["events"], summary="Withdraw a registration")
@allow(Act.REGISTER_SELF)
def delete_registration(work: Writing, by: By, now: Now, event_id: UUID, registration_id: UUID) -> RegistrationOut:
    """The seat goes to whoever waits. A registration that was withdrawn before stays so."""
    return RegistrationOut.of(
        event_seats.withdraw(work, by=by, event_id=event_id, registration_id=registration_id, now=now)
    )

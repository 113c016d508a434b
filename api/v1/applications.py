"""The calls about applications; each one translates, calls one act and copies the answer field by field."""

from uuid import UUID

from api.dependencies import By, Now, Reading, Writing
from api.doors import allow, guarded_router
from api.v1.application_shapes import (
    ApplicationOut,
    ConsentOut,
    ConsentsOut,
    ContactsOut,
    FollowUpsOut,
    PresentedOut,
    ProposalIn,
    StepIn,
)
from services import applications
from services.applications.employer_side import presented
from services.applications.helper_side import follow_ups
from services.applications.student_side import consents_asked, my_contacts
from services.permissions import Act

router = guarded_router()


@router.post(
    "/placements/{placement_id}/interest", tags=["applications"], status_code=201, summary="Be interested in a place"
)
@allow(Act.SHOW_INTEREST)
def post_interest(work: Writing, by: By, now: Now, placement_id: UUID) -> ApplicationOut:
    """For the student. Twice gives the same application; 409 tells in Dutch why it cannot be."""
    return ApplicationOut.of(applications.show_interest(work, by=by, placement_id=placement_id, now=now))


@router.post(
    "/placements/{placement_id}/proposals", tags=["applications"], status_code=201, summary="Propose a student"
)
@allow(Act.PROPOSE_STUDENT)
def post_proposal(work: Writing, by: By, now: Now, placement_id: UUID, asked: ProposalIn) -> ApplicationOut:
    """For the jobhunter, and the school of the student; with a reason, which the student reads."""
    begun = applications.propose_student(
        work,
        by=by,
        student_id=asked.student_id,
        placement_id=placement_id,
        is_wish=asked.is_wish,
        reason=asked.reason,
        now=now,
    )
    return ApplicationOut.of(begun)


@router.get("/placements/{placement_id}/presented", tags=["applications"], summary="Give who was presented for a place")
@allow(Act.SEE_PRESENTED)
def presented_at(work: Reading, by: By, now: Now, placement_id: UUID) -> PresentedOut:
    """For the employer of the place; never a list to search in."""
    (place,) = presented(work, by=by, placement_id=placement_id, now=now)
    return PresentedOut.of(place)


@router.get("/contacts", tags=["applications"], summary="Give the own contacts")
@allow(Act.SEE_CONTACTS)
def contacts(work: Reading, by: By, now: Now) -> ContactsOut:
    """For the student: whose turn it is, until when, and what can be done."""
    return ContactsOut.of(my_contacts(work, by=by, now=now))


@router.get("/follow-ups", tags=["applications"], summary="Give what waits, and for whom")
@allow(Act.FOLLOW_UP)
def what_waits(work: Reading, by: By, now: Now) -> FollowUpsOut:
    """For the jobhunter, the teacher of the class and the coordinator of the school."""
    return FollowUpsOut.of(follow_ups(work, by=by, now=now))


@router.get("/consents", tags=["applications"], summary="Give what waits for a yes of a parent")
@allow(Act.SEE_CONSENTS)
def consents(work: Reading, by: By, now: Now) -> ConsentsOut:
    """For the parent of somebody who is too young to decide alone."""
    return ConsentsOut(asked=[ConsentOut.model_validate(one) for one in consents_asked(work, by=by, now=now)])


@router.post("/applications/{application_id}/steps", tags=["applications"], summary="Take a step in an application")
@allow(Act.TAKE_STEP)
def post_step(work: Writing, by: By, now: Now, application_id: UUID, asked: StepIn) -> ApplicationOut:
    """Whoever may, on the own side or on behalf of another; 409 when the step cannot be taken now."""
    return ApplicationOut.of(
        applications.take_step(work, by=by, application_id=application_id, asked=asked.asked(), now=now)
    )

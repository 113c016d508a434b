"""What goes in and out as JSON about applications: one shape per side, and to a company one per stage."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field

from api.v1.shapes import Code, ShapeIn, ShapeOut
from career.answer_clock import Side
from career.application import Application
from career.application_rules import ApplicationState, StepKind
from services.applications import AskedStep, CandidateMet, CandidateReachable
from services.applications.employer_side import Candidate, PresentedAt
from services.applications.helper_side import FollowUp
from services.applications.student_side import Contact, MyContacts

Reason = Annotated[str, Field(max_length=300)]


class ProposalIn(ShapeIn):
    """A student whom a helper proposes; ``is_wish``: the student has said to be interested."""

    student_id: UUID
    is_wish: bool = False
    reason: Reason


class StepIn(ShapeIn):
    """One step; ``on_behalf_of`` and ``reason`` are for helpers, ``end_code`` for an end."""

    kind: Literal[
        StepKind.SHOW_INTEREST,
        StepKind.CONSENT,
        StepKind.INVITE,
        StepKind.AGREE,
        StepKind.PLAN_TRIAL_DAY,
        StepKind.MOVE_DAY,
        StepKind.CANCEL_DAY,
        StepKind.OFFER,
        StepKind.ACCEPT,
        StepKind.PLACE,
        StepKind.END,
        StepKind.ASK_AGAIN,
    ]
    on_behalf_of: Literal[Side.STUDENT, Side.EMPLOYER] | None = None
    reason: Reason = ""
    end_code: Code = ""
    planned_at: AwareDatetime | None = None
    planned_where: Annotated[str, Field(max_length=200)] = ""
    shares_email: bool = False

    def asked(self) -> AskedStep:
        """Give the same as the service takes it."""
        return AskedStep(
            kind=self.kind,
            on_behalf_of=self.on_behalf_of,
            reason=self.reason,
            end_code=self.end_code,
            planned_at=self.planned_at,
            planned_where=self.planned_where,
            shares_email=self.shares_email,
        )


class ApplicationOut(ShapeOut):
    """How an application stands: whose turn it is and until when. Every side may know this."""

    id: UUID
    state: ApplicationState
    turn: Side | None
    answer_by: datetime | None

    @classmethod
    def of(cls, application: Application) -> Self:
        """Copy what every side may know."""
        term = application.term
        return cls(
            id=application.id,
            state=application.state,
            turn=application.turn,
            answer_by=None if term is None else term.answer_by,
        )


class PlaceOut(ShapeOut):
    """The place of a contact."""

    id: UUID
    title: str
    employer_name: str
    municipality: str
    days_text: str
    hours_text: str
    period_text: str


class ContactOut(ShapeOut):
    """One of a student's own contacts."""

    application_id: UUID
    place: PlaceOut
    state: ApplicationState
    is_open: bool
    is_my_turn: bool
    state_text: str
    turn_text: str
    answer_text: str
    planned_text: str
    is_overdue: bool
    has_time_passed: bool
    steps: list[StepKind]
    end_text: str
    kind_text: str


class ContactsOut(ShapeOut):
    """A student's own contacts."""

    going: list[ContactOut]
    over: list[ContactOut]
    most: int
    n_counted: int

    @classmethod
    def of(cls, contacts: MyContacts) -> Self:
        """Copy what the service gives."""
        return cls(
            going=list(map(_contact, contacts.going)),
            over=list(map(_contact, contacts.over)),
            most=contacts.most,
            n_counted=contacts.n_counted,
        )


class CandidateShownOut(ShapeOut):
    """A candidate at first: a letter and what is about the work."""

    application_id: UUID
    alias: str
    state: ApplicationState
    state_text: str
    turn_text: str
    answer_text: str
    days_left: int
    is_my_turn: bool
    planned_text: str
    steps: list[StepKind]
    can: list[str]
    wants: list[str]
    helps: list[str]
    days_text: str
    hours_text: str
    period_text: str
    travel_minutes: int | None
    travel_label: str


class CandidateMetOut(CandidateShownOut):
    """The same once both want to meet."""

    first_name: str


class CandidateReachableOut(CandidateMetOut):
    """The same once the young person has said yes to meeting."""

    contact_text: str


class CandidateEndedOut(ShapeOut):
    """What stays of a candidate when it is over."""

    application_id: UUID
    alias: str
    outcome_text: str
    reason_text: str
    ended_text: str


class PresentedOut(ShapeOut):
    """The candidates of one place, each with no more than its stage allows."""

    placement_id: UUID
    title: str
    seats_left: int
    candidates: list[CandidateReachableOut | CandidateMetOut | CandidateShownOut]
    ended: list[CandidateEndedOut]

    @classmethod
    def of(cls, place: PresentedAt) -> Self:
        """Copy what the service gives, each candidate into the shape of its stage."""
        return cls(
            placement_id=place.placement_id,
            title=place.title,
            seats_left=place.seats_left,
            candidates=list(map(_candidate, place.candidates)),
            ended=list(map(CandidateEndedOut.model_validate, place.ended)),
        )


class FollowUpOut(ShapeOut):
    """One contact in the queue of a helper."""

    application_id: UUID
    student_id: UUID
    student_name: str
    place: PlaceOut
    state: ApplicationState
    is_my_turn: bool
    state_text: str
    turn_text: str
    answer_text: str
    days_left: int
    overdue_text: str
    is_promised: bool
    planned_text: str
    call_text: str


class FollowUpsOut(ShapeOut):
    """What waits, and for whom: what waits for the reader first."""

    contacts: list[FollowUpOut]

    @classmethod
    def of(cls, rows: tuple[FollowUp, ...]) -> Self:
        """Copy what the service gives."""
        return cls(contacts=list(map(FollowUpOut.model_validate, rows)))


class ConsentOut(ShapeOut):
    """Something that waits for a parent's yes."""

    application_id: UUID
    first_name: str
    place: PlaceOut
    answer_text: str


class ConsentsOut(ShapeOut):
    """What waits for a parent's yes."""

    asked: list[ConsentOut]


def _contact(contact: Contact) -> ContactOut:
    return ContactOut.model_validate(contact)


def _candidate(candidate: Candidate) -> CandidateShownOut:
    if isinstance(candidate, CandidateReachable):
        return CandidateReachableOut.model_validate(candidate)
    if isinstance(candidate, CandidateMet):
        return CandidateMetOut.model_validate(candidate)
    return CandidateShownOut.model_validate(candidate)

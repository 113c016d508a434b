"""What goes in and out as JSON: strict on the way in, and on the way out one shape per role that sees it."""

from datetime import date, datetime, time
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from employer_toolkit.draft import PlacementForm
from employer_toolkit.employer import Contact
from employer_toolkit.placement import Allowance, PayPeriod, PlacementState, PlacementType, WorkDay
from events.event import Access, Event, EventKind, EventState, Role
from services.match_views import Candidates


def _no_bool(value: object) -> object:
    """Refuse true and false, which Python takes for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("give a number, not true or false")
    return value


Int = Annotated[int, BeforeValidator(_no_bool)]
Number = Annotated[float, BeforeValidator(_no_bool)]
Share = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[int, Field(ge=0, le=100)]
Text = Annotated[str, Field(max_length=1500)]
Code = Annotated[str, Field(max_length=60)]


class ShapeIn(BaseModel):
    """What comes in: no field that is not named here."""

    model_config = ConfigDict(extra="forbid")


class ShapeOut(BaseModel):
    """What goes out, copied field by field from a value of the service."""

    model_config = ConfigDict(from_attributes=True)


class PartOut(ShapeOut):
    """One component of a score; the contributions of one side add up to its fit."""

    code: str
    label: str
    value: Share
    low: Share
    high: Share
    weight: float
    contribution: float
    text: str
    is_unknown: bool


class NoteOut(ShapeOut):
    """Something to arrange, to find out, or that stands in the way, with its rule and the next step."""

    gate: str
    verdict: str
    text: str
    repair: str
    who: str
    article: str
    source_title: str
    source_url: str
    is_to_verify: bool


class QuestionOut(ShapeOut):
    """What nobody has said yet, who can, and the score (of 100) after a bad and a good answer."""

    text: str
    effect: str
    who: str
    low_percent: Percent
    high_percent: Percent
    closes: bool


class ChangeOut(ShapeOut):
    """What could be changed, by whom, how much it asks (1 is a weekday kept free), and the score (of 100) after it."""

    text: str
    sides: list[str]
    size: float
    percent: Percent
    opens: bool


class BlockedOut(ShapeOut):
    """How many one rule keeps out, and what would repair it."""

    gate: str
    label: str
    count: int
    repair: str


class OpeningOut(ShapeOut):
    """What could bring more, how much it asks (1 is a weekday kept free), and how many more.

    ``n_opened`` counts those with something still to be found out too, ``n_to_check`` those alone. ``placement_ids``
    are the places that open.
    """

    text: str
    size: float
    n_opened: int
    n_to_check: int
    placement_ids: list[UUID]


class OpeningsOut(ShapeOut):
    """Few changes that open the most, the smallest first; ``n_open`` is how many there are now."""

    n_open: int
    notes: list[OpeningOut]
    version: str


class MatchOut(ShapeOut):
    """One place for one student, with the reasons both ways."""

    placement_id: UUID
    number: int
    title: str
    employer_name: str
    municipality: str
    type: PlacementType
    type_label: str
    is_recognised: bool | None
    may_rank: bool
    score: Share
    percent: Percent
    words: str
    low_percent: Percent
    high_percent: Percent
    fit_student: Share
    fit_placement: Share
    travel_minutes: int | None
    travel_label: str
    distance_km: float | None
    hours_text: str
    days_text: str
    starts_text: str
    allowance_text: str
    parts_student: list[PartOut]
    parts_placement: list[PartOut]
    notes: list[NoteOut]
    short_text: str
    shown: list[str]
    questions: list[QuestionOut]
    changes: list[ChangeOut]
    what_if: list[str]
    version: str


class StudentMatchesOut(ShapeOut):
    """A student's best places, and what keeps the others out."""

    student_id: UUID
    cards: list[MatchOut]
    n_total: int
    n_to_check: int
    blocked: list[BlockedOut]
    version: str


class CandidateOut(ShapeOut):
    """One candidate for one place, without any label."""

    student_id: UUID
    number: int
    alias: str
    percent: Percent
    words: str
    low_percent: Percent
    high_percent: Percent
    can: list[str]
    wants: list[str]
    helps: list[str]
    days_text: str
    hours_text: str
    period_text: str
    travel_minutes: int | None
    travel_label: str
    parts_student: list[PartOut]
    parts_placement: list[PartOut]
    notes: list[NoteOut]
    long_text: str
    what_if: list[str]


class CandidatesOut(ShapeOut):
    """A place's best candidates, and what keeps the others out."""

    placement_id: UUID
    cards: list[CandidateOut]
    n_total: int
    n_to_check: int
    blocked: list[BlockedOut]
    version: str

    @classmethod
    def of(cls, found: Candidates) -> Self:
        """Copy a list of candidates."""
        return cls(
            placement_id=found.placement.id,
            cards=[CandidateOut.model_validate(card) for card in found.cards],
            n_total=found.n_total,
            n_to_check=found.n_to_check,
            blocked=[BlockedOut.model_validate(row) for row in found.blocked],
            version=found.version,
        )


class PartFiguresOut(ShapeOut):
    """One component of one side; ``contribution`` is ``value`` times ``weight``."""

    code: str
    side: str
    label: str
    value: Share
    low: Share
    high: Share
    weight: float
    contribution: float


class GateFiguresOut(ShapeOut):
    """How one gate came out, and by which article."""

    code: str
    label: str
    verdict: str
    verdict_label: str
    article: str
    source_title: str


class FiguresOut(ShapeOut):
    """The figures behind one pair; the contributions of a side add up to its fit."""

    score: Share
    low: Share
    high: Share
    fit_student: Share
    fit_placement: Share
    may_rank: bool
    parts: list[PartFiguresOut]
    gates: list[GateFiguresOut]
    questions: list[QuestionOut]
    changes: list[ChangeOut]
    rules_version: str
    parameters_version: str
    text: str


class PlacementStateIn(ShapeIn):
    """Where an own place is to go; what is closed stays closed."""

    state: Literal[PlacementState.PAUSED, PlacementState.OPEN, PlacementState.CLOSED]


class PlacementOut(ShapeOut):
    """One placement, as everybody who may look sees it: without who to call."""

    id: UUID
    title: str
    description: str
    employer_name: str
    site_name: str
    municipality: str
    sector: str
    type: PlacementType
    type_label: str
    state: PlacementState
    seats: int
    seats_left: int
    days_text: str
    hours_text: str
    period_text: str
    allowance_text: str
    qualifications: list[str]
    dutch_level: str
    tasks: list[str]
    learned: list[str]
    needed: list[str]
    offered: list[str]
    refused: list[str]
    hazards: list[str]
    is_expert_supervised: bool
    prerequisites: list[str]
    is_counted: bool
    n_candidates: int | None


class WorkDayIn(ShapeIn):
    """Working hours on one weekday, 1 (Monday) to 7."""

    weekday: Annotated[Int, Field(ge=1, le=7)]
    starts: time
    ends: time
    break_minutes: Annotated[Int, Field(ge=0, le=240)] = 30


class AllowanceIn(ShapeIn):
    """What the student is paid."""

    amount_eur: Annotated[Number, Field(ge=0, le=10_000, allow_inf_nan=False)]
    per: PayPeriod
    covers_travel: Annotated[bool, Field(strict=True)] = False


class ContactIn(ShapeIn):
    """Who to call; shared only after both sides said yes."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    email: Annotated[str, Field(max_length=120)] = ""


class PlacementIn(ShapeIn):
    """A placement to post."""

    site_id: UUID
    type: PlacementType
    title: Annotated[str, Field(min_length=1, max_length=120)]
    description: Text = ""
    qualification_code: Code = ""
    sector: Code = ""
    learned_ids: Annotated[list[Code], Field(max_length=40)] = []
    needed_ids: Annotated[list[Code], Field(max_length=40)] = []
    schedule: Annotated[list[WorkDayIn], Field(min_length=1, max_length=7)]
    days_min: Annotated[Int, Field(ge=1, le=7)]
    hours_min: Annotated[Int, Field(ge=1, le=60)]
    hours_max: Annotated[Int, Field(ge=1, le=60)]
    starts_on: date
    ends_on: Annotated[date | None, Field(description="First day no longer part of the placement.")] = None
    conditions_offered: Annotated[list[Code], Field(max_length=60)] = []
    conditions_refused: Annotated[list[Code], Field(max_length=60)] = []
    hazards: Annotated[list[Code], Field(max_length=60)] | None = None
    is_expert_supervised: Annotated[bool, Field(strict=True)] = False
    prerequisites: Annotated[list[Code], Field(max_length=60)] = []
    dutch_level_min: Code = ""
    seats: Annotated[Int, Field(ge=1, le=500)] = 1
    allowance: AllowanceIn | None = None
    contact: ContactIn | None = None

    def form(self) -> PlacementForm:
        """Give the same as the service takes it."""
        return PlacementForm(
            site_id=self.site_id,
            type=self.type,
            title=self.title,
            description=self.description,
            qualification_code=self.qualification_code,
            sector=self.sector,
            learned_ids=tuple(self.learned_ids),
            needed_ids=tuple(self.needed_ids),
            schedule=tuple(WorkDay(**day.model_dump()) for day in self.schedule),
            days_min=self.days_min,
            hours_min=self.hours_min,
            hours_max=self.hours_max,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            conditions_offered=frozenset(self.conditions_offered),
            conditions_refused=frozenset(self.conditions_refused),
            hazards=None if self.hazards is None else frozenset(self.hazards),
            is_expert_supervised=self.is_expert_supervised,
            prerequisites=frozenset(self.prerequisites),
            dutch_level_min=self.dutch_level_min,
            seats=self.seats,
            allowance=None if self.allowance is None else Allowance(**self.allowance.model_dump()),
            contact=None if self.contact is None else Contact(**self.contact.model_dump()),
        )


class VenueOut(ShapeOut):
    """Where an event is."""

    name: str
    address: str
    municipality: str
    online_url: str


class EventOut(ShapeOut):
    """One event of the agenda."""

    id: UUID
    kind: EventKind
    state: EventState
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    venue: VenueOut
    organiser: str
    audience_roles: list[Role]
    access: list[Access]
    languages: list[str]
    seats: int | None
    seats_left: int | None

    @classmethod
    def of(cls, event: Event) -> Self:
        """Copy an event."""
        return cls(
            id=event.id,
            kind=event.kind,
            state=event.state,
            title=event.title,
            summary=event.summary,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            venue=VenueOut.model_validate(event.venue),
            organiser=event.organiser,
            audience_roles=sorted(event.audience.roles),
            access=sorted(event.access),
            languages=sorted(event.languages),
            seats=event.seats,
            seats_left=event.seats_left,
        )


class EventsOut(ShapeOut):
    """The next events, earliest first."""

    events: list[EventOut]


class QualificationOut(ShapeOut):
    """One qualification with its tasks."""

    code: str
    name: str
    level: int
    sector: str
    work_process_ids: list[str]


class QualificationsOut(ShapeOut):
    """The qualifications the service knows."""

    qualifications: list[QualificationOut]


class ChoiceOut(ShapeOut):
    """One entry of a list: a code, and what it is called."""

    code: str
    label: str


class ReferenceListsOut(ShapeOut):
    """The lists a posting form chooses from."""

    version: str
    sectors: list[ChoiceOut]
    placement_types: list[ChoiceOut]
    conditions: list[ChoiceOut]
    hazards: list[ChoiceOut]
    prerequisites: list[ChoiceOut]
    tasks: list[ChoiceOut]
    work_kinds: list[ChoiceOut]


class HealthOut(ShapeOut):
    """Whether the service can answer."""

    status: str


class FaultOut(BaseModel):
    """What is wrong with one field."""

    field: str
    detail: str


class ProblemOut(BaseModel):
    """Why a request was refused (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FaultOut] = []

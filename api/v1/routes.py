"""The calls of the interface; each one translates, calls one act and copies the answer field by field."""

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Header, Path, Query, Response

from api.dependencies import By, Now, Reading, SiteAddress, Writing
from api.doors import allow, everybody, guarded_router
from api.v1.advice_shapes import AdviceOut
from api.v1.linking_shapes import (
    CorrectionsOut,
    LinkedTextsOut,
    LinkIn,
    LinksOut,
    LinkTextIn,
    ReviewedOut,
    ReviewIn,
)
from api.v1.message_shapes import MessageOut, MessagesOut
from api.v1.schedule_shapes import ScheduleIn, ScheduleOut
from api.v1.school_shapes import SchoolSettingsIn, SchoolSettingsOut
from api.v1.shapes import (
    CandidatesOut,
    ChoiceOut,
    EventOut,
    EventsOut,
    FiguresOut,
    HealthOut,
    Int,
    MatchOut,
    OpeningsOut,
    PlacementIn,
    PlacementOut,
    PlacementStateIn,
    QualificationOut,
    QualificationsOut,
    ReferenceListsOut,
    StudentMatchesOut,
)
from api.v1.wording_shapes import WordingIn, WordingOut
from career.competency import CompetencyKind
from career.link import Verdict
from career.student import SchoolType
from employer_toolkit.placement import PlacementType
from events.event import Access, EventKind, Role
from services import advice, events, matches, messages, openings, placements, posting, schedules, wording_lint
from services.events import EventFilters
from services.linking import confirming, reviewing, suggesting
from services.local_time import local_day
from services.matches import MatchFilters
from services.permissions import Act
from services.place_states import change_place
from services.reference import load_lists, load_reference
from services.schools import keep_school_settings, school_settings

router = guarded_router()

Limit = Annotated[Int, Query(ge=1, le=50, description="At most so many.")]
School = Annotated[str, Path(max_length=120, description="Name of the school, as its students carry it.")]
CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {"schema": {"type": "string"}}}, "description": "The calendar file"}
}
LABELS: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The labels"}
}


@router.get("/health", tags=["health"], summary="Say whether the service can answer")
@everybody("Whoever watches over the service has no account.")
def health(work: Reading) -> HealthOut:
    """Asks the database one question; 503 when it does not answer."""
    work.installation.market_revision  # noqa: B018 - the question is the point
    return HealthOut(status="ok")


@router.get("/students/{student_id}/matches", tags=["matches"], summary="Give a student's best places with reasons")
@allow(Act.SEE_MATCHES)
def student_matches(
    work: Reading,
    by: By,
    now: Now,
    student_id: UUID,
    max_minutes: Annotated[Int | None, Query(ge=1, le=240)] = None,
    type: PlacementType | None = None,  # noqa: A002 - the field's word, in the address
    limit: Limit = 20,
) -> StudentMatchesOut:
    """For the student, and for the teacher of the class."""
    filters = MatchFilters(max_minutes=max_minutes, type=type)
    found = matches.matches_for_student(work, by=by, student_id=student_id, filters=filters, top=limit, now=now)
    return StudentMatchesOut.model_validate(found)


@router.get(
    "/students/{student_id}/matches/{placement_id}", tags=["matches"], summary="Explain one place for one student"
)
@allow(Act.SEE_MATCHES)
def student_match(work: Reading, by: By, now: Now, student_id: UUID, placement_id: UUID) -> MatchOut:
    """A refused place too: with the rule that refuses it and what would open it."""
    found = matches.match_explanation(work, by=by, student_id=student_id, placement_id=placement_id, now=now)
    return MatchOut.model_validate(found)


@router.get(
    "/students/{student_id}/matches/{placement_id}/figures",
    tags=["matches"],
    summary="Give the figures behind one place for one student",
)
@allow(Act.SEE_FIGURES)
def match_figures(work: Reading, by: By, now: Now, student_id: UUID, placement_id: UUID) -> FiguresOut:
    """For the jobhunter and the teacher of the class; never for an employer."""
    found = matches.match_figures(work, by=by, student_id=student_id, placement_id=placement_id, now=now)
    return FiguresOut.model_validate(found)


@router.get("/students/{student_id}/openings", tags=["matches"], summary="Give what could bring a student more places")
@allow(Act.SEE_MATCHES)
def student_openings(work: Reading, by: By, now: Now, student_id: UUID) -> OpeningsOut:
    """Each idea was counted again with the change made. For the student, and for the teacher of the class."""
    return OpeningsOut.model_validate(openings.openings_for_student(work, by=by, student_id=student_id, now=now))


@router.get("/placements/{placement_id}", tags=["placements"], summary="Give one placement")
@allow(Act.SEE_PLACEMENT)
def placement(work: Reading, by: By, now: Now, placement_id: UUID) -> PlacementOut:
    """An open one, or one of an employer's own."""
    return PlacementOut.model_validate(placements.place(work, by=by, placement_id=placement_id, now=now))


@router.get(
    "/placements/{placement_id}/candidates", tags=["placements"], summary="Give a place's best candidates, label-free"
)
@allow(Act.SEE_CANDIDATES)
def candidates(
    work: Reading, by: By, now: Now, placement_id: UUID, limit: Annotated[Int, Query(ge=1, le=12)] = 12
) -> CandidatesOut:
    """For the jobhunter; never for an employer."""
    found = matches.candidates_for_placement(work, by=by, placement_id=placement_id, top=limit, now=now)
    return CandidatesOut.of(found)


@router.get(
    "/placements/{placement_id}/advice",
    tags=["placements"],
    summary="Give what would let more students come to a place",
)
@allow(Act.SEE_OPENINGS)
def placement_advice(work: Reading, by: By, now: Now, placement_id: UUID) -> AdviceOut:
    """For the jobhunter; for an employer of an own place, in whole tens."""
    return AdviceOut.model_validate(advice.advice_for_placement(work, by=by, placement_id=placement_id, now=now))


@router.post("/advice", tags=["placements"], summary="Give advice about a place that is not posted yet")
@allow(Act.POST_PLACEMENT)
def described_advice(work: Reading, by: By, now: Now, asked: PlacementIn) -> AdviceOut:
    """Takes what posting takes, and keeps nothing of it."""
    described = posting.described_placement(work, by=by, form=asked.form(), now=now)
    return AdviceOut.model_validate(advice.advice_for(work, by=by, placement=described, now=now))


@router.post("/placements", tags=["placements"], status_code=201, summary="Post a placement")
@allow(Act.POST_PLACEMENT)
def post_placement(
    work: Writing,
    by: By,
    now: Now,
    response: Response,
    asked: PlacementIn,
    idempotency_key: Annotated[str | None, Header(min_length=8, max_length=80)] = None,
) -> PlacementOut:
    """The same ``Idempotency-Key`` with the same content gives the same placement; with other content 409."""
    posted = posting.post_placement(work, by=by, form=asked.form(), key=idempotency_key or str(uuid4()), now=now)
    response.headers["Location"] = f"/api/v1/placements/{posted.id}"
    return PlacementOut.model_validate(placements.place(work, by=by, placement_id=posted.id, now=now))


@router.put("/placements/{placement_id}/state", tags=["placements"], summary="Pause, open or close an own place")
@allow(Act.POST_PLACEMENT)
def put_placement_state(work: Writing, by: By, now: Now, placement_id: UUID, asked: PlacementStateIn) -> PlacementOut:
    """With a place that closes its open contacts close kindly, but for what both said yes to; 409 when it cannot be."""
    change_place(work, by=by, placement_id=placement_id, to=asked.state, now=now)
    return PlacementOut.model_validate(placements.place(work, by=by, placement_id=placement_id, now=now))


@router.post("/working-time/check", tags=["working-time"], summary="Say whether a week of work may be worked at an age")
@allow(Act.SEE_REFERENCE)
def check_working_time(by: By, now: Now, asked: ScheduleIn) -> ScheduleOut:
    """Limit by limit, with day, figure, article and what helps; for everybody, and nothing of it is kept."""
    return ScheduleOut.model_validate(schedules.check_schedule(by=by, asked=asked.asked(), now=now))


@router.post("/wording", tags=["placements"], summary="Look the words of a place over")
@allow(Act.CHECK_WORDING)
def check_wording(by: By, now: Now, asked: WordingIn) -> WordingOut:
    """What shuts people out, reads heavily, names a person or is missing. Advice only: nothing is kept or refused."""
    given = None if asked.told_elsewhere is None else frozenset(asked.told_elsewhere)
    return WordingOut.of(wording_lint.look_over(by=by, texts=asked.texts(), given=given, now=now))


@router.post("/link", tags=["links"], summary="Suggest competencies for texts in somebody's own words")
@allow(Act.LINK_TEXT)
def link_texts(work: Reading, by: By, asked: LinkTextIn) -> LinkedTextsOut:
    """Sentence by sentence, with the phrase that led to each; nothing of the texts is kept."""
    return LinkedTextsOut.of(suggesting.suggest_all(work, by=by, texts=asked.texts, n=asked.n, kinds=asked.kinds))


@router.post("/links", tags=["links"], status_code=201, summary="Confirm, correct or reject what was suggested")
@allow(Act.KEEP_LINK)
def keep_link(work: Writing, by: By, now: Now, asked: LinkIn) -> LinksOut:
    """It counts from the next suggestion on. Names and dates are hidden; what else points at a person is refused."""
    return LinksOut(n_kept=len(confirming.keep_choices(work, by=by, choices=[asked.choice()], now=now)))


@router.get("/links", tags=["links"], summary="Give what was said about suggestions and waits for a review")
@allow(Act.REVIEW_LINKS)
def links_to_review(
    work: Reading,
    by: By,
    verdict: Verdict = Verdict.CORRECTED,
    page: Annotated[Int, Query(ge=1, le=10_000)] = 1,
) -> CorrectionsOut:
    """For the coordinator; what says the same stands together."""
    found = reviewing.corrections_to_review(work, by=by, verdict=verdict, page=page)
    return CorrectionsOut.model_validate(found)


@router.post("/links/{link_id}/review", tags=["links"], summary="Accept or refuse what was said about a suggestion")
@allow(Act.REVIEW_LINKS)
def review_link(work: Writing, by: By, now: Now, link_id: UUID, asked: ReviewIn) -> ReviewedOut:
    """For everybody who said the same; of what is refused the words are forgotten. 409 when it was reviewed before."""
    n_decided = reviewing.review(work, by=by, link_id=link_id, is_accepted=asked.is_accepted, now=now)
    return ReviewedOut(n_decided=n_decided)


@router.get(
    "/links/labels",
    tags=["links"],
    summary="Give the accepted phrases as a file of labels",
    response_class=Response,
    responses=LABELS,
)
@allow(Act.REVIEW_LINKS)
def link_labels(work: Reading, by: By) -> Response:
    """CSV with the columns id, text, concept, preferred and language, to train a linker on."""
    headers = {"Content-Disposition": 'attachment; filename="labels.csv"'}
    return Response(reviewing.export_training(work, by=by), media_type="text/csv", headers=headers)


@router.get("/schools/{school:path}/settings", tags=["schools"], summary="Give what a school has settled")
@allow(Act.SEE_SCHOOL)
def get_school_settings(work: Reading, by: By, school: School) -> SchoolSettingsOut:
    """For the teachers of the school and the coordinator. What it did not settle has the strictest reading."""
    return SchoolSettingsOut.of(school_settings(work, by=by, school=school))


@router.put("/schools/{school:path}/settings", tags=["schools"], summary="Settle what the law leaves to a school")
@allow(Act.KEEP_SCHOOL)
def put_school_settings(work: Writing, by: By, school: School, asked: SchoolSettingsIn) -> SchoolSettingsOut:
    """In place of what was settled before; it counts from the next list on."""
    return SchoolSettingsOut.of(keep_school_settings(work, by=by, settings=asked.settings(school)))


@router.get("/events", tags=["events"], summary="Give the next events")
@allow(Act.SEE_EVENTS)
def coming_events(
    work: Reading,
    by: By,
    now: Now,
    kind: EventKind | None = None,
    municipality: Annotated[str | None, Query(max_length=60)] = None,
    audience: Role | None = None,
    level: Annotated[Int | None, Query(ge=0, le=4, description="mbo level; 0 for pro, vso and vmbo")] = None,
    sector: Annotated[str | None, Query(max_length=30)] = None,
    school_type: SchoolType | None = None,
    language: Annotated[str | None, Query(pattern="^[a-z]{2}$")] = None,
    access: Access | None = None,
    online: bool | None = None,
    free_seats: bool = False,
    words: Annotated[str, Query(max_length=100)] = "",
    limit: Limit = 20,
    offset: Annotated[Int, Query(ge=0, le=10_000)] = 0,
) -> EventsOut:
    """Cancelled ones too, and they say so."""
    filters = EventFilters(
        kind=kind,
        municipality=municipality,
        role=audience,
        level=level,
        sector=sector,
        school_type=school_type,
        language=language,
        access=access,
        is_online=online,
        has_seats=free_seats,
        words=words,
    )
    found = events.upcoming(work, by=by, now=now, filters=filters, limit=limit, skip=offset)
    return EventsOut(events=[EventOut.of(event) for event in found])


@router.get("/events/{event_id}", tags=["events"], summary="Give one event")
@allow(Act.SEE_EVENTS)
def one_event(work: Reading, by: By, event_id: UUID) -> EventOut:
    """A published one."""
    return EventOut.of(events.event(work, by=by, event_id=event_id))


@router.get(
    "/events/{event_id}/calendar",
    tags=["events"],
    summary="Give one event as a calendar file",
    response_class=Response,
    responses=CALENDAR,
)
@allow(Act.SEE_EVENTS)
def event_calendar(work: Reading, by: By, site: SiteAddress, event_id: UUID) -> Response:
    """iCalendar (RFC 5545)."""
    return Response(events.event_ics(work, by=by, event_id=event_id, site=site), media_type="text/calendar")


@router.get("/messages", tags=["messages"], summary="Give one's own messages")
@allow(Act.READ_MESSAGES)
def own_messages(
    work: Reading, by: By, limit: Limit = 20, offset: Annotated[Int, Query(ge=0, le=10_000)] = 0
) -> MessagesOut:
    """Newest first, as they read now."""
    return MessagesOut.of(messages.inbox(work, by=by, limit=limit, skip=offset))


@router.post("/messages/{message_id}/read", tags=["messages"], summary="Read one of one's own messages")
@allow(Act.READ_MESSAGES)
def read_own_message(work: Writing, by: By, now: Now, message_id: UUID) -> MessageOut:
    """From then on it counts as read; doing it again changes nothing."""
    return MessageOut.of(messages.read_message(work, by=by, message_id=message_id, now=now))


@router.get("/qualifications", tags=["reference"], summary="Give the qualifications")
@allow(Act.SEE_REFERENCE)
def qualifications() -> QualificationsOut:
    """With their level, sector and work processes."""
    held = load_lists().qualifications.values()
    return QualificationsOut(qualifications=[QualificationOut.model_validate(one) for one in held])


@router.get("/reference-lists", tags=["reference"], summary="Give the lists a posting form chooses from")
@allow(Act.SEE_REFERENCE)
def reference_lists(now: Now) -> ReferenceListsOut:
    """Codes with their Dutch labels."""
    held = load_reference(local_day(now))
    kinds = (CompetencyKind.WORK_PROCESS, CompetencyKind.ACTIVITY)
    return ReferenceListsOut(
        version=held.version,
        sectors=[ChoiceOut.model_validate(one) for one in held.sectors.values()],
        placement_types=[ChoiceOut.model_validate(one) for one in held.placement_types.values()],
        conditions=[ChoiceOut(code=one.code, label=one.place_label) for one in held.conditions.values()],
        hazards=[ChoiceOut.model_validate(one) for one in held.hazards.values()],
        prerequisites=[ChoiceOut.model_validate(one) for one in held.prerequisites.values()],
        tasks=[
            ChoiceOut(code=one.id, label=one.plain_label)
            for one in held.catalogue.competencies.values()
            if one.kind in kinds
        ],
        work_kinds=[ChoiceOut.model_validate(one) for one in held.work_kinds.values()],
    )

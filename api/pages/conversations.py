"""Career conversations: for the student, and for who guides the student at school."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.conversation_forms import (
    FAULT_FIELDS,
    N_AGREED,
    agreed_in,
    first_values,
    minutes_in,
    moment_in,
    one_of,
    planned_values,
    record_values,
    ticked,
)
from api.pages.typed import told_in, typed
from api.rendering import FormView, page
from career.conversation import (
    MOST_POINTS,
    AgreementOwner,
    Conversation,
    ConversationKind,
    ConversationPlace,
    Topic,
)
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from services.conversation_agenda import agenda_of
from services.conversation_words import KINDS, OWNERS, PLACES, STATES
from services.conversations import (
    call_off_conversation,
    conversations_of,
    miss_conversation,
    move_conversation,
    plan_conversation,
    prepare_conversation,
    record_conversation,
    tick_agreement,
)
from services.dossier_words import CAREER_WORDS
from services.errors import NotFoundError, found
from services.permissions import Account, Act
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/gesprekken"
AT_SCHOOL = "/klas/{student_id}/gesprekken"


@router.get(HERE)
@allow(Act.PREPARE_CONVERSATION)
def show_own(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a student the own conversations, the agenda of the next, and what was agreed."""
    return _own_page(request, work, by, now=now)


@router.post(HERE + "/afspraak/{agreement_id}")
@allow(Act.PREPARE_CONVERSATION)
def tick_own(work: Writing, by: By, now: Now, form: Submitted, agreement_id: UUID) -> Response:
    """Keep that a student did what was agreed, or not after all."""
    tick_agreement(work, by=by, agreement_id=agreement_id, is_done=form.get("wat") != "open", now=now)
    return RedirectResponse(HERE, status_code=303)


@router.post(HERE + "/{conversation_id}")
@allow(Act.PREPARE_CONVERSATION)
def prepare(request: Request, work: Writing, by: By, now: Now, form: Submitted, conversation_id: UUID) -> Response:
    """Keep what the student wants to speak about, or show the form again."""
    values = typed(form)
    try:
        prepare_conversation(
            work,
            by=by,
            conversation_id=conversation_id,
            points=[values[f"punt-{number}"] for number in range(MOST_POINTS)],
            left_out=ticked(values, "niet", Topic),
        )
    except InvalidValueError as error:
        return _own_page(
            request, work, by, now=now, form=FormView(values=values, faults=told_in(error.faults, FAULT_FIELDS))
        )
    return RedirectResponse(HERE, status_code=303)


@router.get(AT_SCHOOL)
@allow(Act.LEAD_CONVERSATION)
def show_at_school(request: Request, work: Reading, by: By, now: Now, student_id: UUID) -> HTMLResponse:
    """Show who guides a student the conversations, the agenda of the next, and what was agreed."""
    return _school_page(request, work, by, now=now, student_id=student_id)


@router.post(AT_SCHOOL)
@allow(Act.LEAD_CONVERSATION)
def plan(request: Request, work: Writing, by: By, now: Now, form: Submitted, student_id: UUID) -> Response:
    """Plan a conversation, or show the form again with every fault."""
    values, faults = typed(form), dict[str, str]()
    at, minutes = moment_in(values, faults), minutes_in(values, faults)
    if at is not None and minutes is not None and not faults:
        try:
            plan_conversation(
                work,
                by=by,
                student_id=student_id,
                kind=one_of(ConversationKind, values["soort"]),
                place=one_of(ConversationPlace, values["plek"]),
                at=at,
                minutes=minutes,
                now=now,
            )
            return _back(student_id)
        except InvalidValueError as error:
            faults = told_in(error.faults, FAULT_FIELDS)
    form_view = FormView(values=values, faults=faults)
    return _school_page(request, work, by, now=now, student_id=student_id, form=form_view)


@router.get(AT_SCHOOL + "/{conversation_id}")
@allow(Act.LEAD_CONVERSATION)
def show_one(
    request: Request, work: Reading, by: By, now: Now, student_id: UUID, conversation_id: UUID, verzet: str = ""
) -> HTMLResponse:
    """Show the form with which a conversation is kept, or moved."""
    talk = _planned(work, by=by, student_id=student_id, conversation_id=conversation_id)
    values = planned_values(talk) if verzet else record_values(talk, now)
    return _one_page(request, work, by, talk, FormView(values=values), now=now, is_move=bool(verzet))


@router.post(AT_SCHOOL + "/{conversation_id}")
@allow(Act.LEAD_CONVERSATION)
def change(
    request: Request, work: Writing, by: By, now: Now, form: Submitted, student_id: UUID, conversation_id: UUID
) -> Response:
    """Keep that a conversation was held, move it, call it off or say that somebody was not there."""
    talk = _planned(work, by=by, student_id=student_id, conversation_id=conversation_id)
    what = form.get("wat")
    if what == "af":
        call_off_conversation(work, by=by, conversation_id=talk.id, now=now)
        return _back(student_id)
    if what == "gemist":
        miss_conversation(work, by=by, conversation_id=talk.id, now=now)
        return _back(student_id)
    values, faults = typed(form), dict[str, str]()
    at, minutes = moment_in(values, faults), minutes_in(values, faults)
    agreed = [] if what == "verzet" else agreed_in(values, faults)
    place = one_of(ConversationPlace, values["plek"])
    if at is not None and minutes is not None and not faults:
        try:
            if what == "verzet":
                kind = one_of(ConversationKind, values["soort"])
                move_conversation(
                    work, by=by, conversation_id=talk.id, kind=kind, place=place, at=at, minutes=minutes, now=now
                )
            else:
                record_conversation(
                    work,
                    by=by,
                    conversation_id=talk.id,
                    at=at,
                    minutes=minutes,
                    place=place,
                    competencies=ticked(values, "over", CareerCompetency),
                    agreed=agreed,
                    now=now,
                )
            return _back(student_id)
        except InvalidValueError as error:
            faults = told_in(error.faults, FAULT_FIELDS)
    form_view = FormView(values=values, faults=faults)
    return _one_page(request, work, by, talk, form_view, now=now, is_move=what == "verzet")


@router.post("/klas/{student_id}/afspraken/{agreement_id}")
@allow(Act.LEAD_CONVERSATION)
def tick_at_school(work: Writing, by: By, now: Now, form: Submitted, student_id: UUID, agreement_id: UUID) -> Response:
    """Keep at school that what was agreed was done, or not after all."""
    if agreement_id not in {one.id for one in conversations_of(work, by=by, student_id=student_id).agreements}:
        raise NotFoundError("not found")
    held = tick_agreement(work, by=by, agreement_id=agreement_id, is_done=form.get("wat") != "open", now=now)
    return _back(held.student_id)


def _planned(work: UnitOfWork, *, by: Account, student_id: UUID, conversation_id: UUID) -> Conversation:
    kept = conversations_of(work, by=by, student_id=student_id)
    talk = next((one for one in (*kept.planned, *kept.past) if one.id == conversation_id), None)
    if talk is None:
        raise NotFoundError("not found")
    return talk


def _own_page(
    request: Request, work: UnitOfWork, by: Account, *, now: datetime, form: FormView | None = None
) -> HTMLResponse:
    student_id = found(by.subject_id)
    agenda = agenda_of(work, by=by, student_id=student_id, now=now)
    points = agenda.points if agenda else ()
    values: Mapping[str, str] = defaultdict(str, {f"punt-{n}": one for n, one in enumerate(points)})
    return page(
        request,
        "conversations.html",
        status=400 if form else 200,
        current="/dossier",
        kept=conversations_of(work, by=by, student_id=student_id),
        agenda=agenda,
        form=form or FormView(values=values),
        n_points=MOST_POINTS,
        now=now,
        **_words(),
    )


def _school_page(
    request: Request, work: UnitOfWork, by: Account, *, now: datetime, student_id: UUID, form: FormView | None = None
) -> HTMLResponse:
    return page(
        request,
        "conversations_at_school.html",
        status=400 if form else 200,
        current="/klas",
        kept=conversations_of(work, by=by, student_id=student_id),
        agenda=agenda_of(work, by=by, student_id=student_id, now=now),
        form=form or FormView(values=first_values(now)),
        now=now,
        **_words(),
    )


def _one_page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    talk: Conversation,
    form: FormView,
    *,
    now: datetime,
    is_move: bool = False,
) -> HTMLResponse:
    return page(
        request,
        "conversation.html",
        status=400 if form.faults else 200,
        current="/klas",
        talk=talk,
        first_name=conversations_of(work, by=by, student_id=talk.student_id).first_name,
        form=form,
        is_move=is_move,
        n_agreed=N_AGREED,
        now=now,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "kinds": KINDS,
        "places": PLACES,
        "states": STATES,
        "owners": OWNERS,
        "words": CAREER_WORDS,
        "OWN": AgreementOwner.STUDENT,
    }


def _back(student_id: UUID) -> RedirectResponse:
    return RedirectResponse(AT_SCHOOL.format(student_id=student_id), status_code=303)

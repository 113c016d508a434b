"""Planning an event on a page: making, changing, publishing and cancelling it, and the list of what one organises."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.event_fields import MEANT, SCOPES, on_page, read_plan, read_repetition, read_values, values_of
from api.rendering import FormView, page
from events.errors import EventChangedError, InvalidEventError
from events.event import Change, Event, EventState
from events.plan import faults_in, plan_of
from services import event_planning
from services.event_merging import could_be_same, merge_events
from services.event_planning import Scope, mark
from services.event_words import FIELD_LABELS, LANGUAGE_LABELS, LEVEL_LABELS, SCHOOL_TYPE_LABELS
from services.local_time import local_day
from services.organisers import organised_event
from services.permissions import Act
from services.reference import load_reference
from services.school_calendar import KNOWN_REGIONS

router = guarded_router()

LIST = "/mijn-organisatie"
MORE = ("tot_dag", "aanmelden", "adres", "link", "onderdelen", "weken", "reeks_tot", "keren")
"""Fields behind "Meer": the fold is open when one of them has a fault or holds something."""


@router.get(LIST)
@allow(Act.KEEP_EVENT)
def show_organised(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show the events that somebody organises: drafts, what is coming, what is over."""
    return page(request, "organised.html", current="/agenda", listed=event_planning.organised(work, by=by, now=now))


@router.get("/agenda/nieuw")
@allow(Act.KEEP_EVENT)
def show_new(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show an empty form."""
    values = defaultdict(str, {"taal.nl": "1", "organisator": by.school, "herhaal": "nee", "weken": "1"})
    return _form_page(request, now, FormView(values=values))


@router.post("/agenda/nieuw")
@allow(Act.KEEP_EVENT)
def make_draft(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep a draft, or one for each day of a series; or show the form again with every fault."""
    values, faults = read_values(form), dict[str, str]()
    plan = read_plan(values, faults, sectors=_sectors(now))
    repetition = read_repetition(values, faults)
    if faults:
        told = on_page(faults_in(plan, now=now)) | faults
        return _form_page(request, now, FormView(values=values, faults=told))
    try:
        made = event_planning.plan_event(work, by=by, plan=plan, repetition=repetition, now=now)
    except InvalidEventError as error:
        return _form_page(request, now, FormView(values=values, faults=on_page(error.faults)))
    return RedirectResponse(f"/agenda/{made[0].id}/wijzigen", status_code=303)


@router.get("/agenda/{event_id}/wijzigen")
@allow(Act.KEEP_EVENT)
def show_change(request: Request, work: Reading, by: By, now: Now, event_id: UUID) -> HTMLResponse:
    """Show an event as a form; a draft can be published from here."""
    event = organised_event(work, by=by, event_id=event_id)
    return _form_page(request, now, FormView(values=values_of(plan_of(event))), event=event)


@router.post("/agenda/{event_id}/wijzigen")
@allow(Act.KEEP_EVENT)
def change(request: Request, work: Writing, by: By, now: Now, event_id: UUID, form: Submitted) -> Response:
    """Keep what was changed; or show the form again with every fault, or with what somebody else changed."""
    event = organised_event(work, by=by, event_id=event_id)
    values, faults = read_values(form), dict[str, str]()
    plan = read_plan(values, faults, sectors=_sectors(now))
    if faults:
        told = on_page(faults_in(plan, now=now, n_taken=event.seats_taken)) | faults
        return _form_page(request, now, FormView(values=values, faults=told), event=event)
    scope = SCOPES.get(values["bij"], Scope.THIS)
    try:
        changed = event_planning.change(
            work, by=by, event_id=event_id, plan=plan, seen=values["stand"], scope=scope, now=now
        )
    except InvalidEventError as error:
        view = FormView(values=values, faults=on_page(error.faults))
        return _form_page(request, now, view, event=event)
    except EventChangedError:
        both = event_planning.differences_with(event, plan, now=now)
        return _form_page(request, now, FormView(values=values), event=event, status=409, both=both)
    is_draft = changed.state is EventState.DRAFT
    return RedirectResponse(f"/agenda/{event_id}/wijzigen" if is_draft else f"/agenda/{event_id}", status_code=303)


@router.post("/agenda/{event_id}/publiceren")
@allow(Act.KEEP_EVENT)
def publish(request: Request, work: Writing, by: By, now: Now, event_id: UUID, form: Submitted) -> Response:
    """Show a draft to everybody, or the form with what cannot be so by now."""
    scope = SCOPES.get(read_values(form)["bij"], Scope.THIS)
    try:
        event_planning.publish(work, by=by, event_id=event_id, scope=scope, now=now)
    except InvalidEventError as error:
        event = organised_event(work, by=by, event_id=event_id)
        view = FormView(values=values_of(plan_of(event)), faults=on_page(error.faults))
        return _form_page(request, now, view, event=event)
    return RedirectResponse(f"/agenda/{event_id}", status_code=303)


@router.post("/agenda/{event_id}/weggooien")
@allow(Act.KEEP_EVENT)
def discard(work: Writing, by: By, now: Now, event_id: UUID, form: Submitted) -> Response:
    """Throw a draft away."""
    scope = SCOPES.get(read_values(form)["bij"], Scope.THIS)
    event_planning.discard(work, by=by, event_id=event_id, scope=scope, now=now)
    return RedirectResponse(LIST, status_code=303)


@router.get("/agenda/{event_id}/afzeggen")
@allow(Act.KEEP_EVENT)
def show_cancel(request: Request, work: Reading, by: By, event_id: UUID) -> HTMLResponse:
    """Ask why an event does not happen."""
    event = organised_event(work, by=by, event_id=event_id)
    return _cancel_page(request, event, FormView(values=defaultdict(str, {"bij": "deze"})))


@router.post("/agenda/{event_id}/afzeggen")
@allow(Act.KEEP_EVENT)
def cancel(request: Request, work: Writing, by: By, now: Now, event_id: UUID, form: Submitted) -> Response:
    """Cancel an event and tell who comes, or ask again why."""
    values = read_values(form)
    scope = SCOPES.get(values["bij"], Scope.THIS)
    try:
        event_planning.cancel(work, by=by, event_id=event_id, reason=values["reden"], scope=scope, now=now)
    except InvalidEventError as error:
        event = organised_event(work, by=by, event_id=event_id)
        return _cancel_page(request, event, FormView(values=values, faults=on_page(error.faults)))
    return RedirectResponse(f"/agenda/{event_id}", status_code=303)


@router.get("/agenda/{event_id}/samenvoegen")
@allow(Act.KEEP_EVENT)
def show_merge(request: Request, work: Reading, by: By, now: Now, event_id: UUID) -> HTMLResponse:
    """Ask which other event is this one as well."""
    event = organised_event(work, by=by, event_id=event_id)
    others = could_be_same(work, by=by, event_id=event_id, now=now)
    return page(request, "event_merge.html", current="/agenda", event=event, others=others)


@router.post("/agenda/{event_id}/samenvoegen")
@allow(Act.KEEP_EVENT)
def merge(work: Writing, by: By, now: Now, event_id: UUID, form: Submitted) -> Response:
    """Move everybody from another event to this one, and cancel the other."""
    try:
        other_id = UUID(str(form.get("andere", "")))
    except ValueError:
        raise UnreadableQueryError from None
    merge_events(work, by=by, keep_id=event_id, drop_id=other_id, now=now)
    return RedirectResponse(f"/agenda/{event_id}/deelnemers", status_code=303)


@router.post("/agenda/{event_id}/kopie")
@allow(Act.KEEP_EVENT)
def copy(work: Writing, by: By, now: Now, event_id: UUID, form: Submitted) -> Response:
    """Begin a new draft that is like this event."""
    copied = event_planning.copy(work, by=by, event_id=event_id, now=now)
    return RedirectResponse(f"/agenda/{copied.id}/wijzigen", status_code=303)


def _form_page(
    request: Request,
    now: Now,
    form: FormView,
    *,
    event: Event | None = None,
    status: int = 200,
    both: Collection[Change] = (),
) -> HTMLResponse:
    """Show the form; with ``both`` what stands there now beside what somebody typed."""
    sectors = load_reference(local_day(now)).sectors
    more = any(form.faults.get(name) or (form.values[name] and name != "weken") for name in MORE)
    return page(
        request,
        "event_form.html",
        status=400 if form.faults else status,
        current="/agenda",
        form=form,
        event=event,
        mark=mark(event) if event else "",
        both=both,
        field_labels=FIELD_LABELS,
        is_more_open=more or form.values["herhaal"] == "ja",
        levels=LEVEL_LABELS,
        school_types=SCHOOL_TYPE_LABELS,
        language_labels=LANGUAGE_LABELS,
        sectors=[(code, sector.label) for code, sector in sectors.items()],
        regions=[("", "Geen schoolvakanties overslaan"), *((one.value, f"Regio {one.value}") for one in KNOWN_REGIONS)],
        meant=tuple(MEANT.items()),
    )


def _cancel_page(request: Request, event: Event, form: FormView) -> HTMLResponse:
    return page(
        request,
        "event_cancel.html",
        status=400 if form.faults else 200,
        current="/agenda",
        event=event,
        form=form,
        longest=event_planning.LONGEST_REASON,
        meant=tuple(MEANT.items()),
    )


def _sectors(now: Now) -> Collection[str]:
    return load_reference(local_day(now)).sectors.keys()

"""Seats of events on pages: coming, waiting and staying away; a class at once; who is there, by list or by QR code."""

import io
from collections.abc import Mapping
from uuid import UUID

import segno
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, SiteAddress, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import page
from events.event import EventState
from events.registration import Attendance, Registration, RegistrationState
from services import event_seats, events
from services.encounter_views import looks_back
from services.errors import NotFoundError, found
from services.event_seat_views import class_here
from services.organisers import organised_event
from services.permissions import Act

router = guarded_router()

MINE = "/mijn-activiteiten"
ATTENDANCES: Mapping[str, Attendance] = {
    "ja": Attendance.CAME,
    "nee": Attendance.ABSENT,
    "onbekend": Attendance.UNKNOWN,
}


@router.post("/agenda/{event_id}/aanmelden")
@allow(Act.REGISTER_SELF)
def register(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Register oneself, a company, or a student."""
    who = str(form.get("wie", ""))
    if who == "ik":
        event_seats.register_self(work, by=by, event_id=event_id, now=now)
    elif who == "bedrijf":
        tables = str(form.get("tafels", "1"))
        n_tables = int(tables) if tables.isascii() and tables.isdigit() and len(tables) < 4 else 0
        event_seats.register_company(work, by=by, event_id=event_id, n_tables=n_tables, now=now)
    else:
        event_seats.register_students(work, by=by, event_id=event_id, student_ids=[_id(who)], now=now)
    return _back(event_id)


@router.post("/agenda/{event_id}/aanmeldingen/{registration_id}")
@allow(Act.REGISTER_SELF)
def answer(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID, registration_id: UUID) -> Response:
    """Stay away, say yes to a seat that is kept, or say whether it may be in the dossier."""
    match str(form.get("wat", "")):
        case "afmelden":
            event_seats.withdraw(work, by=by, event_id=event_id, registration_id=registration_id, now=now)
        case "ja":
            event_seats.accept_seat(work, by=by, event_id=event_id, registration_id=registration_id, now=now)
        case "dossier" | "geen-dossier" as chosen:
            event_seats.choose_dossier(
                work, by=by, event_id=event_id, registration_id=registration_id, is_wanted=chosen == "dossier", now=now
            )
            return RedirectResponse(MINE, status_code=303)
        case _:
            raise UnreadableQueryError
    return _back(event_id)


@router.get("/agenda/{event_id}/groep")
@allow(Act.SEE_GROUP)
def show_class(request: Request, work: Reading, by: By, now: Now, event_id: UUID) -> HTMLResponse:
    """Show a teacher the class, to register several at once."""
    event = events.event(work, by=by, event_id=event_id)
    rows = class_here(work, by=by, event=event)
    is_open = event.takes_registrations(now)
    return page(request, "event_class.html", current="/agenda", event=event, rows=rows, is_open=is_open)


@router.post("/agenda/{event_id}/groep")
@allow(Act.SEE_GROUP)
def register_class(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Register the students that were ticked, in the order of the page."""
    chosen = [_id(str(value)) for value in form.getlist("leerling")]
    if chosen:
        event_seats.register_students(work, by=by, event_id=event_id, student_ids=chosen, now=now)
    return RedirectResponse(f"/agenda/{event_id}/groep", status_code=303)


@router.get(MINE)
@allow(Act.REGISTER_SELF)
def show_mine(request: Request, work: Reading, by: By, now: Now, site: SiteAddress) -> HTMLResponse:
    """Show where somebody goes, with a code to show at the door."""
    rows = event_seats.my_registrations(work, by=by, now=now)
    codes = {
        row.registration.id: _drawn(f"{site}/inchecken/{row.registration.id}")
        for row in rows
        if row.registration.state is RegistrationState.SEATED and row.event.ends_at > now
    }
    looking_back = {row.registration.id for row in rows if looks_back(by, row.event, row.registration, now=now)}
    return page(
        request, "my_events.html", current="/agenda", rows=rows, codes=codes, looking_back=looking_back, now=now
    )


@router.get("/agenda/{event_id}/deelnemers")
@allow(Act.KEEP_EVENT)
def show_attendees(request: Request, work: Reading, by: By, now: Now, event_id: UUID) -> HTMLResponse:
    """Show an organiser who comes, to tick off or to print."""
    event = organised_event(work, by=by, event_id=event_id)
    if event.state is EventState.DRAFT:
        raise NotFoundError("not found")
    people = event_seats.attendees(work, by=by, event_id=event_id)
    return page(
        request,
        "attendees.html",
        current="/agenda",
        event=event,
        people=people,
        n_seated=sum(one.registration.takes_seat for one in people),
        can_check_in=event_seats.can_check_in(event, now=now),
    )


@router.post("/agenda/{event_id}/deelnemers")
@allow(Act.KEEP_EVENT)
def note(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Note whether somebody is there."""
    kept = _noted(work, by, now, form, event_id, _id(str(form.get("aanmelding", ""))))
    return RedirectResponse(f"/agenda/{event_id}/deelnemers#wie-{kept.id}", status_code=303)


@router.get("/inchecken/{registration_id}")
@allow(Act.KEEP_EVENT)
def show_check_in(request: Request, work: Reading, by: By, now: Now, registration_id: UUID) -> HTMLResponse:
    """Show an organiser who holds this code, with one button."""
    kept = event_seats.registration_to_check_in(work, by=by, registration_id=registration_id)
    event = organised_event(work, by=by, event_id=kept.event_id)
    people = event_seats.attendees(work, by=by, event_id=kept.event_id)
    who = found(next((one for one in people if one.registration.id == registration_id), None))
    can_check_in = event_seats.can_check_in(event, now=now)
    return page(request, "check_in.html", current="/agenda", event=event, who=who, can_check_in=can_check_in)


def _noted(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID, registration_id: UUID) -> Registration:
    attendance = ATTENDANCES.get(str(form.get("aanwezig", "")))
    if attendance is None:
        raise UnreadableQueryError
    return event_seats.note_attendance(
        work, by=by, event_id=event_id, registration_id=registration_id, attendance=attendance, now=now
    )


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise UnreadableQueryError from None


def _back(event_id: UUID) -> Response:
    return RedirectResponse(f"/agenda/{event_id}#meedoen", status_code=303)


def _drawn(text: str) -> Markup:
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", scale=5, border=2, xmldecl=False, svgns=True, nl=False)
    return Markup(drawn.getvalue().decode())  # noqa: S704 - drawn by segno from an id, never from what people wrote

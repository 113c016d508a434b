"""The schedule of speed dates: made, mended and printed by the organiser, and read by who is in it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import FormView, page
from api.wording import local
from events.errors import InvalidSpeedDatesError
from events.event import Event
from events.timetable import KeptSchedule, Timetable
from services.local_time import local_day
from services.organisers import organised_event
from services.permissions import Act
from services.reference import load_reference
from services.speed_date_views import ScheduleView, own_card, schedule_view
from services.speed_dates import make, mend

router = guarded_router()

PATH = "/agenda/{event_id}/schema"
STARTS, ROUNDS, TALK, CHANGE, BREAK_AFTER, BREAK = "begin", "rondes", "minuten", "wissel", "pauze-na", "pauze"
NUMBERS = (ROUNDS, TALK, CHANGE, BREAK_AFTER, BREAK)
FIELDS = {
    "starts_at": STARTS,
    "n_rounds": ROUNDS,
    "talk_minutes": TALK,
    "change_minutes": CHANGE,
    "break_after": BREAK_AFTER,
    "break_minutes": BREAK,
}
"""The field of the form for each fault."""
FROM_ROUND, STAY = "vanaf", "is-"
HERE, AWAY = "er", "weg"
NOT_A_NUMBER = "Geef een heel getal."
LONGEST_NUMBER = 4


@router.get(PATH)
@allow(Act.KEEP_EVENT)
def show_schedule(request: Request, work: Reading, by: By, now: Now, event_id: UUID) -> HTMLResponse:
    """Show the schedule of an event, and what it can be made from."""
    view = schedule_view(work, by=by, event_id=event_id)
    return _page(request, view, FormView(values=_first_values(view.event, view.kept, now)))


@router.post(PATH)
@allow(Act.KEEP_EVENT)
def make_schedule(request: Request, work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Make the schedule anew, or show the form again with every fault."""
    event = organised_event(work, by=by, event_id=event_id)
    values = {name: str(form.get(name, "")).strip() for name in (STARTS, *NUMBERS)}
    numbers = {name: int(text) for name, text in values.items() if name != STARTS and _is_number(text)}
    starts_at = _moment(event, values[STARTS])
    faults = {name: NOT_A_NUMBER for name in NUMBERS if name not in numbers}
    if starts_at is None:
        faults[STARTS] = "Geef een tijd, zoals 13:30."
    if not faults and starts_at is not None:
        try:
            timetable = Timetable(
                starts_at=starts_at,
                n_rounds=numbers[ROUNDS],
                talk_minutes=numbers[TALK],
                change_minutes=numbers[CHANGE],
                break_after=numbers[BREAK_AFTER],
                break_minutes=numbers[BREAK],
            )
            make(work, by=by, event_id=event_id, timetable=timetable, now=now)
        except InvalidSpeedDatesError as error:
            faults = _faults(error)
    if faults:
        view = schedule_view(work, by=by, event_id=event_id)
        return _page(request, view, FormView(values=values, faults=faults), status=400)
    return RedirectResponse(f"/agenda/{event_id}/schema?gemaakt=1", status_code=303)


@router.post(PATH + "/herstel")
@allow(Act.KEEP_EVENT)
def mend_schedule(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Mend the schedule around who stays away or comes late."""
    from_round = _round(str(form.get(FROM_ROUND, "1")))
    away, late = _stays(form)
    mend(work, by=by, event_id=event_id, from_round=from_round, away=away, late=late, now=now)
    return RedirectResponse(f"/agenda/{event_id}/schema?gemaakt=1", status_code=303)


@router.get(PATH + "/kaartjes")
@allow(Act.KEEP_EVENT)
def print_student_cards(request: Request, work: Reading, by: By, event_id: UUID) -> HTMLResponse:
    """Show the cards of all students, to print."""
    return _printed(request, schedule_view(work, by=by, event_id=event_id), "students")


@router.get(PATH + "/bedrijven")
@allow(Act.KEEP_EVENT)
def print_employer_lists(request: Request, work: Reading, by: By, event_id: UUID) -> HTMLResponse:
    """Show the lists of all employers, to print."""
    return _printed(request, schedule_view(work, by=by, event_id=event_id), "employers")


@router.get(PATH + "/tafels")
@allow(Act.KEEP_EVENT)
def print_tables(request: Request, work: Reading, by: By, event_id: UUID) -> HTMLResponse:
    """Show which table is whose, to print."""
    return _printed(request, schedule_view(work, by=by, event_id=event_id), "tables")


@router.get("/agenda/{event_id}/mijn-schema")
@allow(Act.SEE_TALKS)
def show_own_card(request: Request, work: Reading, by: By, event_id: UUID) -> HTMLResponse:
    """Show a student or an employer whom they speak, and when."""
    event, card = own_card(work, by=by, event_id=event_id)
    return page(request, "speed_date_own.html", current="/agenda", event=event, card=card)


def _page(request: Request, view: ScheduleView, form: FormView, *, status: int = 200) -> HTMLResponse:
    return page(
        request,
        "speed_dates.html",
        status=status,
        current="/agenda",
        view=view,
        form=form,
        is_made=request.query_params.get("gemaakt") == "1",
    )


def _printed(request: Request, view: ScheduleView, what: str) -> HTMLResponse:
    return page(request, "speed_date_prints.html", current="/agenda", view=view, what=what)


def _first_values(event: Event, kept: KeptSchedule | None, now: datetime) -> Mapping[str, str]:
    if kept is None:
        first = load_reference(local_day(now)).events.first_talks
        return {
            STARTS: f"{local(event.starts_at):%H:%M}",
            ROUNDS: str(first.rounds),
            TALK: str(first.talk_minutes),
            CHANGE: str(first.change_minutes),
            BREAK_AFTER: str(first.break_after),
            BREAK: str(first.break_minutes),
        }
    times = kept.timetable
    return {
        STARTS: f"{local(times.starts_at):%H:%M}",
        ROUNDS: str(times.n_rounds),
        TALK: str(times.talk_minutes),
        CHANGE: str(times.change_minutes),
        BREAK_AFTER: str(times.break_after),
        BREAK: str(times.break_minutes),
    }


def _moment(event: Event, text: str) -> datetime | None:
    """Read a time of day on the day of the event."""
    hour, _, minute = text.partition(":")
    if not (_is_number(hour) and _is_number(minute) and int(hour) < 24 and int(minute) < 60):
        return None
    return local(event.starts_at).replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def _stays(form: FormData) -> tuple[set[UUID], dict[UUID, int]]:
    away, late = set(), dict[UUID, int]()
    for name, text in form.multi_items():
        if not name.startswith(STAY) or text == HERE:
            continue
        try:
            who = UUID(name.removeprefix(STAY))
        except ValueError:
            raise UnreadableQueryError from None
        if text == AWAY:
            away.add(who)
        else:
            late[who] = _round(str(text))
    return away, late


def _round(text: str) -> int:
    """Read the number of a round, and give it from 0."""
    if not _is_number(text) or int(text) < 1:
        raise UnreadableQueryError
    return int(text) - 1


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _faults(error: InvalidSpeedDatesError) -> dict[str, str]:
    return {FIELDS.get(name, ROUNDS): f"{text[:1].upper()}{text[1:]}." for name, text in error.faults.items()}

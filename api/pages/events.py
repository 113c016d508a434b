"""The agenda: a month as list and grid, one event, and its calendar file."""

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TypeVar
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import AUDIENCE_LABELS, page
from api.wording import local, month_text
from events.event import Event, EventKind, Role
from services import events
from services.events import EventFilters
from services.permissions import Act
from services.wording import WEEKDAYS

router = guarded_router()

FIRST_YEAR, LAST_YEAR = 2000, 2100
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day in the grid of a month.

    Parameters
    ----------
    is_inside : bool
        The day belongs to this month.
    """

    day: date
    is_inside: bool
    is_today: bool
    n_events: int


@router.get("/agenda")
@allow(Act.SEE_EVENTS)
def show_month(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    maand: str = "",
    soort: str = "",
    gemeente: str = "",
    wie: str = "",
) -> HTMLResponse:
    """Show one month, by default this one."""
    today = local(now).date()
    year, month = _month(maand) if maand else (today.year, today.month)
    filters = EventFilters(kind=_choice(EventKind, soort), municipality=gemeente or None, role=_choice(Role, wie))
    shown = events.month(work, by=by, year=year, month=month, filters=filters)
    query = {name: value for name, value in (("soort", soort), ("gemeente", gemeente), ("wie", wie)) if value}
    before, after = _shifted(year, month, -1), _shifted(year, month, 1)
    # A municipality that was chosen stays in the list, also in a month in which nothing happens there.
    municipalities = sorted({*shown.municipalities, *([gemeente] if gemeente else [])})
    return page(
        request,
        "agenda.html",
        current="/agenda",
        month_code=f"{year}-{month:02}",
        month_name=month_text(year, month),
        previous_href=_href(before, query),
        previous_name=month_text(*before).split()[0],
        next_href=_href(after, query),
        next_name=month_text(*after).split()[0],
        filters=filters,
        is_filtered=bool(query),
        municipalities=municipalities,
        weekday_heads=[(name[:2], name) for name in WEEKDAYS],
        events=shown.events,
        days=[(day, list(rows)) for day, rows in groupby(shown.events, key=lambda e: local(e.starts_at).date())],
        grid=_grid(year, month, today, shown.events),
    )


@router.get("/agenda/{event_id}.ics")
@allow(Act.SEE_EVENTS)
def download_event(work: Reading, by: By, now: Now, event_id: UUID) -> Response:
    """Give one event as a calendar file."""
    text = events.event_ics(work, by=by, event_id=event_id, now=now)
    headers = {"Content-Disposition": f'attachment; filename="plekwijzer-{event_id}.ics"'}
    return Response(text, media_type="text/calendar", headers=headers)


@router.get("/agenda/{event_id}")
@allow(Act.SEE_EVENTS)
def show_event(request: Request, work: Reading, by: By, event_id: UUID) -> HTMLResponse:
    """Show one event."""
    event = events.event(work, by=by, event_id=event_id)
    begins = local(event.starts_at)
    is_web = urlsplit(event.venue.online_url).scheme in ("https", "http")
    return page(
        request,
        "event.html",
        current="/agenda",
        event=event,
        audience=[label for role, label in AUDIENCE_LABELS.items() if role in event.audience.roles],
        online_url=event.venue.online_url if is_web else "",
        back_href=f"/agenda?maand={begins.year}-{begins.month:02}",
    )


def _grid(year: int, month: int, today: date, shown: Sequence[Event]) -> list[list[DayCell]]:
    days = [local(event.starts_at).date() for event in shown]
    return [
        [DayCell(day=day, is_inside=day.month == month, is_today=day == today, n_events=days.count(day)) for day in row]
        for row in Calendar().monthdatescalendar(year, month)
    ]


def _month(text: str) -> tuple[int, int]:
    year, _, month = text.partition("-")
    if not (year.isascii() and year.isdigit() and month.isascii() and month.isdigit()):
        raise UnreadableQueryError
    if not (FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
        raise UnreadableQueryError
    return int(year), int(month)


def _shifted(year: int, month: int, by_months: int) -> tuple[int, int]:
    months = min(max(year * 12 + month - 1 + by_months, FIRST_YEAR * 12), LAST_YEAR * 12 + 11)
    return months // 12, months % 12 + 1


def _href(month: tuple[int, int], query: dict[str, str]) -> str:
    return "/agenda?" + urlencode({"maand": f"{month[0]}-{month[1]:02}", **query})


def _choice(kind: type[Choice], text: str) -> Choice | None:
    try:
        return kind(text) if text else None
    except ValueError:
        raise UnreadableQueryError from None

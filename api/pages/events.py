"""The agenda: what is coming, a month as grid and list, one event, and its calendar file."""

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
from services import event_planning, events
from services.event_words import FIELD_LABELS
from services.events import EventFilters
from services.permissions import Act, may
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
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A month as a grid, with the way to the months beside it.

    Parameters
    ----------
    code : str
        As it stands in the address: ``"2027-02"``.
    weekday_heads : tuple of (short, long)
    weeks : tuple of seven DayCell each
    """

    code: str
    name: str
    previous_href: str
    previous_name: str
    next_href: str
    next_name: str
    weekday_heads: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[DayCell, ...], ...]


@router.get("/agenda")
@allow(Act.SEE_EVENTS)
def show_agenda(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    maand: str = "",
    soort: str = "",
    gemeente: str = "",
    wie: str = "",
) -> HTMLResponse:
    """Show everything that is coming, or one month."""
    today = local(now).date()
    filters = EventFilters(kind=_choice(EventKind, soort), municipality=gemeente or None, role=_choice(Role, wie))
    query = {name: value for name, value in (("soort", soort), ("gemeente", gemeente), ("wie", wie)) if value}
    if maand:
        shown = events.month(work, by=by, year=_month(maand)[0], month=_month(maand)[1], filters=filters)
    else:
        shown = events.coming(work, by=by, now=now, filters=filters)
    # A municipality that was chosen stays in the list, also in a month in which nothing happens there.
    municipalities = sorted({*shown.municipalities, *([gemeente] if gemeente else [])})
    return page(
        request,
        "agenda.html",
        current="/agenda",
        all_href=_href(None, query),
        month=_month_view(_month(maand), today, shown.events, query) if maand else None,
        may_plan=may(by, Act.KEEP_EVENT),
        month_href=_href((today.year, today.month), query),
        filters=filters,
        is_filtered=bool(query),
        municipalities=municipalities,
        events=shown.events,
        days=[(day, list(rows)) for day, rows in groupby(shown.events, key=lambda e: local(e.starts_at).date())],
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
        is_organiser=event_planning.is_organiser(by, event),
        revisions=event_planning.event_revisions(work, by=by, event_id=event_id),
        field_labels=FIELD_LABELS,
        back_href=f"/agenda?maand={begins.year}-{begins.month:02}",
    )


def _month_view(month: tuple[int, int], today: date, shown: Sequence[Event], query: dict[str, str]) -> MonthView:
    before, after = _shifted(*month, -1), _shifted(*month, 1)
    on_day = {day: tuple(rows) for day, rows in groupby(shown, key=lambda event: local(event.starts_at).date())}
    return MonthView(
        code=f"{month[0]}-{month[1]:02}",
        name=month_text(*month),
        previous_href=_href(before, query),
        previous_name=month_text(*before).split()[0],
        next_href=_href(after, query),
        next_name=month_text(*after).split()[0],
        weekday_heads=tuple((name[:2], name) for name in WEEKDAYS),
        weeks=tuple(
            tuple(
                DayCell(day=day, is_inside=day.month == month[1], is_today=day == today, events=on_day.get(day, ()))
                for day in week
            )
            for week in Calendar().monthdatescalendar(*month)
        ),
    )


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


def _href(month: tuple[int, int] | None, query: dict[str, str]) -> str:
    """Give the address of a month, or of everything that is coming, with the filters."""
    asked = query if month is None else {"maand": f"{month[0]}-{month[1]:02}", **query}
    return "/agenda" + ("?" + urlencode(asked) if asked else "")


def _choice(kind: type[Choice], text: str) -> Choice | None:
    try:
        return kind(text) if text else None
    except ValueError:
        raise UnreadableQueryError from None

"""The agenda: what is coming, a week, a month and a sheet for the wall; one event, and its calendar file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading, SiteAddress, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.agenda_address import Asked, Look
from api.pages.agenda_views import WEEKDAY_HEADS, Stretch, month_view, week_view
from api.rendering import page
from api.structured import event_data
from events.event import Audience, Event, EventKind, Session
from services import event_planning, events
from services.agenda_for import fitting_first, own_free_days
from services.agenda_for_readers import agenda_for_reader
from services.encounter_views import may_look_back
from services.encounters import has_look_back
from services.event_days import by_day
from services.event_invitations import decline_event_invitation, invited_counts, my_event_invitations
from services.event_seat_views import seats_here
from services.event_words import AUDIENCE_LABELS, FIELD_LABELS, LEVEL_LABELS, SCHOOL_TYPE_LABELS
from services.events import Agenda
from services.local_time import local_day
from services.organisers import is_organiser
from services.permissions import Account, Act, may
from services.reference import load_lists
from services.speed_date_views import has_own_card
from services.unit_of_work import UnitOfWork

router = guarded_router()

FIRST: Mapping[Role, tuple[str, str, str]] = {
    Role.STUDENT: ("Voor jou eerst", "Eerst wat bij mij past", "Dit past bij jou."),
    Role.PARENT: ("Voor je kind eerst", "Eerst wat bij mijn kind past", "Goed om te weten."),
    Role.TEACHER: ("Voor je klas eerst", "Eerst wat bij mijn klas past", "Voor je klas."),
}
"""How the page calls what comes first, the way to that order, and the reasons at one event."""

SIX_DAYS = timedelta(days=6)
YEAR = timedelta(days=366)
N_ON_WALL = 3
"""A day on the sheet for the wall holds at most so many lines; six weeks of such days fit on one sheet."""
LINES_IN_LARGE = 7
"""Beyond so many rows of events, counted at the fullest day of each week, the sheet needs smaller letters."""


@router.get("/agenda")
@allow(Act.SEE_EVENTS)
def show_agenda(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show everything that is coming, a week or a month; as a grid, a list, or on a sheet for the wall."""
    asked, today = Asked.of(request.query_params), local_day(now)
    if asked.look is Look.PRINT and asked.month is None:
        asked = asked.at_month(asked.week or today)
    shown, first, last = _shown(work, by, asked, now)
    free = own_free_days(work, by=by, first=first, last=last) if asked.week or asked.month else {}
    stretch = _stretch(asked, shown.events, today, free)
    if stretch is not None and asked.look is Look.PRINT:
        return page(
            request,
            "agenda_print.html",
            asked=asked,
            looks=Look,
            stretch=stretch,
            weekday_heads=WEEKDAY_HEADS,
            n_on_wall=N_ON_WALL,
            is_full=sum(max(len(cell.events) for cell in week) for week in stretch.weeks) > LINES_IN_LARGE,
        )
    own = agenda_for_reader(work, by=by, events=shown.events, now=now)
    puts_first = stretch is None and not asked.by_date
    invited = my_event_invitations(work, by=by, now=now) if stretch is None else {}
    not_above = [event for event in shown.events if event.id not in invited]
    fitting, others = fitting_first(not_above, own if puts_first else {})
    # A municipality that was chosen stays in the list, also in a month in which nothing happens there.
    chosen = {asked.filters.municipality} if asked.filters.municipality else set()
    return page(
        request,
        "agenda.html",
        current="/agenda",
        asked=asked,
        looks=Look,
        today_href=(asked.at_week(today) if asked.week else asked.at_month(today)).href,
        stretch=stretch,
        weekday_heads=WEEKDAY_HEADS,
        ways=_ways(asked, today),
        filters=asked.filters,
        kept_fields={name: value for name, value in asked.query.items() if name not in asked.chosen},
        municipalities=[(name, name) for name in sorted({*shown.municipalities, *chosen})],
        sectors={code: sector.label for code, sector in load_lists().sectors.items()},
        n_events=len(shown.events),
        own=own,
        invited=invited,
        other_order=replace(asked, by_date=not asked.by_date).href if own and stretch is None else "",
        fitting=fitting,
        first=FIRST.get(by.role, FIRST[Role.STUDENT]),
        days=by_day(others, first=first, last=last),
        free=free,
        may_plan=may(by, Act.KEEP_EVENT),
        may_import=may(by, Act.IMPORT_EVENTS),
    )


@router.get("/agenda/{event_id}.ics")
@allow(Act.SEE_EVENTS)
def download_event(work: Reading, by: By, site: SiteAddress, event_id: UUID) -> Response:
    """Give one event as a calendar file."""
    text = events.event_ics(work, by=by, event_id=event_id, site=site)
    headers = {"Content-Disposition": f'attachment; filename="plekwijzer-{event_id}.ics"'}
    return Response(text, media_type="text/calendar", headers=headers)


@router.get("/agenda/{event_id}")
@allow(Act.SEE_EVENTS)
def show_event(request: Request, work: Reading, by: By, now: Now, site: SiteAddress, event_id: UUID) -> HTMLResponse:
    """Show one event, with the way back to where the agenda was."""
    asked = Asked.of(request.query_params)
    event = events.event(work, by=by, event_id=event_id)
    is_web = urlsplit(event.venue.online_url).scheme in ("https", "http")
    came_from_agenda = bool(asked.query)
    told = [label for role, label in AUDIENCE_LABELS.items() if role in event.audience.roles]
    return page(
        request,
        "event.html",
        current="/agenda",
        event=event,
        audience=_audience(event.audience),
        online_url=event.venue.online_url if is_web else "",
        own=agenda_for_reader(work, by=by, events=[event], now=now).get(event.id),
        first=FIRST.get(by.role, FIRST[Role.STUDENT]),
        invited=my_event_invitations(work, by=by, now=now).get(event.id),
        n_invited=invited_counts(work, by=by, event_id=event_id) if is_organiser(by, event) else None,
        parts=_parts(event),
        back_href=asked.href if came_from_agenda else asked.at_month(local_day(event.starts_at)).href,
        jsonld=event_data(event, site=site, audience=tuple(told)),
        has_own_card=has_own_card(work, by=by, event_id=event_id),
        may_schedule=event.kind is EventKind.SPEED_DATE and is_organiser(by, event),
        is_organiser=is_organiser(by, event),
        may_look_back=may_look_back(work, by=by, event=event, now=now),
        has_report=has_look_back(event) and now >= event.starts_at,
        seats=seats_here(work, by=by, event=event, now=now),
        revisions=event_planning.event_revisions(work, by=by, event_id=event_id),
        field_labels=FIELD_LABELS,
    )


@router.post("/agenda/{event_id}/niets-voor-mij")
@allow(Act.REGISTER_SELF)
def decline(work: Writing, by: By, now: Now, form: Submitted, event_id: UUID) -> Response:
    """Note that somebody who was invited does not want to come."""
    decline_event_invitation(work, by=by, event_id=event_id, now=now)
    return RedirectResponse("/agenda", status_code=303)


def _parts(event: Event) -> dict[date, list[Session]]:
    found: dict[date, list[Session]] = {}
    for part in event.sessions:
        found.setdefault(local_day(part.starts_at), []).append(part)
    return found


def _shown(work: UnitOfWork, by: Account, asked: Asked, now: datetime) -> tuple[Agenda, date, date]:
    """Give what is asked for, with the first and last day under which it stands."""
    if asked.week:
        first, last = asked.week, asked.week + SIX_DAYS
    elif asked.month:
        first = date(*asked.month, 1)
        last = date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
    else:
        today = local_day(now)
        return events.coming(work, by=by, now=now, filters=asked.filters), today, today + 2 * YEAR
    return events.days(work, by=by, first=first, last=last, filters=asked.filters), first, last


def _stretch(asked: Asked, shown: Sequence[Event], today: date, free: Mapping[date, str]) -> Stretch | None:
    if asked.week:
        return week_view(asked, asked.week, shown, today=today, free=free)
    return month_view(asked, asked.month, shown, today=today, free=free) if asked.month else None


def _ways(asked: Asked, today: date) -> tuple[tuple[str, str, bool], ...]:
    """Give the address and words of each way to look at the agenda, and whether it is the one that is shown."""
    day = asked.week or (date(*asked.month, 1) if asked.month else today)
    at = today if asked.month == (today.year, today.month) else day
    return (
        (asked.at_all().href, "Alles", not (asked.week or asked.month)),
        (asked.at_week(at).href, "Week", asked.week is not None),
        (asked.at_month(day).href, "Maand", asked.month is not None),
    )


def _audience(audience: Audience) -> tuple[str, ...]:
    """Write for whom an event is, one line for each thing that it says."""
    sectors = load_lists().sectors
    lines = (
        [label for role, label in AUDIENCE_LABELS.items() if role in audience.roles],
        [label for level, label in LEVEL_LABELS.items() if level in audience.levels],
        [label for code, label in SCHOOL_TYPE_LABELS.items() if code in audience.school_types],
        [sectors[code].label for code in sorted(audience.sectors & sectors.keys())],
    )
    return tuple(", ".join(line) for line in lines if line)

"""Does this roster keep to the law? The address holds what was filled in, and nothing is kept."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now
from api.doors import allow, guarded_router
from api.pages.typed import read_hours, read_time, read_whole
from api.rendering import FormView, page
from employer_toolkit.placement import PlacementType, WorkDay
from services.permissions import Act
from services.reference import Week
from services.schedules import (
    ScheduleAnswer,
    ScheduleAsked,
    check_schedule,
    kind_of_type,
    kinds_of_work,
    schedule_faults,
)
from services.wording import WEEKDAYS
from services.working_week import NO_SCHOOL, WorkingWeek

router = guarded_router()

HERE = "/rooster"
WEEKS = (("school", "Een schoolweek"), ("vakantie", "Een vakantieweek"), ("geen", "Ik ga niet naar school"))
"""Which weeks can be asked about: who does not go to school has school weeks without school."""
USUAL: Mapping[str, str] = {"week": "school", "van": "09:00", "tot": "17:00", "pauze": "30"}
FIELDS: Mapping[str, str] = {
    "age": "leeftijd",
    "kind": "soort",
    "days": "dag",
    "school_minutes": "school",
    "holiday_weeks": "vakantieweken",
    "holiday_weeks_in_row": "aaneen",
}
"""The field of the page where each fault of a schedule is mended."""
OWN_TIMES = ("van", "tot", "pauze", "school")
"""Fields that each day can have of its own."""
TIMES = ("van", "tot")
BESIDES = ("oproep", "vakantieweken", "aaneen")
LONGEST = 40
"""No field needs more characters."""


@router.get(HERE)
@allow(Act.SEE_REFERENCE)
def show_schedule(request: Request, by: By, now: Now) -> Response:
    """Show the form, and the answer once it was sent."""
    given = request.query_params
    is_sent = bool(given.get("kijk"))
    if is_sent and any(not value for _, value in given.multi_items()):
        # A short address is easier to share: a form also sends what was left empty.
        kept = [(name, value) for name, value in given.multi_items() if value]
        return RedirectResponse(f"{HERE}?{urlencode(kept)}", status_code=303)
    values = _typed(given, {} if is_sent else USUAL)
    values["week"] = values["week"] if values["week"] in dict(WEEKS) else USUAL["week"]
    faults: dict[str, str] = {}
    answer = None
    if is_sent:
        asked = _asked(values, faults)
        told = _told(schedule_faults(asked, now=now), values)
        faults = {name: _with_day(name, text) for name, text in (told | faults).items() if not _follows(name, faults)}
        answer = None if faults else check_schedule(by=by, asked=asked, now=now)
    return _page(request, FormView(values=values, faults=faults, anchors=_anchors(faults)), answer, by.role, now)


def schedule_href(placement_type: PlacementType, schedule: Iterable[WorkDay], *, now: datetime) -> str:
    """Give the address of the page with the hours of a place filled in; the age is left to whoever looks."""
    days = list(schedule)
    fields: list[tuple[str, object]] = [("soort", kind_of_type(placement_type, now=now))]
    fields += [("dag", day.weekday) for day in days]
    same = len({(day.starts, day.ends, day.break_minutes) for day in days}) == 1
    for day in days[:1] if same else days:
        end = "" if same else f".{day.weekday}"
        fields += [
            (f"van{end}", f"{day.starts:%H:%M}"),
            (f"tot{end}", f"{day.ends:%H:%M}"),
            (f"pauze{end}", day.break_minutes),
        ]
    return f"{HERE}?{urlencode(fields)}"


def _typed(given: QueryParams, usual: Mapping[str, str]) -> defaultdict[str, str]:
    """Keep what was filled in, and per ticked day a value of its own."""
    values = defaultdict(str, usual)
    for name, value in given.multi_items():
        if name in ("dag", "schooldag"):
            values[f"{name}.{value[:1]}"] = "1"
        else:
            values[name] = value.strip()[:LONGEST]
            if name.startswith(TIMES) and (found := read_time(values[name])):
                # The only way in which a browser shows a time again.
                values[name] = f"{found:%H:%M}"
    return values


def _asked(values: Mapping[str, str], faults: dict[str, str]) -> ScheduleAsked:
    """Read the fields; one that cannot be read has a fault."""
    week = values["week"]
    return ScheduleAsked(
        age=read_whole(values, "leeftijd", faults),
        kind=values["soort"],
        week=WorkingWeek(
            days=tuple(day for day in (_day(weekday, values, faults) for weekday in range(1, 8)) if day is not None),
            kind=Week.HOLIDAY if week == "vakantie" else Week.SCHOOL,
            school_minutes=_school(values, faults) if week == "school" else NO_SCHOOL,
            is_on_call=bool(values["oproep"]),
            holiday_weeks=read_whole(values, "vakantieweken", faults),
            holiday_weeks_in_row=read_whole(values, "aaneen", faults),
        ),
    )


def _day(weekday: int, values: Mapping[str, str], faults: dict[str, str]) -> WorkDay | None:
    """Read one day; times of its own count, and make it a day of work also without a tick."""
    own_times = values[f"van.{weekday}"] or values[f"tot.{weekday}"]
    if not (values[f"dag.{weekday}"] or own_times):
        return None
    times = []
    for name, what in (("van", "begintijd"), ("tot", "eindtijd")):
        field = _field(name, weekday, values)
        found = read_time(values[field])
        if found is None:
            faults[field] = f"Vul een {what} in, zoals 9:00"
        times.append(found)
    pause = read_whole(values, _field("pauze", weekday, values), faults)
    if times[0] is None or times[1] is None:
        return None
    return WorkDay(weekday=weekday, starts=times[0], ends=times[1], break_minutes=pause or 0)


def _field(name: str, weekday: int, values: Mapping[str, str]) -> str:
    """Name the field that counts for a day: its own when it is filled, else the one for all days."""
    own = f"{name}.{weekday}"
    return own if values[own] else name


def _school(values: Mapping[str, str], faults: dict[str, str]) -> tuple[int, ...] | None:
    """Read the school of each day; nothing filled in means that nobody knows."""
    if not any(values[name] for name in ("school", *(f"school.{weekday}" for weekday in range(1, 8)))):
        return None
    minutes = []
    for weekday in range(1, 8):
        field = _field("school", weekday, values)
        is_school_day = bool(values[f"schooldag.{weekday}"]) or field != "school"
        found = read_hours(values[field]) if is_school_day else 0
        if found is None:
            faults[field] = "Vul in hoeveel uur school, zoals 6 of 5,5"
        minutes.append(found or 0)
    if read_hours(values["school"]) and not any(minutes):
        faults["schooldag"] = "Kies op welke dagen je school hebt"
    return tuple(minutes)


def _told(told: Mapping[str, str], values: Mapping[str, str]) -> dict[str, str]:
    """Give the faults of a schedule by the field of the page where they are mended."""
    found = {}
    for name, text in told.items():
        kind, _, weekday = name.partition(".")
        field = _field("pauze" if "pauze" in text else "tot", int(weekday), values) if weekday else FIELDS[kind]
        found[field] = text
    return found


def _with_day(name: str, text: str) -> str:
    """Name the day of a field that each day has."""
    _, _, weekday = name.partition(".")
    return f"{WEEKDAYS[int(weekday) - 1].capitalize()}: {text[0].lower()}{text[1:]}" if weekday else text


def _follows(name: str, faults: Mapping[str, str]) -> bool:
    """Say whether a fault only follows from a time that could not be read."""
    return name == "dag" and any(fault.startswith(TIMES) for fault in faults)


def _anchors(faults: Mapping[str, str]) -> dict[str, str]:
    """Say where the fields with faults are: a dot in a name is a line in an identifier."""
    places = {"dag": "dagen", "schooldag": "schooldagen"}
    return {name: places.get(name, name.replace(".", "-")) for name in faults}


def _page(request: Request, form: FormView, answer: ScheduleAnswer | None, role: Role, now: datetime) -> HTMLResponse:
    own = {name for name in form.values if "." in name and name.partition(".")[0] in OWN_TIMES and form.values[name]}
    return page(
        request,
        "schedule.html",
        status=400 if form.faults else 200,
        current=HERE,
        form=form,
        answer=answer,
        is_own=role in (Role.ANONYMOUS, Role.STUDENT),
        kinds=[("", "Kies…"), *((kind.code, kind.label) for kind in kinds_of_work(now=now).values())],
        weeks=WEEKS,
        weekdays=list(enumerate(WEEKDAYS, start=1)),
        unreadable_times={
            name for name, text in form.values.items() if name.startswith(TIMES) and text and not read_time(text)
        },
        has_own_times=bool(own),
        has_besides=any(form.values[name] for name in BESIDES),
    )

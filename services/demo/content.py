"""What the demo region is made of: real towns, invented people, schools and businesses, from data files."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import TypeVar

from career.school import MinorSignature, Region, SchoolSettings
from career.student import MAX_TRAVEL_MINUTES, SchoolType
from events.event import EventKind
from services.reference.rows import Row, read_rows

FOLDER = Path(__file__).parent
"""Where the data files stand: beside this module."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """A real municipality (gemeente), with a point in its largest town and the area code of its telephones."""

    name: str
    population: int
    latitude: float
    longitude: float
    area_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodeArea:
    """A real four-digit postcode area, with its share among the areas of its municipality."""

    pc4: str
    place: str
    municipality: str
    latitude: float
    longitude: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """An invented school."""

    name: str
    school_type: SchoolType
    municipality: str
    share: float
    settings: SchoolSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorMix:
    """How a sector looks in the region.

    Parameters
    ----------
    share : float
        Weight among students and places.
    team : str
        Letter of the school team that teaches it, and so of its classes.
    hazards, prerequisites : dict of str to float
        Codes of what may come with the work, and at which share of the places.
    """

    share: float
    team: str
    hazards: dict[str, float]
    prerequisites: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of business, such as a bakery.

    Parameters
    ----------
    style : str
        ``"house"`` or ``"family"``: the sort of name it has.
    qualifications : tuple of str
        Codes of the qualifications whose work it has.
    """

    sector: str
    name: str
    style: str
    qualifications: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Working hours that are usual in a sector, on one or more weekdays."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time
    break_minutes: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EventIdea:
    """A meeting that a school or business could hold.

    Parameters
    ----------
    organiser : str
        ``"school"``, ``"region"`` or ``"employer"``.
    hosts : tuple of str
        Kinds of business where it can be, when an employer organises it.
    starts : tuple of time
        Hours at which it can begin, by the clock of Amsterdam.
    seats : int
        0 when there is no limit.
    """

    kind: EventKind
    title: str
    summary: str
    organiser: str
    hosts: tuple[str, ...]
    starts: tuple[time, ...]
    minutes: int
    weekdays: tuple[int, ...]
    roles: tuple[str, ...]
    sectors: tuple[str, ...]
    levels: tuple[int, ...]
    seats: int
    is_online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All ingredients; lists keep the order of their files.

    Parameters
    ----------
    terms : tuple of ((int, int), (int, int))
        Month and day of the first day of a school term, and of the first day after it.
    titles : dict of str to tuple of str
        Per qualification what an employer calls such a place.
    tasks : dict of str to tuple of str
        Per work process what an employer says the student will do.
    about : tuple of str
        What employers say about themselves.
    """

    municipalities: dict[str, Municipality]
    areas: tuple[PostcodeArea, ...]
    schools: tuple[School, ...]
    first_names: tuple[str, ...]
    family_names: tuple[str, ...]
    house_names: tuple[str, ...]
    sectors: dict[str, SectorMix]
    kinds: tuple[Kind, ...]
    shifts: dict[str, tuple[Shift, ...]]
    terms: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    titles: dict[str, tuple[str, ...]]
    tasks: dict[str, tuple[str, ...]]
    about: tuple[str, ...]
    venues: tuple[str, ...]
    event_ideas: tuple[EventIdea, ...]


@cache
def load_content() -> Content:
    """Read the data files of the demo region, once.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.
    """
    municipalities = {
        row.text("name"): Municipality(
            name=row.text("name"),
            population=row.whole("population", at_least=1, at_most=1_000_000),
            latitude=row.number("latitude", at_least=50, at_most=54),
            longitude=row.number("longitude", at_least=3, at_most=8),
            area_code=row.text("area_code"),
        )
        for row in _rows("municipalities.csv", "name,population,latitude,longitude,area_code,source")
    }
    return Content(
        municipalities=municipalities,
        areas=tuple(
            PostcodeArea(
                pc4=row.text("pc4"),
                place=row.text("place"),
                municipality=row.choice("municipality", municipalities),
                latitude=row.number("latitude", at_least=50, at_most=54),
                longitude=row.number("longitude", at_least=3, at_most=8),
                share=row.number("share", at_least=0.1, at_most=100),
            )
            for row in _rows("postcodes.csv", "pc4,place,municipality,latitude,longitude,share")
        ),
        schools=tuple(
            School(
                name=row.text("name"),
                school_type=SchoolType(row.choice("school_type", [kind.value for kind in SchoolType])),
                municipality=row.choice("municipality", municipalities),
                share=row.number("share", at_least=0.1, at_most=100),
                settings=_settled(row),
            )
            for row in _rows(
                "schools.csv",
                "name,school_type,municipality,share,holiday_region,minor_signature,max_travel_minutes",
            )
        ),
        first_names=_names("first_names.csv"),
        family_names=_names("family_names.csv"),
        house_names=_names("house_names.csv"),
        sectors={
            row.text("sector"): SectorMix(
                share=row.number("share", at_least=0.1, at_most=100),
                team=row.text("team"),
                hazards=_shares(row, "hazards"),
                prerequisites=_shares(row, "prerequisites"),
            )
            for row in _rows("sectors.csv", "sector,share,team,hazards,prerequisites")
        },
        kinds=tuple(
            Kind(
                sector=row.text("sector"),
                name=row.text("kind"),
                style=row.choice("style", ("house", "family")),
                qualifications=_codes(row, "qualifications"),
            )
            for row in _rows("kinds.csv", "sector,kind,style,qualifications")
        ),
        shifts=_grouped(
            (
                row.text("sector"),
                Shift(
                    weekdays=tuple(int(day) for day in sorted(row.text("days"))),
                    starts=row.clock("starts"),
                    ends=row.clock("ends"),
                    break_minutes=row.whole("break_minutes", at_least=0, at_most=120),
                    share=row.number("share", at_least=0.1, at_most=100),
                ),
            )
            for row in _rows("shifts.csv", "sector,days,starts,ends,break_minutes,share")
        ),
        terms=tuple((_month_day(row, "starts"), _month_day(row, "ends")) for row in _rows("terms.csv", "starts,ends")),
        titles=_grouped(
            (row.text("qualification"), row.text("title")) for row in _rows("titles.csv", "qualification,title")
        ),
        tasks=_grouped((row.text("work_process"), row.text("text")) for row in _rows("tasks.csv", "work_process,text")),
        about=_names("about.csv"),
        venues=_names("venues.csv"),
        event_ideas=tuple(
            _event_idea(row)
            for row in _rows(
                "event_ideas.csv",
                "kind,title,summary,organiser,hosts,starts,minutes,weekdays,roles,sectors,levels,seats,online",
            )
        ),
    )


def _settled(row: Row) -> SchoolSettings:
    has_cap = bool(row.optional_text("max_travel_minutes"))
    return SchoolSettings(
        school=row.text("name"),
        holiday_region=Region(row.choice("holiday_region", [region.value for region in Region])),
        minor_signature=MinorSignature(row.choice("minor_signature", [one.value for one in MinorSignature])),
        max_travel_minutes=row.whole("max_travel_minutes", at_least=1, at_most=MAX_TRAVEL_MINUTES) if has_cap else None,
    )


def _event_idea(row: Row) -> EventIdea:
    return EventIdea(
        kind=EventKind(row.choice("kind", [kind.value for kind in EventKind])),
        title=row.text("title"),
        summary=row.text("summary"),
        organiser=row.choice("organiser", ("school", "region", "employer")),
        hosts=_codes(row, "hosts"),
        starts=tuple(time.fromisoformat(text) for text in _codes(row, "starts")),
        minutes=row.whole("minutes", at_least=30, at_most=480),
        weekdays=tuple(int(day) for day in row.text("weekdays")),
        roles=_codes(row, "roles"),
        sectors=_codes(row, "sectors"),
        levels=tuple(int(level) for level in _codes(row, "levels")),
        seats=row.whole("seats", at_least=0, at_most=1000),
        is_online=row.yes_no("online"),
    )


def _rows(file: str, columns: str) -> tuple[Row, ...]:
    return read_rows(FOLDER / file, columns.split(","))


def _names(file: str) -> tuple[str, ...]:
    return tuple(row.text("name") for row in _rows(file, "name"))


def _codes(row: Row, column: str) -> tuple[str, ...]:
    return tuple(row.optional_text(column).split(";")) if row.optional_text(column) else ()


def _shares(row: Row, column: str) -> dict[str, float]:
    pairs = (part.split(":") for part in _codes(row, column))
    return {code: float(share) for code, share in pairs}


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    lists: dict[str, list[Item]] = {}
    for key, item in pairs:
        lists.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in lists.items()}


def _month_day(row: Row, column: str) -> tuple[int, int]:
    day = date.fromisoformat(f"2028-{row.text(column)}")
    return day.month, day.day

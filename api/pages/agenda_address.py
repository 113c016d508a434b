"""What the address of the agenda asks for: which stretch of time, how it looks, and which events; read and written."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Self, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from api.errors import UnreadableQueryError
from career.student import SchoolType
from events.event import Access, EventKind, Role
from services.event_words import LANGUAGE_LABELS
from services.events import EventFilters
from services.reference import load_lists

FIRST_YEAR, LAST_YEAR = 2000, 2100
LEVELS = range(5)
LONGEST_WORDS = 100
WEEK = timedelta(weeks=1)
Choice = TypeVar("Choice", bound=StrEnum)


class Look(StrEnum):
    """How a stretch of time is shown."""

    GRID = "rooster"
    LIST = "lijst"
    PRINT = "print"
    """For the wall of a classroom: a month on one sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an address asks for.

    Parameters
    ----------
    week : date or None
        The Monday of the week that is shown.
    month : (year, month) or None
        Without a week and a month it is everything that is coming.
    by_date : bool
        A student wants everything by date, not what fits first.
    """

    week: date | None = None
    month: tuple[int, int] | None = None
    look: Look = Look.GRID
    by_date: bool = False
    filters: EventFilters = field(default_factory=EventFilters)

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Read an address; raise ``UnreadableQueryError`` for what cannot be."""
        given = {name: query.get(name, "").strip() for name in NAMES}
        if given["week"] and given["maand"]:
            raise UnreadableQueryError
        return cls(
            week=_week(given["week"]) if given["week"] else None,
            month=_month(given["maand"]) if given["maand"] else None,
            look=_choice(Look, given["weergave"]) or Look.GRID,
            by_date=_one_of(given["volgorde"], ("datum",)) is not None,
            filters=_filters(given),
        )

    @property
    def query(self) -> dict[str, str]:
        """The names and values that ask for the same."""
        when = {
            "week": f"{self.week:%G-W%V}" if self.week else "",
            "maand": f"{self.month[0]}-{self.month[1]:02}" if self.month else "",
            "weergave": "" if self.look is Look.GRID else self.look.value,
            "volgorde": "datum" if self.by_date else "",
        }
        return {name: value for name, value in (when | self.chosen).items() if value}

    @property
    def chosen(self) -> dict[str, str]:
        """The names and values of the filters alone."""
        wanted = self.filters
        values = {
            "soort": wanted.kind or "",
            "gemeente": wanted.municipality or "",
            "wie": wanted.role or "",
            "niveau": "" if wanted.level is None else str(wanted.level),
            "sector": wanted.sector or "",
            "school": wanted.school_type or "",
            "taal": wanted.language or "",
            "toegang": wanted.access or "",
            "plek": "" if wanted.is_online is None else ("online" if wanted.is_online else "locatie"),
            "vrij": "ja" if wanted.has_seats else "",
            "zoek": wanted.words,
        }
        return {name: str(value) for name, value in values.items() if value}

    @property
    def href(self) -> str:
        """The address of the agenda that asks for this."""
        return "/agenda" + self._tail

    def event_href(self, event_id: UUID) -> str:
        """Give the address of one event, from which the way back leads here."""
        return f"/agenda/{event_id}{self._tail}"

    def at_week(self, day: date) -> "Asked":
        """Ask for the week of a day, with all else as it is."""
        kept = min(max(day, date(FIRST_YEAR, 1, 3)), date(LAST_YEAR, 12, 26))
        return replace(self, week=kept - timedelta(days=kept.weekday()), month=None)

    def at_month(self, day: date) -> "Asked":
        """Ask for the month of a day, with all else as it is."""
        kept = min(max(day, date(FIRST_YEAR, 1, 1)), date(LAST_YEAR, 12, 31))
        return replace(self, month=(kept.year, kept.month), week=None)

    def at_all(self) -> "Asked":
        """Ask for everything that is coming, with the same filters."""
        return replace(self, week=None, month=None, look=Look.GRID)

    def looking(self, look: Look) -> "Asked":
        """Ask for the same, shown in another way."""
        return replace(self, look=look)

    def unfiltered(self) -> "Asked":
        """Ask for the same stretch of time without filters."""
        return replace(self, filters=EventFilters())

    @property
    def _tail(self) -> str:
        return "?" + urlencode(self.query) if self.query else ""


NAMES = (
    "week",
    "maand",
    "weergave",
    "volgorde",
    "soort",
    "gemeente",
    "wie",
    "niveau",
    "sector",
    "school",
    "taal",
    "toegang",
    "plek",
    "vrij",
    "zoek",
)
"""Everything an address can hold."""


def _filters(given: Mapping[str, str]) -> EventFilters:
    level, place = _one_of(given["niveau"], tuple(map(str, LEVELS))), _one_of(given["plek"], ("online", "locatie"))
    if len(given["zoek"]) > LONGEST_WORDS:
        raise UnreadableQueryError
    return EventFilters(
        kind=_choice(EventKind, given["soort"]),
        municipality=given["gemeente"] or None,
        role=_choice(Role, given["wie"]),
        level=None if level is None else int(level),
        sector=_one_of(given["sector"], tuple(load_lists().sectors)),
        school_type=_choice(SchoolType, given["school"]),
        language=_one_of(given["taal"], tuple(LANGUAGE_LABELS)),
        access=_choice(Access, given["toegang"]),
        is_online=None if place is None else place == "online",
        has_seats=_one_of(given["vrij"], ("ja",)) is not None,
        words=" ".join(given["zoek"].split()),
    )


def _week(text: str) -> date:
    year, _, week = text.partition("-W")
    if not (_is_number(year) and _is_number(week) and FIRST_YEAR <= int(year) <= LAST_YEAR):
        raise UnreadableQueryError
    try:
        return date.fromisocalendar(int(year), int(week), 1)
    except ValueError:
        raise UnreadableQueryError from None


def _month(text: str) -> tuple[int, int]:
    year, _, month = text.partition("-")
    if not (_is_number(year) and _is_number(month)):
        raise UnreadableQueryError
    if not (FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
        raise UnreadableQueryError
    return int(year), int(month)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def _choice(kind: type[Choice], text: str) -> Choice | None:
    try:
        return kind(text) if text else None
    except ValueError:
        raise UnreadableQueryError from None


def _one_of(text: str, known: tuple[str, ...]) -> str | None:
    if text and text not in known:
        raise UnreadableQueryError
    return text or None

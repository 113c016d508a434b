"""What to do for a scheme by when: before the start, soon after it, or while a window is open."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import Mark, Origin, PlaceFacts, row_for
from employer_toolkit.wage import add_months, first_year

DAY = timedelta(days=1)


class WindowKind(StrEnum):
    """How the days on which somebody can apply are told."""

    CALENDAR = "calendar"
    BEFORE_START = "before_start"
    AFTER_START = "after_start"


class MomentState(StrEnum):
    """How a day on which something must be done lies to today."""

    TO_COME = "to_come"
    """The window has not opened."""
    OPEN = "open"
    PASSED = "passed"
    UNKNOWN = "unknown"
    """Nobody has told the days yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When somebody can apply.

    Parameters
    ----------
    label : str
        What to do, in plain Dutch.
    about_from, about_until : date or None
        Of a window in the calendar: for places in this period; the end is no longer part of it.
    opens_on, closes_on : date or None
        Its first and its last day.
    days, months : int
        How long before or after the start; the last day is the day before that many have passed.
    """

    scheme: str
    code: str
    kind: WindowKind
    types: frozenset[PlacementType]
    label: str
    about_from: date | None
    about_until: date | None
    opens_on: date | None
    closes_on: date | None
    closes_at: str
    days: int
    months: int
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Something to do for a scheme, and until when.

    Parameters
    ----------
    opens_on : date or None
        First day on which it can be done; ``None`` for any day up to the last.
    last_on : date or None
        Last day; ``None`` when nobody knows.
    closes_at : str
        Time of the last day, such as ``"17:00"``; empty for the whole day.
    is_advice : bool
        The day is our own advice; afterwards it can still be done.
    earlier : Window or None
        When the days are not known: the last known window, as an example.
    """

    scheme: str
    code: str
    label: str
    opens_on: date | None
    last_on: date | None
    closes_at: str
    state: MomentState
    marks: frozenset[Mark]
    is_advice: bool = False
    earlier: Window | None = None


def moments(windows: Iterable[Window], facts: PlaceFacts, *, today: date) -> tuple[Moment, ...]:
    """Say what must be done for one scheme, and by when, seen from today.

    Parameters
    ----------
    windows : iterable of Window
        All rows of one scheme.
    """
    fitting = [one for one in windows if not one.types or facts.type in one.types]
    calendar = [one for one in fitting if one.kind is WindowKind.CALENDAR]
    versions: dict[str, list[Window]] = {}
    for one in fitting:
        if one.kind is not WindowKind.CALENDAR:
            versions.setdefault(one.code, []).append(one)
    near = [_near_start(row_for(rows, facts.starts_on), facts, today=today) for rows in versions.values()]
    return (*near, *_in_calendar(calendar, facts, today=today))


def _near_start(window: Window, facts: PlaceFacts, *, today: date) -> Moment:
    is_before = window.kind is WindowKind.BEFORE_START
    days = timedelta(days=window.days)
    last_on = facts.starts_on - days - DAY if is_before else add_months(facts.starts_on, window.months) + days - DAY
    opens_on = None if is_before else facts.starts_on
    return Moment(
        scheme=window.scheme,
        code=window.code,
        label=window.label,
        opens_on=opens_on,
        last_on=last_on,
        closes_at="",
        state=_state(opens_on, last_on, today),
        marks=window.origin.marks_on(facts.starts_on),
        is_advice=window.origin.is_own,
    )


def _in_calendar(windows: Sequence[Window], facts: PlaceFacts, *, today: date) -> Iterator[Moment]:
    """Give each window of a period that the place is in; where none is known, say so with the last one beside it."""
    if not windows:
        return
    starts_on, ends_on = first_year(facts)
    ordered = sorted(windows, key=lambda one: one.about_from or date.min)
    covered_until = starts_on
    for one in ordered:
        about_from, about_until = one.about_from or date.min, one.about_until or date.max
        if about_from < ends_on and starts_on < about_until:
            covered_until = max(covered_until, about_until)
            yield Moment(
                scheme=one.scheme,
                code=one.code,
                label=one.label,
                opens_on=one.opens_on,
                last_on=one.closes_on,
                closes_at=one.closes_at,
                state=_state(one.opens_on, one.closes_on, today),
                marks=one.origin.marks_on(today) - {Mark.EXPIRED},
            )
    if covered_until < ends_on:
        last = ordered[-1]
        yield Moment(
            scheme=last.scheme,
            code=f"{last.code}-later",
            label=last.label,
            opens_on=None,
            last_on=None,
            closes_at="",
            state=MomentState.UNKNOWN,
            marks=frozenset({Mark.NOT_YET, Mark.TO_VERIFY}),
            earlier=last,
        )


def _state(opens_on: date | None, last_on: date | None, today: date) -> MomentState:
    if last_on is None:
        return MomentState.UNKNOWN
    if last_on < today:
        return MomentState.PASSED
    return MomentState.TO_COME if opens_on is not None and today < opens_on else MomentState.OPEN

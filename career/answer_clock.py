"""The answer clock (antwoordklok): until when somebody has to answer, when they are reminded, and when it closes."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from career.errors import InvalidValueError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY = timedelta(days=1)
SATURDAY = 6


class Side(StrEnum):
    """Who can take a step, and of whom an answer can be waited for."""

    STUDENT = "student"
    PARENT = "parent"
    EMPLOYER = "employer"
    HELPER = "helper"
    """The school or the jobhunter."""
    HOUSE = "house"
    """The service itself: the clock, or a place that is taken. It never refuses anybody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTerms:
    """How long people may take.

    Parameters
    ----------
    answer_days : int
        Working days to answer in; the day of the question does not count.
    reminder_day : int
        On which of those working days somebody is reminded.
    reminder_hour : int
        The hour of the day, in the Netherlands, at which.
    most_days : int
        Calendar days that something may wait without a step, the first day included.
    plan_ahead_days : int
        A meeting or a trial day is at most so many days ahead.
    next_helper_days : int
        Working days that the next who helps gets, when a yes of a student was left lying.
    """

    answer_days: int
    reminder_day: int
    reminder_hour: int
    most_days: int
    plan_ahead_days: int
    next_helper_days: int

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "reminder_day": (1 <= self.reminder_day <= self.answer_days, "geef een dag binnen de antwoordtijd"),
            "reminder_hour": (0 <= self.reminder_hour < 24, "geef een uur van 0 tot en met 23"),
            "most_days": (self.most_days > self.answer_days, "geef meer dagen dan de antwoordtijd"),
            "next_helper_days": (
                1 <= self.next_helper_days <= self.answer_days,
                "geef minstens 1 dag en niet meer dan de antwoordtijd",
            ),
            "plan_ahead_days": (0 < self.plan_ahead_days < self.most_days, "geef minder dagen dan iets mag wachten"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("answer terms", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The moments of one wait; each is the first moment at which it is so far.

    Parameters
    ----------
    remind_at : datetime or None
        ``None`` when there is no reminder to come.
    answer_by : datetime
        From then on it is too late: the end of a day in the Netherlands.
    closes_at : datetime
        From then on nobody answered.
    """

    remind_at: datetime | None
    answer_by: datetime
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerClock:
    """Counts working days for those who have to answer.

    Parameters
    ----------
    public_holidays : set of date
        Free for everybody.
    school_holidays : set of date
        Free for students, parents and those who help them, in the region of the school; not for a company.

    Examples
    --------
    Friday 18 December 2026, Christmas on the next Friday and Saturday:

    >>> terms = AnswerTerms(
    ...     answer_days=5, reminder_day=3, reminder_hour=9, most_days=15, plan_ahead_days=10, next_helper_days=3
    ... )
    >>> christmas = {date(2026, 12, 25), date(2026, 12, 26)}
    >>> clock = AnswerClock(terms=terms, public_holidays=christmas, school_holidays=frozenset())
    >>> asked = datetime(2026, 12, 18, 15, tzinfo=UTC)
    >>> clock.term(Side.EMPLOYER, now=asked, waiting_since=asked).answer_by
    datetime.datetime(2026, 12, 28, 23, 0, tzinfo=datetime.timezone.utc)
    """

    terms: AnswerTerms
    public_holidays: Set[date]
    school_holidays: Set[date]

    def is_free(self, day: date, side: Side) -> bool:
        """Say whether a side need not answer on a day."""
        is_free_school = side is not Side.EMPLOYER and day in self.school_holidays
        return day.isoweekday() >= SATURDAY or day in self.public_holidays or is_free_school

    def term(
        self,
        side: Side,
        *,
        now: datetime,
        waiting_since: datetime,
        counts_from: datetime | None = None,
        answer_days: int | None = None,
    ) -> Term:
        """Give the term of whoever has to answer.

        Parameters
        ----------
        now : datetime
            When the question was put to this side.
        waiting_since : datetime
            When the last step was taken; no wait goes on longer than the most from there.
        counts_from : datetime, optional
            The meeting or trial day after which an answer can be given at all.
        answer_days : int, optional
            Working days to answer in, instead of the usual number.
        """
        closes_at = start_of_day(local_day(waiting_since) + DAY * self.terms.most_days)
        asked_on = local_day(max(now, counts_from) if counts_from else now)
        last = local_day(closes_at) - DAY
        answer_on = self._working_day(answer_days or self.terms.answer_days, side, after=asked_on, last=last)
        remind_on = self._working_day(self.terms.reminder_day, side, after=asked_on, last=last)
        answer_by = min(start_of_day(answer_on + DAY), closes_at)
        remind_at = moment_on(remind_on, time(self.terms.reminder_hour))
        return Term(
            remind_at=remind_at if now < remind_at < answer_by else None, answer_by=answer_by, closes_at=closes_at
        )

    def _working_day(self, number: int, side: Side, *, after: date, last: date) -> date:
        """Give the working day of this number after a day, or the last day when that comes sooner."""
        day = after
        while number and day < last:
            day += DAY
            number -= not self.is_free(day, side)
        return day


def local_day(moment: datetime) -> date:
    """Give the day it is in the Netherlands."""
    return moment.astimezone(AMSTERDAM).date()


def start_of_day(day: date) -> datetime:
    """Give the first moment of a day in the Netherlands, in UTC.

    Examples
    --------
    The night in which the clock goes back lasts an hour longer:

    >>> start_of_day(date(2026, 10, 26)) - start_of_day(date(2026, 10, 25))
    datetime.timedelta(days=1, seconds=3600)
    """
    return moment_on(day, time(0))


def moment_on(day: date, clock: time) -> datetime:
    """Give the moment at which clocks in the Netherlands show this time on a day, in UTC."""
    return datetime.combine(day, clock, tzinfo=AMSTERDAM).astimezone(UTC)

"""When somebody hears of a message by mail: laws over all moments, and the two days on which the clock is changed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.message import AMSTERDAM, MailPace, MailState, MailWishes, Occasion

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ME = UUID(int=1)
DAILY, WEEKLY = MailPace.DAILY, MailPace.WEEKLY
moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
hours, weekdays = st.integers(0, 23), st.integers(1, 7)
SPRING, AUTUMN = datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)


def wishes(hour: int = 16, weekday: int = 1) -> MailWishes:
    return MailWishes(account_id=ME, hour=hour, weekday=weekday)


@given(moments, hours, weekdays, st.sampled_from([DAILY, WEEKLY]))
@example(SPRING, 2, 7, DAILY)
@example(AUTUMN, 2, 7, DAILY)
@example(AUTUMN - timedelta(hours=1), 2, 7, WEEKLY)
def test_digest_leaves_later_and_within_the_pace_at_the_hour_on_the_wall(
    after: datetime, hour: int, weekday: int, pace: MailPace
) -> None:
    due = wishes(hour, weekday).next_digest(pace, after=after)

    wall = due.astimezone(AMSTERDAM)
    longest = timedelta(days=1 if pace is DAILY else 7) + timedelta(hours=1)
    is_skipped = hour == 2 and wall.hour == 3  # the hour that does not exist in spring
    assert after < due <= after + longest
    assert (wall.hour == hour or is_skipped, wall.minute) == (True, 0)
    assert pace is DAILY or wall.isoweekday() == weekday


@given(moments, hours)
@example(SPRING - timedelta(days=2), 2)
@example(AUTUMN - timedelta(days=2), 2)
def test_daily_digests_leave_once_on_every_day_of_the_calendar(start: datetime, hour: int) -> None:
    mine, moment, days = wishes(hour), start, []
    for _ in range(5):
        moment = mine.next_digest(DAILY, after=moment)
        days.append(moment.astimezone(AMSTERDAM).date().toordinal())

    assert days == list(range(days[0], days[0] + 5))


@given(moments, hours, weekdays, st.sampled_from([DAILY, WEEKLY]))
def test_everything_of_one_stretch_leaves_together(after: datetime, hour: int, weekday: int, pace: MailPace) -> None:
    mine = wishes(hour, weekday)
    due = mine.next_digest(pace, after=after)

    assert mine.next_digest(pace, after=due - timedelta(microseconds=1)) == due


@pytest.mark.parametrize(
    ("after", "hour", "due"),
    [
        (SPRING - timedelta(days=1), 16, datetime(2027, 3, 27, 15, tzinfo=UTC)),
        (SPRING, 16, datetime(2027, 3, 28, 14, tzinfo=UTC)),
        (SPRING - timedelta(hours=1), 2, datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (AUTUMN, 16, datetime(2027, 10, 31, 15, tzinfo=UTC)),
        (AUTUMN - timedelta(hours=2), 2, datetime(2027, 10, 31, 0, tzinfo=UTC)),
        (AUTUMN - timedelta(minutes=30), 2, datetime(2027, 11, 1, 1, tzinfo=UTC)),
    ],
    ids=["day before summer", "summer", "skipped hour", "winter", "hour that comes twice", "between the two"],
)
def test_digest_follows_the_clock_when_it_is_changed(after: datetime, hour: int, due: datetime) -> None:
    assert wishes(hour).next_digest(DAILY, after=after) == due


@pytest.mark.parametrize(
    ("occasion", "answers", "news", "state"),
    [
        (Occasion.ANSWER, MailPace.AT_ONCE, MailPace.OFF, MailState.APART),
        (Occasion.ANSWER, DAILY, MailPace.OFF, MailState.DIGEST),
        (Occasion.ANSWER, MailPace.OFF, DAILY, MailState.NONE),
        (Occasion.NEWS, MailPace.OFF, WEEKLY, MailState.DIGEST),
        (Occasion.NEWS, MailPace.AT_ONCE, MailPace.OFF, MailState.NONE),
        (Occasion.APPOINTMENT, WEEKLY, MailPace.OFF, MailState.APART),
        (Occasion.APPOINTMENT, MailPace.OFF, DAILY, MailState.NONE),
    ],
)
def test_mail_follows_the_wish_for_its_occasion(
    occasion: Occasion, answers: MailPace, news: MailPace, state: MailState
) -> None:
    mine = MailWishes(account_id=ME, answers=answers, news=news)

    found, due_at = mine.mail_of(occasion, now=NOW)

    assert found is state
    assert {MailState.NONE: None, MailState.APART: NOW}.get(state, due_at) == due_at
    assert (state is MailState.DIGEST) == (due_at is not None and due_at > NOW)

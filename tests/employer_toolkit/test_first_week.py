"""The plan of a first week: laws for every schedule, and one week that can be read on paper."""

from datetime import date, time, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from employer_toolkit.first_week import FirstWeek, MomentKind, PlannedDay, plan_first_week
from employer_toolkit.placement import WorkDay

CHECK_INS = (MomentKind.CHECK_IN_DAY_1, MomentKind.CHECK_IN_DAY_3, MomentKind.CHECK_IN_WEEK)
ENDS = (*CHECK_INS, MomentKind.TALK, MomentKind.CLOSE)
KINDS_WITH_TASKS = {MomentKind.NEW_TASK, MomentKind.KNOWN_TASK}


def a_day(weekday: int, starts: time = time(9), ends: time = time(17), break_minutes: int = 30) -> WorkDay:
    return WorkDay(weekday=weekday, starts=starts, ends=ends, break_minutes=break_minutes)


@st.composite
def work_days(draw: st.DrawFn, weekday: int) -> WorkDay:
    begins = draw(st.integers(0, 22 * 60))
    span = draw(st.integers(1, 24 * 60 - 1 - begins))
    pause = draw(st.integers(0, min(span - 1, 90)))
    ends = begins + span
    return a_day(weekday, time(begins // 60, begins % 60), time(ends // 60, ends % 60), pause)


schedules = st.sets(st.integers(1, 7), min_size=1).flatmap(
    lambda weekdays: st.tuples(*(work_days(weekday) for weekday in sorted(weekdays)))
)
plans = st.fixed_dictionaries(
    {
        "starts_on": st.dates(date(2026, 1, 1), date(2028, 12, 31)),
        "n_tasks": st.integers(0, 12),
        "short_first_day": st.booleans(),
        "daily_talk": st.booleans(),
        "extra_breaks": st.booleans(),
    }
)
lengths = st.none() | st.integers(1, 200)
FULL_WEEK = tuple(a_day(weekday) for weekday in range(1, 8))
PLAIN = {
    "starts_on": date(2027, 2, 1),
    "n_tasks": 7,
    "short_first_day": False,
    "daily_talk": False,
    "extra_breaks": False,
}


def planned(schedule: tuple[WorkDay, ...], asked: dict, n_days: int | None) -> FirstWeek:
    ends_on = None if n_days is None else asked["starts_on"] + timedelta(days=n_days)
    return plan_first_week(schedule, ends_on=ends_on, **asked)


def minutes(day: PlannedDay, *kinds: MomentKind) -> int:
    def minute(moment: time) -> int:
        return moment.hour * 60 + moment.minute

    return sum(minute(one.ends) - minute(one.starts) for one in day.moments if not kinds or one.kind in kinds)


@given(schedules, plans, lengths)
@example(FULL_WEEK, PLAIN, None)
def test_every_working_day_of_seven_days_is_in_it_once_and_in_order(
    schedule: tuple[WorkDay, ...], asked: dict, n_days: int | None
) -> None:
    week = planned(schedule, asked, n_days)

    weekdays = {day.weekday for day in schedule}
    seven = [asked["starts_on"] + timedelta(days=ahead) for ahead in range(min(7, n_days or 7))]
    assert [day.day for day in week.days] == [on for on in seven if on.isoweekday() in weekdays]


@given(schedules, plans, lengths)
@example(FULL_WEEK, PLAIN, None)
def test_moments_follow_one_another_and_fill_the_hours_and_nothing_beside_them(
    schedule: tuple[WorkDay, ...], asked: dict, n_days: int | None
) -> None:
    hours = {day.weekday: day for day in schedule}

    for number, day in enumerate(planned(schedule, asked, n_days).days, start=1):
        held = hours[day.day.isoweekday()]
        assert day.starts == held.starts == day.moments[0].starts
        assert day.ends == day.moments[-1].ends <= held.ends
        assert all(one.starts < one.ends for one in day.moments)
        assert all(one.ends == following.starts for one, following in pairwise(day.moments))
        assert (day.ends == held.ends) or (number == 1 and day.is_short)
        assert minutes(day, MomentKind.PAUSE) == held.break_minutes
        assert minutes(day) - held.break_minutes <= held.minutes


@given(schedules, plans, lengths)
@example(FULL_WEEK, PLAIN, None)
def test_every_task_is_new_once_and_none_is_done_again_before_it_was_new(
    schedule: tuple[WorkDay, ...], asked: dict, n_days: int | None
) -> None:
    week = planned(schedule, asked, n_days)

    seen: list[int] = []
    for day in week.days:
        new = {task for one in day.moments if one.kind is MomentKind.NEW_TASK for task in one.tasks}
        again = {task for one in day.moments if one.kind is MomentKind.KNOWN_TASK for task in one.tasks}
        assert len(new) <= 1
        seen += sorted(new)
        assert again <= set(seen)
        assert all(not one.tasks for one in day.moments if one.kind not in KINDS_WITH_TASKS)
    # A day of a few minutes has no time for a task; it is not lost by that.
    if all(minutes(day) > 60 for day in week.days):
        assert sorted((*seen, *week.later_tasks)) == list(range(asked["n_tasks"]))


@given(schedules, plans, lengths)
@example(FULL_WEEK, PLAIN, None)
def test_first_third_and_last_day_end_with_a_talk_of_their_own(
    schedule: tuple[WorkDay, ...], asked: dict, n_days: int | None
) -> None:
    week = planned(schedule, asked, n_days)
    long_enough = [day for day in week.days if minutes(day) > 60]
    if len(long_enough) < len(week.days):
        return

    ends = [[one.kind for one in day.moments if one.kind in ENDS] for day in week.days]
    usual = [MomentKind.TALK if asked["daily_talk"] else MomentKind.CLOSE]
    for number, found in enumerate(ends, start=1):
        due = [
            kind
            for kind, is_due in zip(
                CHECK_INS, (number == 1, number == 3, number == len(ends) and number != 1), strict=True
            )
            if is_due
        ]
        assert found == (due or usual)
    assert week.third_day_on is None or len(week.days) < 3


def test_third_working_day_in_a_later_week_has_its_date() -> None:
    week = plan_first_week([a_day(1), a_day(2)], starts_on=date(2027, 2, 2), ends_on=None, n_tasks=1)

    assert [day.day for day in week.days] == [date(2027, 2, 2), date(2027, 2, 8)]
    assert week.third_day_on == date(2027, 2, 9)


def test_day_of_half_the_hours_when_hours_are_built_up() -> None:
    week = plan_first_week(
        [a_day(1), a_day(2)], starts_on=date(2027, 2, 1), ends_on=None, n_tasks=1, short_first_day=True
    )

    assert [(day.ends, day.is_short) for day in week.days] == [(time(13, 15), True), (time(17), False)]


def test_plan_can_be_read_on_paper() -> None:
    week = plan_first_week([a_day(1)], starts_on=date(2027, 2, 1), ends_on=None, n_tasks=2, extra_breaks=True)

    (day,) = week.days
    assert [(one.starts.isoformat("minutes"), one.kind.value, one.tasks) for one in day.moments] == [
        ("09:00", "welcome", ()),
        ("09:30", "tour", ()),
        ("10:00", "new_task", (0,)),
        ("11:30", "short_pause", ()),
        ("11:35", "new_task", (0,)),
        ("13:05", "pause", ()),
        ("13:35", "known_task", (0,)),
        ("15:05", "short_pause", ()),
        ("15:10", "known_task", (0,)),
        ("16:45", "check_in_day_1", ()),
    ]
    assert week.later_tasks == (1,)

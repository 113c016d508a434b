"""What is asked about a schedule: which kinds of work there are, and what cannot be right."""

from datetime import UTC, datetime, time
from typing import Any

import pytest

from career.errors import InvalidValueError
from employer_toolkit.placement import PlacementType, WorkDay
from services.permissions import ANONYMOUS
from services.reference import Outcome, Week, load_reference
from services.schedules import ScheduleAsked, check_schedule, kind_of_type
from services.working_week import NO_SCHOOL, WorkingWeek

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SATURDAY = WorkDay(weekday=6, starts=time(9), ends=time(13), break_minutes=0)


def asked(*, age: int | None = 16, kind: str = "werk", kind_of_week: Week = Week.SCHOOL, **week: Any) -> ScheduleAsked:
    return ScheduleAsked(
        age=age,
        kind=kind,
        week=WorkingWeek(**{"kind": kind_of_week, "days": (SATURDAY,), "school_minutes": NO_SCHOOL, **week}),
    )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"age": None}, "age"),
        ({"age": 0}, "age"),
        ({"age": 120}, "age"),
        ({"kind": "vrije tijd"}, "kind"),
        ({"days": ()}, "days"),
        ({"days": (SATURDAY, SATURDAY)}, "days"),
        ({"days": (WorkDay(weekday=6, starts=time(13), ends=time(9)),)}, "days.6"),
        ({"days": (WorkDay(weekday=6, starts=time(9), ends=time(9, 30), break_minutes=30),)}, "days.6"),
        ({"days": (WorkDay(weekday=6, starts=time(9), ends=time(13), break_minutes=-1),)}, "days.6"),
        ({"school_minutes": (24 * 60 + 1, 0, 0, 0, 0, 0, 0)}, "school_minutes"),
        ({"holiday_weeks": 53}, "holiday_weeks"),
        ({"holiday_weeks": 2, "holiday_weeks_in_row": 3}, "holiday_weeks_in_row"),
    ],
)
def test_what_cannot_be_right_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check_schedule(by=ANONYMOUS, now=NOW, asked=asked(**changed))

    assert list(caught.value.faults) == [field]


def test_all_faults_are_named_together() -> None:
    with pytest.raises(InvalidValueError) as caught:
        check_schedule(by=ANONYMOUS, now=NOW, asked=asked(age=None, kind="", days=(), holiday_weeks=99))

    assert list(caught.value.faults) == ["age", "kind", "days", "holiday_weeks"]


@pytest.mark.parametrize("placement_type", list(PlacementType))
def test_every_type_of_placement_is_of_a_kind_with_its_own_rules(placement_type: PlacementType) -> None:
    reference = load_reference(NOW.date())
    kind = reference.work_kinds[kind_of_type(placement_type, now=NOW)]

    for age in range(reference.placement_types[placement_type].min_age, 30):
        for week in (Week.SCHOOL, Week.HOLIDAY):
            answer = check_schedule(by=ANONYMOUS, now=NOW, asked=asked(age=age, kind=kind.code, kind_of_week=week))
            own = reference.working_time_of(placement_type, age=age, week=week)
            assert own is not None
            assert answer.rule == own.rule


def test_who_is_too_young_hears_from_which_age_it_can() -> None:
    answer = check_schedule(by=ANONYMOUS, now=NOW, asked=asked(age=13, kind="stage"))

    assert (answer.is_too_young, answer.youngest_age, answer.outcome) == (True, 14, Outcome.BROKEN)


def test_exemption_holds_for_fifteen_only() -> None:
    rules = [
        check_schedule(by=ANONYMOUS, now=NOW, asked=asked(age=age, kind="vrijstelling")).rule
        for age in (14, 15, 16, 18)
    ]

    assert rules == ["", "exempt_8_1", "youth", "adult"]

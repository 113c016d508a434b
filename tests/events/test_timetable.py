"""Rounds follow one another, with a break where there is one, and a timetable that cannot be is refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events.errors import InvalidSpeedDatesError
from events.timetable import Timetable

STARTS = datetime(2027, 1, 13, 9, tzinfo=UTC)


def make_timetable(**changes: Any) -> Timetable:
    plain = {"starts_at": STARTS, "n_rounds": 3, "talk_minutes": 10, "change_minutes": 2}
    return Timetable(**{**plain, **changes})


def test_break_moves_the_rounds_after_it() -> None:
    timetable = make_timetable(break_after=2, break_minutes=15)

    begins = [(start - STARTS) // timedelta(minutes=1) for start, _ in timetable.rounds]
    assert begins == [0, 12, 39]
    assert timetable.ends_at == STARTS + timedelta(minutes=49)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"starts_at": STARTS.replace(tzinfo=None)}, ["starts_at"]),
        ({"n_rounds": 0}, ["n_rounds"]),
        ({"n_rounds": 25, "talk_minutes": 0}, ["n_rounds", "talk_minutes"]),
        ({"break_after": 3, "break_minutes": 5}, ["break_after"]),
        ({"break_after": 1}, ["break_minutes"]),
        ({"break_minutes": 5, "change_minutes": -1}, ["change_minutes", "break_minutes"]),
    ],
)
def test_timetable_that_cannot_be_is_refused_with_every_fault(wrong: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(InvalidSpeedDatesError) as caught:
        make_timetable(**wrong)

    assert list(caught.value.faults) == fields

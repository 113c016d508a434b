"""The alternatives know one number per row for what the gates look up, and refuse a market where that is not enough."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.parts.law import SCHOOL_WEEK, law_in_use, tightens, with_one_look
from benchmarks.parts.lists import DisagreementError
from benchmarks.parts.markets import Market, make_market
from benchmarks.parts.numpy_rankings import Blocked
from benchmarks.parts.prepared import Prepared, prepare
from matching import NO_END, OLDEST, Recognition, SundayWork
from tests.benchmarks.tight_rules import tightened

N_STUDENTS, N_PLACES, TOP = 400, 600, 20


@pytest.fixture(scope="module")
def market() -> Market:
    return make_market(n_students=N_STUDENTS, n_placements=N_PLACES, seed=5)


def with_places(market: Market, **columns: Any) -> Market:
    return replace(market, placements=market.placements | columns)


def with_law(market: Market, **columns: Any) -> Market:
    return replace(market, rules=replace(market.rules, working_time=replace(market.rules.working_time, **columns)))


def test_drawn_market_is_one_that_the_alternatives_know(market: Market) -> None:
    of = prepare(market)

    assert not tightens(market.rules)[np.arange(OLDEST) >= market.rules.minimum_age[:, None]].any()
    assert of.timetabled


def test_years_before_a_limit_gets_tighter_are_left_out(market: Market) -> None:
    law, row_of = market.rules.working_time, market.rules.working_time_row.copy()
    row = row_of[0, SCHOOL_WEEK, OLDEST - 40]
    tighter = replace(law, **{name: np.append(getattr(law, name), getattr(law, name)[row]) for name in law.__slots__})
    tighter.week_minutes[-1] -= 60
    row_of[0, :, 30:] = len(tighter.week_minutes) - 1

    simpler = with_one_look(replace(market.rules, working_time=tighter, working_time_row=row_of))

    assert simpler.minimum_age[0] == 30
    assert simpler.minimum_age[1:].tolist() == market.rules.minimum_age[1:].tolist()


def test_there_are_no_holiday_weeks(market: Market) -> None:
    assert market.rules.school_weeks_before.shape[1] == 1


@pytest.fixture(scope="module")
def tight(market: Market) -> Prepared:
    return prepare(tightened(market))


@pytest.mark.parametrize(
    ("of", "column", "lenient"),
    [
        ("places", "safe_age", 0),
        ("places", "asked_minutes", 0),
        ("places", "longest_trip_2", 10_000),
        ("places", "law_days", 2**63 - 1),
        ("students", "from_date", 0),
        ("students", "limit_minutes", 10_000),
        ("students", "week_left", 10_000),
        ("students", "longest_work", 10_000),
    ],
)
def test_every_fact_of_the_law_decides_about_some_pair(tight: Prepared, of: str, column: str, lenient: int) -> None:
    expected = Blocked(tight).rank(N_STUDENTS, top=TOP)
    columns = getattr(tight, of)
    without: Any = {of: columns | {column: np.full_like(columns[column], lenient)}}

    with pytest.raises(DisagreementError):
        Blocked(replace(tight, **without)).rank(N_STUDENTS, top=TOP).check(expected, f"without {column}")


@pytest.mark.parametrize(
    ("of_a_place", "says"),
    [
        ("later", "day_starts differs between the days"),
        ("shorter", "day_minutes differs between the days"),
        ("long", "the rest in a week can get too short"),
        ("recognised", "a place without an end needs recognition"),
        ("levels", "a place suits levels that ask different hours"),
    ],
)
def test_place_that_asks_for_more_than_one_look_is_refused(market: Market, of_a_place: str, says: str) -> None:
    p = market.placements
    columns = {name: p[name].copy() for name in ("day_starts", "day_ends", "day_minutes", "end_day", "level_min")}
    works = np.flatnonzero(p["weekdays"][0] >> np.arange(7) & 1)
    rules = market.rules
    if of_a_place == "later":
        columns["day_starts"][0, works[0]] += 30
    elif of_a_place == "shorter":
        columns["day_minutes"][0, works[0]] -= 30
    elif of_a_place == "long":
        columns["day_starts"][0, works], columns["day_ends"][0, works] = 0, 14 * 60
    elif of_a_place == "recognised":
        columns["end_day"][p["offers"].rows[p["recognition"] == Recognition.ACTIVE][0]] = NO_END
    else:
        asked = rules.programme_minutes.copy()
        asked[rules.programme_by_length] += np.arange(rules.programme_by_length.sum(), dtype=np.int32)
        rules = replace(rules, programme_minutes=asked)
        columns["level_min"][:] = 1

    with pytest.raises(SystemExit, match=says):
        prepare(replace(with_places(market, **columns), rules=rules))


def test_hazard_for_one_age_alone_is_refused(market: Market) -> None:
    forbidden = np.zeros_like(market.rules.hazards_forbidden)
    forbidden[:, 20] = np.uint64(2**64 - 1)

    with pytest.raises(SystemExit, match="a hazard refuses an age but no younger one"):
        prepare(replace(market, rules=replace(market.rules, hazards_forbidden=forbidden)))


def test_sunday_for_who_is_free_on_saturday_is_refused(market: Market) -> None:
    sunday = np.full_like(market.rules.working_time.sunday, SundayWork.SATURDAY_FREE)

    with pytest.raises(SystemExit, match="free on Saturday"):
        law_in_use(with_law(market, sunday=sunday).rules)


def test_limit_that_gets_tighter_is_refused(market: Market) -> None:
    counts = ~market.rules.working_time.school_counts

    with pytest.raises(SystemExit, match="a limit of working time gets tighter with age"):
        prepare(with_law(market, school_counts=counts))


def test_day_that_is_refused_from_a_birthday_on_is_refused(market: Market) -> None:
    row_of = market.rules.working_time_row[:, SCHOOL_WEEK, OLDEST]
    earliest = market.rules.working_time.earliest.copy()
    earliest[row_of] = 23 * 60

    with pytest.raises(SystemExit, match="a day of work is refused from a birthday on"):
        prepare(with_law(market, earliest=earliest))

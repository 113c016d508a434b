"""A schedule of speed dates can be held, is the best there is where that can be known, and changes little."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.errors import InvalidSpeedDatesError
from events.speed_date_plan import make_schedule, mend_schedule, still_possible
from events.speed_dates import Host, Schedule, SpeedDates, Talk, Visitor, worth_of
from tests.events.speed_date_cases import EMPLOYERS, STUDENTS, best_worth, make_dates

N_INSTANCES, N_A_TEST = 1000, 100


def drawn(seed: int, *, most_students: int = 12, is_full: bool = False) -> SpeedDates:
    rng = Random(seed)
    return make_dates(
        rng,
        n_students=rng.randint(0, most_students),
        n_employers=rng.randint(0, 6),
        n_rounds=rng.randint(1, 6),
        is_full=is_full,
    )


@pytest.mark.parametrize("first", range(0, N_INSTANCES, N_A_TEST))
def test_every_schedule_can_be_held_and_says_what_it_is_worth(first: int) -> None:
    for seed in range(first, first + N_A_TEST):
        asked = drawn(seed)

        made = make_schedule(asked, seed=seed)

        assert worth_of(asked, made.talks) == made.worth
        assert replace(made.worth, minus_waits=0) <= made.bound


@pytest.mark.parametrize("is_full", [True, False], ids=["all there", "some come late"])
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_small_schedule_is_worth_as_much_as_the_best_of_all(first: int, is_full: bool) -> None:
    for seed in range(first, first + 50):
        asked = make_dates(Random(seed), n_students=4, n_employers=3, n_rounds=3, is_full=is_full, density=0.8)

        assert make_schedule(asked, seed=1).worth == best_worth(asked)


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_when_all_are_there_nothing_could_be_better(seed: int) -> None:
    assert make_schedule(drawn(seed, is_full=True), seed=0).is_best


@given(st.integers(0, 2**32), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_order_of_the_rows_changes_nothing(seed: int, rng: Random) -> None:
    asked = drawn(seed)
    rows = [list(asked.visitors), list(asked.hosts), list(asked.pairs)]
    for listed in rows:
        rng.shuffle(listed)  # type: ignore[arg-type]
    visitors, hosts, pairs = map(tuple, rows)

    shuffled = replace(asked, visitors=visitors, hosts=hosts, pairs=pairs)

    assert make_schedule(shuffled, seed=3) == make_schedule(asked, seed=3)


def test_lottery_favours_nobody() -> None:
    asked = make_dates(Random(0), n_students=2, n_employers=1, n_rounds=1, is_full=True, density=1)
    asked = replace(
        asked,
        visitors=tuple(replace(visitor, most_talks=None) for visitor in asked.visitors),
        hosts=tuple(replace(host, tables=(1,)) for host in asked.hosts),
        pairs=tuple(replace(pair, percent=50, is_wish=False) for pair in asked.pairs),
    )

    winners = [make_schedule(asked, seed=seed).talks[0].student_id for seed in range(400)]

    assert 160 < winners.count(STUDENTS[0]) < 240


def test_wish_goes_before_a_better_fit() -> None:
    asked = make_dates(Random(0), n_students=2, n_employers=1, n_rounds=1, is_full=True, density=1)
    first, second = (
        replace(asked.pairs[0], percent=1, is_wish=True),
        replace(asked.pairs[1], percent=100, is_wish=False),
    )
    asked = replace(
        asked,
        visitors=tuple(replace(visitor, most_talks=None) for visitor in asked.visitors),
        hosts=(replace(asked.hosts[0], tables=(1,)),),
        pairs=(first, second),
    )

    assert [talk.student_id for talk in make_schedule(asked, seed=0).talks] == [first.student_id]


# Mending


def changed(asked: SpeedDates, rng: Random) -> SpeedDates:
    """Have somebody stay away, an employer leave and somebody come late."""
    visitors = list(asked.visitors)
    if visitors:
        gone = rng.randrange(len(visitors))
        visitors[gone] = replace(visitors[gone], rounds=frozenset())
        late = rng.randrange(len(visitors))
        visitors[late] = replace(visitors[late], rounds=frozenset(r for r in visitors[late].rounds if r >= 1))
    hosts = list(asked.hosts)
    if hosts:
        left, last = rng.randrange(len(hosts)), rng.randrange(asked.n_rounds)
        tables = tuple(n if r < last else 0 for r, n in enumerate(hosts[left].tables))
        hosts[left] = replace(hosts[left], tables=tables)
    return replace(asked, visitors=tuple(visitors), hosts=tuple(hosts))


def mended(seed: int) -> tuple[SpeedDates, Schedule, Schedule]:
    asked = drawn(seed)
    before = make_schedule(asked, seed=seed)
    now = changed(asked, Random(seed))
    return now, before, mend_schedule(now, seed=seed, talks=before.talks)


@given(st.integers(0, 2**32))
@settings(max_examples=30, deadline=None)
def test_mended_schedule_can_be_held_and_moves_no_talk_that_can_stay(seed: int) -> None:
    now, before, after = mended(seed)

    assert worth_of(now, after.talks) == after.worth
    assert set(still_possible(now, before.talks)) <= set(after.talks)


@given(st.integers(0, 2**32))
@settings(max_examples=20, deadline=None)
def test_mending_what_is_whole_changes_nothing_for_who_has_talks(seed: int) -> None:
    asked = drawn(seed)
    made = make_schedule(asked, seed=seed)

    assert set(made.talks) <= set(mend_schedule(asked, seed=seed, talks=made.talks).talks)


def test_mended_small_schedule_is_the_best_around_what_stays() -> None:
    for seed in range(100):
        rng = Random(seed)
        asked = make_dates(rng, n_students=4, n_employers=3, n_rounds=3, density=0.8)
        before = make_schedule(asked, seed=seed)
        now = changed(asked, rng)

        after = mend_schedule(now, seed=seed, talks=before.talks)

        assert after.worth == best_worth(now, kept=still_possible(now, before.talks))


# What cannot be


ONE = SpeedDates(
    n_rounds=2,
    visitors=(Visitor(student_id=STUDENTS[0], rounds=frozenset({0, 1}), most_talks=1),),
    hosts=(Host(employer_id=EMPLOYERS[0], tables=(1, 0)),),
    pairs=(),
)


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"n_rounds": 0, "hosts": (), "visitors": ()}, ["n_rounds"]),
        ({"visitors": (*ONE.visitors, *ONE.visitors)}, ["visitors"]),
        ({"visitors": (replace(ONE.visitors[0], rounds=frozenset({2})),)}, ["visitors"]),
        ({"hosts": (replace(ONE.hosts[0], tables=(1,)),)}, ["hosts"]),
        ({"hosts": (replace(ONE.hosts[0], tables=(-1, 1)),), "visitors": (*ONE.visitors * 2,)}, ["visitors", "hosts"]),
    ],
)
def test_speed_dates_that_cannot_be_are_refused_with_every_fault(wrong: dict[str, object], fields: list[str]) -> None:
    with pytest.raises(InvalidSpeedDatesError) as caught:
        replace(ONE, **wrong)  # type: ignore[arg-type]

    assert list(caught.value.faults) == fields


def at(round_ix: int, table: int = 0, student: int = 0, employer: int = 0) -> Talk:
    return Talk(round=round_ix, table=table, student_id=STUDENTS[student], employer_id=EMPLOYERS[employer])


BUSY = make_dates(Random(0), n_students=2, n_employers=2, n_rounds=2, is_full=True, density=1)
BUSY = replace(
    BUSY,
    visitors=tuple(replace(visitor, most_talks=None) for visitor in BUSY.visitors),
    hosts=tuple(replace(host, tables=(1, 1)) for host in BUSY.hosts),
)
LIMITED: Callable[[SpeedDates], SpeedDates] = lambda asked: replace(  # noqa: E731 - one line in a table
    asked, visitors=tuple(replace(visitor, most_talks=1) for visitor in asked.visitors)
)


@pytest.mark.parametrize(
    ("talks", "asked"),
    [
        ([at(0), at(1)], BUSY),
        ([at(0), at(0, employer=1)], BUSY),
        ([at(0), at(0, student=1)], BUSY),
        ([at(0, table=1)], BUSY),
        ([at(2)], BUSY),
        ([at(0, student=2)], BUSY),
        ([at(0), at(1, employer=1)], LIMITED(BUSY)),
        ([at(0)], replace(BUSY, pairs=())),
        ([at(0)], replace(BUSY, visitors=(replace(BUSY.visitors[0], rounds=frozenset({1})),), pairs=())),
    ],
    ids=["twice", "two places", "one table", "no table", "no round", "unknown", "too many", "no pair", "not there"],
)
def test_schedule_that_cannot_be_is_refused(talks: list[Talk], asked: SpeedDates) -> None:
    with pytest.raises(InvalidSpeedDatesError):
        worth_of(asked, talks)

from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.disclosure import FEWEST_POSSIBLE, ToldCounts, rounded, tell_counts, tell_share, untold_bounds
from services.placements import FEWEST_TOLD


@st.composite
def populations(draw: st.DrawFn, *, most: int = 60, lines: int = 12, tables: int = 3) -> dict[str, dict[str, int]]:
    """Draw who there is, counted in several tables that add up to the same number; small lines are many."""
    sizes = st.one_of(st.integers(0, 12), st.sampled_from([9, 19, 29, 39]), st.integers(0, most))
    first = draw(st.lists(sizes, min_size=1, max_size=lines))
    left, found = sum(first), {"0": {str(n): size for n, size in enumerate(first)}}
    for table in range(1, draw(st.integers(1, tables))):
        cuts = sorted(draw(st.lists(st.integers(0, left), max_size=lines - 1)))
        edges = [0, *cuts, left]
        found[str(table)] = {str(n): high - low for n, (low, high) in enumerate(pairwise(edges))}
    return found


def told_of(tables: dict[str, dict[str, int]]) -> ToldCounts:
    return tell_counts(sum(tables["0"].values()), tables)


@given(populations())
def test_every_told_number_is_the_real_one_rounded_down(tables: dict[str, dict[str, int]]):
    told = told_of(tables)

    assert told.step % FEWEST_TOLD == 0
    assert told.parts == {
        name: {line: rounded(n, step=told.step) for line, n in lines.items()} for name, lines in tables.items()
    }
    assert all(n is None or n >= FEWEST_TOLD for lines in told.parts.values() for n in lines.values())


@given(populations())
@settings(max_examples=500)
def test_no_untold_number_can_be_worked_out(tables: dict[str, dict[str, int]]):
    told = told_of(tables)

    untold = [n for lines in tables.values() for n in lines.values() if n < told.step]
    bounds = list(untold_bounds(told))

    assert len(bounds) == len(untold)
    assert all(low <= n <= high for n, (low, high) in zip(untold, bounds, strict=True))
    assert all(high - low + 1 >= FEWEST_POSSIBLE for low, high in bounds)


def worlds(told: ToldCounts) -> list[dict[tuple[str, str], int]]:
    """Give every set of tables that would be told in the same way, by trying them all."""
    cells = [(name, line, n) for name, lines in told.parts.items() for line, n in lines.items()]
    choices = [range(told.step) if n is None else range(n, n + told.step) for _, _, n in cells]
    found = []
    for numbers in product(*choices):
        sums = dict.fromkeys(told.parts, 0)
        for (name, _, _), number in zip(cells, numbers, strict=True):
            sums[name] += number
        total = next(iter(sums.values()))
        if set(sums.values()) == {total} and rounded(total, step=told.step) == told.total:
            found.append({(name, line): number for (name, line, _), number in zip(cells, numbers, strict=True)})
    return found


@given(populations(most=30, lines=2, tables=2))
@settings(max_examples=25, deadline=None)
def test_bounds_are_those_that_trying_everything_finds(tables: dict[str, dict[str, int]]):
    total = sum(tables["0"].values())
    told = ToldCounts(
        step=10,
        total=rounded(total),
        parts={name: {line: rounded(n) for line, n in lines.items()} for name, lines in tables.items()},
    )

    possible = worlds(told)

    untold = [(name, line) for name, lines in told.parts.items() for line, n in lines.items() if n is None]
    expected = [(min(one[cell] for one in possible), max(one[cell] for one in possible)) for cell in untold]
    assert list(untold_bounds(told)) == expected


def test_numbers_that_would_tell_each_other_are_told_in_wider_steps():
    tables = {"town": {str(n): 19 if n else 9 for n in range(10)}}

    told = tell_counts(180, tables)

    assert list(
        untold_bounds(ToldCounts(step=10, total=180, parts={"town": {"0": None, **dict.fromkeys("123456789", 10)}}))
    ) == [(9, 9)]
    assert (told.step, told.total) == (20, 180)


def test_table_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="adds up to 3, not to 4"):
        tell_counts(4, {"town": {"Zwolle": 3}})


@given(st.integers(0, 500), st.integers(0, 500))
def test_share_is_told_only_of_many(n: int, others: int):
    told = tell_share(n, n + others)

    assert (told is None) == (min(n, others) < FEWEST_TOLD)
    assert told is None or abs(told / 10 - n / (n + others)) <= 0.1

"""Marks tell competencies apart: as many as there are marks for at once, and of more those that meet most often."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.marks import N_MARKS, NOWHERE, marks_of

ROW = np.dtype([("covered_at", "i8"), ("covered_n", "i4")])


class Covering(NamedTuple):
    """Of a table of placements what marks look at."""

    rows: np.ndarray
    covered: np.ndarray


def covering(places: list[list[int]]) -> Covering:
    ends = np.cumsum([0, *map(len, places)])
    rows = np.array([(at, len(place)) for at, place in zip(ends, places, strict=False)], dtype=ROW)
    return Covering(rows, np.array([code for place in places for code in place], dtype=np.int32))


def shared(marks: np.ndarray, codes: range) -> int:
    return sum(marks[one] == marks[other] for one, other in combinations(codes, 2))


@given(places=st.lists(st.lists(st.integers(0, 400), max_size=12, unique=True), max_size=12))
def test_what_is_covered_has_a_mark_and_nothing_else(places: list[list[int]]) -> None:
    covered = {code for place in places for code in place}

    marks = marks_of(covering([sorted(place) for place in places]), np.arange(len(places)) % 3)

    assert {code for code, mark in enumerate(marks.tolist()) if mark != NOWHERE} == covered
    assert len(marks) == max(covered, default=-1) + 1


def test_competencies_under_one_offer_are_told_apart_as_long_as_there_are_marks() -> None:
    places = [[4 * code] for code in range(N_MARKS)]

    marks = marks_of(covering(places), np.zeros(N_MARKS, dtype=np.int64))

    assert len(set(marks[::4].tolist())) == N_MARKS


def test_competencies_share_a_mark_across_offers_rather_than_within_one() -> None:
    places = [[one, (one + 5) % 200] for one in range(200)]

    marks = marks_of(covering(places), np.arange(200) % 5)

    assert len(set(marks.tolist())) == N_MARKS
    assert [shared(marks, range(offer, 200, 5)) for offer in range(5)] == [0] * 5

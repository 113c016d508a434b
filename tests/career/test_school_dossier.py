"""A layout holds the whole core, an assignment can be done, and a task is never done before it is."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.assignment import Assignment
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from career.school_dossier import (
    Chapter,
    SchoolAssignment,
    SchoolDossier,
    SetAssignment,
    TaskState,
    laid_out,
    task_state,
)

FIVE = list(CareerCompetency)
CORE = {one: one.value for one in FIVE}
DAY = date(2026, 11, 23)


@given(st.lists(st.integers(0, 4), min_size=5, max_size=5))
def test_each_division_of_the_five_is_a_layout(under: list[int]) -> None:
    chapters = tuple(
        Chapter(title=f"Deel {n}", competencies=frozenset(c for c, at in zip(FIVE, under, strict=True) if at == n))
        for n in sorted(set(under))
    )

    own = SchoolDossier(school="De Wissel", chapters=chapters)

    assert laid_out(own, CORE) == chapters
    assert sorted(c for one in chapters for c in one.competencies) == sorted(FIVE)


@given(st.lists(st.frozensets(st.sampled_from(FIVE)), min_size=1, max_size=6))
def test_layout_that_leaves_out_or_doubles_one_is_refused(sets: list[frozenset[CareerCompetency]]) -> None:
    chapters = tuple(Chapter(title=f"Deel {n}", competencies=held) for n, held in enumerate(sets))
    held = sorted(c for one in sets for c in one)
    if held == sorted(FIVE) and all(sets):
        SchoolDossier(school="De Wissel", chapters=chapters)
        return

    with pytest.raises(InvalidValueError) as caught:
        SchoolDossier(school="De Wissel", chapters=chapters)

    assert set(caught.value.faults) == {"chapters"}


@pytest.mark.parametrize("own", [None, SchoolDossier(school="De Wissel", vision="Doen is leren.")])
def test_without_a_layout_the_core_is_it(own: SchoolDossier | None) -> None:
    assert [(one.title, *one.competencies) for one in laid_out(own, CORE)] == [(c.value, c) for c in FIVE]


def test_two_parts_with_one_name_are_refused() -> None:
    twice = (
        Chapter(title="Ik", competencies=frozenset(FIVE[:2])),
        Chapter(title=" ik ", competencies=frozenset(FIVE[2:])),
    )

    with pytest.raises(InvalidValueError) as caught:
        SchoolDossier(school="De Wissel", vision="x" * 1_001, chapters=twice)

    assert set(caught.value.faults) == {"titles", "vision"}


def test_assignment_that_nobody_can_do_is_refused_with_every_fault() -> None:
    own = UUID(int=1)
    task = Assignment(code=str(own), title=" ", steps=(), phases=frozenset(), competencies=frozenset(), minutes=0)

    with pytest.raises(InvalidValueError) as caught:
        SchoolAssignment(id=own, school="De Wissel", task=task)

    assert set(caught.value.faults) == {"title", "steps", "competencies", "minutes"}


def test_day_that_has_been_is_refused() -> None:
    with pytest.raises(InvalidValueError):
        SetAssignment(
            id=uuid4(), school="De Wissel", group="3a", code="trots", due_on=DAY - timedelta(days=1), set_on=DAY
        )


@given(st.sampled_from([None, False, True]), st.integers(0, 30))
def test_only_a_complete_entry_is_done_and_only_afterwards_it_is_late(complete: bool | None, days: int) -> None:
    one = SetAssignment(
        id=uuid4(), school="De Wissel", group="3a", code="trots", due_on=DAY + timedelta(days=9), set_on=DAY
    )
    held = {} if complete is None else {"trots": complete}

    state = task_state(one, complete=held, today=DAY + timedelta(days=days))

    assert (state is TaskState.DONE) == (complete is True)
    assert (state is TaskState.LATE) == (complete is not True and days > 9)
    assert (state is TaskState.BEGUN) == (complete is False and days <= 9)

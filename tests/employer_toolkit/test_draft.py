"""A draft keeps every answer, and lets nobody write over another's without seeing it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.draft import ASKED, FIELDS_OF, Draft, DraftStep, PlacementForm, with_answers
from employer_toolkit.errors import DraftChangedError

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
EMPTY = Draft(id=UUID(int=1), employer_id=UUID(int=2), made_by=None, changed_at=NOW)
TASKS = ("doe:koken", "doe:bakken", "doe:kassa", "doe:klanten")
codes = st.lists(st.sampled_from(TASKS), unique=True, max_size=4).map(tuple)
forms = st.builds(
    PlacementForm,
    type=st.sampled_from(["", "pro_stage", "eerste_baan"]),
    sector=st.sampled_from(["", "horeca"]),
    learned_ids=codes,
    needed_ids=codes,
    hours_min=st.none() | st.integers(1, 60),
    conditions_offered=st.frozensets(st.sampled_from(["maatje", "beelden"])),
    hazards=st.none() | st.frozensets(st.sampled_from(["lawaai"])),
    title=st.sampled_from(["", "Hulp"]),
    seats=st.none() | st.integers(1, 3),
).filter(lambda form: not {*form.learned_ids} & {*form.needed_ids})
steps = st.sampled_from(list(DraftStep))


@given(kept=forms, answers=forms, step=steps)
def test_answers_to_one_step_change_no_field_of_another(
    kept: PlacementForm, answers: PlacementForm, step: DraftStep
) -> None:
    after = with_answers(kept, step, answers)

    others = {name for one in DraftStep for name in FIELDS_OF[one]} - {*FIELDS_OF[step]}
    assert [name for name in others if getattr(after, name) != getattr(kept, name)] == []
    assert with_answers(after, step, answers) == after


@given(kept=forms, answers=forms)
def test_what_helps_changes_no_task_and_the_work_forgets_nothing_that_must_be_known(
    kept: PlacementForm, answers: PlacementForm
) -> None:
    helped = with_answers(kept, DraftStep.HELPS, answers)
    worked = with_answers(kept, DraftStep.WORK, replace(answers, needed_ids=()))

    assert {*helped.task_ids} == {*kept.task_ids}
    assert {*helped.needed_ids} == {*kept.task_ids} & {*answers.needed_ids}
    assert {*worked.task_ids} == {*answers.learned_ids}
    assert {*worked.needed_ids} == {*answers.learned_ids} & {*kept.needed_ids}


@given(said=st.lists(st.tuples(steps, forms), max_size=6))
def test_whoever_always_looks_first_is_never_refused_and_finds_the_last_answers(
    said: list[tuple[DraftStep, PlacementForm]],
) -> None:
    draft, whole = EMPTY, PlacementForm()
    for step, form in said:
        draft, whole = draft.with_step(step, form, seen=draft.version, now=NOW), with_answers(whole, step, form)

    assert draft.form == whole
    assert {*draft.saved} == {step for step, _ in said}
    assert draft.next_step == next((step for step in ASKED if step not in draft.saved), None)


@given(first=forms, mine=forms, theirs=forms, step=steps, other=steps)
def test_of_two_who_saw_the_same_the_second_is_refused_just_when_it_would_take_something_away(
    first: PlacementForm, mine: PlacementForm, theirs: PlacementForm, step: DraftStep, other: DraftStep
) -> None:
    seen = EMPTY.with_step(step, first, seen=0, now=NOW)
    kept = seen.with_step(other, theirs, seen=seen.version, now=NOW)
    would_be = with_answers(kept.form, step, mine)
    is_taken_away = kept.saved[step] > seen.version and would_be != kept.form

    if is_taken_away:
        with pytest.raises(DraftChangedError):
            kept.with_step(step, mine, seen=seen.version, now=NOW)
    else:
        assert kept.with_step(step, mine, seen=seen.version, now=NOW).form == would_be


def test_saying_the_same_again_changes_nothing() -> None:
    form = PlacementForm(title="Hulp")
    draft = EMPTY.with_step(DraftStep.MORE, form, seen=0, now=NOW)

    assert draft.with_step(DraftStep.MORE, form, seen=0, now=NOW) is draft


def test_step_without_answers_counts_as_answered() -> None:
    draft = EMPTY.with_step(DraftStep.HELPS, PlacementForm(), seen=0, now=NOW)

    assert draft.saved == {DraftStep.HELPS: 1}
    assert draft.without_step(DraftStep.HELPS).saved == {}

"""An entry may be kept half filled in, tells all its faults at once, and counts for the career competencies."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.competency import Level
from career.dossier import (
    LONGEST_TEXT,
    CareerCompetency,
    CompetencyProgress,
    DossierEntry,
    EntryKind,
    ShownCompetency,
    progress,
    shown_claims,
)
from career.errors import InvalidValueError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
COOKING = ShownCompetency(competency_id="doe:koken", level=Level.PARTLY)
SOUP = DossierEntry(
    id=UUID(int=1),
    student_id=UUID(int=9),
    kind=EntryKind.EXPERIENCE,
    title="Soep voor de buurt",
    happened_on=date(2026, 11, 20),
    career_competencies=frozenset({CareerCompetency.QUALITIES, CareerCompetency.NETWORKING}),
    shown=(COOKING,),
    kept_at=NOON,
    changed_at=NOON,
)
FULL = replace(SOUP, id=UUID(int=2), goal="Koken", result="Soep", evaluation="Leuk", follow_up="Vaker doen")


def test_entry_with_several_faults_tells_all_of_them() -> None:
    with pytest.raises(InvalidValueError) as refused:
        replace(SOUP, title=" ", goal="x" * (LONGEST_TEXT + 1), shown=(COOKING, COOKING))

    assert sorted(refused.value.faults) == ["goal", "shown", "title"]


def test_not_yet_is_nothing_to_show() -> None:
    with pytest.raises(InvalidValueError) as refused:
        replace(SOUP, shown=(replace(COOKING, level=Level.NOT_YET),))

    assert list(refused.value.faults) == ["level"]


def test_spaces_do_not_fill_a_field() -> None:
    assert (FULL.is_complete, replace(FULL, goal="  ").is_complete) == (True, False)


def test_progress_counts_each_of_the_five() -> None:
    assert progress([SOUP, FULL]) == tuple(
        CompetencyProgress(competency=one, n_entries=n, n_complete=n // 2)
        for one, n in zip(CareerCompetency, (2, 0, 0, 0, 2), strict=True)
    )


def test_newest_happening_is_the_last_word() -> None:
    next_day, taught = SOUP.happened_on + timedelta(days=1), replace(COOKING, level=Level.TEACHES)
    later = replace(FULL, happened_on=next_day, title="Taart", shown=(taught,))

    (claim,) = shown_claims([later, SOUP]).values()

    assert (claim.level, claim.evidence, claim.seen_on) == (Level.TEACHES, "Taart", later.happened_on)


@given(st.lists(st.tuples(st.frozensets(st.sampled_from(CareerCompetency)), st.booleans()), max_size=8))
def test_finishing_entries_never_takes_progress_away(kept: list[tuple[frozenset[CareerCompetency], bool]]) -> None:
    entries = [replace(FULL if full else SOUP, career_competencies=touched) for touched, full in kept]
    finished = [replace(FULL, career_competencies=entry.career_competencies) for entry in entries]

    before, after = progress(entries), progress(finished)

    assert all(one.n_complete <= other.n_complete == one.n_entries for one, other in zip(before, after, strict=True))

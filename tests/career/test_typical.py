"""What a group typically shows: counted again the slow way, and never told of fewer students than may be."""

from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from career.competency import ClaimSource, CompetencyClaim, Level
from career.typical import Period, Shown, Stage, stage_of, typical

BEGIN = date(2027, 2, 1)
days = st.integers(-30, 130).map(lambda ahead: BEGIN + timedelta(days=ahead))
claims = st.builds(
    CompetencyClaim,
    competency_id=st.sampled_from(["a", "b"]),
    source=st.sampled_from(ClaimSource),
    level=st.none() | st.sampled_from(Level),
    seen_on=days,
)
periods = st.none() | st.builds(
    Period, starts_on=st.just(BEGIN), ends_on=st.none() | st.integers(1, 100).map(lambda n: BEGIN + timedelta(days=n))
)
groups = st.lists(st.tuples(st.lists(claims, max_size=4), periods), max_size=14)


def by_themselves(said: list[CompetencyClaim]) -> bool:
    """Say it the slow way: the strongest source that knows, and of one source the newest word."""
    known = [claim for claim in said if claim.level is not None]
    order = list(ClaimSource)
    best = max(known, key=lambda claim: (order.index(claim.source), claim.seen_on, -known.index(claim)))
    return best.level is not None and best.level >= 3


def one(level: Level, code: str = "a") -> CompetencyClaim:
    return CompetencyClaim(competency_id=code, source=ClaimSource.TEACHER, level=level, seen_on=BEGIN)


@given(groups, st.integers(1, 5))
@example([([one(Level.PARTLY)], None)] * 3, 3)
def test_every_count_is_that_of_a_slow_recount(
    students: list[tuple[list[CompetencyClaim], Period | None]], fewest: int
) -> None:
    told = typical(students, fewest=fewest)

    for stage in Stage:
        of_stage = [
            [claim for claim in said if claim.level is not None and stage_of(claim.seen_on, period) is stage]
            for said, period in students
        ]
        expected = set()
        for code in ("a", "b"):
            group = [[c for c in said if c.competency_id == code] for said in of_stage]
            behind = [said for said in group if said]
            if len(behind) >= fewest:
                n_self = sum(by_themselves(said) for said in behind)
                expected.add(Shown(competency_id=code, n_students=len(behind), n_by_themselves=n_self))
        assert set(told.get(stage, ())) == expected


@given(groups, st.integers(1, 20))
def test_nothing_is_told_of_fewer_students_than_may_be(
    students: list[tuple[list[CompetencyClaim], Period | None]], fewest: int
) -> None:
    told = typical(students, fewest=fewest)

    assert all(cell.n_students >= fewest for cells in told.values() for cell in cells)


def test_ninth_student_is_not_enough_and_the_tenth_is() -> None:
    held = [([one(Level.INDEPENDENT)], None)] * 10

    assert typical(held[:9], fewest=10) == {}
    assert typical(held, fewest=10) == {Stage.START: (Shown(competency_id="a", n_students=10, n_by_themselves=10),)}


def test_what_is_still_to_be_found_out_is_no_word_about_anybody() -> None:
    unknown = CompetencyClaim(competency_id="a", source=ClaimSource.SELF, level=None, seen_on=BEGIN)

    assert typical([([unknown], None)] * 20, fewest=10) == {}


def test_word_from_a_place_without_an_end_is_of_no_stage() -> None:
    assert stage_of(BEGIN, Period(starts_on=BEGIN, ends_on=None)) is None

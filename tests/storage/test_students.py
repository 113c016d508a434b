"""Students come back from the database as they went in."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import Availability, LanguageLevel, LearningRoute, SchoolType, Travel, TravelMode, Wishes
from services.unit_of_work import ConflictError, House
from storage.rows import Written
from tests.databases import queries_counted
from tests.factories import make_student

CLAIMS = (
    CompetencyClaim(
        competency_id="gedrag:24105",
        source=ClaimSource.COMPANY,
        level=Level.TEACHES,
        seen_on=date(2026, 9, 1),
        evidence="in de winkel",
    ),
    CompetencyClaim(competency_id="doe:koken", source=ClaimSource.SELF, level=None, seen_on=date(2026, 10, 1)),
)
FULL = make_student(
    "leerling-vol",
    school="De Vaart",
    group="EB4a",
    qualification_code="25170",
    level=2,
    route=LearningRoute.BBL,
    availability=Availability(
        from_on=date(2027, 1, 1),
        until_on=date(2027, 12, 31),
        weekdays=frozenset(range(1, 8)),
        hours_min=1,
        hours_max=40,
        school_minutes=(360, 0, 0, 180, 0, 0, 0),
    ),
    travel=Travel(postcode4="8011", modes=frozenset({TravelMode.BIKE, TravelMode.TRANSIT}), max_minutes=60),
    seeks=frozenset({"bpv_bbl", "eerste_baan"}),
    wishes=Wishes(
        sectors=("zorg", "groen"),
        liked=frozenset({"doe:koken", "doe:bouwen"}),
        disliked=frozenset({"doe:bellen"}),
        minimum_allowance_eur=250,
    ),
    helps=frozenset({"vaste_begeleider", "rustige_plek"}),
    prerequisites=frozenset({"vog"}),
    dutch_level=LanguageLevel.A2,
    goal_ids=("wp:25170:B1-K1-W2", "wp:25170:B1-K1-W1"),
    claims=CLAIMS,
)
BARE = make_student("leerling-kaal", school_type=SchoolType.VSO, travel=Travel(postcode4="9999"))


@pytest.mark.parametrize("student", [FULL, BARE], ids=["full", "bare"])
def test_student_kept_comes_back_the_same(house: House, student) -> None:
    with house.writing() as work:
        work.students.save(student)

    with house.reading() as work:
        assert work.students.get(student.id) == student
        assert work.students.by_reference(student.reference) == student


def test_student_not_there_is_none(house: House) -> None:
    with house.reading() as work:
        assert work.students.get(uuid4()) is None
        assert work.students.by_reference("niemand") is None


def test_students_added_together_come_back_by_reference(house: House) -> None:
    with house.writing() as work:
        n_added = work.students.add_all([FULL, BARE])

    with house.reading() as work:
        assert n_added == work.students.count() == 2
        assert work.students.all() == (BARE, FULL)


def test_student_saved_again_has_only_the_new_claims(house: House) -> None:
    changed = replace(FULL, first_name="Sam", claims=CLAIMS[1:])
    with house.writing() as work:
        work.students.save(FULL)

    with house.writing() as work:
        work.students.save(changed)

    with house.reading() as work:
        assert work.students.all() == (changed,)


def test_student_with_a_reference_that_is_taken_is_refused_and_nothing_kept(house: House) -> None:
    with house.writing() as work:
        work.students.save(BARE)

    with pytest.raises(ConflictError), house.writing() as work:
        work.students.add_all([FULL, replace(BARE, id=uuid4())])

    with house.reading() as work:
        assert work.students.all() == (BARE,)


def test_students_upserted_twice_are_there_once_with_their_first_id(house: House) -> None:
    again = replace(FULL, id=uuid4(), first_name="Sam")
    with house.writing() as work:
        first = work.students.upsert([FULL])

    with house.writing() as work:
        second = work.students.upsert([again, BARE])

    assert (first, second) == (Written(n_new=1), Written(n_new=1, n_replaced=1))
    with house.reading() as work:
        assert work.students.all() == (BARE, replace(again, id=FULL.id))


def test_some_students_come_in_the_order_asked_without_the_unknown(house: House) -> None:
    with house.writing() as work:
        work.students.add_all([FULL, BARE])

    with house.reading() as work:
        assert work.students.some_taking_part([FULL.id, uuid4(), BARE.id]) == (FULL, BARE)


@pytest.mark.parametrize("n_asked", [1, 3])
def test_students_cost_as_many_queries_for_three_as_for_one(house: House, n_asked: int) -> None:
    people = [replace(FULL, id=uuid4(), reference=f"leerling-{n}") for n in range(3)]
    with house.writing() as work:
        work.students.add_all(people)

    with house.reading() as work:
        work.students.count()
        with queries_counted() as queries:
            found = work.students.some_taking_part([student.id for student in people[:n_asked]])

    assert (len(found), len(queries)) == (n_asked, 2)


def test_students_beyond_one_statement_are_all_kept(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.rows.ROWS_PER_STATEMENT", 2)
    people = [replace(FULL, id=uuid4(), reference=f"leerling-{n}") for n in range(5)]

    with house.writing() as work:
        n_added = work.students.add_all(people)
        replaced = work.students.upsert(people)

    with house.reading() as work:
        assert (n_added, replaced) == (5, Written(n_replaced=5))
        assert work.students.all() == tuple(people)
        assert work.students.some_taking_part([student.id for student in people]) == tuple(people)

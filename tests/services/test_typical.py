"""What students of a programme show: a slow recount over a region, and small groups that stay untold."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import Student
from career.typical import Shown, Stage
from services.demo.region import Region
from services.errors import NotFoundError
from services.placements import FEWEST_TOLD
from services.typical import counted_of, programmes, typical_of
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors
from tests.factories import make_student

CODE = "25498"
CODES = (CODE, "25250", "25371")


def some(n: int, level: Level = Level.INDEPENDENT) -> list[Student]:
    said = CompetencyClaim(competency_id="gedrag:24105", source=ClaimSource.TEACHER, level=level, seen_on=NOW.date())
    return [make_student(f"leerling-{k}", qualification_code=CODE, level=2, claims=(said,)) for k in range(n)]


def test_every_count_of_a_region_is_that_of_a_slow_recount(house: House, small_region: Region) -> None:
    in_three = [
        replace(student, qualification_code=CODES[place % len(CODES)], level=student.level or 1)
        for place, student in enumerate(small_region.students)
    ]
    with house.writing() as work:
        work.students.add_all(in_three)
    for code in CODES:
        with house.reading() as work:
            counted = counted_of(work, qualification_code=code)
        n: Counter[str] = Counter()
        n_self: Counter[str] = Counter()
        for student in in_three:
            for competency_id in {c.competency_id for c in student.claims if student.qualification_code == code}:
                said = [c for c in student.claims if c.competency_id == competency_id and c.level]
                if said:
                    n[competency_id] += 1
                    best = max(said, key=lambda c: (list(ClaimSource).index(c.source), c.seen_on))
                    n_self[competency_id] += int(best.level or 0) >= 3
        expected = {
            Shown(competency_id=held, n_students=n[held], n_by_themselves=n_self[held]) for held in n if n[held] >= 10
        }
        # Nobody has been placed, so all that was seen is of the start.
        assert expected
        assert {stage: set(cells) for stage, cells in counted.items()} == {Stage.START: expected}


@pytest.mark.parametrize(("n", "is_told"), [(9, False), (10, True)])
def test_group_of_nine_is_told_from_the_programme_alone(house: House, n: int, is_told: bool) -> None:
    with house.writing() as work:
        work.students.add_all(some(n))
    with house.reading() as work:
        view = typical_of(work, qualification_code=CODE)

    assert view.is_counted == is_told
    assert view.stages[0].told == ((("Bijna iedereen", ("samenwerken en dingen afspreken",)),) if is_told else ())
    assert all(stage.expect and stage.you_do for stage in view.stages)
    assert len(view.processes) > 3


def test_who_has_paused_counts_for_nothing(house: House) -> None:
    students = some(FEWEST_TOLD)
    with house.writing() as work:
        work.students.add_all(students)
        work.students.restrict(students[0].id, at=datetime(2026, 11, 1, tzinfo=UTC))
    with house.reading() as work:
        assert not typical_of(work, qualification_code=CODE).is_counted


def test_words_follow_the_share(house: House) -> None:
    few = [replace(s, reference=f"ander-{s.reference}") for s in some(6, Level.WITH_HELP)]
    with house.writing() as work:
        work.students.add_all([*some(6), *few])
    with house.reading() as work:
        told = typical_of(work, qualification_code=CODE).stages[0].told

    assert [words for words, _ in told] == ["Ongeveer de helft"]


def test_page_holds_no_number_of_students_and_no_name(house: House, doors: Doors) -> None:
    view_page = doors.visitor().get(f"/wat-kunnen-ze/{CODE}").text

    names = {student.first_name for student in doors.region.students if student.qualification_code == CODE}
    assert names
    assert [name for name in names if f" {name} " in view_page] == []


def test_programme_that_is_not_there_is_not_found(house: House) -> None:
    with house.reading() as work, pytest.raises(NotFoundError):
        typical_of(work, qualification_code="00000")


def test_every_programme_can_be_chosen_and_has_its_page(doors: Doors) -> None:
    codes = [programme.code for _, rows in programmes() for programme in rows]

    assert len(codes) == 30
    assert {doors.visitor().get(f"/wat-kunnen-ze/{code}").status_code for code in codes} == {200}

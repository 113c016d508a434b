"""What an employer and a jobhunter never read: names, birth dates, schools, classes; seen with marked people."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from accounts.role import Role
from services.demo.region import Region
from services.wording import day_text
from tests.demo_doors import Doors, opened, planted, without_tokens

NAME, SCHOOL, GROUP, BORN = "Kanarienaam", "Kanarieschool", "Kanarieklas", date(2008, 3, 29)


def marked(region: Region, *, name: str, school: str, group: str) -> Region:
    students = tuple(
        replace(student, first_name=f"{name}{number}", school=school, group=group)
        for number, student in enumerate(region.students)
    )
    return replace(region, students=students)


def doors_before(region: Region, file: Path) -> Iterator[Doors]:
    planted(file, region)
    with opened(file) as client:
        yield Doors(client, region)


@pytest.fixture(scope="module")
def marked_doors(small_region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    region = marked(small_region, name=NAME, school=SCHOOL, group=GROUP)
    yield from doors_before(region, tmp_path_factory.mktemp("marked") / "region.sqlite3")


@pytest.fixture(scope="module")
def twin_doors(small_region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    region = marked(small_region, name="Tweeling", school="Andere school", group="Andere klas")
    yield from doors_before(region, tmp_path_factory.mktemp("twins") / "region.sqlite3")


def employer_reads(doors: Doors) -> dict[str, bytes]:
    visitor = doors.somebody(Role.EMPLOYER)
    own, other, student = doors.placement().id, doors.other_placement().id, doors.student().id
    paths = [
        "/", "/werkgever", f"/werkgever/plekken/{own}", f"/werkgever/plekken/{other}", f"/plekken/{own}",
        "/werkgever/plek", "/kandidaten", f"/kandidaten/{own}", f"/klas/{student}", "/plekken", "/agenda",
        f"/api/v1/placements/{own}/advice", f"/api/v1/placements/{other}/advice",
        f"/api/v1/placements/{own}", f"/api/v1/placements/{own}/candidates", f"/api/v1/students/{student}/matches",
        f"/api/v1/students/{student}/matches/{own}", "/api/v1/events",
    ]  # fmt: skip
    return {path: without_tokens(visitor.get(path).content) for path in paths}


def jobhunter_reads(doors: Doors) -> dict[str, bytes]:
    visitor = doors.somebody(Role.JOBHUNTER)
    placements = [p.id for p in doors.region.placements if p.state == "open"][:60]
    paths = ["/kandidaten", *(f"/kandidaten/{one}" for one in placements)]
    paths += [f"/api/v1/placements/{one}/{what}" for one in placements[:20] for what in ("candidates", "advice")]
    return {path: without_tokens(visitor.get(path).content) for path in paths}


def test_teacher_reads_what_others_may_not(marked_doors: Doors) -> None:
    """The control: the marks are really in the pages of who may see them."""
    page = marked_doors.somebody(Role.TEACHER).get("/klas").text

    assert all(mark in page for mark in (NAME, SCHOOL, GROUP))


def test_employer_reads_nothing_of_any_student(marked_doors: Doors) -> None:
    pages = {path: text for path, text in employer_reads(marked_doors).items() if path != "/"}

    assert len(pages) > 10
    for path, text in pages.items():
        for mark in (NAME, SCHOOL, GROUP):
            assert mark.encode() not in text, path


def test_jobhunter_reads_first_names_and_no_school_class_birth_date_or_postcode(marked_doors: Doors) -> None:
    pages = jobhunter_reads(marked_doors)
    born = {student.born_on for student in marked_doors.region.students}

    assert sum(NAME.encode() in text for text in pages.values()) > 10
    for path, text in pages.items():
        for mark in (SCHOOL, GROUP):
            assert mark.encode() not in text, path
        for day in born:
            assert day.isoformat().encode() not in text, path
            assert day_text(day).encode() not in text, path


def test_shapes_for_employer_and_jobhunter_have_no_private_field() -> None:
    from api.v1.shapes import CandidateOut, CandidatesOut, PlacementOut

    private = {"born_on", "school", "school_type", "group", "postcode4", "latitude", "longitude", "reference", "age"}

    for shape in (CandidateOut, CandidatesOut, PlacementOut):
        assert not private & shape.model_fields.keys()


def test_what_an_employer_reads_is_the_same_when_only_private_things_differ(
    marked_doors: Doors, twin_doors: Doors
) -> None:
    left, right = employer_reads(marked_doors), employer_reads(twin_doors)
    left.pop("/"), right.pop("/")  # the start page of a demo region names whom one can play

    assert left == right


def test_what_a_jobhunter_reads_differs_in_first_names_only(marked_doors: Doors, twin_doors: Doors) -> None:
    left, right = jobhunter_reads(marked_doors), jobhunter_reads(twin_doors)

    assert left != right
    assert {path: text.replace(NAME.encode(), b"Tweeling") for path, text in left.items()} == right

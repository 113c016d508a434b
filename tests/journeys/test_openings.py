"""A student reads what would bring more places, and really gets them when it is so."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from accounts.role import Role
from career.student import Student
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors

FEW = "Zo komen er meer plekken bij"


def as_student(doors: Doors, student: Student) -> Any:
    return doors.visitor(Account.of(Role.STUDENT, subject_id=student.id, name=student.first_name))


def ideas_of(doors: Doors, student: Student) -> Any:
    return as_student(doors, student).get(f"/api/v1/students/{student.id}/openings").json()


def with_few_places(doors: Doors) -> tuple[Student, Any]:
    """Give the first student who has few places, and could have more by travelling longer."""
    for student in doors.region.students:
        found = ideas_of(doors, student)
        if found["n_open"] < 5 and any("minuten wilt reizen, kom" in note["text"] for note in found["notes"]):
            return student, found
    raise AssertionError("no student of the small region has few places")


def test_student_with_few_places_reads_ideas_and_no_orders(doors: Doors) -> None:
    student, found = with_few_places(doors)

    page = as_student(doors, student).get("/plekken").text
    block = page[page.index(FEW) : page.index("</section>", page.index(FEW))]

    assert 1 <= len(found["notes"]) <= 3
    assert re.findall(r"<li>(.*?)</li>", block) == [note["text"] for note in found["notes"]]
    assert "Niets hoeft." in block


def test_the_places_come_when_the_student_really_changes_it(own_doors: Doors, tmp_path: Path) -> None:
    student, found = with_few_places(own_doors)
    note = next(
        one for one in found["notes"] if "minuten wilt reizen, kom" in one["text"] and " en als " not in one["text"]
    )
    (minutes,) = re.findall(r"Als je (\d+) minuten", note["text"])

    keep(tmp_path / "own.sqlite3", replace(student, travel=replace(student.travel, max_minutes=int(minutes))))

    matches = as_student(own_doors, student).get(f"/api/v1/students/{student.id}/matches?limit=50").json()
    assert matches["n_total"] == found["n_open"] + note["n_opened"]
    assert set(note["placement_ids"]) <= {card["placement_id"] for card in matches["cards"]}


def keep(file: Path, student: Student) -> None:
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    with house.writing() as work:
        work.students.save(student)
    house.close()


def test_student_with_many_places_or_with_a_filter_reads_no_ideas(doors: Doors) -> None:
    student, _ = with_few_places(doors)
    rich = max(doors.region.students, key=lambda one: ideas_of(doors, one)["n_open"])

    assert FEW not in as_student(doors, student).get("/plekken?minuten=15").text
    assert ideas_of(doors, rich)["n_open"] >= 5
    assert FEW not in as_student(doors, rich).get("/plekken").text


def test_teacher_reads_the_same_ideas_about_the_student(doors: Doors) -> None:
    student, found = with_few_places(doors)
    teacher = doors.visitor(Account.of(Role.TEACHER, name="Mentor", school=student.school, group=student.group))

    page = teacher.get(f"/klas/{student.id}").text

    assert FEW in page
    assert page.count("de student ") >= 1
    assert all(str(note["n_opened"]) in page for note in found["notes"])

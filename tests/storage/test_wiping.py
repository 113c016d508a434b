"""What was erased is out of the files of SQLite, also where a row had moved before."""

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import Student
from services.unit_of_work import House
from storage.database import Database
from storage.subject_paths import Subject
from tests.factories import make_student


def talkative(number: int, dice: random.Random) -> Student:
    """Make a student whose rows are long enough to be moved from page to page."""
    mark = f"kanarie{number:05d}"
    return make_student(
        f"leerling-{number}",
        first_name=mark + "x" * dice.randrange(60),
        claims=tuple(
            CompetencyClaim(
                competency_id=f"doe:{n}",
                source=ClaimSource.SELF,
                level=Level.PARTLY,
                seen_on=date(2026, 1, 1),
                evidence=mark + "y" * dice.randrange(1500),
            )
            for n in range(dice.randrange(1, 6))
        ),
    )


@pytest.mark.parametrize("seed", [2, 4])
def test_erased_rows_leave_no_copy_in_any_page_or_journal(migrated_sqlite: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    file = tmp_path / "own.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    house = House.open(f"sqlite:///{file}")
    people = [talkative(number, dice) for number in range(400)]
    dice.shuffle(people)
    for start in range(0, len(people), 40):
        with house.writing() as work:
            work.students.upsert(people[start : start + 40])
    with house.writing() as work:
        for student in dice.sample(people, 150):
            work.students.save(replace(student, first_name=student.first_name + "z" * dice.randrange(200)))
    gone = dice.sample(people, 120)
    for chunk in (gone[:60], gone[60:]):
        with house.writing() as work:
            for student in chunk:
                work.subjects.erase(Subject(student_id=student.id))

    everything = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    marks = [student.first_name[:12].encode() for student in people]
    left = {mark for mark in marks if mark in everything}
    house.close()

    assert left == set(marks) - {student.first_name[:12].encode() for student in gone}


def test_wiping_that_readers_hold_up_is_done_after_the_next_act(
    migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "own.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    house, student = House.open(f"sqlite:///{file}"), make_student(first_name="kanarie")
    with house.writing() as work:
        work.students.save(student)
    with monkeypatch.context() as patched:
        patched.setattr(Database, "wipe", lambda _: False)
        with house.writing() as work:
            work.subjects.erase(Subject(student_id=student.id))
        held_up = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    with house.writing():
        pass
    done = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    house.close()

    assert (b"kanarie" in held_up, b"kanarie" in done) == (True, False)

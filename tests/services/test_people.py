"""Who can be played in a demo region, and only there."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from accounts.role import Role
from services.errors import NotFoundError
from services.people import demo_account, demo_people, student_brief
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors


@pytest.fixture
def region(planted_file: Path) -> House:
    return House.open(f"sqlite:///{planted_file}")


def test_some_of_each_role_can_be_played(region: House) -> None:
    with region.reading() as work:
        people = demo_people(work, now=NOW)
        again = demo_people(work, now=NOW)

    roles = Counter(person.account.role for person in people)
    assert roles == {
        **dict.fromkeys(set(Role) - {Role.ANONYMOUS}, 1),
        Role.STUDENT: 4,
        Role.EMPLOYER: 3,
        Role.JOBHUNTER: 2,
        Role.TEACHER: 3,
        Role.PARENT: 2,
    }
    assert people == again
    assert len({person.key for person in people}) == len(people)
    assert len({person.account.name for person in people if person.account.role is Role.STUDENT}) == 4


def test_account_is_found_by_its_key_and_no_other(planted_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "region.sqlite3"
    shutil.copyfile(planted_file, file)
    house = House.open(f"sqlite:///{file}")

    with house.writing() as work:
        for person in demo_people(work, now=NOW):
            assert demo_account(work, key=person.key, now=NOW) == person.account
            assert demo_account(work, key=person.key, now=NOW) == person.account
        with pytest.raises(NotFoundError):
            demo_account(work, key="student-99", now=NOW)


def test_nobody_can_be_played_in_a_live_installation(house: House) -> None:
    with house.reading() as work, pytest.raises(NotFoundError):
        demo_people(work, now=NOW)


def test_brief_is_for_the_student_and_the_own_teacher(doors: Doors, region: House) -> None:
    student = doors.student()
    own = Account.of(Role.TEACHER, school=student.school, group=student.group)
    other = Account.of(Role.TEACHER, school=student.school, group="andere klas")

    with region.reading() as work:
        assert student_brief(work, by=own, student_id=student.id, now=NOW).first_name == student.first_name
        assert set(student_brief(work, by=own, student_id=student.id, now=NOW).seeks) == student.seeks
        with pytest.raises(NotFoundError):
            student_brief(work, by=other, student_id=student.id, now=NOW)

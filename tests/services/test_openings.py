"""What could bring a student more places: ideas of one's own, and who guides reads the same."""

import re

import numpy as np
import pytest

from accounts.role import Role
from career.student import Student
from matching import Verdict
from services.errors import ForbiddenError, NotFoundError
from services.markets import Market, current_market
from services.match_views import Openings
from services.openings import openings_for_student
from services.permissions import Account
from services.reference import load_lists
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors

N_LOOKED_AT = 50


def own_ideas(region: House, students: tuple[Student, ...]) -> list[Openings]:
    with region.reading() as work:
        return [
            openings_for_student(work, by=Account.of(Role.STUDENT, subject_id=one.id), student_id=one.id, now=NOW)
            for one in students
        ]


def market_of(region: House) -> Market:
    with region.reading() as work:
        return current_market(work, now=NOW)


def test_student_reads_how_many_there_are_and_which_would_come(region: House, doors: Doors) -> None:
    students = doors.region.students[:N_LOOKED_AT]
    told, market = own_ideas(region, students), market_of(region)

    assert sum(len(found.notes) for found in told) > N_LOOKED_AT // 2
    for student, found in zip(students, told, strict=True):
        row = market.student_row[student.id]
        assert found.n_open == market.count_places([row])[0]
        assert len(found.notes) <= load_lists().opening_limits.most_told
        for note in found.notes:
            others = [market.offer_row[one] for one in note.placement_ids]
            gravest = market.scores(market.pairs([row] * len(others), others)).verdicts.max(axis=1)
            assert note.n_opened == len(others) > 0
            assert np.all(gravest > Verdict.UNKNOWN)


def test_student_is_told_without_an_order_and_teacher_of_the_student(region: House, doors: Doors) -> None:
    with region.reading() as work:
        for student in doors.region.students[:N_LOOKED_AT]:
            teacher = Account.of(Role.TEACHER, school=student.school, group=student.group)
            own = openings_for_student(
                work, by=Account.of(Role.STUDENT, subject_id=student.id), student_id=student.id, now=NOW
            )
            theirs = openings_for_student(work, by=teacher, student_id=student.id, now=NOW)

            assert [note.n_opened for note in own.notes] == [note.n_opened for note in theirs.notes]
            for note in own.notes:
                assert re.match(r"Als .*, (komt er 1 plek|komen er \d+ plekken) bij\.", note.text)
                assert "de student" not in note.text
            assert not any(re.search(r"\b(je|jouw)\b", note.text) for note in theirs.notes)


def test_nobody_is_told_to_travel_longer_than_the_longest_trip(region: House, doors: Doors) -> None:
    trips = [
        int(minutes)
        for found in own_ideas(region, doors.region.students)
        for note in found.notes
        for minutes in re.findall(r"(\d+) minuten wilt reizen", note.text)
    ]

    assert len(trips) > 10
    assert max(trips) <= load_lists().opening_limits.longest_trip_minutes


def test_only_who_may_see_it_is_told(region: House, doors: Doors) -> None:
    student = doors.student()
    with region.reading() as work:
        for role in (Role.EMPLOYER, Role.JOBHUNTER, Role.COORDINATOR):
            with pytest.raises(ForbiddenError):
                openings_for_student(work, by=doors.account(role), student_id=student.id, now=NOW)
        with pytest.raises(NotFoundError):
            openings_for_student(work, by=doors.account(Role.STUDENT), student_id=doors.other_student().id, now=NOW)

"""What could bring more, told to whom it is for: a student's own ideas, a place's numbers, nobody's identity."""

import re

import numpy as np
import pytest

from accounts.role import Role
from career.student import Student
from employer_toolkit.placement import Placement
from matching import Verdict
from services.errors import ForbiddenError, NotFoundError
from services.markets import Market, current_market
from services.match_views import Openings
from services.openings import openings_for_placement, openings_for_student
from services.permissions import Account
from services.placements import FEWEST_TOLD
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


def owner_of(doors: Doors, placement: Placement) -> Account:
    site = next(site for site in doors.region.sites if site.id == placement.site_id)
    return Account.of(Role.EMPLOYER, subject_id=site.employer_id)


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


def test_employer_reads_no_small_number_and_nothing_that_points_at_few_people(region: House, doors: Doors) -> None:
    n_exact = n_hidden = 0
    with region.reading() as work:
        for placement in [one for one in doors.region.placements if one.state == "open"]:
            exact = openings_for_placement(work, by=Account.of(Role.JOBHUNTER), placement_id=placement.id, now=NOW)
            told = openings_for_placement(work, by=owner_of(doors, placement), placement_id=placement.id, now=NOW)

            n_exact += sum((note.n_opened or 0) < FEWEST_TOLD for note in exact.notes)
            n_hidden += len(exact.notes) - len(told.notes)
            assert told.n_open is None or told.n_open == exact.n_open >= FEWEST_TOLD
            assert {note.size for note in told.notes} <= {note.size for note in exact.notes}
            for note in (*told.notes, *exact.notes):
                assert note.placement_ids == ()
            for note in told.notes:
                assert note.n_opened is None or note.n_opened % FEWEST_TOLD == 0
                assert note.n_to_check is None
                assert re.search(r"passen er (een paar|minstens \d+0) jongeren meer\.$", note.text)
                assert "gecontroleerd" not in note.text

    assert n_exact > 50  # there is something to hide
    assert n_hidden > 5


def test_only_who_may_see_it_is_told(region: House, doors: Doors) -> None:
    placement, student = doors.placement(), doors.student()
    with region.reading() as work:
        for role in (Role.EMPLOYER, Role.JOBHUNTER, Role.COORDINATOR):
            with pytest.raises(ForbiddenError):
                openings_for_student(work, by=doors.account(role), student_id=student.id, now=NOW)
        for role in (Role.STUDENT, Role.TEACHER, Role.COORDINATOR):
            with pytest.raises(ForbiddenError):
                openings_for_placement(work, by=doors.account(role), placement_id=placement.id, now=NOW)
        with pytest.raises(NotFoundError):
            openings_for_student(work, by=doors.account(Role.STUDENT), student_id=doors.other_student().id, now=NOW)
        with pytest.raises(NotFoundError):
            openings_for_placement(
                work, by=doors.account(Role.EMPLOYER), placement_id=doors.other_placement().id, now=NOW
            )

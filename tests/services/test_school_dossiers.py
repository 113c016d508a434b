"""A school settles its dossier, a mentor sets assignments, and of private answers nobody reads a word."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from career.dossier import CareerCompetency, DossierEntry, EntryKind, Sharing
from career.errors import InvalidValueError
from career.school_dossier import Chapter, SchoolDossier, TaskState
from services.dossier import my_dossier
from services.errors import ForbiddenError, NotFoundError
from services.local_time import local_day
from services.permissions import Account
from services.school_dossiers import (
    class_tasks,
    dossier_at_school,
    keep_school_dossier,
    own_task,
    retire_assignment,
    school_assignments,
    school_dossier,
    set_assignment,
    withdraw_assignment,
    write_assignment,
)
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_student

SCHOOL = "De Wissel"
TEACHER = Account.of(Role.TEACHER, school=SCHOOL, group="3a")
ELSEWHERE = Account.of(Role.TEACHER, school="De Brug", group="3a")
TODAY = local_day(NOW)


@pytest.fixture
def pair(house: House) -> list[UUID]:
    people = [make_student(f"taak-{n}", first_name=f"Naam{n}", school=SCHOOL, group="3a") for n in range(2)]
    with house.writing() as work:
        work.students.add_all(people)
    return [one.id for one in people]


def answer(student_id: UUID, code: str, *, sharing: Sharing, text: str = "Ja") -> DossierEntry:
    return DossierEntry(
        id=uuid4(),
        student_id=student_id,
        kind=EntryKind.ASSIGNMENT,
        title="Antwoord",
        happened_on=TODAY,
        goal=text,
        result=text,
        evaluation=text,
        follow_up=text,
        sharing=sharing,
        assignment_id=code,
        kept_at=NOW,
        changed_at=NOW,
    )


def write(house: House, *, title: str = "Loop een dag mee") -> str:
    with house.writing() as work:
        return write_assignment(
            work,
            by=TEACHER,
            school=SCHOOL,
            title=title,
            steps=["Vraag of het mag.", "Schrijf op wat je zag."],
            competencies=[CareerCompetency.EXPLORATION],
            minutes=240,
        ).task.code


def test_students_of_the_school_read_its_vision_and_layout(house: House, pair: list[UUID]) -> None:
    chapters = (
        Chapter(title="Dit ben ik", competencies=frozenset([CareerCompetency.QUALITIES, CareerCompetency.MOTIVES])),
        Chapter(title="Op pad", competencies=frozenset(list(CareerCompetency)[2:])),
    )
    with house.writing() as work:
        keep_school_dossier(
            work, by=TEACHER, dossier=SchoolDossier(school=SCHOOL, vision="Doen is leren.", chapters=chapters)
        )

    with house.reading() as work:
        seen = dossier_at_school(work, by=Account.of(Role.STUDENT, subject_id=pair[0]), entries=(), now=NOW)
        assert school_dossier(work, by=TEACHER, school=SCHOOL).chapters == chapters

    assert (seen.vision, seen.has_own_layout, seen.chapters) == ("Doen is leren.", True, chapters)


def test_another_school_reads_and_keeps_nothing(house: House) -> None:
    code = write(house)
    with house.writing() as work:
        with pytest.raises(NotFoundError):
            school_dossier(work, by=ELSEWHERE, school=SCHOOL)
        with pytest.raises(NotFoundError):
            keep_school_dossier(work, by=ELSEWHERE, dossier=SchoolDossier(school=SCHOOL))
        with pytest.raises(NotFoundError):
            retire_assignment(work, by=ELSEWHERE, school="De Brug", assignment_id=UUID(code))
        with pytest.raises(NotFoundError):
            set_assignment(work, by=ELSEWHERE, school=SCHOOL, group="3a", code=code, due_on=TODAY, now=NOW)
        # A code of another school is as one that is not there.
        with pytest.raises(InvalidValueError):
            set_assignment(work, by=ELSEWHERE, school="De Brug", group="3a", code=code, due_on=TODAY, now=NOW)


def test_what_was_written_is_there_until_it_is_taken_out_and_begun_work_goes_on(house: House, pair: list[UUID]) -> None:
    code = write(house)
    student = Account.of(Role.STUDENT, subject_id=pair[0])
    with house.writing() as work:
        assert [one.title for one in school_assignments(work, by=TEACHER, school=SCHOOL)] == ["Loop een dag mee"]
        with pytest.raises(InvalidValueError, match="naam"):
            write_assignment(
                work,
                by=TEACHER,
                school=SCHOOL,
                title="LOOP EEN DAG MEE ",
                steps=["Ga."],
                competencies=[CareerCompetency.MOTIVES],
                minutes=10,
            )
        retire_assignment(work, by=TEACHER, school=SCHOOL, assignment_id=UUID(code))

    with house.reading() as work:
        assert school_assignments(work, by=TEACHER, school=SCHOOL) == ()
        assert dossier_at_school(work, by=student, entries=(), now=NOW).own == ()
        held = own_task(work, by=student, code=code)
    assert held is not None
    assert held.title == "Loop een dag mee"


def test_class_is_told_and_sees_how_far_it_is(house: House, pair: list[UUID]) -> None:
    student = Account.of(Role.STUDENT, subject_id=pair[0])
    with house.writing() as work:
        set_assignment(
            work, by=TEACHER, school=SCHOOL, group="3a", code="trots", due_on=TODAY + timedelta(days=7), now=NOW
        )
        with pytest.raises(InvalidValueError, match="al"):
            set_assignment(work, by=TEACHER, school=SCHOOL, group="3a", code="trots", due_on=TODAY, now=NOW)
        with pytest.raises(InvalidValueError):
            set_assignment(
                work, by=TEACHER, school=SCHOOL, group="3a", code="drie-mensen", due_on=TODAY - timedelta(1), now=NOW
            )

    def states(now: datetime = NOW) -> list[TaskState]:
        with house.reading() as work:
            entries = my_dossier(work, by=student, student_id=pair[0])
            return [one.state for one in dossier_at_school(work, by=student, entries=entries, now=now).tasks]

    assert states() == [TaskState.TO_DO]
    begun = answer(pair[0], "trots", sharing=Sharing.PRIVATE, text="")
    with house.writing() as work:
        work.dossier.save(begun)
    assert states() == [TaskState.BEGUN]
    assert states(NOW + timedelta(days=8)) == [TaskState.LATE]
    with house.writing() as work:
        work.dossier.save(replace(answer(pair[0], "trots", sharing=Sharing.PRIVATE), id=begun.id))
    assert states(NOW + timedelta(days=8)) == [TaskState.DONE]


def test_mentor_reads_only_who_shared_a_complete_answer(house: House, pair: list[UUID]) -> None:
    with house.writing() as work:
        kept = set_assignment(work, by=TEACHER, school=SCHOOL, group="3a", code="trots", due_on=TODAY, now=NOW)
        work.dossier.save(answer(pair[0], "trots", sharing=Sharing.GUIDES))
        work.dossier.save(answer(pair[1], "trots", sharing=Sharing.PARENTS))

    by = Account.of(Role.TEACHER, school=SCHOOL, group="3a")
    with house.reading() as work:
        (one,) = class_tasks(work, by=by)
    assert one.n_students == 2
    assert [task.answered for task in one.tasks] == [((pair[0], "Naam0"),)]
    noted = {each.subject_id for each in by.trail.take() if each.is_about_another}
    assert noted == {pair[0]}

    with house.writing() as work:
        with pytest.raises(NotFoundError):
            withdraw_assignment(work, by=ELSEWHERE, set_id=kept.id)
        withdraw_assignment(work, by=TEACHER, set_id=kept.id)
        assert class_tasks(work, by=TEACHER)[0].tasks == ()
        assert len(work.dossier.of_student(pair[0])) == 1


def test_student_sets_nothing(house: House, pair: list[UUID]) -> None:
    with house.writing() as work, pytest.raises(ForbiddenError):
        set_assignment(
            work,
            by=Account.of(Role.STUDENT, subject_id=pair[0]),
            school=SCHOOL,
            group="3a",
            code="trots",
            due_on=TODAY,
            now=NOW,
        )

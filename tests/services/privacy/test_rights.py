"""Pausing, saying what is wrong, and erasing: who may, for whom, and what comes of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from accounts.holder import AccountHolder
from accounts.relation import Relation
from accounts.role import Role
from career.errors import InvalidValueError
from career.rectification import LONGEST_WORDS, RectificationState, RectificationStateError
from services.errors import ForbiddenError, NotFoundError
from services.permissions import Account
from services.privacy.erasing import TooYoungToEraseError, before_erasing, erase
from services.privacy.journal import JournalRefusedError, read_journal, replay_erasures, save_journal
from services.privacy.known import my_data
from services.privacy.pausing import pause, paused_since, take_part_again
from services.privacy.rectifying import (
    MOST_OPEN,
    TooManyRequestsError,
    answer_request,
    say_it_is_wrong,
    waiting_for_answer,
)
from services.unit_of_work import House
from tests.factories import make_student

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
STUDENT = make_student(school="De Wissel", group="3b", born_on=date(2009, 3, 14))
ME, PARENT_ID, TEACHER_ID, COORDINATOR_ID = (UUID(int=n) for n in (1, 2, 3, 4))
MYSELF = Account.of(Role.STUDENT, id=ME, subject_id=STUDENT.id)
PARENT = Account.of(Role.PARENT, id=PARENT_ID, subject_id=STUDENT.id)
TEACHER = Account.of(Role.TEACHER, id=TEACHER_ID, school="De Wissel", group="3b")
OTHER_TEACHER = Account.of(Role.TEACHER, id=UUID(int=5), school="De Wissel", group="3c")
COORDINATOR = Account.of(Role.PLACEMENT_COORDINATOR, id=COORDINATOR_ID, school="De Wissel")


@pytest.fixture
def school(house: House) -> House:
    """A student with a parent, a teacher of the class and the coordinator of the school."""
    with house.writing() as work:
        work.students.save(STUDENT)
        for account in (MYSELF, PARENT, TEACHER, COORDINATOR):
            assert account.id
            work.accounts.save(AccountHolder(id=account.id, name=account.role.value, email=None, made_at=NOW))
            tied = account.role in (Role.STUDENT, Role.PARENT)
            work.accounts.save_relation(
                Relation(
                    id=uuid4(),
                    account_id=account.id,
                    role=account.role,
                    student_id=STUDENT.id if tied else None,
                    school=account.school,
                    group=account.group,
                    from_on=date(2026, 8, 1),
                )
            )
    return house


def turning_sixteen(house: House, on: date) -> None:
    with house.writing() as work:
        work.students.save(replace(STUDENT, born_on=on.replace(year=on.year - 16)))


# -- Pausing -----------------------------------------------------------------------------------------------------------


def test_pause_and_back_is_kept_once_with_its_moment(school: House) -> None:
    with school.writing() as work:
        pause(work, by=MYSELF, now=NOW)
        pause(work, by=MYSELF, now=NOW + timedelta(hours=1))
    with school.reading() as work:
        since = paused_since(work, by=MYSELF, now=NOW)
    with school.writing() as work:
        take_part_again(work, by=MYSELF, now=NOW)
        after = paused_since(work, by=MYSELF, now=NOW)

    assert (since, after) == (NOW, None)


def test_saving_or_importing_a_student_again_does_not_end_the_pause(school: House) -> None:
    with school.writing() as work:
        pause(work, by=MYSELF, now=NOW)
    with school.writing() as work:
        work.students.save(replace(STUDENT, first_name="Nora"))
        work.students.upsert([replace(STUDENT, id=uuid4(), first_name="Noortje")])

    with school.reading() as work:
        assert work.students.restricted_at(STUDENT.id) == NOW
        assert [student.first_name for student in work.students.all()] == ["Noortje"]
        assert work.students.all_taking_part() == work.students.some_taking_part([STUDENT.id]) == ()
        assert work.students.count_at("De Wissel") == 0


@pytest.mark.parametrize("by", [TEACHER, COORDINATOR], ids=lambda by: by.role.value)
def test_others_cannot_pause_a_student(school: House, by: Account) -> None:
    with school.writing() as work, pytest.raises(ForbiddenError):
        pause(work, by=by, now=NOW)


# -- A child for whom a parent decides ---------------------------------------------------------------------------------


def test_parent_decides_until_the_sixteenth_birthday_and_not_on_it(school: House) -> None:
    turning_sixteen(school, date(2026, 11, 25))
    eve = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)  # a second before midnight in the Netherlands

    with school.reading() as work:
        seen = my_data(work, by=PARENT, child_id=STUDENT.id, now=eve)
        with pytest.raises(NotFoundError):
            my_data(work, by=PARENT, child_id=STUDENT.id, now=eve + timedelta(seconds=1))
    with school.writing() as work, pytest.raises(TooYoungToEraseError):
        erase(work, by=MYSELF, now=eve)
    with school.writing() as work:
        erase(work, by=MYSELF, now=eve + timedelta(seconds=1))

    assert seen.student_id == STUDENT.id


def test_child_of_another_is_not_there(school: House) -> None:
    turning_sixteen(school, date(2027, 11, 25))
    stranger = Account.of(Role.PARENT, id=PARENT_ID, subject_id=uuid4())

    with school.reading() as work:
        for child_id in (STUDENT.id, uuid4()):
            with pytest.raises(NotFoundError, match=r"^not found$"):
                my_data(work, by=stranger, child_id=child_id, now=NOW)
        with pytest.raises(ForbiddenError):
            my_data(work, by=TEACHER, child_id=STUDENT.id, now=NOW)


def test_parent_sees_the_own_account_only_when_the_child_decides_itself(school: House) -> None:
    with school.reading() as work:
        seen = my_data(work, by=PARENT, now=NOW)

    assert seen.student_id is None
    assert {record.table for section in seen.sections for record in section.records} == {"accounts", "relations"}


def test_young_student_reads_that_a_parent_asks(school: House) -> None:
    turning_sixteen(school, date(2026, 11, 25))

    with school.reading() as work:
        assert before_erasing(work, by=MYSELF, now=NOW).parent_asks_below == 16
        assert before_erasing(work, by=PARENT, child_id=STUDENT.id, now=NOW).parent_asks_below == 0


def test_parent_erases_the_child_and_stays(school: House) -> None:
    turning_sixteen(school, date(2026, 11, 25))

    with school.writing() as work:
        erase(work, by=PARENT, child_id=STUDENT.id, now=NOW)

    with school.reading() as work:
        assert work.students.count() == 0
        assert work.accounts.get(ME) is None
        assert work.accounts.get(PARENT_ID) is not None
        assert work.accounts.relations_of(PARENT_ID) == ()


# -- Saying that something is wrong ------------------------------------------------------------------------------------


def test_request_goes_to_the_class_and_its_answer_to_the_student(school: House) -> None:
    with school.writing() as work:
        asked = say_it_is_wrong(work, by=MYSELF, about="students.postcode4", words=" Ik woon nu in 8043. ", now=NOW)
    with school.reading() as work:
        at_school = [waiting_for_answer(work, by=by) for by in (TEACHER, OTHER_TEACHER, COORDINATOR)]
        told = [work.messages.count_unread(one) for one in (TEACHER_ID, COORDINATOR_ID, ME)]
    with school.writing() as work:
        answer_request(work, by=TEACHER, rectification_id=asked.id, is_changed=True, answer="Klopt, dank.", now=NOW)
    with school.reading() as work:
        ((answered, about),) = my_data(work, by=MYSELF, now=NOW).requests
        told_after = work.messages.count_unread(ME)

    assert [[(one.first_name, one.about, one.words) for one in found] for found in at_school] == [
        [("Noor", "Cijfers van je postcode", "Ik woon nu in 8043.")],
        [],
        [("Noor", "Cijfers van je postcode", "Ik woon nu in 8043.")],
    ]
    assert (told, told_after) == ([1, 0, 0], 1)
    assert (answered.state, answered.answer, about) == (
        RectificationState.CHANGED,
        "Klopt, dank.",
        "Cijfers van je postcode",
    )


def test_request_is_answered_once_and_only_by_the_own_school(school: House) -> None:
    with school.writing() as work:
        asked = say_it_is_wrong(work, by=MYSELF, about="students.level", words="Ik doe niveau 3", now=NOW)
    with school.writing() as work, pytest.raises(NotFoundError):
        answer_request(work, by=OTHER_TEACHER, rectification_id=asked.id, is_changed=False, answer="Nee", now=NOW)
    with school.writing() as work:
        answer_request(work, by=COORDINATOR, rectification_id=asked.id, is_changed=False, answer="Nee.", now=NOW)
    with school.writing() as work, pytest.raises(RectificationStateError):
        answer_request(work, by=TEACHER, rectification_id=asked.id, is_changed=True, answer="Toch wel", now=NOW)


@pytest.mark.parametrize(
    ("about", "words"),
    [("students.shoe_size", "x"), ("students.id", "x"), ("students.level", " "), ("students.level", "x" * 1_001)],
)
def test_request_about_nothing_or_without_words_is_refused(school: House, about: str, words: str) -> None:
    assert LONGEST_WORDS == 1_000
    with school.writing() as work, pytest.raises(InvalidValueError):
        say_it_is_wrong(work, by=MYSELF, about=about, words=words, now=NOW)


def test_more_requests_than_anybody_reads_are_refused(school: House) -> None:
    with school.writing() as work:
        for _ in range(MOST_OPEN):
            say_it_is_wrong(work, by=MYSELF, about="students.level", words="Klopt niet", now=NOW)
        with pytest.raises(TooManyRequestsError):
            say_it_is_wrong(work, by=MYSELF, about="students.level", words="Klopt niet", now=NOW)


def test_answer_outlives_the_account_that_gave_it(school: House) -> None:
    with school.writing() as work:
        asked = say_it_is_wrong(work, by=MYSELF, about="students.level", words="Klopt niet", now=NOW)
        answer_request(work, by=TEACHER, rectification_id=asked.id, is_changed=True, answer="Verbeterd.", now=NOW)
    with school.writing() as work:
        erase(work, by=TEACHER, now=NOW)

    with school.reading() as work:
        (kept,) = work.rectifications.of_student(STUDENT.id)
    assert (kept.answer, kept.settled_by) == ("Verbeterd.", None)


# -- The journal, and a backup that was put back -----------------------------------------------------------------------


def test_backup_that_was_put_back_is_cleaned_from_the_journal_beside_it(school: House, tmp_path: Path) -> None:
    file = tmp_path / "gewist.jsonl"
    with school.writing() as work:
        erase(work, by=MYSELF, now=NOW)
    with school.writing() as work:
        assert save_journal(work, path=file) == 2
    with school.writing() as work:  # the backup of before: the student is back, and its journal knows nothing
        work.students.save(STUDENT)
        for erasure in work.erasures.all():
            work.keeping.remove_rows("erasure", before=erasure.erased_at + timedelta(seconds=1))

    with school.writing() as work:
        counts = [replay_erasures(work, journal=read_journal(file), now=NOW) for _ in range(2)]

    assert counts == [1, 0]
    with school.reading() as work:
        assert work.students.count() == 0
        assert {one.subject_id for one in work.erasures.all()} == {STUDENT.id, ME}


def test_journal_keeps_what_the_database_forgot(school: House, tmp_path: Path) -> None:
    file = tmp_path / "gewist.jsonl"
    line = f'{{"subject_id": "{uuid4()}", "kind": "account", "erased_at": "2026-01-01T00:00:00+00:00"}}\n'
    file.write_text(line, encoding="utf-8")

    with school.writing() as work:
        save_journal(work, path=file)

    assert file.read_text(encoding="utf-8") == line
    assert list(tmp_path.glob("*.new")) == []


@pytest.mark.parametrize("line", ["", "[]", "{}", '{"subject_id": "1", "kind": "student", "erased_at": "x"}'])
def test_file_that_is_no_journal_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "gewist.jsonl"
    file.write_text(f"{line}\n", encoding="utf-8")

    with pytest.raises(JournalRefusedError) as refused:
        read_journal(file)

    assert (refused.value.name, refused.value.line) == ("gewist.jsonl", 1)

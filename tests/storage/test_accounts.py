"""Accounts, relations and sessions come back from the database as they went in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.relation import Relation
from accounts.role import Role
from services.unit_of_work import ConflictError, House
from storage.sessions import KeptSession
from tests.factories import make_employer, make_holder, make_student

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def teacher(account_id: UUID, *, group: str = "3b", until_on: date | None = None) -> Relation:
    return Relation(
        id=uuid4(),
        account_id=account_id,
        role=Role.TEACHER,
        school="De Wissel",
        group=group,
        from_on=date(2026, 8, 1),
        until_on=until_on,
    )


def test_account_kept_comes_back_the_same_also_by_its_address(house: House) -> None:
    holder = make_holder(email="noor@school.example", closed_at=NOW)
    with house.writing() as work:
        work.accounts.save(holder)

    with house.reading() as work:
        assert work.accounts.get(holder.id) == holder
        assert work.accounts.by_email("noor@school.example") == holder
        assert work.accounts.by_email("anna@school.example") is None


def test_address_belongs_to_one_account(house: House) -> None:
    with house.writing() as work:
        work.accounts.save(make_holder(email="noor@school.example"))

    with pytest.raises(ConflictError), house.writing() as work:
        work.accounts.save(make_holder(email="noor@school.example"))


def test_accounts_without_an_address_do_not_stand_in_each_others_way(house: House) -> None:
    holders = [make_holder(email=None) for _ in range(2)]
    with house.writing() as work:
        for holder in holders:
            work.accounts.save(holder)

    with house.reading() as work:
        assert [work.accounts.get(holder.id) for holder in holders] == holders


def test_relations_kept_come_back_the_same_oldest_first(house: House) -> None:
    holder, student, employer = make_holder(), make_student(), make_employer()
    kept = (
        Relation(id=uuid4(), account_id=holder.id, role=Role.PARENT, student_id=student.id, from_on=date(2025, 1, 1)),
        Relation(
            id=uuid4(), account_id=holder.id, role=Role.TRAINER, employer_id=employer.id, from_on=date(2026, 1, 1)
        ),
        teacher(holder.id, until_on=date(2027, 8, 1)),
    )
    with house.writing() as work:
        work.accounts.save(holder)
        work.students.save(student)
        work.employers.save(employer)
        for relation in reversed(kept):
            work.accounts.save_relation(relation)

    with house.reading() as work:
        assert work.accounts.relations_of(holder.id) == kept
        assert work.accounts.relation(kept[0].id) == kept[0]


def test_related_are_the_open_accounts_whose_relation_holds_that_day(house: House) -> None:
    guides, guided, other_class, closed = (make_holder() for _ in range(4))
    with house.writing() as work:
        for holder in (guides, guided, other_class, replace(closed, closed_at=NOW)):
            work.accounts.save(holder)
        work.accounts.save_relation(teacher(guides.id))
        work.accounts.save_relation(teacher(guided.id, until_on=TODAY))
        work.accounts.save_relation(teacher(other_class.id, group="4a"))
        work.accounts.save_relation(teacher(closed.id))

    with house.reading() as work:
        related = work.accounts.related

        assert related(Role.TEACHER, day=TODAY, school="De Wissel", group="3b") == (guides.id,)
        assert set(related(Role.TEACHER, day=TODAY, school="De Wissel")) == {guides.id, other_class.id}
        assert related(Role.TEACHER, day=TODAY - timedelta(days=1), group="3b").count(guided.id) == 1
        assert related(Role.TEACHER, day=date(2026, 7, 31), school="De Wissel") == ()
        assert related(Role.PARENT, day=TODAY, school="De Wissel") == ()


@pytest.mark.parametrize(("on", "until_on"), [(TODAY, TODAY), (date(2026, 7, 1), date(2026, 8, 1))])
def test_relation_ended_holds_no_more_from_that_day_on(house: House, on: date, until_on: date) -> None:
    holder = make_holder()
    relation = teacher(holder.id)
    with house.writing() as work:
        work.accounts.save(holder)
        work.accounts.save_relation(relation)
        work.accounts.end_relation(relation.id, on=on)

    with house.reading() as work:
        assert work.accounts.relations_of(holder.id) == (replace(relation, until_on=until_on),)


def session(account_id: UUID, token: str, *, made_at: datetime = NOW) -> KeptSession:
    return KeptSession(
        token_sha256=token,
        account_id=account_id,
        role=Role.TEACHER,
        made_at=made_at,
        expires_at=made_at + timedelta(hours=1),
    )


def test_sessions_are_kept_ended_and_forgotten_when_they_are_over(house: House) -> None:
    holder = make_holder()
    older, newer = session(holder.id, "a", made_at=NOW - timedelta(minutes=30)), session(holder.id, "b")
    with house.writing() as work:
        work.accounts.save(holder)
        for one in (older, newer):
            work.sessions.add(one)

        assert work.sessions.of_account(holder.id) == (newer, older)
        assert work.sessions.forget_expired(now=older.expires_at - timedelta(seconds=1)) == 0
        assert work.sessions.forget_expired(now=older.expires_at) == 1
        assert work.sessions.get("a") is None
        assert work.sessions.get("b") == newer

        work.sessions.add(session(holder.id, "c"))
        work.sessions.end("c")
        assert work.sessions.of_account(holder.id) == (newer,)
        assert work.sessions.end_all(holder.id) == 1


def test_account_is_found_by_the_student_it_is_of(house: House) -> None:
    holder, student = make_holder(), make_student()
    relation = Relation(
        id=uuid4(), account_id=holder.id, role=Role.STUDENT, student_id=student.id, from_on=date(2026, 8, 1)
    )
    with house.writing() as work:
        work.accounts.save(holder)
        work.students.save(student)
        work.accounts.save_relation(relation)

        assert work.accounts.related(Role.STUDENT, day=TODAY, student_id=student.id) == (holder.id,)
        assert work.accounts.related(Role.STUDENT, day=TODAY, student_id=uuid4()) == ()

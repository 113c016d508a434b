"""A report reaches the coordinator alone, and without a name nothing that is kept says who made it."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from accounts.message import MessageKind
from accounts.relation import Relation
from accounts.role import Role
from employer_toolkit.errors import InvalidCompanyError, ReportStateError
from employer_toolkit.report import ReportState
from services import reports
from services.errors import ForbiddenError, NotFoundError
from services.permissions import Account
from services.unit_of_work import House
from storage.database import Database
from storage.schema import metadata
from tests.factories import make_holder

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""A Friday."""
STUDENT = UUID(int=77)
NOOR = Account.of(Role.STUDENT, id=UUID(int=0xBADCAFE1), name="Noor", subject_id=STUDENT)
SAMIRA = Account.of(Role.COORDINATOR, id=UUID(int=2), name="Samira")
SAID: dict[str, Any] = {"kind": "discrimination", "words": "Ze zeiden iets over mijn hoofddoek", "where": "De bakker"}


@pytest.fixture
def planted(house: House) -> House:
    house.clock = lambda: NOW
    with house.writing() as work:
        for account in (NOOR, SAMIRA):
            assert account.id is not None
            work.accounts.save(make_holder(id=account.id, name=account.name))
        assert SAMIRA.id is not None
        work.accounts.save_relation(
            Relation(id=uuid4(), account_id=SAMIRA.id, role=Role.COORDINATOR, from_on=NOW.date())
        )
    return house


def made(house: House, *, with_name: bool, **said: Any) -> reports.Reported:
    with house.writing(NOOR) as work:
        return reports.report(work, by=NOOR, with_name=with_name, now=NOW, **{**SAID, **said})


def told(house: House, account: Account) -> list[MessageKind]:
    assert account.id is not None
    with house.reading() as work:
        return [one.kind for one in work.messages.of_account(account.id, limit=9)]


def test_named_report_goes_its_way_and_the_reporter_hears_of_each_step(planted: House) -> None:
    report_id = made(planted, with_name=True).report.id
    with planted.writing() as work:
        reports.take_report_in_hand(work, by=SAMIRA, report_id=report_id, now=NOW)
        reports.settle_report(work, by=SAMIRA, report_id=report_id, answer="SBB weet ervan", now=NOW)

    with planted.reading() as work:
        (mine,) = reports.my_reports(work, by=NOOR, now=NOW)
    assert (mine.report.state, mine.report.answer) == (ReportState.SETTLED, "SBB weet ervan")
    assert told(planted, NOOR) == [MessageKind.REPORT_MOVED] * 2
    assert told(planted, SAMIRA) == [MessageKind.REPORT_RECEIVED]


def test_without_a_name_no_row_anywhere_names_the_reporter_and_the_trail_neither(
    planted: House, migrated_url: str
) -> None:
    before = rows_naming(migrated_url, NOOR)

    code = made(planted, with_name=False).code

    assert rows_naming(migrated_url, NOOR) == before
    assert len(code) == 16
    with planted.reading() as work:
        acts = [(entry.note.role, entry.note.account_id) for entry in work.audit.all() if entry.note.act == "report"]
    assert acts == [("service", None)]


def test_with_a_name_the_same_search_finds_the_reporter(planted: House, migrated_url: str) -> None:
    """The control: a search that finds nothing anywhere would prove nothing."""
    before = rows_naming(migrated_url, NOOR)

    made(planted, with_name=True)

    assert rows_naming(migrated_url, NOOR) - before == {"audit", "reports"}


def rows_naming(url: str, account: Account) -> set[str]:
    """Give the tables with a row that holds the id of the account or of the student, in whatever column."""
    database, found = Database(url), set()
    with database.reading() as transaction:
        for table in metadata.sorted_tables:
            for row in transaction.read(select(table)):
                said = json.dumps([str(value) for value in row])
                if str(account.id) in said or str(account.subject_id) in said:
                    found.add(table.name)
    database.close()
    return found


def test_code_shows_how_it_stands_however_it_is_typed_and_is_kept_nowhere(planted: House, migrated_url: str) -> None:
    reported = made(planted, with_name=False)
    typed = f" {reported.code[:4].upper()}-{reported.code[4:]} "

    with planted.reading() as work:
        found = reports.report_by_code(work, by=NOOR, code=typed, now=NOW)
        with pytest.raises(NotFoundError):
            reports.report_by_code(work, by=NOOR, code="0" * 16, now=NOW)
    database = Database(migrated_url)
    with database.reading() as transaction:
        everything = "".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in transaction.read(select(table))
        )
    database.close()
    assert found.report.id == reported.report.id
    assert reported.code not in everything
    assert reported.report.code_sha256 in everything


@pytest.mark.parametrize("with_name", [True, False])
def test_whoever_reads_a_report_is_noted(planted: House, with_name: bool) -> None:
    report_id = made(planted, with_name=with_name).report.id

    reader = Account.of(Role.COORDINATOR, id=SAMIRA.id, name="Samira")
    with planted.reading(reader) as work:
        view = reports.one_report(work, by=reader, report_id=report_id, now=NOW)
    with planted.reading(reader) as work:
        (listed,) = reports.reports(work, by=reader, now=NOW)

    with planted.reading() as work:
        looks = [
            (entry.note.account_id, entry.note.subject_id)
            for entry in work.audit.all()
            if entry.note.act == "see_reports"
        ]
    assert looks == [(SAMIRA.id, report_id)] * 2
    assert (view.who, listed.who) == (("Noor", "Noor") if with_name else ("", ""))


@pytest.mark.parametrize(
    "role", [Role.EMPLOYER, Role.TRAINER, Role.JOBHUNTER, Role.TEACHER, Role.PLACEMENT_COORDINATOR, Role.ADMINISTRATOR]
)
def test_nobody_but_the_coordinator_reads_reports(planted: House, role: Role) -> None:
    report_id = made(planted, with_name=True).report.id
    by = Account.of(role, id=UUID(int=9), school="De Wissel")

    with planted.reading() as work, pytest.raises(ForbiddenError):
        reports.reports(work, by=by, now=NOW)
    with planted.reading() as work, pytest.raises(ForbiddenError):
        reports.one_report(work, by=by, report_id=report_id, now=NOW)


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [
        (datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 25, 23, tzinfo=UTC), True),
    ],
)
def test_it_is_late_after_the_third_working_day(planted: House, moment: datetime, is_late: bool) -> None:
    made(planted, with_name=True)

    with planted.reading() as work:
        (view,) = reports.reports(work, by=SAMIRA, now=moment)
    assert view.is_late is is_late


def test_steps_come_once_and_in_order(planted: House) -> None:
    report_id = made(planted, with_name=True).report.id
    with planted.writing() as work:
        with pytest.raises(ReportStateError):
            reports.settle_report(work, by=SAMIRA, report_id=report_id, answer="Klaar", now=NOW)
        reports.take_report_in_hand(work, by=SAMIRA, report_id=report_id, now=NOW)
        with pytest.raises(ReportStateError):
            reports.take_report_in_hand(work, by=SAMIRA, report_id=report_id, now=NOW)
        with pytest.raises(InvalidCompanyError):
            reports.settle_report(work, by=SAMIRA, report_id=report_id, answer=" ", now=NOW)


def test_every_fault_is_named_at_once_and_nothing_is_kept(planted: House) -> None:
    with pytest.raises(InvalidCompanyError) as refused:
        made(planted, with_name=False, kind="x", words=" ", where="x" * 201)

    with planted.reading() as work:
        assert work.reports.all(limit=9) == ()
    assert set(refused.value.faults) == {"kind", "words", "where"}

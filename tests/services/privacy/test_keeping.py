"""Terms at their border: a second before midnight it is still there, at midnight it must go."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from accounts.audit import AuditKind, AuditNote
from accounts.holder import AccountHolder
from accounts.invitation import Invitation
from accounts.login_link import LoginLink
from accounts.relation import Relation
from accounts.role import Role
from career.application import Application
from career.application_rules import ClosingCause
from career.link import ReviewState
from employer_toolkit.contact_log import CallClaim, ContactEntry, ContactWay
from employer_toolkit.draft import Draft
from employer_toolkit.report import Report
from events.registration import Party, Registration, RegistrationState
from services.local_time import AMSTERDAM
from services.privacy.keeping import (
    CLASSES,
    TASK,
    DemoHasNoTermsError,
    keep_to_terms,
    promise_to_keep_terms,
    remove_what_is_over,
    what_is_over,
)
from services.reference import load_reference
from services.unit_of_work import House, Mode, UnitOfWork
from storage.erasures import ErasedKind, Erasure
from storage.schema.messages import messages
from storage.sessions import KeptSession
from tests.career.test_application import CLOCK
from tests.career.test_application import STUDENT as STUDENT_ACTS
from tests.factories import make_employer, make_event, make_link, make_placement, make_site, make_student
from tests.storage.test_speed_dates import make_kept

SECOND = timedelta(seconds=1)
STUDENT, ACCOUNT = make_student(), UUID(int=7)
HOLDER = AccountHolder(id=ACCOUNT, name="Noor", email=None, made_at=datetime(2020, 1, 1, tzinfo=UTC))


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=AMSTERDAM)


def over(house: House, now: datetime) -> dict[str, int]:
    with house.reading() as work:
        return {one.retention.code: one.n for one in what_is_over(work, now=now) if one.n}


def removed(house: House, now: datetime) -> dict[str, int]:
    with house.writing() as work:
        return {one.retention.code: one.n for one in remove_what_is_over(work, now=now) if one.n}


def leaving_on(day: date) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        free = replace(STUDENT.availability, from_on=day - timedelta(days=90), until_on=day)
        work.students.save(replace(STUDENT, availability=free))

    return put


def idle_since(day: date) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        work.accounts.save(HOLDER)
        work.accounts.save_relation(
            Relation(id=uuid4(), account_id=ACCOUNT, role=Role.JOBHUNTER, from_on=date(2020, 1, 1), until_on=day)
        )

    return put


def closed_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        work.accounts.save(replace(HOLDER, closed_at=moment))
        work.accounts.save_relation(
            Relation(id=uuid4(), account_id=ACCOUNT, role=Role.JOBHUNTER, from_on=date(2020, 1, 1))
        )

    return put


def entered_until(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        closed_at(None)(work)  # type: ignore[arg-type]
        work.sessions.add(
            KeptSession(
                token_sha256="a" * 64, account_id=ACCOUNT, role=Role.JOBHUNTER, made_at=moment, expires_at=moment
            )
        )

    return put


def asked_to_enter_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    return lambda work: work.logins.save_link(LoginLink(id=uuid4(), email="noor@dewissel.example", asked_at=moment))


def invited_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        closed_at(None)(work)  # type: ignore[arg-type]
        email = "daan@dewissel.example"
        work.invitations.save(
            Invitation(id=uuid4(), email=email, role=Role.JOBHUNTER, invited_by=ACCOUNT, made_at=moment)
        )

    return put


def told_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        closed_at(None)(work)  # type: ignore[arg-type]
        row = {"id": uuid4(), "account_id": ACCOUNT, "kind": "meeting_planned", "made_at": moment, "mail_state": "none"}
        work._transaction.change(insert(messages), [row])

    return put


def said_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    return lambda work: work.links.save_all([make_link(made_at=moment)])


def erased_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    erasure = Erasure(subject_id=uuid4(), kind=ErasedKind.STUDENT, erased_at=moment)
    return lambda work: work.erasures.add_all([erasure])


def done_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        work.outbox.finish(work.outbox.add("worker.rescore_all", {}, now=moment), now=moment)

    return put


def noted_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    note = AuditNote(at=moment, kind=AuditKind.READING, role="teacher", act="see_matches", subject_id=STUDENT.id)
    return lambda work: work.audit.add([note])


def ended_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        employer, student = make_employer(), make_student("nog op school")
        site = make_site(employer.id)
        place = make_placement(site.id)
        work.employers.add_all([employer], new_sites=[site])
        work.placements.add_all([place])
        work.students.save(replace(student, availability=replace(student.availability, until_on=date(2040, 1, 1))))
        begun = Application.begin(
            id=uuid4(), student_id=student.id, placement_id=place.id, number=1, by=STUDENT_ACTS, asks_parent=False,
            now=moment, clock=CLOCK,
        )  # fmt: skip
        work.applications.add(begun.close(ClosingCause.SEATS_GONE, now=moment))

    return put


def spoken_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        employer = make_employer()
        work.employers.add_all([employer])
        said = {"account_id": ACCOUNT, "way": ContactWay.CALL, "about": "new_place", "outcome": "calls_back"}
        work.contact_log.add(ContactEntry(id=uuid4(), employer_id=employer.id, at=moment, **said))

    return put


def claimed_until(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        closed_at(None)(work)  # type: ignore[arg-type]
        employer = make_employer()
        work.employers.add_all([employer])
        work.contact_log.save_claim(
            CallClaim(employer_id=employer.id, account_id=ACCOUNT, made_at=moment - SECOND, ends_at=moment)
        )

    return put


def written_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        employer = make_employer()
        work.employers.add_all([employer])
        work.drafts.save(Draft(id=uuid4(), employer_id=employer.id, made_by=None, changed_at=moment))

    return put


def came_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        student = make_student("nog op school")
        work.students.save(replace(student, availability=replace(student.availability, until_on=date(2040, 1, 1))))
        event = make_event(starts_at=moment - timedelta(hours=2), ends_at=moment)
        work.events.save(event)
        work.registrations.save(
            Registration(
                id=uuid4(),
                event_id=event.id,
                party=Party.STUDENT,
                student_id=student.id,
                made_at=moment - timedelta(days=9),
                state=RegistrationState.SEATED,
            )
        )

    return put


def spoke_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        student = make_student("nog op school")
        work.students.save(replace(student, availability=replace(student.availability, until_on=date(2040, 1, 1))))
        employer = make_employer()
        work.employers.save(employer)
        event = make_event(starts_at=moment - timedelta(hours=2), ends_at=moment)
        work.events.save(event)
        work.speed_dates.save(replace(make_kept(event.id, student.id, employer.id), stays=()))

    return put


def settled_at(moment: datetime) -> Callable[[UnitOfWork], None]:
    def put(work: UnitOfWork) -> None:
        closed_at(None)(work)  # type: ignore[arg-type]
        report = Report(
            id=uuid4(), account_id=ACCOUNT, code_sha256="", kind="unsafe", words="Het was glad", where="",
            made_at=moment, confirm_by=moment,
        )  # fmt: skip
        work.reports.save(replace(report, id=uuid4()))
        work.reports.save(report.take_in_hand(by=ACCOUNT, now=moment).settle(answer="Opgelost", by=ACCOUNT, now=moment))

    return put


NOON = datetime(2028, 2, 29, 12, tzinfo=AMSTERDAM)
CASES: list[tuple[str, Callable[[UnitOfWork], None], date]] = [
    ("student_file", leaving_on(date(2027, 7, 31)), date(2029, 7, 31)),
    ("student_file", leaving_on(date(2028, 2, 29)), date(2030, 3, 1)),
    ("account", idle_since(date(2028, 2, 29)), date(2029, 3, 1)),
    ("account", closed_at(NOON), date(2029, 3, 1)),
    ("words", said_at(NOON), date(2029, 3, 1)),
    ("applications", ended_at(NOON), date(2028, 3, 29)),
    ("messages", told_at(NOON), date(2029, 3, 1)),
    ("trail", noted_at(NOON), date(2030, 3, 1)),
    ("company_log", spoken_at(NOON), date(2030, 3, 1)),
    ("company_log", claimed_until(NOON), date(2030, 3, 1)),
    ("event", came_at(NOON), date(2029, 3, 1)),
    ("event", spoke_at(NOON), date(2029, 3, 1)),
    ("draft", written_at(NOON), date(2028, 9, 1)),
    ("report", settled_at(NOON), date(2030, 3, 1)),
    ("erasure", erased_at(NOON), date(2030, 3, 1)),
    ("session", entered_until(NOON), date(2028, 3, 2)),
    ("session", asked_to_enter_at(NOON), date(2028, 3, 2)),
    ("invitation", invited_at(NOON), date(2028, 4, 1)),
    ("upkeep", done_at(NOON), date(2028, 3, 31)),
    ("upkeep", done_at(datetime(2028, 3, 1, 23, 59, 59, tzinfo=AMSTERDAM)), date(2028, 4, 1)),
]


@pytest.mark.parametrize(("code", "put", "gone_on"), CASES, ids=[f"{code} {day}" for code, _, day in CASES])
def test_it_goes_at_the_midnight_on_which_its_term_is_over_and_not_a_second_before(
    house: House, code: str, put: Callable[[UnitOfWork], None], gone_on: date
) -> None:
    with house.writing() as work:
        put(work)
    end = midnight(gone_on)

    assert code not in over(house, end - SECOND)
    assert code not in removed(house, end - SECOND)
    assert over(house, end)[code] == over(house, end + SECOND)[code] == 1
    assert removed(house, end)[code] == 1
    assert code not in over(house, end)


def test_every_class_with_a_term_is_looked_at() -> None:
    terms = {code for code, held in load_reference(date(2026, 11, 22)).retentions.items() if held.term is not None}

    assert set(CLASSES) == terms
    assert {code for code, *_ in CASES} == terms


def test_student_who_is_still_at_school_stays_however_long_ago_a_place_was_sought(house: House) -> None:
    still = Relation(id=uuid4(), account_id=ACCOUNT, role=Role.STUDENT, student_id=STUDENT.id, from_on=date(2020, 1, 1))
    with house.writing() as work:
        leaving_on(date(2021, 7, 1))(work)
        work.accounts.save(HOLDER)
        work.accounts.save_relation(still)
    before = over(house, midnight(date(2028, 1, 1)))
    with house.writing() as work:
        work.accounts.end_relation(still.id, on=date(2027, 7, 1))

    assert before == {}
    assert over(house, midnight(date(2029, 7, 1)) - SECOND) == {"account": 1}
    assert over(house, midnight(date(2029, 7, 1))) == {"account": 1, "student_file": 1}


def test_student_who_goes_takes_the_account_along_and_nobody_else(house: House) -> None:
    other = make_student("leerling-2")
    with house.writing() as work:
        leaving_on(date(2027, 7, 31))(work)
        work.students.save(replace(other, availability=replace(other.availability, until_on=date(2040, 1, 1))))
        work.accounts.save(HOLDER)
        work.accounts.save_relation(
            Relation(
                id=uuid4(), account_id=ACCOUNT, role=Role.STUDENT, student_id=STUDENT.id, from_on=date(2026, 8, 1),
                until_on=date(2027, 7, 31),
            )
        )  # fmt: skip

    removed(house, midnight(date(2029, 7, 31)))

    with house.reading() as work:
        assert [student.id for student in work.students.all()] == [other.id]
        assert work.accounts.get(ACCOUNT) is None
        assert work.erasures.all() == ()


def test_words_that_go_are_emptied_and_the_vote_stays_refused(house: House) -> None:
    with house.writing() as work:
        said_at(NOON)(work)
    removed(house, midnight(date(2029, 3, 1)))

    with house.reading() as work:
        (link,) = work.links.since(0)
    assert (link.state, link.text) == (ReviewState.REFUSED, "")


def test_nothing_goes_in_a_demo(house: House) -> None:
    with house.writing() as work:
        work.installation.claim(Mode.DEMO)
        assert promise_to_keep_terms(work, now=NOON) is False

    with house.writing() as work, pytest.raises(DemoHasNoTermsError):
        remove_what_is_over(work, now=NOON)


def waiting(house: House, now: datetime) -> list[Any]:
    with house.writing() as work:
        return [one for one in work.outbox.claim(now=now, until=now, limit=10) if one.task == TASK]


def test_the_first_look_is_promised_once_for_the_next_night(house: House) -> None:
    with house.writing() as work:
        promised = [promise_to_keep_terms(work, now=NOON) for _ in range(2)]
    four = datetime(2028, 3, 1, 4, tzinfo=AMSTERDAM)

    assert promised == [True, False]
    assert waiting(house, four - SECOND) == []
    assert len(waiting(house, four)) == 1


def test_look_comes_back_at_once_while_something_went_and_else_in_the_next_night(house: House) -> None:
    now = midnight(date(2029, 7, 31))
    with house.writing() as work:
        leaving_on(date(2027, 7, 31))(work)
    house.clock = lambda: now
    with house.writing() as work:
        keep_to_terms(work, now=now)
    (at_once,) = waiting(house, now)
    with house.writing() as work:
        work.outbox.finish(at_once.id, now=now)
        keep_to_terms(work, now=now)
        assert work.students.count() == 0

    four = datetime(2029, 7, 31, 4, tzinfo=AMSTERDAM)
    assert waiting(house, four - SECOND) == []
    assert len(waiting(house, four)) == 1

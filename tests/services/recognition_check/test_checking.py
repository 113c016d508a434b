"""Looking up a recognition: registers that fail, hang or talk nonsense, and a market that follows the verdict."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from threading import Event
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import inspect

from accounts.role import Role
from employer_toolkit.recognition import Checker, Recognition, RecognitionStatus, Verdict
from services.errors import ForbiddenError
from services.markets import current_market
from services.matches import count_fitting
from services.permissions import Account
from services.recognition_check.checking import TASK, finish_check, have_checked, offline, prepare_check, say_verdict
from services.recognition_check.register import Answer, OfflineRegister, Question, Register, ask_patiently
from services.unit_of_work import House
from storage.company_file import CheckState, RecognitionCheck
from storage.schema.company_file import recognition_checks
from tests.factories import make_employer, make_placement, make_site, make_student

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY, CODE = NOW.date(), "25250"
EMPLOYER = make_employer()
SITE = make_site(EMPLOYER.id)
JOBHUNTER = Account.of(Role.JOBHUNTER, id=UUID(int=1), name="Noor")
QUESTION = Question(site_id=SITE.id, kvk="", postcode4="8011", qualification_code=CODE, asked_for=TODAY)


class Fake:
    """A register that does what a test says."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self.act = act
        self.asked: list[Question] = []

    def ask(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.act()  # type: ignore[no-any-return]  # nonsense is the point


def fails() -> Answer:
    raise ConnectionError("the register is away")


@pytest.mark.parametrize("nonsense", [None, True, "ja", 1, {"recognised": "yes"}])
def test_register_that_talks_nonsense_does_not_know(nonsense: object) -> None:
    assert ask_patiently(Fake(lambda: nonsense), QUESTION, wait_s=5) is Answer.UNKNOWN


def test_register_that_fails_does_not_know() -> None:
    assert ask_patiently(Fake(fails), QUESTION, wait_s=5) is Answer.UNKNOWN


def test_register_that_hangs_is_left_behind() -> None:
    let_go = Event()
    begun = monotonic()

    said = ask_patiently(Fake(let_go.wait), QUESTION, wait_s=0.05)

    assert said is Answer.UNKNOWN
    assert monotonic() - begun < 5
    let_go.set()


@pytest.mark.parametrize("answer", [Answer.YES, Answer.NO])
def test_register_that_answers_is_believed(answer: Answer) -> None:
    assert ask_patiently(Fake(lambda: answer), QUESTION, wait_s=5) is answer


def test_offline_register_knows_our_verdict_about_this_very_question() -> None:
    verdict = Verdict(
        site_id=SITE.id,
        qualification_code=CODE,
        asked_for=TODAY,
        is_recognised=True,
        checked_on=TODAY,
        checked_by=Checker.SCHOOL,
    )

    other_day = Question(site_id=SITE.id, kvk="", postcode4="8011", qualification_code=CODE, asked_for=date(2027, 1, 1))
    register = OfflineRegister([verdict])

    assert (register.ask(QUESTION), register.ask(other_day)) == (Answer.YES, Answer.UNKNOWN)


@pytest.fixture
def planted(house: House) -> House:
    house.clock = lambda: NOW
    with house.writing() as work:
        work.employers.add_all([EMPLOYER], new_sites=[SITE])
    return house


def asked(house: House) -> RecognitionCheck:
    with house.writing() as work:
        return have_checked(work, site_id=SITE.id, qualification_code=CODE, asked_for=TODAY, now=NOW)


def answered(house: House, check: RecognitionCheck, register: Register) -> RecognitionCheck:
    with house.reading() as work:
        prepare_check(work, check_id=check.id, now=NOW, make=lambda *_: register)
    with house.writing() as work:
        finish_check(work, check_id=check.id, now=NOW)
    with house.reading() as work:
        kept = work.company_files.check(check.id)
    assert kept is not None
    return kept


def recognitions(house: House) -> list[Recognition]:
    with house.reading() as work:
        return list(work.employers.recognitions(SITE.id))


ACTIVE = Recognition(
    site_id=SITE.id,
    qualification_code=CODE,
    status=RecognitionStatus.ACTIVE,
    valid_from=TODAY,
    valid_until=None,
    checked_on=TODAY,
    checked_by=Checker.REGISTER,
)


def test_yes_of_the_register_becomes_a_recognition(planted: House) -> None:
    kept = answered(planted, asked(planted), Fake(lambda: Answer.YES))

    assert (kept.state, kept.verdict is not None and kept.verdict.checked_by) == (CheckState.YES, Checker.REGISTER)
    assert recognitions(planted) == [ACTIVE]


@pytest.mark.parametrize("register", [Fake(fails), Fake(lambda: "ja"), OfflineRegister()])
def test_register_that_does_not_know_changes_no_recognition(planted: House, register: Register) -> None:
    kept = answered(planted, asked(planted), register)

    assert (kept.state, kept.verdict, recognitions(planted)) == (CheckState.UNANSWERED, None, [])


def test_question_that_waits_is_asked_once_and_an_answer_that_comes_twice_changes_nothing(planted: House) -> None:
    first, second = asked(planted), asked(planted)
    register = Fake(lambda: Answer.YES)

    answered(planted, first, register)
    again = answered(planted, first, Fake(lambda: Answer.NO))

    assert first == second
    assert (len(register.asked), again.state) == (1, CheckState.YES)
    with planted.writing() as work:
        assert [one.task for one in work.outbox.claim(now=NOW, until=NOW, limit=10)] == [TASK]


def test_verdict_of_a_person_answers_what_waited(planted: House) -> None:
    check = asked(planted)
    with planted.writing() as work:
        say_verdict(
            work,
            by=JOBHUNTER,
            site_id=SITE.id,
            qualification_code=CODE,
            asked_for=TODAY,
            is_recognised=False,
            now=NOW,
        )

    with planted.reading() as work:
        (kept,) = work.company_files.checks([SITE.id])
        known = offline(work, kept).ask(QUESTION)
    assert (kept.id, kept.state, known) == (check.id, CheckState.NO, Answer.NO)


def test_employer_gives_no_verdict(planted: House) -> None:
    by = Account.of(Role.EMPLOYER, id=UUID(int=2), subject_id=EMPLOYER.id)
    with planted.writing() as work, pytest.raises(ForbiddenError):
        say_verdict(work, by=by, site_id=SITE.id, qualification_code=CODE, asked_for=TODAY, is_recognised=True, now=NOW)


def test_of_a_register_only_our_verdict_can_be_kept() -> None:
    """The licence of the register: site, code, day, yes or no, when and by whom."""
    assert {column.name for column in inspect(recognition_checks).columns} == {
        "id",
        "site_id",
        "qualification_code",
        "asked_for",
        "asked_at",
        "state",
        "checked_on",
        "checked_by",
    }


def test_market_follows_the_verdict(planted: House) -> None:
    place = make_placement(SITE.id, qualification_codes=(CODE,))
    student = make_student(qualification_code=CODE)
    with planted.writing() as work:
        work.placements.add_all([place])
        work.students.add_all([student])

    def known() -> tuple[tuple[RecognitionStatus, ...], int | None]:
        with planted.reading() as work:
            (offer,) = current_market(work, now=NOW).live_places
            statuses = tuple(one.status for one in offer.recognitions)
            return statuses, count_fitting(work, placement_id=place.id, now=NOW)

    seen = [known()]
    for is_recognised in (True, False):
        with planted.writing() as work:
            say_verdict(
                work,
                by=JOBHUNTER,
                site_id=SITE.id,
                qualification_code=CODE,
                asked_for=TODAY,
                is_recognised=is_recognised,
                now=NOW,
            )
        seen.append(known())

    active, revoked = RecognitionStatus.ACTIVE, RecognitionStatus.REVOKED
    assert seen == [((), 1), ((active,), 1), ((revoked,), 0)]

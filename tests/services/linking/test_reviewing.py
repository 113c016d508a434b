"""A coordinator sees what says the same together, decides once, and what was accepted can be trained on."""

import csv

import pytest

from accounts.role import Role
from career.link import LinkStateError, Speaker, Verdict
from services.errors import ForbiddenError, NotFoundError
from services.linking import reviewing
from services.linking.reviewing import Corrections, corrections_to_review, export_training, review
from services.permissions import Account
from services.unit_of_work import House
from tests.databases import queries_counted
from tests.demo_doors import NOW
from tests.factories import make_link
from tests.services.linking.conftest import COORDINATOR, TEXT, Keep

Employers = tuple[Account, Account]


def waiting(house: House, verdict: Verdict = Verdict.CORRECTED, page: int = 1) -> Corrections:
    with house.reading() as work:
        return corrections_to_review(work, by=COORDINATOR, verdict=verdict, page=page)


def decide(house: House, found: Corrections, *, is_accepted: bool) -> int:
    with house.writing() as work:
        return review(work, by=COORDINATOR, link_id=found.corrections[0].link_id, is_accepted=is_accepted, now=NOW)


def test_same_words_stand_together_with_who_said_them_in_plain_dutch(
    house: House, employers: Employers, student: Account, keep: Keep
) -> None:
    for by in (*employers, student, student):
        keep(by, corrected_ids=["doe:gereedschap"], suggested_ids=["doe:afwassen"])

    (correction,) = waiting(house).corrections

    assert (correction.text, correction.label) == (TEXT, "werken met gereedschap en kleine machines")
    assert correction.suggested == ("afwassen en de keuken opruimen",)
    assert correction.speakers == {Speaker.EMPLOYER: 2, Speaker.STUDENT: 2}


def test_decision_holds_for_everybody_who_said_the_same(
    house: House, employers: Employers, student: Account, keep: Keep
) -> None:
    for by in (*employers, student):
        keep(by, corrected_ids=["doe:gereedschap"])

    assert decide(house, waiting(house), is_accepted=True) == 3

    assert waiting(house).corrections == ()


def test_refused_words_are_gone_from_the_database(house: House, employers: Employers, keep: Keep) -> None:
    keep(employers[0], "mijn geheime zin", corrected_ids=["doe:gereedschap"])

    decide(house, waiting(house), is_accepted=False)

    with house.reading() as work:
        (left,) = work.links.since(-1)
    assert (left.text, left.phrase) == ("", "")


def test_what_was_accepted_can_still_be_taken_away(house: House, employers: Employers, keep: Keep) -> None:
    keep(employers[0], corrected_ids=["doe:gereedschap"])
    found = waiting(house)
    decide(house, found, is_accepted=True)

    with pytest.raises(LinkStateError):
        decide(house, found, is_accepted=True)
    assert decide(house, found, is_accepted=False) == 1
    with pytest.raises(LinkStateError):
        decide(house, found, is_accepted=False)


def test_accepted_words_are_a_file_of_labels(house: House, employers: Employers, student: Account, keep: Keep) -> None:
    keep(employers[0], '=1+1, "keukenprins"', corrected_ids=["doe:koken"], rejected_ids=["doe:bakken"])
    decide(house, waiting(house), is_accepted=True)
    decide(house, waiting(house, Verdict.REJECTED), is_accepted=True)
    keep(employers[0], "nog niet nagekeken", corrected_ids=["doe:koken"])

    with house.reading() as work:
        rows = list(csv.reader(export_training(work, by=COORDINATOR).splitlines()))

    assert rows[0] == ["id", "text", "concept", "preferred", "language"]
    assert [row[1:] for row in rows[1:]] == [['1+1, "keukenprins"', "doe:koken", "0", "nl"]]


def test_same_words_are_one_label_whoever_said_them(house: House, employers: Employers, keep: Keep) -> None:
    for by in employers:
        keep(by, corrected_ids=["doe:koken"])
    decide(house, waiting(house), is_accepted=True)

    with house.reading() as work:
        assert export_training(work, by=COORDINATOR).count("doe:koken") == 1


def test_pages_hold_a_few_and_the_last_one_answers_for_what_is_beyond(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reviewing, "PAGE_SIZE", 2)
    with house.writing() as work:
        work.links.save_all([make_link(f"zin {chr(97 + n)}") for n in range(5)])

    assert [len(waiting(house, page=page).corrections) for page in (1, 2, 3, 9)] == [2, 2, 1, 1]
    assert (waiting(house, page=9).paging.number, waiting(house).paging.n_pages) == (3, 3)
    assert waiting(house).n_waiting == {Verdict.CORRECTED: 5, Verdict.CONFIRMED: 0, Verdict.REJECTED: 0}


def test_page_with_one_and_with_three_costs_the_same(house: House) -> None:
    costs = []
    with house.reading() as work:
        corrections_to_review(work, by=COORDINATOR)  # the catalogue is read once
    for n in (1, 3):
        with house.writing() as work:
            work.links.save_all([make_link(f"zin {n} {chr(97 + m)}") for m in range(n)])
        with house.reading() as work, queries_counted() as seen:
            corrections_to_review(work, by=COORDINATOR)
        costs.append(len(seen))

    assert costs[0] == costs[1]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_a_coordinator_reviews(house: House, role: Role) -> None:
    link = make_link()
    with house.writing() as work:
        work.links.save_all([link])
    by = Account.of(role)

    with house.writing() as work:
        with pytest.raises(ForbiddenError):
            corrections_to_review(work, by=by)
        with pytest.raises(ForbiddenError):
            review(work, by=by, link_id=link.id, is_accepted=True, now=NOW)
        with pytest.raises(ForbiddenError):
            export_training(work, by=by)


def test_link_that_is_not_there_is_not_found(house: House) -> None:
    with house.writing() as work, pytest.raises(NotFoundError):
        review(work, by=COORDINATOR, link_id=make_link().id, is_accepted=True, now=NOW)

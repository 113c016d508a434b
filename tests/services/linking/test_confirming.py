"""What people say counts from the next suggestion on, as far as whoever said it may decide for others."""

from datetime import timedelta

import pytest

from accounts.role import Role
from career.errors import InvalidValueError, UnknownCodeError
from career.link import Speaker, Verdict
from services.errors import ForbiddenError
from services.linking import confirming
from services.linking.confirming import Choice, TooManyLinksError, keep_choices
from services.linking.reviewing import review
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_link, make_student
from tests.services.linking.conftest import COORDINATOR, TEXT, Ask, Keep

NEAR = "Handige Harry gezocht voor de keuken"
TEACHER = Account.of(Role.TEACHER)
Employers = tuple[Account, Account]


def test_correction_of_a_company_comes_first_for_the_next_one_and_for_what_is_near(
    employers: Employers, keep: Keep, ask: Ask
) -> None:
    one, other = employers
    assert "doe:gereedschap" not in ask(by=other) + ask(NEAR, by=other)

    keep(one, corrected_ids=["doe:gereedschap"], rejected_ids=["doe:afwassen"])

    assert ask(by=other)[0] == "doe:gereedschap"
    assert ask("HANDIGE HARRY, voor in de keuken!", by=other)[0] == "doe:gereedschap"
    assert ask(NEAR, by=other)[0] == "doe:gereedschap"


def test_what_was_rejected_is_not_suggested_again_for_the_same_words_only(
    employers: Employers, keep: Keep, ask: Ask
) -> None:
    text = "eten koken voor gasten"
    before = ask(text)
    assert "doe:koken" in before

    keep(employers[0], text, rejected_ids=["doe:koken"])

    assert "doe:koken" not in ask(text)
    assert "doe:koken" in ask("eten koken voor velen")


def test_none_of_the_suggestions_rejects_them_all(employers: Employers, keep: Keep, ask: Ask) -> None:
    text = "eten koken voor gasten"
    suggested = ask(text, n=3)

    (kept,) = keep(employers[0], text, suggested_ids=suggested)

    assert (kept.verdict, kept.competency_id) == (Verdict.REJECTED, None)
    assert not set(suggested) & set(ask(text))


def test_word_of_a_student_counts_for_the_same_words_and_after_review_for_what_is_near(
    house: House, student: Account, keep: Keep, ask: Ask
) -> None:
    (kept,) = keep(student, corrected_ids=["doe:gereedschap"])
    assert ask()[0] == "doe:gereedschap"
    assert "doe:gereedschap" not in ask(NEAR)

    with house.writing() as work:
        review(work, by=COORDINATOR, link_id=kept.id, is_accepted=True, now=NOW)

    assert ask(NEAR)[0] == "doe:gereedschap"


def test_many_students_do_not_outvote_one_company(employers: Employers, student: Account, keep: Keep, ask: Ask) -> None:
    keep(employers[0], corrected_ids=["doe:gereedschap"])
    for _ in range(5):
        keep(student, rejected_ids=["doe:gereedschap"])

    assert ask()[0] == "doe:gereedschap"


def test_company_that_repeats_itself_has_one_vote_and_may_change_its_mind(
    employers: Employers, keep: Keep, ask: Ask
) -> None:
    one, other = employers
    assert [len(keep(one, confirmed_ids=["doe:gereedschap"])) for _ in range(3)] == [1, 0, 0]
    keep(other, rejected_ids=["doe:gereedschap"])
    assert "doe:gereedschap" not in ask()[:1]

    assert len(keep(one, rejected_ids=["doe:gereedschap"])) == 1

    assert "doe:gereedschap" not in ask()


def test_what_a_coordinator_accepted_outweighs_all_and_is_not_asked_again(
    house: House, employers: Employers, keep: Keep, ask: Ask
) -> None:
    one, other = employers
    (kept,) = keep(one, corrected_ids=["doe:gereedschap"])
    with house.writing() as work:
        review(work, by=COORDINATOR, link_id=kept.id, is_accepted=True, now=NOW)

    assert keep(other, confirmed_ids=["doe:gereedschap"]) == ()
    keep(other, rejected_ids=["doe:gereedschap"])
    keep(TEACHER, rejected_ids=["doe:gereedschap"])

    assert ask()[0] == "doe:gereedschap"


def test_what_a_coordinator_refused_of_a_company_does_not_come_back(
    house: House, employers: Employers, keep: Keep, ask: Ask
) -> None:
    (kept,) = keep(employers[0], corrected_ids=["doe:gereedschap"])
    with house.writing() as work:
        review(work, by=COORDINATOR, link_id=kept.id, is_accepted=False, now=NOW)

    assert keep(employers[0], corrected_ids=["doe:gereedschap"]) == ()
    assert "doe:gereedschap" not in ask()


def test_only_the_company_is_kept_of_who_said_it(employers: Employers, student: Account, keep: Keep) -> None:
    for by, speaker, employer_id in (
        (employers[0], Speaker.EMPLOYER, employers[0].subject_id),
        (student, Speaker.STUDENT, None),
        (TEACHER, Speaker.TEACHER, None),
    ):
        (kept,) = keep(by, confirmed_ids=["doe:koken"])
        assert (kept.speaker, kept.employer_id) == (speaker, employer_id)


def test_names_in_the_words_of_a_student_are_hidden_before_they_are_kept(
    student: Account, keep: Keep, ask: Ask
) -> None:
    text = "ik kook met Fatima sinds 3 maart 2024"

    (kept,) = keep(student, text, corrected_ids=["doe:gereedschap"])

    assert kept.text == "ik kook met … sinds …"
    assert ask(text)[0] == "doe:gereedschap"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bel mij op 06-12345678", "telefoonnummer"),
        ("mail n@school.example", "e-mailadres"),
        ("ik woon op Kerkstraat 12", "adres"),
        ("mijn nummer 111222333", "burgerservicenummer"),
        ("?!", "in woorden"),
        ("a" * 301, "300 tekens"),
    ],
)
def test_phrase_that_cannot_be_kept_is_refused_in_dutch(
    house: House, employers: Employers, keep: Keep, text: str, told: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        keep(employers[0], text, confirmed_ids=["doe:koken"])

    assert told in refused.value.faults["text"]
    with house.reading() as work:
        assert work.links.since(-1) == ()


def test_nothing_said_and_unknown_competencies_are_refused(employers: Employers, keep: Keep) -> None:
    with pytest.raises(InvalidValueError):
        keep(employers[0])
    for name in ("confirmed_ids", "corrected_ids", "rejected_ids", "suggested_ids"):
        with pytest.raises(UnknownCodeError):
            keep(employers[0], **{"confirmed_ids": ["doe:koken"], name: ["doe:paardrijden_op_de_maan"]})


def test_words_of_a_student_below_sixteen_are_not_kept(house: House, keep: Keep) -> None:
    young = make_student("jong", born_on=NOW.date().replace(year=NOW.year - 16) + timedelta(days=1))
    old_enough = make_student("oud", born_on=NOW.date().replace(year=NOW.year - 16))
    with house.writing() as work:
        work.students.save(young)
        work.students.save(old_enough)

    with pytest.raises(ForbiddenError):
        keep(Account.of(Role.STUDENT, subject_id=young.id), confirmed_ids=["doe:koken"])
    assert keep(Account.of(Role.STUDENT, subject_id=old_enough.id), confirmed_ids=["doe:koken"])


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.COORDINATOR])
def test_only_who_writes_about_work_says_something(keep: Keep, role: Role) -> None:
    with pytest.raises(ForbiddenError):
        keep(Account.of(role), confirmed_ids=["doe:koken"])


def test_enough_is_enough_for_a_day(
    house: House, employers: Employers, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "MOST_OF_AN_EMPLOYER", 2)
    keep(employers[0], confirmed_ids=["doe:koken", "doe:bakken"])

    with pytest.raises(TooManyLinksError):
        keep(employers[0], confirmed_ids=["doe:afwassen"])
    assert keep(employers[1], confirmed_ids=["doe:afwassen"])
    chosen = [Choice(text=TEXT, confirmed_ids=("doe:afwassen",))]
    with house.writing() as work:
        assert keep_choices(work, by=employers[0], choices=chosen, now=NOW + timedelta(days=2))


def test_words_that_nobody_reviewed_for_a_year_are_forgotten(house: House, keep: Keep, ask: Ask) -> None:
    old = make_link("oud verhaal", made_at=NOW - timedelta(days=367))
    with house.writing() as work:
        work.links.save_all([old])
    assert ask("oud verhaal")[:1] == ["doe:koken"]

    keep(TEACHER, confirmed_ids=["doe:koken"])

    with house.reading() as work:
        forgotten = work.links.get(old.id)
    assert forgotten is not None
    assert (forgotten.text, forgotten.reviewed_at) == ("", NOW)
    assert ask("oud verhaal") == []

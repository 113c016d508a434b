"""A student says what he or she can do; only the own words change, and places are looked at again."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.role import Role
from career.competency import ClaimSource, CompetencyClaim, CompetencyKind, Level
from career.errors import InvalidValueError, UnknownCodeError
from services import profile
from services.errors import ForbiddenError
from services.linking.confirming import Choice
from services.permissions import Account
from services.profile import my_abilities, say_abilities, take_back_ability
from services.reference import load_lists
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_student

TOLD = CompetencyClaim(
    competency_id="doe:koken",
    source=ClaimSource.TEACHER,
    level=Level.PARTLY,
    seen_on=date(2026, 9, 1),
    evidence="stage",
)

OCCUPATION = next(
    one.id for one in load_lists().catalogue.competencies.values() if one.kind is CompetencyKind.OCCUPATION
)


@pytest.fixture
def student(house: House) -> Account:
    made = make_student(claims=(TOLD,))
    with house.writing() as work:
        work.students.save(made)
    return Account.of(Role.STUDENT, subject_id=made.id)


def claims_of(house: House, by: Account) -> list[tuple[str, str, int | None]]:
    assert by.subject_id is not None
    with house.reading() as work:
        student = work.students.get(by.subject_id)
    assert student is not None
    return [(claim.competency_id, claim.source.value, claim.level) for claim in student.claims]


def test_what_a_student_says_stands_beside_what_others_said(house: House, student: Account) -> None:
    with house.writing() as work:
        said = say_abilities(
            work, by=student, levels={"doe:koken": Level.INDEPENDENT, "doe:bakken": Level.WITH_HELP}, now=NOW
        )

    assert said == 2
    assert claims_of(house, student) == [
        ("doe:koken", "teacher", 3),
        ("doe:koken", "self", 4),
        ("doe:bakken", "self", 2),
    ]
    with house.reading() as work:
        told = my_abilities(work, by=student, now=NOW)
    assert [(one.label, one.words) for one in told.abilities] == [
        ("brood, taart of koekjes bakken", "Met hulp"),
        ("eten koken", "Helemaal zelf"),
    ]


def test_last_word_counts_and_can_be_taken_back(house: House, student: Account) -> None:
    for level in (Level.WITH_HELP, Level.TEACHES):
        with house.writing() as work:
            say_abilities(work, by=student, levels={"doe:koken": level}, now=NOW)
    assert claims_of(house, student)[1:] == [("doe:koken", "self", 5)]

    with house.writing() as work:
        take_back_ability(work, by=student, competency_id="doe:koken")

    assert claims_of(house, student) == [("doe:koken", "teacher", 3)]


def test_saying_something_makes_markets_follow_and_saying_nothing_does_not(house: House, student: Account) -> None:
    revisions = []
    for levels in ({}, {"doe:koken": Level.PARTLY}):
        with house.writing() as work:
            say_abilities(work, by=student, levels=levels, now=NOW)
        with house.reading() as work:
            revisions.append(work.installation.market_revision)

    assert revisions[1] == revisions[0] + 1


def test_words_are_kept_only_when_they_are_given_and_never_in_the_profile(house: House, student: Account) -> None:
    levels = {"doe:koken": Level.PARTLY}
    with house.writing() as work:
        say_abilities(work, by=student, levels=levels, now=NOW)
    with house.reading() as work:
        assert work.links.since(-1) == ()

    with house.writing() as work:
        choices = [Choice(text="ik kook voor mn zusje", confirmed_ids=("doe:koken",))]
        say_abilities(work, by=student, levels=levels, choices=choices, now=NOW)

    with house.reading() as work:
        (link,) = work.links.since(-1)
        assert student.subject_id is not None
        kept = work.students.get(student.subject_id)
    assert link.text == "ik kook voor mn zusje"
    assert kept is not None
    assert "zusje" not in repr(kept.claims)


def test_what_cannot_be_said_is_refused(house: House, student: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(profile, "MOST_ABILITIES", 1)
    with house.writing() as work:
        with pytest.raises(UnknownCodeError):
            say_abilities(work, by=student, levels={"doe:niets": Level.PARTLY}, now=NOW)
        with pytest.raises(InvalidValueError):
            say_abilities(work, by=student, levels={"doe:koken": Level.NOT_YET}, now=NOW)
        with pytest.raises(InvalidValueError):
            say_abilities(work, by=student, levels={OCCUPATION: Level.PARTLY}, now=NOW)
        with pytest.raises(InvalidValueError):
            say_abilities(work, by=student, levels=dict.fromkeys(["doe:koken", "doe:bakken"], Level.PARTLY), now=NOW)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STUDENT])
def test_nobody_else_says_what_a_student_can_do(house: House, student: Account, role: Role) -> None:
    by = replace(student, role=role)

    with house.writing() as work:
        with pytest.raises(ForbiddenError):
            my_abilities(work, by=by, now=NOW)
        with pytest.raises(ForbiddenError):
            say_abilities(work, by=by, levels={"doe:koken": Level.PARTLY}, now=NOW)
        with pytest.raises(ForbiddenError):
            take_back_ability(work, by=by, competency_id="doe:koken")

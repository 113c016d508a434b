"""Who says what of a competency stands side by side, and what it does to places is reckoned by the engine itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.role import Role
from career.competency import ClaimSource, CompetencyClaim, Level
from career.errors import InvalidValueError
from career.student import Student
from services.competency_profile import answer_questions, competency_profile
from services.errors import ForbiddenError, NotFoundError
from services.markets import current_market
from services.permissions import Account
from services.seen import Seen, say_seen
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors

TODAY = NOW.date()


@pytest.fixture
def house(own_doors: Doors) -> House:
    return own_doors.client.app_state["house"]  # type: ignore[no-any-return]  # put there by the doors


@pytest.fixture
def student(own_doors: Doors, house: House) -> Student:
    """Give a student with places, of whom two say something of the same competency that a place asks."""
    with house.reading() as work:
        market = current_market(work, now=NOW)
    for row in market.live_students.tolist():
        best = market.places_for([row], top=20).placement_ix.tolist()
        asked = [r.competency_id for ix in best for r in market.offers[ix].placement.requirements]
        if len(best) >= 5 and asked:
            break
    claims = (
        claim(asked[0], ClaimSource.SELF, Level.TEACHES, 1, "mijn eigen bewijs"),
        claim(asked[0], ClaimSource.TEACHER, Level.WITH_HELP, 2, "in de les"),
        claim(asked[0], ClaimSource.TEACHER, Level.INDEPENDENT, 3, "op het plein"),
        claim(asked[0], ClaimSource.COMPANY, None, 4, "bij de bakker"),
    )
    found = replace(market.students[row], claims=claims)
    with house.writing() as work:
        work.students.save(found)
    return found


def claim(code: str, source: ClaimSource, level: Level | None, day: int, evidence: str) -> CompetencyClaim:
    return CompetencyClaim(
        competency_id=code, source=source, level=level, seen_on=date(2026, 9, day), evidence=evidence
    )


def me(student: Student) -> Account:
    return Account.of(Role.STUDENT, subject_id=student.id)


def mentor(student: Student) -> Account:
    return Account.of(Role.TEACHER, school=student.school, group=student.group)


def test_three_sources_stand_side_by_side_with_their_last_word(house: House, student: Student) -> None:
    with house.reading() as work:
        found = competency_profile(work, by=me(student), student_id=student.id, now=NOW)
        at_school = competency_profile(work, by=mentor(student), student_id=student.id, now=NOW)

    (item,) = found.items
    assert item.student is not None
    assert item.school is not None
    assert item.company is not None
    assert (item.student.words, item.student.evidence) == ("Ik kan het een ander leren", "mijn eigen bewijs")
    assert (item.school.words, item.school.on, item.school.evidence) == (
        "Helemaal zelf",
        date(2026, 9, 3),
        "op het plein",
    )
    assert item.company.words == "Moet nog blijken"
    assert at_school.items[0].student == replace(item.student, evidence="")
    assert found.options is None
    assert at_school.options is not None
    assert item.competency_id in at_school.options


def test_what_it_does_to_places_is_what_the_list_does_without_it(house: House, student: Student) -> None:
    """Held to the list itself: the same places, once with and once without the claims."""
    with house.writing() as work:
        with_it = scores(house, student)
        found = competency_profile(work, by=me(student), student_id=student.id, now=NOW)
        work.students.save(replace(student, claims=()))
    without = scores(house, replace(student, claims=()))

    moved = [place for place in with_it if round(100 * with_it[place]) != round(100 * without[place])]
    (item,) = found.items
    assert item.n_moved == len(moved) > 0


def scores(house: House, student: Student) -> dict[object, float]:
    with house.reading() as work:
        market = current_market(work, now=NOW)
    row = market.student_row[student.id]
    rows = market.live_offers.tolist()
    found = market.scores(market.pairs([row] * len(rows), rows))
    best = set(market.places_for([row], top=20).placement_ix.tolist()) if student.claims else set(rows)
    return {
        market.offers[ix].placement.id: float(score)
        for ix, score in zip(rows, found.score.tolist(), strict=True)
        if ix in best
    }


def test_an_answer_takes_its_question_away_and_changes_the_list(house: House, student: Student) -> None:
    with house.reading() as work:
        before = competency_profile(work, by=me(student), student_id=student.id, now=NOW)
    can = [one.code for one in before.questions if not one.is_liking]
    like = [one.code for one in before.questions if one.is_liking]
    assert can or like

    with house.writing() as work:
        levels = dict.fromkeys(can, Level.INDEPENDENT)
        n = answer_questions(work, by=me(student), levels=levels, likes=dict.fromkeys(like, True), now=NOW)

    with house.reading() as work:
        after = competency_profile(work, by=me(student), student_id=student.id, now=NOW)
        kept = work.students.get(student.id)
    assert n == len(before.questions)
    assert kept is not None
    assert kept.wishes.liked >= set(like)
    assert not {one.code for one in after.questions} & {*can, *like}
    assert {item.competency_id for item in after.items} >= set(can)


def test_only_activities_can_be_liked(house: House, student: Student) -> None:
    with pytest.raises(InvalidValueError), house.writing() as work:
        answer_questions(work, by=me(student), levels={}, likes={"gedrag:24105": True}, now=NOW)


def test_what_a_teacher_saw_stands_beside_and_is_the_strongest(house: House, student: Student) -> None:
    code = student.claims[0].competency_id
    with house.writing() as work:
        seen = Seen(competency_id=code, level=Level.NOT_YET, on=TODAY, evidence="Deed het vandaag niet")
        say_seen(work, by=mentor(student), student_id=student.id, seen=seen, now=NOW)

    with house.reading() as work:
        found = competency_profile(work, by=me(student), student_id=student.id, now=NOW)
    assert found.items[0].school is not None
    assert (found.items[0].school.words, found.items[0].school.evidence) == ("Nog niet", "Deed het vandaag niet")


def test_all_that_is_wrong_with_what_was_seen_is_told_at_once(house: House, student: Student) -> None:
    for on in (TODAY + timedelta(days=1), None, student.born_on - timedelta(days=1)):
        seen = Seen(competency_id="doe:niets", level=None, on=on, evidence="x" * 201)
        with pytest.raises(InvalidValueError) as refused, house.writing() as work:
            say_seen(work, by=mentor(student), student_id=student.id, seen=seen, now=NOW)

        assert refused.value.faults.keys() == {"competency_id", "level", "on", "evidence"}


@pytest.fixture
def others(student: Student) -> Iterator[tuple[Account, type[Exception]]]:
    return iter(
        (
            (Account.of(Role.TEACHER, school=student.school, group="een andere klas"), NotFoundError),
            (Account.of(Role.STUDENT), NotFoundError),
            *((Account.of(role), ForbiddenError) for role in (Role.EMPLOYER, Role.TRAINER, Role.JOBHUNTER)),
            *((Account.of(role, subject_id=student.id), ForbiddenError) for role in (Role.PARENT, Role.PEER)),
        )
    )


def test_nobody_else_sees_it(house: House, student: Student, others: Iterator[tuple[Account, type[Exception]]]) -> None:
    for by, error in others:
        with pytest.raises(error), house.reading() as work:
            competency_profile(work, by=by, student_id=student.id, now=NOW)

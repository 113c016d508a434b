"""The intake, step by step: kept at once, taken up anywhere, and followed by what a student finds."""

from dataclasses import replace
from datetime import date

import pytest

from accounts.role import Role
from career.competency import ClaimSource, CompetencyClaim, Level
from career.dossier import Sharing
from career.errors import InvalidValueError
from career.intake import IntakeStep, StepState
from career.likes import Answer, Asked
from career.student import Student, TravelMode, Wishes
from services import intake
from services.dossier import remove_entry
from services.errors import ForbiddenError, NotFoundError
from services.intake import When
from services.markets import current_market
from services.people import ensure_account
from services.permissions import Account
from services.unit_of_work import House
from storage.postcodes import PostcodeArea
from tests.demo_doors import NOW
from tests.factories import make_student

SEEN = CompetencyClaim(
    competency_id="doe:koken",
    source=ClaimSource.TEACHER,
    level=Level.PARTLY,
    seen_on=date(2026, 9, 1),
    evidence="stage",
)
SAID = CompetencyClaim(
    competency_id="doe:wassen", source=ClaimSource.SELF, level=Level.PARTLY, seen_on=date(2026, 9, 1)
)


@pytest.fixture
def student(house: House) -> Student:
    made = make_student(claims=(SEEN, SAID), school="De Wissel", group="3b")
    with house.writing() as work:
        work.students.save(made)
        work.postcodes.upsert([PostcodeArea(postcode4="8021", latitude=52.5, longitude=6.1, municipality="Zwolle")])
    return made


@pytest.fixture
def me(student: Student) -> Account:
    return Account.of(Role.STUDENT, subject_id=student.id)


def kept(house: House, student: Student) -> Student:
    with house.reading() as work:
        found = work.students.get(student.id)
    assert found is not None
    return found


def own_claims(house: House, student: Student) -> set[tuple[str, int | None, str]]:
    return {
        (claim.competency_id, claim.level, claim.evidence)
        for claim in kept(house, student).claims
        if claim.source is ClaimSource.SELF
    }


def tell(house: House, by: Account, student: Student, kind: str, **levels: Level) -> None:
    with house.writing() as work:
        intake.tell_tasks(work, by=by, student_id=student.id, kind=kind, levels=levels, now=NOW)


def test_what_was_done_stands_in_the_profile_with_where_it_showed(house: House, student: Student, me: Account) -> None:
    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT, thuis_was=Level.TEACHES)

    assert own_claims(house, student) == {("doe:koken", 4, "Thuis helpen"), ("doe:wassen", 5, "Thuis helpen")}
    assert SEEN in kept(house, student).claims


def test_what_is_left_out_is_taken_back_and_other_kinds_and_own_words_stay(
    house: House, student: Student, me: Account
) -> None:
    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT, thuis_poetsen=Level.WITH_HELP)
    tell(house, me, student, "zorgen", zorgen_oppassen=Level.WITH_HELP)
    tell(house, me, student, "bijbaan", bijbaan_horeca=Level.WITH_HELP)
    tell(house, me, student, "sport", sport_kantine=Level.INDEPENDENT)

    tell(house, me, student, "sport")
    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT)

    assert own_claims(house, student) == {
        ("doe:wassen", 3, ""),
        ("doe:koken", 4, "Thuis helpen"),
        ("doe:kinderen", 2, "Zorgen voor iemand"),
        ("doe:opletten", 2, "Zorgen voor iemand"),
        ("doe:bedienen", 2, "Bijbaan of klusjes"),
        ("doe:afwassen", 2, "Bijbaan of klusjes"),
    }


def test_telling_the_same_again_changes_nothing(house: House, student: Student, me: Account) -> None:
    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT)
    before = kept(house, student)
    with house.reading() as work:
        revision = work.installation.market_revision

    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT)

    assert kept(house, student) == before
    with house.reading() as work:
        assert work.installation.market_revision == revision


def test_an_entry_keeps_what_was_written_in_the_dossier_and_may_be_removed_there(
    house: House, student: Student, me: Account
) -> None:
    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT)
    with house.writing() as work:
        (entry,) = work.dossier.of_student(student.id)
        work.dossier.save(replace(entry, result="Iedereen at mee", sharing=Sharing.GUIDES))
    tell(house, me, student, "thuis")
    with house.reading() as work:
        (left,) = work.dossier.of_student(student.id)

    assert (left.id, left.shown, left.result, left.sharing) == (entry.id, (), "Iedereen at mee", Sharing.GUIDES)

    tell(house, me, student, "thuis", thuis_koken=Level.WITH_HELP)
    with house.writing() as work:
        remove_entry(work, by=me, entry_id=entry.id)
    with house.reading() as work:
        assert intake.intake_of(work, by=me, student_id=student.id, now=NOW).told == {}
    assert own_claims(house, student) == {("doe:wassen", 3, "")}


def test_an_entry_that_shows_nothing_and_tells_nothing_goes(house: House, student: Student, me: Account) -> None:
    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT)
    tell(house, me, student, "thuis")

    with house.reading() as work:
        assert work.dossier.of_student(student.id) == ()


@pytest.mark.parametrize("levels", [{"sport_team": Level.WITH_HELP}, {"thuis_koken": Level.NOT_YET}])
def test_what_is_not_there_to_choose_is_refused(
    house: House, student: Student, me: Account, levels: dict[str, Level]
) -> None:
    with pytest.raises(InvalidValueError):
        tell(house, me, student, "thuis", **levels)
    with pytest.raises(NotFoundError):
        tell(house, me, student, "ruimtevaart")


def answer(house: House, by: Account, student: Student, number: int, said: Answer) -> None:
    with house.writing() as work:
        view = intake.intake_of(work, by=by, student_id=student.id, now=NOW)
        pair = intake.pictures_of_question(view.answers, number)
        assert pair is not None
        asked = Asked(first=pair[0].activity_id, second=pair[1].activity_id, answer=said)
        assert intake.answer_pictures(work, by=by, student_id=student.id, number=number, given=asked, now=NOW)


def answers_of(house: House, by: Account, student: Student) -> list[Answer]:
    with house.reading() as work:
        view = intake.intake_of(work, by=by, student_id=student.id, now=NOW)
    return [one.answer for one in view.answers]


def test_going_back_keeps_later_answers_until_one_becomes_another(house: House, student: Student, me: Account) -> None:
    for number, said in enumerate((Answer.FIRST, Answer.NEITHER, Answer.BOTH), start=1):
        answer(house, me, student, number, said)

    answer(house, me, student, 1, Answer.FIRST)
    as_before = answers_of(house, me, student)
    answer(house, me, student, 2, Answer.SECOND)

    assert as_before == [Answer.FIRST, Answer.NEITHER, Answer.BOTH]
    assert answers_of(house, me, student) == [Answer.FIRST, Answer.SECOND]


def test_an_answer_to_another_question_than_is_asked_is_not_kept(house: House, student: Student, me: Account) -> None:
    given = Asked(first="doe:haar", second="doe:auto", answer=Answer.FIRST)
    with house.writing() as work:
        assert not intake.answer_pictures(work, by=me, student_id=student.id, number=1, given=given, now=NOW)
        assert not intake.answer_pictures(work, by=me, student_id=student.id, number=3, given=given, now=NOW)

    assert answers_of(house, me, student) == []


def test_likes_take_the_place_of_what_was_shown_and_leave_the_rest(house: House, student: Student, me: Account) -> None:
    with house.writing() as work:
        wishes = Wishes(sectors=("groen",), liked=frozenset({"doe:buiten"}), minimum_allowance_eur=100)
        work.students.save(replace(student, wishes=wishes))
    answer(house, me, student, 1, Answer.NEITHER)
    answer(house, me, student, 2, Answer.BOTH)
    with house.reading() as work:
        view = intake.intake_of(work, by=me, student_id=student.id, now=NOW)
    first, second = view.answers

    with house.writing() as work:
        intake.keep_likes(work, by=me, student_id=student.id, sectors=["groen", "bouw"], now=NOW)

    found = kept(house, student).wishes
    assert set(found.sectors) == {"groen", "bouw"}
    assert found.liked == {"doe:buiten", second.first, second.second}
    assert found.disliked == {first.first, first.second}
    assert found.minimum_allowance_eur == 100


def test_when_and_how_far_follow_at_once_in_the_market(house: House, student: Student, me: Account) -> None:
    told = When(
        weekdays=frozenset({1, 5}),
        hours_min=8,
        hours_max=16,
        postcode4="8021",
        modes=frozenset({TravelMode.BIKE}),
        max_minutes=30,
    )
    with house.writing() as work:
        intake.keep_when(work, by=me, student_id=student.id, told=told, now=NOW)
        intake.keep_helps(work, by=me, student_id=student.id, codes=["maatje"], now=NOW)

    found = kept(house, student)
    assert (found.availability.weekdays, found.availability.hours_min) == ({1, 5}, 8)
    assert (found.travel.postcode4, found.travel.latitude, found.travel.max_minutes) == ("8021", 52.5, 30)
    assert found.helps == {"maatje"}
    with house.reading() as work:
        market = current_market(work, now=NOW)
        assert market.students[market.student_row[student.id]] == found


def test_all_that_cannot_be_is_told_at_once_and_nothing_is_kept(house: House, student: Student, me: Account) -> None:
    told = When(weekdays=frozenset(), hours_min=0, hours_max=0, postcode4="80", modes=frozenset(), max_minutes=0)
    with pytest.raises(InvalidValueError) as refused, house.writing() as work:
        intake.keep_when(work, by=me, student_id=student.id, told=told, now=NOW)

    assert refused.value.faults.keys() == {"weekdays", "hours", "postcode4", "modes", "max_minutes"}
    assert kept(house, student) == student


def test_a_postcode_nobody_knows_is_kept_without_a_place_on_the_map(
    house: House, student: Student, me: Account
) -> None:
    told = When(
        weekdays=frozenset({1}),
        hours_min=8,
        hours_max=16,
        postcode4="9999",
        modes=frozenset({TravelMode.BIKE}),
        max_minutes=30,
    )
    with house.writing() as work:
        intake.keep_when(work, by=me, student_id=student.id, told=told, now=NOW)

    assert kept(house, student).travel.latitude is None


def test_every_step_can_be_passed_and_what_was_told_stays_told(house: House, student: Student, me: Account) -> None:
    tell(house, me, student, "thuis", thuis_koken=Level.INDEPENDENT)
    with house.writing() as work:
        for step in IntakeStep:
            intake.pass_step(work, by=me, student_id=student.id, step=step, now=NOW)
    with house.writing() as work:
        intake.keep_helps(work, by=me, student_id=student.id, codes=[], now=NOW)
        intake.pass_step(work, by=me, student_id=student.id, step=IntakeStep.HELPS, now=NOW)

    with house.reading() as work:
        begun = work.intakes.get(student.id)
    assert begun is not None
    assert begun.next_step is None
    assert begun.steps == {
        IntakeStep.DONE: StepState.TOLD,
        IntakeStep.LIKES: StepState.SKIPPED,
        IntakeStep.HELPS: StepState.TOLD,
        IntakeStep.WHEN: StepState.SKIPPED,
    }


def test_who_did_it_together_is_told_until_that_account_is_gone(house: House, student: Student, me: Account) -> None:
    with house.writing() as work:
        mentor = ensure_account(
            work,
            account=replace(Account.of(Role.TEACHER, school="De Wissel", group="3b", name="Mentor 3b"), id=student.id),
            now=NOW,
        )
    tell(house, mentor, student, "thuis", thuis_koken=Level.INDEPENDENT)
    tell(house, me, student, "sport")

    with house.reading() as work:
        view = intake.intake_of(work, by=me, student_id=student.id, now=NOW)
    assert view.together_with == "Mentor 3b"
    assert own_claims(house, student) == {("doe:koken", 4, "Thuis helpen"), ("doe:wassen", 3, "")}


@pytest.mark.parametrize(
    ("by", "error"),
    [
        (Account.of(Role.TEACHER, school="De Wissel", group="3c"), NotFoundError),
        (Account.of(Role.PLACEMENT_COORDINATOR, school="Elders"), NotFoundError),
        (Account.of(Role.STUDENT), NotFoundError),
        (Account.of(Role.EMPLOYER), ForbiddenError),
        (Account.of(Role.JOBHUNTER), ForbiddenError),
        (Account.of(Role.PARENT), ForbiddenError),
    ],
)
def test_others_get_nowhere(house: House, student: Student, by: Account, error: type[Exception]) -> None:
    with pytest.raises(error), house.reading() as work:
        intake.intake_of(work, by=by, student_id=student.id, now=NOW)
    with pytest.raises(error):
        tell(house, by, student, "thuis", thuis_koken=Level.INDEPENDENT)

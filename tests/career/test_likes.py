"""Never more than eight questions, the same for the same answers, each the one that tells the most."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.likes import (
    Answer,
    Asked,
    LikesRule,
    Picture,
    chance_of_sectors,
    disliked,
    found_sectors,
    is_settled,
    liked,
    next_pictures,
)
from services.reference.intake_lists import load_intake_lists

LISTS = load_intake_lists()
PICTURES, RULE = LISTS.pictures, LISTS.rule
few = settings(max_examples=25, deadline=None)
"""Every walk asks up to eight questions of some two hundred pairs."""
answers = st.lists(st.sampled_from(Answer), min_size=12, max_size=12)


def walked(given_answers: list[Answer]) -> list[Asked]:
    """Answer every question there is with the answers in their order."""
    asked: list[Asked] = []
    for answer in given_answers:
        pair = next_pictures(PICTURES, asked, RULE)
        if pair is None:
            break
        asked.append(Asked(first=pair[0].activity_id, second=pair[1].activity_id, answer=answer))
    return asked


@few
@given(answers)
def test_nobody_is_asked_more_than_eight_and_no_picture_comes_twice(given_answers: list[Answer]) -> None:
    asked = walked(given_answers)

    shown = [code for one in asked for code in (one.first, one.second)]
    assert len(asked) <= RULE.most_questions == 8
    assert len(shown) == len(set(shown))
    assert next_pictures(PICTURES, asked, RULE) is None


@few
@given(answers)
def test_the_same_answers_lead_to_the_same_questions_and_stop_once_settled(given_answers: list[Answer]) -> None:
    asked = walked(given_answers)

    assert walked(given_answers) == asked
    assert not any(is_settled(PICTURES, asked[:number], RULE) for number in range(len(asked)))
    assert len(asked) == RULE.most_questions or is_settled(PICTURES, asked, RULE)


@few
@given(answers)
def test_chances_add_up_and_what_is_found_is_likeliest(given_answers: list[Answer]) -> None:
    asked = walked(given_answers)

    chances = chance_of_sectors(PICTURES, asked, RULE)
    found = found_sectors(PICTURES, asked, RULE)
    assert math.isclose(sum(chances.values()), 1.0)
    assert len(found) <= RULE.most_sectors
    assert all(chances[a] > chances[b] - 1e-8 for a in found for b in set(chances) - set(found))
    assert not liked(asked) & disliked(asked)


@few
@given(st.lists(st.sampled_from(Answer), max_size=5))
def test_the_next_question_is_expected_to_leave_the_least_doubt(given_answers: list[Answer]) -> None:
    """Reckoned anew: of every pair the doubt that is left on average, after each answer with its chance."""
    asked = walked(given_answers)
    pair = next_pictures(PICTURES, asked, RULE)
    if pair is None:
        return
    shown = {code for one in asked for code in (one.first, one.second)}
    fresh = [picture for picture in PICTURES if picture.activity_id not in shown]

    left = {two: doubt_left(two, asked) for two in combinations([picture.activity_id for picture in fresh], 2)}

    assert left[pair[0].activity_id, pair[1].activity_id] == pytest.approx(min(left.values()), abs=1e-6)


def doubt_left(two: tuple[str, str], asked: list[Asked]) -> float:
    before, total = chance_of_sectors(PICTURES, asked, RULE), 0.0
    for answer in list(Answer)[:4]:
        after = chance_of_sectors(PICTURES, [*asked, Asked(first=two[0], second=two[1], answer=answer)], RULE)
        how_likely = sum(before[sector] * chance_of(answer, sector, two) for sector in before)
        total -= how_likely * sum(chance * math.log2(chance) for chance in after.values() if chance)
    return total


def chance_of(answer: Answer, sector: str, two: tuple[str, str]) -> float:
    first, second = (sector in LISTS.activities[code].shown.sectors for code in two)
    case = "both" if first and second else "first" if first or second else "neither"
    row = RULE.chances[case]
    mirrored = (row[1], row[0], row[2], row[3]) if second and not first else row
    return mirrored[list(Answer).index(answer)]


def test_who_always_chooses_one_kind_of_work_is_found_and_sometimes_asked_less() -> None:
    numbers = []
    for sector in ("bouw", "zorg", "dieren", "ict_kantoor"):
        asked: list[Asked] = []
        while (pair := next_pictures(PICTURES, asked, RULE)) is not None:
            is_in = [sector in picture.sectors for picture in pair]
            answer = {(True, True): Answer.BOTH, (True, False): Answer.FIRST, (False, True): Answer.SECOND}
            said = answer.get((is_in[0], is_in[1]), Answer.NEITHER)
            asked.append(Asked(first=pair[0].activity_id, second=pair[1].activity_id, answer=said))

        assert sector in found_sectors(PICTURES, asked, RULE)
        numbers.append(len(asked))

    assert min(numbers) < RULE.most_questions


def test_skipping_everything_tells_nothing() -> None:
    asked = walked([Answer.SKIP] * 8)

    assert len(asked) == 8
    assert found_sectors(PICTURES, asked, RULE) == ()
    assert len(set(chance_of_sectors(PICTURES, asked, RULE).values())) == 1
    assert liked(asked) == disliked(asked) == frozenset()


def test_only_neither_says_that_something_is_not_liked() -> None:
    asked = [
        Asked(first="doe:koken", second="doe:hout", answer=Answer.FIRST),
        Asked(first="doe:haar", second="doe:auto", answer=Answer.NEITHER),
        Asked(first="doe:bakken", second="doe:dieren", answer=Answer.BOTH),
    ]

    assert liked(asked) == {"doe:koken", "doe:bakken", "doe:dieren"}
    assert disliked(asked) == {"doe:haar", "doe:auto"}


def test_of_pictures_that_tell_the_same_none_is_asked() -> None:
    rule = LikesRule(
        most_questions=8, most_sectors=1, settled=1.0, least_share=0.5, chances={"both": (0.25, 0.25, 0.25, 0.25)}
    )
    alike = [Picture(activity_id=f"doe:{number}", sectors=frozenset({"zorg"})) for number in range(4)]

    assert next_pictures(alike, [], rule) is None

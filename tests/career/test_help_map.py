"""Own words find the situation they are about; what may be urgent is never missed, and what is far is declined."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.help_map import ForWhom, HelpFinder, HelpKind, HelpOffer, Situation, offers_for
from services.reference.help_map import load_help_map
from tests.demo_doors import NOW

HELD = load_help_map(NOW.date())
ALARMS = [(one.code, alarm) for one in HELD.situations.values() for alarm in one.alarms]
LEAST = {"tuning": 0.9, "kept_aside": 0.75}
"""What the finder did on its questions when it was made, rounded down: it may become better, not worse."""


def situation(code: str, *phrases: str, alarms: Sequence[str] = ()) -> Situation:
    return Situation(
        code=code, group="", title=code, lead="", calls=("emergency",), alarms=tuple(alarms), phrases=phrases
    )


def offer(code: str, *situations: str, area: tuple[str, ...] = (), who: ForWhom = ForWhom.STUDENT) -> HelpOffer:
    return HelpOffer(
        code=code,
        label=code,
        kind=HelpKind.SCHOOL,
        what="",
        situations=situations,
        for_whom=frozenset({who}),
        age_from=None,
        age_until=None,
        school_types=frozenset(),
        area=area,
        how="",
        cost="",
        phone="",
        url="",
    )


def questions(name: str) -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / f"help_questions_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["situation"]) for row in map(json.loads, lines)]


@pytest.mark.parametrize("name", list(LEAST))
def test_finder_stays_as_good_as_it_was(name: str) -> None:
    rows = questions(name)
    n_right = sum([one.code for one in HELD.finder.find(text)[:1]] == ([code] if code else []) for text, code in rows)

    assert len(rows) >= 50
    assert n_right / len(rows) >= LEAST[name]


def test_no_question_stands_among_the_phrases_or_in_both_sets() -> None:
    phrases = {text for one in HELD.situations.values() for text in (one.title, *one.phrases)}
    tuning, kept_aside = ({text for text, _ in questions(name)} for name in LEAST)

    assert not kept_aside & (phrases | tuning)
    assert not tuning & phrases


@pytest.mark.parametrize(("code", "alarm"), ALARMS)
def test_an_alarm_comes_first_whatever_else_is_said(code: str, alarm: str) -> None:
    found = HELD.finder.find(f"Ik heb geen stageplek en schulden, en {alarm} en de bus is te duur")

    assert found[0].is_alarm
    assert code in [one.code for one in found if one.is_alarm]


@pytest.mark.parametrize(("text", "code"), [row for row in questions("tuning") if row[1] in ("danger", "suicide")])
def test_urgent_words_lead_to_whom_to_call(text: str, code: str) -> None:
    assert HELD.finder.find(text)[0].code == code
    assert HELD.situations[code].calls


@pytest.mark.parametrize("text", ["", "   ", "?!", "ik wil het", "🙂🙂"])
def test_words_that_say_nothing_find_nothing(text: str) -> None:
    assert HELD.finder.find(text) == ()


@given(text=st.text(max_size=300))
def test_every_text_is_answered_with_scores_between_0_and_1(text: str) -> None:
    found = HELD.finder.find(text)

    assert all(0 <= one.score <= 1 + 1e-9 for one in found)
    assert len({one.code for one in found}) == len(found)


@given(order=st.permutations(["fiets gestolen", "geen stage", "veel schulden"]))
def test_order_of_the_situations_changes_no_score(order: list[str]) -> None:
    made = [situation(words, words) for words in order]
    finder = HelpFinder(made, senses=[])

    assert finder.scores("mijn fiets is weg") == pytest.approx(
        HelpFinder(sorted(made, key=lambda one: one.code), senses=[]).scores("mijn fiets is weg")
    )


def test_whole_phrase_of_a_situation_finds_it() -> None:
    missed = [
        (one.code, text)
        for one in HELD.situations.values()
        for text in one.phrases
        if one.code not in [found.code for found in HELD.finder.find(text)]
    ]

    assert len(missed) <= sum(len(one.phrases) for one in HELD.situations.values()) * 0.03, missed


def test_offers_come_in_the_order_of_the_situations_and_each_once() -> None:
    held = [offer("a", "debts", "home"), offer("b", "home"), offer("c", "debts")]

    assert [one.code for one in offers_for(held, ["home", "debts"])] == ["a", "b", "c"]
    assert [one.code for one in offers_for(held, ["debts"])] == ["a", "c"]


def test_offer_of_another_municipality_or_for_others_is_left_out() -> None:
    held = [offer("here", "home", area=("Epe",)), offer("all", "home"), offer("parents", "home", who=ForWhom.PARENT)]

    assert [one.code for one in offers_for(held, ["home"], municipality="Kampen")] == ["all", "parents"]
    assert [one.code for one in offers_for(held, ["home"], municipality="Epe", who=ForWhom.STUDENT)] == ["here", "all"]

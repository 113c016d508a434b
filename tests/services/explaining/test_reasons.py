"""What every rendering shares: gates in words, changes in words, and the engine's own numbers."""

from dataclasses import replace

import numpy as np
import pytest

from matching import Change, Gate, Opening, Side, Step, Verdict, WhatIf
from services.explaining import Reasons, words_for
from services.markets import Market
from services.reference import load_reference
from tests.services.explaining.plain_words import FORBIDDEN
from tests.strategies import TODAY

REFERENCE = load_reference(TODAY)
VERDICTS = tuple(verdict.name.lower() for verdict in Verdict)


def test_every_pair_can_be_told_to_everybody(market: Market) -> None:
    n, m = len(market.students), len(market.offers)
    pairs = market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n))
    young, staff = Reasons(market.codes, for_student=True), Reasons(market.codes, for_student=False)
    told = set()

    for explanation in market.explanations(pairs, with_what_if=False):
        for reasons in (young, staff):
            notes = reasons.notes(explanation)
            told |= {(note.gate, note.verdict) for note in notes}
            texts = [young.short(explanation), staff.conversation(explanation).text]
            texts += [text for note in notes for text in (note.text, note.repair)]
            assert not [text for text in texts if "{" in text or "nan" in text.split()]

    assert told == {(gate, verdict) for gate, verdict in REFERENCE.gate_texts if verdict in VERDICTS}


def test_refusal_names_article_reason_and_next_step(market: Market) -> None:
    n_refused = 0
    for explanation in market.explanations(market.pairs(range(40), range(40)), with_what_if=False):
        for note in Reasons(market.codes, for_student=False).notes(explanation):
            assert note.text
            assert note.repair
            assert note.source_title
            n_refused += note.verdict in ("not_now", "forbidden")
    assert n_refused > 20


@pytest.mark.parametrize("for_student", [True, False])
def test_what_would_change_it_is_told_in_dutch(market: Market, for_student: bool) -> None:
    reasons = Reasons(market.codes, for_student=for_student)
    n, m = len(market.students) // 2, len(market.offers)
    explained = market.explanations(market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n)))
    changes = set()

    for explanation in explained:
        notes = reasons.what_if(explanation, most=99)
        changes |= {step.change for what in explanation.what_if for step in what.steps}
        assert len(notes) <= len(explanation.what_if)
        assert len({note.text for note in notes}) == len(notes)
        for note in notes:
            assert note.text.startswith("Deze plek kan wel als " if note.opens else "Deze plek past beter")
            assert note.text.endswith(".")
            assert not (for_student and FORBIDDEN.search(note.text))

    assert len(changes) > 12


@pytest.mark.parametrize("for_student", [True, False])
def test_every_change_and_every_plan_has_its_own_sentence(market: Market, for_student: bool) -> None:
    (explanation,) = market.explanations(market.pairs([0], [0]))
    start = explanation.gates[list(Gate).index(Gate.PERIOD)].figures["start_day"]
    amounts = {Change.REACH_LEVEL: 0.5, Change.REACH_DUTCH: 2, Change.LOWER_DUTCH: 2, Change.LATER_START: start}
    steps = [Step(change=change, code=1, amount=amounts.get(change, 3)) for change in Change]
    plans = [*((step,) for step in steps), tuple(steps[:3])]
    what_if = tuple(WhatIf(steps=plan, size=1.0, score=0.5, gain=0.1, opens=True) for plan in plans)

    told = Reasons(market.codes, for_student=for_student).what_if(replace(explanation, what_if=what_if), most=99)

    assert len({note.text for note in told}) == len(Change) + 1
    assert told[-1].text.count(" als ") == 3
    assert told[-1].sides == ("student",)


def test_an_opening_names_each_step(market: Market) -> None:
    steps = (Step(change=Change.LONGER_TRIP, amount=45), Step(change=Change.FREE_DAY, code=4))
    opening = Opening(steps=steps, size=1.0, n_open_before=0, n_open_after=1, n_to_check=0, opened_ix=(0,))

    said = Reasons(market.codes, for_student=True).whether(opening)

    assert said == "je 45 minuten wilt reizen en als je op vrijdag kunt werken"


def test_parts_are_the_engines_numbers(market: Market) -> None:
    (explanation,) = market.explanations(market.pairs([0], [0]))
    reasons = Reasons(market.codes, for_student=True)

    shown = sum(part.contribution for part in reasons.parts(explanation, Side.STUDENT))

    assert shown == pytest.approx(explanation.fit_student, abs=1e-12)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (1.0, "Past heel goed"),
        (0.85, "Past heel goed"),
        (0.7, "Past goed"),
        (0.5, "Past redelijk"),
        (0.0, "Past een beetje"),
    ],
)
def test_words_follow_the_score(score: float, words: str) -> None:
    assert words_for(score) == words


def test_every_gate_and_verdict_that_is_told_has_a_source() -> None:
    assert {gate for gate, _ in REFERENCE.gate_texts} == {gate.value for gate in Gate}
    assert all(verdict.startswith(VERDICTS) for _, verdict in REFERENCE.gate_texts)

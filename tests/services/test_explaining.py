"""Reasons in Dutch: short enough, true to the figures, and without a label."""

from random import Random

import numpy as np
import pytest

from matching import Gate, Side, Verdict
from services.explaining import SHORT_WORDS, Reasons, words_for
from services.markets import Market
from services.reference import load_reference
from tests.strategies import TODAY, make_market

REFERENCE = load_reference(TODAY)
LABELS = ("praktijkonderwijs", "vso", "speciaal onderwijs", "doelgroep", "beperking", "stoornis", "diagnose", "autis")


@pytest.fixture(scope="module")
def market() -> Market:
    people = make_market(Random(21), n_students=40, n_offers=40)
    return Market.build(people.students, people.offers, reference=REFERENCE, today=TODAY)


def test_every_pair_can_be_told_to_everybody(market: Market) -> None:
    n, m = len(market.students), len(market.offers)
    pairs = market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n))
    young, staff = Reasons(market.codes, for_student=True), Reasons(market.codes, for_student=False)
    told = set()

    for explanation in market.explanations(pairs, with_what_if=False):
        short = young.short(explanation)
        assert 0 < len(short.split()) <= SHORT_WORDS
        for reasons in (young, staff):
            notes = reasons.notes(explanation)
            told |= {(note.gate, note.verdict) for note in notes}
            texts = [short, staff.long(explanation), *(note.text for note in notes), *(note.repair for note in notes)]
            assert not [text for text in texts if "{" in text or "nan" in text.split()]
            if explanation.may_rank:
                assert not [text for text in texts for label in LABELS if label in text.lower()]

    # Nearly every text that can occur has been rendered.
    assert len(told) >= len(REFERENCE.gate_texts) - 2


def test_refusal_names_article_reason_and_next_step(market: Market) -> None:
    n_refused = 0
    for explanation in market.explanations(market.pairs(range(40), range(40)), with_what_if=False):
        for note in Reasons(market.codes, for_student=False).notes(explanation):
            assert note.text
            assert note.repair
            assert note.source_title
            n_refused += note.verdict in ("not_now", "forbidden")
    assert n_refused > 20


def test_what_would_change_it_is_told_in_dutch(market: Market) -> None:
    reasons = Reasons(market.codes, for_student=True)
    explained = market.explanations(market.pairs([s for s in range(10) for _ in range(40)], list(range(40)) * 10))
    told = [(what, reasons.what_if(e, most=20)) for e in explained for what in [e.what_if] if what]

    assert len({change.change for what, _ in told for change in what}) >= 4
    for what, sentences in told:
        assert len(what) == len(sentences)
        assert all(sentence.startswith("Als ") and sentence.endswith(".") for sentence in sentences)


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
    assert {verdict for _, verdict in REFERENCE.gate_texts} <= {verdict.name.lower() for verdict in Verdict}

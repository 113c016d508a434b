"""The short text for a young person: short, plain, concrete, and nobody reads the same twice."""

from collections import Counter
from random import Random

import numpy as np

from matching import Component, Explanation, Verdict
from services.explaining import SHORT_WORDS, Reasons
from services.explaining.fitting import fitting
from services.explaining.student import StudentText
from services.markets import Market
from tests.matching.one_pair import explanation_of
from tests.services.explaining.plain_words import FORBIDDEN, sentences_of

LONGEST_SENTENCE = 22
DISTINCT = 0.99
"""Share of a thousand texts for a thousand pairs that nobody else reads word for word."""


def told(market: Market, explained: tuple[Explanation, ...]) -> list[str]:
    teller = StudentText(market.codes)
    return [teller.text(explanation) for explanation in explained]


def test_a_thousand_texts_are_short_plain_and_whole(region: Market, thousand: tuple[Explanation, ...]) -> None:
    texts = told(region, thousand)

    assert len(texts) == 1_000
    assert max(len(text.split()) for text in texts) <= SHORT_WORDS
    assert [text for text in texts if FORBIDDEN.search(text)] == []
    for text in texts:
        said = sentences_of(text)
        assert len(said) == len(set(said)), text
        assert max(len(sentence.split()) for sentence in said) <= LONGEST_SENTENCE, text
        assert all(sentence[:1].isupper() and sentence[-1] in ".?" for sentence in said), text
        assert not any(stray in text for stray in ("  ", "{", "nan", " ,", "..", " :", "None")), text


def test_the_check_of_plain_words_sees_what_is_not_plain() -> None:
    assert FORBIDDEN.findall("De score voor vso-leerlingen met een beperking is 80 procent.") == [
        "score",
        "vso",
        "leerlingen",
        "beperking",
        "procent",
    ]


def test_nearly_every_text_is_read_by_one_pair_only(region: Market, thousand: tuple[Explanation, ...]) -> None:
    texts = told(region, thousand)

    assert len(set(texts)) >= DISTINCT * len(texts)


def test_hardly_anybody_reads_the_same_text_at_two_places(region: Market, thousand: tuple[Explanation, ...]) -> None:
    read = Counter(zip((e.student_ix for e in thousand), told(region, thousand), strict=True))

    assert sum(count - 1 for count in read.values()) <= 5


def test_the_text_rests_on_the_pair_alone(region: Market, thousand: tuple[Explanation, ...]) -> None:
    chosen = Random(3).sample(range(len(thousand)), 60)
    pairs = region.pairs([thousand[at].student_ix for at in chosen], [thousand[at].placement_ix for at in chosen])

    again = told(region, region.explanations(pairs))

    assert again == told(region, tuple(thousand[at] for at in chosen))


def test_reasons_come_in_the_order_in_which_they_count(region: Market, thousand: tuple[Explanation, ...]) -> None:
    teller = StudentText(region.codes)

    for explanation in thousand[:300]:
        text = teller.text(explanation)
        good = [part for part in explanation.reasons_for() if part.component is not Component.LANGUAGE]
        places = [text.find(teller.part(part).split(".")[0]) for part in good[:2]]
        if len(places) == 2 and min(places) >= 0:
            assert places[0] < places[1] or {part.component for part in good[:2]} <= {
                Component.SCHEDULE,
                Component.AVAILABILITY,
            }


def test_a_text_names_the_trip_or_the_days(region: Market, thousand: tuple[Explanation, ...]) -> None:
    texts = told(region, thousand)

    assert sum("minuten" in text or "minuut" in text or "dag" in text for text in texts) >= 0.95 * len(texts)


def test_a_refusal_says_first_what_stands_in_the_way(market: Market) -> None:
    n, m = len(market.students), len(market.offers)
    explained = market.explanations(market.pairs(np.repeat(np.arange(n), m), np.tile(np.arange(m), n)))
    reasons = Reasons(market.codes, for_student=True)
    refused = [explanation for explanation in explained if not explanation.may_rank]

    assert len(refused) > 500
    for explanation in refused:
        gravest = max(result.verdict for result in explanation.gates)
        note = reasons.notes(explanation)[0]
        text = reasons.short(explanation)
        assert note.verdict == Verdict(gravest).name.lower()
        assert text.startswith(note.text) or len(note.text.split()) > SHORT_WORDS
        assert len(text.split()) <= SHORT_WORDS


def test_nothing_is_praised_that_nobody_asked_for(region: Market) -> None:
    explanation = explanation_of()

    text = StudentText(region.codes).text(explanation)

    assert "helpt jou" not in text
    assert "Nederlands" not in text


def test_every_part_says_something_without_saying_it_twice(region: Market, thousand: tuple[Explanation, ...]) -> None:
    teller = StudentText(region.codes)

    for explanation in thousand[:300]:
        for part in explanation.components:
            said = sentences_of(teller.part(part))
            assert said[0]
            assert len(said) == len(set(said)), said
            assert not FORBIDDEN.search(" ".join(said)), said


def test_what_does_not_fit_in_the_words_is_left_out_the_most_important_last() -> None:
    told = [("een twee drie", "een twee"), ("vier vijf zes", "vier"), ("zeven acht",)]

    assert fitting(told, 5) == "een twee vier zeven acht"
    assert fitting(told, 3) == "een twee vier"
    assert fitting(told, 3, first=[told[2], told[1], told[0]]) == "vier zeven acht"

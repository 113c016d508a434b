"""The text for a jobhunter: it prepares a conversation, and repeats nothing."""

from matching import Answerer, Explanation
from services.explaining import Reasons
from services.markets import Market
from tests.services.explaining.plain_words import FORBIDDEN, sentences_of

LABELS = ("praktijkonderwijs", "vso", "speciaal onderwijs", "doelgroep", "beperking", "stoornis", "diagnose", "autis")


def some(market: Market, explained: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    chosen = explained[::10]
    return market.explanations(market.pairs([e.student_ix for e in chosen], [e.placement_ix for e in chosen]))


def test_it_says_what_to_begin_with_what_to_raise_and_whom_to_ask(
    region: Market, thousand: tuple[Explanation, ...]
) -> None:
    reasons = Reasons(region.codes, for_student=False)
    asked = {who.value for who in Answerer}
    seen = set()

    for explanation in some(region, thousand):
        talk = reasons.conversation(explanation)
        codes = [block.code for block in talk.blocks]
        seen |= set(codes)
        assert len(codes) == len(set(codes))
        assert all(block.sentences and block.title for block in talk.blocks)
        assert {question.who for question in reasons.questions(explanation, most=99)} == asked & set(codes)
        assert len(talk.text.split()) > len(reasons.short(explanation).split())

    assert seen >= {"good", "poor", "student", "place", "school", "arrange", "changes"}


def test_it_repeats_nothing_and_holds_no_label(region: Market, thousand: tuple[Explanation, ...]) -> None:
    reasons = Reasons(region.codes, for_student=False)

    for explanation in some(region, thousand):
        talk = reasons.conversation(explanation)
        said = [sentence for block in talk.blocks for sentence in block.sentences]
        assert len(said) == len(set(said)), said
        assert not [label for label in LABELS if label in talk.text.lower()]
        assert not any(stray in talk.text for stray in ("{", " nan", "None", "  "))


def test_questions_come_with_what_the_answer_does(region: Market, thousand: tuple[Explanation, ...]) -> None:
    for for_student in (True, False):
        reasons = Reasons(region.codes, for_student=for_student)
        for explanation in some(region, thousand)[:40]:
            questions = reasons.questions(explanation, most=99)
            assert len({question.text for question in questions}) == len(questions)
            for question in questions:
                assert sentences_of(question.text)[-1].endswith("?")
                assert not (for_student and FORBIDDEN.search(f"{question.text} {question.effect}"))
                assert question.low_percent <= explanation.score * 100 + 0.5
                assert question.high_percent >= explanation.score * 100 - 0.5
                assert question.closes == question.effect.startswith("Is het antwoord nee")

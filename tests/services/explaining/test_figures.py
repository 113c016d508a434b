"""The figures for a coordinator: everything that was reckoned, and it adds up to the last bit."""

from matching import Explanation, Gate, Side
from services.explaining import Figures, Reasons
from services.markets import Market


def figures_of(market: Market, explanation: Explanation) -> Figures:
    return Reasons(market.codes, for_student=False).figures(explanation)


def test_contributions_add_up_to_the_fits_from_left_to_right(region: Market, thousand: tuple[Explanation, ...]) -> None:
    for explanation in thousand:
        figures = figures_of(region, explanation)
        for side, fit in ((Side.STUDENT, figures.fit_student), (Side.PLACEMENT, figures.fit_placement)):
            total = 0.0
            for part in figures.parts:
                if part.side == side.value:
                    assert part.contribution == part.value * part.weight
                    total += part.contribution
            assert total == fit
        both = figures.fit_student + figures.fit_placement
        assert figures.score == 2.0 * figures.fit_student * figures.fit_placement / both


def test_every_gate_question_change_and_version_is_in_the_text(market: Market) -> None:
    (explanation,) = market.explanations(market.pairs([0], [0]))

    figures = figures_of(market, explanation)

    assert [gate.code for gate in figures.gates] == [gate.value for gate in Gate]
    assert len(figures.questions) == len(explanation.unknowns)
    assert len(figures.changes) == len(explanation.what_if)
    for part in (*figures.parts, *figures.gates):
        assert part.label in figures.text
    for said in (*figures.questions, *figures.changes):
        assert said.text in figures.text
    assert explanation.rules_version in figures.text
    assert explanation.parameters_version in figures.text


def test_the_lines_are_narrow_enough_for_a_message(market: Market) -> None:
    for explanation in market.explanations(market.pairs(range(40), range(40))):
        table = figures_of(market, explanation).text.split("\n\nNog niet bekend")[0]
        assert max(map(len, table.splitlines())) <= 120

"""The measure of plain language: reckoned on paper, never better by a longer sentence, and what it points at."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.wording import measure, reading_ease
from services.reference.wording_rules import load_wording_rules

PLAIN = load_wording_rules(date(2026, 11, 22)).plain


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Je ruimt de tafels op.", []),
        ("De tafels worden opgeruimd.", ["passive"]),
        ("Je wordt geholpen door een collega.", []),
        ("Het wordt warm.", []),
        ("Je mag niet nooit komen.", ["double_negation"]),
        ("Geen diploma? Geen probleem.", []),
        ("Je werkt o.b.v. een lijst.", ["abbreviation"]),
        ("Je draagt zorg voor de hal.", ["heavy_word"]),
        ("Je " + "loopt " * 20 + "weg.", ["long_sentence"]),
    ],
)
def test_places_that_make_a_text_heavy(text: str, codes: list[str]) -> None:
    assert [one.code for one in measure(text, rules=PLAIN).findings] == codes


def test_score_is_that_of_douma() -> None:
    text = "Je zet de bak in de kast. " * 10

    reading = measure(text, rules=PLAIN)

    assert (reading.n_sentences, reading.n_words, reading.n_syllables) == (10, 70, 70)
    assert reading.score == pytest.approx(206.84 - 77 * 1 - 0.93 * 7)
    assert reading.is_plain


def test_text_of_a_few_words_gets_no_score() -> None:
    assert measure("Je werkt.", rules=PLAIN).score is None


def test_hard_text_does_not_pass_without_any_heavy_word() -> None:
    reading = measure("Elektriciteitsvoorziening organiseren. " * 20, rules=PLAIN)

    assert (reading.findings, reading.is_plain) == ((), False)


@given(sentences=st.integers(1, 50), words=st.integers(1, 500), syllables=st.integers(1, 2000))
def test_reading_ease_falls_with_longer_words_and_sentences(sentences: int, words: int, syllables: int) -> None:
    ease = reading_ease(n_sentences=sentences, n_words=words, n_syllables=syllables)

    assert reading_ease(n_sentences=sentences, n_words=words, n_syllables=syllables + 1) < ease
    assert reading_ease(n_sentences=sentences + 1, n_words=words, n_syllables=syllables) > ease

"""Text as the linker sees it: the same words give the same form, and each word knows where it came from."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import plain
from matching.linking.wording import MAX_CHARACTERS, encoded, words
from tests.linkers import hostile_texts

LAWS = settings(deadline=None)
DUTCH = "abcdefghijklmnopqrstuvwxyzáàäâéèëêíìïîóòöôúùüûçñ"
DUTCH_WORDS = st.lists(st.text(alphabet=DUTCH, min_size=1, max_size=12), min_size=1, max_size=6)
SHORT_TEXTS = st.text(max_size=60)


@LAWS
@given(SHORT_TEXTS)
def test_plain_form_of_a_plain_form_is_itself(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@LAWS
@given(DUTCH_WORDS)
def test_capitals_accents_and_signs_change_nothing(pieces: list[str]) -> None:
    text = " ".join(pieces)
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))

    forms = [
        text.upper(),
        text.title(),
        bare,
        unicodedata.normalize("NFD", text),
        f"  {text} (m/v) ",
        ", ".join(pieces) + "!",
        "-".join(pieces),
    ]

    assert {plain(form) for form in forms} == {plain(text)}


@pytest.mark.parametrize(
    "sign", ["(m/v)", "(M/V)", "(v/m)", "(m/v/x)", "(m/f/d)", "(m / v)", "m/v", "M/V/X", "v/m/d", "(m)", "(v)"]
)
def test_sign_that_both_sexes_are_welcome_goes(sign: str) -> None:
    assert plain(f"kok {sign} gezocht") == "kok gezocht"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("café", "cafe"),
        ("cafe\u0301tje", "cafetje"),
        ("magazijn\u00admede\u200bwerker", "magazijnmedewerker"),
        ("\U0001d56a\U0001d560\U0001d55c ½ ℌulp", "yok 12 hulp"),
        ("Straße STRASSE", "strasse strasse"),
        ("programmeur C# / C++ / .NET", "programmeur c# c++ net"),
        ("hééééél leuuuuk", "heel leuuk"),
        ("a_b", "a b"),
        ("", ""),
        (" \t\n\x00…!? ", ""),
        ("👩\u200d🍳", ""),
        ("\ud800kok\udfff", "kok"),
        ("\u202eטבח kok", "טבח kok"),
    ],
)
def test_plain_form_is_what_a_reader_expects(text: str, form: str) -> None:
    assert plain(text) == form


@LAWS
@given(hostile_texts)
def test_words_lie_in_the_text_and_give_themselves_back(text: str) -> None:
    found = words(text)

    assert plain(text) == " ".join(word for word, _, _ in found)
    assert all(0 <= start < end <= min(len(text), MAX_CHARACTERS) for _, start, end in found)
    assert all(before[2] <= after[1] for before, after in pairwise(found))
    assert [plain(text[start:end]) for _, start, end in found] == [word for word, _, _ in found]


@LAWS
@given(st.text(min_size=1, max_size=20), st.integers(1, 1_000_000))
def test_no_more_is_read_than_the_most(text: str, n: int) -> None:
    """What is read is bounded, so the time it takes is too."""
    longer = ("kok " * (MAX_CHARACTERS // 4)) + text * min(n, 1_000)

    assert words(longer) == words(longer[:MAX_CHARACTERS])
    assert len(words(longer)) == MAX_CHARACTERS // 4


def test_long_word_is_cut() -> None:
    found = words("ab" * 5_000)

    assert found == (("ab" * 20, 0, MAX_CHARACTERS),)


@LAWS
@given(st.lists(hostile_texts, max_size=5))
def test_texts_are_encoded_behind_one_another(texts: list[str]) -> None:
    codes = encoded(texts)

    assert len(codes.ends) == len(texts) + 1
    assert [codes.values[start:end].tobytes().decode() for start, end in pairwise(codes.ends)] == [
        plain(text) for text in texts
    ]

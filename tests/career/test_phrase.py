"""What points at a person is seen or hidden, and the same words are known again."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.phrase import MAX_CHARACTERS, PersonalKind, personal_data, phrase_key, without_people

TELLING = [
    ("bel 06-12345678", PersonalKind.PHONE),
    ("bel 06 12 34 56 78", PersonalKind.PHONE),
    ("app naar +31612345678", PersonalKind.PHONE),
    ("(038) 123 45 67", PersonalKind.PHONE),
    ("rekening NL91ABNA0417164300", PersonalKind.PHONE),
    ("mijn nummer is 111222333", PersonalKind.CITIZEN_NUMBER),
    ("mail noor@school.example", PersonalKind.MAIL),
    ("mijn insta is @noor.12", PersonalKind.MAIL),
    ("ik woon op Kerkstraat 12", PersonalKind.ADDRESS),
    ("ik woon op de dorpsweg 3b", PersonalKind.ADDRESS),
    ("8011 AB", PersonalKind.ADDRESS),
    ("8011ab", PersonalKind.ADDRESS),
]
HARMLESS = [
    "ik help mn oma",
    "ik kook elke dag voor 12 mensen",
    "werk van 9.00 tot 16.30 uur",
    "op de snelweg 3 uur rijden",
    "2000 kg tillen",
    "in de supermarkt 2x per week",
    "schooljaar 2026-2027",
    "van 1-2-2027 tot 1-7-2027",
    "C++ en .NET",
    "",
]


@pytest.mark.parametrize(("text", "kind"), TELLING)
def test_what_points_at_one_person_is_seen(text: str, kind: PersonalKind) -> None:
    assert personal_data(f"ik help graag, {text} ") == (kind,)


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_words_and_numbers_are_let_through(text: str) -> None:
    assert personal_data(text) == ()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("ik heet noor en ik kook", "ik heet … en ik kook"),
        ("Mijn naam is Jan van der Berg en ik kook", "Mijn naam is … en ik kook"),
        ("ik help oma Truus", "ik help oma …"),
        ("sinds 3 maart 2024", "sinds …"),
        ("sinds 3-3-2024 en in 2025", "sinds … en in …"),
        ("Ik doe de was.\nDaarna kook ik", "Ik doe de was. Daarna kook ik"),
        ("IK HELP MIJN OMA", "IK HELP MIJN OMA"),
        ("ik werk bij AH", "ik werk bij AH"),
    ],
)
def test_names_that_are_told_as_such_and_dates_are_hidden(text: str, hidden: str) -> None:
    assert without_people(text) == hidden


def test_other_words_with_a_capital_are_hidden_only_where_people_are_written_about() -> None:
    text = "Samen met Fatima in Excel op Maandag"

    assert without_people(text) == text
    assert without_people(text, known={"excel"}) == "Samen met … in Excel op Maandag"


@pytest.mark.parametrize("text", ["Café-medewerker!", " cafe  MEDEWERKER", "…cafe medewerker"])
def test_the_same_words_have_the_same_key(text: str) -> None:
    assert phrase_key(text) == "cafe medewerker"


@given(st.text(max_size=MAX_CHARACTERS))
def test_a_key_is_known_by_itself_and_never_longer_than_a_phrase(text: str) -> None:
    key = phrase_key(text)

    assert phrase_key(key) == key
    assert len(key) <= MAX_CHARACTERS


@given(st.text(max_size=MAX_CHARACTERS))
def test_hiding_twice_hides_no_more(text: str) -> None:
    once = without_people(text, known=())

    assert without_people(once, known=()) == once


@pytest.mark.parametrize(
    "part", ["a", "0 ", "1.", "a@", "A", " 1", "x straat ", "\u202e", "😀", "İ", "ik heet A ", "oma A van "]
)
def test_hostile_text_takes_bounded_time(part: str) -> None:
    text = (part * MAX_CHARACTERS)[:MAX_CHARACTERS]

    began = time.perf_counter()
    personal_data(text), without_people(text, known=()), phrase_key(text)

    assert time.perf_counter() - began < 0.1

"""What a text says besides tasks is asked about in its own words, at the field that it is about."""

from datetime import date

import pytest

from matching import TextSort
from services.linking.asking import LONGEST_QUOTE, HazardQuestion, Questions, questions
from services.linking.pieces import cut
from services.reference import load_reference


def asked(text: str) -> Questions:
    return questions(text, cut(text, sort=TextSort.VACANCY)[1], reference=load_reference(date(2026, 11, 22)))


def test_must_have_and_condition_are_asked_with_the_words_around_them() -> None:
    found = asked("Je moet een VOG hebben. In het begin krijg je van ons een vaste begeleider.")

    assert found.prerequisites == {"vog": "Je moet een VOG hebben"}
    assert found.conditions == {"vaste_begeleider": "…krijg je van ons een vaste begeleider"}
    assert (found.hazards, found.dutch, found.others) == ((), "", ())


@pytest.mark.parametrize(
    "text",
    ["Een VOG is niet nodig.", "Een heftruckcertificaat is een pre.", "Je vult de schappen.", "", "Minimaal 18 jaar."],
)
def test_what_is_denied_or_nice_to_have_is_not_asked(text: str) -> None:
    assert asked(text) == Questions(prerequisites={}, conditions={}, hazards=(), dutch="", others=())
    assert asked(text).is_empty


def test_of_words_that_say_the_same_the_first_are_quoted() -> None:
    found = asked("Heb je een rijbewijs? Een rijbewijs is verplicht.")

    assert found.prerequisites == {"rijbewijs_b": "Heb je een rijbewijs?"}


def test_danger_is_asked_as_the_hazards_it_may_be_and_shared_ones_once() -> None:
    found = asked("Je werkt in de herrie. Er hangt veel zaagstof. Je werkt met bleekmiddel.")

    assert found.hazards == (
        HazardQuestion(codes=("lawaai",), quotes=("Je werkt in de herrie",)),
        HazardQuestion(
            codes=("giftige_stoffen", "allergie_stoffen", "kanker_stoffen", "orgaan_stoffen", "andere_stoffen"),
            quotes=("Er hangt veel zaagstof", "Je werkt met bleekmiddel"),
        ),
    )


def test_what_has_no_field_is_told_and_dutch_has_its_own() -> None:
    found = asked("Je tilt zware dozen. Je hebt een diploma. Je spreekt goed Nederlands.")

    assert found.dutch == "Je spreekt goed Nederlands"
    assert found.others == ("Je hebt een diploma", "Je tilt zware dozen")


def test_quote_stays_within_its_sentence_and_is_never_long() -> None:
    assert asked("Eerste regel\n- VOG\nLaatste regel").prerequisites["vog"] == "VOG"
    assert asked("Je moet " + "a" * 1400 + "-VOG hebben.").prerequisites == {}
    assert len(asked("Een VOG," + "a" * 1400 + " is verplicht.").prerequisites["vog"]) <= LONGEST_QUOTE + 2

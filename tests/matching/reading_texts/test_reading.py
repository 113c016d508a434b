"""What is read in a text: example by example, and laws that hold for every text."""

import time
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching import LONGEST_TEXT, Mark, MarkKind, TextSort, read_text
from services.reference.text_vocabulary import load_text_vocabulary

WORDS = load_text_vocabulary()

Said = list[tuple[str, str]]

VACANCIES: list[tuple[str, Said]] = [
    ("Je vult de schappen.", [("duty", "schappen vullen")]),
    ("Daarnaast ruim je de werkplek op.", [("duty", "werkplek opruimen")]),
    ("Je gaat groente en fruit snijden.", [("duty", "groente en fruit snijden")]),
    (
        "Jij veegt, dweilt en lapt de ramen.",
        [("duty", "vegen"), ("duty", "dweilen"), ("duty", "ramen lappen")],
    ),
    ("Taken:\n- bedden opmaken\n- was vouwen", [("duty", "bedden opmaken"), ("duty", "was vouwen")]),
    ("je gaat banden plakken remmen afstellen", [("duty", "banden plakken"), ("duty", "remmen afstellen")]),
    ("brood, taart of koekjes bakken", [("duty", "brood taart of koekjes bakken")]),
    ("Je gaat brood, taart, koekjes bakken.", [("duty", "brood taart koekjes bakken")]),
    ("Afwas, groenten snijden", [("duty", "afwas"), ("duty", "groenten snijden")]),
    ("brood bakken, taart maken", [("duty", "brood bakken"), ("duty", "taart maken")]),
    ("5 sterren, groente snijden", [("duty", "groente snijden")]),
    ("Je hoeft niet te kunnen lassen.", [("not_needed", "kunnen lassen")]),
    ("Ervaring met de kassa heb je niet nodig.", [("not_needed", "ervaring met kassa")]),
    ("Een boeket binden? Dat leren we je.", [("learned", "boeket binden")]),
    (
        "Lassen, frezen en zagen: dat leer je hier.",
        [("learned", "lassen"), ("learned", "frezen"), ("learned", "zagen")],
    ),
    ("Je leert hier lassen en frezen.", [("learned", "lassen"), ("learned", "frezen")]),
    ("Ervaring met Excel is een pluspunt.", [("wanted", "ervaring met excel")]),
    ("Het is een voordeel als je Duits spreekt.", [("wanted", "duits spreken")]),
    ("Je bent sociaal en geduldig.", [("needed", "sociaal"), ("needed", "geduldig")]),
    ("Je bent niet bang voor vieze handen.", [("needed", "bang voor vieze handen")]),
    ("Wij verwachten dat je op tijd komt.", [("needed", "op tijd komen")]),
    ("VOG verplicht, rijbewijs niet nodig.", [("must", "vog"), ("not_needed", "rijbewijs_b")]),
    ("Rijbewijs B is een pre.", [("wanted", "rijbewijs_b")]),
    ("Heb je een VCA? Niet nodig.", [("not_needed", "vca")]),
    ("VCA haal je bij ons.", [("learned", "vca")]),
    ("Je bent minimaal 18 jaar.", [("must", "minimumleeftijd")]),
    ("In de vriescel is het koud.", [("hazard", "kou")]),
    ("Je hoeft niet zwaar te tillen.", [("condition", "licht_werk")]),
    ("Je krijgt een vaste begeleider.", [("condition", "vaste_begeleider")]),
]

STORIES: list[tuple[str, Said]] = [
    ("banden, remmen en kettingen vervangen", [("can", "banden remmen en kettingen vervangen")]),
    ("ik help elke zondag in de winkel", [("can", "elke zondag in winkel helpen")]),
    ("ik ben goed in rekenen", [("can", "rekenen")]),
    ("rekenen kan ik niet", [("cannot", "rekenen")]),
    ("koken vind ik leuk", [("likes", "koken")]),
    ("koken vind ik niet leuk", [("dislikes", "koken")]),
    ("ik wil nooit meer afwassen", [("dislikes", "afwassen")]),
    ("ik wil leren lassen", [("wants_to_learn", "lassen")]),
    ("Bedienen? Liever niet.", [("dislikes", "bedienen")]),
    ("mijn zoon kan goed fietsen maken", [("can", "fietsen maken")]),
    ("ik heb mijn scooterrijbewijs", [("has", "rijbewijs_am")]),
    ("een vaste begeleider vind ik fijn", [("condition", "vaste_begeleider")]),
]

SILENT_VACANCIES = [
    "Wij zijn een gezellig en ambitieus team.",
    "Onze monteurs repareren al 40 jaar fietsen.",
    "De kok kookt en de bediening serveert.",
    "Wij bakken elke dag vers brood en verkopen taart.",
    "Je verdient 4 euro per uur.",
    "Kom je ons team versterken?",
    "Interesse? Bel ons gerust.",
    "De snijmachine bedienen mag pas vanaf 18 jaar.",
    "Je geeft geen medicijnen.",
]

SILENT_STORIES = [
    "mijn vader kan goed timmeren",
    "vroeger wilde ik piloot worden",
    "ik woon in Zwolle met mijn moeder",
    "ik heb nog geen rijbewijs",
    "ik ben 17 jaar en zit op het mbo",
]

PIECES = [
    *("je", "jij", "ik", "wij", "niet", "geen", "nooit", "leert", "leren", "vult", "de", "schappen", "vegen", "en"),
    *(",", ".", "?", ":", "\n", "- ", "(", ")", "nodig", "een pre", "VOG", "rijbewijs", "18", "jaar", "als", "dat"),
    *(
        "die",
        "hier",
        "bij ons",
        "kan",
        "wil",
        "vind",
        "leuk",
        "moeilijk",
        "hoef",
        "Taken",
        "😀",
        "é",
        "op",
        "ruim",
        "te",
    ),
]
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
sorts = st.sampled_from(TextSort)


def said(text: str, sort: TextSort) -> Said:
    return [(mark.kind.value, mark.about) for mark in read_text(text, sort=sort, words=WORDS).marks]


@pytest.mark.parametrize(("text", "expected"), VACANCIES, ids=[text for text, _ in VACANCIES])
def test_vacancy_says(text: str, expected: Said) -> None:
    assert said(text, TextSort.VACANCY) == expected


@pytest.mark.parametrize(("text", "expected"), STORIES, ids=[text for text, _ in STORIES])
def test_story_says(text: str, expected: Said) -> None:
    assert said(text, TextSort.STORY) == expected


@pytest.mark.parametrize("text", SILENT_VACANCIES)
def test_praise_and_what_others_do_is_silence(text: str) -> None:
    assert said(text, TextSort.VACANCY) == []


@pytest.mark.parametrize("text", SILENT_STORIES)
def test_what_is_past_or_of_others_is_silence(text: str) -> None:
    assert said(text, TextSort.STORY) == []


def test_mark_quotes_the_text_and_its_sentence() -> None:
    text = "Hallo! Je vult bij ons de schappen. Tot dan."

    (mark,) = read_text(text, sort=TextSort.VACANCY, words=WORDS).marks

    assert mark.phrase.of(text) == "vult bij ons de schappen"
    assert mark.sentence.of(text) == "Je vult bij ons de schappen."


@settings(max_examples=300, deadline=None)
@given(texts, sorts)
def test_marks_lie_in_the_text_in_order_and_once(text: str, sort: TextSort) -> None:
    marks = read_text(text, sort=sort, words=WORDS).marks

    for mark in marks:
        assert 0 <= mark.sentence.start <= mark.phrase.start < mark.phrase.end <= mark.sentence.end <= len(text)
        assert mark.phrase.of(text).strip()
        assert mark.about
    assert len({(mark.kind, mark.about, mark.phrase) for mark in marks}) == len(marks)
    assert [mark.sentence for mark in marks] == sorted(mark.sentence for mark in marks)


@settings(max_examples=100, deadline=None)
@given(texts, sorts)
def test_same_text_gives_the_same_marks(text: str, sort: TextSort) -> None:
    assert read_text(text, sort=sort, words=WORDS) == read_text(text, sort=sort, words=WORDS)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["rekenen", "een diploma", "ervaring met koken", "Engels", "VCA", "een rijbewijs", "lassen"]))
@example("ervaring in de zorg")
def test_what_is_not_needed_is_never_asked(what: str) -> None:
    for text in (
        f"{what} is niet nodig.",
        f"{what}: niet nodig",
        f"{what}? Niet nodig.",
        f"Je hebt {what} niet nodig.",
    ):
        kinds = {kind for kind, _ in said(text, TextSort.VACANCY)}

        assert kinds == {"not_needed"}, text


def test_sentences_without_a_mark_are_silent() -> None:
    text = "Wij zijn een bakkerij.\n- VOG verplicht.\n- Je veegt de vloer. Tot gauw!"

    reading = read_text(text, sort=TextSort.VACANCY, words=WORDS)

    assert [mark.sentence.of(text) for mark in reading.marks] == ["VOG verplicht.", "Je veegt de vloer."]
    assert [span.of(text) for span in reading.silent] == ["Wij zijn een bakkerij.", "Tot gauw!"]


def test_long_text_is_cut_and_says_so() -> None:
    text = "Je vult de schappen. " * 2000

    reading = read_text(text, sort=TextSort.VACANCY, words=WORDS)

    assert reading.n_unread == len(text) - LONGEST_TEXT
    assert all(mark.phrase.end <= LONGEST_TEXT for mark in reading.marks)


HOSTILE = {
    "one letter": "a" * LONGEST_TEXT,
    "spaces": " " * LONGEST_TEXT,
    "empty lines": "\n" * LONGEST_TEXT,
    "full stops": "." * LONGEST_TEXT,
    "hyphens": "a-" * (LONGEST_TEXT // 2),
    "commas": "ik," * (LONGEST_TEXT // 3),
    "small words": "ook niet de " * (LONGEST_TEXT // 12),
    "subjects": "je ik wij " * (LONGEST_TEXT // 10),
    "verbs": "werk vul kan niet " * (LONGEST_TEXT // 18),
    "cues": "niet echt ook niet zo per se " * (LONGEST_TEXT // 29),
    "infinitives": "vegen " * (LONGEST_TEXT // 6),
    "questions": "vegen? niet nodig. " * (LONGEST_TEXT // 19),
    "conjunctions": "en dat als die en of " * (LONGEST_TEXT // 21),
    "wrapped lines": ("woord " * 12 + "\n") * (LONGEST_TEXT // 73),
    "digits": "1" * LONGEST_TEXT,
    "brackets": "(" * LONGEST_TEXT,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("sort", TextSort)
def test_hostile_text_takes_bounded_time(text: str, sort: TextSort) -> None:
    started = time.perf_counter()

    read_text(text, sort=sort, words=WORDS)

    assert time.perf_counter() - started < 5


def test_noise_is_read_without_a_crash() -> None:
    dice = Random(23)
    letters = "abcdefgh ijklmnop\n\t.,;:?!'\"()-–•✅€é\u0301\u200b\u202e\x00\ud7ff😀0123456789"
    for _ in range(2000):
        noise = "".join(dice.choice(letters) for _ in range(dice.randrange(80)))
        pieces = " ".join(dice.choice(PIECES) for _ in range(dice.randrange(12)))
        for mark in read_text(noise + pieces, sort=dice.choice(list(TextSort)), words=WORDS).marks:
            assert isinstance(mark, Mark)
            assert isinstance(mark.kind, MarkKind)

"""The words for reading texts: every row works as its example says, and whatever cannot be right is refused."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from matching import MarkKind, TextSort, read_text
from services.reference import REFERENCE_FOLDER, ReferenceDataError
from services.reference.text_vocabulary import (
    HAZARD_CODES,
    OTHER_MUST_HAVES,
    load_law_hazards,
    load_text_vocabulary,
    read_text_vocabulary,
)
from tests.services.reference.conftest import Spoil

WORDS = load_text_vocabulary()


def rows(file: str) -> list[dict[str, str]]:
    with (REFERENCE_FOLDER / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("must_haves.csv", {MarkKind.MUST, MarkKind.WANTED, MarkKind.NOT_NEEDED}),
        ("text_hazards.csv", {MarkKind.HAZARD}),
        ("condition_cues.csv", {MarkKind.CONDITION}),
    ],
)
def test_example_of_a_code_names_it(file: str, kinds: set[MarkKind]) -> None:
    for row in rows(file):
        marks = read_text(row["example"], sort=TextSort.VACANCY, words=WORDS).marks
        if all(mark.about != row["code"] for mark in marks):
            marks = read_text(row["example"], sort=TextSort.STORY, words=WORDS).marks
            kinds = kinds | {MarkKind.HAS}

        assert any(mark.about == row["code"] and mark.kind in kinds for mark in marks), row["example"]


def test_example_of_a_cue_gives_its_effect() -> None:
    for row in rows("text_cues.csv"):
        if row["scope"] == "heading":
            continue
        marks = read_text(row["example"], sort=TextSort(row["sort"]), words=WORDS).marks
        expected = {row["effect"]} - {"silent"}

        assert {mark.kind.value for mark in marks} & set(MarkKind) >= expected, row["example"]
        assert expected or not marks, row["example"]


def test_every_code_has_words() -> None:
    prerequisites = {row["code"] for row in rows("prerequisites.csv")}
    assert {row["code"] for row in rows("must_haves.csv")} == prerequisites | OTHER_MUST_HAVES
    assert {row["code"] for row in rows("text_hazards.csv")} == HAZARD_CODES
    assert {row["code"] for row in rows("condition_cues.csv")} == {row["code"] for row in rows("conditions.csv")}


def test_code_of_a_text_is_a_code_of_a_rule_only_when_it_means_that_rule() -> None:
    assert OTHER_MUST_HAVES.isdisjoint(row["code"] for row in rows("prerequisites.csv"))
    assert HAZARD_CODES.isdisjoint(row["code"] for row in rows("hazards.csv"))


def test_danger_in_a_text_names_the_hazards_of_the_law_that_it_may_be() -> None:
    assert load_law_hazards()["stof"] == ("allergie_stoffen", "kanker_stoffen")
    assert load_law_hazards()["kou"] == ()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Rijbewijs B is verplicht", "rijbewijs_b"),
        ("Rijbewijs T is verplicht", "rijbewijs_t"),
        ("Je hebt een rijbewijs voor de trekker", "rijbewijs_t"),
        ("Je moet je kunnen legitimeren", "identiteitsbewijs"),
        ("Een reachtruckcertificaat is verplicht", "heftruck"),
    ],
)
def test_must_have_carries_the_code_of_the_prerequisite(said: str, code: str) -> None:
    marks = read_text(said, sort=TextSort.VACANCY, words=WORDS).marks

    assert [(mark.kind, mark.about) for mark in marks if mark.is_code] == [(MarkKind.MUST, code)]


@pytest.mark.parametrize(
    ("file", "where", "column", "value"),
    [
        ("text_cues.csv", {"example": "Ervaring is een pre"}, "effect", "maybe"),
        ("text_cues.csv", {"example": "Ervaring is een pre"}, "patterns", "pre;~ plus"),
        ("text_cues.csv", {"example": "Ervaring is een pre"}, "patterns", "<bestaatniet>"),
        ("must_haves.csv", {"code": "vog"}, "code", "vogel"),
        ("must_haves.csv", {"code": "heftruck"}, "code", "heftruckcertificaat"),
        ("text_hazards.csv", {"code": "hard_geluid"}, "code", "lawaai"),
        ("text_hazards.csv", {"code": "hard_geluid"}, "may_be", "hard_geluid"),
        ("must_haves.csv", {"code": "vog"}, "patterns", "v*"),
        ("must_haves.csv", {"code": "vog"}, "patterns", "#acht kilo"),
        ("condition_cues.csv", {"code": "maatje"}, "code", "vriendje"),
        ("text_hazards.csv", {"code": "kou"}, "patterns", "kou||koud"),
        ("text_verbs.csv", {"verb": "vegen"}, "use", "spel"),
        ("text_words.csv", {"role": "you"}, "role", "thou"),
    ],
)
def test_row_that_cannot_be_right_is_named(
    folder: Path, spoil: Spoil, file: str, where: dict[str, str], column: str, value: str
) -> None:
    line = spoil(file, where, **{column: value})

    with pytest.raises(ReferenceDataError) as caught:
        read_text_vocabulary(folder)

    assert (caught.value.file, caught.value.line, caught.value.column) == (file, line, column)


@pytest.mark.parametrize(
    ("file", "words", "code"),
    [("prerequisites.csv", "must_haves.csv", "rijbewijs_t"), ("conditions.csv", "condition_cues.csv", "maatje")],
)
def test_entry_that_no_words_lead_to_is_named(
    folder: Path,
    lines: Callable[[str], list[dict[str, str]]],
    write: Callable[[str, list[dict[str, str]]], None],
    file: str,
    words: str,
    code: str,
) -> None:
    entry = next(ix for ix, row in enumerate(lines(file)) if row["code"] == code)
    write(words, [row for row in lines(words) if row["code"] != code])

    with pytest.raises(ReferenceDataError) as caught:
        read_text_vocabulary(folder)

    assert (caught.value.file, caught.value.line, caught.value.column) == (file, entry + 2, "code")


def test_missing_file_is_named(folder: Path) -> None:
    (folder / "text_words.csv").unlink()

    with pytest.raises(ReferenceDataError) as caught:
        read_text_vocabulary(folder)

    assert caught.value.file == "text_words.csv"


def test_no_verb_or_word_stands_twice(lines: Callable[[str], list[dict[str, str]]]) -> None:
    verbs = [row["verb"].replace("|", "") for row in lines("text_verbs.csv")]
    assert len(set(verbs)) == len(verbs)
    for row in lines("text_words.csv"):
        words = row["words"].split(";")
        assert len(set(words)) == len(words), row["role"]

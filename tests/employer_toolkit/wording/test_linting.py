"""What the lint says of a text: each rule by its example, the labelled sentences, and texts that would stop it."""

import csv
import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.parts.wording_sets import TUNING, LabelledSentence, agreement, labelled, together
from employer_toolkit.wording import Weight, WordingKind, lint, missing
from services.reference import REFERENCE_FOLDER
from services.reference.wording_rules import FOLDER, RULES, load_wording_rules
from services.wording_lint import findings_in

DAY = date(2026, 11, 22)
WORDING = load_wording_rules(DAY)
ROWS = list(csv.DictReader((REFERENCE_FOLDER / FOLDER / RULES[0]).read_text(encoding="utf-8").splitlines()))
LEAST_PRECISION, LEAST_RECALL = 0.97, 0.97
"""What the sentences that the rules were written with reach; a rule that helps one may harm another."""


def kinds_in(text: str) -> set[str]:
    return {one.kind.value for one in findings_in(text, field="description", rules=WORDING)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_rule_finds_its_example_and_leaves_what_is_fine(row: dict[str, str]) -> None:
    found = lint(row["example"], field="description", rules=WORDING)
    left = lint(row["fine"], field="description", rules=WORDING)

    assert row["code"] in {one.code for one in found}
    assert [one for one in left if one.kind.value == row["kind"]] == []


@pytest.mark.parametrize("one", labelled(TUNING), ids=lambda one: one.text[:40])
def test_no_fine_sentence_holds_a_place_back(one: LabelledSentence) -> None:
    found = findings_in(one.text, field="description", rules=WORDING)

    assert {row.kind.value for row in found if row.weight is Weight.MUST} <= one.kinds


def test_labelled_sentences_are_found_as_well_as_before() -> None:
    kinds = [kind.value for kind in WordingKind if kind is not WordingKind.MISSING]

    found = together(agreement(labelled(TUNING), kinds_in, kinds).values())

    assert found.precision >= LEAST_PRECISION
    assert found.recall >= LEAST_RECALL


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Wij zijn een JONG  TEAM.", ["JONG  TEAM"]),
        ("Wij zoeken een stressbestendge collega.", ["stressbestendge"]),
        ("Een representatíef uiterlijk is fijn.", ["representatíef uiterlijk"]),
        ("Je werkt bij café “De Jonge Hond”.", []),
        ("Wij zoeken een stressbestendige meid.", ["zoeken een stressbestendige meid", "stressbestendige"]),
        ("Ben jij de jonge hond?", ["jonge hond"]),
        ("Mannen- en vrouwenkapper.", []),
        ("Een accent is geen probleem, maar geen hoofddoek.", ["geen hoofddoek"]),
        ("Moslims zijn welkom, maar een hoofddoek is verboden.", ["hoofddoek is verboden"]),
    ],
)
def test_words_are_found_where_they_stand(text: str, words: list[str]) -> None:
    found = [one for one in lint(text, field="description", rules=WORDING) if one.weight is Weight.MUST]

    assert [one.words for one in found] == words
    assert [text[one.start : one.end] for one in found] == words


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from([*(one.text for one in labelled(TUNING)), "\n", "“", "geen", "Jong", ","]), max_size=6))
def test_every_finding_stands_in_the_text_under_its_own_words(pieces: list[str]) -> None:
    text = " ".join(pieces)

    found = findings_in(text, field="description", rules=WORDING)

    assert [one.words for one in found] == [text[one.start : one.end] for one in found]
    assert all(one.reason and one.suggestion for one in found)
    assert list(found) == sorted(found, key=lambda one: (one.start, one.end))


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_can_be_looked_over(text: str) -> None:
    found = findings_in(text, field="description", rules=WORDING)

    assert [one.words for one in found] == [text[one.start : one.end] for one in found]


HOSTILE = [
    "geen " * 20_000,
    "a" * 100_000,
    "jonge , " * 12_000,
    "“" * 100_000,
    "o.b.v." * 16_000,
    "je bent geen " * 8_000,
    "a-" * 50_000,
    "1." * 50_000,
    "Wij zoeken een " * 6_000,
    "\n" * 100_000,
    "́" * 100_000,
    "a@" * 50_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_takes_time_as_its_length(text: str) -> None:
    """Without the cut at ``longest_text``: ten times the text takes about ten times as long, never a hundred."""
    whole = replace(WORDING, limits=replace(WORDING.limits, longest_text=10**9))

    def seconds(size: int) -> float:
        started = time.process_time()
        lint(text[:size], field="description", rules=whole)
        return time.process_time() - started

    seconds(1_000)
    tenth = max(0.005, *(seconds(len(text) // 10) for _ in range(3)))

    # A machine with much to do makes some of these slower, never all of them.
    assert any(seconds(len(text)) < 60 * tenth for _ in range(3))


def test_missing_is_what_neither_the_words_nor_the_fields_tell() -> None:
    texts = ["Hulp in de keuken", "Je helpt in de keuken."]

    codes = [one.code for one in missing(texts, field="whole", given=frozenset(), rules=WORDING)]
    told = missing(texts, field="whole", given=frozenset({"helper", "learning"}), rules=WORDING)

    assert codes == ["helper", "learning"]
    assert told == ()


def test_finding_has_the_same_key_wherever_its_words_stand() -> None:
    (first,) = lint("Wij zijn een jong team.", field="description", rules=WORDING)
    (later,) = lint("Kom kijken! Wij zijn een Jong  team.", field="description", rules=WORDING)

    assert (first.key, first.start) == (later.key, 13)
    assert later.start != first.start

"""What must be true of every linker, tried on a tiny one; and what the product's own must find and decline."""

from collections.abc import Callable
from os import environ
from random import Random
from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import CountError, Linker, Match, NoLabelsError, ShapeError
from matching.linking.linker import ENOUGH, EXACT, MEAN, PREFERRED, SURE
from matching.linking.loops import highest, score, with_means
from matching.linking.wording import MAX_CHARACTERS, plain
from services.linking.knowledge import read_knowledge
from services.reference import load_lists
from tests.linkers import QUERIES, TINY_LABELS, WORK, hostile_texts, kept_aside_strangers, product_linker, tiny_linker

N_TEXTS = int(environ.get("PLEKWIJZER_TEST_TEXTS", "2000"))
"""Hostile texts that are linked; a release is tried on 50,000 (see CONTRIBUTING.md)."""
LAWS = settings(deadline=None, max_examples=40)
LABEL_TEXTS = list(TINY_LABELS.texts)
SIGNS = "abc é\u0301ß \u202eא👩\u200d🍳\x00\ud800\udfff(m/v)+#-_'½ℌﷺ\n\t"


def random_text(dice: Random) -> str:
    """Give what somebody might send to see whether it breaks: any sign, often again, short and very long."""
    kind = dice.randrange(6)
    if kind == 0:
        return "".join(chr(dice.randrange(0x110000)) for _ in range(dice.randrange(60)))
    if kind == 1:
        return "".join(dice.choices(SIGNS, k=dice.randrange(200)))
    if kind == 2:
        return dice.choice(SIGNS) * dice.randrange(3 * MAX_CHARACTERS)
    if kind == 3:
        return dice.choice(LABEL_TEXTS) * dice.randrange(1, 300)
    if kind == 4:
        return "".join(chr(dice.randrange(0x80)) for _ in range(dice.randrange(100)))
    return dice.choice(LABEL_TEXTS).replace(dice.choice(ascii_lowercase), dice.choice(SIGNS))


def with_typo(text: str, dice: Random) -> str:
    """Leave out, double, swap or replace one letter inside a word."""
    places = [at for at in range(len(text) - 1) if text[at].isalpha() and text[at + 1].isalpha()]
    if not places:
        return text
    at = dice.choice(places)
    head, one, other, tail = text[:at], text[at], text[at + 1], text[at + 2 :]
    return head + dice.choice([other, one + one + other, other + one, dice.choice(ascii_lowercase) + other]) + tail


def assert_sound(text: str, found: tuple[Match, ...], linker: Linker) -> None:
    sure = [match.confidence for match in found]
    assert sure == sorted(sure, reverse=True)
    assert all(0 <= chance <= 1 for chance in sure)
    assert not found or sure[0] >= ENOUGH
    assert len({match.concept for match in found}) == len(found)
    labels = set(zip(linker.labels.texts, linker.labels.concept_column, strict=True))
    assert {(match.label, match.concept) for match in found} <= labels
    assert all(0 <= match.span[0] <= match.span[1] <= len(text) for match in found)


# -- What is found -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", range(len(TINY_LABELS)))
def test_text_that_is_a_label_comes_first_and_is_sure(label: int) -> None:
    text, concept = TINY_LABELS.texts[label], TINY_LABELS.concept_column[label]

    for said in (text, text.upper(), f" {text} (m/v)!"):
        ((first, *_),) = tiny_linker().link([said])
        assert (first.concept, first.label, first.confidence) == (concept, text, SURE)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 6])
def test_label_of_several_concepts_is_as_sure_as_there_are(n: int) -> None:
    linker = tiny_linker().with_labels(["kok"] * (n - 1), [f"ander{number}" for number in range(n - 1)])

    (found,) = linker.link(["Kok"], n=6)

    sure = [match.confidence for match in found]
    assert {match.concept for match in found[:n]} == {"kok", *(f"ander{number}" for number in range(n - 1))}
    assert sure[:n] == [pytest.approx(SURE / n)] * n
    assert all(chance < SURE / n for chance in sure[n:])
    assert [one[0].confidence for one in (linker.link(["kok"], n=asked)[0] for asked in range(1, 9))] == sure[:1] * 8


@pytest.mark.parametrize("text", ["", "   ", "!?", "\x00", "…", "👩\u200d🍳", "zzz zzz", "повар", "مرحبا", "\ud800"])
def test_text_of_which_nothing_is_known_gives_nothing(text: str) -> None:
    assert tiny_linker().link([text]) == [()]


def test_part_of_the_text_that_led_to_it_is_told() -> None:
    text = "qqq wwq Orderpicker, wqw qwq"

    best = tiny_linker().best([text], n=1)
    spans = tiny_linker()._spans(text, best.labels[0])

    assert tiny_linker().labels.concepts[int(best.concepts[0, 0])] == "magazijn"
    assert [text[start:end] for start, end in spans] == ["Orderpicker"]


def test_no_text_gives_no_answer() -> None:
    assert tiny_linker().link([]) == []
    assert tiny_linker().ranked([], n=3).rows.shape == (0, 3)


def test_none_asked_for_gives_none() -> None:
    best = tiny_linker().best(QUERIES, n=0)

    assert tiny_linker().link(QUERIES, n=0) == [()] * len(QUERIES)
    assert tiny_linker().ranked(QUERIES, n=0).rows.shape == best.concepts.shape == (len(QUERIES), 0)
    assert tiny_linker().chance(best).tolist() == tiny_linker().chance(tiny_linker().best(QUERIES, n=3)).tolist()


@pytest.mark.parametrize("act", [Linker.link, Linker.ranked, Linker.best])
def test_fewer_than_none_is_refused(act: Callable[..., object]) -> None:
    with pytest.raises(CountError, match=r"^n is -1, where 0 or more is right$"):
        act(tiny_linker(), QUERIES, n=-1)


def test_linker_without_labels_is_refused() -> None:
    nothing = TINY_LABELS.taken(np.arange(0))

    with pytest.raises(NoLabelsError, match=r"^there are no labels to find; give one or more$"):
        tiny_linker().among(nothing)


# -- Laws --------------------------------------------------------------------------------------------------------------


@LAWS
@given(st.lists(st.one_of(st.sampled_from(QUERIES), st.text(max_size=20)), max_size=6), st.integers(1, 7))
def test_answers_are_the_same_alone_and_together(texts: list[str], n: int) -> None:
    together = tiny_linker().link(texts, n=n)

    assert together == [tiny_linker().link([text], n=n)[0] for text in texts]
    for text, found in zip(texts, together, strict=True):
        assert len(found) <= n
        assert_sound(text, found, tiny_linker())


@LAWS
@given(st.text(max_size=30), st.integers(1, 100))
def test_ranking_goes_down_and_fewer_is_the_start_of_more(text: str, n: int) -> None:
    rows, scores = (column[0] for column in tiny_linker().ranked([text], n=n))

    n_there = min(n, len(TINY_LABELS))
    assert (np.diff(scores[:n_there]) <= 0).all()
    assert len(set(rows[:n_there].tolist())) == n_there
    assert rows[n_there:].tolist() == [-1] * (n - n_there)
    assert np.isneginf(scores[n_there:]).all()
    assert rows[:n_there].tolist() == tiny_linker().ranked([text], n=len(TINY_LABELS)).rows[0, :n_there].tolist()


@LAWS
@given(st.permutations(range(len(TINY_LABELS))))
def test_order_of_the_labels_changes_no_score(order: list[int]) -> None:
    shuffled = tiny_linker().among(TINY_LABELS.taken(np.array(order)))

    def scores_of(linker: Linker) -> list[dict[str, float]]:
        ranked = linker.ranked(QUERIES, n=len(TINY_LABELS))
        return [
            {linker.labels.ids[int(row)]: float(value) for row, value in zip(rows, values, strict=True)}
            for rows, values in zip(ranked.rows, ranked.scores, strict=True)
        ]

    # The labels of a concept are added up in another order, in float32.
    assert scores_of(shuffled) == [pytest.approx(one, abs=1e-5) for one in scores_of(tiny_linker())]


@pytest.mark.parametrize("n_threads", [2, 3, 7, 200])
def test_threads_change_no_byte(n_threads: int) -> None:
    ranked, shared = (tiny_linker().ranked(QUERIES, n=9, n_threads=n) for n in (1, n_threads))
    best, shared_best = (tiny_linker().best(QUERIES, n=9, n_threads=n) for n in (1, n_threads))

    assert [column.tobytes() for column in shared] == [column.tobytes() for column in ranked]
    assert [column.tobytes() for column in shared_best] == [column.tobytes() for column in best]


@LAWS
@given(st.frozensets(st.sampled_from([*WORK, "bestaat niet"]), max_size=6))
def test_asking_among_some_concepts_gives_only_those_with_the_same_scores(concepts: frozenset[str]) -> None:
    n = len(WORK)

    asked, everything = (tiny_linker().best(QUERIES, n=n, concepts=some) for some in (concepts, None))

    for row in range(len(QUERIES)):
        scores = dict(zip(everything.concepts[row].tolist(), everything.scores[row].tolist(), strict=True))
        found = [number for number in asked.concepts[row].tolist() if number >= 0]
        assert {tiny_linker().labels.concepts[number] for number in found} == concepts & set(WORK)
        assert asked.scores[row, : len(found)].tolist() == [scores[number] for number in found]
    for text, matches in zip(QUERIES, tiny_linker().link(QUERIES, concepts=concepts), strict=True):
        assert {match.concept for match in matches} <= concepts
        assert_sound(text, matches, tiny_linker())


def test_linker_among_other_labels_finds_those_alone() -> None:
    some = TINY_LABELS.taken(np.arange(10, 30))

    linker = tiny_linker().among(some)

    assert (linker.version, len(linker.labels)) == (tiny_linker().version, 20)
    assert {match.concept for found in linker.link(QUERIES) for match in found} <= set(some.concepts)
    assert linker.link([some.texts[0]])[0][0].concept == some.concept_column[0]


# -- What people add ---------------------------------------------------------------------------------------------------


@LAWS
@given(
    text=st.sampled_from(["broodjeszaak", "klusser", "handige Harry", "op kinderen passen", "Stekkers zetten"]),
    concept=st.sampled_from([*WORK, "nieuw"]),
)
def test_added_text_is_found_first_at_once_and_nothing_else_changes(text: str, concept: str) -> None:
    added = tiny_linker().with_labels([text], [concept])

    first = added.link([text])[0][0]

    assert (first.concept, first.label, first.confidence) == (concept, text, SURE)
    assert (added.version, len(added.labels)) == (tiny_linker().version, len(TINY_LABELS) + 1)
    n = len(WORK) + 1
    before, after = (linker.best(QUERIES, n=n) for linker in (tiny_linker(), added))
    numbers = [number for number, name in enumerate(tiny_linker().labels.concepts) if name != concept]
    for row in range(len(QUERIES)):
        was, now = (dict(zip(best.concepts[row], best.scores[row], strict=True)) for best in (before, after))
        assert {number: now[number] for number in numbers} == {number: was[number] for number in numbers}


def test_adding_one_by_one_is_adding_at_once() -> None:
    texts, concepts = ["klusser", "handige harry", "broodjeszaak"], ["timmerman", "timmerman", "nieuw"]

    at_once, one_by_one = tiny_linker().with_labels(texts, concepts), tiny_linker()
    for text, concept in zip(texts, concepts, strict=True):
        one_by_one = one_by_one.with_labels([text], [concept])

    assert one_by_one.link([*QUERIES, *texts]) == at_once.link([*QUERIES, *texts])


def test_adding_nothing_gives_the_same_linker() -> None:
    assert tiny_linker().with_labels([], []) is tiny_linker()


def test_adding_texts_without_as_many_concepts_is_refused() -> None:
    with pytest.raises(ShapeError):
        tiny_linker().with_labels(["klusser", "kluskok"], ["timmerman"])
    with pytest.raises(ShapeError):
        tiny_linker().with_labels([], ["timmerman"])


# -- The loops, against slow restatements ------------------------------------------------------------------------------


@LAWS
@given(st.lists(st.sampled_from([-2.0, 0.0, 0.25, 0.5, 1.0, 3.5, -1e9]), max_size=30), st.integers(1, 12))
def test_highest_is_a_stable_sort(values: list[float], room: int) -> None:
    scores = np.array(values, dtype=np.float32)
    rows, kept = np.full(room, -1, dtype=np.int64), np.full(room, -np.inf, dtype=np.float32)

    n = highest(scores, rows, kept)

    asked = [row for row in np.argsort(-scores, kind="stable").tolist() if scores[row] > -1e8]
    assert rows[:n].tolist() == asked[:room]
    assert kept[:n].tolist() == [scores[row] for row in asked[:room]]
    assert rows[n:].tolist() == [-1] * (room - n)


@LAWS
@given(st.integers(0, 2**32), st.integers(1, 25), st.integers(1, 6))
def test_scores_are_those_of_a_slow_restatement(seed: int, n: int, n_concepts: int) -> None:
    dice = np.random.default_rng(seed)
    likeness = dice.choice([0.1, 0.4, 0.9, 1.0, -0.3, 0.0], n).astype(np.float32)
    concept_of = dice.integers(0, n_concepts, n).astype(np.int32)
    is_preferred, is_asked = dice.integers(0, 2, n).astype(np.uint8), dice.integers(0, 2, n_concepts).astype(np.uint8)
    n_labels = np.bincount(concept_of, minlength=n_concepts).astype(np.int32)
    scores, sums, best = (np.empty(size, dtype=np.float32) for size in (n, n_concepts, n_concepts))
    best_label = np.empty(n_concepts, dtype=np.int64)

    score(
        np.full(n, 1_000, dtype=np.int32), likeness / 10, concept_of, n_labels, is_preferred, is_asked,
        np.float32(0.01), np.array([PREFERRED, MEAN, EXACT], dtype=np.float32), scores, sums, best, best_label,
    )  # fmt: skip
    with_means(scores, concept_of, sums, np.float32(MEAN))

    for concept in range(n_concepts):
        rows = np.flatnonzero(concept_of == concept)
        if not len(rows) or not is_asked[concept]:
            assert best[concept] == np.float32(-1e9)
            assert best_label[concept] == -1
            continue
        mean = float(likeness[rows].mean())
        expected = {
            int(row): likeness[row] + EXACT * (likeness[row] > 0.999) + PREFERRED * is_preferred[row] + MEAN * mean
            for row in rows
        }
        assert {row: float(scores[row]) for row in expected} == pytest.approx(expected, abs=1e-5)
        assert float(best[concept]) == pytest.approx(max(expected.values()), abs=1e-5)
        assert float(scores[best_label[concept]]) == float(best[concept])


# -- Hostile texts -----------------------------------------------------------------------------------------------------


def test_hostile_texts_break_nothing() -> None:
    dice = Random(1)

    for _ in range(0, N_TEXTS, 250):
        texts = [random_text(dice) for _ in range(250)]
        for text, found in zip(texts, tiny_linker().link(texts), strict=True):
            assert_sound(text, found, tiny_linker())


@LAWS
@given(hostile_texts)
def test_hostile_text_can_be_added_and_changes_no_answer(text: str) -> None:
    added = tiny_linker().with_labels([text], ["nieuw"])

    assert_sound(text, added.link([text])[0], added)
    assert added.link([text], concepts=WORK) == tiny_linker().link([text], concepts=WORK)


def test_text_beyond_the_most_that_is_read_changes_nothing() -> None:
    text = "brood bakken " + "!" * MAX_CHARACTERS

    assert tiny_linker().link([text + "metaal lassen" * 1_000]) == tiny_linker().link([text])


# -- The product's own -------------------------------------------------------------------------------------------------


def test_texts_that_name_no_work_give_nothing() -> None:
    texts = kept_aside_strangers()

    answers = product_linker().link(texts)

    named = [(text, found[0].label, found[0].confidence) for text, found in zip(texts, answers, strict=True) if found]
    assert len(texts) > 300
    assert len(named) <= 0.15 * len(texts), named


def test_strangers_that_are_kept_aside_are_not_learned_from() -> None:
    learned = {plain(text) for text in read_knowledge(load_lists()).strangers}

    assert [text for text in kept_aside_strangers() if plain(text) in learned] == []


def test_words_of_the_catalogue_with_a_typo_are_found_among_the_first_five() -> None:
    dice = Random(1)
    said = [(entry, term) for entry, terms in load_lists().synonyms.items() for term in terms]

    answers = product_linker().link([with_typo(term, dice) for _, term in said], n=5)

    missed = [
        term
        for (entry, term), found in zip(said, answers, strict=True)
        if entry not in {match.concept for match in found}
    ]
    assert len(said) > 6_000
    assert len(missed) <= 0.1 * len(said), missed[:50]


def test_words_of_the_catalogue_are_found_first() -> None:
    said = [(entry, term) for entry, terms in load_lists().synonyms.items() for term in terms][::3]

    answers = product_linker().link([term for _, term in said], n=5)

    surest = [{m.concept for m in found if m.confidence == found[0].confidence} for found in answers]
    missed = [term for (entry, term), first in zip(said, surest, strict=True) if entry not in first]
    # A word of which no part stands in another text has no vector, and is not found.
    assert len(missed) <= 0.001 * len(said), missed


def test_label_with_unknown_words_behind_it_is_not_the_label() -> None:
    linker = tiny_linker()
    label = linker.labels.texts[0]

    best = linker.best([label, f"{label} повар"], n=1)

    assert best.n_exact.tolist() == [1, 0]

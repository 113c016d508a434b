"""Making a linker: the same seed gives the same, and what is known besides labels counts."""

from dataclasses import replace

import numpy as np
import pytest

from matching import Labels, Linker, NoLabelsError, WordKnowledge, train_linker
from matching.linking.linker import SURE
from matching.linking.schooling import version_of
from tests.linkers import TINY_KNOWLEDGE, TINY_LABELS, WORK, tiny_linker, trained


def likeness(linker: Linker, one: str, other: str) -> float:
    vectors = linker.encoder.sums([one, other]).astype(np.float64)
    left, right = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return float(left @ right)


def bytes_of(linker: Linker) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in linker.arrays().items()}


def test_same_seed_gives_the_same_linker_and_another_seed_another() -> None:
    again, other = trained(), trained(seed=1)

    assert again.version == tiny_linker().version != other.version
    assert bytes_of(again) == bytes_of(tiny_linker())
    assert len(again.version) == 12


@pytest.mark.parametrize("n_threads", [2, 3])
def test_threads_change_no_byte(n_threads: int) -> None:
    assert bytes_of(trained(n_threads=n_threads)) == bytes_of(tiny_linker())


def test_version_names_everything_that_is_in_a_linker() -> None:
    linker = tiny_linker()
    other_labels = linker.among(TINY_LABELS.taken(np.arange(len(TINY_LABELS))[::-1]))
    other_scales = replace(linker, strangers=linker.strangers._replace(scales=linker.strangers.scales * 2))

    assert version_of(linker) == linker.version
    assert len({linker.version, version_of(other_labels), version_of(other_scales)}) == 3


def test_learning_brings_texts_of_one_concept_together() -> None:
    untaught = train_linker(TINY_LABELS, WordKnowledge(), n_dimensions=32, n_steps=1, n_threads=1)
    pairs = [texts[:2] for texts in WORK.values()]

    before, after = ([likeness(one, *pair) for pair in pairs] for one in (untaught, tiny_linker()))

    assert np.mean(after) > np.mean(before) + 0.1


def test_words_that_mean_the_same_come_together() -> None:
    knowledge = WordKnowledge(groups=[("hovenier", "gardener"), ("gardener", "gardeners")])

    with_words, without = (
        train_linker(TINY_LABELS, known, n_dimensions=32, n_steps=60, n_threads=1)
        for known in (knowledge, WordKnowledge(groups=[("gardener", "gardeners")]))
    )

    assert likeness(with_words, "gardener", "tuinman") > likeness(without, "gardener", "tuinman") + 0.2


def test_broader_words_come_nearer() -> None:
    words = WordKnowledge(groups=[("ambacht", "ambachten")])
    with_broader = replace(words, broader=[("bakker", "ambacht"), ("broodbakker", "ambacht")])

    nearer, without = (
        likeness(train_linker(TINY_LABELS, known, n_dimensions=32, n_steps=60, n_threads=1), "bakker", "ambacht")
        for known in (with_broader, words)
    )

    assert nearer > without + 0.2


def test_texts_that_name_nothing_are_kept_to_decline_what_is_like_them() -> None:
    linker = tiny_linker()

    alike = linker.strangeness(linker.encoder.asked([*TINY_KNOWLEDGE.strangers, "kok"]))

    is_known = linker.strangers.scales > 0
    assert alike.shape == (len(TINY_KNOWLEDGE.strangers) + 1, len(TINY_KNOWLEDGE.strangers))
    assert np.diag(alike)[is_known] == pytest.approx(1.0, abs=0.01)
    assert ((alike >= -1.01) & (alike <= 1.01)).all()
    assert linker.link(TINY_KNOWLEDGE.strangers) == [()] * len(TINY_KNOWLEDGE.strangers)


def test_each_step_is_told() -> None:
    told: list[tuple[int, int]] = []

    train_linker(
        TINY_LABELS,
        WordKnowledge(),
        n_dimensions=8,
        n_steps=5,
        n_threads=1,
        told=lambda done, of: told.append((done, of)),
    )

    assert told == [(number, 5) for number in range(1, 6)]


def test_labels_of_one_concept_each_can_be_learned() -> None:
    """A plain list, without synonyms: nothing can be held out, and yet a label with a typo is an answer."""
    texts = [f"{one}{other}" for one in ("hout", "steen", "brood", "metaal") for other in ("werker", "zager", "handel")]
    labels = Labels.of(ids=texts, texts=texts, concepts=texts, is_preferred=[True] * len(texts))

    linker = train_linker(labels, TINY_KNOWLEDGE, n_dimensions=32, n_steps=30, n_threads=1)

    assert [found[0].concept for found in linker.link(texts)] == texts
    assert {found[0].confidence for found in linker.link(texts)} == {SURE}
    assert [found[0].concept for found in linker.link(["broodwerkr", "metaalhandell"])] == [
        "broodwerker",
        "metaalhandel",
    ]
    assert linker.link(["", "?!", "xkcd brrr"]) == [(), (), ()]


def test_no_labels_are_refused_before_anything_is_learned() -> None:
    told: list[int] = []
    nothing = TINY_LABELS.taken(np.arange(0))

    with pytest.raises(NoLabelsError):
        train_linker(nothing, TINY_KNOWLEDGE, n_dimensions=8, n_steps=5, told=lambda done, of: told.append(done))

    assert told == []


def test_many_labels_of_one_concept_can_be_learned() -> None:
    """Some are asked while their concept is away, and here nothing is left then."""
    texts = [f"{one}{other}" for one in ("hout", "steen", "brood", "metaal", "tuin", "auto", "zorg", "kook")
             for other in ("werker", "zager", "handel", "hulp", "knecht", "meester", "kundige")]  # fmt: skip
    labels = Labels.of(
        ids=texts, texts=texts, concepts=["werk"] * len(texts), is_preferred=[True] + [False] * (len(texts) - 1)
    )

    linker = train_linker(labels, TINY_KNOWLEDGE, n_dimensions=32, n_steps=30, n_threads=1)

    assert {found[0].concept for found in linker.link(texts)} == {"werk"}


def test_no_text_gives_nothing_without_strangers_to_learn_from() -> None:
    linker = train_linker(TINY_LABELS, WordKnowledge(), n_dimensions=8, n_steps=5, n_threads=1)

    assert linker.link(["", "!!", "zzzzzz"]) == [(), (), ()]

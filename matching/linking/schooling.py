"""Making a linker: choosing what to learn from, learning it, and finding out how sure it may be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from matching.errors import NoLabelsError
from matching.linking.confidence import SIGNS, Confidence
from matching.linking.encoder import Encoder
from matching.linking.features import Features, parts_of
from matching.linking.labels import Labels
from matching.linking.linker import Linker
from matching.linking.training import Lessons, Training, learned

LARGEST_BYTES = 24_000_000
"""What a model may weigh; with many labels fewer parts of words get a vector."""
MOST_FEATURES, FEWEST_FEATURES = 60_000, 12_000
MOST_STEPS, FEWEST_STEPS, TEXTS_A_STEP = 3_000, 500, 40
HELD_OUT, MOST_HELD_OUT = 0.08, 2_000
"""Share of the labels that is kept apart to find out how sure the linker may be, and how many at most."""
WITHOUT_ANSWER = 0.3
"""Share of the held-out labels that is asked while its concept is not there."""
MOST_OF_ONE, ALONE = 12, 0.5
"""A concept is drawn as often as it has labels, at most this often; one with a single label less often."""
MOST_OF_GROUP = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WordKnowledge:
    """What the linker learns from besides labels.

    Parameters
    ----------
    groups : texts that mean the same, per meaning
    broader : pairs of a text and a broader one
    strangers : texts that name nothing a linker should find: other languages, nonsense
    """

    groups: Sequence[Sequence[str]] = ()
    broader: Sequence[tuple[str, str]] = ()
    strangers: Sequence[str] = ()


def train_linker(
    labels: Labels,
    knowledge: WordKnowledge,
    *,
    seed: int = 0,
    n_dimensions: int = 192,
    n_steps: int | None = None,
    n_threads: int = 2,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Linker:
    """Learn to find labels, from the labels and from knowledge of words; the same seed gives the same linker.

    Parameters
    ----------
    n_steps : int or None
        Batches to learn; by default as many as the number of texts asks for.
    told : called with the batches done and how many there are

    Raises
    ------
    NoLabelsError
        There are no labels.
    """
    if not len(labels):
        raise NoLabelsError
    rng = np.random.default_rng(seed)
    texts, column = list(labels.texts), labels.concept_column
    kept_out = _held_out(labels, rng)
    meanings = _meanings(texts, column, frozenset(kept_out.tolist()), knowledge)
    parts = parts_of([text for group, _ in meanings for text in group])
    n_features = min(
        MOST_FEATURES, max(FEWEST_FEATURES, (LARGEST_BYTES - _label_bytes(labels, n_dimensions)) // (n_dimensions + 12))
    )
    features = Features.chosen(parts, at_most=n_features)
    found = features.found(parts)
    chance = np.array([weight for _, weight in meanings])
    lessons = Lessons(
        found=found,
        weights=features.weights(found),
        meaning_ends=np.cumsum([0, *(len(group) for group, _ in meanings)], dtype=np.int64),
        chance=chance / chance.sum(),
    )
    if n_steps is None:
        n_steps = int(np.clip((len(found.ends) - 1) // TEXTS_A_STEP, FEWEST_STEPS, MOST_STEPS))
    training = Training(n_dimensions=n_dimensions, n_steps=n_steps, n_threads=n_threads)
    table = learned(lessons, features, training, rng=rng, told=lambda done: told(done, training.n_steps))
    encoder = Encoder.of(features, table)
    linker = Linker.of(
        encoder, labels, strangers=encoder.small(knowledge.strangers), confidence=Confidence(()), version=""
    )
    linker = replace(linker, confidence=_confidence(linker, kept_out, knowledge.strangers, rng))
    return replace(linker, version=version_of(linker))


def version_of(linker: Linker) -> str:
    """Name a linker after everything in it."""
    digest = sha256()
    for name, array in sorted(linker.arrays().items()):
        digest.update(name.encode() + str(array.shape).encode() + array.tobytes())
    return digest.hexdigest()[:12]


def _label_bytes(labels: Labels, n_dimensions: int) -> int:
    strings = sum(len(kept.text) + 8 * len(kept) for kept in (labels.ids, labels.texts, labels.concepts))
    return strings + len(labels) * (n_dimensions + 9)


def _held_out(labels: Labels, rng: np.random.Generator) -> NDArray[np.int64]:
    n_of_concept = np.bincount(labels.concept_of)[labels.concept_of]
    may = np.flatnonzero((n_of_concept >= 3) & (labels.is_preferred == 0))
    return rng.permutation(may)[: min(MOST_HELD_OUT, int(len(may) * HELD_OUT), len(may) // 3)]


def _meanings(
    texts: Sequence[str], column: Sequence[str], kept_out: frozenset[int], knowledge: WordKnowledge
) -> list[tuple[Sequence[str], float]]:
    concepts: dict[str, list[str]] = {}
    for row, (text, concept) in enumerate(zip(texts, column, strict=True)):
        if row not in kept_out:
            concepts.setdefault(concept, []).append(text)
    found: list[tuple[Sequence[str], float]] = [(group, _pull(group, MOST_OF_ONE)) for group in concepts.values()]
    found += [(group, _pull(group, MOST_OF_GROUP)) for group in knowledge.groups if group]
    found += [(pair, 1.0) for pair in knowledge.broader]
    return found


def _pull(group: Sequence[str], most: int) -> float:
    return min(len(group), most) if len(group) > 1 else ALONE


def _confidence(
    linker: Linker, kept_out: NDArray[np.int64], strangers: Sequence[str], rng: np.random.Generator
) -> Confidence:
    """Find out how often the first concept is right, by asking the linker what it did not learn.

    Asked are labels that were held out, some of them while their concept is away; labels with a mistake in them; and
    texts that name nothing.
    """
    labels, column = linker.labels, linker.labels.concept_column
    rest = linker.among(labels.taken(np.setdiff1d(np.arange(len(labels)), kept_out)))
    without, with_answer = np.split(kept_out, [int(len(kept_out) * WITHOUT_ANSWER)])
    away = {column[row] for row in without}
    there = [row for row, concept in enumerate(rest.labels.concept_column) if concept not in away]
    # Where every concept has one label, as in a plain list, none can be held out.
    n_asked = len(kept_out) or min(MOST_HELD_OUT, len(labels))
    wrong, meant = _misspelled(rest.labels, n_asked, rng)
    nothing = [*_scrambled(labels, n_asked // 10, rng), *strangers]
    answers = [
        _answers(rest, [labels.texts[int(row)] for row in with_answer], [column[row] for row in with_answer]),
        _answers(rest, wrong, meant),
        _answers(rest, nothing, None),
    ]
    if there:  # else all labels are of one concept, and nothing is left to look among
        smaller = linker.among(rest.labels.taken(np.array(there, dtype=np.int64)))
        answers.insert(1, _answers(smaller, [labels.texts[int(row)] for row in without], None))
    strange = answers[-1][0][:, SIGNS.index("strange")]
    alike = linker.strangeness(linker.encoder.asked(strangers))
    np.fill_diagonal(alike, -1.0)
    strange[len(nothing) - len(strangers) :] = alike.max(axis=1, initial=-1.0)
    signs, right = (np.concatenate(both) for both in zip(*answers, strict=True))
    return Confidence.fitted(signs, right)


def _answers(
    linker: Linker, queries: Sequence[str], wanted: Sequence[str] | None
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    best = linker.best(queries, n=1)
    first = [linker.labels.concepts[int(number)] if number >= 0 else None for number in best.concepts[:, 0]]
    right = [wanted is not None and answer == wanted[place] for place, answer in enumerate(first)]
    return best.signs, np.array(right, dtype=np.bool_)


def _misspelled(labels: Labels, n: int, rng: np.random.Generator) -> tuple[list[str], list[str]]:
    """Give labels as people type them, and what they name: a letter left out, doubled or swapped, a word left out."""
    column, rows = labels.concept_column, rng.integers(0, len(labels), n)
    return [_mistyped(labels.texts[int(row)], rng) for row in rows], [column[row] for row in rows]


def _mistyped(text: str, rng: np.random.Generator) -> str:
    pieces = text.split()
    if len(pieces) > 2 and rng.random() < 0.5:
        del pieces[rng.integers(0, len(pieces))]
        return " ".join(pieces)
    at = int(rng.integers(0, max(len(text) - 1, 1)))
    head, here, following, tail = text[:at], text[at : at + 1], text[at + 1 : at + 2], text[at + 2 :]
    return head + (following, here + here + following, following + here)[rng.integers(0, 3)] + tail


def _scrambled(labels: Labels, n: int, rng: np.random.Generator) -> Iterable[str]:
    for row in rng.integers(0, len(labels), n):
        yield "".join(rng.permutation(list(labels.texts[int(row)])))

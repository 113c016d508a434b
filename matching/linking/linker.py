"""From free text to the concepts it names, or to the word that nothing is close enough."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import local
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from matching.errors import CountError, NoLabelsError
from matching.linking.confidence import SIGNS, Confidence
from matching.linking.encoder import Asked, Encoder, SmallVectors
from matching.linking.labels import Labels
from matching.linking.loops import dots, highest, score, with_means
from matching.linking.wording import plain, words
from matching.strings import Strings

PREFERRED, MEAN, EXACT = 0.02, 0.3, 2.0
"""Weight in a score of being the preferred label, of the mean of the concept's labels, and of being the same text; the
last is more than all else together, so that a score above it tells that the text is a label."""
SURE = 0.98
"""Chance that a text means the one concept of which it is a label, word for word."""
CLOSE = 0.1
"""A score this much lower makes a concept e times less likely."""
ENOUGH = 0.25
"""Below this chance the answer is that nothing is close enough."""
_WEIGHTS = np.array([PREFERRED, MEAN, EXACT], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Match:
    """One concept that a text may mean.

    Parameters
    ----------
    concept : str
    label : str
        The label of the concept that came closest.
    score : float
        Higher is closer; compare it only with others of the same text.
    confidence : float
        Chance that this concept is right, 0 to 1.
    span : (int, int)
        Characters of the text that led to it.
    """

    concept: str
    label: str
    score: float
    confidence: float
    span: tuple[int, int]


class Ranked(NamedTuple):
    """The labels closest to each text, closest first.

    Parameters
    ----------
    rows : (n_texts, n) int64
        Rows of labels; -1 where there are no more.
    scores : (n_texts, n) float32
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class Best(NamedTuple):
    """Of each text the best concepts, with the best label of each, and the signs of the first.

    Parameters
    ----------
    concepts, labels : (n_texts, n) int64
        Rows of concepts and of labels; -1 where there are no more.
    scores : (n_texts, n) float32
    signs : (n_texts, n_signs) float64
        See ``SIGNS``.
    n_exact : (n_texts,) int64
        Concepts of which the text is a label, word for word.
    """

    concepts: NDArray[np.int64]
    labels: NDArray[np.int64]
    scores: NDArray[np.float32]
    signs: NDArray[np.float64]
    n_exact: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Linker:
    """Finds what a text names among labels.

    Parameters
    ----------
    version : str
        Names what it learned and from what.
    encoder : Encoder
    labels : Labels
    vectors, strangers : SmallVectors
        Of the labels, and of texts that name nothing.
    confidence : Confidence

    Raises
    ------
    NoLabelsError
        There are no labels.
    """

    version: str
    encoder: Encoder
    labels: Labels
    vectors: SmallVectors
    strangers: SmallVectors
    confidence: Confidence

    def __post_init__(self) -> None:
        """Refuse to find something among nothing."""
        if not len(self.labels):
            raise NoLabelsError

    @classmethod
    def of(
        cls, encoder: Encoder, labels: Labels, *, strangers: SmallVectors, confidence: Confidence, version: str
    ) -> Self:
        """Make a linker that finds these labels."""
        vectors = encoder.small(list(labels.texts))
        return cls(
            version=version, encoder=encoder, labels=labels, vectors=vectors, strangers=strangers, confidence=confidence
        )

    def among(self, labels: Labels) -> Self:
        """Give a linker that learned the same and finds these labels instead; there must be one or more."""
        return replace(self, labels=labels, vectors=self.encoder.small(list(labels.texts)))

    def with_labels(self, texts: Sequence[str], concepts: Sequence[str]) -> Self:
        """Give a linker that also knows these texts for these concepts; it learns them at once, without training.

        Raises
        ------
        ShapeError
            There are not as many concepts as texts.
        """
        if not texts and not concepts:
            return self
        more = Labels.of(ids=[""] * len(texts), texts=texts, concepts=concepts, is_preferred=[False] * len(texts))
        added = self.encoder.small(texts)
        vectors = SmallVectors(
            np.concatenate([self.vectors.values, added.values]), np.concatenate([self.vectors.scales, added.scales])
        )
        return replace(self, labels=self.labels.followed_by(more), vectors=vectors)

    def link(
        self, texts: Sequence[str], *, n: int = 5, concepts: Collection[str] | None = None
    ) -> list[tuple[Match, ...]]:
        """Give what each text names, the likeliest first; nothing when nothing is close enough.

        Parameters
        ----------
        n : int
            At most this many concepts a text.
        concepts : collection of str or None
            Look only among these.

        Raises
        ------
        CountError
            ``n`` is negative.
        """
        best = self.best(texts, n=n, concepts=concepts)
        first = self.chance(best)
        return [self._matches(text, best, row, first[row]) for row, text in enumerate(texts)]

    def ranked(self, texts: Sequence[str], *, n: int, n_threads: int = 1) -> Ranked:
        """Give the labels closest to each text, however far they are; equal scores go to the earliest label."""
        _refuse_negative(n)
        rows = np.full((len(texts), n), -1, dtype=np.int64)
        scores = np.full((len(texts), n), -np.inf, dtype=np.float32)

        def one(room: "_Room", query: int) -> None:
            with_means(room.scores, self.labels.concept_of, room.sums, _WEIGHTS[1])
            highest(room.scores, rows[query], scores[query])

        self._each(self.encoder.asked(texts), self._allowed(None), one, n_threads)
        return Ranked(rows, scores)

    def best(
        self, texts: Sequence[str], *, n: int, concepts: Collection[str] | None = None, n_threads: int = 1
    ) -> Best:
        """Give the best concepts of each text, with what tells how sure the first is."""
        _refuse_negative(n)
        wide = max(n, 2)
        found = np.full((len(texts), wide), -1, dtype=np.int64)
        labels = np.full((len(texts), wide), -1, dtype=np.int64)
        scores = np.full((len(texts), wide), -np.inf, dtype=np.float32)
        n_exact = np.zeros(len(texts), dtype=np.int64)

        def one(room: "_Room", query: int) -> None:
            highest(room.best, found[query], scores[query])
            # Counted among all, so that how many are asked for does not change how sure the first is.
            n_exact[query] = np.count_nonzero(room.best > EXACT)
            labels[query] = np.where(found[query] >= 0, room.best_label[found[query]], -1)

        asked = self.encoder.asked(texts)
        self._each(asked, self._allowed(concepts), one, n_threads)
        for row in np.flatnonzero(n_exact):
            # A part that is not known leaves no trace in a vector, so that a longer text can have the same one.
            if plain(self.labels.texts[int(labels[row, 0])]) != plain(texts[int(row)]):
                n_exact[row] = 0
        return Best(found[:, :n], labels[:, :n], scores[:, :n], self._signs(texts, asked, scores), n_exact)

    def strangeness(self, asked: Asked) -> NDArray[np.float32]:
        """Say how much each text is like each of the texts that name nothing: ``(n_texts, n_strangers)``, -1 to 1."""
        products = np.empty((len(asked.scales), len(self.strangers.scales)), dtype=np.int32)
        for query, vector in enumerate(asked.vectors):
            dots(self.strangers.values, vector, products[query])
        alike: NDArray[np.float32] = products * self.strangers.scales * asked.scales[:, None]
        return alike

    def chance(self, best: Best) -> NDArray[np.float64]:
        """Give for each text the chance that its first concept is right: ``(n_texts,)``.

        A text that is a label itself is as sure as it is the label of one concept only; one of which no part is known
        names nothing.
        """
        told = np.where(best.signs[:, SIGNS.index("known")] > 0, self.confidence.of(best.signs), 0.0)
        return np.where(best.n_exact > 0, SURE / np.maximum(best.n_exact, 1), told)

    def _signs(self, texts: Sequence[str], asked: Asked, scores: NDArray[np.float32]) -> NDArray[np.float64]:
        first, second = (np.maximum(scores[:, place].astype(np.float64), -1.0) for place in (0, 1))
        first, second = first - EXACT * (first > EXACT), second - EXACT * (second > EXACT)
        n_words = np.log1p([len(words(text)) for text in texts])
        strange = self.strangeness(asked).max(axis=1, initial=-1.0)
        return np.column_stack([first, first - second, asked.known, strange, n_words])

    def _matches(self, text: str, best: Best, row: int, first: float) -> tuple[Match, ...]:
        is_close_enough = first >= ENOUGH or best.n_exact[row] > 0
        if not is_close_enough or not (best.concepts[row, :1] >= 0).any():
            return ()
        spans = self._spans(text, best.labels[row])
        values = best.scores[row].astype(np.float64) - EXACT * (best.scores[row] > EXACT)
        near = np.exp((values - values[0]) / CLOSE)
        found = []
        for place, (concept, label) in enumerate(zip(best.concepts[row], best.labels[row], strict=True)):
            if concept < 0:
                break
            # What the first leaves goes to the others, most of it to those close behind, and some to none at all.
            is_as_sure = place < max(best.n_exact[row], 1)
            chance = first if is_as_sure else min(first, (1.0 - first) * near[place] / near.sum())
            found.append(
                Match(
                    concept=self.labels.concepts[int(concept)],
                    label=self.labels.texts[int(label)],
                    score=float(values[place]),
                    confidence=float(chance),
                    span=spans[place],
                )
            )
        return tuple(found)

    def _spans(self, text: str, labels: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Find for each label the words of the text that brought it near: from the first to the last that counts.

        The vector of a text is a sum, so each word's share in the likeness is known exactly, but for the parts that
        two words make together.
        """
        pieces = words(text)
        if not pieces:
            return [(0, len(text))] * len(labels)
        sums = self.encoder.sums([piece for piece, _, _ in pieces])
        rows = np.maximum(labels, 0)
        shares = sums @ (self.vectors.values[rows].astype(np.float32) * self.vectors.scales[rows][:, None]).T
        spans = []
        for column in shares.T:
            counts = np.flatnonzero(column >= max(0.35 * column.max(), 1e-9))
            spans.append((pieces[counts[0]][1], pieces[counts[-1]][2]) if len(counts) else (0, len(text)))
        return spans

    def _allowed(self, concepts: Collection[str] | None) -> NDArray[np.uint8]:
        if concepts is None:
            return np.ones(len(self.labels.concepts), dtype=np.uint8)
        return _allowed_among(self.labels.concepts, frozenset(concepts))

    def _each(self, asked: Asked, is_allowed: NDArray[np.uint8], take: Any, n_threads: int) -> None:
        labels, n_texts = self.labels, len(asked.scales)

        def stretch(start: int, stop: int) -> None:
            room = _room(len(labels), len(labels.concepts))
            for query in range(start, stop):
                dots(self.vectors.values, asked.vectors[query], room.products)
                score(
                    room.products,
                    self.vectors.scales,
                    labels.concept_of,
                    labels.n_of_concept,
                    labels.is_preferred,
                    is_allowed,
                    asked.scales[query],
                    _WEIGHTS,
                    room.scores,
                    room.sums,
                    room.best,
                    room.best_label,
                )
                take(room, query)

        if n_threads == 1:
            stretch(0, n_texts)
            return
        bounds = [n_texts * part // n_threads for part in range(n_threads + 1)]
        with ThreadPoolExecutor(n_threads) as threads:
            list(threads.map(stretch, bounds[:-1], bounds[1:]))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give what is saved."""
        return {
            **self.encoder.arrays(),
            **self.labels.arrays(),
            "vectors.values": self.vectors.values,
            "vectors.scales": self.vectors.scales,
            "strangers.values": self.strangers.values,
            "strangers.scales": self.strangers.scales,
            "confidence": np.array(self.confidence.bends),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], *, version: str) -> Self:
        """Take back what was saved; nothing is copied, so mapped arrays stay mapped."""
        return cls(
            version=version,
            encoder=Encoder.from_arrays(arrays),
            labels=Labels.from_arrays(arrays),
            vectors=SmallVectors(arrays["vectors.values"], arrays["vectors.scales"]),
            strangers=SmallVectors(arrays["strangers.values"], arrays["strangers.scales"]),
            confidence=Confidence.from_array(arrays["confidence"]),
        )


class _Room(NamedTuple):
    """Where the loops write, used again for every text."""

    products: NDArray[np.int32]
    scores: NDArray[np.float32]
    sums: NDArray[np.float32]
    best: NDArray[np.float32]
    best_label: NDArray[np.int64]

    @classmethod
    def of(cls, n_labels: int, n_concepts: int) -> Self:
        """Make room for one text."""
        return cls(
            np.empty(n_labels, dtype=np.int32),
            np.empty(n_labels, dtype=np.float32),
            np.empty(n_concepts, dtype=np.float32),
            np.empty(n_concepts, dtype=np.float32),
            np.empty(n_concepts, dtype=np.int64),
        )


def _refuse_negative(n: int) -> None:
    if n < 0:
        raise CountError("n", n)


@lru_cache(maxsize=16)
def _allowed_among(concepts: Strings, wanted: frozenset[str]) -> NDArray[np.uint8]:
    """Say of each concept whether it is wanted; kept, as reading ten thousand names takes longer than the search."""
    return np.array([concept in wanted for concept in concepts], dtype=np.uint8)


_kept = local()


def _room(n_labels: int, n_concepts: int) -> _Room:
    """Give the room of this thread; making it anew for every text takes as long as looking the text up."""
    room: _Room | None = getattr(_kept, "room", None)
    if room is None or (len(room.scores), len(room.best)) != (n_labels, n_concepts):
        room = _kept.room = _Room.of(n_labels, n_concepts)
    return room

"""Other ways to find the label that a text means, and the order in which their scores are counted.

Every way gets texts and labels in the plain form that the linker reads too (small letters, no accents, no signs).
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from matching import CUT, plain

TEXTS_A_BLOCK = 64
N_WORKERS = 2
"""Processors for RapidFuzz where nobody looks at the clock."""
Scores = NDArray[np.floating[Any]]


class OtherLinker(Protocol):
    """One other way; made of the labels it can find."""

    def scores(self, texts: Sequence[str]) -> Scores:
        """Say how close each text comes to each label: ``(n_texts, n_labels)``, 0 to 1."""


class Tfidf:
    """Parts weighed by how rare they are among the labels, compared by the angle between them (scikit-learn)."""

    def __init__(self, labels: Sequence[str], **how: Any) -> None:
        self._parts = TfidfVectorizer(**how)
        self._labels = self._parts.fit_transform([plain(label) for label in labels]).T.tocsr()

    def scores(self, texts: Sequence[str]) -> Scores:
        found: Scores = (self._parts.transform([plain(text) for text in texts]) @ self._labels).toarray()
        return found


class Fuzzy:
    """A comparison of two strings by RapidFuzz."""

    def __init__(self, labels: Sequence[str], scorer: Callable[..., float]) -> None:
        self._labels = [plain(label) for label in labels]
        self._scorer = scorer

    def scores(self, texts: Sequence[str]) -> Scores:
        asked = [plain(text) for text in texts]
        found: Scores = process.cdist(asked, self._labels, scorer=self._scorer, dtype=np.float64, workers=N_WORKERS)
        return found / 100.0


def others(labels: Sequence[str]) -> Iterator[tuple[str, OtherLinker]]:
    """Give name and way, one after the other, so that only one is in memory."""
    yield "character TF-IDF", characters(labels)
    yield "word TF-IDF", Tfidf(labels)
    yield "RapidFuzz WRatio", Fuzzy(labels, fuzz.WRatio)
    yield "RapidFuzz token_set_ratio", Fuzzy(labels, fuzz.token_set_ratio)
    yield "edit distance", Fuzzy(labels, fuzz.ratio)


def characters(labels: Sequence[str]) -> Tfidf:
    """Give TF-IDF over parts of words of two to five characters."""
    return Tfidf(labels, analyzer="char_wb", ngram_range=(2, 5))


def rankings(way: OtherLinker, texts: Sequence[str], ids: Sequence[str]) -> list[list[str]]:
    """Give per text the ids of the labels in the order that counts."""
    last_first = np.argsort(np.argsort(np.array(ids)))
    found = []
    for start in range(0, len(texts), TEXTS_A_BLOCK):
        for scores in way.scores(texts[start : start + TEXTS_A_BLOCK]):
            found.append([ids[place] for place in counted_first(scores, last_first)])
    return found


def counted_first(scores: Scores, by_id: NDArray[np.int64], *, cut: int = CUT) -> NDArray[np.int64]:
    """Give the order of ``matching.counted_order``, quicker because only what may be in it is sorted.

    Parameters
    ----------
    scores : (n_labels,)
    by_id : (n_labels,)
        Place of each label among all ids in alphabetical order.
    """
    # numpy and Python round some halves differently; that moves only labels about as close as each other.
    rounded = np.round(scores.astype(np.float64), 5)
    if len(rounded) > cut:
        lowest = np.partition(rounded, -cut)[-cut]
        may = np.flatnonzero(rounded >= lowest)
    else:
        may = np.arange(len(rounded))
    return may[np.lexsort((-by_id[may], -rounded[may]))][:cut]

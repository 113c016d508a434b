"""Linking by files: train on labels, link texts, and see how good that is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import (
    CUT,
    Confidence,
    Labels,
    Linker,
    Measures,
    WordKnowledge,
    counted_order,
    expected_calibration_error,
    measured,
    train_linker,
)
from services.files.columns import Column
from services.files.faults import refuse
from services.files.writing import check_place, write_table
from services.linking.knowledge import catalogue_labels, read_knowledge
from services.linking.label_files import LabelReading, Query, read_labels, read_queries, read_right_labels
from services.linking.model_files import open_linker, save_linker
from services.reference import load_lists

Told = Callable[[str, int, int], None]
N_FOLDS = 5
PRECISE = 0.95
MOST_LINKED = 1_000
BLOCK = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDone:
    """What training made."""

    n_labels: int
    n_concepts: int
    n_bytes: int
    seconds: float
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """One line of an outcome: a label for a text; the confidence is ``None`` when nobody asked for it."""

    query_id: str
    label_id: str
    score: float
    rank: int
    confidence: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How good a linker is on texts of which the right labels are known.

    Parameters
    ----------
    plain : Measures
        Of the ranking of labels, as MELO counts.
    concept_first : Measures
        Of the ranking in which each concept stands once, by its best label.
    told_error, fitted_error : float
        Expected calibration error of the chance the linker tells, and of the same curve fitted on the other folds of
        these texts.
    coverage : float
        Share of the texts with a first concept so sure that 95 % of such answers are right (fitted chance).
    milliseconds : float
        Median time of one text, linked alone.
    """

    plain: Measures
    concept_first: Measures
    told_error: float
    fitted_error: float
    coverage: float
    milliseconds: float


def train_on_files(
    *,
    labels: Sequence[Path],
    out: Path,
    seed: int,
    told: Told,
    catalogue: Labels | None = None,
    with_words: bool = True,
    n_threads: int = 2,
) -> TrainingDone:
    """Train a linker on files of labels, or on a catalogue when there are none, and keep it.

    Parameters
    ----------
    catalogue : Labels, optional
        Of this installation; ``None`` takes the catalogue that comes along.

    Raises
    ------
    FileRefusedError
        A file cannot be used, or nothing can be written.
    """
    check_place(out)
    started = perf_counter()
    linker = _trained(
        read_labels(labels) if labels else None,
        catalogue=catalogue,
        seed=seed,
        told=told,
        with_words=with_words,
        n_threads=n_threads,
    )
    n_bytes = save_linker(linker, out)
    return TrainingDone(
        n_labels=len(linker.labels),
        n_concepts=len(linker.labels.concepts),
        n_bytes=n_bytes,
        seconds=perf_counter() - started,
        version=linker.version,
    )


def link_files(
    *,
    labels: Sequence[Path],
    queries: Path,
    out: Path,
    top: int,
    model: Path | None,
    told: Told,
    seed: int = 0,
    with_confidence: bool = False,
    n_threads: int = 2,
) -> int:
    """Give for every text the labels that come closest, and how many lines that were.

    Parameters
    ----------
    labels : files to choose from; without any, the labels that the model was trained on
    model : a linker from ``train_on_files``; without one, a linker is trained on ``labels`` first

    Raises
    ------
    FileRefusedError
        A file cannot be used, or nothing can be written.
    """
    if not 1 <= top <= MOST_LINKED:
        raise refuse("--top", f"geef een getal van 1 tot en met {MOST_LINKED}")
    check_place(out)
    asked = read_queries(queries)
    linker = _linker_for(read_labels(labels) if labels else None, model, seed=seed, told=told, n_threads=n_threads)
    lines: list[Linked] = []
    for start in range(0, len(asked), BLOCK):
        lines += _linked(
            linker, asked[start : start + BLOCK], top, with_confidence=with_confidence, n_threads=n_threads
        )
        told("Teksten koppelen", min(start + BLOCK, len(asked)), len(asked))
    return write_table(out, LINKED_COLUMNS if with_confidence else LINKED_COLUMNS[:4], lines)


def evaluate_files(
    *, labels: Sequence[Path], queries: Path, right: Path, model: Path | None, seeds: Sequence[int], told: Told
) -> dict[int, Evaluation]:
    """Measure a linker on texts of which the right labels are known; per seed, or once for a model that is there.

    Raises
    ------
    FileRefusedError
        A file cannot be used, or no text has a right label.
    """
    reading = read_labels(labels)
    judged = read_right_labels(right)
    ids = frozenset(reading.labels.ids)
    asked = [query for query in read_queries(queries) if judged.get(query.id, frozenset()) & ids]
    if not asked:
        raise refuse(right.name, "geen enkele tekst heeft een goed label dat in --labels staat")
    wanted = [judged[query.id] & ids for query in asked]
    found = {}
    for seed in seeds if model is None else seeds[:1]:
        linker = _linker_for(reading, model, seed=seed, told=told, n_threads=2)
        found[seed] = _evaluation(linker, [query.text for query in asked], wanted, seed)
    return found


def _trained(
    reading: LabelReading | None,
    *,
    seed: int,
    told: Told,
    with_words: bool = True,
    n_threads: int,
    catalogue: Labels | None = None,
) -> Linker:
    lists = load_lists()
    knowledge = read_knowledge(lists)
    if not with_words:
        knowledge = WordKnowledge(strangers=knowledge.strangers)
    described = reading.descriptions if reading else ()
    knowledge = WordKnowledge(
        groups=knowledge.groups, broader=[*knowledge.broader, *described], strangers=knowledge.strangers
    )
    return train_linker(
        reading.labels if reading else catalogue or catalogue_labels(lists),
        knowledge,
        seed=seed,
        n_threads=n_threads,
        told=lambda done, of: told("Leren", done, of),
    )


def _linker_for(reading: LabelReading | None, model: Path | None, *, seed: int, told: Told, n_threads: int) -> Linker:
    if model is None:
        return _trained(reading, seed=seed, told=told, n_threads=n_threads)
    linker = open_linker(model)
    return linker if reading is None else linker.among(reading.labels)


def _linked(linker: Linker, asked: Sequence[Query], top: int, *, with_confidence: bool, n_threads: int) -> list[Linked]:
    texts = [query.text for query in asked]
    ranked = linker.ranked(texts, n=top, n_threads=n_threads)
    chances = linker.chance(linker.best(texts, n=1, n_threads=n_threads)).tolist() if with_confidence else []
    return [
        Linked(
            query_id=query.id,
            label_id=linker.labels.ids[int(label)],
            score=float(score),
            rank=rank,
            confidence=chances[row] if chances else None,
        )
        for row, query in enumerate(asked)
        for rank, (label, score) in enumerate(zip(ranked.rows[row], ranked.scores[row], strict=True), 1)
        if label >= 0
    ]


def _evaluation(linker: Linker, texts: Sequence[str], wanted: Sequence[frozenset[str]], seed: int) -> Evaluation:
    labels = linker.labels
    ids = list(labels.ids)
    concept_of = dict(zip(ids, labels.concept_column, strict=True))
    # More than are counted, because equal scores at the end of the list are ordered by id.
    ranked = linker.ranked(texts, n=min(2 * CUT, len(labels)))
    rankings = []
    for rows, scores in zip(ranked.rows, ranked.scores, strict=True):
        names = [ids[row] for row in rows if row >= 0]
        rankings.append([names[place] for place in counted_order(names, list(scores[: len(names)]))])
    best = linker.best(texts, n=CUT)
    concepts = [[labels.concepts[int(number)] for number in row if number >= 0] for row in best.concepts]
    right = [frozenset(concept_of[label] for label in one) for one in wanted]
    is_right = np.array([bool(found) and found[0] in one for found, one in zip(concepts, right, strict=True)])
    fitted = _fitted_elsewhere(best.signs, is_right, seed)
    return Evaluation(
        plain=measured(rankings, wanted, seed=seed),
        concept_first=measured(concepts, right, seed=seed),
        told_error=expected_calibration_error(linker.chance(best), is_right),
        fitted_error=expected_calibration_error(fitted, is_right),
        coverage=_coverage(fitted, is_right),
        milliseconds=_milliseconds(linker, texts[:300]),
    )


def _fitted_elsewhere(signs: NDArray[np.float64], is_right: NDArray[np.bool_], seed: int) -> NDArray[np.float64]:
    fold = np.random.default_rng(seed).permutation(len(signs)) % N_FOLDS
    chance = np.zeros(len(signs))
    for one in range(N_FOLDS):
        here = fold == one
        if here.any() and not here.all():
            chance[here] = Confidence.fitted(signs[~here], is_right[~here]).of(signs[here])
    return chance


def _coverage(chance: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    order = np.argsort(-chance, kind="stable")
    precision = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(precision >= PRECISE)
    return float((enough[-1] + 1) / len(order)) if len(enough) else 0.0


def _milliseconds(linker: Linker, texts: Sequence[str]) -> float:
    times = []
    for text in texts:
        started = perf_counter()
        linker.link([text])
        times.append(perf_counter() - started)
    return float(np.median(times) * 1000)


def _out(name: str, about: str, example: str, write: Callable[[Linked], str]) -> Column[Any]:
    return Column(name=name, about=about, example=example, field=name, read=str, write=write)


LINKED_COLUMNS: tuple[Column[Any], ...] = (
    _out("query_id", "De tekst.", "Q000004", lambda line: line.query_id),
    _out("label_id", "Het label.", "C000012_nl_001", lambda line: line.label_id),
    _out("score", "Hoe dichtbij; vergelijk alleen binnen een tekst.", "0.912345", lambda line: f"{line.score:.6f}"),
    _out("rank", "1 is het dichtst bij.", "1", lambda line: str(line.rank)),
    _out(
        "confidence",
        "Kans dat het eerste begrip klopt.",
        "0.83",
        lambda line: "" if line.confidence is None else f"{line.confidence:.3f}",
    ),
)

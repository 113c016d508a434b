"""The linker's inner loops: from characters to parts of words, and sums over their vectors.

Everything compiled that the linker needs stands in this one file, because numba looks only at the file of a function
to see whether what it kept is still good.
"""

from typing import Any

import numpy as np

from matching.compiling import compiled

SHORTEST, LONGEST = 3, 5
"""Length of the parts of words (character n-grams), the signs for start and end of the word included."""
_SPACE, _START, _END, _WHOLE, _PAIR = (np.uint64(code) for code in (32, 1, 2, 3, 4))
_BASIS, _PRIME = np.uint64(14695981039346656037), np.uint64(1099511628211)
"""FNV-1a, 64 bits (Fowler, Noll and Vo)."""
_HALF = np.uint64(32)


@compiled
def _mixed(hashed: Any, code: Any) -> Any:
    return (hashed ^ np.uint64(code)) * _PRIME


@compiled
def _folded(hashed: Any) -> Any:
    mixed = (hashed ^ (hashed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.uint32((mixed ^ (mixed >> _HALF)) & np.uint64(0xFFFFFFFF))


@compiled
def n_parts_at_most(codes: Any, ends: Any) -> int:
    """Say how much room ``split`` needs at most."""
    return (len(codes) + 2 * len(ends)) * (LONGEST - SHORTEST + 3) * 2


@compiled
def split(codes: Any, ends: Any, parts: Any, part_ends: Any) -> int:
    """Write the hashes of all parts of all texts: whole words, pairs of words, and character n-grams.

    Parameters
    ----------
    codes, ends : (n_bytes,) uint8, (n_texts + 1,)
        Plain texts behind one another in UTF-8, words apart by one space.
    parts, part_ends : room for the hashes, and (n_texts + 1,)
    """
    n = 0
    part_ends[0] = 0
    for text in range(len(ends) - 1):
        at, end = ends[text], ends[text + 1]
        previous = np.uint64(0)
        while at < end:
            stop = at
            while stop < end and codes[stop] != _SPACE:
                stop += 1
            whole = _mixed(_BASIS, _WHOLE)
            for place in range(at, stop):
                whole = _mixed(whole, codes[place])
            parts[n] = _folded(whole)
            n += 1
            if previous != 0:
                parts[n] = _folded(_mixed(_mixed(previous, _PAIR), whole & np.uint64(0xFFFFFFFF)))
                n += 1
            previous = whole
            # Place at - 1 stands for the start of the word, place stop for its end.
            for first in range(at - 1, stop):
                hashed = _BASIS
                for length in range(1, LONGEST + 1):
                    place = first + length - 1
                    if place > stop:
                        break
                    if place == at - 1:
                        hashed = _mixed(hashed, _START)
                    elif place == stop:
                        hashed = _mixed(hashed, _END)
                    else:
                        hashed = _mixed(hashed, codes[place])
                    if length >= SHORTEST:
                        parts[n] = _folded(hashed)
                        n += 1
            at = stop + 1
        part_ends[text + 1] = n
    return n


@compiled
def add_up(
    table: Any,
    features: Any,
    weights: Any,
    ends: Any,
    rows: Any,
    kept: Any,
    seeds: Any,
    first: int,
    last: int,
    out: Any,
) -> None:
    """Sum per row of ``out`` the weighted vectors of the features of one text, leaving some out by chance.

    Parameters
    ----------
    table : (n_features, n_dimensions) float32
    features, weights, ends : (n_parts,), (n_parts,), (n_texts + 1,)
    rows, seeds : (n_rows,)
        Which text stands in a row of ``out``, and the dice with which parts are left out.
    kept : share of the parts that counts, in 65536ths
    first, last : rows of ``out`` to work on
    """
    n_dimensions = table.shape[1]
    for row in range(first, last):
        for dimension in range(n_dimensions):
            out[row, dimension] = np.float32(0.0)
        text, dice = rows[row], seeds[row]
        for part in range(ends[text], ends[text + 1]):
            dice = dice * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            if (dice >> np.uint64(48)) < kept:
                feature, weight = features[part], weights[part]
                for dimension in range(n_dimensions):
                    out[row, dimension] += weight * table[feature, dimension]


@compiled
def step_down(
    table: Any,
    sizes: Any,
    features: Any,
    weights: Any,
    ends: Any,
    rows: Any,
    kept: Any,
    seeds: Any,
    slope: Any,
    rate: Any,
    first: int,
    last: int,
) -> None:
    """Move the vectors that ``add_up`` used against the slope, each number by a step of its own.

    The steps are those of AdaGrad (Duchi, Hazan and Singer 2011).
    ``first`` and ``last`` bound the dimensions, so that two threads never write the same number and the outcome does
    not depend on how many there are.
    """
    for row in range(len(rows)):
        text, dice = rows[row], seeds[row]
        for part in range(ends[text], ends[text + 1]):
            dice = dice * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            if (dice >> np.uint64(48)) < kept:
                feature, weight = features[part], weights[part]
                for dimension in range(first, last):
                    down = weight * slope[row, dimension]
                    sizes[feature, dimension] += down * down
                    table[feature, dimension] -= rate * down / np.sqrt(sizes[feature, dimension])


@compiled
def add_up_small(table: Any, scales: Any, features: Any, ends: Any, out: Any) -> None:
    """Sum the vectors of the features of each text, from a table of small integers with a scale per feature."""
    n_dimensions = table.shape[1]
    for text in range(len(ends) - 1):
        for dimension in range(n_dimensions):
            out[text, dimension] = np.float32(0.0)
        for part in range(ends[text], ends[text + 1]):
            feature = features[part]
            scale = scales[feature]
            for dimension in range(n_dimensions):
                out[text, dimension] += scale * np.float32(table[feature, dimension])


@compiled
def dots(vectors: Any, query: Any, out: Any) -> None:
    """Give the sum of products of one query with every row; alone in a loop it takes many numbers at a time."""
    for row in range(vectors.shape[0]):
        total = np.int32(0)
        for dimension in range(vectors.shape[1]):
            total += np.int32(vectors[row, dimension]) * np.int32(query[dimension])
        out[row] = total


@compiled
def score(
    products: Any,
    scales: Any,
    concept_of: Any,
    n_labels: Any,
    is_preferred: Any,
    is_asked: Any,
    scale: Any,
    weights: Any,
    scores: Any,
    sums: Any,
    best: Any,
    best_label: Any,
) -> None:
    """Score every label for one query, and keep the best label of every concept.

    Parameters
    ----------
    products, scales : (n_labels,)
        From ``dots``, and what brings the label to length 1.
    concept_of, is_preferred : (n_labels,)
    n_labels, is_asked : (n_concepts,)
        Labels of each concept, and whether it may be an answer.
    scale : float32
        What brings the query to length 1.
    weights : (3,) float32
        Of being the preferred label, of the mean of the concept's labels, and of being the very same text.
    scores, sums, best, best_label : room, (n_labels,), (n_concepts,) three times
        Gives the scores without what the mean is worth (see ``with_means``), the mean likeness of each concept, the
        best score of each, the mean included, and the label that has it; -1e9 where a concept is not asked for.
    """
    for concept in range(len(sums)):
        sums[concept] = np.float32(0.0)
        best[concept] = np.float32(-1e9)
        best_label[concept] = -1
    for label in range(len(products)):
        concept = concept_of[label]
        value = np.float32(products[label]) * scales[label] * scale
        sums[concept] += value
        if value > np.float32(0.9995):
            value += weights[2]
        if is_preferred[label]:
            value += weights[0]
        scores[label] = value
        if value > best[concept]:
            best[concept] = value
            best_label[concept] = label
    for concept in range(len(sums)):
        sums[concept] /= np.float32(max(n_labels[concept], 1))
        if is_asked[concept]:
            best[concept] += weights[1] * sums[concept]
        else:
            best[concept] = np.float32(-1e9)
            best_label[concept] = -1


@compiled
def with_means(scores: Any, concept_of: Any, sums: Any, weight: Any) -> None:
    """Add to the score of every label what the mean likeness of its concept is worth."""
    for label in range(len(scores)):
        scores[label] += weight * sums[concept_of[label]]


@compiled
def highest(scores: Any, rows: Any, values: Any) -> int:
    """Write the highest scores and where they stand, the highest first, the earliest first among equals."""
    n, room = 0, len(rows)
    for row in range(len(scores)):
        value = scores[row]
        if room == 0 or (n == room and value <= values[n - 1]) or value <= np.float32(-1e8):
            continue
        if n < room:
            n += 1
        place = n - 1
        while place > 0 and values[place - 1] < value:
            values[place] = values[place - 1]
            rows[place] = rows[place - 1]
            place -= 1
        values[place] = value
        rows[place] = row
    return n

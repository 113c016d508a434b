"""Taking texts apart: each alone or all at once is the same, and room is always enough."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.linking.codes import U32, Codes
from matching.linking.features import Features, parts_of
from matching.linking.loops import LONGEST, SHORTEST, n_parts_at_most
from matching.linking.wording import encoded, plain
from tests.linkers import TINY_LABELS, hostile_texts

LAWS = settings(deadline=None, max_examples=60)
TEXTS = st.lists(st.one_of(st.text(max_size=30), hostile_texts), max_size=5)


def rows_of(parts: Codes) -> list[list[int]]:
    return [parts.values[start:end].tolist() for start, end in pairwise(parts.ends)]


def parts_by_hand(text: str) -> list[object]:
    """Name the parts instead of hashing them: words, pairs of neighbours, and stretches of bytes of marked words."""
    found: list[object] = []
    previous = None
    for word in plain(text).split():
        found.append(("word", word))
        if previous is not None:
            found.append(("pair", previous, word))
        previous = word
        marked = [b"<", *(bytes([byte]) for byte in word.encode()), b">"]
        found += [
            ("stretch", tuple(marked[at : at + length]))
            for at in range(len(marked) - 1)
            for length in range(SHORTEST, LONGEST + 1)
            if at + length <= len(marked)
        ]
    return found


@LAWS
@given(TEXTS)
def test_several_texts_split_as_each_alone(texts: list[str]) -> None:
    assert rows_of(parts_of(texts)) == [rows_of(parts_of([text]))[0] for text in texts]


# Always the same texts, so that chance never brings two parts with one hash.
@settings(deadline=None, max_examples=60, derandomize=True)
@given(TEXTS)
def test_parts_are_those_of_a_slow_restatement(texts: list[str]) -> None:
    rows = rows_of(parts_of(texts))

    by_hand = [parts_by_hand(text) for text in texts]
    assert [len(row) for row in rows] == [len(named) for named in by_hand]
    names: dict[int, object] = {}
    for row, named in zip(rows, by_hand, strict=True):
        assert [names.setdefault(code, name) for code, name in zip(row, named, strict=True)] == named


@LAWS
@given(TEXTS)
def test_room_is_enough(texts: list[str]) -> None:
    codes = encoded(texts)

    assert len(parts_of(texts).values) <= n_parts_at_most(codes.values, codes.ends)


def test_words_and_pairs_keep_their_order() -> None:
    one, other = (set(rows_of(parts_of([text]))[0]) for text in ("hout zagen", "zagen hout"))

    assert len(one - other) == len(other - one) == 1


def test_text_without_a_word_has_no_parts() -> None:
    assert rows_of(parts_of(["", "!?", "kok"]))[:2] == [[], []]
    assert rows_of(parts_of([])) == []


def test_chosen_parts_are_the_commonest_and_rarer_is_more_telling() -> None:
    parts = Codes(np.array([5, 7, 5, 5, 9, 7, 5], dtype=U32), np.array([0, 3, 5, 7], dtype=np.int64))

    chosen = Features.chosen(parts, at_most=2)

    # 5 is in all three texts (twice in one), 7 in two, 9 in one only.
    assert chosen.hashes.tolist() == [5, 7]
    assert chosen.rarity == pytest.approx([1.0, 1.0 + np.log(4 / 3)])
    assert Features.chosen(parts, at_most=1).hashes.tolist() == [5]
    assert Features.chosen(parts, at_most=9, at_least_in=1).hashes.tolist() == [5, 7, 9]


@LAWS
@given(TEXTS)
def test_found_parts_are_the_known_ones_in_order(texts: Sequence[str]) -> None:
    known = Features.chosen(parts_of(list(TINY_LABELS.texts)), at_most=200)
    parts = parts_of([*texts, "broodbakker"])

    found = known.found(parts)

    number = {code: place for place, code in enumerate(known.hashes.tolist())}
    assert rows_of(found) == [[number[code] for code in row if code in number] for row in rows_of(parts)]


@LAWS
@given(TEXTS)
def test_squares_of_the_weights_of_a_text_add_up_to_1(texts: list[str]) -> None:
    known = Features.chosen(parts_of(list(TINY_LABELS.texts)), at_most=200)
    found = known.found(parts_of(["", *texts, "bakker", ""]))

    weights = known.weights(found)

    for start, end in pairwise(found.ends):
        assert start == end or float((weights[start:end] ** 2).sum()) == pytest.approx(1.0, abs=1e-5)


def test_nothing_known_finds_nothing() -> None:
    nothing = Features.chosen(parts_of([]), at_most=10)

    assert rows_of(nothing.found(parts_of(["kok", ""]))) == [[], []]

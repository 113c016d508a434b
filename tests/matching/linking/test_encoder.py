"""Vectors of texts: sums over parts, kept in small numbers that point the same way."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.linking.encoder import FINE, SMALL, Encoder
from matching.linking.features import Features, parts_of
from matching.linking.loops import dots
from tests.linkers import TINY_LABELS, hostile_texts, tiny_linker

TEXTS = st.lists(st.one_of(st.sampled_from(list(TINY_LABELS.texts)), st.text(max_size=30), hostile_texts), max_size=5)
LAWS = settings(deadline=None, max_examples=40)


def test_table_in_bytes_is_the_learned_table_but_for_rounding() -> None:
    features = Features.chosen(parts_of(list(TINY_LABELS.texts)), at_most=100)
    learned = np.random.default_rng(1).standard_normal((len(features.hashes), 24)).astype(np.float32)

    encoder = Encoder.of(features, learned)

    kept = encoder.table * (encoder.scales / features.rarity)[:, None]
    step = np.abs(learned).max(axis=1, keepdims=True) / SMALL
    assert (np.abs(kept - learned) <= 0.501 * step).all()


@LAWS
@given(TEXTS)
def test_sums_add_up_the_vectors_of_the_parts(texts: list[str]) -> None:
    encoder = tiny_linker().encoder
    sums = encoder.sums(texts)

    found = encoder.features.found(parts_of(texts))
    table = encoder.table.astype(np.float64) * encoder.scales[:, None]
    for row, (start, end) in enumerate(pairwise(found.ends)):
        expected = table[found.values[start:end]].sum(axis=0)
        size = np.abs(table[found.values[start:end]]).sum(axis=0) + 1
        assert (np.abs(sums[row] - expected) <= 1e-5 * size).all()


@LAWS
@given(TEXTS)
def test_vector_of_a_text_is_the_same_alone_and_among_others(texts: list[str]) -> None:
    encoder = tiny_linker().encoder
    whole, scales, _ = encoder.asked(texts)

    for row, text in enumerate(texts):
        alone, scale, _ = encoder.asked([text])
        assert (alone[0].tobytes(), scale[0]) == (whole[row].tobytes(), scales[row])


@LAWS
@given(TEXTS)
def test_small_and_fine_vectors_have_length_1_and_point_the_same_way(texts: list[str]) -> None:
    encoder = tiny_linker().encoder
    sums, small, (fine, fine_scales, _) = encoder.sums(texts), encoder.small(texts), encoder.asked(texts)

    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    is_known = lengths[:, 0] > 0
    unit = sums / np.where(lengths > 0, lengths, 1)
    for vectors, scales, error in ((small.values, small.scales, 0.03), (fine, fine_scales, 0.002)):
        kept = vectors * scales[:, None].astype(np.float64)
        assert np.linalg.norm(kept, axis=1) == pytest.approx(is_known.astype(float), abs=1e-5)
        assert (np.abs(kept - unit) <= error).all()
    assert np.abs(fine).max(initial=0) <= FINE
    assert small.scales[~is_known].tolist() == [0.0] * int((~is_known).sum())


def test_longest_products_fit_in_32_bits() -> None:
    vectors, query = np.full((1, 1_024), -SMALL, dtype=np.int8), np.full(1_024, FINE, dtype=np.int16)
    out = np.empty(1, dtype=np.int32)

    dots(vectors, query, out)

    assert out.tolist() == [-SMALL * FINE * 1_024]


def test_saved_encoder_comes_back() -> None:
    encoder = tiny_linker().encoder
    back = Encoder.from_arrays(encoder.arrays())

    texts = list(TINY_LABELS.texts)
    assert back.small(texts).values.tobytes() == encoder.small(texts).values.tobytes()

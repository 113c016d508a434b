"""Labels: columns that belong together, kept as arrays and taken back."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Labels, ShapeError

LAWS = settings(deadline=None, max_examples=60)
Row = tuple[str, str, str, bool]
ROWS = st.lists(
    st.tuples(st.text(max_size=5), st.text(max_size=10), st.sampled_from(["", "a", "bé", "c"]), st.booleans()),
    max_size=12,
)


def made(rows: list[Row]) -> Labels:
    ids, texts, concepts, is_preferred = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Labels.of(ids=ids, texts=texts, concepts=concepts, is_preferred=is_preferred)


def told(labels: Labels) -> list[Row]:
    preferred = map(bool, labels.is_preferred)
    return list(zip(labels.ids, labels.texts, labels.concept_column, preferred, strict=True))


@LAWS
@given(ROWS)
def test_labels_are_what_was_given(rows: list[Row]) -> None:
    labels = made(rows)

    assert told(labels) == rows
    assert len(labels) == len(rows)
    assert list(labels.concepts) == list(dict.fromkeys(concept for _, _, concept, _ in rows))


@LAWS
@given(ROWS)
def test_saved_labels_come_back(rows: list[Row]) -> None:
    labels = made(rows)

    back = Labels.from_arrays(labels.arrays())

    assert told(back) == rows
    assert list(back.concepts) == list(labels.concepts)


@LAWS
@given(ROWS, ROWS)
def test_labels_followed_by_others_hold_both(rows: list[Row], others: list[Row]) -> None:
    assert told(made(rows).followed_by(made(others))) == rows + others


@LAWS
@given(ROWS, st.data())
def test_taken_rows_leave_no_concept_without_a_label(rows: list[Row], data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=6)) if rows else []

    taken = made(rows).taken(np.array(wanted, dtype=np.int64))

    assert told(taken) == [rows[number] for number in wanted]
    assert set(taken.concepts) == {rows[number][2] for number in wanted}


def test_text_with_half_a_character_is_kept_as_it_is() -> None:
    """JSON can carry one; it names nothing, and must stop nothing."""
    rows = [("1", "kok \ud83d", "a", True), ("\udc00", "", "a", False)]

    assert told(made(rows)) == rows


@pytest.mark.parametrize("column", ["texts", "concepts", "is_preferred"])
def test_columns_of_unequal_length_are_refused(column: str) -> None:
    columns = {"ids": ["1"], "texts": ["kok"], "concepts": ["a"], "is_preferred": [True]}

    with pytest.raises(ShapeError, match=column):
        Labels.of(**{**columns, column: [*columns[column], *columns[column]]})  # type: ignore[arg-type]

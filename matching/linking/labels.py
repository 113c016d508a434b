"""Labels: the texts that a linker can find, and what each of them names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError
from matching.strings import Strings


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Labels:
    """Texts and the concepts they name; a concept may have many labels.

    Parameters
    ----------
    ids, texts : (n_labels,)
    concepts : (n_concepts,)
        Each concept once.
    concept_of : (n_labels,) int32
        Which concept a label names.
    is_preferred : (n_labels,) uint8
        1 for the name by which a concept is shown.
    n_of_concept : (n_concepts,) int32
        How many labels each concept has.
    """

    ids: Strings
    texts: Strings
    concepts: Strings
    concept_of: NDArray[np.int32]
    is_preferred: NDArray[np.uint8]
    n_of_concept: NDArray[np.int32] = field(init=False)

    def __post_init__(self) -> None:
        """Count the labels of each concept."""
        counted = np.bincount(self.concept_of, minlength=len(self.concepts)).astype(np.int32)
        object.__setattr__(self, "n_of_concept", counted)

    @classmethod
    def of(
        cls, *, ids: Sequence[str], texts: Sequence[str], concepts: Sequence[str], is_preferred: Sequence[bool]
    ) -> Self:
        """Keep these labels; concepts are numbered in the order in which they come first.

        Raises
        ------
        ShapeError
            The columns are not equally long.
        """
        for name, column in (("texts", texts), ("concepts", concepts), ("is_preferred", is_preferred)):
            if len(column) != len(ids):
                raise ShapeError("Labels", name, (len(column),), (len(ids),))
        numbers = {concept: number for number, concept in enumerate(dict.fromkeys(concepts))}
        return cls(
            ids=Strings.of(ids),
            texts=Strings.of(texts),
            concepts=Strings.of(list(numbers)),
            concept_of=np.array([numbers[concept] for concept in concepts], dtype=np.int32),
            is_preferred=np.array(is_preferred, dtype=np.uint8),
        )

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def concept_column(self) -> list[str]:
        """The concept of each label."""
        names = list(self.concepts)
        return [names[number] for number in self.concept_of]

    def taken(self, rows: NDArray[np.int64]) -> Self:
        """Give the labels of these rows; concepts without a label left fall out."""
        column = self.concept_column
        return self.of(
            ids=[self.ids[row] for row in rows],
            texts=[self.texts[row] for row in rows],
            concepts=[column[row] for row in rows],
            is_preferred=[bool(self.is_preferred[row]) for row in rows],
        )

    def followed_by(self, other: "Labels") -> Self:
        """Give these labels and others behind them."""
        return self.of(
            ids=[*self.ids, *other.ids],
            texts=[*self.texts, *other.texts],
            concepts=[*self.concept_column, *other.concept_column],
            is_preferred=[*map(bool, self.is_preferred), *map(bool, other.is_preferred)],
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give what is saved."""
        found: dict[str, NDArray[Any]] = {
            "labels.concept_of": self.concept_of,
            "labels.is_preferred": self.is_preferred,
        }
        for name in ("ids", "texts", "concepts"):
            strings: Strings = getattr(self, name)
            found |= {f"labels.{name}.text": strings.text, f"labels.{name}.offsets": strings.offsets}
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Take back what was saved."""
        strings = {
            name: Strings(arrays[f"labels.{name}.text"], arrays[f"labels.{name}.offsets"])
            for name in ("ids", "texts", "concepts")
        }
        return cls(**strings, concept_of=arrays["labels.concept_of"], is_preferred=arrays["labels.is_preferred"])

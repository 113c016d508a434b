"""A sequence of texts kept as plain arrays, so that it can be saved, mapped and shared like other columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Strings(Sequence[str]):
    """Texts behind one another.

    Parameters
    ----------
    text : (n_bytes,) uint8
        All texts, in UTF-8; half a character, which JSON can carry, is kept as it is.
    offsets : (n + 1,) int64
        Row ``r`` has the bytes from ``offsets[r]`` to ``offsets[r + 1]``.

    Examples
    --------
    >>> list(Strings.of(["leerling-1", "é"]))
    ['leerling-1', 'é']
    """

    text: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Strings":
        """Keep these texts."""
        parts = [text.encode(errors="surrogatepass") for text in texts]
        ends = np.cumsum([0, *map(len, parts)], dtype=np.int64)
        return cls(np.frombuffer(b"".join(parts), dtype=np.uint8), ends)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        """Give the text of a row, or of several."""
        if isinstance(row, slice):
            return [self[number] for number in range(*row.indices(len(self)))]
        number = range(len(self))[row]
        return self.text[self.offsets[number] : self.offsets[number + 1]].tobytes().decode(errors="surrogatepass")

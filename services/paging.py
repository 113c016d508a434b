"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where a page lies in a list.

    Parameters
    ----------
    number : int
        From 1 to ``n_pages``.
    n_pages : int
        At least 1.
    size : int
        Rows on a page; the last one may have fewer.
    """

    number: int
    n_pages: int
    size: int

    @classmethod
    def of(cls, n_rows: int, *, size: int, asked: int) -> "Paging":
        """Give the page that was asked for, or the nearest there is.

        Examples
        --------
        >>> [Paging.of(41, size=20, asked=asked).number for asked in (0, 2, 9)]
        [1, 2, 3]
        """
        n_pages = max(1, -(-n_rows // size))
        return cls(number=min(max(asked, 1), n_pages), n_pages=n_pages, size=size)

    @property
    def n_before(self) -> int:
        """Rows on the pages before it."""
        return (self.number - 1) * self.size

    def cut(self, rows: Sequence[T]) -> Sequence[T]:
        """Give the rows of this page out of all."""
        return rows[self.n_before : self.n_before + self.size]

"""Columns packed into rows, rows added beneath without copying what is there, and a single row in variants."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from matching.errors import ShapeError
from matching.ragged import Ints, offsets_of, spread
from matching.rows import CODE, DERIVED, Rows, derive


class Room:
    """An array with room behind it, so that adding to it seldom copies; what was given out never changes."""

    def __init__(self, items: NDArray[Any]) -> None:
        self._items = items
        self._n_used = len(items)
        self._lock = Lock()

    def added(self, to: NDArray[Any], more: NDArray[Any]) -> tuple["Room", NDArray[Any]]:
        """Give ``to`` with ``more`` behind it, and the room it lies in."""
        n, n_after = len(to), len(to) + len(more)
        with self._lock:
            is_newest = self._n_used == n and n_after <= len(self._items)
            if is_newest:
                self._n_used = n_after
        if is_newest:
            if len(more):
                self._items[n:n_after] = more
            return self, self._items[:n_after]
        room = Room(np.empty(n_after + n_after // 8 + 64, dtype=to.dtype))
        room._items[:n], room._items[n:n_after], room._n_used = to, more, n_after
        return room, room._items[:n_after]


def _still(items: NDArray[Any]) -> NDArray[Any]:
    view = items.view()
    view.flags.writeable = False
    return view


class PackedTable:
    """Packed rows, and lists of which each row owns a stretch."""

    __slots__ = ()
    row_type: ClassVar[np.dtype[np.void]]
    list_types: ClassVar[Mapping[str, np.dtype[Any]]]
    competency_lists: ClassVar[tuple[str, ...]]
    rows: Rows
    _rooms: Mapping[str, Room]

    def __len__(self) -> int:
        return len(self.rows)

    @classmethod
    def _made(cls, arrays: Mapping[str, NDArray[Any]], rooms: Mapping[str, Room] = MappingProxyType({})) -> Self:
        make: Callable[..., Self] = cls
        return make(**{name: _still(items) for name, items in arrays.items()}, _rooms=rooms)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Self:
        """Give the table that these arrays came from, by the names in ``names``; they may be mapped from a file.

        Raises
        ------
        ShapeError
            An array is of another type than this version uses.
        """
        typed = {}
        for name, wanted in {"rows": cls.row_type, **cls.list_types}.items():
            found = np.asarray(arrays[name])
            if found.dtype != wanted or found.ndim != 1:
                raise ShapeError(cls.__name__, name, found.shape, (len(found),))
            typed[name] = found.view(wanted)
        return cls._made(typed)

    def code_end(self, first_row: int = 0) -> int:
        """Give a number above every competency in the lists of the rows from one on."""
        ends = [0]
        for name in self.competency_lists:
            codes = getattr(self, name) if self.list_types[name] == CODE else getattr(self, name)["code"]
            start = self.rows[f"{name}_at"][first_row] if first_row < len(self) else len(codes)
            ends.append(int(codes[start:].max(initial=-1)) + 1)
        return max(ends)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Name the arrays a table is made of."""
        return ("rows", *cls.list_types)

    @classmethod
    def _packed(cls, columns: Mapping[str, NDArray[Any]], lists: Mapping[str, tuple[Ints, NDArray[Any]]]) -> Self:
        """Pack checked columns; ``lists`` holds offsets and items."""
        derived = DERIVED | {f"{name}_{part}" for name in lists for part in ("at", "n")}
        if wrong := set(columns) ^ (set(cls.row_type.names or ()) - derived):
            raise TypeError(f"{cls.__name__}.of: missing or unknown columns {sorted(wrong)}")
        rows = np.zeros(len(columns["key"]), dtype=cls.row_type)
        for name, values in columns.items():
            expected = (len(rows), *cls.row_type[name].shape)
            if values.shape != expected:
                raise ShapeError(cls.__name__, name, values.shape, expected)
            rows[name] = values
        for name, (offsets, _) in lists.items():
            if len(offsets) - 1 != len(rows):
                raise ShapeError(cls.__name__, name, (len(offsets) - 1,), (len(rows),))
            rows[f"{name}_at"], rows[f"{name}_n"] = offsets[:-1], np.diff(offsets)
        derive(rows)
        return cls._made({"rows": rows, **{name: items for name, (_, items) in lists.items()}})

    @classmethod
    def stack(cls, parts: Sequence[Self]) -> Self:
        """Put the rows of several tables one under the other."""
        whole = parts[0]
        for part in parts[1:]:
            whole = whole.extended(part)
        return whole

    def extended(self, more: Self) -> Self:
        """Give a table with the same rows and more beneath; a copy is made only when the room behind is used up."""
        rows = more.rows.copy()
        arrays: dict[str, NDArray[Any]] = {}
        rooms: dict[str, Room] = {}
        for name in self.list_types:
            rows[f"{name}_at"] += len(getattr(self, name))
        for name in self.names():
            here = getattr(self, name)
            room = self._rooms.get(name) or Room(here)
            rooms[name], arrays[name] = room.added(here, rows if name == "rows" else getattr(more, name))
        return self._made(arrays, rooms)

    def take(self, rows: Ints | Iterable[int]) -> Self:
        """Give a table of some rows, in the order asked for; doubles are allowed."""
        picked = self.rows[np.fromiter(rows, dtype=np.int64)]
        arrays: dict[str, NDArray[Any]] = {}
        for name in self.list_types:
            at, n = picked[f"{name}_at"], picked[f"{name}_n"].astype(np.int64)
            _, positions = spread(at, at + n)
            arrays[name] = getattr(self, name)[positions]
            picked[f"{name}_at"] = offsets_of(n)[:-1]
        return self._made({"rows": picked, **arrays})

    def variants(self, edits: Sequence[Mapping[str, Any]]) -> Self:
        """Give the one row of this table once for each mapping, with the columns that it names changed.

        Parameters
        ----------
        edits : sequence of mappings
            Values by name: a number, seven for the columns of days, or the items of a list in rising order.

        Raises
        ------
        ShapeError
            The table has not exactly one row.
        """
        if len(self) != 1:
            raise ShapeError(type(self).__name__, "rows", (len(self),), (1,))
        rows = np.repeat(self.rows, len(edits))
        items: dict[str, list[NDArray[Any]]] = {name: [getattr(self, name)] for name in self.list_types}
        for row, edit in enumerate(edits):
            for name, value in edit.items():
                if name in items:
                    added = np.asarray(value, dtype=self.list_types[name])
                    rows[f"{name}_at"][row], rows[f"{name}_n"][row] = sum(map(len, items[name])), len(added)
                    items[name].append(added)
                else:
                    rows[name][row] = value
        derive(rows)
        return self._made({"rows": rows, **{name: np.concatenate(lists) for name, lists in items.items()}})

    def _items_of(self, name: str, row: int) -> NDArray[Any]:
        at, n = int(self.rows[f"{name}_at"][row]), int(self.rows[f"{name}_n"][row])
        items: NDArray[Any] = getattr(self, name)[at : at + n]
        return items


def items_from(dtype: np.dtype[Any], n: int, **columns: NDArray[Any]) -> NDArray[Any]:
    """Put n items of a list together from their columns; raise ``ShapeError`` when one has another length."""
    items = np.zeros(n, dtype=dtype)
    for name, values in columns.items():
        if values.shape != (n,):
            raise ShapeError(name, "items", values.shape, (n,))
        items[name] = values
    return items

"""A prepared market as tables with one number per column, for the databases and for Polars.

``student`` has a row per student and sought offer, ``place`` a row per place and offer through which it can be ranked,
so that one join brings everything of a pair together, and one index leads from an offer and a latitude to the places.
``law`` has the limits of working time by placement type and age.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.parts.markets import Columns
from benchmarks.parts.prepared import Prepared
from matching import OLDEST

STUDENT_LISTS = ("wishes", "shown", "at_least")
"""Columns with one number per sector or competency, kept as a list where the product knows lists."""
N_CODES = 1_000
"""More than there are sectors or competencies: a student's row times this, and a code, is one key to look up."""
NOT_IN_TABLES = {"longest_work", "week_left", "minutes_of", "most_minutes_of"}


def flat_tables(of: Prepared, *, n_students: int | None = None) -> dict[str, pa.Table]:
    """Give the tables, with only the first students when a number is given."""
    n = of.market.n_students if n_students is None else n_students
    codes, seekers = of.student_offer
    codes, seekers = codes[seekers < n], seekers[seekers < n]
    students: Columns = {"s_code": codes, "s_row": seekers}
    students |= {name: values[seekers] for name, values in _flat("s", of.students).items()}
    degrees, north, east = (students[f"s_{name}"] for name in ("reach_degrees", "latitude", "longitude"))
    # A degree of longitude is shortest where the reach ends farthest from the equator.
    wide = degrees / np.cos(np.radians(np.abs(north) + degrees))
    students |= {"s_south": north - degrees, "s_north": north + degrees, "s_west": east - wide, "s_east": east + wide}
    students["s_school_week"] = of.students["school"][seekers].sum(axis=1)
    codes, rows = of.place_offer
    places: Columns = {"p_code": codes, "p_row": rows}
    places |= {name: values[rows] for name, values in _flat("p", of.places).items()}
    return {"student": _table(students), "place": _table(places), "law": _law(of)}


def _flat(letter: str, columns: Columns) -> Columns:
    """Give one array per column; a wide column becomes several, numbered from 0."""
    flat: Columns = {}
    for name, values in columns.items():
        if name in NOT_IN_TABLES:
            continue
        if values.ndim == 1 or name in STUDENT_LISTS:
            flat[f"{letter}_{name}"] = values
        else:
            flat |= {f"{letter}_{name}_{at}": values[:, at] for at in range(values.shape[1])}
    return flat


def _law(of: Prepared) -> pa.Table:
    types, ages = np.nonzero(of.law_row >= 0)
    rows = of.law_row[types, ages]
    names = ("day_minutes", "school_day_minutes", "week_minutes", "days_max", "school_counts")
    columns = {"l_type": types, "l_age": np.minimum(ages, OLDEST), "l_row": rows}
    return _table(columns | {f"l_{name}": of.law[name][rows] for name in names})


def _table(columns: Columns) -> pa.Table:
    return pa.table({name: _array(values) for name, values in columns.items()})


def _array(values: NDArray[np.generic]) -> Any:
    if values.ndim == 2:
        flat = pa.array(np.ascontiguousarray(values, dtype=np.float64).ravel())
        return pa.FixedSizeListArray.from_arrays(flat, values.shape[1])
    if values.dtype.kind == "f":
        return pa.array(values.astype(np.float64), from_pandas=True)  # NaN becomes null
    return pa.array(values.astype(np.int64))


def keyed_tables(of: Prepared, *, n_students: int) -> dict[str, pa.Table]:
    """Give wishes and levels as tables of their own, for products that are slow with lists or have none."""
    n_sectors = of.students["wishes"].shape[1]
    rows = np.repeat(np.arange(n_students), n_sectors)
    sectors = np.tile(np.arange(n_sectors), n_students)
    levels = of.market.students["levels"]
    n = int(levels.offsets[n_students])
    owners, codes = levels.rows[:n], levels.items[:n].astype(np.int64)
    beside = {name: pa.array(of.students[name][owners, codes].astype(np.float64)) for name in ("shown", "at_least")}
    return {
        "wish": pa.table({"key": rows * N_CODES + sectors, "value": of.students["wishes"][:n_students].ravel()}),
        "level": pa.table({"key": owners * N_CODES + codes, **beside}),
    }


def without_lists(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """Leave out the columns that hold a list."""
    return {
        name: table.select([column for column in table.column_names if column[2:] not in STUDENT_LISTS])
        for name, table in tables.items()
    }


def rows_of(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a table as plain values, some thousands at a time."""
    for batch in table.to_batches(max_chunksize=4096):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

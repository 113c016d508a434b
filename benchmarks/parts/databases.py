"""The same ranking in DuckDB, SQLite and PostgreSQL, each with one thread and with the indexes it can use."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import duckdb
import numpy as np
import psycopg
import pyarrow as pa
from psycopg import sql

from benchmarks.parts.flat_tables import STUDENT_LISTS, flat_tables
from benchmarks.parts.lists import Lists
from benchmarks.parts.prepared import N_REQUIREMENTS, Prepared
from benchmarks.parts.ranking_sql import Dialect, core_sql

N_CODES = 1_000
"""More than there are sectors or competencies: a student's row times this, and a code, is one key to look up."""
DUCKDB = Dialect(
    number="{!r}::DOUBLE",
    bits="bit_count({})",
    least="LEAST",
    greatest="GREATEST",
    fence="",
    wish="wish.value",
    reached=(
        "CASE WHEN level_{at}.key IS NULL THEN {prior}"
        " ELSE GREATEST(LEAST(level_{at}.shown / p_required_level_{at}, 1), level_{at}.at_least) END"
    ),
    joins=f" LEFT JOIN wish ON wish.key = s_row * {N_CODES} + p_sector"
    + "".join(
        f" LEFT JOIN level AS level_{at} ON level_{at}.key = s_row * {N_CODES} + p_required_{at}"
        for at in range(N_REQUIREMENTS)
    ),
)
POSTGRESQL = Dialect(
    number="{!r}::float8",
    bits="bit_count(({})::bigint::bit(64))",
    least="LEAST",
    greatest="GREATEST",
    fence="OFFSET 0",
    wish="s_wishes[p_sector + 1]",
    reached="GREATEST(LEAST(s_shown[p_required_{at} + 1] / p_required_level_{at}, 1), s_at_least[p_required_{at} + 1])",
)
SQLITE = Dialect(
    number="{!r}",
    bits="bit_count({})",
    least="min",
    greatest="max",
    fence="LIMIT -1",
    wish=f"(SELECT value FROM wish WHERE key = s_row * {N_CODES} + p_sector)",
    reached=(
        "coalesce((SELECT max(min(shown / p_required_level_{at}, 1), at_least) FROM level"
        f" WHERE key = s_row * {N_CODES} + p_required_{{at}}), {{prior}})"
    ),
)
SQLITE_KEYS = {"law": "l_type, l_age", "wish": "key", "level": "key"}
MASKS = ("prerequisites", "too_late", "law_days")
"""Columns that are masks in PostgreSQL, so as wide as the masks they meet, however small their numbers."""
INDEXES = (
    "CREATE INDEX place_by_offer ON place (p_code, p_latitude)",
    "CREATE INDEX student_by_row ON student (s_row)",
)


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


class DuckDB:
    """One question for all students; the best per student by a window. Its lists are slow in joins, so none is used."""

    def __init__(self, of: Prepared, *, n_students: int) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        tables = without_lists(flat_tables(of, n_students=n_students)) | keyed_tables(of, n_students=n_students)
        for name, table in tables.items():
            self.connection.register("given", table)
            self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self.connection.unregister("given")
        self.connection.execute(INDEXES[1])
        self.all_text = core_sql(of, DUCKDB, which="s_row < ?")
        self.one_text = core_sql(of, DUCKDB, which="s_row = ?")

    def rank(self, n_students: int, *, top: int) -> Lists:
        best = f"QUALIFY row_number() OVER (PARTITION BY s_row ORDER BY score DESC) <= {top}"
        columns = self.connection.execute(f"SELECT * FROM ({self.all_text}) {best}", [n_students]).fetchnumpy()
        return Lists.of(columns["s_row"], columns["score"], n_seekers=n_students, top=top)

    def one(self, student: int, *, top: int) -> list[float]:
        text = f"{self.one_text} ORDER BY score DESC LIMIT {top}"
        return [score for _, score in self.connection.execute(text, [student]).fetchall()]


class SQLite:
    """A question per student, prepared once; SQLite has no lists, so wishes and levels are tables of their own."""

    def __init__(self, of: Prepared, *, n_students: int) -> None:
        self.connection = sqlite3.connect(":memory:", cached_statements=8)
        self.connection.create_function("bit_count", 1, int.bit_count, deterministic=True)
        tables = without_lists(flat_tables(of, n_students=n_students)) | keyed_tables(of, n_students=n_students)
        for name, table in tables.items():
            types = [
                f"{field.name} {'REAL' if pa.types.is_floating(field.type) else 'INTEGER'}" for field in table.schema
            ]
            key = f", PRIMARY KEY ({SQLITE_KEYS[name]})" if name in SQLITE_KEYS else ""
            self.connection.execute(f"CREATE TABLE {name} ({', '.join(types)}{key}){' WITHOUT ROWID' if key else ''}")
            self.connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(types))})", rows_of(table))
        for index in (*INDEXES, "ANALYZE"):
            self.connection.execute(index)
        self.text = core_sql(of, SQLITE, which="s_row = ?")

    def rank(self, n_students: int, *, top: int) -> Lists:
        text = f"{self.text} ORDER BY score DESC LIMIT {top}"
        each = (self.connection.execute(text, (student,)) for student in range(n_students))
        return Lists.of_rows(chain.from_iterable(each), n_seekers=n_students, top=top)

    def one(self, student: int, *, top: int) -> list[float]:
        rows = self.connection.execute(f"{self.text} ORDER BY score DESC LIMIT {top}", (student,))
        return [score for _, score in rows]


class PostgreSQL:
    """A question per student inside one question for all; the single student by a prepared statement."""

    def __init__(self, of: Prepared, *, n_students: int, address: str) -> None:
        self.connection = psycopg.connect(address, autocommit=True, prepare_threshold=0)
        for setting in (
            "max_parallel_workers_per_gather = 0",
            "work_mem = '256MB'",
            "random_page_cost = 1.1",
            "plan_cache_mode = force_generic_plan",
            "jit = off",
        ):
            self.connection.execute(f"SET {setting}")
        for name, table in flat_tables(of, n_students=n_students).items():
            self._fill(name, table)
        for statement in (
            *INDEXES,
            "CREATE UNIQUE INDEX law_by_age ON law (l_type, l_age)",
            "VACUUM ANALYZE",
        ):
            self.connection.execute(statement)
        self.all_text = core_sql(of, POSTGRESQL, which="s_row = asked")
        self.one_text = core_sql(of, POSTGRESQL, which="s_row = %s")

    def _fill(self, name: str, table: pa.Table) -> None:
        types = ", ".join(f"{field.name} {_postgresql_type(field, table)}" for field in table.schema)
        self.connection.execute(f"CREATE UNLOGGED TABLE {name} ({types})")
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for row in rows_of(table):
                copy.write_row(row)

    def rank(self, n_students: int, *, top: int) -> Lists:
        best = f"{self.all_text} ORDER BY score DESC LIMIT {top}"
        asked = f"SELECT best.* FROM generate_series(0, {n_students - 1}) AS asked CROSS JOIN LATERAL ({best}) AS best"
        return Lists.of_rows(self.connection.execute(asked), n_seekers=n_students, top=top)

    def one(self, student: int, *, top: int) -> list[float]:
        rows = self.connection.execute(f"{self.one_text} ORDER BY score DESC LIMIT {top}", (student,))
        return [score for _, score in rows.fetchall()]

    def close(self) -> None:
        self.connection.close()


def _postgresql_type(field: Any, table: pa.Table) -> str:
    if pa.types.is_fixed_size_list(field.type):
        return "float8[]"
    if pa.types.is_floating(field.type):
        return "float8"
    largest = max((abs(value) for value in table[field.name].to_pylist()), default=0)
    return "integer" if largest < 2**31 and not field.name.endswith(MASKS) else "bigint"


def rows_of(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a table as plain values, some thousands at a time."""
    for batch in table.to_batches(max_chunksize=4096):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


@contextmanager
def postgresql_database(server: str) -> Iterator[str]:
    """Make a database of our own on a server, give its address, and drop it afterwards."""
    name = f"plekwijzer_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

"""The ranking in PostgreSQL, with one process per question."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import sql

from benchmarks.parts.flat_tables import flat_tables, rows_of
from benchmarks.parts.lists import Lists
from benchmarks.parts.prepared import Prepared
from benchmarks.parts.ranking_sql import INDEXES, Dialect, core_sql

POSTGRESQL = Dialect(
    number="{!r}::float8",
    bits="bit_count(({})::bigint::bit(64))",
    least="LEAST",
    greatest="GREATEST",
    fence="OFFSET 0",
    wish="s_wishes[p_sector + 1]",
    reached="GREATEST(LEAST(s_shown[p_required_{at} + 1] / p_required_level_{at}, 1), s_at_least[p_required_{at} + 1])",
)
MASKS = ("prerequisites", "too_late", "law_days")
"""Columns that are masks so as wide as the masks they meet, however small their numbers."""


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


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """Make a database of our own on a server, give its address, and drop it afterwards."""
    name = f"plekwijzer_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield f"{server.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

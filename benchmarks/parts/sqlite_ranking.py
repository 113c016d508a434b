"""The ranking in SQLite, in memory."""

import sqlite3
from itertools import chain

import pyarrow as pa

from benchmarks.parts.flat_tables import N_CODES, flat_tables, keyed_tables, rows_of, without_lists
from benchmarks.parts.lists import Lists
from benchmarks.parts.prepared import Prepared
from benchmarks.parts.ranking_sql import INDEXES, Dialect, core_sql

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
KEYS = {"law": "l_type, l_age", "wish": "key", "level": "key"}


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
            key = f", PRIMARY KEY ({KEYS[name]})" if name in KEYS else ""
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

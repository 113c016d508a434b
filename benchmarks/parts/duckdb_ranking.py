"""The ranking in DuckDB, with one thread."""

from itertools import pairwise

import duckdb
import numpy as np

from benchmarks.parts.flat_tables import N_CODES, flat_tables, keyed_tables, without_lists
from benchmarks.parts.lists import Lists
from benchmarks.parts.prepared import N_REQUIREMENTS, Prepared
from benchmarks.parts.ranking_sql import INDEXES, Dialect, core_sql

STUDENTS_PER_PART = 4_000
"""Its joins keep the rows of all pairs at once: a hundred columns of many million do not fit in memory."""
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


class DuckDB:
    """One question per some thousand students; the best per student by a window.

    Its lists are slow in joins, so none is used.
    """

    def __init__(self, of: Prepared, *, n_students: int) -> None:
        self.connection = duckdb.connect()
        self.connection.execute("SET threads = 1")
        tables = without_lists(flat_tables(of, n_students=n_students)) | keyed_tables(of, n_students=n_students)
        for name, table in tables.items():
            self.connection.register("given", table)
            self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
            self.connection.unregister("given")
        self.connection.execute(INDEXES[1])
        self.part_text = core_sql(of, DUCKDB, which="s_row >= ? AND s_row < ?")
        self.one_text = core_sql(of, DUCKDB, which="s_row = ?")

    def rank(self, n_students: int, *, top: int) -> Lists:
        best = f"QUALIFY row_number() OVER (PARTITION BY s_row ORDER BY score DESC) <= {top}"
        text = f"SELECT * FROM ({self.part_text}) {best}"
        bounds = [*range(0, n_students, STUDENTS_PER_PART), n_students]
        parts = [self.connection.execute(text, part).fetchnumpy() for part in pairwise(bounds)]
        seekers, scores = (np.concatenate([part[name] for part in parts]) for name in ("s_row", "score"))
        return Lists.of(seekers, scores, n_seekers=n_students, top=top)

    def one(self, student: int, *, top: int) -> list[float]:
        text = f"{self.one_text} ORDER BY score DESC LIMIT {top}"
        return [score for _, score in self.connection.execute(text, [student]).fetchall()]

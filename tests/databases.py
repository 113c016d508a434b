"""Databases for tests: SQLite always, PostgreSQL when it answers; each test gets an empty one for itself."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event

from services.unit_of_work import House
from tests.services_available import postgresql_url

numbers = count()


STRUCTURE = """
SELECT md5(string_agg(held, ',' ORDER BY held)) FROM (
    SELECT concat_ws(':', relname, oid, reloptions) FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(':', attrelid, attnum, attname, atttypid, atttypmod, attnotnull, atthasdef)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(':', conname, oid) FROM pg_constraint
    UNION ALL SELECT concat_ws(':', tgname, oid, tgenabled) FROM pg_trigger
    UNION ALL SELECT concat_ws(':', proname, oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS parts (held)
"""
"""What tables, columns, constraints, triggers and functions there are; a copy has the same as the template."""
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
OTHERS_OUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class SpareDatabases:
    """PostgreSQL databases with all tables, emptied after each test and lent again.

    Making one copies some 860 files and dropping it deletes them: 1.5 seconds for a test that takes a hundredth of
    that. Emptying takes 3 to 40 ms. A database whose structure a test changed is dropped.
    """

    def __init__(self) -> None:
        self._template = ""
        self._structure = ""
        self._rows: dict[str, bytes] = {}
        self._free: list[str] = []

    def take(self) -> str:
        """Give the name of a database that nobody uses."""
        if not self._template:
            self._template = _create_database()
            _migrate(address_of(self._template))
            self._learn()
        return self._free.pop() if self._free else _create_database(template=self._template)

    def give_back(self, name: str) -> None:
        """Empty a database for the next test, or drop it."""
        with psycopg.connect(address_of(name), autocommit=True) as connection:
            connection.execute(OTHERS_OUT)
            is_whole = _structure(connection) == self._structure
            if is_whole:
                self._empty(connection)
        if is_whole:
            self._free.append(name)
        else:
            _drop_database(name)

    def close(self) -> None:
        """Drop all of them."""
        for name in (*self._free, *filter(None, [self._template])):
            _drop_database(name)

    def _learn(self) -> None:
        """Note the structure of the template, and the few rows that a migration puts there."""
        with psycopg.connect(address_of(self._template)) as connection:
            self._structure = _structure(connection)
            for (table,) in connection.execute(TABLES).fetchall():
                copy = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))
                with connection.cursor().copy(copy) as rows:
                    self._rows[table] = b"".join(bytes(part) for part in rows)

    def _empty(self, connection: psycopg.Connection) -> None:
        with connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")  # no foreign keys, no triggers
            deletes = (sql.SQL("DELETE FROM {}").format(sql.Identifier(table)) for table in self._rows)
            connection.execute(sql.SQL("; ").join(deletes))
            for table, rows in self._rows.items():
                if rows:
                    copy = sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))
                    with connection.cursor().copy(copy) as lines:
                        lines.write(rows)


def _structure(connection: psycopg.Connection) -> str:
    found = connection.execute(STRUCTURE).fetchone()
    assert found is not None
    return str(found[0])


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Name the product under test; a test that uses it, also by way of ``house``, runs once for each."""
    if request.param == "postgresql" and postgresql_url() is None:
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432")
    return str(request.param)


@pytest.fixture
def database_url(database_kind: str, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without tables."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path}/plekwijzer.sqlite3"
    else:
        name = _create_database()
        yield address_of(name)
        _drop_database(name)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with all tables, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "plekwijzer.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def spare_postgresql() -> Iterator[SpareDatabases]:
    """Give PostgreSQL databases with all tables and no people, each lent to one test at a time."""
    spare = SpareDatabases()
    yield spare
    spare.close()


@pytest.fixture
def migrated_url(
    database_kind: str, tmp_path: Path, migrated_sqlite: Path, spare_postgresql: SpareDatabases
) -> Iterator[str]:
    """Give the address of a database with all tables and no people."""
    if database_kind == "sqlite":
        file = tmp_path / "migrated.sqlite3"
        shutil.copyfile(migrated_sqlite, file)
        yield f"sqlite:///{file}"
    else:
        name = spare_postgresql.take()
        yield address_of(name)
        spare_postgresql.give_back(name)


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    """Give an installation with all tables and no people."""
    house = House.open(migrated_url)
    yield house
    house.close()


@contextmanager
def queries_counted() -> Iterator[list[str]]:
    """Collect the text of every statement that is run inside, in this process."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def _migrate(url: str) -> None:
    house = House.open(url)
    house.migrate()
    house.close()


def _create_database(*, template: str = "template0") -> str:
    name = f"plekwijzer_test_{os.getpid()}_{next(numbers)}"
    _run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    return name


def _drop_database(name: str) -> None:
    _run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(statement: sql.Composed) -> None:
    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(statement)


def _server() -> str:
    url = postgresql_url()
    assert url is not None
    return url


def address_of(name: str) -> str:
    """Give the address of a database beside the one that was found."""
    return f"{_server().rpartition('/')[0]}/{name}"

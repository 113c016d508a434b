"""Databases for tests: SQLite always, PostgreSQL when it answers; each test gets one of its own and empty."""

import os
import shutil
from collections.abc import Callable, Iterator
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
        yield _address_of(name)
        _drop_database(name)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with all tables, to copy."""
    file = tmp_path_factory.mktemp("migrated") / "plekwijzer.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgresql() -> Iterator[Callable[[], str]]:
    """Give the name of a PostgreSQL database with all tables, to copy; it is made on the first call."""
    names: list[str] = []

    def name() -> str:
        if not names:
            names.append(_create_database())
            _migrate(_address_of(names[0]))
        return names[0]

    yield name
    for made in names:
        _drop_database(made)


@pytest.fixture
def migrated_url(
    database_kind: str, tmp_path: Path, migrated_sqlite: Path, migrated_postgresql: Callable[[], str]
) -> Iterator[str]:
    """Give the address of a database with all tables and no people."""
    if database_kind == "sqlite":
        file = tmp_path / "migrated.sqlite3"
        shutil.copyfile(migrated_sqlite, file)
        yield f"sqlite:///{file}"
    else:
        name = _create_database(template=migrated_postgresql())
        yield _address_of(name)
        _drop_database(name)


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


def _address_of(name: str) -> str:
    return f"{_server().rpartition('/')[0]}/{name}"

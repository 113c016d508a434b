"""A PostgreSQL database that is lent again is as if it were new."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.databases import STRUCTURE, TABLES, SpareDatabases, address_of
from tests.services_available import postgresql_url

pytestmark = pytest.mark.skipif(postgresql_url() is None, reason="PostgreSQL does not answer on 127.0.0.1:5432")


@pytest.fixture(scope="module")
def spare() -> Iterator[SpareDatabases]:
    made = SpareDatabases()
    yield made
    made.close()


def rows_of(name: str) -> dict[str, list[tuple[object, ...]]]:
    with psycopg.connect(address_of(name)) as connection:
        tables = [table for (table,) in connection.execute(TABLES)]
        return {table: connection.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}


def test_a_database_comes_back_as_it_was(spare: SpareDatabases):
    name = spare.take()
    before = rows_of(name)
    with psycopg.connect(address_of(name)) as connection:
        connection.execute("DELETE FROM installation")
        connection.execute("INSERT INTO school_settings VALUES ('De Brug', 'noord', 'parent', 60)")

    spare.give_back(name)

    assert spare.take() == name
    assert rows_of(name) == before
    assert any(before.values())
    spare.give_back(name)


def test_a_connection_that_somebody_left_open_keeps_nobody_waiting(spare: SpareDatabases):
    name = spare.take()
    left = psycopg.connect(address_of(name))
    left.execute("LOCK TABLE installation")

    spare.give_back(name)

    left.close()
    assert spare.take() == name
    spare.give_back(name)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE installation ADD COLUMN extra integer",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "CREATE TABLE extra (id integer)",
        "DROP TABLE installation CASCADE",
    ],
)
def test_a_database_whose_structure_changed_is_not_lent_again(spare: SpareDatabases, change: str):
    name = spare.take()
    with psycopg.connect(address_of(name)) as connection:
        before = connection.execute(STRUCTURE).fetchone()
        connection.execute(change)
        assert connection.execute(STRUCTURE).fetchone() != before

    spare.give_back(name)

    other = spare.take()
    assert other != name
    spare.give_back(other)

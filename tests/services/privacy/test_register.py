"""The register is whole: every column about people is explained, belongs to somebody, and stands in the document."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Integer, MetaData, String, Table, inspect

from services.privacy.register import load_items, register, register_text
from services.reference import load_reference
from services.unit_of_work import House
from storage.database import Database
from storage.schema import metadata
from storage.schema.columns import neutral, person
from storage.subject_paths import PATHS, Nobody, personal_columns, personal_tables
from storage.subject_paths import Path as SubjectPath
from storage.uses import Use

REFERENCE = load_reference(date(2026, 11, 22))
DOCUMENT = Path(__file__).parents[3] / "docs/compliance/verwerkingsregister.md"


def paths() -> list[SubjectPath]:
    return [path for found in PATHS.values() if not isinstance(found, Nobody) for path in found]


def test_every_column_about_people_is_in_the_register_with_words() -> None:
    entries = register(REFERENCE)

    assert len(entries) > 60
    assert [entry.column.code for entry in entries] == [column.code for column in personal_columns()]


def test_every_item_is_a_column_and_is_named_once() -> None:
    real = {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}

    assert [code for code in load_items() if code not in real] == []


def test_column_about_people_without_a_use_cannot_be_made() -> None:
    with pytest.raises(TypeError, match="use"):
        person("shoe_size", Integer)  # type: ignore[call-arg]


def test_every_use_is_of_some_column() -> None:
    assert {column.use for column in personal_columns()} == set(Use)


def test_use_from_which_vulnerability_can_be_read_says_what_allows_that() -> None:
    sensitive = {column.use for column in personal_columns() if column.is_sensitive}

    assert sensitive
    assert [use for use in sensitive if not REFERENCE.processing[use].special_ground] == []


def test_every_table_about_people_says_whose_its_rows_are() -> None:
    assert sorted(PATHS) == sorted(table.name for table in personal_tables())


def test_only_words_without_a_name_and_counted_attempts_belong_to_nobody() -> None:
    assert [table for table, found in PATHS.items() if isinstance(found, Nobody)] == ["attempts", "links"]


def test_every_hold_has_a_row_that_says_why() -> None:
    holds = {path.hold.code for path in paths() if path.hold is not None}

    assert holds == set(REFERENCE.legal_holds)


def test_what_is_emptied_at_erasing_can_be_emptied() -> None:
    for path in paths():
        assert set(path.blanks) <= set(path.table.columns.keys())
        for name, value in path.blanks.items():
            assert value is not None or path.table.columns[name].nullable


def unexplained(tables: MetaData) -> list[str]:
    """Name the tables without a path and the columns without words."""
    about = [(t, [c for c in t.columns if c.info["privacy"] != "none"]) for t in tables.sorted_tables]
    without_path = [table.name for table, columns in about if columns and table.name not in PATHS]
    codes = [f"{table.name}.{column.name}" for table, columns in about for column in columns]
    return [*without_path, *(code for code in codes if code not in load_items())]


def test_nothing_about_people_is_unexplained() -> None:
    assert unexplained(metadata) == []


def test_new_table_about_people_is_found_wanting() -> None:
    tables = MetaData()
    Table("nicknames", tables, person("id", Integer, primary_key=True, use=Use.IDENTITY), neutral("colour", String))

    assert unexplained(tables) == ["nicknames", "nicknames.id"]


def test_document_is_what_the_register_says() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == register_text(REFERENCE)


def test_database_holds_the_columns_of_the_register_and_no_other(house: House, migrated_url: str) -> None:
    database = Database(migrated_url)
    with database.reading() as transaction:
        looked = inspect(transaction.connection)
        real = {
            f"{table}.{column['name']}"
            for table in looked.get_table_names()
            if table != "alembic_version"
            for column in looked.get_columns(table)
        }
    database.close()

    assert real == {f"{table.name}.{column.name}" for table in metadata.sorted_tables for column in table.columns}

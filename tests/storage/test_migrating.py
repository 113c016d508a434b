"""Migrations make the tables of the models, on a filled database too, and back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table, inspect, text

from services.unit_of_work import House
from storage import migrating
from storage.database import Database
from storage.schema import metadata
from tests.factories import make_employer, make_event, make_placement, make_site, make_student


def test_migrations_and_models_agree(database_url: str) -> None:
    database = Database(database_url)
    with database.writing() as transaction:
        migrating.migrate(transaction)

    with database.reading() as transaction:
        assert migrating.differences(transaction) == ()

    database.close()
    assert House.migration_differences() == ()


def test_column_table_and_check_that_migrations_lack_are_found(
    house: House, migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(grown)
    grown.tables["students"].append_column(Column("shoe_size", Integer))
    grown.tables["imports"].append_constraint(CheckConstraint("n_rows < 5", name="few"))
    Table("news", grown, Column("id", Integer, primary_key=True))
    monkeypatch.setattr(migrating, "metadata", grown)
    database = Database(migrated_url)

    with database.reading() as transaction:
        found = migrating.differences(transaction)

    database.close()
    assert [sentence.partition(":")[0] for sentence in sorted(found)] == [
        "add_column students shoe_size",
        "add_table news",
        "missing check ck_imports_few",
    ]


def test_check_whose_words_changed_is_found_on_a_scratch_database(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(changed)
    (check,) = (c for c in changed.tables["installation"].constraints if c.name == "ck_installation_one_row")
    changed.tables["installation"].constraints.remove(check)
    changed.tables["installation"].append_constraint(CheckConstraint("id = 2", name="one_row"))
    monkeypatch.setattr(migrating, "metadata", changed)

    assert House.migration_differences() == (
        "missing check ck_installation_one_row: id = 2",
        "surplus check ck_installation_one_row: id = 1",
    )


def test_filled_database_goes_down_and_up_again(house: House, migrated_url: str) -> None:
    employer = make_employer()
    site = make_site(employer.id)
    with house.writing() as work:
        work.students.save(make_student())
        work.employers.add_all([employer], new_sites=[site])
        work.placements.save(make_placement(site.id))
        work.events.save(make_event())
        work.defer("worker.test")
    database = Database(migrated_url)

    with database.writing() as transaction:
        migrating.migrate_back(transaction, to="base")
        left = set(inspect(transaction.connection).get_table_names())
        migrating.migrate(transaction)
        difference = migrating.differences(transaction)

    database.close()
    assert (left, difference) == ({"alembic_version"}, ())
    with house.reading() as work:
        assert (work.students.count(), work.installation.market_revision) == (0, 0)


def test_migrating_again_changes_nothing_and_keeps_everything(house: House) -> None:
    student = make_student()
    with house.writing() as work:
        work.students.save(student)

    house.migrate()

    assert house.is_migrated
    with house.reading() as work:
        assert work.students.all() == (student,)


def test_database_at_another_revision_is_not_migrated(house: House, migrated_url: str) -> None:
    database = Database(migrated_url)
    with database.writing() as transaction:
        transaction.connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    database.close()

    assert not house.is_migrated


def test_two_that_migrate_together_both_end_well(database_url: str) -> None:
    houses = [House.open(database_url) for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(House.migrate, houses))

    assert all(house.is_migrated for house in houses)
    for house in houses:
        house.close()

"""What a transaction may and what its errors mean."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import text

from services.unit_of_work import House, NotMigratedError, StorageError, UnavailableError
from storage import database as module
from storage.database import Database
from storage.errors import ReadOnlyError, WrongDatabaseError
from storage.schema.columns import UtcDateTime
from tests.factories import make_event, make_student


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/name", "geen adres"])
def test_address_that_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(WrongDatabaseError):
        House.open(url)


def test_writing_while_only_reading_is_refused(house: House) -> None:
    with pytest.raises(ReadOnlyError), house.reading() as work:
        work.students.save(make_student())


def test_database_itself_refuses_to_write_while_only_reading(migrated_url: str) -> None:
    database = Database(migrated_url)

    with pytest.raises(Exception, match=r"read-?only"), database.reading() as transaction:
        transaction.connection.execute(text("UPDATE installation SET market_revision = 5"))

    database.close()


def test_reader_sees_the_last_commit_and_does_not_wait_for_a_writer(house: House) -> None:
    seen = []

    def look() -> None:
        with house.reading() as work:
            seen.append(work.students.count())

    with house.writing() as work:
        work.students.save(make_student())
        reader = Thread(target=look)
        reader.start()
        reader.join(5)

    assert seen == [0]


def test_reading_sees_one_moment_although_others_write(house: House) -> None:
    with house.reading() as work:
        before = work.students.count()
        with house.writing() as other:
            other.students.save(make_student())
        after = work.students.count()

    assert (before, after) == (0, 0)


def test_database_without_tables_says_to_migrate(database_url: str) -> None:
    house = House.open(database_url)

    with pytest.raises(NotMigratedError), house.writing() as work:
        work.students.count()

    house.close()


def test_sqlite_file_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    house = House.open(f"sqlite:///{tmp_path}/none.sqlite3")

    with pytest.raises(NotMigratedError):
        _ = house.is_migrated

    assert list(tmp_path.iterdir()) == []


def test_database_that_does_not_answer_is_unavailable() -> None:
    house = House.open("postgresql://nobody@127.0.0.1:1/none")

    with pytest.raises(UnavailableError), house.reading() as work:
        work.students.count()


def test_sqlite_locked_for_too_long_is_unavailable(
    tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_TIMEOUT_MS", 10)
    file = shutil.copy(migrated_sqlite, tmp_path)
    first, second = (House.open(f"sqlite:///{file}") for _ in range(2))

    with first.writing(), pytest.raises(UnavailableError, match="locked"), second.writing():
        pass

    first.close()
    second.close()


def test_error_text_does_not_hold_what_people_filled_in(house: House) -> None:
    with house.writing() as work:
        work.students.save(make_student("geheim-kenmerk"))

    with pytest.raises(StorageError) as caught, house.writing() as work:
        work.students.add_all([make_student("geheim-kenmerk", first_name="Verstopt")])

    assert "geheim-kenmerk" not in str(caught.value)
    assert "Verstopt" not in str(caught.value.__cause__)


def test_moment_without_a_time_zone_is_refused(house: House) -> None:
    naive = datetime(2026, 11, 22)  # noqa: DTZ001

    with pytest.raises(Exception, match="time zone"), house.reading() as work:
        work.events.between(naive, naive)


def test_moment_keeps_its_instant_and_comes_back_in_utc(house: House) -> None:
    event = make_event()
    with house.writing() as work:
        work.events.save(event)

    with house.reading() as work:
        kept = work.events.get(event.id)

    assert kept is not None
    assert kept.starts_at == event.starts_at
    assert kept.starts_at.tzinfo is UTC
    assert UtcDateTime.cache_ok


def test_those_who_open_a_new_sqlite_file_together_wait_for_one_another(tmp_path: Path) -> None:
    together = Barrier(6)

    def write(database: Database) -> None:
        together.wait()
        with database.writing() as transaction:
            transaction.connection.execute(text("CREATE TABLE IF NOT EXISTS news (id INTEGER)"))

    for number in range(40):  # without waiting it goes wrong now and then
        databases = [Database(f"sqlite:///{tmp_path}/{number}.sqlite3") for _ in range(together.parties)]
        with ThreadPoolExecutor(len(databases)) as pool:
            list(pool.map(write, databases))
        for database in databases:
            with database.reading() as transaction:
                assert transaction.connection.execute(text("SELECT count(*) FROM news")).scalar_one() == 0
            database.close()

"""The audit trail takes entries and gives them back; nobody changes one unseen, and writers keep one chain."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import Connection, text

from accounts.audit import Anchor, AuditKind, AuditNote, AuditResult, Break, BreakKind, find_break
from services.unit_of_work import ConflictError, House
from storage.audit import AuditStore
from storage.database import Database
from tests.factories import make_student

START = datetime(2027, 2, 1, 8, 30, tzinfo=UTC)
N_ENTRIES = 30
COLUMNS = "number, at, kind, account_id, role, on_behalf_of, act, subject_id, result, reason, hash"


def make_note(number: int, **changes: object) -> AuditNote:
    plain = {
        "at": START + timedelta(minutes=number),
        "kind": AuditKind.READING,
        "role": "teacher",
        "act": "see_matches",
        "account_id": UUID(int=number % 3 + 1),
        "subject_id": UUID(int=number + 100),
    }
    return AuditNote(**{**plain, **changes})  # type: ignore[arg-type]


@contextmanager
def opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.close()


@pytest.fixture
def filled_url(migrated_url: str) -> str:
    """Give the address of a database with a chain, written a few entries at a time."""
    with opened(migrated_url) as database:
        for first in range(0, N_ENTRIES, 5):
            with database.writing() as transaction:
                AuditStore(transaction).add([make_note(number) for number in range(first, first + 5)])
    return migrated_url


def broken_after(database: Database, change: Callable[[Connection], None], anchors: list[Anchor]) -> Break | None:
    """Change rows behind the back of the triggers, look the chain over, and take the change back."""
    with database.writing() as transaction:
        kept = transaction.connection.begin_nested()
        _without_triggers(transaction.connection)
        change(transaction.connection)
        store = AuditStore(transaction)
        found = find_break(store.all(), start=store.start(), end=store.end(), anchors=anchors)
        kept.rollback()
        return found


def _without_triggers(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))


def edit(rng: Random) -> Callable[[Connection], None]:
    column, value = rng.choice(
        [
            ("role", "'administrator'"),
            ("act", "'see_figures'"),
            ("kind", "'act'"),
            ("result", "'refused'"),
            ("reason", "'mistake'"),
            ("account_id", "NULL"),
            ("subject_id", "account_id"),
            ("on_behalf_of", "account_id"),
            ("at", "(SELECT max(at) FROM audit)"),
            ("hash", "'" + "f" * 64 + "'"),
        ]
    )
    number = rng.randint(1, N_ENTRIES - 1)
    return lambda rows: _run(rows, f"UPDATE audit SET {column} = {value} WHERE number = {number}")


def delete(rng: Random) -> Callable[[Connection], None]:
    number = rng.randint(1, N_ENTRIES)
    return lambda rows: _run(rows, f"DELETE FROM audit WHERE number = {number}")


def reorder(rng: Random) -> Callable[[Connection], None]:
    one, other = sorted(rng.sample(range(1, N_ENTRIES + 1), 2))

    def change(rows: Connection) -> None:
        for old, new in ((one, 9_000), (other, one), (9_000, other)):
            _run(rows, f"UPDATE audit SET number = {new} WHERE number = {old}")

    return change


def insert(rng: Random) -> Callable[[Connection], None]:
    """Put a copy in between, and number the rest anew."""
    number, copied = rng.randint(1, N_ENTRIES), rng.randint(1, N_ENTRIES)

    def change(rows: Connection) -> None:
        _run(rows, f"UPDATE audit SET number = number + 1000 WHERE number >= {number}")
        _run(rows, f"UPDATE audit SET number = number - 999 WHERE number >= {number + 1000}")
        source = copied if copied < number else copied + 1
        others = COLUMNS.removeprefix("number, ")
        _run(rows, f"INSERT INTO audit ({COLUMNS}) SELECT {number}, {others} FROM audit WHERE number = {source}")
        _run(rows, f"UPDATE audit_end SET number = {N_ENTRIES + 1}")

    return change


def cut_tail(rng: Random) -> Callable[[Connection], None]:
    """Take the newest entries away, and let the end agree with what is left."""
    left = rng.randint(1, N_ENTRIES - 1)

    def change(rows: Connection) -> None:
        _run(rows, f"DELETE FROM audit WHERE number > {left}")
        _run(rows, f"UPDATE audit_end SET number = {left}, hash = (SELECT hash FROM audit WHERE number = {left})")

    return change


def _run(connection: Connection, statement: str) -> None:
    connection.execute(text(statement))


def test_entries_come_back_as_they_were_noted_and_make_a_whole_chain(house: House) -> None:
    full = make_note(7, on_behalf_of=UUID(int=9), result=AuditResult.HIDDEN, reason="moved", kind=AuditKind.ACT)
    bare = AuditNote(at=START, kind=AuditKind.ACT, role="service", act="retention")

    with house.writing() as work:
        work.audit.add([full])
        work.audit.add([])
    with house.writing() as work:
        work.audit.add([bare])

    with house.reading() as work:
        kept, end = list(work.audit.all()), work.audit.end()
        assert [entry.note for entry in kept] == [full, bare]
        assert [entry.number for entry in kept] == [1, 2]
        assert find_break(kept, end=end) is None
        assert [entry.note for entry in work.audit.about(UUID(int=107), most=9)] == [full]
        assert [entry.note for entry in work.audit.between(START, START + timedelta(minutes=7))] == [bare]


def test_chain_longer_than_one_step_is_given_whole(filled_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.audit.ROWS_PER_STATEMENT", 7)
    with opened(filled_url) as database, database.reading() as transaction:
        assert [entry.number for entry in AuditStore(transaction).all()] == list(range(1, N_ENTRIES + 1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET role = 'student' WHERE number = 3",
        "DELETE FROM audit WHERE number = 3",
        "DELETE FROM audit",
    ],
)
def test_database_refuses_to_change_what_was_noted(filled_url: str, statement: str) -> None:
    with opened(filled_url) as database:
        with pytest.raises(ConflictError, match="never changed"), database.writing() as transaction:
            transaction.change(text(statement))

        with database.reading() as transaction:
            store = AuditStore(transaction)
            assert find_break(store.all(), end=store.end()) is None


def test_database_refuses_to_write_over_what_was_noted(filled_url: str) -> None:
    with opened(filled_url) as database:
        is_sqlite = database.url.get_backend_name() == "sqlite"
        copied = f"INTO audit ({COLUMNS}) SELECT {COLUMNS} FROM audit WHERE number = 3"
        statement = (
            f"INSERT OR REPLACE {copied}"
            if is_sqlite
            else f"INSERT {copied} ON CONFLICT (number) DO UPDATE SET role = 'student'"
        )
        with pytest.raises(ConflictError, match="never changed"), database.writing() as transaction:
            transaction.change(text(statement))


def test_postgresql_refuses_to_empty_the_trail(filled_url: str) -> None:
    with opened(filled_url) as database:
        if database.url.get_backend_name() == "sqlite":
            pytest.skip("SQLite knows no TRUNCATE")
        with pytest.raises(ConflictError, match="never changed"), database.writing() as transaction:
            transaction.change(text("TRUNCATE audit"))


def test_every_one_of_a_hundred_random_changes_is_found(filled_url: str) -> None:
    with opened(filled_url) as database:
        with database.reading() as transaction:
            store = AuditStore(transaction)
            anchors = [store.end()]
            assert find_break(store.all(), end=anchors[0], anchors=anchors) is None
        kinds = (edit, delete, reorder, insert, cut_tail)

        found = [
            broken_after(database, kind(Random(seed)), anchors)
            for seed, kind in enumerate(kind for _ in range(20) for kind in kinds)
        ]

    assert len(found) == 100
    assert [ix for ix, where in enumerate(found) if where is None] == []


def test_tail_that_is_cut_off_shows_only_in_what_was_kept_elsewhere(filled_url: str) -> None:
    with opened(filled_url) as database:
        with database.reading() as transaction:
            kept = AuditStore(transaction).end()

        assert broken_after(database, cut_tail(Random(1)), []) is None
        assert broken_after(database, cut_tail(Random(1)), [kept]) == Break(number=N_ENTRIES, kind=BreakKind.ANCHOR)


def test_writers_at_the_same_time_keep_one_unbroken_chain(migrated_url: str) -> None:
    n_writers, n_each = 6, 15

    def write(writer: int) -> None:
        with opened(migrated_url) as database:
            for number in range(n_each):
                with database.writing() as transaction:
                    AuditStore(transaction).add([make_note(number, subject_id=UUID(int=writer + 1))] * 2)

    threads = [Thread(target=write, args=(writer,)) for writer in range(n_writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with opened(migrated_url) as database, database.reading() as transaction:
        store = AuditStore(transaction)
        assert store.end().number == n_writers * n_each * 2
        assert find_break(store.all(), end=store.end()) is None


def test_notes_of_an_act_that_fails_leave_no_gap(house: House) -> None:
    def fail() -> None:
        with house.writing() as work:
            work.audit.add([make_note(1)])
            work.students.add_all([make_student(), make_student()])

    with pytest.raises(ConflictError):
        fail()
    with house.writing() as work:
        work.audit.add([make_note(2)])

    with house.reading() as work:
        assert [entry.number for entry in work.audit.all()] == [1]
        assert find_break(work.audit.all(), end=work.audit.end()) is None


def test_entries_whose_time_has_come_go_and_the_rest_is_still_whole(filled_url: str) -> None:
    with opened(filled_url) as database:
        with database.reading() as transaction:
            store = AuditStore(transaction)
            anchors = [Anchor(number=entry.number, hash=entry.hash) for entry in store.all()]
            assert store.count_before(START + timedelta(minutes=12)) == 12

        with database.writing() as transaction:
            assert AuditStore(transaction).remove_before(START + timedelta(minutes=12)) == 12
        with database.writing() as transaction:
            store = AuditStore(transaction)
            assert (store.count_before(START), store.remove_before(START + timedelta(minutes=12))) == (0, 0)
            store.add([make_note(99)])

        with database.reading() as transaction:
            store = AuditStore(transaction)
            assert [entry.number for entry in store.all()] == list(range(13, N_ENTRIES + 2))
            assert store.start() == anchors[11]
            assert find_break(store.all(), start=store.start(), end=store.end(), anchors=anchors) is None


def test_entry_that_is_late_keeps_those_after_it(migrated_url: str) -> None:
    with opened(migrated_url) as database, database.writing() as transaction:
        store = AuditStore(transaction)
        store.add([make_note(1), make_note(50), make_note(2)])

        assert store.remove_before(START + timedelta(minutes=10)) == 1
        assert [entry.number for entry in store.all()] == [2, 3]


def test_whole_trail_may_go_and_grow_again(filled_url: str) -> None:
    with opened(filled_url) as database, database.writing() as transaction:
        store = AuditStore(transaction)
        assert store.remove_before(START + timedelta(days=1)) == N_ENTRIES
        store.add([make_note(1)])

        assert [entry.number for entry in store.all()] == [N_ENTRIES + 1]
        assert find_break(store.all(), start=store.start(), end=store.end()) is None


def test_beginning_that_was_taken_away_too_far_shows_in_what_was_kept_elsewhere(filled_url: str) -> None:
    with opened(filled_url) as database:
        with database.reading() as transaction:
            kept = [Anchor(number=entry.number, hash=entry.hash) for entry in AuditStore(transaction).all()]

        def forge(rows: Connection) -> None:
            _run(rows, f"UPDATE audit_end SET gone_number = 5, gone_hash = '{'f' * 64}'")
            _run(rows, "DELETE FROM audit WHERE number <= 5")

        assert broken_after(database, forge, kept) == Break(number=5, kind=BreakKind.ANCHOR)
        assert broken_after(database, forge, []) == Break(number=6, kind=BreakKind.CHANGED)

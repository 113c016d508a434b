"""The way to the database: engines, transactions, and what its errors mean."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from sqlite3 import OperationalError as SqliteError
from time import monotonic, sleep
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult, Engine, Executable, Select, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from storage.errors import ConflictError, NotMigratedError, ReadOnlyError, UnavailableError, WrongDatabaseError

BUSY_TIMEOUT_MS = 10_000
"""How long a writer waits for another on SQLite before it gives up."""
PAUSE_S = 0.01
ROWS_PER_STATEMENT = 10_000
"""Rows or ids sent in one go; SQLite takes at most 32,766 values in a statement (sqlite.org/limits.html)."""
TRY_AGAIN_STATES = frozenset({"40001", "40P01"})
"""PostgreSQL's codes for a serialization failure and a deadlock (Appendix A of its manual)."""
NO_SUCH_TABLE_STATES = frozenset({"42P01", "42703"})
"""PostgreSQL's codes for a table and a column that are not there."""


class Transaction:
    """One transaction, in which stores read and, when it is a writing one, change rows.

    Attributes
    ----------
    is_writing : bool
        Whether rows may change.
    market_changes : set of (str, UUID or None)
        Kind and id of everything that was written and that a market is made of; see ``storage.market_changes``.
    changed_links : set of UUID
        The links that were written; see ``storage.links``.
    has_changed_catalogue : bool
        Whether a competency, another name of one or a relation was written.
    has_written : bool
        Whether any row was inserted, updated or deleted.
    has_erased : bool
        Whether something about a person was taken away for good.
    """

    def __init__(self, connection: Connection, *, is_writing: bool) -> None:
        self.connection = connection
        self.is_writing = is_writing
        self.market_changes: set[tuple[str, UUID | None]] = set()
        self.changed_links: set[UUID] = set()
        self.has_changed_catalogue = False
        self.has_written = False
        self.has_erased = False

    @property
    def has_changed_market(self) -> bool:
        """Whether a student, employer, recognition, placement or the catalogue was written: markets are stale."""
        return bool(self.market_changes)

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is SQLite rather than PostgreSQL."""
        return self.connection.dialect.name == "sqlite"

    def read(self, statement: Executable) -> CursorResult[Any]:
        """Run a query."""
        return self.connection.execute(statement)

    def locked(self, statement: Select[Any], *, skip: bool = False) -> Select[Any]:
        """Give the query that keeps its rows for this transaction until the commit.

        In a reading transaction the query stays as it is; on SQLite it does
        too, because a writing transaction there has the whole database.

        Parameters
        ----------
        skip : bool
            Leave out rows that another transaction keeps, instead of waiting for it.
        """
        return statement.with_for_update(skip_locked=skip) if self.is_writing else statement

    def change(self, statement: Executable, rows: Sequence[Mapping[str, Any]] | None = None) -> int:
        """Insert, update or delete; give the number of rows that changed, 0 for many at once.

        Raises
        ------
        ReadOnlyError
            The transaction only reads.
        """
        if not self.is_writing:
            raise ReadOnlyError
        self.has_written = True
        if rows is None:
            return self.read(statement).rowcount
        for start in range(0, len(rows), ROWS_PER_STATEMENT):
            self.connection.execute(statement, rows[start : start + ROWS_PER_STATEMENT])
        return 0


class Database:
    """A database with a way to read and a way to write.

    On SQLite these are two engines: writers queue up at ``BEGIN IMMEDIATE``,
    readers see the last commit and wait for nobody. On PostgreSQL readers get
    a read-only snapshot, and writers lock the rows they fetch.

    Parameters
    ----------
    url : str
        ``sqlite:///file`` or ``postgresql://…``.

    Raises
    ------
    WrongDatabaseError
        The address cannot be read, names another product, or a database in memory.
    """

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        if self.url.get_backend_name() == "sqlite":
            self._writer, self._reader = _sqlite_engines(self.url)
        else:
            self._writer = create_engine(self.url, pool_pre_ping=True, hide_parameters=True)
            self._reader = self._writer.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open a transaction that commits at the end, or leaves nothing behind when an error passes.

        Raises
        ------
        ConflictError
            A constraint or another writer stood in the way.
        UnavailableError
            The database does not answer.
        NotMigratedError
            Tables are missing.
        WrongDatabaseError
            The file is something else than a database.
        """
        with _plain_errors(), self._writer.begin() as connection:
            yield Transaction(connection, is_writing=True)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that sees one moment of the database and changes nothing; raises as ``writing``."""
        if self.url.get_backend_name() == "sqlite" and not Path(self.url.database or "").exists():
            raise NotMigratedError("there is no database yet")  # connecting would leave an empty file behind
        with _plain_errors(), self._reader.begin() as connection:
            yield Transaction(connection, is_writing=False)

    def wipe(self) -> bool:
        """Take what was deleted out of the files of the database too, after the commit; say whether that was possible.

        SQLite overwrites a deleted row (``secure_delete``), but a row that once moved to another page left a copy in
        the empty room of the old one, and the journal beside the database has the pages as they were. So the database
        is written anew and the journal emptied; both wait for others, and give up when these stay. PostgreSQL clears
        its tables by itself (autovacuum), and a dump never holds what was deleted.
        """
        if self.url.get_backend_name() != "sqlite":
            return True
        connection = self._writer.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except SqliteError:
            return False
        finally:
            connection.close()
        return not is_busy

    def close(self) -> None:
        """Close all connections."""
        self._reader.dispose()
        self._writer.dispose()


def _checked(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError:
        raise WrongDatabaseError("the address of the database cannot be read; give sqlite:///file") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise WrongDatabaseError(f"give a sqlite:/// or postgresql:// address, not {url.drivername}")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise WrongDatabaseError("a SQLite database needs a file: give sqlite:///file")
    return url


def _sqlite_engines(url: URL) -> tuple[Engine, Engine]:
    writer, reader = create_engine(url, hide_parameters=True), create_engine(url, hide_parameters=True)
    # The busy timeout comes first: setting the journal mode may itself have to wait.
    always = (f"busy_timeout={BUSY_TIMEOUT_MS}", "foreign_keys=ON")
    _set_up_sqlite(
        writer, pragmas=(*always, "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"), begin="BEGIN IMMEDIATE"
    )
    _set_up_sqlite(reader, pragmas=(*always, "query_only=ON"), begin="BEGIN")
    return writer, reader


def _set_up_sqlite(engine: Engine, *, pragmas: Sequence[str], begin: str) -> None:
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin or commit by itself
        for pragma in pragmas:
            _patiently(partial(connection.execute, f"PRAGMA {pragma}")).close()

    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connect)
    event.listen(engine, "begin", start)


def _patiently(act: Callable[[], Any]) -> Any:
    """Try until the busy timeout: SQLite does not wait by itself for another that sets the journal mode just then."""
    tried_until = monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            return act()
        except SqliteError as error:
            if "locked" not in str(error) or monotonic() > tried_until:
                raise
        sleep(PAUSE_S)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        plain = _plain(error)
        if plain is None:
            raise
        raise plain from error


def _plain(error: DBAPIError) -> Exception | None:
    text = str(error.orig).partition("\n")[0]  # the next lines may hold what people filled in
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(error, IntegrityError) or state in TRY_AGAIN_STATES:
        return ConflictError(text)
    if state in NO_SUCH_TABLE_STATES or text.startswith(("no such table", "no such column")):
        return NotMigratedError(text)
    if text == "file is not a database":
        return WrongDatabaseError(text)
    if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
        return UnavailableError(text)
    return None

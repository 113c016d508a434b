"""Bringing a database to the tables of this version, and checking that models and migrations tell the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Connection, inspect, text

from storage.database import Database, Transaction
from storage.schema import metadata

FOLDER = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 4_917_253
"""Number by which PostgreSQL knows our lock on migrating; any number that is ours alone will do."""


def migrate(transaction: Transaction, *, to: str = "head") -> None:
    """Bring the tables up to a revision, by default the newest; who is there already stays there.

    Two that migrate at the same time wait for one another.
    """
    _lock(transaction)
    scripts = _scripts()
    _run(transaction, lambda revision, _context: scripts._upgrade_revs(to, revision), scripts)


def migrate_back(transaction: Transaction, *, to: str) -> None:
    """Take the tables back to an older revision, or to nothing with ``"base"``."""
    _lock(transaction)
    scripts = _scripts()
    _run(transaction, lambda revision, _context: scripts._downgrade_revs(to, revision), scripts)


def revision_of(transaction: Transaction) -> str | None:
    """Say at which revision the tables are; ``None`` when there are none."""
    return MigrationContext.configure(transaction.connection).get_current_revision()


def newest_revision() -> str:
    """Say at which revision the tables should be."""
    return _scripts().get_current_head() or ""


def is_known(revision: str) -> bool:
    """Say whether this version of the product has the steps to and from a revision."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def tables_there(transaction: Transaction) -> frozenset[str]:
    """Name the tables in the database, whoever made them."""
    return frozenset(inspect(transaction.connection).get_table_names())


def differences(transaction: Transaction) -> tuple[str, ...]:
    """Say where the tables in this database differ from the models; nothing when they agree."""
    context = MigrationContext.configure(transaction.connection, opts={"compare_type": True})
    found = [_sentence(difference) for difference in compare_metadata(context, metadata)]
    return (*found, *_check_differences(transaction.connection))


def differences_on_scratch() -> tuple[str, ...]:
    """Run every migration on a new SQLite database and say where the result differs from the models."""
    with _scratch() as database:
        with database.writing() as transaction:
            migrate(transaction)
        with database.reading() as transaction:
            return differences(transaction)


@contextmanager
def _scratch() -> Iterator[Database]:
    with TemporaryDirectory(prefix="plekwijzer-") as folder:
        database = Database(f"sqlite:///{folder}/scratch.sqlite3")
        try:
            yield database
        finally:
            database.close()


def _scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def _run(transaction: Transaction, steps: Any, scripts: ScriptDirectory) -> None:
    with EnvironmentContext(Config(), scripts, fn=steps) as environment:
        environment.configure(connection=transaction.connection, target_metadata=metadata, render_as_batch=True)
        environment.run_migrations()


def _lock(transaction: Transaction) -> None:
    # On SQLite the writing transaction has the whole database already.
    if not transaction.is_sqlite:
        transaction.read(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))


def _sentence(difference: Any) -> str:
    # Alembic gives a tuple for one change, and a list of tuples for changes to one column.
    first = difference[0] if isinstance(difference, list) else difference
    return " ".join(
        str(getattr(part, "name", part)) for part in first if isinstance(part, str) or hasattr(part, "name")
    )


def _check_differences(connection: Connection) -> list[str]:
    # Alembic does not compare CHECK constraints, and ours guard the seats. PostgreSQL gives their text back in its own
    # words, so there only the names are compared.
    inspector = inspect(connection)
    has_own_words = connection.dialect.name != "sqlite"
    there = set(inspector.get_table_names())
    found = []
    for table in metadata.sorted_tables:
        if table.name not in there:
            continue
        held = {
            f"{c['name']}: {'' if has_own_words else c['sqltext']}" for c in inspector.get_check_constraints(table.name)
        }
        wanted = {
            f"{c.name!s}: {'' if has_own_words else c.sqltext}"
            for c in table.constraints
            if isinstance(c, CheckConstraint)
        }
        found += [f"missing check {check}" for check in sorted(wanted - held)]
        found += [f"surplus check {check}" for check in sorted(held - wanted)]
    return found

"""What all tables share: the metadata, the moment type, and the word about privacy that every column carries."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator

from storage.uses import Use

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware going in, aware and in UTC coming out, also on SQLite, which knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment into what the database keeps; refuse one without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone, got {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def person(*args: Any, use: Use, **options: Any) -> Column[Any]:
    """Describe a column that tells something about one person (AVG art. 4), and for what it is used."""
    return _column("person", use, args, options)


def sensitive(*args: Any, use: Use, **options: Any) -> Column[Any]:
    """Describe a column that tells something about one person and from which vulnerability can be read."""
    return _column("sensitive", use, args, options)


def neutral(*args: Any, **options: Any) -> Column[Any]:
    """Describe a column that tells nothing about a person."""
    return _column("none", None, args, options)


def _column(privacy: str, use: Use | None, args: tuple[Any, ...], options: dict[str, Any]) -> Column[Any]:
    return Column(*args, **{"nullable": False, **options}, info={"privacy": privacy, "use": use})

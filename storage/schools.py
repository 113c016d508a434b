"""What schools have settled, kept and given back."""

from typing import Any

from sqlalchemy import Row, select

from career.school import MinorSignature, Region, SchoolSettings
from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.rows import put_rows
from storage.schema.schools import school_settings
from storage.schema.students import students


class SchoolStore:
    """The settings of schools, in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, school: str) -> SchoolSettings | None:
        """Give what a school has settled, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(school_settings).where(school_settings.c.school == school))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _settings(row)

    def all(self) -> dict[str, SchoolSettings]:
        """Give what every school has settled, by its name."""
        rows = self._transaction.read(select(school_settings).order_by(school_settings.c.school))
        return {row.school: _settings(row) for row in rows}

    def names(self) -> frozenset[str]:
        """Name every school that settled something or has a student."""
        of_students = select(students.c.school).where(students.c.school != "").distinct()
        return frozenset(self.all()) | frozenset(self._transaction.read(of_students).scalars())

    def save(self, settings: SchoolSettings) -> None:
        """Keep what a school has settled, in place of what it had settled before."""
        put_rows(self._transaction, school_settings, [_row(settings)])
        # Whoever follows compares the settings of all schools with its own; one student named makes it look. Without
        # any, somebody who is being written this very moment may be one: then all is read again.
        one = select(students.c.id).where(students.c.school == settings.school).limit(1)
        named = list(self._transaction.read(one).scalars())
        note_change(self._transaction, ChangeKind.STUDENT if named else ChangeKind.EVERYTHING, named)


def _row(settings: SchoolSettings) -> dict[str, Any]:
    return {
        "school": settings.school,
        "holiday_region": settings.holiday_region.value,
        "minor_signature": settings.minor_signature.value,
        "max_travel_minutes": settings.max_travel_minutes,
    }


def _settings(row: Row[Any]) -> SchoolSettings:
    return SchoolSettings(
        school=row.school,
        holiday_region=Region(row.holiday_region),
        minor_signature=MinorSignature(row.minor_signature),
        max_travel_minutes=row.max_travel_minutes,
    )

"""What is known about somebody, in words that this person reads, with why and how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from career.rectification import Rectification
from services.local_time import local_day
from services.permissions import Account, Act, may
from services.privacy.register import Item, load_items
from services.privacy.saying import say
from services.privacy.subjects import subject_of
from services.reading_log import LookDay, who_looked
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from storage.subject_paths import personal_columns
from storage.uses import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that is kept, in words.

    Parameters
    ----------
    value : object
        As it is kept.
    says : str
        As people say it.
    """

    item: Item
    value: object
    says: str

    @property
    def is_known(self) -> bool:
        """Whether anything was filled in."""
        return self.value is not None and self.value != ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What one row of a table holds for one use."""

    table: str
    told: tuple[Told, ...]

    @property
    def plain(self) -> tuple[Told, ...]:
        """What tells people something."""
        return tuple(one for one in self.told if not one.item.is_technical)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """All that is kept for one use, and what is said about that.

    Parameters
    ----------
    kept : str
        How long.
    """

    use: Use
    label: str
    purpose: str
    ground: str
    kept: str
    receivers: str
    records: tuple[Record, ...]

    @property
    def plain(self) -> tuple[Record, ...]:
        """The records that tell people something."""
        return tuple(record for record in self.records if any(one.is_known for one in record.plain))


@dataclass(frozen=True, slots=True, kw_only=True)
class MyData:
    """Everything that is kept of somebody.

    Parameters
    ----------
    student_id : UUID or None
        The student it is about; ``None`` when only the account is.
    requests : tuple of (Rectification, str)
        What was said to be wrong, newest first, with what it was about.
    looks : tuple of LookDay
        Who else looked in the last year, for a student; newest first.
    """

    student_id: UUID | None
    sections: tuple[Section, ...]
    paused_since: datetime | None
    requests: tuple[tuple[Rectification, str], ...]
    looks: tuple[LookDay, ...]


def my_data(work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime) -> MyData:
    """Give everything that is kept of who asks, or of a child for whom this parent still decides."""
    subject = subject_of(work, by=by, act=Act.SEE_MY_DATA, child_id=child_id, now=now)
    student_id, items = subject.student_id, load_items()
    return MyData(
        student_id=student_id,
        sections=_sections(work.subjects.rows_of(subject), load_reference(local_day(now))),
        paused_since=None if student_id is None else work.students.restricted_at(student_id),
        requests=tuple(
            (one, items[one.about].label if one.about in items else one.about)
            for one in (() if student_id is None else work.rectifications.of_student(student_id))
        ),
        looks=who_looked(work, by=by, now=now) if child_id is None and may(by, Act.SEE_WHO_LOOKED) else (),
    )


def _sections(rows: Mapping[str, tuple[Mapping[str, Any], ...]], reference: Reference) -> tuple[Section, ...]:
    """Put what the rows hold under the use it is for; a use for which nothing is kept is left out."""
    use_of = {column.code: column.use for column in personal_columns()}
    records: dict[Use, list[Record]] = {use: [] for use in reference.processing}
    for table, held in rows.items():
        # What is neutral by itself, such as when something was said, belongs to the last use of its table.
        uses = dict.fromkeys(use for code, use in use_of.items() if code.partition(".")[0] == table)
        for row in held:
            told: dict[Use, list[Told]] = {use: [] for use in uses}
            for item in load_items().values():
                named, _, column = item.code.partition(".")
                if named == table:
                    use = use_of.get(item.code, next(reversed(uses)))
                    told[use].append(Told(item=item, value=row[column], says=_says(item, row[column], reference)))
            for use, ones in told.items():
                records[use].append(Record(table=table, told=tuple(ones)))
    return tuple(
        Section(
            use=use,
            label=held.label,
            purpose=held.purpose,
            ground=held.ground_text,
            kept=reference.retentions[held.retention].text,
            receivers=held.receivers,
            records=tuple(records[use]),
        )
        for use, held in reference.processing.items()
        if records[use]
    )


def _says(item: Item, value: Any, reference: Reference) -> str:
    named = load_items().get(value) if item.how == "item" else None
    return say(value, item.how, reference) if named is None else named.label

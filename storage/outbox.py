"""Background work that was promised: kept in the same commit as the rows it is about, so that it cannot get lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Row, func, select, update

from storage.database import Transaction
from storage.rows import add_rows
from storage.schema.outbox import outbox

LONGEST_ERROR = 300
"""Characters kept of an error: enough to know it again, too few to hold somebody's story."""


class OutboxState(StrEnum):
    """How far a piece of background work has come."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"
    """It failed so often that a person has to look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """One piece of background work.

    Parameters
    ----------
    task : str
        Name of the task, such as ``"worker.rescore_placement"``.
    arguments : mapping of str to str
        Ids only, as text.
    due_at : datetime
        From when somebody may take it up; moves on while somebody has it.
    attempts : int
        Times that the task began.
    held_until : datetime or None
        Until when the last attempt keeps others off; ``None`` when it is over.
    """

    id: UUID
    task: str
    arguments: Mapping[str, str]
    state: OutboxState
    due_at: datetime
    attempts: int
    last_error: str
    held_until: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether it still has to be done."""
        return self.state is OutboxState.WAITING

    def is_held(self, now: datetime) -> bool:
        """Say whether somebody is at it, as far as can be known."""
        return self.held_until is not None and now < self.held_until


class OutboxStore:
    """The background work of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(
        self, task: str, arguments: Mapping[str, UUID | str | int], *, now: datetime, due_at: datetime | None = None
    ) -> UUID:
        """Promise work that may begin after the commit and not before it is due, and give its id."""
        row = {
            "id": uuid4(),
            "task": task,
            "arguments": {name: str(value) for name, value in arguments.items()},
            "state": OutboxState.WAITING.value,
            "created_at": now,
            "due_at": due_at or now,
            "attempts": 0,
            "last_error": "",
            "finished_at": None,
            "held_until": None,
        }
        add_rows(self._transaction, outbox, [row])
        return row["id"]  # type: ignore[return-value]  # the row maps names to all sorts of values

    def get(self, deferred_id: UUID) -> Deferred | None:
        """Give one piece of work, kept from other workers when this transaction writes."""
        query = self._transaction.locked(select(outbox).where(outbox.c.id == deferred_id))
        row = self._transaction.read(query).one_or_none()
        return None if row is None else _deferred(row)

    def has_due(self, *, now: datetime) -> bool:
        """Say whether any waiting work is due; cheap to ask, and locks nothing."""
        due = select(outbox.c.id).where(outbox.c.state == OutboxState.WAITING.value, outbox.c.due_at <= now).limit(1)
        return self._transaction.read(due).first() is not None

    def is_waiting(self, task: str) -> bool:
        """Say whether any work of this name still has to be done."""
        waiting = select(outbox.c.id).where(outbox.c.state == OutboxState.WAITING.value, outbox.c.task == task).limit(1)
        return self._transaction.read(waiting).first() is not None

    def claim(self, *, now: datetime, until: datetime, limit: int) -> tuple[Deferred, ...]:
        """Take waiting work that is due, oldest first; nobody else gets it before ``until``.

        Work whose taker died comes back by itself, because nothing moves its
        due time on any more.
        """
        due = (
            select(outbox)
            .where(outbox.c.state == OutboxState.WAITING.value, outbox.c.due_at <= now)
            .order_by(outbox.c.due_at, outbox.c.id)
            .limit(limit)
        )
        claimed = tuple(map(_deferred, self._transaction.read(self._transaction.locked(due, skip=True))))
        if claimed:
            ids = [deferred.id for deferred in claimed]
            self._transaction.change(update(outbox).where(outbox.c.id.in_(ids)).values(due_at=until))
        return claimed

    def postpone(self, deferred_ids: Sequence[UUID], *, until: datetime) -> None:
        """Give claimed work back; it is due again at a moment."""
        waiting = outbox.c.state == OutboxState.WAITING.value
        self._transaction.change(update(outbox).where(outbox.c.id.in_(deferred_ids), waiting).values(due_at=until))

    def begin(self, deferred_id: UUID, *, until: datetime) -> None:
        """Count an attempt, and keep others off until a moment."""
        self._set(deferred_id, attempts=outbox.c.attempts + 1, due_at=until, held_until=until)

    def finish(self, deferred_id: UUID, *, now: datetime) -> None:
        """Say that the work is done."""
        self._set(deferred_id, state=OutboxState.DONE.value, finished_at=now, last_error="")

    def fail(self, deferred_id: UUID, *, error: str, again_at: datetime) -> None:
        """Say that an attempt failed and when to try again."""
        self._set(deferred_id, last_error=error[:LONGEST_ERROR], due_at=again_at, held_until=None)

    def bury(self, deferred_id: UUID, *, error: str, now: datetime) -> None:
        """Say that the work failed for good; it stays for a person to look at."""
        self._set(deferred_id, state=OutboxState.DEAD.value, finished_at=now, last_error=error[:LONGEST_ERROR])

    def count(self, state: OutboxState) -> int:
        """Count the pieces of work in a state."""
        query = select(func.count()).select_from(outbox).where(outbox.c.state == state.value)
        return int(self._transaction.read(query).scalar_one())

    def _set(self, deferred_id: UUID, **values: ColumnElement[Any] | datetime | str | None) -> None:
        self._transaction.change(update(outbox).where(outbox.c.id == deferred_id).values(**values))


def _deferred(row: Row[Any]) -> Deferred:
    return Deferred(
        id=row.id,
        task=row.task,
        arguments=row.arguments,
        state=OutboxState(row.state),
        due_at=row.due_at,
        attempts=row.attempts,
        last_error=row.last_error,
        held_until=row.held_until,
    )

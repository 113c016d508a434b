"""Hand-overs to the next school, kept and given back, with their packages, files, steps and keys."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, delete, func, select, update

from career.handover import Handover, HandoverOrigin, HandoverState, HandoverStep, NotedStep, TransferFile
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.handovers import handover_files, handover_keys, handover_steps, handovers

TOLD = tuple(column for column in handovers.columns if column.name != "package")
TOLD_OF_FILES = tuple(column for column in handover_files.columns if column.name != "content")
"""What lists ask: never what was packed."""


class HandoverStore:
    """The hand-overs of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, handover_id: UUID) -> Handover | None:
        """Give one, kept from other writers when this transaction writes."""
        row = self._transaction.read(
            self._transaction.locked(select(*TOLD).where(handovers.c.id == handover_id))
        ).one_or_none()
        return None if row is None else _handover(row)

    def of_student(self, student_id: UUID) -> tuple[Handover, ...]:
        """Give every one of a student, the newest first."""
        asked = select(*TOLD).where(handovers.c.student_id == student_id)
        rows = self._transaction.read(asked.order_by(handovers.c.begun_at.desc(), handovers.c.id))
        return tuple(map(_handover, rows))

    def of_students(self, student_ids: Collection[UUID]) -> tuple[Handover, ...]:
        """Give every one of some students, the newest first."""
        found: list[Handover] = []
        for chunk in chunks(student_ids):
            found += map(_handover, self._transaction.read(select(*TOLD).where(handovers.c.student_id.in_(chunk))))
        return tuple(sorted(found, key=lambda one: (one.begun_at, one.id), reverse=True))

    def to_schools(self, schools: Collection[str]) -> tuple[Handover, ...]:
        """Give what was sent to some schools and not taken back, the newest first."""
        asked = select(*TOLD).where(
            handovers.c.to_school.in_(list(schools)),
            handovers.c.state.in_([HandoverState.SENT.value, HandoverState.RECEIVED.value]),
        )
        return tuple(map(_handover, self._transaction.read(asked.order_by(handovers.c.sent_at.desc(), handovers.c.id))))

    def states_since(self, since: datetime) -> dict[HandoverState, int]:
        """Count by state those that were begun here from a moment on."""
        is_own = handovers.c.origin == HandoverOrigin.HERE.value
        asked = select(handovers.c.state, func.count().label("n")).where(handovers.c.begun_at >= since, is_own)
        rows = self._transaction.read(asked.group_by(handovers.c.state))
        return {HandoverState(row.state): int(row.n) for row in rows}

    def save(self, handover: Handover) -> None:
        """Keep one by its id, new or changed; its package stays as it is, and goes when it was taken back."""
        row = {
            **{column.name: getattr(handover, column.name) for column in TOLD},
            "origin": handover.origin.value,
            "state": handover.state.value,
            "parts": sorted(handover.parts),
            "entry_ids": sorted(map(str, handover.entry_ids)),
        }
        put_rows(self._transaction, handovers, [row])
        if not handover.is_live:
            self.keep_package(handover.id, None)
            self._transaction.change(delete(handover_files).where(handover_files.c.handover_id == handover.id))

    def package(self, handover_id: UUID) -> bytes | None:
        """Give what was packed."""
        asked = select(handovers.c.package).where(handovers.c.id == handover_id)
        package: bytes | None = self._transaction.read(asked).scalar_one_or_none()
        return package

    def keep_package(self, handover_id: UUID, package: bytes | None) -> None:
        """Keep what was packed, or nothing any more."""
        self._transaction.change(update(handovers).where(handovers.c.id == handover_id).values(package=package))

    def note(self, handover: Handover, step: HandoverStep, *, role: str, at: datetime) -> None:
        """Add a line to what was done."""
        row = {
            "id": uuid4(),
            "handover_id": handover.id,
            "student_id": handover.student_id,
            "step": step.value,
            "role": role,
            "at": at,
        }
        add_rows(self._transaction, handover_steps, [row])

    def steps(self, handover_id: UUID) -> tuple[NotedStep, ...]:
        """Give what was done, the oldest first."""
        asked = select(handover_steps).where(handover_steps.c.handover_id == handover_id)
        rows = self._transaction.read(asked.order_by(handover_steps.c.at, handover_steps.c.id))
        return tuple(NotedStep(step=HandoverStep(row.step), role=row.role, at=row.at) for row in rows)

    def files(self, handover_id: UUID) -> tuple[TransferFile, ...]:
        """Give the files that the school put beside it, without their content."""
        asked = select(*TOLD_OF_FILES).where(handover_files.c.handover_id == handover_id)
        rows = self._transaction.read(asked.order_by(handover_files.c.added_at, handover_files.c.id))
        return tuple(TransferFile(**row._mapping) for row in rows)

    def file(self, file_id: UUID) -> TransferFile | None:
        """Give one file without its content."""
        row = self._transaction.read(select(*TOLD_OF_FILES).where(handover_files.c.id == file_id)).one_or_none()
        return None if row is None else TransferFile(**row._mapping)

    def file_content(self, file_id: UUID) -> bytes:
        """Give what is in a file that is there."""
        asked = select(handover_files.c.content).where(handover_files.c.id == file_id)
        content: bytes = self._transaction.read(asked).scalar_one()
        return content

    def add_file(self, file: TransferFile, content: bytes) -> None:
        """Keep a new file."""
        row = {column.name: getattr(file, column.name) for column in TOLD_OF_FILES}
        add_rows(self._transaction, handover_files, [{**row, "content": content}])

    def remove_file(self, file_id: UUID) -> None:
        """Take a file away."""
        self._transaction.change(delete(handover_files).where(handover_files.c.id == file_id))


def _handover(row: Row[Any]) -> Handover:
    told = dict(row._mapping)
    return Handover(
        **{
            **told,
            "origin": HandoverOrigin(told["origin"]),
            "state": HandoverState(told["state"]),
            "parts": frozenset(told["parts"]),
            "entry_ids": frozenset(map(UUID, told["entry_ids"])),
        }
    )


class HandoverKeyStore:
    """The keys of one transaction: our own, and those of installations that are believed."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def own(self) -> tuple[str, str] | None:
        """Give the public and the secret half of our own key (``x`` and ``d``), or ``None`` while there is none."""
        asked = select(handover_keys.c.x, handover_keys.c.d).where(handover_keys.c.d.is_not(None))
        row = self._transaction.read(asked.order_by(handover_keys.c.since, handover_keys.c.key_id)).first()
        return None if row is None else (row.x, row.d)

    def all(self) -> tuple[tuple[str, str, str, datetime | None, bool], ...]:
        """Give of every key its id, name, public half, until when, and whether it is our own."""
        rows = self._transaction.read(select(handover_keys).order_by(handover_keys.c.name, handover_keys.c.key_id))
        return tuple((row.key_id, row.name, row.x, row.until, row.d is not None) for row in rows)

    def keep(self, *, key_id: str, name: str, x: str, d: str | None, now: datetime) -> None:
        """Keep a key; one that ended is believed again."""
        row = {"key_id": key_id, "name": name, "x": x, "d": d, "since": now, "until": None}
        put_rows(self._transaction, handover_keys, [row])

    def end(self, key_id: str, *, now: datetime) -> bool:
        """Believe a key of another no longer, and say whether there was such a key."""
        is_there = (handover_keys.c.key_id == key_id, handover_keys.c.d.is_(None))
        return self._transaction.change(update(handover_keys).where(*is_there).values(until=now)) > 0

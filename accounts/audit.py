"""The audit trail: who did or read what, in a chain that shows when somebody changed it afterwards."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

NO_HASH = "0" * 64
"""What stands before the first entry."""


class AuditKind(StrEnum):
    """What an entry is about."""

    ACT = "act"
    """Somebody did something, or tried to."""
    READING = "reading"
    """Somebody looked at what is known about a person, or tried to."""


class AuditResult(StrEnum):
    """How it went."""

    DONE = "done"
    REFUSED = "refused"
    """This role never may."""
    HIDDEN = "hidden"
    """It was not there, or not for this account: the answer was the same."""
    UNDONE = "undone"
    """It was allowed, and failed for another reason; nothing of it was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditNote:
    """One thing that was done or read, before it has its place in the chain.

    Parameters
    ----------
    account_id : UUID or None
        ``None`` when the service itself did it.
    on_behalf_of : UUID or None
        For whom it was done, when that was somebody else.
    subject_id : UUID or None
        The person, place or other thing it was about: only ever an id.
    reason : str
        A code, never what somebody wrote.
    """

    at: datetime
    kind: AuditKind
    role: str
    act: str
    account_id: UUID | None = None
    on_behalf_of: UUID | None = None
    subject_id: UUID | None = None
    result: AuditResult = AuditResult.DONE
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A note with its place in the chain.

    Parameters
    ----------
    number : int
        1 for the first.
    hash : str
        SHA-256 over the hash before it, its number and everything the note says, as 64 hexadecimal digits.
    """

    number: int
    note: AuditNote
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """How far a chain had come, to be kept where nobody who can change the chain can change this."""

    number: int
    hash: str


NO_ENTRIES = Anchor(number=0, hash=NO_HASH)
"""The end of a chain in which nothing stands yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where a chain is broken, and how that shows."""

    number: int
    kind: "BreakKind"


class BreakKind(StrEnum):
    """How it shows that a chain was changed."""

    MISSING = "missing"
    """This number is not there, or does not stand in its place."""
    CHANGED = "changed"
    """What stands here is not what was written."""
    END = "end"
    """The chain does not end where it was said to end."""
    ANCHOR = "anchor"
    """The entry is not the one that was anchored."""


def canonical(note: AuditNote, *, number: int) -> str:
    """Write a note in the one way in which it is hashed.

    Examples
    --------
    >>> at = datetime(2027, 2, 1, 8, 30, tzinfo=UTC)
    >>> note = AuditNote(at=at, kind=AuditKind.ACT, role="teacher", act="see_group")
    >>> canonical(note, number=7)
    '[7,"2027-02-01T08:30:00.000000+00:00","act","teacher","see_group",null,null,null,"done",""]'
    """
    return json.dumps(
        [
            number,
            note.at.astimezone(UTC).isoformat(timespec="microseconds"),
            note.kind.value,
            note.role,
            note.act,
            *(None if held is None else str(held) for held in (note.account_id, note.on_behalf_of, note.subject_id)),
            note.result.value,
            note.reason,
        ],
        separators=(",", ":"),
    )


def chained(notes: Iterable[AuditNote], *, after: Anchor) -> tuple[AuditEntry, ...]:
    """Give notes their places behind the end of a chain."""
    entries: list[AuditEntry] = []
    number, before = after.number, after.hash
    for note in notes:
        number += 1
        before = _hash(note, number=number, before=before)
        entries.append(AuditEntry(number=number, note=note, hash=before))
    return tuple(entries)


def find_break(
    entries: Iterable[AuditEntry], *, start: Anchor = NO_ENTRIES, end: Anchor, anchors: Iterable[Anchor] = ()
) -> Break | None:
    """Say where a chain was changed first; ``None`` when it is whole.

    Parameters
    ----------
    entries : iterable of AuditEntry
        All of them, in the order of their numbers; they may stream by.
    start : Anchor
        Up to and including which number entries were taken away because their time had come.
    end : Anchor
        Where the chain says it ends.
    anchors : iterable of Anchor
        What was kept elsewhere. Without any, a chain that was written anew from some entry on looks whole. One of an
        entry that was taken away says nothing any more.
    """
    kept: dict[int, set[str]] = {}
    for anchor in anchors:
        if anchor.number >= start.number:
            kept.setdefault(anchor.number, set()).add(anchor.hash)
    number, before = start.number, start.hash
    if kept.pop(number, {before}) != {before}:
        return Break(number=number, kind=BreakKind.ANCHOR)
    for entry in entries:
        number += 1
        if entry.number != number:
            return Break(number=number, kind=BreakKind.MISSING)
        if entry.hash != _hash(entry.note, number=number, before=before):
            return Break(number=number, kind=BreakKind.CHANGED)
        if kept.pop(number, {entry.hash}) != {entry.hash}:
            return Break(number=number, kind=BreakKind.ANCHOR)
        before = entry.hash
    if end != Anchor(number=number, hash=before):
        return Break(number=min(number, end.number) + 1, kind=BreakKind.END)
    return Break(number=min(kept), kind=BreakKind.ANCHOR) if kept else None


def _hash(note: AuditNote, *, number: int, before: str) -> str:
    return sha256(f"{before}\n{canonical(note, number=number)}".encode()).hexdigest()

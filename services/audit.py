"""The audit trail for whoever keeps the installation: is it whole, where does it end, and what happened when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from accounts.audit import Anchor, AuditEntry, Break, BreakKind, find_break
from services.errors import ServiceError
from services.files.columns import Column
from services.files.writing import write_table
from services.unit_of_work import UnitOfWork

__all__ = ["Anchor", "AnchorFileError", "BreakKind", "Verified", "anchor", "export", "read_anchors", "verify"]

HASH_DIGITS = 64


class AnchorFileError(ServiceError):
    """A file of anchors holds a line that is none."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line} is no anchor")
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What looking over the chain brought to light.

    Parameters
    ----------
    n_entries : int
        How many there should be, by what the chain itself says.
    n_gone : int
        How many before those were taken away because their time had come.
    """

    n_entries: int
    n_gone: int
    found: Break | None


def verify(work: UnitOfWork, *, anchors: Iterable[Anchor] = ()) -> Verified:
    """Look over the whole audit trail, entry by entry."""
    start, end = work.audit.start(), work.audit.end()
    return Verified(
        n_entries=end.number - start.number,
        n_gone=start.number,
        found=find_break(work.audit.all(), start=start, end=end, anchors=anchors),
    )


def anchor(work: UnitOfWork) -> Anchor:
    """Give the number and the hash with which the audit trail ends now."""
    return work.audit.end()


def read_anchors(text: str) -> tuple[Anchor, ...]:
    """Read anchors, one on a line: number and hash with a space between.

    Raises
    ------
    AnchorFileError
        A line is something else.
    """
    anchors = []
    for line, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        number, _, digest = written.strip().partition(" ")
        is_hash = len(digest) == HASH_DIGITS and set(digest) <= set("0123456789abcdef")
        if not (number.isascii() and number.isdigit() and len(number) < HASH_DIGITS and is_hash):
            raise AnchorFileError(line)
        anchors.append(Anchor(number=int(number), hash=digest))
    return tuple(anchors)


def export(work: UnitOfWork, path: Path, *, start: datetime, end: datetime) -> int:
    """Write who did and read what from one moment until another as CSV, and give how many lines.

    Raises
    ------
    FileRefusedError
        Nothing can be written there.
    """
    return write_table(path, COLUMNS, work.audit.between(start, end))


def _out(name: str, about: str, example: str, write: Any) -> Column[Any]:
    return Column(name=name, about=about, example=example, field=name, read=str, write=write)


def _moment(entry: AuditEntry) -> str:
    return entry.note.at.astimezone(UTC).isoformat(timespec="seconds")


COLUMNS: Sequence[Column[Any]] = (
    _out("nummer", "Plaats in de rij.", "1204", lambda entry: str(entry.number)),
    _out("moment", "Wanneer, in wereldtijd (UTC).", "2027-02-01T08:30:00+00:00", _moment),
    _out("account", "Wie het deed.", "5f0c…", lambda entry: str(entry.note.account_id or "")),
    _out("rol", "In welke rol.", "teacher", lambda entry: entry.note.role),
    _out("namens", "Voor wie het werd gedaan.", "", lambda entry: str(entry.note.on_behalf_of or "")),
    _out("soort", "Gedaan (act) of bekeken (reading).", "reading", lambda entry: entry.note.kind.value),
    _out("wat", "Welke handeling.", "see_matches", lambda entry: entry.note.act),
    _out("over", "Over wie of wat het ging.", "91aa…", lambda entry: str(entry.note.subject_id or "")),
    _out("uitkomst", "Hoe het afliep.", "done", lambda entry: entry.note.result.value),
    _out("reden", "Code van de reden.", "", lambda entry: entry.note.reason),
)

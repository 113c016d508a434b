"""The journal of erasures beside the database, and erasing again what an old backup brought back."""

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from services.applications.keeping import give_back_places
from services.errors import ServiceError
from services.event_queue import give_back_seats
from services.guarantee_queue import release_guarantees
from services.peers import release_peers
from services.privacy.subjects import account_subject, student_subject
from services.unit_of_work import UnitOfWork
from storage.erasures import ErasedKind, Erasure


class JournalRefusedError(ServiceError):
    """A file is no journal of erasures.

    Parameters
    ----------
    name : str
        Of the file, without its folder.
    line : int
        The first line that cannot be right.
    """

    def __init__(self, name: str, line: int) -> None:
        self.name, self.line = name, line
        super().__init__(f"{name}, line {line}: this is no erasure")


def read_journal(path: Path) -> tuple[Erasure, ...]:
    """Read the erasures in a file; none when it is not there.

    Raises
    ------
    JournalRefusedError
        A line cannot be right.
    """
    if not path.exists():
        return ()
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            told = json.loads(line)
            found.append(
                Erasure(
                    subject_id=UUID(told["subject_id"]),
                    kind=ErasedKind(told["kind"]),
                    erased_at=datetime.fromisoformat(told["erased_at"]),
                )
            )
        except (ValueError, KeyError, TypeError):
            raise JournalRefusedError(path.name, number) from None
    return tuple(found)


def save_journal(work: UnitOfWork, *, path: Path) -> int:
    """Write every erasure in a file, beside those it holds already, whole or not at all; give their number."""
    known = {one.subject_id: one for one in (*read_journal(path), *work.erasures.all())}
    lines = [
        json.dumps({"subject_id": str(one.subject_id), "kind": one.kind.value, "erased_at": one.erased_at.isoformat()})
        for one in sorted(known.values(), key=lambda one: (one.erased_at, one.subject_id))
    ]
    beside = path.with_name(f"{path.name}.new")
    beside.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    beside.replace(path)
    return len(lines)


def replay_erasures(work: UnitOfWork, *, journal: Iterable[Erasure] = (), now: datetime) -> int:
    """Erase again whoever was erased before and is here again; give how many were.

    Parameters
    ----------
    journal : iterable of Erasure
        Erasures that this database does not know, because it was put back from before them.
    """
    known = {one.subject_id: one for one in (*journal, *work.erasures.all())}
    work.erasures.add_all(known.values())
    n_back = 0
    for one in known.values():
        is_student = one.kind is ErasedKind.STUDENT
        subject = student_subject(work, one.subject_id) if is_student else account_subject(work, one.subject_id)
        if subject.student_id is not None:
            give_back_places(work, student_id=subject.student_id)
            release_guarantees(work, student_id=subject.student_id, now=now)
            release_peers(work, student_id=subject.student_id, now=now)
        give_back_seats(work, student_id=subject.student_id, account_ids=subject.account_ids, now=now)
        n_back += bool(work.subjects.erase(subject).n_gone)
    if n_back:
        work.defer("worker.rescore_all")
    return n_back

"""What has been kept as long as it may be (bewaartermijnen): first told, then taken away."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from services.applications.keeping import give_back_places
from services.errors import ServiceError
from services.event_queue import give_back_seats
from services.guarantee_queue import release_guarantees
from services.linking.confirming import forget_unreviewed
from services.local_time import local_day
from services.peers import release_peers
from services.privacy.subjects import account_subject, student_subject
from services.reference import load_reference
from services.reference.processing import Retention
from services.terms import last_over, next_at, over_before
from services.unit_of_work import Mode, UnitOfWork
from storage.subject_paths import Subject

TASK = "worker.keep_to_terms"
QUIET_HOUR = 4
"""In the night, when nobody waits for the database."""
STUDENTS, ACCOUNTS, WORDS, TRAIL = "student_file", "account", "words", "trail"
SINGLE_ROWS = (
    "applications",
    "draft",
    "messages",
    "event",
    "session",
    "invitation",
    "company_log",
    "report",
    "upkeep",
    "erasure",
)
"""The classes of ``retention.csv`` that have a term."""


class DemoHasNoTermsError(ServiceError):
    """A demo region is thrown away whole; nothing in it is kept too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Over:
    """How much of one class is over.

    Parameters
    ----------
    n : int
        Students, accounts, sentences or rows; never who or which.
    """

    retention: Retention
    n: int


Count = Callable[[UnitOfWork, Retention, datetime], int]


def what_is_over(work: UnitOfWork, *, now: datetime) -> tuple[Over, ...]:
    """Count what must go now, class by class; nothing changes."""
    return _each(work, {code: count for code, (count, _) in CLASSES.items()}, now=now)


def remove_what_is_over(work: UnitOfWork, *, now: datetime) -> tuple[Over, ...]:
    """Take away what must go now, of students, accounts and sentences a bounded number; give what went.

    Raises
    ------
    DemoHasNoTermsError
        The installation is a demo.
    """
    if work.installation.mode is Mode.DEMO:
        raise DemoHasNoTermsError("a demo region keeps to no terms")
    gone = _each(work, {code: remove for code, (_, remove) in CLASSES.items()}, now=now)
    if any(one.n for one in gone if one.retention.code == STUDENTS):
        work.defer("worker.rescore_all")
    return gone


def is_more_to_remove(gone: Iterable[Over]) -> bool:
    """Say whether another go may find more of what is taken away a bounded number at once."""
    return any(one.n for one in gone if one.retention.code in (STUDENTS, ACCOUNTS, WORDS))


def keep_to_terms(work: UnitOfWork, *, now: datetime) -> None:
    """Take away what must go and promise to look again: at once while there is more, else in the next night."""
    gone = remove_what_is_over(work, now=now)
    work.defer(TASK, due_at=None if is_more_to_remove(gone) else next_at(now, hour=QUIET_HOUR))


def promise_to_keep_terms(work: UnitOfWork, *, now: datetime) -> bool:
    """Put the first look in the timetable, unless it is there or this is a demo; say whether it was put there."""
    if work.installation.mode is Mode.DEMO or work.outbox.is_waiting(TASK):
        return False
    work.defer(TASK, due_at=next_at(now, hour=QUIET_HOUR))
    return True


def _each(work: UnitOfWork, counts: Mapping[str, Count], *, now: datetime) -> tuple[Over, ...]:
    held = load_reference(local_day(now)).retentions
    return tuple(Over(retention=held[code], n=count(work, held[code], now)) for code, count in counts.items())


def _erase(work: UnitOfWork, subjects: Iterable[Subject], *, now: datetime) -> int:
    n_gone = 0
    for subject in subjects:
        if subject.student_id is not None:
            give_back_places(work, student_id=subject.student_id)
            release_guarantees(work, student_id=subject.student_id, now=now)
            release_peers(work, student_id=subject.student_id, now=now)
        give_back_seats(work, student_id=subject.student_id, account_ids=subject.account_ids, now=now)
        work.subjects.erase(subject)
        n_gone += 1
    return n_gone


def _remove_students(work: UnitOfWork, held: Retention, now: datetime) -> int:
    over = work.keeping.students(last=last_over(held, now=now))
    return _erase(work, (student_subject(work, one) for one in over), now=now)


def _remove_accounts(work: UnitOfWork, held: Retention, now: datetime) -> int:
    over = work.keeping.accounts(last=last_over(held, now=now), before=over_before(held, now=now))
    return _erase(work, (account_subject(work, one) for one in over), now=now)


def _count_rows(work: UnitOfWork, held: Retention, now: datetime) -> int:
    return work.keeping.count_rows(held.code, before=over_before(held, now=now))


def _remove_rows(work: UnitOfWork, held: Retention, now: datetime) -> int:
    return work.keeping.remove_rows(held.code, before=over_before(held, now=now))


CLASSES: Mapping[str, tuple[Count, Count]] = MappingProxyType(
    {
        STUDENTS: (
            lambda work, held, now: work.keeping.count_students(last=last_over(held, now=now)),
            _remove_students,
        ),
        ACCOUNTS: (
            lambda work, held, now: work.keeping.count_accounts(
                last=last_over(held, now=now), before=over_before(held, now=now)
            ),
            _remove_accounts,
        ),
        WORDS: (
            lambda work, held, now: work.links.count_unreviewed(before=over_before(held, now=now)),
            lambda work, _, now: forget_unreviewed(work, now=now),
        ),
        TRAIL: (
            lambda work, held, now: work.audit.count_before(over_before(held, now=now)),
            lambda work, held, now: work.audit.remove_before(over_before(held, now=now)),
        ),
        **dict.fromkeys(SINGLE_ROWS, (_count_rows, _remove_rows)),
    }
)
"""Per class how to count what is over, and how to take it away."""

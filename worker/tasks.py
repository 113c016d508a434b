"""The tasks by name: each calls one act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from services.settings import read_settings
from services.unit_of_work import UnitOfWork


class Step(Protocol):
    """Does something in a unit of work that the worker opens and, when it writes, commits.

    It takes as keywords the moment, and as text the ids that were deferred.
    """

    def __call__(self, work: UnitOfWork, *, now: datetime, **ids: str) -> None:
        """Do it; an error means that nothing is kept and that the work is tried again."""


def prepare_nothing(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Leave all of the work to the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One kind of background work.

    Parameters
    ----------
    act : Step
        Does the work. While it runs, nobody else can write to a SQLite database.
    prepare : Step
        Does the long reckoning beforehand in a unit of work that only reads; what it finds stays in ``work.kept``.
    """

    act: Step
    prepare: Step = prepare_nothing


def prepare_market(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Have the market at hand as it stands now."""
    from services.markets import current_market  # brings the engine, which the relay does without

    current_market(work, now=now)


def rescore_placement(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Count again who fits a placement, after it was posted or changed."""
    from services.placements import count_candidates

    count_candidates(work, placement_id=UUID(ids["placement_id"]), now=now)


def rescore_all(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Count again who fits each placement, after many people or placements came in at once."""
    from services.placements import count_all_candidates

    count_all_candidates(work, now=now)


def keep_to_terms(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Take away what has been kept as long as it may be, when this installation wants that, and come back tomorrow."""
    from services.privacy import keeping

    if read_settings().keep_terms:
        keeping.keep_to_terms(work, now=now)


def save_erasures(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Write who was erased in the file beside the database, when there is to be one."""
    from services.privacy.journal import save_journal

    if read_settings().erasure_journal:
        save_journal(work, path=Path(read_settings().erasure_journal))


TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "worker.rescore_placement": Task(act=rescore_placement, prepare=prepare_market),
        "worker.rescore_all": Task(act=rescore_all, prepare=prepare_market),
        "worker.keep_to_terms": Task(act=keep_to_terms),
        "worker.save_erasures": Task(act=save_erasures),
    }
)
"""Every task by the fixed name under which acts defer it."""

"""The tasks by name: each calls one act."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from services.unit_of_work import UnitOfWork


class Task(Protocol):
    """Does one piece of background work inside a unit of work that the worker opens and commits.

    It takes as keywords the ids that were deferred, as text, and the moment.
    """

    def __call__(self, work: UnitOfWork, *, now: datetime, **ids: str) -> None:
        """Do the work; an error means that nothing is kept and that it is tried again."""


def rescore_placement(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Count again who fits a placement, after it was posted or changed."""
    from services.placements import count_candidates  # brings the engine, which the relay does without

    count_candidates(work, placement_id=UUID(ids["placement_id"]), now=now)


TASKS: Mapping[str, Task] = MappingProxyType({"worker.rescore_placement": rescore_placement})
"""Every task by the fixed name under which acts defer it."""

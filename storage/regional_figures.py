"""What is counted of a whole region, without anybody's name: of who has not paused alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from career.answer_clock import Side
from career.application_rules import ApplicationState, StepKind
from storage.database import Transaction
from storage.schema.applications import application_steps, applications
from storage.schema.students import students
from storage.students import TAKES_PART


@dataclass(frozen=True, slots=True)
class CountedStep:
    """A step of an application, without who took it."""

    at: datetime
    kind: StepKind
    turn: Side | None
    side: Side
    """For whom it was taken."""


@dataclass(frozen=True, slots=True)
class CountedApplication:
    """An application as it is counted."""

    placement_id: UUID
    state: ApplicationState
    ended_by: Side | None
    steps: tuple[CountedStep, ...]


class RegionalFiguresStore:
    """What is counted in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def placed_students(self) -> frozenset[UUID]:
        """Give the students who have a place."""
        asked = select(applications.c.student_id).where(applications.c.state == ApplicationState.PLACED.value)
        return frozenset(self._transaction.read(asked).scalars())

    def applications_since(self, since: datetime) -> Iterator[CountedApplication]:
        """Give the applications that began from a moment on, with their steps, in two queries."""
        asked = self._counted(select(application_steps), since)
        steps: dict[UUID, list[CountedStep]] = {}
        order = (application_steps.c.application_id, application_steps.c.position)
        for row in self._transaction.read(asked.order_by(*order)):
            steps.setdefault(row.application_id, []).append(
                CountedStep(
                    at=row.at,
                    kind=StepKind(row.kind),
                    turn=None if row.turn is None else Side(row.turn),
                    side=Side(row.on_behalf_of or row.side),
                )
            )
        columns = (applications.c.id, applications.c.placement_id, applications.c.state, applications.c.ended_by)
        asked = select(*columns).join(students).where(TAKES_PART, applications.c.began_at >= since)
        for row in self._transaction.read(asked.order_by(applications.c.id)):
            yield CountedApplication(
                placement_id=row.placement_id,
                state=ApplicationState(row.state),
                ended_by=None if row.ended_by is None else Side(row.ended_by),
                steps=tuple(steps[row.id]),
            )

    @staticmethod
    def _counted(asked: Select[Any], since: datetime) -> Select[Any]:
        joined = asked.join(applications, applications.c.id == application_steps.c.application_id)
        joined = joined.join(students, students.c.id == applications.c.student_id)
        return joined.where(TAKES_PART, applications.c.began_at >= since)

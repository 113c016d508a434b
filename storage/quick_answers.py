"""How often companies answered in time, counted from the steps that were taken in applications."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, and_, cast, func, select

from career.answer_clock import Side
from career.application_rules import StepKind
from employer_toolkit.quick_answers import AnswersInTime
from storage.database import Transaction
from storage.rows import chunks
from storage.schema.applications import application_steps, applications
from storage.schema.employers import sites
from storage.schema.placements import placements


class QuickAnswerStore:
    """The answers of companies in one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def of_employers(
        self, employer_ids: Collection[UUID], *, since: datetime, until: datetime
    ) -> Mapping[UUID, AnswersInTime]:
        """Count per company the questions that ended in a period, and those it answered in time.

        A question ends when the company takes a step, which is in time as long as it is its turn, or when the service
        gives the turn to somebody who helps. A question that somebody else took back does not count.
        """
        before, after = application_steps.alias("before"), application_steps.alias("after")
        is_answer = after.c.side == Side.EMPLOYER.value
        is_late = after.c.kind == StepKind.HAND_OVER.value
        found: dict[UUID, AnswersInTime] = {}
        for chunk in chunks(employer_ids):
            asked = (
                select(
                    sites.c.employer_id,
                    func.count().label("n_asked"),
                    func.sum(cast(is_answer, Integer)).label("n_in_time"),
                )
                .select_from(before)
                .join(
                    after,
                    and_(after.c.application_id == before.c.application_id, after.c.position == before.c.position + 1),
                )
                .join(applications, applications.c.id == before.c.application_id)
                .join(placements, placements.c.id == applications.c.placement_id)
                .join(sites, sites.c.id == placements.c.site_id)
                .where(
                    before.c.turn == Side.EMPLOYER.value,
                    is_answer | is_late,
                    after.c.kind != StepKind.SEE.value,
                    after.c.at >= since,
                    after.c.at < until,
                    sites.c.employer_id.in_(chunk),
                )
                .group_by(sites.c.employer_id)
            )
            for row in self._transaction.read(asked):
                found[row.employer_id] = AnswersInTime(n_asked=row.n_asked, n_in_time=row.n_in_time)
        return found

"""What people report about companies, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, select

from employer_toolkit.report import Report, ReportState
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.reports import reports


class ReportStore:
    """The reports of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, report_id: UUID) -> Report | None:
        """Give one report, kept from other writers when this transaction writes."""
        row = self._transaction.read(
            self._transaction.locked(select(reports).where(reports.c.id == report_id))
        ).one_or_none()
        return None if row is None else _report(row)

    def by_code(self, code_sha256: str) -> Report | None:
        """Give the report of somebody without a name."""
        row = self._transaction.read(select(reports).where(reports.c.code_sha256 == code_sha256)).one_or_none()
        return None if row is None else _report(row)

    def of_account(self, account_id: UUID) -> tuple[Report, ...]:
        """Give what an account reported with its name, newest first."""
        asked = select(reports).where(reports.c.account_id == account_id)
        return tuple(map(_report, self._transaction.read(asked.order_by(reports.c.made_at.desc(), reports.c.id))))

    def all(self, *, limit: int) -> tuple[Report, ...]:
        """Give the reports: what waits first, then what is in hand, then what is settled; of each the oldest first."""
        order = {state.value: place for place, state in enumerate(ReportState)}
        asked = select(reports).order_by(case(order, value=reports.c.state), reports.c.made_at, reports.c.id)
        return tuple(map(_report, self._transaction.read(asked.limit(limit))))

    def save(self, given: Report) -> None:
        """Keep a report by its id, new or with a step more."""
        row = {
            "id": given.id,
            "account_id": given.account_id,
            "code_sha256": given.code_sha256 or None,
            "kind": given.kind,
            "words": given.words,
            "place": given.where,
            "made_at": given.made_at,
            "confirm_by": given.confirm_by,
            "state": given.state.value,
            "confirmed_at": given.confirmed_at,
            "handled_by": given.handled_by,
            "answer": given.answer,
            "settled_at": given.settled_at,
        }
        put_rows(self._transaction, reports, [row])


def _report(row: Row[Any]) -> Report:
    return Report(
        id=row.id,
        account_id=row.account_id,
        code_sha256=row.code_sha256 or "",
        kind=row.kind,
        words=row.words,
        where=row.place,
        made_at=row.made_at,
        confirm_by=row.confirm_by,
        state=ReportState(row.state),
        confirmed_at=row.confirmed_at,
        handled_by=row.handled_by,
        answer=row.answer,
        settled_at=row.settled_at,
    )

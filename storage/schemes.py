"""Who may look for schemes for whom, and what was found, kept and given back."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete, select

from career.scheme_consent import SchemeConsent, SchemeFinding
from storage.database import Transaction
from storage.rows import add_rows, put_rows
from storage.schema.schemes import scheme_consents, scheme_findings


class SchemeStore:
    """The yeses of one transaction with what was found; one that was taken back is there too."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, application_id: UUID) -> SchemeConsent | None:
        """Give the yes for one application, kept from other writers when this transaction writes."""
        asked = select(scheme_consents).where(scheme_consents.c.application_id == application_id)
        return self._read([application_id]) if self._transaction.read(self._transaction.locked(asked)).first() else None

    def some(self, application_ids: Collection[UUID]) -> Mapping[UUID, SchemeConsent]:
        """Give the yeses for these applications, by application."""
        ids = sorted(application_ids)
        found: dict[UUID, list[SchemeFinding]] = {}
        asked = select(scheme_findings).where(scheme_findings.c.application_id.in_(ids))
        for row in self._transaction.read(asked.order_by(scheme_findings.c.scheme)):
            finding = SchemeFinding(scheme=row.scheme, found_at=row.found_at, found_by=row.found_by)
            found.setdefault(row.application_id, []).append(finding)
        kept = self._transaction.read(select(scheme_consents).where(scheme_consents.c.application_id.in_(ids)))
        return {
            row.application_id: SchemeConsent(
                application_id=row.application_id,
                student_id=row.student_id,
                given_at=row.given_at,
                given_by=row.given_by,
                given_as=row.given_as,
                text_version=row.text_version,
                shared_at=row.shared_at,
                withdrawn_at=row.withdrawn_at,
                findings=tuple(found.get(row.application_id, ())),
            )
            for row in kept
        }

    def save(self, consent: SchemeConsent) -> None:
        """Keep a yes and what was found, in the place of what was there for the application."""
        row = {
            "application_id": consent.application_id,
            "student_id": consent.student_id,
            "given_at": consent.given_at,
            "given_by": consent.given_by,
            "given_as": consent.given_as,
            "text_version": consent.text_version,
            "shared_at": consent.shared_at,
            "withdrawn_at": consent.withdrawn_at,
        }
        put_rows(self._transaction, scheme_consents, [row])
        of_it = scheme_findings.c.application_id == consent.application_id
        self._transaction.change(delete(scheme_findings).where(of_it))
        findings = [
            {
                "application_id": consent.application_id,
                "scheme": one.scheme,
                "found_at": one.found_at,
                "found_by": one.found_by,
            }
            for one in consent.findings
        ]
        add_rows(self._transaction, scheme_findings, findings)

    def _read(self, application_ids: Collection[UUID]) -> SchemeConsent | None:
        return next(iter(self.some(application_ids).values()), None)

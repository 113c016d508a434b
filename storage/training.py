"""What people have done of the training path, and their certificates, kept and given back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.training import certificates, training_done


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate (certificaat) of the whole path.

    Parameters
    ----------
    code : str
        By which anybody can ask whether it is valid; cannot be guessed.
    name : str
        As it stands on the certificate.
    """

    code: str
    account_id: UUID
    name: str
    given_at: datetime


class TrainingStore:
    """The training of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def done_by(self, account_id: UUID) -> Mapping[str, datetime]:
        """Give which modules an account has done, and when."""
        asked = select(training_done).where(training_done.c.account_id == account_id)
        return {row.module: row.done_at for row in self._transaction.read(asked.order_by(training_done.c.module))}

    def note_done(self, *, account_id: UUID, module: str, at: datetime) -> None:
        """Keep that an account has done a module; the first time counts."""
        row = {"account_id": account_id, "module": module, "done_at": at}
        put_rows(self._transaction, training_done, [row], keeping=("done_at",))

    def certificate_of(self, account_id: UUID) -> Certificate | None:
        """Give the certificate of an account."""
        row = self._transaction.read(select(certificates).where(certificates.c.account_id == account_id)).one_or_none()
        return None if row is None else Certificate(**row._mapping)

    def certified(self, account_ids: Iterable[UUID]) -> frozenset[UUID]:
        """Give which of these accounts have a certificate."""
        found: set[UUID] = set()
        for chunk in chunks(account_ids):
            asked = select(certificates.c.account_id).where(certificates.c.account_id.in_(chunk))
            found.update(self._transaction.read(asked).scalars())
        return frozenset(found)

    def certificate(self, code: str) -> Certificate | None:
        """Give the certificate with this code; there is none once it was taken back."""
        row = self._transaction.read(select(certificates).where(certificates.c.code == code)).one_or_none()
        return None if row is None else Certificate(**row._mapping)

    def add_certificate(self, given: Certificate) -> None:
        """Keep a new certificate; an account that has one already raises ``ConflictError``."""
        row = {"code": given.code, "account_id": given.account_id, "name": given.name, "given_at": given.given_at}
        add_rows(self._transaction, certificates, [row])

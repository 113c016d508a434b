"""What a region adds to the help map and leaves out of it, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select

from career.help_map import HelpKind, RegionalOffer
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.help_offers import hidden_help_offers, regional_help_offers


class HelpOfferStore:
    """The help of the region, of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, offer_id: UUID) -> RegionalOffer | None:
        """Give one offer of the region."""
        asked = select(regional_help_offers).where(regional_help_offers.c.id == offer_id)
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _offer(row)

    def all(self) -> tuple[RegionalOffer, ...]:
        """Give every offer of the region, in the order of the alphabet."""
        asked = select(regional_help_offers).order_by(regional_help_offers.c.label, regional_help_offers.c.id)
        return tuple(map(_offer, self._transaction.read(asked)))

    def save(self, given: RegionalOffer) -> None:
        """Keep an offer by its id, new or changed."""
        row = {
            "id": given.id,
            "label": given.label,
            "kind": given.kind.value,
            "what": given.what,
            "situations": list(given.situations),
            "municipality": given.municipality,
            "how": given.how,
            "phone": given.phone,
            "url": given.url,
            "source_title": given.source_title,
            "source_url": given.source_url,
            "checked_on": given.checked_on,
            "until_on": given.until_on,
        }
        put_rows(self._transaction, regional_help_offers, [row])

    def remove(self, offer_id: UUID) -> None:
        """Take an offer of the region away."""
        self._transaction.change(delete(regional_help_offers).where(regional_help_offers.c.id == offer_id))

    def hidden(self) -> frozenset[str]:
        """Give the codes of what the region leaves out."""
        return frozenset(self._transaction.read(select(hidden_help_offers.c.code)).scalars())

    def hide(self, code: str) -> None:
        """Leave an offer of the product out."""
        put_rows(self._transaction, hidden_help_offers, [{"code": code}])

    def show(self, code: str) -> None:
        """Leave it out no more."""
        self._transaction.change(delete(hidden_help_offers).where(hidden_help_offers.c.code == code))


def _offer(row: Row[Any]) -> RegionalOffer:
    return RegionalOffer(
        id=row.id,
        label=row.label,
        kind=HelpKind(row.kind),
        what=row.what,
        situations=tuple(row.situations),
        municipality=row.municipality,
        how=row.how,
        phone=row.phone,
        url=row.url,
        source_title=row.source_title,
        source_url=row.source_url,
        checked_on=row.checked_on,
        until_on=row.until_on,
    )

"""The reviews of places, kept and given back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from employer_toolkit.review import PlaceReview, ReviewState
from storage.database import Transaction
from storage.rows import put_rows
from storage.schema.reviews import place_reviews


class ReviewStore:
    """The reviews of places of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, placement_id: UUID) -> PlaceReview | None:
        """Give the review of a place, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(place_reviews).where(place_reviews.c.placement_id == placement_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _review(row)

    def save(self, given: PlaceReview) -> None:
        """Keep the review of a place, new or changed."""
        row = {
            "placement_id": given.placement_id,
            "state": given.state.value,
            "is_held": given.is_held,
            "asked_at": given.asked_at,
            "remarks": dict(given.remarks),
            "kept": dict(given.kept),
            "allowed": sorted(given.allowed),
            "settled_by": given.settled_by,
            "settled_at": given.settled_at,
        }
        put_rows(self._transaction, place_reviews, [row])

    def waiting(self, *, limit: int) -> tuple[PlaceReview, ...]:
        """Give what waits for a person: what others cannot see yet first, then what waits longest."""
        asked = (
            select(place_reviews)
            .where(place_reviews.c.state == ReviewState.WAITING.value)
            .order_by(place_reviews.c.is_held.desc(), place_reviews.c.asked_at, place_reviews.c.placement_id)
            .limit(limit)
        )
        return tuple(map(_review, self._transaction.read(asked)))

    def count_waiting(self) -> int:
        """Count what waits for a person."""
        asked = select(func.count()).where(place_reviews.c.state == ReviewState.WAITING.value)
        return int(self._transaction.read(asked.select_from(place_reviews)).scalar_one())


def _review(row: Row[Any]) -> PlaceReview:
    return PlaceReview(
        placement_id=row.placement_id,
        state=ReviewState(row.state),
        is_held=row.is_held,
        asked_at=row.asked_at,
        remarks=row.remarks,
        kept=row.kept,
        allowed=frozenset(row.allowed),
        settled_by=row.settled_by,
        settled_at=row.settled_at,
    )

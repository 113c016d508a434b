"""Peers, kept and given back: offers, pairs and contacts."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from career.peer import ContactWay, OfferState, PairState, PeerContact, PeerOffer, PeerPair
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.peers import peer_contacts, peer_offers, peer_pairs

TAKING_ROOM = tuple(state.value for state in PairState if state not in (PairState.WANTED, PairState.ENDED))


class PeerStore:
    """The peers of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def offer(self, student_id: UUID) -> PeerOffer | None:
        """Give what somebody offers, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(peer_offers).where(peer_offers.c.student_id == student_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _offer(row)

    def offers(self, state: OfferState) -> tuple[PeerOffer, ...]:
        """Give every offer in a state, who asked first first."""
        asked = select(peer_offers).where(peer_offers.c.state == state.value)
        in_turn = asked.order_by(peer_offers.c.asked_at, peer_offers.c.student_id)
        return tuple(map(_offer, self._transaction.read(in_turn)))

    def save_offer(self, offer: PeerOffer) -> None:
        """Keep an offer, in place of what the student offered before."""
        row = {
            "student_id": offer.student_id,
            "state": offer.state.value,
            "sectors": sorted(offer.sectors),
            "languages": sorted(offer.languages),
            "most_km": offer.most_km,
            "n_most": offer.n_most,
            "asked_at": offer.asked_at,
            "decided_on": offer.decided_on,
        }
        put_rows(self._transaction, peer_offers, [row])

    def pair(self, pair_id: UUID) -> PeerPair | None:
        """Give one pair, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(peer_pairs).where(peer_pairs.c.id == pair_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _pair(row)

    def of_student(self, student_id: UUID) -> tuple[PeerPair, ...]:
        """Give where somebody is the one who is helped, the newest first."""
        asked = select(peer_pairs).where(peer_pairs.c.student_id == student_id)
        return self._pairs(asked.order_by(peer_pairs.c.asked_at.desc(), peer_pairs.c.id))

    def of_peer(self, peer_id: UUID) -> tuple[PeerPair, ...]:
        """Give where somebody helps or is asked to, the newest first."""
        asked = select(peer_pairs).where(peer_pairs.c.peer_id == peer_id)
        return self._pairs(asked.order_by(peer_pairs.c.asked_at.desc(), peer_pairs.c.id))

    def of_account(self, account_id: UUID) -> tuple[PeerPair, ...]:
        """Give where an account helps today, in the order in which they began."""
        asked = select(peer_pairs).where(
            peer_pairs.c.account_id == account_id, peer_pairs.c.state == PairState.ACTIVE.value
        )
        return self._pairs(asked.order_by(peer_pairs.c.began_on, peer_pairs.c.id))

    def open_pairs(self) -> tuple[PeerPair, ...]:
        """Give every pair that has not ended, who asked first first."""
        asked = select(peer_pairs).where(peer_pairs.c.state != PairState.ENDED.value)
        return self._pairs(asked.order_by(peer_pairs.c.asked_at, peer_pairs.c.id))

    def n_helped(self, peer_id: UUID) -> int:
        """Count whom somebody helps or is asked to help."""
        asked = select(func.count()).where(peer_pairs.c.peer_id == peer_id, peer_pairs.c.state.in_(TAKING_ROOM))
        return int(self._transaction.read(asked).scalar_one())

    def save_pair(self, pair: PeerPair) -> None:
        """Keep a pair by its id, new or changed."""
        row = {
            "id": pair.id,
            "student_id": pair.student_id,
            "state": pair.state.value,
            "sector": pair.sector,
            "languages": sorted(pair.languages),
            "peer_id": pair.peer_id,
            "account_id": pair.account_id,
            "declined": sorted(map(str, pair.declined)),
            "asked_at": pair.asked_at,
            "began_on": pair.began_on,
            "ended_on": pair.ended_on,
        }
        put_rows(self._transaction, peer_pairs, [row])

    def add_contact(self, contact: PeerContact) -> None:
        """Keep that two spoke."""
        row = {column.name: getattr(contact, column.name) for column in peer_contacts.columns}
        add_rows(self._transaction, peer_contacts, [{**row, "way": contact.way.value}])

    def contacts_of(self, pair_id: UUID) -> tuple[PeerContact, ...]:
        """Give when two spoke, the last time first."""
        asked = select(peer_contacts).where(peer_contacts.c.pair_id == pair_id)
        rows = self._transaction.read(asked.order_by(peer_contacts.c.spoken_on.desc(), peer_contacts.c.id))
        return tuple(PeerContact(**{**row._mapping, "way": ContactWay(row.way)}) for row in rows)

    def last_contacts(self, pair_ids: Iterable[UUID]) -> dict[UUID, tuple[date, int]]:
        """Give by pair the last day on which they spoke, and how often they did; who never spoke is left out."""
        found: dict[UUID, tuple[date, int]] = {}
        for chunk in chunks(pair_ids):
            asked = (
                select(
                    peer_contacts.c.pair_id,
                    func.max(peer_contacts.c.spoken_on).label("last"),
                    func.count().label("n"),
                )
                .where(peer_contacts.c.pair_id.in_(chunk))
                .group_by(peer_contacts.c.pair_id)
            )
            found |= {row.pair_id: (row.last, int(row.n)) for row in self._transaction.read(asked)}
        return found

    def _pairs(self, asked: Any) -> tuple[PeerPair, ...]:
        return tuple(map(_pair, self._transaction.read(asked)))


def _offer(row: Row[Any]) -> PeerOffer:
    return PeerOffer(
        student_id=row.student_id,
        state=OfferState(row.state),
        sectors=frozenset(row.sectors),
        languages=frozenset(row.languages),
        most_km=row.most_km,
        n_most=row.n_most,
        asked_at=row.asked_at,
        decided_on=row.decided_on,
    )


def _pair(row: Row[Any]) -> PeerPair:
    return PeerPair(
        id=row.id,
        student_id=row.student_id,
        state=PairState(row.state),
        sector=row.sector,
        languages=frozenset(row.languages),
        peer_id=row.peer_id,
        account_id=row.account_id,
        declined=frozenset(map(UUID, row.declined)),
        asked_at=row.asked_at,
        began_on=row.began_on,
        ended_on=row.ended_on,
    )

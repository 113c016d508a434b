"""Guarantees of a job and the claims on them, kept and given back."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, update

from career.guarantee import ClaimState, Guarantee, GuaranteeClaim
from storage.database import Transaction
from storage.rows import chunks, put_rows
from storage.schema.guarantees import guarantee_claims, guarantees

TOLD_OF_CLAIMS = tuple(column.name for column in guarantee_claims.columns)


class GuaranteeStore:
    """The guarantees of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, guarantee_id: UUID) -> Guarantee | None:
        """Give one guarantee, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(guarantees).where(guarantees.c.id == guarantee_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _guarantee(row)

    def all(self) -> tuple[Guarantee, ...]:
        """Give every guarantee, the newest school year first."""
        asked = select(guarantees).order_by(guarantees.c.cohort.desc(), guarantees.c.group_name, guarantees.c.id)
        return tuple(map(_guarantee, self._transaction.read(asked)))

    def save(self, given: Guarantee) -> None:
        """Keep a guarantee by its id, new or changed; the seats taken stay as they are."""
        row = {
            "id": given.id,
            "group_name": given.group_name,
            "employer_ids": [str(one) for one in given.employer_ids],
            "sector": given.sector,
            "programme_codes": list(given.programme_codes),
            "levels": list(given.levels),
            "cohort": given.cohort,
            "n_seats": given.n_seats,
            "n_taken": given.n_taken,
            "conditions": list(given.conditions),
            "own_words": given.own_words,
            "signed_on": given.signed_on,
            "valid_until": given.valid_until,
            "choose_profile": given.choose_profile,
            "choose_by": given.choose_by,
            "municipalities": list(given.municipalities),
            "retired_at": given.retired_at,
        }
        put_rows(self._transaction, guarantees, [row], keeping=["n_taken"])

    def take_seat(self, guarantee_id: UUID) -> bool:
        """Take one seat if there is one, in one statement; say whether there was."""
        has_room = guarantees.c.n_taken < guarantees.c.n_seats
        taken = update(guarantees).where(guarantees.c.id == guarantee_id, has_room)
        return self._transaction.change(taken.values(n_taken=guarantees.c.n_taken + 1)) == 1

    def give_back_seat(self, guarantee_id: UUID) -> None:
        """Give one seat back."""
        of_it = guarantees.c.id == guarantee_id
        self._transaction.change(update(guarantees).where(of_it).values(n_taken=guarantees.c.n_taken - 1))

    def claim(self, claim_id: UUID) -> GuaranteeClaim | None:
        """Give one claim, kept from other writers when this transaction writes."""
        return next(iter(self._claims(select(guarantee_claims).where(guarantee_claims.c.id == claim_id))), None)

    def peek(self, claim_id: UUID) -> GuaranteeClaim | None:
        """Give one claim without keeping it from others, to learn which guarantee to hold first."""
        asked = select(guarantee_claims).where(guarantee_claims.c.id == claim_id)
        return next(map(_claim, self._transaction.read(asked)), None)

    def claims_of(self, student_id: UUID) -> tuple[GuaranteeClaim, ...]:
        """Give every claim of a student, the oldest first."""
        return self._claims(select(guarantee_claims).where(guarantee_claims.c.student_id == student_id))

    def claims_on(self, guarantee_ids: Collection[UUID]) -> tuple[GuaranteeClaim, ...]:
        """Give every claim on these guarantees, in the order of the queue."""
        return tuple(
            found
            for chunk in chunks(guarantee_ids)
            for found in self._claims(select(guarantee_claims).where(guarantee_claims.c.guarantee_id.in_(chunk)))
        )

    def first(self, guarantee_id: UUID, state: ClaimState) -> GuaranteeClaim | None:
        """Give the oldest claim on a guarantee that is in a state and about which nobody warned."""
        of_it = select(guarantee_claims).where(
            guarantee_claims.c.guarantee_id == guarantee_id,
            guarantee_claims.c.state == state.value,
            guarantee_claims.c.warned_on.is_(None),
        )
        return next(iter(self._claims(of_it)), None)

    def save_claim(self, given: GuaranteeClaim) -> None:
        """Keep a claim by its id; a second one of a student on a guarantee raises ``ConflictError``."""
        row = {name: getattr(given, name) for name in TOLD_OF_CLAIMS}
        put_rows(self._transaction, guarantee_claims, [row | {"state": given.state.value}])

    def _claims(self, asked: Select[Any]) -> tuple[GuaranteeClaim, ...]:
        in_turn = asked.order_by(guarantee_claims.c.made_at, guarantee_claims.c.id)
        rows = self._transaction.read(self._transaction.locked(in_turn))
        return tuple(map(_claim, rows))


def _claim(row: Row[Any]) -> GuaranteeClaim:
    return GuaranteeClaim(**{**row._mapping, "state": ClaimState(row.state)})


def _guarantee(row: Row[Any]) -> Guarantee:
    told = dict(row._mapping)
    lists = {name: tuple(told[name]) for name in ("programme_codes", "levels", "conditions", "municipalities")}
    return Guarantee(**{**told, **lists, "employer_ids": tuple(map(UUID, told["employer_ids"]))})

"""Accounts and what their holders are to whom, kept and given back."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select, update

from accounts.holder import AccountHolder
from accounts.relation import Relation
from accounts.role import Role
from storage.database import Transaction
from storage.rows import add_rows, chunks, put_rows
from storage.schema.accounts import accounts, relations


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideContact:
    """Somebody at a school who guides a student, and how to write to them; ``email`` is empty when not known."""

    name: str
    email: str


class AccountStore:
    """The accounts of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, account_id: UUID) -> AccountHolder | None:
        """Give one account, kept from other writers when this transaction writes."""
        return self._one(accounts.c.id == account_id)

    def names(self, account_ids: Collection[UUID]) -> dict[UUID, str]:
        """Give the names of these accounts; one that is gone is not in it."""
        asked = select(accounts.c.id, accounts.c.name).where(accounts.c.id.in_(account_ids))
        return {row.id: row.name for row in self._transaction.read(asked)}

    def student_addresses(self, student_ids: Collection[UUID], *, day: date) -> dict[UUID, str]:
        """Give the address of the open account of each of these students, of those who have one on a day."""
        asked = (
            select(relations.c.student_id, accounts.c.email)
            .join(accounts)
            .where(
                relations.c.student_id.in_(student_ids),
                relations.c.role == Role.STUDENT.value,
                relations.c.from_on <= day,
                or_(relations.c.until_on.is_(None), relations.c.until_on > day),
                accounts.c.closed_at.is_(None),
                accounts.c.email.is_not(None),
            )
        )
        return {row.student_id: row.email for row in self._transaction.read(asked)}

    def by_email(self, email: str) -> AccountHolder | None:
        """Give the account that has this address, in lower case."""
        return self._one(accounts.c.email == email)

    def all(self) -> tuple[AccountHolder, ...]:
        """Give every account, by name."""
        return tuple(map(_holder, self._transaction.read(select(accounts).order_by(accounts.c.name, accounts.c.id))))

    def save(self, holder: AccountHolder) -> None:
        """Keep an account, new or changed; an address that another has raises ``ConflictError``."""
        put_rows(self._transaction, accounts, [_holder_row(holder)])

    def add_all(self, new: Iterable[AccountHolder], *, with_relations: Iterable[Relation]) -> None:
        """Keep many new accounts and what they are; errors as in ``save``."""
        for holders in chunks(new):
            add_rows(self._transaction, accounts, list(map(_holder_row, holders)))
        for held in chunks(with_relations):
            add_rows(self._transaction, relations, list(map(_relation_row, held)))

    def relations_of(self, account_id: UUID) -> tuple[Relation, ...]:
        """Give everything the account is or was, oldest first."""
        asked = select(relations).where(relations.c.account_id == account_id)
        rows = self._transaction.read(asked.order_by(relations.c.from_on, relations.c.id))
        return tuple(map(_relation, rows))

    def related(
        self,
        role: Role,
        *,
        day: date,
        student_id: UUID | None = None,
        employer_id: UUID | None = None,
        school: str = "",
        group: str = "",
    ) -> tuple[UUID, ...]:
        """Give the open accounts that have a role on a day, for whom or what is named.

        Parameters
        ----------
        student_id, employer_id, school, group
            What is not named does not matter: a school without a class means all its teachers.
        """
        conditions = [
            relations.c.role == role.value,
            relations.c.from_on <= day,
            or_(relations.c.until_on.is_(None), relations.c.until_on > day),
            accounts.c.closed_at.is_(None),
        ]
        named = (("student_id", student_id), ("employer_id", employer_id), ("school", school), ("group_name", group))
        conditions += [relations.c[name] == value for name, value in named if value]
        asked = select(relations.c.account_id).join(accounts).where(*conditions).distinct()
        return tuple(self._transaction.read(asked.order_by(relations.c.account_id)).scalars())

    def related_to_some(
        self, role: Role, *, day: date, student_ids: Collection[UUID] = (), employer_ids: Collection[UUID] = ()
    ) -> dict[UUID, tuple[UUID, ...]]:
        """Give by student or employer the open accounts that have a role for it on a day; who has none is left out."""
        found: dict[UUID, tuple[UUID, ...]] = {}
        for column, ids in ((relations.c.student_id, student_ids), (relations.c.employer_id, employer_ids)):
            for chunk in chunks(ids):
                asked = (
                    select(column.label("whom"), relations.c.account_id)
                    .join(accounts)
                    .where(
                        column.in_(chunk),
                        relations.c.role == role.value,
                        relations.c.from_on <= day,
                        or_(relations.c.until_on.is_(None), relations.c.until_on > day),
                        accounts.c.closed_at.is_(None),
                    )
                    .distinct()
                    .order_by(column, relations.c.account_id)
                )
                for row in self._transaction.read(asked):
                    found[row.whom] = (*found.get(row.whom, ()), row.account_id)
        return found

    def guides_of(
        self, groups: Collection[tuple[str, str]], *, day: date
    ) -> dict[tuple[str, str], tuple[GuideContact, ...]]:
        """Give by school and class who guides there on a day: the teachers of the class, else the school's own.

        One query for each 10,000 schools; a class of which nobody is known is not in it.
        """
        by_class: dict[tuple[str, str], list[GuideContact]] = {}
        for chunk in chunks(sorted({school for school, _ in groups})):
            asked = select(
                relations.c.role, relations.c.school, relations.c.group_name, accounts.c.name, accounts.c.email
            )
            asked = asked.join(accounts, accounts.c.id == relations.c.account_id).where(
                relations.c.role.in_([Role.TEACHER.value, Role.PLACEMENT_COORDINATOR.value]),
                relations.c.school.in_(chunk),
                relations.c.from_on <= day,
                or_(relations.c.until_on.is_(None), relations.c.until_on > day),
                accounts.c.closed_at.is_(None),
            )
            for row in self._transaction.read(asked.order_by(accounts.c.name, accounts.c.id)):
                where = (row.school, row.group_name if row.role == Role.TEACHER.value else "")
                by_class.setdefault(where, []).append(GuideContact(name=row.name, email=row.email or ""))
        found = {
            (school, group): by_class.get((school, group)) or by_class.get((school, "")) for school, group in groups
        }
        return {where: tuple(contacts) for where, contacts in found.items() if contacts}

    def standing_for(self, student_id: UUID) -> tuple[UUID, ...]:
        """Give the accounts that are, or were, this student."""
        is_own = (relations.c.student_id == student_id, relations.c.role == Role.STUDENT.value)
        asked = select(relations.c.account_id).where(*is_own).distinct().order_by(relations.c.account_id)
        return tuple(self._transaction.read(asked).scalars())

    def save_relation(self, relation: Relation) -> None:
        """Keep a relation, new or changed."""
        put_rows(self._transaction, relations, [_relation_row(relation)])

    def relation(self, relation_id: UUID) -> Relation | None:
        """Give one relation, kept from other writers when this transaction writes."""
        asked = self._transaction.locked(select(relations).where(relations.c.id == relation_id))
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else _relation(row)

    def end_relation(self, relation_id: UUID, *, on: date) -> None:
        """Let a relation no longer hold from a day on; one that was yet to begin never holds."""
        begun = relations.c.from_on < on
        of_it = relations.c.id == relation_id
        self._transaction.change(update(relations).where(of_it, begun).values(until_on=on))
        self._transaction.change(update(relations).where(of_it, ~begun).values(until_on=relations.c.from_on))

    def _one(self, condition: ColumnElement[bool]) -> AccountHolder | None:
        row = self._transaction.read(self._transaction.locked(select(accounts).where(condition))).one_or_none()
        return None if row is None else _holder(row)


def _holder_row(holder: AccountHolder) -> dict[str, Any]:
    return {
        "id": holder.id,
        "name": holder.name,
        "email": holder.email,
        "language": holder.language,
        "made_at": holder.made_at,
        "closed_at": holder.closed_at,
    }


def _holder(row: Row[Any]) -> AccountHolder:
    return AccountHolder(
        id=row.id,
        name=row.name,
        email=row.email,
        language=row.language,
        made_at=row.made_at,
        closed_at=row.closed_at,
    )


def _relation_row(relation: Relation) -> dict[str, Any]:
    return {
        "id": relation.id,
        "account_id": relation.account_id,
        "role": relation.role.value,
        "student_id": relation.student_id,
        "employer_id": relation.employer_id,
        "school": relation.school,
        "group_name": relation.group,
        "from_on": relation.from_on,
        "until_on": relation.until_on,
    }


def _relation(row: Row[Any]) -> Relation:
    return Relation(
        id=row.id,
        account_id=row.account_id,
        role=Role(row.role),
        student_id=row.student_id,
        employer_id=row.employer_id,
        school=row.school,
        group=row.group_name,
        from_on=row.from_on,
        until_on=row.until_on,
    )

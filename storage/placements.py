"""Placements and how many candidates fit them, kept and given back."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select, update

from employer_toolkit.employer import Contact
from employer_toolkit.placement import (
    Allowance,
    PayPeriod,
    Placement,
    PlacementState,
    PlacementType,
    Requirement,
    Task,
    WorkDay,
)
from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.rows import Written, add_rows, chunks, ids_by_reference, put_rows
from storage.schema.employers import sites
from storage.schema.placements import candidate_counts, placements

COUNTED = ("seats_taken", "open_contacts")
"""What is counted here, one by one; no file that comes in knows better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateCount:
    """How many students fitted a placement when somebody last counted."""

    placement_id: UUID
    n_candidates: int
    counted_at: datetime


class PlacementStore:
    """The placements of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, placement_id: UUID) -> Placement | None:
        """Give one placement, kept from other writers when this transaction writes."""
        return self._one(placements.c.id == placement_id)

    def by_reference(self, reference: str) -> Placement | None:
        """Give the placement that the source knows by this reference."""
        return self._one(placements.c.reference == reference)

    def some(self, placement_ids: Sequence[UUID]) -> tuple[Placement, ...]:
        """Give these placements in the order asked, in one query per 10,000; unknown ids are left out."""
        found: dict[UUID, Placement] = {}
        for chunk in chunks(placement_ids):
            found.update((placement.id, placement) for placement in self._where(placements.c.id.in_(chunk)))
        return tuple(found[placement_id] for placement_id in placement_ids if placement_id in found)

    def all(self) -> tuple[Placement, ...]:
        """Give every placement in the order of their reference."""
        return self._where(None)

    def all_open(self) -> tuple[Placement, ...]:
        """Give the placements that are open for candidates, in the order of their reference."""
        return self._where(placements.c.state == PlacementState.OPEN.value)

    def open_ids_at(self, *, site_ids: Collection[UUID], employer_ids: Collection[UUID]) -> frozenset[UUID]:
        """Give the ids of the open placements at these sites, and at any site of these employers."""
        at = select(placements.c.id).where(placements.c.state == PlacementState.OPEN.value)
        found: set[UUID] = set()
        for chunk in chunks(site_ids):
            found.update(self._transaction.read(at.where(placements.c.site_id.in_(chunk))).scalars())
        for chunk in chunks(employer_ids):
            theirs = select(sites.c.id).where(sites.c.employer_id.in_(chunk))
            found.update(self._transaction.read(at.where(placements.c.site_id.in_(theirs))).scalars())
        return frozenset(found)

    def of_employer(self, employer_id: UUID) -> tuple[Placement, ...]:
        """Give the placements at all sites of an employer, whatever their state."""
        theirs = select(sites.c.id).where(sites.c.employer_id == employer_id)
        return self._where(placements.c.site_id.in_(theirs))

    def sectors(self) -> Iterator[tuple[UUID, str, bool]]:
        """Give of every placement its site, its sector, and whether it is open."""
        asked = select(placements.c.site_id, placements.c.sector, placements.c.state)
        for row in self._transaction.read(asked):
            yield row.site_id, row.sector, row.state == PlacementState.OPEN.value

    def count(self) -> int:
        """Count the placements."""
        return int(self._transaction.read(select(func.count()).select_from(placements)).scalar_one())

    def save(self, placement: Placement) -> None:
        """Keep a placement, new or changed."""
        self._put([placement])

    def add_all(self, new: Iterable[Placement]) -> int:
        """Keep many new placements and give their number; one that is there already raises ``ConflictError``."""
        n_added = 0
        for chunk in chunks(new):
            add_rows(self._transaction, placements, list(map(_row, chunk)))
            self._note(chunk)
            n_added += len(chunk)
        return n_added

    def upsert(self, given: Iterable[Placement]) -> Written:
        """Keep placements by reference: one that is there already keeps its id and its counts, and gets the rest."""
        written = Written()
        for chunk in chunks(given):
            ids = ids_by_reference(self._transaction, placements, [placement.reference for placement in chunk])
            known = [replace(p, id=ids[p.reference]) if p.reference in ids else p for p in chunk]
            self._put(known, keeping=COUNTED)
            written += Written(n_new=len(chunk) - len(ids), n_replaced=len(ids))
        return written

    def save_candidate_count(self, count: CandidateCount) -> None:
        """Keep how many candidates fit; an older count of the placement is replaced."""
        row = {"placement_id": count.placement_id, "n_candidates": count.n_candidates, "counted_at": count.counted_at}
        put_rows(self._transaction, candidate_counts, [row])

    def candidate_counts(self, placement_ids: Sequence[UUID]) -> dict[UUID, CandidateCount]:
        """Give per placement the last count; a placement nobody counted for is not in it."""
        counts: dict[UUID, CandidateCount] = {}
        for chunk in chunks(placement_ids):
            query = select(candidate_counts).where(candidate_counts.c.placement_id.in_(chunk))
            for row in self._transaction.read(query):
                counts[row.placement_id] = CandidateCount(
                    placement_id=row.placement_id, n_candidates=row.n_candidates, counted_at=row.counted_at
                )
        return counts

    def hold(self, placement_ids: Collection[UUID]) -> None:
        """Keep these placements from other writers until the commit; all in one go, so that nobody waits in a ring."""
        rows = select(placements.c.id).where(placements.c.id.in_(placement_ids)).order_by(placements.c.id)
        self._transaction.read(self._transaction.locked(rows)).all()

    def open_contact(self, placement_id: UUID) -> bool:
        """Count one open contact more, unless the place is not open or has as many as it may have."""
        most = placements.c.max_open_contacts * (placements.c.seats - placements.c.seats_taken)
        is_free = (placements.c.state == PlacementState.OPEN.value, placements.c.open_contacts < most)
        return self._count(placement_id, *is_free, open_contacts=placements.c.open_contacts + 1)

    def close_contact(self, placement_id: UUID) -> None:
        """Count one open contact less."""
        has_one = placements.c.open_contacts > 0
        self._count(placement_id, has_one, open_contacts=placements.c.open_contacts - 1)

    def take_seat(self, placement_id: UUID) -> bool:
        """Count one seat as taken, unless none is left."""
        is_free = placements.c.seats_taken < placements.c.seats
        return self._count(placement_id, is_free, seats_taken=placements.c.seats_taken + 1)

    def free_seat(self, placement_id: UUID) -> None:
        """Count one seat less as taken."""
        has_one = placements.c.seats_taken > 0
        self._count(placement_id, has_one, seats_taken=placements.c.seats_taken - 1)

    def _count(self, placement_id: UUID, *conditions: ColumnElement[bool], **values: ColumnElement[int]) -> bool:
        statement = update(placements).where(placements.c.id == placement_id, *conditions).values(**values)
        has_changed = self._transaction.change(statement) == 1
        if has_changed:
            note_change(self._transaction, ChangeKind.PLACEMENT, (placement_id,))
        return has_changed

    def _put(self, chunk: list[Placement], *, keeping: Collection[str] = ()) -> None:
        put_rows(self._transaction, placements, list(map(_row, chunk)), keeping=keeping)
        self._note(chunk)

    def _note(self, chunk: Iterable[Placement]) -> None:
        note_change(self._transaction, ChangeKind.PLACEMENT, (placement.id for placement in chunk))

    def _one(self, condition: ColumnElement[bool]) -> Placement | None:
        row = self._transaction.read(self._transaction.locked(select(placements).where(condition))).one_or_none()
        return None if row is None else _placement(row)

    def _where(self, condition: ColumnElement[bool] | None) -> tuple[Placement, ...]:
        query = select(placements).order_by(placements.c.reference)
        if condition is not None:
            query = query.where(condition)
        return tuple(map(_placement, self._transaction.read(query)))


def _row(placement: Placement) -> dict[str, Any]:
    allowance, contact = placement.allowance, placement.contact
    return {
        "id": placement.id,
        "reference": placement.reference,
        "site_id": placement.site_id,
        "type": placement.type.value,
        "title": placement.title,
        "description": placement.description,
        "sector": placement.sector,
        "qualification_codes": list(placement.qualification_codes),
        "level_min": placement.level_min,
        "level_max": placement.level_max,
        "tasks": [{"text": task.text, "competency_ids": list(task.competency_ids)} for task in placement.tasks],
        "requirements": [
            {
                "competency_id": asked.competency_id,
                "level": asked.level,
                "importance": asked.importance,
                "is_trainable": asked.is_trainable,
            }
            for asked in placement.requirements
        ],
        "learned_ids": list(placement.learned_ids),
        "conditions_offered": sorted(placement.conditions_offered),
        "conditions_refused": sorted(placement.conditions_refused),
        "hazards": None if placement.hazards is None else sorted(placement.hazards),
        "is_expert_supervised": placement.is_expert_supervised,
        "schedule": schedule_rows(placement.schedule),
        "days_min": placement.days_min,
        "hours_min": placement.hours_min,
        "hours_max": placement.hours_max,
        "starts_on": placement.starts_on,
        "ends_on": placement.ends_on,
        "prerequisites": sorted(placement.prerequisites),
        "dutch_level_min": placement.dutch_level_min,
        "seats": placement.seats,
        "seats_taken": placement.seats_taken,
        "allowance_eur": allowance and allowance.amount_eur,
        "allowance_per": allowance and allowance.per.value,
        "allowance_covers_travel": allowance and allowance.covers_travel,
        "contact_name": contact and contact.name,
        "contact_role": contact and contact.role,
        "contact_email": contact and contact.email,
        "contact_phone": contact and contact.phone,
        "max_open_contacts": placement.max_open_contacts,
        "open_contacts": placement.open_contacts,
        "state": placement.state.value,
    }


def _placement(row: Row[Any]) -> Placement:
    return Placement(
        id=row.id,
        reference=row.reference,
        site_id=row.site_id,
        type=PlacementType(row.type),
        title=row.title,
        description=row.description,
        sector=row.sector,
        qualification_codes=tuple(row.qualification_codes),
        level_min=row.level_min,
        level_max=row.level_max,
        tasks=tuple(Task(text=task["text"], competency_ids=tuple(task["competency_ids"])) for task in row.tasks),
        requirements=tuple(Requirement(**asked) for asked in row.requirements),
        learned_ids=tuple(row.learned_ids),
        conditions_offered=frozenset(row.conditions_offered),
        conditions_refused=frozenset(row.conditions_refused),
        hazards=None if row.hazards is None else frozenset(row.hazards),
        is_expert_supervised=row.is_expert_supervised,
        schedule=schedule_from(row.schedule),
        days_min=row.days_min,
        hours_min=row.hours_min,
        hours_max=row.hours_max,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        prerequisites=frozenset(row.prerequisites),
        dutch_level_min=row.dutch_level_min,
        seats=row.seats,
        seats_taken=row.seats_taken,
        allowance=_allowance(row),
        contact=_contact(row),
        max_open_contacts=row.max_open_contacts,
        open_contacts=row.open_contacts,
        state=PlacementState(row.state),
    )


def schedule_rows(schedule: Iterable[WorkDay]) -> list[dict[str, Any]]:
    """Give the days and hours of a week as the database keeps them."""
    return [
        {
            "weekday": day.weekday,
            "starts": day.starts.isoformat(),
            "ends": day.ends.isoformat(),
            "break_minutes": day.break_minutes,
        }
        for day in schedule
    ]


def schedule_from(days: Iterable[dict[str, Any]]) -> tuple[WorkDay, ...]:
    """Give back the days and hours of a week."""
    return tuple(
        WorkDay(
            weekday=day["weekday"],
            starts=time.fromisoformat(day["starts"]),
            ends=time.fromisoformat(day["ends"]),
            break_minutes=day["break_minutes"],
        )
        for day in days
    )


def _allowance(row: Row[Any]) -> Allowance | None:
    if row.allowance_eur is None:
        return None
    return Allowance(
        amount_eur=row.allowance_eur, per=PayPeriod(row.allowance_per), covers_travel=row.allowance_covers_travel
    )


def _contact(row: Row[Any]) -> Contact | None:
    if row.contact_name is None:
        return None
    return Contact(name=row.contact_name, role=row.contact_role, email=row.contact_email, phone=row.contact_phone)

"""Drafts of places, kept and given back."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, select

from employer_toolkit.draft import Draft, DraftStep, PlacementForm, Sentence
from employer_toolkit.employer import Contact
from employer_toolkit.placement import Allowance, PayPeriod
from storage.database import Transaction
from storage.placements import schedule_from, schedule_rows
from storage.rows import put_rows
from storage.schema.drafts import drafts

PLAIN = ("type", "title", "description", "qualification_code", "sector", "dutch_level_min", "own_words")
NUMBERS = ("days_min", "hours_min", "hours_max", "seats")
LISTS = ("learned_ids", "needed_ids")
SETS = ("conditions_offered", "conditions_refused", "prerequisites")


class DraftStore:
    """The drafts of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, draft_id: UUID) -> Draft | None:
        """Give one draft, kept from other writers when this transaction writes."""
        return next(iter(self._where(drafts.c.id == draft_id)), None)

    def of_placement(self, placement_id: UUID) -> Draft | None:
        """Give the draft that changes a posted place."""
        return next(iter(self._where(drafts.c.placement_id == placement_id)), None)

    def of_employer(self, employer_id: UUID) -> tuple[Draft, ...]:
        """Give the drafts of an employer, the one that changed last first."""
        return self._where(drafts.c.employer_id == employer_id)

    def save(self, draft: Draft) -> None:
        """Keep a draft, new or changed."""
        put_rows(self._transaction, drafts, [_row(draft)])

    def remove(self, draft_id: UUID) -> None:
        """Throw a draft away; nothing happens when there is none."""
        self._transaction.change(delete(drafts).where(drafts.c.id == draft_id))

    def _where(self, condition: ColumnElement[bool]) -> tuple[Draft, ...]:
        query = select(drafts).where(condition).order_by(drafts.c.changed_at.desc(), drafts.c.id)
        return tuple(map(_draft, self._transaction.read(self._transaction.locked(query))))


def _row(draft: Draft) -> dict[str, Any]:
    contact = draft.form.contact
    return {
        "id": draft.id,
        "employer_id": draft.employer_id,
        "made_by": draft.made_by,
        "version": draft.version,
        "changed_at": draft.changed_at,
        "placement_id": draft.placement_id,
        "copied_from": draft.copied_from,
        "saved": {step.value: version for step, version in draft.saved.items()},
        "answers": _answers(draft.form),
        "contact_name": contact and contact.name,
        "contact_role": contact and contact.role,
        "contact_email": contact and contact.email,
        "contact_phone": contact and contact.phone,
    }


def _answers(form: PlacementForm) -> dict[str, Any]:
    allowance = form.allowance
    return {
        **{name: getattr(form, name) for name in (*PLAIN, *NUMBERS)},
        **{name: list(getattr(form, name)) for name in LISTS},
        **{name: sorted(getattr(form, name)) for name in SETS},
        "site_id": form.site_id and str(form.site_id),
        "schedule": schedule_rows(form.schedule),
        "starts_on": form.starts_on and form.starts_on.isoformat(),
        "ends_on": form.ends_on and form.ends_on.isoformat(),
        "hazards": None if form.hazards is None else sorted(form.hazards),
        "is_expert_supervised": form.is_expert_supervised,
        "allowance": allowance
        and {
            "amount_eur": allowance.amount_eur,
            "per": allowance.per.value,
            "covers_travel": allowance.covers_travel,
        },
        "sentences": [
            {
                "text": one.text,
                "taken_ids": list(one.taken_ids),
                "found_ids": list(one.found_ids),
                "refused_ids": list(one.refused_ids),
                "suggested_ids": list(one.suggested_ids),
                "version": one.version,
            }
            for one in form.sentences
        ],
    }


def _draft(row: Row[Any]) -> Draft:
    return Draft(
        id=row.id,
        employer_id=row.employer_id,
        made_by=row.made_by,
        version=row.version,
        changed_at=row.changed_at,
        placement_id=row.placement_id,
        copied_from=row.copied_from,
        saved={DraftStep(step): version for step, version in row.saved.items()},
        form=_form(row),
    )


def _form(row: Row[Any]) -> PlacementForm:
    said: dict[str, Any] = row.answers
    plain: dict[str, Any] = {
        **{name: said[name] for name in (*PLAIN, *NUMBERS)},
        **{name: tuple(said[name]) for name in LISTS},
        **{name: frozenset(said[name]) for name in SETS},
    }
    return PlacementForm(
        **plain,
        site_id=said["site_id"] and UUID(said["site_id"]),
        schedule=schedule_from(said["schedule"]),
        starts_on=said["starts_on"] and date.fromisoformat(said["starts_on"]),
        ends_on=said["ends_on"] and date.fromisoformat(said["ends_on"]),
        hazards=None if said["hazards"] is None else frozenset(said["hazards"]),
        is_expert_supervised=said["is_expert_supervised"],
        allowance=said["allowance"] and Allowance(**{**said["allowance"], "per": PayPeriod(said["allowance"]["per"])}),
        contact=None
        if row.contact_name is None
        else Contact(
            name=row.contact_name,
            role=row.contact_role or "",
            email=row.contact_email or "",
            phone=row.contact_phone or "",
        ),
        sentences=tuple(_sentence(one) for one in said["sentences"]),
    )


def _sentence(one: dict[str, Any]) -> Sentence:
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in one.items()}
    return Sentence(**plain)

"""What to look at before a place is posted, and what a posted one could still tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from employer_toolkit.draft import Draft, DraftStep, PlacementForm
from employer_toolkit.placement import Placement
from services.local_time import local_day
from services.posting_choices import recognised_until
from services.reference import load_reference
from services.unit_of_work import UnitOfWork
from services.wording import allowance_text, day_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ToCheck:
    """Something to look at, and the step in which it can be mended.

    Parameters
    ----------
    field : str
        Field of the form.
    """

    text: str
    step: DraftStep
    field: str


def to_check(work: UnitOfWork, *, draft: Draft, form: PlacementForm, now: datetime) -> tuple[ToCheck, ...]:
    """Say what to look at before posting: what the law asks, and what a copy may have out of date."""
    found = []
    reference = load_reference(local_day(now))
    rule = reference.placement_types.get(form.type)
    if form.hazards is None:
        found.append(
            ToCheck(text="Kan het werk gevaarlijk zijn? Dat weten we nog niet.", step=DraftStep.HELPS, field="hazards")
        )
    if rule is not None and rule.is_qualification_bound and form.site_id and form.starts_on:
        found += _recognition(work, form, form.starts_on)
    if draft.copied_from is not None:
        found += _of_copy(form)
    return tuple(found)


def to_add(placement: Placement) -> tuple[ToCheck, ...]:
    """Say what a posted place could still tell, the most important first."""
    lacks = (
        (
            placement.hazards is None,
            "Kan het werk gevaarlijk zijn? Zonder antwoord weten jongeren onder de 18 niet of het mag.",
            DraftStep.HELPS,
            "hazards",
        ),
        (placement.contact is None, "Wie is het aanspreekpunt?", DraftStep.MORE, "contact"),
        (placement.allowance is None, "Is er een vergoeding?", DraftStep.MORE, "allowance"),
        (not placement.description, "Vertel in een paar zinnen over het werk.", DraftStep.MORE, "description"),
        (not placement.conditions_offered, "Wat helpt een jongere bij jullie?", DraftStep.HELPS, "conditions"),
    )
    return tuple(ToCheck(text=text, step=step, field=name) for lacking, text, step, name in lacks if lacking)


def _recognition(work: UnitOfWork, form: PlacementForm, starts_on: date) -> Iterable[ToCheck]:
    if form.site_id is None:
        return
    is_recognised, until = recognised_until(
        work, site_id=form.site_id, qualification_code=form.qualification_code, from_on=starts_on
    )
    if not is_recognised:
        text = "Deze vestiging is op de eerste dag niet erkend voor de opleiding. Vraag de erkenning aan bij SBB."
        yield ToCheck(text=text, step=DraftStep.WHERE, field="qualification_code")
    elif until is not None and (form.ends_on is None or until < form.ends_on):
        text = (
            f"De erkenning loopt tot {day_text(until)}. Dat is voor het einde van de plek. Vraag SBB om te verlengen."
        )
        yield ToCheck(text=text, step=DraftStep.WHERE, field="qualification_code")


def _of_copy(form: PlacementForm) -> Iterable[ToCheck]:
    if form.starts_on is not None:
        text = f"De plek begint nu op {day_text(form.starts_on)}. Klopt dat?"
        yield ToCheck(text=text, step=DraftStep.DAYS, field="starts_on")
    if form.allowance is not None:
        text = f"De vergoeding was {allowance_text(form.allowance)}. Klopt dat nog?"
        yield ToCheck(text=text, step=DraftStep.MORE, field="allowance")
    if form.contact is not None:
        text = f"Is {form.contact.name} nog het aanspreekpunt?"
        yield ToCheck(text=text, step=DraftStep.MORE, field="contact")

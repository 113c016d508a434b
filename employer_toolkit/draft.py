"""Drafts (concepten): a place that is being written, step by step, and may be left and taken up again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from employer_toolkit.employer import Contact
from employer_toolkit.errors import DraftChangedError
from employer_toolkit.placement import Allowance, WorkDay


class DraftStep(StrEnum):
    """One thought of whoever writes a place, in the order in which they are asked."""

    WHERE = "where"
    WORK = "work"
    DAYS = "days"
    HELPS = "helps"
    MORE = "more"
    """What has a sensible default and can be added later."""


ASKED = (DraftStep.WHERE, DraftStep.WORK, DraftStep.DAYS, DraftStep.HELPS)
"""The steps that everybody goes through before posting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of the employer's own words, and what was made of the suggestions for it.

    Parameters
    ----------
    taken_ids, found_ids, refused_ids : tuple of str
        Suggestions that were right, competencies that were looked up instead, and suggestions that were not meant.
    suggested_ids : tuple of str
        Everything that was suggested, best first.
    version : str
        What made the suggestions.
    """

    text: str
    taken_ids: tuple[str, ...] = ()
    found_ids: tuple[str, ...] = ()
    refused_ids: tuple[str, ...] = ()
    suggested_ids: tuple[str, ...] = ()
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementForm:
    """What an employer fills in to post a place; ``None`` or empty where nothing was said yet.

    Parameters
    ----------
    learned_ids, needed_ids : tuple of str
        Catalogue ids of the tasks, by whether the student learns them here or must be able to do them in part.
    ends_on : date or None
        First day no longer part of the placement.
    hazards : frozenset of str or None
        Empty when the employer says that there are none; ``None`` when nobody knows yet.
    sentences : tuple of Sentence
        What was made of the suggestions for the employer's own words.
    """

    site_id: UUID | None = None
    type: str = ""
    title: str = ""
    description: str = ""
    qualification_code: str = ""
    sector: str = ""
    learned_ids: tuple[str, ...] = ()
    needed_ids: tuple[str, ...] = ()
    schedule: tuple[WorkDay, ...] = ()
    days_min: int | None = None
    hours_min: int | None = None
    hours_max: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    conditions_offered: frozenset[str] = field(default_factory=frozenset)
    conditions_refused: frozenset[str] = field(default_factory=frozenset)
    hazards: frozenset[str] | None = None
    is_expert_supervised: bool = False
    prerequisites: frozenset[str] = field(default_factory=frozenset)
    dutch_level_min: str = ""
    seats: int | None = None
    allowance: Allowance | None = None
    contact: Contact | None = None
    own_words: str = ""
    sentences: tuple[Sentence, ...] = ()

    @property
    def task_ids(self) -> tuple[str, ...]:
        """Every task, those that are learned here first."""
        return (*self.learned_ids, *self.needed_ids)


FIELDS_OF: Mapping[DraftStep, tuple[str, ...]] = MappingProxyType(
    {
        DraftStep.WHERE: ("site_id", "type", "qualification_code", "sector"),
        # Which tasks there are, and which of them somebody must know already, are asked in two steps.
        DraftStep.WORK: ("learned_ids", "needed_ids", "own_words", "sentences"),
        DraftStep.DAYS: ("schedule", "days_min", "hours_min", "hours_max", "starts_on", "ends_on"),
        DraftStep.HELPS: (
            "learned_ids",
            "needed_ids",
            "conditions_offered",
            "conditions_refused",
            "hazards",
            "is_expert_supervised",
        ),
        DraftStep.MORE: (
            "title",
            "description",
            "seats",
            "prerequisites",
            "dutch_level_min",
            "allowance",
            "contact",
        ),
    }
)
"""Which fields each step asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A place that is being written, or the changes that are being made to a posted one.

    Parameters
    ----------
    made_by : UUID or None
        The account that began it; ``None`` when that is gone.
    version : int
        Raised by every step that changed something.
    saved : mapping of DraftStep to int
        Per step that was answered the version with which it last changed.
    placement_id : UUID or None
        The posted place that it changes; ``None`` for a new one.
    copied_from : UUID or None
        The place that it began as a copy of.
    """

    id: UUID
    employer_id: UUID
    made_by: UUID | None
    changed_at: datetime
    form: PlacementForm = field(default_factory=PlacementForm)
    version: int = 0
    saved: Mapping[DraftStep, int] = field(default_factory=dict)
    placement_id: UUID | None = None
    copied_from: UUID | None = None

    @property
    def next_step(self) -> DraftStep | None:
        """The first step that was not answered yet; ``None`` when all were."""
        return next((step for step in ASKED if step not in self.saved), None)

    def with_step(self, step: DraftStep, form: PlacementForm, *, seen: int, now: datetime) -> "Draft":
        """Take over the answers to one step; those to the others stay.

        Parameters
        ----------
        form : PlacementForm
            Holds the answers to this step; the rest of it does not matter.
        seen : int
            The version that whoever answers was looking at.

        Raises
        ------
        DraftChangedError
            The answers to this step were changed since, and are others than these.
        """
        merged = with_answers(self.form, step, form)
        if step in self.saved and merged == self.form:
            return self
        if merged != self.form and self.saved.get(step, 0) > seen:
            raise DraftChangedError(step)
        version = self.version + 1
        return replace(self, form=merged, version=version, saved={**self.saved, step: version}, changed_at=now)

    def without_step(self, step: DraftStep) -> "Draft":
        """Have a step answered again."""
        return replace(self, saved={kept: version for kept, version in self.saved.items() if kept is not step})


def with_answers(kept: PlacementForm, step: DraftStep, form: PlacementForm) -> PlacementForm:
    """Put the answers to one step in a form, and leave the rest as it is.

    Examples
    --------
    >>> kept = PlacementForm(learned_ids=("doe:koken",), needed_ids=("doe:bakken",), title="Hulp")
    >>> found = with_answers(kept, DraftStep.WORK, PlacementForm(learned_ids=("doe:bakken", "doe:planten")))
    >>> found.learned_ids, found.needed_ids, found.title
    (('doe:planten',), ('doe:bakken',), 'Hulp')
    """
    answers = {name: getattr(form, name) for name in FIELDS_OF[step]}
    if step in (DraftStep.WORK, DraftStep.HELPS):
        tasks = form.task_ids if step is DraftStep.WORK else kept.task_ids
        needed = {*form.needed_ids, *kept.needed_ids} if step is DraftStep.WORK else {*form.needed_ids}
        tasks = tuple(dict.fromkeys(tasks))
        answers["learned_ids"] = tuple(code for code in tasks if code not in needed)
        answers["needed_ids"] = tuple(code for code in tasks if code in needed)
    return replace(kept, **answers)

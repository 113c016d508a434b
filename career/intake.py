"""The intake: how far a student has come in telling what he or she can, wants and needs, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from career.competency import Level
from career.likes import Asked


class IntakeStep(StrEnum):
    """A part of the intake, in their order."""

    DONE = "done"
    """What somebody did already."""
    LIKES = "likes"
    HELPS = "helps"
    WHEN = "when"
    """When, and how far from home."""


class StepState(StrEnum):
    """What became of a step; one that was not reached yet has no state."""

    TOLD = "told"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Somebody from school did this with the student.

    Parameters
    ----------
    account_id : UUID or None
        ``None`` when that account is no more.
    """

    account_id: UUID | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was told so far, kept after every tap so that it can be left and taken up anywhere.

    Parameters
    ----------
    steps : mapping of IntakeStep to StepState
        Those that were told or skipped.
    told : mapping of str to Level
        Tasks somebody did, by the code of ``intake_tasks.csv``, and how far that went.
    entries : mapping of str to UUID
        Per kind of experience the entry of the dossier that was made of it.
    answers : tuple of Asked
        About pictures, in the order in which they were asked.
    together : Together or None
        The last time somebody from school took a step with the student.
    """

    student_id: UUID
    begun_at: datetime
    changed_at: datetime
    steps: Mapping[IntakeStep, StepState] = field(default_factory=lambda: MappingProxyType({}))
    told: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}))
    entries: Mapping[str, UUID] = field(default_factory=lambda: MappingProxyType({}))
    answers: tuple[Asked, ...] = ()
    together: Together | None = None

    @property
    def next_step(self) -> IntakeStep | None:
        """The first step that was neither told nor skipped; ``None`` when the intake is complete."""
        return next((step for step in IntakeStep if step not in self.steps), None)

    def with_step(self, step: IntakeStep, state: StepState) -> "Intake":
        """Give the intake after a step; what was told once is not skipped by passing it again."""
        kept = StepState.TOLD if self.steps.get(step) is StepState.TOLD else state
        return replace(self, steps=MappingProxyType({**self.steps, step: kept}))

    def with_answer(self, number: int, given: Asked) -> "Intake":
        """Give the intake after an answer to question ``number``, 1 for the first.

        Later answers stay when the answer is the one that was there; another answer leads to other questions, so then
        they go.
        """
        before = self.answers[: number - 1]
        if self.answers[number - 1 : number] == (given,):
            return self
        return replace(self, answers=(*before, given))

    def with_tasks(
        self, kind: str, *, codes: Sequence[str], levels: Mapping[str, Level], entry_id: UUID | None
    ) -> "Intake":
        """Give the intake after somebody told which tasks of one kind were done; those left out were not.

        Parameters
        ----------
        codes : sequence of str
            All tasks of this kind.
        entry_id : UUID or None
            The entry of the dossier that was made of it, if any.
        """
        others = {code: level for code, level in self.told.items() if code not in codes}
        entries = {held: kept for held, kept in self.entries.items() if held != kind}
        return replace(
            self,
            told=MappingProxyType({**others, **levels}),
            entries=MappingProxyType(entries if entry_id is None else {**entries, kind: entry_id}),
        )

"""The career dossier (loopbaandossier): what a student did, and what that says about the five career competencies."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from career.competency import ClaimSource, CompetencyClaim, Level
from career.errors import InvalidValueError

LONGEST_TITLE = 80
LONGEST_TEXT = 2_000
"""Characters of one of the four fields: a page of a phone, three times over."""
MOST_SHOWN = 10
"""Competencies that one entry can show."""


class CareerCompetency(StrEnum):
    """One of the five career competencies (loopbaancompetenties), each with its question."""

    QUALITIES = "qualities"
    """Kwaliteitenreflectie: what can I do?"""
    MOTIVES = "motives"
    """Motievenreflectie: what do I want?"""
    EXPLORATION = "exploration"
    """Werkexploratie: where does that fit?"""
    STEERING = "steering"
    """Loopbaansturing: how do I get there?"""
    NETWORKING = "networking"
    """Netwerken: who helps me?"""


class EntryKind(StrEnum):
    """What an entry is about."""

    EXPERIENCE = "experience"
    """Sport, care at home, a side job, a hobby, a project."""
    ASSIGNMENT = "assignment"
    EVENT = "event"
    WORK = "work"
    OTHER = "other"


class Sharing(StrEnum):
    """Who reads an entry; of parents only those who see anything of the student at all, see ``career.parent_view``."""

    PRIVATE = "private"
    """The student alone."""
    GUIDES = "guides"
    """Also who guides the student at school."""
    PARENTS = "parents"
    """Also the student's parents, and nobody at school."""
    GUIDES_AND_PARENTS = "guides_and_parents"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCompetency:
    """Something of the catalogue that an entry shows, and how far it went."""

    competency_id: str
    level: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """An entry as a student fills it in; may be kept with empty fields and finished later.

    Parameters
    ----------
    id : UUID or None
        The entry that is changed; ``None`` for a new one.
    happened_on : date
        When it was, or when it began.
    goal, result, evaluation, follow_up : str
        What the exam rules ask of each activity: intended goals, results, how it went, what comes next.
    assignment_id : str or None
        The assignment it answers: a code of the library, or the id of one that the school wrote.
    event_id : UUID or None
        The event it tells of.
    """

    id: UUID | None = None
    kind: EntryKind = EntryKind.EXPERIENCE
    title: str
    happened_on: date
    goal: str = ""
    result: str = ""
    evaluation: str = ""
    follow_up: str = ""
    career_competencies: frozenset[CareerCompetency] = frozenset()
    shown: tuple[ShownCompetency, ...] = ()
    sharing: Sharing = Sharing.PRIVATE
    assignment_id: str | None = None
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEntry:
    """One entry of a dossier, as it is kept; fields as in ``EntryDraft``.

    Examples
    --------
    >>> from datetime import UTC
    >>> noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    >>> entry = DossierEntry(
    ...     id=UUID(int=1), student_id=UUID(int=2), kind=EntryKind.EXPERIENCE, title="Soep voor de buurt",
    ...     happened_on=date(2026, 11, 20), goal="Koken voor veel mensen", kept_at=noon, changed_at=noon,
    ... )
    >>> entry.is_complete, entry.n_filled
    (False, 1)
    """

    id: UUID
    student_id: UUID
    kind: EntryKind
    title: str
    happened_on: date
    goal: str = ""
    result: str = ""
    evaluation: str = ""
    follow_up: str = ""
    career_competencies: frozenset[CareerCompetency] = field(default_factory=frozenset)
    shown: tuple[ShownCompetency, ...] = ()
    sharing: Sharing = Sharing.PRIVATE
    assignment_id: str | None = None
    event_id: UUID | None = None
    kept_at: datetime
    changed_at: datetime

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        codes = [one.competency_id for one in self.shown]
        checks = {
            "title": (
                0 < len(self.title.strip()) <= LONGEST_TITLE,
                f"geef het een naam van hoogstens {LONGEST_TITLE} tekens, zoals ‘Koken voor mijn oma’",
            ),
            **{
                name: (len(text) <= LONGEST_TEXT, f"houd dit op hoogstens {LONGEST_TEXT} tekens")
                for name, text in self.texts.items()
            },
            "shown": (
                len(codes) <= MOST_SHOWN and len(set(codes)) == len(codes),
                f"kies hoogstens {MOST_SHOWN} dingen die je liet zien, elk één keer",
            ),
            "level": (
                all(one.level is not Level.NOT_YET for one in self.shown),
                "kies hoe goed het ging, of laat het weg als het nog niet lukte",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("dossier entry", faults)

    @property
    def texts(self) -> Mapping[str, str]:
        """The four fields that the exam rules ask, by name."""
        return MappingProxyType(
            {
                "goal": self.goal,
                "result": self.result,
                "evaluation": self.evaluation,
                "follow_up": self.follow_up,
            }
        )

    @property
    def is_for_guides(self) -> bool:
        """Whether the student lets who guides at school read it."""
        return self.sharing in (Sharing.GUIDES, Sharing.GUIDES_AND_PARENTS)

    @property
    def is_for_parents(self) -> bool:
        """Whether the student lets parents read it."""
        return self.sharing in (Sharing.PARENTS, Sharing.GUIDES_AND_PARENTS)

    @property
    def n_filled(self) -> int:
        """How many of the four are filled in."""
        return sum(text.strip() != "" for text in self.texts.values())

    @property
    def is_complete(self) -> bool:
        """Whether all four are filled in."""
        return self.n_filled == len(self.texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFile:
    """A file beside an entry, without its content (bewijs).

    Parameters
    ----------
    kind : str
        Media type of what is in it, such as ``"image/jpeg"``.
    """

    id: UUID
    entry_id: UUID
    student_id: UUID
    name: str
    kind: str
    n_bytes: int
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyProgress:
    """How far a student is with one career competency: entries that touch it, and those of them that are complete."""

    competency: CareerCompetency
    n_entries: int
    n_complete: int


def progress(entries: Iterable[DossierEntry]) -> tuple[CompetencyProgress, ...]:
    """Give how far somebody is with each of the five, in their order; one without an entry is there too."""
    kept = tuple(entries)
    touched = Counter(one for entry in kept for one in entry.career_competencies)
    complete = Counter(one for entry in kept if entry.is_complete for one in entry.career_competencies)
    return tuple(
        CompetencyProgress(competency=one, n_entries=touched[one], n_complete=complete[one]) for one in CareerCompetency
    )


def shown_claims(entries: Iterable[DossierEntry]) -> dict[str, CompetencyClaim]:
    """Give what a student says by these entries, per competency: the newest happening counts, then the last change."""
    claims: dict[str, CompetencyClaim] = {}
    for entry in sorted(entries, key=lambda one: (one.happened_on, one.changed_at, one.id)):
        for one in entry.shown:
            claims[one.competency_id] = CompetencyClaim(
                competency_id=one.competency_id,
                source=ClaimSource.SELF,
                level=one.level,
                seen_on=entry.happened_on,
                evidence=entry.title,
            )
    return claims

"""What a school adds to the career dossier: its vision, a layout in its own words, assignments, and a day for each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from career.assignment import Assignment
from career.dossier import CareerCompetency
from career.errors import InvalidValueError

LONGEST_VISION = 1_000
LONGEST_CHAPTER = 60
LONGEST_TITLE = 80
LONGEST_STEP = 200
MOST_STEPS = 8
SHORTEST_MINUTES, LONGEST_MINUTES = 5, 480
"""No assignment takes more than a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of the dossier in the words of a school, and which of the five career competencies it holds."""

    title: str
    competencies: frozenset[CareerCompetency]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDossier:
    """How a school looks at the dossier (visie) and how it divides it (indeling); the five stay the shared core.

    Parameters
    ----------
    vision : str
        Read by students above their dossier; empty when the school says nothing.
    chapters : tuple of Chapter
        In the order of the school, and together each of the five exactly once; empty for the layout of the core.

    Examples
    --------
    >>> SchoolDossier(school="De Wissel", chapters=(Chapter(title="Ik", competencies=frozenset()),))
    Traceback (most recent call last):
        ...
    career.errors.InvalidValueError: school dossier: ...
    """

    school: str
    vision: str = ""
    chapters: tuple[Chapter, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        held = Counter(one for chapter in self.chapters for one in chapter.competencies)
        titles = [chapter.title.strip().casefold() for chapter in self.chapters]
        checks = {
            "school": (self.school.strip() != "", "geef de naam van de school"),
            "vision": (
                len(self.vision) <= LONGEST_VISION,
                f"houd dit op hoogstens {LONGEST_VISION} tekens",
            ),
            "titles": (
                all(0 < len(one) <= LONGEST_CHAPTER for one in titles) and len(set(titles)) == len(titles),
                f"geef elk deel een eigen naam van hoogstens {LONGEST_CHAPTER} tekens",
            ),
            "chapters": (
                not self.chapters
                or (all(one.competencies for one in self.chapters) and held == Counter(CareerCompetency)),
                "geef elke vraag een plek in één deel, en elk deel minstens één vraag",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("school dossier", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolAssignment:
    """An assignment that a school wrote itself.

    Parameters
    ----------
    task : Assignment
        What to do; its code is the id of this assignment, and it is for every class of the school.
    is_retired : bool
        No longer there to choose; who began it goes on.
    """

    id: UUID
    school: str
    task: Assignment
    is_retired: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        task = self.task
        checks = {
            "title": (
                0 < len(task.title.strip()) <= LONGEST_TITLE,
                f"geef de opdracht een naam van hoogstens {LONGEST_TITLE} tekens",
            ),
            "steps": (
                0 < len(task.steps) <= MOST_STEPS and all(0 < len(one.strip()) <= LONGEST_STEP for one in task.steps),
                f"schrijf 1 tot en met {MOST_STEPS} stappen, elk op een regel van hoogstens {LONGEST_STEP} tekens",
            ),
            "competencies": (bool(task.competencies), "kies minstens één vraag waar de opdracht bij hoort"),
            "minutes": (
                SHORTEST_MINUTES <= task.minutes <= LONGEST_MINUTES,
                f"geef {SHORTEST_MINUTES} tot en met {LONGEST_MINUTES} minuten",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if task.code != str(self.id):
            faults["code"] = "de code is het nummer van de opdracht"
        if faults:
            raise InvalidValueError("school assignment", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAssignment:
    """An assignment that a class is to do before the end of a day (opgegeven opdracht)."""

    id: UUID
    school: str
    group: str
    code: str
    due_on: date
    set_on: date

    def __post_init__(self) -> None:
        """Refuse a day that has been."""
        if self.due_on < self.set_on:
            raise InvalidValueError("set assignment", {"due_on": "kies vandaag of een dag die nog komt"})


class TaskState(StrEnum):
    """How far a student is with an assignment that was set."""

    TO_DO = "to_do"
    BEGUN = "begun"
    DONE = "done"
    LATE = "late"
    """Not complete, and the day has been; still welcome."""


def task_state(one: SetAssignment, *, complete: Mapping[str, bool], today: date) -> TaskState:
    """Say how far a student is.

    Parameters
    ----------
    complete : Mapping of str to bool
        By code of each assignment of which there is an entry: whether such an entry is complete.
    """
    if complete.get(one.code):
        return TaskState.DONE
    if today > one.due_on:
        return TaskState.LATE
    return TaskState.BEGUN if one.code in complete else TaskState.TO_DO


def laid_out(own: SchoolDossier | None, core: Mapping[CareerCompetency, str]) -> tuple[Chapter, ...]:
    """Give the chapters of a dossier: those of the school, or one for each of the five with the words of the core."""
    if own is not None and own.chapters:
        return own.chapters
    return tuple(Chapter(title=core[one], competencies=frozenset({one})) for one in CareerCompetency)

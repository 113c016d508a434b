"""What the intake shows: kinds of experience with their tasks, pictures, and how the questions are chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from career.likes import LikesRule, Picture
from career.student import MAX_TRAVEL_MINUTES, MOST_HOURS
from services.reference import Lists, load_lists
from services.reference.folder import rules_folder
from services.reference.opening_limits import named_numbers
from services.reference.rows import Row, by_code, read_rows

PICTURES, KINDS, TASKS = "intake_pictures.csv", "intake_kinds.csv", "intake_tasks.csv"
TIMES, LIMITS = "intake_times.csv", "intake_limits.csv"
COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        PICTURES: ("activity", "text", "picture"),
        KINDS: ("code", "label", "hint", "picture"),
        TASKS: ("code", "kind", "label", "competencies"),
        TIMES: ("what", "low", "high", "label"),
        LIMITS: ("name", "value", "note"),
    }
)
SHARES = {
    "first": ("chosen_percent", "other_percent", "either_percent"),
    "both": ("both_chosen_percent", "both_chosen_percent", "both_either_percent"),
    "neither": ("none_chosen_percent", "none_chosen_percent", "none_either_percent"),
}
"""The rows with the chance of first, second and both; neither is what is left."""
NUMBERS = (
    "most_questions",
    "most_sectors",
    "settled_percent",
    "least_percent",
    *dict.fromkeys(name for names in SHARES.values() for name in names),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownActivity:
    """An activity as a picture with its words.

    Parameters
    ----------
    picture : str
        Name of the drawing.
    """

    shown: Picture
    text: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceTask:
    """Something many young people did, as they say it.

    Parameters
    ----------
    competency_ids : tuple of str
        What somebody shows who did it; at least one.
    """

    code: str
    kind: str
    label: str
    competency_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceKind:
    """Where somebody did things: at home, in a club, in a side job."""

    code: str
    label: str
    hint: str
    picture: str
    tasks: tuple[ExperienceTask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChoice:
    """A number of hours a week, or of minutes on the way, to choose in one tap."""

    low: int
    high: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeLists:
    """Everything the intake shows; every mapping keeps the order of its file."""

    activities: Mapping[str, ShownActivity]
    kinds: Mapping[str, ExperienceKind]
    hours: tuple[TimeChoice, ...]
    minutes: tuple[TimeChoice, ...]
    rule: LikesRule

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures without their words."""
        return tuple(held.shown for held in self.activities.values())


@cache
def load_intake_lists() -> IntakeLists:
    """Give the lists of this installation, read from their files the first time.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.
    """
    return read_intake_lists(rules_folder(), load_lists())


def read_intake_lists(folder: Path, lists: Lists) -> IntakeLists:
    """Read the five files of a folder; raises as ``load_intake_lists``."""
    rows = {file: read_rows(folder / file, columns) for file, columns in COLUMNS.items()}

    def activity(row: Row) -> ShownActivity:
        code = row.choice("activity", [code for code in lists.catalogue.competencies if code.startswith("doe:")])
        return ShownActivity(
            shown=Picture(activity_id=code, sectors=frozenset(lists.sectors_of[code])),
            text=row.text("text"),
            picture=row.text("picture"),
        )

    named = [row.text("code") for row in rows[KINDS]]

    def task(row: Row) -> ExperienceTask:
        competency_ids = row.choices("competencies", lists.catalogue.competencies)
        if not competency_ids:
            raise row.error("competencies", "hier staat niets; noem minstens één competentie van de lijst")
        return ExperienceTask(
            code=row.text("code"),
            kind=row.choice("kind", named),
            label=row.text("label"),
            competency_ids=competency_ids,
        )

    tasks = by_code(rows[TASKS], "code", task)

    def kind(row: Row) -> ExperienceKind:
        own = tuple(held for held in tasks.values() if held.kind == row.text("code"))
        if not own:
            raise row.error("code", f"bij dit soort staat geen taak in {TASKS}; zet er minstens één bij")
        return ExperienceKind(
            code=row.text("code"),
            label=row.text("label"),
            hint=row.text("hint"),
            picture=row.text("picture"),
            tasks=own,
        )

    def times(what: str, longest: int) -> tuple[TimeChoice, ...]:
        return tuple(
            TimeChoice(
                low=row.whole("low", at_least=1, at_most=longest),
                high=row.whole("high", at_least=row.whole("low", at_least=1, at_most=longest), at_most=longest),
                label=row.text("label"),
            )
            for row in rows[TIMES]
            if row.choice("what", ("hours", "minutes")) == what
        )

    return IntakeLists(
        activities=MappingProxyType(by_code(rows[PICTURES], "activity", activity)),
        kinds=MappingProxyType(by_code(rows[KINDS], "code", kind)),
        hours=times("hours", MOST_HOURS),
        minutes=times("minutes", MAX_TRAVEL_MINUTES),
        rule=_rule(rows[LIMITS]),
    )


def _rule(rows: tuple[Row, ...]) -> LikesRule:
    numbers = named_numbers(rows, NUMBERS)
    chances = {}
    for case, names in SHARES.items():
        first, second, both = (numbers[name] for name in names)
        left = 100 - first - second - both
        if left <= 0:
            raise _row_of(rows, names[-1]).error(
                "value", "samen is dit al 100 of meer; laat iets over voor geen van beide"
            )
        chances[case] = (first / 100, second / 100, both / 100, left / 100)
    return LikesRule(
        most_questions=numbers["most_questions"],
        most_sectors=numbers["most_sectors"],
        settled=numbers["settled_percent"] / 100,
        least_share=numbers["least_percent"] / 100,
        chances=MappingProxyType(chances),
    )


def _row_of(rows: tuple[Row, ...], name: str) -> Row:
    return next(row for row in rows if row.text("name") == name)

"""What a parent or representative (ouder, voogd) may see of a student, by age and by what the student chose."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from career.student import Student


class ParentView(StrEnum):
    """How much a parent sees."""

    FULL = "full"
    """The places that fit, and everything of ``REDUCED``; never conversations, reflections or what others wrote."""
    REDUCED = "reduced"
    """How far it is, dates, events, and what has to be signed."""
    NOTHING = "nothing"
    """As if the student were not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentAges:
    """The ages at which a parent sees less, as the law has them on some day.

    Parameters
    ----------
    decides_at : int
        From this birthday on somebody decides alone about own data.
    adult_at : int
        From this birthday on there is no parental authority.
    """

    decides_at: int
    adult_at: int


def parent_view(*, student: Student, day: date, ages: ParentAges, shared_on: date | None) -> ParentView:
    """Say what a parent sees of a student on a day.

    Below the age of deciding it is everything a parent may see at all; then less, until the student is an adult; then
    nothing. From the age of deciding on the student may share one step more. A choice counts for the years in which it
    was made: who shared at 16 is asked again at 18.

    Parameters
    ----------
    day : date
        The day it is in the Netherlands.
    shared_on : date or None
        The day on which the student chose to share with this parent; ``None`` when that was not chosen, or taken back.
    """
    usual = _usual(student.age_on(day), ages)
    if shared_on is None or usual is ParentView.FULL or _usual(student.age_on(shared_on), ages) is not usual:
        return usual
    return ParentView.FULL if usual is ParentView.REDUCED else ParentView.REDUCED


def may_choose(*, student: Student, day: date, ages: ParentAges) -> bool:
    """Say whether it is for the student to choose what a parent sees, rather than for the parent."""
    return _usual(student.age_on(day), ages) is not ParentView.FULL


def next_turn(*, student: Student, day: date, ages: ParentAges) -> date | None:
    """Give the next birthday on which a parent sees less; ``None`` when there is none any more."""
    turns = sorted(_birthday(student.born_on, age) for age in (ages.decides_at, ages.adult_at))
    return next((turn for turn in turns if day < turn), None)


def _birthday(born_on: date, age: int) -> date:
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)  # 29 February in a year that lacks it: the day after the 28th


def _usual(age: int, ages: ParentAges) -> ParentView:
    if age < ages.decides_at:
        return ParentView.FULL
    return ParentView.REDUCED if age < ages.adult_at else ParentView.NOTHING

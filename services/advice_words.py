"""What could be changed about a place, in Dutch: a few words that a number can stand behind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import time

from employer_toolkit.advice import PlaceChange, PlaceChangeKind
from employer_toolkit.placement import Placement, WorkDay
from services.explaining.naming import capitalised, uncapitalised
from services.features import Codes
from services.wording import WEEKDAYS, clock_text, weekdays_text


class ChangeWords:
    """Names changes of places."""

    def __init__(self, codes: Codes) -> None:
        self._codes = codes
        self._reference = codes.reference

    def label(self, changes: Sequence[PlaceChange], changed: Placement) -> str:
        """Name one or two changes, as the beginning of a sentence.

        Parameters
        ----------
        changed : Placement
            The place with the changes made; other times are read off from it.
        """
        return capitalised(" en ".join(self._one(change, changed) for change in changes))

    def named(self, change: PlaceChange) -> str:
        """Name what a change is about."""
        ways: Mapping[PlaceChangeKind, Callable[[Sequence[str]], str]] = {
            PlaceChangeKind.WITHOUT_PREREQUISITE: self._prerequisites,
            PlaceChangeKind.WITHOUT_HAZARDS: self._hazards,
            PlaceChangeKind.MAKE_TRAINABLE: self._competencies,
        }
        return ways[change.kind](change.codes) if change.kind in ways else ""

    def _one(self, change: PlaceChange, changed: Placement) -> str:
        ways: Mapping[PlaceChangeKind, Callable[[], str]] = {
            PlaceChangeKind.ADD_DAY: lambda: f"{WEEKDAYS[change.amount - 1]} erbij",
            PlaceChangeKind.DROP_DAY: lambda: f"zonder {WEEKDAYS[change.amount - 1]}",
            PlaceChangeKind.OTHER_TIMES: lambda: _times(change, changed.schedule),
            PlaceChangeKind.FEWER_DAYS: lambda: f"ook goed vanaf {_count(change.amount, 'dag', 'dagen')} per week",
            PlaceChangeKind.FEWER_HOURS: lambda: f"ook goed vanaf {change.amount} uur per week",
            PlaceChangeKind.MORE_HOURS: lambda: f"werk voor hoogstens {change.amount} uur per week",
            PlaceChangeKind.OTHER_WEEKS: lambda: f"{_weeks(change.amount)} {_when(change.amount)}, even lang",
            PlaceChangeKind.LATER_START: lambda: f"{_weeks(change.amount)} later beginnen",
            PlaceChangeKind.LONGER_PERIOD: lambda: f"{_weeks(change.amount)} langer",
            PlaceChangeKind.WITHOUT_PREREQUISITE: lambda: f"zonder {self._prerequisites(change.codes)}",
            PlaceChangeKind.WITHOUT_HAZARDS: lambda: f"zonder dit werk: {self._hazards(change.codes)}",
            PlaceChangeKind.EXPERT_SUPERVISION: lambda: "met een deskundige erbij",
            PlaceChangeKind.LOWER_DUTCH: lambda: _dutch(change.codes),
            PlaceChangeKind.MAKE_TRAINABLE: lambda: f"dit pas op de plek leren: {self._competencies(change.codes)}",
            PlaceChangeKind.OFFER_CONDITION: lambda: f"dit bieden: {self._conditions(change.codes)}",
            PlaceChangeKind.OPEN_TO: lambda: f"ook open voor {self._programmes(change.codes)}",
            PlaceChangeKind.GET_RECOGNITION: lambda: f"met een erkenning{self._recognised_for(change.codes)}",
            PlaceChangeKind.ADD_SEAT: lambda: "één plaats erbij",
            PlaceChangeKind.ANSWER_CONTACTS: lambda: (
                f"eerst {_count(change.amount, 'open gesprek', 'open gesprekken')} beantwoorden"
            ),
        }
        return ways[change.kind]()

    def _prerequisites(self, codes: Sequence[str]) -> str:
        return _joined(uncapitalised(self._reference.prerequisites[code].label) for code in codes)

    def _hazards(self, codes: Sequence[str]) -> str:
        return _joined(uncapitalised(self._reference.hazards[code].label) for code in codes)

    def _conditions(self, codes: Sequence[str]) -> str:
        return _joined(self._reference.conditions[code].place_label for code in codes)

    def _competencies(self, codes: Sequence[str]) -> str:
        catalogue = self._codes.catalogue
        return _joined(uncapitalised(catalogue[code].plain_label) for code in codes if code in catalogue)

    def _programmes(self, codes: Sequence[str]) -> str:
        listed = (self._reference.qualifications[code] for code in codes)
        return _joined(f"{held.name} (niveau {held.level})" for held in listed)

    def _recognised_for(self, codes: Sequence[str]) -> str:
        named = self._programmes([code for code in codes if code in self._reference.qualifications])
        return f" voor {named}" if named else ""


def _joined(labels: Iterable[str]) -> str:
    return "; ".join(labels)


def _times(change: PlaceChange, schedule: Sequence[WorkDay]) -> str:
    if change.limits is None:
        return "een uur later beginnen en ophouden" if change.amount > 0 else "een uur eerder beginnen en ophouden"
    by_times: dict[tuple[time, time], list[int]] = {}
    for day in schedule:
        by_times.setdefault((day.starts, day.ends), []).append(day.weekday)
    told = [(_clock(starts), _clock(ends), days) for (starts, ends), days in by_times.items()]
    if len(told) == 1:
        return f"werken van {told[0][0]} tot {told[0][1]}"
    return "; ".join(f"op {weekdays_text(days)} van {starts} tot {ends}" for starts, ends, days in told)


def _clock(moment: time) -> str:
    return clock_text(moment.hour * 60 + moment.minute)


def _weeks(weeks: int) -> str:
    return _count(abs(weeks), "week", "weken")


def _when(weeks: int) -> str:
    return "later" if weeks > 0 else "eerder"


def _dutch(codes: Sequence[str]) -> str:
    return f"Nederlands op niveau {codes[0].upper()} is genoeg" if codes else "zonder vast niveau Nederlands"


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"

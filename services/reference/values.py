"""What the data files say, as values: rules with their source, and texts for the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType

GATES = (
    "type_programme",
    "recognition",
    "age",
    "period",
    "days_hours",
    "programme_hours",
    "working_time",
    "hazards",
    "prerequisites",
    "signature",
    "travel",
    "dutch",
    "seats",
    "contacts",
)
"""Codes of the gates, in the order in which they are looked at."""

GATE_PLACEHOLDERS: Mapping[tuple[str, str], frozenset[str]] = MappingProxyType(
    {
        ("type_programme", "forbidden"): frozenset({"needed"}),
        ("recognition", "not_now"): frozenset({"names"}),
        ("recognition", "unknown"): frozenset({"names"}),
        ("recognition", "to_arrange"): frozenset({"names"}),
        ("age", "forbidden"): frozenset({"age", "min_age"}),
        ("age", "not_now"): frozenset({"age", "min_age", "date"}),
        ("period", "not_now"): frozenset({"date"}),
        ("days_hours", "not_now"): frozenset({"hours", "max_hours"}),
        ("programme_hours", "not_now"): frozenset({"hours", "asked"}),
        ("programme_hours", "to_arrange"): frozenset({"hours", "asked"}),
        ("working_time", "forbidden"): frozenset({"age", "day"}),
        ("working_time", "not_now"): frozenset({"age", "day", "date"}),
        ("working_time", "unknown"): frozenset({"age"}),
        ("working_time", "to_arrange"): frozenset(),
        ("working_time", "to_arrange_holidays"): frozenset({"age"}),
        ("hazards", "forbidden"): frozenset({"age", "names"}),
        ("hazards", "not_now"): frozenset({"names", "date"}),
        ("hazards", "unknown"): frozenset({"age"}),
        ("hazards", "to_arrange"): frozenset({"age", "names"}),
        ("prerequisites", "to_arrange"): frozenset({"names", "date"}),
        ("prerequisites", "not_now"): frozenset({"names", "date"}),
        ("signature", "to_arrange"): frozenset({"age"}),
        ("travel", "not_now"): frozenset({"minutes", "max_minutes"}),
        ("travel", "not_now_timetable"): frozenset({"minutes"}),
        ("travel", "not_now_school"): frozenset({"minutes", "max_minutes"}),
        ("travel", "unknown"): frozenset(),
        ("dutch", "not_now"): frozenset({"level", "needed"}),
        ("dutch", "unknown"): frozenset({"needed"}),
        ("seats", "not_now"): frozenset(),
        ("contacts", "not_now"): frozenset(),
    }
)
"""Per gate and verdict that can occur: which placeholders its texts may hold; whoever renders gives them all.

Where a verdict has more causes, each but the first has a text of its own: ``not_now_timetable`` when the first bus
comes too late or the last leaves too early, ``not_now_school`` when the school allows less than the student wants, and
``to_arrange_holidays`` when weeks off must be agreed in the school holidays.
``needed`` is the programme, level or CEFR level the place asks and ``level`` what the student has; ``names`` is the
list of labels it is about (programme, hazards, prerequisites); ``date`` is the day from which it can (age, working
time, hazards), the first day of the place (period) or the day before which it must be arranged (prerequisites);
``hours`` is what the place asks a week and ``max_hours`` what the student can give, or, for the programme, what can be
made here and ``asked`` what the programme asks; ``day`` is the first weekday on which the limit is passed, or
"de hele week"; ``minutes`` is the trip and ``max_minutes`` the longest that the student wants or the school allows.
"""

CONSENT_CODES = ("personal_data", "agreement")
"""About what the service asks whether somebody may decide alone."""

COMPONENTS: Mapping[str, str] = MappingProxyType(
    {
        "wish": "student",
        "tasks": "student",
        "conditions": "student",
        "travel": "student",
        "schedule": "student",
        "goals": "placement",
        "competencies": "placement",
        "availability": "placement",
        "language": "placement",
    }
)
"""Components of the score, in order, each with the side whose fit it is part of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a row comes from and when it holds.

    Parameters
    ----------
    article : str
        Article of the law or regulation; empty when there is none.
    url : str
        Address of the source; empty for an assumption of our own.
    checked_on : date
        Day on which somebody read the source.
    valid_from : date
        First day from which we know that the row holds.
    valid_until : date or None
        First day on which it no longer holds; ``None`` while no end is known.
    is_to_verify : bool
        Nobody has confirmed this row at its source lately: show it with "controleer dit".
    note : str
        Remark for whoever keeps the file; may be empty.
    """

    article: str
    title: str
    url: str
    checked_on: date
    valid_from: date
    valid_until: date | None
    is_to_verify: bool
    note: str

    def is_on(self, day: date) -> bool:
        """Say whether the row holds on a day."""
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A kind of work a student can wish for (sector).

    Parameters
    ----------
    work : str
        As a sentence says it: "werk in de zorg".
    """

    code: str
    label: str
    work: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something about a place that helps somebody work well (voorwaarde); never a diagnosis.

    Parameters
    ----------
    student_label : str
        As the student says it: "Eén vaste begeleider helpt mij".
    place_label : str
        As the place offers it: "vaste contactpersoon".
    explanation : str
        One B1 sentence for the place: what it comes down to.
    """

    code: str
    student_label: str
    place_label: str
    explanation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """Dangerous work (gevaarlijk werk) that the law keeps from the young.

    Parameters
    ----------
    mode : str
        ``"forbidden"``, or ``"supervision"``: only with an expert present.
    below_age : int
        The rule holds for whoever is younger.
    not_for_rules : frozenset of str
        Rules of working time; to whoever works under one of them this row does not apply.
    """

    code: str
    label: str
    mode: str
    below_age: int
    not_for_rules: frozenset[str]
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Prerequisite:
    """Something that must be arranged before the start: a certificate, licence or vaccination.

    Parameters
    ----------
    lead_time_days : int
        Days it usually takes.
    who_pays : str
        In Dutch, as it is shown.
    min_age : int
        Youngest age at which it can be had; 0 when there is none.
    how_to : str
        One B1 sentence: how to get it.
    """

    code: str
    label: str
    lead_time_days: int
    who_pays: str
    min_age: int
    how_to: str
    source: Source


class ParentSigns(StrEnum):
    """Whether a parent or guardian (ouder of voogd) signs the agreement."""

    MINOR = "minor"
    """Always when the student is a minor: below the age of ``consent_ages.csv``, ``agreement``."""
    SCHOOL_DECIDES = "school_decides"
    """When the student is a minor and the school asks it."""
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementTypeRule:
    """What holds for one type of placement.

    Parameters
    ----------
    plain : str
        What it is, in B1 Dutch.
    is_qualification_bound : bool
        The place must be for the student's own programme.
    school_types : frozenset of str
        Kinds of school whose students can take such a place.
    agreement, pay : str
        Which agreement is signed, and what is said about pay; Dutch, as shown.
    working_time_rules : tuple of str
        Rules of working time that hold for it; each has its own ages.
    parent_signs : ParentSigns
        Whether a parent signs the agreement of a minor.
    """

    code: str
    label: str
    plain: str
    min_age: int
    needs_recognition: bool
    is_qualification_bound: bool
    school_types: frozenset[str]
    agreement: str
    pay: str
    working_time_rules: tuple[str, ...]
    parent_signs: ParentSigns
    source: Source


class HoursCount(StrEnum):
    """What it means for a place that a programme asks hours."""

    WHOLE = "whole"
    """They belong to the programme: a smaller place can be, and the rest has to be found elsewhere."""
    BY_LENGTH = "by_length"
    """They belong to the place: it has to give its share, in proportion to how long it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeHours:
    """The least hours of practice (beroepspraktijkvorming) that a programme asks.

    Parameters
    ----------
    type : str
        Type of placement.
    level_min, level_max : int
        Levels of the mbo, both included.
    hours : float
        In every year (``per`` is ``"year"``, the only one now).
    """

    type: str
    level_min: int
    level_max: int
    hours: float
    per: str
    counts: HoursCount
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentAge:
    """From which age somebody decides alone (zelf toestemming geven); below it a parent does.

    Parameters
    ----------
    label : str
        About what, in Dutch.
    """

    code: str
    label: str
    age: int
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelModeRow:
    """How to guess a trip from a distance.

    Parameters
    ----------
    by : str
        As a sentence says it: "met de fiets".
    speed_kmh : float
        Speed over the road.
    detour : float
        Length of the road for each kilometre as the crow flies, 1 or more.
    start_minutes : float
        Time that each trip takes anyway: walking to the stop, waiting, parking.
    min_age : int
        Youngest age at which somebody may travel so.
    first_departure, last_arrival : time
        When the first trip of a day can leave home and the last can be back; 00:00 and 23:59 mean any time.
    """

    code: str
    label: str
    by: str
    speed_kmh: float
    detour: float
    start_minutes: float
    min_age: int
    first_departure: time
    last_arrival: time
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class GateText:
    """What is said when a gate is not simply open; texts are for ``str.format`` (see ``GATE_PLACEHOLDERS``).

    Parameters
    ----------
    student_text : str
        For the young person, in B1 Dutch.
    staff_text : str
        For the people around them.
    repair, student_repair : str
        The next step, as the people around the student and as the student read it.
    who : str
        Who can take that step: ``"student"``, ``"school"``, ``"jobhunter"`` or ``"werkgever"``.
    """

    gate: str
    verdict: str
    student_text: str
    staff_text: str
    repair: str
    student_repair: str
    who: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentText:
    """What is said about one component of the score, for the student and for the people around them.

    Parameters
    ----------
    side : str
        ``"student"`` or ``"placement"``: whose fit it is part of.
    """

    code: str
    side: str
    student_label: str
    staff_label: str
    student_good: str
    student_middling: str
    student_bad: str
    student_unknown: str
    staff_good: str
    staff_middling: str
    staff_bad: str
    staff_unknown: str

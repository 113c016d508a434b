"""The student: what they can, want, need and when they are free."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from career.competency import CompetencyClaim
from career.errors import InvalidValueError

MAX_TRAVEL_MINUTES = 240
"""Longest one-way trip the form takes; beyond it is a typing error."""
MOST_HOURS = 60
"""Most hours a week the form takes; beyond it is a typing error."""
MINUTES_PER_DAY = 24 * 60


class SchoolType(StrEnum):
    """Kind of school. Private: it never enters the engine and never reaches an employer."""

    PRO = "pro"
    VSO = "vso"
    VMBO = "vmbo"
    MBO = "mbo"


class LearningRoute(StrEnum):
    """Leerweg in the mbo."""

    BOL = "bol"
    BBL = "bbl"


class TravelMode(StrEnum):
    """How a student really travels."""

    WALK = "walk"
    BIKE = "bike"
    TRANSIT = "transit"
    MOPED = "moped"
    CAR = "car"


class LanguageLevel(StrEnum):
    """Level of Dutch after the Common European Framework (CEFR, 2001)."""

    A1 = "a1"
    A2 = "a2"
    B1 = "b1"
    B2 = "b2"
    C1 = "c1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a student wants; an empty field means: not said yet.

    Parameters
    ----------
    sectors : tuple of str
        Sector codes, dearest first.
    liked, disliked : frozenset of str
        Catalogue ids of activities; what is in neither is unknown.
    minimum_allowance_eur : int or None
        Only when pay matters to the student: allowance a month in euro.
    """

    sectors: tuple[str, ...] = ()
    liked: frozenset[str] = frozenset()
    disliked: frozenset[str] = frozenset()
    minimum_allowance_eur: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Availability:
    """When a student can work.

    Parameters
    ----------
    from_on, until_on : date
        Half-open: ``until_on`` is the first day no longer free.
    weekdays : frozenset of int
        ISO weekdays, 1 (Monday) to 7, on which the student can work.
    hours_min, hours_max : int
        Wished hours a week.
    school_minutes : tuple of 7 int or None
        Minutes of school on Monday to Sunday while the placement runs; ``None`` while nobody said.
    """

    from_on: date
    until_on: date
    weekdays: frozenset[int]
    hours_min: int
    hours_max: int
    school_minutes: tuple[int, int, int, int, int, int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Travel:
    """From where, how and how long a student travels one way.

    Parameters
    ----------
    postcode4 : str
        Four digits of the postcode; never the address.
    latitude, longitude : float or None
        Centre of the postcode area in degrees; ``None`` while it is unknown.
    """

    postcode4: str
    latitude: float | None = None
    longitude: float | None = None
    modes: frozenset[TravelMode] = frozenset({TravelMode.WALK})
    max_minutes: int = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A young person who seeks a placement or first job.

    Parameters
    ----------
    reference : str
        The key by which the source (a file, a school system) knows the student.
    school, group : str
        School and class, for the people who guide the student; never for an employer or the engine.
    qualification_code : str or None
        Code of the programme; ``None`` in pro, vso and vmbo.
    level : int or None
        mbo level 1 to 4; ``None`` in pro, vso and vmbo.
    seeks : frozenset of str
        Codes of the placement types sought.
    goal_ids : tuple of str
        Work processes the student still has to learn in practice.
    helps : frozenset of str
        Codes of conditions that help this student work well: never a diagnosis.
    prerequisites : frozenset of str
        Codes of what is already in hand (a VOG, a licence).
    dutch_level : LanguageLevel or None
        ``None`` while it is unknown.
    """

    id: UUID
    reference: str
    first_name: str
    born_on: date
    school_type: SchoolType
    availability: Availability
    travel: Travel
    seeks: frozenset[str]
    school: str = ""
    group: str = ""
    qualification_code: str | None = None
    level: int | None = None
    route: LearningRoute | None = None
    wishes: Wishes = field(default_factory=Wishes)
    helps: frozenset[str] = frozenset()
    prerequisites: frozenset[str] = frozenset()
    dutch_level: LanguageLevel | None = None
    goal_ids: tuple[str, ...] = ()
    claims: tuple[CompetencyClaim, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        faults = _faults(self)
        if faults:
            raise InvalidValueError("student", faults)

    def age_on(self, day: date) -> int:
        """Give the age in whole years on a day; who is born on 29 February turns a year older on 1 March."""
        return age_on(day, born_on=self.born_on)


def age_on(day: date, *, born_on: date) -> int:
    """Give the age in whole years of whoever was born on a day; works as ``Student.age_on``."""
    before_birthday = (day.month, day.day) < (born_on.month, born_on.day)
    return day.year - born_on.year - before_birthday


def _faults(student: Student) -> dict[str, str]:
    free, travel, wishes = student.availability, student.travel, student.wishes
    checks = {
        "reference": (student.reference.strip() != "", "geef een kenmerk"),
        "first_name": (student.first_name.strip() != "", "geef een voornaam of een roepnaam"),
        "seeks": (bool(student.seeks), "kies minstens één soort plek"),
        "level": (student.level in (None, 1, 2, 3, 4), "geef niveau 1, 2, 3 of 4"),
        "until_on": (free.from_on < free.until_on, "geef een einddag na de begindag"),
        "weekdays": (
            bool(free.weekdays) and free.weekdays <= set(range(1, 8)),
            "kies minstens één dag van maandag tot en met zondag",
        ),
        "hours": (
            0 < free.hours_min <= free.hours_max <= MOST_HOURS,
            f"geef uren per week van 1 tot en met {MOST_HOURS}",
        ),
        "school_minutes": (
            free.school_minutes is None
            or (len(free.school_minutes) == 7 and all(0 <= n < MINUTES_PER_DAY for n in free.school_minutes)),
            "geef voor elke dag de minuten school",
        ),
        "postcode4": (
            len(travel.postcode4) == 4 and travel.postcode4.isascii() and travel.postcode4.isdigit(),
            "geef de vier cijfers van de postcode",
        ),
        "modes": (bool(travel.modes), "kies minstens één manier van reizen"),
        "max_minutes": (
            0 < travel.max_minutes <= MAX_TRAVEL_MINUTES,
            f"geef een reistijd van 1 tot en met {MAX_TRAVEL_MINUTES} minuten",
        ),
        "disliked": (
            not wishes.liked & wishes.disliked,
            "iets kan niet tegelijk leuk en niet leuk zijn",
        ),
    }
    return {name: text for name, (is_right, text) in checks.items() if not is_right}

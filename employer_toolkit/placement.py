"""Placements: work placements (stage, BPV), learn-work jobs (leerbaan) and first jobs that employers offer."""

from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from uuid import UUID

from employer_toolkit.employer import Contact
from employer_toolkit.errors import InvalidPlacementError, PlacementStateError


class PlacementType(StrEnum):
    """Kind of place; it decides the agreement, the gates and the schemes."""

    BLIKSEMSTAGE = "bliksemstage"
    PRO_STAGE = "pro_stage"
    VSO_STAGE = "vso_stage"
    VMBO_LWT = "vmbo_lwt"
    BPV_BOL = "bpv_bol"
    BPV_BBL = "bpv_bbl"
    PRAKTIJKVERKLARING = "praktijkverklaring"
    PROEFPLAATSING = "proefplaatsing"
    WERKERVARING = "werkervaring"
    EERSTE_BAAN = "eerste_baan"
    AANDEBAK = "aandebak"


class PlacementState(StrEnum):
    """How far a placement has come."""

    DRAFT = "draft"
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class PayPeriod(StrEnum):
    """Over which time an allowance is counted."""

    HOUR = "hour"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something the student will do there.

    Parameters
    ----------
    text : str
        In the employer's own words.
    competency_ids : tuple of str
        Catalogue ids of the work processes, skills and activities it stands for.
    """

    text: str
    competency_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What a student must be able to do at the start.

    Parameters
    ----------
    level : int
        1 (not yet) to 5 (can teach it), on the same scale as a student's claims.
    importance : int
        1 (handy) to 3 (cannot do without).
    is_trainable : bool
        The site can teach it in the first weeks.
    """

    competency_id: str
    level: int
    importance: int = 2
    is_trainable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDay:
    """Working hours on one weekday.

    Parameters
    ----------
    weekday : int
        ISO weekday, 1 (Monday) to 7.
    break_minutes : int
        Unpaid break inside the hours.
    """

    weekday: int
    starts: time
    ends: time
    break_minutes: int = 30

    @property
    def minutes(self) -> int:
        """Working time of the day, break taken off."""
        return _minutes(self.ends) - _minutes(self.starts) - self.break_minutes


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What the student is paid."""

    amount_eur: float
    per: PayPeriod
    covers_travel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A place at a site, with one or more seats.

    Parameters
    ----------
    reference : str
        The key by which the source knows the placement.
    qualification_codes : tuple of str
        Programmes it suits; empty where the type is not bound to one.
    level_min, level_max : int
        mbo level it suits, 0 (pro, vso, vmbo) to 4; used where no qualification is asked.
    requirements : tuple of Requirement
        Needed at the start.
    learned_ids : tuple of str
        Catalogue ids of what is learned here.
    conditions_offered, conditions_refused : frozenset of str
        Condition codes the site says yes or no to; what is in neither is unknown.
    hazards : frozenset of str or None
        Hazard codes of the work; ``None`` while nobody asked.
    is_expert_supervised : bool
        An expert is present at hazardous work.
    days_min : int
        Fewest of the schedule's days a student must come.
    hours_min, hours_max : int
        Hours a week.
    ends_on : date or None
        First day no longer part of the place; ``None`` for work without an end.
    prerequisites : frozenset of str
        Codes of what must be arranged before the start (VOG, licence).
    dutch_level_min : str or None
        Lowest level of Dutch (CEFR, lower case) the work needs.
    max_open_contacts : int
        For each free seat so many candidates may wait for an answer at the same time.
    """

    id: UUID
    reference: str
    site_id: UUID
    type: PlacementType
    title: str
    sector: str
    schedule: tuple[WorkDay, ...]
    days_min: int
    hours_min: int
    hours_max: int
    starts_on: date
    ends_on: date | None
    description: str = ""
    qualification_codes: tuple[str, ...] = ()
    level_min: int = 0
    level_max: int = 4
    tasks: tuple[Task, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    learned_ids: tuple[str, ...] = ()
    conditions_offered: frozenset[str] = frozenset()
    conditions_refused: frozenset[str] = frozenset()
    hazards: frozenset[str] | None = None
    is_expert_supervised: bool = False
    prerequisites: frozenset[str] = frozenset()
    dutch_level_min: str | None = None
    seats: int = 1
    seats_taken: int = 0
    allowance: Allowance | None = None
    contact: Contact | None = None
    max_open_contacts: int = 3
    open_contacts: int = 0
    state: PlacementState = PlacementState.DRAFT

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        faults = _faults(self)
        if faults:
            raise InvalidPlacementError("placement", faults)

    @property
    def seats_left(self) -> int:
        """Seats nobody has yet."""
        return self.seats - self.seats_taken

    @property
    def contacts_allowed(self) -> int:
        """So many candidates may wait for an answer at the same time; a full place has those of one seat.

        That a full place takes nobody is told of its seats, and need not be told of its contacts as well.
        """
        return self.max_open_contacts * max(self.seats_left, 1)

    def post(self) -> "Placement":
        """Open the placement for candidates; raise ``PlacementStateError`` when it is closed."""
        if self.state is PlacementState.CLOSED:
            raise PlacementStateError(self.state, "be posted")
        return replace(self, state=PlacementState.OPEN)

    def pause(self) -> "Placement":
        """Take the placement away from the lists for a while; raise ``PlacementStateError`` when it is not open."""
        if self.state is not PlacementState.OPEN:
            raise PlacementStateError(self.state, "be paused")
        return replace(self, state=PlacementState.PAUSED)

    def reopen(self) -> "Placement":
        """Put a paused placement back in the lists; raise ``PlacementStateError`` when it is not paused."""
        if self.state is not PlacementState.PAUSED:
            raise PlacementStateError(self.state, "be opened again")
        return replace(self, state=PlacementState.OPEN)

    def close(self) -> "Placement":
        """Take the placement away from the lists for good."""
        return replace(self, state=PlacementState.CLOSED)


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _faults(placement: Placement) -> dict[str, str]:
    weekdays = [day.weekday for day in placement.schedule]
    checks = {
        "reference": (placement.reference.strip() != "", "geef een kenmerk"),
        "title": (0 < len(placement.title.strip()) <= 120, "geef een titel van hoogstens 120 tekens"),
        "schedule": (
            bool(weekdays) and len(set(weekdays)) == len(weekdays) and set(weekdays) <= set(range(1, 8)),
            "kies minstens één werkdag, elke dag één keer",
        ),
        "working_hours": (
            all(day.minutes > 0 and day.break_minutes >= 0 for day in placement.schedule),
            "geef een eindtijd na de begintijd, met een pauze die daar in past",
        ),
        "days_min": (
            1 <= placement.days_min <= max(len(weekdays), 1),
            "geef minstens 1 en hoogstens alle werkdagen",
        ),
        "hours": (
            0 < placement.hours_min <= placement.hours_max <= 60,
            "geef uren per week van 1 tot en met 60",
        ),
        "ends_on": (
            placement.ends_on is None or placement.starts_on < placement.ends_on,
            "geef een einddag na de begindag",
        ),
        "levels": (0 <= placement.level_min <= placement.level_max <= 4, "geef niveaus van 0 tot en met 4"),
        "seats": (1 <= placement.seats <= 500, "geef 1 tot en met 500 plaatsen"),
        "seats_taken": (
            0 <= placement.seats_taken <= placement.seats,
            "er kunnen niet meer bezet zijn dan er zijn",
        ),
        "conditions_refused": (
            not placement.conditions_offered & placement.conditions_refused,
            "een voorwaarde kan niet tegelijk wel en niet",
        ),
        "requirements": (
            all(r.level in range(1, 6) and r.importance in range(1, 4) for r in placement.requirements),
            "geef niveau 1 tot en met 5 en belang 1 tot en met 3",
        ),
        "max_open_contacts": (placement.max_open_contacts >= 1, "geef minstens 1"),
        "allowance": (
            placement.allowance is None or 0 <= placement.allowance.amount_eur <= 10_000,
            "geef een bedrag van 0 tot en met 10.000 euro",
        ),
    }
    return {name: text for name, (is_right, text) in checks.items() if not is_right}

"""The guarantee of a job (AanDeBak-garantie): seats that employers promise, and the claim of a student on one."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from career.errors import CareerError, InvalidValueError

LONGEST_NAME = 80
LONGEST_WORDS = 500
MOST_SEATS = 2_000
"""Seats in one guarantee; the whole of Rotterdam-Zuid promised 825 in 2023."""
SCHOOL_YEAR_STARTS = (8, 1)


class ClaimState(StrEnum):
    """How far a claim has come."""

    ASKING_PARENT = "asking_parent"
    """The student is too young to decide; no seat is taken yet."""
    WAITING = "waiting"
    """Every seat is taken; the first who waits gets the next one."""
    CLAIMED = "claimed"
    KEPT = "kept"
    """Somebody at school looked, and the conditions still hold."""
    OFFERED = "offered"
    """The employers have a job, and the student has not answered yet."""
    REDEEMED = "redeemed"
    """The student said yes to the job."""
    LAPSED = "lapsed"
    GIVEN_BACK = "given_back"


SEATED = frozenset({ClaimState.CLAIMED, ClaimState.KEPT, ClaimState.OFFERED, ClaimState.REDEEMED})
"""States in which a claim takes a seat."""
OPEN = SEATED | {ClaimState.ASKING_PARENT, ClaimState.WAITING}
"""States in which it goes on, or came to its good end."""
CHECKABLE = frozenset({ClaimState.CLAIMED, ClaimState.KEPT})


class GuaranteeStepError(CareerError):
    """The claim is in a state in which this step cannot be taken."""

    def __init__(self, state: str, step: str) -> None:
        self.state = state
        self.step = step
        super().__init__(f"a claim that is {state} cannot {step}")


class Misfit(StrEnum):
    """Why a guarantee is not for a student."""

    CLOSED = "closed"
    SECTOR = "sector"
    PROGRAMME = "programme"
    LEVEL = "level"
    COHORT = "cohort"
    CHOOSE_BY = "choose_by"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarantee:
    """Seats that a group of employers promises to students of one sector who begin in one school year.

    Parameters
    ----------
    employer_ids : tuple of UUID
        The employers of the group that are known here; any of them can offer a job.
    programme_codes : tuple of str
        Codes of qualifications; empty for every programme of the sector.
    levels : tuple of int
        mbo levels; empty for every level.
    cohort : int
        Year in which the school year begins in which the programme starts.
    n_taken : int
        Seats that a claim takes; kept by the store alone.
    conditions : tuple of str
        Codes of ``guarantee_conditions.csv``.
    valid_until : date
        First day on which no job can be had with it any more.
    choose_profile : str
        What must be chosen in the second year of vmbo; empty when it does not matter.
    choose_by : date or None
        Last day to choose that.
    municipalities : tuple of str
        Where a student must live; empty for everywhere.
    retired_at : datetime or None
        From when on it takes no new claims; those that are there stay.
    """

    id: UUID
    group_name: str
    employer_ids: tuple[UUID, ...] = ()
    sector: str
    programme_codes: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    cohort: int
    n_seats: int
    n_taken: int = 0
    conditions: tuple[str, ...]
    own_words: str = ""
    signed_on: date
    valid_until: date
    choose_profile: str = ""
    choose_by: date | None = None
    municipalities: tuple[str, ...] = ()
    retired_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "group_name": (
                0 < len(self.group_name.strip()) <= LONGEST_NAME,
                f"Geef de groep een naam van hoogstens {LONGEST_NAME} tekens, zoals Zorg in Zwolle",
            ),
            "n_seats": (1 <= self.n_seats <= MOST_SEATS, f"Geef een aantal van 1 tot en met {MOST_SEATS}"),
            "conditions": (bool(self.conditions), "Kies minstens één voorwaarde"),
            "own_words": (len(self.own_words) <= LONGEST_WORDS, f"Houd dit op hoogstens {LONGEST_WORDS} tekens"),
            "valid_until": (self.signed_on < self.valid_until, "Kies een dag na de dag van tekenen"),
            "levels": (set(self.levels) <= {1, 2, 3, 4}, "Kies niveau 1, 2, 3 of 4"),
            "choose_profile": (len(self.choose_profile) <= LONGEST_NAME, f"Gebruik hoogstens {LONGEST_NAME} tekens"),
            "choose_by": (
                bool(self.choose_profile) == (self.choose_by is not None),
                "Vul de keuze en de laatste dag allebei in, of geen van beide",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("guarantee", faults)

    def is_open(self, today: date) -> bool:
        """Whether it takes new claims."""
        return self.retired_at is None and today < self.valid_until


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeker:
    """What of a student counts for a guarantee, and nothing more.

    Parameters
    ----------
    sectors : frozenset of str
        What the student wishes, and the sector of the programme.
    qualification_code, level
        Of the programme; ``None`` before the mbo.
    starts_in : int or None
        Year in which the student says the programme starts; ``None`` while that was not asked.
    municipality : str
        Empty while it is unknown.
    """

    sectors: frozenset[str]
    qualification_code: str | None = None
    level: int | None = None
    starts_in: int | None = None
    municipality: str = ""


def misfits(guarantee: Guarantee, seeker: Seeker, *, today: date) -> tuple[Misfit, ...]:
    """Give every reason why a guarantee is not for a student; what is unknown stands in nobody's way.

    Who is in the mbo already has chosen: the last day to choose in vmbo says nothing to them.
    """
    in_mbo = seeker.qualification_code is not None
    stands = {
        Misfit.CLOSED: not guarantee.is_open(today),
        Misfit.SECTOR: guarantee.sector not in seeker.sectors,
        Misfit.PROGRAMME: in_mbo
        and bool(guarantee.programme_codes)
        and seeker.qualification_code not in guarantee.programme_codes,
        Misfit.LEVEL: seeker.level is not None and bool(guarantee.levels) and seeker.level not in guarantee.levels,
        Misfit.COHORT: seeker.starts_in is not None and seeker.starts_in != guarantee.cohort,
        Misfit.CHOOSE_BY: not in_mbo and guarantee.choose_by is not None and today > guarantee.choose_by,
        Misfit.MUNICIPALITY: bool(seeker.municipality and guarantee.municipalities)
        and seeker.municipality not in guarantee.municipalities,
    }
    return tuple(one for one, is_so in stands.items() if is_so)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuaranteeClaim:
    """What a student has of a guarantee.

    Parameters
    ----------
    made_at : datetime
        When it was asked for; the queue is in this order.
    checked_on : date or None
        Last day on which somebody at school saw that the conditions hold.
    warned_on : date or None
        Since when somebody says that they do not; ``None`` while they do.
    reason : str
        Code of why it is about to lapse, or lapsed; empty otherwise.
    lapses_from : date or None
        First day on which somebody may decide that it lapses.
    offered_by : UUID or None
        The employer with the job.
    """

    id: UUID
    guarantee_id: UUID
    student_id: UUID
    state: ClaimState
    made_at: datetime
    checked_on: date | None = None
    warned_on: date | None = None
    reason: str = ""
    lapses_from: date | None = None
    offered_by: UUID | None = None

    @property
    def takes_seat(self) -> bool:
        """Whether it takes a seat."""
        return self.state in SEATED

    @property
    def is_open(self) -> bool:
        """Whether it goes on, or was redeemed."""
        return self.state in OPEN

    def keep(self, today: date) -> "GuaranteeClaim":
        """Say that the conditions hold; a warning is over."""
        self._must_be(CHECKABLE, "be kept")
        return replace(self, state=ClaimState.KEPT, checked_on=today, warned_on=None, reason="", lapses_from=None)

    def warn(self, reason: str, *, today: date, lapses_from: date) -> "GuaranteeClaim":
        """Say that a condition does not hold, and until when there is time to mend it."""
        self._must_be(CHECKABLE, "be warned about")
        if self.warned_on is not None:
            raise GuaranteeStepError(self.state, "be warned about twice")
        return replace(self, warned_on=today, reason=reason, lapses_from=lapses_from)

    def lapse(self, today: date) -> "GuaranteeClaim":
        """End it because a condition does not hold; only after a warning and the time to mend it."""
        self._must_be(CHECKABLE, "lapse")
        if self.lapses_from is None or today < self.lapses_from:
            raise GuaranteeStepError(self.state, "lapse before its time to mend is over")
        return replace(self, state=ClaimState.LAPSED)

    def give_back(self) -> "GuaranteeClaim":
        """End it because the student wants that."""
        self._must_be(OPEN - {ClaimState.REDEEMED}, "be given back")
        return replace(self, state=ClaimState.GIVEN_BACK, warned_on=None, reason="", lapses_from=None, offered_by=None)

    def offer(self, employer_id: UUID) -> "GuaranteeClaim":
        """Ask the student whether to take a job."""
        self._must_be({ClaimState.KEPT}, "be offered a job")
        return replace(self, state=ClaimState.OFFERED, offered_by=employer_id)

    def answer(self, *, is_yes: bool) -> "GuaranteeClaim":
        """Take the job, or leave it to the next and keep the seat."""
        self._must_be({ClaimState.OFFERED}, "answer")
        if is_yes:
            return replace(self, state=ClaimState.REDEEMED)
        return replace(self, state=ClaimState.KEPT, offered_by=None)

    def _must_be(self, states: Collection[ClaimState], step: str) -> None:
        if self.state not in states:
            raise GuaranteeStepError(self.state, step)

"""A registration (aanmelding): somebody who comes to an event, or waits for a seat."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from events.errors import InvalidRegistrationError


class Party(StrEnum):
    """Who comes."""

    STUDENT = "student"
    EMPLOYER = "employer"
    """A company; it takes no seat, but sits at tables of its own."""
    PERSON = "person"
    """Somebody with an account, for themselves: a parent, a teacher, a junior praktijkopleider."""


class RegistrationState(StrEnum):
    """How far a registration has come."""

    SEATED = "seated"
    WAITING = "waiting"
    OFFERED = "offered"
    """A seat is kept until ``answer_by``."""
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """An offered seat that nobody answered in time."""


class Attendance(StrEnum):
    """Whether somebody came; known after check-in."""

    UNKNOWN = "unknown"
    CAME = "came"
    ABSENT = "absent"
    """No-show: registered, and not there."""


HOLDS_SEAT = frozenset({RegistrationState.SEATED, RegistrationState.OFFERED})
"""States in which a seat is taken."""
OPEN = frozenset({*HOLDS_SEAT, RegistrationState.WAITING})
"""States in which somebody comes or hopes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """One party at one event; the same party registers once, and comes back in the same row.

    Parameters
    ----------
    student_id, employer_id, account_id : UUID or None
        Who comes, by ``party``; exactly one.
    made_by : UUID or None
        Account of whoever registered: the student, a parent, a teacher for a group.
    made_at : datetime
        Aware; also the place in the queue. Whoever comes back after withdrawing stands at its end.
    answer_by : datetime or None
        Until when an offered seat is kept.
    n_tables : int
        Tables at which an employer talks at the same time; 0 for the others.
    noted_at : datetime or None
        When the attendance was noted.
    is_for_dossier : bool
        The student agreed that having been there becomes evidence in the dossier.
    """

    id: UUID
    event_id: UUID
    party: Party
    student_id: UUID | None = None
    employer_id: UUID | None = None
    account_id: UUID | None = None
    made_by: UUID | None = None
    made_at: datetime
    state: RegistrationState
    answer_by: datetime | None = None
    n_tables: int = 0
    attendance: Attendance = Attendance.UNKNOWN
    noted_at: datetime | None = None
    is_for_dossier: bool = False

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        ids = {Party.STUDENT: self.student_id, Party.EMPLOYER: self.employer_id, Party.PERSON: self.account_id}
        checks = {
            "party": (
                [party for party, held in ids.items() if held is not None] == [self.party],
                "zeg van precies één persoon of bedrijf wie er komt",
            ),
            "answer_by": (
                (self.answer_by is not None) == (self.state is RegistrationState.OFFERED),
                "geef een tijd bij een plek die wordt aangeboden, en anders geen",
            ),
            "n_tables": (
                (self.n_tables >= 1) if self.party is Party.EMPLOYER else self.n_tables == 0,
                "geef een bedrijf minstens 1 tafel, en een ander geen",
            ),
            "noted_at": (
                (self.noted_at is not None) == (self.attendance is not Attendance.UNKNOWN),
                "geef het moment waarop de aanwezigheid is genoteerd",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidRegistrationError(faults)

    @property
    def who(self) -> UUID:
        """The student, employer or account that comes."""
        return next(who for who in (self.student_id, self.employer_id, self.account_id) if who is not None)

    @property
    def takes_seat(self) -> bool:
        """Whether it counts among the seats that are taken."""
        return self.party is not Party.EMPLOYER and self.state in HOLDS_SEAT

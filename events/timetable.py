"""The timetable (rondeschema) of speed dates: when each round begins and ends, and who is there for which rounds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from events.errors import InvalidSpeedDatesError
from events.speed_dates import Talk, Worth, reaches

MOST_ROUNDS = 24
LONGEST_MINUTES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The rounds, one after another.

    Parameters
    ----------
    starts_at : datetime
        Aware; when the first round begins.
    change_minutes : int
        To walk to the next table.
    break_after : int
        The round, from 1, after which there is a break; 0 for none.
    """

    starts_at: datetime
    n_rounds: int
    talk_minutes: int
    change_minutes: int = 0
    break_after: int = 0
    break_minutes: int = 0

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "starts_at": (self.starts_at.tzinfo is not None, "geef een begintijd"),
            "n_rounds": (1 <= self.n_rounds <= MOST_ROUNDS, f"geef 1 tot {MOST_ROUNDS} rondes"),
            "talk_minutes": (1 <= self.talk_minutes <= LONGEST_MINUTES, f"geef 1 tot {LONGEST_MINUTES} minuten"),
            "change_minutes": (0 <= self.change_minutes <= LONGEST_MINUTES, f"geef 0 tot {LONGEST_MINUTES} minuten"),
            "break_after": (0 <= self.break_after < max(self.n_rounds, 1), "geef een ronde die niet de laatste is"),
            "break_minutes": (
                0 <= self.break_minutes <= LONGEST_MINUTES and (self.break_minutes > 0) == (self.break_after > 0),
                f"geef bij een pauze 1 tot {LONGEST_MINUTES} minuten, en anders 0",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidSpeedDatesError(faults)

    @property
    def rounds(self) -> tuple[tuple[datetime, datetime], ...]:
        """When each round begins and ends; half-open."""
        step, talk = timedelta(minutes=self.talk_minutes + self.change_minutes), timedelta(minutes=self.talk_minutes)
        pause = timedelta(minutes=self.break_minutes)
        begins = [
            self.starts_at + n * step + (pause if 0 < self.break_after <= n else timedelta())
            for n in range(self.n_rounds)
        ]
        return tuple((start, start + talk) for start in begins)

    @property
    def ends_at(self) -> datetime:
        """When the last round ends."""
        return self.rounds[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """For which rounds somebody is there, who is not there for all.

    Parameters
    ----------
    who : UUID
        A student or an employer.
    from_round, until_round : int
        From 0; half-open. Equal for who is not there at all.
    """

    who: UUID
    from_round: int
    until_round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSchedule:
    """The schedule of an event, as it is now.

    Parameters
    ----------
    revision : int
        From 1; grows each time that it is made or mended.
    worth, bound : Worth
        When it was made last; ``bound`` is what no schedule around the same kept talks can better.
    """

    event_id: UUID
    revision: int
    timetable: Timetable
    talks: tuple[Talk, ...]
    stays: tuple[Stay, ...]
    worth: Worth
    bound: Worth
    made_at: datetime

    @property
    def is_best(self) -> bool:
        """Whether it is proven that no schedule has fairer shares, more wishes and better talks."""
        return reaches(self.worth, self.bound)

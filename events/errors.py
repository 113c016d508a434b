"""What can be wrong with a value of this subject."""

from collections.abc import Mapping


class EventError(Exception):
    """Something about an event cannot be right."""


class InvalidEventValueError(EventError):
    """One or more fields of a value of this subject hold what they cannot hold.

    Parameters
    ----------
    faults : mapping of str to str
        Per field one Dutch sentence that says what would be right.
    """

    what = "value"

    def __init__(self, faults: Mapping[str, str]) -> None:
        self.faults = dict(faults)
        super().__init__(f"{self.what}: " + "; ".join(f"{field}: {text}" for field, text in self.faults.items()))


class InvalidEventError(InvalidEventValueError):
    """One or more fields hold what they cannot hold."""

    what = "event"


class InvalidMeetingError(InvalidEventValueError):
    """One or more fields of a meeting hold what they cannot hold."""

    what = "meeting"


class InvalidRegistrationError(InvalidEventValueError):
    """One or more fields of a registration hold what they cannot hold."""

    what = "registration"


class InvalidEncounterError(InvalidEventValueError):
    """One or more fields of an encounter, or of looking back at one, hold what they cannot hold."""

    what = "encounter"


class EncounterStateError(EventError):
    """Looking back at the event has not begun or is over, so this cannot be done any more.

    Parameters
    ----------
    act : str
        What was tried.
    """

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(f"nothing can be {act} of an encounter at this moment")


class MeetingStateError(EventError):
    """The meeting was cancelled, so this cannot be done to it any more.

    Parameters
    ----------
    act : str
        What was tried.
    """

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(f"a cancelled meeting: cannot {act} it")


class EventChangedError(EventError):
    """Somebody else changed the event since this one looked at it."""

    def __init__(self) -> None:
        super().__init__("the event was changed in the meantime; look at it again")


class EventStateError(EventError):
    """The event is in a state in which this cannot be done to it.

    Parameters
    ----------
    act : str
        What was tried.
    """

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(f"the event cannot be {act} as it stands")


class InvalidSpeedDatesError(InvalidEventValueError):
    """Speed dates, or a schedule of them, that cannot be."""

    what = "speed dates"


class CalendarStateError(EventError):
    """The calendar of another organiser is in a state in which this cannot be done to it.

    Parameters
    ----------
    act : str
        What was tried.
    """

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(f"this calendar cannot be {act} now; look at it again")


class CalendarRefusedError(EventError):
    """A calendar of somebody else cannot be taken over.

    Parameters
    ----------
    text : str
        What is wrong and what would be right: a Dutch sentence without a full stop.
    line : int or None
        Line of the file, from 1, where it goes wrong.
    uid : str
        The entry that it is about; empty when it is the whole file.
    """

    def __init__(self, text: str, *, line: int | None = None, uid: str = "") -> None:
        self.text, self.line, self.uid = text, line, uid
        super().__init__(f"calendar: {self.sentence()}")

    def sentence(self) -> str:
        """Say it in one Dutch line."""
        where = "" if self.line is None else f"Regel {self.line}: "
        which = f" (UID {self.uid[:60]})" if self.uid else ""
        return f"{where}{self.text}{which}."

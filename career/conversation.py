"""Career conversations (loopbaangesprekken): planned, held, and what was agreed; never what was said."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from career.dossier import CareerCompetency
from career.errors import CareerError, InvalidValueError

LONGEST_AGREEMENT = 140
"""Characters of what was agreed: one sentence about what somebody does, with no room for what was told."""
LONGEST_POINT = 140
MOST_POINTS = 3
"""Points that a student adds to an agenda."""
MOST_MINUTES = 240
"""A conversation that took longer than half a day was written down wrong."""


class ConversationKind(StrEnum):
    """Who speak with one another."""

    INDIVIDUAL = "individual"
    """The student and school."""
    WITH_PARENTS = "with_parents"
    """The student, school and a parent."""
    TRIALOGUE = "trialogue"
    """The student, school and the company (driehoeksgesprek)."""


class ConversationPlace(StrEnum):
    """Where they speak."""

    SCHOOL = "school"
    WORKPLACE = "workplace"
    HOME = "home"
    ONLINE = "online"
    ELSEWHERE = "elsewhere"


class ConversationState(StrEnum):
    """How far a conversation has come."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    """Somebody did not come."""
    CALLED_OFF = "called_off"


class AgreementOwner(StrEnum):
    """Who does what was agreed."""

    STUDENT = "student"
    SCHOOL = "school"
    PARENT = "parent"
    COMPANY = "company"


class Topic(StrEnum):
    """What the dossier puts on an agenda; a student can leave any of them out."""

    AGREEMENTS = "agreements"
    CHANGED = "changed"
    UNFINISHED = "unfinished"
    COMPETENCY = "competency"
    UNKNOWN = "unknown"
    PLACES = "places"


class ConversationStateError(CareerError):
    """The conversation is not as far as this asks, or further.

    Parameters
    ----------
    state : ConversationState
        As it is.
    """

    def __init__(self, state: ConversationState) -> None:
        self.state = state
        super().__init__(f"the conversation is {state.value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One career conversation, as far as it has come.

    Parameters
    ----------
    planned_at, held_at : datetime or None
        Aware; one of both is there, and ``held_at`` only when it was held.
    minutes : int or None
        How long it took, once it was held; before that how long it is planned to take.
    competencies : frozenset of CareerCompetency
        What it touched.
    led_by : UUID or None
        The account that leads it; ``None`` once that is gone.
    school, group : str
        As they were when it was planned or held.
    points : tuple of str
        What the student wants to speak about, in own words.
    left_out : frozenset of Topic
        What the student does not want to speak about.
    meeting_id : UUID or None
        What stands in the calendars of those who come.

    Examples
    --------
    >>> from datetime import UTC
    >>> talk = Conversation(
    ...     id=UUID(int=1), student_id=UUID(int=2), kind=ConversationKind.INDIVIDUAL, place=ConversationPlace.SCHOOL,
    ...     planned_at=datetime(2026, 11, 23, 12, tzinfo=UTC), led_by=UUID(int=3), school="De Wissel", group="3b",
    ... )
    >>> talk.with_points(["Kan ik naar de open dag?"]).points
    ('Kan ik naar de open dag?',)
    """

    id: UUID
    student_id: UUID
    kind: ConversationKind
    place: ConversationPlace
    planned_at: datetime | None = None
    held_at: datetime | None = None
    minutes: int | None = None
    competencies: frozenset[CareerCompetency] = frozenset()
    led_by: UUID | None
    state: ConversationState = ConversationState.PLANNED
    school: str
    group: str
    points: tuple[str, ...] = ()
    left_out: frozenset[Topic] = frozenset()
    meeting_id: UUID | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        moments = [one for one in (self.planned_at, self.held_at) if one is not None]
        is_held = self.state is ConversationState.HELD
        checks = {
            "planned_at": (
                bool(moments) and all(one.tzinfo is not None for one in moments),
                "geef een dag en een tijd",
            ),
            "held_at": ((self.held_at is not None) == is_held, "geef de dag en de tijd van een gesprek dat er was"),
            "minutes": (
                (self.minutes is None and not is_held)
                or (self.minutes is not None and 0 < self.minutes <= MOST_MINUTES),
                f"geef een aantal minuten van 1 tot {MOST_MINUTES}",
            ),
            "points": (
                len(self.points) <= MOST_POINTS and all(0 < len(one.strip()) <= LONGEST_POINT for one in self.points),
                f"schrijf hoogstens {MOST_POINTS} punten op, elk van hoogstens {LONGEST_POINT} tekens",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("conversation", faults)

    @property
    def at(self) -> datetime:
        """When it was, or else when it is planned."""
        moment = self.held_at or self.planned_at
        if moment is None:  # pragma: no cover - refused at making
            raise InvalidValueError("conversation", {"planned_at": "geef een dag en een tijd"})
        return moment

    def moved(
        self, *, to: datetime, place: ConversationPlace, minutes: int | None, kind: ConversationKind
    ) -> "Conversation":
        """Give it at another time or place; raise ``ConversationStateError`` when it is not planned any more."""
        self._require(ConversationState.PLANNED)
        return replace(self, planned_at=to, place=place, minutes=minutes, kind=kind)

    def called_off(self) -> "Conversation":
        """Give it as one that does not take place; raises as ``moved``."""
        self._require(ConversationState.PLANNED)
        return replace(self, state=ConversationState.CALLED_OFF)

    def missed(self, *, now: datetime) -> "Conversation":
        """Give it as one to which somebody did not come; it must have begun, else raises as ``moved``."""
        self._require(ConversationState.PLANNED)
        if now < self.at:
            raise ConversationStateError(self.state)
        return replace(self, state=ConversationState.MISSED)

    def held(
        self,
        *,
        at: datetime,
        minutes: int | None,
        place: ConversationPlace,
        competencies: frozenset[CareerCompetency],
        by: UUID | None,
        now: datetime,
    ) -> "Conversation":
        """Give it as one that was held.

        Raises
        ------
        ConversationStateError
            It was held or called off before.
        InvalidValueError
            It is still to come, or took no time.
        """
        self._require(ConversationState.PLANNED, ConversationState.MISSED)
        if at > now:
            raise InvalidValueError("conversation", {"held_at": "kies een dag en een tijd die al zijn geweest"})
        return replace(
            self,
            state=ConversationState.HELD,
            held_at=at,
            minutes=minutes,
            place=place,
            competencies=competencies,
            led_by=by,
        )

    def with_points(self, points: list[str]) -> "Conversation":
        """Give it with what the student wants to speak about; raises as ``moved``."""
        self._require(ConversationState.PLANNED)
        return replace(self, points=tuple(one.strip() for one in points if one.strip()))

    def leaving_out(self, topics: frozenset[Topic]) -> "Conversation":
        """Give it without what the student does not want to speak about; raises as ``moved``."""
        self._require(ConversationState.PLANNED)
        return replace(self, left_out=topics)

    def _require(self, *states: ConversationState) -> None:
        if self.state not in states:
            raise ConversationStateError(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was agreed in a conversation: who does what, by when.

    Parameters
    ----------
    done_on : date or None
        ``None`` while it is open.
    reminded_on : date or None
        The day on which the student heard that it is due; ``None`` while nobody did.
    """

    id: UUID
    student_id: UUID
    conversation_id: UUID
    text: str
    owner: AgreementOwner
    due_on: date
    done_on: date | None = None
    reminded_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not 0 < len(self.text.strip()) <= LONGEST_AGREEMENT:
            raise InvalidValueError(
                "agreement", {"text": f"schrijf in hoogstens {LONGEST_AGREEMENT} tekens op wat iemand gaat doen"}
            )

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None

    def is_due(self, *, day: date, days_before: int) -> bool:
        """Say whether on a day it should be done within so many days, or should have been."""
        return self.is_open and self.due_on - timedelta(days=days_before) <= day

"""Handing a dossier over to the next school (overdracht): who has to say what, in which order."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from career.errors import CareerError, InvalidValueError

LONGEST_WORDS = 600
LONGEST_SPOKEN = 200
LONGEST_NAME = 120


class HandoverError(CareerError):
    """This cannot be done with the hand-over as it stands now."""


class HandoverState(StrEnum):
    """How far a hand-over is."""

    OPEN = "open"
    """School and student prepare it; nobody else reads anything."""
    PARENT_ASKED = "parent_asked"
    """The student said yes and is too young to decide alone."""
    AGREED = "agreed"
    SENT = "sent"
    RECEIVED = "received"
    """Somebody at the next school does the intake."""
    WITHDRAWN = "withdrawn"
    """The student took it back; what was packed is gone."""


class HandoverOrigin(StrEnum):
    """How it came here."""

    HERE = "here"
    PACKAGE = "package"
    """A signed package of another installation."""
    FILES = "files"
    """Loose files of a school without a package; nobody signed them."""


class HandoverPart(StrEnum):
    """What the young person can let go along, each by itself."""

    ENTRIES = "entries"
    """Entries of the dossier, and the evidence beside them."""
    PROFILE = "profile"
    """What the student says, school saw and companies saw."""
    AGREEMENTS = "agreements"
    """What was agreed in career conversations and is still to be done."""
    CONDITIONS = "conditions"
    """What helps to work and learn well; never why."""
    MENTOR_WORDS = "mentor_words"
    """Words of the mentor, read by the young person before agreeing."""
    TRANSFER_FILE = "transfer_file"
    """The transfer file of the school (doorstroomdossier), read by the young person before agreeing."""


class HandoverStep(StrEnum):
    """What is noted of a hand-over, with the role of who did it."""

    BEGUN = "begun"
    WORDS = "words"
    FILE = "file"
    AGREED = "agreed"
    PARENT_AGREED = "parent_agreed"
    PARENT_REFUSED = "parent_refused"
    SENT = "sent"
    TAKEN = "taken"
    SPOKEN = "spoken"
    WITHDRAWN = "withdrawn"
    IN_DOSSIER = "in_dossier"


NOT_YET_SENT = (HandoverState.OPEN, HandoverState.PARENT_ASKED, HandoverState.AGREED)
READ_BY_SCHOOL = (HandoverState.SENT, HandoverState.RECEIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A hand-over of one student, without the package itself.

    Parameters
    ----------
    parts : frozenset of str
        What the student chose to let go along; codes of ``HandoverPart``.
    entry_ids : frozenset of UUID
        Which entries of the dossier.
    mentor_words : str
        For the next school; the student reads them before agreeing.
    sender : str
        Whose signature a package of elsewhere carries; empty when nobody signed.
    taken_by : UUID or None
        Who does the intake at the next school.
    speak_by : date or None
        Day before which the two schools speak about it (warme overdracht).
    """

    id: UUID
    student_id: UUID
    from_school: str
    to_school: str
    to_programme: str = ""
    origin: HandoverOrigin = HandoverOrigin.HERE
    state: HandoverState = HandoverState.OPEN
    parts: frozenset[str] = frozenset()
    entry_ids: frozenset[UUID] = frozenset()
    mentor_words: str = ""
    sender: str = ""
    text_version: str = ""
    begun_at: datetime
    agreed_at: datetime | None = None
    sent_at: datetime | None = None
    taken_by: UUID | None = None
    speak_by: date | None = None
    spoken_at: datetime | None = None
    spoken_about: str = ""
    in_dossier_at: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "to_school": (
                0 < len(self.to_school.strip()) <= LONGEST_NAME,
                f"kies de school waar je heen gaat, of typ haar naam (hoogstens {LONGEST_NAME} tekens)",
            ),
            "to_programme": (len(self.to_programme) <= LONGEST_NAME, f"gebruik hoogstens {LONGEST_NAME} tekens"),
            "mentor_words": (len(self.mentor_words) <= LONGEST_WORDS, f"gebruik hoogstens {LONGEST_WORDS} tekens"),
            "spoken_about": (len(self.spoken_about) <= LONGEST_SPOKEN, f"gebruik hoogstens {LONGEST_SPOKEN} tekens"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("handover", faults)

    @property
    def is_live(self) -> bool:
        """Whether it was not taken back."""
        return self.state is not HandoverState.WITHDRAWN

    def is_late(self, today: date) -> bool:
        """Say whether the schools should have spoken about it by now."""
        return self.spoken_at is None and self.speak_by is not None and self.speak_by < today and self.is_live

    def prepared(self, *, mentor_words: str | None = None) -> "Handover":
        """Give it after school changed something: whoever said yes reads it again first.

        Raises
        ------
        HandoverError
            It was sent already.
        """
        self._check(NOT_YET_SENT)
        words = self.mentor_words if mentor_words is None else mentor_words.strip()
        return replace(self, mentor_words=words, state=HandoverState.OPEN, agreed_at=None)

    def agreed(
        self, *, parts: frozenset[str], entry_ids: frozenset[UUID], text_version: str, asks_parent: bool, now: datetime
    ) -> "Handover":
        """Give it after the yes of the student; raises as ``prepared``."""
        self._check(NOT_YET_SENT)
        state = HandoverState.PARENT_ASKED if asks_parent else HandoverState.AGREED
        return replace(self, parts=parts, entry_ids=entry_ids, text_version=text_version, state=state, agreed_at=now)

    def answered_by_parent(self, *, is_yes: bool) -> "Handover":
        """Give it after a parent answered; a no leads back to the student.

        Raises
        ------
        HandoverError
            No parent is asked.
        """
        self._check((HandoverState.PARENT_ASKED,))
        if is_yes:
            return replace(self, state=HandoverState.AGREED)
        return replace(self, state=HandoverState.OPEN, agreed_at=None)

    def sent(self, *, now: datetime, speak_days: int, today: date) -> "Handover":
        """Give it sent; raises ``HandoverError`` before everybody said yes."""
        self._check((HandoverState.AGREED,))
        return replace(self, state=HandoverState.SENT, sent_at=now, speak_by=today + timedelta(days=speak_days))

    def taken(self, *, by: UUID) -> "Handover":
        """Give it with who does the intake; another of the same school may take it over."""
        self._check(READ_BY_SCHOOL)
        return replace(self, state=HandoverState.RECEIVED, taken_by=by)

    def spoken(self, *, about: str, now: datetime) -> "Handover":
        """Give it after the two schools spoke; the student reads what about."""
        self._check(READ_BY_SCHOOL)
        return replace(self, spoken_at=now, spoken_about=about.strip())

    def withdrawn(self) -> "Handover":
        """Give it taken back, at any moment; the next school reads nothing any more."""
        return replace(
            self,
            state=HandoverState.WITHDRAWN,
            parts=frozenset(),
            entry_ids=frozenset(),
            mentor_words="",
            spoken_about="",
        )

    def _check(self, states: tuple[HandoverState, ...]) -> None:
        if self.state not in states:
            raise HandoverError(f"a hand-over that is {self.state} cannot do this")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedStep:
    """A line of what was done with a hand-over, for the student and both schools."""

    step: HandoverStep
    role: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFile:
    """A file of the school for the next one (doorstroomdossier), without its content."""

    id: UUID
    handover_id: UUID
    student_id: UUID
    name: str
    kind: str
    n_bytes: int
    added_at: datetime

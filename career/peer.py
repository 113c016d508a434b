"""Peers (junior praktijkopleiders): an older student helps a younger one on the way, with school looking on."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from career.errors import CareerError, InvalidValueError

MOST_MINUTES = 480
"""Nobody helps longer than a day at a time."""


class OfferState(StrEnum):
    """How far somebody is who wants to help."""

    ASKED = "asked"
    ADMITTED = "admitted"
    """School knows who it is and said yes; a first student comes after the training."""
    DECLINED = "declined"
    STOPPED = "stopped"


class PairState(StrEnum):
    """How far a younger student is with a peer."""

    WANTED = "wanted"
    """Nobody is proposed."""
    PROPOSED = "proposed"
    """School proposed somebody, who is asked first."""
    ACCEPTED = "accepted"
    """The peer said yes; the younger student is asked."""
    ACTIVE = "active"
    ENDED = "ended"


class ContactWay(StrEnum):
    """How a peer and a student spoke."""

    MET = "met"
    CALLED = "called"
    WROTE = "wrote"
    AT_WORK = "at_work"


class PeerStepError(CareerError):
    """What was asked cannot be done as it stands now; the text says why, in Dutch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerOffer:
    """That a student wants to help others, and whom.

    Parameters
    ----------
    student_id : UUID
        Who wants to help.
    sectors : frozenset of str
        Sector codes of work that the peer knows.
    languages : frozenset of str
        Codes of languages that the peer speaks, besides those that nobody asks for.
    most_km : int
        How far the peer wants to go, as the crow flies.
    n_most : int
        Students at a time.
    """

    student_id: UUID
    state: OfferState = OfferState.ASKED
    sectors: frozenset[str]
    languages: frozenset[str] = frozenset()
    most_km: int
    n_most: int
    asked_at: datetime
    decided_on: date | None = None

    def check(self, *, most_students: int, longest_km: int) -> None:
        """Raise ``InvalidValueError`` with all faults for what the terms of today do not allow."""
        checks = {
            "sectors": (bool(self.sectors), "kies minstens één soort werk dat je kent"),
            "most_km": (0 < self.most_km <= longest_km, f"geef 1 tot en met {longest_km} kilometer"),
            "n_most": (0 < self.n_most <= most_students, f"kies 1 tot en met {most_students} studenten"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("peer offer", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerPair:
    """A younger student who wants a peer, and later the two together.

    Parameters
    ----------
    student_id : UUID
        Who is helped.
    sector : str
        Of the work in which help is wanted.
    languages : frozenset of str
        One of these is spoken; empty when it does not matter.
    peer_id : UUID or None
        The student who helps, or is asked to.
    account_id : UUID or None
        The account with which the peer helps; ``None`` until both said yes.
    declined : frozenset of UUID
        Students who are not proposed again: one of the two said no.
    """

    id: UUID
    student_id: UUID
    state: PairState = PairState.WANTED
    sector: str
    languages: frozenset[str] = frozenset()
    peer_id: UUID | None = None
    account_id: UUID | None = None
    declined: frozenset[UUID] = frozenset()
    asked_at: datetime
    began_on: date | None = None
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.state is not PairState.ENDED

    @property
    def takes_room(self) -> bool:
        """Whether it counts for how many a peer helps."""
        return self.state in (PairState.PROPOSED, PairState.ACCEPTED, PairState.ACTIVE)

    def proposed(self, peer_id: UUID) -> "PeerPair":
        """Ask somebody to help."""
        self._need(PairState.WANTED, "Er is al iemand gevraagd.")
        if peer_id == self.student_id or peer_id in self.declined:
            raise PeerStepError("Deze twee passen niet bij elkaar. Kies iemand anders.")
        return replace(self, state=PairState.PROPOSED, peer_id=peer_id)

    def answered_by_peer(self, *, is_yes: bool) -> "PeerPair":
        """Keep what the peer says."""
        self._need(PairState.PROPOSED, "Hier is geen antwoord meer nodig.")
        return replace(self, state=PairState.ACCEPTED) if is_yes else self._without_peer()

    def answered_by_student(self, *, is_yes: bool, account_id: UUID | None, on: date) -> "PeerPair":
        """Keep what the younger student says; with a yes they begin."""
        self._need(PairState.ACCEPTED, "Hier is geen antwoord meer nodig.")
        if not is_yes:
            return self._without_peer()
        return replace(self, state=PairState.ACTIVE, account_id=account_id, began_on=on)

    def ended(self, on: date) -> "PeerPair":
        """Stop, from whatever state; a day in which they began is kept."""
        return replace(self, state=PairState.ENDED, ended_on=on) if self.is_open else self

    def without_peer(self) -> "PeerPair":
        """Want somebody else: the peer fell away before they began, and that is nobody's no."""
        return replace(self, state=PairState.WANTED, peer_id=None)

    def _without_peer(self) -> "PeerPair":
        declined = self.declined | ({self.peer_id} if self.peer_id else frozenset())
        return replace(self, state=PairState.WANTED, peer_id=None, declined=declined)

    def _need(self, state: PairState, text: str) -> None:
        if self.state is not state:
            raise PeerStepError(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerContact:
    """That a peer and a student spoke: when, how and how long, and never about what."""

    id: UUID
    pair_id: UUID
    student_id: UUID
    peer_id: UUID
    spoken_on: date
    minutes: int
    way: ContactWay

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not 0 < self.minutes <= MOST_MINUTES:
            raise InvalidValueError("peer contact", {"minutes": f"geef 1 tot en met {MOST_MINUTES} minuten"})

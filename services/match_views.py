"""What people see of a match: cards and lists, made for one page and holding no more than it shows."""

from dataclasses import dataclass
from uuid import UUID

from employer_toolkit.placement import PlacementType
from services.explaining import ChangeNote, Conversation, Figures, GateNote, MatchPart, OpenQuestion
from services.paging import Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """How many places (or candidates) one gate keeps out, and what would repair it.

    Parameters
    ----------
    count : int
        Pairs that this gate refuses, and that no graver gate refuses.
    """

    gate: str
    label: str
    count: int
    repair: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchCard:
    """One place for one student.

    Parameters
    ----------
    number : int
        Place in the list, 1 for the best; the same number stands on the map.
    is_recognised : bool or None
        ``None`` where no recognition is needed.
    score, low, high : float
        0 to 1.
    may_rank : bool
        No gate refuses it.
    shown : tuple of str
        Where the student showed what is needed here, in sentences: only what the reader may read of the dossier.
    questions, changes
        What nobody has said yet, and what could help; in a list they are left out.
    version : str
        Names the rules, the weights and the state of the market behind it.
    """

    placement_id: UUID
    number: int
    title: str
    employer_name: str
    municipality: str
    latitude: float | None
    longitude: float | None
    type: PlacementType
    type_label: str
    is_recognised: bool | None
    may_rank: bool
    score: float
    percent: int
    words: str
    low_percent: int
    high_percent: int
    fit_student: float
    fit_placement: float
    travel_minutes: int | None
    travel_label: str
    distance_km: float | None
    hours_text: str
    days_text: str
    starts_text: str
    allowance_text: str
    parts_student: tuple[MatchPart, ...]
    parts_placement: tuple[MatchPart, ...]
    notes: tuple[GateNote, ...]
    short_text: str
    shown: tuple[str, ...]
    questions: tuple[OpenQuestion, ...]
    changes: tuple[ChangeNote, ...]
    version: str

    @property
    def what_if(self) -> tuple[str, ...]:
        """What could help, in sentences."""
        return tuple(change.text for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentMatches:
    """A student's list.

    Parameters
    ----------
    n_total : int
        Places that no gate refuses, within the filters.
    n_to_check : int
        Those among the cards with something still to be found out.
    version : str
        Names the rules and weights behind the list.
    """

    student_id: UUID
    student_name: str
    home_label: str
    latitude: float | None
    longitude: float | None
    max_minutes: int
    cards: tuple[MatchCard, ...]
    n_total: int
    n_to_check: int
    blocked: tuple[Blocked, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateCard:
    """One candidate for one place, without any label: no birth date, address, school or diagnosis.

    Parameters
    ----------
    can, wants, helps : tuple of str
        At most five things somebody can, the wished sectors, and conditions that help.
    conversation, figures
        For the jobhunter, and for a coordinator; an employer sees neither.
    """

    student_id: UUID
    number: int
    alias: str
    score: float
    percent: int
    words: str
    low_percent: int
    high_percent: int
    fit_student: float
    fit_placement: float
    can: tuple[str, ...]
    wants: tuple[str, ...]
    helps: tuple[str, ...]
    days_text: str
    hours_text: str
    period_text: str
    travel_minutes: int | None
    travel_label: str
    parts_student: tuple[MatchPart, ...]
    parts_placement: tuple[MatchPart, ...]
    notes: tuple[GateNote, ...]
    conversation: Conversation
    figures: Figures

    @property
    def long_text(self) -> str:
        """The conversation as running text."""
        return self.conversation.text

    @property
    def what_if(self) -> tuple[str, ...]:
        """What could help, in sentences."""
        return next((block.sentences for block in self.conversation.blocks if block.code == "changes"), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacementSummary:
    """A place in a few words."""

    id: UUID
    title: str
    employer_name: str
    municipality: str
    type_label: str
    hours_text: str
    days_text: str
    starts_text: str
    seats_left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """A place's list; counts as in ``StudentMatches``."""

    placement: PlacementSummary
    cards: tuple[CandidateCard, ...]
    n_total: int
    n_to_check: int
    blocked: tuple[Blocked, ...]
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMember:
    """A student, as who guides them sees them.

    Parameters
    ----------
    n_places : int
        Places that no gate refuses.
    best_percent : int or None
        Score of the best of them.
    n_to_arrange : int
        How many of the best five ask for something to be arranged or found out.
    """

    student_id: UUID
    name: str
    programme: str
    n_places: int
    best_percent: int | None
    n_to_arrange: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One page of the students somebody guides, those with the fewest places first."""

    members: tuple[GroupMember, ...]
    n_total: int
    paging: Paging


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningNote:
    """What could bring a student more places, and how many.

    Parameters
    ----------
    text : str
        In one or two sentences.
    size : float
        How much it asks; see ``matching.SIZES``.
    n_opened, n_to_check : int
        How many more, and those among them with something still to be found out.
    placement_ids : tuple of UUID
        The places that open.
    """

    text: str
    size: float
    n_opened: int
    n_to_check: int
    placement_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings:
    """Few changes that open the most, the smallest first.

    Parameters
    ----------
    n_open : int
        Places that no gate refuses now.
    """

    n_open: int
    notes: tuple[OpeningNote, ...]
    version: str

"""Competencies, the catalogue they stand in, and what is claimed about one student."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from types import MappingProxyType

from career.errors import InvalidValueError, UnknownCodeError


class CompetencyKind(StrEnum):
    """What sort of thing a catalogue entry names."""

    WORK_PROCESS = "work_process"
    """Werkproces of a qualification."""
    BEHAVIOUR = "behaviour"
    """One of the 25 behaviour competencies (gedragscompetenties)."""
    ACTIVITY = "activity"
    """Everyday work in simple words: cooking, helping people, building."""
    SKILL = "skill"
    """A skill: an everyday task of our own list, or one from an outside list, such as ESCO."""
    OCCUPATION = "occupation"
    """A trade (beroep), of our own list or from an outside list, such as ESCO."""


class Level(IntEnum):
    """How far somebody is with a competency; no claim at all means unknown, never the lowest level."""

    NOT_YET = 1
    WITH_HELP = 2
    PARTLY = 3
    INDEPENDENT = 4
    TEACHES = 5


class ClaimSource(StrEnum):
    """Who says so; later in this list is stronger."""

    SELF = "self"
    TEACHER = "teacher"
    COMPANY = "company"

    @property
    def strength(self) -> int:
        """Rank of the source, 0 (the student) to 2 (a company that saw the work)."""
        return list(ClaimSource).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """One entry of the catalogue.

    Parameters
    ----------
    id : str
        Our own stable id, such as ``"gedrag:24105"`` or ``"wp:25498:P1-K1-W2"``.
    label : str
        Name in Dutch, as schools and employers say it.
    plain_label : str
        The same in B1 Dutch, for the young person.
    links : tuple of str
        Addresses of the same thing elsewhere (ESCO, CompetentNL).
    """

    id: str
    kind: CompetencyKind
    label: str
    plain_label: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Says that somebody who can do ``from_id`` can also do ``to_id``, in part.

    Parameters
    ----------
    strength : float
        Share of the level that carries over, above 0 and below 1.
    """

    from_id: str
    to_id: str
    strength: float

    def __post_init__(self) -> None:
        """Refuse a relation to itself and a strength that would copy a level whole."""
        faults = {}
        if self.from_id == self.to_id:
            faults["to_id"] = "noem een andere competentie dan from_id"
        if not 0.0 < self.strength < 1.0:
            faults["strength"] = "geef een getal groter dan 0 en kleiner dan 1"
        if faults:
            raise InvalidValueError("relation", faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyClaim:
    """What one source says about one competency of one student.

    Parameters
    ----------
    level : Level or None
        ``None`` when the source says that it still has to be found out.
    evidence : str
        Where it showed, in a few words; may be empty.
    """

    competency_id: str
    source: ClaimSource
    level: Level | None
    seen_on: date
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every competency the service knows, and how they are related.

    Parameters
    ----------
    version : str
        Names this state of the catalogue in results and logs.
    """

    version: str
    competencies: Mapping[str, Competency] = field(default_factory=lambda: MappingProxyType({}))
    relations: tuple[Relation, ...] = ()

    @classmethod
    def of(cls, version: str, competencies: Iterable[Competency], relations: Iterable[Relation] = ()) -> "Catalogue":
        """Build a catalogue; every relation must point to entries it holds.

        Raises
        ------
        UnknownCodeError
            A relation names a competency that is not there.
        """
        by_id = {competency.id: competency for competency in competencies}
        kept = tuple(relations)
        for relation in kept:
            for code in (relation.from_id, relation.to_id):
                if code not in by_id:
                    raise UnknownCodeError("competency", code)
        return cls(version, MappingProxyType(by_id), kept)

    def __contains__(self, competency_id: object) -> bool:
        return competency_id in self.competencies

    def __getitem__(self, competency_id: str) -> Competency:
        try:
            return self.competencies[competency_id]
        except KeyError:
            raise UnknownCodeError("competency", competency_id) from None


def strongest_claims(claims: Iterable[CompetencyClaim]) -> dict[str, CompetencyClaim]:
    """Give per competency the claim that counts: a known level first, then the strongest source, then the newest.

    Examples
    --------
    >>> def claim(source, level, month):
    ...     return CompetencyClaim(competency_id="a", source=source, level=level, seen_on=date(2026, month, 1))
    >>> said = claim(ClaimSource.SELF, Level.TEACHES, 9)
    >>> saw = claim(ClaimSource.TEACHER, Level.PARTLY, 6)
    >>> strongest_claims([said, saw])["a"].level
    <Level.PARTLY: 3>
    """
    best: dict[str, CompetencyClaim] = {}
    for claim in claims:
        held = best.get(claim.competency_id)
        if held is None or _weight(claim) > _weight(held):
            best[claim.competency_id] = claim
    return best


def with_own_claims(claims: Iterable[CompetencyClaim], said: Iterable[CompetencyClaim]) -> tuple[CompetencyClaim, ...]:
    """Give the claims after a student said something anew: of each competency the student's last word only.

    Examples
    --------
    >>> def claim(source, level):
    ...     return CompetencyClaim(competency_id="a", source=source, level=level, seen_on=date(2026, 9, 1))
    >>> kept = with_own_claims(
    ...     [claim(ClaimSource.TEACHER, Level.PARTLY), claim(ClaimSource.SELF, Level.WITH_HELP)],
    ...     [claim(ClaimSource.SELF, Level.INDEPENDENT)],
    ... )
    >>> [(held.source.value, held.level.name) for held in kept]
    [('teacher', 'PARTLY'), ('self', 'INDEPENDENT')]
    """
    new = {claim.competency_id: claim for claim in said}
    others = (held for held in claims if held.source is not ClaimSource.SELF or held.competency_id not in new)
    return (*others, *new.values())


def with_seen(claims: Iterable[CompetencyClaim], seen: CompetencyClaim) -> tuple[CompetencyClaim, ...]:
    """Give the claims after a teacher or a company saw something; what was seen on another day stays beside it.

    Examples
    --------
    >>> def claim(day, level):
    ...     return CompetencyClaim(
    ...         competency_id="a", source=ClaimSource.TEACHER, level=level, seen_on=date(2026, 9, day))
    >>> kept = with_seen([claim(1, Level.WITH_HELP), claim(2, Level.PARTLY)], claim(2, Level.INDEPENDENT))
    >>> [(held.seen_on.day, held.level.name) for held in kept]
    [(1, 'WITH_HELP'), (2, 'INDEPENDENT')]
    """

    def key(claim: CompetencyClaim) -> tuple[str, ClaimSource, date]:
        return claim.competency_id, claim.source, claim.seen_on

    return (*(held for held in claims if key(held) != key(seen)), seen)


def by_source(claims: Iterable[CompetencyClaim]) -> dict[str, dict[ClaimSource, CompetencyClaim]]:
    """Give per competency what each source said last; one that knows a level goes before one that does not."""
    found: dict[str, dict[ClaimSource, CompetencyClaim]] = {}
    for claim in claims:
        held = found.setdefault(claim.competency_id, {})
        before = held.get(claim.source)
        if before is None or (claim.level is not None, claim.seen_on) >= (before.level is not None, before.seen_on):
            held[claim.source] = claim
    return found


def _weight(claim: CompetencyClaim) -> tuple[bool, int, date, int]:
    return (claim.level is not None, claim.source.strength, claim.seen_on, claim.level or 0)

"""Choosing a direction (richting): how near occupations are to what somebody wants and can."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DECIMALS = 9
"""Sums of floats are compared so roundly that the order of adding up decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """A trade (beroep), with the work in it and the programmes that lead to it.

    Parameters
    ----------
    id : str
        Catalogue id, such as ``"beroep:barista"``.
    sector : str
        Code of the kind of work.
    parts : mapping of str to float
        Catalogue ids of what is done in it, each with its strength, above 0 and below 1; may be empty.
    qualification_codes : tuple of str
        Programmes that lead to it, the lowest level first; empty while nobody knows one.
    """

    id: str
    sector: str
    parts: Mapping[str, float]
    qualification_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """What somebody wants and can, as far as it was said; nothing else of a person counts.

    Parameters
    ----------
    sectors : mapping of str to float
        Wished kinds of work, each with how dear it is, above 0 to 1; empty when none was named.
    levels : mapping of str to float
        Catalogue ids with the level that was shown, 0 to 1, what near ones show included; what is not in it is unknown.
    """

    sectors: Mapping[str, float]
    liked: frozenset[str]
    disliked: frozenset[str]
    levels: Mapping[str, float]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said that tells one direction from another."""
        return not (self.sectors or self.liked or self.disliked or any(self.levels.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionRule:
    """What counts for how much.

    Parameters
    ----------
    want_share : float
        Share of what somebody wants in the whole; the rest is what somebody can. Above 0 to 1.
    sector_share : float
        Share of the wished kind of work in what somebody wants; the rest is the work itself. 0 to 1.
    prior : float
        What counts for work of which nobody knows whether it is liked, and for every kind of work while none was
        named. 0 to 1.
    """

    want_share: float
    sector_share: float
    prior: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NearOccupation:
    """An occupation with how near it is and why.

    Parameters
    ----------
    score : float
        0 to 1.
    is_wished : bool
        The kind of work was named as a wish.
    liked, disliked, can, unknown : tuple of str
        Its parts, the strongest first: those that are liked and not, those that somebody can at least in part, and
        those of which neither is known.
    """

    occupation: Occupation
    score: float
    is_wished: bool
    liked: tuple[str, ...]
    disliked: tuple[str, ...]
    can: tuple[str, ...]
    unknown: tuple[str, ...]


def near_occupations(
    occupations: Iterable[Occupation], leaning: Leaning, rule: DirectionRule
) -> tuple[NearOccupation, ...]:
    """Give every occupation with how near it is, the nearest first; equally near ones stay in the order given.

    Each part counts by its strength. What somebody wants of a part is 1 when it is liked, 0 when it is not and
    ``prior`` while nobody knows; what somebody can is the level that was shown. A level that was not shown is 0 and a
    shown one is above it, so that showing something never moves an occupation away: who chooses a direction still has
    everything to learn.

    Examples
    --------
    >>> barista = Occupation(id="beroep:barista", sector="horeca", parts={"doe:bedienen": 0.75, "doe:kassa": 0.25})
    >>> mia = Leaning(
    ...     sectors={"horeca": 1.0}, liked=frozenset({"doe:bedienen"}), disliked=frozenset(), levels={"doe:kassa": 0.8})
    >>> rule = DirectionRule(want_share=0.75, sector_share=0.2, prior=0.5)
    >>> near_occupations([barista], mia, rule)[0].score  # want 0.2 + 0.8 (0.75 + 0.125) = 0.9; can 0.2
    0.725
    """
    near = [_near(one, leaning, rule) for one in occupations]
    return tuple(sorted(near, key=lambda one: -one.score))


def by_sector(near: Iterable[NearOccupation]) -> dict[str, tuple[NearOccupation, ...]]:
    """Put occupations under their kind of work: the kind with the nearest occupation first, and so within each.

    Parameters
    ----------
    near : iterable of NearOccupation
        The nearest first.
    """
    found: dict[str, tuple[NearOccupation, ...]] = {}
    for one in near:
        sector = one.occupation.sector
        found[sector] = (*found.get(sector, ()), one)
    return found


def about(near: Iterable[NearOccupation], meant: Mapping[str, float]) -> tuple[NearOccupation, ...]:
    """Give the occupations that somebody means, the likeliest first; equally likely ones stay in the order given.

    Parameters
    ----------
    meant : mapping of str to float
        Catalogue ids of occupations and of work, each with the chance that it is meant, 0 to 1. Work makes an
        occupation as likely as its share in that occupation.
    """
    likely: list[tuple[float, NearOccupation]] = []
    for one in near:
        parts = one.occupation.parts
        shares = sum(strength * meant.get(part, 0.0) for part, strength in parts.items())
        chance = max(meant.get(one.occupation.id, 0.0), shares / (sum(parts.values()) or 1.0))
        if chance > 0:
            likely.append((round(chance, DECIMALS), one))
    return tuple(one for _, one in sorted(likely, key=lambda found: -found[0]))


def _near(one: Occupation, leaning: Leaning, rule: DirectionRule) -> NearOccupation:
    whole = sum(one.parts.values())

    def mean(value: Mapping[str, float], otherwise: float) -> float:
        if not whole:
            return otherwise
        return sum(strength * value.get(part, otherwise) for part, strength in one.parts.items()) / whole

    opinions = dict.fromkeys(leaning.liked, 1.0) | dict.fromkeys(leaning.disliked, 0.0)
    sector = leaning.sectors.get(one.sector, 0.0) if leaning.sectors else rule.prior
    want = rule.sector_share * sector + (1 - rule.sector_share) * mean(opinions, rule.prior)
    score = rule.want_share * want + (1 - rule.want_share) * mean(leaning.levels, 0.0)
    parts = sorted(one.parts, key=lambda part: (-one.parts[part], part))
    can = tuple(part for part in parts if leaning.levels.get(part, 0.0) > 0)
    return NearOccupation(
        occupation=one,
        score=round(score, DECIMALS),
        is_wished=one.sector in leaning.sectors,
        liked=tuple(part for part in parts if part in leaning.liked),
        disliked=tuple(part for part in parts if part in leaning.disliked),
        can=can,
        unknown=tuple(part for part in parts if part not in opinions and part not in can),
    )

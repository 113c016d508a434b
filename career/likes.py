"""What somebody likes, found out with pictures: each next two are those whose answer tells the most."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from types import MappingProxyType

DECIMALS = 9
"""Sums of floats are compared so roundly that the order of adding up decides nothing."""


class Answer(StrEnum):
    """What somebody says of two pictures."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"
    NEITHER = "neither"
    SKIP = "skip"
    """No answer: nothing is learned from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Something to do, as a picture shows it.

    Parameters
    ----------
    activity_id : str
        Of the catalogue.
    sectors : frozenset of str
        The kinds of work it belongs to; at least one.
    """

    activity_id: str
    sectors: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Two activities that were shown, and what was answered."""

    first: str
    second: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class LikesRule:
    """How the questions are chosen, when they stop, and what an answer counts for.

    Parameters
    ----------
    most_questions : int
        Nobody is asked more.
    most_sectors : int
        So many kinds of work are found at most.
    settled : float
        Once the likeliest ``most_sectors`` hold this share of the chance together, nothing more is asked; 0 to 1.
    least_share : float
        A kind of work is found when its chance is at least this share of that of the likeliest; 0 to 1.
    chances : mapping of str to (float, float, float, float)
        How likely first, second, both and neither are for somebody whose work is in the ``"first"`` picture alone, in
        ``"both"``, or in ``"neither"``; each adds up to 1. The second alone mirrors the first.
    """

    most_questions: int
    most_sectors: int
    settled: float
    least_share: float
    chances: Mapping[str, tuple[float, float, float, float]]


_ANSWERS = (Answer.FIRST, Answer.SECOND, Answer.BOTH, Answer.NEITHER)


def next_pictures(
    pictures: Sequence[Picture], asked: Sequence[Asked], rule: LikesRule
) -> tuple[Picture, Picture] | None:
    """Give the two pictures to show next, or ``None`` when enough is known or nothing is left to show.

    Of all pairs that were not shown yet it is the pair with the largest expected information about the kind of work
    that suits (Lindley 1956): by how many bits the answer is expected to narrow the choice. Of equal pairs it is the
    earliest in the list, so the same answers always lead to the same questions.

    References
    ----------
    D. V. Lindley, "On a measure of the information provided by an experiment", Annals of Mathematical Statistics 27,
    1956, section 2.
    """
    if len(asked) >= rule.most_questions or is_settled(pictures, asked, rule):
        return None
    shown = {code for one in asked for code in (one.first, one.second)}
    fresh = [picture for picture in pictures if picture.activity_id not in shown]
    chances = chance_of_sectors(pictures, asked, rule)
    best, most = None, 0.0
    for pair in combinations(fresh, 2):
        told = round(_information(pair, chances, rule), DECIMALS)
        if told > most:
            best, most = pair, told
    return best


def is_settled(pictures: Sequence[Picture], asked: Sequence[Asked], rule: LikesRule) -> bool:
    """Say whether a few kinds of work hold so much of the chance that another question is not worth a tap."""
    chances = sorted(chance_of_sectors(pictures, asked, rule).values(), reverse=True)
    return round(sum(chances[: rule.most_sectors]), DECIMALS) >= rule.settled


def chance_of_sectors(pictures: Sequence[Picture], asked: Iterable[Asked], rule: LikesRule) -> Mapping[str, float]:
    """Give per kind of work how likely it suits best after these answers; all are as likely before the first.

    Examples
    --------
    >>> rule = LikesRule(most_questions=8, most_sectors=1, settled=0.8, least_share=0.5, chances={
    ...     "first": (0.6, 0.1, 0.2, 0.1), "both": (0.3, 0.3, 0.3, 0.1), "neither": (0.2, 0.2, 0.1, 0.5)})
    >>> cook = Picture(activity_id="doe:koken", sectors=frozenset({"horeca"}))
    >>> build = Picture(activity_id="doe:bouwen", sectors=frozenset({"bouw"}))
    >>> said = Asked(first="doe:koken", second="doe:bouwen", answer=Answer.FIRST)
    >>> found = chance_of_sectors([cook, build], [said], rule)
    >>> {sector: round(chance, 3) for sector, chance in found.items()}
    {'bouw': 0.143, 'horeca': 0.857}
    """
    held = {picture.activity_id: picture for picture in pictures}
    weights = dict.fromkeys(sorted({sector for picture in pictures for sector in picture.sectors}), 1.0)
    for one in asked:
        if one.answer is Answer.SKIP or one.first not in held or one.second not in held:
            continue
        at = _ANSWERS.index(one.answer)
        for sector in weights:
            weights[sector] *= _chances(sector, held[one.first], held[one.second], rule)[at]
    total = math.fsum(weights.values())
    return MappingProxyType({sector: weight / total for sector, weight in weights.items()})


def found_sectors(pictures: Sequence[Picture], asked: Sequence[Asked], rule: LikesRule) -> tuple[str, ...]:
    """Give the kinds of work that suit, the likeliest first; none when no question was answered."""
    if all(one.answer is Answer.SKIP for one in asked):
        return ()
    chances = chance_of_sectors(pictures, asked, rule)
    least = rule.least_share * max(chances.values(), default=0.0)
    likely = sorted(chances, key=lambda sector: (-round(chances[sector], DECIMALS), sector))
    return tuple(sector for sector in likely if chances[sector] >= least)[: rule.most_sectors]


def liked(asked: Iterable[Asked]) -> frozenset[str]:
    """Give the activities somebody chose; of one that was not chosen nothing is known."""
    chosen = {Answer.FIRST: (True, False), Answer.SECOND: (False, True), Answer.BOTH: (True, True)}
    return frozenset(
        code
        for one in asked
        for code, is_chosen in zip((one.first, one.second), chosen.get(one.answer, (False, False)), strict=True)
        if is_chosen
    )


def disliked(asked: Iterable[Asked]) -> frozenset[str]:
    """Give the activities of which somebody said: neither of the two."""
    return frozenset(code for one in asked if one.answer is Answer.NEITHER for code in (one.first, one.second))


def _information(pair: tuple[Picture, Picture], chances: Mapping[str, float], rule: LikesRule) -> float:
    """Bits that the answer is expected to tell: what is uncertain about it, less what stays so for a known sector.

    Sectors that stand in the same way to the two pictures answer alike, so their chances are added up first.
    """
    first, second = (picture.sectors for picture in pair)
    cases = (
        (first - second, rule.chances["first"]),
        (second - first, _mirrored(rule.chances["first"])),
        (first & second, rule.chances["both"]),
        (chances.keys() - first - second, rule.chances["neither"]),
    )
    weighed = [(math.fsum(chances[sector] for sector in sorted(sectors)), row) for sectors, row in cases]
    overall = [math.fsum(weight * row[at] for weight, row in weighed) for at in range(len(_ANSWERS))]
    return _bits(overall) - math.fsum(weight * _bits(row) for weight, row in weighed)


def _bits(chances: Iterable[float]) -> float:
    return -math.fsum(chance * math.log2(chance) for chance in chances if chance > 0)


def _chances(sector: str, first: Picture, second: Picture, rule: LikesRule) -> tuple[float, float, float, float]:
    if sector in first.sectors and sector in second.sectors:
        return rule.chances["both"]
    if sector in first.sectors:
        return rule.chances["first"]
    return _mirrored(rule.chances["first"]) if sector in second.sectors else rule.chances["neither"]


def _mirrored(row: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    first, second, both, neither = row
    return second, first, both, neither

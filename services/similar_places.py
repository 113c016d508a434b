"""How a place compares with places like it: told of many at once, and never whose they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from employer_toolkit.placement import Placement
from matching import great_circle_km
from services.features import Codes, Offer, monthly_eur
from services.markets import Market
from services.reference import AdviceLimits
from services.wording import number_text

OF_TEN = 10
EUROS_STEP = 5
"""Amounts are told in whole steps, so that nobody finds the one amount that is another's."""
MOST_CONDITIONS = 2
USUAL = 0.5
"""What so large a part of the places offers is worth telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarPlaces:
    """What places like this one offer.

    Parameters
    ----------
    n_tens : int
        So many places at least were compared, in whole tens.
    within_km : int
        They are no farther off.
    sentences : tuple of str
        Where this place differs, what can be done about it first; empty where it is as the others.
    """

    n_tens: int
    within_km: int
    sentences: tuple[str, ...]


def similar_places(market: Market, offer: Offer, *, limits: AdviceLimits) -> SimilarPlaces | None:
    """Compare a place with those of others near by that are for the same; ``None`` where there are too few.

    Both the places and the employers behind them must be many enough: of three places of one employer nobody may
    read what that employer pays.
    """
    found = _similar(market, offer, within_km=limits.similar_km)
    if not _are_enough(found, limits):
        return None
    told = (
        *_conditions(offer.placement, found, market.codes),
        *_about(offer.placement, found),
        *_pay(offer.placement, found, limits),
    )
    n_tens = len(found) // OF_TEN * OF_TEN
    return SimilarPlaces(n_tens=n_tens, within_km=limits.similar_km, sentences=told)


def _similar(market: Market, offer: Offer, *, within_km: int) -> list[Offer]:
    rows: Any = market.placement_table.rows
    live, site, placement = market.live_offers, offer.site, offer.placement
    if site.latitude is None or site.longitude is None or placement.sector not in market.codes.sector_ix:
        return []
    of_sector = rows["sector"][live] == market.codes.sector_ix[placement.sector]
    # NaN, where nobody knows where a place is, is never near.
    is_near = (
        great_circle_km(rows["latitude"][live], rows["longitude"][live], site.latitude, site.longitude) <= within_km
    )
    candidates = (market.offers[row] for row in live[of_sector & is_near].tolist())
    return [other for other in candidates if other.employer.id != offer.employer.id and _is_alike(placement, other)]


def _is_alike(placement: Placement, other: Offer) -> bool:
    codes = set(placement.qualification_codes)
    return other.placement.type is placement.type and (
        not codes or not codes.isdisjoint(other.placement.qualification_codes)
    )


def _are_enough(found: Sequence[Offer], limits: AdviceLimits) -> bool:
    n_employers = len({other.employer.id for other in found})
    return len(found) >= limits.similar_places and n_employers >= limits.similar_employers


def _conditions(placement: Placement, found: Sequence[Offer], codes: Codes) -> list[str]:
    """Tell what most of the others offer and this place does not, the most usual first."""
    shares = [
        (sum(code in other.placement.conditions_offered for other in found) / len(found), code)
        for code in codes.conditions
        if code not in placement.conditions_offered
    ]
    usual = sorted((item for item in shares if item[0] >= USUAL), key=lambda item: -item[0])
    labels = codes.reference.conditions
    return [
        f"{_of_ten(share)} plekken zoals deze bieden dit: {labels[code].place_label}."
        for share, code in usual[:MOST_CONDITIONS]
    ]


def _about(placement: Placement, found: Sequence[Offer]) -> list[str]:
    """Tell which half of the places ask less days, hours or weeks, and how many ask no level of Dutch."""
    told = []
    figures: tuple[tuple[Callable[[Placement], float | None], str], ...] = (
        (
            lambda one: one.days_min,
            "Plekken zoals deze zijn er meestal vanaf {other} per week. Deze plek vraagt {own}.",
        ),
        (
            lambda one: one.hours_min,
            "Plekken zoals deze zijn er meestal vanaf {other} per week. Deze plek vraagt {own}.",
        ),
        (_weeks, "Plekken zoals deze duren meestal ongeveer {other}. Deze plek duurt {own}."),
    )
    for (figure, text), (one, many) in zip(figures, (("dag", "dagen"), ("uur", "uur"), ("week", "weken")), strict=True):
        own = figure(placement)
        others = [value for other in found if (value := figure(other.placement)) is not None]
        if own is None or len(others) < len(found):
            continue
        usual, asked = round(median(others)), round(own)
        if asked > usual:
            told.append(text.format(other=_count(usual, one, many), own=_count(asked, one, many)))
    share = sum(other.placement.dutch_level_min is None for other in found) / len(found)
    if placement.dutch_level_min is not None and share >= USUAL:
        told.append(f"{_of_ten(share)} plekken zoals deze vragen geen vast niveau Nederlands.")
    return told


def _weeks(placement: Placement) -> float | None:
    return None if placement.ends_on is None else (placement.ends_on - placement.starts_on).days / 7


def _pay(placement: Placement, found: Sequence[Offer], limits: AdviceLimits) -> list[str]:
    """Tell what the middle half of the places pays a month, where enough of them say so."""
    paying = [other for other in found if other.placement.allowance is not None]
    if not _are_enough(paying, limits):
        return []
    amounts = np.array([monthly_eur(other.placement) for other in paying])
    low, high = (round(value / EUROS_STEP) * EUROS_STEP for value in np.quantile(amounts, [0.25, 0.75]).tolist())
    if placement.allowance is not None and monthly_eur(placement) >= low:
        return []
    span = f"{number_text(low)} euro" if low == high else f"{number_text(low)} tot {number_text(high)} euro"
    return [f"Plekken zoals deze betalen meestal {span} per maand."] if high > 0 else []


def _of_ten(share: float) -> str:
    return f"{min(round(share * OF_TEN), OF_TEN)} van de {OF_TEN}"


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"

"""Where the people and places of the demo region are."""

import numpy as np

from services.demo.content import Content, PostcodeArea
from services.demo.dice import Floats

KM_PER_DEGREE = 111.2
"""Length of a degree of latitude, mean over the globe."""

CITY = 45_000
"""Inhabitants from which a municipality draws more than its share of the businesses."""
CITY_BONUS = 1.6


def area_shares(content: Content) -> Floats:
    """Give per postcode area the share of the region's people: its municipality's, divided over its areas."""
    totals = {name: sum(a.share for a in content.areas if a.municipality == name) for name in content.municipalities}
    return np.array(
        [content.municipalities[a.municipality].population * a.share / totals[a.municipality] for a in content.areas]
    )


def business_shares(content: Content) -> Floats:
    """Give per postcode area the share of the region's businesses: as the people, but more so in the cities."""
    is_city = [content.municipalities[area.municipality].population >= CITY for area in content.areas]
    return area_shares(content) * np.where(is_city, CITY_BONUS, 1.0)


def distances_km(areas: tuple[PostcodeArea, ...], points: list[tuple[float, float]]) -> Floats:
    """Give the distance as the crow flies from each area to each point, in km.

    The region is small, so a flat map is near enough.

    Returns
    -------
    (n_areas, n_points)
    """
    homes = np.array([(area.latitude, area.longitude) for area in areas])
    there = np.array(points)
    # A cosine written out, because the last bit of a computed one differs between machines.
    east_west = 0.61
    north = (homes[:, None, 0] - there[None, :, 0]) * KM_PER_DEGREE
    east = (homes[:, None, 1] - there[None, :, 1]) * KM_PER_DEGREE * east_west
    squared: Floats = north * north + east * east
    return np.sqrt(squared)

"""The employers of the demo region: invented names of believable kinds, with sites in real towns."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from employer_toolkit.employer import Employer, Site
from services.demo.content import Content, Kind
from services.demo.dice import Dice
from services.demo.geography import business_shares
from services.ids import stable_id

SHARE_WITH_TWO_SITES = 0.18
SPREAD = (0.005, 0.008)
"""Degrees of latitude and longitude over which sites lie around the middle of their postcode area: about 500 metres."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """A site, with what kind of business it is."""

    site: Site
    kind: Kind
    employer_ix: int


def draw_employers(*, seed: int, n: int, content: Content) -> tuple[tuple[Employer, ...], tuple[Workplace, ...]]:
    """Invent n employers with one or two sites each.

    The first employers are one of every kind, in the order of the file, so that every qualification has work.

    Returns
    -------
    tuple
        Employers with references ``"E0001"`` and on, and their sites in the same order.
    """
    dice = Dice(seed, "employers")
    n_kinds = len(content.kinds)
    per_sector = [sum(other.sector == kind.sector for other in content.kinds) for kind in content.kinds]
    shares = np.array([content.sectors[k.sector].share / c for k, c in zip(content.kinds, per_sector, strict=True)])
    drawn = dice.pick("kind", n, shares).tolist()
    kinds = [content.kinds[ix if ix < n_kinds else drawn[ix]] for ix in range(n)]
    has_two = dice.chance("second site", n, SHARE_WITH_TWO_SITES).tolist()
    home = dice.pick("home", n, business_shares(content)).tolist()
    second = dice.pick("second home", n, business_shares(content)).tolist()
    offsets = dice.floats("offset", n, 2, 2).tolist()
    names = _names(dice, content, kinds, home)
    employers, workplaces = [], []
    for ix, kind in enumerate(kinds):
        reference = f"E{ix + 1:04d}"
        employer = Employer(id=stable_id("employer", "demo", reference), reference=reference, name=names[ix])
        employers.append(employer)
        areas = [home[ix], second[ix]] if has_two[ix] and second[ix] != home[ix] else [home[ix]]
        for number, area_ix in enumerate(areas):
            area = content.areas[area_ix]
            north, east = offsets[ix][number]
            site = Site(
                id=stable_id("site", "demo", f"{reference}-{number + 1}"),
                employer_id=employer.id,
                reference=f"{reference}-{number + 1}",
                name=f"Vestiging {area.place}",
                postcode4=area.pc4,
                municipality=area.municipality,
                latitude=round(area.latitude + (north - 0.5) * 2 * SPREAD[0], 5),
                longitude=round(area.longitude + (east - 0.5) * 2 * SPREAD[1], 5),
            )
            workplaces.append(Workplace(site, kind, ix))
    return tuple(employers), tuple(workplaces)


def _names(dice: Dice, content: Content, kinds: Sequence[Kind], home: Sequence[int]) -> list[str]:
    """Give every employer a name nobody else in the region has; towns and numbers come in when names run out."""
    lists = {"house": content.house_names, "family": content.family_names}
    draws = dice.floats("name", len(kinds)).tolist()
    taken: set[str] = set()
    names = []
    for ix, kind in enumerate(kinds):
        choices = lists[kind.style]
        first = int(draws[ix] * len(choices))
        place = content.areas[home[ix]].place
        plain = (f"{kind.name} {choices[(first + step) % len(choices)]}" for step in range(len(choices)))
        name = next((name for name in plain if name not in taken), f"{kind.name} {choices[first]} {place}")
        if name in taken:
            name = f"{name} {ix + 1}"
        taken.add(name)
        names.append(name)
    return names

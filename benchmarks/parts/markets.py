"""Made-up markets of any size: people and places of the demo region, drawn again and again with variations.

The demo generator makes one person at a time; here rows of its tables are drawn with numpy, so that a country stands
in seconds. Everything comes from the seed.

Left out, because the alternatives know one number per row and no calendar: weeks of school holidays, and work at an age
at which some limit still gets tighter with a birthday (light work at fifteen). The engine looks at all of it as always,
and finds nothing there. In the demo region places without an end are only of types that need no recognition, and each
place has the same hours on all its days; the alternatives refuse a market that is otherwise.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from unittest.mock import patch
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from benchmarks.parts.law import with_one_look
from employer_toolkit.recognition import Recognition
from matching import Parameters, PlacementTable, Ragged, Rules, StudentTable
from services.demo.region import generate
from services.engine_rules import engine_rules
from services.features import Codes, Offer, placement_table, student_table
from services.reference import load_reference
from services.weights import load_parameters

TODAY = date(2026, 11, 22)
N_STUDENT_TEMPLATES, N_PLACEMENT_TEMPLATES = 5_000, 3_000
KM_PER_DEGREE = 111.2
"""Length of a degree of latitude, mean over the globe."""
EAST_WEST = 0.61
"""Length of a degree of longitude over one of latitude, in the middle of the Netherlands."""
REGION_JITTER_KM, CITY_SPREAD_KM = 1.5, 7.0
SHARE_SHORT_SCHOOL_DAY, SHARE_WITH_CAP = 0.25, 0.1
"""Of students: those with some hours of school on a free day, and those whose school limits the trip."""

CITIES = (
    ("Amsterdam", 52.37, 4.90, 930),
    ("Rotterdam", 51.92, 4.48, 670),
    ("Den Haag", 52.08, 4.30, 560),
    ("Utrecht", 52.09, 5.12, 370),
    ("Eindhoven", 51.44, 5.48, 245),
    ("Groningen", 53.22, 6.57, 240),
    ("Tilburg", 51.56, 5.09, 227),
    ("Almere", 52.35, 5.26, 223),
    ("Breda", 51.59, 4.78, 187),
    ("Nijmegen", 51.84, 5.86, 182),
    ("Apeldoorn", 52.21, 5.97, 168),
    ("Arnhem", 51.98, 5.91, 167),
    ("Haarlem", 52.38, 4.64, 165),
    ("Haarlemmermeer", 52.30, 4.69, 162),
    ("Enschede", 52.22, 6.90, 161),
    ("Amersfoort", 52.16, 5.39, 160),
    ("Zaanstad", 52.44, 4.83, 158),
    ("Den Bosch", 51.69, 5.30, 158),
    ("Zwolle", 52.51, 6.09, 132),
    ("Leiden", 52.16, 4.49, 127),
    ("Zoetermeer", 52.06, 4.49, 127),
    ("Leeuwarden", 53.20, 5.79, 127),
    ("Ede", 52.04, 5.66, 123),
    ("Maastricht", 50.85, 5.69, 122),
    ("Dordrecht", 51.81, 4.67, 121),
    ("Westland", 51.99, 4.21, 115),
    ("Alkmaar", 52.63, 4.75, 111),
    ("Emmen", 52.78, 6.90, 109),
    ("Delft", 52.01, 4.36, 107),
    ("Venlo", 51.37, 6.17, 103),
    ("Deventer", 52.26, 6.16, 102),
    ("Helmond", 51.48, 5.66, 95),
    ("Oss", 51.77, 5.52, 94),
    ("Hilversum", 52.22, 5.17, 93),
    ("Sittard", 51.00, 5.87, 92),
    ("Heerlen", 50.88, 5.98, 87),
    ("Hoorn", 52.64, 5.06, 75),
    ("Assen", 53.00, 6.56, 69),
    ("Roosendaal", 51.53, 4.46, 77),
    ("Middelburg", 51.50, 3.61, 50),
    ("Terneuzen", 51.33, 3.83, 55),
    ("Doetinchem", 51.97, 6.29, 59),
    ("Den Helder", 52.96, 4.76, 57),
)
"""Latitude, longitude and inhabitants in thousands, rounded, after the population figures of Statistics Netherlands
(CBS) for 1 January 2024; they only spread made-up people over the country."""

Columns = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Market:
    """Students and places as plain columns, named as the engine's tables name them; lists are ``Ragged``."""

    students: Columns
    placements: Columns
    rules: Rules
    parameters: Parameters

    @property
    def n_students(self) -> int:
        return len(self.students["key"])

    @property
    def n_placements(self) -> int:
        return len(self.placements["key"])

    @property
    def name(self) -> str:
        return f"{self.n_students:,} x {self.n_placements:,}"


def make_market(*, n_students: int, n_placements: int, seed: int, is_country: bool = False) -> Market:
    """Draw a market: in one region of about 50 by 50 km as the demo, or spread over the cities of the country."""
    students, placements, rules, parameters = templates()
    rng = np.random.default_rng(seed)
    drawn = [
        _drawn(columns, riders, n, rng)
        for columns, riders, n in ((students, STUDENT_RIDERS, n_students), (placements, PLACEMENT_RIDERS, n_placements))
    ]
    for columns in drawn:
        _place(columns, rng, is_country=is_country)
    _vary_students(drawn[0], rng)
    _vary_placements(drawn[1], rng)
    return Market(students=drawn[0], placements=drawn[1], rules=rules, parameters=parameters)


STUDENT_RIDERS: dict[str, tuple[str, ...]] = {"levels": ("level_value", "level_is_derived")}
PLACEMENT_RIDERS: dict[str, tuple[str, ...]] = {
    "offers": ("recognition", "recognised_from", "recognised_until"),
    "requirements": ("required_level", "importance", "is_trainable"),
}
"""Columns that stand beside the items of a list."""


@cache
def templates() -> tuple[Columns, Columns, Rules, Parameters]:
    """Give the columns of a demo region, and what the gates and scores must know."""
    reference = load_reference(TODAY)
    region = generate(
        seed=1,
        n_students=N_STUDENT_TEMPLATES,
        n_employers=N_PLACEMENT_TEMPLATES // 2,
        n_placements=N_PLACEMENT_TEMPLATES,
        n_events=0,
        today=TODAY,
        reference=reference,
    )
    sites = {site.id: site for site in region.sites}
    employers = {employer.id: employer for employer in region.employers}
    held: dict[UUID, tuple[Recognition, ...]] = {}
    for recognition in region.recognitions:
        held[recognition.site_id] = (*held.get(recognition.site_id, ()), recognition)
    offers = [
        Offer(
            placement=placement,
            site=sites[placement.site_id],
            employer=employers[sites[placement.site_id].employer_id],
            recognitions=held.get(placement.site_id, ()),
        )
        for placement in region.placements
    ]
    codes = Codes.of(reference, reference.catalogue, reference.qualifications)
    parameters = load_parameters()
    rules = with_one_look(engine_rules(codes, today=TODAY))
    # The columns that the tables are made of, before the engine packs them.
    with patch.object(StudentTable, "of", dict), patch.object(PlacementTable, "of", dict):
        students: Columns = student_table(region.students, codes, rules=rules, parameters=parameters)  # type: ignore[assignment]
        placements: Columns = placement_table(offers, codes)  # type: ignore[assignment]
    return students, placements, rules, parameters


def _drawn(templates: Columns, riders: dict[str, tuple[str, ...]], n: int, rng: np.random.Generator) -> Columns:
    """Draw n rows, with new keys."""
    picked = rng.integers(0, len(templates["key"]), n)
    beside = {name for names in riders.values() for name in names}
    drawn: Columns = {}
    for name, values in templates.items():
        if isinstance(values, Ragged):
            counts = np.diff(values.offsets)[picked]
            ends = np.cumsum(counts)
            positions = np.arange(ends[-1]) - np.repeat(ends - counts - values.offsets[picked], counts)
            drawn[name] = Ragged(np.concatenate([[0], ends]).astype(np.int64), values.items[positions])
            drawn |= {rider: templates[rider][positions] for rider in riders.get(name, ())}
        elif name not in beside:
            drawn[name] = values[picked]
    drawn["key"] = rng.integers(0, 2**63, n, dtype=np.uint64)
    return drawn


def _place(columns: Columns, rng: np.random.Generator, *, is_country: bool) -> None:
    """Move every row a little, or to a city drawn by its inhabitants."""
    n = len(columns["key"])
    if is_country:
        people = np.array([city[3] for city in CITIES], dtype=np.float64)
        city = rng.choice(len(CITIES), n, p=people / people.sum())
        north, east = np.array([city[1:3] for city in CITIES]).T[:, city]
        spread_km = CITY_SPREAD_KM
    else:
        north, east = columns["latitude"].astype(np.float64), columns["longitude"].astype(np.float64)
        spread_km = REGION_JITTER_KM
    columns["latitude"] = (north + rng.normal(0, spread_km / KM_PER_DEGREE, n)).astype(np.float32)
    columns["longitude"] = (east + rng.normal(0, spread_km / KM_PER_DEGREE / EAST_WEST, n)).astype(np.float32)


def _vary_students(students: Columns, rng: np.random.Generator) -> None:
    """Let students of one template differ in birthday, days, school, hours, trip and levels."""
    n = len(students["key"])
    students["born_day"] = (students["born_day"] + rng.integers(-180, 181, n)).astype(np.int32)
    students["max_minutes"] = np.clip(students["max_minutes"] + 5 * rng.integers(-2, 3, n), 10, 240).astype(np.int16)
    has_cap, cap = rng.random(n) < SHARE_WITH_CAP, 15 * rng.integers(2, 6, n)
    students["cap_minutes"] = np.where(has_cap, cap, students["cap_minutes"]).astype(np.int16)
    other_day = (rng.random(n) < 0.2) * (1 << rng.integers(0, 6, n))
    is_school_day = students["school_minutes"][np.arange(n), np.log2(np.maximum(other_day, 1)).astype(int)] > 0
    changed = students["weekdays"] ^ np.where(is_school_day, 0, other_day).astype(np.uint8)
    students["weekdays"] = np.where(changed == 0, students["weekdays"], changed).astype(np.uint8)
    # Some hours of school on a day that is else free: there the law decides, by age.
    short_day = rng.integers(0, 5, n)
    rows = np.flatnonzero((rng.random(n) < SHARE_SHORT_SCHOOL_DAY) & (students["weekdays"] >> short_day & 1 == 1))
    students["school_minutes"][rows, short_day[rows]] = 60 * rng.integers(1, 5, len(rows))
    more = 60 * rng.integers(-2, 3, n)
    students["hours_max"] = np.maximum(students["hours_max"] + more, students["hours_min"]).astype(np.int32)
    step = rng.choice(np.array([-0.25, 0.0, 0.25], dtype=np.float32), len(students["level_value"]), p=[0.15, 0.7, 0.15])
    students["level_value"] = np.clip(students["level_value"] + step, 0, 1).astype(np.float32)
    students["liked"] = _other_bits(students["liked"], students["disliked"], rng)


def _vary_placements(placements: Columns, rng: np.random.Generator) -> None:
    """Let places of one template differ in start, hours, activities and seats."""
    n = len(placements["key"])
    later = 7 * rng.integers(0, 3, n)
    has_end = placements["end_day"] != np.iinfo(np.int32).max
    placements["start_day"] = (placements["start_day"] + later).astype(np.int32)
    placements["end_day"] = np.where(has_end, placements["end_day"] + later, placements["end_day"]).astype(np.int32)
    more = 60 * rng.integers(-2, 1, n)
    placements["hours_min"] = np.maximum(placements["hours_min"] + more, 60).astype(np.int32)
    placements["activities"] = _other_bits(placements["activities"], np.uint64(0), rng)


def _other_bits(mask: NDArray[np.uint64], never: Any, rng: np.random.Generator) -> NDArray[np.uint64]:
    """Take one activity away, or add one, in half of the rows."""
    bits = np.uint64(1) << rng.integers(0, 45, len(mask)).astype(np.uint64)
    changed = (mask ^ bits) & ~never
    return np.where((rng.random(len(mask)) < 0.5) & (changed != 0), changed, mask)


def first_students(market: Market, n: int) -> Market:
    """Give the market with only its first students."""
    columns: Columns = {}
    beside = {name for names in STUDENT_RIDERS.values() for name in names}
    for name, values in market.students.items():
        if isinstance(values, Ragged):
            end = int(values.offsets[n])
            columns[name] = Ragged(values.offsets[: n + 1], values.items[:end])
            columns |= {rider: market.students[rider][:end] for rider in STUDENT_RIDERS.get(name, ())}
        elif name not in beside:
            columns[name] = values[:n]
    return replace(market, students=columns)

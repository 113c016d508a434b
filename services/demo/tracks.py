"""The programmes students of the demo region are in, and how often."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from career.qualification import Qualification
from career.student import LearningRoute, SchoolType
from services.demo.content import Content
from services.demo.dice import Dice, Ints
from services.reference import Reference

SCHOOL_SHARES = {SchoolType.PRO: 0.11, SchoolType.VSO: 0.08, SchoolType.VMBO: 0.07, SchoolType.MBO: 0.74}
LEVEL_SHARES = {1: 0.28, 2: 0.53, 3: 0.13, 4: 0.06}
"""Among mbo students; the service is above all for levels 1 and 2."""
BBL_SHARES = {1: 0.10, 2: 0.22, 3: 0.30, 4: 0.10}
AGES = {
    "pro": {14: 1, 15: 3, 16: 4, 17: 3, 18: 1},
    "vso": {14: 1, 15: 2, 16: 3, 17: 3, 18: 2, 19: 1},
    "vmbo": {14: 3, 15: 5, 16: 2},
    "mbo1": {16: 4, 17: 6, 18: 3, 19: 2, 20: 1, 22: 1, 24: 1},
    "mbo2": {16: 2, 17: 6, 18: 5, 19: 3, 20: 2, 21: 1, 23: 1},
    "mbo3": {17: 3, 18: 5, 19: 4, 20: 3, 21: 2, 23: 1},
    "mbo4": {17: 2, 18: 4, 19: 4, 20: 3, 21: 2, 22: 1, 24: 1},
}
"""Weights of ages per kind of programme."""
PLACEMENT_DAYS = {
    "pro": {1: 3, 2: 4, 3: 2},
    "vso": {1: 4, 2: 4, 3: 2},
    "vmbo": {1: 5, 2: 2},
    "mbo1": {2: 6, 3: 4},
    "mbo2": {2: 4, 3: 4, 4: 2},
    "mbo3": {3: 4, 4: 4, 5: 2},
    "mbo4": {3: 3, 4: 4, 5: 3},
    "bbl": {4: 1},
    "job": {4: 1, 5: 5},
}
"""Weights of the number of days a week on which somebody can come."""


@dataclass(frozen=True, slots=True)
class Track:
    """A programme somebody can be in, and which share of the students is."""

    school_type: SchoolType
    qualification: Qualification | None
    route: LearningRoute | None
    share: float

    @property
    def stage(self) -> str:
        """Key of the tables by kind of programme: ``"pro"`` to ``"mbo4"``."""
        return self.school_type.value if self.qualification is None else f"mbo{self.qualification.level}"


def qualification_shares(content: Content, reference: Reference, today: date) -> dict[str, float]:
    """Say which share of the mbo students is in each qualification that holds today."""
    shares: dict[str, float] = {}
    for level, level_share in LEVEL_SHARES.items():
        running = [
            q
            for q in reference.qualifications.values()
            if q.level == level and q.valid_from <= today and (q.valid_until is None or today < q.valid_until)
        ]
        in_sector = Counter(q.sector for q in running)
        total = sum(content.sectors[sector].share for sector in in_sector)
        for q in running:
            shares[q.code] = level_share * content.sectors[q.sector].share / in_sector[q.sector] / total
    return shares


def tracks_of(content: Content, reference: Reference, today: date) -> tuple[Track, ...]:
    """List every programme: pro, vso and vmbo, then each qualification in BOL and in BBL."""
    without = [Track(kind, None, None, share) for kind, share in SCHOOL_SHARES.items() if kind is not SchoolType.MBO]
    within = []
    for code, share in qualification_shares(content, reference, today).items():
        qualification = reference.qualifications[code]
        bbl = BBL_SHARES[qualification.level]
        for route, part in ((LearningRoute.BOL, 1 - bbl), (LearningRoute.BBL, bbl)):
            within.append(Track(SchoolType.MBO, qualification, route, SCHOOL_SHARES[SchoolType.MBO] * share * part))
    return (*without, *within)


def drawn_by_stage(dice: Dice, label: str, stages: list[str], table: dict[str, dict[int, int]]) -> Ints:
    """Draw a number for each entry of ``stages`` by the weights that the table has for it."""
    values = sorted({value for weights in table.values() for value in weights})
    keys = list(table)
    shares = np.array([[float(table[key].get(value, 0)) for value in values] for key in keys])
    rows = np.array([keys.index(stage) for stage in stages], dtype=np.int64)
    return np.array(values, dtype=np.int64)[dice.pick_by_row(label, shares, rows)]

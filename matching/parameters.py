"""Weights and priors of the scores: one value with a version."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.errors import ParameterError, ParameterFault, Problem


class Side(StrEnum):
    """Whose fit a component belongs to."""

    STUDENT = "student"
    """How the place suits the student."""
    PLACEMENT = "placement"
    """How the student suits the place."""


class Component(StrEnum):
    """One part of a fit; the order is the order of every contributions array."""

    WISH = "wish"
    TASKS = "tasks"
    CONDITIONS = "conditions"
    TRAVEL = "travel"
    SCHEDULE = "schedule"
    GOALS = "goals"
    COMPETENCIES = "competencies"
    AVAILABILITY = "availability"
    LANGUAGE = "language"

    @property
    def side(self) -> Side:
        """Whose fit it is part of."""
        return Side.STUDENT if self in STUDENT_COMPONENTS else Side.PLACEMENT


STUDENT_COMPONENTS = tuple(Component)[:5]
PLACEMENT_COMPONENTS = tuple(Component)[5:]
SIDES: Mapping[Side, tuple[Component, ...]] = {Side.STUDENT: STUDENT_COMPONENTS, Side.PLACEMENT: PLACEMENT_COMPONENTS}
SHARES = (
    "prior",
    "trainable_share",
    "travel_at_limit",
    "period_share_min",
    "prerequisite_to_arrange",
    "wish_falloff",
)
"""Names of the single numbers in ``Parameters``, each from 0 to 1."""

WEIGHTS = np.dtype([("weights", "f8", (len(Component),)), *((name, "f8") for name in SHARES)], align=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """How much each component counts, and what an unknown one counts for.

    Parameters
    ----------
    version : str
        Names this set in every result.
    weights : mapping of Component to float
        0 or more; each side's weights add up to 1.
    prior : float
        Value of what is unknown, 0 to 1.
    trainable_share : float
        How much a requirement counts that the site can teach, 0 to 1.
    travel_at_limit : float
        Value of a trip as long as the student's limit, 0 to 1.
    period_share_min : float
        Least share of the shorter of two periods that must overlap, above 0 to 1.
    prerequisite_to_arrange : float
        Value of a prerequisite that is not in hand but can be in time, 0 to 1.
    wish_falloff : float
        How dear the next sector on a student's list is, as a share of the one before it, 0 to 1.
    """

    version: str
    weights: Mapping[Component, float]
    prior: float
    trainable_share: float
    travel_at_limit: float
    period_share_min: float
    prerequisite_to_arrange: float
    wish_falloff: float
    array: NDArray[Any] = field(init=False, repr=False, compare=False)
    """The numbers as compiled code reads them, (1,) of ``WEIGHTS``."""

    def __post_init__(self) -> None:
        """Refuse a set that is not right, all faults at once."""
        faults = [ParameterFault(f"weights.{part}", Problem.MISSING) for part in Component if part not in self.weights]
        shares = {f"weights.{part}": weight for part, weight in self.weights.items()}
        shares |= {name: getattr(self, name) for name in SHARES}
        faults += [
            ParameterFault(name, Problem.NOT_A_SHARE, value) for name, value in shares.items() if not 0 <= value <= 1
        ]
        if not self.period_share_min > 0:
            faults.append(ParameterFault("period_share_min", Problem.NOT_ABOVE_ZERO, self.period_share_min))
        for parts in SIDES.values():
            total = math.fsum(self.weights.get(part, 0.0) for part in parts)
            if not math.isclose(total, 1.0, abs_tol=1e-9):
                together = " + ".join(f"weights.{part}" for part in parts)
                faults.append(ParameterFault(together, Problem.NOT_ONE_TOGETHER, total))
        if faults:
            raise ParameterError(faults)
        object.__setattr__(self, "array", self._packed())

    def _packed(self) -> NDArray[Any]:
        numbers = np.zeros(1, dtype=WEIGHTS)
        numbers["weights"] = [self.weights[part] for part in Component]
        for name in SHARES:
            numbers[name] = getattr(self, name)
        numbers.flags.writeable = False
        return numbers

    @classmethod
    def from_mapping(cls, data: Mapping[str, object]) -> "Parameters":
        """Read a set from plain data, as a TOML file gives it.

        Raises
        ------
        ParameterError
            A name is missing or unknown, or a value is not a number; every fault is named.
        """
        known = {"version", "weights", *SHARES}
        faults = [ParameterFault(name, Problem.UNKNOWN) for name in sorted(set(data) - known)]
        version, weights = data.get("version"), data.get("weights", {})
        if not isinstance(version, str) or not version:
            faults.append(ParameterFault("version", Problem.MISSING))
        if not isinstance(weights, Mapping):
            faults.append(ParameterFault("weights", Problem.MISSING, weights))
            weights = {}
        faults += [ParameterFault(f"weights.{name}", Problem.UNKNOWN) for name in weights if name not in set(Component)]
        named = {f"weights.{part}": weights.get(part) for part in Component} | {n: data.get(n) for n in SHARES}
        numbers = {name: _number(value) for name, value in named.items()}
        faults += [
            ParameterFault(name, Problem.MISSING if named[name] is None else Problem.NOT_A_NUMBER, named[name])
            for name, number in numbers.items()
            if number is None
        ]
        if faults:
            raise ParameterError(faults)
        right = {name: number for name, number in numbers.items() if number is not None}
        given = {part: right[f"weights.{part}"] for part in Component}
        return cls(version=str(version), weights=given, **{name: right[name] for name in SHARES})


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)

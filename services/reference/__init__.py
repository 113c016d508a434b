"""The rules, texts and catalogue that stand in data files, read once and checked whole.

Every rule is a dated row with its source; whoever keeps the files needs no Python. A file that cannot be right is
refused with its name, line and column (``ReferenceDataError``), so that the service never runs on half a law.
"""

from datetime import date
from functools import cache
from pathlib import Path

from services.reference.errors import ReferenceDataError
from services.reference.opening_limits import OpeningLimits, load_opening_limits, read_opening_limits
from services.reference.reading import Reference, read_reference
from services.reference.values import (
    COMPONENTS,
    GATE_PLACEHOLDERS,
    GATES,
    ComponentText,
    Condition,
    GateText,
    Hazard,
    PlacementTypeRule,
    Prerequisite,
    Sector,
    Source,
    TravelModeRow,
)
from services.reference.working_time import Limit, Sunday, Week, WorkingTimeRow

__all__ = [
    "COMPONENTS",
    "GATES",
    "GATE_PLACEHOLDERS",
    "REFERENCE_FOLDER",
    "ComponentText",
    "Condition",
    "GateText",
    "Hazard",
    "Limit",
    "OpeningLimits",
    "PlacementTypeRule",
    "Prerequisite",
    "Reference",
    "ReferenceDataError",
    "Sector",
    "Source",
    "Sunday",
    "TravelModeRow",
    "Week",
    "WorkingTimeRow",
    "load_opening_limits",
    "load_reference",
    "read_opening_limits",
    "read_reference",
]

REFERENCE_FOLDER = Path(__file__).parent
"""Where the data files of the product stand: beside this module."""


@cache
def load_reference(on: date | None = None) -> Reference:
    """Give the rules, texts and catalogue of the product, read from their files the first time.

    Parameters
    ----------
    on : date or None
        The day whose rules are wanted; ``None`` gives the newest row of each rule.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or lacks a row.

    Examples
    --------
    >>> reference = load_reference()
    >>> reference.working_time_of("bpv_bol", age=17, week=Week.SCHOOL).day_minutes
    540
    >>> len(reference.catalogue.version)
    12
    """
    return read_reference(REFERENCE_FOLDER, on=on)

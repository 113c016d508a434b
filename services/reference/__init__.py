"""The rules, texts and catalogue that stand in data files, read once and checked whole.

Every rule is a dated row with its source; whoever keeps the files needs no Python. A file that cannot be right is
refused with its name, line and column (``ReferenceDataError``), so that the service never runs on half a law.
"""

from datetime import date
from functools import cache
from pathlib import Path

from services.reference.advice_limits import AdviceLimits, CarvingQuestion
from services.reference.answers import AnswerRules
from services.reference.attempt_limits import AttemptLimit
from services.reference.company import Choice, CompanyRules, Help
from services.reference.errors import ReferenceDataError
from services.reference.folder import REFERENCE_FOLDER, rules_folder
from services.reference.opening_limits import OpeningLimits
from services.reference.reading import Files, Lists, Reference, read_files, read_lists, read_reference, rules_of
from services.reference.schemes import SchemeBook, SchemeQuestion
from services.reference.values import (
    COMPONENTS,
    GATE_PLACEHOLDERS,
    GATES,
    ComponentText,
    Condition,
    ConsentAge,
    GateText,
    Hazard,
    HoursCount,
    ParentSigns,
    PlacementTypeRule,
    Prerequisite,
    ProgrammeHours,
    Sector,
    Source,
    TravelModeRow,
)
from services.reference.working_time import OLDEST_AGE, Limit, Sunday, Week, WorkingTimeRow
from services.reference.working_time_texts import LIMIT_OUTCOMES, SAID_WITH, LimitText, Outcome, WorkKind

__all__ = [
    "COMPONENTS",
    "GATES",
    "GATE_PLACEHOLDERS",
    "LIMIT_OUTCOMES",
    "OLDEST_AGE",
    "REFERENCE_FOLDER",
    "SAID_WITH",
    "AdviceLimits",
    "AnswerRules",
    "AttemptLimit",
    "CarvingQuestion",
    "Choice",
    "CompanyRules",
    "ComponentText",
    "Condition",
    "ConsentAge",
    "GateText",
    "Hazard",
    "Help",
    "HoursCount",
    "Limit",
    "LimitText",
    "Lists",
    "OpeningLimits",
    "Outcome",
    "ParentSigns",
    "PlacementTypeRule",
    "Prerequisite",
    "ProgrammeHours",
    "Reference",
    "ReferenceDataError",
    "SchemeBook",
    "SchemeQuestion",
    "Sector",
    "Source",
    "Sunday",
    "TravelModeRow",
    "Week",
    "WorkKind",
    "WorkingTimeRow",
    "load_lists",
    "load_reference",
    "read_reference",
    "rules_folder",
]


def load_reference(on: date) -> Reference:
    """Give the rules of a day with the texts, lists and catalogue; the files are read once, and each turn once.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or lacks a row.

    Examples
    --------
    >>> reference = load_reference(date(2026, 11, 22))
    >>> reference.working_time_of("bpv_bol", age=17, week=Week.SCHOOL).day_minutes
    540
    """
    folder = rules_folder()
    return _rules(folder, _files(folder).since(on))


def load_lists() -> Lists:
    """Give the texts, lists and catalogue, which hold on any day, read from their files the first time.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or lacks a row.

    Examples
    --------
    >>> len(load_lists().catalogue.version)
    12
    """
    return _lists(rules_folder())


@cache
def _files(folder: Path) -> Files:
    return read_files(folder)


@cache
def _lists(folder: Path) -> Lists:
    return read_lists(_files(folder))


@cache
def _rules(folder: Path, since: date) -> Reference:
    return rules_of(_files(folder), _lists(folder), on=since)

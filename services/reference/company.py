"""What holds for company files: terms, lists to choose from, and where to find help after something bad."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from employer_toolkit.quick_answers import BadgeRule
from services.reference.rows import Row
from services.reference.values import Source

MOST = 3_660
"""No term is larger: ten years in days."""
PERCENT, MONTHS = 100, 12


class Choice(StrEnum):
    """The lists of ``company_choices.csv``."""

    NO_REASON = "no_reason"
    ABOUT = "about"
    OUTCOME = "outcome"
    REPORT_KIND = "report_kind"


TERMS = (
    "school_year_begins_month",
    "recognition_warning_days",
    "recognition_stale_days",
    "recognition_decision_days",
    "register_wait_seconds",
    "claim_days",
    "recently_called_days",
    "badge_window_days",
    "badge_least_asked",
    "badge_least_percent",
    "report_confirm_days",
)
MOST_OF: Mapping[str, int] = MappingProxyType({"school_year_begins_month": MONTHS, "badge_least_percent": PERCENT})
"""What is larger than this cannot be, where that is less than ``MOST``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRules:
    """The terms of a day.

    Parameters
    ----------
    recognition_decision_days, report_confirm_days : int
        Working days.
    claim_days : int
        Days that somebody holds a company to call it, the first one included.
    """

    school_year_begins_month: int
    recognition_warning_days: int
    recognition_stale_days: int
    recognition_decision_days: int
    register_wait_seconds: int
    claim_days: int
    recently_called_days: int
    badge: BadgeRule
    report_confirm_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Where somebody finds help (hulp) outside the service."""

    code: str
    label: str
    what: str
    phone: str
    url: str
    source: Source


def company_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of company_terms.csv."""
    code = row.choice("code", TERMS)
    return code, row.whole("value", at_least=1, at_most=MOST_OF.get(code, MOST))


def company_rules(held: Mapping[str, int]) -> CompanyRules:
    """Put the numbers that hold together."""
    badge = {name: held[f"badge_{name}"] for name in ("window_days", "least_asked", "least_percent")}
    others = {name: value for name, value in held.items() if not name.startswith("badge_")}
    return CompanyRules(badge=BadgeRule(**badge), **others)


def company_choices(rows: Sequence[Row]) -> Mapping[Choice, Mapping[str, str]]:
    """Read company_choices.csv: per list the words of each code, in the order of the file.

    Raises
    ------
    ReferenceDataError
        A code stands in a list twice, or a list has none.
    """
    found: dict[Choice, dict[str, str]] = {one: {} for one in Choice}
    for row in rows:
        held = found[Choice(row.choice("list", list(Choice)))]
        code = row.text("code")
        if code in held:
            raise row.error("code", f"“{code}” staat er al in deze lijst; geef elke rij een eigen code")
        held[code] = row.text("label")
    for one, held in found.items():
        if not held:
            text = f"dit is de laatste rij en de lijst “{one}” was er niet bij; zet er een rij voor bij"
            raise rows[-1].error("list", text)
    return MappingProxyType({one: MappingProxyType(held) for one, held in found.items()})


def report_help(row: Row) -> Help:
    """Read one row of report_help.csv: a place of help has a telephone number, an address or both."""
    phone, url = row.optional_text("phone"), row.optional_text("url")
    if not phone and not url:
        raise row.error("phone", "hier staat geen nummer en ook geen adres; vul er minstens één in")
    if url and not url.startswith("https://"):
        raise row.error("url", "dit is geen adres; geef een adres dat begint met https://")
    return Help(
        code=row.text("code"), label=row.text("label"), what=row.text("what"), phone=phone, url=url, source=row.source()
    )

"""What is said about one limit of working time, and which rules hold for which kind of work."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.reference.rows import Row
from services.reference.texts import template
from services.reference.values import PlacementTypeRule
from services.reference.working_time import Limit, WorkingTimeRow


class Outcome(StrEnum):
    """How a week stands before one limit, the best first."""

    MET = "met"
    TO_ARRANGE = "to_arrange"
    """Met, when it is agreed as the rule asks."""
    UNKNOWN = "unknown"
    """Something that counts was not told: shown as "nog controleren"."""
    BROKEN = "broken"


EITHER = (Outcome.MET, Outcome.BROKEN)
IF_TOLD = (Outcome.MET, Outcome.UNKNOWN, Outcome.BROKEN)

LIMIT_OUTCOMES: Mapping[Limit, tuple[Outcome, ...]] = MappingProxyType(
    {
        Limit.MOST_PER_DAY: IF_TOLD,
        Limit.MOST_PER_SCHOOL_DAY: IF_TOLD,
        Limit.MOST_PER_WEEK: IF_TOLD,
        Limit.MOST_PER_AVERAGE_WEEK: IF_TOLD,
        Limit.MOST_DAYS: EITHER,
        Limit.EARLIEST: EITHER,
        Limit.LATEST: EITHER,
        Limit.DAILY_REST: EITHER,
        Limit.SHORT_REST: EITHER,
        Limit.WEEKLY_REST: EITHER,
        Limit.SUNDAY: (Outcome.MET, Outcome.TO_ARRANGE, Outcome.BROKEN),
        Limit.ON_CALL: EITHER,
        Limit.BREAK_AT_LEAST: EITHER,
        Limit.LONG_BREAK_AT_LEAST: EITHER,
        Limit.MOST_HOLIDAY_WEEKS: IF_TOLD,
        Limit.MOST_HOLIDAY_WEEKS_IN_ROW: IF_TOLD,
    }
)
"""The limits that a week is held to, in the order in which they are told, and how each can come out."""

SAID_WITH: Mapping[Limit, tuple[Limit, ...]] = MappingProxyType(
    {
        Limit.SCHOOL_COUNTS: (Limit.MOST_PER_DAY, Limit.MOST_PER_WEEK, Limit.MOST_PER_AVERAGE_WEEK),
        Limit.BREAK_AFTER: (Limit.BREAK_AT_LEAST,),
        Limit.LONG_BREAK_AFTER: (Limit.LONG_BREAK_AT_LEAST,),
    }
)
"""Limits that say how others count, and are told with those."""

LIMIT_PLACEHOLDERS = frozenset({"figures", "actual", "allowed", "at_most", "age", "with_school", "after"})
"""What the texts may hold; whoever renders gives them all.

``figures`` is what was found day by day ("op dinsdag 9 uur"), ``actual`` the one figure that counts most, ``allowed``
what the rule allows or asks, ``at_most`` the same with "hoogstens" before it, or "niet"; ``with_school`` says that
school was counted (", school meegeteld") or nothing, and ``after`` is how long a day must be before a break is due.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitText:
    """What is said about a limit with an outcome; texts are for ``str.format`` (see ``LIMIT_PLACEHOLDERS``).

    Parameters
    ----------
    label : str
        What it is about, in a few words.
    student_text, staff_text : str
        For the young person, in B1 Dutch, and for the people around them.
    student_repair, repair : str
        The next step, as the young person and as the people around them read it; empty where nothing is to be done.
    """

    limit: Limit
    outcome: Outcome
    label: str
    student_text: str
    staff_text: str
    student_repair: str
    repair: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkKind:
    """A kind of work as people call it, with the rules of working time that hold for it from young to old.

    Parameters
    ----------
    types : tuple of str
        Types of placement that are of this kind; none for work that nobody posts here.
    """

    code: str
    label: str
    types: tuple[str, ...]
    working_time_rules: tuple[str, ...]


def limit_texts(rows: Iterable[Row]) -> dict[tuple[Limit, Outcome], LimitText]:
    """Read working_time_texts.csv.

    Raises
    ------
    ReferenceDataError
        A row cannot be right, or says for a second time what is said about a limit.
    """
    found: dict[tuple[Limit, Outcome], LimitText] = {}
    for row in rows:
        text = _limit_text(row)
        if (text.limit, text.outcome) in found:
            raise row.error(
                "outcome", f"“{text.outcome.value}” bij “{text.limit.value}” staat er twee keer; laat één rij staan"
            )
        found[text.limit, text.outcome] = text
    return found


def _limit_text(row: Row) -> LimitText:
    limit = Limit(row.choice("limit", list(LIMIT_OUTCOMES)))
    outcome = Outcome(row.choice("outcome", LIMIT_OUTCOMES[limit]))
    if outcome is Outcome.MET:
        for column in ("student_repair", "repair"):
            if row.optional_text(column):
                raise row.error(column, "er staat een vervolgstap, maar wat mag heeft die niet nodig; laat dit leeg")
    return LimitText(
        limit=limit,
        outcome=outcome,
        label=row.text("label"),
        student_text=template(row, "student_text", LIMIT_PLACEHOLDERS),
        staff_text=template(row, "staff_text", LIMIT_PLACEHOLDERS),
        student_repair="" if outcome is Outcome.MET else template(row, "student_repair", LIMIT_PLACEHOLDERS),
        repair="" if outcome is Outcome.MET else template(row, "repair", LIMIT_PLACEHOLDERS),
    )


def work_kinds(
    rows: Iterable[Row], types: Mapping[str, PlacementTypeRule], limits: Iterable[WorkingTimeRow]
) -> tuple[WorkKind, ...]:
    """Read work_kinds.csv, and hold each kind to the rules of the types that are of it.

    Raises
    ------
    ReferenceDataError
        A rule is not known, or a type is of no kind, of two, or of one with other rules.
    """
    names = {limit.rule for limit in limits}
    kinds: list[WorkKind] = []
    of_kind: set[str] = set()
    for row in rows:
        kind = WorkKind(
            code=row.text("code"),
            label=row.text("label"),
            types=row.choices("types", types),
            working_time_rules=row.phrases("working_time_rules"),
        )
        for rule in kind.working_time_rules:
            if rule not in names:
                raise row.error(
                    "working_time_rules", f"er staat “{rule}”, en daarvan geldt er geen rij in working_time.csv"
                )
        for code in kind.types:
            if code in of_kind or types[code].working_time_rules != kind.working_time_rules:
                raise row.error("types", f"“{code}” hoort bij een ander soort werk of heeft andere regels")
            of_kind.add(code)
        if any(kind.code == other.code for other in kinds):
            raise row.error("code", f"“{kind.code}” staat er twee keer; geef elke rij een eigen code")
        kinds.append(kind)
        last = row
    for code in types:
        if code not in of_kind:
            raise last.error("types", f"dit is de laatste rij, en “{code}” was er niet bij; geef het een soort werk")
    return tuple(kinds)

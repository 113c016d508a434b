"""Looks whether somebody of an age may work a week like this; nothing of it is kept."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from career.errors import InvalidValueError
from employer_toolkit.placement import WorkDay
from services.explaining.working_week import LimitNote, limit_note
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import Limit, Outcome, Reference, Source, Week, WorkingTimeRow, WorkKind, load_reference
from services.reference.working_time import DAY_MINUTES, OLDEST_AGE, WEEK_DAYS, YEAR_WEEKS
from services.working_week import WorkingWeek, check_week, minute_of, worst

OUTCOME_ORDER = (Outcome.BROKEN, Outcome.UNKNOWN, Outcome.TO_ARRANGE, Outcome.MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleAsked:
    """A week of work and whose it would be; ``None`` for what was not filled in.

    Parameters
    ----------
    kind : str
        Code of a kind of work (work_kinds.csv).
    """

    age: int | None
    kind: str
    week: WorkingWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleAnswer:
    """Whether the week may be worked.

    Parameters
    ----------
    outcome : Outcome
        The gravest of the limits; ``BROKEN`` for who is too young for this kind of work.
    rule : str
        Name of the rule that holds at this age; empty for who is too young.
    youngest_age : int
        From which age this kind of work can be done.
    youngest_source : Source
        Of the rule that holds from that age.
    open_kinds : tuple of str
        What somebody of this age can do, as people call it; only for who is too young.
    notes : tuple of LimitNote
        Every limit of the rule, the gravest first.
    version : str
        Of the rules.
    """

    age: int
    kind_label: str
    outcome: Outcome
    rule: str
    youngest_age: int
    youngest_source: Source
    open_kinds: tuple[str, ...]
    notes: tuple[LimitNote, ...]
    version: str

    @property
    def is_too_young(self) -> bool:
        """Nobody of this age may do this kind of work."""
        return not self.rule

    def of(self, outcome: Outcome) -> tuple[LimitNote, ...]:
        """The limits that come out so."""
        return tuple(note for note in self.notes if note.outcome == outcome)


def check_schedule(*, by: Account, asked: ScheduleAsked, now: datetime) -> ScheduleAnswer:
    """Hold a week to the rules of today for an age and a kind of work.

    Raises
    ------
    InvalidValueError
        Names every field that cannot be right.
    """
    require(by, Act.SEE_REFERENCE, None)
    faults = schedule_faults(asked, now=now)
    if faults or asked.age is None:
        raise InvalidValueError("schedule", faults)
    reference = load_reference(local_day(now))
    kind = reference.work_kinds[asked.kind]
    row = _row_of(reference, kind, age=asked.age, week=asked.week.kind)
    youngest = min(
        (one for one in reference.working_time if one.rule in kind.working_time_rules), key=lambda one: one.age_from
    )
    could_be = () if row is not None else reference.work_kinds.values()
    findings = () if row is None else check_week(asked.week, row)
    notes = [limit_note(found, age=asked.age, texts=reference.limit_texts) for found in findings]
    return ScheduleAnswer(
        age=asked.age,
        kind_label=kind.label,
        outcome=Outcome.BROKEN if row is None else worst(findings),
        rule="" if row is None else row.rule,
        youngest_age=youngest.age_from,
        youngest_source=youngest.sources[Limit.MOST_PER_DAY],
        open_kinds=tuple(
            other.label
            for other in could_be
            if _row_of(reference, other, age=asked.age, week=asked.week.kind) is not None
        ),
        notes=tuple(sorted(notes, key=lambda note: OUTCOME_ORDER.index(note.outcome))),
        version=reference.version,
    )


def _row_of(reference: Reference, kind: WorkKind, *, age: int, week: Week) -> WorkingTimeRow | None:
    own = (row for row in reference.working_time if row.rule in kind.working_time_rules)
    return next((row for row in own if row.is_for(age=age, week=week)), None)


def kinds_of_work(*, now: datetime) -> Mapping[str, WorkKind]:
    """Give the kinds of work that can be asked about, by their code."""
    return load_reference(local_day(now)).work_kinds


def kind_of_type(placement_type: str, *, now: datetime) -> str:
    """Give the code of the kind of work that a type of placement is of."""
    return next(kind.code for kind in kinds_of_work(now=now).values() if placement_type in kind.types)


def schedule_faults(asked: ScheduleAsked, *, now: datetime) -> dict[str, str]:
    """Say per field what cannot be right; a day is the field ``days.`` with its weekday."""
    week = asked.week
    checks = {
        "age": (asked.age is not None and 1 <= asked.age < OLDEST_AGE, "Vul in hoe oud je bent, in hele jaren"),
        "kind": (asked.kind in kinds_of_work(now=now), "Kies wat voor werk het is"),
        "days": (
            bool(week.days) and max(Counter(day.weekday for day in week.days).values()) == 1,
            "Kies de dagen waarop je werkt: minstens één, en elke dag één keer",
        ),
        "school_minutes": (
            week.school_minutes is None
            or (len(week.school_minutes) == WEEK_DAYS and all(0 <= one <= DAY_MINUTES for one in week.school_minutes)),
            "Vul per dag hoogstens 24 uur school in",
        ),
        "holiday_weeks": (_is_weeks(week.holiday_weeks), f"Vul hoogstens {YEAR_WEEKS} weken in"),
        "holiday_weeks_in_row": (
            _is_weeks(week.holiday_weeks_in_row)
            and (week.holiday_weeks is None or (week.holiday_weeks_in_row or 0) <= week.holiday_weeks),
            "Vul hier niet meer weken in dan je in het hele jaar werkt",
        ),
    }
    faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
    for day in week.days:
        if not (1 <= day.weekday <= WEEK_DAYS and day.break_minutes >= 0 and day.minutes > 0):
            faults[f"days.{day.weekday}"] = _day_fault(day)
    return faults


def _is_weeks(told: int | None) -> bool:
    return told is None or 0 <= told <= YEAR_WEEKS


def _day_fault(day: WorkDay) -> str:
    if minute_of(day.ends) <= minute_of(day.starts):
        return "Kies een eindtijd na de begintijd, op dezelfde dag"
    return "De pauze moet korter zijn dan de tijd die je er bent"

"""What goes in and out as JSON where a week of work is held to the law."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.v1.shapes import Code, Int, ShapeIn, ShapeOut, WorkDayIn
from employer_toolkit.placement import WorkDay
from services.explaining.working_week import Unit
from services.reference import OLDEST_AGE, Limit, Outcome, Week
from services.schedules import ScheduleAsked
from services.working_week import WorkingWeek


class ScheduleIn(ShapeIn):
    """A week of work and whose it would be; nothing of it is kept.

    ``kind`` is one of ``work_kinds`` of the reference lists. ``school_minutes`` holds seven numbers, Monday to Sunday;
    ``null`` says that nobody knows. In a holiday week there is no school.
    """

    age: Annotated[Int, Field(ge=1, lt=OLDEST_AGE, description="In whole years.")]
    kind: Code
    week: Literal["school", "holiday"] = "school"
    days: Annotated[list[WorkDayIn], Field(min_length=1, max_length=7)]
    school_minutes: Annotated[
        list[Annotated[Int, Field(ge=0, le=24 * 60)]] | None, Field(min_length=7, max_length=7)
    ] = None
    is_on_call: Annotated[bool, Field(strict=True)] = False
    holiday_weeks: Annotated[Int | None, Field(ge=0, le=52, description="Weeks of work in the holidays this year.")] = (
        None
    )
    holiday_weeks_in_row: Annotated[Int | None, Field(ge=0, le=52)] = None

    def asked(self) -> ScheduleAsked:
        """Give the same as the service takes it."""
        return ScheduleAsked(
            age=self.age,
            kind=self.kind,
            week=WorkingWeek(
                days=tuple(WorkDay(**day.model_dump()) for day in self.days),
                kind=Week(self.week),
                school_minutes=None if self.school_minutes is None else tuple(self.school_minutes),
                is_on_call=self.is_on_call,
                holiday_weeks=self.holiday_weeks,
                holiday_weeks_in_row=self.holiday_weeks_in_row,
            ),
        )


class SourceOut(ShapeOut):
    """Where a rule comes from, and when somebody read it there; ``is_to_verify`` asks to look it up once more."""

    article: str
    title: str
    url: str
    checked_on: date
    is_to_verify: bool


class LimitOut(ShapeOut):
    """How a week stands before one limit; ``actual`` and ``allowed`` count in ``unit``; no weekdays: the whole week."""

    limit: Limit
    outcome: Outcome
    label: str
    student_text: str
    staff_text: str
    student_repair: str
    repair: str
    remark: str
    weekdays: list[int]
    actual: int | None
    allowed: int | None
    unit: Unit
    sources: list[SourceOut]


class ScheduleOut(ShapeOut):
    """Whether a week may be worked: the gravest outcome, and every limit of the rule with the gravest first."""

    age: int
    kind_label: str
    outcome: Outcome
    is_too_young: bool
    youngest_age: int
    rule: str
    limits: Annotated[list[LimitOut], Field(validation_alias="notes")]
    version: str

"""Working days to a first answer of a company."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from career.answer_clock import Side
from career.answer_days import first_answer_days, working_days
from career.application_rules import HOUSE, Actor, ApplicationState, ApplicationStep, StepKind

FRIDAY, MONDAY, TUESDAY = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (20, 23, 24))
STUDENT = Actor(side=Side.STUDENT, account_id=UUID(int=1), role="student")
EMPLOYER = Actor(side=Side.EMPLOYER, account_id=UUID(int=2), role="employer")


def step(at: datetime, kind: StepKind, by: Actor, state: ApplicationState, turn: Side | None) -> ApplicationStep:
    return ApplicationStep(at=at, kind=kind, state=state, turn=turn, by=by, end_code="")


ASKED = step(FRIDAY, StepKind.SHOW_INTEREST, STUDENT, ApplicationState.INTEREST, Side.EMPLOYER)
SEEN = step(MONDAY, StepKind.SEE, EMPLOYER, ApplicationState.SEEN, Side.EMPLOYER)
INVITED = step(TUESDAY, StepKind.INVITE, EMPLOYER, ApplicationState.INVITED, Side.STUDENT)
LATE = step(TUESDAY, StepKind.HAND_OVER, HOUSE, ApplicationState.SEEN, Side.HELPER)
AWAY = step(MONDAY, StepKind.END, STUDENT, ApplicationState.ENDED, None)


def is_weekend(day: date) -> bool:
    return day.isoweekday() > 5


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ([], (False, None)),
        ([ASKED], (False, None)),
        ([ASKED, SEEN], (False, None)),
        ([ASKED, INVITED], (True, 2)),
        ([ASKED, SEEN, INVITED], (True, 2)),
        ([ASKED, SEEN, LATE], (True, None)),
        ([ASKED, LATE, INVITED], (True, None)),
        ([ASKED, AWAY], (False, None)),
    ],
)
def test_first_answer_counts_from_the_question_and_reading_is_no_answer(
    history: list[ApplicationStep], told: tuple[bool, int | None]
) -> None:
    assert first_answer_days(history, is_free=is_weekend) == told


def test_answer_on_the_same_day_takes_no_day() -> None:
    assert working_days(FRIDAY.date(), FRIDAY.date(), is_free=is_weekend) == 0

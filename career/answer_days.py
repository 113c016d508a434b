"""How many working days a company took to answer somebody with interest for the first time."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from career.answer_clock import Side, local_day
from career.application_rules import ApplicationState, ApplicationStep, StepKind

ASKING = frozenset({ApplicationState.SHOWN, ApplicationState.INTEREST, ApplicationState.SEEN})
"""As long as an application is here, the company has not answered at all."""
UNANSWERED = frozenset({StepKind.HAND_OVER, StepKind.CLOSE})
DAY = timedelta(days=1)


def first_answer_days(
    history: Iterable[ApplicationStep], *, is_free: Callable[[date], bool]
) -> tuple[bool, int | None]:
    """Say whether the company was asked and is no longer waiting, and after how many working days it answered.

    Parameters
    ----------
    is_free : callable
        Whether a company need not answer on a day.

    Returns
    -------
    (bool, int or None)
        Whether this counts; and the working days, 0 for the same day, or ``None`` when no answer came in time.
    """
    asked_on: date | None = None
    for step in history:
        if asked_on is None:
            if step.turn is Side.EMPLOYER and step.state in ASKING:
                asked_on = local_day(step.at)
        elif step.by.acts_as is Side.EMPLOYER and step.kind is not StepKind.SEE:
            return True, working_days(asked_on, local_day(step.at), is_free=is_free)
        elif step.kind in UNANSWERED:
            return True, None
        elif step.turn is not Side.EMPLOYER:
            return False, None
    return False, None


def working_days(asked_on: date, answered_on: date, *, is_free: Callable[[date], bool]) -> int:
    """Count the working days after one day, up to and with another.

    Examples
    --------
    Friday to Tuesday:

    >>> working_days(date(2026, 11, 20), date(2026, 11, 24), is_free=lambda day: day.isoweekday() > 5)
    2
    """
    days = (asked_on + DAY * ahead for ahead in range(1, (answered_on - asked_on).days + 1))
    return sum(not is_free(day) for day in days)

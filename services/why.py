"""Why a company would do this: what is known, with its limits, and the company's own figures."""

from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from accounts.role import Role
from career.answer_clock import SATURDAY
from career.answer_days import first_answer_days
from career.application_rules import ApplicationState
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.reference.evidence import Evidence, WhyTopic, load_evidence, load_topics
from services.school_calendar import public_holidays
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFigures:
    """What became of those who wanted to come to one company.

    Parameters
    ----------
    n_placed : int
        Who got a place.
    n_going : int
        Of those, whose place has begun and has not ended by now.
    n_asked, n_in_time : int
        How often somebody waited for a first answer, and how often it came within the term.
    median_days : float or None
        Working days to a first answer; ``None`` while there was none.
    answer_days : int
        The term.
    """

    n_placed: int
    n_going: int
    n_asked: int
    n_in_time: int
    median_days: float | None
    answer_days: int


def told_evidence(*, now: datetime) -> tuple[tuple[WhyTopic, tuple[Evidence, ...]], ...]:
    """Give each part of the page with the claims that hold today; a part without claims is left out."""
    on = local_day(now)
    held = [one for one in load_evidence().values() if one.source.is_on(on)]
    parts = ((topic, tuple(one for one in held if one.topic == code)) for code, topic in load_topics().items())
    return tuple((topic, claims) for topic, claims in parts if claims)


def own_figures(work: UnitOfWork, *, by: Account, now: datetime) -> OwnFigures | None:
    """Give the figures of the own company; ``None`` for who is no company."""
    if by.role is not Role.EMPLOYER:
        return None
    employer_id = found(by.subject_id)
    require(by, Act.SEE_PRESENTED, employer_id)
    places = {place.id: place for place in work.placements.of_employer(employer_id)}
    every = work.applications.of_placements(list(places))
    today, terms = local_day(now), load_reference(local_day(now)).answers.terms
    placed = [places[one.placement_id] for one in every if one.state is ApplicationState.PLACED]
    looked_at = [first_answer_days(one.history, is_free=is_free_day) for one in every]
    counted = [days for was_asked, days in looked_at if was_asked]
    answered = [days for days in counted if days is not None]
    return OwnFigures(
        n_placed=len(placed),
        n_going=sum(one.starts_on <= today and (one.ends_on is None or today < one.ends_on) for one in placed),
        n_asked=len(counted),
        n_in_time=sum(days <= terms.answer_days for days in answered),
        median_days=median(answered) if answered else None,
        answer_days=terms.answer_days,
    )


def is_free_day(day: date) -> bool:
    """Say whether a company need not answer on a day: weekends and public holidays."""
    return day.isoweekday() >= SATURDAY or day in public_holidays(day.year)

"""The plan of the first week at a place, for whoever coaches there: on a page and as a PDF."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from employer_toolkit.first_week import FirstWeek, Moment, PlannedDay, plan_first_week
from employer_toolkit.placement import Placement
from services.coaching import advice_for
from services.competencies import current_catalogue
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.reference.coaching import ConditionAdvice, InWeek
from services.reference.first_week_texts import WeekText, load_week_texts
from services.typesetting import typeset
from services.unit_of_work import UnitOfWork
from services.wording import WEEKDAYS, day_text, list_text

TEMPLATE = Path(__file__).with_name("first_week.typ")
NO_TASK = "het werk dat bij deze plek hoort"
"""What is done at a place that names no task."""
TEAM, SMALL_TEAM = "drie collega's", "alleen het eigen team"
SMALL_TEAM_CODE = "klein_team"


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentView:
    """What happens when, in words."""

    when: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """One day of the plan, in words."""

    number: int
    title: str
    hours: str
    moments: tuple[MomentView, ...]
    is_short: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekView:
    """The plan in words.

    Parameters
    ----------
    safety : tuple of WeekText
        What is said of each danger, and what is still to arrange.
    advice : tuple of ConditionAdvice
        What to do for each condition that the place offers.
    contact : str
        Who coaches, where the place names somebody.
    has_fewer_days : bool
        A student may come on fewer days than the plan has.
    """

    placement_id: UUID
    title: str
    employer_name: str
    site_name: str
    contact: str
    days: tuple[DayView, ...]
    later_tasks: tuple[str, ...]
    third_day_text: str
    safety: tuple[WeekText, ...]
    advice: tuple[ConditionAdvice, ...]
    has_fewer_days: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachedPlace:
    """A place of the company, to choose."""

    id: UUID
    title: str
    starts_text: str


def coached_places(work: UnitOfWork, *, by: Account) -> tuple[CoachedPlace, ...]:
    """Give the places of the own company, those that begin last first."""
    employer_id = found(by.subject_id)
    require(by, Act.SEE_FIRST_WEEK, employer_id)
    places = sorted(work.placements.of_employer(employer_id), key=lambda p: (p.starts_on, p.title), reverse=True)
    return tuple(CoachedPlace(id=one.id, title=one.title, starts_text=day_text(one.starts_on)) for one in places)


def first_week(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> WeekView:
    """Give the plan of the first week at an own place.

    Raises
    ------
    NotFoundError
        There is no such place, or it is of another company.
    """
    placement = found(work.placements.get(placement_id))
    site = found(work.employers.site(placement.site_id))
    require(by, Act.SEE_FIRST_WEEK, site.employer_id)
    advice = advice_for(placement.conditions_offered)
    asked = {one.in_week for one in advice}
    tasks = _tasks(work, placement)
    week = plan_first_week(
        placement.schedule,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        n_tasks=len(tasks),
        short_first_day=InWeek.SHORT_FIRST_DAY in asked,
        daily_talk=InWeek.DAILY_TALK in asked,
        extra_breaks=InWeek.EXTRA_BREAKS in asked,
    )
    return WeekView(
        placement_id=placement.id,
        title=placement.title,
        employer_name=found(work.employers.get(site.employer_id)).name,
        site_name=site.name,
        contact="" if placement.contact is None else placement.contact.name,
        days=tuple(_day(day, number, tasks, placement) for number, day in enumerate(week.days, start=1)),
        later_tasks=tuple(tasks[place] for place in week.later_tasks),
        third_day_text=_third_day(week),
        safety=tuple(_safety(placement, now=now)),
        advice=advice,
        has_fewer_days=placement.days_min < len(placement.schedule),
    )


def first_week_pdf(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> bytes:
    """Give the same as a PDF to print; raises as ``first_week``."""
    return typeset(_told(first_week(work, by=by, placement_id=placement_id, now=now)), template=TEMPLATE)


def _tasks(work: UnitOfWork, placement: Placement) -> tuple[str, ...]:
    catalogue = current_catalogue(work)
    learned = (catalogue[code].plain_label for code in placement.learned_ids if code in catalogue)
    return tuple(task.text for task in placement.tasks) or tuple(learned) or (NO_TASK,)


def _day(day: PlannedDay, number: int, tasks: tuple[str, ...], placement: Placement) -> DayView:
    return DayView(
        number=number,
        title=f"{WEEKDAYS[day.day.isoweekday() - 1]} {day_text(day.day)}",
        hours=f"{_clock(day.starts)} tot {_clock(day.ends)} uur",
        moments=tuple(_moment(moment, tasks, placement) for moment in day.moments),
        is_short=day.is_short,
    )


def _moment(moment: Moment, tasks: tuple[str, ...], placement: Placement) -> MomentView:
    said = load_week_texts()[moment.kind.value]
    words = {
        "task": list_text([_inside(tasks[place]) for place in moment.tasks]),
        "team": SMALL_TEAM if SMALL_TEAM_CODE in placement.conditions_offered else TEAM,
    }
    return MomentView(
        when=f"{_clock(moment.starts)} – {_clock(moment.ends)}",
        title=said.title.format_map(words),
        text=said.text.format_map(words),
    )


def _inside(task: str) -> str:
    """Write a task as it stands inside a sentence; an abbreviation keeps its capitals."""
    return task if task[1:2].isupper() else task[:1].lower() + task[1:]


def _third_day(week: FirstWeek) -> str:
    on = week.third_day_on
    return "" if on is None else f"{WEEKDAYS[on.isoweekday() - 1]} {day_text(on)}"


def _safety(placement: Placement, *, now: datetime) -> Iterator[WeekText]:
    """Say of each danger for whom it is not, and what is still to arrange."""
    said = load_week_texts()
    if placement.hazards is None:
        yield said["unknown"]
        return
    hazards = load_reference(local_day(now)).hazards
    named = [hazards[code] for code in sorted(placement.hazards) if code in hazards]
    for hazard in named:
        words = {"hazard": hazard.label, "age": hazard.below_age}
        yield WeekText(title=said[hazard.mode].title.format_map(words), text=said[hazard.mode].text.format_map(words))
    if any(hazard.mode == "supervision" for hazard in named) and not placement.is_expert_supervised:
        yield said["nobody_yet"]
    if not named:
        yield said["nothing"]


def _clock(moment: time) -> str:
    return f"{moment.hour}.{moment.minute:02}"


def _stopped(title: str) -> str:
    return title if title.endswith(("?", "!", ".")) else f"{title}."


def _told(view: WeekView) -> dict[str, Any]:
    return {
        "title": f"De eerste week: {view.title}",
        "footer": f"{view.employer_name}, plan van de eerste week",
        "lead": [
            f"{view.employer_name}, {view.site_name}.",
            *([f"Wie begeleidt: {view.contact}."] if view.contact else []),
            "Begin klein. Elke dag hoogstens één nieuwe taak, en op vaste momenten even praten.",
            *(["Komt iemand niet op al deze dagen? Schuif dan door: één nieuwe taak per dag blijft de regel."]
              * view.has_fewer_days),
        ],
        "days": [
            {
                "title": f"Dag {day.number}: {day.title}",
                "hours": f"{day.hours}{' (korter, om rustig op te bouwen)' * day.is_short}",
                "moments": [{"when": one.when, "title": _stopped(one.title), "text": one.text} for one in day.moments],
            }
            for day in view.days
        ],
        "ends": [
            {"label": "Veilig werken", "lines": [f"{_stopped(one.title)} {one.text}" for one in view.safety]},
            *([{"label": "Wat hier helpt", "lines": [f"{a.label.capitalize()}: {a.first_day}" for a in view.advice]}]
              * bool(view.advice)),
            *([{"label": "Taken voor daarna", "lines": [f"{task}." for task in view.later_tasks]}]
              * bool(view.later_tasks)),
            *([{"label": "Na drie werkdagen", "lines": [f"Praat op {view.third_day_text} over hoe het gaat."]}]
              * bool(view.third_day_text)),
        ],
    }  # fmt: skip

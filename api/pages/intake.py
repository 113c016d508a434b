"""The intake, in short steps: for the student, and the same pages for who does it together with a student at school."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.intake import IntakeStep
from career.likes import Answer, Asked
from services import intake
from services.errors import found
from services.intake import INTAKE_LEVELS, IntakeView, When
from services.local_time import local_day
from services.permissions import Account, Act
from services.profile import LEVEL_WORDS
from services.reference import load_lists, load_reference
from services.reference.intake_lists import TimeChoice, load_intake_lists
from services.unit_of_work import UnitOfWork
from services.wording import WEEKDAYS, hours_text

router = guarded_router()

HERE = "/begin"
STEPS = {
    "gedaan": IntakeStep.DONE,
    "leuk": IntakeStep.LIKES,
    "helpt": IntakeStep.HELPS,
    "wanneer": IntakeStep.WHEN,
}
"""How the address calls each step, in their order."""
WORD_OF = {step: word for word, step in STEPS.items()}
TITLES = {
    "gedaan": "Wat deed je al?",
    "leuk": "Wat vind je leuk?",
    "helpt": "Wat helpt jou?",
    "wanneer": "Wanneer kun je, en hoe ver?",
}
ANSWERS = {
    "een": Answer.FIRST,
    "twee": Answer.SECOND,
    "allebei": Answer.BOTH,
    "geen": Answer.NEITHER,
    "over": Answer.SKIP,
}
FIELDS = {
    "weekdays": "dag",
    "hours": "uren",
    "postcode4": "postcode",
    "modes": "reis",
    "max_minutes": "minuten",
}
"""The field of the page where each fault is mended."""
CHOOSE = {
    "dag": "Kies minstens één dag",
    "uren": "Kies hoeveel uren je kunt werken",
    "postcode": "Vul de vier cijfers van je postcode in, zoals 8011",
    "reis": "Kies hoe je kunt reizen",
    "minuten": "Kies hoe lang je wilt reizen",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """For whom the pages are, and under which address."""

    student_id: UUID
    here: str
    is_own: bool

    def at(self, step: str, **more: str) -> str:
        """Give the address of a step."""
        return f"{self.here}?{urlencode({'stap': step, **more})}"

    @property
    def done(self) -> str:
        """Where the list is, once the intake is complete."""
        return "/plekken" if self.is_own else f"/klas/{self.student_id}"

    @property
    def profile(self) -> str:
        """Where what was told stands."""
        return "/profiel" if self.is_own else f"/klas/{self.student_id}/profiel"


@router.get(HERE)
@allow(Act.KEEP_PROFILE)
def show_own(
    request: Request, work: Reading, by: By, now: Now, stap: str = "", soort: str = "", vraag: str = ""
) -> Response:
    """Show a student where the intake begins, or one step of it."""
    return _show(request, work, by, _own(by), (stap, soort, vraag), now)


@router.post(HERE)
@allow(Act.KEEP_PROFILE)
def keep_own(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep one step, and go on to the next."""
    return _keep(request, work, by, _own(by), form, now)


@router.get("/klas/{student_id}/begin")
@allow(Act.KEEP_PROFILE)
def show_together(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    student_id: UUID,
    stap: str = "",
    soort: str = "",
    vraag: str = "",
) -> Response:
    """Show who guides a student the same steps, to do them together."""
    return _show(request, work, by, _together(by, student_id), (stap, soort, vraag), now)


@router.post("/klas/{student_id}/begin")
@allow(Act.KEEP_PROFILE)
def keep_together(request: Request, work: Writing, by: By, now: Now, form: Submitted, student_id: UUID) -> Response:
    """Keep one step that was done together."""
    return _keep(request, work, by, _together(by, student_id), form, now)


def _own(by: Account) -> _Place:
    return _Place(found(by.subject_id if by.role is Role.STUDENT else None), HERE, is_own=True)


def _together(by: Account, student_id: UUID) -> _Place:
    return _Place(student_id, f"/klas/{student_id}/begin", is_own=by.role is Role.STUDENT)


def _show(
    request: Request, work: UnitOfWork, by: Account, place: _Place, asked: tuple[str, str, str], now: datetime
) -> Response:
    view = intake.intake_of(work, by=by, student_id=place.student_id, now=now)
    step, kind, number = asked
    if step not in ("", *STEPS):
        raise UnreadableQueryError
    return _page(request, place, view, step, now, kind=kind, number=number)


def _keep(request: Request, work: UnitOfWork, by: Account, place: _Place, form: FormData, now: datetime) -> Response:
    view = intake.intake_of(work, by=by, student_id=place.student_id, now=now)
    step = str(form.get("stap", ""))
    if step not in STEPS:
        raise UnreadableQueryError
    was_complete = view.intake is not None and view.intake.next_step is None
    if form.get("doe") == "over":
        intake.pass_step(work, by=by, student_id=place.student_id, step=STEPS[step], now=now)
        return _onward(work, by, place, STEPS[step], now, was_complete=was_complete)
    keep: Callable[[UnitOfWork, Account, _Place, IntakeView, FormData, datetime], str | None] = {
        "gedaan": _keep_done,
        "leuk": _keep_likes,
        "helpt": _keep_helps,
        "wanneer": _keep_when,
    }[step]
    try:
        to = keep(work, by, place, view, form, now)
    except InvalidValueError as error:
        if not error.faults.keys() <= FIELDS.keys():
            raise
        faults = {FIELDS[name]: CHOOSE[FIELDS[name]] for name in error.faults}
        return _page(request, place, view, step, now, form=FormView(values=_typed(form), faults=faults))
    if to is not None:
        return RedirectResponse(to, status_code=303)
    return _onward(work, by, place, STEPS[step], now, was_complete=was_complete)


def _onward(
    work: UnitOfWork, by: Account, place: _Place, step: IntakeStep, now: datetime, *, was_complete: bool
) -> RedirectResponse:
    """Lead to the next step that was not told, to the first list once there is none, or back to the profile."""
    if was_complete:
        return RedirectResponse(f"{place.profile}?bewaard=1", status_code=303)
    view = intake.intake_of(work, by=by, student_id=place.student_id, now=now)
    steps = view.intake.steps if view.intake else {}
    later = list(IntakeStep)[list(IntakeStep).index(step) + 1 :]
    ahead = next((one for one in (*later, *IntakeStep) if one not in steps), None)
    return RedirectResponse(place.at(WORD_OF[ahead]) if ahead else place.done, status_code=303)


def _keep_done(
    work: UnitOfWork, by: Account, place: _Place, view: IntakeView, form: FormData, now: datetime
) -> str | None:
    kind = load_intake_lists().kinds.get(str(form.get("soort", "")))
    if kind is None:
        intake.pass_step(work, by=by, student_id=place.student_id, step=IntakeStep.DONE, now=now)
        return None
    known = {str(int(level)): level for level in INTAKE_LEVELS}
    said = {task.code: known.get(str(form.get(f"taak.{task.code}", ""))) for task in kind.tasks}
    levels = {code: level for code, level in said.items() if level is not None}
    intake.tell_tasks(work, by=by, student_id=place.student_id, kind=kind.code, levels=levels, now=now)
    return place.at("gedaan")


def _keep_likes(
    work: UnitOfWork, by: Account, place: _Place, view: IntakeView, form: FormData, now: datetime
) -> str | None:
    if form.get("doe") == "opnieuw":
        intake.ask_again(work, by=by, student_id=place.student_id, now=now)
        return place.at("leuk")
    if form.get("doe") == "klopt":
        sectors = [str(code) for code in form.getlist("werk")]
        intake.keep_likes(work, by=by, student_id=place.student_id, sectors=sectors, now=now)
        return None
    number, answer = _whole(str(form.get("vraag", ""))), ANSWERS.get(str(form.get("antwoord", "")))
    if number is None or answer is None:
        raise UnreadableQueryError
    given = Asked(first=str(form.get("een", "")), second=str(form.get("twee", "")), answer=answer)
    is_kept = intake.answer_pictures(work, by=by, student_id=place.student_id, number=number, given=given, now=now)
    return place.at("leuk", vraag=str(number + 1)) if is_kept else place.at("leuk")


def _keep_helps(
    work: UnitOfWork, by: Account, place: _Place, view: IntakeView, form: FormData, now: datetime
) -> str | None:
    codes = [str(code) for code in form.getlist("helpt")]
    intake.keep_helps(work, by=by, student_id=place.student_id, codes=codes, now=now)
    return None


def _keep_when(
    work: UnitOfWork, by: Account, place: _Place, view: IntakeView, form: FormData, now: datetime
) -> str | None:
    hours = {_code(choice): choice for choice in _hours(view)}.get(str(form.get("uren", "")))
    typed = str(form.get("postcode", "")).strip()
    with_letters = re.fullmatch(r"(\d{4})\s*[A-Za-z]{2}", typed, re.ASCII)
    told = When(
        weekdays=frozenset(day for day in range(1, 8) if str(day) in form.getlist("dag")),
        hours_min=hours.low if hours else 0,
        hours_max=hours.high if hours else 0,
        postcode4=with_letters[1] if with_letters else typed,
        modes=frozenset(mode for mode in view.modes if mode.value in form.getlist("reis")),
        max_minutes=_whole(str(form.get("minuten", ""))) or 0,
    )
    intake.keep_when(work, by=by, student_id=place.student_id, told=told, now=now)
    return None


def _page(
    request: Request,
    place: _Place,
    view: IntakeView,
    step: str,
    now: datetime,
    *,
    kind: str = "",
    number: str = "",
    form: FormView | None = None,
) -> HTMLResponse:
    shown: Mapping[str, Callable[[], dict[str, Any]]] = {
        "": lambda: _first(place, view),
        "gedaan": lambda: _done(view, kind),
        "leuk": lambda: _likes(view, number),
        "helpt": lambda: {"conditions": list(load_lists().conditions.values()), "chosen": view.student.helps},
        "wanneer": lambda: _when(view, form, now),
    }
    return page(
        request,
        f"intake_{step or 'begin'}.html",
        status=400 if form and form.faults else 200,
        current="/profiel" if place.is_own else "/klas",
        place=place,
        view=view,
        step=step,
        title=TITLES.get(step, "Wat kan ik, wat wil ik?"),
        number=list(STEPS).index(step) + 1 if step else 0,
        n_steps=len(STEPS),
        before=_before(step),
        is_complete=view.intake is not None and view.intake.next_step is None,
        **shown[step](),
    )


def _before(step: str) -> str:
    words = ["", *STEPS]
    return words[words.index(step) - 1] if step else ""


def _first(place: _Place, view: IntakeView) -> dict[str, Any]:
    states = view.intake.steps if view.intake else {}
    ahead = view.intake.next_step if view.intake else IntakeStep.DONE
    return {
        "steps": [(word, TITLES[word], states.get(held)) for word, held in STEPS.items()],
        "next_word": WORD_OF[ahead] if ahead else "",
    }


def _done(view: IntakeView, code: str) -> dict[str, Any]:
    kinds = load_intake_lists().kinds
    if code not in ("", *kinds):
        raise UnreadableQueryError
    return {
        "kinds": [(kind, sum(task.code in view.told for task in kind.tasks)) for kind in kinds.values()],
        "kind": kinds.get(code),
        "levels": [(str(int(level)), LEVEL_WORDS[level]) for level in INTAKE_LEVELS],
        "told": {task: str(int(level)) for task, level in view.told.items()},
        "n_told": len(view.told),
    }


def _likes(view: IntakeView, asked: str) -> dict[str, Any]:
    lists, number = load_intake_lists(), _whole(asked) if asked else len(view.answers) + 1
    if number is None:
        raise UnreadableQueryError
    pair = intake.pictures_of_question(view.answers, number)
    given = view.answers[number - 1 : number]
    likely = view.likely_sectors
    return {
        "question": number,
        "most": lists.rule.most_questions,
        "pair": [lists.activities[picture.activity_id] for picture in pair] if pair else None,
        "given": next((word for word, answer in ANSWERS.items() if given and given[0].answer is answer), ""),
        "has_answers": bool(view.answers),
        "last_question": len(view.answers),
        "likely": [load_lists().sectors[code] for code in likely if code in load_lists().sectors],
        "others": [sector for code, sector in load_lists().sectors.items() if code not in likely],
    }


def _when(view: IntakeView, form: FormView | None, now: datetime) -> dict[str, Any]:
    free, travel = view.student.availability, view.student.travel
    hours = _hours(view)
    now_held = next((choice for choice in hours if (choice.low, choice.high) == (free.hours_min, free.hours_max)), None)
    values = {
        **{f"dag.{day}": "1" for day in free.weekdays},
        **{f"reis.{mode.value}": "1" for mode in travel.modes},
        "uren": _code(now_held) if now_held else "",
        "postcode": travel.postcode4,
        "minuten": str(travel.max_minutes),
    }
    ways = load_reference(local_day(now)).travel_modes
    return {
        "form": form or FormView(values=defaultdict(str, values)),
        "weekdays": list(enumerate(WEEKDAYS, start=1)),
        "hours": [(_code(choice), choice.label) for choice in hours],
        "minutes": [(str(choice.high), choice.label) for choice in _minutes(view)],
        "modes": [(mode.value, ways[mode.value].label) for mode in view.modes],
    }


def _hours(view: IntakeView) -> tuple[TimeChoice, ...]:
    """Give the hours to choose from, what holds now among them."""
    free, choices = view.student.availability, load_intake_lists().hours
    if any((choice.low, choice.high) == (free.hours_min, free.hours_max) for choice in choices):
        return choices
    label = f"Zoals nu: {hours_text(free.hours_min, free.hours_max)}"
    return (*choices, TimeChoice(low=free.hours_min, high=free.hours_max, label=label))


def _minutes(view: IntakeView) -> tuple[TimeChoice, ...]:
    """Give the longest trips to choose from, what holds now among them."""
    longest, choices = view.student.travel.max_minutes, load_intake_lists().minutes
    if any(choice.high == longest for choice in choices):
        return choices
    return (*choices, TimeChoice(low=1, high=longest, label=f"Zoals nu: {longest} minuten"))


def _code(choice: TimeChoice) -> str:
    return f"{choice.low}-{choice.high}"


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None


def _typed(form: FormData) -> defaultdict[str, str]:
    """Give the fields as they were typed; of boxes each value has a field of its own."""
    values = defaultdict(str, {name: str(value) for name, value in form.items()})
    for name in ("dag", "reis"):
        values.update({f"{name}.{value}": "1" for value in form.getlist(name)})
    return values

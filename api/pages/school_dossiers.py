"""For the teacher: what the school makes of the career dossier, its own assignments, and what a class is to do."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.typed import day_in, read_id, read_whole, told_in, typed
from api.rendering import FormView, page
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from career.school_dossier import LONGEST_VISION, MOST_STEPS, Chapter, SchoolDossier
from services.dossier_words import CAREER_WORDS
from services.errors import found
from services.permissions import Account, Act
from services.school_dossiers import (
    class_tasks,
    keep_school_dossier,
    retire_assignment,
    school_assignments,
    school_dossier,
    set_assignment,
    what_can_be_set,
    withdraw_assignment,
    write_assignment,
)
from services.unit_of_work import UnitOfWork

router = guarded_router()

LAYOUT = "/school/dossier"
OWN = "/school/opdrachten"
CLASS = "/klas/opdrachten"
PARTS = tuple(str(number) for number in range(1, len(CareerCompetency) + 1))
FAULT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "vision": "visie",
        "titles": "naam-1",
        "chapters": f"deel-{next(iter(CareerCompetency))}",
        "title": "titel",
        "steps": "stappen",
        "competencies": f"past-{next(iter(CareerCompetency))}",
        "minutes": "minuten",
        "code": "opdracht",
        "due_on": "klaar",
    }
)
"""The field of a page where each fault is mended."""


@router.get(LAYOUT)
@allow(Act.SEE_SCHOOL)
def show_layout(request: Request, work: Reading, by: By, bewaard: str = "") -> HTMLResponse:
    """Show a teacher what the own school makes of the dossier."""
    held = school_dossier(work, by=by, school=found(by.school or None))
    values = defaultdict(str, {"visie": held.vision})
    for number, chapter in zip(PARTS, held.chapters, strict=False):
        values[f"naam-{number}"] = chapter.title
        values.update({f"deel-{one}": number for one in chapter.competencies})
    return _layout_page(request, FormView(values=values), is_kept=bool(bewaard))


@router.post(LAYOUT)
@allow(Act.KEEP_SCHOOL)
def keep_layout(request: Request, work: Writing, by: By, form: Submitted) -> Response:
    """Keep what the school makes of the dossier, or show the form again with every fault."""
    values = typed(form)
    named = [number for number in PARTS if values[f"naam-{number}"]]
    under = {one: values[f"deel-{one}"] for one in CareerCompetency}
    faults = {}
    if named:
        faults = {
            f"deel-{one}": "Kies een deel dat een naam heeft" for one, number in under.items() if number not in named
        }
    chapters = tuple(
        Chapter(
            title=values[f"naam-{number}"],
            competencies=frozenset(one for one, chosen in under.items() if chosen == number),
        )
        for number in named
    )
    try:
        dossier = SchoolDossier(school=found(by.school or None), vision=values["visie"], chapters=chapters)
    except InvalidValueError as error:
        faults = {**told_in(error.faults, FAULT_FIELDS), **faults}
    if faults:
        return _layout_page(request, FormView(values=values, faults=faults))
    keep_school_dossier(work, by=by, dossier=dossier)
    return RedirectResponse(f"{LAYOUT}?bewaard=1", status_code=303)


@router.get(OWN)
@allow(Act.SEE_SCHOOL)
def show_own(request: Request, work: Reading, by: By, bewaard: str = "") -> HTMLResponse:
    """Show what the school wrote itself, with a form for one more."""
    return _own_page(request, work, by, FormView(values=defaultdict(str)), is_kept=bool(bewaard))


@router.post(OWN)
@allow(Act.KEEP_SCHOOL)
def keep_own(request: Request, work: Writing, by: By, form: Submitted) -> Response:
    """Keep a new assignment of the school, or take one out of the list."""
    values, school = typed(form), found(by.school or None)
    if values["wat"] == "weg":
        retire_assignment(work, by=by, school=school, assignment_id=found(read_id(values["nummer"])))
        return RedirectResponse(OWN, status_code=303)
    faults: dict[str, str] = {}
    minutes = read_whole(values, "minuten", faults)
    try:
        write_assignment(
            work,
            by=by,
            school=school,
            title=values["titel"],
            steps=[line for line in values["stappen"].splitlines() if line.strip()],
            competencies=[one for one in CareerCompetency if values[f"past-{one}"]],
            minutes=minutes or 0,
        )
    except InvalidValueError as error:
        faults = {**told_in(error.faults, FAULT_FIELDS), **faults}
        return _own_page(request, work, by, FormView(values=values, faults=faults))
    return RedirectResponse(f"{OWN}?bewaard=1", status_code=303)


@router.get(CLASS)
@allow(Act.SET_ASSIGNMENTS)
def show_class_tasks(request: Request, work: Reading, by: By, opdracht: str = "", bewaard: str = "") -> HTMLResponse:
    """Show what the own class is to do, with a form for one more."""
    values = defaultdict(str, {"opdracht": opdracht, "klas": "0"})
    return _class_page(request, work, by, FormView(values=values), is_kept=bool(bewaard))


@router.post(CLASS)
@allow(Act.SET_ASSIGNMENTS)
def set_class_task(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Ask a class to do something, or ask it no longer."""
    values = typed(form)
    if values["wat"] == "weg":
        withdraw_assignment(work, by=by, set_id=found(read_id(values["nummer"])))
        return RedirectResponse(CLASS, status_code=303)
    faults: dict[str, str] = {}
    due_on = day_in(values, "klaar", faults)
    if due_on is None and not faults:
        faults["klaar"] = "Kies de dag waarop het klaar is"
    chosen = dict(enumerate(dict.fromkeys((tie.school, tie.group) for tie in by.ties)))
    number = read_whole(values, "klas", {})
    place = None if number is None else chosen.get(number)
    if place is None:
        faults["klas"] = "Kies een klas"
    if due_on is not None and place is not None:
        try:
            set_assignment(
                work, by=by, school=place[0], group=place[1], code=values["opdracht"], due_on=due_on, now=now
            )
        except InvalidValueError as error:
            faults = told_in(error.faults, FAULT_FIELDS)
        else:
            return RedirectResponse(f"{CLASS}?bewaard=1", status_code=303)
    return _class_page(request, work, by, FormView(values=values, faults=faults))


def _layout_page(request: Request, form: FormView, *, is_kept: bool = False) -> HTMLResponse:
    return page(
        request,
        "school_dossier.html",
        status=400 if form.faults else 200,
        current="/klas",
        form=form,
        parts=PARTS,
        options=[("", "Kies een deel"), *((number, f"Deel {number}") for number in PARTS)],
        words=CAREER_WORDS,
        longest=LONGEST_VISION,
        is_kept=is_kept,
    )


def _own_page(
    request: Request, work: UnitOfWork, by: Account, form: FormView, *, is_kept: bool = False
) -> HTMLResponse:
    return page(
        request,
        "school_assignments.html",
        status=400 if form.faults else 200,
        current="/klas",
        form=form,
        assignments=school_assignments(work, by=by, school=found(by.school or None)),
        words=CAREER_WORDS,
        most_steps=MOST_STEPS,
        is_kept=is_kept,
    )


def _class_page(
    request: Request, work: UnitOfWork, by: Account, form: FormView, *, is_kept: bool = False
) -> HTMLResponse:
    classes = class_tasks(work, by=by)
    tasks = what_can_be_set(work, by=by, school=found(by.school or None))
    return page(
        request,
        "class_assignments.html",
        status=400 if form.faults else 200,
        current="/klas",
        form=form,
        classes=classes,
        groups=[(str(number), f"{one.group or 'Zonder klas'}, {one.school}") for number, one in enumerate(classes)],
        tasks=[("", "Kies een opdracht"), *((one.code, f"{one.title} ({one.minutes} minuten)") for one in tasks)],
        is_kept=is_kept,
    )

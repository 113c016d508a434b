"""For the employer: the own places, and posting one in three steps that lose nothing."""

from collections.abc import Collection
from uuid import UUID, uuid4

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.own_words import SURE, OwnWords, answered, groups
from api.pages.posting import ANCHORS, FIELDS, Posting, blank_values, read_posting
from api.rendering import FormView, page
from career.student import LanguageLevel
from employer_toolkit.placement import PlacementState
from services import openings, placements
from services.linking.asking import questions
from services.local_time import local_day
from services.permissions import Account, Act
from services.posting import TASK_KINDS, post_placement, posting_faults, preview_placement, task_choices
from services.reference import load_reference
from services.reviews import review_of
from services.schedules import kind_of_type
from services.unit_of_work import UnitOfWork
from services.wording import WEEKDAYS

router = guarded_router()

STATE_LABELS = {
    PlacementState.DRAFT: "Nog niet geplaatst",
    PlacementState.OPEN: "Staat online",
    PlacementState.PAUSED: "Even niet zichtbaar",
    PlacementState.CLOSED: "Gesloten",
}


@router.get("/werkgever")
@allow(Act.POST_PLACEMENT)
def show_own_placements(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show an employer the own places, with how many students fit."""
    home = placements.my_placements(work, by=by, now=now)
    return page(request, "employer.html", current="/werkgever", home=home, state_labels=STATE_LABELS)


@router.get("/werkgever/plekken/{placement_id}")
@allow(Act.POST_PLACEMENT)
def show_own_placement(
    request: Request, work: Reading, by: By, now: Now, placement_id: UUID, nieuw: str = ""
) -> HTMLResponse:
    """Show an employer one of the own places, how many students fit now, and what would bring more."""
    place = placements.place(work, by=by, placement_id=placement_id, now=now)
    return page(
        request,
        "employer_place.html",
        current="/werkgever",
        place=place,
        openings=openings.openings_for_placement(work, by=by, placement_id=placement_id, now=now)
        if place.state is PlacementState.OPEN
        else None,
        is_just_posted=bool(nieuw),
        review=review_of(work, by=by, placement_id=placement_id, now=now),
    )


@router.get("/werkgever/plek")
@allow(Act.POST_PLACEMENT)
def begin_posting(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    vestiging: str = "",
    soort: str = "",
    opleiding: str = "",
    sector: str = "",
    verder: str = "",
) -> HTMLResponse:
    """Ask where and for whom; then show the form with the tasks that belong to it."""
    values = {"vestiging": vestiging, "soort": soort, "opleiding": opleiding, "sector": sector}
    faults = _choice_faults(work, by, values, now) if verder else {}
    if faults or not verder:
        return _choice_page(request, work, by, FormView(values=values, faults=faults), now)
    return _form_page(request, work, by, FormView(values=blank_values(values, key=str(uuid4()))), now)


@router.post("/werkgever/plek")
@allow(Act.POST_PLACEMENT)
def post(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Check a form; show it again with every fault, or how the place will look, or post it."""
    posting = read_posting(form)
    step = str(form.get("stap", "bekijk"))
    if step == "zoek":
        faults = {name: text for name, text in posting.faults.items() if name == "werk"}
    else:
        faults = _faults(work, by, posting, now)
    if faults or step in ("terug", "zoek"):
        view = FormView(values=posting.values, faults=faults, anchors=ANCHORS)
        return _form_page(request, work, by, view, now, status=400 if faults else 200)
    if step == "plaats":
        posted = post_placement(work, by=by, form=posting.form, key=posting.key, now=now)
        return RedirectResponse(f"/werkgever/plekken/{posted.id}?nieuw=1", status_code=303)
    return page(
        request,
        "posting_preview.html",
        current="/werkgever/plek",
        place=preview_placement(work, by=by, form=posting.form, now=now),
        submitted=_fields(form),
    )


def _faults(work: UnitOfWork, by: Account, posting: Posting, now: Now) -> dict[str, str]:
    """Say everything that is wrong in the order of the page; what could not be read counts before what is missing."""
    told = posting_faults(work, by=by, form=posting.form, now=now)
    all_faults = {**{FIELDS[name]: text for name, text in told.items()}, **posting.faults}
    return {name: all_faults[name] for name in FIELDS.values() if name in all_faults}


def _fields(form: FormData) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in form.multi_items() if name not in ("csrf", "stap")]


def _choice_faults(work: UnitOfWork, by: Account, values: dict[str, str], now: Now) -> dict[str, str]:
    reference = load_reference(local_day(now))
    rule = reference.placement_types.get(values["soort"])
    sites = {str(site.id) for site in placements.my_placements(work, by=by, now=now).sites}
    checks = {
        "vestiging": (values["vestiging"] in sites, "Kies een vestiging"),
        "soort": (rule is not None, "Kies wat voor plek het is"),
        "opleiding": (
            rule is None or not rule.is_qualification_bound or values["opleiding"] in reference.qualifications,
            "Kies voor welke opleiding deze plek is",
        ),
        "sector": (
            rule is None or rule.is_qualification_bound or values["sector"] in reference.sectors,
            "Kies een sector",
        ),
    }
    return {name: text for name, (is_right, text) in checks.items() if not is_right}


def _choice_page(request: Request, work: UnitOfWork, by: Account, form: FormView, now: Now) -> HTMLResponse:
    reference = load_reference(local_day(now))
    first = [("", "Kies…")]
    choices = {
        "sites": [
            *first,
            *((str(s.id), f"{s.name}, {s.municipality}") for s in placements.my_placements(work, by=by, now=now).sites),
        ],
        "types": [*first, *((code, f"{rule.label}: {rule.plain}") for code, rule in reference.placement_types.items())],
        "qualifications": [
            ("", "Niet één opleiding"),
            *((code, f"{q.name} (niveau {q.level})") for code, q in reference.qualifications.items()),
        ],
        "sectors": [*first, *((held.code, held.label) for held in reference.sectors.values())],
    }
    status = 400 if form.faults else 200
    return page(request, "posting_choice.html", status=status, current="/werkgever/plek", form=form, choices=choices)


def _form_page(
    request: Request, work: UnitOfWork, by: Account, form: FormView, now: Now, *, status: int = 200
) -> HTMLResponse:
    reference = load_reference(local_day(now))
    rule = reference.placement_types.get(form.values["soort"])
    qualification = reference.qualifications.get(form.values["opleiding"])
    sector = reference.sectors.get(form.values["sector"])
    what = qualification.name if qualification else sector.label if sector else ""
    tasks = task_choices(qualification_code=form.values["opleiding"], sector=form.values["sector"])
    own_words = _own_words(work, by, form, tasks)
    there = {row.code for group in own_words.groups for row in group.rows}
    choices = {
        "tasks": [(code, _sentence(reference.catalogue[code].plain_label)) for code in tasks if code not in there],
        "conditions": [(code, _sentence(held.place_label)) for code, held in reference.conditions.items()],
        "hazards": {code: held.label for code, held in reference.hazards.items()},
        "prerequisites": [(code, held.label) for code, held in reference.prerequisites.items()],
        "dutch_levels": [("", "Maakt niet uit"), *((level.value, level.value.upper()) for level in LanguageLevel)],
    }
    return page(
        request,
        "posting_form.html",
        status=status,
        current="/werkgever/plek",
        form=form,
        choices=choices,
        kind=kind_of_type(rule.code, now=now) if rule else "",
        weekdays=list(enumerate(WEEKDAYS, start=1)),
        groups=own_words.groups,
        asked=questions(form.values["werk"], own_words.notes, reference=reference),
        version=own_words.version,
        about=": ".join(filter(None, (rule.label if rule else "", what))),
    )


def _own_words(work: UnitOfWork, by: Account, form: FormView, tasks: Collection[str]) -> OwnWords:
    """Give the tasks that the employer's own words lead to; a good one is taken at first."""
    if not form.values["werk"] or "werk" in form.faults:
        return OwnWords()

    def first_answer(code: str, how: str) -> str:
        return "1" if how == SURE or form.values.get(f"taak.{code}") else ""

    return groups(
        work,
        by=by,
        text=form.values["werk"],
        said=answered(form.values),
        kinds=TASK_KINDS,
        besides=tasks,
        first_answer=first_answer,
    )


def _sentence(label: str) -> str:
    return label[:1].upper() + label[1:]

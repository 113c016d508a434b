"""For who guides a class: who misses a career conversation, when it could be, and which ones the school wants."""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.typed import read_whole, told_in, typed
from api.rendering import FormView, page
from career.conversation import ConversationKind
from career.coverage import ConversationNorm
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from services.coverage import class_plans, classes_covered, keep_norm, school_norm
from services.dossier_words import CAREER_WORDS
from services.errors import found
from services.permissions import Act, may
from services.reference.conversation_questions import load_questions

router = guarded_router()

CARD = "/gesprekskaart"
NORM = "/school/gesprekken"
NUMBERS: Mapping[str, str] = MappingProxyType(
    {"individual": "alleen", "with_parents": "ouders", "minutes": "minuten", "most_a_week": "week"}
)
"""The field of the form for each number of a norm."""
PLACES = (("1", "Alleen op school"), ("0", "Ook ergens anders"))
WITH_WHOM: Mapping[str, str] = MappingProxyType(
    {
        ConversationKind.INDIVIDUAL: "de leerling alleen",
        ConversationKind.WITH_PARENTS: "met een ouder erbij",
        ConversationKind.TRIALOGUE: "met het bedrijf erbij",
    }
)
KINDS = {ConversationKind.INDIVIDUAL: "alleen", ConversationKind.WITH_PARENTS: "met een ouder erbij"}


@router.get("/klas/gesprekken")
@allow(Act.SEE_COVERAGE)
def show_coverage(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show who had the conversations that the school wants: the own class by name, a whole school in numbers."""
    classes = classes_covered(work, by=by, now=now)
    return page(
        request, "coverage.html", current="/klas", classes=classes, kinds=KINDS, may_plan=may(by, Act.PLAN_TALKS)
    )


@router.get("/klas/jaarplan")
@allow(Act.PLAN_TALKS)
def show_year_plan(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show in which week each missing conversation could be, to read and to print."""
    return page(request, "year_plan.html", current="/klas", plans=class_plans(work, by=by, now=now), kinds=KINDS)


@router.get(CARD)
@allow(Act.SEE_COVERAGE)
def show_question_card(request: Request, bij: str = "", met: str = "") -> HTMLResponse:
    """Show good questions for a conversation, to read and to print; about one thing or with some people when asked."""
    asked = [
        one
        for one in load_questions()
        if (bij not in set(CareerCompetency) or one.competency == bij)
        and (met not in set(ConversationKind) or one.kind == met)
    ]
    return page(
        request,
        "question_card.html",
        current="/klas",
        form=FormView(values={"bij": bij, "met": met}),
        career=[("", "Alles"), *((one.value, CAREER_WORDS[one].question) for one in CareerCompetency)],
        kinds=[("", "Alle gesprekken"), *((code, text.capitalize()) for code, text in WITH_WHOM.items())],
        groups={code: [one for one in asked if one.competency is code] for code in CareerCompetency},
        words=CAREER_WORDS,
        with_whom=WITH_WHOM,
    )


@router.get(NORM)
@allow(Act.SEE_SCHOOL)
def show_norm(request: Request, work: Reading, by: By, now: Now, bewaard: str = "") -> HTMLResponse:
    """Show a teacher which conversations the own school wants for each student."""
    norm = school_norm(work, by=by, school=found(by.school or None), now=now)
    values = {field: str(getattr(norm, name)) for name, field in NUMBERS.items()}
    return _norm_page(request, FormView(values={**values, "waar": str(int(norm.at_school))}), is_kept=bool(bewaard))


@router.post(NORM)
@allow(Act.KEEP_SCHOOL)
def settle_norm(request: Request, work: Writing, by: By, form: Submitted) -> Response:
    """Keep which conversations the school wants, or show the form again with every fault."""
    school = found(by.school or None)
    values = typed(form)
    faults: dict[str, str] = {}
    if values["waar"] not in dict(PLACES):
        faults["waar"] = "Kies waar een gesprek moet zijn"
    # An empty field is below every bound, so that the norm itself says what would be right.
    read = {name: read_whole(values, field, faults) for name, field in NUMBERS.items()}
    numbers = {name: -1 if number is None else number for name, number in read.items()}
    try:
        norm = ConversationNorm(at_school=values["waar"] == "1", **numbers)
    except InvalidValueError as error:
        said = told_in(error.faults, NUMBERS)
        return _norm_page(request, FormView(values=values, faults={**said, **faults}))
    if faults:
        return _norm_page(request, FormView(values=values, faults=faults))
    keep_norm(work, by=by, school=school, norm=norm)
    return RedirectResponse(f"{NORM}?bewaard=1", status_code=303)


def _norm_page(request: Request, form: FormView, *, is_kept: bool = False) -> HTMLResponse:
    return page(
        request,
        "conversation_norm.html",
        status=400 if form.faults else 200,
        current="/klas",
        form=form,
        places=PLACES,
        is_kept=is_kept,
    )

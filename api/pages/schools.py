"""For the teacher: what the school has settled where the law leaves it room."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.typed import read_whole, told_in, typed
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.school import MinorSignature, Region, SchoolSettings
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act
from services.reference import load_reference
from services.schools import SchoolView, keep_school_settings, left_to_schools, school_settings
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/school"
FIELDS: Mapping[str, str] = {"school": "school", "max_travel_minutes": "reistijd"}
"""The field of the page where each fault is mended."""
REGIONS = (
    (Region.NOORD.value, "Noord"),
    (Region.MIDDEN.value, "Midden"),
    (Region.ZUID.value, "Zuid"),
    (Region.UNKNOWN.value, "Weet ik niet"),
)
SIGNATURES = (
    (MinorSignature.REQUIRED.value, "Een ouder tekent elke keer mee"),
    (MinorSignature.COVERED_BY_ENROLMENT.value, "Een ouder tekende al bij de inschrijving"),
    (MinorSignature.INFORM_ONLY.value, "Een ouder krijgt bericht en tekent niet mee"),
)


@router.get(HERE)
@allow(Act.SEE_SCHOOL)
def show_school(request: Request, work: Reading, by: By, now: Now, bewaard: str = "") -> HTMLResponse:
    """Show a teacher what the own school has settled."""
    view = _own_school(work, by)
    settings = view.settings
    values = {
        "regio": settings.holiday_region.value,
        "handtekening": settings.minor_signature.value,
        "reistijd": "" if settings.max_travel_minutes is None else str(settings.max_travel_minutes),
    }
    return _page(request, view, FormView(values=values), now, is_kept=bool(bewaard))


@router.post(HERE)
@allow(Act.KEEP_SCHOOL)
def keep_school(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep what the school has settled, or show the form again with every fault."""
    view = _own_school(work, by)
    values = typed(form)
    faults: dict[str, str] = {}
    asked = _asked(view.settings.school, values, faults)
    if asked is None:
        return _page(request, view, FormView(values=values, faults=faults), now)
    keep_school_settings(work, by=by, settings=asked)
    return RedirectResponse(f"{HERE}?bewaard=1", status_code=303)


def _own_school(work: UnitOfWork, by: Account) -> SchoolView:
    return school_settings(work, by=by, school=found(by.school or None))


def _asked(school: str, values: Mapping[str, str], faults: dict[str, str]) -> SchoolSettings | None:
    """Read the fields; ``None`` when one of them has a fault."""
    if values["regio"] not in dict(REGIONS):
        faults["regio"] = "Kies in welke regio je school ligt"
    if values["handtekening"] not in dict(SIGNATURES):
        faults["handtekening"] = "Kies wie er tekent"
    minutes = read_whole(values, "reistijd", faults)
    try:
        asked = SchoolSettings(school=school, max_travel_minutes=minutes)
    except InvalidValueError as error:
        faults.update(told_in(error.faults, FIELDS))
    if faults:
        return None
    return SchoolSettings(
        school=asked.school,
        holiday_region=Region(values["regio"]),
        minor_signature=MinorSignature(values["handtekening"]),
        max_travel_minutes=asked.max_travel_minutes,
    )


def _page(request: Request, view: SchoolView, form: FormView, now: Now, *, is_kept: bool = False) -> HTMLResponse:
    reference = load_reference(local_day(now))
    return page(
        request,
        "school.html",
        status=400 if form.faults else 200,
        current="/klas",
        view=view,
        form=form,
        regions=REGIONS,
        signatures=SIGNATURES,
        signing_age=reference.consent_ages["agreement"].age,
        signing=left_to_schools(reference),
        is_kept=is_kept,
    )

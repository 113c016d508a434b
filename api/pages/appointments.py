"""For both sides of an application, and whoever helps them: moving a meeting or a trial day, or calling it off."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.application_forms import SIDE_NAMES, fields_of, read_step
from api.pages.applications import OWN_PAGES
from api.pages.typed import typed
from api.rendering import FormView, page
from api.wording import local
from career.answer_clock import Side
from career.application_rules import StepKind
from career.errors import InvalidValueError
from services.applications import take_step
from services.applications.planned_day import PlannedDay, planned_day
from services.permissions import Account, Act

router = guarded_router()

HERE = "/sollicitaties/{application_id}/afspraak"
DAY_STEPS = (StepKind.MOVE_DAY, StepKind.CANCEL_DAY)
FOR_WHOM = ((SIDE_NAMES[Side.STUDENT], "De jongere"), (SIDE_NAMES[Side.EMPLOYER], "Het bedrijf"))
"""For whom a helper speaks."""


@router.get(HERE)
@allow(Act.TAKE_STEP)
def show_day(request: Request, work: Reading, by: By, now: Now, application_id: UUID) -> HTMLResponse:
    """Show the day, with a form to choose another."""
    view = planned_day(work, by=by, application_id=application_id, now=now)
    return _day_page(request, by, view, FormView(values=_as_planned(view)))


@router.post(HERE)
@allow(Act.TAKE_STEP)
def change_day(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Move the day or call it off; or show the form again with every fault."""
    view = planned_day(work, by=by, application_id=application_id, now=now)
    values, faults = typed(form), dict[str, str]()
    asked = read_step(values, faults)
    if asked.kind not in DAY_STEPS:
        raise UnreadableQueryError
    if view.is_helper and asked.on_behalf_of is None:
        faults["namens"] = "Kies wie dit zei"
    if not faults:
        try:
            take_step(work, by=by, application_id=application_id, asked=asked, now=now)
            return RedirectResponse(_back(by, application_id), status_code=303)
        except InvalidValueError as error:
            faults = fields_of(error.faults, is_end=False)
    return _day_page(request, by, view, FormView(values=values, faults=faults))


def _as_planned(view: PlannedDay) -> Mapping[str, str]:
    values = defaultdict(str, {"waar": view.planned_where})
    if view.planned_at is not None:
        at = local(view.planned_at)
        values |= {"dag": at.date().isoformat(), "tijd": f"{at.hour:02}:{at.minute:02}"}
    return values


def _back(by: Account, application_id: UUID) -> str:
    return f"{OWN_PAGES[by.role]}/{application_id}"


def _day_page(request: Request, by: Account, view: PlannedDay, form: FormView) -> HTMLResponse:
    return page(
        request,
        "planned_day.html",
        status=400 if form.faults else 200,
        current=OWN_PAGES[by.role],
        view=view,
        form=form,
        back=_back(by, view.application_id),
        for_whom=FOR_WHOM,
    )

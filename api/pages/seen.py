"""For the workplace trainer: saying what somebody who works there showed. The form is read here for school too."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.typed import read_day
from api.rendering import FormView, page
from career.competency import Level
from career.errors import InvalidValueError
from services.competency_profile import SEEN_WORDS
from services.local_time import local_day
from services.permissions import Account, Act
from services.seen import Seen, say_seen_at_work, seen_at_work
from services.unit_of_work import UnitOfWork

router = guarded_router()

AT_WORK = "/op-de-werkvloer/{application_id}"
LEVELS = tuple((str(int(level)), words) for level, words in SEEN_WORDS.items())
FIELDS = {"competency_id": "wat", "level": "niveau", "on": "dag", "evidence": "bewijs"}
"""The field of the form for each fault."""


@router.get(AT_WORK)
@allow(Act.SAY_SEEN_AT_WORK)
def show_form(
    request: Request, work: Reading, by: By, now: Now, application_id: UUID, bewaard: str = ""
) -> HTMLResponse:
    """Ask a workplace trainer what somebody showed."""
    return _page(request, work, by, application_id, now, first_values(now), is_kept=bool(bewaard))


@router.post(AT_WORK)
@allow(Act.SAY_SEEN_AT_WORK)
def keep(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Put in the profile what was seen, or show the form again with every fault."""
    values = typed(form)
    try:
        say_seen_at_work(work, by=by, application_id=application_id, seen=read_seen(values), now=now)
    except InvalidValueError as error:
        return _page(request, work, by, application_id, now, values, faults=faults_in(error))
    return RedirectResponse(f"{AT_WORK.format(application_id=application_id)}?bewaard=1", status_code=303)


def first_values(now: datetime) -> dict[str, str]:
    """Give the fields of a form in which nothing was typed: today."""
    return {"wat": "", "niveau": "", "dag": local_day(now).isoformat(), "bewijs": ""}


def typed(form: FormData) -> dict[str, str]:
    """Give the fields as they were typed."""
    return {name: str(form.get(name, "")).strip() for name in FIELDS.values()}


def read_seen(values: Mapping[str, str]) -> Seen:
    """Read what somebody saw; what cannot be read is not there."""
    known = {str(int(level)): level for level in Level}
    return Seen(
        competency_id=values["wat"],
        level=known.get(values["niveau"]),
        on=read_day(values["dag"]),
        evidence=values["bewijs"],
    )


def faults_in(error: InvalidValueError) -> dict[str, str]:
    """Give the faults at the fields where they are mended."""
    return {FIELDS[name]: text for name, text in error.faults.items()}


def _page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    application_id: UUID,
    now: datetime,
    values: Mapping[str, str],
    *,
    faults: Mapping[str, str] | None = None,
    is_kept: bool = False,
) -> HTMLResponse:
    return page(
        request,
        "seen.html",
        status=400 if faults else 200,
        current="/op-de-werkvloer",
        held=seen_at_work(work, by=by, application_id=application_id, now=now),
        form=FormView(values=values, faults=faults or {}),
        levels=LEVELS,
        is_kept=is_kept,
    )

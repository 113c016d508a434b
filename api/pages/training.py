"""The training paths, its certificate, and the page on which anybody checks one."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, SiteAddress, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.rendering import FormView, page
from employer_toolkit.training import Answered, TrainingModule
from services.permissions import Account, Act
from services.training import (
    CERTIFICATE_PATH,
    answer_module,
    certificate_pdf,
    check_certificate,
    my_training,
    training_module,
)
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/leerpad"
FIELD = "vraag-{}"
FILE = "certificaat-leerpad.pdf"


@router.get(HERE)
@allow(Act.FOLLOW_TRAINING)
def show_training(request: Request, work: Reading, by: By) -> HTMLResponse:
    """Show the path, and how far one has come."""
    return page(request, "training.html", current=HERE, path=my_training(work, by=by))


@router.get(HERE + "/certificaat.pdf")
@allow(Act.FOLLOW_TRAINING)
def take_certificate(work: Reading, by: By, address: SiteAddress) -> Response:
    """Give the own certificate."""
    made = certificate_pdf(work, by=by, address=address)
    return Response(
        made, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{FILE}"'}
    )


@router.get(HERE + "/{module}")
@allow(Act.FOLLOW_TRAINING)
def show_module(request: Request, work: Reading, by: By, module: str) -> HTMLResponse:
    """Show one module; when it is done, with the answers."""
    held = training_module(module, by=by)
    is_done = held.code in work_done(work, by)
    right = {FIELD.format(place): str(question.right) for place, question in enumerate(held.questions)}
    return _page(request, work, by, held, FormView(values=right if is_done else {}), is_done=is_done)


@router.post(HERE + "/{module}")
@allow(Act.FOLLOW_TRAINING)
def answer(request: Request, work: Writing, by: By, now: Now, form: Submitted, module: str) -> Response:
    """Look the answers over; show which are not right yet, or go on."""
    held = training_module(module, by=by)
    values = {name: str(form.get(name, "")) for name in map(FIELD.format, range(len(held.questions)))}
    given = _answers(values, held)
    missing = {
        name: "Kies een antwoord" for place, name in enumerate(map(FIELD.format, range(len(held.questions))))
        if place not in given
    }  # fmt: skip
    if missing:
        return _page(request, work, by, held, FormView(values=values, faults=missing))
    answered = answer_module(work, by=by, code=module, answers=given, now=now)
    if answered.is_done:
        return RedirectResponse(f"{HERE}/{module}#goed", status_code=303)
    return _page(request, work, by, held, FormView(values=values), answered=answered)


@router.get(CERTIFICATE_PATH + "{code}")
@everybody("Whoever got the code from the one on the certificate may see whether it is real.")
def check(request: Request, work: Reading, code: str) -> HTMLResponse:
    """Say whether a certificate is valid."""
    found = check_certificate(work, code=code)
    return page(request, "certificate.html", status=200 if found else 404, certificate=found)


def work_done(work: UnitOfWork, by: Account) -> frozenset[str]:
    """Give the codes of the modules somebody has done."""
    return frozenset(module.code for module, done_text in my_training(work, by=by).modules if done_text)


def _answers(values: Mapping[str, str], module: TrainingModule) -> dict[int, int]:
    """Read what was chosen; what is no answer of the question counts as not answered."""
    found = {}
    for place, question in enumerate(module.questions):
        chosen = values[FIELD.format(place)]
        if chosen in map(str, range(len(question.answers))):
            found[place] = int(chosen)
    return found


def _page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    module: TrainingModule,
    form: FormView,
    *,
    is_done: bool = False,
    answered: Answered | None = None,
) -> HTMLResponse:
    return page(
        request,
        "training_module.html",
        status=400 if form.faults else 200,
        current=HERE,
        module=module,
        form=form,
        is_done=is_done,
        answered=answered,
        path=my_training(work, by=by),
    )

"""For the next school: what arrived, the intake page, and what other schools bring in files."""

from datetime import datetime
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, DeliveredMany, Installation, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.handover import ZIP, download
from api.pages.typed import told_in
from api.rendering import FormView, page
from career.errors import InvalidValueError
from services.files.evidence import EvidenceRefusedError, checked_evidence
from services.handover import receiving
from services.handover.building import told_on_page
from services.handover.refusing import HandoverRefusedError
from services.handover_words import ROLE_WORDS, STEP_WORDS
from services.local_time import local_day
from services.permissions import Account, Act
from services.reference import load_reference
from services.reference.handover_terms import LARGEST_PACKAGE
from services.unit_of_work import House, UnitOfWork

router = guarded_router()

HERE = "/overstap/ontvangen"
IMPORT = "/overstap/overnemen"
LARGEST_BODY = LARGEST_PACKAGE + 64 * 1024
"""No package that may be taken in is larger, with what a form puts around it."""


@router.get(HERE)
@allow(Act.RECEIVE_HAND_OVER)
def show_arrived(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show what was handed over to this school."""
    return page(request, "handover_arrived.html", current="/klas", rows=receiving.arrived(work, by=by, now=now))


@router.get(HERE + "/{handover_id}")
@allow(Act.RECEIVE_HAND_OVER)
def show_intake(request: Request, work: Reading, by: By, now: Now, handover_id: UUID) -> HTMLResponse:
    """Show the intake page."""
    return _intake_page(request, work, by, now, handover_id, FormView(values={"gesproken": ""}))


@router.post(HERE + "/{handover_id}")
@allow(Act.RECEIVE_HAND_OVER)
def act_on_intake(request: Request, work: Writing, by: By, now: Now, form: Submitted, handover_id: UUID) -> Response:
    """Say to do the intake, or note that the two schools spoke."""
    what, said = str(form.get("wat", "")), str(form.get("gesproken", ""))
    try:
        if what == "neem":
            receiving.take_intake(work, by=by, handover_id=handover_id, now=now)
        elif what == "gesproken":
            receiving.note_talk(work, by=by, handover_id=handover_id, about=said, now=now)
        else:
            receiving.intake(work, by=by, handover_id=handover_id)
            raise UnreadableQueryError("wat")
    except InvalidValueError as error:
        faults = {"gesproken": next(iter(error.faults.values())).capitalize()}
        return _intake_page(request, work, by, now, handover_id, FormView(values={"gesproken": said}, faults=faults))
    return RedirectResponse(f"{HERE}/{handover_id}", status_code=303)


@router.get(HERE + "/{handover_id}/pagina.pdf")
@allow(Act.RECEIVE_HAND_OVER)
def take_page(work: Reading, by: By, handover_id: UUID) -> Response:
    """Give the one page, to print."""
    content = receiving.received_page(work, by=by, handover_id=handover_id)
    return download("intake.pdf", content, kind="application/pdf")


@router.get(HERE + "/{handover_id}/pakket")
@allow(Act.RECEIVE_HAND_OVER)
def take_package(work: Reading, by: By, handover_id: UUID) -> Response:
    """Give the package for another system."""
    content = receiving.received_package(work, by=by, handover_id=handover_id)
    return download("intake.overdracht.zip", content, kind=ZIP)


@router.get("/overstap/bestand/ontvangen/{handover_id}/{number}")
@allow(Act.RECEIVE_HAND_OVER)
def take_file(work: Reading, by: By, handover_id: UUID, number: int) -> Response:
    """Give a file of what arrived, to download and never to show."""
    file, content = receiving.intake_file(work, by=by, handover_id=handover_id, number=number)
    return download(file.name, content)


@router.get(IMPORT)
@allow(Act.RECEIVE_HAND_OVER)
def show_import(request: Request, work: Reading, by: By) -> HTMLResponse:
    """Ask for a package or files of another school."""
    return _import_page(request, work, by, FormView(values={"leerling": "", "van": ""}))


@router.post(IMPORT, max_body_size=LARGEST_BODY)
@allow(Act.RECEIVE_HAND_OVER)
def take_in(request: Request, house: Installation, by: By, now: Now, form: DeliveredMany) -> Response:
    """Take in what another school brings, or say why not; files are opened while nobody waits for the database."""
    receiving.require_receiver(by)
    values = {name: str(form.get(name, "")) for name in ("leerling", "van")}
    try:
        handover_id = _taken_in(house, by, now, form, values)
    except InvalidValueError as error:
        faults = told_in(error.faults)
    except (HandoverRefusedError, EvidenceRefusedError) as error:
        faults = {"bestanden": error.text}
    else:
        return RedirectResponse(f"{HERE}/{handover_id}", status_code=303)
    with house.reading(by) as work:
        return _import_page(request, work, by, FormView(values=values, faults=faults))


def _taken_in(house: House, by: Account, now: datetime, form: FormData, values: dict[str, str]) -> UUID:
    try:
        student_id = UUID(values["leerling"])
    except ValueError:
        raise InvalidValueError("handover", {"leerling": "kies van wie dit is"}) from None
    reference = load_reference(local_day(now))
    sent = [one for one in form.getlist("bestanden") if isinstance(one, UploadFile) and one.filename]
    if not sent:
        raise InvalidValueError("handover", {"bestanden": "kies een pakket of bestanden"})
    if len(sent) == 1 and str(sent[0].filename).lower().endswith(".zip"):
        data = sent[0].file.read(reference.handover.package_bytes + 1)
        with house.reading(by) as work:
            signed = receiving.read_package(work, by=by, data=data, now=now)
        receiving.look_at_files(signed.package, terms=reference.dossier)
        with house.writing(by) as work:
            return receiving.keep_package(work, by=by, student_id=student_id, signed=signed, data=data, now=now).id
    most = reference.handover.files_per_package
    if len(sent) > most:
        raise InvalidValueError("handover", {"bestanden": f"kies hoogstens {most} bestanden"})
    checked = []
    for one in sent:
        try:
            content = one.file.read(reference.dossier.file_bytes + 1)
            checked.append(checked_evidence(str(one.filename), content, terms=reference.dossier))
        except EvidenceRefusedError as error:
            raise InvalidValueError("handover", {"bestanden": f"‘{str(one.filename)[:60]}’: {error.text}"}) from error
    with house.writing(by) as work:
        return receiving.keep_files(
            work, by=by, student_id=student_id, from_school=values["van"], files=checked, now=now
        ).id


def _import_page(request: Request, work: UnitOfWork, by: Account, form: FormView) -> HTMLResponse:
    choices = [("", "Kies een leerling"), *((str(one.id), one.name) for one in receiving.newcomers(work, by=by))]
    return page(
        request,
        "handover_import.html",
        status=400 if form.faults else 200,
        current="/klas",
        form=form,
        students=choices,
    )


def _intake_page(
    request: Request, work: UnitOfWork, by: Account, now: datetime, handover_id: UUID, form: FormView
) -> HTMLResponse:
    row = receiving.arrived_one(work, by=by, handover_id=handover_id, now=now)
    read = receiving.intake(work, by=by, handover_id=handover_id) if row.can_read else None
    files = (
        []
        if read is None
        else [
            (file.name, f"/overstap/bestand/ontvangen/{handover_id}/{number}")
            for number, file in enumerate(read.content.files, start=1)
        ]
    )
    return page(
        request,
        "handover_intake.html",
        status=400 if form.faults else 200,
        current="/klas",
        row=row,
        told=told_on_page(read.content) if read else None,
        entries=read.content.entries if read else (),
        files=files,
        log=read.steps if read else (),
        form=form,
        steps=STEP_WORDS,
        roles=ROLE_WORDS,
    )

"""Going to the next school: for the student who chooses, a parent who agrees, and the mentor who sends."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Delivered, Installation, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import told_in
from api.rendering import FormView, page
from career.dossier import Sharing
from career.errors import InvalidValueError
from career.handover import HandoverPart, HandoverState
from services.errors import found
from services.files.evidence import EvidenceRefusedError, checked_evidence
from services.handover import choosing, receiving
from services.handover.building import told_on_page
from services.handover_words import PART_WORDS, ROLE_WORDS, STATE_WORDS, STEP_WORDS
from services.local_time import local_day
from services.permissions import Account, Act
from services.reference import load_reference
from services.reference.dossier_terms import MOST
from services.schools import known_schools
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/overstap"
AT_SCHOOL = "/klas/{student_id}/overstap"
FOR_PARENT = "/mijn-kind/{student_id}/overstap"
LARGEST_BODY = (MOST + 64) * 1024
ZIP = "application/zip"
FIELDS = {"to_school": "school", "to_programme": "opleiding", "mentor_words": "woorden", "parts": "mee-entries"}
"""The field of the form for each fault."""


@router.get(HERE)
@allow(Act.HAND_OVER)
def show_handover(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a student how the way to the next school stands, and let the student choose what goes along."""
    return _own_page(request, work, by, now, FormView(values=_first(work, by, now)))


@router.post(HERE)
@allow(Act.HAND_OVER)
def choose(request: Request, house: Installation, by: By, now: Now, form: Submitted) -> Response:
    """Say which school, look at what would go along, say yes to it, or take it back."""
    student_id, what = found(by.subject_id), str(form.get("wat", ""))
    try:
        if what == "school":
            with house.writing(by) as work:
                to_school, programme = str(form.get("school", "")), str(form.get("opleiding", ""))
                choosing.begin_handover(
                    work, by=by, student_id=student_id, to_school=to_school, to_programme=programme, now=now
                )
        elif what == "terug":
            with house.writing(by) as work:
                choosing.withdraw(work, by=by, student_id=student_id, handover_id=_id(form.get("overdracht")), now=now)
        elif what in ("kijk", "ja"):
            return _look_or_agree(request, house, by, now, form, is_yes=what == "ja")
        else:
            raise UnreadableQueryError("wat")
    except InvalidValueError as error:
        with house.reading(by) as work:
            values = _first(work, by, now) | {name: str(value) for name, value in form.items()}
            faults = told_in(error.faults, FIELDS)
            return _own_page(request, work, by, now, FormView(values=values, faults=faults))
    return RedirectResponse(HERE, status_code=303)


@router.get(HERE + "/mijn/{handover_id}")
@allow(Act.HAND_OVER)
def show_own_intake(request: Request, work: Reading, by: By, handover_id: UUID) -> HTMLResponse:
    """Show a student exactly what a school reads, for as long as it stands."""
    read = receiving.own_intake(work, by=by, handover_id=handover_id)
    return page(
        request,
        "handover_own.html",
        current="/dossier",
        held=read.handover,
        told=told_on_page(read.content),
        files=_files(read.content.files, f"{HERE}/bestand/mijn/{handover_id}"),
    )


@router.get(HERE + "/bestand/mijn/{handover_id}/{number}")
@allow(Act.HAND_OVER)
def take_own_file(work: Reading, by: By, handover_id: UUID, number: int) -> Response:
    """Give a student a file of what goes along."""
    file, content = receiving.own_file(work, by=by, handover_id=handover_id, number=number)
    return download(file.name, content)


@router.get(HERE + "/pakket/{handover_id}")
@allow(Act.HAND_OVER)
def take_own_package(work: Reading, by: By, handover_id: UUID) -> Response:
    """Give a student the whole package, to keep."""
    receiving.own_intake(work, by=by, handover_id=handover_id)
    return download("mijn-dossier.overdracht.zip", found(work.handovers.package(handover_id)), kind=ZIP)


@router.post(HERE + "/dossier/{handover_id}")
@allow(Act.HAND_OVER)
def put_in_dossier(work: Writing, by: By, now: Now, form: Submitted, handover_id: UUID) -> Response:
    """Put what came from elsewhere in the own dossier."""
    receiving.put_in_dossier(work, by=by, handover_id=handover_id, now=now)
    return RedirectResponse("/dossier", status_code=303)


@router.get(FOR_PARENT)
@allow(Act.AGREE_TO_HAND_OVER)
def show_asked(request: Request, work: Reading, by: By, student_id: UUID) -> HTMLResponse:
    """Ask a parent of who is too young to decide alone."""
    view = choosing.asked_of_parent(work, by=by, student_id=student_id)
    return page(request, "handover_parent.html", current="/mijn-kind", view=view)


@router.post(FOR_PARENT)
@allow(Act.AGREE_TO_HAND_OVER)
def answer(work: Writing, by: By, now: Now, form: Submitted, student_id: UUID) -> Response:
    """Keep the answer of a parent."""
    said = {"ja": True, "nee": False}.get(str(form.get("antwoord", "")))
    choosing.asked_of_parent(work, by=by, student_id=student_id)
    if said is None:
        raise UnreadableQueryError("antwoord")
    choosing.answer_as_parent(work, by=by, student_id=student_id, is_yes=said, now=now)
    return RedirectResponse("/mijn-kind", status_code=303)


@router.get(AT_SCHOOL)
@allow(Act.PREPARE_HAND_OVER)
def show_prepared(request: Request, work: Reading, by: By, now: Now, student_id: UUID) -> HTMLResponse:
    """Show who guides a student how far the hand-over is, and what is left to do."""
    return _school_page(request, work, by, now, student_id)


@router.post(AT_SCHOOL)
@allow(Act.PREPARE_HAND_OVER)
def prepare(request: Request, work: Writing, by: By, now: Now, form: Submitted, student_id: UUID) -> Response:
    """Begin it, write words for the next school, take a file away, or send it."""
    what = str(form.get("wat", ""))
    choosing.handover_of(work, by=by, student_id=student_id, now=now)
    try:
        if what == "school":
            to_school, programme = str(form.get("school", "")), str(form.get("opleiding", ""))
            choosing.begin_handover(
                work, by=by, student_id=student_id, to_school=to_school, to_programme=programme, now=now
            )
        elif what == "woorden":
            choosing.write_words(work, by=by, student_id=student_id, words=str(form.get("woorden", "")), now=now)
        elif what == "weg":
            choosing.remove_transfer_file(work, by=by, file_id=_id(form.get("bestand")), now=now)
        elif what == "stuur":
            choosing.send(work, by=by, student_id=student_id, now=now)
        else:
            raise UnreadableQueryError("wat")
    except InvalidValueError as error:
        values = {name: str(value) for name, value in form.items()}
        faults = told_in(error.faults, FIELDS)
        return _school_page(request, work, by, now, student_id, values=values, faults=faults)
    return RedirectResponse(AT_SCHOOL.format(student_id=student_id), status_code=303)


@router.post(AT_SCHOOL + "/bestand", max_body_size=LARGEST_BODY)
@allow(Act.PREPARE_HAND_OVER)
def add_file(request: Request, house: Installation, by: By, now: Now, form: Delivered, student_id: UUID) -> Response:
    """Look at the transfer file and put it beside the hand-over, or say why not."""
    with house.reading(by) as work:
        choosing.require_room(work, by=by, student_id=student_id)
    sent = form.get("bestand")
    try:
        if not isinstance(sent, UploadFile) or not sent.filename:
            raise EvidenceRefusedError("Kies eerst een bestand.")
        terms = load_reference(local_day(now)).dossier
        checked = checked_evidence(sent.filename, sent.file.read(terms.file_bytes + 1), terms=terms)
        with house.writing(by) as work:
            choosing.add_transfer_file(work, by=by, student_id=student_id, checked=checked, now=now)
    except EvidenceRefusedError as error:
        with house.reading(by) as work:
            return _school_page(request, work, by, now, student_id, faults={"bestand": error.text})
    return RedirectResponse(AT_SCHOOL.format(student_id=student_id), status_code=303)


@router.get(HERE + "/bestand/van-school/{file_id}")
@allow(Act.PREPARE_HAND_OVER)
def take_transfer_file(work: Reading, by: By, file_id: UUID) -> Response:
    """Give who guides a student the file that goes along."""
    file, content = choosing.read_transfer_file(work, by=by, file_id=file_id)
    return download(file.name, content)


@router.get(HERE + "/bestand/van-mij/{file_id}")
@allow(Act.HAND_OVER)
def read_transfer_file(work: Reading, by: By, file_id: UUID) -> Response:
    """Give the student what school wants to let go along, before agreeing."""
    file, content = choosing.read_transfer_file(work, by=by, file_id=file_id)
    return download(file.name, content)


@router.get("/overstap/klas")
@allow(Act.PREPARE_HAND_OVER)
def show_group(request: Request, work: Reading, by: By) -> HTMLResponse:
    """Show who of a class or school goes to another school, and how far that is."""
    return page(
        request,
        "handover_group.html",
        current="/klas",
        rows=choosing.group_handovers(work, by=by),
        states=STATE_WORDS,
    )


def download(name: str, content: bytes, *, kind: str = "application/octet-stream") -> Response:
    """Give a file to download, never to show."""
    ending = name.rpartition(".")[2].lower()
    named = f"attachment; filename=\"bestand.{ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, headers={"Content-Type": kind, "Content-Disposition": named})


def _look_or_agree(
    request: Request, house: Installation, by: Account, now: datetime, form: FormData, *, is_yes: bool
) -> Response:
    student_id = found(by.subject_id)
    choice = choosing.Choice(
        parts=frozenset(part for part in HandoverPart if form.get(f"mee-{part}")),
        entry_ids=frozenset(_id(value) for value in form.getlist("stuk")),
    )
    with house.reading(by) as work:
        read = choosing.previewed(work, by=by, student_id=student_id, choice=choice, now=now)
        view = choosing.my_handover(work, by=by, student_id=student_id, now=now)
    seen = choosing.seen_of(read)
    is_other = is_yes and str(form.get("gezien", "")) != seen
    if is_yes and not is_other:
        with house.writing(by) as work:
            choosing.agree(work, by=by, student_id=student_id, choice=choice, read=read, now=now)
        return RedirectResponse(HERE, status_code=303)
    return page(
        request,
        "handover_look.html",
        status=409 if is_other else 200,
        current="/dossier",
        view=view,
        told=told_on_page(read.content),
        files=[(file.name, "") for file in read.content.files],
        entries=read.content.entries,
        choice=choice,
        seen=seen,
        is_other=is_other,
    )


def _own_page(request: Request, work: UnitOfWork, by: Account, now: datetime, form: FormView) -> HTMLResponse:
    student_id = found(by.subject_id)
    view = choosing.my_handover(work, by=by, student_id=student_id, now=now)
    return page(
        request,
        "handover.html",
        status=400 if form.faults else 200,
        current="/dossier",
        view=view,
        form=form,
        schools=known_schools(work, but=view.from_school),
        can_choose=view.handover is not None
        and view.handover.state in (HandoverState.OPEN, HandoverState.PARENT_ASKED, HandoverState.AGREED),
        parts=[(part, *PART_WORDS[part]) for part in choosing.parts_to_choose(view)] if view.handover else [],
        entries=choosing.entries_to_choose(work, by=by, student_id=student_id),
        private=Sharing.PRIVATE,
        others=[
            one
            for one in receiving.handed_over(work, by=by, student_id=student_id)
            if view.handover is None or one.id != view.handover.id
        ],
        states=STATE_WORDS,
        steps=STEP_WORDS,
        roles=ROLE_WORDS,
    )


def _school_page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    now: datetime,
    student_id: UUID,
    *,
    values: dict[str, str] | None = None,
    faults: dict[str, str] | None = None,
) -> HTMLResponse:
    view = choosing.handover_of(work, by=by, student_id=student_id, now=now)
    held = view.handover
    first = {
        "school": held.to_school if held else "",
        "opleiding": held.to_programme if held else "",
        "woorden": held.mentor_words if held else "",
    }
    return page(
        request,
        "handover_school.html",
        status=400 if faults else 200,
        current="/klas",
        view=view,
        form=FormView(values=first | (values or {}), faults=faults or {}),
        schools=known_schools(work, but=view.from_school),
        states=STATE_WORDS,
        steps=STEP_WORDS,
        roles=ROLE_WORDS,
    )


def _first(work: UnitOfWork, by: Account, now: datetime) -> dict[str, str]:
    held = choosing.my_handover(work, by=by, student_id=found(by.subject_id), now=now).handover
    return {"school": held.to_school if held else "", "opleiding": held.to_programme if held else ""}


def _files(files: tuple[object, ...], base: str) -> list[tuple[str, str]]:
    return [(str(getattr(file, "name", "")), f"{base}/{number}") for number, file in enumerate(files, start=1)]


def _id(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError:
        raise UnreadableQueryError("nummer") from None

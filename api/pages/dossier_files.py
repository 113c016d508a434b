"""Evidence in the dossier: sent by the student, looked at apart from everything, and only ever downloaded."""

from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.dependencies import By, Delivered, Installation, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.dossier import form_page
from api.pages.dossier_form import values_of
from services.dossier import add_evidence, dossier_entry, read_evidence, remove_evidence, require_room
from services.files.evidence import EvidenceRefusedError, checked_evidence
from services.local_time import local_day
from services.permissions import Account, Act
from services.reference import load_reference
from services.reference.dossier_terms import MOST
from services.unit_of_work import House

router = guarded_router()

HERE = "/dossier"
LARGEST_BODY = (MOST + 64) * 1024
"""No file that may be kept is larger, with what a form puts around it."""


@router.post(HERE + "/{entry_id}/bewijs", max_body_size=LARGEST_BODY)
@allow(Act.EDIT_DOSSIER)
def add_file(request: Request, house: Installation, by: By, now: Now, form: Delivered, entry_id: UUID) -> Response:
    """Look at a file and put it beside an entry, or show the entry again with why not."""
    try:
        _put_beside(house, by, now, form, entry_id)
    except EvidenceRefusedError as error:
        with house.reading(by) as work:
            values = values_of(dossier_entry(work, by=by, entry_id=entry_id))
            faults = {"bestand": error.text}
            return form_page(request, work, by, values=values, entry_id=entry_id, now=now, faults=faults)
    return RedirectResponse(f"{HERE}/{entry_id}#bewijs", status_code=303)


def _put_beside(house: House, by: Account, now: datetime, form: FormData, entry_id: UUID) -> None:
    """Look at a file between two units of work: nobody waits for the database meanwhile."""
    with house.reading(by) as work:
        require_room(work, by=by, entry_id=entry_id, now=now)
    sent = form.get("bestand")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise EvidenceRefusedError("Kies eerst een bestand.")
    terms = load_reference(local_day(now)).dossier
    checked = checked_evidence(sent.filename, sent.file.read(terms.file_bytes + 1), terms=terms)
    with house.writing(by) as work:
        add_evidence(work, by=by, entry_id=entry_id, checked=checked, now=now)


@router.get(HERE + "/bewijs/{file_id}")
@allow(Act.VIEW_DOSSIER)
def take_file(work: Reading, by: By, file_id: UUID) -> Response:
    """Give a file to download, never to show."""
    held, content = read_evidence(work, by=by, file_id=file_id)
    plain = f"bewijs.{held.name.rpartition('.')[2].lower()}"
    named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(held.name, safe='')}"
    # That nothing in it may run is said of every file under this address, in ``api.security``.
    return Response(content, headers={"Content-Type": held.kind, "Content-Disposition": named})


@router.post(HERE + "/bewijs/{file_id}")
@allow(Act.EDIT_DOSSIER)
def remove_file(work: Writing, by: By, form: Submitted, file_id: UUID) -> Response:
    """Take a file away."""
    entry_id = remove_evidence(work, by=by, file_id=file_id)
    return RedirectResponse(f"{HERE}/{entry_id}#bewijs", status_code=303)

"""The calendars of other organisers on pages: adding one, looking at what would come in, and what looks alike."""

from collections import defaultdict
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Delivered, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import typed
from api.rendering import FormView, page
from events.errors import InvalidEventError
from services.event_import import calendars
from services.event_import.look_alikes import look_alikes, say_same
from services.permissions import Account, Act
from services.unit_of_work import UnitOfWork

router = guarded_router()

LIST = "/agenda/overnemen"
FIELDS = {"name": "naam", "address": "adres", "file": "bestand"}
"""The field of the page where each fault is mended."""


@router.get(LIST)
@allow(Act.IMPORT_EVENTS)
def show_calendars(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show the calendars of others that are followed, what looks alike, and a form for the next one."""
    return _list_page(request, work, by, now, FormView(values=defaultdict(str)))


@router.post(LIST)
@allow(Act.IMPORT_EVENTS)
def add(request: Request, work: Writing, by: By, now: Now, form: Delivered) -> Response:
    """Begin with a calendar, or show the form again with every fault."""
    values = typed(form)
    try:
        made = calendars.add_calendar(
            work, by=by, name=values["naam"], address=values["adres"], data=_file(form), now=now
        )
    except InvalidEventError as error:
        faults = {FIELDS[name]: text for name, text in error.faults.items()}
        return _list_page(request, work, by, now, FormView(values=values, faults=faults))
    return RedirectResponse(f"{LIST}/{made.id}", status_code=303)


@router.post(f"{LIST}/dubbel")
@allow(Act.IMPORT_EVENTS)
def answer(work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep whether two events are the same."""
    is_same = {"ja": True, "nee": False}.get(str(form.get("zelfde", "")))
    if is_same is None:
        raise UnreadableQueryError
    kept_id, other_id = _id(form, "een"), _id(form, "ander")
    say_same(work, by=by, kept_id=kept_id, other_id=other_id, is_same=is_same, now=now)
    return RedirectResponse(f"{LIST}#kop-dubbel", status_code=303)


@router.get(LIST + "/{calendar_id}")
@allow(Act.IMPORT_EVENTS)
def show_calendar(request: Request, work: Reading, by: By, now: Now, calendar_id: UUID) -> HTMLResponse:
    """Show one calendar, with what would come in."""
    view = calendars.calendar_view(work, by=by, calendar_id=calendar_id, now=now)
    return page(request, "foreign_calendar.html", current="/agenda", view=view, calendar=view.calendar)


@router.post(LIST + "/{calendar_id}")
@allow(Act.IMPORT_EVENTS)
def keep(work: Writing, by: By, now: Now, calendar_id: UUID, form: Submitted) -> Response:
    """Let in what was looked at, or read the calendar no more, again, or never again."""
    match str(form.get("wat", "")):
        case "overnemen":
            calendars.take_over(work, by=by, calendar_id=calendar_id, now=now)
        case "pauze":
            calendars.pause_calendar(work, by=by, calendar_id=calendar_id)
        case "verder":
            calendars.resume_calendar(work, by=by, calendar_id=calendar_id, now=now)
        case "weg":
            calendars.remove_calendar(work, by=by, calendar_id=calendar_id, now=now)
            return RedirectResponse(LIST, status_code=303)
        case _:
            raise UnreadableQueryError
    return RedirectResponse(f"{LIST}/{calendar_id}", status_code=303)


def _list_page(request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView) -> HTMLResponse:
    return page(
        request,
        "foreign_calendars.html",
        status=400 if form.faults else 200,
        current="/agenda",
        form=form,
        calendars=calendars.calendars(work, by=by),
        pairs=look_alikes(work, by=by, now=now),
        longest=calendars.LONGEST_NAME,
    )


def _file(form: FormData) -> bytes:
    """Give what is in the file; an empty field comes as a file without a name."""
    given = form.get("bestand")
    return given.file.read() if isinstance(given, UploadFile) and given.filename else b""


def _id(form: FormData, name: str) -> UUID:
    try:
        return UUID(str(form.get(name, "")))
    except ValueError:
        raise UnreadableQueryError from None

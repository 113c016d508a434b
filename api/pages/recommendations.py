"""Letters of recommendation: for who writes one, and for the student who decides about it."""

from uuid import UUID

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import told_in
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.recommendation import LONGEST_TITLE, LONGEST_WORDS, LetterState
from services.permissions import Act
from services.recommendations import (
    LetterForm,
    Written,
    decide_letter,
    letter_form,
    letter_pdf,
    letters_to_write,
    my_letters,
    write_letter,
)

router = guarded_router()

WRITE = "/brieven"
OWN = "/mijn-brieven"
FILE = "aanbevelingsbrief.pdf"
DECISIONS = {"bewaar": LetterState.KEPT, "verander": LetterState.RETURNED, "weg": LetterState.REMOVED}
FIELDS = {
    "tasks": "taak",
    "sentences": "zin-0",
    "themes": "zin-0",
    "closing": "slot",
    "own_words": "eigen",
    "writer_title": "functie",
}
"""The field of the form for each fault."""


@router.get(WRITE)
@allow(Act.WRITE_LETTER)
def show_letters(request: Request, work: Reading, by: By, now: Now, gegeven: str = "") -> HTMLResponse:
    """Show for whom a letter can be written."""
    letters = letters_to_write(work, by=by, now=now)
    return page(request, "letters.html", current=WRITE, letters=letters, is_given=bool(gegeven))


@router.get(WRITE + "/{application_id}")
@allow(Act.WRITE_LETTER)
def show_form(request: Request, work: Reading, by: By, now: Now, application_id: UUID) -> HTMLResponse:
    """Show what a letter can be made of."""
    held = letter_form(work, by=by, application_id=application_id, now=now)
    return _form_page(request, held, _first_values(held))


@router.post(WRITE + "/{application_id}")
@allow(Act.WRITE_LETTER)
def write(request: Request, work: Writing, by: By, now: Now, form: Submitted, application_id: UUID) -> Response:
    """Give the letter to the student, or show the form again with every fault."""
    held = letter_form(work, by=by, application_id=application_id, now=now)
    written = _written(form, held)
    if not held.letter.can_write:
        return RedirectResponse(f"{WRITE}/{application_id}", status_code=303)
    try:
        write_letter(work, by=by, application_id=application_id, written=written, now=now)
    except InvalidValueError as error:
        faults = told_in(error.faults, FIELDS)
        return _form_page(request, held, _values(written, held), faults)
    return RedirectResponse(f"{WRITE}?gegeven=1", status_code=303)


@router.get(OWN)
@allow(Act.SEE_LETTERS)
def show_own(request: Request, work: Reading, by: By) -> HTMLResponse:
    """Show a student the own letters."""
    return page(request, "own_letters.html", current=OWN, letters=my_letters(work, by=by))


@router.post(OWN + "/{letter_id}")
@allow(Act.SEE_LETTERS)
def decide(request: Request, work: Writing, by: By, now: Now, form: Submitted, letter_id: UUID) -> Response:
    """Keep a letter, ask for a change, or take it away; that is asked for twice."""
    said = str(form.get("wat", ""))
    if said not in DECISIONS:
        raise UnreadableQueryError
    if DECISIONS[said] is LetterState.REMOVED and form.get("zeker") != "ja":
        letter = next((one for one in my_letters(work, by=by) if one.id == letter_id), None)
        if letter is not None:
            return page(request, "own_letter_remove.html", current=OWN, letter=letter)
    decide_letter(work, by=by, letter_id=letter_id, state=DECISIONS[said], now=now)
    return RedirectResponse(OWN, status_code=303)


@router.get(OWN + "/{letter_id}.pdf")
@allow(Act.SEE_LETTERS)
def take_letter(work: Reading, by: By, letter_id: UUID) -> Response:
    """Give a student an own letter to send along."""
    made = letter_pdf(work, by=by, letter_id=letter_id)
    return Response(
        made, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{FILE}"'}
    )


def _written(form: FormData, held: LetterForm) -> Written:
    ticked = {str(value) for value in form.getlist("taak")}
    chosen = [str(form.get(f"zin-{place}", "")) for place in range(len(held.themes))]
    return Written(
        tasks=tuple(task for place, task in enumerate(held.tasks) if str(place) in ticked),
        codes=tuple(code for code in chosen if code),
        own_words=str(form.get("eigen", "")).strip(),
        writer_title=str(form.get("functie", "")).strip(),
    )


def _first_values(held: LetterForm) -> dict[str, str]:
    before = held.before
    if before is None:
        return _values(Written(tasks=(), codes=(), own_words="", writer_title=held.first_title), held)
    written = Written(
        tasks=before.tasks, codes=before.codes, own_words=before.own_words, writer_title=before.writer_title
    )
    return _values(written, held)


def _values(written: Written, held: LetterForm) -> dict[str, str]:
    tasks = {f"taak-{place}": "1" for place, task in enumerate(held.tasks) if task in written.tasks}
    themes = {
        f"zin-{place}": next((one.code for one in sentences if one.code in written.codes), "")
        for place, (_, sentences) in enumerate(held.themes)
    }
    return {**tasks, **themes, "eigen": written.own_words, "functie": written.writer_title}


def _form_page(
    request: Request, held: LetterForm, values: dict[str, str], faults: dict[str, str] | None = None
) -> HTMLResponse:
    last = f"zin-{len(held.themes) - 1}"
    named = {last if name == "slot" else name: text for name, text in (faults or {}).items()}
    anchors = {"taak": "taken", **{f"zin-{place}": f"onderwerp-{place}" for place in range(len(held.themes))}}
    return page(
        request,
        "letter_form.html",
        status=400 if named else 200,
        current=WRITE,
        held=held,
        form=FormView(values=values, faults=named, anchors=anchors),
        longest=LONGEST_WORDS,
        longest_title=LONGEST_TITLE,
    )

"""For the coordinator: looking over what people said of suggestions, before it counts everywhere."""

from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import read_page
from api.rendering import page
from career.link import Speaker, Verdict
from services.linking.reviewing import corrections_to_review, review
from services.permissions import Act

router = guarded_router()

HERE = "/verbeteringen"
KINDS = {"verbeterd": Verdict.CORRECTED, "afgekeurd": Verdict.REJECTED, "bevestigd": Verdict.CONFIRMED}
"""How the address calls what was said."""
DECISIONS = {"goed": True, "weg": False}
SPEAKER_WORDS = {
    Speaker.EMPLOYER: ("bedrijf", "bedrijven"),
    Speaker.TEACHER: ("keer door een mentor", "keer door mentoren"),
    Speaker.JOBHUNTER: ("keer door een jobhunter", "keer door jobhunters"),
    Speaker.STUDENT: ("keer door een jongere", "keer door jongeren"),
}
"""Who said so, after a number; of companies each counts once."""


@router.get(HERE)
@allow(Act.REVIEW_LINKS)
def show_corrections(
    request: Request, work: Reading, by: By, soort: str = "verbeterd", bladzijde: str = "1", gedaan: str = ""
) -> HTMLResponse:
    """Show what people said about words, what waits longest first."""
    if soort not in KINDS:
        raise UnreadableQueryError
    found = corrections_to_review(work, by=by, verdict=KINDS[soort], page=read_page(bladzijde))
    return page(
        request,
        "corrections.html",
        current=HERE,
        found=found,
        kind=soort,
        kinds=[(name, found.n_waiting[verdict]) for name, verdict in KINDS.items()],
        speakers=[
            [(n, *SPEAKER_WORDS[speaker]) for speaker, n in correction.speakers.items()]
            for correction in found.corrections
        ],
        done=gedaan if gedaan in DECISIONS else "",
    )


@router.post(HERE)
@allow(Act.REVIEW_LINKS)
def decide(work: Writing, by: By, now: Now, form: Submitted) -> RedirectResponse:
    """Accept or refuse one correction, and go on where the coordinator was."""
    kind, page_number = str(form.get("soort", "")), str(form.get("bladzijde", ""))
    decision, asked = DECISIONS.get(str(form.get("besluit", ""))), str(form.get("welke", ""))
    try:
        link_id = UUID(asked)
    except ValueError:
        raise UnreadableQueryError from None
    if decision is None:
        raise UnreadableQueryError
    review(work, by=by, link_id=link_id, is_accepted=decision, now=now)
    back = {"soort": kind, "bladzijde": page_number, "gedaan": str(form.get("besluit"))}
    return RedirectResponse(f"{HERE}?{urlencode(back)}", status_code=303)

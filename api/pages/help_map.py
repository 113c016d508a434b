"""The help map: who helps with what, without an account. A question travels in a form and is kept nowhere."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import By, Now, Submitted
from api.doors import everybody, guarded_router
from api.rendering import FormView, page
from services import help_map

router = guarded_router()

HERE = "/hulp"
WORDS = "vraag"
LONGEST_WORDS = 300
REASON = "whoever needs help finds it without an account"


@router.get(HERE)
@everybody(REASON)
def show_help(request: Request, now: Now) -> HTMLResponse:
    """Show every situation, what cannot wait first."""
    return _page(request, now, FormView(values={WORDS: ""}))


@router.post(HERE)
@everybody(REASON)
def find_help(request: Request, by: By, now: Now, form: Submitted) -> HTMLResponse:
    """Show what a question in own words leads to; it stays in the form that was sent, and is not repeated."""
    words = str(form.get(WORDS, "")).strip()[:LONGEST_WORDS]
    if not words:
        faults = {WORDS: "Schrijf in een paar woorden wat er is"}
        return _page(request, now, FormView(values={WORDS: ""}, faults=faults))
    return page(
        request,
        "help_answer.html",
        current=HERE,
        headers={"Cache-Control": "no-store"},
        answer=help_map.help_for_words(words=words, by=by, now=now),
    )


@router.get(f"{HERE}/{{situation}}")
@everybody(REASON)
def show_situation(request: Request, by: By, now: Now, situation: str) -> HTMLResponse:
    """Show who helps in one situation."""
    return page(request, "help_situation.html", current=HERE, view=help_map.help_in(code=situation, by=by, now=now))


def _page(request: Request, now: Now, form: FormView) -> HTMLResponse:
    return page(
        request,
        "help.html",
        status=400 if form.faults else 200,
        current=HERE,
        form=form,
        groups=help_map.situations_by_group(now),
        longest=LONGEST_WORDS,
    )

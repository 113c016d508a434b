"""For the student: telling in own words what one can do, and putting it in the profile."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.own_words import Answered, OwnWords, answered, choices, groups
from api.pages.typed import typed
from api.rendering import FormView, page
from career.competency import Level
from services.linking.phrases import personal_fault
from services.linking.suggesting import MAX_TEXT
from services.permissions import Account, Act
from services.profile import ABILITY_KINDS, LEVEL_WORDS, Abilities, my_abilities, say_abilities, take_back_ability
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/wat-kun-jij"
WRONG = "nee"
CHOICES = (
    ("", "Sla over"),
    *((str(int(level)), words) for level, words in LEVEL_WORDS.items()),
    (WRONG, "Klopt niet"),
)
"""What a student can answer to a suggestion."""


@router.get(HERE)
@allow(Act.EDIT_PROFILE)
def show_abilities(request: Request, work: Reading, by: By, now: Now, erbij: str = "") -> HTMLResponse:
    """Ask a student what he or she can do, and show what was said before."""
    return _page(request, work, by, now, values={}, is_saved=bool(erbij))


@router.post(HERE)
@allow(Act.EDIT_PROFILE)
def tell(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Look for what a text is about, put the answers in the profile, or take something back."""
    values = typed(form)
    if values.get("weg"):
        take_back_ability(work, by=by, competency_id=values["weg"])
        return RedirectResponse(HERE, status_code=303)
    faults = _faults(values, my_abilities(work, by=by, now=now))
    said = answered(values)
    if faults or values.get("stap") != "zet" or not said:
        return _page(request, work, by, now, values=values, faults=faults)
    kept = choices(said, rejecting=WRONG, version=values.get("versie", "")) if values.get("bewaren") else ()
    say_abilities(work, by=by, levels=_levels(said), choices=kept, now=now)
    return RedirectResponse(f"{HERE}?erbij=1", status_code=303)


def _faults(values: Mapping[str, str], held: Abilities) -> dict[str, str]:
    said = answered(values)
    is_setting = values.get("stap") == "zet"
    is_keeping = is_setting and bool(values.get("bewaren")) and held.may_keep_words
    text = values.get("tekst", "")
    text_faults = (
        "" if text else "Schrijf op wat je doet of kunt",
        "" if len(text) <= MAX_TEXT else f"Houd je tekst op hoogstens {MAX_TEXT} tekens",
        personal_fault(text) if is_keeping else "",
    )
    text_fault = next(filter(None, text_faults), "")
    if text_fault:
        return {"tekst": text_fault}
    if is_setting and said and not any(one.answers for one in said):
        return {"antwoorden": "Kies bij minstens één ding hoe goed je het kunt"}
    return {}


def _levels(said: tuple[Answered, ...]) -> dict[str, Level]:
    known = {str(int(level)): level for level in LEVEL_WORDS}
    return {
        code: known[answer]
        for one in said
        for code, answer in one.answers.items()
        if code in one.shown and answer in known
    }


def _page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    now: Now,
    *,
    values: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> HTMLResponse:
    held = my_abilities(work, by=by, now=now)
    text = values.get("tekst", "")
    own_words = (
        groups(work, by=by, text=text, said=answered(values), kinds=ABILITY_KINDS, besides=held.process_ids)
        if 0 < len(text) <= MAX_TEXT
        else OwnWords()
    )
    return page(
        request,
        "abilities.html",
        status=400 if faults else 200,
        current="/profiel",
        form=FormView(values=values, faults=faults or {}),
        held=held,
        groups=own_words.groups,
        version=own_words.version,
        choices=CHOICES,
        is_saved=is_saved,
    )

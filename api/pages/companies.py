"""For those who look for places: companies, their file, who spoke them, and who calls today."""

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.candidates import LONGEST_TEXT
from api.pages.typed import day_in, page_href, read_id, read_page, typed
from api.rendering import FormView, page
from employer_toolkit.contact_log import LONGEST_WORDS, ContactWay
from employer_toolkit.errors import CallClaimedError, InvalidCompanyError
from services.companies import Called, CompanyFilters, companies, company
from services.contact_log import claim_call, may_call, release_call, write_entry
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act
from services.recognition_check.checking import say_verdict
from services.reference import Choice, load_reference
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/bedrijven"
WISHES = {"looking": "Zoekt iemand", "interested": "Misschien", "not_now": "Nu niet", "unknown": "Niets gezegd"}
CALLED = {"never": "Nog niet gebeld", "free": "Vandaag belt niemand"}
WAYS = {ContactWay.CALL: "Gebeld", ContactWay.MAIL: "Gemaild", ContactWay.VISIT: "Langs geweest"}
FIELDS: Mapping[str, str] = {
    "about": "over",
    "outcome": "uitkomst",
    "words": "woorden",
    "next_on": "volgende",
    "qualification_code": "opleiding",
}
"""The field of the page where each fault is mended."""


@router.get(HERE)
@allow(Act.SEE_COMPANIES)
def show_companies(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    zoek: str = "",
    gemeente: str = "",
    sector: str = "",
    animo: str = "",
    gebeld: str = "",
    bladzijde: str = "1",
) -> HTMLResponse:
    """Show the companies of the region, those who look for somebody first."""
    if len(zoek) > LONGEST_TEXT or animo not in ("", *WISHES) or gebeld not in ("", *CALLED):
        raise UnreadableQueryError
    filters = CompanyFilters(text=zoek, municipality=gemeente, sector=sector, appetite=animo, called=Called(gebeld))
    listed = companies(work, by=by, filters=filters, page=read_page(bladzijde), now=now)
    query = {"zoek": zoek, "gemeente": gemeente, "sector": sector, "animo": animo, "gebeld": gebeld}
    return page(
        request,
        "companies.html",
        current=HERE,
        listed=listed,
        filters=filters,
        is_filtered=bool(zoek or gemeente or sector or animo or gebeld),
        sectors=[(held.code, held.label) for held in load_reference(local_day(now)).sectors.values()],
        wishes=WISHES,
        called=CALLED,
        href=page_href(HERE, query),
    )


@router.get(f"{HERE}/{{employer_id}}")
@allow(Act.SEE_COMPANIES)
def show_company(
    request: Request, work: Reading, by: By, now: Now, employer_id: UUID, bewaard: str = ""
) -> HTMLResponse:
    """Show one company: whom to ask for, what it wants, and who spoke it."""
    return _page(request, work, by, now, employer_id, is_kept=bool(bewaard))


@router.post(f"{HERE}/{{employer_id}}/bellen")
@allow(Act.CALL_COMPANY)
def call(request: Request, work: Writing, by: By, now: Now, employer_id: UUID, form: Submitted) -> Response:
    """Say to call a company today, or let it go."""
    step = str(form.get("stap", ""))
    if step not in ("bel", "laat"):
        raise UnreadableQueryError
    if step == "laat":
        release_call(work, by=by, employer_id=employer_id)
        return _kept(employer_id)
    try:
        claim_call(work, by=by, employer_id=employer_id, now=now)
    except CallClaimedError:
        return _page(request, work, by, now, employer_id, is_late=True)
    return _kept(employer_id)


@router.post(f"{HERE}/{{employer_id}}/log")
@allow(Act.CALL_COMPANY)
def write(request: Request, work: Writing, by: By, now: Now, employer_id: UUID, form: Submitted) -> Response:
    """Write down that one spoke a company."""
    values, faults = typed(form), dict[str, str]()
    next_on = day_in(values, "volgende", faults)
    if values["hoe"] not in WAYS:
        faults["hoe"] = "Kies hoe je ze sprak"
    if not faults:
        try:
            write_entry(
                work,
                by=by,
                employer_id=employer_id,
                way=ContactWay(values["hoe"]),
                about=values["over"],
                outcome=values["uitkomst"],
                words=values["woorden"],
                next_on=next_on,
                now=now,
            )
        except InvalidCompanyError as error:
            faults = {FIELDS[name]: text for name, text in error.faults.items()}
    if faults:
        return _page(request, work, by, now, employer_id, form=FormView(values=values, faults=faults))
    return _kept(employer_id)


@router.post(f"{HERE}/{{employer_id}}/erkenning")
@allow(Act.CALL_COMPANY)
def check(request: Request, work: Writing, by: By, now: Now, employer_id: UUID, form: Submitted) -> Response:
    """Keep what somebody saw in the public register."""
    values = typed(form)
    site_id, asked_for = read_id(values["vestiging"]), day_in(values, "dag", {})
    view = company(work, by=by, employer_id=employer_id, now=now)
    if values["erkend"] not in ("ja", "nee") or asked_for is None:
        raise UnreadableQueryError
    site = found(next((one.site for one in view.file.sites if one.site.id == site_id), None))
    say_verdict(
        work,
        by=by,
        site_id=site.id,
        qualification_code=values["opleiding"],
        asked_for=asked_for,
        is_recognised=values["erkend"] == "ja",
        now=now,
    )
    return _kept(employer_id)


def _kept(employer_id: UUID) -> RedirectResponse:
    return RedirectResponse(f"{HERE}/{employer_id}?bewaard=1", status_code=303)


def _page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    now: Now,
    employer_id: UUID,
    *,
    form: FormView | None = None,
    is_kept: bool = False,
    is_late: bool = False,
) -> HTMLResponse:
    today = local_day(now)
    reference = load_reference(today)
    status = 409 if is_late else 400 if form and form.faults else 200
    return page(
        request,
        "company.html",
        status=status,
        current=HERE,
        view=company(work, by=by, employer_id=employer_id, now=now),
        form=form or FormView(values=defaultdict(str, {"hoe": ContactWay.CALL.value})),
        may_call=may_call(by),
        ways=list(WAYS.items()),
        way_words=WAYS,
        abouts=[("", "Kies…"), *reference.company_choices[Choice.ABOUT].items()],
        outcomes=[("", "Kies…"), *reference.company_choices[Choice.OUTCOME].items()],
        qualifications=[(code, held.name) for code, held in reference.qualifications.items()],
        longest=LONGEST_WORDS,
        wishes=WISHES,
        today=today,
        is_kept=is_kept,
        is_late=is_late,
    )

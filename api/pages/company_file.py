"""For the employer: the own company, its sites, people to ask for, recognitions and school years."""

from collections import defaultdict
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.typed import day_in, read_id, typed
from api.rendering import FormView, page
from employer_toolkit.company_file import Appetite
from employer_toolkit.employer import Contact
from employer_toolkit.errors import InvalidCompanyError
from services import company_keeping as keeping
from services.company_file import CompanyFile, SiteFile, own_company, school_years
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act
from services.reference import Choice, load_reference
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/werkgever/bedrijf"
FIELDS: Mapping[str, str] = {
    "name": "naam",
    "role": "functie",
    "phone": "telefoon",
    "email": "mail",
    "site_id": "vestiging",
    "is_main": "eerste",
    "postcode": "postcode",
    "reason": "reden",
    "until_on": "tot",
    "school_year": "jaar",
    "qualification_code": "opleiding",
    "valid_from": "vanaf",
    "valid_until": "tot",
}
"""The field of the page where each fault is mended."""
APPETITES = {
    Appetite.LOOKING: "Ja, wij zoeken iemand",
    Appetite.INTERESTED: "Misschien, bel gerust",
    Appetite.NOT_NOW: "Nu niet",
}
KINDS = {"erkend": "Wij zijn erkend", "aangevraagd": "Wij hebben het aangevraagd"}


@router.get(HERE)
@allow(Act.SEE_COMPANY)
def show_company(request: Request, work: Reading, by: By, now: Now, bewaard: str = "") -> HTMLResponse:
    """Show an employer all that is kept of the own company."""
    return page(
        request,
        "company_file.html",
        current=HERE,
        own=own_company(work, by=by, now=now),
        appetites=APPETITES,
        decision_days=load_reference(local_day(now)).company.recognition_decision_days,
        today=local_day(now),
        is_kept=bool(bewaard),
    )


@router.get(f"{HERE}/naam")
@allow(Act.KEEP_COMPANY)
def show_name(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Ask what the company is called."""
    file = own_company(work, by=by, now=now).file
    return _name_page(request, FormView(values={"naam": file.employer.name}))


@router.post(f"{HERE}/naam")
@allow(Act.KEEP_COMPANY)
def keep_name(request: Request, work: Writing, by: By, form: Submitted) -> Response:
    """Keep what the company is called."""
    values = typed(form)
    faults = _tried({}, lambda: keeping.rename_company(work, by=by, name=values["naam"]))
    return _name_page(request, FormView(values=values, faults=faults)) if faults else _kept()


@router.get(f"{HERE}/vestiging")
@allow(Act.KEEP_COMPANY)
def show_site(request: Request, work: Reading, by: By, now: Now, welke: str = "") -> HTMLResponse:
    """Ask for a new site, or show one to change."""
    site = _site(own_company(work, by=by, now=now).file, welke)
    values = {"naam": site.site.name, "postcode": site.site.postcode4, "welke": welke} if site else {}
    return _site_page(request, work, by, now, FormView(values=defaultdict(str, values)))


@router.post(f"{HERE}/vestiging")
@allow(Act.KEEP_COMPANY)
def keep_site(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep a site, or close it with every place there."""
    values, faults = typed(form), dict[str, str]()
    site_id = read_id(values["welke"])
    if values["stap"] == "sluit":
        if not values["zeker"]:
            faults["zeker"] = "Zet een vinkje als je het zeker weet"
        else:
            keeping.close_site(work, by=by, site_id=found(site_id), now=now)
    else:
        faults = _tried(
            {},
            lambda: keeping.keep_site(work, by=by, site_id=site_id, name=values["naam"], postcode=values["postcode"]),
        )
    return _site_page(request, work, by, now, FormView(values=values, faults=faults)) if faults else _kept()


@router.get(f"{HERE}/contact")
@allow(Act.KEEP_COMPANY)
def show_contact(request: Request, work: Reading, by: By, now: Now, welke: str = "") -> HTMLResponse:
    """Ask for somebody to call, or show somebody to change."""
    file = own_company(work, by=by, now=now).file
    values: dict[str, str] = {}
    if welke:
        one = found(next((one for one in file.contacts if str(one.id) == welke), None))
        values = {
            "welke": welke,
            "naam": one.contact.name,
            "functie": one.contact.role,
            "telefoon": one.contact.phone,
            "mail": one.contact.email,
            "vestiging": str(one.site_id),
            "eerste": "1" if one.is_main else "",
        }
    return _contact_page(request, work, by, now, FormView(values=defaultdict(str, values)))


@router.post(f"{HERE}/contact")
@allow(Act.KEEP_COMPANY)
def keep_contact(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep somebody to call, or take them away."""
    values = typed(form)
    contact_id = read_id(values["welke"])

    def act() -> None:
        if values["stap"] == "weg":
            keeping.remove_contact(work, by=by, contact_id=found(contact_id))
            return
        keeping.keep_contact(
            work,
            by=by,
            contact_id=contact_id,
            site_id=read_id(values["vestiging"]),
            contact=Contact(
                name=values["naam"], role=values["functie"], email=values["mail"], phone=values["telefoon"]
            ),
            is_main=bool(values["eerste"]),
        )

    faults = _tried({}, act)
    return _contact_page(request, work, by, now, FormView(values=values, faults=faults)) if faults else _kept()


@router.get(f"{HERE}/erkenning")
@allow(Act.KEEP_COMPANY)
def show_recognition(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Tell how a company becomes recognised, and ask for what it is recognised for."""
    return _recognition_page(request, work, by, now, FormView(values=defaultdict(str)))


@router.post(f"{HERE}/erkenning")
@allow(Act.KEEP_COMPANY)
def claim_recognition(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep what the company says of its recognition, and have it looked up."""
    values, faults = typed(form), dict[str, str]()
    begins, ends = day_in(values, "vanaf", faults), day_in(values, "tot", faults)
    if values["hoe"] not in KINDS:
        faults["hoe"] = "Kies hoe het ervoor staat"
    faults = _tried(
        faults,
        lambda: keeping.claim_recognition(
            work,
            by=by,
            site_id=read_id(values["vestiging"]),
            qualification_code=values["opleiding"],
            is_requested=values["hoe"] == "aangevraagd",
            valid_from=begins,
            valid_until=ends,
            now=now,
        ),
    )
    return _recognition_page(request, work, by, now, FormView(values=values, faults=faults)) if faults else _kept()


@router.get(f"{HERE}/schooljaar")
@allow(Act.KEEP_COMPANY)
def show_year(request: Request, work: Reading, by: By, now: Now, jaar: str = "") -> HTMLResponse:
    """Ask whether the company wants young people in a school year."""
    file = own_company(work, by=by, now=now).file
    year = next((one for one in file.years if str(one.school_year) == jaar), file.years[0])
    said = year.said
    values = {
        "jaar": str(year.school_year),
        "animo": said.appetite.value if said else "",
        "reden": said.reason if said else "",
        "tot": said.until_on.isoformat() if said and said.until_on else "",
    }
    return _year_page(request, now, FormView(values=values))


@router.post(f"{HERE}/schooljaar")
@allow(Act.KEEP_COMPANY)
def keep_year(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep whether the company wants young people in a school year."""
    values, faults = typed(form), dict[str, str]()
    is_no = values["animo"] == Appetite.NOT_NOW
    until_on = day_in(values, "tot", faults) if is_no else None
    if values["animo"] not in APPETITES:
        faults["animo"] = "Kies wat je wilt"
    else:
        faults = _tried(
            faults,
            lambda: keeping.say_appetite(
                work,
                by=by,
                school_year=int(values["jaar"]) if values["jaar"].isascii() and values["jaar"].isdigit() else 0,
                appetite=Appetite(values["animo"]),
                # What is left in a field that does not count now is no fault.
                reason=values["reden"] if is_no else "",
                until_on=until_on,
                now=now,
            ),
        )
    return _year_page(request, now, FormView(values=values, faults=faults)) if faults else _kept()


def _tried(faults: dict[str, str], act: Callable[[], object]) -> dict[str, str]:
    """Do it unless a field could not be read, and give what is wrong by the field of the page.

    An act that cannot be done writes nothing, so that the form may be shown again.
    """
    if faults:
        return faults
    try:
        act()
    except InvalidCompanyError as error:
        return {FIELDS[name]: text for name, text in error.faults.items()}
    return {}


def _kept() -> RedirectResponse:
    return RedirectResponse(f"{HERE}?bewaard=1", status_code=303)


def _site(file: CompanyFile, which: str) -> SiteFile | None:
    return found(next((one for one in file.sites if str(one.site.id) == which), None)) if which else None


def _name_page(request: Request, form: FormView) -> HTMLResponse:
    return page(request, "company_name.html", status=_status(form), current=HERE, form=form)


def _site_page(request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView) -> HTMLResponse:
    site = _site(own_company(work, by=by, now=now).file, form.values["welke"])
    return page(request, "company_site.html", status=_status(form), current=HERE, form=form, held=site)


def _contact_page(request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView) -> HTMLResponse:
    file = own_company(work, by=by, now=now).file
    held = next((one for one in file.contacts if str(one.id) == form.values["welke"]), None)
    return page(
        request,
        "company_contact.html",
        status=_status(form),
        current=HERE,
        form=form,
        held=held,
        is_first=not file.contacts,
        sites=_sites(file),
    )


def _recognition_page(request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView) -> HTMLResponse:
    reference = load_reference(local_day(now))
    return page(
        request,
        "company_recognition.html",
        status=_status(form),
        current=HERE,
        form=form,
        sites=_sites(own_company(work, by=by, now=now).file),
        kinds=list(KINDS.items()),
        decision_days=reference.company.recognition_decision_days,
        qualifications=[
            ("", "Kies…"),
            *((code, f"{held.name} (niveau {held.level})") for code, held in reference.qualifications.items()),
        ],
    )


def _year_page(request: Request, now: Now, form: FormView) -> HTMLResponse:
    today = local_day(now)
    reference = load_reference(today)
    return page(
        request,
        "company_year.html",
        status=_status(form),
        current=HERE,
        form=form,
        years=[(str(year), year_text(year)) for year in school_years(reference, today)],
        appetites=list(APPETITES.items()),
        reasons=[("", "Kies…"), *reference.company_choices[Choice.NO_REASON].items()],
    )


def year_text(year: int) -> str:
    """Say which school year it is."""
    return f"{year}-{year + 1}"


def _sites(file: CompanyFile) -> list[tuple[str, str]]:
    return [("", "Kies…"), *((str(one.site.id), f"{one.site.name}, {one.site.municipality}") for one in file.sites)]


def _status(form: FormView) -> int:
    return 400 if form.faults else 200

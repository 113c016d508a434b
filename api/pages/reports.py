"""Reporting that something is wrong at a company, with help that everybody can find, and the coordinator's list."""

from collections import defaultdict
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import typed
from api.rendering import FormView, page
from employer_toolkit.errors import InvalidCompanyError
from employer_toolkit.report import LONGEST_WHERE, LONGEST_WORDS, ReportState
from services import reports
from services.errors import NotFoundError
from services.local_time import local_day
from services.permissions import Account, Act, may
from services.reference import Choice, load_reference
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE, LIST = "/melden", "/meldingen"
FIELDS = {"kind": "soort", "words": "wat", "where": "waar", "answer": "gedaan"}
"""The field of the page where each fault is mended."""
STATES = {
    ReportState.RECEIVED: "Ontvangen, nog niet gelezen",
    ReportState.IN_HAND: "Iemand is ermee bezig",
    ReportState.SETTLED: "Klaar",
}
NAMES = {"ja": "Met mijn naam", "nee": "Zonder mijn naam"}


@router.get(HERE)
@everybody("whoever is in danger finds help without an account")
def show_reporting(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show where to find help, and to who may report a form and the own reports."""
    return _page(request, work, by, now, FormView(values=defaultdict(str)))


@router.post(HERE)
@allow(Act.REPORT)
def report(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Report what is wrong, or show the form again with every fault."""
    values, faults = typed(form), dict[str, str]()
    if values["naam"] not in NAMES:
        faults["naam"] = "Kies of je naam erbij mag staan"
    try:
        made = reports.report(
            work,
            by=by,
            kind=values["soort"],
            words=values["wat"] if not faults else "",
            where=values["waar"],
            with_name=values["naam"] == "ja",
            now=now,
        )
    except InvalidCompanyError as error:
        told = {FIELDS[name]: text for name, text in error.faults.items()}
        if faults and values["wat"]:
            told.pop("wat", None)
        return _page(request, work, by, now, FormView(values=values, faults={**told, **faults}))
    return page(
        request,
        "reported.html",
        current=HERE,
        headers={"Cache-Control": "no-store"},
        code="-".join(made.code[place : place + 4] for place in range(0, len(made.code), 4)),
        confirm_days=load_reference(local_day(now)).company.report_confirm_days,
    )


@router.post(f"{HERE}/stand")
@allow(Act.REPORT)
def show_state(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Show who has a code how the report stands; the code travels in a form, so that no address holds it."""
    values = typed(form)
    try:
        found = reports.report_by_code(work, by=by, code=values["code"], now=now)
    except NotFoundError:
        faults = {"code": "Deze code kennen wij niet. Kijk of er een typefout in zit"}
        return _page(request, work, by, now, FormView(values=values, faults=faults))
    return page(request, "report_state.html", current=HERE, view=found, states=STATES)


@router.get(LIST)
@allow(Act.SEE_REPORTS)
def show_reports(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show the coordinator every report, what waits first."""
    return page(request, "reports.html", current=LIST, listed=reports.reports(work, by=by, now=now), states=STATES)


@router.get(f"{LIST}/{{report_id}}")
@allow(Act.SEE_REPORTS)
def show_report(request: Request, work: Reading, by: By, now: Now, report_id: UUID) -> HTMLResponse:
    """Show the coordinator one report."""
    return _report_page(request, work, by, now, report_id, FormView(values=defaultdict(str)))


@router.post(f"{LIST}/{{report_id}}")
@allow(Act.HANDLE_REPORT)
def handle_report(request: Request, work: Writing, by: By, now: Now, report_id: UUID, form: Submitted) -> Response:
    """Take a report in hand, or say what was done."""
    values = typed(form)
    if values["stap"] == "oppakken":
        reports.take_report_in_hand(work, by=by, report_id=report_id, now=now)
    elif values["stap"] == "klaar":
        try:
            reports.settle_report(work, by=by, report_id=report_id, answer=values["gedaan"], now=now)
        except InvalidCompanyError as error:
            faults = {FIELDS[name]: text for name, text in error.faults.items()}
            return _report_page(request, work, by, now, report_id, FormView(values=values, faults=faults))
    else:
        raise UnreadableQueryError
    return RedirectResponse(f"{LIST}/{report_id}", status_code=303)


def _page(request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView) -> HTMLResponse:
    helps = reports.places_of_help(now)
    may_report = may(by, Act.REPORT)
    return page(
        request,
        "report.html",
        status=400 if form.faults else 200,
        current=HERE,
        form=form,
        may_report=may_report,
        urgent=helps[:2],
        others=helps[2:],
        kinds=list(load_reference(local_day(now)).company_choices[Choice.REPORT_KIND].items()),
        names=list(NAMES.items()),
        confirm_days=load_reference(local_day(now)).company.report_confirm_days,
        mine=reports.my_reports(work, by=by, now=now) if may_report else (),
        states=STATES,
        longest=LONGEST_WORDS,
        longest_where=LONGEST_WHERE,
    )


def _report_page(
    request: Request, work: UnitOfWork, by: Account, now: Now, report_id: UUID, form: FormView
) -> HTMLResponse:
    return page(
        request,
        "report_file.html",
        status=400 if form.faults else 200,
        current=LIST,
        view=reports.one_report(work, by=by, report_id=report_id, now=now),
        form=form,
        states=STATES,
        longest=LONGEST_WORDS,
    )

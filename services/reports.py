"""Reports (meldingen) that something is wrong at a company: with or without a name, read by the coordinator alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from uuid import UUID, uuid4

from accounts.role import Role
from career.answer_clock import start_of_day
from employer_toolkit.report import Report
from services.errors import found
from services.local_time import local_day
from services.messages import MessageKind, tell
from services.permissions import Account, Act, note_shown, require
from services.reference import Choice, Help, load_reference
from services.school_calendar import working_day_after
from services.unit_of_work import UnitOfWork

MOST_SHOWN = 200
CODE_BYTES = 8
"""A code of 64 random bits: nobody finds another's by trying."""
UNKNOWN_KIND = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What becomes of a report.

    Parameters
    ----------
    code : str
        With which somebody without a name asks how it stands; shown once, and kept nowhere. Empty with a name.
    """

    report: Report
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report as its reader sees it.

    Parameters
    ----------
    who : str
        The name that was given; empty without one, and for the reporter.
    """

    report: Report
    kind: str
    who: str
    is_late: bool


def places_of_help(now: datetime) -> tuple[Help, ...]:
    """Give where somebody finds help outside the service, the most urgent first."""
    return tuple(load_reference(local_day(now)).report_help.values())


def report(
    work: UnitOfWork, *, by: Account, kind: str, words: str, where: str, with_name: bool, now: datetime
) -> Reported:
    """Report that something is wrong at a company; every coordinator hears that there is a report.

    Without a name nothing that is kept says who it was, the audit trail neither.

    Raises
    ------
    InvalidCompanyError
        A field holds what it cannot hold.
    """
    require(by, Act.REPORT, None)
    today = local_day(now)
    reference = load_reference(today)
    code = "" if with_name else token_hex(CODE_BYTES)
    confirm_on = working_day_after(today, reference.company.report_confirm_days)
    made = Report(
        id=uuid4(),
        account_id=found(by.id) if with_name else None,
        code_sha256=hashed(code) if code else "",
        kind=kind if kind in reference.company_choices[Choice.REPORT_KIND] else UNKNOWN_KIND,
        words=words.strip(),
        where=where.strip(),
        made_at=now,
        confirm_by=start_of_day(confirm_on + timedelta(days=1)),
    )
    if not with_name:
        by.trail.take()
        work.note(act=Act.REPORT, by=None, subject_id=made.id)
    work.reports.save(made)
    for account_id in work.accounts.related(Role.COORDINATOR, day=today):
        tell(work, to=account_id, kind=MessageKind.REPORT_RECEIVED, about=made.id, now=now)
    return Reported(report=made, code=code)


def my_reports(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[ReportView, ...]:
    """Give what somebody reported with the own name, newest first."""
    require(by, Act.REPORT, None)
    return tuple(_view(one, now=now) for one in work.reports.of_account(found(by.id)))


def report_by_code(work: UnitOfWork, *, by: Account, code: str, now: datetime) -> ReportView:
    """Give the report of somebody without a name, by the code that came with it.

    Raises
    ------
    NotFoundError
        No report has this code.
    """
    require(by, Act.REPORT, None)
    return _view(found(work.reports.by_code(hashed(code))), now=now)


def reports(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[ReportView, ...]:
    """Give the reports, what waits first; whoever looks is noted at each."""
    require(by, Act.SEE_REPORTS, None)
    kept = work.reports.all(limit=MOST_SHOWN)
    note_shown(by, Act.SEE_REPORTS, (one.id for one in kept))
    names = work.accounts.names({one.account_id for one in kept if one.account_id})
    return tuple(_view(one, who=names.get(one.account_id, "") if one.account_id else "", now=now) for one in kept)


def one_report(work: UnitOfWork, *, by: Account, report_id: UUID, now: datetime) -> ReportView:
    """Give one report to the coordinator; the look is noted.

    Raises
    ------
    NotFoundError
        There is none.
    """
    require(by, Act.SEE_REPORTS, report_id)
    kept = found(work.reports.get(report_id))
    note_shown(by, Act.SEE_REPORTS, [kept.id])
    names = work.accounts.names({kept.account_id} if kept.account_id else set())
    return _view(kept, who="".join(names.values()), now=now)


def take_report_in_hand(work: UnitOfWork, *, by: Account, report_id: UUID, now: datetime) -> Report:
    """Say that a report was read and that one works on it; who gave a name hears so.

    Raises
    ------
    NotFoundError
        There is none.
    ReportStateError
        Somebody did so before.
    """
    require(by, Act.HANDLE_REPORT, report_id)
    taken = found(work.reports.get(report_id)).take_in_hand(by=found(by.id), now=now)
    return _moved(work, taken, now=now)


def settle_report(work: UnitOfWork, *, by: Account, report_id: UUID, answer: str, now: datetime) -> Report:
    """Say what was done about a report; who gave a name hears so, and who has the code reads it.

    Raises
    ------
    NotFoundError
        There is none.
    ReportStateError
        It is not in hand.
    InvalidCompanyError
        There are no words.
    """
    require(by, Act.HANDLE_REPORT, report_id)
    settled = found(work.reports.get(report_id)).settle(answer=answer, by=found(by.id), now=now)
    return _moved(work, settled, now=now)


def hashed(code: str) -> str:
    """Give by what a code is known, however it was typed."""
    return sha256("".join(code.split()).casefold().replace("-", "").encode()).hexdigest()


def _moved(work: UnitOfWork, moved: Report, *, now: datetime) -> Report:
    work.reports.save(moved)
    if moved.account_id is not None:
        tell(work, to=moved.account_id, kind=MessageKind.REPORT_MOVED, about=moved.id, now=now)
    return moved


def _view(one: Report, *, who: str = "", now: datetime) -> ReportView:
    kinds = load_reference(local_day(now)).company_choices[Choice.REPORT_KIND]
    return ReportView(report=one, kind=kinds.get(one.kind, one.kind), who=who, is_late=one.is_late(now))

"""The contact log (contactlogboek) that schools and jobhunters share, and who says to call a company today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from accounts.role import Role
from career.answer_clock import start_of_day
from employer_toolkit.contact_log import CallClaim, ContactEntry, ContactWay, claimed
from employer_toolkit.errors import InvalidCompanyError
from services.errors import found
from services.linking.phrases import personal_fault
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import Choice, load_reference
from services.unit_of_work import UnitOfWork

SHOWN = 30
"""Lines of a log that a page shows."""
NOBODY = "iemand die hier niet meer werkt"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One line in words."""

    at: datetime
    who: str
    way: ContactWay
    about: str
    outcome: str
    words: str
    next_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """Who says to call, as long as it holds."""

    who: str
    is_mine: bool
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The log of one company.

    Parameters
    ----------
    recent : EntryView or None
        The newest line, when that is so short ago that it is told before anybody calls.
    """

    entries: tuple[EntryView, ...]
    recent: EntryView | None
    claim: ClaimView | None


def log_of(work: UnitOfWork, *, by: Account, employer_id: UUID, now: datetime) -> Log:
    """Give the log of a company, newest first."""
    require(by, Act.SEE_COMPANIES, None)
    found(work.employers.get(employer_id))
    today = local_day(now)
    reference = load_reference(today)
    kept = work.contact_log.of_employer(employer_id, limit=SHOWN)
    claim = work.contact_log.claim_of(employer_id)
    held = claim if claim is not None and claim.is_held(now) else None
    ids = {one.account_id for one in kept if one.account_id} | ({held.account_id} if held else set())
    names = work.accounts.names(ids)
    about, outcomes = reference.company_choices[Choice.ABOUT], reference.company_choices[Choice.OUTCOME]
    entries = tuple(
        EntryView(
            at=one.at,
            who=names.get(one.account_id, NOBODY) if one.account_id else NOBODY,
            way=one.way,
            about=about.get(one.about, one.about),
            outcome=outcomes.get(one.outcome, one.outcome),
            words=one.words,
            next_on=one.next_on,
        )
        for one in kept
    )
    is_recent = bool(entries) and today - local_day(entries[0].at) <= timedelta(
        days=reference.company.recently_called_days
    )
    return Log(
        entries=entries,
        recent=entries[0] if is_recent else None,
        claim=None
        if held is None
        else ClaimView(who=names.get(held.account_id, NOBODY), is_mine=held.account_id == by.id, ends_at=held.ends_at),
    )


def claim_call(work: UnitOfWork, *, by: Account, employer_id: UUID, now: datetime) -> CallClaim:
    """Say to call a company, so that nobody else does until that ends.

    Raises
    ------
    NotFoundError
        There is no such company.
    CallClaimedError
        Somebody else was first.
    """
    require(by, Act.CALL_COMPANY, None)
    found(work.employers.get(employer_id))
    work.company_files.hold(employer_id)
    today = local_day(now)
    days = load_reference(today).company.claim_days
    wanted = CallClaim(
        employer_id=employer_id,
        account_id=found(by.id),
        made_at=now,
        ends_at=start_of_day(today + timedelta(days=days)),
    )
    claim = claimed(work.contact_log.claim_of(employer_id), wanted, now=now)
    work.contact_log.save_claim(claim)
    return claim


def release_call(work: UnitOfWork, *, by: Account, employer_id: UUID) -> None:
    """Let a company go that one said to call; somebody else's claim stays."""
    require(by, Act.CALL_COMPANY, None)
    work.contact_log.remove_claim(employer_id, account_id=found(by.id))


def write_entry(
    work: UnitOfWork,
    *,
    by: Account,
    employer_id: UUID,
    way: ContactWay,
    about: str,
    outcome: str,
    words: str,
    next_on: date | None,
    now: datetime,
) -> ContactEntry:
    """Write down that one spoke a company; one's own claim ends with that.

    Raises
    ------
    NotFoundError
        There is no such company.
    InvalidCompanyError
        Something is not from the lists, lies in the past, or points at a person.
    """
    require(by, Act.CALL_COMPANY, None)
    found(work.employers.get(employer_id))
    today = local_day(now)
    choices = load_reference(today).company_choices
    faults = {}
    if about not in choices[Choice.ABOUT]:
        faults["about"] = "Kies waar het over ging"
    if outcome not in choices[Choice.OUTCOME]:
        faults["outcome"] = "Kies wat eruit kwam"
    if personal_fault(words):
        faults["words"] = personal_fault(words)
    if next_on is not None and next_on < today:
        faults["next_on"] = "Kies vandaag of een dag die nog komt"
    if faults:
        raise InvalidCompanyError("contact log", faults)
    entry = ContactEntry(
        id=uuid4(),
        employer_id=employer_id,
        account_id=found(by.id),
        at=now,
        way=way,
        about=about,
        outcome=outcome,
        words=words.strip(),
        next_on=next_on,
    )
    work.contact_log.add(entry)
    work.contact_log.remove_claim(employer_id, account_id=found(by.id))
    return entry


def may_call(by: Account) -> bool:
    """Say whether this account calls companies, or only reads along."""
    return by.role in (Role.JOBHUNTER, Role.PLACEMENT_COORDINATOR)

"""Entering: by a link that comes by mail, or by a password."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from uuid import UUID, uuid4

from email_validator import EmailNotValidError, validate_email

from accounts.errors import LinkRefusedError
from accounts.login_link import LoginLink
from accounts.role import Role
from services import passwords
from services.attempts import Attempt, count_attempt
from services.letters import login_letter
from services.local_time import local_day
from services.mailing import Letterhead
from services.permissions import Account
from services.sessions import TOKEN_BYTES, begin_session, hashed
from services.unit_of_work import House, UnitOfWork

LINKS_KEPT = timedelta(days=1)
"""How long it stays known that somebody entered by a link."""
WAITED_FOR = timedelta(hours=1)
"""A mail that could not leave before is not sent: nobody waits for it any more."""
LINK_PATH = "/inloggen/link/"
ENTER = "enter"
"""How entering is called in the audit trail."""


class Way(StrEnum):
    """How somebody proved who it is."""

    LINK = "link"
    PASSWORD = "password"  # noqa: S105 - no secret
    SCHOOL = "school"
    INVITATION = "invitation"
    ROLE = "role"
    """Somebody who was in goes on in another role."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Somebody came in.

    Parameters
    ----------
    secret : str
        For the browser.
    """

    secret: str
    account_id: UUID
    role: Role


def read_email(text: str) -> str | None:
    """Give an address in lower case as it is kept; ``None`` when it is none.

    Examples
    --------
    >>> read_email(" Noor@DeWissel.example "), read_email("noor"), read_email("a@b.example, c@d.example")
    ('noor@dewissel.example', None, None)
    """
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def ask_link(work: UnitOfWork, *, email: str, network: str, now: datetime) -> None:
    """Have a link mailed to an address.

    Whose address it is, is looked up later and elsewhere: this does the same
    for an address that nobody has.

    Raises
    ------
    TooManyAttemptsError
        It was asked too often, for this address or from this network.
    """
    count_attempt(work, Attempt.LINK, address=email, network=network, now=now)
    work.logins.forget_links_before(now - LINKS_KEPT)
    link = LoginLink(id=uuid4(), email=email, asked_at=now)
    work.logins.save_link(link)
    work.defer("worker.mail_login_link", link_id=link.id)


def write_link(work: UnitOfWork, *, link_id: UUID, letterhead: Letterhead, now: datetime) -> EmailMessage | None:
    """Write the mail with a link that was asked for; ``None`` when there is nobody to send it to, or it is too late."""
    link = work.logins.link(link_id)
    if link is None or link.used_at is not None or now - link.asked_at > WAITED_FOR:
        return None
    holder = work.accounts.get(link.account_id) if link.account_id else work.accounts.by_email(link.email)
    if holder is None or holder.email is None or not holder.is_open or not roles_of(work, holder.id, now=now):
        work.logins.forget_link(link_id)
        return None
    token = secrets.token_urlsafe(TOKEN_BYTES)
    work.logins.save_link(link.sent(account_id=holder.id, token_sha256=hashed(token), now=now))
    return login_letter(letterhead, to=holder.email, path=f"{LINK_PATH}{token}", now=now)


def make_link(work: UnitOfWork, *, account_id: UUID, now: datetime) -> str:
    """Make a link for an account without mailing it, and give its path; for whoever has the database at hand."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = LoginLink(id=uuid4(), email="", asked_at=now)
    work.logins.save_link(link.sent(account_id=account_id, token_sha256=hashed(token), now=now))
    return f"{LINK_PATH}{token}"


def is_usable_link(work: UnitOfWork, *, token: str, now: datetime) -> bool:
    """Say whether a link would let somebody in; looking uses nothing up."""
    link = work.logins.link_by_token(hashed(token))
    return link is not None and link.is_usable(now)


def enter_with_link(work: UnitOfWork, *, token: str, device: str, now: datetime) -> Entered:
    """Let somebody in by the link of a mail, once.

    Raises
    ------
    LinkRefusedError
        There is no such link, it is too old, it was used, or its account is closed.
    """
    link = work.logins.link_by_token(hashed(token))
    if link is None or link.account_id is None:
        raise LinkRefusedError("unknown")
    work.logins.save_link(link.used(now=now))
    return enter(work, account_id=link.account_id, way=Way.LINK, device=device, now=now)


def enter_with_password(
    house: House, *, email: str, password: str, network: str, device: str, now: datetime
) -> Entered | None:
    """Let somebody in by a password; ``None`` when address and password do not belong together.

    The password is looked at between two units of work, because that takes
    long on purpose and nobody should have to wait for it. An address that
    nobody has takes as long as one that somebody has.

    Raises
    ------
    TooManyAttemptsError
        It was tried too often, for this address or from this network.
    """
    with house.writing() as work:
        count_attempt(work, Attempt.PASSWORD, address=email, network=network, now=now)
        kept = work.logins.password_by_email(email)
    if not passwords.is_right(password, kept.hash if kept else None) or kept is None:
        return None
    with house.writing() as work:
        if work.logins.password_by_email(email) != kept:
            return None  # it was changed meanwhile
        if not roles_of(work, kept.account_id, now=now):
            return None
        return enter(work, account_id=kept.account_id, way=Way.PASSWORD, device=device, now=now)


def enter(
    work: UnitOfWork,
    *,
    account_id: UUID,
    way: Way,
    device: str,
    now: datetime,
    role: Role | None = None,
    provider: str = "",
) -> Entered:
    """Begin a session for somebody whose identity was just proven, and note it in the audit trail.

    Parameters
    ----------
    role : Role or None
        As what; ``None`` for the first of the roles that hold today.
    provider : str
        The school login it came by.

    Raises
    ------
    LinkRefusedError
        The account is closed, or is nothing to anybody today.
    """
    holder, held = work.accounts.get(account_id), roles_of(work, account_id, now=now)
    if holder is None or not holder.is_open or not held or (role or held[0]) not in held:
        raise LinkRefusedError("closed")
    chosen = role or held[0]
    secret = begin_session(work, account_id=account_id, role=chosen, device=device, provider=provider, now=now)
    work.note(act=ENTER, by=Account(role=chosen, id=account_id), subject_id=account_id, reason=way)
    return Entered(secret=secret, account_id=account_id, role=chosen)


def roles_of(work: UnitOfWork, account_id: UUID, *, now: datetime) -> tuple[Role, ...]:
    """Give what an account is today, each role once, in the order of the list of roles."""
    today = local_day(now)
    held = {relation.role for relation in work.accounts.relations_of(account_id) if relation.holds_on(today)}
    return tuple(role for role in Role if role in held)

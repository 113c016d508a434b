"""One's own account: where one has entered, as what, and by which proofs."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accounts.password import fault_of
from accounts.role import Role
from services import passwords
from services.errors import NotFoundError, ServiceError, found
from services.login import Entered, Way, enter, roles_of
from services.permissions import Account, Act, require
from services.sessions import end_session, hashed
from services.unit_of_work import House, UnitOfWork
from storage.logins import Identity

FRESH = timedelta(minutes=15)
"""So soon after entering a new password is taken without the old one: that is how a forgotten one is replaced."""
MARK_LENGTH = 16
"""Characters of the hash by which a session is named on a page; the secret itself cannot be found from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A browser in which the account has entered.

    Parameters
    ----------
    mark : str
        By which it is ended.
    is_this : bool
        Whether it is the browser that asks.
    """

    mark: str
    role: Role
    device: str
    made_at: datetime
    expires_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """What somebody sees of the own account.

    Parameters
    ----------
    roles : tuple of Role
        Everything the account is today.
    needs_old_password : bool
        Whether a new password asks for the old one.
    """

    name: str
    email: str
    roles: tuple[Role, ...]
    sessions: tuple[SessionView, ...]
    identities: tuple[Identity, ...]
    has_password: bool
    needs_old_password: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    """A password somebody chose, and the one before where there was one."""

    new: str
    old: str


class OldPasswordError(ServiceError):
    """The old password was not given, or is another one."""


class WeakPasswordError(ServiceError):
    """A password will not do.

    Parameters
    ----------
    fault : str
        What is wrong, in Dutch.
    """

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__("a password that will not do")


def own_account(work: UnitOfWork, *, by: Account, secret: str, now: datetime) -> AccountView:
    """Give what somebody may know and change of the own account.

    Parameters
    ----------
    secret : str
        Of the browser that asks.
    """
    require(by, Act.SEE_ACCOUNT, None)
    account_id = found(by.id)
    holder = found(work.accounts.get(account_id))
    has_password = work.logins.password_of(account_id) is not None
    sessions = tuple(
        SessionView(
            mark=kept.token_sha256[:MARK_LENGTH],
            role=kept.role,
            device=kept.device,
            made_at=kept.made_at,
            expires_at=kept.expires_at,
            is_this=kept.token_sha256 == hashed(secret),
        )
        for kept in work.sessions.of_account(account_id)
        if kept.expires_at > now
    )
    return AccountView(
        name=holder.name,
        email=holder.email or "",
        roles=roles_of(work, account_id, now=now),
        sessions=sessions,
        identities=work.logins.identities_of(account_id),
        has_password=has_password,
        needs_old_password=has_password and not any(kept.is_this and now - kept.made_at < FRESH for kept in sessions),
    )


def end_own_session(work: UnitOfWork, *, by: Account, mark: str) -> None:
    """Put one of the own browsers out.

    Raises
    ------
    NotFoundError
        None of them has this mark.
    """
    require(by, Act.KEEP_ACCOUNT, None)
    kept = [one for one in work.sessions.of_account(found(by.id)) if one.token_sha256[:MARK_LENGTH] == mark]
    if not kept:
        raise NotFoundError("not found")
    for one in kept:
        work.sessions.end(one.token_sha256)


def end_other_sessions(work: UnitOfWork, *, by: Account, secret: str) -> int:
    """Put all browsers out but the one that asks, and give their number."""
    require(by, Act.KEEP_ACCOUNT, None)
    return work.sessions.end_all(found(by.id), but=hashed(secret))


def switch_role(work: UnitOfWork, *, by: Account, role: Role, secret: str, device: str, now: datetime) -> Entered:
    """Go on as something else that the account is today, in a new session.

    Raises
    ------
    NotFoundError
        The account is not that today.
    """
    require(by, Act.KEEP_ACCOUNT, None)
    if role not in roles_of(work, found(by.id), now=now):
        raise NotFoundError("not found")
    end_session(work, token=secret)
    return enter(work, account_id=found(by.id), way=Way.ROLE, role=role, device=device, now=now)


def choose_password(house: House, *, by: Account, secret: str, chosen: NewPassword, now: datetime) -> None:
    """Set or change the own password; all other browsers are put out.

    The hashing, which takes long on purpose, is done between two units of work.

    Raises
    ------
    OldPasswordError
        The old one was needed and not given.
    WeakPasswordError
        The new one will not do.
    NotFoundError
        The account has no address to enter with.
    """
    require(by, Act.KEEP_ACCOUNT, None)
    account_id = found(by.id)
    with house.reading() as work:
        view = own_account(work, by=by, secret=secret, now=now)
        kept = work.logins.password_of(account_id)
    if not view.email:
        raise NotFoundError("not found")
    if view.needs_old_password and not passwords.is_right(chosen.old, kept.hash if kept else None):
        raise OldPasswordError
    own = (*view.name.split(), *view.email.replace("@", ".").split("."))
    if fault := fault_of(chosen.new, common=passwords.common_words(), own=own):
        raise WeakPasswordError(fault)
    hashed_password = passwords.hash_of(chosen.new)
    with house.writing(by) as work:
        if work.logins.password_of(account_id) != kept:
            raise OldPasswordError  # another browser changed it meanwhile
        work.logins.save_password(account_id, hash=hashed_password, now=now)
        end_other_sessions(work, by=by, secret=secret)


def forget_identity(work: UnitOfWork, *, by: Account, identity_id: UUID) -> None:
    """Let a school account no longer open the own account.

    Raises
    ------
    NotFoundError
        It is not one of the own, or the only way in: the account has no address of mail.
    """
    require(by, Act.KEEP_ACCOUNT, None)
    holder = found(work.accounts.get(found(by.id)))
    if holder.email is None or not work.logins.forget_identity(identity_id, account_id=holder.id):
        raise NotFoundError("not found")

"""Going to a school's own login and coming back from it: who comes back is believed only for what can be checked."""

import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import quote, urlencode
from uuid import uuid4

from accounts.holder import LONGEST_NAME, AccountHolder
from accounts.relation import Relation
from accounts.role import Role
from services.attempts import Attempt, count_attempt
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.login import Entered, Way, enter
from services.permissions import Account, Act, require
from services.school_login.errors import LoginRefusedError, UnknownPersonError
from services.school_login.fetching import Fetcher
from services.school_login.metadata import Memory, Metadata
from services.school_login.providers import Provider
from services.school_login.tokens import claims_of, key_id_of
from services.sessions import TOKEN_BYTES, hashed
from services.unit_of_work import ConflictError, House, UnitOfWork
from storage.logins import SchoolVisit

VISIT_LASTS = timedelta(minutes=10)
"""Long enough to find a password at the school, short enough that an open page is worth nothing the next lesson."""
BACK_PATH = "/inloggen/school/{key}/terug"
"""A place of its own for each provider, so that the answer of one is never taken for that of another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLogins:
    """The school logins of an installation, and what this process remembers of their providers.

    Parameters
    ----------
    address : str
        Where this installation is reached.
    """

    address: str
    memories: Mapping[str, Memory] = field(default_factory=dict)

    @classmethod
    def of(cls, providers: Sequence[Provider], *, address: str) -> "SchoolLogins":
        """Begin with nothing remembered."""
        return cls(address=address, memories={one.key: Memory(provider=one) for one in providers})

    @property
    def providers(self) -> tuple[Provider, ...]:
        """The providers, in the order of the file."""
        return tuple(memory.provider for memory in self.memories.values())

    def memory(self, key: str) -> Memory:
        """Give what is remembered of a provider; raises ``NotFoundError`` for one that is not there."""
        if key not in self.memories:
            raise NotFoundError("not found")
        return self.memories[key]

    def back(self, key: str) -> str:
        """Give the address to which a provider sends people back."""
        return self.address + BACK_PATH.format(key=key)


def begin_visit(
    house: House,
    *,
    logins: SchoolLogins,
    key: str,
    browser: str,
    network: str,
    now: datetime,
    by: Account | None = None,
) -> str:
    """Give the address at the provider to which the browser goes now.

    Parameters
    ----------
    browser : str
        The mark of the browser; only the same one may come back.
    by : Account or None
        To whose account the school account will belong; ``None`` to enter.

    Raises
    ------
    NotFoundError
        There is no such school login.
    ProviderAwayError
        The provider cannot be asked.
    TooManyAttemptsError
        Too many came from this network.
    """
    if by is not None:
        require(by, Act.KEEP_ACCOUNT, None)
    memory = logins.memory(key)
    with house.writing() as work:
        count_attempt(work, Attempt.SCHOOL, network=network, now=now)
    metadata = memory.metadata(now=now)
    state, nonce, verifier = (secrets.token_urlsafe(TOKEN_BYTES) for _ in range(3))
    with house.writing(by) as work:
        work.logins.forget_visits_before(now - VISIT_LASTS)
        work.logins.add_visit(
            SchoolVisit(
                state_sha256=hashed(state),
                provider=key,
                nonce=nonce,
                code_verifier=verifier,
                browser_sha256=hashed(browser),
                account_id=by.id if by else None,
                begun_at=now,
            )
        )
    asked = {
        "response_type": "code",
        "client_id": memory.provider.client_id,
        "redirect_uri": logins.back(key),
        "scope": " ".join(memory.provider.scopes),
        "state": state,
        "nonce": nonce,
        "code_challenge": _unpadded(sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    joined_by = "&" if "?" in metadata.authorization_endpoint else "?"
    return f"{metadata.authorization_endpoint}{joined_by}{urlencode(asked)}"


def end_visit(
    house: House,
    *,
    logins: SchoolLogins,
    key: str,
    answer: Mapping[str, str],
    browser: str,
    network: str,
    device: str,
    now: datetime,
    by: Account,
) -> Entered | None:
    """Let somebody in who comes back from a provider; ``None`` when the school account was added to the own account.

    Parameters
    ----------
    answer : mapping of str to str
        What the provider sent along with the browser.
    by : Account
        Who has entered in this browser already.

    Raises
    ------
    LoginRefusedError
        Something is not as it should be.
    UnknownPersonError
        It is certain who it is, and nobody here is known as that.
    NotFoundError
        There is no such school login.
    ProviderAwayError
        The provider cannot be asked.
    TooManyAttemptsError
        Too many came from this network.
    """
    memory = logins.memory(key)
    provider = memory.provider
    with house.writing() as work:
        count_attempt(work, Attempt.SCHOOL, network=network, now=now)
        visit = work.logins.take_visit(hashed(answer.get("state", "")))
    _check_return(visit, key=key, browser=browser, by=by, now=now)
    assert visit is not None  # noqa: S101 - checked just now
    metadata = memory.metadata(now=now)
    _check_issuer(answer, provider=provider, metadata=metadata)
    if "error" in answer or not answer.get("code"):
        raise LoginRefusedError("the provider let nobody in")
    claims = _claims(memory, metadata, visit=visit, code=answer["code"], back=logins.back(key), now=now)
    if visit.account_id is not None:
        _add_to_account(house, visit, provider=provider, claims=claims, now=now)
        return None
    with house.writing() as work:
        return _enter_known(work, provider=provider, claims=claims, device=device, now=now)


def leaving_address(logins: SchoolLogins, *, key: str, now: datetime) -> str:
    """Give the address at which somebody also leaves the provider; empty when it has none; raises as above."""
    memory = logins.memory(key)
    there = memory.metadata(now=now).end_session_endpoint
    asked = {"client_id": memory.provider.client_id, "post_logout_redirect_uri": f"{logins.address}/"}
    return f"{there}{'&' if '?' in there else '?'}{urlencode(asked)}" if there else ""


def _check_return(visit: SchoolVisit | None, *, key: str, browser: str, by: Account, now: datetime) -> None:
    checks = {
        "no such visit": visit is not None,
        "of another provider": visit is not None and visit.provider == key,
        "of another browser": visit is not None
        and bool(browser)
        and compare_digest(visit.browser_sha256, hashed(browser)),
        "too late": visit is not None and visit.begun_at <= now < visit.begun_at + VISIT_LASTS,
        "of another account": visit is not None and visit.account_id in (None, by.id),
    }
    if wrong := [name for name, is_right in checks.items() if not is_right]:
        raise LoginRefusedError(f"visit: {wrong[0]}")


def _check_issuer(answer: Mapping[str, str], *, provider: Provider, metadata: Metadata) -> None:
    """Refuse the answer of another provider (RFC 9207, 2.4)."""
    said = answer.get("iss")
    if (said is None and metadata.names_itself) or said not in (None, provider.issuer):
        raise LoginRefusedError("answer of another issuer")


def _claims(
    memory: Memory, metadata: Metadata, *, visit: SchoolVisit, code: str, back: str, now: datetime
) -> Mapping[str, Any]:
    """Change the code for tokens, check them, and ask the provider who it is."""
    provider, fetcher = memory.provider, Fetcher(provider=memory.provider)
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": visit.code_verifier,
    }
    tokens = fetcher.post(metadata.token_endpoint, fields, authorization=_authorization(provider))
    access_token, id_token = tokens.get("access_token"), tokens.get("id_token")
    if not isinstance(access_token, str) or str(tokens.get("token_type", "")).lower() != "bearer":
        raise LoginRefusedError("no token to ask with")
    kid = key_id_of(id_token)
    claims = claims_of(
        str(id_token),
        keys=memory.keys(now=now, kid=kid),
        provider=provider,
        nonce=visit.nonce,
        access_token=access_token,
        begun_at=visit.begun_at,
        now=now,
    )
    told = fetcher.get(metadata.userinfo_endpoint, bearer=access_token)
    if told.get("sub") != claims["sub"]:
        raise LoginRefusedError("the provider told about somebody else")
    return {**told, "sub": claims["sub"]}


def _enter_known(
    work: UnitOfWork, *, provider: Provider, claims: Mapping[str, Any], device: str, now: datetime
) -> Entered:
    known = work.logins.identity(issuer=provider.issuer, subject=claims["sub"])
    account_id = known.account_id if known else _new_account(work, provider=provider, claims=claims, now=now)
    return enter(work, account_id=account_id, way=Way.SCHOOL, device=device, provider=provider.key, now=now)


def _new_account(work: UnitOfWork, *, provider: Provider, claims: Mapping[str, Any], now: datetime) -> Any:
    """Make an account for somebody who is let in by the settings of the provider; never by an address of mail."""
    people = [one for one in provider.people if one.fit(claims)]
    if not people:
        raise UnknownPersonError("nobody here is known as this person")
    said = claims.get(provider.name_claim)
    name = said.strip()[:LONGEST_NAME] if isinstance(said, str) and said.strip() else provider.name
    holder = AccountHolder(id=uuid4(), name=name, email=None, made_at=now)
    work.accounts.save(holder)
    for one in people:
        work.accounts.save_relation(
            Relation(
                id=uuid4(),
                account_id=holder.id,
                role=Role(one.role),
                school=one.school,
                group=one.group,
                from_on=local_day(now),
            )
        )
    work.logins.add_identity(
        account_id=holder.id, provider=provider.key, issuer=provider.issuer, subject=claims["sub"], now=now
    )
    return holder.id


def _add_to_account(
    house: House, visit: SchoolVisit, *, provider: Provider, claims: Mapping[str, Any], now: datetime
) -> None:
    try:
        with house.writing() as work:
            known = work.logins.identity(issuer=provider.issuer, subject=claims["sub"])
            if known is None:
                work.logins.add_identity(
                    account_id=found(visit.account_id),
                    provider=provider.key,
                    issuer=provider.issuer,
                    subject=claims["sub"],
                    now=now,
                )
            elif known.account_id != visit.account_id:
                raise LoginRefusedError("the school account is somebody else's here")
    except ConflictError as error:
        raise LoginRefusedError("the school account is somebody else's here") from error


def _authorization(provider: Provider) -> str:
    """Name our client and its secret (RFC 6749, 2.3.1)."""
    pair = f"{quote(provider.client_id, safe='')}:{quote(provider.secret.get_secret_value(), safe='')}"
    return f"Basic {b64encode(pair.encode()).decode()}"


def _unpadded(digest: bytes) -> str:
    return urlsafe_b64encode(digest).rstrip(b"=").decode()

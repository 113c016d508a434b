"""Who is at the door: the signed session cookie, the token in forms, the origin of requests and the safety headers."""

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import refusal, status_of
from api.secret_paths import without_secret
from services.feeds import PRIVATE_FEED_PATH
from services.permissions import ANONYMOUS, Account
from services.sessions import SESSION_LASTS
from services.unit_of_work import StorageError

log = logging.getLogger(__name__)

COOKIE = "plekwijzer"
HTTPS_COOKIE = f"__Host-{COOKIE}"
"""Browsers take a cookie with this name only over https, for this host alone and for all its paths."""
State = dict[str, Any]
"""What a request carries along: the house, the clock, and what the layers add."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
STATIC_PREFIX = "/static/"
API_PREFIX = "/api/"
STATIC_CACHE = "public, max-age=31536000, immutable"
REGION_FEED_PATH = "/agenda.ics"
FEED_CACHE = "public, max-age=900"
"""What everybody may see, is kept for a quarter of an hour."""
PAGE_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
EVIDENCE_PATHS = ("/dossier/bewijs/", "/overstap/bestand/")
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For what a student sent: even where somebody opens a download in a browser, nothing in it may run."""
API_POLICY = "default-src 'none'; frame-ancestors 'none'"


@dataclass(slots=True)
class Session:
    """What this browser carries, and who that is.

    Attributes
    ----------
    nonce : str
        Random mark of this session, to which tokens in forms are tied; empty until something needs it.
    secret : str
        What opens the session that is kept in the database; empty for who has not entered.
    account : Account
        Who that is now, asked of the database at every request.
    is_changed : bool
        Whether the answer must set the cookie.
    """

    nonce: str = ""
    secret: str = ""
    account: Account = ANONYMOUS
    is_changed: bool = False

    def enter(self, secret: str) -> None:
        """Go on with this secret, under a new mark, so that an older cookie or token is worth nothing here."""
        self.secret, self.nonce, self.is_changed = secret, secrets.token_urlsafe(16), True

    def marked(self) -> str:
        """Give the mark of this session, made when there is none yet."""
        if not self.nonce:
            self.nonce, self.is_changed = secrets.token_urlsafe(16), True
        return self.nonce

    def leave(self) -> None:
        """Go on as nobody."""
        self.account = ANONYMOUS
        self.enter("")


class Seal:
    """Signs and reads what browsers carry for us.

    Parameters
    ----------
    secret_key : str
        When empty a key is made that lives as long as this process.
    is_demo : bool
        What is sealed in a demo region opens nothing elsewhere, also under the same key.
    """

    def __init__(self, secret_key: str, *, is_demo: bool) -> None:
        key = secret_key or secrets.token_urlsafe(32)
        where = "demo" if is_demo else "live"
        self._sessions = URLSafeTimedSerializer(key, salt=f"{where}-session")
        self._tokens = URLSafeTimedSerializer(key, salt=f"{where}-form")

    def cookie(self, session: Session) -> str:
        """Write a session as the value of a cookie."""
        return str(self._sessions.dumps([session.nonce, session.secret]))

    def session(self, cookie: str) -> Session:
        """Read a session; of a cookie that is not ours, or too old, nothing is believed."""
        try:
            nonce, secret = self._sessions.loads(cookie, max_age=_seconds(SESSION_LASTS))
        except (BadSignature, ValueError, TypeError):
            return Session()
        return Session(nonce=str(nonce), secret=str(secret))

    def token(self, session: Session) -> str:
        """Make a token for a form of this session; each one looks different, so that compression gives nothing away."""
        return str(self._tokens.dumps([secrets.token_hex(4), session.marked()]))

    def is_token_of(self, session: Session, token: str) -> bool:
        """Say whether a form came from a page of this session."""
        try:
            _, nonce = self._tokens.loads(token, max_age=_seconds(SESSION_LASTS))
        except (BadSignature, ValueError, TypeError):
            return False
        return bool(session.nonce) and secrets.compare_digest(str(nonce), session.nonce)


class SessionMiddleware:
    """Finds out who is at the door before a request, and sets the cookie after it when something changed.

    Parameters
    ----------
    resolve
        Gives who a secret stands for at this moment; asked in a thread of its own, because it asks the database.
    """

    def __init__(self, app: ASGIApp, *, seal: Seal, is_demo: bool, resolve: Callable[[State, str], Account]) -> None:
        self.app = app
        self.seal = seal
        self.is_demo = is_demo
        self.resolve = resolve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with ``session``, ``seal`` and ``is_demo`` in ``request.state``."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
        name = cookie_name(scope["scheme"])
        session = self.seal.session(cookies[name].value) if name in cookies else Session()
        state: State = scope.setdefault("state", {})
        state.update(session=session, seal=self.seal, is_demo=self.is_demo)
        if session.secret and not scope["path"].startswith(STATIC_PREFIX):
            try:
                session.account = await run_in_threadpool(self.resolve, state, session.secret)
            except StorageError as error:
                # Nobody is let in, and nobody is put out, while the database does not answer.
                log.error("nobody could be asked who entered at %s", without_secret(scope["path"]), exc_info=error)
                await refusal(Request(scope), status=status_of(error))(scope, receive, send)
                return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and session.is_changed:
                MutableHeaders(scope=message).append("Set-Cookie", self._cookie(session, scope["scheme"]))
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _cookie(self, session: Session, scheme: str) -> str:
        secure = "; Secure" if scheme == "https" else ""
        named = f"{cookie_name(scheme)}={self.seal.cookie(session)}"
        return f"{named}; Path=/; Max-Age={_seconds(SESSION_LASTS)}; HttpOnly; SameSite=Lax{secure}"


class OriginMiddleware:
    """Refuses a request that changes something and comes from another site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and not _is_same_origin(scope):
            answer = refusal(Request(scope), status=403, text="Dit verzoek komt van een andere website.")
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


class WithoutQuery(logging.Filter):
    """Leaves out of the server's own log what is nobody else's: what people fill in, and secrets of a mail.

    People fill in ages and hours behind the question mark; the link of a mail
    holds a secret in its path.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Shorten the address in a line of the log; always keep the line."""
        if isinstance(record.args, tuple):
            # uvicorn gives client, method, address, version and status.
            record.args = tuple(
                without_secret(part.partition("?")[0]) if isinstance(part, str) and part.startswith("/") else part
                for part in record.args
            )
        return True


class HeadersMiddleware:
    """Gives every answer the headers that keep browsers strict and private pages out of caches."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _add_headers(headers: MutableHeaders, scope: Scope, status: int) -> None:
    path: str = scope["path"]
    is_static = path.startswith(STATIC_PREFIX) and status in (200, 304)
    is_public_feed = path == REGION_FEED_PATH and status in (200, 304)
    headers["Cache-Control"] = STATIC_CACHE if is_static else FEED_CACHE if is_public_feed else "no-store"
    is_file = path.startswith(EVIDENCE_PATHS) and status == 200
    policy = API_POLICY if path.startswith(API_PREFIX) else FILE_POLICY if is_file else PAGE_POLICY
    headers["Content-Security-Policy"] = policy
    headers["X-Content-Type-Options"] = "nosniff"
    # Not "no-referrer": with that, browsers send "Origin: null" with our own forms. A path that is a secret is not even
    # told to our own pages, and so not to the log of a server in front of us.
    headers["Referrer-Policy"] = "strict-origin" if without_secret(path) != path else "same-origin"
    if path.startswith(PRIVATE_FEED_PATH):
        # No form ever comes from a calendar.
        headers["Referrer-Policy"] = "no-referrer"
        headers["X-Robots-Tag"] = "noindex, nofollow"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = "max-age=31536000"


def cookie_name(scheme: str) -> str:
    """Give the name of the cookie, which over https holds a promise that browsers keep."""
    return HTTPS_COOKIE if scheme == "https" else COOKIE


def _is_same_origin(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin == f"{scope['scheme']}://{headers.get('host', '')}"


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())

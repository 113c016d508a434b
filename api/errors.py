"""The one table from error to status, and how a refusal looks: problem+json for programs, a page for people."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accounts.errors import AccountsError, InvalidAccountError, LinkRefusedError
from api.rendering import page
from api.secret_paths import without_secret
from api.wording import count_text
from career.application_rules import ApplicationStepError
from career.case import CaseStepError
from career.conversation import ConversationStateError
from career.errors import CareerError, InvalidValueError
from career.guarantee import GuaranteeStepError
from career.handover import HandoverError
from career.link import LinkStateError
from career.peer import PeerStepError
from career.recommendation import LetterStateError
from career.rectification import RectificationStateError
from career.scheme_consent import SchemeConsentError
from employer_toolkit.errors import (
    CallClaimedError,
    DraftChangedError,
    EmployerToolkitError,
    HeldBackError,
    InvalidCompanyError,
    InvalidPlacementError,
    PlacementStateError,
    ReportStateError,
)
from employer_toolkit.review import ReviewStateError
from events.errors import (
    CalendarRefusedError,
    CalendarStateError,
    EncounterStateError,
    EventChangedError,
    EventError,
    EventStateError,
    InvalidEventValueError,
    MeetingStateError,
)
from services.applications.errors import ContactRefusedError
from services.attempts import TooManyAttemptsError
from services.errors import ForbiddenError, NotFoundError, ServiceError
from services.event_queue import SeatRefusedError
from services.files.evidence import EvidenceRefusedError
from services.handover.choosing import HandoverChangedError
from services.linking.confirming import TooManyLinksError
from services.own_account import OldPasswordError, WeakPasswordError
from services.posting import AlreadyPostedError
from services.privacy.erasing import TooYoungToEraseError
from services.privacy.rectifying import TooManyRequestsError
from services.school_login.errors import LoginRefusedError, ProviderAwayError, SchoolLoginError, UnknownPersonError
from services.unit_of_work import ConflictError, NotMigratedError, StorageError, UnavailableError

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5


class CatchMiddleware:
    """Answers what nobody caught, inside the layers that add headers and cookies."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; on an unknown error log it and answer 500, if nothing was answered yet."""
        is_begun = False

        async def send_noting(message: Message) -> None:
            nonlocal is_begun
            is_begun = is_begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_noting)
        except Exception as error:
            if scope["type"] != "http":
                raise
            log.error("unknown error at %s", without_secret(scope["path"]), exc_info=error)
            if not is_begun:
                await refusal(Request(scope), status=500)(scope, receive, send)


class DoorError(Exception):
    """A request was refused at the door, before any act."""


class NotEnteredError(DoorError):
    """This needs an account, and nobody has entered."""


class StaleFormError(DoorError):
    """A form came without a token of this session: it was open for too long, or did not come from us."""


class UnreadableQueryError(DoorError):
    """The address of a page holds something that it cannot hold."""


STATUSES: Mapping[type[Exception], int] = {
    NotEnteredError: 401,
    StaleFormError: 403,
    UnreadableQueryError: 400,
    DoorError: 400,
    ForbiddenError: 403,
    NotFoundError: 404,
    AlreadyPostedError: 409,
    TooManyLinksError: 429,
    ContactRefusedError: 409,
    EvidenceRefusedError: 400,
    HandoverChangedError: 409,
    SeatRefusedError: 409,
    TooManyRequestsError: 429,
    TooYoungToEraseError: 403,
    TooManyAttemptsError: 429,
    OldPasswordError: 400,
    WeakPasswordError: 400,
    LoginRefusedError: 400,
    UnknownPersonError: 403,
    ProviderAwayError: 503,
    SchoolLoginError: 400,
    ServiceError: 400,
    InvalidAccountError: 400,
    LinkRefusedError: 404,
    AccountsError: 400,
    InvalidValueError: 400,
    LinkStateError: 409,
    HandoverError: 409,
    ApplicationStepError: 409,
    RectificationStateError: 409,
    LetterStateError: 409,
    CaseStepError: 409,
    GuaranteeStepError: 409,
    PeerStepError: 409,
    SchemeConsentError: 409,
    CareerError: 400,
    InvalidPlacementError: 400,
    PlacementStateError: 409,
    HeldBackError: 409,
    InvalidCompanyError: 400,
    CallClaimedError: 409,
    ReportStateError: 409,
    DraftChangedError: 409,
    ReviewStateError: 409,
    EmployerToolkitError: 400,
    EncounterStateError: 409,
    ConversationStateError: 409,
    MeetingStateError: 409,
    EventChangedError: 409,
    EventStateError: 409,
    CalendarStateError: 409,
    CalendarRefusedError: 400,
    EventError: 400,
    ConflictError: 409,
    UnavailableError: 503,
    NotMigratedError: 503,
    StorageError: 500,
}
"""Every error that may reach a door, with its status; the nearest class counts."""
WITH_FAULTS = (
    InvalidAccountError,
    InvalidCompanyError,
    InvalidEventValueError,
    InvalidPlacementError,
    InvalidValueError,
)
"""The errors that name each field that is wrong."""

TITLES: Mapping[int, tuple[str, str]] = {
    400: ("Dit klopt nog niet", "Er staat iets in je vraag dat wij niet begrijpen."),
    401: ("Je bent niet ingelogd", "Log in om deze pagina te zien."),
    403: ("Dit mag niet", "Deze pagina is niet voor jou, of je was te lang weg. Ga terug en probeer het opnieuw."),
    404: ("Deze pagina is er niet", "Het adres klopt niet, of de pagina is weg."),
    405: ("Dit kan hier niet", "Deze pagina kent deze vraag niet."),
    409: ("Iemand was je voor", "Dit is intussen veranderd. Kijk opnieuw."),
    413: ("Dit is te groot", "Stuur minder gegevens."),
    415: ("Dit formaat kennen wij niet", "Stuur de gegevens in een ander formaat."),
    429: ("Dit is genoeg voor nu", "Er is vandaag al heel veel gezegd. Probeer het morgen opnieuw."),
    500: ("Er ging iets mis", "Dat ligt aan ons. Probeer het later opnieuw."),
    503: ("Even geduld", "Plekwijzer kan nu niet bij de gegevens. Probeer het zo opnieuw."),
}
"""Per status a title and a sentence in plain Dutch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What is told about a request that was refused; never what was sent."""

    status: int
    text: str
    faults: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)


def status_of(error: Exception) -> int:
    """Give the status of an error: that of the nearest class in the table, or 500."""
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def refusal(
    request: Request,
    *,
    status: int,
    text: str = "",
    faults: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer a refused request: ``application/problem+json`` under ``/api``, else a page in plain Dutch."""
    title, usual = TITLES.get(status, TITLES[500] if status >= 500 else TITLES[400])
    told = text or usual
    extra = dict(headers or {})
    if status == 503:
        extra.setdefault("Retry-After", str(RETRY_AFTER_S))
    if not request.scope["path"].startswith("/api/"):
        lines = [f"{name}: {fault}" if name else fault for name, fault in (faults or {}).items()]
        return page(request, "error.html", status=status, headers=extra, title=title, text=told, faults=lines)
    problem: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": told}
    if faults:
        problem["errors"] = [{"field": name, "detail": fault} for name, fault in faults.items()]
    return JSONResponse(problem, status_code=status, headers=extra, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Let an app answer every error by the table."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)
    for kind in STATUSES:
        app.add_exception_handler(kind, _on_known)
    app.add_exception_handler(Exception, _on_unknown)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - Starlette hands over what the handler was registered for
    return refusal(request, status=error.status_code, headers=error.headers)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    return refusal(request, status=400, faults=_faults(error.errors()))


async def _on_known(request: Request, error: Exception) -> Response:
    status = status_of(error)
    if status >= 500:
        log.error("%s: %s", type(error).__name__, without_secret(request.scope["path"]), exc_info=error)
    faults = error.faults if isinstance(error, WITH_FAULTS) else None
    if isinstance(error, TooManyAttemptsError):
        headers = {"Retry-After": str(error.retry_after_s)}
        return refusal(request, status=status, text=_later(error.retry_after_s), headers=headers)
    text = error.text if isinstance(error, ContactRefusedError | EvidenceRefusedError | SeatRefusedError) else ""
    return refusal(request, status=status, text=text, faults=faults)


async def _on_unknown(request: Request, error: Exception) -> Response:
    # Starlette raises the error again after this answer, and CatchMiddleware logs it.
    return refusal(request, status=500)


def _later(seconds: int) -> str:
    if seconds > 5400:
        return "Dit is te vaak gedaan. Probeer het over een paar uur opnieuw."
    minutes = (seconds + 59) // 60
    return f"Dit is te vaak gedaan. Probeer het over {count_text(minutes, 'minuut', 'minuten')} opnieuw."


def _faults(errors: Sequence[Mapping[str, object]]) -> dict[str, str]:
    """Name each field with what is wrong in it; the values sent stay out."""
    faults: dict[str, str] = {}
    for error in errors:
        place = error["loc"]
        parts = [str(part) for part in place][1:] if isinstance(place, tuple) else []
        faults.setdefault(".".join(parts), str(error["msg"]))
    return faults

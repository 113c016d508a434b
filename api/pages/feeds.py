"""Feeds: the agenda of the region for everybody's calendar, and one's own behind a secret address."""

from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Installation, Network, Now, Reading, SiteAddress, Submitted, Writing
from api.doors import allow, everybody, guarded_router
from api.errors import UnreadableQueryError
from api.rendering import page
from api.security import REGION_FEED_PATH
from events.event import EventKind, Role
from services.events import EventFilters
from services.feeds import PRIVATE_FEED_PATH, end_feed, make_feed, my_feed, private_feed, region_feed
from services.permissions import Act

router = guarded_router()

HERE = "/account/agenda-link"
Choice = TypeVar("Choice", EventKind, Role)


@router.get(REGION_FEED_PATH)
@allow(Act.SEE_EVENTS)
def give_region_feed(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    site: SiteAddress,
    soort: str = "",
    gemeente: str = "",
    wie: str = "",
) -> Response:
    """Give the agenda to a calendar that comes back for it."""
    filters = EventFilters(kind=_choice(EventKind, soort), municipality=gemeente or None, role=_choice(Role, wie))
    text, changed_at = region_feed(work, by=by, site=site, now=now, filters=filters)
    return _calendar(request, text, changed_at)


@router.get(PRIVATE_FEED_PATH + "{token}.ics")
@everybody("a calendar cannot log in: the secret in the address is what opens it")
def give_private_feed(
    request: Request, house: Installation, network: Network, now: Now, site: SiteAddress, token: str
) -> Response:
    """Give a calendar what is its owner's own."""
    return _calendar(request, private_feed(house, token=token, network=network, site=site, now=now), None)


@router.get(HERE)
@allow(Act.SEE_ACCOUNT)
def show_link(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show whether there is an agenda link, until when and whether it is used."""
    return page(request, "feed.html", current="/account", feed=my_feed(work, by=by, now=now), address="")


@router.post(HERE)
@allow(Act.KEEP_ACCOUNT)
def make_link(request: Request, work: Writing, by: By, now: Now, site: SiteAddress, form: Submitted) -> HTMLResponse:
    """Make an agenda link, and show its address this once."""
    address = f"{site}{PRIVATE_FEED_PATH}{make_feed(work, by=by, now=now)}.ics"
    return page(request, "feed.html", current="/account", feed=my_feed(work, by=by, now=now), address=address)


@router.post(HERE + "/stop")
@allow(Act.KEEP_ACCOUNT)
def stop_link(work: Writing, by: By, form: Submitted) -> RedirectResponse:
    """Let the agenda link open nothing any more."""
    end_feed(work, by=by)
    return RedirectResponse(HERE, status_code=303)


def _calendar(request: Request, text: str, changed_at: datetime | None) -> Response:
    """Answer with a calendar, or say that it is still the one that the asker holds."""
    body = text.encode()
    headers = {"ETag": f'"{sha256(body).hexdigest()}"'}
    if changed_at is not None:
        headers["Last-Modified"] = format_datetime(changed_at.astimezone(UTC), usegmt=True)
    held = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if held & {headers["ETag"], "*"}:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)


def _choice(kind: type[Choice], text: str) -> Choice | None:
    try:
        return kind(text) if text else None
    except ValueError:
        raise UnreadableQueryError from None

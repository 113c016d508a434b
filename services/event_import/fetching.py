"""Fetches the calendar of another organiser: only over https, only from the open internet, and no more than fits."""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import httpx2

from services.errors import ServiceError
from services.school_login.fetching import is_public

STEP_SECONDS = 5.0
"""Longest wait for one step: connecting, the next bytes."""
MOST_REDIRECTS = 3
LONGEST_ADDRESS = 2_000
KINDS = ("text/calendar", "text/plain")
HTTPS_PORT = 443
NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
LONGEST_MARK = 200
"""Characters of an ETag or a date; a longer one is not kept, and the calendar is then sent again each time."""
Resolve = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server elsewhere answered.

    Parameters
    ----------
    body : bytes or None
        The calendar; ``None`` when it is still the one that the marks were given with.
    etag, last_modified : str
        Marks by which the server knows this text again; empty when it gave none.
    """

    body: bytes | None
    etag: str = ""
    last_modified: str = ""


class CalendarAwayError(ServiceError):
    """A calendar elsewhere cannot be fetched.

    Parameters
    ----------
    text : str
        Why, as a Dutch sentence without a full stop.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"calendar elsewhere: {text}")


def addresses_of(host: str) -> Sequence[str]:
    """Give the addresses that a name leads to; a name that leads nowhere has none."""
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch_calendar(
    address: str,
    *,
    most_bytes: int,
    most_seconds: float,
    etag: str = "",
    last_modified: str = "",
    resolve: Resolve = addresses_of,
    transport: httpx2.BaseTransport | None = None,
) -> Fetched:
    """Fetch a calendar.

    The name is looked up once for each address: what was checked is what is
    called. Each redirect is checked as the first address was.

    Parameters
    ----------
    most_seconds : float
        Longest wait for all of it, however regularly bytes drip in.
    etag, last_modified : str
        The marks of the text that we have, so that it need not be sent again.
    resolve, transport
        Who looks names up and who calls; others in tests.

    Raises
    ------
    CalendarAwayError
        The address may not be asked, or does not answer with a calendar that fits, in time.
    """
    until = monotonic() + most_seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts, host = check_address(address)
        there = _public_address(host, resolve)
        if monotonic() > until:
            break
        at = f"[{there}]" if ":" in there else there
        # No encoding: a small answer could unfold into a large one.
        headers = {"Host": host, "Accept": ", ".join(KINDS), "Accept-Encoding": "identity"}
        headers |= {"If-None-Match": etag} if etag else {}
        headers |= {"If-Modified-Since": last_modified} if last_modified else {}
        try:
            with (
                httpx2.Client(
                    trust_env=False, follow_redirects=False, timeout=STEP_SECONDS, transport=transport
                ) as client,
                client.stream(
                    "GET",
                    urlunsplit(("https", at, parts.path or "/", parts.query, "")),
                    headers=headers,
                    extensions={"sni_hostname": host},
                ) as answer,
            ):
                is_same = answer.status_code == httpx2.codes.NOT_MODIFIED and bool(etag or last_modified)
                if is_same or not answer.is_redirect:
                    return Fetched(
                        body=None if is_same else _body(answer, most_bytes, until),
                        etag=_mark(answer, "etag") or (etag if is_same else ""),
                        last_modified=_mark(answer, "last-modified") or (last_modified if is_same else ""),
                    )
                address = urljoin(urlunsplit(("https", host, parts.path, parts.query, "")), answer.headers["location"])
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise CalendarAwayError("op dit adres krijgen wij geen antwoord") from error
    else:
        raise CalendarAwayError("dit adres verwijst te vaak door")
    raise CalendarAwayError("het antwoord duurt te lang")


def check_address(address: str) -> tuple[SplitResult, str]:
    """Give the parts and the host of an address that may be asked, or raise ``CalendarAwayError``."""
    refused = CalendarAwayError("dit adres kunnen wij niet gebruiken; geef een adres dat begint met https://")
    if len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable() or " " in address:
        raise refused
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise refused from None
    if parts.scheme not in ("https", "webcal") or "@" in parts.netloc or port not in (None, HTTPS_PORT):
        raise refused
    # A name ends in letters; whatever does not is a number in one of its many forms.
    if not NAME.fullmatch(host) or "\\" in address:
        raise refused
    return parts, host


def _public_address(host: str, resolve: Resolve) -> str:
    found = list(resolve(host))
    if not found:
        raise CalendarAwayError("dit adres bestaat niet")
    if not all(map(is_public, found)):
        raise CalendarAwayError("dit adres is niet openbaar")
    return found[0]


def _mark(answer: httpx2.Response, header: str) -> str:
    text = answer.headers.get(header, "")
    return text if len(text) <= LONGEST_MARK and text.isascii() and text.isprintable() else ""


def _body(answer: httpx2.Response, most_bytes: int, until: float) -> bytes:
    if answer.status_code != httpx2.codes.OK:
        raise CalendarAwayError(f"op dit adres staat geen agenda (antwoord {answer.status_code})")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise CalendarAwayError("het antwoord is ingepakt; dat pakken wij niet uit")
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() not in KINDS:
        raise CalendarAwayError("op dit adres staat geen agenda")
    body = bytearray()
    for part in answer.iter_raw():
        body += part
        if len(body) > most_bytes:
            raise CalendarAwayError(f"de agenda is groter dan {most_bytes // 1024} kilobytes")
        if monotonic() > until:
            raise CalendarAwayError("het antwoord duurt te lang")
    return bytes(body)

"""What may be fetched: only the open internet, only what fits, and the address that was checked is the one called."""

import time
from collections.abc import Iterator, Sequence

import httpx2
import pytest

from services.event_import.fetching import CalendarAwayError, fetch_calendar

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
OPEN = "145.100.1.2"
INSIDE = (
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.9.9", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1"),
    *("203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1"),
    *("fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1"),
    *("2002:7f00:1::1", "2001:0:53aa:64c:0:0:80ff:fffe", "2001:db8::1", "100::1", "::127.0.0.1", "fec0::1"),
)
"""Where a name may not lead to."""
FORGED = (
    *("http://agenda.example/a.ics", "ftp://agenda.example/a", "file:///etc/passwd", "gopher://agenda.example/"),
    *("data:text/calendar,BEGIN", "javascript:alert(1)", "//agenda.example/a", "agenda.example/a.ics", "", "https://"),
    *("https://127.0.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/"),
    *("https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://agenda.example:22/"),
    *("https://agenda.example:8443/", "https://wie@agenda.example/", "https://a:b@agenda.example/", "https://%31/"),
    *("https://agenda.example\\@10.0.0.1/", "https://10.0.0.1%00.example/"),
    *(
        "https://agenda.example\r\nHost: x/",
        "https://agenda .example/",
        "https://①②⑦.⓪.⓪.①/",
        "https://agenda.example:x/",
    ),
    *("https://1.2.3.4.5/", "https://[fe80::1%25eth0]/", "https://[/", "https://.example/", "https://a..example/"),
    "https://agenda.example/" + "a" * 3_000,
)


class Elsewhere:
    """Servers elsewhere: they keep where they were called, and answer in turn."""

    def __init__(self, *answers: httpx2.Response) -> None:
        self.answers, self.called = list(answers), list[tuple[str, str, str]]()

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.called.append((request.url.host, request.headers["host"], request.extensions["sni_hostname"]))
        return self.answers.pop(0)


def answer(body: bytes = CALENDAR, *, status: int = 200, **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in {"content_type": "text/calendar", **headers}.items()}
    return httpx2.Response(status, headers=named, stream=Drip([body]))


class Drip(httpx2.SyncByteStream):
    """A body that comes in parts, with pauses."""

    def __init__(self, parts: Sequence[bytes], pause_s: float = 0) -> None:
        self.parts, self.pause_s = parts, pause_s

    def __iter__(self) -> Iterator[bytes]:
        for part in self.parts:
            time.sleep(self.pause_s)
            yield part


def fetch(address: str, elsewhere: Elsewhere, *, leads_to: Sequence[str] = (OPEN,), seconds: float = 5) -> bytes | None:
    return fetch_calendar(
        address,
        most_bytes=10_000,
        most_seconds=seconds,
        resolve=lambda host: leads_to,
        transport=httpx2.MockTransport(elsewhere),
    ).body


@pytest.mark.parametrize("address", ["https://agenda.example/a.ics?x=1", "webcal://agenda.example/a.ics"])
def test_calendar_is_fetched_at_the_address_that_was_checked(address: str) -> None:
    elsewhere = Elsewhere(answer())

    assert fetch(address, elsewhere) == CALENDAR
    assert elsewhere.called == [(OPEN, "agenda.example", "agenda.example")]


def test_forged_addresses_are_many_enough() -> None:
    assert len({*INSIDE, *FORGED}) >= 60


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("beside", [(), (OPEN,)])
def test_name_that_leads_inside_is_never_called(inside: str, beside: tuple[str, ...]) -> None:
    elsewhere = Elsewhere()

    with pytest.raises(CalendarAwayError):
        fetch("https://agenda.example/", elsewhere, leads_to=[*beside, inside])

    assert elsewhere.called == []


@pytest.mark.parametrize("address", FORGED)
def test_forged_address_is_never_called(address: str) -> None:
    elsewhere = Elsewhere()

    with pytest.raises(CalendarAwayError):
        fetch(address, elsewhere)

    assert elsewhere.called == []


@pytest.mark.parametrize("address", [*FORGED[:4], "https://127.0.0.1/", "http://agenda.example/", "//10.0.0.1/"])
def test_redirect_is_checked_as_the_first_address_was(address: str) -> None:
    elsewhere = Elsewhere(answer(status=302, location=address))

    with pytest.raises(CalendarAwayError):
        fetch("https://agenda.example/", elsewhere)

    assert len(elsewhere.called) == 1


def test_name_that_changes_after_the_check_is_asked_anew_for_each_address() -> None:
    turns = iter([[OPEN], ["127.0.0.1"]])
    elsewhere = Elsewhere(answer(status=302, location="/verder.ics"))

    with pytest.raises(CalendarAwayError, match="openbaar"):
        fetch_calendar(
            "https://agenda.example/",
            most_bytes=10_000,
            most_seconds=5,
            resolve=lambda host: next(turns),
            transport=httpx2.MockTransport(elsewhere),
        )

    assert [host for host, _, _ in elsewhere.called] == [OPEN]


def test_redirects_come_to_an_end() -> None:
    elsewhere = Elsewhere(*(answer(status=301, location=f"/{n}.ics") for n in range(9)))

    with pytest.raises(CalendarAwayError, match="te vaak"):
        fetch("https://agenda.example/", elsewhere)

    assert len(elsewhere.called) == 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer(b"x" * 20_000), "groter"),
        (answer(b"\x1f\x8b" + b"x" * 100, content_encoding="gzip"), "ingepakt"),
        (answer(content_type="text/html"), "geen agenda"),
        (answer(status=404), "antwoord 404"),
        (httpx2.Response(200, headers={"content-type": "text/calendar"}, stream=Drip([b"x"] * 99, 0.1)), "te lang"),
    ],
)
def test_answer_that_does_not_fit_is_left(given: httpx2.Response, said: str) -> None:
    begun = time.monotonic()

    with pytest.raises(CalendarAwayError, match=said):
        fetch("https://agenda.example/", Elsewhere(given), seconds=0.5)

    assert time.monotonic() - begun < 5

"""Real calendar programs read the feed over the network: vdirsyncer fetches it, and khal tells what is in it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from os import environ
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from events.event import Event, EventKind, EventState, Session, Venue
from events.feed import feed_text
from events.invitation import registration_text

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
SERIES = UUID(int=900)
CHANGED = datetime(2027, 1, 4, 9, tzinfo=UTC)
FOLDER = Path(environ.get("PLEKWIJZER_CALENDAR_CLIENTS", Path(sys.executable).parent))
"""Where vdirsyncer and khal are: beside this Python, or elsewhere when they have an environment of their own."""

pytestmark = pytest.mark.skipif(
    not all((FOLDER / name).exists() for name in ("khal", "vdirsyncer")), reason="vdirsyncer and khal are not there"
)


def event(number: int, day: date, at: time, title: str, **changes: object) -> Event:
    begins = datetime.combine(day, at, AMSTERDAM).astimezone(UTC)
    values: dict[str, object] = {
        "id": UUID(int=number),
        "reference": f"E{number}",
        "kind": EventKind.WORKSHOP,
        "title": title,
        "summary": "Kom langs.",
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=1),
        "venue": Venue(name="De Hal", municipality="Zwolle"),
        "organiser": "School",
        "changed_at": CHANGED,
        "state": EventState.PUBLISHED,
    }
    return Event(**(values | changes))  # type: ignore[arg-type]


def lessons(first: date, numbers: range) -> list[Event]:
    return [
        event(100 * first.month + n, first + timedelta(weeks=n), time(14), "Les", series_id=UUID(int=900 + first.month))
        for n in numbers
    ]


def region() -> list[Event]:
    spring, autumn = lessons(date(2027, 3, 14), range(5)), lessons(date(2027, 10, 17), range(4))
    cancelled = replace(spring[3], state=EventState.CANCELLED, revision=1)
    begins = datetime(2027, 10, 30, 9, tzinfo=UTC)
    two_days = event(
        3,
        date(2027, 10, 30),
        time(11),
        "Proef",
        starts_at=begins,
        ends_at=begins + timedelta(days=1, hours=3),
        sessions=tuple(
            Session(title=f"dag {n}", starts_at=at, ends_at=at + timedelta(hours=2))
            for n, at in ((1, begins), (2, begins + timedelta(days=1, hours=1)))
        ),
    )
    return [
        event(1, date(2027, 3, 27), time(9), "Voor"),
        event(2, date(2027, 3, 28), time(9), "Na"),
        # The second of the spring does not happen, the third comes a day later and earlier, the fourth is cancelled.
        *(spring[0], replace(spring[2], **at(date(2027, 3, 29), time(10))), cancelled, spring[4]),
        *autumn,
        two_days,
    ]


def at(day: date, begins: time) -> dict[str, datetime]:
    moment = datetime.combine(day, begins, AMSTERDAM).astimezone(UTC)
    return {"starts_at": moment, "ends_at": moment + timedelta(hours=1)}


READ = [
    "2027-03-14 14:00 15:00 Les",
    "2027-03-27 09:00 10:00 Voor",
    "2027-03-28 09:00 10:00 Na",
    "2027-03-29 10:00 11:00 Les",
    "2027-04-04 14:00 15:00 Gaat niet door: Les",
    "2027-04-11 14:00 15:00 Les",
    "2027-10-17 14:00 15:00 Les",
    "2027-10-24 14:00 15:00 Les",
    "2027-10-30 11:00 13:00 Proef: dag 1",
    "2027-10-31 11:00 13:00 Proef: dag 2",
    "2027-10-31 14:00 15:00 Les",
    "2027-11-07 14:00 15:00 Les",
]
"""What somebody in Amsterdam should read on the wall."""


class Feed(BaseHTTPRequestHandler):
    """Gives the text of the feed to whoever comes."""

    text = ""

    def do_GET(self) -> None:
        body = self.text.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/calendar; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture
def served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/agenda.ics"
    server.shutdown()
    thread.join()
    server.server_close()


class Client:
    """Somebody's computer, on which vdirsyncer fetches the feed and khal shows it."""

    def __init__(self, home: Path, url: str) -> None:
        self.home, self.items = home, home / "agenda" / "regio"
        self.items.mkdir(parents=True)
        (home / "vdirsyncer.conf").write_text(
            f'[general]\nstatus_path = "{home}/status/"\n'
            '[pair regio]\na = "hier"\nb = "daar"\ncollections = null\nconflict_resolution = "b wins"\n'
            f'[storage hier]\ntype = "filesystem"\npath = "{self.items}"\nfileext = ".ics"\n'
            f'[storage daar]\ntype = "http"\nurl = "{url}"\n'
        )
        (home / "khal.conf").write_text(
            f"[calendars]\n[[regio]]\npath = {self.items}\nreadonly = True\n"
            f"[sqlite]\npath = {home}/khal.db\n"
            "[locale]\nlocal_timezone = {zone}\ndefault_timezone = {zone}\n".format(zone="Europe/Amsterdam")
            + "timeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"
            "datetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        )

    def run(self, name: str, *arguments: str) -> str:
        environment = {"PATH": environ["PATH"], "HOME": str(self.home), "LANG": "C.UTF-8", "NO_COLOR": "1"}
        done = subprocess.run(
            [str(FOLDER / name), *arguments], env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sync(self) -> None:
        if not (self.home / "status").exists():
            self.run("vdirsyncer", "-c", f"{self.home}/vdirsyncer.conf", "discover")
        self.run("vdirsyncer", "-c", f"{self.home}/vdirsyncer.conf", "sync", "--force-delete")

    def read(self) -> list[str]:
        shown = "{start-date} {start-time} {end-time} {title}"
        told = self.run(
            "khal", "-c", f"{self.home}/khal.conf", "list", "--format", shown, "--day-format", "", "2027-01-01", "365d"
        )
        return sorted(line.strip() for line in told.splitlines() if line.strip())


@pytest.fixture
def client(tmp_path: Path, served: str) -> Client:
    return Client(tmp_path, served)


def told_by(events: list[Event]) -> None:
    Feed.text = feed_text(events, name="Agenda van de regio", site="https://plekwijzer.example")


def test_khal_reads_every_time_across_both_clock_changes(client: Client) -> None:
    told_by(region())

    client.sync()

    assert client.read() == READ


def test_change_and_cancellation_arrive_with_the_next_fetch(client: Client) -> None:
    events = region()
    told_by(events)
    client.sync()
    before = {file.name: file.read_bytes() for file in client.items.iterdir()}

    client.sync()
    unchanged = {file.name: file.read_bytes() for file in client.items.iterdir()}
    changed = replace(events[0], state=EventState.CANCELLED, revision=1)
    moved = replace(events[1], revision=1, state=EventState.CHANGED, **at(date(2027, 3, 28), time(16)))
    told_by([changed, moved, *events[2:]])
    client.sync()

    assert unchanged == before
    assert len(list(client.items.iterdir())) == len(before)
    assert [line for line in client.read() if line not in READ] == [
        "2027-03-27 09:00 10:00 Gaat niet door: Voor",
        "2027-03-28 16:00 17:00 Na",
    ]


def test_second_reader_of_repetition_tells_the_same() -> None:
    """By recurring_ical_events; khal has an engine of its own for what repeats."""
    told_by(region())
    script = (
        "import sys, icalendar, recurring_ical_events as again\n"
        "found = again.of(icalendar.Calendar.from_ical(sys.stdin.read())).between((2027, 1, 1), (2028, 1, 1))\n"
        "for e in found: print(f'{e.start:%Y-%m-%d %H:%M} {e.end:%H:%M}', e['SUMMARY'])\n"
    )

    done = subprocess.run(
        [str(FOLDER / "python"), "-c", script], input=Feed.text, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert sorted(done.stdout.splitlines()) == READ


def test_mailed_seat_change_and_withdrawal_are_one_entry_in_khal(client: Client) -> None:
    """What the mails carry is taken over as somebody does by hand: each replaces the one before."""
    config = client.home / "khal.conf"
    config.write_text(config.read_text().replace("readonly = True", "readonly = False"))
    seated = event(7, date(2027, 3, 28), time(9), "Proef")
    moved = replace(seated, revision=1, state=EventState.CHANGED, **at(date(2027, 3, 29), time(10)))
    told = []
    for hour, (one, is_withdrawn) in enumerate(((seated, False), (moved, False), (moved, True), (moved, False))):
        text = registration_text(
            one,
            organiser="berichten@plekwijzer.example",
            attendee="noor@school.example",
            told_at=CHANGED + timedelta(hours=hour),
            is_withdrawn=is_withdrawn,
            site="https://plekwijzer.example",
        )
        assert text is not None
        (client.home / "mail.ics").write_text(text, newline="")
        client.run("khal", "-c", str(config), "import", "--batch", "-a", "regio", str(client.home / "mail.ics"))
        told.append(client.read())

    assert told == [
        ["2027-03-28 09:00 10:00 Proef"],
        ["2027-03-29 10:00 11:00 Proef"],
        ["2027-03-29 10:00 11:00 Afgemeld: Proef"],
        ["2027-03-29 10:00 11:00 Proef"],
    ]

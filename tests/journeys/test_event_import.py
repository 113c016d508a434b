"""A coordinator takes over the calendar of a school: looks at it first, lets it in, and says what is the same."""

import re

from accounts.role import Role
from services.event_import.calendars import READ
from tests.demo_doors import Doors, Visitor
from tests.events.test_importing import calendar, entry

PAGE = "/agenda/overnemen"
OPEN_DAY = entry("LOCATION:De Hal\\, Zwolle", begins="DTSTART:20261220T100000")
FILE = calendar(OPEN_DAY, entry(uid="avond@elders", begins="DTSTART:20261221T190000"))


def brought(visitor: Visitor, data: bytes, **fields: str) -> tuple[int, str, str]:
    given = {"naam": "Hogeland", "adres": "", **fields}
    answer = visitor.post_form(PAGE, given, files={"bestand": ("agenda.ics", data, "text/calendar")})
    return answer.status_code, str(answer.headers.get("location", "")), answer.text


def own_event(doors: Doors) -> None:
    fields = {
        "soort": "open_day",
        "naam": "Open dag!",
        "wat": "Kom kijken.",
        "dag": "2026-12-20",
        "van": "10.00",
        "tot": "12.00",
        "plek": "De Hal",
        "gemeente": "Zwolle",
        "organisator": "Regio",
        "herhaal": "nee",
    }
    coordinator = doors.somebody(Role.COORDINATOR)
    made = coordinator.post_form("/agenda/nieuw", fields)
    path = str(made.headers["location"]).removesuffix("/wijzigen")
    assert coordinator.post_form(f"{path}/publiceren", {}).status_code == 303


def test_file_is_looked_at_let_in_and_what_is_the_same_is_said_once(own_doors: Doors) -> None:
    own_event(own_doors)
    coordinator = own_doors.somebody(Role.COORDINATOR)

    status, one, _ = brought(coordinator, FILE)

    assert status == 303
    looked_at = coordinator.get(one).text
    assert "Nieuw: 2" in looked_at
    assert "“Open dag” lijkt op “Open dag!”" in looked_at
    assert "Open dag</a>" not in own_doors.somebody(Role.ANONYMOUS).get("/agenda?maand=2026-12").text

    coordinator = own_doors.somebody(Role.COORDINATOR)
    assert coordinator.post_form(one, {"wat": "overnemen"}).status_code == 303
    asked = coordinator.get(PAGE).text
    pair = dict(re.findall(r'name="(een|ander)" value="([^"]+)"', asked))
    assert coordinator.post_form(f"{PAGE}/dubbel", {**pair, "zelfde": "ja"}).status_code == 303

    assert "Er is niets dat op elkaar lijkt." in coordinator.get(PAGE).text
    assert coordinator.get(f"/agenda/{pair['ander']}").status_code == 404
    assert coordinator.post_form(f"{PAGE}/dubbel", {**pair, "zelfde": "ja"}).status_code == 404
    assert brought(coordinator, FILE)[1] == one
    assert "1 activiteit staat er al zo in" in coordinator.get(one).text


def test_faults_are_told_together_and_what_was_typed_stays(own_doors: Doors) -> None:
    coordinator = own_doors.somebody(Role.COORDINATOR)

    status, _, text = brought(coordinator, b"geen agenda", naam="", adres="http://school.example")

    assert status == 400
    assert re.findall(r'id="fout-(\w+)"', text) == ["naam", "adres", "bestand"]
    assert "http://school.example" in text


def test_address_is_fetched_in_the_background_and_can_be_removed(own_doors: Doors) -> None:
    coordinator = own_doors.somebody(Role.COORDINATOR)

    made = coordinator.post_form(PAGE, {"naam": "Hogeland", "adres": "https://agenda.hogeland.example/a.ics"})
    one = str(made.headers["location"])

    assert "Wij halen de agenda op" in coordinator.get(one).text
    with own_doors.client.app_state["house"].reading() as work:
        assert work.outbox.is_waiting(READ)
    assert coordinator.post_form(one, {"wat": "overnemen"}).status_code == 409
    assert coordinator.post_form(one, {"wat": "pauze"}).status_code == 409
    assert coordinator.post_form(one, {"wat": "verder"}).status_code == 303
    assert coordinator.post_form(one, {"wat": "weg"}).headers["location"] == PAGE
    assert coordinator.get(one).status_code == 404

"""What search engines read of an event is what people read, and it cannot end the block that it stands in."""

import json
import re
from dataclasses import replace

from events.event import EventState, Venue
from services.errors import found
from services.unit_of_work import House
from tests.demo_doors import Doors
from tests.factories import make_event

EVENT = make_event(
    title="Speeddate </script><script>alert(1)</script>",
    venue=Venue(name="De Hal", address="Plein 1", municipality="Zwolle"),
    seats=40,
)
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_event_is_described_as_it_is(own_doors: Doors) -> None:
    house: House = own_doors.client.app_state["house"]
    with house.writing() as work:
        work.events.add_all([EVENT])

    page = own_doors.visitor().get(f"/agenda/{EVENT.id}").text

    described = json.loads(found(BLOCK.search(page)).group(1))
    assert page.count("<script>alert") == 0
    assert described["name"] == EVENT.title
    assert described["startDate"] == "2027-01-13T10:00:00+01:00"
    assert described["eventStatus"] == "https://schema.org/EventScheduled"
    assert described["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert described["location"]["address"]["addressLocality"] == "Zwolle"
    assert described["maximumAttendeeCapacity"] == 40


def test_cancelled_event_online_says_both_and_not_where_it_is_joined(own_doors: Doors) -> None:
    secret = "https://vergaderen.example/kamer-9"
    event = replace(EVENT, state=EventState.CANCELLED, venue=Venue(name="Online", online_url=secret))
    house: House = own_doors.client.app_state["house"]
    with house.writing() as work:
        work.events.add_all([event])

    block = found(BLOCK.search(own_doors.visitor().get(f"/agenda/{event.id}").text)).group(1)

    described = json.loads(block)
    assert secret not in block
    assert described["eventStatus"] == "https://schema.org/EventCancelled"
    assert described["location"]["@type"] == "VirtualLocation"

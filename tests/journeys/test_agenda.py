"""Somebody looks in the agenda, filters it, opens an event and puts it in their own calendar."""

import re
from datetime import UTC

import pytest
from icalendar import Calendar

from api.wording import local
from events.event import EventKind, EventState
from tests.demo_doors import NOW, Doors

SHOWN = (EventState.PUBLISHED, EventState.CHANGED, EventState.CANCELLED)


def busiest_month(doors: Doors) -> str:
    months = [f"{local(e.starts_at):%Y-%m}" for e in doors.region.events if e.state in SHOWN]
    return max(sorted(set(months)), key=months.count)


def ids_on(page: str) -> list[str]:
    return re.findall(r'href="/agenda/([0-9a-f-]{36})"', page)


def test_month_shows_every_event_of_it_and_no_other(doors: Doors) -> None:
    month = busiest_month(doors)

    page = doors.visitor().get(f"/agenda?maand={month}").text

    expected = {str(e.id) for e in doors.region.events if e.state in SHOWN and f"{local(e.starts_at):%Y-%m}" == month}
    assert expected
    assert set(ids_on(page)) == expected


def test_filter_stays_when_going_to_the_next_month(doors: Doors) -> None:
    month = busiest_month(doors)
    kind = next(e.kind for e in doors.region.events if f"{local(e.starts_at):%Y-%m}" == month and e.state in SHOWN)

    page = doors.visitor().get(f"/agenda?maand={month}&soort={kind}").text

    kinds = {str(e.id): e.kind for e in doors.region.events}
    assert {kinds[one] for one in ids_on(page)} == {kind}
    assert f"soort={kind}" in re.findall(r'href="(/agenda\?maand=[^"]+)"', page)[0]


@pytest.mark.parametrize("query", ["maand=2026-13", "maand=nu", "maand=99999-01", "soort=feest", "wie=iedereen"])
def test_what_cannot_be_is_refused_kindly(doors: Doors, query: str) -> None:
    assert doors.visitor().get(f"/agenda?{query}").status_code == 400


@pytest.mark.parametrize("month", ["2000-01", "2100-12"])
def test_first_and_last_month_have_no_dead_links(doors: Doors, month: str) -> None:
    page = doors.visitor().get(f"/agenda?maand={month}").text

    for href in re.findall(r'href="(/agenda\?[^"]+)"', page):
        assert doors.visitor().get(href.replace("&amp;", "&")).status_code == 200


def test_without_a_month_it_is_everything_that_is_coming(doors: Doors) -> None:
    page = doors.visitor().get("/agenda").text

    coming = {str(e.id) for e in doors.region.events if e.state in SHOWN and e.ends_at > NOW}
    assert len({local(e.starts_at).month for e in doors.region.events}) > 1
    assert set(ids_on(page)) == coming


def test_event_goes_into_a_calendar_with_the_right_moment(doors: Doors) -> None:
    event = next(e for e in doors.region.events if e.state is EventState.PUBLISHED)

    answer = doors.visitor().get(f"/agenda/{event.id}.ics")

    (entry,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert entry["UID"] == f"{event.id}@plekwijzer"
    assert entry["DTSTART"].dt.astimezone(UTC) == event.starts_at.astimezone(UTC)
    assert str(entry["SUMMARY"]) == event.title


@pytest.mark.parametrize(
    ("state", "words"), [(EventState.CANCELLED, "Gaat niet door"), (EventState.CHANGED, "Gewijzigd")]
)
def test_change_is_said_in_words(doors: Doors, state: EventState, words: str) -> None:
    event = next((e for e in doors.region.events if e.state is state), None)
    if event is None:
        pytest.fail(f"the region has no event that is {state}")

    assert words in doors.visitor().get(f"/agenda/{event.id}").text


def test_every_kind_has_a_name_on_the_page(doors: Doors) -> None:
    page = doors.visitor().get("/agenda").text

    assert all(f'<option value="{kind}"' in page for kind in EventKind)

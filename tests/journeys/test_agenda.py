"""Somebody looks in the agenda, filters it, opens an event and puts it in their own calendar."""

import re
from datetime import UTC
from html import unescape

import pytest
from icalendar import Calendar

from accounts.role import Role
from api.wording import local
from events.event import EventKind, EventState
from tests.demo_doors import NOW, Doors

WRONG = (
    "week=2027-W54",
    "week=2027",
    "week=2027-W03&maand=2027-01",
    "weergave=kaart",
    "volgorde=titel",
    "niveau=5",
    "sector=onbekend",
    "school=havo",
    "taal=xx",
    "toegang=lift",
    "plek=overal",
    "vrij=nee",
    f"zoek={'a' * 101}",
)
SHOWN = (EventState.PUBLISHED, EventState.CHANGED, EventState.CANCELLED)


def busiest_month(doors: Doors) -> str:
    months = [f"{local(e.starts_at):%Y-%m}" for e in doors.region.events if e.state in SHOWN]
    return max(sorted(set(months)), key=months.count)


def ids_on(page: str) -> list[str]:
    return re.findall(r'href="/agenda/([0-9a-f-]{36})(?:\?[^"]*)?"', page)


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


@pytest.mark.parametrize(
    "query", ["maand=2026-13", "maand=nu", "maand=99999-01", "soort=feest", "wie=iedereen", *WRONG]
)
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


@pytest.mark.parametrize("look", ["", "&weergave=lijst", "&weergave=print"])
def test_every_look_of_a_month_has_the_same_events(doors: Doors, look: str) -> None:
    month = busiest_month(doors)
    of_month = [e for e in doors.region.events if e.state in SHOWN and f"{local(e.starts_at):%Y-%m}" == month]

    page = doors.visitor().get(f"/agenda?maand={month}{look}").text

    if "print" in look:
        days = [local(e.starts_at).date() for e in of_month]
        assert page.count("<li>") == sum(min(days.count(day), 3) for day in set(days))
    else:
        assert set(ids_on(page)) == {str(e.id) for e in of_month}


def test_weeks_one_after_another_have_every_event_once(doors: Doors) -> None:
    shown = [e for e in doors.region.events if e.state in SHOWN]
    weeks = sorted({f"{local(e.starts_at):%G-W%V}" for e in shown})

    found = [one for week in weeks for one in ids_on(doors.visitor().get(f"/agenda?week={week}&weergave=lijst").text)]

    assert sorted(found) == sorted(str(e.id) for e in shown)


def test_choices_stay_on_the_way_to_an_event_and_back(doors: Doors) -> None:
    month = busiest_month(doors)
    asked = f"/agenda?maand={month}&weergave=lijst&plek=locatie"

    page = doors.visitor().get(asked).text
    to_event = unescape(re.findall(r'href="(/agenda/[0-9a-f-]{36}[^"]*)"', page)[0])
    back = re.findall(r'class="back" href="([^"]+)"', doors.visitor().get(to_event).text)

    assert [unescape(one) for one in back] == [asked]


def test_holidays_stand_in_the_month(doors: Doors) -> None:
    page = doors.visitor().get("/agenda?maand=2026-12").text

    assert "Eerste kerstdag" in page
    assert "Kerstvakantie" in page


def test_student_sees_first_what_fits_and_why_and_nobody_else_does(doors: Doors) -> None:
    own = doors.somebody(Role.STUDENT).get("/agenda").text
    by_date = doors.somebody(Role.STUDENT).get("/agenda?volgorde=datum").text
    others = [doors.somebody(role).get("/agenda").text for role in (Role.ANONYMOUS, Role.TEACHER, Role.PARENT)]

    assert "Voor jou eerst" in own
    assert "Past bij wat je zoekt" in own
    assert set(ids_on(own)) == set(ids_on(by_date))
    assert "Voor jou eerst" not in by_date
    assert not any("Past bij wat je zoekt" in page or "schooldag" in page for page in others)


@pytest.mark.parametrize(
    ("for_people", "for_programs"),
    [
        ("niveau=2", "level=2"),
        ("sector=zorg", "sector=zorg"),
        ("plek=online", "online=true"),
        ("vrij=ja", "free_seats=true"),
        ("zoek=stage", "words=stage"),
        ("taal=nl&school=mbo", "language=nl&school_type=mbo"),
    ],
)
def test_programs_filter_as_people_do(doors: Doors, for_people: str, for_programs: str) -> None:
    page = doors.visitor().get(f"/agenda?{for_people}").text
    answer = doors.visitor().get(f"/api/v1/events?limit=50&{for_programs}").json()

    assert ids_on(page) == [event["id"] for event in answer["events"]]

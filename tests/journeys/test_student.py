"""A student enters, sees which places fit and why, asks for less travel, and opens one place."""

import re

from accounts.role import Role
from tests.demo_doors import Doors, token_in


def test_student_enters_from_the_start_page_and_finds_places_with_reasons(doors: Doors) -> None:
    browser = doors.client
    browser.cookies.clear()

    start = browser.get("/")
    entered = browser.post("/demo", data={"csrf": token_in(start.text), "wie": "student-2"})
    places = browser.get(entered.headers["location"])
    browser.cookies.clear()

    assert places.status_code == 200
    assert "deze plekken passen bij jou" in places.text
    assert "Waarom past dit bij mij?" in places.text
    assert re.search(r"\d+ van 100", places.text)
    assert 'class="map"' in places.text


def test_filters_stay_in_the_address_and_in_the_form(doors: Doors) -> None:
    student = doors.somebody(Role.STUDENT)

    everything = student.get("/plekken").text
    near = student.get("/plekken?minuten=15&soort=").text

    assert '<option value="15" selected>' in near
    assert number_of_places(near) <= number_of_places(everything)


def test_what_cannot_be_a_filter_is_refused_kindly(doors: Doors) -> None:
    answer = doors.somebody(Role.STUDENT).get("/plekken?minuten=veel")

    assert answer.status_code == 400
    assert "Dit klopt nog niet" in answer.text


def test_one_place_shows_both_ways_and_figures_that_belong_together(doors: Doors) -> None:
    student = doors.somebody(Role.STUDENT)
    href = re.findall(r'href="(/plekken/[0-9a-f-]{36})"', student.get("/plekken?aantal=50").text)[0]

    page = student.get(href).text

    assert "Past de plek bij jou?" in page
    assert "Past jij bij de plek?" in page
    assert "Wat weten we nog niet?" in page
    assert "De cijfers" in page


def test_place_that_cannot_be_says_why_and_what_is_needed(doors: Doors) -> None:
    student = doors.somebody(Role.STUDENT)
    fitting = set(re.findall(r"/plekken/([0-9a-f-]{36})", student.get("/plekken?aantal=50").text))
    refused = next(p for p in doors.region.placements if p.state == "open" and str(p.id) not in fitting)

    page = student.get(f"/plekken/{refused.id}").text

    assert "Deze plek kan nu niet." in page
    assert "Dit past nu niet:" in page or "Dit mag niet:" in page


def test_list_says_what_stands_in_the_way(doors: Doors) -> None:
    student = doors.somebody(Role.STUDENT)

    page = student.get("/plekken").text

    assert "Wat staat in de weg?" in page


def test_no_places_within_the_filter_leads_back_to_all(doors: Doors) -> None:
    page = doors.somebody(Role.STUDENT).get("/plekken?minuten=1").text

    assert "Er is nu geen plek die past." in page
    assert '<a href="/plekken">Bekijk alle plekken zonder filter</a>' in page


def number_of_places(page: str) -> int:
    found = re.search(r"<strong>(\d+) plek", page)
    assert found is not None
    return int(found[1])

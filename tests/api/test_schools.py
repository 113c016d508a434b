"""A teacher settles things for the school on a page, another system as JSON."""

import re
from urllib.parse import quote

import pytest

from accounts.role import Role
from services.permissions import Account
from tests.demo_doors import Doors

GIVEN = {"holiday_region": "zuid", "minor_signature": "inform_only", "max_travel_minutes": 50}
TYPED = {"regio": "zuid", "handtekening": "inform_only", "reistijd": "50"}


def address(school: str) -> str:
    return f"/api/v1/schools/{quote(school, safe='')}/settings"


def chosen(page: str) -> list[str]:
    return re.findall(r'<input type="radio" name="\w+" value="(\w+)" checked>', page)


def test_settings_put_are_given_back_with_the_number_of_students(own_doors: Doors) -> None:
    school = own_doors.student().school
    teacher = own_doors.somebody(Role.TEACHER)

    put = teacher.request("PUT", address(school), json=GIVEN)

    n_students = sum(student.school == school for student in own_doors.region.students)
    assert put.status_code == 200
    assert put.json() == {"school": school, **GIVEN, "n_students": n_students}
    assert own_doors.somebody(Role.COORDINATOR).get(address(school)).json() == put.json()


@pytest.mark.parametrize("school", ["Mbo / vso De Brug", "De Brug/settings", "Ons’ Huis?"])
def test_any_name_can_stand_in_the_address(own_doors: Doors, school: str) -> None:
    teacher = own_doors.visitor(Account.of(Role.TEACHER, school=school, group="1a"))

    put = teacher.request("PUT", address(school), json=GIVEN)

    assert put.json()["school"] == school
    assert teacher.get(address(school)).json() == put.json()


@pytest.mark.parametrize(
    "wrong",
    [
        {"holiday_region": "oost"},
        {"minor_signature": ""},
        {"max_travel_minutes": 0},
        {"max_travel_minutes": 241},
        {"max_travel_minutes": True},
        {"school": "De Vaart"},
    ],
    ids=str,
)
def test_settings_that_cannot_be_are_refused_with_their_field(own_doors: Doors, wrong: dict[str, object]) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    before = teacher.get(address(own_doors.student().school)).json()

    answer = teacher.request("PUT", address(own_doors.student().school), json={**GIVEN, **wrong})

    assert answer.status_code == 400
    assert [fault["field"] for fault in answer.json()["errors"]] == list(wrong)
    assert teacher.get(address(own_doors.student().school)).json() == before


def test_nothing_is_settled_by_leaving_it_out(own_doors: Doors) -> None:
    answer = own_doors.somebody(Role.TEACHER).request("PUT", address(own_doors.student().school), json={})

    assert {fault["field"] for fault in answer.json()["errors"]} == set(GIVEN)


def test_school_nobody_attends_is_not_there_for_the_coordinator(own_doors: Doors) -> None:
    answer = own_doors.somebody(Role.COORDINATOR).request("PUT", address("Bestaat niet"), json=GIVEN)

    assert answer.status_code == 404


def test_teacher_goes_from_the_class_to_the_settings_and_keeps_them(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    assert 'href="/school"' in teacher.get("/klas").text

    kept = teacher.post_form("/school", TYPED)

    assert (kept.status_code, kept.headers["location"]) == (303, "/school?bewaard=1")
    page = teacher.get("/school?bewaard=1").text
    assert chosen(page) == ["zuid", "inform_only"]
    assert 'name="reistijd" value="50"' in page
    assert "Bewaard." in page
    assert own_doors.student().school in page


def test_page_of_a_school_says_for_whom_it_counts(doors: Doors) -> None:
    page = doors.somebody(Role.TEACHER).get("/school").text

    n_students = sum(student.school == doors.student().school for student in doors.region.students)
    assert f"nu {n_students} leerlingen" in page
    assert "Stage (BOL), Leerbaan (BBL), Leren voor een praktijkverklaring" in page
    assert "nog geen 18 is" in page


def test_all_faults_of_the_form_are_told_at_once_and_nothing_typed_is_lost(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    before = chosen(teacher.get("/school").text)

    answer = teacher.post_form("/school", {"regio": "oost", "handtekening": "", "reistijd": "500"})

    assert answer.status_code == 400
    told = re.findall(r'<li><a href="#(\w+)">([^<]+)</a>', answer.text)
    assert told == [
        ("regio", "Kies in welke regio je school ligt"),
        ("handtekening", "Kies wie er tekent"),
        ("reistijd", "Geef een reistijd van 1 tot en met 240 minuten, of laat dit leeg"),
    ]
    assert 'value="500"' in answer.text
    assert chosen(teacher.get("/school").text) == before


def test_time_that_is_no_number_is_told(own_doors: Doors) -> None:
    answer = own_doors.somebody(Role.TEACHER).post_form("/school", {**TYPED, "reistijd": "een uur"})

    assert "Vul hier een heel getal in, zoals 3" in answer.text


def test_empty_limit_leaves_it_to_the_student(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    teacher.post_form("/school", TYPED)

    teacher.post_form("/school", {**TYPED, "reistijd": ""})

    assert teacher.get(address(own_doors.student().school)).json()["max_travel_minutes"] is None

"""The page and the call that look whether a week of work keeps to the law."""

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from accounts.role import Role
from api.pages.schedules import schedule_href
from employer_toolkit.placement import PlacementType
from services.files.placement_notations import read_schedule
from services.permissions import Account
from services.reference import Limit, Outcome, load_reference
from tests.demo_doors import NOW, Doors
from tests.posting_steps import begin, own_site

WEEK: dict[str, Any] = {
    "leeftijd": "15",
    "soort": "stage",
    "week": "school",
    "dag": ["1", "2"],
    "van": "09:00",
    "tot": "17:30",
    "pauze": "30",
    "schooldag": ["4", "5"],
    "school": "5,5",
    "kijk": "1",
}
ASKED: dict[str, Any] = {
    "age": 15,
    "kind": "stage",
    "days": [{"weekday": 2, "starts": "09:00", "ends": "17:30", "break_minutes": 30}],
    "school_minutes": [0] * 7,
}


def shown(
    doors: Doors, changes: dict[str, Any] | None = None, *, role: Role = Role.ANONYMOUS, status: int = 200
) -> str:
    fields = {name: value for name, value in (WEEK | (changes or {})).items() if value is not None}
    answer = doors.somebody(role).get("/rooster", params=fields)
    assert answer.status_code == status
    return " ".join(answer.text.split())


def test_refused_week_says_why_with_article_and_day_checked(doors: Doors) -> None:
    page = shown(doors)

    assert "Dit rooster mag niet: 1 regel" in page
    assert "Je werkt op maandag en dinsdag steeds 8 uur. Op jouw leeftijd mag dat hoogstens 7 uur zijn." in page
    assert "artikel 3:1, Nadere regeling kinderarbeid</a>, gelezen op 22 november 2026 (controleer dit)" in page
    assert "Vraag om een kortere dag" in page


def test_lawful_week_says_so_and_keeps_the_rest_in_details(doors: Doors) -> None:
    page = shown(doors, {"tot": "16:30"})

    assert re.search(r"<h2 id=\"kop-antwoord\">Dit rooster mag</h2>", page)
    assert "regels kloppen" in page


def test_week_with_sunday_may_when_it_is_agreed(doors: Doors) -> None:
    page = shown(doors, {"leeftijd": "17", "soort": "werk", "dag": ["7"], "tot": "14:00"})

    assert "Dit rooster mag, als je het afspreekt" in page
    assert "minstens 13 vrije zondagen per jaar" in page


def test_week_without_school_hours_is_to_be_checked_and_asks_once(doors: Doors) -> None:
    page = shown(doors, {"school": None, "schooldag": None, "tot": "15:00"})

    assert "Dit rooster mag misschien. Nog controleren: 2 regels" in page
    assert page.count("Vul in hoeveel uur school je op elke dag hebt.") == 1


def test_who_is_too_young_hears_kindly_what_can_be(doors: Doors) -> None:
    page = shown(doors, {"leeftijd": "12"})
    younger = shown(doors, {"leeftijd": "9"})

    assert "Dit mag nog niet" in page
    assert "Je bent 12. Dit kan vanaf 14 jaar" in page
    assert "Bliksemstage of kijkdag" in page
    assert "Vraag je ouders of je school wat je nu al kunt doen." in younger


def test_exemption_from_school_is_a_kind_of_work(doors: Doors) -> None:
    page = shown(doors, {"soort": "vrijstelling", "schooldag": ["5"]})

    assert "Dit rooster mag</h2>" in page
    assert "artikel 8:1, Nadere regeling kinderarbeid" in page


def test_staff_read_about_the_young_person(doors: Doors) -> None:
    page = shown(doors, role=Role.TEACHER)

    assert "Werk op maandag en dinsdag steeds 8 uur. Bij 15 jaar is het hoogstens 7 uur." in page
    assert "Hoe oud is de jongere?" in page


def test_form_is_filled_again_and_the_address_can_be_shared(doors: Doors) -> None:
    page = shown(doors, {"van.3": "10.00", "tot.3": "12:00", "vakantieweken": "2"})

    for name, value in (
        ("leeftijd", "15"),
        ("tot", "17:30"),
        ("school", "5,5"),
        ("van.3", "10:00"),
        ("tot.3", "12:00"),
    ):
        assert f'name="{name}" value="{value}"' in page
    assert 'name="dag" value="2" checked' in page
    assert 'name="schooldag" value="5" checked' in page
    assert 'value="school" checked' in page
    assert '<option value="stage" selected>' in page
    assert page.count("<details open>") == 2


def test_empty_fields_leave_the_address(doors: Doors) -> None:
    answer = doors.visitor().get("/rooster", params=WEEK | {"van.1": "", "tot.1": "", "aaneen": ""})

    assert answer.status_code == 303
    query = parse_qsl(urlsplit(answer.headers["location"]).query, keep_blank_values=True)
    assert query == [
        (name, one) for name, value in WEEK.items() for one in (value if isinstance(value, list) else [value])
    ]


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"leeftijd": None}, "leeftijd", "Vul in hoe oud je bent, in hele jaren"),
        ({"leeftijd": "vijftien"}, "leeftijd", "Vul hier een heel getal in, zoals 3"),
        ({"soort": None}, "soort", "Kies wat voor werk het is"),
        ({"dag": None}, "dag", "Kies de dagen waarop je werkt: minstens één, en elke dag één keer"),
        ({"van": "negen"}, "van", "Vul een begintijd in, zoals 9:00"),
        ({"tot": "25:00"}, "tot", "Vul een eindtijd in, zoals 9:00"),
        ({"tot": "08:00"}, "tot", "Kies een eindtijd na de begintijd, op dezelfde dag"),
        ({"pauze": "600"}, "pauze", "De pauze moet korter zijn dan de tijd die je er bent"),
        ({"pauze": "half uur"}, "pauze", "Vul hier een heel getal in, zoals 3"),
        ({"school": "lang"}, "school", "Vul in hoeveel uur school, zoals 6 of 5,5"),
        ({"schooldag": None}, "schooldag", "Kies op welke dagen je school hebt"),
        ({"vakantieweken": "60"}, "vakantieweken", "Vul hoogstens 52 weken in"),
        ({"vakantieweken": "2", "aaneen": "3"}, "aaneen", "Vul hier niet meer weken in dan je in het hele jaar werkt"),
        ({"tot.3": "12:00", "van.3": "13:00"}, "tot-3", "Woensdag: kies een eindtijd na de begintijd, op dezelfde dag"),
        ({"school.3": "x"}, "school-3", "Woensdag: vul in hoeveel uur school, zoals 6 of 5,5"),
    ],
)
def test_wrong_field_is_named_beside_it_and_nothing_is_lost(
    doors: Doors, changes: dict[str, Any], field: str, text: str
) -> None:
    page = shown(doors, changes, status=400)

    assert f'<p class="fault" id="fout-{field}">{text}</p>' in page
    assert page.count('class="fault"') == 1
    typed = {name: value for name, value in (WEEK | changes).items() if isinstance(value, str) and name != "kijk"}
    for name, value in typed.items():
        assert f'value="{value}"' in page, name
    place = re.search(r'<li><a href="#([^"]+)">', page)
    assert place is not None
    assert f'id="{place[1]}"' in page


def test_nothing_typed_comes_back_as_markup(doors: Doors) -> None:
    page = shown(doors, {"leeftijd": '"><script>', "soort": "<b>"}, status=400)

    assert "<script>" not in page.replace('<script src="', "")
    assert "<b>" not in page


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.STUDENT, Role.EMPLOYER])
def test_every_page_leads_to_it(doors: Doors, role: Role) -> None:
    assert '<a href="/rooster">Klopt dit rooster?</a>' in doors.somebody(role).get("/agenda").text


def test_posting_step_leads_to_it_with_the_kind_of_work(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = begin(employer, own_site(own_doors))

    assert 'href="/rooster?soort=werk" target="_blank"' in employer.get(f"{path}?stap=dagen").text


@pytest.mark.parametrize("schedule", ["ma-wo 9:00-16:30/30", "ma 9:00-16:30/30|za 12:00-18:00/0"])
def test_hours_of_a_place_are_filled_in_without_a_complaint(doors: Doors, schedule: str) -> None:
    days = read_schedule(schedule)

    page = doors.visitor().get(schedule_href(PlacementType.BPV_BBL, days, now=NOW))

    assert page.status_code == 200
    assert 'class="fault"' not in page.text
    assert [int(day) for day in re.findall(r'name="dag" value="(\d)" checked', page.text)] == [d.weekday for d in days]
    assert '<option value="mbo" selected>' in page.text
    assert 'value="16:30"' in page.text


def test_place_with_hours_that_the_law_refuses_leads_to_it(own_doors: Doors) -> None:
    days = [{"weekday": 1, "starts": "08:00", "ends": "19:30", "break_minutes": 30}]
    posted = own_doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/placements", json=long_day(own_doors, days))
    young = next(
        student
        for student in own_doors.region.students
        if student.born_on > date(2009, 6, 1)
        and 1 in student.availability.weekdays
        and student.availability.hours_min <= 11 <= student.availability.hours_max
    )
    student = own_doors.visitor(Account.of(Role.STUDENT, subject_id=young.id, name=young.first_name))

    page = student.get(f"/plekken/{posted.json()['id']}").text

    assert "De werktijden mogen niet op jouw leeftijd" in page
    assert 'href="/rooster?soort=werk&amp;dag=1&amp;van=08%3A00&amp;tot=19%3A30&amp;pauze=30"' in page


def long_day(doors: Doors, days: list[dict[str, Any]]) -> dict[str, Any]:
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    return {
        "site_id": str(site.id),
        "type": "eerste_baan",
        "title": "Hulp in de winkel",
        "sector": "handel",
        "learned_ids": ["doe:klanten"],
        "schedule": days,
        "days_min": 1,
        "hours_min": 11,
        "hours_max": 11,
        "starts_on": "2027-02-01",
    }


# -- The call ----------------------------------------------------------------------------------------------------------


def test_call_gives_every_limit_with_its_figures_and_source(doors: Doors) -> None:
    answer = doors.visitor().request("POST", "/api/v1/working-time/check", json=ASKED)

    assert answer.status_code == 200
    told = answer.json()
    first = told["limits"][0]
    assert (told["outcome"], told["rule"], told["is_too_young"], told["youngest_age"]) == (
        "broken",
        "stage_3_1",
        False,
        14,
    )
    assert {name: first[name] for name in ("limit", "outcome", "weekdays", "actual", "allowed", "unit")} == {
        "limit": "most_per_day",
        "outcome": "broken",
        "weekdays": [2],
        "actual": 480,
        "allowed": 420,
        "unit": "minutes",
    }
    assert first["student_text"] == "Je werkt op dinsdag 8 uur. Op jouw leeftijd mag dat hoogstens 7 uur zijn."
    assert first["sources"][0]["article"] == "3:1"
    assert first["sources"][0]["checked_on"] == "2026-11-22"
    row = next(row for row in load_reference(NOW.date()).working_time if row.rule == "stage_3_1")
    said_with = {Limit.SCHOOL_COUNTS, Limit.BREAK_AFTER}
    assert {limit["limit"] for limit in told["limits"]} == {limit.value for limit in set(row.sources) - said_with}


def test_call_for_who_is_too_young_gives_no_limits(doors: Doors) -> None:
    told = doors.visitor().request("POST", "/api/v1/working-time/check", json=ASKED | {"age": 13}).json()

    assert (told["outcome"], told["is_too_young"], told["youngest_age"], told["limits"]) == ("broken", True, 14, [])


def test_call_without_school_hours_leaves_it_open(doors: Doors) -> None:
    asked = ASKED | {"school_minutes": None, "days": [{"weekday": 2, "starts": "09:00", "ends": "13:00"}]}

    told = doors.visitor().request("POST", "/api/v1/working-time/check", json=asked).json()

    assert told["outcome"] == Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"age": 0}, "age"),
        ({"age": True}, "age"),
        ({"kind": "feest"}, "kind"),
        ({"days": []}, "days"),
        ({"days": ASKED["days"] * 2}, "days"),
        ({"days": ASKED["days"] * 8}, "days"),
        ({"days": [{"weekday": 2, "starts": "17:00", "ends": "09:00"}]}, "days.2"),
        ({"week": "any"}, "week"),
        ({"school_minutes": [0] * 6}, "school_minutes"),
        ({"holiday_weeks": 53}, "holiday_weeks"),
        ({"naam": "Noor"}, "naam"),
    ],
)
def test_call_that_cannot_be_right_is_refused(doors: Doors, changes: dict[str, Any], field: str) -> None:
    answer = doors.visitor().request("POST", "/api/v1/working-time/check", json=ASKED | changes)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


def test_kinds_of_work_stand_in_the_reference_lists(doors: Doors) -> None:
    told = doors.visitor().get("/api/v1/reference-lists").json()

    assert [kind["code"] for kind in told["work_kinds"]] == list(load_reference(NOW.date()).work_kinds)

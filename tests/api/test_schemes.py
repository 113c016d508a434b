"""The pages and the call about schemes and costs for a kind of place."""

import re
from dataclasses import fields
from datetime import date
from typing import Any, get_type_hints
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest

from accounts.role import Role
from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import CompanySize, Fact, PlaceFacts
from services.permissions import Account
from services.reference import load_reference
from services.schemes.asking import PlaceAsked
from tests.demo_doors import NOW, Doors, without_tokens

PLACE = {
    "soort": "bpv_bbl",
    "start": "2027-02-01",
    "uren": "32",
    "maanden": "10",
    "loon": "ja",
    "erkend": "ja",
    "kijk": "1",
}
CALLED = {"type": "bpv_bbl", "starts_on": "2027-02-01", "hours_per_week": 32, "months": 10, "pays_wage": True}


def shown(doors: Doors, path: str = "/regelingen", *, status: int = 200, **changes: str) -> str:
    answer = doors.somebody(Role.ANONYMOUS).get(path, params={**PLACE, **changes})
    assert answer.status_code == status, answer.text[:500]
    return " ".join(answer.text.split())


def called(doors: Doors, **changes: Any) -> dict[str, Any]:
    answer = doors.somebody(Role.ANONYMOUS).get("/api/v1/schemes", params={**CALLED, **changes})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_page_tells_each_scheme_with_its_reason_source_and_day(doors: Doors) -> None:
    page = shown(doors)

    assert "regelingen kunnen bij deze plek" in page
    assert "Subsidie praktijkleren" in page
    assert 'Bron: <a href="https://www.rvo.nl' in page
    assert "gelezen op 22 november 2026" in page
    assert "Nakijken: wij hebben dit nog niet bij de bron zelf bevestigd." in page
    assert "Nakijken</li>" in page
    assert "De jongere staat op de eerste dag in het doelgroepregister" in page
    assert "Waarom hoor je er nog over?</strong> Het bestond tot en met 2024" in page


@pytest.mark.parametrize("path", ["/regelingen", "/wat-kost-het"])
def test_bad_input_names_every_fault_and_loses_nothing(doors: Doors, path: str) -> None:
    page = shown(doors, path, status=400, start="volgende week", uren="veel", maanden="99", soort="eerste_baan")

    assert "Er zijn 3 dingen die nog niet kloppen" in page
    assert [value in page for value in ('value="volgende week"', 'value="veel"', 'value="99"')] == [True] * 3
    assert '<option value="eerste_baan" selected>' in page
    assert [f'href="#{name}"' in page for name in ("start", "uren", "maanden")] == [True] * 3


def test_day_as_people_type_it_is_read(doors: Doors) -> None:
    page = shown(doors, start="1-2-2027")

    assert 'type="date" id="start" name="start" value="2027-02-01"' in page


def test_empty_fields_leave_the_address(doors: Doors) -> None:
    answer = doors.somebody(Role.ANONYMOUS).get("/regelingen", params={**PLACE, "sector": ""}, follow_redirects=False)

    assert answer.status_code == 303
    assert parse_qs(urlsplit(answer.headers["location"]).query) == {name: [text] for name, text in PLACE.items()}


def test_step_one_asks_for_nothing_about_a_person(doors: Doors) -> None:
    allowed = {fact.value for fact in Fact}
    called = doors.client.get("/api/v1/openapi.json").json()["paths"]["/schemes"]["get"]["parameters"]
    plain = (PlacementType, CompanySize, date, int, bool, str, type(None))
    hints = get_type_hints(PlaceFacts)

    assert {field.name for field in fields(PlaceFacts)} == allowed
    assert {field.name for field in fields(PlaceAsked)} == allowed
    assert {parameter["name"] for parameter in called} == allowed
    assert {part for hint in hints.values() for part in getattr(hint, "__args__", (hint,))} <= set(plain)
    for path in ("/regelingen", "/wat-kost-het"):
        form = shown(doors, path).split('id="formulier"')[1]
        names = set(re.findall(r'name="([a-z]+)"', form.split("</form>")[0]))
        places = {"soort", "start", "maanden", "uren", "niveau", "loon", "sector", "gemeente", "bedrijf", "erkend"}
        assert names <= places | {"kijk"}


def test_call_gives_the_same_schemes_with_source_and_day(doors: Doors) -> None:
    found = called(doors)

    assert {one["code"] for one in found["schemes"]} == set(load_reference(NOW.date()).schemes.schemes)
    assert all(source["checked_on"] for one in found["schemes"] for source in one["sources"])
    verdicts = {one["code"]: one["verdict"] for one in found["schemes"]}
    assert (verdicts["PRAKTIJKLEREN"], verdicts["LKS"], verdicts["LIV"]) == ("unknown", "depends", "ended")


def test_call_with_an_unknown_field_or_a_day_far_away_is_refused(doors: Doors) -> None:
    answer = doors.somebody(Role.ANONYMOUS).get("/api/v1/schemes", params={**CALLED, "starts_on": "2047-02-01"})

    assert answer.status_code == 400
    assert "hoogstens 3 jaar" in answer.text


def test_calendar_keeps_its_ids_and_holds_only_days_to_come(doors: Doors) -> None:
    visitor = doors.somebody(Role.ANONYMOUS)
    first, second = (visitor.get("/regelingen/agenda.ics", params=PLACE) for _ in range(2))

    assert first.headers["content-type"].startswith("text/calendar")
    assert first.text == second.text
    days = re.findall(r"DTSTART;VALUE=DATE:(\d{8})", first.text)
    assert days == sorted(days)
    assert len(days) > 3
    assert min(days) >= f"{NOW:%Y%m%d}"
    assert len(set(re.findall(r"UID:(\S+)", first.text))) == len(days)


def test_own_place_fills_the_form_and_that_of_another_is_not_found(doors: Doors) -> None:
    place, other = doors.placement(), doors.other_placement()
    employer = doors.somebody(Role.EMPLOYER)

    answer = employer.get("/regelingen", params={"plek": str(place.id)}, follow_redirects=False)
    filled = parse_qs(urlsplit(answer.headers["location"]).query)

    assert answer.status_code == 303
    assert filled["soort"] == [place.type]
    assert filled["start"] == [place.starts_on.isoformat()]
    assert filled["uren"] == [str(place.hours_max)]
    assert employer.get(answer.headers["location"]).status_code == 200
    there = employer.get("/regelingen", params={"plek": str(other.id)})
    nowhere = employer.get("/regelingen", params={"plek": str(uuid4())})
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert without_tokens(there.content) == without_tokens(nowhere.content)
    stranger = Account.of(Role.STUDENT, subject_id=doors.student().id)
    assert doors.visitor(stranger).get("/regelingen", params={"plek": str(place.id)}).status_code == 403


def test_costs_tell_the_wage_of_both_years_and_mark_what_is_not_known(doors: Doors) -> None:
    page = shown(doors, "/wat-kost-het", start="2026-12-01")

    assert "€ 5,81 *<br>vanaf 1 januari 2027: € 7,36 *" in page
    assert "Dit is het laatste bedrag dat wij kennen." in page
    assert 'role="img" aria-label="16 jaar: € ' in page
    assert "Vakantiegeld: 8 procent van het loon." in page


def test_costs_are_only_told_of_places_with_a_wage(doors: Doors) -> None:
    page = shown(doors, "/wat-kost-het", status=400, soort="pro_stage")

    assert "Kies wat voor plek het is" in page


@pytest.mark.parametrize("code", sorted(load_reference(NOW.date()).schemes.schemes))
def test_every_scheme_has_a_page_with_source_and_day(doors: Doors, code: str) -> None:
    page = doors.somebody(Role.ANONYMOUS).get(f"/regelingen/{code}")

    assert page.status_code == 200
    assert "gelezen op" in page.text


def test_page_of_a_scheme_that_is_not_there_is_not_found(doors: Doors) -> None:
    assert doors.somebody(Role.ANONYMOUS).get("/regelingen/NIETS").status_code == 404

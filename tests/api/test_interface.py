"""The JSON side after the NL API Design Rules: what the document says and what answers look like."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accounts.role import Role
from api.v1.main import create_api
from matching import Gate
from tests.demo_doors import NOW, Doors, opened


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_api(max_body_size=1).openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def body(doors: Doors, **changes: Any) -> dict[str, Any]:
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    return {
        "site_id": str(site.id),
        "type": "eerste_baan",
        "title": "Hulp in de winkel",
        "sector": "handel",
        "learned_ids": ["doe:klanten"],
        "schedule": [{"weekday": 1, "starts": "09:00", "ends": "13:00", "break_minutes": 0}],
        "days_min": 1,
        "hours_min": 4,
        "hours_max": 4,
        "starts_on": "2027-02-01",
        **changes,
    }


def test_document_is_served_with_the_version_in_its_address(doors: Doors) -> None:
    answer = doors.visitor().get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json()["servers"] == [{"url": "/api/v1"}]
    assert answer.json()["openapi"].startswith("3.1")


def test_paths_are_lower_case_kebab_nouns_without_trailing_slash(document: dict[str, Any]) -> None:
    assert len(document["paths"]) >= 11
    for path in document["paths"]:
        assert re.fullmatch(r"(/([a-z]+(-[a-z]+)*|\{[a-z_]+\}))+", path), path
        assert "/api/v1" not in path


def test_no_operation_promises_422(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert "422" not in operation["responses"], name
        assert "400" in operation["responses"], name
    assert "HTTPValidationError" not in document["components"]["schemas"]


def test_every_refusal_is_problem_json(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (name, status)


def test_references_in_the_document_lead_somewhere(document: dict[str, Any]) -> None:
    pointed = set(re.findall(r"#/components/schemas/(\w+)", str(document)))

    assert pointed
    assert pointed <= document["components"]["schemas"].keys()


def test_no_shape_that_comes_in_takes_a_field_it_does_not_name(document: dict[str, Any]) -> None:
    shapes = {name: shape for name, shape in document["components"]["schemas"].items() if name.endswith("In")}

    assert len(shapes) >= 4
    assert [name for name, shape in shapes.items() if shape.get("additionalProperties") is not False] == []


@pytest.mark.parametrize(
    ("path", "status"),
    [("/health", 200), ("/events/geen-id", 400), ("/bestaat-niet", 404), ("/students/x/matches", 401)],
)
def test_every_answer_names_its_version(doors: Doors, path: str, status: int) -> None:
    answer = doors.visitor().get(f"/api/v1{path}")

    assert (answer.status_code, answer.headers["api-version"]) == (status, "1.0.0")


@pytest.mark.parametrize("path", ["/bestaat-niet", "/events/geen-id", "/events?limit=0", "/events?limit=51"])
def test_refusal_is_a_problem(doors: Doors, path: str) -> None:
    answer = doors.visitor().get(f"/api/v1{path}")

    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    assert {"type", "title", "detail"} <= answer.json().keys()


def test_wrong_method_keeps_the_allow_header(doors: Doors) -> None:
    answer = doors.visitor().request("DELETE", "/api/v1/health")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert answer.headers["content-type"] == "application/problem+json"


def test_trailing_slash_is_not_there(doors: Doors) -> None:
    assert doors.visitor().get("/api/v1/events/").status_code == 404


def test_all_faults_of_a_body_are_named_together_without_what_was_sent(doors: Doors) -> None:
    asked = body(doors, seats=True, days_min="zeven", title="", verzonnen="geheim-123")

    answer = doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/placements", json=asked)

    assert answer.status_code == 400
    assert {fault["field"] for fault in answer.json()["errors"]} == {"seats", "days_min", "title", "verzonnen"}
    assert "geheim-123" not in answer.text


def test_all_faults_of_a_placement_are_named_together(doors: Doors) -> None:
    asked = body(doors, sector="ruimtevaart", starts_on="2020-01-01", hours_min=30, hours_max=40, hazards=["draken"])

    answer = doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/placements", json=asked)

    assert answer.status_code == 400
    assert {fault["field"] for fault in answer.json()["errors"]} >= {"sector", "starts_on", "hours_min", "hazards"}


def test_employer_cannot_post_for_a_site_of_another(doors: Doors) -> None:
    other = next(s for s in doors.region.sites if s.employer_id != doors.employer_id())

    answer = doors.somebody(Role.EMPLOYER).request(
        "POST", "/api/v1/placements", json=body(doors, site_id=str(other.id))
    )

    assert [fault["field"] for fault in answer.json()["errors"]] == ["site_id"]


def test_posting_gives_the_place_and_its_address(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)

    answer = employer.request("POST", "/api/v1/placements", json=body(own_doors))

    assert answer.status_code == 201
    kept = employer.get(answer.headers["location"])
    assert kept.status_code == 200
    assert kept.json() == answer.json()
    assert kept.json()["period_text"] == f"vanaf 1 februari {date(2027, 2, 1).year}"


def test_posting_twice_with_one_key_gives_one_place(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    key = {"Idempotency-Key": "een-sleutel-voor-een-formulier"}

    first = employer.request("POST", "/api/v1/placements", json=body(own_doors), headers=key)
    again = employer.request("POST", "/api/v1/placements", json=body(own_doors), headers=key)
    other = employer.request("POST", "/api/v1/placements", json=body(own_doors, seats=3), headers=key)
    fresh = employer.request("POST", "/api/v1/placements", json=body(own_doors))

    assert (first.status_code, again.status_code, other.status_code, fresh.status_code) == (201, 201, 409, 201)
    assert first.json()["id"] == again.json()["id"] != fresh.json()["id"]


def test_body_that_says_it_is_a_form_is_not_read_as_json(doors: Doors) -> None:
    headers = {"Content-Type": "text/plain"}

    answer = doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/placements", content="{}", headers=headers)

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/api/v1/placements", "/werkgever/plek"])
def test_body_beyond_reason_is_refused(doors: Doors, path: str) -> None:
    headers = {"Content-Type": "application/json" if path.startswith("/api") else "application/x-www-form-urlencoded"}

    answer = doors.somebody(Role.EMPLOYER).request("POST", path, content=b"x" * 300_000, headers=headers)

    assert answer.status_code == 413


def test_student_gets_matches_that_add_up(doors: Doors) -> None:
    student = doors.student()

    answer = doors.somebody(Role.STUDENT).get(f"/api/v1/students/{student.id}/matches?limit=5")

    cards = answer.json()["cards"]
    assert cards
    assert [card["number"] for card in cards] == list(range(1, len(cards) + 1))
    for card in cards:
        assert sum(part["contribution"] for part in card["parts_student"]) == pytest.approx(card["fit_student"])
        assert sum(part["contribution"] for part in card["parts_placement"]) == pytest.approx(card["fit_placement"])
        assert card["low_percent"] <= card["percent"] <= card["high_percent"]


def test_jobhunter_gets_the_figures_of_a_candidate_in_the_list_and_of_nobody_else(doors: Doors) -> None:
    jobhunter = doors.somebody(Role.JOBHUNTER)
    placement = next(
        p.id
        for p in doors.region.placements
        if p.state == "open" and jobhunter.get(f"/api/v1/placements/{p.id}/candidates").json()["cards"]
    )
    cards = jobhunter.get(f"/api/v1/placements/{placement}/candidates").json()["cards"]
    others = {str(student.id) for student in doors.region.students} - {card["student_id"] for card in cards}

    answers = [
        jobhunter.get(f"/api/v1/students/{student}/matches/{placement}/figures")
        for student in (cards[0]["student_id"], min(others))
    ]

    assert [answer.status_code for answer in answers] == [200, 404]
    figures = answers[0].json()
    assert round(figures["score"] * 100) == cards[0]["percent"]
    for side in ("student", "placement"):
        added = sum(part["contribution"] for part in figures["parts"] if part["side"] == side)
        assert added == pytest.approx(figures[f"fit_{side}"], abs=1e-12)
    assert figures["rules_version"] in figures["text"]
    assert [gate["code"] for gate in figures["gates"]] == [gate.value for gate in Gate]


def test_figures_of_a_refused_place_tell_the_teacher_what_each_answer_and_change_does(doors: Doors) -> None:
    teacher, student = doors.somebody(Role.TEACHER), doors.student()
    every = (
        teacher.get(f"/api/v1/students/{student.id}/matches/{placement.id}/figures").json()
        for placement in doors.region.placements
        if placement.state == "open"
    )

    figures = next(f for f in every if not f["may_rank"] and f["changes"] and f["questions"])

    assert all(change["opens"] and set(change["sides"]) <= {"student", "placement"} for change in figures["changes"])
    assert [change["size"] for change in figures["changes"]] == sorted(change["size"] for change in figures["changes"])
    assert all(ask["low_percent"] <= ask["high_percent"] for ask in figures["questions"])


def test_events_come_in_pages(doors: Doors) -> None:
    every = doors.visitor().get("/api/v1/events?limit=50").json()["events"]
    second = doors.visitor().get("/api/v1/events?limit=2&offset=2").json()["events"]

    assert len(every) > 4
    assert second == every[2:4]


def test_reference_lists_hold_what_the_form_chooses_from(doors: Doors) -> None:
    lists = doors.visitor().get("/api/v1/reference-lists").json()

    assert all(
        lists[name] for name in ("sectors", "placement_types", "conditions", "hazards", "prerequisites", "tasks")
    )


@pytest.mark.parametrize("path", ["/api/v1/health", "/api/v1/events", "/", "/agenda"])
def test_without_a_database_the_answer_is_try_again_later(tmp_path: Path, path: str) -> None:
    with opened(tmp_path / "nergens" / "geen.sqlite3", demo=False) as client:
        answer = client.get(path)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize(
    ("path", "kind"), [("/agenda", "text/html; charset=utf-8"), ("/api/v1/events", "application/problem+json")]
)
def test_unknown_error_is_answered_without_what_happened(
    doors: Doors, path: str, kind: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("services.events.coming", broken)
    monkeypatch.setattr("services.events.upcoming", broken)

    answer = doors.visitor().get(path)

    assert (answer.status_code, answer.headers["content-type"]) == (500, kind)
    assert "secret" not in answer.text
    assert "secret of the house" in caplog.text
    assert "content-security-policy" in answer.headers
    assert NOW.isoformat() not in answer.text

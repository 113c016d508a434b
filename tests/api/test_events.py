"""Planning events as JSON: the system of an organiser plans, changes and cancels, and says who was there."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.role import Role
from tests.demo_doors import Doors, Visitor

OWN = "/api/v1/own-events"
PLAN: dict[str, Any] = {
    "kind": "workshop",
    "title": "Lasmiddag",
    "summary": "Je last zelf een kapstok.",
    "day": "2027-03-24",
    "begins": "14:00",
    "ends": "16:00",
    "venue": {"name": "De Hal", "municipality": "Zwolle"},
    "seats": 1,
    "organiser": "De Wissel",
    "audience": {"roles": ["student"]},
    "sessions": [{"title": "Uitleg", "day": "2027-03-24", "begins": "14:00", "ends": "15:00", "room": "zaal 1"}],
}


def planned(visitor: Visitor, **changes: Any) -> list[dict[str, Any]]:
    answer = visitor.request("POST", OWN, json={**PLAN, **changes})
    assert answer.status_code == 201, answer.text
    return list(answer.json()["events"])


def test_event_is_planned_published_changed_and_cancelled(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    (draft,) = planned(teacher)
    one = f"{OWN}/{draft['id']}"

    assert (draft["state"], draft["starts_at"]) == ("draft", "2027-03-24T13:00:00Z")
    assert own_doors.somebody(Role.STUDENT).get(f"/api/v1/events/{draft['id']}").status_code == 404
    teacher = own_doors.somebody(Role.TEACHER)
    published = teacher.request("POST", f"{one}/publication", json={}).json()
    assert teacher.request("POST", f"{one}/publication", json={}).status_code == 409
    assert teacher.request("DELETE", one).status_code == 409
    changed = teacher.request("PUT", one, json={**PLAN, "venue": {"name": "Aula"}, "seen": published["mark"]})
    assert (changed.status_code, changed.json()["venue"]["name"], changed.json()["state"]) == (200, "Aula", "changed")
    late = teacher.request("PUT", one, json={**PLAN, "seen": published["mark"]})
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    gone = teacher.request("POST", f"{one}/cancellation", json={"reason": "De leraar is ziek."})
    assert gone.json()["state"] == "cancelled"
    assert [row["id"] for row in teacher.get(OWN).json()["coming"]] == [draft["id"]]


def test_series_is_a_draft_for_each_day_and_can_be_thrown_away(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    made = planned(teacher, sessions=[], repetition={"every_weeks": 2, "n_times": 3})

    assert [one["starts_at"][:10] for one in made] == ["2027-03-24", "2027-04-07", "2027-04-21"]
    assert len({one["series_id"] for one in made}) == 1
    assert teacher.request("DELETE", f"{OWN}/{made[0]['id']}?scope=all").status_code == 204
    assert teacher.get(OWN).json()["drafts"] == []


def test_student_is_registered_and_withdrawn_and_the_organiser_sees_who_comes(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    (draft,) = planned(teacher)
    teacher.request("POST", f"{OWN}/{draft['id']}/publication", json={})
    registrations = f"/api/v1/events/{draft['id']}/registrations"
    student_id = str(own_doors.student().id)

    made = teacher.request("POST", registrations, json={"student_id": student_id})

    assert (made.status_code, made.json()["state"]) == (201, "seated")
    listed = f"{OWN}/{draft['id']}/registrations"
    assert [row["name"] for row in teacher.get(listed).json()["attendees"]] == [own_doors.student().first_name]
    one = f"{listed}/{made.json()['id']}"
    assert teacher.request("PUT", one, json={"attendance": "came"}).status_code == 409
    other = own_doors.somebody(Role.JOBHUNTER)
    assert other.get(listed).status_code == 404
    student = own_doors.somebody(Role.STUDENT)
    assert student.request("DELETE", f"{registrations}/{made.json()['id']}").json()["state"] == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": "", "ends": "13:00", "venue": {}}, {"title", "ends", "venue", "sessions"}),
        ({"audience": {"sectors": ["onzin"]}, "languages": ["xx"]}, {"audience.sectors.0", "languages.0"}),
    ],
)
def test_every_fault_of_a_plan_is_named(doors: Doors, changes: dict[str, Any], named: set[str]) -> None:
    answer = doors.somebody(Role.TEACHER).request("POST", OWN, json={**PLAN, **changes})

    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert {row["field"] for row in answer.json()["errors"]} == named


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_event_of_another_looks_like_one_that_does_not_exist(doors: Doors, method: str) -> None:
    teacher, body = doors.somebody(Role.TEACHER), {**PLAN, "seen": "0"} if method == "PUT" else {}
    theirs, nothing = (
        teacher.request(method, f"{OWN}/{event_id}", json=body) for event_id in (doors.region.events[0].id, uuid4())
    )

    assert (theirs.status_code, theirs.content) == (nothing.status_code, nothing.content)
    assert theirs.status_code == 404

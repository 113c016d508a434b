"""Applications as JSON: one tap, steps of every side, and to a company a shape for each stage."""

from uuid import uuid4

import pytest

from tests.contact_doors import Street

INTEREST = "/api/v1/placements/{}/interest"


def tapped(street: Street, who: str = "student 0") -> str:
    answer = street.visitor(who).request("POST", INTEREST.format(street.world.places[0].id))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def step(street: Street, who: str, number: str, **asked: object) -> tuple[int, dict[str, object]]:
    answer = street.visitor(who).request("POST", f"/api/v1/applications/{number}/steps", json=asked)
    return answer.status_code, answer.json()


def presented(street: Street) -> dict[str, object]:
    path = f"/api/v1/placements/{street.world.places[0].id}/presented"
    found: dict[str, object] = street.visitor("employer").get(path).json()
    return found


def test_two_taps_give_one_application(street: Street) -> None:
    assert tapped(street) == tapped(street)


def test_interest_that_cannot_be_says_why(street: Street) -> None:
    with street.world.house.writing() as work:
        work.placements.take_seat(street.world.places[0].id)

    answer = street.visitor("student 0").request("POST", INTEREST.format(street.world.places[0].id))

    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Deze plek is vol.")


def test_candidate_has_the_shape_of_its_stage(street: Street) -> None:
    number, seen = tapped(street), []
    for who, asked in (
        ("employer", {"kind": "invite"}),
        ("student 0", {"kind": "agree", "shares_email": True}),
        ("student 0", {"kind": "end", "end_code": "student_later"}),
    ):
        seen.append(presented(street))
        assert step(street, who, number, **asked)[0] == 200
    seen.append(presented(street))

    added = [set(found["candidates"][0]) for found in seen[:3]]  # type: ignore[index]
    assert (added[1] - added[0], added[2] - added[1]) == ({"first_name"}, {"contact_text"})
    assert (seen[3]["candidates"], len(seen[3]["ended"])) == ([], 1)  # type: ignore[arg-type]


def test_step_tells_whose_turn_it_is_and_until_when(street: Street) -> None:
    status, found = step(street, "employer", tapped(street), kind="invite")

    assert (status, found["state"], found["turn"]) == (200, "invited", "student")
    assert str(found["answer_by"]).startswith("2026-11-30T23:00")


@pytest.mark.parametrize(
    ("who", "asked", "status"),
    [
        ("employer", {"kind": "offer"}, 409),
        ("employer", {"kind": "place"}, 409),
        ("student 0", {"kind": "invite"}, 409),
        ("employer", {"kind": "end"}, 400),
        ("employer", {"kind": "end", "end_code": "student_later"}, 400),
        ("teacher", {"kind": "invite", "on_behalf_of": "employer"}, 400),
        ("employer", {"kind": "close"}, 400),
        ("employer", {"kind": "invite", "score": 1}, 400),
        ("employer", {"kind": "invite", "planned_at": "2026-12-25T10:00:00Z"}, 400),
        ("employer", {"kind": "invite", "planned_at": "2026-11-25T10:00:00"}, 400),
    ],
)
def test_step_that_cannot_be_is_refused(street: Street, who: str, asked: dict[str, object], status: int) -> None:
    number = tapped(street)

    assert step(street, who, number, **asked)[0] == status
    assert step(street, "employer", number, kind="invite")[0] == 200


@pytest.mark.parametrize("who", ["student 1", "other employer", "other teacher", "parent"])
def test_who_has_nothing_to_do_with_it_gets_the_answer_of_what_does_not_exist(street: Street, who: str) -> None:
    number = tapped(street, "student 2")
    asked = {"kind": "end", "end_code": "student_own"}

    assert step(street, who, number, **asked) == step(street, who, str(uuid4()), **asked)


def test_lists_hold_what_waits_for_each(street: Street) -> None:
    number = tapped(street)

    mine = street.visitor("student 0").get("/api/v1/contacts").json()
    queue = street.visitor("coordinator").get("/api/v1/follow-ups").json()
    others = street.visitor("other teacher").get("/api/v1/follow-ups").json()
    asked = street.visitor("parent").get("/api/v1/consents").json()

    assert [one["application_id"] for one in mine["going"]] == [number]
    assert [one["application_id"] for one in queue["contacts"]] == [number]
    assert (others["contacts"], asked) == ([], {"asked": []})


def test_helper_proposes_with_a_reason(street: Street) -> None:
    path = f"/api/v1/placements/{street.world.places[0].id}/proposals"
    asked = {"student_id": str(street.world.students[0].id), "reason": "Bakt graag"}

    made = street.visitor("jobhunter").request("POST", path, json=asked)
    elsewhere = path.replace(str(street.world.places[0].id), str(street.world.places[1].id))
    without = street.visitor("jobhunter").request("POST", elsewhere, json={**asked, "reason": " "})
    nobody = street.visitor("jobhunter").request("POST", path, json={**asked, "student_id": str(uuid4())})

    assert (made.status_code, made.json()["state"]) == (201, "shown")
    assert (without.status_code, nobody.status_code) == (400, 404)

"""Own words over JSON: suggested with their place, kept with bounds, looked over by the coordinator only."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.role import Role
from services.linking import confirming
from tests.demo_doors import Doors, Visitor

TEXT = "handige harry voor in de keuken"
SAID = {"text": TEXT, "verdict": "corrected", "competency_id": "doe:gereedschap", "wrong_ids": ["doe:bedienen"]}


def asked(visitor: Visitor, *texts: str, **changes: Any) -> list[Any]:
    answer = visitor.request("POST", "/api/v1/link", json={"texts": texts, **changes})
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["texts"]
    return found


def said(visitor: Visitor, **changes: Any) -> int:
    return visitor.request("POST", "/api/v1/links", json={**SAID, **changes}).status_code


def test_suggestions_point_at_the_words_that_led_to_them(doors: Doors) -> None:
    text = "Je gaat eten koken. En ook: de keuken schoonmaken!"

    (found,) = asked(doors.somebody(Role.EMPLOYER), text, n=3)

    suggestions = [one for part in found["parts"] for one in part["suggestions"]]
    assert suggestions
    assert all(text[one["start"] : one["end"]] == one["phrase"] != "" for one in suggestions)
    assert all(len(part["suggestions"]) <= 3 for part in found["parts"])
    assert {one["words"] for one in suggestions} <= {"past heel goed", "past goed", "misschien"}
    assert (found["detail"], found["is_cut"]) == ("", False)


def test_nothing_close_is_said_in_dutch_for_each_text_apart(doors: Doors) -> None:
    found = asked(doors.somebody(Role.STUDENT), "", "eten koken", "😀")

    assert [text["detail"] for text in found] == [
        "Niets gevonden dat dichtbij genoeg is",
        "",
        "Niets gevonden dat dichtbij genoeg is",
    ]


def test_only_kinds_that_are_asked_for(doors: Doors) -> None:
    (found,) = asked(doors.somebody(Role.TEACHER), "eten koken", kinds=["behaviour"])

    assert {one["kind"] for part in found["parts"] for one in part["suggestions"]} <= {"behaviour"}


@pytest.mark.parametrize(
    "body",
    [
        {"texts": []},
        {"texts": ["a"] * 21},
        {"texts": ["a" * 1501]},
        {"texts": ["a"], "n": 11},
        {"texts": ["a"], "n": True},
        {"texts": ["a"], "kinds": ["hobby"]},
        {"texts": ["a"], "extra": 1},
        {"text": "a"},
    ],
)
def test_too_much_and_strange_questions_are_refused(doors: Doors, body: dict[str, Any]) -> None:
    answer = doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/link", json=body)

    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_correction_is_the_first_suggestion_for_the_next_one(own_doors: Doors) -> None:
    answer = own_doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/links", json=SAID)
    again = own_doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/links", json=SAID)

    (found,) = asked(own_doors.somebody(Role.JOBHUNTER), TEXT.upper())

    assert (answer.status_code, answer.json(), again.json()) == (201, {"n_kept": 2}, {"n_kept": 0})
    first = found["parts"][0]["suggestions"][0]
    assert (first["competency_id"], first["is_confirmed"]) == ("doe:gereedschap", True)
    assert "doe:bedienen" not in [one["competency_id"] for one in found["parts"][0]["suggestions"]]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": ""},
        {"text": "a" * 301},
        {"text": "bel 06-12345678"},
        {"verdict": "perhaps"},
        {"verdict": "rejected"},
        {"competency_id": None},
        {"competency_id": ""},
        {"competency_id": "doe:paardrijden_op_de_maan"},
        {"verdict": "confirmed"},
        {"wrong_ids": ["doe:koken"] * 11},
        {"speaker": "teacher"},
        {"employer_id": str(uuid4())},
    ],
)
def test_what_cannot_be_kept_is_refused_and_not_repeated(doors: Doors, changes: dict[str, Any]) -> None:
    answer = doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/links", json={**SAID, **changes})

    assert answer.status_code == 400
    assert "12345678" not in answer.text


def test_enough_for_a_day_is_told_as_such(own_doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "MOST_OF_AN_EMPLOYER", 2)
    employer = own_doors.somebody(Role.EMPLOYER)

    assert [said(employer), said(employer, text="iets anders")] == [201, 429]


def test_coordinator_sees_accepts_and_gets_labels(own_doors: Doors) -> None:
    said(own_doors.somebody(Role.EMPLOYER))
    coordinator = own_doors.somebody(Role.COORDINATOR)

    waiting = coordinator.get("/api/v1/links").json()
    (correction,) = waiting["corrections"]
    assert (correction["text"], correction["competency_id"]) == (TEXT, "doe:gereedschap")
    assert correction["speakers"] == {"employer": 1}
    assert waiting["n_waiting"] == {"confirmed": 0, "corrected": 1, "rejected": 1}

    path = f"/api/v1/links/{correction['link_id']}/review"
    answers = [coordinator.request("POST", path, json={"is_accepted": True}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json() == {"n_decided": 1}

    labels = coordinator.get("/api/v1/links/labels")
    assert labels.headers["content-type"].startswith("text/csv")
    assert labels.text.splitlines()[0] == "id,text,concept,preferred,language"
    assert labels.text.splitlines()[1].endswith(f",{TEXT},doe:gereedschap,0,nl")


def test_nobody_reads_back_who_said_it(own_doors: Doors) -> None:
    said(own_doors.somebody(Role.EMPLOYER))

    page = own_doors.somebody(Role.COORDINATOR).get("/api/v1/links").text

    assert str(own_doors.employer_id()) not in page

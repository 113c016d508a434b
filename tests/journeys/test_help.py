"""Somebody finds help without an account, and what was asked is nowhere; a coordinator keeps the help of the region."""

import logging
from collections.abc import Mapping
from pathlib import Path

import pytest

from accounts.role import Role
from tests.demo_doors import Doors

MARK = "kanariehulpvraag"
QUESTION = f"{MARK} ik kan de bus niet betalen en mijn stiefvader slaat mij"
OFFER: Mapping[str, object] = {
    "naam": "Fietsbank De Ketting",
    "wat": "Een fiets voor weinig geld.",
    "hoe": "Loop binnen op dinsdag.",
    "soort": "money",
    "situaties": ["travel_cost"],
    "gemeente": "Epe",
    "telefoon": "",
    "website": "https://ketting.example/",
    "bron": "website van de gemeente",
    "bronadres": "",
    "nagekeken": "2026-11-02",
    "tot": "",
}


def test_question_leads_to_help_and_is_kept_nowhere(
    own_doors: Doors, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    for visitor in (own_doors.visitor(), own_doors.somebody(Role.STUDENT), own_doors.somebody(Role.EMPLOYER)):
        answer = visitor.post_form("/hulp", {"vraag": QUESTION})

        assert answer.status_code == 200
        assert answer.text.index("Ik ben niet veilig") < answer.text.index("Ik kan de reis niet betalen")
        assert 'href="tel:112"' in answer.text
        assert MARK not in answer.text
        assert MARK not in str(answer.url)
        assert answer.headers["cache-control"] == "no-store"

    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert kept
    assert MARK.encode() not in kept
    assert MARK not in caplog.text


def test_question_that_nothing_is_near_to_is_not_guessed(own_doors: Doors) -> None:
    answer = own_doors.visitor().post_form("/hulp", {"vraag": "de planeten van het zonnestelsel"})

    assert "Dit vinden wij niet" in answer.text
    assert "Je mentor of stagebegeleider" in answer.text


def test_empty_question_is_asked_again(own_doors: Doors) -> None:
    answer = own_doors.visitor().post_form("/hulp", {"vraag": "  "})

    assert answer.status_code == 400
    assert "Schrijf in een paar woorden wat er is" in answer.text


def test_coordinator_adds_changes_and_takes_away_help_and_hides_what_is_not_there(own_doors: Doors) -> None:
    coordinator = own_doors.somebody(Role.COORDINATOR)
    assert coordinator.post_form("/regio/hulp/aanbod", OFFER, follow_redirects=False).status_code == 303

    everybody = own_doors.visitor()
    there = everybody.get("/hulp/travel_cost?gemeente=Epe").text
    assert there.index("Fietsbank De Ketting") < there.index("Studentenreisproduct")
    assert "Nagekeken op 2 november 2026" in there

    coordinator = own_doors.somebody(Role.COORDINATOR)
    page = coordinator.get("/regio/hulp").text
    own = page.split("/regio/hulp/aanbod?welke=")[1].split('"')[0]
    assert 'value="Fietsbank De Ketting"' in coordinator.get(f"/regio/hulp/aanbod?welke={own}").text
    coordinator.post_form("/regio/hulp/aanbod", {**OFFER, "welke": own, "naam": "De Ketting", "tot": "2026-11-20"})
    coordinator.post_form("/regio/hulp", {"stap": "verberg", "wat": "ov_mbo"})

    gone = own_doors.visitor().get("/hulp/travel_cost").text
    assert "De Ketting" not in gone
    assert "Studentenreisproduct" not in gone

    coordinator = own_doors.somebody(Role.COORDINATOR)
    assert "De Ketting" in coordinator.get("/regio/hulp").text
    coordinator.post_form("/regio/hulp", {"stap": "toon", "wat": "ov_mbo"})
    coordinator.post_form("/regio/hulp", {"stap": "weg", "wat": own})
    assert "De Ketting" not in coordinator.get("/regio/hulp").text
    assert "Studentenreisproduct" in own_doors.visitor().get("/hulp/travel_cost").text


def test_faults_of_an_offer_are_told_at_once_and_nothing_typed_is_lost(own_doors: Doors) -> None:
    wrong = {"soort": "", "situaties": [], "website": "ketting.example", "wat": "", "telefoon": "bel maar", "bron": ""}
    answer = own_doors.somebody(Role.COORDINATOR).post_form(
        "/regio/hulp/aanbod", {**OFFER, **wrong, "nagekeken": "31-2-2026"}
    )

    assert answer.status_code == 400
    assert "Er zijn 7 dingen die nog niet kloppen" in answer.text
    assert 'value="Fietsbank De Ketting"' in answer.text
    assert 'value="ketting.example"' in answer.text


@pytest.mark.parametrize(
    "changed",
    [{"nagekeken": "2030-01-01"}, {"nagekeken": "2026-11-02", "tot": "2026-11-01"}],
)
def test_day_that_cannot_be_is_refused(own_doors: Doors, changed: dict[str, str]) -> None:
    answer = own_doors.somebody(Role.COORDINATOR).post_form("/regio/hulp/aanbod", {**OFFER, **changed})

    assert answer.status_code == 400
    assert "Er is 1 ding dat nog niet klopt" in answer.text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/regio/hulp", {"stap": "verberg", "wat": "niets"}),
        ("/regio/hulp", {"stap": "weg", "wat": "00000000-0000-0000-0000-000000000009"}),
        ("/regio/hulp", {"stap": "weg", "wat": "geen nummer"}),
        ("/regio/hulp/aanbod", {**OFFER, "situaties": ["nergens"]}),
        ("/regio/hulp/aanbod", {**OFFER, "welke": "00000000-0000-0000-0000-000000000009"}),
    ],
)
def test_what_does_not_exist_is_not_found(own_doors: Doors, path: str, fields: dict[str, object]) -> None:
    assert own_doors.somebody(Role.COORDINATOR).post_form(path, fields).status_code == 404


def test_situation_that_does_not_exist_is_not_found(own_doors: Doors) -> None:
    assert own_doors.visitor().get("/hulp/nergens").status_code == 404

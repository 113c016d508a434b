"""A place with words that shut people out: held back, given back with a remark, mended, approved, and then found."""

import html
import re

import pytest
from httpx2 import Response

from accounts.role import Role
from services.permissions import Account
from tests.demo_doors import Doors, Visitor
from tests.posting_steps import complete, go_on, own_site, post, posted_id

WRONG = "Jij helpt ons jong team."


@pytest.fixture
def place(own_doors: Doors) -> str:
    employer = own_doors.somebody(Role.EMPLOYER)
    draft = complete(employer, own_site(own_doors))
    go_on(employer, draft, "meer", titel="Assistent in het magazijn", omschrijving=WRONG)
    return posted_id(post(employer, draft))


def noor(doors: Doors) -> Visitor:
    return doors.visitor(Account.of(Role.JOBHUNTER, name="Noor"))


def seen(answer: Response) -> str:
    assert answer.status_code == 200, answer.text[:2000]
    return html.unescape(answer.text)


def test_place_goes_from_held_to_mended_to_found(own_doors: Doors, place: str) -> None:
    page = seen(own_doors.somebody(Role.EMPLOYER).get(f"/werkgever/plekken/{place}?nieuw=1"))
    assert "Een jobhunter kijkt eerst mee." in page
    assert "De plek staat online" not in page
    assert own_doors.somebody(Role.STUDENT).get(f"/plekken/{place}").status_code == 404
    assert f"/kandidaten/{place}" not in seen(noor(own_doors).get("/kandidaten?zoek=assistent in het mag"))

    listed = seen(noor(own_doors).get("/nakijken"))
    assert (f'href="/nakijken/{place}"' in listed, "Nog niet online" in listed) == (True, True)
    review = seen(noor(own_doors).get(f"/nakijken/{place}"))
    assert re.search(r"<mark>jong team<a href=\"#opmerking-1\">", review)

    empty = noor(own_doors).post_form(f"/nakijken/{place}", {"besluit": "terug"})
    assert empty.status_code == 400
    assert "Schrijf minstens één opmerking" in html.unescape(empty.text)
    said = {"besluit": "terug", "opmerking.description": "Zeg niet hoe oud jullie zijn."}
    assert noor(own_doors).post_form(f"/nakijken/{place}", said).headers["location"] == "/nakijken?gedaan=terug"

    words = seen(own_doors.somebody(Role.EMPLOYER).get(f"/werkgever/plekken/{place}/woorden"))
    assert "Zeg niet hoe oud jullie zijn." in words
    mended = {"title": "Assistent in het magazijn", "description": "Jij helpt ons team."}
    own_doors.somebody(Role.EMPLOYER).post_form(f"/werkgever/plekken/{place}/woorden", mended)
    assert own_doors.somebody(Role.STUDENT).get(f"/plekken/{place}").status_code == 404

    assert noor(own_doors).post_form(f"/nakijken/{place}", {"besluit": "goed"}).status_code == 303
    assert own_doors.somebody(Role.STUDENT).get(f"/plekken/{place}").status_code == 200
    assert f"/kandidaten/{place}" in seen(noor(own_doors).get("/kandidaten?zoek=assistent in het mag"))
    late = noor(own_doors).post_form(f"/nakijken/{place}", {"besluit": "goed"})
    assert late.status_code == 409


def test_employer_says_that_it_is_right_and_the_reviewer_reads_why(own_doors: Doors, place: str) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    page = seen(employer.get(f"/werkgever/plekken/{place}/woorden"))
    (key,) = {found for found in re.findall(r'name="bevinding" value="([^"]+)"', page) if "young_team" in found}

    refused = employer.post_form(f"/werkgever/plekken/{place}/klopt-zo", {"bevinding": key, "reden": " "})
    kept = employer.post_form(f"/werkgever/plekken/{place}/klopt-zo", {"bevinding": key, "reden": "Zo heet ons team"})

    assert (refused.status_code, kept.status_code) == (400, 303)
    assert "“Zo heet ons team”" in seen(noor(own_doors).get(f"/nakijken/{place}"))


def test_faults_of_mending_are_told_and_nothing_typed_is_lost(own_doors: Doors, place: str) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)

    answer = employer.post_form(
        f"/werkgever/plekken/{place}/woorden", {"title": "", "description": "Dit heb ik net getypt."}
    )

    assert answer.status_code == 400
    assert "Vul iets in bij" in answer.text
    assert "Dit heb ik net getypt." in answer.text


def test_words_from_a_text_never_become_a_page(own_doors: Doors, place: str) -> None:
    evil = "<script>alert(1)</script> jong team"
    own_doors.somebody(Role.EMPLOYER).post_form(f"/werkgever/plekken/{place}/woorden", {"description": evil})

    for page in (
        own_doors.somebody(Role.EMPLOYER).get(f"/werkgever/plekken/{place}/woorden").text,
        noor(own_doors).get(f"/nakijken/{place}").text,
    ):
        assert "alert(1)" in page
        assert "<script>alert" not in page


def test_interface_looks_words_over_and_keeps_nothing(own_doors: Doors) -> None:
    asked = {"title": "Hulp", "description": "Wij zijn een jong team.", "told_elsewhere": ["work", "helper"]}

    answer = own_doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/wording", json=asked)

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(one["field"], one["kind"], one["weight"], one["start"], one["end"]) for one in told["findings"]] == [
        ("description", "age", "must", 13, 22),
        ("whole", "missing", "better", 0, 0),
    ]
    assert told["reading_ease"] is None

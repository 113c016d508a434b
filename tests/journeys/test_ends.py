"""How things end: a yes that the school leaves lying, a place that closes, and a day that does not suit."""

import re
from dataclasses import replace

from accounts.role import Role
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from tests.contact_doors import Street
from tests.journeys.test_applications import number_in


def said_yes(street: Street, student: str = "student 0") -> str:
    """Go from one tap to a yes, and give the page of the student."""
    mine = street.does(student, f"/plekken/{street.world.places[0].id}/interesse")
    card = f"/werkgever/kandidaten/{number_in(mine)}"
    street.does("employer", card, stap="uitnodigen", dag="2026-11-26", tijd="10:00", waar="Balie")
    street.does(student, mine, stap="kennismaken")
    street.does("employer", card, stap="aanbieden")
    street.does(student, mine, stap="aannemen")
    return mine


def trainer(street: Street) -> None:
    by = Account.of(Role.TRAINER, name="Joke", subject_id=street.world.accounts["employer"].subject_id)
    named = replace(by, id=stable_id("account", "ends", "trainer"))
    with street.world.house.writing() as work:
        street.world.accounts["trainer"] = ensure_account(work, account=named, now=street.world.now)


def test_yes_that_the_school_leaves_lying_rings_louder_until_somebody_arranges_it(street: Street) -> None:
    trainer(street)
    mine = said_yes(street)
    here = f"/opvolgen/{number_in(mine)}"
    assert "Er heeft nu niemand een plek bij jullie" in street.text("trainer", "/op-de-werkvloer")

    street.world.let_time_pass(days=9)
    waiting = street.text("student 0", mine)
    assert "Je hebt ja gezegd, het is nog niet geregeld" in waiting
    assert "De jobhunter is aan de beurt" in waiting
    assert "Jouw ja blijft staan" in waiting
    assert "Te laat: de jongere zei ja op 23 november 2026" in street.text("jobhunter", "/opvolgen")
    assert "Dit bleef liggen" in street.text("jobhunter", "/berichten")

    street.world.let_time_pass(days=20)
    queue = street.text("coordinator", "/opvolgen")
    assert "Te laat: de jongere zei ja op 23 november 2026" in queue
    assert "Wacht op jou" in queue
    assert "Dit sluit daarom nooit vanzelf" in street.text("coordinator", here)
    assert "Niemand heeft op tijd geantwoord" not in street.text("student 0", mine)

    street.does("coordinator", here, stap="plaatsen")
    assert "Dit is jouw plek" in street.text("student 0", mine)
    floor = street.text("trainer", "/op-de-werkvloer")
    assert street.world.students[0].first_name in floor
    assert "Mo Mentor" in floor
    assert "De Wissel" not in floor


def test_employer_closes_a_place_and_everybody_hears_which(street: Street) -> None:
    place = street.world.places[0]
    here = f"/werkgever/plekken/{place.id}"
    promised = said_yes(street)
    mine = street.does("student 1", f"/plekken/{place.id}/interesse")

    street.does("employer", f"{here}/stand", stand="pauzeer")
    assert "Deze plek staat op pauze" in street.text("employer", here)
    assert street.visitor("student 2").post_form(f"/plekken/{place.id}/interesse", {}).status_code == 409
    street.does("employer", f"{here}/stand", stand="open")
    assert street.does("employer", f"{here}/stand", stand="sluit") == f"{here}/sluiten"
    asked = street.text("employer", f"{here}/sluiten")
    assert "1 kandidaat hoort dat de plek gesloten is" in asked
    assert f"Met {street.world.students[0].first_name} is de plek al afgesproken" in asked
    street.does("employer", f"{here}/stand", stand="sluit", zeker="ja")

    inbox = street.text("student 1", "/berichten")
    assert "Dit gaat nu niet door" in inbox
    assert place.title in inbox
    closed = street.text("student 1", mine)
    assert "De plek is gesloten" in closed
    assert "Dat ligt niet aan jou" in closed
    assert "gaat niet verder" not in closed
    assert "Je hebt ja gezegd" in street.text("student 0", promised)
    assert "Deze plek is gesloten" in street.text("employer", here)
    assert street.visitor("employer").post_form(f"{here}/stand", {"stand": "open"}).status_code == 409
    other = street.visitor("other employer")
    assert other.get(f"{here}/sluiten").status_code == 404
    assert other.post_form(f"{here}/stand", {"stand": "sluit", "zeker": "ja"}).status_code == 404


def test_place_is_paused_by_another_system_as_by_the_page(street: Street) -> None:
    path = f"/api/v1/placements/{street.world.places[0].id}/state"

    employer = street.visitor("employer")
    paused = employer.request("PUT", path, json={"state": "paused"})
    unknown = employer.request("PUT", path, json={"state": "draft"})
    closed = employer.request("PUT", path, json={"state": "closed"})
    again = employer.request("PUT", path, json={"state": "open"})

    assert [answer.status_code for answer in (paused, unknown, closed, again)] == [200, 400, 200, 409]
    assert (paused.json()["state"], closed.json()["state"]) == ("paused", "closed")


def test_day_that_does_not_suit_is_moved_by_the_student_and_called_off_through_the_school(street: Street) -> None:
    mine = street.does("student 0", f"/plekken/{street.world.places[0].id}/interesse")
    number = number_in(mine)
    card, day = f"/werkgever/kandidaten/{number}", f"/sollicitaties/{number}/afspraak"
    street.does("employer", card, stap="uitnodigen", dag="2026-11-26", tijd="10:00", waar="Balie")
    street.does("student 0", mine, stap="kennismaken")
    assert f'href="{day}"' in street.text("student 0", mine)
    assert 'value="2026-11-26"' in street.text("student 0", day)

    late = street.visitor("student 0").post_form(day, {"stap": "verzetten", "dag": "2026-12-24", "tijd": "10:00"})
    assert late.status_code == 400
    assert 'value="2026-12-24"' in late.text
    street.does("student 0", day, stap="verzetten", dag="2026-11-30", tijd="13:30", waar="Balie")
    assert "maandag 30 november 2026 om 13.30 uur" in street.text("employer", card)
    told = re.findall(r'href="(/berichten/[0-9a-f-]{36})"', street.text("employer", "/berichten"))
    file = street.visitor("employer").get(f"{told[0]}.ics").text
    assert "SEQUENCE:1" in file

    nobody = street.visitor("teacher").post_form(day, {"stap": "afzeggen", "waarom": "Noor is ziek"})
    assert nobody.status_code == 400
    assert "Kies wie dit zei" in nobody.text
    assert 'value="Noor is ziek"' in nobody.text
    street.does("teacher", day, stap="afzeggen", namens="jongere", waarom="Noor is ziek")
    assert "zegde de afspraak af voor jou" in street.text("student 0", mine)
    assert "Kies een dag" in street.text("employer", card)

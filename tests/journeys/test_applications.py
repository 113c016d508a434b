"""From one tap to a place of one's own; and what happens when a company stays silent."""

import re

from tests.contact_doors import Street


def number_in(path: str) -> str:
    found = re.search(r"[0-9a-f-]{36}", path)
    assert found is not None
    return found[0]


def test_student_taps_the_company_is_late_the_school_helps_and_the_student_is_placed(street: Street) -> None:
    place, other = (f"/plekken/{one.id}" for one in street.world.places)
    assert "Ik heb interesse" in street.text("student 0", place)
    mine = street.does("student 0", f"{place}/interesse")
    street.does("student 0", f"{other}/interesse")
    assert "Het bedrijf is aan de beurt" in street.text("student 0", mine)
    assert "Bekijk dit contact" in street.text("student 0", place)

    street.world.let_time_pass(days=8)
    queue = street.text("teacher", "/opvolgen")
    assert "Wacht op jou" in queue
    assert "Bo Baas, 0612345678" in queue
    assert "Dat ligt niet aan jou" in street.text("student 0", mine)

    here = f"/opvolgen/{number_in(mine)}"
    refused = street.visitor("teacher").post_form(here, {"stap": "uitnodigen"})
    assert refused.status_code == 400
    assert "Schrijf in hoogstens 300 tekens waarom jij dit doet" in refused.text
    street.does(
        "teacher", here, stap="uitnodigen", waarom="Bo belde terug", dag="2026-12-04", tijd="10:00", waar="Balie"
    )
    invited = street.text("student 0", mine)
    assert "Het bedrijf wil met je kennismaken" in invited
    assert "Bo belde terug" in invited
    assert "vrijdag 4 december 2026 om 10.00 uur, Balie" in invited

    street.does("student 0", mine, stap="kennismaken", deel_mail="ja")
    card = f"/werkgever/kandidaten/{number_in(mine)}"
    assert "s0@post.example" in street.text("employer", card)
    street.does("employer", card, stap="aanbieden")
    street.does("student 0", mine, stap="aannemen")
    street.does("teacher", here, stap="plaatsen")

    contacts = street.text("student 0", "/contacten")
    assert "Dit is jouw plek" in contacts
    assert "Je hebt een andere plek" in contacts
    assert "de jongere heeft een andere plek" in street.text("employer", "/werkgever/kandidaten")
    assert "Vol" in street.text("student 1", place)


def test_company_that_stays_silent_is_reminded_and_then_it_closes_kindly(street: Street) -> None:
    mine = street.does("student 0", f"/plekken/{street.world.places[0].id}/interesse")

    street.world.let_time_pass(days=4)
    reminded = street.text("student 0", mine)
    street.world.let_time_pass(days=4)
    helped = street.text("student 0", mine)
    street.world.let_time_pass(days=8)
    closed = street.text("student 0", mine)

    assert "Plekwijzer</strong> stuurde een herinnering" in reminded
    assert "Plekwijzer</strong> vroeg de school of de jobhunter om hulp" in helped
    assert "Niemand heeft op tijd geantwoord" in closed
    assert "Dat ligt niet aan jou" in closed
    assert "gaat niet verder" not in closed
    assert "niemand heeft op tijd geantwoord" in street.text("employer", "/werkgever/kandidaten")
    assert "Ik heb interesse" in street.text("student 0", f"/plekken/{street.world.places[0].id}")


def test_company_ends_with_a_reason_after_being_asked_twice(street: Street) -> None:
    mine = street.does("student 0", f"/plekken/{street.world.places[0].id}/interesse")
    card = f"/werkgever/kandidaten/{number_in(mine)}"
    employer = street.visitor("employer")

    without = employer.post_form(card, {"stap": "stoppen"})
    asked = employer.post_form(card, {"stap": "stoppen", "reden": "employer_schedule"})
    assert (without.status_code, asked.status_code) == (400, 200)
    assert "Kies een reden" in without.text
    assert "Weet je het zeker?" in asked.text
    street.does("employer", card, stap="stoppen", reden="employer_schedule", zeker="ja")

    told = street.text("student 0", mine)
    assert "Het bedrijf gaat niet verder" in told
    assert "De dagen of uren passen niet bij het werk" in told


def test_jobhunter_shows_a_card_and_the_company_and_the_student_answer(street: Street) -> None:
    world = street.world
    candidates = street.text("jobhunter", f"/kandidaten/{world.places[0].id}")
    assert "Stel Noor voor aan het bedrijf" in candidates
    fields = {"jongere": str(world.students[0].id), "plek": str(world.places[0].id), "waarom": "Bakt graag"}
    there = street.does("jobhunter", "/opvolgen", **fields)

    card = f"/werkgever/kandidaten/{number_in(there)}"
    first = street.text("employer", card)
    assert "Kandidaat A" in first
    assert "Noor" not in first
    street.does("employer", card, stap="interesse")
    mine = f"/contacten/{number_in(there)}"
    assert "Het bedrijf heeft interesse in jou" in street.text("student 0", mine)
    street.does("student 0", mine, stap="interesse")
    assert "Kandidaat A: Noor" in street.text("employer", card)


def test_message_leads_each_reader_to_the_own_page(street: Street) -> None:
    number = number_in(street.does("student 0", f"/plekken/{street.world.places[0].id}/interesse"))

    led = {
        who: street.visitor(who).get(f"/sollicitaties/{number}").headers["location"]
        for who in ("student 0", "employer", "teacher", "jobhunter", "parent")
    }

    assert led == {
        "student 0": f"/contacten/{number}",
        "employer": f"/werkgever/kandidaten/{number}",
        "teacher": f"/opvolgen/{number}",
        "jobhunter": f"/opvolgen/{number}",
        "parent": "/toestemming",
    }


def test_place_that_is_full_says_so_after_a_tap(street: Street) -> None:
    place = street.world.places[0]
    with street.world.house.writing() as work:
        assert work.placements.take_seat(place.id)

    answer = street.visitor("student 0").post_form(f"/plekken/{place.id}/interesse", {})

    assert answer.status_code == 409
    assert "Deze plek is vol." in answer.text

"""A mentor goes from the class to who misses a conversation, and on to the year plan; a school reads numbers alone."""

import re

from accounts.role import Role
from tests.demo_doors import Doors


def test_mentor_goes_from_the_class_to_the_plan(own_doors: Doors) -> None:
    teacher, own = own_doors.somebody(Role.TEACHER), own_doors.student()

    assert 'href="/klas/gesprekken"' in teacher.get("/klas").text
    covered = teacher.get("/klas/gesprekken").text
    assert f'href="/klas/{own.id}/gesprekken"' in covered
    assert "Mist nog: 1 keer alleen en 1 keer met een ouder erbij." in covered
    assert 'href="/klas/jaarplan"' in covered
    plan = teacher.get("/klas/jaarplan").text
    assert "Week van" in plan
    assert f'href="/klas/{own.id}"' in plan


def test_school_settles_which_conversations_count(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    asked = {"alleen": "0", "ouders": "2", "minuten": "30", "week": "3", "waar": "0"}

    assert 'href="/school/gesprekken"' in teacher.get("/school").text
    refused = teacher.post_form("/school/gesprekken", {**asked, "alleen": "11", "minuten": "half uur", "week": ""})
    assert refused.status_code == 400
    assert "Geef een getal van 0 tot en met 10" in refused.text
    assert "Vul hier een heel getal in" in refused.text
    assert "Geef een getal van 1 tot en met 40" in refused.text
    assert 'value="half uur"' in refused.text
    assert "Mist nog: 1 keer alleen en 1 keer met een ouder erbij." in teacher.get("/klas/gesprekken").text

    answer = teacher.post_form("/school/gesprekken", asked)
    assert answer.status_code == 303
    kept = teacher.get(answer.headers["location"]).text
    assert "Bewaard" in kept
    assert re.search(r'name="minuten" value="30"', kept)
    covered = teacher.get("/klas/gesprekken").text
    assert "minstens 30 minuten duurde. Nodig in een jaar: 0 keer alleen en 2 keer" in covered
    assert "Mist nog: 2 keer met een ouder erbij." in covered


def test_card_gives_the_questions_that_are_asked_for(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)

    everything = teacher.get("/gesprekskaart").text
    some = teacher.get("/gesprekskaart?bij=motives&met=with_parents").text

    assert everything.count("<strong>") >= 40
    assert some.count("<strong>") == 3
    assert "Waar praat uw kind thuis graag over?" in some
    assert teacher.get("/gesprekskaart?bij=onzin&met=%C2%B2").text.count("<strong>") >= 40


def test_placement_coordinator_reads_no_name(own_doors: Doors) -> None:
    page = own_doors.somebody(Role.PLACEMENT_COORDINATOR).get("/klas/gesprekken").text

    assert "had alle gesprekken" in page
    assert not re.search(r'href="/klas/[0-9a-f-]{36}"', page)
    assert "/klas/jaarplan" not in page

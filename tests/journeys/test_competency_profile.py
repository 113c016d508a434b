"""A student, a mentor and a workplace trainer each say something of the same; the company reads none of it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.role import Role
from career.application import Application
from career.application_rules import StepKind
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from tests.contact_doors import Street
from tests.contacts import NOW, through_to_accepted
from tests.demo_doors import Doors

SAW = {"wat": "doe:koken", "niveau": "4", "dag": "2026-11-20"}


@pytest.fixture
def working(street: Street) -> Application:
    """Let the first student work at a company with a trainer, since a week."""
    world = street.world
    trainer = Account.of(Role.TRAINER, name="Joke Kok", subject_id=world.accounts["employer"].subject_id)
    with world.house.writing() as work:
        named = replace(trainer, id=stable_id("account", "profile", "trainer"))
        world.accounts["trainer"] = ensure_account(work, account=named, now=NOW - timedelta(days=30))
        place = replace(world.places[0], starts_on=NOW.date() - timedelta(days=7), learned_ids=("doe:koken",))
        world.places = (place, *world.places[1:])
        work.placements.save(place)
    return world.step("teacher", through_to_accepted(world, world.interest()), StepKind.PLACE)


def test_three_say_something_and_the_student_reads_it_all(street: Street, working: Application) -> None:
    student_id = street.world.students[0].id
    there = re.search(r'href="(/op-de-werkvloer/[0-9a-f-]{36})"', street.text("trainer", "/op-de-werkvloer"))
    assert there is not None
    at_school = f"/klas/{student_id}/profiel"
    own = {"stap": "gedaan", "soort": "thuis", "taak.thuis_koken": "2", "doe": "verder"}

    by_trainer = street.visitor("trainer").post_form(there[1], {**SAW, "bewijs": "Kookte voor twintig gasten"})
    by_mentor = street.visitor("teacher").post_form(at_school, {**SAW, "niveau": "3", "bewijs": "Bakte op school"})
    by_student = street.visitor("student 0").post_form("/begin", own)

    assert [one.status_code for one in (by_trainer, by_mentor, by_student)] == [303, 303, 303]
    page = street.text("student 0", "/profiel")
    assert re.findall(r"<strong>(Met hulp|Voor een deel zelf|Helemaal zelf)</strong>", page) == [
        "Met hulp",
        "Voor een deel zelf",
        "Helemaal zelf",
    ]
    assert "Thuis helpen" in page
    assert "Bakte op school" in page
    assert "Kookte voor twintig gasten" in page
    read_at_school = street.text("teacher", at_school)
    assert "Kookte voor twintig gasten" in read_at_school
    assert "Thuis helpen" not in read_at_school
    for path in ("/werkgever", "/werkgever/kandidaten", f"/werkgever/kandidaten/{working.id}"):
        assert "Bakte op school" not in street.text("employer", path)
        assert "Kookte voor twintig gasten" not in street.text("employer", path)


def test_all_that_is_wrong_is_told_at_once_and_what_was_typed_stays(street: Street, working: Application) -> None:
    typed = {"wat": "doe:haar", "niveau": "", "dag": "2030-01-01", "bewijs": ""}

    for who, path in (
        ("trainer", f"/op-de-werkvloer/{working.id}"),
        ("teacher", f"/klas/{street.world.students[0].id}/profiel"),
    ):
        answer = street.visitor(who).post_form(path, {**typed, "wat": "bestaat-niet"})
        assert answer.status_code == 400
        assert "Er zijn 4 dingen die nog niet kloppen" in answer.text
        assert 'value="2030-01-01"' in answer.text


def test_questions_are_answered_in_the_profile(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    page = student.get("/profiel").text
    asked = re.findall(r'name="((?:kan|leuk)\.[^"]+)" value="(4|ja)"', page)
    assert asked

    answer = student.post_form("/profiel", dict(asked))
    nothing = student.post_form("/profiel", {"kan.doe:koken": "later"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/profiel?bewaard=1")
    assert "Kies bij minstens één vraag een antwoord" in nothing.text

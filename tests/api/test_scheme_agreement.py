"""The pages on which a young person says yes to looking for schemes, a job coach looks, and a company reads."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.role import Role
from career.application import Application
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from tests.api.test_canaries import read_by
from tests.contact_doors import Street
from tests.contacts import NOW, through_to_accepted

FOUND = "No-riskpolis"
STEP = "Meld ziekte op tijd bij UWV."


@pytest.fixture
def coached(street: Street) -> Street:
    world = street.world
    others = {
        "job coach": Account.of(Role.JOB_COACH, subject_id=world.students[0].id),
        "other coach": Account.of(Role.JOB_COACH, subject_id=world.students[1].id),
        "trainer": Account.of(Role.TRAINER, subject_id=world.accounts["employer"].subject_id),
        "peer": Account.of(Role.PEER, subject_id=world.students[0].id),
        "region": Account.of(Role.COORDINATOR),
        "administrator": Account.of(Role.ADMINISTRATOR),
    }
    with world.house.writing() as work:
        for name, account in others.items():
            named = replace(account, id=stable_id("account", "scheme agreement", name), name=name)
            world.accounts[name] = ensure_account(work, account=named, now=NOW - timedelta(days=30))
    return street


def matched(street: Street) -> Application:
    return through_to_accepted(street.world, street.world.interest())


def looked_for(street: Street, application: Application) -> None:
    street.does("student 0", f"/regelingen/mijn/{application.id}", keuze="ja")
    street.does("job coach", f"/regelingen/jongere/{application.id}", no_risk_ground="ja", in_register="nee")


def test_company_reads_name_and_step_after_the_second_yes_and_no_more_after_taking_it_back(coached: Street) -> None:
    application = matched(coached)
    theirs, mine = f"/werkgever/kandidaten/{application.id}", f"/regelingen/mijn/{application.id}"
    assert f'href="{mine}"' in coached.text("student 0", f"/contacten/{application.id}")

    looked_for(coached, application)
    assert FOUND in coached.text("student 0", mine)
    assert FOUND not in coached.text("employer", theirs)

    coached.does("student 0", mine, keuze="delen")
    page = coached.text("employer", theirs)
    assert (FOUND in page, STEP in page) == (True, True)
    assert [word for word in ("register", "jobcoach", "pro", "vso") if f" {word} " in page.lower()] == []

    coached.does("student 0", mine, keuze="terug")
    assert FOUND not in coached.text("employer", theirs)
    assert FOUND not in coached.text("job coach", f"/regelingen/jongere/{application.id}")
    assert "De ja is teruggenomen" in coached.text("student 0", mine)


@pytest.mark.parametrize("is_shared", [False, True])
def test_nobody_reads_what_was_found_who_has_nothing_to_do_with_it(coached: Street, is_shared: bool) -> None:
    application = matched(coached)
    looked_for(coached, application)
    if is_shared:
        coached.does("student 0", f"/regelingen/mijn/{application.id}", keuze="delen")

    # What sharing changes is what companies read.
    walkers = set(coached.world.accounts) if is_shared else {"student 0", "job coach", "employer", "trainer"}
    readers = {who for who in walkers if FOUND.encode() in read_by(coached, who, application)}

    assert readers == {"student 0", "job coach"} | ({"employer"} if is_shared else set())


def test_coach_without_a_yes_reads_no_question_and_cannot_look(coached: Street) -> None:
    application = matched(coached)
    here = f"/regelingen/jongere/{application.id}"

    page = coached.text("job coach", here)
    answer = coached.visitor("job coach").post_form(here, {"no_risk_ground": "ja"})

    assert "Er is nog geen ja." in page
    assert "doelgroepregister" not in page
    assert answer.status_code == 409


def test_coach_who_answers_nothing_hears_so_and_what_was_filled_in_stays(coached: Street) -> None:
    application = matched(coached)
    coached.does("student 0", f"/regelingen/mijn/{application.id}", keuze="ja")

    answer = coached.visitor("job coach").post_form(f"/regelingen/jongere/{application.id}", {"in_register": ""})

    assert answer.status_code == 400
    assert "Beantwoord minstens één vraag met ja of nee" in answer.text


def test_match_of_another_looks_like_one_that_is_not_there(coached: Street) -> None:
    application = matched(coached)

    for who in ("student 1", "parent"):
        assert coached.visitor(who).get(f"/regelingen/mijn/{application.id}").status_code == 404
    assert coached.visitor("other coach").get(f"/regelingen/jongere/{application.id}").status_code == 404
    assert "Niemand die jij begeleidt heeft nu een plek." in coached.text("other coach", "/regelingen/jongeren")
    assert "Nog geen ja" in coached.text("job coach", "/regelingen/jongeren")


def test_student_reads_in_the_own_data_what_was_found_and_who_looked(coached: Street) -> None:
    application = matched(coached)
    looked_for(coached, application)

    own = coached.text("student 0", "/mijn-gegevens")

    assert FOUND in own
    assert "Zo kan je jobcoach uitzoeken of het bedrijf geld of hulp kan krijgen." in own
    assert "om regelingen uit te zoeken" in coached.text("student 0", "/wie-keek")

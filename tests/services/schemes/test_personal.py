"""Schemes for one young person: only after a match and a yes, and no answer is kept anywhere."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from accounts.role import Role
from career.application import Application
from career.application_rules import StepKind
from career.scheme_consent import SchemeConsentError
from services.errors import ForbiddenError, NotFoundError
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from services.privacy.pausing import pause
from services.schemes.personal import (
    agree,
    children_choices,
    coached_matches,
    find_schemes,
    inquiry,
    my_scheme_choice,
    schemes_told,
    share,
    withdraw,
)
from storage.schema import metadata
from tests.contacts import NOW, World, make_world, planned, through_to_accepted

ALL_YES = {"in_register": True, "no_risk_ground": True, "cannot_earn_minimum": True, "needs_adjustment": True}


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    made = with_coach(make_world(migrated_url))
    yield made
    made.house.close()


@pytest.fixture
def young(migrated_url: str) -> Iterator[World]:
    made = with_coach(make_world(migrated_url, young=True))
    yield made
    made.house.close()


def with_coach(world: World) -> World:
    coaches = {"job coach": world.students[0].id, "other coach": world.students[1].id}
    with world.house.writing() as work:
        for name, student_id in coaches.items():
            account = Account.of(Role.JOB_COACH, name=name, subject_id=student_id)
            named = replace(account, id=stable_id("account", "schemes", name))
            world.accounts[name] = ensure_account(work, account=named, now=NOW - timedelta(days=30))
    return world


def matched(world: World) -> Application:
    return through_to_accepted(world, world.interest())


def young_match(world: World) -> Application:
    application = world.interest()
    world.step("parent", application, StepKind.CONSENT)
    return through_to_accepted(world, application)


def say_yes(world: World, application: Application, who: str = "student 0") -> None:
    with world.house.writing() as work:
        agree(work, by=world.accounts[who], application_id=application.id, now=world.now)


def look(world: World, application: Application, **answers: bool) -> set[str]:
    with world.house.writing() as work:
        told = find_schemes(
            work,
            by=world.accounts["job coach"],
            application_id=application.id,
            answers=answers,
            pays_wage=None,
            now=world.now,
        )
    return {one.code for one in told}


def read_by_company(world: World, application: Application, who: str = "employer") -> set[str]:
    with world.reading() as work:
        told = schemes_told(work, by=world.accounts[who], application_id=application.id, now=world.now)
    return {one.code for one in told}


def test_company_reads_scheme_and_step_only_after_both_yeses(world: World) -> None:
    application = matched(world)
    assert read_by_company(world, application) == set()

    say_yes(world, application)
    found = look(world, application, **ALL_YES)
    assert found == {"LKV_BANENAFSPRAAK", "NO_RISK", "LKS", "WERKPLEKAANPASSING"}
    assert read_by_company(world, application) == set()

    with world.house.writing() as work:
        share(work, by=world.accounts["student 0"], application_id=application.id, now=world.now)
    assert read_by_company(world, application) == found


def test_what_is_found_anew_is_read_after_a_new_yes(world: World) -> None:
    application = matched(world)
    say_yes(world, application)
    look(world, application, in_register=True)
    with world.house.writing() as work:
        share(work, by=world.accounts["student 0"], application_id=application.id, now=world.now)

    assert look(world, application, no_risk_ground=True) == {"NO_RISK"}

    assert read_by_company(world, application) == set()


def test_taking_it_back_wipes_what_was_found_and_stops_the_coach(world: World) -> None:
    application = matched(world)
    say_yes(world, application)
    look(world, application, **ALL_YES)
    with world.house.writing() as work:
        share(work, by=world.accounts["student 0"], application_id=application.id, now=world.now)
    with world.house.writing() as work:
        withdraw(work, by=world.accounts["student 0"], application_id=application.id, now=world.now)

    assert read_by_company(world, application) == set()
    with pytest.raises(SchemeConsentError):
        look(world, application, **ALL_YES)
    with world.reading() as work:
        kept = work.schemes.get(application.id)
        assert kept is not None
        assert (kept.findings, kept.shared_at, kept.withdrawn_at) == ((), None, world.now)


def test_nothing_of_the_answers_is_kept_in_any_table(world: World) -> None:
    application = matched(world)
    say_yes(world, application)
    look(world, application, in_register=True, needs_adjustment=False, cannot_earn_minimum=False)

    with world.reading() as work:
        every = repr([work._transaction.read(select(table)).all() for table in metadata.sorted_tables])
    assert "LKV_BANENAFSPRAAK" in every
    assert [code for code in ("in_register", "needs_adjustment", "cannot_earn_minimum") if code in every] == []


def test_coach_looks_at_nothing_before_a_yes(world: World) -> None:
    application = matched(world)

    with world.reading() as work:
        asked = inquiry(work, by=world.accounts["job coach"], application_id=application.id, now=world.now)
    with pytest.raises(SchemeConsentError):
        look(world, application, **ALL_YES)

    assert (asked.questions, asked.asks_wage, asked.match.said_text) == ((), False, "")


def test_before_the_place_is_taken_there_is_nothing_to_say_yes_to(world: World) -> None:
    application = world.interest()
    world.step("employer", application, StepKind.INVITE, **planned(world))

    for who, act in (("student 0", my_scheme_choice), ("job coach", inquiry)):
        with world.reading() as work, pytest.raises(NotFoundError):
            act(work, by=world.accounts[who], application_id=application.id, now=world.now)


@pytest.mark.parametrize("who", ["student 1", "parent", "other coach", "employer", "teacher", "jobhunter"])
def test_nobody_else_says_yes_or_looks(world: World, who: str) -> None:
    application = matched(world)
    say_yes(world, application)

    for act in (agree, share, withdraw, inquiry):
        with world.house.writing() as work, pytest.raises((NotFoundError, ForbiddenError)):
            act(work, by=world.accounts[who], application_id=application.id, now=world.now)


def test_other_company_reads_nothing(world: World) -> None:
    application = matched(world)
    say_yes(world, application)
    look(world, application, **ALL_YES)
    with world.house.writing() as work:
        share(work, by=world.accounts["student 0"], application_id=application.id, now=world.now)

    with pytest.raises(NotFoundError):
        read_by_company(world, application, "other employer")


def test_for_who_is_fifteen_a_parent_decides_and_the_student_can_take_it_back(young: World) -> None:
    application = young_match(young)
    with young.house.writing() as work, pytest.raises(NotFoundError):
        agree(work, by=young.accounts["student 0"], application_id=application.id, now=young.now)

    with young.reading() as work:
        (choice,) = children_choices(work, by=young.accounts["parent"], now=young.now)
    say_yes(young, application, "parent")
    with young.house.writing() as work:
        withdraw(work, by=young.accounts["student 0"], application_id=application.id, now=young.now)

    assert (choice.application_id, choice.may_decide) == (application.id, True)
    with young.reading() as work:
        own = my_scheme_choice(work, by=young.accounts["student 0"], application_id=application.id, now=young.now)
    assert (own.may_decide, own.was_withdrawn) == (False, True)


def test_stage_without_wage_gets_no_schemes_for_wages(young: World) -> None:
    application = young_match(young)
    say_yes(young, application, "parent")

    assert look(young, application, last_school_year=True, **ALL_YES) == {"PRAKTIJKLEREN", "WERKPLEKAANPASSING"}


def test_who_has_paused_is_in_no_list_of_a_coach(world: World) -> None:
    application = matched(world)
    say_yes(world, application)
    with world.house.writing() as work:
        pause(work, by=world.accounts["student 0"], now=world.now)

    with world.reading() as work:
        listed = coached_matches(work, by=world.accounts["job coach"], now=world.now)
    assert listed == ()
    with pytest.raises(NotFoundError):
        look(world, application, **ALL_YES)


def test_list_of_a_coach_tells_how_far_each_match_is(world: World) -> None:
    application = matched(world)
    say_yes(world, application)
    look(world, application, no_risk_ground=True)

    with world.reading() as work:
        (row,) = coached_matches(work, by=world.accounts["job coach"], now=world.now)
        others = coached_matches(work, by=world.accounts["other coach"], now=world.now)

    assert (row.application_id, row.first_name, row.said_text, row.is_shared) == (
        application.id,
        "Noor",
        "23 november 2026",
        False,
    )
    assert [one.code for one in row.found] == ["NO_RISK"]
    assert others == ()


def test_yes_twice_is_one_yes_and_a_new_one_after_taking_back_counts_from_then(world: World) -> None:
    application, by = matched(world), world.accounts["student 0"]

    with world.house.writing() as work:
        first = agree(work, by=by, application_id=application.id, now=world.now)
    with world.house.writing() as work:
        second = agree(work, by=by, application_id=application.id, now=world.now + timedelta(days=1))
        withdraw(work, by=by, application_id=application.id, now=world.now + timedelta(days=2))
        third = agree(work, by=by, application_id=application.id, now=world.now + timedelta(days=3))

    assert first == second
    assert (third.given_at, third.withdrawn_at) == (world.now + timedelta(days=3), None)


def test_sharing_nothing_is_refused(world: World) -> None:
    application = matched(world)
    say_yes(world, application)

    with world.house.writing() as work, pytest.raises(SchemeConsentError):
        share(work, by=world.accounts["student 0"], application_id=application.id, now=world.now)


def test_unknown_match_is_not_found(world: World) -> None:
    with world.reading() as work, pytest.raises(NotFoundError):
        inquiry(work, by=world.accounts["job coach"], application_id=UUID(int=1), now=world.now)

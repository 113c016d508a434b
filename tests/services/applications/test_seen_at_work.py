"""What a workplace trainer saw goes in the profile with the company it was at, and only of who worked there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from career.application import Application
from career.application_rules import StepKind
from career.competency import ClaimSource, CompetencyClaim, Level
from career.errors import InvalidValueError
from services.errors import NotFoundError
from services.permissions import Account
from services.seen import Seen, SeenAtWork, say_seen_at_work, seen_at_work
from tests.contacts import World, through_to_accepted
from tests.services.applications.test_workplace import trainer_of


@pytest.fixture
def working(world: World) -> Application:
    """Let the first student work at the first place since a week."""
    application = world.step("teacher", through_to_accepted(world, world.interest()), StepKind.PLACE)
    with world.house.writing() as work:
        place = work.placements.get(application.placement_id)
        assert place is not None
        work.placements.save(replace(place, starts_on=world.now.date() - timedelta(days=7), learned_ids=("doe:koken",)))
    return application


def told(world: World, by: Account, application: Application, **changes: object) -> None:
    seen = Seen(
        competency_id="doe:koken",
        level=Level.INDEPENDENT,
        on=world.now.date() - timedelta(days=1),
        evidence="Kookte voor twintig gasten",
    )
    with world.house.writing() as work:
        say_seen_at_work(work, by=by, application_id=application.id, seen=seen._replace(**changes), now=world.now)


def asked(world: World, by: Account, application: Application) -> SeenAtWork:
    with world.reading() as work:
        return seen_at_work(work, by=by, application_id=application.id, now=world.now)


def claims(world: World) -> tuple[CompetencyClaim, ...]:
    with world.reading() as work:
        student = work.students.get(world.students[0].id)
    assert student is not None
    return student.claims


def test_what_a_trainer_saw_names_the_company(world: World, working: Application) -> None:
    by = trainer_of(world)
    with world.reading() as work:
        employer = work.employers.get(by.subject_id)  # type: ignore[arg-type]  # a trainer is tied to a company
    assert employer is not None

    held = asked(world, by, working)
    told(world, by, working)

    assert (held.first_name, held.options["doe:koken"]) == ("Noor", "Eten koken")
    assert claims(world)[-1] == CompetencyClaim(
        competency_id="doe:koken",
        source=ClaimSource.COMPANY,
        level=Level.INDEPENDENT,
        seen_on=world.now.date() - timedelta(days=1),
        evidence=f"{employer.name}: Kookte voor twintig gasten",
    )


def test_a_trainer_says_nothing_of_before_the_work_and_of_other_work(world: World, working: Application) -> None:
    before = claims(world)
    with pytest.raises(InvalidValueError) as refused:
        told(
            world,
            trainer_of(world),
            working,
            on=world.now.date() - timedelta(days=8),
            competency_id="doe:haar",
            level=None,
            evidence="",
        )

    assert refused.value.faults.keys() == {"competency_id", "level", "on", "evidence"}
    assert claims(world) == before


def test_who_is_not_placed_here_or_has_not_begun_is_not_there(world: World, working: Application) -> None:
    with pytest.raises(NotFoundError):
        asked(world, trainer_of(world, "other employer"), working)
    with pytest.raises(NotFoundError):
        told(world, trainer_of(world, "other employer"), working)
    waiting = world.interest(1, place=1)
    with pytest.raises(NotFoundError):
        asked(world, trainer_of(world), waiting)
    with world.house.writing() as work:
        place = work.placements.get(working.placement_id)
        assert place is not None
        work.placements.save(replace(place, starts_on=world.now.date() + timedelta(days=1)))
    with pytest.raises(NotFoundError):
        told(world, trainer_of(world), working)

"""What a company reads: only the fields of its stage, and the same bytes whatever is private."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random
from unittest.mock import patch
from uuid import UUID

import pytest

from career.application_rules import StepKind
from career.student import SchoolType, Student
from services import cards
from services.applications import CandidateEnded, CandidateMet, CandidateReachable, CandidateShown
from services.applications.employer_side import candidate, presented
from services.errors import NotFoundError
from tests.contact_doors import Street
from tests.contacts import MakeWorld, World, planned
from tests.databases import queries_counted
from tests.demo_doors import without_tokens

STAGE_ONE = {
    "application_id", "placement_id", "alias", "state", "state_text", "turn_text", "answer_text", "days_left",
    "is_my_turn", "planned_text", "steps", "can", "wants", "helps", "days_text", "hours_text", "period_text",
    "travel_minutes", "travel_label",
}  # fmt: skip
PAIRS = 200


def names(kind: type) -> set[str]:
    return {field.name for field in fields(kind)}


def test_each_stage_has_these_fields_and_no_other() -> None:
    assert names(CandidateShown) == STAGE_ONE
    assert names(CandidateMet) == STAGE_ONE | {"first_name"}
    assert names(CandidateReachable) == STAGE_ONE | {"first_name", "contact_text"}
    assert names(CandidateEnded) == {
        "application_id", "placement_id", "alias", "outcome_text", "reason_text", "ended_text",
    }  # fmt: skip


def test_card_grows_with_each_yes_and_is_gone_at_the_end(world: World) -> None:
    application = world.interest()
    seen = [look(world, application.id)]
    world.step("employer", application, StepKind.INVITE, **planned(world))
    seen.append(look(world, application.id))
    world.step("student 0", application, StepKind.AGREE, shares_email=True)
    seen.append(look(world, application.id))
    world.step("student 0", application, StepKind.END, end_code="student_travel")
    seen.append(look(world, application.id))

    assert [type(view) for view in seen] == [CandidateShown, CandidateMet, CandidateReachable, CandidateEnded]
    assert isinstance(seen[2], CandidateReachable)
    assert (seen[2].first_name, seen[2].contact_text) == ("Noor", "s0@post.example")
    assert isinstance(seen[3], CandidateEnded)
    assert seen[3].reason_text == "De reis is te lastig"


def test_address_stays_with_the_student_who_does_not_share_it(world: World) -> None:
    application = world.interest()
    world.step("employer", application, StepKind.INVITE)
    world.step("student 0", application, StepKind.AGREE)

    view = look(world, application.id)

    assert isinstance(view, CandidateReachable)
    assert "@" not in view.contact_text


def test_only_what_the_place_offers_of_what_helps_is_told(made: MakeWorld) -> None:
    world = made(conditions_offered=frozenset({"vaste_begeleider", "rustige_plek"}))
    with world.house.writing() as work:
        helps = frozenset({"vaste_begeleider", "korte_dagen"})
        work.students.save(replace(world.students[0], helps=helps))

    view = look(world, world.interest().id)

    assert isinstance(view, CandidateShown)
    assert view.helps == ("vaste contactpersoon",)


def test_company_finds_nothing_of_another_or_of_who_waits_for_a_parent(made: MakeWorld) -> None:
    world, young = made(), made(young=True)
    application, asking = world.interest(), young.interest()

    with pytest.raises(NotFoundError), world.reading() as work:
        candidate(work, by=world.accounts["other employer"], application_id=application.id, now=world.now)
    with pytest.raises(NotFoundError):
        look(young, asking.id)
    with young.reading() as work:
        assert presented(work, by=young.accounts["employer"], now=young.now) == ()


def test_list_of_three_costs_as_many_queries_as_a_list_of_one(made: MakeWorld) -> None:
    world = made(n_places=2)
    world.interest(0, place=0)
    for student in range(3):
        world.interest(student, place=1)

    def count(place: int) -> int:
        with world.reading() as work:
            presented(work, by=world.accounts["employer"], placement_id=world.places[place].id, now=world.now)
            with queries_counted() as counted:
                presented(work, by=world.accounts["employer"], placement_id=world.places[place].id, now=world.now)
        return len(counted)

    assert count(0) == count(1)


def look(world: World, application_id: UUID) -> object:
    with world.reading() as work:
        return candidate(work, by=world.accounts["employer"], application_id=application_id, now=world.now)


Private = Callable[[Random, Student], Student]
PRIVATE: dict[str, Private] = {
    "name": lambda rng, one: replace(one, first_name=rng.choice(["Fatima", "Kees", "X", "Jan-Willem"])),
    "reference": lambda rng, one: replace(one, reference=f"ander-{rng.random()}"),
    "school": lambda rng, one: replace(one, school=rng.choice(["", "Pro Noord", "De Wissel"]), group="1a"),
    "school type": lambda rng, one: replace(one, school_type=rng.choice(list(SchoolType))),
    "birth date": lambda rng, one: replace(one, born_on=date(2008, 6, 1) - timedelta(days=rng.randint(0, 300))),
    "address": lambda rng, one: replace(one, travel=replace(one.travel, postcode4=rng.choice(["8012", "8025"]))),
    "what helps and the place has not": lambda rng, one: replace(
        one, helps=one.helps | {rng.choice(["rustige_plek", "korte_dagen", "plaatjes"])}
    ),
    "pay": lambda rng, one: replace(one, wishes=replace(one.wishes, minimum_allowance_eur=rng.randint(1, 500))),
}
"""How a twin may differ in one private thing, the rules and the trip staying the same."""


def twin_of(rng: Random, student: Student) -> tuple[Student, tuple[str, ...]]:
    """Make a twin that differs in some private things."""
    chosen = rng.sample(sorted(PRIVATE), rng.randint(1, len(PRIVATE)))
    for name in chosen:
        student = PRIVATE[name](rng, student)
    return student, tuple(chosen)


class Twins:
    """A company that looks at one candidate, who changes behind its back."""

    def __init__(self, street: Street) -> None:
        self.world = street.world
        self.employer = street.visitor("employer")
        self.application = self.world.interest()

    def bytes_read(self) -> list[bytes]:
        """Give everything that a company can read of its candidates."""
        place = self.world.places[0].id
        paths = (
            "/werkgever/kandidaten",
            f"/werkgever/kandidaten?plek={place}",
            f"/werkgever/kandidaten/{self.application.id}",
            f"/werkgever/plekken/{place}",
            f"/api/v1/placements/{place}/presented",
        )
        answers = [self.employer.get(path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        return [without_tokens(answer.content) for answer in answers]

    def become(self, student: Student) -> None:
        with self.world.house.writing() as work:
            work.students.save(student)


@pytest.fixture
def twins(street: Street) -> Twins:
    return Twins(street)


def test_twins_that_differ_only_in_private_things_give_the_company_the_same_bytes(twins: Twins) -> None:
    rng, student = Random(6), twins.world.students[0]
    twins.bytes_read()  # the first look is noted, and changes what is said of it
    before, found, tried = twins.bytes_read(), [], set()

    for _ in range(PAIRS):
        other, chosen = twin_of(rng, student)
        twins.become(other)
        tried |= set(chosen)
        if twins.bytes_read() != before:
            found.append(chosen)

    assert (found, tried) == ([], set(PRIVATE))


@contextmanager
def leak(told: Callable[[Student], str]) -> Iterator[None]:
    """Plant something private in what a card says somebody can do."""

    def can_do(student: Student, catalogue: object) -> tuple[str, ...]:
        return (told(student),)

    with patch.object(cards, "can_do", can_do):
        yield


@pytest.mark.parametrize(
    ("told", "name"),
    [
        (lambda student: student.first_name, "name"),
        (lambda student: student.school, "school"),
        (lambda student: student.school_type, "school type"),
        (lambda student: str(student.born_on), "birth date"),
        (lambda student: student.travel.postcode4, "address"),
        (lambda student: str(len(student.helps)), "what helps and the place has not"),
    ],
)
def test_a_planted_leak_is_caught(twins: Twins, told: Callable[[Student], str], name: str) -> None:
    rng, student = Random(6), twins.world.students[0]
    twins.bytes_read()

    with leak(told):
        before = twins.bytes_read()
        differs = []
        for _ in range(5):
            twins.become(PRIVATE[name](rng, student))
            differs.append(twins.bytes_read() != before)

    assert any(differs)


def test_what_is_about_the_work_does_change_the_card(twins: Twins) -> None:
    student = twins.world.students[0]
    twins.bytes_read()
    before = twins.bytes_read()

    twins.become(replace(student, availability=replace(student.availability, weekdays=frozenset({1, 2}))))

    assert twins.bytes_read() != before

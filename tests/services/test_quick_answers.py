"""The badge counts what the steps of applications say: the same as counting them one by one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

from career.answer_clock import Side
from career.application import Application
from career.application_rules import Actor, ApplicationStep, StepKind
from employer_toolkit.quick_answers import AnswersInTime
from services.quick_answers import own_answers, quick_employers, quick_placements
from services.unit_of_work import House
from tests.career.test_application import CLOCK, EMPLOYER, STUDENT
from tests.factories import make_employer, make_placement, make_site, make_student

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WINDOW = timedelta(days=180)
N_EMPLOYERS, N_APPLICATIONS = 6, 150


def histories(rng: Random) -> tuple[dict[UUID, list[Application]], list[object]]:
    """Draw applications whose steps are in any order that the table takes, at places of several companies."""
    employers = [make_employer(f"werkgever-{n}") for n in range(N_EMPLOYERS)]
    sites = [make_site(one.id, f"vestiging-{one.reference}") for one in employers]
    places = [make_placement(site.id, f"plek-{n}", max_open_contacts=100) for n, site in enumerate(sites)]
    students = [make_student(f"leerling-{n}") for n in range(N_APPLICATIONS)]
    made: dict[UUID, list[Application]] = {one.id: [] for one in employers}
    for number, student in enumerate(students):
        ix = rng.randrange(N_EMPLOYERS)
        begun = Application.begin(
            id=UUID(int=rng.getrandbits(128)),
            student_id=student.id,
            placement_id=places[ix].id,
            number=number + 1,
            by=STUDENT,
            asks_parent=False,
            now=NOW - timedelta(days=rng.randrange(1, 300)),
            clock=CLOCK,
        )
        made[employers[ix].id].append(replace(begun, history=(begun.history[0], *steps(rng, begun))))
    return made, [employers, sites, places, students]


def steps(rng: Random, begun: Application) -> list[ApplicationStep]:
    at, found = begun.history[0].at, []
    for _ in range(rng.randrange(8)):
        # Some exactly at the ends of the window, where counting goes wrong.
        at = rng.choice([at + timedelta(days=rng.randrange(20)), NOW, NOW - WINDOW])
        side = rng.choice([Side.STUDENT, Side.EMPLOYER, Side.HELPER, Side.HOUSE])
        kinds = [StepKind.HAND_OVER, StepKind.REMIND] if side is Side.HOUSE else [StepKind.SEE, StepKind.INVITE]
        by = {Side.EMPLOYER: EMPLOYER, Side.STUDENT: STUDENT}.get(side) or Actor(
            side=side, account_id=None if side is Side.HOUSE else UUID(int=5), role="" if side is Side.HOUSE else "x"
        )
        turn = rng.choice([Side.EMPLOYER, Side.STUDENT, Side.HELPER])
        found.append(ApplicationStep(at=at, kind=rng.choice(kinds), state=begun.state, turn=turn, by=by))
    return found


def counted_slowly(applications: list[Application]) -> AnswersInTime:
    total = AnswersInTime()
    for application in applications:
        turn = application.history[0].turn
        for step in application.history[1:]:
            is_in_window = NOW - WINDOW <= step.at < NOW
            if turn is Side.EMPLOYER and is_in_window:
                if step.by.side is Side.EMPLOYER and step.kind is not StepKind.SEE:
                    total += AnswersInTime(n_asked=1, n_in_time=1)
                elif step.kind is StepKind.HAND_OVER:
                    total += AnswersInTime(n_asked=1)
            turn = step.turn
    return total


def test_counts_are_those_of_counting_one_by_one(house: House) -> None:
    made, (employers, sites, places, students) = histories(Random(7))
    with house.writing() as work:
        work.employers.add_all(employers, new_sites=sites)
        work.placements.add_all(places)
        work.students.add_all(students)
        for application in (one for held in made.values() for one in held):
            work.applications.add(application)

    slowly = {employer_id: counted_slowly(held) for employer_id, held in made.items()}

    with house.reading() as work:
        quickly = {one: own_answers(work, employer_id=one, now=NOW).counted for one in made}
        rule = own_answers(work, employer_id=employers[0].id, now=NOW).rule
        badges = quick_employers(work, employer_ids=list(made), now=NOW)
        at_places = quick_placements(work, placement_ids=[place.id for place in places], now=NOW)
    assert sum(one.n_asked for one in slowly.values()) > 20
    assert quickly == slowly
    assert badges == {one for one, answers in slowly.items() if answers.earns(rule)}
    employer_of = {site.id: site.employer_id for site in sites}
    assert at_places == {place.id for place in places if employer_of[place.site_id] in badges}


def test_badge_is_earned_and_lost_when_it_lapses(house: House) -> None:
    employer = make_employer()
    site = make_site(employer.id)
    place = make_placement(site.id, max_open_contacts=9)
    students = [make_student(f"leerling-{n}") for n in range(5)]
    with house.writing() as work:
        work.employers.add_all([employer], new_sites=[site])
        work.placements.add_all([place])
        work.students.add_all(students)
        for number, student in enumerate(students, start=1):
            asked = Application.begin(
                id=UUID(int=number), student_id=student.id, placement_id=place.id, number=number, by=STUDENT,
                asks_parent=False, now=NOW, clock=CLOCK,
            )  # fmt: skip
            work.applications.add(asked.invite(EMPLOYER, planned_at=None, planned_where="", now=NOW, clock=CLOCK))

    def has_badge(after: timedelta) -> bool:
        with house.reading() as work:
            return employer.id in quick_employers(work, employer_ids=[employer.id], now=NOW + after)

    second = timedelta(seconds=1)
    assert [has_badge(after) for after in (second, WINDOW, WINDOW + second)] == [True, True, False]

import csv
import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from statistics import median
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from career.answer_clock import Side
from career.application_rules import OUTCOMES, StepKind
from services.applications.wording import OUTCOMES_TO_OTHERS, TO_HELPER
from services.demo.afterwards import with_looking_back
from services.demo.applications import with_applications
from services.demo.casting import cast_of
from services.demo.content import load_content
from services.demo.inboxes import plant_applications
from services.demo.planting import plant
from services.demo.region import Region, generate
from services.disclosure import rounded
from services.errors import ForbiddenError
from services.permissions import Account
from services.reference import load_reference
from services.regional_figures import LEVELS, UNKNOWN, figures_csv, regional_figures
from services.unit_of_work import House
from tests.databases import queries_counted
from tests.demo_doors import NOW

COORDINATOR = Account.of(Role.COORDINATOR, id=uuid4())
TODAY = NOW.date()
SINCE = date(2026, 8, 1)


@pytest.fixture(scope="module", params=[3, 11])
def region(request: pytest.FixtureRequest) -> Region:
    reference = load_reference(TODAY)
    made = generate(
        seed=request.param,
        n_students=420,
        n_employers=90,
        n_placements=260,
        n_events=1,
        today=TODAY,
        reference=reference,
    )
    cast = cast_of(made, today=TODAY, reference=reference)
    lived = with_applications(made, cast, seed=request.param, today=TODAY, reference=reference)
    return with_looking_back(lived, cast, seed=request.param, today=TODAY)


@pytest.fixture(scope="module")
def kept(region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.open(f"sqlite:///{tmp_path_factory.mktemp('figures')}/figures.sqlite3", clock=lambda: NOW)
    house.migrate()
    reference = load_reference(TODAY)
    with house.writing() as work:
        plant(work, region, reference)
        plant_applications(work, region, cast_of(region, today=TODAY, reference=reference).people, now=NOW)
    yield house
    house.close()


def working_days(since: datetime, until: datetime) -> int:
    """Count the weekdays after one day up to another; no day in these weeks is a holiday for everybody."""
    days = (since.date() + timedelta(days=n) for n in range(1, (until.date() - since.date()).days + 1))
    return sum(day.isoweekday() < 6 for day in days)


def test_students_are_those_of_a_slow_recount(region: Region, kept: House):
    towns = {area.pc4: area.municipality for area in load_content().areas}
    reference = load_reference(TODAY)
    placed = {one.student_id for one in region.applications if one.state == "placed"}
    looking = [one for one in region.students if one.id not in placed]

    with kept.reading() as work:
        figures = regional_figures(work, by=COORDINATOR, now=NOW)

    told = figures.counts["looking"]
    assert told.step == 10
    assert (told.total, figures.counts["placed"].total) == (rounded(len(looking)), rounded(len(placed)))
    by_level = Counter(LEVELS[one.level or 0] for one in looking)
    assert told.parts["level"] == {label: rounded(by_level[label]) for label in LEVELS.values()}
    by_town = Counter(towns[one.travel.postcode4] for one in looking)
    assert {town: n for town, n in told.parts["municipality"].items() if town in by_town} == {
        town: rounded(n) for town, n in by_town.items() if town in told.parts["municipality"]
    }
    by_sector: Counter[str] = Counter()
    for one in looking:
        programme = reference.qualifications.get(one.qualification_code or "")
        sector = programme.sector if programme else next(iter(one.wishes.sectors), "")
        by_sector[reference.sectors[sector].label if sector else UNKNOWN] += 1
    assert told.parts["sector"] == {label: rounded(by_sector[label]) for label in told.parts["sector"]}


def test_places_and_seats_are_those_of_a_slow_recount(region: Region, kept: House):
    reference = load_reference(TODAY)
    offered = [place for place in region.placements if place.state == "open"]

    with kept.reading() as work:
        figures = regional_figures(work, by=COORDINATOR, now=NOW)

    places, seats = figures.counts["places"], figures.counts["seats"]
    by_sector = Counter(reference.sectors[one.sector].label for one in offered)
    left = Counter[str]()
    for one in offered:
        left[reference.sectors[one.sector].label] += one.seats_left
    assert (places.total, seats.total) == (rounded(len(offered)), rounded(sum(left.values())))
    assert places.parts["sector"] == {label: rounded(by_sector[label]) for label in places.parts["sector"]}
    assert seats.parts["sector"] == {label: rounded(left[label]) for label in seats.parts["sector"]}


def test_applications_are_those_of_a_slow_recount(region: Region, kept: House):
    states = Counter(
        OUTCOMES_TO_OTHERS[OUTCOMES[one.ended_by]] if one.ended_by else TO_HELPER[one.state]
        for one in region.applications
        if one.began_at.date() >= SINCE
    )

    with kept.reading() as work:
        figures = regional_figures(work, by=COORDINATOR, now=NOW)

    assert figures.since == SINCE
    told = figures.applications
    assert told.parts["state"] == {label: rounded(states[label], step=told.step) for label in told.parts["state"]}
    assert told.total == rounded(states.total(), step=told.step)


def test_answer_times_are_those_of_a_slow_recount(region: Region, kept: House):
    days: list[int] = []
    n_late = 0
    for one in region.applications:
        since, after = None, None
        for step in one.history:
            if since and step.kind is StepKind.HAND_OVER:
                n_late, since = n_late + 1, None
            elif since and step.by.acts_as is Side.EMPLOYER and step.kind is not StepKind.SEE:
                days.append(working_days(since, step.at))
                since = None
            if step.turn is not Side.EMPLOYER or step.kind in (StepKind.AGREE, StepKind.PLAN_TRIAL_DAY):
                since = None
            elif since is None:
                since = step.at
            after = step
        assert after is not None

    with kept.reading() as work:
        told = regional_figures(work, by=COORDINATOR, now=NOW).answers[Side.EMPLOYER]

    in_time = sum(n <= 5 for n in days)
    assert len(days) > 30
    assert told.n_answers == rounded(len(days))
    assert told.median_days == round(median(days))
    assert told.in_time_tenths is None or abs(told.in_time_tenths / 10 - in_time / (len(days) + n_late)) <= 0.1
    assert (told.handed_over_tenths is None) == (min(n_late, len(days)) < 10)


def test_events_are_those_of_a_slow_recount_and_tell_no_small_number(region: Region, kept: House):
    over = {event.id: event for event in region.events if event.starts_at < NOW}
    coming = [one for one in region.registrations if one.event_id in over and one.student_id is not None]
    talks = [talk for schedule in region.schedules for talk in schedule.talks]
    matched = [one for one in region.encounters if one.matched_at is not None]
    employer_of = {site.id: site.employer_id for site in region.sites}
    at = {place.id: employer_of[place.site_id] for place in region.placements}
    (event,) = over.values()
    started = [
        one
        for one in region.applications
        if one.began_at >= event.starts_at
        and (one.student_id, at[one.placement_id]) in {(talk.student_id, talk.employer_id) for talk in talks}
    ]

    with kept.reading() as work:
        told = regional_figures(work, by=COORDINATOR, now=NOW).events

    assert (told.n_events, told.n_registered) == (1, rounded(len(coming), step=told.step))
    assert (told.n_talks, told.n_spoke) == (rounded(len(talks)), rounded(len({talk.student_id for talk in talks})))
    few = len({one.student_id for one in matched}) < 10
    assert told.n_matches == (None if few else rounded(len(matched)))
    assert started
    assert (told.n_started, told.n_placed) == (None, None)


def test_places_that_never_answered_are_those_of_a_slow_recount(region: Region, kept: House):
    waited: set[UUID] = set()
    answered: set[UUID] = set()
    offered = {place.id for place in region.placements if place.state == "open"}
    for one in region.applications:
        for before, step in zip(one.history, one.history[1:], strict=False):
            if step.kind is StepKind.HAND_OVER and before.turn is Side.EMPLOYER:
                waited.add(one.placement_id)
        for step in one.history:
            if step.by.acts_as is Side.EMPLOYER and step.kind is not StepKind.SEE:
                answered.add(one.placement_id)

    with kept.reading() as work:
        told = regional_figures(work, by=COORDINATOR, now=NOW).n_never_answered

    assert told == rounded(len((waited - answered) & offered))


def test_who_has_paused_is_in_no_number(region: Region, kept: House):
    with kept.reading() as work:
        before = regional_figures(work, by=COORDINATOR, now=NOW)
    with kept.writing() as work:
        for one in region.students:
            work.students.restrict(one.id, at=NOW)
    with kept.reading() as work:
        after = regional_figures(work, by=COORDINATOR, now=NOW)
    with kept.writing() as work:
        for one in region.students:
            work.students.restrict(one.id, at=None)

    assert before.applications.total is not None
    assert (after.counts["looking"].total, after.counts["placed"].total, after.applications.total) == (None, None, None)
    assert after.answers[Side.EMPLOYER].n_answers is None


def test_file_holds_the_same_numbers(kept: House):
    with kept.reading() as work:
        figures = regional_figures(work, by=COORDINATOR, now=NOW)

    rows = list(csv.DictReader(io.StringIO(figures_csv(figures))))

    towns = {
        row["onderdeel"]: row["aantal"]
        for row in rows
        if row["tabel"] == "Per gemeente" and row["wat"] == "Open plekken"
    }
    assert towns == {
        town: "" if n is None else str(n) for town, n in figures.counts["places"].parts["municipality"].items()
    }
    numbers = [
        int(row["aantal"]) for row in rows if row["aantal"] and row["tabel"] != "Antwoorden" and row["stap"] != "1"
    ]
    assert numbers
    assert all(n % 10 == 0 and n >= 10 for n in numbers)


def test_number_of_questions_does_not_grow_with_the_region(kept: House):
    with kept.reading() as work, queries_counted() as seen:
        regional_figures(work, by=COORDINATOR, now=NOW)
        first = len(seen)
        regional_figures(work, by=COORDINATOR, now=NOW)

    assert len(seen) - first <= 19


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_else_reads_it(kept: House, role: Role):
    with kept.reading() as work, pytest.raises(ForbiddenError):
        regional_figures(work, by=Account.of(role, id=uuid4()), now=NOW)

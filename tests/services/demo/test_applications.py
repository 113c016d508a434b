import shutil
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from accounts.message import MailState
from accounts.role import Role
from career.answer_clock import Side, start_of_day
from career.application_rules import OPEN, RULES, ApplicationState, StepKind
from matching import Verdict
from services.applications import stepping
from services.applications.employer_side import presented
from services.applications.helper_side import follow_ups
from services.applications.student_side import consents_asked, my_contacts
from services.demo import applications
from services.demo.applications import with_applications
from services.demo.casting import cast_of
from services.demo.inboxes import plant_applications
from services.demo.planting import plant
from services.demo.region import Region, generate
from services.errors import found
from services.people import DemoPerson, demo_account, demo_people, people_of
from services.reference import Reference, load_reference
from services.unit_of_work import House
from tests.services.demo.conftest import TODAY

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BEGINS = frozenset({StepKind.SHOW, StepKind.SHOW_INTEREST})


def lived_in(region: Region, *, today: date, seed: int = 1) -> Region:
    reference = load_reference(today)
    return with_applications(
        region, cast_of(region, today=today, reference=reference), seed=seed, today=today, reference=reference
    )


@pytest.fixture(scope="module")
def busy(region: Region) -> Region:
    """Give the region that somebody sees who starts the demo, with its applications."""
    return lived_in(region, today=TODAY)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give where the installation of these tests is kept."""
    return tmp_path_factory.mktemp("busy") / "busy.sqlite3"


@pytest.fixture(scope="module")
def street(busy: Region, reference: Reference, file: Path) -> House:
    """Give an installation with that region, as ``prepare`` plants it."""
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    house.migrate()
    with house.writing() as work:
        plant(work, busy, reference)
        plant_applications(work, busy, cast_of(busy, today=TODAY, reference=reference).people, now=NOW)
    return house


def test_region_has_applications_in_every_state_and_with_every_sort_of_end(busy: Region):
    states = Counter(one.state for one in busy.applications)
    ends = Counter(one.ended_by for one in busy.applications if one.ended_by)

    assert 200 <= len(busy.applications) <= 600
    assert {state for state in ApplicationState if states[state] == 0} == set()
    assert set(ends) >= {Side.STUDENT, Side.EMPLOYER, Side.HELPER, Side.HOUSE}
    assert states[ApplicationState.PLACED] >= 20
    assert sum(one.is_open and one.turn is Side.HELPER for one in busy.applications) >= 10


def test_counts_of_places_are_what_the_applications_say(busy: Region):
    n_open = Counter(one.placement_id for one in busy.applications if one.is_open)
    n_placed = Counter(one.placement_id for one in busy.applications if one.state is ApplicationState.PLACED)

    counted = {place.id: (place.open_contacts, place.seats_taken) for place in busy.placements}

    assert counted == {place.id: (n_open[place.id], n_placed[place.id]) for place in busy.placements}
    assert sum(place.seats_left == 0 for place in busy.placements) >= 5


@pytest.mark.parametrize("days", range(0, 364, 52))
def test_bounds_hold_at_every_moment_on_any_day_of_the_year(days: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(applications, "STUDENTS_FOR_EACH", 0.1)  # so many that places and students reach their bounds
    today = date(2026, 1, 5) + timedelta(days=days)
    reference = load_reference(today)
    made = generate(
        seed=days, n_students=60, n_employers=90, n_placements=60, n_events=1, today=today, reference=reference
    )

    busy = lived_in(made, today=today, seed=days)

    assert busy.applications
    places = {place.id: place for place in busy.placements}
    most = reference.answers.contacts_per_student
    lines = sorted(
        ((step.at, n, ix) for ix, one in enumerate(busy.applications) for n, step in enumerate(one.history)),
    )
    open_at, taken_at, own = Counter[object](), Counter[object](), Counter[object]()
    placed: set[object] = set()
    for at, n, ix in lines:
        one = busy.applications[ix]
        step, place = one.history[n], places[one.placement_id]
        assert at < start_of_day(today)
        if n == 0:
            assert step.kind in BEGINS
            assert one.student_id not in placed
            assert open_at[place.id] < place.max_open_contacts * (place.seats - taken_at[place.id])
            own[one.student_id] += 1
            open_at[place.id] += 1
            continue
        assert one.history[n - 1].state in RULES[step.kind].states
        assert step.by.acts_as in RULES[step.kind].sides
        if step.state not in OPEN:
            own[one.student_id] -= 1
            open_at[place.id] -= 1
        if step.state is ApplicationState.PLACED:
            placed.add(one.student_id)
            taken_at[place.id] += 1
            assert taken_at[place.id] <= place.seats
    silent = Counter(one.student_id for one in busy.applications if one.is_open and one.employer_was_silent)
    assert all(own[student] - silent[student] <= most for student in own)
    late = [one for one in busy.applications if one.term and one.term.answer_by <= start_of_day(today)]
    assert [one for one in late if one.turn is not Side.HELPER] == []


def test_same_seed_gives_the_same_region_and_another_seed_another(region: Region, busy: Region):
    assert lived_in(region, today=TODAY).digest() == busy.digest()
    assert lived_in(region, today=TODAY, seed=2).applications != busy.applications


def test_every_pair_passes_the_gates(busy: Region, region: Region, reference: Reference):
    market = cast_of(region, today=TODAY, reference=reference).market
    rows = [(market.student_row[one.student_id], market.offer_row[one.placement_id]) for one in busy.applications]

    scores = market.explanations(market.pairs(*zip(*rows, strict=True)), with_what_if=False)

    assert {gate.verdict for one in scores for gate in one.gates} & {Verdict.FORBIDDEN, Verdict.NOT_NOW} == set()


def test_who_is_played_is_the_same_before_and_after(busy: Region, region: Region, street: House, reference: Reference):
    before = people_of(cast_of(region, today=TODAY, reference=reference).market)

    with street.reading() as work:
        after = demo_people(work, now=NOW)

    assert [(one.key, one.account.id) for one in after] == [(one.key, one.account.id) for one in before]


def person(street: House, key: str) -> DemoPerson:
    with street.reading() as work:
        return {one.key: one for one in demo_people(work, now=NOW)}[key]


@pytest.mark.parametrize("key", ["student-1", "student-2", "student-3", "student-4"])
def test_student_has_something_to_do(street: House, key: str):
    with street.reading() as work:
        contacts = my_contacts(work, by=person(street, key).account, now=NOW)

    assert contacts.going
    assert any(one.is_my_turn for one in contacts.going)


@pytest.mark.parametrize("key", ["employer-1", "employer-2", "employer-3"])
def test_employer_has_candidates_to_answer(street: House, key: str):
    with street.reading() as work:
        places = presented(work, by=person(street, key).account, now=NOW)

    assert sum(place.n_my_turn for place in places) >= 2


@pytest.mark.parametrize("key", ["teacher-1", "teacher-2", "teacher-3", "jobhunter-1", "jobhunter-2"])
def test_helper_has_somebody_to_help(street: House, key: str):
    with street.reading() as work:
        rows = follow_ups(work, by=person(street, key).account, now=NOW)

    assert sum(row.is_my_turn for row in rows) >= 2


def test_parent_is_asked_to_agree(street: House):
    with street.reading() as work:
        asked = consents_asked(work, by=person(street, "parent-2").account, now=NOW)

    assert len(asked) == 1


HEARS = (
    *(f"student-{n}" for n in range(1, 5)),
    *(f"employer-{n}" for n in range(1, 4)),
    *(f"teacher-{n}" for n in range(1, 4)),
    *(f"{role}-{n}" for role in ("jobhunter", "parent") for n in (1, 2)),
    "trainer-1",
)


@pytest.mark.parametrize("key", HEARS)
def test_somebody_who_is_played_has_an_unread_message_and_nothing_is_mailed_of_it(street: House, key: str):
    with street.reading() as work:
        account_id = found(person(street, key).account.id)
        told = work.messages.of_account(account_id, limit=500)

    assert any(message.read_at is None for message in told)
    assert {message.mail_state for message in told} == {MailState.NONE}


def test_step_that_is_left_can_be_taken(street: House, file: Path, tmp_path: Path):
    me = person(street, "student-2").account
    with street.reading() as work:
        offered = next(one for one in my_contacts(work, by=me, now=NOW).going if one.state is ApplicationState.OFFERED)
    accept = stepping.AskedStep(kind=StepKind.ACCEPT)
    house = House.open(f"sqlite:///{shutil.copyfile(file, tmp_path / 'own.sqlite3')}", clock=lambda: NOW)
    with house.writing() as work:
        by = demo_account(work, key="student-2", now=NOW)
        taken = stepping.take_step(work, by=by, application_id=offered.application_id, asked=accept, now=NOW)
    house.close()

    assert taken.state is ApplicationState.ACCEPTED


def test_everybody_who_acted_has_an_account_that_was_that_then(busy: Region, street: House):
    acted = {
        (step.by.account_id, Role(step.by.role))
        for one in busy.applications
        for step in one.history
        if step.by.account_id
    }

    with street.reading() as work:
        held = {
            (account_id, role)
            for account_id, role in acted
            if any(r.role is role for r in work.accounts.relations_of(found(account_id)))
        }

    assert held == acted


def test_region_without_places_has_no_applications(reference: Reference):
    made = generate(seed=1, n_students=4, n_employers=1, n_placements=0, n_events=1, today=TODAY, reference=reference)

    assert lived_in(made, today=TODAY) == replace(made, applications=())

"""Eight at once on the last contact and on the last seat: one gets it, every count is right, in every round."""

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from accounts.role import Role
from career.application import Application
from career.application_rules import ApplicationState, ApplicationStepError, ClosingCause, StepKind
from career.student import Student
from employer_toolkit.placement import Placement
from services.applications import AskedStep, ContactRefusedError, take_step
from services.applications.acting import actor_of
from services.applications.keeping import give_back_places
from services.applications.starting import begin_counted
from services.errors import NotFoundError, found
from services.permissions import Account
from services.privacy.subjects import student_subject
from services.unit_of_work import ConflictError, House
from storage.database import Database
from storage.schema.placements import placements
from tests.career.test_application import CLOCK, EMPLOYER, STUDENT
from tests.factories import make_employer, make_placement, make_site, make_student

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLIENTS, NAIVE_ROUNDS = 8, 20
ROUNDS = int(os.environ.get("PLEKWIJZER_TEST_ROUNDS", "40"))
ERASING_ROUNDS = ROUNDS // 5
JOBHUNTER = Account.of(Role.JOBHUNTER, id=UUID(int=1), name="Noor")
Attempt = Callable[[int, int], bool]


@dataclass(frozen=True)
class Field:
    """Places, one for each round, and students, one for each client of each round."""

    places: tuple[Placement, ...]
    students: tuple[tuple[Student, ...], ...]


def planted(house: House, *, rounds: int, open_contacts: int = 0, most: int = 1, seats: int = 1) -> Field:
    employer = make_employer()
    site = make_site(employer.id)
    places = tuple(
        make_placement(site.id, f"plek-{n}", max_open_contacts=most, open_contacts=open_contacts, seats=seats)
        for n in range(rounds)
    )
    students = tuple(tuple(make_student(f"leerling-{n}-{c}") for c in range(CLIENTS)) for n in range(rounds))
    with house.writing() as work:
        work.employers.add_all([employer], new_sites=[site])
        work.placements.add_all(places)
        work.students.add_all([student for row in students for student in row])
    return Field(places, students)


def race(rounds: int, attempt: Attempt) -> list[int]:
    """Let all clients try at the same time, round after round, and count in each how many got through."""
    together, won = Barrier(CLIENTS), [[False] * CLIENTS for _ in range(rounds)]

    def run(client: int) -> None:
        for number in range(rounds):
            together.wait()
            won[number][client] = attempt(number, client)

    threads = [Thread(target=run, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [sum(row) for row in won]


def until_nobody_is_in_the_way(act: Callable[[], None]) -> bool:
    """Do it, again when another writer stood in the way, and say whether it was not refused."""
    while True:
        try:
            act()
        except ConflictError:
            continue
        except (ContactRefusedError, ApplicationStepError):
            return False
        return True


def accepted(student: Student, place: Placement, number: int) -> Application:
    asked = Application.begin(
        id=uuid4(),
        student_id=student.id,
        placement_id=place.id,
        number=number,
        by=STUDENT,
        asks_parent=False,
        now=NOW,
        clock=CLOCK,
    )
    invited = asked.invite(EMPLOYER, planned_at=None, planned_where="", now=NOW, clock=CLOCK)
    met = invited.agree(STUDENT, shares_email=False, now=NOW, clock=CLOCK)
    return met.offer(EMPLOYER, now=NOW, clock=CLOCK).accept(STUDENT, now=NOW, clock=CLOCK)


@pytest.fixture
def open_house(migrated_url: str) -> House:
    return House.open(migrated_url, clock=lambda: NOW)


def test_last_contact_goes_to_one_of_eight(open_house: House) -> None:
    field = planted(open_house, rounds=ROUNDS)

    def attempt(number: int, client: int) -> bool:
        student, place = field.students[number][client], field.places[number]
        by = actor_of(Account.of(Role.STUDENT, id=student.id, subject_id=student.id))

        def act() -> None:
            with open_house.writing() as work:
                work.students.get(student.id)
                work.placements.hold([place.id])
                begin_counted(work, by=by, student=student, placement_id=place.id, now=NOW)

        return until_nobody_is_in_the_way(act)

    won = race(ROUNDS, attempt)

    with open_house.reading() as work:
        kept = {place.id: place.open_contacts for place in work.placements.all()}
        rows = [work.applications.count_open(place.id) for place in field.places]
    open_house.close()
    assert Counter(won) == Counter(kept.values()) == Counter(rows) == {1: ROUNDS}


def test_last_seat_goes_to_one_of_eight_and_the_others_close_kindly(open_house: House) -> None:
    field = planted(open_house, rounds=ROUNDS, open_contacts=CLIENTS, most=CLIENTS)
    these = [
        [accepted(student, place, number=c + 1) for c, student in enumerate(row)]
        for place, row in zip(field.places, field.students, strict=True)
    ]
    with open_house.writing() as work:
        for row in these:
            for one in row:
                work.applications.add(one)

    def attempt(number: int, client: int) -> bool:
        def act() -> None:
            with open_house.writing() as work:
                asked = AskedStep(kind=StepKind.PLACE)
                take_step(work, by=JOBHUNTER, application_id=these[number][client].id, asked=asked, now=NOW)

        return until_nobody_is_in_the_way(act)

    won = race(ROUNDS, attempt)

    with open_house.reading() as work:
        counts = Counter((place.seats_taken, place.open_contacts) for place in work.placements.all())
        ends = Counter(
            (one.state, one.end_code) for one in work.applications.of_placements([place.id for place in field.places])
        )
    open_house.close()
    assert Counter(won) == {1: ROUNDS}
    assert counts == {(1, 0): ROUNDS}
    assert ends == {
        (ApplicationState.PLACED, ""): ROUNDS,
        (ApplicationState.ENDED, ClosingCause.SEATS_GONE.value): ROUNDS * (CLIENTS - 1),
    }


def test_seats_and_contacts_stay_right_while_students_tap_are_placed_and_are_erased(open_house: House) -> None:
    field = planted(open_house, rounds=ERASING_ROUNDS, open_contacts=CLIENTS // 4, most=CLIENTS, seats=CLIENTS)
    these = [
        [accepted(student, place, number=c + 1) for c, student in enumerate(row[: CLIENTS // 4])]
        for place, row in zip(field.places, field.students, strict=True)
    ]
    with open_house.writing() as work:
        for row in these:
            for one in row:
                work.applications.add(one)

    def attempt(number: int, client: int) -> bool:
        """Place a student, or let one tap, while the client beside this one takes away the same student."""
        student, place = field.students[number][client // 2], field.places[number]

        def act() -> None:
            with open_house.writing() as work:
                if client % 2:
                    give_back_places(work, student_id=student.id)
                    work.subjects.erase(student_subject(work, student.id))
                elif client < CLIENTS // 2:
                    asked = AskedStep(kind=StepKind.PLACE)
                    application_id = these[number][client // 2].id
                    take_step(work, by=JOBHUNTER, application_id=application_id, asked=asked, now=NOW)
                else:
                    kept = found(work.students.get(student.id))
                    by = actor_of(Account.of(Role.STUDENT, id=student.id, subject_id=student.id))
                    work.placements.hold([place.id])
                    begin_counted(work, by=by, student=kept, placement_id=place.id, now=NOW)

        try:
            return until_nobody_is_in_the_way(act)
        except NotFoundError:
            return False

    won = race(ERASING_ROUNDS, attempt)

    with open_house.reading() as work:
        counts = Counter((place.seats_taken, place.open_contacts) for place in work.placements.all())
        n_left = len(work.applications.of_placements([place.id for place in field.places]))
    open_house.close()
    assert set(won) <= set(range(CLIENTS // 2, CLIENTS + 1))
    assert len(set(won)) > 1, "nobody was ever in time to tap or to be placed, or everybody was: no race"
    assert (counts, n_left) == ({(0, 0): ERASING_ROUNDS}, 0)


def test_counting_in_two_steps_would_be_seen(open_house: House, migrated_url: str) -> None:
    field, database = planted(open_house, rounds=NAIVE_ROUNDS), Database(migrated_url)
    looked = Barrier(CLIENTS)

    def attempt(number: int, client: int) -> bool:
        of_it = placements.c.id == field.places[number].id
        with database.reading() as transaction:
            n_open = transaction.read(select(placements.c.open_contacts).where(of_it)).scalar_one()
        looked.wait()
        if n_open >= 1:
            return False

        def act() -> None:
            with database.writing() as transaction:
                transaction.change(update(placements).where(of_it).values(open_contacts=n_open + 1))

        return until_nobody_is_in_the_way(act)

    won = race(NAIVE_ROUNDS, attempt)

    database.close()
    open_house.close()
    assert min(won) > 1

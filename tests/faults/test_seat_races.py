"""Eight at once on the last seats of an event: never one too many, never one left, in every round."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Barrier, Thread
from uuid import UUID

import pytest
from sqlalchemy import select, update

from accounts.role import Role
from career.student import Student
from events.event import Event
from events.registration import OPEN, RegistrationState
from services.event_seats import register_students, withdraw
from services.permissions import Account
from services.unit_of_work import ConflictError, House
from storage.database import Database
from storage.schema.events import events
from tests.factories import make_event, make_student

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLIENTS, SEATS, NAIVE_ROUNDS = 8, 3, 10
ROUNDS = int(os.environ.get("PLEKWIJZER_TEST_ROUNDS", "10"))


def planted(house: House, *, rounds: int) -> tuple[list[Event], list[list[Student]]]:
    meetings = [make_event(f"activiteit-{n}", seats=SEATS) for n in range(rounds)]
    students = [[make_student(f"leerling-{n}-{c}") for c in range(CLIENTS)] for n in range(rounds)]
    with house.writing() as work:
        work.events.add_all(meetings)
        work.students.add_all([student for row in students for student in row])
    return meetings, students


def race(rounds: int, attempt: Callable[[int, int], None]) -> None:
    """Let all clients try at the same time, round after round."""
    together, broken = Barrier(CLIENTS), list[BaseException]()

    def run(client: int) -> None:
        for number in range(rounds):
            together.wait()
            try:
                attempt(number, client)
            except BaseException as error:
                broken.append(error)

    threads = [Thread(target=run, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []


def until_nobody_is_in_the_way(act: Callable[[], None]) -> None:
    while True:
        try:
            act()
        except ConflictError:
            continue
        return


def of(student: Student) -> Account:
    return Account.of(Role.STUDENT, subject_id=student.id)


@pytest.fixture
def open_house(migrated_url: str) -> House:
    return House.open(migrated_url, clock=lambda: NOW)


def test_last_seats_go_to_as_many_as_there_are_and_the_others_wait(open_house: House) -> None:
    meetings, students = planted(open_house, rounds=ROUNDS)

    def attempt(number: int, client: int) -> None:
        student = students[number][client]

        def act() -> None:
            with open_house.writing() as work:
                event_id = meetings[number].id
                register_students(work, by=of(student), event_id=event_id, student_ids=[student.id], now=NOW)

        until_nobody_is_in_the_way(act)

    race(ROUNDS, attempt)

    with open_house.reading() as work:
        taken = Counter(one.seats_taken for one in work.events.between(NOW, datetime(2028, 1, 1, tzinfo=UTC)))
        rows = [Counter(one.state for one in work.registrations.of_event(meeting.id)) for meeting in meetings]
    open_house.close()
    assert taken == {SEATS: ROUNDS}
    assert rows == [{RegistrationState.SEATED: SEATS, RegistrationState.WAITING: CLIENTS - SEATS}] * ROUNDS


def test_no_seat_is_left_while_some_leave_and_others_come(open_house: House) -> None:
    meetings, students = planted(open_house, rounds=ROUNDS)
    first: dict[tuple[int, int], UUID] = {}
    with open_house.writing() as work:
        for number, row in enumerate(students):
            for client, student in enumerate(row[: CLIENTS // 2]):
                by = of(student)
                (made,) = register_students(
                    work, by=by, event_id=meetings[number].id, student_ids=[student.id], now=NOW
                )
                first[number, client] = made.id

    def attempt(number: int, client: int) -> None:
        student, event_id = students[number][client], meetings[number].id
        by = of(student)

        def act() -> None:
            with open_house.writing() as work:
                if client < CLIENTS // 2:
                    withdraw(work, by=by, event_id=event_id, registration_id=first[number, client], now=NOW)
                else:
                    register_students(work, by=by, event_id=event_id, student_ids=[student.id], now=NOW)

        until_nobody_is_in_the_way(act)

    race(ROUNDS, attempt)

    with open_house.reading() as work:
        taken = [one.seats_taken for one in work.events.between(NOW, datetime(2028, 1, 1, tzinfo=UTC))]
        rows = [[one for one in work.registrations.of_event(one.id) if one.state in OPEN] for one in meetings]
    open_house.close()
    assert taken == [SEATS] * ROUNDS
    assert [(sum(one.takes_seat for one in row), len(row)) for row in rows] == [(SEATS, CLIENTS // 2)] * ROUNDS


def test_reading_the_seats_and_then_writing_would_be_seen(open_house: House, migrated_url: str) -> None:
    meetings, _ = planted(open_house, rounds=NAIVE_ROUNDS)
    database, looked = Database(migrated_url), Barrier(CLIENTS)
    won = [0] * NAIVE_ROUNDS

    def attempt(number: int, client: int) -> None:
        of_it = events.c.id == meetings[number].id
        with database.reading() as transaction:
            taken = transaction.read(select(events.c.seats_taken).where(of_it)).scalar_one()
        looked.wait()
        if taken >= SEATS:
            return

        def act() -> None:
            with database.writing() as transaction:
                transaction.change(update(events).where(of_it).values(seats_taken=taken + 1))

        until_nobody_is_in_the_way(act)
        won[number] += 1

    race(NAIVE_ROUNDS, attempt)

    database.close()
    open_house.close()
    assert min(won) > SEATS

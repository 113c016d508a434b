"""An act keeps everything or nothing, lets the market be known as changed, and shuts out the other writer."""

from dataclasses import replace
from threading import Barrier, Thread
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import select, update

from career.student import Student
from services.unit_of_work import ConflictError, House
from storage.database import Database
from storage.outbox import OutboxState
from storage.schema.placements import placements
from tests.factories import make_employer, make_placement, make_site, make_student


def plant(house: House, **changes: int) -> UUID:
    employer = make_employer()
    site = make_site(employer.id)
    placement = make_placement(site.id, **changes)
    with house.writing() as work:
        work.employers.add_all([employer], new_sites=[site])
        work.placements.save(placement)
    return placement.id


def keep_with_deferred_work(house: House, *students: Student) -> None:
    with house.writing() as work:
        work.defer("worker.test")
        work.students.add_all(students)


def race(n_clients: int, attempt) -> list[bool]:
    """Let clients try at the same time, and say for each whether it got through."""
    together, answers = Barrier(n_clients), []

    def run() -> None:
        together.wait()
        answers.append(attempt())

    threads = [Thread(target=run) for _ in range(n_clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_rows_and_deferred_work_are_kept_together(house: House) -> None:
    student = make_student()

    keep_with_deferred_work(house, student)

    assert house.work_waiting.is_set()
    with house.reading() as work:
        assert work.students.all() == (student,)
        assert work.outbox.count(OutboxState.WAITING) == 1


def test_nothing_is_kept_when_an_error_passes(house: House) -> None:
    student = make_student()

    with pytest.raises(ConflictError):
        keep_with_deferred_work(house, student, student)

    assert not house.work_waiting.is_set()
    with house.reading() as work:
        assert work.students.count() == 0
        assert work.outbox.count(OutboxState.WAITING) == 0
        assert work.installation.market_revision == 0


def test_market_revision_grows_once_for_an_act_that_writes_twice(house: House) -> None:
    with house.writing() as work:
        work.students.save(make_student())
        work.students.save(make_student("leerling-2"))

    with house.reading() as work:
        assert work.installation.market_revision == 1


def test_market_revision_stays_when_an_act_only_reads_or_defers(house: House) -> None:
    with house.writing() as work:
        work.students.count()
        work.defer("worker.test")

    with house.reading() as work:
        assert work.installation.market_revision == 0


def test_what_an_act_reckons_from_rows_it_has_not_committed_is_kept_for_nobody(house: House) -> None:
    with house.writing() as work:
        work.kept["before"] = 1
        work.students.save(make_student())
        work.kept["after"] = 2

    with house.reading() as work:
        assert work.kept == {"before": 1}


def test_racing_acts_never_take_more_seats_than_there_are(house: House) -> None:
    placement_id = plant(house, seats=3)

    def take_seat() -> bool:
        try:
            with house.writing() as work:
                placement = work.placements.get(placement_id)
                assert placement is not None
                if not placement.seats_left:
                    return False
                sleep(0.005)
                work.placements.save(replace(placement, seats_taken=placement.seats_taken + 1))
        except ConflictError:
            return False
        return True

    answers = race(8, take_seat)

    with house.reading() as work:
        placement = work.placements.get(placement_id)
    assert placement is not None
    assert (answers.count(True), placement.seats_taken) == (3, 3)


def test_race_would_be_seen_when_rows_were_read_without_keeping_them(house: House, migrated_url: str) -> None:
    placement_id = plant(house, seats=3)
    database = Database(migrated_url)

    def take_seat_carelessly() -> bool:
        with database.reading() as transaction:
            row = transaction.read(select(placements.c.seats, placements.c.seats_taken)).one()
        if row.seats == row.seats_taken:
            return False
        sleep(0.05)
        with database.writing() as transaction:
            transaction.change(
                update(placements).where(placements.c.id == placement_id).values(seats_taken=row.seats_taken + 1)
            )
        return True

    answers = race(8, take_seat_carelessly)

    database.close()
    with house.reading() as work:
        placement = work.placements.get(placement_id)
    assert placement is not None
    assert answers.count(True) > placement.seats_taken

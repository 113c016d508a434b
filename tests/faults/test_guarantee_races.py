"""Six at once on the last two seats of a guarantee: never one too many, and none left while somebody waits."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Barrier, Thread

from career.guarantee import ClaimState
from career.student import Student
from services.guarantees import claim_guarantee, give_back
from services.unit_of_work import ConflictError, House
from tests.factories import make_guarantee
from tests.services.test_guarantees import of, vmbo

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLIENTS, SEATS = 6, 2
ROUNDS = int(os.environ.get("PLEKWIJZER_TEST_ROUNDS", "4"))


def at_once(acts: list[Callable[[], None]]) -> None:
    together, broken = Barrier(len(acts)), list[BaseException]()

    def run(act: Callable[[], None]) -> None:
        together.wait()
        while True:
            try:
                act()
            except ConflictError:
                continue
            except BaseException as error:
                broken.append(error)
            return

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert broken == []


def one_round(house: House, number: int) -> None:
    guarantee = make_guarantee(n_seats=SEATS)
    students = [vmbo(number * 100 + n) for n in range(CLIENTS)]
    with house.writing() as work:
        work.students.add_all(students)
        work.guarantees.save(guarantee)

    def ask(student: Student) -> None:
        with house.writing() as work:
            claim_guarantee(
                work,
                by=of(student),
                student_id=student.id,
                guarantee_id=guarantee.id,
                starts_in=2029,
                has_read=True,
                now=NOW,
            )

    def leave(student: Student) -> None:
        with house.writing() as work:
            (held,) = work.guarantees.claims_of(student.id)
            give_back(work, by=of(student), claim_id=held.id, now=NOW)

    ask(students[0])
    at_once([partial(ask, one) for one in students[1:]] + [partial(leave, students[0])])

    with house.reading() as work:
        held = work.guarantees.get(guarantee.id)
        states = Counter(one.state for one in work.guarantees.claims_on([guarantee.id]))
    assert held is not None
    assert held.n_taken == SEATS
    assert states == {ClaimState.CLAIMED: SEATS, ClaimState.WAITING: CLIENTS - 1 - SEATS, ClaimState.GIVEN_BACK: 1}


def test_last_seats_go_to_as_many_as_there_are_also_while_some_leave(migrated_url: str) -> None:
    house = House.open(migrated_url, clock=lambda: NOW)
    for number in range(ROUNDS):
        one_round(house, number)
    house.close()

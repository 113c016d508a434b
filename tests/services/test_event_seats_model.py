"""Everything that can happen to the seats of two events, in any order, beside a plain model of it."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.role import Role
from career.student import Student
from events.errors import InvalidEventError
from events.event import Event
from events.plan import plan_of
from events.registration import OPEN, Registration, RegistrationState
from services.event_merging import merge_events
from services.event_planning import change, mark
from services.event_queue import SeatRefusedError, give_back_seats, lapse
from services.event_seats import accept_seat, register_students, withdraw
from services.permissions import Account
from services.privacy.subjects import student_subject
from services.unit_of_work import House
from tests.factories import make_event, make_student

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
CLOSES = datetime(2026, 12, 19, 23, tzinfo=UTC)
"""Midnight in Amsterdam: organisers say until which day people register."""
N_EVENTS, N_STUDENTS = 2, 6
ORGANISER = Account.of(Role.COORDINATOR)
WHICH, WHO = st.integers(0, N_EVENTS - 1), st.integers(0, N_STUDENTS - 1)
N_EXAMPLES, N_STEPS = 60, 50
LONGEST = N_STEPS * timedelta(hours=48)
steps_taken = 0
passed_on = 0


class Seats(RuleBasedStateMachine):
    """The model: of each event a list of who sits, who is asked until when, and who waits in which order."""

    house: House

    def __init__(self) -> None:
        super().__init__()
        # One for all steps of an example: what is held to the model is what the acts do, not how they are committed.
        self.writing = self.house.writing()
        self.work = self.writing.__enter__()

    def teardown(self) -> None:
        self.writing.__exit__(None, None, None)

    @initialize(seats=st.tuples(st.integers(1, 2), st.integers(1, 2)), days=st.sampled_from([1, 3, 8, 20]))
    def begin(self, seats: tuple[int, int], days: int) -> None:
        self.now = CLOSES - timedelta(days=days)
        self.events = [self.new_event(n_seats) for n_seats in seats]
        self.students = [self.new_student() for _ in range(N_STUDENTS)]
        self.seats: list[int] = list(seats)
        self.sits: list[set[int]] = [set(), set()]
        self.asked: list[dict[int, datetime]] = [{}, {}]
        self.waits: list[list[tuple[datetime, int]]] = [[], []]

    def new_event(self, seats: int) -> Event:
        begins = CLOSES + LONGEST  # nobody withdraws from what has begun
        ends = begins + timedelta(hours=2)
        event = make_event(str(uuid4()), seats=seats, register_until=CLOSES, starts_at=begins, ends_at=ends)
        self.work.events.save(event)
        return event

    def new_student(self) -> Student:
        student = make_student(str(uuid4()))
        self.work.students.save(student)
        return student

    def promote(self, which: int) -> None:
        """Say it the plain way: while there is a free seat, the first of the queue is asked, or sits."""
        while self.now < CLOSES and self.waits[which]:
            if len(self.sits[which]) + len(self.asked[which]) >= self.seats[which]:
                return
            global passed_on
            passed_on += 1
            _, who = self.waits[which].pop(0)
            left = CLOSES - self.now
            if left <= timedelta(hours=24):
                self.sits[which].add(who)
            else:
                hours = 12 if left <= timedelta(days=7) else 48
                self.asked[which][who] = min(self.now + timedelta(hours=hours), CLOSES)

    def is_in(self, which: int, who: int) -> bool:
        return who in self.sits[which] or who in self.asked[which] or who in [one for _, one in self.waits[which]]

    def drop(self, which: int, who: int) -> None:
        self.sits[which].discard(who)
        self.asked[which].pop(who, None)
        self.waits[which] = [one for one in self.waits[which] if one[1] != who]

    def by(self, who: int) -> Account:
        return Account.of(Role.STUDENT, subject_id=self.students[who].id)

    def row(self, which: int, who: int) -> Registration:
        return next(one for one in self.rows(which) if one.who == self.students[who].id)

    def rows(self, which: int) -> tuple[Registration, ...]:
        return self.work.registrations.of_event(self.events[which].id)

    def tick(self) -> None:
        global steps_taken
        steps_taken += 1
        self.now += timedelta(minutes=1)

    @rule(which=WHICH, who=WHO)
    def register(self, which: int, who: int) -> None:
        self.tick()
        may = self.now < CLOSES and not self.is_in(which, who)
        event_id, student_id = self.events[which].id, self.students[who].id
        try:
            register_students(self.work, by=self.by(who), event_id=event_id, student_ids=[student_id], now=self.now)
        except SeatRefusedError:
            assert not may
            return
        assert may
        if len(self.sits[which]) + len(self.asked[which]) < self.seats[which]:
            self.sits[which].add(who)
        else:
            self.waits[which].append((self.now, who))

    @rule(which=WHICH)
    def everybody_registers(self, which: int) -> None:
        for who in range(N_STUDENTS):
            self.register(which, who)

    @rule(which=WHICH, who=WHO)
    def cancel(self, which: int, who: int) -> None:
        self.tick()
        if not self.is_in(which, who):
            return
        registration_id = self.row(which, who).id
        withdraw(
            self.work, by=self.by(who), event_id=self.events[which].id, registration_id=registration_id, now=self.now
        )
        self.drop(which, who)
        self.promote(which)

    @rule(which=WHICH, who=WHO)
    def answer(self, which: int, who: int) -> None:
        self.tick()
        if who not in self.asked[which]:
            return
        registration_id = self.row(which, who).id
        try:
            accept_seat(
                self.work,
                by=self.by(who),
                event_id=self.events[which].id,
                registration_id=registration_id,
                now=self.now,
            )
        except SeatRefusedError:
            assert self.now >= self.asked[which][who]
            return
        assert self.now < self.asked[which].pop(who)
        self.sits[which].add(who)

    @rule(hours=st.sampled_from([1, 11, 47]))
    def time_passes(self, hours: int) -> None:
        self.tick()
        self.now += timedelta(hours=hours)
        for which in range(N_EVENTS):
            for _, who in sorted((until, who) for who, until in self.asked[which].items() if until <= self.now):
                self.lapse_one(which, who)

    def lapse_one(self, which: int, who: int) -> None:
        registration_id = self.row(which, who).id
        for _ in range(2):
            lapse(self.work, event_id=self.events[which].id, registration_id=registration_id, now=self.now)
        self.drop(which, who)
        self.promote(which)

    @rule(which=WHICH, seats=st.integers(1, 4))
    def change_capacity(self, which: int, seats: int) -> None:
        self.tick()
        taken = len(self.sits[which]) + len(self.asked[which])
        event = self.work.events.get(self.events[which].id)
        assert event is not None
        plan = replace(plan_of(event), seats=seats)
        if seats < taken:
            with pytest.raises(InvalidEventError, match="seats"):
                change(self.work, by=ORGANISER, event_id=event.id, plan=plan, seen=mark(event), now=self.now)
            return
        change(self.work, by=ORGANISER, event_id=event.id, plan=plan, seen=mark(event), now=self.now)
        self.seats[which] = seats
        self.promote(which)

    @rule(who=WHO)
    def erase(self, who: int) -> None:
        self.tick()
        student_id = self.students[who].id
        give_back_seats(self.work, student_id=student_id, now=self.now)
        self.work.subjects.erase(student_subject(self.work, student_id))
        self.students[who] = self.new_student()
        for which in range(N_EVENTS):
            self.drop(which, who)
            self.promote(which)

    @precondition(lambda self: self.now + timedelta(minutes=2) < CLOSES)
    @rule(drop=WHICH)
    def merge(self, drop: int) -> None:
        self.tick()
        keep = 1 - drop
        order = [(one.made_at, one.who) for one in self.rows(drop) if one.state in OPEN]
        by_id = {student.id: n for n, student in enumerate(self.students)}
        merge_events(self.work, by=ORGANISER, keep_id=self.events[keep].id, drop_id=self.events[drop].id, now=self.now)
        for made_at, who in ((made_at, by_id[who]) for made_at, who in order):
            had, until = who in self.sits[drop], self.asked[drop].get(who)
            if self.is_in(keep, who):
                queue = [(min(at, made_at) if one == who else at, one) for at, one in self.waits[keep]]
                self.waits[keep] = sorted(queue)
            elif (had or until) and len(self.sits[keep]) + len(self.asked[keep]) < self.seats[keep]:
                if until:
                    self.asked[keep][who] = until
                else:
                    self.sits[keep].add(who)
            else:
                self.waits[keep] = sorted([*self.waits[keep], (made_at, who)])
            self.drop(drop, who)
        self.promote(keep)
        self.events[drop] = self.new_event(self.seats[drop])

    @invariant()
    def house_says_what_the_model_says(self) -> None:
        if not hasattr(self, "events"):
            return
        for which, event in enumerate(self.events):
            kept, rows = self.work.events.get(event.id), self.work.registrations.of_event(event.id)
            assert kept is not None
            by_state = {state: [one for one in rows if one.state is state] for state in OPEN}
            numbers = {student.id: n for n, student in enumerate(self.students)}
            assert {numbers[one.who] for one in by_state[RegistrationState.SEATED]} == self.sits[which]
            assert {numbers[one.who]: one.answer_by for one in by_state[RegistrationState.OFFERED]} == self.asked[which]
            assert [numbers[one.who] for one in by_state[RegistrationState.WAITING]] == [
                n for _, n in self.waits[which]
            ]
            assert kept.seats_taken == sum(one.takes_seat for one in rows)
            is_open = kept.takes_registrations(self.now)
            assert not (is_open and kept.seats_left and by_state[RegistrationState.WAITING])


@pytest.fixture
def sqlite_house(tmp_path: Path, migrated_sqlite: Path) -> Iterator[House]:
    file = shutil.copyfile(migrated_sqlite, tmp_path / "model.sqlite3")
    house = House.open(f"sqlite:///{file}", clock=lambda: START)
    yield house
    house.close()


def test_seats_agree_with_the_model_whatever_happens(sqlite_house: House) -> None:
    class Here(Seats):
        house = sqlite_house

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=N_EXAMPLES,
            stateful_step_count=N_STEPS,
            deadline=None,
            database=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert steps_taken >= 2000
    assert passed_on >= 100, "hardly anybody who waited ever got a seat: this shows little"

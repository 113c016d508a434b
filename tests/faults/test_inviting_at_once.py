"""Several that invite at the same moment never give somebody more than may be."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest

from accounts.relation import Relation
from accounts.role import Role
from events.event import Audience, Event
from events.registration import Party
from services.event_inviting import invite_to_event
from services.markets import current_market
from services.unit_of_work import House
from tests.factories import make_event, make_holder, make_student

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
N_EVENTS = 6


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    house = House.open(migrated_url, clock=lambda: NOW)
    yield house
    house.close()


def test_tasks_that_invite_at_once_keep_to_the_cap_together(house: House) -> None:
    student = make_student()
    student = replace(student, wishes=replace(student.wishes, sectors=("zorg",)))
    begins = NOW + timedelta(days=10)
    events = [
        make_event(
            f"zorg-{n}",
            starts_at=begins + n * timedelta(days=1),
            ends_at=begins + n * timedelta(days=1) + timedelta(hours=1),
            audience=Audience(sectors=frozenset({"zorg"})),
        )
        for n in range(N_EVENTS)
    ]
    holder = make_holder()
    with house.writing() as work:
        work.students.save(student)
        work.accounts.save(holder)
        work.accounts.save_relation(
            Relation(id=uuid4(), account_id=holder.id, role=Role.STUDENT, from_on=NOW.date(), student_id=student.id)
        )
        work.events.add_all(events)
    with house.reading() as work:
        current_market(work, now=NOW)
    ready = Barrier(N_EVENTS)

    def invite(event: Event) -> None:
        ready.wait()
        with house.writing() as work:
            invite_to_event(work, event_id=event.id, now=NOW)

    with ThreadPoolExecutor(N_EVENTS) as pool:
        list(pool.map(invite, events))

    with house.reading() as work:
        assert len(work.event_invitations.of(Party.STUDENT, [student.id])) == 2
        assert len(work.messages.of_account(holder.id, limit=9)) == 2

"""Meetings come back as they went in, with those who are asked to come."""

from dataclasses import replace
from uuid import UUID

from accounts.holder import AccountHolder
from services.unit_of_work import House
from tests.events.test_meeting import HOUR, LATER, NOW, STARTS, make_meeting


def make_accounts(house: House, *numbers: int) -> None:
    with house.writing() as work:
        for number in numbers:
            work.accounts.save(AccountHolder(id=UUID(int=number), name="Noor", email=None, made_at=NOW))


def test_meeting_kept_again_takes_the_place_of_the_old_one(house: House) -> None:
    make_accounts(house, 1, 2, 3)
    planned = make_meeting(attendee_ids=frozenset({UUID(int=2), UUID(int=1)}))
    moved = planned.moved(starts_at=STARTS + HOUR, ends_at=STARTS + 2 * HOUR, place="", now=LATER)
    last = replace(moved.cancelled(now=LATER), attendee_ids=frozenset({UUID(int=3)}))

    with house.writing() as work:
        work.meetings.save(planned)
        first = work.meetings.get(planned.id)
        work.meetings.save(last)

    with house.reading() as work:
        assert (first, work.meetings.get(planned.id)) == (planned, last)
        assert work.meetings.get(UUID(int=99)) is None

"""Events that look alike are proposed once, and one of two that are the same goes with nobody lost."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.role import Role
from events.event import Event, EventState, Venue
from events.registration import Party, Registration, RegistrationState
from services.errors import ForbiddenError, NotFoundError
from services.event_import.look_alikes import are_alike, look_alikes, say_same
from services.event_import.taking_over import read_foreign, take_over_calendar
from services.local_time import local_day
from services.permissions import Account
from services.reference import load_reference
from services.unit_of_work import House
from tests.demo_doors import entered
from tests.events.test_importing import calendar, entry
from tests.factories import make_event

NOW = datetime(2027, 1, 1, tzinfo=UTC)
REGION = Account.of(Role.COORDINATOR, id=uuid4(), name="Noor")
KEEPER = Account.of(Role.ADMINISTRATOR, id=uuid4(), name="Bas")
TEACHER = Account.of(Role.TEACHER, id=uuid4(), school="De Wissel", group="3b", name="Els")
OPEN_DAY = entry("LOCATION:De Hal\\, Zwolle")
AT = datetime(2027, 1, 20, 9, tzinfo=UTC)
HALL = Venue(name="De Hal", municipality="Zwolle")
OWN = make_event(title="Open Dag!", starts_at=AT, ends_at=AT + timedelta(hours=2), venue=HALL, organiser_id=TEACHER.id)


def take(house: House) -> None:
    with house.writing() as work:
        take_over_calendar(work, name="Hogeland", foreign=read_foreign(calendar(OPEN_DAY), now=NOW), now=NOW)


def keep(house: House, *events: Event) -> None:
    with house.writing() as work:
        work.events.add_all(events)


def proposed(house: House, by: Account = REGION) -> list[tuple[str, str]]:
    with house.reading() as work:
        return [(pair.kept.title, pair.other.title) for pair in look_alikes(work, by=by, now=NOW)]


def said(house: House, *, is_same: bool, by: Account = REGION) -> None:
    with house.writing() as work:
        (pair,) = look_alikes(work, by=by, now=NOW)
        say_same(work, by=by, kept_id=pair.kept.id, other_id=pair.other.id, is_same=is_same, now=NOW)


def titles(house: House) -> list[str]:
    with house.reading() as work:
        return [one.title for one in work.events.between(NOW, NOW + timedelta(days=366)) if not one.is_cancelled]


@pytest.mark.parametrize("by", [REGION, KEEPER])
def test_same_leaves_our_own_and_stays_out_the_next_day(house: House, by: Account) -> None:
    keep(house, OWN)
    take(house)

    assert proposed(house, by) == [("Open Dag!", "Open dag")]
    said(house, is_same=True, by=by)
    take(house)

    assert (titles(house), proposed(house)) == (["Open Dag!"], [])


def test_different_is_remembered_and_both_stay(house: House) -> None:
    keep(house, OWN)
    take(house)

    said(house, is_same=False)
    take(house)

    assert (sorted(titles(house)), proposed(house)) == (["Open Dag!", "Open dag"], [])


def test_what_was_left_out_comes_in_when_the_one_that_stayed_is_gone(house: House) -> None:
    keep(house, OWN)
    take(house)
    said(house, is_same=True)

    with house.writing() as work:
        work.events.save(replace(OWN, state=EventState.CANCELLED))
    take(house)

    assert titles(house) == ["Open dag"]


def test_two_of_our_own_become_one_with_who_had_registered(house: House) -> None:
    other = make_event(
        "nog een", title="Open dag", starts_at=AT + timedelta(minutes=30), ends_at=AT + timedelta(hours=2)
    )
    keep(house, OWN, other)
    entered(house, TEACHER, now=NOW)
    with house.writing() as work:
        work.registrations.save(
            Registration(
                id=uuid4(),
                event_id=other.id,
                party=Party.PERSON,
                account_id=TEACHER.id,
                made_by=TEACHER.id,
                made_at=NOW,
                state=RegistrationState.WAITING,
            )
        )

    assert proposed(house, KEEPER) == []
    said(house, is_same=True)

    with house.reading() as work:
        going = [one.event_id for one in work.registrations.of(Party.PERSON, [TEACHER.id]) if one.state != "withdrawn"]
    assert (titles(house), going) == (["Open Dag!"], [OWN.id])


@pytest.mark.parametrize(
    ("changes", "is_alike"),
    [
        ({}, True),
        ({"starts_at": AT + timedelta(minutes=60)}, True),
        ({"starts_at": AT + timedelta(minutes=61)}, False),
        ({"title": "Lasmiddag"}, False),
        ({"title": "Open inloop"}, True),
        ({"title": "Open inloop", "venue": Venue(name="Aula")}, False),
        ({"venue": replace(HALL, municipality="Elders")}, False),
        ({"venue": replace(HALL, municipality="")}, True),
    ],
)
def test_alike_is_about_the_same_time_name_and_place(changes: dict[str, object], is_alike: bool) -> None:
    rules = load_reference(local_day(NOW)).calendar
    other = replace(OWN, ends_at=AT + timedelta(hours=4), **changes)  # type: ignore[arg-type]

    assert are_alike(OWN, other, rules=rules) is are_alike(other, OWN, rules=rules) is is_alike


def test_nobody_says_so_of_events_that_were_not_proposed_or_without_the_right(house: House) -> None:
    keep(house, OWN)

    with house.writing() as work:
        with pytest.raises(NotFoundError):
            say_same(work, by=REGION, kept_id=OWN.id, other_id=OWN.id, is_same=True, now=NOW)
        with pytest.raises(ForbiddenError):
            look_alikes(work, by=TEACHER, now=NOW)

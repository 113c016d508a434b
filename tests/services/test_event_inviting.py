"""Who is invited to an event and why: best fits first, never too often, and never a word too much."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from accounts.holder import AccountHolder
from accounts.message import MailWishes
from accounts.relation import Relation
from accounts.role import Role
from events.event import Audience, Event, EventKind, EventState, Venue
from events.event import Role as Invited
from events.inviting import EventInvitation
from events.registration import Party, Registration, RegistrationState
from services.demo.region import Region
from services.errors import NotFoundError
from services.event_invitations import decline_event_invitation, invited_counts, my_event_invitations
from services.event_inviting import INVITE, INVITE_TO_COMING, fitting_students, invite_to_coming, invite_to_event
from services.event_planning import publish
from services.event_seats import register_students
from services.ids import stable_id
from services.markets import current_market
from services.messages import inbox
from services.permissions import Account
from services.reference import load_reference
from services.unit_of_work import House, UnitOfWork
from tests.demo_doors import NOW
from tests.factories import make_event

BEGINS = NOW + timedelta(days=15)
ORGANISER = Account.of(Role.COORDINATOR, id=UUID(int=77))
DAYS = timedelta(days=1)


class UndoneError(Exception):
    """What a test did is not kept."""


@contextmanager
def undone(house: House) -> Iterator[UnitOfWork]:
    try:
        with house.writing() as work:
            yield work
            raise UndoneError
    except UndoneError:
        pass


@pytest.fixture(scope="module")
def house(planted_file: Path, small_region: Region, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give the small region, in which every student and every company has an account."""
    file = shutil.copyfile(planted_file, tmp_path_factory.mktemp("inviting") / "region.sqlite3")
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    with house.writing() as work:
        for role, key, ids in (
            (Role.STUDENT, "student_id", [one.id for one in small_region.students]),
            (Role.EMPLOYER, "employer_id", [one.id for one in small_region.employers]),
        ):
            work.accounts.add_all(
                (AccountHolder(id=account_of(one), name="Iemand", email=None, made_at=NOW) for one in ids),
                with_relations=[
                    Relation(id=uuid4(), account_id=account_of(one), role=role, from_on=NOW.date(), **{key: one})
                    for one in ids
                ],
            )
    with house.reading() as work:
        current_market(work, now=NOW)
    yield house
    house.close()


@pytest.fixture
def work(house: House) -> Iterator[UnitOfWork]:
    with undone(house) as work:
        yield work


def account_of(who: UUID) -> UUID:
    return stable_id("account", "inviting", str(who))


def student(who: UUID) -> Account:
    return Account.of(Role.STUDENT, subject_id=who, id=account_of(who))


def company(who: UUID) -> Account:
    return Account.of(Role.EMPLOYER, subject_id=who, id=account_of(who))


def fair(work: UnitOfWork, number: int = 1, **changes: object) -> Event:
    """Keep a speed date for students and companies, to which the companies of the first twelve places come."""
    plain = {
        "starts_at": BEGINS + number * DAYS,
        "ends_at": BEGINS + number * DAYS + timedelta(hours=2),
        "venue": Venue(name="Hal"),
        "seats": 6,
        "audience": Audience(roles=frozenset({Invited.STUDENT, Invited.EMPLOYER})),
    }
    event = make_event(f"beurs-{number}", **(plain | changes))
    work.events.save(event)
    return event


def come(work: UnitOfWork, event: Event, region: Region, n: int = 12) -> set[UUID]:
    employer_of = {site.id: site.employer_id for site in region.sites}
    who = {employer_of[place.site_id] for place in region.placements[:n] if place.state == "open"}
    for one in who:
        work.registrations.save(seat(event, Party.EMPLOYER, one, n_tables=1))
    return who


def seat(event: Event, party: Party, who: UUID, **changes: object) -> Registration:
    plain = {
        "student_id": who if party is Party.STUDENT else None,
        "employer_id": who if party is Party.EMPLOYER else None,
        "made_at": NOW,
        "state": RegistrationState.SEATED,
    }
    return Registration(id=uuid4(), event_id=event.id, party=party, **(plain | changes))


def of(made: tuple[EventInvitation, ...], party: Party) -> list[EventInvitation]:
    return [one for one in made if one.party is party]


def test_student_is_invited_for_a_good_match_that_comes_and_reads_why(work: UnitOfWork, small_region: Region) -> None:
    event = fair(work)
    there = come(work, event, small_region)

    made = of(invite_to_event(work, event_id=event.id, now=NOW), Party.STUDENT)

    market = current_market(work, now=NOW)
    assert 0 < len(made) <= 3 * 6
    for one in made:
        best = market.places_for([market.student_row[one.who]], top=10)
        good = {market.offers[int(ix)].employer.id for ix in best.placement_ix}
        assert set(one.because_of) == good & there
    first = made[0]
    view = my_event_invitations(work, by=student(first.who), now=NOW)[event.id]
    names = {one.id: one.name for one in small_region.employers}
    assert all(names[one] in view.reasons[0] for one in first.because_of[:3])
    assert [one.title for one in inbox(work, by=student(first.who), limit=5).messages] == ["Je bent uitgenodigd"]


def test_second_run_invites_nobody_again(work: UnitOfWork, small_region: Region) -> None:
    event = fair(work, seats=60)
    come(work, event, small_region)
    first = invite_to_event(work, event_id=event.id, now=NOW)

    again = [invite_to_event(work, event_id=event.id, now=NOW), invite_to_coming(work, now=NOW)]

    assert first
    assert not [one for made in again for one in made if one.event_id == event.id]


def test_who_has_had_enough_this_week_is_taken_again_later(work: UnitOfWork, small_region: Region) -> None:
    events = [fair(work, n, seats=60) for n in range(4)]
    for event in events:
        come(work, event, small_region)

    tonight = invite_to_coming(work, now=NOW)
    before_the_week_is_over = invite_to_coming(work, now=NOW + timedelta(days=6, hours=23))
    after = invite_to_coming(work, now=NOW + timedelta(days=7))

    n_had = Counter(one.who for one in tonight)
    assert set(n_had.values()) >= {2}
    assert max(n_had.values()) == 2
    full = {who for who, n in n_had.items() if n == 2}
    assert not full & {one.who for one in before_the_week_is_over}
    assert full & {one.who for one in after}


def test_who_is_there_went_away_is_busy_or_does_not_want_it_is_not_invited(
    work: UnitOfWork, small_region: Region
) -> None:
    event = fair(work, seats=50)
    there = come(work, event, small_region)
    terms = load_reference(NOW.date()).events.inviting
    with_everybody = [one.who for one in fitting_students(current_market(work, now=NOW), event, list(there), terms)]
    seated, withdrew, busy, unwilling = with_everybody[:4]
    at_the_same_time = fair(work, 9, starts_at=event.starts_at, ends_at=event.ends_at)
    work.registrations.save(seat(event, Party.STUDENT, seated))
    work.registrations.save(seat(event, Party.STUDENT, withdrew, state=RegistrationState.WITHDRAWN))
    work.registrations.save(seat(at_the_same_time, Party.STUDENT, busy))
    work.messages.save_wishes(MailWishes(account_id=account_of(unwilling), is_invited=False))

    made = {one.who for one in of(invite_to_event(work, event_id=event.id, now=NOW), Party.STUDENT)}

    assert made == set(with_everybody[4:])


@pytest.mark.parametrize(
    "changes",
    [{"seats": 1, "seats_taken": 1}, {"register_until": NOW + DAYS}, {"imported_from": "elders"}],
    ids=["full", "too near", "of others"],
)
def test_event_that_nobody_can_come_to_invites_nobody(
    work: UnitOfWork, small_region: Region, changes: dict[str, object]
) -> None:
    event = fair(work, **changes)
    come(work, event, small_region)

    assert of(invite_to_event(work, event_id=event.id, now=NOW), Party.STUDENT) == []


def test_without_companies_the_work_counts_and_the_nearest_come_first(work: UnitOfWork, small_region: Region) -> None:
    home = next(one for one in small_region.students if "zorg" in one.wishes.sectors).travel
    venue = Venue(name="Huis", latitude=home.latitude, longitude=home.longitude)
    event = fair(work, venue=venue, seats=1, kind=EventKind.OPEN_DAY, audience=Audience(sectors=frozenset({"zorg"})))

    made = invite_to_event(work, event_id=event.id, now=NOW)

    people = {one.id: one for one in small_region.students}
    assert len(made) == 3
    assert all("zorg" in people[one.who].wishes.sectors for one in made)
    assert any(people[one.who].travel.latitude == home.latitude for one in made)
    assert my_event_invitations(work, by=student(made[0].who), now=NOW)[event.id].reasons[0] == (
        "Past bij wat je zoekt: werk in de zorg"
    )


def test_company_hears_a_rounded_number_and_nothing_of_anybody(work: UnitOfWork, small_region: Region) -> None:
    event = fair(work, seats=50)
    for one in small_region.students[:60]:
        work.registrations.save(seat(event, Party.STUDENT, one.id))

    made = of(invite_to_event(work, event_id=event.id, now=NOW), Party.EMPLOYER)

    assert made
    for one in made:
        assert one.n_candidates >= 5
        assert one.n_candidates % 5 == 0
        assert one.because_of == ()
        view = my_event_invitations(work, by=company(one.who), now=NOW)[event.id]
        assert view.reasons == (f"Er zijn minstens {one.n_candidates} jongeren die bij jullie plekken passen",)


def test_no_is_kept_and_the_event_is_not_offered_again(work: UnitOfWork, small_region: Region) -> None:
    event = fair(work)
    come(work, event, small_region)
    one = invite_to_event(work, event_id=event.id, now=NOW)[0]

    decline_event_invitation(work, by=student(one.who), event_id=event.id, now=NOW)

    assert event.id not in my_event_invitations(work, by=student(one.who), now=NOW)
    assert one.who not in {made.who for made in invite_to_event(work, event_id=event.id, now=NOW + 8 * DAYS)}


def test_who_was_not_invited_cannot_say_no(work: UnitOfWork, small_region: Region) -> None:
    event = fair(work)

    for by in (student(small_region.students[0].id), ORGANISER):
        with pytest.raises(NotFoundError):
            decline_event_invitation(work, by=by, event_id=event.id, now=NOW)


def test_organiser_reads_how_many_and_how_many_of_those_come(work: UnitOfWork, small_region: Region) -> None:
    event = fair(work)
    come(work, event, small_region)
    made = of(invite_to_event(work, event_id=event.id, now=NOW), Party.STUDENT)

    register_students(work, by=student(made[0].who), event_id=event.id, student_ids=[made[0].who], now=NOW)

    counts = invited_counts(work, by=ORGANISER, event_id=event.id)
    assert (counts.n_students, counts.n_students_coming) == (len(made), 1)
    with pytest.raises(NotFoundError):
        invited_counts(work, by=Account.of(Role.JOBHUNTER, id=uuid4()), event_id=event.id)


def test_publishing_leaves_the_inviting_for_later_and_the_night(work: UnitOfWork) -> None:
    event = fair(work)
    work.events.save(replace(event, state=EventState.DRAFT))

    publish(work, by=ORGANISER, event_id=event.id, now=NOW)

    assert all(work.outbox.is_waiting(task) for task in (INVITE, INVITE_TO_COMING))

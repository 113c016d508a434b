"""Planning events: drafts nobody sees, series over a clock change, changes that are told, and who was first."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.message import MessageKind
from accounts.role import Role
from events.errors import EventChangedError, EventStateError, InvalidEventError
from events.event import Change, Event, EventKind, EventState, Venue
from events.ical import AMSTERDAM
from events.plan import EventPlan, PlannedSession, applied, plan_of
from events.registration import Party, Registration, RegistrationState
from services import event_planning
from services.errors import ForbiddenError, NotFoundError
from services.event_planning import Repetition, Scope, cancel, change, discard, mark, organised, plan_event, publish
from services.events import coming
from services.messages import inbox
from services.organisers import organised_event
from services.permissions import ANONYMOUS, Account
from services.school_calendar import Region
from services.unit_of_work import House
from tests.demo_doors import entered

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
TEACHER = Account.of(Role.TEACHER, id=UUID(int=101), school="De Wissel", group="3b", name="Els")
OTHER = Account.of(Role.TEACHER, id=UUID(int=102), school="De Wissel", group="3c", name="Ad")
REGION = Account.of(Role.COORDINATOR, id=UUID(int=103), name="Noor")
PLAN = EventPlan(
    kind=EventKind.WORKSHOP,
    title="Lassen",
    summary="Je last zelf.",
    day=date(2027, 3, 24),
    begins=time(14),
    ends=time(16),
    venue=Venue(name="De Hal", address="Kade 1", municipality="Zwolle"),
    seats=10,
    organiser="De Wissel",
)


@pytest.fixture(autouse=True)
def _known(house: House) -> None:
    for account in (TEACHER, OTHER, REGION):
        entered(house, account, now=NOW)


def planned(house: House, plan: EventPlan = PLAN, repetition: Repetition | None = None) -> tuple[Event, ...]:
    with house.writing() as work:
        return plan_event(work, by=TEACHER, plan=plan, repetition=repetition, now=NOW)


def published(house: House, plan: EventPlan = PLAN, repetition: Repetition | None = None) -> tuple[Event, ...]:
    events = planned(house, plan, repetition)
    with house.writing() as work:
        publish(work, by=TEACHER, event_id=events[0].id, scope=Scope.ALL, now=NOW)
    return kept(house, events)


def kept(house: House, events: tuple[Event, ...]) -> tuple[Event, ...]:
    with house.reading() as work:
        return tuple(one for event in events if (one := work.events.get(event.id)))


def register(house: House, event: Event, account: Account, state: RegistrationState) -> None:
    with house.writing() as work:
        work.registrations.save(
            Registration(
                id=uuid4(),
                event_id=event.id,
                party=Party.PERSON,
                account_id=account.id,
                made_by=account.id,
                made_at=NOW,
                state=state,
            )
        )


def told(house: House, account: Account) -> list[tuple[MessageKind, UUID | None]]:
    assert account.id is not None
    with house.reading() as work:
        return [(one.kind, one.about_id) for one in work.messages.of_account(account.id, limit=50)]


def shown(house: House) -> list[str]:
    with house.reading() as work:
        return [one.title for one in coming(work, by=ANONYMOUS, now=NOW).events]


def test_draft_is_for_its_organiser_and_the_coordinator_alone(house: House) -> None:
    (draft,) = planned(house)

    with house.reading() as work:
        assert organised(work, by=TEACHER, now=NOW).drafts == (draft,)
        assert organised(work, by=REGION, now=NOW).drafts == (draft,)
        assert organised(work, by=OTHER, now=NOW).drafts == ()
        with pytest.raises(NotFoundError):
            organised_event(work, by=OTHER, event_id=draft.id)
        with pytest.raises(ForbiddenError):
            organised(work, by=Account.of(Role.STUDENT), now=NOW)
    assert shown(house) == []


def test_published_draft_is_shown_and_cannot_be_published_again(house: House) -> None:
    (event,) = published(house)

    assert shown(house) == ["Lassen"]
    with house.writing() as work, pytest.raises(EventStateError):
        publish(work, by=TEACHER, event_id=event.id, now=NOW)


def test_every_fault_is_told_at_once(house: House) -> None:
    wrong = replace(
        PLAN,
        title=" ",
        ends=time(13),
        seats=0,
        register_until=date(2027, 4, 1),
        venue=Venue(name="Online", online_url="http://voorbeeld.nl"),
        sessions=(PlannedSession(title="Te laat", day=date(2027, 3, 24), begins=time(17), ends=time(18)),),
    )

    with house.writing() as work, pytest.raises(InvalidEventError) as error:
        plan_event(work, by=TEACHER, plan=wrong, repetition=Repetition(every_weeks=0), now=NOW)

    assert set(error.value.faults) == {
        "title", "ends", "seats", "register_until", "online_url", "sessions", "every_weeks", "until",
    }  # fmt: skip
    with house.reading() as work:
        assert organised(work, by=TEACHER, now=NOW).drafts == ()


@pytest.mark.parametrize(
    ("link", "is_right"),
    [
        ("https://meet.voorbeeld.nl/abc?d=1", True),
        ("https://voorbeeld.nl", True),
        ("http://voorbeeld.nl", False),
        ("javascript:alert(1)", False),
        ("https://naam:woord@voorbeeld.nl", False),
        ("https://", False),
        ("https://voor beeld.nl", False),
        (" https://voorbeeld.nl", False),
    ],
)
def test_link_is_to_a_safe_place_and_holds_no_password(link: str, is_right: bool) -> None:
    plan = replace(PLAN, venue=Venue(name="Online", online_url=link))

    assert ("online_url" not in event_planning.faults_in(plan, now=NOW)) == is_right


def test_time_that_the_clock_skips_is_refused() -> None:
    night = replace(PLAN, day=date(2027, 3, 28), begins=time(2, 30), ends=time(5))

    with pytest.raises(InvalidEventError, match="klok vooruit"):
        event_planning.fields_of(night, now=NOW)


def test_plan_of_an_event_changes_nothing_about_it(house: House) -> None:
    two_days = replace(
        PLAN,
        last_day=date(2027, 3, 25),
        register_until=date(2027, 3, 20),
        sessions=(PlannedSession(title="Dag 2", day=date(2027, 3, 25), begins=time(9), ends=time(12), room="A1"),),
    )
    (event,) = planned(house, two_days)

    assert applied(plan_of(event), to=event, now=NOW) == event


def test_series_keeps_its_hour_and_skips_public_and_school_holidays(house: House) -> None:
    spring = Repetition(until=date(2027, 5, 12), region=Region.NOORD)

    events = planned(house, PLAN, spring)

    days = [one.starts_at.astimezone(AMSTERDAM) for one in events]
    # Wednesdays; 28 April and 5 May lie in the May holidays of 2027, and 5 May is Liberation Day.
    assert [f"{day:%d-%m %H.%M}" for day in days] == [
        "24-03 14.00", "31-03 14.00", "07-04 14.00", "14-04 14.00", "21-04 14.00", "12-05 14.00",
    ]  # fmt: skip
    assert len({one.series_id for one in events}) == 1
    assert len({one.id for one in events}) == len(events)


def test_change_is_told_to_who_comes_or_waits_and_says_before_and_after(house: House) -> None:
    (event,) = published(house, replace(PLAN, seats=1))
    with house.writing() as work:
        assert work.events.take_seat(event.id)
    register(house, event, OTHER, RegistrationState.WAITING)
    register(house, event, REGION, RegistrationState.WITHDRAWN)
    later = replace(plan_of(event), begins=time(15), ends=time(17), title="Lassen en snijden")

    with house.writing() as work:
        changed = change(work, by=TEACHER, event_id=event.id, plan=later, seen=mark(event), now=NOW)

    assert (changed.state, changed.revision, changed.starts_at) == (
        EventState.CHANGED, 1, event.starts_at + timedelta(hours=1),
    )  # fmt: skip
    with house.reading() as work:
        (revision,) = event_planning.event_revisions(work, by=ANONYMOUS, event_id=event.id)
    assert revision.changes == (
        Change(name="title", before="Lassen", after="Lassen en snijden"),
        Change(name="starts_at", before="24 maart 2027, 14.00 uur", after="24 maart 2027, 15.00 uur"),
        Change(name="ends_at", before="24 maart 2027, 16.00 uur", after="24 maart 2027, 17.00 uur"),
    )
    assert told(house, OTHER) == [(MessageKind.EVENT_CHANGED, event.id)]
    assert told(house, REGION) == []


def test_change_that_changes_nothing_is_told_to_nobody(house: House) -> None:
    (event,) = published(house)
    register(house, event, OTHER, RegistrationState.SEATED)

    with house.writing() as work:
        change(work, by=TEACHER, event_id=event.id, plan=plan_of(event), seen=mark(event), now=NOW)

    assert kept(house, (event,)) == (event,)
    assert told(house, OTHER) == []


def test_second_of_two_who_change_at_once_is_refused_and_hears_what_differs(house: House) -> None:
    (event,) = published(house)
    first, second = (replace(plan_of(event), title=title) for title in ("Lassen A", "Lassen B"))
    with house.writing() as work:
        change(work, by=TEACHER, event_id=event.id, plan=first, seen=mark(event), now=NOW)

    with house.writing() as work, pytest.raises(EventChangedError):
        change(work, by=REGION, event_id=event.id, plan=second, seen=mark(event), now=NOW)

    (now_there,) = kept(house, (event,))
    assert event_planning.differences_with(now_there, second, now=NOW) == (
        Change(name="title", before="Lassen A", after="Lassen B"),
    )


def test_more_seats_go_to_who_waits(house: House) -> None:
    (event,) = published(house, replace(PLAN, seats=1))
    with house.writing() as work:
        assert work.events.take_seat(event.id)
    register(house, event, OTHER, RegistrationState.WAITING)

    with house.writing() as work:
        changed = change(work, by=TEACHER, event_id=event.id, plan=replace(PLAN, seats=2), seen=mark(event), now=NOW)

    assert changed.seats_taken == 2
    assert [kind for kind, _ in told(house, OTHER)] != [MessageKind.EVENT_CHANGED]


def test_fewer_seats_than_taken_are_refused(house: House) -> None:
    (event,) = published(house)
    with house.writing() as work:
        assert [work.events.take_seat(event.id) for _ in range(3)] == [True, True, True]

    with house.writing() as work, pytest.raises(InvalidEventError, match="Er zijn al 3 plekken bezet"):
        change(work, by=TEACHER, event_id=event.id, plan=replace(PLAN, seats=2), seen=mark(event), now=NOW)


@pytest.mark.parametrize(
    ("scope", "n_changed"), [(Scope.THIS, [1]), (Scope.LATER, [1, 2, 3]), (Scope.ALL, [0, 1, 2, 3])]
)
def test_change_of_a_series_reaches_this_one_the_later_ones_or_all(
    house: House, scope: Scope, n_changed: list[int]
) -> None:
    events = published(house, PLAN, Repetition(n_times=4))
    second = events[1]
    wanted = replace(plan_of(second), begins=time(13))

    with house.writing() as work:
        change(work, by=TEACHER, event_id=second.id, plan=wanted, seen=mark(second), scope=scope, now=NOW)

    now_there = kept(house, events)
    clocks = [one.starts_at.astimezone(AMSTERDAM).hour for one in now_there]
    assert clocks == [13 if ix in n_changed else 14 for ix in range(4)]
    assert [one.starts_at.date() for one in now_there] == [one.starts_at.date() for one in events]


def test_cancelling_needs_a_reason_and_is_told_and_stays_visible(house: House) -> None:
    (event,) = published(house)
    register(house, event, OTHER, RegistrationState.SEATED)
    with house.writing() as work, pytest.raises(InvalidEventError, match="waarom"):
        cancel(work, by=TEACHER, event_id=event.id, reason=" ", now=NOW)

    with house.writing() as work:
        cancelled = cancel(work, by=TEACHER, event_id=event.id, reason="De hal is dicht.", now=NOW)

    assert (cancelled.state, cancelled.revision) == (EventState.CANCELLED, 1)
    assert told(house, OTHER) == [(MessageKind.EVENT_CANCELLED, event.id)]
    assert shown(house) == ["Lassen"]
    with house.writing() as work, pytest.raises(EventStateError):
        cancel(work, by=TEACHER, event_id=event.id, reason="Nog eens", now=NOW)


def test_cancelling_this_and_later_leaves_what_comes_before(house: House) -> None:
    events = published(house, PLAN, Repetition(n_times=3))

    with house.writing() as work:
        cancel(work, by=TEACHER, event_id=events[1].id, reason="Ziek", scope=Scope.LATER, now=NOW)

    assert [one.is_cancelled for one in kept(house, events)] == [False, True, True]


def test_draft_cannot_be_cancelled_because_that_would_show_it(house: House) -> None:
    (draft,) = planned(house)

    with house.writing() as work, pytest.raises(EventStateError):
        cancel(work, by=TEACHER, event_id=draft.id, reason="Toch niet", now=NOW)


def test_copy_is_a_draft_on_the_same_weekday_to_come(house: House) -> None:
    (event,) = published(house)
    much_later = NOW + timedelta(weeks=20)

    with house.writing() as work:
        copied = event_planning.copy(work, by=REGION, event_id=event.id, now=much_later)

    assert (copied.state, copied.organiser_id, copied.seats_taken) == (EventState.DRAFT, REGION.id, 0)
    assert copied.starts_at > much_later
    assert copied.starts_at.astimezone(AMSTERDAM).strftime("%a %H.%M") == "Wed 14.00"


def test_discarded_draft_is_gone_with_its_series_and_what_was_published_stays(house: House) -> None:
    drafts = planned(house, repetition=Repetition(n_times=3))

    with house.writing() as work:
        publish(work, by=TEACHER, event_id=drafts[0].id, now=NOW)
        with pytest.raises(EventStateError):
            discard(work, by=TEACHER, event_id=drafts[0].id, now=NOW)
        with pytest.raises(NotFoundError):
            discard(work, by=OTHER, event_id=drafts[1].id, now=NOW)
        assert discard(work, by=TEACHER, event_id=drafts[1].id, scope=Scope.ALL, now=NOW) == 2

    assert [one.id for one in kept(house, drafts)] == [drafts[0].id]


def test_change_of_a_series_is_told_once_names_its_days_and_reaches_the_calendar_of_each(house: House) -> None:
    first, second, third = published(house, repetition=Repetition(n_times=3))
    for event in (second, third):
        register(house, event, OTHER, RegistrationState.SEATED)
    register(house, third, REGION, RegistrationState.SEATED)

    with house.writing() as work:
        plan = replace(PLAN, venue=Venue(name="Aula"))
        change(work, by=TEACHER, event_id=first.id, plan=plan, seen=mark(first), scope=Scope.ALL, now=NOW)
        later = NOW + timedelta(hours=1)
        cancel(work, by=TEACHER, event_id=third.id, reason="Ziek.", now=later)

    assert told(house, REGION) == [(MessageKind.EVENT_CANCELLED, third.id), (MessageKind.EVENT_CHANGED, third.id)]
    with house.reading() as work:
        read = inbox(work, by=OTHER, limit=5).messages
    days = "wo 24, wo 31 maart en wo 7 april"
    assert {(one.kind, one.path, one.days_text, one.is_read) for one in read} == {
        (MessageKind.EVENT_CANCELLED, f"/agenda/{third.id}", "", False),
        (MessageKind.EVENT_CHANGED, f"/agenda/{second.id}", days, False),
        (MessageKind.EVENT_CHANGED, f"/agenda/{third.id}", days, True),
    }

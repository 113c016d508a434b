"""Following the calendar of another organiser: looked at first, read every day, patient when it stays away."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.message import MessageKind
from accounts.role import Role
from events.errors import CalendarStateError, InvalidEventError
from events.foreign_calendar import CalendarState, ForeignCalendar
from services.errors import ForbiddenError, NotFoundError
from services.event_import import calendars
from services.event_import.fetching import CalendarAwayError, Fetched
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import entered
from tests.events.test_importing import calendar, entry

NOW = datetime(2027, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
REGION = Account.of(Role.COORDINATOR, id=uuid4(), name="Noor")
OPEN_DAY = entry("LOCATION:De Hal\\, Zwolle")
EVENING = entry(uid="avond@elders", begins="DTSTART:20270203T190000")
ADDRESS = "https://agenda.hogeland.example/open.ics"


class Elsewhere:
    """A server with a calendar; it keeps with which marks it was asked."""

    def __init__(self, *entries: str) -> None:
        self.entries, self.is_away, self.asked = entries, False, list[tuple[str, str]]()

    def __call__(self, address: str, *, now: datetime, etag: str, last_modified: str) -> Fetched:
        self.asked.append((etag, last_modified))
        if self.is_away:
            raise CalendarAwayError("op dit adres krijgen wij geen antwoord")
        mark = f'"{hash(self.entries)}"'
        return Fetched(body=None if etag == mark else calendar(*self.entries), etag=mark, last_modified="gisteren")


def added(house: House, **given: object) -> ForeignCalendar:
    with house.writing() as work:
        return calendars.add_calendar(work, by=REGION, **{"name": "Hogeland", "now": NOW, **given})  # type: ignore[arg-type]


def read(house: House, calendar_id: UUID, elsewhere: Elsewhere, *, now: datetime = NOW) -> ForeignCalendar | None:
    with house.reading() as work:
        calendars.prepare_reading(work, calendar_id=calendar_id, now=now, fetch=elsewhere)
    with house.writing() as work:
        calendars.finish_reading(work, calendar_id=calendar_id, now=now)
        return work.foreign_calendars.get(calendar_id)


def taken_over(house: House, calendar_id: UUID, *, now: datetime = NOW) -> None:
    with house.writing() as work:
        calendars.take_over(work, by=REGION, calendar_id=calendar_id, now=now)


def agenda(house: House) -> list[str]:
    with house.reading() as work:
        coming = work.events.between(NOW, NOW + 366 * DAY)
        return [f"{one.starts_at:%d-%m} {one.state}" for one in coming]


def test_address_is_looked_at_before_anything_comes_in(house: House) -> None:
    elsewhere = Elsewhere(OPEN_DAY, EVENING)
    made = added(house, address=ADDRESS)

    waits = read(house, made.id, elsewhere)

    assert (waits and waits.state, waits and waits.due_at, agenda(house)) == (CalendarState.NEW, None, [])
    with house.reading() as work:
        brings = calendars.calendar_view(work, by=REGION, calendar_id=made.id, now=NOW).brings
    assert brings is not None
    assert [event.starts_at.day for event in brings.new] == [20, 3]

    taken_over(house, made.id)

    assert agenda(house) == ["20-01 published", "03-02 published"]
    with house.reading() as work:
        assert calendars.calendars(work, by=REGION)[0].due_at == NOW + DAY
        assert calendars.calendar_view(work, by=REGION, calendar_id=made.id, now=NOW).brings is None


def test_every_day_what_changed_comes_in_by_itself_and_what_did_not_is_not_sent(house: House) -> None:
    elsewhere = Elsewhere(OPEN_DAY, EVENING)
    made = added(house, address=ADDRESS)
    read(house, made.id, elsewhere)
    taken_over(house, made.id)

    read(house, made.id, elsewhere, now=NOW + DAY)
    elsewhere.entries = (EVENING,)
    last = read(house, made.id, elsewhere, now=NOW + 2 * DAY)

    assert [etag != "" for etag, _ in elsewhere.asked] == [False, True, True]
    assert agenda(house) == ["20-01 cancelled", "03-02 published"]
    assert last is not None
    assert (last.read_at, last.due_at) == (NOW + 2 * DAY, NOW + 3 * DAY)


def test_work_that_comes_twice_or_too_early_asks_nothing(house: House) -> None:
    elsewhere = Elsewhere(OPEN_DAY)
    made = added(house, address=ADDRESS)
    read(house, made.id, elsewhere)
    taken_over(house, made.id)

    for hours in (0, 1, 23):
        read(house, made.id, elsewhere, now=NOW + timedelta(hours=hours))
    read(house, uuid4(), elsewhere)

    assert len(elsewhere.asked) == 1


def test_failures_are_waited_for_longer_each_time_and_told_once(house: House) -> None:
    entered(house, REGION, now=NOW)
    elsewhere = Elsewhere(OPEN_DAY)
    made = added(house, address=ADDRESS)
    read(house, made.id, elsewhere)
    taken_over(house, made.id)
    elsewhere.is_away, at, waits = True, NOW + DAY, []

    for _ in range(8):
        failed = read(house, made.id, elsewhere, now=at)
        assert failed is not None
        assert failed.due_at is not None
        waits.append((failed.due_at - at) // timedelta(hours=1))
        at = failed.due_at
    elsewhere.is_away = False
    well = read(house, made.id, elsewhere, now=at)

    assert waits == [6, 12, 24, 48, 96, 168, 168, 168]
    assert well is not None
    assert (well.n_failures, well.failure, well.due_at) == (0, "", at + DAY)
    with house.reading() as work:
        assert REGION.id is not None
        told = [(one.kind, one.about_id) for one in work.messages.of_account(REGION.id, limit=9)]
    assert told == [(MessageKind.CALENDAR_AWAY, made.id)]
    assert agenda(house) == ["20-01 published"]


def test_what_is_no_calendar_counts_as_a_failure_and_leaves_what_we_have(house: House) -> None:
    elsewhere = Elsewhere(OPEN_DAY)
    made = added(house, address=ADDRESS)
    read(house, made.id, elsewhere)
    taken_over(house, made.id)

    elsewhere.entries = ("BEGIN:VEVENT\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT",)
    failed = read(house, made.id, elsewhere, now=NOW + DAY)

    assert failed is not None
    assert (failed.n_failures, bool(failed.failure), agenda(house)) == (1, True, ["20-01 published"])


def test_paused_is_not_read_and_goes_on_where_it_was(house: House) -> None:
    elsewhere = Elsewhere(OPEN_DAY)
    made = added(house, address=ADDRESS)
    read(house, made.id, elsewhere)
    taken_over(house, made.id)

    with house.writing() as work:
        calendars.pause_calendar(work, by=REGION, calendar_id=made.id)
    read(house, made.id, elsewhere, now=NOW + 2 * DAY)
    assert len(elsewhere.asked) == 1
    with house.writing() as work:
        calendars.resume_calendar(work, by=REGION, calendar_id=made.id, now=NOW + 3 * DAY)
    read(house, made.id, elsewhere, now=NOW + 3 * DAY)

    assert len(elsewhere.asked) == 2


def test_removed_takes_what_is_to_come_along_without_cancelling_it(house: House) -> None:
    made = added(house, data=calendar(OPEN_DAY, EVENING))
    taken_over(house, made.id)

    with house.writing() as work:
        assert calendars.remove_calendar(work, by=REGION, calendar_id=made.id, now=NOW + 25 * DAY) == 1

    assert agenda(house) == ["20-01 published"]
    with house.reading() as work:
        assert calendars.calendars(work, by=REGION) == ()


def test_next_file_of_the_same_organiser_takes_the_place_of_the_first(house: House) -> None:
    first = added(house, data=calendar(OPEN_DAY, EVENING))
    taken_over(house, first.id)

    second = added(house, data=calendar(EVENING))
    taken_over(house, second.id)

    assert (first.id, agenda(house)) == (second.id, ["20-01 cancelled", "03-02 published"])
    with house.writing() as work:
        with pytest.raises(CalendarStateError):
            calendars.take_over(work, by=REGION, calendar_id=first.id, now=NOW)
        with pytest.raises(CalendarStateError):
            calendars.resume_calendar(work, by=REGION, calendar_id=first.id, now=NOW)


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"name": " ", "address": "http://x"}, {"name", "address"}),
        ({"name": "x" * 121}, {"name", "address"}),
        ({"address": "https://127.0.0.1/a.ics"}, {"address"}),
        ({"address": ADDRESS, "data": b"x"}, {"address", "file"}),
        ({"data": b"BEGIN:VCARD"}, {"file"}),
        ({"name": "Bekend", "address": ADDRESS}, {"name"}),
    ],
)
def test_every_fault_is_told_at_once(house: House, given: dict[str, object], faults: set[str]) -> None:
    added(house, name="Bekend", address=ADDRESS)

    with pytest.raises(InvalidEventError) as error:
        added(house, **given)

    assert set(error.value.faults) == faults


ACTS: tuple[Callable[..., object], ...] = (calendars.calendar_view, calendars.take_over, calendars.remove_calendar)


@pytest.mark.parametrize("act", ACTS)
def test_who_may_not_is_refused_and_what_is_not_there_is_not_found(house: House, act: Callable[..., object]) -> None:
    with house.writing() as work:
        with pytest.raises(NotFoundError):
            act(work, by=REGION, calendar_id=uuid4(), now=NOW)
        with pytest.raises(ForbiddenError):
            act(work, by=Account.of(Role.TEACHER), calendar_id=uuid4(), now=NOW)

"""Taking over a calendar: new, changed, gone, and never twice."""

from datetime import UTC, datetime, timedelta

from events.event import EventState
from services.event_import.taking_over import ComingIn, read_foreign, take_over_calendar
from services.unit_of_work import House
from tests.events.test_importing import calendar, entry
from tests.factories import make_event

NOW = datetime(2027, 1, 1, tzinfo=UTC)
OPEN_DAY = entry("LOCATION:De Hal\\, Zwolle")
LESSONS = entry("RRULE:FREQ=WEEKLY;COUNT=3", uid="les@elders", begins="DTSTART:20270202T140000")


def take(house: House, *entries: str) -> ComingIn:
    with house.writing() as work:
        return take_over_calendar(work, name="Hogeland", foreign=read_foreign(calendar(*entries), now=NOW), now=NOW)


def kept(house: House) -> list[tuple[str, str, int]]:
    with house.reading() as work:
        events = work.events.between(NOW, NOW + timedelta(days=366))
    return [(event.title, str(event.state), event.revision) for event in events if event.imported_from == "Hogeland"]


def counts(done: ComingIn) -> tuple[int, int, int, int]:
    return len(done.new), len(done.changed), done.n_unchanged, len(done.gone)


def test_second_time_nothing_is_doubled(house: House) -> None:
    first, second = take(house, OPEN_DAY, LESSONS), take(house, OPEN_DAY, LESSONS)

    assert (counts(first), counts(second)) == ((4, 0, 0, 0), (0, 0, 4, 0))
    assert len(kept(house)) == 4


def test_change_raises_the_revision_and_what_disappeared_is_cancelled(house: House) -> None:
    take(house, OPEN_DAY, LESSONS)

    done = take(house, entry("LOCATION:De Hal\\, Zwolle", begins="DTSTART:20270120T110000"))

    assert counts(done) == (0, 1, 0, 3)
    assert kept(house) == [("Open dag", "changed", 1), *[("Open dag", "cancelled", 1)] * 3]


def test_what_comes_back_goes_on(house: House) -> None:
    take(house, OPEN_DAY)
    take(house, entry("STATUS:CANCELLED", "LOCATION:De Hal\\, Zwolle"))

    take(house, OPEN_DAY)

    assert kept(house) == [("Open dag", "changed", 2)]


def test_look_alike_of_our_own_comes_in_and_is_told(house: House) -> None:
    own = make_event(title="Open Dag!", starts_at=NOW.replace(day=20, hour=9), ends_at=NOW.replace(day=20, hour=11))
    with house.writing() as work:
        work.events.add_all([own])

    done = take(house, OPEN_DAY)

    assert (counts(done), kept(house)) == ((1, 0, 0, 0), [("Open dag", "published", 0)])
    assert [(event.title, other) for event, other in done.look_alikes] == [("Open dag", own)]


def test_nobody_registers_here_for_what_was_taken_over(house: House) -> None:
    take(house, OPEN_DAY)

    with house.reading() as work:
        (event,) = work.events.between(NOW, NOW + timedelta(days=366))
    assert (event.state, event.seats, event.takes_registrations(NOW)) == (EventState.PUBLISHED, None, False)

"""The address of the agenda says what is asked for and nothing is lost on the way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import UnreadableQueryError
from api.pages.agenda_address import NAMES, Asked, Look
from career.student import SchoolType
from events.event import Access, EventKind, Role
from services.event_words import LANGUAGE_LABELS
from services.events import EventFilters
from services.reference import load_lists

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), max_size=20)
FILTERS = st.builds(
    EventFilters,
    kind=st.none() | st.sampled_from(EventKind),
    municipality=st.sampled_from([None, "Zwolle", "'s-Hertogenbosch", "A & B=c"]),
    role=st.none() | st.sampled_from(Role),
    level=st.none() | st.integers(0, 4),
    sector=st.none() | st.sampled_from(sorted(load_lists().sectors)),
    school_type=st.none() | st.sampled_from(SchoolType),
    language=st.none() | st.sampled_from(sorted(LANGUAGE_LABELS)),
    access=st.none() | st.sampled_from(Access),
    is_online=st.none() | st.booleans(),
    has_seats=st.booleans(),
    words=WORDS,
)
WHEN = st.one_of(
    st.just(Asked()),
    st.dates(date(2000, 1, 3), date(2100, 12, 26)).map(Asked().at_week),
    st.dates(date(2000, 1, 1), date(2100, 12, 31)).map(Asked().at_month),
)


@given(when=WHEN, look=st.sampled_from(Look), by_date=st.booleans(), filters=FILTERS)
def test_what_is_written_in_an_address_is_read_back(
    when: Asked, look: Look, by_date: bool, filters: EventFilters
) -> None:
    asked = Asked(week=when.week, month=when.month, look=look, by_date=by_date, filters=filters)

    assert Asked.of(asked.query) == asked


@given(when=WHEN, day=st.dates(date(1990, 1, 1), date(2110, 1, 1)), filters=FILTERS)
def test_going_elsewhere_in_time_keeps_the_choices(when: Asked, day: date, filters: EventFilters) -> None:
    asked = Asked(week=when.week, month=when.month, filters=filters)

    ways = (asked.at_week(day), asked.at_month(day), asked.at_all())

    assert [Asked.of(way.query).filters for way in ways] == [filters] * 3


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("gemeente", "zoek")])
def test_unknown_value_is_refused(name: str) -> None:
    with pytest.raises(UnreadableQueryError):
        Asked.of({name: "onzin"})


def test_week_after_the_last_one_of_a_year_is_the_first_of_the_next() -> None:
    asked = Asked.of({"week": "2026-W53"})

    assert asked.at_week(date(2026, 12, 28) + timedelta(weeks=1)).query == {"week": "2027-W01"}

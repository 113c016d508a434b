"""Days that repeat are those that another reader of RFC 5545 finds."""

from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from events.repeating import WEEKDAYS, Repetition

numbered = st.lists(
    st.tuples(st.sampled_from(["1", "2", "-1", "4"]), st.sampled_from(WEEKDAYS)).map("".join),
    min_size=1,
    max_size=3,
).map(",".join)
plain = st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=4, unique=True).map(",".join)
months = st.lists(st.integers(1, 12).map(str), min_size=1, max_size=3).map(",".join)
days = st.lists(st.sampled_from(["1", "13", "28", "-1"]), min_size=1, max_size=3).map(",".join)
interval = st.integers(1, 4).map(str)
rules = st.one_of(
    st.fixed_dictionaries(
        {"FREQ": st.just("DAILY")}, optional={"INTERVAL": interval, "BYDAY": plain, "BYMONTH": months}
    ),
    st.fixed_dictionaries(
        {"FREQ": st.just("WEEKLY")}, optional={"INTERVAL": interval, "BYDAY": plain, "WKST": st.sampled_from(WEEKDAYS)}
    ),
    st.fixed_dictionaries({"FREQ": st.just("MONTHLY")}, optional={"INTERVAL": interval, "BYDAY": numbered}),
    st.fixed_dictionaries({"FREQ": st.just("MONTHLY"), "BYMONTHDAY": days}, optional={"INTERVAL": interval}),
    st.fixed_dictionaries({"FREQ": st.just("YEARLY"), "BYMONTH": months}, optional={"BYDAY": numbered}),
    st.fixed_dictionaries({"FREQ": st.just("YEARLY")}, optional={"INTERVAL": interval}),
)


@settings(deadline=None)
@given(parts=rules, first_on=st.dates(date(2020, 1, 1), date(2027, 12, 31)))
def test_days_are_those_of_another_reader(parts: dict[str, str], first_on: date) -> None:
    repetition = Repetition.of(parts, first_on=first_on)
    text = ";".join(f"{name}={value}" for name, value in parts.items())
    begins = datetime.combine(first_on, datetime.min.time())
    ends = begins + timedelta(days=900)

    assert repetition is not None
    found = [begins + timedelta(days=n) for n in range(900) if repetition.holds_on(first_on + timedelta(days=n))]
    other = rrulestr(f"{text};UNTIL={ends:%Y%m%d}", dtstart=begins)
    assert found == [moment for moment in other.between(begins, ends, inc=True) if moment < ends]

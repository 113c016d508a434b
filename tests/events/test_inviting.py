"""Nobody gets more invitations than may be, whatever comes, and the best fits come first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from events.inviting import WEEK, Chance, EventInvitation, chosen
from events.registration import Party

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVENTS, PEOPLE = [UUID(int=n) for n in range(1, 6)], [UUID(int=n) for n in range(101, 105)]
MOST = 2

looks = st.lists(
    st.tuples(
        st.integers(0, 100),
        st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(PEOPLE), st.floats(0, 1)), max_size=12),
        st.dictionaries(st.sampled_from(EVENTS), st.integers(0, 3)),
    ),
    max_size=12,
)


def chance(event_id: UUID, who: UUID, fit: float) -> Chance:
    return Chance(event_id=event_id, party=Party.STUDENT, who=who, fit=fit)


@given(looks)
def test_nobody_is_above_the_cap_in_any_seven_days_whatever_comes(stream: list[tuple]) -> None:
    at, kept = NOW, list[tuple[datetime, UUID]]()
    for hours, offered, room in stream:
        at += timedelta(hours=hours)
        had = {who: sum(w == who and when > at - WEEK for when, w in kept) for who in PEOPLE}
        made = chosen([chance(*one) for one in offered], had=had, most=MOST, room=room)
        kept += [(at, one.who) for one in made]
        assert all(sum(one.event_id == event for one in made) <= room.get(event, 0) for event in EVENTS)

    for who in PEOPLE:
        moments = [when for when, w in kept if w == who]
        assert all(sum(first <= when < first + WEEK for when in moments) <= MOST for first in moments)


def test_of_events_that_compete_the_best_fit_wins() -> None:
    chances = [chance(event, PEOPLE[0], fit) for event, fit in zip(EVENTS, (0.2, 0.9, 0.5, 0.7, 0.1), strict=True)]

    made = chosen(chances, had={}, most=MOST, room=dict.fromkeys(EVENTS, 5))

    assert [one.fit for one in made] == [0.9, 0.7]


def test_first_no_counts() -> None:
    one = EventInvitation(id=UUID(int=9), event_id=EVENTS[0], party=Party.STUDENT, who=PEOPLE[0], invited_at=NOW)

    twice = one.declined(now=NOW + WEEK).declined(now=NOW + 2 * WEEK)

    assert twice.declined_at == NOW + WEEK

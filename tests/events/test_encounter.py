"""An encounter: who reads what after each has said something, for every order in which they can say it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.encounter import Encounter, Interest, KnownFrom, LookBack
from events.errors import EncounterStateError, InvalidEncounterError
from events.registration import Party

BEGINS = datetime(2026, 11, 24, 13, tzinfo=UTC)
TIMES = LookBack(
    opens_at=BEGINS,
    asked_at=BEGINS + timedelta(hours=2),
    remind_at=BEGINS + timedelta(days=3),
    closes_at=BEGINS + timedelta(days=7),
)
SPOKEN = Encounter(
    id=UUID(int=1),
    event_id=UUID(int=2),
    student_id=UUID(int=3),
    employer_id=UUID(int=4),
    known_from=KnownFrom.SCHEDULE,
)
OTHER = {Party.STUDENT: Party.EMPLOYER, Party.EMPLOYER: Party.STUDENT}
said = st.lists(st.tuples(st.sampled_from(list(OTHER)), st.sampled_from(list(Interest))), max_size=8)


def after(words: list[tuple[Party, Interest]]) -> Encounter:
    spoken = SPOKEN
    for n, (side, interest) in enumerate(words):
        spoken = spoken.said(side, interest, now=BEGINS + timedelta(minutes=n), look_back=TIMES)
    return spoken


def reads(spoken: Encounter, side: Party) -> tuple[Interest, bool]:
    """Give all that one side reads."""
    return spoken.says(side), spoken.is_match_for(side)


@given(said)
def test_interest_means_the_same_for_both_sides(words: list[tuple[Party, Interest]]) -> None:
    mirrored = after([(OTHER[side], interest) for side, interest in words])

    assert [reads(after(words), side) for side in OTHER] == [reads(mirrored, OTHER[side]) for side in OTHER]


@given(said, st.sampled_from(list(OTHER)))
def test_no_reads_like_nothing_said(words: list[tuple[Party, Interest]], side: Party) -> None:
    other = OTHER[side]
    silent = [(who, Interest.UNSAID if (who, what) == (other, Interest.NO) else what) for who, what in words]

    assert reads(after(words), side) == reads(after(silent), side)


@given(said, st.sampled_from(list(OTHER)))
def test_one_side_alone_never_changes_what_the_other_reads_but_for_the_first_match(
    words: list[tuple[Party, Interest]], side: Party
) -> None:
    before, other = after(words), OTHER[side]

    for interest in Interest:
        now = before.said(other, interest, now=BEGINS + timedelta(days=1), look_back=TIMES)
        is_first_match = interest is Interest.YES and before.matched_at is None and before.says(side) is Interest.YES
        assert reads(now, side) == ((Interest.YES, True) if is_first_match else reads(before, side))


def test_match_needs_both() -> None:
    one = after([(Party.STUDENT, Interest.YES)])
    both = after([(Party.STUDENT, Interest.YES), (Party.EMPLOYER, Interest.YES)])

    assert (one.is_wanted, one.matched_at, one.is_match_for(Party.STUDENT)) == (False, None, False)
    assert (both.is_wanted, both.matched_at) == (True, BEGINS + timedelta(minutes=1))
    assert [both.is_match_for(side) for side in OTHER] == [True, True]


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (BEGINS - timedelta(seconds=1), False),
        (BEGINS, True),
        (TIMES.closes_at - timedelta(seconds=1), True),
        (TIMES.closes_at, False),
    ],
)
def test_it_can_be_said_from_the_beginning_until_it_closes(now: datetime, is_open: bool) -> None:
    if is_open:
        assert SPOKEN.said(Party.STUDENT, Interest.NO, now=now, look_back=TIMES).student_says is Interest.NO
    else:
        with pytest.raises(EncounterStateError):
            SPOKEN.said(Party.STUDENT, Interest.NO, now=now, look_back=TIMES)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidEncounterError, match="volgorde"):
        replace(TIMES, closes_at=BEGINS)
    with pytest.raises(InvalidEncounterError, match="tijdzone"):
        replace(SPOKEN, matched_at=BEGINS.replace(tzinfo=None))
    with pytest.raises(InvalidEncounterError, match="allebei"):
        replace(SPOKEN, student_says=Interest.YES, employer_says=Interest.YES)

"""Who had the conversations that a school wants, and when the others could be."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.conversation import Conversation, ConversationKind, ConversationPlace, ConversationState
from career.coverage import COUNTED, ConversationNorm, coverage
from career.errors import InvalidValueError
from career.year_plan import Need, year_plan

NORM = ConversationNorm(individual=1, with_parents=1, minutes=20, at_school=True, most_a_week=4)
AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
STUDENT = UUID(int=7)
MONDAYS = [date(2026, 11, 30) + timedelta(weeks=n) for n in range(6)]


def talk(
    student_id: UUID = STUDENT,
    *,
    kind: ConversationKind = ConversationKind.INDIVIDUAL,
    place: ConversationPlace = ConversationPlace.SCHOOL,
    minutes: int = 20,
    state: ConversationState = ConversationState.HELD,
) -> Conversation:
    is_held = state is ConversationState.HELD
    return Conversation(
        id=UUID(int=1),
        student_id=student_id,
        kind=kind,
        place=place,
        planned_at=AT,
        held_at=AT if is_held else None,
        minutes=minutes,
        led_by=None,
        state=state,
        school="De Wissel",
        group="3b",
    )


def test_one_of_each_kind_meets_the_norm() -> None:
    found = coverage({STUDENT: NORM}, [talk(), talk(kind=ConversationKind.WITH_PARENTS)])

    assert found[STUDENT].is_met


@pytest.mark.parametrize(
    "other",
    [
        talk(minutes=19),
        talk(place=ConversationPlace.ONLINE),
        talk(kind=ConversationKind.TRIALOGUE),
        talk(state=ConversationState.PLANNED),
        talk(state=ConversationState.MISSED),
        talk(UUID(int=8)),
    ],
)
def test_conversation_that_does_not_count_leaves_both_missing(other: Conversation) -> None:
    assert coverage({STUDENT: NORM}, [other])[STUDENT].n_missing == 2


def test_norm_that_cannot_be_is_refused_with_every_fault() -> None:
    with pytest.raises(InvalidValueError) as refused:
        ConversationNorm(individual=-1, with_parents=11, minutes=0, at_school=True, most_a_week=0)

    assert set(refused.value.faults) == {"individual", "with_parents", "minutes", "most_a_week"}


TALKS = st.builds(
    talk,
    st.integers(0, 4).map(lambda n: UUID(int=n)),
    kind=st.sampled_from(ConversationKind),
    place=st.sampled_from(ConversationPlace),
    minutes=st.integers(15, 25),
    state=st.sampled_from(ConversationState),
)
NORMS = st.builds(
    ConversationNorm,
    individual=st.integers(0, 2),
    with_parents=st.integers(0, 2),
    minutes=st.integers(18, 22),
    at_school=st.booleans(),
    most_a_week=st.just(4),
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.integers(0, 3).map(lambda n: UUID(int=n)), NORMS), st.lists(TALKS, max_size=15))
def test_coverage_is_that_of_a_slow_recount(norms: dict[UUID, ConversationNorm], talks: list[Conversation]) -> None:
    found = coverage(norms, talks)

    for student_id, norm in norms.items():
        for kind, wanted in ((COUNTED[0], norm.individual), (COUNTED[1], norm.with_parents)):
            n = 0
            for one in talks:
                is_right_place = one.place.value == "school" or not norm.at_school
                is_long = one.minutes is not None and one.minutes >= norm.minutes
                if one.student_id == student_id and one.kind is kind and one.held_at and is_long and is_right_place:
                    n += 1
            assert (found[student_id].had[kind], found[student_id].missing[kind]) == (n, max(0, wanted - n))
    assert found.keys() == norms.keys()


NEEDS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(-1, 2)),
    max_size=12,
).map(
    lambda all_: [
        Need(student_id=UUID(int=n), missing=dict(zip(COUNTED, one, strict=True))) for n, one in enumerate(all_)
    ]
)
PLANNED = st.dictionaries(st.sampled_from(MONDAYS), st.integers(0, 5))


@settings(max_examples=80, deadline=None)
@given(NEEDS, st.integers(0, 6), PLANNED, st.integers(1, 5))
def test_plan_holds_everything_once_and_no_week_is_too_full(
    needs: list[Need], n_weeks: int, planned: dict[date, int], most: int
) -> None:
    made = year_plan(needs, mondays=MONDAYS[:n_weeks], planned=planned, most_a_week=most)

    wanted = Counter({(need.student_id, kind): n for need in needs for kind, n in need.missing.items() if n > 0})
    assert Counter((one.student_id, one.kind) for one in made) == wanted
    room = {monday: max(0, most - planned.get(monday, 0)) for monday in MONDAYS[:n_weeks]}
    used = Counter(one.monday for one in made if one.monday)
    assert all(used[monday] <= room.get(monday, 0) for monday in used)
    is_left = any(one.monday is None for one in made)
    assert not is_left or sum(used.values()) == sum(room.values())
    assert made == year_plan(needs, mondays=MONDAYS[:n_weeks], planned=planned, most_a_week=most)


def test_plan_comes_first_to_who_misses_the_most_and_spreads() -> None:
    needs = [
        Need(student_id=UUID(int=1), missing={ConversationKind.INDIVIDUAL: 1}),
        Need(student_id=UUID(int=2), missing=dict.fromkeys(COUNTED, 1)),
    ]

    made = year_plan(needs, mondays=MONDAYS, planned={}, most_a_week=1)

    assert [(one.student_id.int, one.monday) for one in made] == [(2, MONDAYS[0]), (1, MONDAYS[2]), (2, MONDAYS[4])]

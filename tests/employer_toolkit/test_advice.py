"""Each change makes a valid other place, and changes nothing but what it names."""

from dataclasses import fields
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.advice import DayLimits, PlaceChange, PlaceChangeKind, Proposal, Room, possible_changes
from employer_toolkit.placement import Placement, PlacementState, Requirement, WorkDay
from tests.factories import make_placement

TODAY = date(2026, 11, 22)
SITE = UUID(int=5)
YOUNG = DayLimits(earliest=time(8), latest=time(19), most_minutes=7 * 60, breaks=((270, 30), (480, 45)))
ROOM = Room(
    today=TODAY,
    day_limits=(YOUNG,),
    dutch_levels=("a1", "a2", "b1"),
    conditions=("maatje", "rustige_plek"),
    hazards_together=({"lawaai", "straling"}, {"trekker"}),
    qualifications=("25170", "25180"),
    needs_recognition=True,
)
MAY_CHANGE = {
    PlaceChangeKind.ADD_DAY: {"schedule"},
    PlaceChangeKind.DROP_DAY: {"schedule", "days_min", "hours_min"},
    PlaceChangeKind.OTHER_TIMES: {"schedule", "hours_min"},
    PlaceChangeKind.FEWER_DAYS: {"days_min"},
    PlaceChangeKind.FEWER_HOURS: {"hours_min"},
    PlaceChangeKind.MORE_HOURS: {"hours_max"},
    PlaceChangeKind.OTHER_WEEKS: {"starts_on", "ends_on"},
    PlaceChangeKind.LATER_START: {"starts_on"},
    PlaceChangeKind.LONGER_PERIOD: {"ends_on"},
    PlaceChangeKind.WITHOUT_PREREQUISITE: {"prerequisites"},
    PlaceChangeKind.WITHOUT_HAZARDS: {"hazards"},
    PlaceChangeKind.EXPERT_SUPERVISION: {"is_expert_supervised"},
    PlaceChangeKind.LOWER_DUTCH: {"dutch_level_min"},
    PlaceChangeKind.MAKE_TRAINABLE: {"requirements"},
    PlaceChangeKind.OFFER_CONDITION: {"conditions_offered", "conditions_refused"},
    PlaceChangeKind.OPEN_TO: {"qualification_codes"},
    PlaceChangeKind.GET_RECOGNITION: set(),
    PlaceChangeKind.ADD_SEAT: {"seats", "state"},
    PlaceChangeKind.ANSWER_CONTACTS: {"open_contacts"},
}


def full_place(**changed: Any) -> Placement:
    """Give a place about which everything can be changed."""
    plain: dict[str, Any] = {
        "qualification_codes": ("25170",),
        "hours_max": 20,
        "prerequisites": frozenset({"rijbewijs_b", "vog"}),
        "hazards": frozenset({"lawaai", "straling", "trekker"}),
        "dutch_level_min": "b1",
        "requirements": (Requirement(competency_id="doe:klanten", level=3),),
        "conditions_refused": frozenset({"maatje"}),
        "seats_taken": 1,
        "open_contacts": 4,
    }
    return make_placement(SITE, **{**plain, **changed})


def changed_fields(before: Placement, after: Placement) -> set[str]:
    return {field.name for field in fields(before) if getattr(before, field.name) != getattr(after, field.name)}


def test_every_kind_of_change_is_proposed_of_a_full_place() -> None:
    assert {change.kind for change in possible_changes(full_place(), ROOM)} == set(PlaceChangeKind)


@given(
    days=st.sets(st.integers(1, 7), min_size=1),
    starts=st.integers(0, 20),
    lasts=st.integers(1, 3),
    fewest=st.integers(1, 7),
    hours=st.tuples(st.integers(1, 60), st.integers(1, 60)),
    has_end=st.booleans(),
)
def test_a_change_changes_what_it_names_and_the_place_stays_valid(
    days: set[int], starts: int, lasts: int, fewest: int, hours: tuple[int, int], has_end: bool
) -> None:
    schedule = tuple(
        WorkDay(weekday=day, starts=time(starts), ends=time(starts + lasts), break_minutes=15) for day in sorted(days)
    )
    place = full_place(
        schedule=schedule,
        days_min=min(fewest, len(days)),
        hours_min=min(hours),
        hours_max=max(hours),
        ends_on=date(2027, 7, 1) if has_end else None,
    )
    now = Proposal(placement=place)

    for change in possible_changes(place, ROOM):
        after = now.with_change(change, today=TODAY)
        named = changed_fields(place, after.placement)
        assert named <= MAY_CHANGE[change.kind], change
        assert bool(named) != bool(after.recognitions), change


def of_kind(kind: PlaceChangeKind, place: Placement) -> list[PlaceChange]:
    return [change for change in possible_changes(place, ROOM) if change.kind is kind]


def made(place: Placement, change: PlaceChange) -> Placement:
    return Proposal(placement=place).with_change(change, today=TODAY).placement


def test_times_are_brought_within_the_limits_of_a_day() -> None:
    early = full_place(schedule=(WorkDay(weekday=1, starts=time(6), ends=time(15, 30)),), days_min=1)
    (change,) = [change for change in of_kind(PlaceChangeKind.OTHER_TIMES, early) if change.limits]

    # Work of nine hours has 45 minutes off; from eight to half past three there is room for six hours and 45 minutes.
    assert made(early, change).schedule == (WorkDay(weekday=1, starts=time(8), ends=time(15, 30), break_minutes=45),)


def test_no_work_on_sunday_is_proposed_and_no_start_that_has_passed() -> None:
    place = full_place(starts_on=date(2026, 12, 10))

    assert [change.amount for change in of_kind(PlaceChangeKind.ADD_DAY, place)] == [4, 5, 6]
    assert [change.amount for change in of_kind(PlaceChangeKind.OTHER_WEEKS, place)] == [-2, 2, 4, 8]


@pytest.mark.parametrize(("days", "asked", "left"), [((1, 2, 3), 3, 2), ((1, 2, 3), 1, 1)])
def test_without_a_day_no_more_days_and_hours_are_asked_than_there_are(
    days: tuple[int, ...], asked: int, left: int
) -> None:
    schedule = tuple(WorkDay(weekday=day, starts=time(9), ends=time(17)) for day in days)
    place = full_place(schedule=schedule, days_min=asked, hours_min=22, hours_max=24)

    after = made(place, of_kind(PlaceChangeKind.DROP_DAY, place)[0])

    assert (after.days_min, after.hours_min) == (left, 15)


def test_hazards_under_one_rule_go_together_and_each_by_itself() -> None:
    codes = [change.codes for change in of_kind(PlaceChangeKind.WITHOUT_HAZARDS, full_place())]

    assert codes == [("lawaai",), ("lawaai", "straling"), ("straling",), ("trekker",)]


def test_a_seat_more_opens_a_closed_place_and_answers_make_room_for_one_more_contact() -> None:
    full = full_place(state=PlacementState.CLOSED)
    after = made(full, PlaceChange(kind=PlaceChangeKind.ADD_SEAT))
    (answers,) = of_kind(PlaceChangeKind.ANSWER_CONTACTS, full_place())

    assert (after.seats_left, after.state) == (1, PlacementState.OPEN)
    assert made(full_place(), answers).open_contacts == full_place().contacts_allowed - 1

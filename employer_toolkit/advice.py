"""What an employer can change about a place so that it suits more young people; each change is made on the place."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum

from employer_toolkit.placement import Placement, PlacementState, WorkDay
from employer_toolkit.recognition import Recognition, RecognitionStatus

HOUR_MINUTES = 60
DAY_MINUTES = 24 * HOUR_MINUTES
HOURS_STEP = 4
"""Fewer or more hours a week are tried in half days of work."""
LAST_WEEKDAY = 6
"""Sunday is proposed to nobody."""
WEEKS_MOVED = (-8, -4, -2, 2, 4, 8)
WEEKS_LATER = (2, 4, 8)
WEEKS_LONGER = (4, 8, 12)
QUARTER_MINUTES = 15


class PlaceChangeKind(StrEnum):
    """What can be changed about a place."""

    ADD_DAY = "add_day"
    DROP_DAY = "drop_day"
    OTHER_TIMES = "other_times"
    FEWER_DAYS = "fewer_days"
    FEWER_HOURS = "fewer_hours"
    MORE_HOURS = "more_hours"
    OTHER_WEEKS = "other_weeks"
    LATER_START = "later_start"
    LONGER_PERIOD = "longer_period"
    WITHOUT_PREREQUISITE = "without_prerequisite"
    WITHOUT_HAZARDS = "without_hazards"
    EXPERT_SUPERVISION = "expert_supervision"
    LOWER_DUTCH = "lower_dutch"
    MAKE_TRAINABLE = "make_trainable"
    OFFER_CONDITION = "offer_condition"
    OPEN_TO = "open_to"
    GET_RECOGNITION = "get_recognition"
    ADD_SEAT = "add_seat"
    ANSWER_CONTACTS = "answer_contacts"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLimits:
    """Between which times, and how long, work is allowed on a day.

    Parameters
    ----------
    breaks : tuple of (int, int)
        Work of more minutes than the first has a break of at least the second.
    """

    earliest: time
    latest: time
    most_minutes: int
    breaks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChange:
    """One change.

    Parameters
    ----------
    codes : tuple of str
        What is left out, offered, made trainable or opened to; a level of Dutch, or nothing where none is asked; for a
        recognition the programme, which is empty where any recognition will do.
    amount : int
        Weekday (ISO), days, hours, weeks (below 0 is earlier) or minutes later; 0 where the kind has none.
    limits : DayLimits or None
        Other times: what each day is brought within; ``None`` where every day begins and ends later or earlier.
    extent : float
        How much of it: days, working days of hours, weeks, levels, hazards.
    """

    kind: PlaceChangeKind
    codes: tuple[str, ...] = ()
    amount: int = 0
    limits: DayLimits | None = None
    extent: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What there is to choose from when a place is changed.

    Parameters
    ----------
    day_limits : sequence of DayLimits
        Within which the times of a day could be brought: what the law asks at some age.
    dutch_levels : sequence of str
        All levels of Dutch, rising.
    conditions : sequence of str
        Conditions a place can offer.
    hazards_together : sequence of collections of str
        Hazards that are best left out together, because one rule is about all of them.
    qualifications : collection of str
        Programmes that the place could be open to as well.
    needs_recognition : bool
        This type of place needs recognition.
    """

    today: date
    day_limits: Sequence[DayLimits] = ()
    dutch_levels: Sequence[str] = ()
    conditions: Sequence[str] = ()
    hazards_together: Sequence[Collection[str]] = ()
    qualifications: Collection[str] = ()
    needs_recognition: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A place with the recognitions of its site, as it is or as it could be."""

    placement: Placement
    recognitions: tuple[Recognition, ...] = ()

    def with_change(self, change: PlaceChange, *, today: date) -> "Proposal":
        """Give the same with one change made; whatever else must follow follows."""
        if change.kind is PlaceChangeKind.GET_RECOGNITION:
            return replace(self, recognitions=(*self.recognitions, *_granted(self.placement, change.codes, today)))
        return replace(self, placement=_changed(self.placement, change))


def possible_changes(placement: Placement, room: Room) -> tuple[PlaceChange, ...]:
    """Give every single change that leaves a place as valid as it is; each one makes it another place."""
    found = (
        *_of_days(placement, room),
        *_of_hours(placement),
        *_of_period(placement, room.today),
        *_of_work(placement, room),
        *_of_guidance(placement, room),
        *_of_programmes(placement, room),
        *_of_room(placement),
    )
    return tuple(
        change
        for change in found
        if change.kind is PlaceChangeKind.GET_RECOGNITION or _changed(placement, change) != placement
    )


def _of_days(placement: Placement, room: Room) -> Iterator[PlaceChange]:
    worked = {day.weekday for day in placement.schedule}
    for weekday in range(1, LAST_WEEKDAY + 1):
        if weekday not in worked:
            yield PlaceChange(kind=PlaceChangeKind.ADD_DAY, amount=weekday)
    if len(worked) > 1:
        for weekday in sorted(worked):
            yield PlaceChange(kind=PlaceChangeKind.DROP_DAY, amount=weekday)
    for n_days in range(1, placement.days_min):
        yield PlaceChange(kind=PlaceChangeKind.FEWER_DAYS, amount=n_days, extent=placement.days_min - n_days)
    for minutes in (-HOUR_MINUTES, HOUR_MINUTES):
        if all(
            _minute(day.starts) + minutes >= 0 and _minute(day.ends) + minutes < DAY_MINUTES
            for day in placement.schedule
        ):
            yield PlaceChange(kind=PlaceChangeKind.OTHER_TIMES, amount=minutes, extent=len(worked))
    for limits in room.day_limits:
        n_other = sum(_within(day, limits) != day for day in placement.schedule)
        if n_other:
            yield PlaceChange(kind=PlaceChangeKind.OTHER_TIMES, limits=limits, extent=n_other)


def _of_hours(placement: Placement) -> Iterator[PlaceChange]:
    for hours in range(HOURS_STEP, placement.hours_min, HOURS_STEP):
        extent = (placement.hours_min - hours) / 8
        yield PlaceChange(kind=PlaceChangeKind.FEWER_HOURS, amount=hours, extent=extent)
    most = min(sum(day.minutes for day in placement.schedule) // HOUR_MINUTES, 60)
    for hours in {*range(placement.hours_max + HOURS_STEP, most, HOURS_STEP), most}:
        if hours > placement.hours_max:
            extent = (hours - placement.hours_max) / 8
            yield PlaceChange(kind=PlaceChangeKind.MORE_HOURS, amount=hours, extent=extent)


def _of_period(placement: Placement, today: date) -> Iterator[PlaceChange]:
    starts, ends = placement.starts_on, placement.ends_on
    for weeks in WEEKS_MOVED if ends is not None else ():
        if starts + timedelta(weeks=weeks) >= today:
            yield PlaceChange(kind=PlaceChangeKind.OTHER_WEEKS, amount=weeks, extent=abs(weeks))
    for weeks in WEEKS_LATER:
        if ends is None or starts + timedelta(weeks=weeks) < ends:
            yield PlaceChange(kind=PlaceChangeKind.LATER_START, amount=weeks, extent=weeks)
    for weeks in WEEKS_LONGER if ends is not None else ():
        yield PlaceChange(kind=PlaceChangeKind.LONGER_PERIOD, amount=weeks, extent=weeks)


def _of_work(placement: Placement, room: Room) -> Iterator[PlaceChange]:
    for code in sorted(placement.prerequisites):
        yield PlaceChange(kind=PlaceChangeKind.WITHOUT_PREREQUISITE, codes=(code,))
    if placement.dutch_level_min is not None and placement.dutch_level_min in room.dutch_levels:
        asked = list(room.dutch_levels).index(placement.dutch_level_min)
        for level in range(asked):
            yield PlaceChange(kind=PlaceChangeKind.LOWER_DUTCH, codes=(room.dutch_levels[level],), extent=asked - level)
        yield PlaceChange(kind=PlaceChangeKind.LOWER_DUTCH, extent=asked + 1)
    hazards = placement.hazards or frozenset()
    together = {frozenset(hazards & set(codes)) for codes in room.hazards_together}
    for codes in sorted({*together, *(frozenset({code}) for code in hazards)} - {frozenset()}, key=sorted):
        yield PlaceChange(kind=PlaceChangeKind.WITHOUT_HAZARDS, codes=tuple(sorted(codes)), extent=len(codes))
    for requirement in placement.requirements:
        if not requirement.is_trainable:
            yield PlaceChange(kind=PlaceChangeKind.MAKE_TRAINABLE, codes=(requirement.competency_id,))


def _of_guidance(placement: Placement, room: Room) -> Iterator[PlaceChange]:
    for code in room.conditions:
        if code not in placement.conditions_offered:
            yield PlaceChange(kind=PlaceChangeKind.OFFER_CONDITION, codes=(code,))
    if placement.hazards and not placement.is_expert_supervised:
        yield PlaceChange(kind=PlaceChangeKind.EXPERT_SUPERVISION)


def _of_programmes(placement: Placement, room: Room) -> Iterator[PlaceChange]:
    for code in sorted(set(room.qualifications) - set(placement.qualification_codes)):
        yield PlaceChange(kind=PlaceChangeKind.OPEN_TO, codes=(code,))
    for code in (placement.qualification_codes or ("",)) if room.needs_recognition else ():
        yield PlaceChange(kind=PlaceChangeKind.GET_RECOGNITION, codes=(code,))


def _of_room(placement: Placement) -> Iterator[PlaceChange]:
    if not placement.seats_left:
        yield PlaceChange(kind=PlaceChangeKind.ADD_SEAT)
    too_many = placement.open_contacts - placement.contacts_allowed + 1
    if too_many > 0:
        yield PlaceChange(kind=PlaceChangeKind.ANSWER_CONTACTS, amount=too_many, extent=too_many)


def _changed(placement: Placement, change: PlaceChange) -> Placement:
    codes, amount = change.codes, change.amount
    match change.kind:
        case PlaceChangeKind.ADD_DAY:
            like = replace(placement.schedule[0], weekday=amount)
            return replace(placement, schedule=tuple(sorted((*placement.schedule, like), key=lambda day: day.weekday)))
        case PlaceChangeKind.DROP_DAY:
            return _on(placement, [day for day in placement.schedule if day.weekday != amount])
        case PlaceChangeKind.OTHER_TIMES if change.limits is not None:
            return _on(placement, [_within(day, change.limits) for day in placement.schedule])
        case PlaceChangeKind.OTHER_TIMES:
            return _on(placement, [_later(day, amount) for day in placement.schedule])
        case PlaceChangeKind.FEWER_DAYS:
            return replace(placement, days_min=min(placement.days_min, amount))
        case PlaceChangeKind.FEWER_HOURS:
            return replace(placement, hours_min=min(placement.hours_min, amount))
        case PlaceChangeKind.MORE_HOURS:
            return replace(placement, hours_max=max(placement.hours_max, amount))
        case PlaceChangeKind.OTHER_WEEKS:
            ends_on = _moved(placement.ends_on, amount)
            return replace(placement, starts_on=placement.starts_on + timedelta(weeks=amount), ends_on=ends_on)
        case PlaceChangeKind.LATER_START:
            return replace(placement, starts_on=placement.starts_on + timedelta(weeks=amount))
        case PlaceChangeKind.LONGER_PERIOD:
            return replace(placement, ends_on=_moved(placement.ends_on, amount))
        case PlaceChangeKind.WITHOUT_PREREQUISITE:
            return replace(placement, prerequisites=placement.prerequisites - set(codes))
        case PlaceChangeKind.WITHOUT_HAZARDS:
            return replace(placement, hazards=(placement.hazards or frozenset()) - set(codes))
        case PlaceChangeKind.EXPERT_SUPERVISION:
            return replace(placement, is_expert_supervised=True)
        case PlaceChangeKind.LOWER_DUTCH:
            return replace(placement, dutch_level_min=codes[0] if codes else None)
        case PlaceChangeKind.MAKE_TRAINABLE:
            asked = (
                replace(r, is_trainable=r.is_trainable or r.competency_id in codes) for r in placement.requirements
            )
            return replace(placement, requirements=tuple(asked))
        case PlaceChangeKind.OFFER_CONDITION:
            offered, refused = placement.conditions_offered | set(codes), placement.conditions_refused - set(codes)
            return replace(placement, conditions_offered=offered, conditions_refused=refused)
        case PlaceChangeKind.OPEN_TO:
            return replace(placement, qualification_codes=(*placement.qualification_codes, *codes))
        case PlaceChangeKind.ADD_SEAT:
            state = PlacementState.OPEN if placement.state is PlacementState.CLOSED else placement.state
            return replace(placement, seats=placement.seats + 1, state=state)
        case PlaceChangeKind.ANSWER_CONTACTS:
            return replace(placement, open_contacts=max(placement.open_contacts - amount, 0))
        case PlaceChangeKind.GET_RECOGNITION:
            return placement


def _on(placement: Placement, schedule: Sequence[WorkDay]) -> Placement:
    """Give a place other days or times; it then asks no more days or hours than there are."""
    week = max(sum(day.minutes for day in schedule) // HOUR_MINUTES, 1)
    return replace(
        placement,
        schedule=tuple(schedule),
        days_min=min(placement.days_min, len(schedule)),
        hours_min=min(placement.hours_min, week),
    )


def _later(day: WorkDay, minutes: int) -> WorkDay:
    return replace(day, starts=_time(_minute(day.starts) + minutes), ends=_time(_minute(day.ends) + minutes))


def _within(day: WorkDay, limits: DayLimits) -> WorkDay:
    """Bring a day within limits: as much of the same work as fits; unchanged where nothing does."""
    first = max(_minute(day.starts), _minute(limits.earliest))
    last = min(_minute(day.ends), _minute(limits.latest))
    pause = max([day.break_minutes, *(least for after, least in limits.breaks if day.minutes > after)])
    work = min(day.minutes, limits.most_minutes, last - first - pause) // QUARTER_MINUTES * QUARTER_MINUTES
    if work <= 0:
        return day
    return replace(day, starts=_time(first), ends=_time(first + work + pause), break_minutes=pause)


def _granted(placement: Placement, codes: Iterable[str], today: date) -> Iterator[Recognition]:
    """Give the recognitions that a site would have once they are asked for and granted, in time for the place."""
    for code in codes:
        yield Recognition(
            site_id=placement.site_id,
            qualification_code=code,
            status=RecognitionStatus.ACTIVE,
            valid_from=min(today, placement.starts_on),
            valid_until=None,
            checked_on=today,
        )


def _moved(day: date | None, weeks: int) -> date | None:
    return None if day is None else day + timedelta(weeks=weeks)


def _minute(moment: time) -> int:
    return moment.hour * HOUR_MINUTES + moment.minute


def _time(minute: int) -> time:
    return time(*divmod(minute, HOUR_MINUTES))

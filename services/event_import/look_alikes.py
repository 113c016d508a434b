"""Events that look alike: proposed to who minds the calendars of others, who says whether they are the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import SequenceMatcher
from itertools import combinations
from uuid import UUID

from events.event import Event, EventState
from services.errors import NotFoundError, found
from services.event_merging import merge_events
from services.events import LOOK_AHEAD
from services.local_time import local_day
from services.permissions import Account, Act, may, require
from services.reference import load_reference
from services.reference.calendar import CalendarRules
from services.unit_of_work import UnitOfWork

IS_ON = (EventState.PUBLISHED, EventState.CHANGED)
WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """Two events that could be one.

    Parameters
    ----------
    kept : Event
        The one that stays when they are: our own, else the earlier one.
    """

    kept: Event
    other: Event


def look_alikes(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[LookAlike, ...]:
    """Give the coming events that could be one and of which nobody has said yet whether they are, earliest first.

    Two events of our own are proposed only to who may make one of them.
    """
    require(by, Act.IMPORT_EVENTS, None)
    coming = [one for one in work.events.between(now, now + LOOK_AHEAD) if one.state in IS_ON]
    rules, answers = load_reference(local_day(now)).calendar, work.foreign_calendars.answers()
    by_day: dict[date, list[Event]] = {}
    for event in coming:
        by_day.setdefault(local_day(event.starts_at), []).append(event)
    pairs = (_in_turn(*pair) for events in by_day.values() for pair in combinations(events, 2))
    return tuple(
        pair
        for pair in pairs
        if _could_be_told(pair, by)
        and (pair.kept.id, pair.other.id) not in answers
        and are_alike(pair.kept, pair.other, rules=rules)
    )


def are_alike(one: Event, other: Event, *, rules: CalendarRules) -> bool:
    """Say whether two events on the same day begin about together, not in different towns, under much the same name."""
    if abs(one.starts_at - other.starts_at) > timedelta(minutes=rules.alike_minutes):
        return False
    towns = {one.venue.municipality.casefold(), other.venue.municipality.casefold()} - {""}
    if len(towns) > 1:
        return False
    is_same_place = _likeness(one.venue.name, other.venue.name) * WHOLE >= rules.alike_title_percent
    needed = rules.alike_title_same_place_percent if is_same_place else rules.alike_title_percent
    return _likeness(one.title, other.title) * WHOLE >= needed


def say_same(work: UnitOfWork, *, by: Account, kept_id: UUID, other_id: UUID, is_same: bool, now: datetime) -> None:
    """Keep whether two events are one: then one goes, and who registered for it comes to the one that stays.

    Raises
    ------
    NotFoundError
        Nobody was asked about these two.
    SeatRefusedError
        Both are our own, and nobody can register for one of them any more.
    """
    asked = ((pair.kept.id, pair.other.id) for pair in look_alikes(work, by=by, now=now))
    if (kept_id, other_id) not in asked:
        raise NotFoundError("not found")
    work.foreign_calendars.answer(kept_id=kept_id, other_id=other_id, is_same=is_same, at=now)
    if not is_same:
        return
    if found(work.events.get(other_id)).imported_from:
        work.events.remove_imported([other_id])
    else:
        merge_events(work, by=by, keep_id=kept_id, drop_id=other_id, now=now)


def left_out(work: UnitOfWork) -> frozenset[UUID]:
    """Give the events of others that are the same as one that is still on, so that they stay out."""
    same = [pair for pair, is_same in work.foreign_calendars.answers().items() if is_same]
    kept: dict[UUID, Event] = work.events.some({kept_id for kept_id, _ in same})
    return frozenset(other_id for kept_id, other_id in same if kept_id in kept and kept[kept_id].state in IS_ON)


def like_any(one: Event, others: Iterable[Event], *, rules: CalendarRules) -> Event | None:
    """Give the first of some events on the same day that looks like this one."""
    day = local_day(one.starts_at)
    return next(
        (other for other in others if local_day(other.starts_at) == day and are_alike(one, other, rules=rules)), None
    )


def _in_turn(one: Event, other: Event) -> LookAlike:
    first, second = sorted((one, other), key=lambda event: (bool(event.imported_from), event.starts_at, event.id))
    return LookAlike(kept=first, other=second)


def _could_be_told(pair: LookAlike, by: Account) -> bool:
    if pair.kept.imported_from and pair.kept.imported_from == pair.other.imported_from:
        return False
    if pair.other.imported_from:
        return True
    is_one_series = pair.kept.series_id is not None and pair.kept.series_id == pair.other.series_id
    return may(by, Act.KEEP_EVENT) and not is_one_series


def _likeness(one: str, other: str) -> float:
    # Its answer depends on which text comes first, and ours may not.
    first, second = sorted((one.casefold(), other.casefold()))
    return SequenceMatcher(None, first, second).ratio()

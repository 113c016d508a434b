"""How long a student travels to an event, by the own ways to travel and the same rules as to a place."""

from datetime import time

import numpy as np

from career.student import Student
from events.event import Event
from matching import great_circle_km
from services.local_time import AMSTERDAM, local_day
from services.reference import Reference


def trip_text(student: Student, event: Event, *, reference: Reference) -> str:
    """Say how long and by what a student is under way; empty when that is unknown, too long, or there is no ride.

    A way to travel counts from its age on, and when it leaves and arrives
    between its first and its last ride.
    """
    here, there = student.travel, event.venue
    if here.latitude is None or here.longitude is None or there.latitude is None or there.longitude is None:
        return ""
    km = float(great_circle_km(np.float64(here.latitude), np.float64(here.longitude), there.latitude, there.longitude))
    age, best = student.age_on(local_day(event.starts_at)), (float(here.max_minutes) + 1, "")
    begins, ends = (moment.astimezone(AMSTERDAM).time() for moment in (event.starts_at, event.ends_at))
    for mode in here.modes:
        row = reference.travel_modes[mode]
        minutes = row.start_minutes + km * row.detour / row.speed_kmh * 60
        leaves, arrives = _minute_of(begins) - minutes, _minute_of(ends) + minutes
        is_riding = leaves >= _minute_of(row.first_departure) and arrives <= _minute_of(row.last_arrival)
        if age >= row.min_age and is_riding:
            best = min(best, (minutes, row.by))
    minutes, by = best
    return f"Je bent er in {max(round(minutes), 1)} minuten, {by}" if minutes <= here.max_minutes else ""


def _minute_of(clock: time) -> int:
    return clock.hour * 60 + clock.minute

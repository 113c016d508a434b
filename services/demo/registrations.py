"""Who comes to the events of the demo region, so that seats, queues and lists hold somebody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import numpy as np

from accounts.role import Role
from career.student import Student
from employer_toolkit.placement import PlacementState
from events.event import Event, EventKind
from events.registration import Party, Registration, RegistrationState
from services.demo.dice import Dice
from services.demo.meetings import ORGANISER
from services.demo.region import Region
from services.event_seats import is_for_student
from services.ids import stable_id
from services.local_time import AMSTERDAM
from services.people import DemoPerson

N_WAITING = 3
"""Students who wait where an event is full."""
N_COMPANIES = 8
"""Companies at an event where students and companies speak."""
DAYS_AGO = 6
"""When the first of them registered."""


def with_registrations(region: Region, people: Sequence[DemoPerson], *, seed: int, today: date) -> Region:
    """Give the region with registrations; the seats that are taken are those of who comes.

    Whoever can be played as a student comes to the first event that is for them. The coordinator of the region
    organises what the region organises.

    Returns
    -------
    Region
        The same one for the same seed and day, on every machine.
    """
    dice = Dice(seed, "registrations")
    played = {person.account.subject_id for person in people if person.account.role is Role.STUDENT}
    coordinator = next((one.account.id for one in people if one.account.role is Role.COORDINATOR), None)
    first = [student for student in region.students if student.id in played]
    events, made = [], []
    for number, event in enumerate(region.events):
        coming = _coming(event, region.students, first, dice, number)
        first = [student for student in first if student not in coming]
        hosts = _hosts(event, region, dice, number)
        kept = _registrations(event, coming, hosts, today=today)
        made += kept
        n_taken = sum(one.takes_seat for one in kept)
        organiser_id = coordinator if event.organiser == ORGANISER else None
        events.append(replace(event, seats_taken=n_taken, organiser_id=organiser_id))
    return replace(region, events=tuple(events), registrations=tuple(made))


def _coming(
    event: Event, students: Sequence[Student], first: Sequence[Student], dice: Dice, number: int
) -> list[Student]:
    if event.is_cancelled or event.seats is None:
        return []
    invited = [student for student in students if is_for_student(event, student)]
    if not invited:
        return []
    n = event.seats_taken + (N_WAITING if event.seats_taken == event.seats else 0)
    drawn = np.argsort(dice.floats(f"coming {number}", len(invited)), kind="stable")
    ahead = [student for student in first if is_for_student(event, student)]
    others = [invited[ix] for ix in drawn.tolist() if invited[ix] not in ahead]
    return [*ahead, *others][:n]


def _hosts(event: Event, region: Region, dice: Dice, number: int) -> list[UUID]:
    if event.is_cancelled or event.kind is not EventKind.SPEED_DATE:
        return []
    employer_of = {site.id: site.employer_id for site in region.sites}
    fitting = {
        employer_of[place.site_id]: None
        for place in region.placements
        if place.state is PlacementState.OPEN and (not event.audience.sectors or place.sector in event.audience.sectors)
    }
    employers = sorted(fitting)
    drawn = np.argsort(dice.floats(f"hosts {number}", len(employers)), kind="stable")
    return [employers[ix] for ix in drawn.tolist()[:N_COMPANIES]]


def _registrations(
    event: Event, coming: Sequence[Student], hosts: Sequence[UUID], *, today: date
) -> list[Registration]:
    noon = datetime.combine(today - timedelta(days=DAYS_AGO), time(12), AMSTERDAM).astimezone(UTC)
    made = []
    for number, student in enumerate(coming):
        is_seated = event.seats is None or number < event.seats
        made.append(
            Registration(
                id=stable_id("registration", event.reference, student.reference),
                event_id=event.id,
                party=Party.STUDENT,
                student_id=student.id,
                made_at=noon + timedelta(minutes=number),
                state=RegistrationState.SEATED if is_seated else RegistrationState.WAITING,
            )
        )
    for number, employer_id in enumerate(hosts):
        made.append(
            Registration(
                id=stable_id("registration", event.reference, str(employer_id)),
                event_id=event.id,
                party=Party.EMPLOYER,
                employer_id=employer_id,
                made_at=noon + timedelta(minutes=number),
                state=RegistrationState.SEATED,
                n_tables=1 + number % 2,
            )
        )
    return made

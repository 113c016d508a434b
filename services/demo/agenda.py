"""What the agenda of the demo region shows beside single events: days with parts, a series, a change, a calendar."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from accounts.role import Role
from career.student import SchoolType
from events.event import Audience, Event, EventKind, EventState, Venue
from events.event import Role as Invited
from events.ical import calendar_text
from events.plan import EventPlan, PlannedSession, plan_of
from services.demo.dates import is_day_off
from services.demo.meetings import ORGANISER
from services.event_import.calendars import add_calendar, take_over
from services.event_planning import Repetition, Scope, change, mark, plan_event, publish
from services.event_seats import register_students, withdraw
from services.ids import stable_id
from services.local_time import AMSTERDAM, local_day
from services.people import DemoPerson
from services.permissions import Account
from services.school_calendar import Region
from services.unit_of_work import UnitOfWork

OTHERS = "Techniekhuis Salland"
"""Invented; has an agenda of its own."""
DAY = timedelta(days=1)
HALL = Venue(name="De Werkplaats", municipality="Zwolle")


def plant_agenda(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Plan, change and take over what makes the agenda of a region, as its coordinator would."""
    coordinator = next((one.account for one in people if one.account.role is Role.COORDINATOR), None)
    if coordinator is None:
        return
    _several_days(work, coordinator, now)
    _with_helpers(work, coordinator, now)
    first = _series_with_a_change(work, coordinator, now)
    _kept_seat(work, coordinator, [one.account for one in people if one.account.role is Role.STUDENT], now)
    _calendar_of_others(work, coordinator, first, now)


def _with_helpers(work: UnitOfWork, by: Account, now: datetime) -> None:
    """Plan a day for younger students at which students of the mbo can come to help."""
    plan = EventPlan(
        kind=EventKind.OPEN_DAY,
        title="Beroependag: vraag het een mbo-student",
        summary="Studenten van het mbo vertellen wat zij leren. Je doet bij elke tafel iets met je handen.",
        day=_free_days(now, after=20, n=1),
        begins=time(10),
        ends=time(13),
        venue=HALL,
        organiser=ORGANISER,
        audience=Audience(
            roles=frozenset({Invited.STUDENT, Invited.JUNIOR_TRAINER}),
            school_types=frozenset({SchoolType.VMBO.value, SchoolType.PRO.value}),
        ),
    )
    _published(work, by, plan, now)


def _several_days(work: UnitOfWork, by: Account, now: datetime) -> None:
    first = _free_days(now, after=12, n=3)
    days = [first + DAY * n for n in range(3)]
    titles = ("Hout en bouw", "Metaal en elektra", "Zelf kiezen en maken")
    plan = EventPlan(
        kind=EventKind.WORKSHOP,
        title="Drie dagen techniek",
        summary="Elke dag een ander vak. Je maakt iets dat je mee naar huis neemt. Kom alle dagen, of een.",
        day=days[0],
        last_day=days[-1],
        begins=time(9, 30),
        ends=time(15),
        venue=HALL,
        seats=24,
        organiser=ORGANISER,
        sessions=tuple(
            PlannedSession(title=title, day=day, begins=time(9, 30), ends=time(15), room="hal 1")
            for title, day in zip(titles, days, strict=True)
        ),
    )
    _published(work, by, plan, now)


def _series_with_a_change(work: UnitOfWork, by: Account, now: datetime) -> Event:
    plan = EventPlan(
        kind=EventKind.APPLICATION_TRAINING,
        title="Inloop: hulp bij je brief",
        summary="Neem je brief mee, of begin hier. Wij lezen mee en helpen je verder.",
        day=_free_days(now, after=5, n=1),
        begins=time(15),
        ends=time(17),
        venue=HALL,
        organiser=ORGANISER,
    )
    first, *others = plan_event(work, by=by, plan=plan, repetition=Repetition(n_times=6, region=Region.NOORD), now=now)
    publish(work, by=by, event_id=first.id, scope=Scope.ALL, now=now)
    moved = next(iter(others), first)
    seen = work.events.some([moved.id])[moved.id]
    elsewhere = replace(plan_of(seen), begins=time(16), ends=time(18), venue=replace(HALL, name="De Bibliotheek"))
    change(work, by=by, event_id=moved.id, plan=elsewhere, seen=mark(seen), now=now)
    return first


def _kept_seat(work: UnitOfWork, by: Account, students: Sequence[Account], now: datetime) -> None:
    """Let the second student give a seat back for which the first one waits, so that an answer is asked."""
    ids = [one.subject_id for one in students[:2] if one.subject_id is not None]
    if len(ids) < 2:
        return
    plan = EventPlan(
        kind=EventKind.COMPANY_VISIT,
        title="Een ochtend in de bakkerij",
        summary="Je kijkt mee bij het bakken van brood. Er is maar een plek.",
        day=_free_days(now, after=16, n=1),
        begins=time(8),
        ends=time(11),
        venue=Venue(name="Bakkerij De Korenmolen", municipality="Zwolle"),
        seats=1,
        organiser=ORGANISER,
    )
    event_id = _published(work, by, plan, now)
    made = [
        register_students(work, by=account, event_id=event_id, student_ids=[student_id], now=now)[0]
        for account, student_id in ((students[1], ids[1]), (students[0], ids[0]))
    ]
    withdraw(work, by=students[1], event_id=event_id, registration_id=made[0].id, now=now)


def _calendar_of_others(work: UnitOfWork, by: Account, like: Event, now: datetime) -> None:
    """Take over a calendar in a file, in which one event looks like one of the region."""
    theirs = [
        _theirs("Kijkavond robots", _free_days(now, after=9, n=1), time(19), now),
        _theirs("Meet en maak: 3D-printen", _free_days(now, after=23, n=1), time(13, 30), now),
        replace(
            _theirs("Inloop: hulp met je brief", local_day(like.starts_at), time(15), now),
            venue=replace(like.venue, name="De Werkplaats"),
        ),
    ]
    text = calendar_text(theirs, site="https://techniekhuis.example")
    made = add_calendar(work, by=by, name=OTHERS, data=text.encode(), now=now)
    take_over(work, by=by, calendar_id=made.id, now=now)


def _theirs(title: str, day: date, begins: time, now: datetime) -> Event:
    starts_at = datetime.combine(day, begins, AMSTERDAM)
    return Event(
        id=stable_id("event", OTHERS, title),
        reference=title,
        kind=EventKind.OPEN_DAY,
        title=title,
        summary="Kom langs en doe mee.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        venue=Venue(name=OTHERS, municipality="Raalte"),
        organiser=OTHERS,
        changed_at=now,
        state=EventState.PUBLISHED,
    )


def _published(work: UnitOfWork, by: Account, plan: EventPlan, now: datetime) -> UUID:
    (event,) = plan_event(work, by=by, plan=plan, now=now)
    return publish(work, by=by, event_id=event.id, now=now).id


def _free_days(now: datetime, *, after: int, n: int) -> date:
    """Give the first day, so many days from now, from which on there are n days of work in a row."""
    day = local_day(now) + DAY * after
    while any(is_day_off(day + DAY * k) or (day + DAY * k).isoweekday() > 5 for k in range(n)):
        day += DAY
    return day

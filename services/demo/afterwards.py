"""Speed dates of two working days ago in the demo region, so that there is something to look back at."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from accounts.role import Role
from career.student import Student
from events.encounter import Encounter, FollowUp, Interest, KnownFrom
from events.event import Audience, Event, EventKind, EventState, Venue
from events.event import Role as Invited
from events.registration import Attendance, Party, Registration, RegistrationState
from events.speed_date_plan import make_schedule
from events.speed_dates import Host, Pair, SpeedDates, Visitor
from events.timetable import KeptSchedule, Timetable
from services.demo.casting import Cast
from services.demo.dates import is_day_off
from services.demo.dice import Dice
from services.demo.meetings import ORGANISER
from services.demo.region import Region
from services.encounters import FOLLOW_UP, encounter_of, look_back_of
from services.ids import stable_id
from services.local_time import AMSTERDAM
from services.unit_of_work import UnitOfWork

DAYS_AGO = 2
"""Working days: there are some left in which to say something."""
REFERENCE = "T0001"
N_STUDENTS, N_COMPANIES, N_ROUNDS = 24, 10, 6
N_BEGUN = 3
"""Students who spoke a company and began there since."""
N_ABSENT = 2
N_BEST = 40
"""So far down the list of a student who is played there are places at which nobody is busy yet."""
SHARE_YES, SHARE_NO = 0.45, 0.25
"""Of what each side says; about the rest nothing was said yet."""
DAY = timedelta(days=1)


def with_looking_back(region: Region, cast: Cast, *, seed: int, today: date) -> Region:
    """Give the region with speed dates that are over: who came, who spoke whom, and what was said of it so far.

    Who can be played as a student has a company that wants to go on too, with places that suit; some who began at a
    company since had spoken it there. A region without students or companies stays as it is.

    Returns
    -------
    Region
        The same one for the same seed and day, on every machine.
    """
    event = _event(today, cast)
    played = _played(cast, Role.STUDENT)
    liked = _liked(region, cast, played)
    employer_at = _employer_at(region, cast)
    begun = [
        (one.student_id, employer_at[one.placement_id])
        for one in region.applications
        if one.began_at >= event.ends_at and one.student_id not in played
    ][:N_BEGUN]
    students = _students(region, first=[*played, *(student_id for student_id, _ in begun)])
    companies = list(
        dict.fromkeys(
            [
                *_played(cast, Role.EMPLOYER),
                *(employer_id for _, employer_id in [*liked, *begun]),
                *(employer.id for employer in region.employers),
            ]
        )
    )[:N_COMPANIES]
    if not students or not companies:
        return region
    absent = {student.id for student in students[-N_ABSENT:]} - set(played)
    kept = _schedule(event, [one.id for one in students if one.id not in absent], companies, wished={*begun, *liked})
    dice = Dice(seed, "afterwards")
    registrations = _registrations(event, students, companies, absent)
    return replace(
        region,
        events=(*region.events, replace(event, seats_taken=len(students))),
        registrations=(*region.registrations, *registrations),
        schedules=(kept,),
        encounters=_said(kept, dice, both_yes={*begun, *liked}, unsaid=set(played)),
    )


def plant_looking_back(work: UnitOfWork, region: Region) -> None:
    """Keep the schedules of a region, what was said of its encounters, and what is left to do about them."""
    events = {event.id: event for event in region.events}
    for kept in region.schedules:
        event = events[kept.event_id]
        work.speed_dates.save(kept)
        work.encounters.save_follow_up(FollowUp(event_id=event.id, asked_at=event.ends_at))
        work.defer(FOLLOW_UP, due_at=look_back_of(event).remind_at, event_id=event.id)
    work.encounters.add_all(region.encounters)


def _event(today: date, cast: Cast) -> Event:
    day, left = today, DAYS_AGO
    while left:
        day -= DAY
        left -= day.isoweekday() < 6 and not is_day_off(day)
    starts_at = datetime.combine(day, time(13, 30), AMSTERDAM).astimezone(UTC)
    organiser = next((one.account.id for one in cast.people if one.account.role is Role.COORDINATOR), None)
    return Event(
        id=stable_id("event", "demo", REFERENCE),
        reference=REFERENCE,
        kind=EventKind.SPEED_DATE,
        title="Speeddaten met bedrijven uit de buurt",
        summary="Je praat tien minuten met een bedrijf. Daarna schuif je door. Na een uur ken je drie bedrijven.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        venue=Venue(name="De Werkplaats", municipality="Zwolle", latitude=52.51, longitude=6.09),
        organiser=ORGANISER,
        organiser_id=organiser,
        audience=Audience(roles=frozenset({Invited.STUDENT, Invited.EMPLOYER})),
        seats=N_STUDENTS,
        changed_at=starts_at - 14 * DAY,
        state=EventState.PUBLISHED,
    )


def _played(cast: Cast, role: Role) -> list[UUID]:
    of_role = (one.account for one in cast.people if one.account.role is role)
    return [account.subject_id for account in of_role if account.subject_id is not None]


def _employer_at(region: Region, cast: Cast) -> Mapping[UUID, UUID]:
    return {place.id: cast.employer_of[place.site_id] for place in region.placements}


def _liked(region: Region, cast: Cast, played: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """Give for each student who is played the company of the best place at which nobody is busy yet."""
    market, employer_at = cast.market, _employer_at(region, cast)
    tried = {(one.student_id, employer_at[one.placement_id]) for one in region.applications}
    busy = {place.id for place in region.placements if place.seats_taken or place.open_contacts}
    liked = []
    for student_id in played:
        ranking = market.places_for([market.student_row[student_id]], top=N_BEST)
        places = (market.offers[ix] for ix in ranking.placement_ix.tolist())
        companies = (offer.employer.id for offer in places if offer.placement.id not in busy)
        free = next((company for company in companies if (student_id, company) not in tried), None)
        if free is not None:
            liked.append((student_id, free))
    return liked


def _students(region: Region, *, first: Sequence[UUID]) -> list[Student]:
    known = {student.id: student for student in region.students}
    ids = dict.fromkeys([*first, *known])
    return [known[one] for one in ids if one in known][:N_STUDENTS]


def _registrations(
    event: Event, students: Sequence[Student], companies: Sequence[UUID], absent: set[UUID]
) -> tuple[Registration, ...]:
    made_at = event.starts_at - 6 * DAY
    of_students = tuple(
        Registration(
            id=stable_id("registration", event.reference, student.reference),
            event_id=event.id,
            party=Party.STUDENT,
            student_id=student.id,
            made_at=made_at + timedelta(minutes=number),
            state=RegistrationState.SEATED,
            attendance=Attendance.ABSENT if student.id in absent else Attendance.CAME,
            noted_at=event.starts_at,
        )
        for number, student in enumerate(students)
    )
    of_companies = tuple(
        Registration(
            id=stable_id("registration", event.reference, str(employer_id)),
            event_id=event.id,
            party=Party.EMPLOYER,
            employer_id=employer_id,
            made_at=made_at + timedelta(minutes=number),
            state=RegistrationState.SEATED,
            n_tables=2,
            attendance=Attendance.CAME,
            noted_at=event.starts_at,
        )
        for number, employer_id in enumerate(companies)
    )
    return of_students + of_companies


def _schedule(
    event: Event, students: Sequence[UUID], companies: Sequence[UUID], *, wished: set[tuple[UUID, UUID]]
) -> KeptSchedule:
    asked = SpeedDates(
        n_rounds=N_ROUNDS,
        visitors=tuple(Visitor(student_id=one, rounds=frozenset(range(N_ROUNDS)), most_talks=3) for one in students),
        hosts=tuple(Host(employer_id=one, tables=(2,) * N_ROUNDS) for one in companies),
        pairs=tuple(
            Pair(
                student_id=student_id,
                employer_id=employer_id,
                percent=100 if (student_id, employer_id) in wished else 60,
                is_wish=(student_id, employer_id) in wished,
            )
            for student_id in students
            for employer_id in companies
        ),
    )
    made = make_schedule(asked, seed=event.id.int % 2**32)
    return KeptSchedule(
        event_id=event.id,
        revision=1,
        timetable=Timetable(starts_at=event.starts_at, n_rounds=N_ROUNDS, talk_minutes=10, change_minutes=2),
        talks=made.talks,
        stays=(),
        worth=made.worth,
        bound=made.bound,
        made_at=event.starts_at - DAY,
    )


def _said(
    kept: KeptSchedule, dice: Dice, *, both_yes: set[tuple[UUID, UUID]], unsaid: set[UUID]
) -> tuple[Encounter, ...]:
    """Say something of most talks; who is played has said nothing, but of the company that suits."""
    draws = dice.floats("said", len(kept.talks), 2).tolist()
    matched_at = kept.timetable.ends_at + timedelta(hours=1)
    encounters = []
    for talk, (of_student, of_employer) in zip(kept.talks, draws, strict=True):
        is_wanted = (talk.student_id, talk.employer_id) in both_yes
        student_says = Interest.UNSAID if talk.student_id in unsaid else _answer(of_student)
        employer_says = _answer(of_employer)
        if is_wanted:
            student_says = employer_says = Interest.YES
        is_match = student_says is Interest.YES and employer_says is Interest.YES
        new = encounter_of(
            event_id=kept.event_id,
            student_id=talk.student_id,
            employer_id=talk.employer_id,
            known_from=KnownFrom.SCHEDULE,
        )
        encounters.append(
            replace(
                new,
                student_says=student_says,
                employer_says=employer_says,
                matched_at=matched_at if is_match else None,
            )
        )
    return tuple(encounters)


def _answer(draw: float) -> Interest:
    if draw < SHARE_YES:
        return Interest.YES
    return Interest.NO if draw < SHARE_YES + SHARE_NO else Interest.UNSAID

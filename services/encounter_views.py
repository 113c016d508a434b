"""Looking back at an event as people see it: a student, a parent, a company, and who helps afterwards."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.role import Role
from events.encounter import Encounter, Interest
from events.event import Event
from events.registration import Party, Registration
from events.timetable import KeptSchedule
from matching import Verdict
from services.encounters import (
    MOMENT,
    SIDES,
    code_of,
    encounters_of,
    event_to_look_back,
    has_come,
    has_look_back,
    look_back_of,
)
from services.errors import NotFoundError
from services.local_time import local_day
from services.markets import current_market
from services.permissions import Account, Act, is_within_reach, may, note_shown, require
from services.places_in_words import Place, places_in_words
from services.reference import load_reference
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEncounter:
    """Somebody whom the reader, or a child of the reader, spoke; with the reader's own answer alone.

    Parameters
    ----------
    name : str
        Of the company; for a company the first name of the student, as in speed dates, and nothing else.
    spoke_at : datetime or None
        When the talk was planned: two students can have the same first name.
    is_match : bool
        Both said yes.
    places : tuple of Place
        Open places of the company that the student can begin with; only for a student after a match.
    application_id : UUID or None
        The application at this company that the student has begun since.
    """

    id: UUID
    name: str
    spoke_at: datetime | None
    says: Interest
    is_match: bool
    places: tuple[Place, ...] = ()
    application_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLookBack:
    """What one student or company looks back at.

    Parameters
    ----------
    who : UUID
        The student or the company.
    for_whom : str
        First name of a child; empty when it is the reader's own.
    code : str
        What a student gives to a company that the student spoke; empty for a company.
    others : tuple of (UUID, str)
        Companies that came and are not in the list; for a student.
    """

    who: UUID
    side: Party
    for_whom: str
    rows: tuple[OwnEncounter, ...]
    code: str = ""
    others: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBackView:
    """Looking back at one event, for whoever asks; ``last_day`` is the last on which something can be said."""

    event: Event
    last_day: date
    is_open: bool
    own: tuple[OwnLookBack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedWithoutPlace:
    """A student and a company who both want to go on, while the company has no place that the student can take."""

    student_name: str
    group: str
    employer_name: str
    event_title: str
    matched_at: datetime


def look_back(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime) -> LookBackView:
    """Show whom somebody spoke at an event that has begun.

    Raises
    ------
    NotFoundError
        There is no such event, it has not begun, or this account did not come.
    """
    if not may(by, Act.LOOK_BACK):
        require(by, Act.LOOK_BACK, None)
    event = event_to_look_back(work, event_id, now=now)
    here = [one for one in work.registrations.of_event(event_id) if has_come(one)]
    spoken = encounters_of(work, [event_id])
    names = _Names.of(work, here, kept=work.speed_dates.get(event_id))
    own = tuple(_own(work, by, one, spoken, names, now=now) for one in _mine(by, here) if names.knows(one.who))
    if not own:
        raise NotFoundError("not found")
    times = look_back_of(event)
    return LookBackView(event=event, last_day=local_day(times.closes_at - MOMENT), is_open=times.is_open(now), own=own)


def may_look_back(work: UnitOfWork, *, by: Account, event: Event, now: datetime) -> bool:
    """Say whether this account came to an event that has begun, and so gets the way to look back at it."""
    if now < event.starts_at or by.role not in SIDES:
        return False
    return any(looks_back(by, event, one, now=now) for one in work.registrations.of_event(event.id))


def looks_back(by: Account, event: Event, one: Registration, *, now: datetime) -> bool:
    """Say whether a registration lets this account look back at its event."""
    return now >= event.starts_at and has_look_back(event) and has_come(one) and bool(_mine(by, [one]))


def wanted_without_place(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[WantedWithoutPlace, ...]:
    """Give a helper the students who want to go on with a company, and it with them, without a place for that."""
    if not may(by, Act.FOLLOW_UP):
        require(by, Act.FOLLOW_UP, None)
    listed = timedelta(days=load_reference(local_day(now)).events.follow_up.listed_days)
    wanted = work.encounters.wanted_since(now - listed)
    students = {
        student.id: student
        for student in work.students.some_taking_part(sorted({one.student_id for one in wanted}))
        if is_within_reach(by, Act.FOLLOW_UP, student.id, group=(student.school, student.group), school=student.school)
    }
    events = {one.event_id for one in wanted}
    begun = {(one.student_id, one.employer_id) for one in work.encounters.afterwards(events)}
    placed = work.regional_figures.placed_students()
    left = [
        one
        for one in wanted
        if one.student_id in students.keys() - placed and (one.student_id, one.employer_id) not in begun
    ]
    possible = _possible_places(work, left, now=now)
    left = [one for one in left if not possible.get((one.student_id, one.employer_id))]
    note_shown(by, Act.FOLLOW_UP, dict.fromkeys(one.student_id for one in left))
    employers = {one.id: one.name for one in work.employers.some({one.employer_id for one in left})}
    titles = {event_id: event.title for event_id, event in work.events.some({one.event_id for one in left}).items()}
    return tuple(
        WantedWithoutPlace(
            student_name=students[one.student_id].first_name,
            group=students[one.student_id].group,
            employer_name=employers[one.employer_id],
            event_title=titles[one.event_id],
            matched_at=one.matched_at,
        )
        for one in left
        if one.matched_at is not None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """Who came, in alphabetical order: students who have not paused, and companies; and when they were to talk."""

    students: Mapping[UUID, str]
    companies: Mapping[UUID, str]
    planned_at: Mapping[tuple[UUID, UUID], datetime]
    """By student and company when their talk was planned."""

    @classmethod
    def of(cls, work: UnitOfWork, here: Iterable[Registration], *, kept: KeptSchedule | None) -> "_Names":
        came = {party: [one.who for one in here if one.party is party] for party in Party}
        students = sorted(work.students.some_taking_part(came[Party.STUDENT]), key=lambda one: (one.first_name, one.id))
        companies = sorted(work.employers.some(came[Party.EMPLOYER]), key=lambda one: (one.name, one.id))
        return cls(
            students={one.id: one.first_name for one in students},
            companies={one.id: one.name for one in companies},
            planned_at={
                (talk.student_id, talk.employer_id): kept.timetable.rounds[talk.round][0]
                for talk in (kept.talks if kept else ())
                if kept is not None
            },
        )

    def knows(self, who: UUID) -> bool:
        """Say whether somebody is among them."""
        return who in self.students or who in self.companies


def _mine(by: Account, here: Iterable[Registration]) -> list[Registration]:
    """Give the registrations for which this account looks back: its own, or those of its children."""
    side = SIDES.get(by.role)
    return [one for one in here if one.party is side and is_within_reach(by, Act.LOOK_BACK, one.who)]


def _own(
    work: UnitOfWork, by: Account, me: Registration, spoken: Collection[Encounter], names: _Names, *, now: datetime
) -> OwnLookBack:
    require(by, Act.LOOK_BACK, me.who)
    if me.party is Party.EMPLOYER:
        met = [one for one in spoken if one.employer_id == me.who]
        note_shown(by, Act.LOOK_BACK, sorted(one.student_id for one in met))
        rows = [_row(one, Party.EMPLOYER, names, names.students[one.student_id]) for one in met]
        return OwnLookBack(who=me.who, side=me.party, for_whom="", rows=_in_order(rows))
    note_shown(by, Act.LOOK_BACK, [me.who])
    met = [one for one in spoken if one.student_id == me.who]
    with_match = [one for one in met if one.is_match_for(Party.STUDENT)]
    begun = {
        one.employer_id: one.application_id
        for one in (work.encounters.afterwards([me.event_id]) if with_match else ())
        if one.student_id == me.who
    }
    places = _possible_places(work, with_match, now=now) if by.role is Role.STUDENT else {}
    rows = [
        _row(
            one,
            Party.STUDENT,
            names,
            names.companies[one.employer_id],
            places=() if one.employer_id in begun else places.get((me.who, one.employer_id), ()),
            application_id=begun.get(one.employer_id) if one in with_match else None,
        )
        for one in met
    ]
    known = {one.employer_id for one in met}
    return OwnLookBack(
        who=me.who,
        side=me.party,
        for_whom=names.students[me.who] if by.role is Role.PARENT else "",
        rows=_in_order(rows),
        code=code_of(me),
        others=tuple((one, name) for one, name in names.companies.items() if one not in known),
    )


def _row(
    one: Encounter,
    side: Party,
    names: _Names,
    name: str,
    *,
    places: tuple[Place, ...] = (),
    application_id: UUID | None = None,
) -> OwnEncounter:
    return OwnEncounter(
        id=one.id,
        name=name,
        spoke_at=names.planned_at.get((one.student_id, one.employer_id)),
        says=one.says(side),
        is_match=one.is_match_for(side),
        places=places,
        application_id=application_id,
    )


def _in_order(rows: Iterable[OwnEncounter]) -> tuple[OwnEncounter, ...]:
    return tuple(sorted(rows, key=lambda row: (row.name, row.id)))


def _possible_places(
    work: UnitOfWork, wanted: Collection[Encounter], *, now: datetime
) -> dict[tuple[UUID, UUID], tuple[Place, ...]]:
    """Give by student and company the open places that no gate keeps from the student, and not begun with before."""
    if not wanted:
        return {}
    market = current_market(work, now=now)
    employers = {one.employer_id for one in wanted}
    rows: dict[UUID, list[int]] = {}
    for offer in market.live_places:
        if offer.employer.id in employers:
            rows.setdefault(offer.employer.id, []).append(market.offer_row[offer.placement.id])
    asked = [
        (one, market.student_row[one.student_id], row)
        for one in wanted
        if one.student_id in market.student_row
        for row in rows.get(one.employer_id, ())
    ]
    if not asked:
        return {}
    scores = market.scores(market.pairs([student for _, student, _ in asked], [row for _, _, row in asked]))
    is_open = (scores.verdicts.max(axis=1) <= Verdict.UNKNOWN).tolist()
    tried = {one.id: work.applications.placements_of_going(one.student_id) for one in wanted}
    ids = [
        (one, market.offers[row].placement.id)
        for (one, _, row), may_begin in zip(asked, is_open, strict=True)
        if may_begin and market.offers[row].placement.id not in tried[one.id]
    ]
    words = places_in_words(work, {placement_id for _, placement_id in ids})
    found: dict[tuple[UUID, UUID], tuple[Place, ...]] = {}
    for one, placement_id in ids:
        key = one.student_id, one.employer_id
        found[key] = (*found.get(key, ()), words[placement_id])
    return found

"""Inviting those whom an event fits: students whose good matches come, and companies whose candidates come.

The engine is asked from the side of the places: who suits the companies that come. Only of those few it is asked
what their own best places are, never of a whole region.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from career.student import Student
from events.event import Event, EventKind
from events.event import Role as Invited
from events.inviting import WEEK, Chance, EventInvitation, chosen
from events.registration import OPEN, Party, Registration
from matching import great_circle_km
from services.agenda_for import busy_students, wished_sectors
from services.event_seats import is_for_role, is_for_student
from services.local_time import local_day
from services.markets import Market, current_market
from services.messages import tell
from services.reference import load_reference
from services.reference.event_terms import InvitingTerms
from services.terms import next_at
from services.unit_of_work import UnitOfWork

INVITE = "worker.invite_to_event"
"""Name of the task that invites to an event that was just published."""
INVITE_TO_COMING = "worker.invite_to_coming"
"""Name of the task that looks every night who fits what is coming."""
QUIET_HOUR = 5
"""When nobody waits for a page, and what is kept too long is gone already."""
KIND_OF = {Party.STUDENT: MessageKind.EVENT_INVITED, Party.EMPLOYER: MessageKind.EVENT_COMPANY_INVITED}
ROLE_OF = {Party.STUDENT: Role.STUDENT, Party.EMPLOYER: Role.EMPLOYER}


def invite_to_event(work: UnitOfWork, *, event_id: UUID, now: datetime) -> tuple[EventInvitation, ...]:
    """Invite whom an event fits; who was invited before hears nothing again. The worker's own act."""
    return _invite(work, work.events.some([event_id]).values(), now=now)


def invite_to_coming(work: UnitOfWork, *, now: datetime) -> tuple[EventInvitation, ...]:
    """Look again at everything that is coming, the best fits first, and promise to do so in the next night."""
    ahead = _terms(now).ahead
    made = _invite(work, work.events.between(now, now + ahead), now=now)
    work.defer(INVITE_TO_COMING, due_at=next_at(now, hour=QUIET_HOUR))
    return made


def promise_to_invite(work: UnitOfWork, *, now: datetime) -> bool:
    """Put the first look in the timetable unless it is there, and say whether it was put there."""
    if work.outbox.is_waiting(INVITE_TO_COMING):
        return False
    work.defer(INVITE_TO_COMING, due_at=next_at(now, hour=QUIET_HOUR))
    return True


def _terms(now: datetime) -> InvitingTerms:
    return load_reference(local_day(now)).events.inviting


def _invite(work: UnitOfWork, events: Iterable[Event], *, now: datetime) -> tuple[EventInvitation, ...]:
    terms = _terms(now)
    there = {event.id: event for event in _first_of_each(events) if event.takes_registrations(now + terms.least)}
    if not there:
        return ()
    market = current_market(work, now=now)
    coming = dict(work.registrations.employers_at(list(there)))
    for event in there.values():
        coming[event.id] = (*coming.get(event.id, ()), *_visited(work, event, now=now))
    students = _keep(work, there, _student_chances(work, market, there, coming, terms), terms, now=now)
    # The companies come second, because those that were just invited count among whom they may meet.
    companies = _keep(work, there, _company_chances(work, market, there, coming, terms), terms, now=now)
    return (*students, *companies)


def _first_of_each(events: Iterable[Event]) -> list[Event]:
    """Give every event, and of a series only the first that is coming."""
    first: dict[UUID, Event] = {}
    for event in sorted(events, key=lambda event: (event.starts_at, event.id)):
        first.setdefault(event.series_id or event.id, event)
    return list(first.values())


def _visited(work: UnitOfWork, event: Event, *, now: datetime) -> tuple[UUID, ...]:
    """Give the company that lets people in on a visit, when it organises that itself."""
    if event.kind is not EventKind.COMPANY_VISIT or event.organiser_id is None:
        return ()
    today = local_day(now)
    return tuple(
        tie.employer_id
        for tie in work.accounts.relations_of(event.organiser_id)
        if tie.role is Role.EMPLOYER and tie.employer_id is not None and tie.holds_on(today)
    )


def _student_chances(
    work: UnitOfWork,
    market: Market,
    there: Mapping[UUID, Event],
    coming: Mapping[UUID, Sequence[UUID]],
    terms: InvitingTerms,
) -> list[Chance]:
    series = [event.series_id for event in there.values() if event.series_id is not None]
    series_of = {event.id: event.series_id for event in work.events.of_all_series(series)}
    told = {
        (series_of.get(one.event_id) or one.event_id, one.who)
        for one in work.event_invitations.of_events({*there, *series_of})
    }
    found: list[Chance] = []
    for event in there.values():
        went = {one.who for one in work.registrations.of_event(event.id)}
        at = series_of.get(event.id) or event.id
        fitting = fitting_students(market, event, coming.get(event.id, ()), terms)
        found += [one for one in fitting if one.who not in went and (at, one.who) not in told]
    people = {who: market.students[market.student_row[who]] for who in sorted({one.who for one in found})}
    busy = busy_students(work, list(people.values()), list(there.values()))
    return [one for one in found if not busy[one.who].clashes_with(there[one.event_id])]


def fitting_students(
    market: Market, event: Event, companies: Sequence[UUID], terms: InvitingTerms
) -> tuple[Chance, ...]:
    """Give the students whom an event fits, the best first: by the companies that come, else by the work it is about.

    Parameters
    ----------
    companies : sequence of UUID
        The employers that come.
    """
    found = _by_company(market, event, set(companies), terms) if companies else _by_wish(market, event, terms)
    return tuple(sorted(found, key=lambda one: (-one.fit, one.who))[: terms.most * terms.per_week])


def _by_company(market: Market, event: Event, companies: set[UUID], terms: InvitingTerms) -> Iterable[Chance]:
    places = [int(row) for row in market.live_offers if market.offers[row].employer.id in companies]
    suited = market.candidates_for(places, top=terms.per_place) if places else None
    rows = {int(row) for row in suited.student_ix} if suited is not None else set()
    rows = {row for row in rows if is_for_student(event, market.students[row])}
    if not rows:
        return ()
    best = market.places_for(sorted(rows), top=terms.good_matches)
    because: dict[UUID, dict[UUID, float]] = {}
    for student_ix, offer_ix, score in zip(best.student_ix, best.placement_ix, best.score, strict=True):
        employer_id = market.offers[int(offer_ix)].employer.id
        if employer_id in companies:
            because.setdefault(market.students[int(student_ix)].id, {}).setdefault(employer_id, float(score))
    return (
        Chance(event_id=event.id, party=Party.STUDENT, who=who, fit=max(fits.values()), because_of=tuple(fits))
        for who, fits in because.items()
    )


def _by_wish(market: Market, event: Event, terms: InvitingTerms) -> Iterable[Chance]:
    for student_id, row in market.student_row.items():
        student = market.students[row]
        if wished_sectors(student, event) and is_for_student(event, student):
            fit = terms.wish_fit / (1 + _km(student, event) / terms.wish_halves_km)
            yield Chance(event_id=event.id, party=Party.STUDENT, who=student_id, fit=fit)


def _km(student: Student, event: Event) -> float:
    """Say how far it is; nothing when one of the two places is not known."""
    home, venue = student.travel, event.venue
    if home.latitude is None or home.longitude is None or venue.latitude is None or venue.longitude is None:
        return 0.0
    return float(great_circle_km(home.latitude, home.longitude, venue.latitude, venue.longitude))


def _company_chances(
    work: UnitOfWork,
    market: Market,
    there: Mapping[UUID, Event],
    coming: Mapping[UUID, Sequence[UUID]],
    terms: InvitingTerms,
) -> list[Chance]:
    invited: dict[UUID, list[EventInvitation]] = {}
    for one in work.event_invitations.of_events(there):
        invited.setdefault(one.event_id, []).append(one)
    found: list[Chance] = []
    for event in filter(_wants_companies, there.values()):
        going = work.registrations.of_event(event.id)
        pool = _pool(going, invited.get(event.id, ()))
        rows = sorted(market.student_row[who] for who in pool if who in market.student_row)
        known = {one.who for one in (*going, *invited.get(event.id, ()))} | set(coming.get(event.id, ()))
        found += [one for one in _by_candidates(market, event, rows, terms) if one.who not in known]
    return found


def _wants_companies(event: Event) -> bool:
    """Say whether companies are asked to come: what is for everybody is for them when they meet students there."""
    is_named = Invited.EMPLOYER in event.audience.roles
    return is_named or (event.kind is EventKind.SPEED_DATE and is_for_role(event, Role.EMPLOYER))


def _pool(going: Iterable[Registration], invited: Iterable[EventInvitation]) -> set[UUID]:
    """Give the students who come or may come."""
    said_no = {one.who for one in going if one.state not in OPEN}
    comes = {one.who for one in going if one.party is Party.STUDENT and one.state in OPEN}
    asked = {one.who for one in invited if one.party is Party.STUDENT and one.declined_at is None}
    return comes | (asked - said_no)


def _by_candidates(market: Market, event: Event, rows: Sequence[int], terms: InvitingTerms) -> Iterable[Chance]:
    if not rows:
        return
    best = market.places_for(rows, top=terms.good_matches)
    met = {
        (market.offers[int(offer_ix)].employer.id, int(student_ix))
        for student_ix, offer_ix in zip(best.student_ix, best.placement_ix, strict=True)
        if _is_about(event, market, int(offer_ix))
    }
    for employer_id, n in Counter(employer_id for employer_id, _ in met).items():
        if n >= terms.least_candidates:
            told = n - n % terms.least_candidates
            yield Chance(event_id=event.id, party=Party.EMPLOYER, who=employer_id, fit=n / len(rows), n_candidates=told)


def _is_about(event: Event, market: Market, offer_ix: int) -> bool:
    return not event.audience.sectors or market.offers[offer_ix].placement.sector in event.audience.sectors


def _keep(
    work: UnitOfWork, there: Mapping[UUID, Event], chances: Sequence[Chance], terms: InvitingTerms, *, now: datetime
) -> tuple[EventInvitation, ...]:
    """Choose among the chances of one party, keep who is invited, and tell them."""
    if not chances:
        return ()
    party, who = chances[0].party, {one.who for one in chances}
    ids = {"student_ids": who} if party is Party.STUDENT else {"employer_ids": who}
    accounts = work.accounts.related_to_some(ROLE_OF[party], day=local_day(now), **ids)
    unwilling = work.messages.uninvited({one for several in accounts.values() for one in several})
    heard = {whom: [one for one in several if one not in unwilling] for whom, several in accounts.items()}
    who = {whom for whom in who if heard.get(whom)}
    work.event_invitations.hold(party, who)
    # Asked again by whoever waited for that: another may have invited the same people meanwhile.
    told = {(one.event_id, one.who) for one in work.event_invitations.of_events(there)}
    made = chosen(
        (one for one in chances if one.who in who and (one.event_id, one.who) not in told),
        had=work.event_invitations.counts_since(party, who, since=now - WEEK),
        most=terms.per_week,
        room={event.id: _room(work, event, party, terms) for event in there.values()},
    )
    kept = tuple(
        EventInvitation(
            id=uuid4(),
            event_id=one.event_id,
            party=party,
            who=one.who,
            because_of=one.because_of,
            n_candidates=one.n_candidates,
            invited_at=now,
        )
        for one in made
    )
    work.event_invitations.add_all(kept)
    for one in kept:
        for account_id in heard[one.who]:
            tell(work, to=account_id, kind=KIND_OF[party], about=one.event_id, now=now)
    return kept


def _room(work: UnitOfWork, event: Event, party: Party, terms: InvitingTerms) -> int:
    """Say how many can still be invited: so many for each free seat, less those who have not answered yet."""
    if event.seats_left is None or party is Party.EMPLOYER:
        return terms.most
    going = {one.who for one in work.registrations.of_event(event.id)}
    waits = sum(
        one.party is party and one.declined_at is None and one.who not in going
        for one in work.event_invitations.of_events([event.id])
    )
    return max(min(event.seats_left * terms.per_seat, terms.most) - waits, 0)

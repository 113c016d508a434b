"""Invitations for events as people see them: the reason, saying no with one tap, and how many of them came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from events.event import Event
from events.inviting import EventInvitation
from events.registration import OPEN, Party
from services.agenda_for import reasons_of
from services.errors import found
from services.organisers import organised_event
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork

PARTY_OF = {Role.STUDENT: Party.STUDENT, Role.EMPLOYER: Party.EMPLOYER}
NO_REASON_LEFT = "Deze activiteit leek bij je te passen toen wij je uitnodigden"
"""When what it was about has changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """An event to which somebody was invited, and why, in words for that person."""

    event: Event
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitedCounts:
    """How many were invited to an event, and how many of those come; never who."""

    n_students: int
    n_students_coming: int
    n_companies: int
    n_companies_coming: int


def my_event_invitations(work: UnitOfWork, *, by: Account, now: datetime) -> Mapping[UUID, InvitationView]:
    """Give by event what a student or company was invited to and can still go to, the first event first.

    What they registered for or said no to is not in it; nobody else has any.
    """
    asked = _asking(work, by)
    if asked is None:
        return {}
    party, who = asked
    gone = {one.event_id for one in work.registrations.of(party, [who])}
    open_ones = [
        one for one in work.event_invitations.of(party, [who]) if one.declined_at is None and one.event_id not in gone
    ]
    events = work.events.some(one.event_id for one in open_ones)
    there = [one for one in open_ones if one.event_id in events and events[one.event_id].takes_registrations(now)]
    there.sort(key=lambda one: (events[one.event_id].starts_at, one.id))
    reasons = invitation_reasons(work, there, events)
    return {one.event_id: InvitationView(event=events[one.event_id], reasons=reasons.get(one.id, ())) for one in there}


def decline_event_invitation(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime) -> None:
    """Note that an event is not for a student or company; they are not invited to it again.

    Raises
    ------
    NotFoundError
        They were not invited.
    """
    require(by, Act.REGISTER_SELF, None)
    asked = _asking(work, by)
    mine = () if asked is None else work.event_invitations.of(asked[0], [asked[1]])
    invitation = next((one for one in mine if one.event_id == event_id), None)
    work.event_invitations.save(found(invitation).declined(now=now))


def invited_counts(work: UnitOfWork, *, by: Account, event_id: UUID) -> InvitedCounts:
    """Tell an organiser how many were invited and how many of those come.

    Raises
    ------
    NotFoundError
        Somebody else organises it.
    """
    organised_event(work, by=by, event_id=event_id)
    invited = work.event_invitations.of_events([event_id])
    going = {one.who for one in work.registrations.of_event(event_id) if one.state in OPEN}

    def n_of(party: Party, *, is_coming: bool) -> int:
        return sum(one.party is party and (one.who in going or not is_coming) for one in invited)

    return InvitedCounts(
        n_students=n_of(Party.STUDENT, is_coming=False),
        n_students_coming=n_of(Party.STUDENT, is_coming=True),
        n_companies=n_of(Party.EMPLOYER, is_coming=False),
        n_companies_coming=n_of(Party.EMPLOYER, is_coming=True),
    )


def invitation_reasons(
    work: UnitOfWork, invited: Sequence[EventInvitation], events: Mapping[UUID, Event]
) -> Mapping[UUID, tuple[str, ...]]:
    """Say by invitation why somebody was invited, as far as it still holds, in words for that one alone."""
    coming = work.registrations.employers_at(sorted({one.event_id for one in invited}))
    because = {employer_id for one in invited for employer_id in one.because_of}
    names = {one.id: one.name for one in work.employers.some(because)}
    people = {one: work.students.get(one) for one in {one.who for one in invited if one.party is Party.STUDENT}}
    told: dict[UUID, tuple[str, ...]] = {}
    for one in invited:
        student, event = people.get(one.who), events[one.event_id]
        if one.party is Party.EMPLOYER:
            told[one.id] = (f"Er zijn minstens {one.n_candidates} jongeren die bij jullie plekken passen",)
            continue
        still_there = _named(one, names, there=coming.get(event.id, ()), organiser=event.organiser)
        if student is not None:
            town = _municipality(work, student.travel.postcode4)
            told[one.id] = reasons_of(student, event, town, still_there) or (NO_REASON_LEFT,)
    return told


def _named(
    one: EventInvitation, names: Mapping[UUID, str], *, there: Iterable[UUID], organiser: str
) -> tuple[str, ...]:
    """Name the companies for which somebody was invited, those that withdrew left out."""
    comes = set(there)
    return tuple(names[who] for who in one.because_of if who in names and (who in comes or names[who] == organiser))


def _municipality(work: UnitOfWork, postcode4: str) -> str:
    area = work.postcodes.get(postcode4)
    return area.municipality if area else ""


def _asking(work: UnitOfWork, by: Account) -> tuple[Party, UUID] | None:
    """Give for whom somebody may read and answer invitations; ``None`` for whoever is never invited."""
    if by.role not in PARTY_OF or by.subject_id is None:
        return None
    if by.role is Role.STUDENT:
        require(by, Act.REGISTER_STUDENT, by.subject_id, group=work.students.school_of(by.subject_id))
    else:
        require(by, Act.REGISTER_COMPANY, by.subject_id)
    return PARTY_OF[by.role], by.subject_id

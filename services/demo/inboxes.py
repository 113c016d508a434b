"""What the people of the demo find when they enter: accounts, contacts, messages and what stands in their agendas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from accounts.holder import AccountHolder
from accounts.message import MailPace, MailWishes, MessageKind
from accounts.relation import Relation
from accounts.role import OF_EMPLOYER, OF_STUDENT, Role
from career.answer_clock import Side, start_of_day
from career.application import Application
from career.application_rules import StepKind
from career.student import Student
from services.applications.appointments import with_appointment
from services.applications.keeping import ANSWER_TASK
from services.applications.telling import tell_sides
from services.demo.region import Region
from services.errors import found
from services.ids import stable_id
from services.local_time import local_day
from services.messages import tell
from services.people import DemoPerson, ensure_account
from services.unit_of_work import UnitOfWork

UNREAD_FOR = timedelta(days=5)
"""What was told longer before the day of the demo has been read."""
HELPED_FOR = timedelta(days=9)
"""Older messages to jobhunters, who hear of everybody without a school here, are gone."""
PLANS = frozenset({StepKind.AGREE, StepKind.PLAN_TRIAL_DAY})
ADULT = 18
"""Below this age a parent comes along to a first conversation, in the demo."""


def plant_applications(work: UnitOfWork, region: Region, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep the applications of a region, with an account for everybody who did something, and their messages.

    What was told before today was mailed before today: nothing of it is mailed now.

    Parameters
    ----------
    people : sequence of DemoPerson
        Who can be played; messages of others are left out where nobody who is played has to do with the application.
    """
    today_at = start_of_day(local_day(now))
    played = _Played.of(region, people, today_at=today_at)
    began = min((one.began_at for one in region.applications), default=now)
    for person in people:
        ensure_account(work, account=person.account, now=began)
    others = dict(_others_who_acted(region, played))
    work.accounts.add_all(
        (AccountHolder(id=one.account_id, name=name, email=None, made_at=began) for one, name in others.items()),
        with_relations=others,
    )
    accounts = [found(person.account.id) for person in people] + [one.account_id for one in others]
    work.messages.save_wishes(
        *(MailWishes(account_id=one, answers=MailPace.OFF, news=MailPace.OFF) for one in accounts)
    )
    heard = sorted(filter(played.is_heard, _moments(region.applications)), key=lambda one: one.history[-1].at)
    read_until = today_at - UNREAD_FOR
    meetings = _told(work, [one for one in heard if one.history[-1].at < read_until], played)
    for account_id in accounts:
        work.messages.mark_read(account_id, message_id=None, now=read_until)
    meetings |= _told(work, [one for one in heard if one.history[-1].at >= read_until], played)
    work.messages.save_wishes(*(MailWishes(account_id=one) for one in accounts))
    kept = [replace(one, meeting_id=meetings.get(one.id)) for one in region.applications]
    work.applications.add_all(kept)
    for one in kept:
        if one.term is not None:
            work.defer(ANSWER_TASK, application_id=one.id, due_at=one.term.remind_at or one.term.answer_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Played:
    """Who can be played, and who and what they have to do with.

    Parameters
    ----------
    accounts : mapping of (Role, UUID) to UUID
        Accounts by role and by the student or employer they are tied to.
    groups : frozenset of (str, str)
        Schools with a class; a whole school has the class ``""``.
    """

    students: Mapping[UUID, Student]
    employer_of: Mapping[UUID, UUID]
    accounts: Mapping[tuple[Role, UUID | None], UUID]
    groups: frozenset[tuple[str, str]]
    today_at: datetime

    @classmethod
    def of(cls, region: Region, people: Sequence[DemoPerson], *, today_at: datetime) -> "_Played":
        """Look up who has to do with whom."""
        employer_at = {site.id: site.employer_id for site in region.sites}
        return cls(
            students={student.id: student for student in region.students},
            employer_of={place.id: employer_at[place.site_id] for place in region.placements},
            accounts={(one.account.role, one.account.subject_id): found(one.account.id) for one in people},
            groups=frozenset((one.account.school, one.account.group) for one in people if one.account.school),
            today_at=today_at,
        )

    def is_heard(self, application: Application) -> bool:
        """Say whether somebody who can be played may hear of the last step of an application."""
        student = self.students[application.student_id]
        sides = ((Role.STUDENT, student.id), (Role.EMPLOYER, self.employer_of[application.placement_id]))
        at_school = {(student.school, student.group), (student.school, "")}
        return (
            (application.turn is Side.HELPER and application.history[-1].at >= self.today_at - HELPED_FOR)
            or not self.accounts.keys().isdisjoint(sides)
            or not self.groups.isdisjoint(at_school)
        )

    def companions(self, application: Application) -> tuple[UUID, ...]:
        """Give who else comes to a first conversation: whoever guides at the company, and a parent of a minor."""
        student = self.students[application.student_id]
        trainer = self.accounts.get((Role.TRAINER, self.employer_of[application.placement_id]))
        parent = (
            self.accounts.get((Role.PARENT, student.id)) if student.age_on(local_day(self.today_at)) < ADULT else None
        )
        return tuple(account_id for account_id in (trainer, parent) if account_id is not None)


def _others_who_acted(region: Region, played: _Played) -> Iterator[tuple[Relation, str]]:
    """Give who acted and cannot be played, each once: what this is to whom, and the name."""
    employers = {employer.id: employer for employer in region.employers}
    seen = set(played.accounts.values())
    for one in region.applications:
        student, employer = played.students[one.student_id], employers[played.employer_of[one.placement_id]]
        names = {
            Role.STUDENT: student.first_name,
            Role.PARENT: f"Ouder van {student.first_name}",
            Role.EMPLOYER: employer.name,
        }
        for step in one.history:
            account_id, role = step.by.account_id, Role(step.by.role) if step.by.account_id else None
            if account_id is None or role not in names or account_id in seen:
                continue
            seen.add(account_id)
            relation = Relation(
                id=stable_id("relation", str(account_id), role),
                account_id=account_id,
                role=role,
                from_on=local_day(one.began_at),
                student_id=student.id if role in OF_STUDENT else None,
                employer_id=employer.id if role in OF_EMPLOYER else None,
            )
            yield relation, names[role]


def _told(work: UnitOfWork, moments: Iterable[Application], played: _Played) -> dict[UUID, UUID | None]:
    """Tell of each step, and give the meetings that were planned, by application."""
    meetings: dict[UUID, UUID | None] = {}
    earlier: dict[UUID, Application] = {}
    for after in moments:
        at = after.history[-1].at
        planned = with_appointment(work, after, before=earlier.get(after.id), now=at)
        earlier[after.id] = planned
        if planned.meeting_id is not None:
            meetings[planned.id] = planned.meeting_id
            _bring_along(work, planned.meeting_id, played.companions(planned), now=at)
        tell_sides(work, after=after, now=at)
    return meetings


def _moments(applications: Iterable[Application]) -> Iterator[Application]:
    """Give every application as it was after each of its steps; only the last day that was planned is known."""
    for one in applications:
        n_planned = max((n for n, step in enumerate(one.history) if step.kind in PLANS), default=-1)
        for number, step in enumerate(one.history):
            planned_at = one.planned_at if one.is_open and number == n_planned else None
            yield replace(
                one, state=step.state, turn=step.turn, planned_at=planned_at, history=one.history[: number + 1]
            )


def _bring_along(work: UnitOfWork, meeting_id: UUID, companions: Sequence[UUID], *, now: datetime) -> None:
    """Ask more people to come to what was just planned."""
    meeting = found(work.meetings.some([meeting_id]).get(meeting_id))
    work.meetings.save(replace(meeting, attendee_ids=meeting.attendee_ids.union(companions)))
    for account_id in companions:
        tell(work, to=account_id, kind=MessageKind.MEETING_PLANNED, about=meeting_id, now=now)

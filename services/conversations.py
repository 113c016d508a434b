"""Career conversations: planned at school, prepared by the student, kept as minutes and agreements alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from career.application_rules import ApplicationState
from career.conversation import (
    Agreement,
    AgreementOwner,
    Conversation,
    ConversationKind,
    ConversationPlace,
    ConversationState,
    Topic,
)
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from events.meeting import MeetingKind
from services.conversation_words import PLACES
from services.errors import NotFoundError, found
from services.local_time import AMSTERDAM, local_day
from services.meetings import cancel_meeting, move_meeting, plan_meeting
from services.messages import tell
from services.parents import parents_who_see
from services.permissions import Account, Act, may, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

REMIND = "worker.remind_agreement"
"""Name of the task that reminds of an agreement."""
REMIND_AT = time(9)
MOST_AGREEMENTS = 5
"""In one conversation: what more is agreed is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversations:
    """The conversations of a student, and what was agreed in them.

    Parameters
    ----------
    planned, past : tuple of Conversation
        What comes next first; of the past the latest first.
    agreements : tuple of Agreement
        What is open first, and of that what is due first.
    """

    student_id: UUID
    first_name: str
    planned: tuple[Conversation, ...]
    past: tuple[Conversation, ...]
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What was agreed, as it is typed."""

    text: str
    owner: AgreementOwner
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTalk:
    """When and where a conversation is."""

    at: datetime
    place: ConversationPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedTask:
    """What somebody said to do, and by when."""

    text: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFromOutside:
    """What a parent or a company sees: when and where they speak along, and what they said they would do."""

    talks: tuple[PlannedTalk, ...]
    agreements: tuple[AgreedTask, ...]


def conversations_of(work: UnitOfWork, *, by: Account, student_id: UUID) -> Conversations:
    """Give the conversations of a student, to the student and to who guides the student at school.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    require(by, Act.SEE_CONVERSATIONS, student_id, group=work.students.school_of(student_id))
    kept = work.conversations.of_student(student_id)
    planned = [one for one in kept if one.state is ConversationState.PLANNED]
    return Conversations(
        student_id=student_id,
        first_name=found(work.students.get(student_id)).first_name,
        planned=tuple(reversed(planned)),
        past=tuple(one for one in kept if one.state is not ConversationState.PLANNED),
        agreements=tuple(sorted(work.conversations.agreements_of(student_id), key=lambda one: not one.is_open)),
    )


def plan_conversation(
    work: UnitOfWork,
    *,
    by: Account,
    student_id: UUID,
    kind: ConversationKind,
    place: ConversationPlace,
    at: datetime,
    minutes: int,
    now: datetime,
) -> Conversation:
    """Plan a conversation; the student, and whoever else is asked to come, gets it in the calendar.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    InvalidValueError
        It cannot be then, or not that long.
    """
    _lead(work, by=by, student_id=student_id)
    if at <= now:
        raise InvalidValueError("conversation", {"planned_at": "kies een dag en een tijd die nog komen"})
    student = found(work.students.get(student_id))
    planned = Conversation(
        id=uuid4(),
        student_id=student_id,
        kind=kind,
        place=place,
        planned_at=at,
        minutes=minutes,
        led_by=by.id,
        school=student.school,
        group=student.group,
    )
    return _kept_with_meeting(work, planned, now=now)


def move_conversation(
    work: UnitOfWork,
    *,
    by: Account,
    conversation_id: UUID,
    kind: ConversationKind,
    place: ConversationPlace,
    at: datetime,
    minutes: int,
    now: datetime,
) -> Conversation:
    """Plan a conversation at another time or place, or with others; raises as ``plan_conversation``.

    Raises
    ------
    ConversationStateError
        It is not planned any more.
    """
    before = _led(work, by=by, conversation_id=conversation_id)
    if at <= now:
        raise InvalidValueError("conversation", {"planned_at": "kies een dag en een tijd die nog komen"})
    after = before.moved(to=at, place=place, minutes=minutes, kind=kind)
    return _kept_with_meeting(work, after, now=now)


def call_off_conversation(work: UnitOfWork, *, by: Account, conversation_id: UUID, now: datetime) -> Conversation:
    """Call a conversation off; calendars take it away. Raises as ``move_conversation``."""
    after = _led(work, by=by, conversation_id=conversation_id).called_off()
    _take_from_calendars(work, after, now=now)
    work.conversations.save(after)
    return after


def miss_conversation(work: UnitOfWork, *, by: Account, conversation_id: UUID, now: datetime) -> Conversation:
    """Say that somebody did not come; raises as ``move_conversation``."""
    after = _led(work, by=by, conversation_id=conversation_id).missed(now=now)
    work.conversations.save(after)
    return after


def record_conversation(
    work: UnitOfWork,
    *,
    by: Account,
    conversation_id: UUID,
    at: datetime,
    minutes: int,
    place: ConversationPlace,
    competencies: frozenset[CareerCompetency],
    agreed: Sequence[Agreed],
    now: datetime,
) -> Conversation:
    """Keep that a conversation was held: how long, what it touched, and what was agreed.

    Raises
    ------
    NotFoundError
        There is no such conversation, or not for this account.
    ConversationStateError
        It was kept or called off before.
    InvalidValueError
        Something cannot be.
    """
    before = _led(work, by=by, conversation_id=conversation_id)
    if len(agreed) > MOST_AGREEMENTS:
        raise InvalidValueError("agreement", {"text": f"spreek hoogstens {MOST_AGREEMENTS} dingen af"})
    if any(one.due_on < local_day(now) for one in agreed):
        raise InvalidValueError("agreement", {"due_on": "kies vandaag of een dag die nog komt"})
    after = before.held(
        at=at, minutes=minutes, place=place, competencies=competencies, by=by.id or before.led_by, now=now
    )
    work.conversations.save(after)
    kept = [
        Agreement(
            id=uuid4(),
            student_id=after.student_id,
            conversation_id=after.id,
            text=one.text.strip(),
            owner=one.owner,
            due_on=one.due_on,
        )
        for one in agreed
    ]
    work.conversations.save_agreements(kept)
    for one in kept:
        due_at = _reminded_at(one, day=local_day(now))
        work.defer(REMIND, due_at=due_at, agreement_id=one.id)
    return after


def prepare_conversation(
    work: UnitOfWork, *, by: Account, conversation_id: UUID, points: Sequence[str], left_out: Collection[Topic]
) -> Conversation:
    """Keep what a student wants to speak about, and what not.

    Raises
    ------
    NotFoundError
        There is no such conversation of this student.
    ConversationStateError
        It is not planned any more.
    InvalidValueError
        There are too many points, or one is too long.
    """
    student_id = found(by.subject_id)
    require(by, Act.PREPARE_CONVERSATION, student_id)
    work.students.hold(student_id)
    before = found(work.conversations.get(conversation_id))
    if before.student_id != student_id:
        raise NotFoundError("not found")
    after = before.with_points(list(points)).leaving_out(frozenset(left_out))
    work.conversations.save(after)
    return after


def tick_agreement(work: UnitOfWork, *, by: Account, agreement_id: UUID, is_done: bool, now: datetime) -> Agreement:
    """Say that what was agreed was done, or that it was not after all.

    A student ticks what the student does; at school one ticks everything.

    Raises
    ------
    NotFoundError
        There is no such agreement, or not for this account to tick.
    """
    held = work.conversations.agreement(agreement_id)
    student_id = None if held is None else held.student_id
    group = None if student_id is None else work.students.school_of(student_id)
    require(by, Act.SEE_CONVERSATIONS, student_id, group=group)
    if held is None or (by.role is Role.STUDENT and held.owner is not AgreementOwner.STUDENT):
        raise NotFoundError("not found")
    if held.is_open is not is_done:
        return held
    after = replace(held, done_on=local_day(now) if is_done else None)
    work.conversations.save_agreement(after)
    return after


def remind_of_agreement(work: UnitOfWork, *, agreement_id: UUID, now: datetime) -> None:
    """Remind of an agreement that is still open, once: the student of what the student does, school of the rest."""
    held = work.conversations.agreement(agreement_id)
    if held is None or not held.is_open or held.reminded_on is not None:
        return
    talk = found(work.conversations.get(held.conversation_id))
    is_own = held.owner is AgreementOwner.STUDENT
    to: Collection[UUID] = (
        work.accounts.related(Role.STUDENT, day=local_day(now), student_id=held.student_id)
        if is_own
        else [one for one in (talk.led_by,) if one is not None]
    )
    kind = MessageKind.AGREEMENT_DUE if is_own else MessageKind.AGREEMENT_DUE_AT_SCHOOL
    for account_id in to:
        tell(work, to=account_id, kind=kind, about=held.student_id, now=now)
    work.conversations.save_agreement(replace(held, reminded_on=local_day(now)))


def seen_by_parent(work: UnitOfWork, *, by: Account, now: datetime) -> Mapping[UUID, SeenFromOutside]:
    """Give a parent by child when and where to come along, and what a parent would do."""
    children = [tie.subject_id for tie in by.ties if tie.subject_id]
    if not may(by, Act.SEE_CHILD):
        require(by, Act.SEE_CHILD, None)
    for student_id in children:
        require(by, Act.SEE_CHILD, student_id)
    return seen_from_outside(work, children, kind=ConversationKind.WITH_PARENTS, owner=AgreementOwner.PARENT, now=now)


def seen_from_outside(
    work: UnitOfWork, student_ids: Sequence[UUID], *, kind: ConversationKind, owner: AgreementOwner, now: datetime
) -> Mapping[UUID, SeenFromOutside]:
    """Give by student the conversations of a kind that are to come, and what one side said in such a one to do.

    Whoever asks was let through to these students already.
    """
    kept = [one for one in work.conversations.of_students(student_ids) if one.kind is kind]
    coming = [one for one in kept if one.state is ConversationState.PLANNED and one.at > now]
    theirs = {one.id for one in kept}
    agreed = [
        one
        for one in work.conversations.open_agreements_of(student_ids)
        if one.owner is owner and one.conversation_id in theirs
    ]
    return {
        student_id: SeenFromOutside(
            talks=tuple(PlannedTalk(at=one.at, place=one.place) for one in coming if one.student_id == student_id),
            agreements=tuple(
                AgreedTask(text=one.text, due_on=one.due_on) for one in agreed if one.student_id == student_id
            ),
        )
        for student_id in student_ids
    }


def _companies_of(work: UnitOfWork, student_id: UUID) -> set[UUID]:
    """Give the companies at which a student has a place."""
    placed = [one for one in work.applications.of_student(student_id) if one.state is ApplicationState.PLACED]
    sites = [found(work.placements.get(one.placement_id)).site_id for one in placed]
    return {found(work.employers.site(site_id)).employer_id for site_id in sites}


def _lead(work: UnitOfWork, *, by: Account, student_id: UUID | None) -> None:
    group = None if student_id is None else work.students.school_of(student_id)
    require(by, Act.LEAD_CONVERSATION, student_id, group=group)
    if student_id is not None:
        work.students.hold(student_id)


def _led(work: UnitOfWork, *, by: Account, conversation_id: UUID) -> Conversation:
    first = work.conversations.get(conversation_id)
    _lead(work, by=by, student_id=None if first is None else first.student_id)
    # Once more, after the student is held: another may have changed it in between.
    return found(work.conversations.get(conversation_id))


def _kept_with_meeting(work: UnitOfWork, planned: Conversation, *, now: datetime) -> Conversation:
    """Keep a planned conversation, and put it in the calendars or move it there."""
    starts_at = planned.at
    ends_at = starts_at + timedelta(minutes=planned.minutes or 1)
    place = PLACES[planned.place]
    meeting = None if planned.meeting_id is None else work.meetings.get(planned.meeting_id)
    kept, come = planned, _who_come(work, planned, now=now)
    if meeting is not None and meeting.attendee_ids != come:
        # Whoever may not know of it any more hears that it is off, and of the new day nothing.
        cancel_meeting(work, meeting_id=meeting.id, now=now)
        meeting = None
    if meeting is not None:
        move_meeting(work, meeting_id=meeting.id, starts_at=starts_at, ends_at=ends_at, place=place, now=now)
    elif planned.led_by is not None:
        made = plan_meeting(
            work,
            organiser=planned.led_by,
            attendees=come,
            kind=MeetingKind.CONVERSATION,
            starts_at=starts_at,
            ends_at=ends_at,
            place=place,
            now=now,
        )
        kept = replace(planned, meeting_id=made.id)
    work.conversations.save(kept)
    return kept


def _take_from_calendars(work: UnitOfWork, planned: Conversation, *, now: datetime) -> None:
    meeting = None if planned.meeting_id is None else work.meetings.get(planned.meeting_id)
    if meeting is not None and not meeting.is_cancelled:
        cancel_meeting(work, meeting_id=meeting.id, now=now)


def _who_come(work: UnitOfWork, planned: Conversation, *, now: datetime) -> set[UUID]:
    """Give the accounts of those who come: who leads it, the student, and the others of its kind who may know of it."""
    day, student_id = local_day(now), planned.student_id
    come = {one for one in (planned.led_by,) if one is not None}
    come.update(work.accounts.related(Role.STUDENT, day=day, student_id=student_id))
    if planned.kind is ConversationKind.WITH_PARENTS:
        come.update(parents_who_see(work, student_id=student_id, now=now))
    if planned.kind is ConversationKind.TRIALOGUE:
        for employer_id in _companies_of(work, student_id):
            come.update(work.accounts.related(Role.TRAINER, day=day, employer_id=employer_id))
    return come


def _reminded_at(agreed: Agreement, *, day: date) -> datetime:
    before = load_reference(day).dossier.agreement_days
    return datetime.combine(agreed.due_on - timedelta(days=before), REMIND_AT, tzinfo=AMSTERDAM)

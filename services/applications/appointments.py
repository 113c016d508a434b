"""A meeting or trial day in the calendars of those who come, for as long as the application goes on."""

from dataclasses import replace
from datetime import datetime, timedelta

from career.answer_clock import Side
from career.application import Application
from career.application_rules import ApplicationState, StepKind
from events.meeting import Meeting, MeetingKind
from services.applications.telling import accounts_of
from services.meetings import cancel_meeting, move_meeting, plan_meeting
from services.unit_of_work import UnitOfWork

KINDS = {StepKind.AGREE: MeetingKind.CONVERSATION, StepKind.PLAN_TRIAL_DAY: MeetingKind.TRIAL_DAY}
"""The step after which something stands in calendars."""
BY_STATE = {
    ApplicationState.MEETING: MeetingKind.CONVERSATION,
    ApplicationState.TRIAL_DAY: MeetingKind.TRIAL_DAY,
}
"""What it is that somebody agrees on a day for later."""
LASTS = {MeetingKind.CONVERSATION: timedelta(hours=1), MeetingKind.TRIAL_DAY: timedelta(hours=7)}
"""How long it takes up in a calendar; nobody is asked for the end."""


def with_appointment(
    work: UnitOfWork, application: Application, *, before: Application | None, now: datetime
) -> Application:
    """Put what was just agreed in the calendars of the student and the company, when it has a day.

    A day that is moved stays the same appointment in their calendars; one that is called off leaves them.
    """
    step, starts_at = application.history[-1], application.planned_at
    meeting = _meeting_of(work, before)
    if step.kind is StepKind.CANCEL_DAY and meeting is not None:
        cancel_meeting(work, meeting_id=meeting.id, now=now)
    if step.kind is StepKind.MOVE_DAY and meeting is not None and starts_at is not None:
        move_meeting(
            work,
            meeting_id=meeting.id,
            starts_at=starts_at,
            ends_at=starts_at + (meeting.ends_at - meeting.starts_at),
            place=application.planned_where,
            now=now,
        )
        return application
    kind = BY_STATE.get(application.state) if step.kind is StepKind.MOVE_DAY else KINDS.get(step.kind)
    if kind is None or starts_at is None or starts_at <= now or step.by.account_id is None:
        return application
    sides = (Side.STUDENT, Side.EMPLOYER)
    attendees = {account for side in sides for account in accounts_of(work, application, side, now=now)}
    if not attendees:
        return application
    meeting = plan_meeting(
        work,
        organiser=step.by.account_id,
        attendees=attendees,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + LASTS[kind],
        place=application.planned_where,
        now=now,
    )
    return replace(application, meeting_id=meeting.id)


def take_back_appointment(work: UnitOfWork, application: Application, *, now: datetime) -> None:
    """Take a day still to come out of the calendars, when an application ended before it."""
    meeting = _meeting_of(work, application)
    if meeting is not None and application.ended_by is not None and meeting.starts_at > now:
        cancel_meeting(work, meeting_id=meeting.id, now=now)


def _meeting_of(work: UnitOfWork, application: Application | None) -> Meeting | None:
    """Give the meeting of an application that was not called off."""
    if application is None or application.meeting_id is None:
        return None
    meeting = work.meetings.get(application.meeting_id)
    return None if meeting is None or meeting.is_cancelled else meeting

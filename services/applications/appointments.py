"""A meeting or trial day in the calendars of those who come, for as long as the application goes on."""

from dataclasses import replace
from datetime import datetime, timedelta

from career.answer_clock import Side
from career.application import Application
from career.application_rules import StepKind
from events.meeting import MeetingKind
from services.applications.telling import accounts_of
from services.meetings import cancel_meeting, plan_meeting
from services.unit_of_work import UnitOfWork

KINDS = {StepKind.AGREE: MeetingKind.CONVERSATION, StepKind.PLAN_TRIAL_DAY: MeetingKind.TRIAL_DAY}
"""The step after which something stands in calendars."""
LASTS = {MeetingKind.CONVERSATION: timedelta(hours=1), MeetingKind.TRIAL_DAY: timedelta(hours=7)}
"""How long it takes up in a calendar; nobody is asked for the end."""


def with_appointment(work: UnitOfWork, application: Application, *, now: datetime) -> Application:
    """Put what was just agreed in the calendars of the student and the company, when it has a day."""
    step, starts_at = application.history[-1], application.planned_at
    kind = KINDS.get(step.kind)
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
    if application.meeting_id is None or application.ended_by is None:
        return
    meeting = work.meetings.get(application.meeting_id)
    if meeting is not None and not meeting.is_cancelled and meeting.starts_at > now:
        cancel_meeting(work, meeting_id=meeting.id, now=now)

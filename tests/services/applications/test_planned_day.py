"""A day that is moved or called off: in the application, in the calendars, and for whoever may ask."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from career.answer_clock import Side
from career.application import Application
from career.application_rules import ApplicationState, ApplicationStepError, StepKind
from career.errors import InvalidValueError
from events.invitation import invitation_text
from events.meeting import Meeting
from services.applications.planned_day import planned_day
from services.errors import NotFoundError
from services.messages import MessageKind
from tests.contacts import World, planned


@pytest.fixture
def meeting(world: World) -> Application:
    application = world.interest()
    world.step("employer", application, StepKind.INVITE, **planned(world))
    return world.step("student 0", application, StepKind.AGREE)


def kept(world: World, application: Application) -> Meeting:
    assert application.meeting_id is not None
    with world.reading() as work:
        found = work.meetings.get(application.meeting_id)
    assert found is not None
    return found


def invitation(meeting: Meeting) -> tuple[str, str, int]:
    text = invitation_text(meeting, organiser="post@plek.example", attendee="s0@post.example", details_url="https://x/")
    calendar = Calendar.from_ical(text)
    (entry,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), str(entry["UID"]), int(entry["SEQUENCE"])


@pytest.mark.parametrize(
    ("by", "asked"),
    [
        ("student 0", {}),
        ("employer", {}),
        ("teacher", {"on_behalf_of": Side.STUDENT, "reason": "Noor belde"}),
    ],
)
def test_moved_day_is_the_same_appointment_with_the_next_number_for_everybody(
    world: World, meeting: Application, by: str, asked: dict[str, Any]
) -> None:
    first = kept(world, meeting)
    later = planned(world, days=5)

    moved = world.step(by, meeting, StepKind.MOVE_DAY, **later, **asked)

    again = kept(world, moved)
    assert (moved.state, moved.turn, moved.planned_at) == (
        ApplicationState.MEETING,
        Side.EMPLOYER,
        later["planned_at"],
    )
    assert (again.starts_at, again.ends_at - again.starts_at) == (later["planned_at"], timedelta(hours=1))
    method, uid, sequence = invitation(first)
    assert (method, sequence) == ("REQUEST", 0)
    assert invitation(again) == ("REQUEST", uid, 1)
    for who in ("student 0", "employer"):
        assert world.told(who).count(MessageKind.MEETING_PLANNED) == 2


def test_day_that_is_called_off_leaves_the_calendars_and_the_company_names_another(
    world: World, meeting: Application
) -> None:
    cancelled = world.step("student 0", meeting, StepKind.CANCEL_DAY)
    away = kept(world, meeting)
    named = world.step("employer", cancelled, StepKind.MOVE_DAY, **planned(world, days=3))

    assert (cancelled.state, cancelled.turn, cancelled.planned_at, cancelled.meeting_id) == (
        ApplicationState.MEETING,
        Side.EMPLOYER,
        None,
        None,
    )
    assert (away.is_cancelled, invitation(away)[0], invitation(away)[2]) == (True, "CANCEL", 1)
    assert MessageKind.MEETING_CANCELLED in world.told("student 0")
    assert MessageKind.APPLICATION_YOUR_TURN in world.told("employer")
    assert invitation(kept(world, named))[0::2] == ("REQUEST", 0)


def test_trial_day_that_is_called_off_leads_back_to_meeting(world: World, meeting: Application) -> None:
    trial = world.step("employer", meeting, StepKind.PLAN_TRIAL_DAY, **planned(world, days=4))
    assert kept(world, trial).ends_at - kept(world, trial).starts_at == timedelta(hours=7)

    off = world.step("employer", trial, StepKind.CANCEL_DAY)

    assert (off.state, off.turn, off.planned_at) == (ApplicationState.MEETING, Side.EMPLOYER, None)
    assert world.step("employer", off, StepKind.PLAN_TRIAL_DAY, **planned(world)).state is ApplicationState.TRIAL_DAY


def test_day_that_has_been_can_be_moved_but_not_called_off(world: World, meeting: Application) -> None:
    world.clock.now += timedelta(days=3)

    with pytest.raises(InvalidValueError) as refused:
        world.step("student 0", meeting, StepKind.CANCEL_DAY)

    assert list(refused.value.faults) == ["planned_at"]
    assert world.step("student 0", meeting, StepKind.MOVE_DAY, **planned(world)).planned_at is not None


def test_moving_needs_a_day_that_can_be(world: World, meeting: Application) -> None:
    for asked in ({}, {"planned_at": world.now - timedelta(hours=1)}, {"planned_at": world.now + timedelta(days=11)}):
        with pytest.raises(InvalidValueError):
            world.step("employer", meeting, StepKind.MOVE_DAY, **asked)

    assert kept(world, meeting).revision == 0


def test_nobody_moves_a_day_before_there_is_to_be_one(world: World) -> None:
    application = world.interest()

    for kind in (StepKind.MOVE_DAY, StepKind.CANCEL_DAY):
        with pytest.raises(ApplicationStepError):
            world.step("employer", application, kind, **planned(world))
    with pytest.raises(NotFoundError), world.reading() as work:
        planned_day(work, by=world.accounts["student 0"], application_id=application.id, now=world.now)


def test_each_reads_with_whom_and_who_is_out_of_reach_reads_nothing(world: World, meeting: Application) -> None:
    names = {}
    for who in ("student 0", "employer", "teacher"):
        with world.reading() as work:
            names[who] = planned_day(work, by=world.accounts[who], application_id=meeting.id, now=world.now).who
    student, company = world.students[0].first_name, names["student 0"]

    assert names == {"student 0": company, "employer": student, "teacher": f"{student} en {company}"}
    for who in ("student 1", "other employer", "other teacher", "parent"):
        with pytest.raises(NotFoundError), world.reading() as work:
            planned_day(work, by=world.accounts[who], application_id=meeting.id, now=world.now)

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from career.conversation import (
    Agreement,
    AgreementOwner,
    Conversation,
    ConversationKind,
    ConversationPlace,
    ConversationState,
    ConversationStateError,
)
from career.dossier import CareerCompetency
from career.errors import InvalidValueError

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLANNED = Conversation(
    id=UUID(int=1),
    student_id=UUID(int=2),
    kind=ConversationKind.INDIVIDUAL,
    place=ConversationPlace.SCHOOL,
    planned_at=NOON,
    led_by=UUID(int=3),
    school="De Wissel",
    group="3b",
)
AGREED = Agreement(
    id=UUID(int=4),
    student_id=UUID(int=2),
    conversation_id=UUID(int=1),
    text="Belt de bakker",
    owner=AgreementOwner.STUDENT,
    due_on=date(2026, 12, 7),
)


def hold(at: datetime = NOON, *, minutes: int = 20, now: datetime = NOON) -> Conversation:
    return PLANNED.held(
        at=at,
        minutes=minutes,
        place=ConversationPlace.HOME,
        competencies=frozenset({CareerCompetency.MOTIVES}),
        by=UUID(int=5),
        now=now,
    )


def test_conversation_held_keeps_what_was_planned_and_says_what_was():
    held = hold(NOON + timedelta(minutes=5), now=NOON + timedelta(hours=1))

    assert held == replace(
        PLANNED,
        state=ConversationState.HELD,
        held_at=NOON + timedelta(minutes=5),
        minutes=20,
        place=ConversationPlace.HOME,
        competencies=frozenset({CareerCompetency.MOTIVES}),
        led_by=UUID(int=5),
    )


def test_conversation_still_to_come_is_not_held():
    with pytest.raises(InvalidValueError) as refused:
        hold(NOON + timedelta(minutes=1))

    assert set(refused.value.faults) == {"held_at"}


@pytest.mark.parametrize("minutes", [0, -1, 241])
def test_conversation_of_impossible_length_is_refused(minutes):
    with pytest.raises(InvalidValueError) as refused:
        hold(minutes=minutes)

    assert set(refused.value.faults) == {"minutes"}


def test_conversation_that_is_over_is_not_moved_or_called_off_or_missed():
    over = hold()

    for step in (
        over.called_off,
        lambda: over.missed(now=NOON),
        lambda: over.with_points(["Nog iets"]),
        lambda: over.leaving_out(frozenset()),
        lambda: over.moved(to=NOON, place=over.place, minutes=30, kind=over.kind),
    ):
        with pytest.raises(ConversationStateError):
            step()


def test_conversation_is_missed_only_after_it_began():
    with pytest.raises(ConversationStateError):
        PLANNED.missed(now=NOON - timedelta(minutes=1))

    assert PLANNED.missed(now=NOON).state is ConversationState.MISSED


def test_points_of_student_are_three_short_ones():
    assert PLANNED.with_points(["  Open dag ", "", "Stage"]).points == ("Open dag", "Stage")
    for points in (["a", "b", "c", "d"], ["x" * 141]):
        with pytest.raises(InvalidValueError):
            PLANNED.with_points(points)


def test_agreement_is_due_from_some_days_before_until_it_is_done():
    assert not AGREED.is_due(day=date(2026, 12, 3), days_before=3)
    assert AGREED.is_due(day=date(2026, 12, 4), days_before=3)
    assert not replace(AGREED, done_on=date(2026, 12, 1)).is_due(day=date(2026, 12, 30), days_before=3)


@pytest.mark.parametrize("text", ["", "   ", "x" * 141])
def test_agreement_without_one_short_sentence_is_refused(text):
    with pytest.raises(InvalidValueError):
        replace(AGREED, text=text)

"""An application: who may do what, whose turn it is, and laws that hold whatever people do."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from career.answer_clock import AnswerClock, AnswerTerms, Side, local_day
from career.application import Application
from career.application_rules import (
    HOUSE,
    OPEN,
    RULES,
    TURNS,
    Actor,
    ApplicationState,
    ApplicationStepError,
    ClosingCause,
    EndReason,
    Outcome,
    StepKind,
)
from career.errors import InvalidValueError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TERMS = AnswerTerms(
    answer_days=5, reminder_day=3, reminder_hour=9, most_days=15, plan_ahead_days=10, next_helper_days=3
)
CLOCK = AnswerClock(
    terms=TERMS,
    public_holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26)}),
    school_holidays=frozenset(date(2026, 12, 19) + timedelta(days=n) for n in range(16)),
)
PEOPLE = {
    Side.STUDENT: Actor(side=Side.STUDENT, account_id=UUID(int=1), role="student"),
    Side.PARENT: Actor(side=Side.PARENT, account_id=UUID(int=2), role="parent"),
    Side.EMPLOYER: Actor(side=Side.EMPLOYER, account_id=UUID(int=3), role="employer"),
    Side.HELPER: Actor(side=Side.HELPER, account_id=UUID(int=4), role="jobhunter", reason="Past bij wat Noor zoekt"),
    Side.HOUSE: HOUSE,
}
STUDENT, PARENT, EMPLOYER, HELPER = (PEOPLE[side] for side in list(Side)[:4])
REASONS = {side: EndReason(code=f"{side}_reason", side=side, label="Een reden", told="Een reden") for side in Side}
TOMORROW = {"planned_at": NOW + timedelta(days=1), "planned_where": "Bij de ingang"}


def on_behalf(side: Side) -> Actor:
    return Actor(
        side=Side.HELPER, account_id=UUID(int=4), role="jobhunter", on_behalf_of=side, reason="Aan de telefoon gezegd"
    )


def begun(by: Actor = STUDENT, *, asks_parent: bool = False) -> Application:
    return Application.begin(
        id=UUID(int=9),
        student_id=UUID(int=10),
        placement_id=UUID(int=11),
        number=1,
        by=by,
        asks_parent=asks_parent,
        now=NOW,
        clock=CLOCK,
    )


def invited() -> Application:
    return begun().invite(EMPLOYER, **TOMORROW, now=NOW, clock=CLOCK)


def met() -> Application:
    return invited().agree(STUDENT, shares_email=False, now=NOW, clock=CLOCK)


def accepted() -> Application:
    return met().offer(EMPLOYER, now=NOW, clock=CLOCK).accept(STUDENT, now=NOW, clock=CLOCK)


def test_from_one_tap_to_a_place_every_step_says_whose_turn_it_is() -> None:
    placed = accepted().place(HELPER, now=NOW)

    assert [(step.kind, step.state, step.turn) for step in placed.history] == [
        (StepKind.SHOW_INTEREST, ApplicationState.INTEREST, Side.EMPLOYER),
        (StepKind.INVITE, ApplicationState.INVITED, Side.STUDENT),
        (StepKind.AGREE, ApplicationState.MEETING, Side.EMPLOYER),
        (StepKind.OFFER, ApplicationState.OFFERED, Side.STUDENT),
        (StepKind.ACCEPT, ApplicationState.ACCEPTED, Side.HELPER),
        (StepKind.PLACE, ApplicationState.PLACED, None),
    ]
    assert (placed.outcome, placed.is_open, placed.term) == (Outcome.PLACED, False, None)


def test_company_is_interested_in_a_card_that_was_shown_and_the_student_answers() -> None:
    shown = begun(HELPER)
    wanted = shown.show_interest(EMPLOYER, now=NOW, clock=CLOCK)
    mutual = wanted.show_interest(STUDENT, now=NOW, clock=CLOCK)

    assert [(one.state, one.turn, one.is_mutual) for one in (shown, wanted, mutual)] == [
        (ApplicationState.SHOWN, Side.EMPLOYER, False),
        (ApplicationState.INTEREST, Side.STUDENT, False),
        (ApplicationState.SEEN, Side.EMPLOYER, True),
    ]


def test_company_cannot_invite_who_has_not_said_to_be_interested() -> None:
    wanted = begun(HELPER).show_interest(EMPLOYER, now=NOW, clock=CLOCK)

    with pytest.raises(ApplicationStepError):
        wanted.invite(EMPLOYER, **TOMORROW, now=NOW, clock=CLOCK)


@pytest.mark.parametrize("by", [EMPLOYER, PARENT])
def test_only_a_student_or_who_helps_can_begin(by: Actor) -> None:
    with pytest.raises(ApplicationStepError):
        begun(by)


def test_helper_who_shows_a_card_says_why() -> None:
    with pytest.raises(InvalidValueError) as refused:
        begun(Actor(side=Side.HELPER, account_id=UUID(int=4), role="jobhunter"))

    assert list(refused.value.faults) == ["reason"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"account_id": None}, "account_id"),
        ({"on_behalf_of": Side.STUDENT}, "reason"),
        ({"on_behalf_of": Side.PARENT, "reason": "Zei ja"}, "on_behalf_of"),
        ({"side": Side.EMPLOYER, "on_behalf_of": Side.STUDENT, "reason": "Zei ja"}, "on_behalf_of"),
        ({"reason": "a" * 301}, "reason"),
    ],
)
def test_nobody_acts_without_a_name_or_for_another_without_a_reason(changes: dict[str, Any], field: str) -> None:
    plain = {"side": Side.HELPER, "account_id": UUID(int=4), "role": "teacher", **changes}

    with pytest.raises(InvalidValueError) as refused:
        Actor(**plain)

    assert list(refused.value.faults) == [field]


def test_company_can_do_nothing_before_a_parent_has_said_yes() -> None:
    asking = begun(asks_parent=True)

    assert (asking.state, asking.turn) == (ApplicationState.ASKING_PARENT, Side.PARENT)
    assert [kind for kind in StepKind if asking.may(kind, Side.EMPLOYER)] == []
    assert asking.consent(PARENT, now=NOW, clock=CLOCK).turn is Side.EMPLOYER
    assert asking.end(PARENT, REASONS[Side.PARENT], now=NOW).outcome is Outcome.WITHDRAWN


def test_company_that_reads_a_card_gets_no_more_time() -> None:
    seen = begun().see(EMPLOYER, now=NOW + timedelta(days=4))

    assert (seen.state, seen.term) == (ApplicationState.SEEN, begun().term)


def test_silent_company_gives_the_turn_to_a_helper_who_can_ask_again_and_not_for_longer() -> None:
    asked = begun()
    assert asked.term is not None
    late = asked.hand_over(now=asked.term.answer_by, clock=CLOCK)
    called = late.ask_again(HELPER, now=asked.term.answer_by, clock=CLOCK)

    assert (late.turn, late.employer_was_silent, late.counts_for_student) == (Side.HELPER, True, False)
    assert called.turn is Side.EMPLOYER
    assert called.term is not None
    assert late.term is not None
    assert called.term.closes_at == late.term.closes_at == asked.term.closes_at


def test_silent_student_still_counts_as_a_contact_of_the_student() -> None:
    asked = invited()
    assert asked.term is not None

    late = asked.hand_over(now=asked.term.answer_by, clock=CLOCK)

    assert (late.turn, late.employer_was_silent, late.counts_for_student) == (Side.HELPER, False, True)


def test_nobody_answered_is_no_refusal() -> None:
    asked = begun()
    assert asked.term is not None
    with pytest.raises(ApplicationStepError):
        asked.close(ClosingCause.NOBODY_ANSWERED, now=asked.term.closes_at - timedelta(seconds=1))

    closed = asked.close(ClosingCause.NOBODY_ANSWERED, now=asked.term.closes_at)

    assert (closed.outcome, closed.end_code) == (Outcome.CLOSED_KINDLY, "nobody_answered")


@pytest.mark.parametrize("side", list(Side))
def test_end_needs_a_reason_of_the_side_that_ends(side: Side) -> None:
    if side is Side.EMPLOYER:
        ended = begun().end(EMPLOYER, REASONS[side], now=NOW)
        assert (ended.outcome, ended.end_code, ended.history[-1].by) == (Outcome.REFUSED, "employer_reason", EMPLOYER)
    else:
        with pytest.raises(InvalidValueError):
            begun().end(EMPLOYER, REASONS[side], now=NOW)


def test_helper_ends_for_a_company_with_a_reason_of_the_company() -> None:
    ended = begun().end(on_behalf(Side.EMPLOYER), REASONS[Side.EMPLOYER], now=NOW)

    assert (ended.outcome, ended.ended_by, ended.history[-1].by.side) == (Outcome.REFUSED, Side.EMPLOYER, Side.HELPER)


@pytest.mark.parametrize(
    ("planned_at", "where", "field"),
    [
        (NOW, "", "planned_at"),
        (NOW + timedelta(days=11), "", "planned_at"),
        (NOW + timedelta(days=1), "a" * 201, "planned_where"),
    ],
)
def test_meeting_is_soon_and_its_place_short(planned_at: datetime, where: str, field: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        begun().invite(EMPLOYER, planned_at=planned_at, planned_where=where, now=NOW, clock=CLOCK)

    assert list(refused.value.faults) == [field]


def test_nothing_in_an_application_can_hold_a_score() -> None:
    words = {"score", "rank", "fit", "percent", "match"}

    assert words.isdisjoint(field.name for kind in (Application, Actor, EndReason) for field in fields(kind))
    assert {kind for kind, held in RULES.items() if Side.HOUSE in held.sides} == {
        StepKind.REMIND,
        StepKind.HAND_OVER,
        StepKind.NEXT_HELPER,
        StepKind.CLOSE,
    }


class Course(RuleBasedStateMachine):
    """People and the clock do whatever they may, and try what they may not."""

    @initialize(
        by=st.sampled_from([STUDENT, HELPER, on_behalf(Side.STUDENT)]),
        asks_parent=st.booleans(),
        later=st.integers(0, 400 * 24),
        is_accepted=st.booleans(),
    )
    def begin(self, by: Actor, asks_parent: bool, later: int, is_accepted: bool) -> None:
        self.now = NOW + timedelta(hours=later)
        self.moved_at = self.now
        self.application = Application.begin(
            id=UUID(int=9),
            student_id=UUID(int=10),
            placement_id=UUID(int=11),
            number=1,
            by=by,
            asks_parent=asks_parent,
            now=self.now,
            clock=CLOCK,
        )
        if is_accepted:
            self.say_yes()

    def say_yes(self) -> None:
        """Go on to where both said yes, which few courses reach by chance."""
        held, timed = self.application, {"now": self.now, "clock": CLOCK}
        if held.state is ApplicationState.ASKING_PARENT:
            held = held.consent(PARENT, **timed)
        if not held.student_wants:
            held = held.show_interest(STUDENT, **timed)
        held = held.invite(EMPLOYER, planned_at=None, planned_where="", **timed)
        held = held.agree(STUDENT, shares_email=False, **timed)
        self.application = held.offer(EMPLOYER, **timed).accept(STUDENT, **timed)

    def take(self, kind: StepKind, by: Actor) -> Application:
        held, when = self.application, {"now": self.now}
        timed = {**when, "clock": CLOCK}
        planned = {"planned_at": self.now + timedelta(days=2), "planned_where": "Hier"}
        steps: dict[StepKind, Any] = {
            StepKind.SHOW_INTEREST: lambda: held.show_interest(by, **timed),
            StepKind.CONSENT: lambda: held.consent(by, **timed),
            StepKind.SEE: lambda: held.see(by, **when),
            StepKind.INVITE: lambda: held.invite(by, **planned, **timed),
            StepKind.AGREE: lambda: held.agree(by, shares_email=True, **timed),
            StepKind.PLAN_TRIAL_DAY: lambda: held.plan_trial_day(by, **planned, **timed),
            StepKind.MOVE_DAY: lambda: held.move_day(by, **planned, **timed),
            StepKind.CANCEL_DAY: lambda: held.cancel_day(by, **timed),
            StepKind.OFFER: lambda: held.offer(by, **timed),
            StepKind.ACCEPT: lambda: held.accept(by, **timed),
            StepKind.PLACE: lambda: held.place(by, **when),
            StepKind.END: lambda: held.end(by, REASONS[by.acts_as], **when),
            StepKind.ASK_AGAIN: lambda: held.ask_again(by, **timed),
        }
        taken: Application = steps[kind]()
        return taken

    @rule(
        kind=st.sampled_from([kind for kind in RULES if Side.HOUSE not in RULES[kind].sides]),
        by=st.sampled_from([*list(PEOPLE.values())[:4], on_behalf(Side.STUDENT), on_behalf(Side.EMPLOYER)]),
    )
    def somebody_tries(self, kind: StepKind, by: Actor) -> None:
        before = self.application
        if not before.may(kind, by.acts_as):
            with pytest.raises(ApplicationStepError):
                self.take(kind, by)
            return
        is_past = kind is StepKind.CANCEL_DAY and before.planned_at is not None and before.planned_at <= self.now
        if is_past:
            with pytest.raises(InvalidValueError):
                self.take(kind, by)
            return
        self.application = self.take(kind, by)
        assert self.application.history[:-1] == before.history
        assert self.application.history[-1].by == by
        if kind not in (StepKind.SEE, StepKind.ASK_AGAIN):
            self.moved_at = self.now

    @rule(hours=st.integers(1, 100))
    @precondition(lambda self: self.application.is_open)
    def time_passes(self, hours: int) -> None:
        until = self.now + timedelta(hours=hours)
        while (held := self.application).is_open:
            assert held.term is not None
            at = min(filter(None, (held.term.remind_at, held.term.answer_by, held.term.closes_at)))
            if at > until:
                break
            self.now = at
            if held.is_promised and at >= held.term.answer_by:
                self.application, self.moved_at = held.ask_next_helper(now=at, clock=CLOCK), at
            elif at == held.term.closes_at:
                self.application = held.close(ClosingCause.NOBODY_ANSWERED, now=at)
            elif at == held.term.answer_by:
                self.application = held.hand_over(now=at, clock=CLOCK)
            else:
                self.application = held.remind(now=at)
        self.now = max(self.now, until)

    @rule(cause=st.sampled_from([cause for cause in ClosingCause if cause is not ClosingCause.NOBODY_ANSWERED]))
    @precondition(lambda self: self.application.is_open and len(self.application.history) > 8)
    def place_or_student_is_gone(self, cause: ClosingCause) -> None:
        if self.application.is_promised and cause is ClosingCause.PLACE_CLOSED:
            with pytest.raises(ApplicationStepError):
                self.application.close(cause, now=self.now)
            return
        self.application = self.application.close(cause, now=self.now)
        assert self.application.outcome is Outcome.CLOSED_KINDLY

    @invariant()
    def it_is_always_somebodys_turn_until_it_is_over(self) -> None:
        held = self.application
        assert (held.turn is not None) == (held.term is not None) == held.is_open == (held.state in OPEN)
        assert (held.outcome is None) == held.is_open
        assert held.turn in (TURNS[held.state], Side.HELPER, Side.STUDENT if not held.student_wants else None)

    @invariant()
    def nobody_waits_longer_than_the_most(self) -> None:
        if self.application.is_open:
            assert local_day(self.now) - local_day(self.moved_at) <= timedelta(days=TERMS.most_days - 1)

    @invariant()
    def a_yes_never_ends_by_silence(self) -> None:
        held = self.application
        if held.accepted_at is not None and held.ended_by is Side.HOUSE:
            assert held.end_code in (ClosingCause.PLACED_ELSEWHERE, ClosingCause.SEATS_GONE)

    @invariant()
    def a_refusal_has_a_person(self) -> None:
        if self.application.outcome is Outcome.REFUSED:
            assert self.application.history[-1].by.account_id is not None
            assert self.application.end_code == REASONS[Side.EMPLOYER].code


TestCourse = Course.TestCase
TestCourse.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)

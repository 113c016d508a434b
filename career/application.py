"""An application (sollicitatie): one student and one place, who did what, whose turn it is and until when."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from career.answer_clock import AnswerClock, Side, Term, local_day
from career.application_rules import (
    HOUSE,
    LADDER,
    OPEN,
    OUTCOMES,
    PROMISED,
    RULES,
    SEEN_BY_EMPLOYER,
    TURNS,
    WITH_A_DAY,
    Actor,
    ApplicationState,
    ApplicationStep,
    ApplicationStepError,
    ClosingCause,
    EndReason,
    Outcome,
    Rung,
    StepKind,
)
from career.errors import InvalidValueError

LONGEST_WHERE = 200
BY_ITSELF = frozenset({ClosingCause.NOBODY_ANSWERED, ClosingCause.PLACE_CLOSED})
"""Why nothing closes that both said yes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """One student at one place.

    A step gives the next value, with a line more in its history, or raises ``ApplicationStepError``.

    Parameters
    ----------
    number : int
        Counts the candidates of the place from 1; to the company this is who it is about, at first.
    turn : Side or None
        Who has to do something; nobody once it is placed or ended.
    started_by : Side
        Who began; a helper who showed the card, or somebody with interest.
    student_wants, employer_wants : bool
        Who has said to be interested.
    employer_was_silent : bool
        The company let its term pass; it no longer counts as one of the student's own contacts.
    shares_email : bool
        The student gives the company the own address.
    waiting_since : datetime
        When the last step was taken that moved it on.
    term : Term or None
        Until when the one whose turn it is may wait; ``None`` when it is nobody's turn.
    planned_at, planned_where
        The meeting or the trial day, once there is one.
    meeting_id : UUID or None
        Under which it stands in the calendars of those who come.
    end_code : str
        The reason of the end: a code of the list of a side, or a ``ClosingCause``.
    """

    id: UUID
    student_id: UUID
    placement_id: UUID
    number: int
    state: ApplicationState
    turn: Side | None
    started_by: Side
    waiting_since: datetime
    term: Term | None
    history: tuple[ApplicationStep, ...]
    student_wants: bool = False
    employer_wants: bool = False
    employer_was_silent: bool = False
    shares_email: bool = False
    planned_at: datetime | None = None
    planned_where: str = ""
    meeting_id: UUID | None = None
    ended_by: Side | None = None
    end_code: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN

    @property
    def is_mutual(self) -> bool:
        """Whether both want to meet."""
        return self.student_wants and self.employer_wants

    @property
    def is_promised(self) -> bool:
        """Whether both said yes, and only the school has to arrange it."""
        return self.state in PROMISED

    @property
    def is_overdue(self) -> bool:
        """Whether a yes was left lying."""
        return self.state is ApplicationState.LEFT_LYING

    @property
    def rung(self) -> Rung:
        """Who among those who help has the turn; one further each time that a yes was left lying."""
        n_asked = sum(step.kind is StepKind.NEXT_HELPER for step in self.history)
        return LADDER[min(n_asked, len(LADDER) - 1)]

    @property
    def accepted_at(self) -> datetime | None:
        """When the student said yes to the place; ``None`` before that."""
        return next((step.at for step in self.history if step.kind is StepKind.ACCEPT), None)

    @property
    def outcome(self) -> Outcome | None:
        """What became of it; ``None`` while it is open."""
        if self.state is ApplicationState.PLACED:
            return Outcome.PLACED
        return None if self.ended_by is None else OUTCOMES[self.ended_by]

    @property
    def began_at(self) -> datetime:
        """When it was made."""
        return self.history[0].at

    @property
    def counts_for_student(self) -> bool:
        """Whether it is one of the contacts of which a student has only so many."""
        return self.is_open and not self.employer_was_silent

    def may(self, kind: StepKind, side: Side) -> bool:
        """Say whether a side could take a step as things stand; the moment may still be wrong."""
        rule = RULES.get(kind)
        if rule is None or side not in rule.sides or self.state not in rule.states:
            return False
        match kind:
            case StepKind.SHOW_INTEREST if side is Side.EMPLOYER:
                return self.state is ApplicationState.SHOWN
            case StepKind.SHOW_INTEREST:
                return not self.student_wants
            case StepKind.SEE | StepKind.INVITE:
                return self.student_wants
            case StepKind.END if side is Side.EMPLOYER:
                return self.state in SEEN_BY_EMPLOYER
            case StepKind.END if side is Side.PARENT:
                return self.state is ApplicationState.ASKING_PARENT
            case StepKind.ASK_AGAIN:
                return self.turn is Side.HELPER and self._usual_turn is not Side.HELPER
            case StepKind.HAND_OVER:
                return self.turn is not Side.HELPER
            case StepKind.CANCEL_DAY:
                return self.planned_at is not None
            case _:
                return True

    @classmethod
    def begin(
        cls,
        *,
        id: UUID,  # noqa: A002 - the field's name
        student_id: UUID,
        placement_id: UUID,
        number: int,
        by: Actor,
        asks_parent: bool,
        shares_email: bool = False,
        now: datetime,
        clock: AnswerClock,
    ) -> "Application":
        """Begin with the student's interest, or with a helper who shows the card and says why.

        Parameters
        ----------
        asks_parent : bool
            The student is too young to decide alone.

        Raises
        ------
        InvalidValueError
            A helper does not say why.
        ApplicationStepError
            Somebody else begins.
        """
        wants = by.acts_as is Side.STUDENT
        kind = StepKind.SHOW_INTEREST if wants else StepKind.SHOW
        state = ApplicationState.INTEREST if wants else ApplicationState.SHOWN
        if by.acts_as not in (Side.STUDENT, Side.HELPER):
            raise ApplicationStepError(state, kind, by.acts_as)
        if by.side is Side.HELPER and not by.reason.strip():
            raise InvalidValueError("application", {"reason": "schrijf op waarom je deze jongere voorstelt"})
        empty = cls(
            id=id,
            student_id=student_id,
            placement_id=placement_id,
            number=number,
            state=ApplicationState.ASKING_PARENT if asks_parent else state,
            turn=None,
            started_by=by.acts_as,
            waiting_since=now,
            term=None,
            history=(),
            student_wants=wants,
            shares_email=shares_email,
        )
        return empty._moved(kind, by, empty.state, now=now, clock=clock)

    def show_interest(self, by: Actor, *, now: datetime, clock: AnswerClock) -> "Application":
        """Say to be interested: a student, or a company to which the card was shown."""
        self._check(StepKind.SHOW_INTEREST, by)
        if by.acts_as is Side.EMPLOYER:
            interested = replace(self, employer_wants=True)
            return interested._moved(StepKind.SHOW_INTEREST, by, ApplicationState.INTEREST, now=now, clock=clock)
        # A company that was interested first has seen the card already.
        to = ApplicationState.SEEN if self.employer_wants else ApplicationState.INTEREST
        return replace(self, student_wants=True)._moved(StepKind.SHOW_INTEREST, by, to, now=now, clock=clock)

    def consent(self, by: Actor, *, now: datetime, clock: AnswerClock) -> "Application":
        """Say yes as a parent; from now on the company sees the card."""
        self._check(StepKind.CONSENT, by)
        to = ApplicationState.INTEREST if self.student_wants else ApplicationState.SHOWN
        return self._moved(StepKind.CONSENT, by, to, now=now, clock=clock)

    def see(self, by: Actor, *, now: datetime) -> "Application":
        """Note that the company read it; that gives no more time."""
        self._check(StepKind.SEE, by)
        return self._noted(StepKind.SEE, by, now, state=ApplicationState.SEEN)

    def invite(
        self, by: Actor, *, planned_at: datetime | None, planned_where: str, now: datetime, clock: AnswerClock
    ) -> "Application":
        """Invite the student to meet, with a day when there is one."""
        self._check(StepKind.INVITE, by)
        planned = self._planned(planned_at, planned_where, now=now, clock=clock)
        return replace(planned, employer_wants=True)._moved(
            StepKind.INVITE, by, ApplicationState.INVITED, now=now, clock=clock
        )

    def agree(self, by: Actor, *, shares_email: bool, now: datetime, clock: AnswerClock) -> "Application":
        """Say yes to meeting, with or without the own address."""
        self._check(StepKind.AGREE, by)
        return replace(self, shares_email=shares_email)._moved(
            StepKind.AGREE, by, ApplicationState.MEETING, now=now, clock=clock
        )

    def plan_trial_day(
        self, by: Actor, *, planned_at: datetime, planned_where: str, now: datetime, clock: AnswerClock
    ) -> "Application":
        """Plan a day on which the student tries the work."""
        self._check(StepKind.PLAN_TRIAL_DAY, by)
        planned = self._planned(planned_at, planned_where, now=now, clock=clock)
        return planned._moved(StepKind.PLAN_TRIAL_DAY, by, ApplicationState.TRIAL_DAY, now=now, clock=clock)

    def move_day(
        self, by: Actor, *, planned_at: datetime, planned_where: str, now: datetime, clock: AnswerClock
    ) -> "Application":
        """Agree on another day for the meeting or the trial day, or on one when there was none."""
        self._check(StepKind.MOVE_DAY, by)
        planned = self._planned(planned_at, planned_where, now=now, clock=clock)
        return planned._moved(StepKind.MOVE_DAY, by, self.state, now=now, clock=clock)

    def cancel_day(self, by: Actor, *, now: datetime, clock: AnswerClock) -> "Application":
        """Call off the day; the contact goes on, and the company names another.

        Raises
        ------
        InvalidValueError
            The day has been.
        """
        self._check(StepKind.CANCEL_DAY, by)
        if self.planned_at is None or self.planned_at <= now:
            raise InvalidValueError("application", {"planned_at": "deze dag is al geweest"})
        without = replace(self, planned_at=None, planned_where="", meeting_id=None)
        return without._moved(StepKind.CANCEL_DAY, by, ApplicationState.MEETING, now=now, clock=clock)

    def offer(self, by: Actor, *, now: datetime, clock: AnswerClock) -> "Application":
        """Offer the place."""
        self._check(StepKind.OFFER, by)
        return self._moved(StepKind.OFFER, by, ApplicationState.OFFERED, now=now, clock=clock)

    def accept(self, by: Actor, *, now: datetime, clock: AnswerClock) -> "Application":
        """Take the place that was offered."""
        self._check(StepKind.ACCEPT, by)
        return self._moved(StepKind.ACCEPT, by, ApplicationState.ACCEPTED, now=now, clock=clock)

    def place(self, by: Actor, *, now: datetime) -> "Application":
        """Give the student the seat, once all is arranged."""
        self._check(StepKind.PLACE, by)
        return self._noted(StepKind.PLACE, by, now, state=ApplicationState.PLACED, turn=None, term=None)

    def end(self, by: Actor, reason: EndReason, *, now: datetime) -> "Application":
        """End it: a person does, with a reason from the list of the own side.

        Raises
        ------
        InvalidValueError
            The reason is of another side.
        ApplicationStepError
            It is over already, or not for this side to end.
        """
        self._check(StepKind.END, by)
        if reason.side is not by.acts_as:
            raise InvalidValueError("application", {"reason": "kies een reden uit de lijst"})
        return self._ended(StepKind.END, by, reason.code, now)

    def close(self, cause: ClosingCause, *, now: datetime) -> "Application":
        """Close it kindly: nobody answered in time, or the place or the student is no longer free.

        What both said yes to closes neither by silence nor with its place: that asks for a person.
        """
        self._check(StepKind.CLOSE, HOUSE)
        if self.is_promised and cause in BY_ITSELF:
            raise ApplicationStepError(self.state, StepKind.CLOSE, Side.HOUSE)
        if cause is ClosingCause.NOBODY_ANSWERED and (self.term is None or now < self.term.closes_at):
            raise ApplicationStepError(self.state, StepKind.CLOSE, Side.HOUSE)
        return self._ended(StepKind.CLOSE, HOUSE, cause.value, now)

    def remind(self, *, now: datetime) -> "Application":
        """Note that whoever has to answer was reminded."""
        self._check(StepKind.REMIND, HOUSE)
        if self.term is None or self.term.remind_at is None or now < self.term.remind_at:
            raise ApplicationStepError(self.state, StepKind.REMIND, Side.HOUSE)
        return self._noted(StepKind.REMIND, HOUSE, now, term=replace(self.term, remind_at=None))

    def hand_over(self, *, now: datetime, clock: AnswerClock) -> "Application":
        """Give the turn to those who help, because nobody answered in time."""
        self._check(StepKind.HAND_OVER, HOUSE)
        if self.term is None or not self.term.answer_by <= now < self.term.closes_at:
            raise ApplicationStepError(self.state, StepKind.HAND_OVER, Side.HOUSE)
        asked = clock.term(Side.HELPER, now=now, waiting_since=self.waiting_since)
        term = replace(asked, answer_by=asked.closes_at)
        silent = self.employer_was_silent or self.turn is Side.EMPLOYER
        return replace(self, employer_was_silent=silent)._noted(
            StepKind.HAND_OVER, HOUSE, now, turn=Side.HELPER, term=term
        )

    def ask_next_helper(self, *, now: datetime, clock: AnswerClock) -> "Application":
        """Give the turn to the next who helps, because a yes was left lying; at the end of the ladder all hear again.

        The yes stays: only a person places the student, or ends it.
        """
        self._check(StepKind.NEXT_HELPER, HOUSE)
        if self.term is None or now < self.term.answer_by:
            raise ApplicationStepError(self.state, StepKind.NEXT_HELPER, Side.HOUSE)
        return self._moved(StepKind.NEXT_HELPER, HOUSE, ApplicationState.LEFT_LYING, now=now, clock=clock)

    def ask_again(self, by: Actor, *, now: datetime, clock: AnswerClock) -> "Application":
        """Give the turn back to whoever has to answer, after a call; it closes no later because of it."""
        self._check(StepKind.ASK_AGAIN, by)
        turn = self._usual_turn
        asked = clock.term(turn or Side.HELPER, now=now, waiting_since=self.waiting_since)
        return self._noted(StepKind.ASK_AGAIN, by, now, turn=turn, term=asked)

    @property
    def _usual_turn(self) -> Side | None:
        if self.state is ApplicationState.INTEREST and not self.student_wants:
            return Side.STUDENT
        return TURNS[self.state]

    def _check(self, kind: StepKind, by: Actor) -> None:
        if not self.may(kind, by.acts_as):
            raise ApplicationStepError(self.state, kind, by.acts_as)

    def _planned(
        self, planned_at: datetime | None, planned_where: str, *, now: datetime, clock: AnswerClock
    ) -> "Application":
        most = clock.terms.plan_ahead_days
        latest = local_day(now) + timedelta(days=most)
        checks = {
            "planned_at": (
                planned_at is None or (now < planned_at and local_day(planned_at) <= latest),
                f"kies een moment dat nog komt, hoogstens {most} dagen vooruit",
            ),
            "planned_where": (
                len(planned_where) <= LONGEST_WHERE,
                f"schrijf in hoogstens {LONGEST_WHERE} tekens waar het is",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("application", faults)
        return replace(self, planned_at=planned_at, planned_where=planned_where.strip())

    def _moved(
        self, kind: StepKind, by: Actor, to: ApplicationState, *, now: datetime, clock: AnswerClock
    ) -> "Application":
        moved = replace(self, state=to, waiting_since=now)
        turn = moved._usual_turn
        counts_from = moved.planned_at if to in WITH_A_DAY else None
        n_days = clock.terms.next_helper_days if to is ApplicationState.LEFT_LYING else None
        term = (
            None
            if turn is None
            else clock.term(turn, now=now, waiting_since=now, counts_from=counts_from, answer_days=n_days)
        )
        return moved._noted(kind, by, now, turn=turn, term=term)

    def _ended(self, kind: StepKind, by: Actor, code: str, now: datetime) -> "Application":
        ended = replace(self, ended_by=by.acts_as, end_code=code)
        return ended._noted(kind, by, now, state=ApplicationState.ENDED, turn=None, term=None)

    def _noted(self, kind: StepKind, by: Actor, now: datetime, **changes: object) -> "Application":
        changed = replace(self, **changes)  # type: ignore[arg-type]  # the fields of this very class
        line = ApplicationStep(
            at=now, kind=kind, state=changed.state, turn=changed.turn, by=by, end_code=changed.end_code
        )
        return replace(changed, history=(*self.history, line))

"""The applications of the demo region: what its students, companies and helpers did in the weeks before today."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from uuid import UUID

from accounts.role import Role
from career.answer_clock import DAY, AnswerClock, Side, local_day, start_of_day
from career.application import Application
from career.application_rules import Actor, ApplicationState, ApplicationStepError, ClosingCause, StepKind
from career.school import Region as HolidayRegion
from career.student import Student
from employer_toolkit.placement import Placement
from services.demo.casting import Cast
from services.demo.courses import LONGEST_WAIT, WHERE, WHY_SHOWN, Move, Script, drawn_from, usual
from services.demo.dice import Dice
from services.demo.region import Region
from services.ids import stable_id
from services.people import demo_account_id
from services.reference import Reference
from services.school_calendar import public_holidays, school_holidays

N_DRAWS = 48
"""Draws for one application: more than the longest of them uses."""
STUDENTS_FOR_EACH = 5
"""For so many students there is one who tries a place, beside what is set up."""
LONGEST_AGO = 84
"""Calendar days before today from which on applications begin."""
N_BEST = 8
"""A student tries one of so many places at the top of the own list."""
SHARE_PROPOSED, SHARE_FOR_STUDENT = 0.15, 0.08
"""Of the applications: begun by a helper who shows the card, or who says what the student wants."""
OFFICE_OPENS, OFFICE_MINUTES = 9 * 60, 7 * 60
"""Minutes after midnight at which steps begin to be taken, and how long that goes on."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class _Due:
    """Something that is to happen: the start of an attempt, the next step of one, or its clock."""

    at: datetime
    number: int
    attempt_ix: int = field(compare=False)
    n_moves: int = field(compare=False)
    """Steps taken when it was planned; when more were taken since, it is no longer to happen."""
    move: Move | None = field(compare=False, default=None)
    is_clock: bool = field(compare=False, default=False)


@dataclass(slots=True, kw_only=True)
class _Attempt:
    """A student who tries a place, and how far that has come; the only things here that change."""

    student: Student
    placement: Placement
    begins_at: datetime
    draws: Sequence[float]
    script: Script | None = None
    application: Application | None = None
    n_moves: int = 0
    n_drawn: int = 0

    def draw(self) -> float:
        self.n_drawn += 1
        return self.draws[self.n_drawn % len(self.draws)]


def with_applications(region: Region, cast: Cast, *, seed: int, today: date, reference: Reference) -> Region:
    """Give the region with its applications; seats and open contacts of its places are those the applications say.

    Everything that happened did so before today, through the steps that people take in the service, one after
    another, by the same clock and with the same bounds. Who plays somebody in the demo finds something to do.

    Parameters
    ----------
    cast : Cast
        Who can be played, and which places suit whom.

    Returns
    -------
    Region
        The same one for the same seed, day and reference, on every machine.
    """
    street = _Street(region, cast, today=today, reference=reference)
    for number, (student, placement, script) in enumerate(cast.set_up):
        begins_at = street.working_moment(script.ago, number)
        street.try_place(student, placement, begins_at, draws=_even(number), script=script)
    _try_at_random(street, cast, dice=Dice(seed, "applications"), today=today)
    made = street.live_through()
    n_open = Counter(one.placement_id for one in made if one.is_open)
    n_placed = Counter(one.placement_id for one in made if one.state is ApplicationState.PLACED)
    placements = tuple(replace(p, seats_taken=n_placed[p.id], open_contacts=n_open[p.id]) for p in region.placements)
    return replace(region, placements=placements, applications=made)


def _try_at_random(street: "_Street", cast: Cast, *, dice: Dice, today: date) -> None:
    n = len(cast.free_students) and int(len(cast.market.students) / STUDENTS_FOR_EACH)
    rows = [cast.free_students[ix] for ix in dice.whole("student", n, 0, max(len(cast.free_students) - 1, 0)).tolist()]
    best = cast.best_places(rows, top=N_BEST)
    draws = dice.floats("course", n, N_DRAWS).tolist()
    which, ago, minute = (dice.floats(label, n).tolist() for label in ("place", "days ago", "minute"))
    for ix, row in enumerate(rows):
        places = best[row]
        if not places:
            continue
        # More often a place high on the list, and more often lately.
        day = today - DAY * (1 + int(ago[ix] * ago[ix] * LONGEST_AGO))
        begins_at = start_of_day(day) + timedelta(minutes=OFFICE_OPENS + int(minute[ix] * 12 * 60))
        placement = places[int(which[ix] * which[ix] * len(places))]
        street.try_place(cast.market.students[row], placement, begins_at, draws=draws[ix])


def _even(number: int) -> Sequence[float]:
    """Give draws for what is set up: they only choose words and minutes, and need not be random."""
    return [((number * 7 + draw * 3) % 10) / 10 for draw in range(N_DRAWS)]


class _Street:
    """Lives through what is to happen, in the order of time."""

    def __init__(self, region: Region, cast: Cast, *, today: date, reference: Reference) -> None:
        self._cast = cast
        self._reference = reference
        self._today = today
        self._until = start_of_day(today)
        self._settings = {settings.school: settings.holiday_region for settings in region.schools}
        self._clocks: dict[HolidayRegion, AnswerClock] = {}
        self._attempts: list[_Attempt] = []
        self._due: list[_Due] = []
        self._n_due = 0
        self._seats_left = {place.id: place.seats for place in region.placements}
        self._numbers: Counter[UUID] = Counter()
        self._of_student: defaultdict[UUID, list[_Attempt]] = defaultdict(list)
        self._of_place: defaultdict[UUID, list[_Attempt]] = defaultdict(list)

    def working_moment(self, ago: int, number: int) -> datetime:
        """Give a moment in office hours so many working days before today, or after it when below 0."""
        day, step = self._today, -DAY if ago > 0 else DAY
        left = abs(ago)
        clock = self._clock("")
        while left:
            day += step
            left -= not clock.is_free(day, Side.EMPLOYER)
        return start_of_day(day) + timedelta(minutes=OFFICE_OPENS + number * 37 % OFFICE_MINUTES)

    def try_place(
        self,
        student: Student,
        placement: Placement,
        begins_at: datetime,
        *,
        draws: Sequence[float],
        script: Script | None = None,
    ) -> None:
        """Let a student try a place at a moment; whether that can be is seen by then."""
        attempt = _Attempt(student=student, placement=placement, begins_at=begins_at, draws=draws, script=script)
        self._attempts.append(attempt)
        self._plan(len(self._attempts) - 1, begins_at)

    def live_through(self) -> tuple[Application, ...]:
        """Let everything happen that happened before today, and give the applications in the order they began."""
        while self._due and self._due[0].at < self._until:
            due = heappop(self._due)
            attempt = self._attempts[due.attempt_ix]
            if due.n_moves != attempt.n_moves:
                continue
            if attempt.application is None:
                self._begin(due.attempt_ix, due.at)
            elif due.is_clock:
                self._ring(due.attempt_ix, due.at)
            else:
                self._step(due.attempt_ix, due.at, due.move)
        made = [one.application for one in self._attempts if one.application is not None]
        return tuple(sorted(made, key=lambda one: (one.began_at, one.id)))

    def _begin(self, ix: int, now: datetime) -> None:
        attempt = self._attempts[ix]
        student, placement = attempt.student, attempt.placement
        if not self._can_begin(attempt):
            return
        self._numbers[placement.id] += 1
        attempt.application = Application.begin(
            id=stable_id("application", "demo", f"{student.reference}/{placement.reference}"),
            student_id=student.id,
            placement_id=placement.id,
            number=self._numbers[placement.id],
            by=self._beginner(attempt),
            asks_parent=student.age_on(local_day(now)) < self._reference.consent_ages["personal_data"].age,
            now=now,
            clock=self._clock(student.school),
        )
        self._of_student[student.id].append(attempt)
        self._of_place[placement.id].append(attempt)
        self._go_on(ix, now)

    def _can_begin(self, attempt: _Attempt) -> bool:
        """Say whether the service would have let it begin; rules about the two are looked at by the list."""
        own = [one.application for one in self._of_student[attempt.student.id] if one.application]
        here = [one.application for one in self._of_place[attempt.placement.id] if one.application]
        left = self._seats_left[attempt.placement.id]
        return (
            not any(one.placement_id == attempt.placement.id for one in own)
            and not any(one.state is ApplicationState.PLACED for one in own)
            and sum(one.counts_for_student for one in own) < self._reference.answers.contacts_per_student
            and sum(one.is_open for one in here) < attempt.placement.max_open_contacts * left
        )

    def _beginner(self, attempt: _Attempt) -> Actor:
        reason = drawn_from(WHY_SHOWN, attempt.draw())
        draw, script = attempt.draw(), attempt.script
        is_shown = script.is_proposed if script else draw < SHARE_PROPOSED
        is_for_student = script is None and not is_shown and draw < SHARE_PROPOSED + SHARE_FOR_STUDENT
        if is_shown or is_for_student:
            by = self._actor(Side.HELPER, attempt)
            return replace(by, on_behalf_of=Side.STUDENT if is_for_student else None, reason=reason)
        return self._actor(Side.STUDENT, attempt)

    def _ring(self, ix: int, now: datetime) -> None:
        """Do what the answer clock does."""
        attempt = self._attempts[ix]
        before = attempt.application
        if before is None or before.term is None:
            return
        if before.is_promised and now >= before.term.answer_by:
            attempt.application = before.ask_next_helper(now=now, clock=self._clock(attempt.student.school))
            self._plan_clock(ix)
            return
        try:
            if now >= before.term.closes_at:
                attempt.application = before.close(ClosingCause.NOBODY_ANSWERED, now=now)
            elif now >= before.term.answer_by:
                attempt.application = before.hand_over(now=now, clock=self._clock(attempt.student.school))
            else:
                attempt.application = before.remind(now=now)
                self._plan_clock(ix)
                return
        except ApplicationStepError:
            if now < before.term.closes_at:  # it is a helper's turn already
                self._plan(ix, before.term.closes_at, is_clock=True)
            return
        self._go_on(ix, now)

    def _step(self, ix: int, now: datetime, move: Move | None) -> None:
        attempt = self._attempts[ix]
        before, placement = attempt.application, attempt.placement
        if before is None or move is None or not before.is_open:
            return
        if move.kind is StepKind.PLACE and not self._seats_left[placement.id]:
            return
        attempt.application = self._taken(attempt, before, move, now)
        self._go_on(ix, now)
        if move.kind is StepKind.PLACE:
            self._seats_left[placement.id] -= 1
            self._close(self._of_student[attempt.student.id], ClosingCause.PLACED_ELSEWHERE, now)
            if not self._seats_left[placement.id]:
                self._close(self._of_place[placement.id], ClosingCause.SEATS_GONE, now)

    def _taken(self, attempt: _Attempt, before: Application, move: Move, now: datetime) -> Application:
        side = Side.HELPER if before.turn is Side.HELPER else before.turn or Side.HELPER
        by, clock = self._actor(side, attempt), self._clock(attempt.student.school)
        when = self._planned(move, now=now, draw=attempt.draw(), most=clock.terms.plan_ahead_days)
        where = drawn_from(WHERE, attempt.draw())
        match move.kind:
            case StepKind.CONSENT:
                return before.consent(by, now=now, clock=clock)
            case StepKind.SHOW_INTEREST:
                return before.show_interest(by, now=now, clock=clock)
            case StepKind.SEE:
                return before.see(by, now=now)
            case StepKind.INVITE:
                return before.invite(by, planned_at=when, planned_where=where if when else "", now=now, clock=clock)
            case StepKind.AGREE:
                return before.agree(by, shares_email=False, now=now, clock=clock)
            case StepKind.PLAN_TRIAL_DAY if when is not None:
                return before.plan_trial_day(by, planned_at=when, planned_where=where, now=now, clock=clock)
            case StepKind.OFFER:
                return before.offer(by, now=now, clock=clock)
            case StepKind.ACCEPT:
                return before.accept(by, now=now, clock=clock)
            case StepKind.PLACE:
                return before.place(by, now=now)
            case StepKind.ASK_AGAIN:
                return before.ask_again(by, now=now, clock=clock)
            case StepKind.END:
                reasons = [one for one in self._reference.end_reasons.values() if one.side is side]
                codes = [move.end_code] if move.end_code else [one.code for one in reasons]
                return before.end(by, self._reference.end_reasons[drawn_from(codes, attempt.draw())], now=now)
            case _:
                return before

    def _planned(self, move: Move, *, now: datetime, draw: float, most: int) -> datetime | None:
        """Say when a meeting or trial day is: where that is set up, else some working days on."""
        if move.ahead is not None:
            return min(self.working_moment(-move.ahead, move.ahead), start_of_day(local_day(now) + DAY * most))
        if move.kind is StepKind.INVITE and draw < 0.5:
            return None
        return self._days_on(Side.EMPLOYER, now, 1 + int(draw * LONGEST_WAIT), draw=draw, school="")

    def _go_on(self, ix: int, now: datetime) -> None:
        """Plan what comes after a step: the next one, and the clock."""
        attempt = self._attempts[ix]
        attempt.n_moves += 1
        application = attempt.application
        if application is None or not application.is_open:
            return
        self._plan_clock(ix)
        at, move = self._scripted(attempt, now) if attempt.script else self._drawn(attempt, application, now)
        if move is not None:
            self._plan(ix, max(at, now + timedelta(minutes=1)), move)

    def _scripted(self, attempt: _Attempt, now: datetime) -> tuple[datetime, Move | None]:
        script, application = attempt.script, attempt.application
        if script is None or application is None:
            return now, None
        if application.state is ApplicationState.ASKING_PARENT:
            says_yes = None if script.waits_for_parent else Move(kind=StepKind.CONSENT, ago=script.ago)
            return now + timedelta(hours=2), says_yes
        done = sum(step.kind in {move.kind for move in script.moves} for step in application.history[1:])
        if application.turn is Side.HELPER and not application.is_promised:
            return now, None
        move = script.moves[done] if done < len(script.moves) else None
        return (now if move is None else self.working_moment(move.ago, done)), move

    def _drawn(self, attempt: _Attempt, application: Application, now: datetime) -> tuple[datetime, Move | None]:
        kind = usual(application, attempt.draw())
        if kind is None or application.turn is None:
            return now, None
        waits_for_day = application.state in (ApplicationState.MEETING, ApplicationState.TRIAL_DAY)
        after = max(now, application.planned_at) if waits_for_day and application.planned_at else now
        n_days, minute = 1 + int(attempt.draw() * LONGEST_WAIT), attempt.draw()
        at = self._days_on(application.turn, after, n_days, draw=minute, school=attempt.student.school)
        return at, Move(kind=kind, ago=0)

    def _days_on(self, side: Side, moment: datetime, n_days: int, *, draw: float, school: str) -> datetime:
        clock, day = self._clock(school), local_day(moment)
        while n_days:
            day += DAY
            n_days -= not clock.is_free(day, side)
        return start_of_day(day) + timedelta(minutes=OFFICE_OPENS + int(draw * OFFICE_MINUTES))

    def _close(self, attempts: Sequence[_Attempt], cause: ClosingCause, now: datetime) -> None:
        for attempt in attempts:
            if attempt.application is not None and attempt.application.is_open:
                attempt.application = attempt.application.close(cause, now=now)
                attempt.n_moves += 1

    def _plan(self, ix: int, at: datetime, move: Move | None = None, *, is_clock: bool = False) -> None:
        self._n_due += 1
        n_moves = self._attempts[ix].n_moves
        due = _Due(at=at, number=self._n_due, attempt_ix=ix, n_moves=n_moves, move=move, is_clock=is_clock)
        heappush(self._due, due)

    def _plan_clock(self, ix: int) -> None:
        application = self._attempts[ix].application
        term = application.term if application else None
        if term is not None:
            self._plan(ix, term.remind_at or term.answer_by, is_clock=True)

    def _actor(self, side: Side, attempt: _Attempt) -> Actor:
        student, placement = attempt.student, attempt.placement
        if side is Side.HELPER:
            role, account_id = self._cast.helper(student)
        else:
            role = {Side.STUDENT: Role.STUDENT, Side.PARENT: Role.PARENT, Side.EMPLOYER: Role.EMPLOYER}[side]
            about = self._cast.employer_of[placement.site_id] if side is Side.EMPLOYER else student.id
            account_id = demo_account_id(role, str(about))
        return Actor(side=side, account_id=account_id, role=role.value)

    def _clock(self, school: str) -> AnswerClock:
        region = self._settings.get(school, HolidayRegion.UNKNOWN)
        if region not in self._clocks:
            terms = self._reference.answers.terms
            first = self._today - DAY * (LONGEST_AGO + 14)
            last = self._today + DAY * (terms.most_days + terms.plan_ahead_days)
            years = range(first.year, last.year + 1)
            self._clocks[region] = AnswerClock(
                terms=terms,
                public_holidays=frozenset().union(*map(public_holidays, years)),
                school_holidays=school_holidays(region, first, last),
            )
        return self._clocks[region]

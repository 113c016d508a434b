"""What would change a pair: changes that either side can make, each one re-scored, the smallest first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

import numpy as np

from matching.drafts import Draft, Edit, rescored, with_level
from matching.evidence import Finding, codes_in, requirements
from matching.gates import Gate, Verdict
from matching.pairs import Pairs
from matching.parameters import Parameters, Side
from matching.scoring import PairScores
from matching.tables import NO_END, Recognition

LEAST_GAIN = 0.01
"""A change that lifts the score by less is not worth telling."""
TRAVEL_STEP_MINUTES = 5
MOST_TIMES_THE_TRIP = 2
"""Nobody is asked to travel longer than so many times what they said."""
LEVEL_STEP = 0.25
"""From one level of a competency to the next."""
MOST_WEEKS = 26
"""A period is not moved or stretched by more."""
MOST_STEPS = 3
"""So many changes together are still one plan."""
MOST_PLANS = 3
"""Where only changes together open a pair, so many such plans are given."""
DAY_MINUTES = 8 * 60
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()


class Change(StrEnum):
    """What could be done; ``side`` says by whom."""

    FREE_DAY = "free_day"
    LONGER_TRIP = "longer_trip"
    OTHER_HOURS = "other_hours"
    LONGER_FREE = "longer_free"
    GET_PREREQUISITE = "get_prerequisite"
    REACH_LEVEL = "reach_level"
    REACH_DUTCH = "reach_dutch"
    FEWER_DAYS = "fewer_days"
    FEWER_HOURS = "fewer_hours"
    MORE_HOURS = "more_hours"
    ADD_DAY = "add_day"
    OTHER_TIMES = "other_times"
    LATER_START = "later_start"
    OTHER_WEEKS = "other_weeks"
    OFFER_CONDITION = "offer_condition"
    MAKE_TRAINABLE = "make_trainable"
    LOWER_DUTCH = "lower_dutch"
    EXPERT_SUPERVISION = "expert_supervision"
    WITHOUT_HAZARDS = "without_hazards"
    RAISE_PAY = "raise_pay"
    GET_RECOGNITION = "get_recognition"
    ADD_SEAT = "add_seat"
    ANSWER_CONTACTS = "answer_contacts"

    @property
    def side(self) -> Side:
        """Who can do it."""
        return Side.STUDENT if self in STUDENT_CHANGES else Side.PLACEMENT


STUDENT_CHANGES = frozenset(list(Change)[: list(Change).index(Change.FEWER_DAYS)])
SIZES: Mapping[Change, float] = {
    Change.FREE_DAY: 1.0,  # a weekday
    Change.LONGER_TRIP: 1.0,  # as many minutes again as the limit is now
    Change.OTHER_HOURS: 1.0,  # eight hours a week
    Change.LONGER_FREE: 0.1,  # a week
    Change.GET_PREREQUISITE: 0.5,  # thirty days of waiting for it
    Change.REACH_LEVEL: 1.0,  # a level
    Change.REACH_DUTCH: 3.0,  # a level of the CEFR
    Change.FEWER_DAYS: 0.5,  # a day
    Change.FEWER_HOURS: 0.5,  # eight hours a week
    Change.MORE_HOURS: 0.5,  # eight hours a week
    Change.ADD_DAY: 0.5,  # a weekday
    Change.OTHER_TIMES: 0.5,  # a weekday with other times
    Change.LATER_START: 0.1,  # a week
    Change.OTHER_WEEKS: 0.1,  # a week
    Change.OFFER_CONDITION: 0.5,  # a condition
    Change.MAKE_TRAINABLE: 0.5,  # a requirement
    Change.LOWER_DUTCH: 1.0,  # a level of the CEFR
    Change.EXPERT_SUPERVISION: 0.75,
    Change.WITHOUT_HAZARDS: 1.0,  # a hazard
    Change.RAISE_PAY: 1.0,  # a hundred euro a month
    Change.GET_RECOGNITION: 1.0,  # ten working days at SBB, and a form
    Change.ADD_SEAT: 2.0,  # a seat, with somebody to guide who sits there
    Change.ANSWER_CONTACTS: 0.25,  # an answer
}
"""How big one of what the comment names is, beside a weekday that a student keeps free; our own estimate, to be tuned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change.

    Parameters
    ----------
    code : int
        Weekday, prerequisite, competency or condition, or a mask of weekdays (other times) or hazards; 0 where the
        change has none.
    amount : float
        New value: minutes of travel, hours a week, days, level 0 to 1, CEFR level 1 to 5, euro a month, day number of
        the start, or weeks that a period moves or grows (below 0 is earlier); 0 where the change has none.
    """

    change: Change
    code: int = 0
    amount: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Changes made together, mostly one, and the score that a re-scoring with them gave.

    Parameters
    ----------
    size : float
        How much it asks of people; see ``SIZES``.
    score : float
        After the change.
    gain : float
        That, less the score as it stands.
    opens : bool
        The pair was refused, and no gate refuses it after the change.
    """

    steps: tuple[Step, ...]
    size: float
    score: float
    gain: float
    opens: bool

    @property
    def sides(self) -> frozenset[Side]:
        """Who has to do something."""
        return frozenset(step.change.side for step in self.steps)


@dataclass(frozen=True, slots=True)
class _Try:
    """One change to try.

    Parameters
    ----------
    gate : Gate or None
        The refusal it is meant to repair; ``None`` when it is meant to lift the score.
    kind : tuple
        Tries of one kind differ in size alone; the smallest that does what it is meant for is enough.
    """

    step: Step
    size: float
    edit: Edit
    gate: Gate | None = None

    @property
    def kind(self) -> tuple[Change, int, bool, Gate | None]:
        return self.step.change, self.step.code, self.step.amount < 0, self.gate


def what_changes(one: Pairs, scores: PairScores, at: int, parameters: Parameters) -> tuple[WhatIf, ...]:
    """Score one pair anew with each change made, all at once, and keep the changes that matter.

    What nobody has said yet is not among them: that is asked, see ``unknowns``.

    Parameters
    ----------
    one : Pairs
        One pair in tables of one row; it stands in row ``at`` of ``scores``.

    Returns
    -------
    tuple of WhatIf
        Those that open the pair first, then by size, then by gain. When several refusals stand in the way and no
        single change opens the pair, the smallest plans of at most three changes.
    """
    found = {gate: Verdict(int(verdict)) for gate, verdict in zip(Gate, scores.verdicts[at], strict=True)}
    refusing = [gate for gate, verdict in found.items() if verdict > Verdict.UNKNOWN]
    if Gate.TYPE_PROGRAMME in refusing:
        return ()
    look = _Look(one, scores, at)
    tries = [attempt for gate in refusing for attempt in look.repairs(gate)] if refusing else list(look.lifts())
    if not tries:
        return ()
    tries.sort(key=lambda attempt: (attempt.size, list(Change).index(attempt.step.change), attempt.step.code))
    was = float(scores.score[at])

    def told(plan: Sequence[_Try], after: PairScores, row: int) -> WhatIf:
        score = float(after.score[row])
        return WhatIf(
            steps=tuple(attempt.step for attempt in plan),
            size=sum(attempt.size for attempt in plan),
            score=score,
            gain=score - was,
            opens=bool(refusing),
        )

    after = rescored(one, [[attempt.edit] for attempt in tries], parameters)
    is_wanted = after.may_rank & (True if refusing else after.score - was >= LEAST_GAIN)
    kept: dict[object, WhatIf] = {}
    for row, attempt in enumerate(tries):
        if is_wanted[row]:
            kept.setdefault(attempt.kind[:3], told([attempt], after, row))
    if not kept and refusing:
        chosen = _worth_combining(tries, after)
        for n_steps in range(2, MOST_STEPS + 1):
            plans = [plan for plan in combinations(chosen, n_steps) if _covers(plan, refusing)]
            if not plans:
                continue
            after = rescored(one, [[attempt.edit for attempt in plan] for plan in plans], parameters)
            opening = [told(plan, after, row) for row, plan in enumerate(plans) if after.may_rank[row]]
            if opening:
                return tuple(sorted(opening, key=_smallest_first)[:MOST_PLANS])
    return tuple(sorted(kept.values(), key=_smallest_first))


def _smallest_first(what: WhatIf) -> tuple[float, float, tuple[tuple[int, int], ...]]:
    order = list(Change)
    return what.size, -what.gain, tuple((order.index(step.change), step.code) for step in what.steps)


def _worth_combining(tries: Sequence[_Try], after: PairScores) -> list[_Try]:
    """Of each kind, give the smallest that repairs its gate, or the greatest when none does by itself."""
    order = list(Gate)
    chosen: dict[object, tuple[bool, _Try]] = {}
    for row, attempt in enumerate(tries):
        repairs = attempt.gate is not None and after.verdicts[row, order.index(attempt.gate)] <= Verdict.UNKNOWN
        if attempt.kind not in chosen or not chosen[attempt.kind][0]:
            chosen[attempt.kind] = (repairs, attempt)
    return [attempt for _, attempt in chosen.values()]


def _covers(plan: Sequence[_Try], refusing: Sequence[Gate]) -> bool:
    """Every refusal is met by a change, and none is made twice; what repairs two at once may stand for both."""
    met = {attempt.gate for attempt in plan}
    steps = {(attempt.step.change, attempt.step.code) for attempt in plan}
    return len(steps) == len(plan) and (met == set(refusing) or len(met) == len(plan))


class _Look:
    """Looks at one pair for what could be changed."""

    def __init__(self, one: Pairs, scores: PairScores, at: int) -> None:
        self.one = one
        self.student, self.placement = one.students.rows[0], one.placements.rows[0]
        self.shared = int(self.student["weekdays"]) & int(self.placement["weekdays"])
        self.lawful = int(scores.lawful_days[at])
        self.minutes = float(scores.travel_minutes[at])

    def repairs(self, gate: Gate) -> Iterator[_Try]:
        """Give what could open a gate that refuses."""
        ways: Mapping[Gate, Callable[[], Iterator[_Try]]] = {
            Gate.RECOGNITION: self._recognition,
            Gate.AGE: self._later_start,
            Gate.PERIOD: self._period,
            Gate.DAYS_HOURS: self._days_hours,
            Gate.WORKING_TIME: self._working_time,
            Gate.HAZARDS: self._hazards,
            Gate.PREREQUISITES: self._prerequisites,
            Gate.TRAVEL: self._travel,
            Gate.DUTCH: self._dutch,
            Gate.SEATS: self._seats,
            Gate.CONTACTS: self._contacts,
        }
        for attempt in ways[gate]():
            yield _Try(attempt.step, attempt.size, attempt.edit, gate)

    def lifts(self) -> Iterator[_Try]:
        """Give what could lift the score of a pair that no gate refuses."""
        yield from self._free_days()
        yield from self._get_prerequisites()
        for fact in requirements(self.one):
            if fact.finding is Finding.BELOW and fact.needs and fact.has is not None:
                yield from self._levels(fact.code, fact.has, fact.needs)
                if not fact.is_trainable:
                    yield self._trainable(fact.code)
        refused = int(self.placement["conditions_refused"])
        for code in codes_in(int(self.student["helps"]) & refused):
            yield _placement(
                Change.OFFER_CONDITION,
                1,
                code=code,
                conditions_offered=int(self.placement["conditions_offered"]) | 1 << code,
                conditions_refused=refused & ~(1 << code),
            )
        yield from self._add_days()
        wanted, paid = float(self.student["allowance_min"]), float(self.placement["allowance"])
        if wanted > 0 and paid < wanted:
            yield _placement(Change.RAISE_PAY, (wanted - paid) / 100, amount=wanted, allowance=wanted)

    def _free_days(self) -> Iterator[_Try]:
        for day in codes_in(int(self.placement["weekdays"]) & ~self.shared):
            yield _try(Change.FREE_DAY, 1, _keeping_free(day), code=day)

    def _get_prerequisites(self) -> Iterator[_Try]:
        for code in codes_in(int(self.placement["prerequisites"]) & ~int(self.student["prerequisites"])):
            days = int(self.one.rules.lead_days[code])
            yield _try(Change.GET_PREREQUISITE, days / 30, _holding(code), code=code)

    def _levels(self, code: int, has: float, needs: float) -> Iterator[_Try]:
        for n_steps in range(1, round((needs - has) / LEVEL_STEP) + 1):
            level = min(has + n_steps * LEVEL_STEP, needs)
            levels = with_level(self.one.students, code, level, self.one.rules)
            yield _student(Change.REACH_LEVEL, n_steps, code=code, amount=level, levels=levels)

    def _trainable(self, code: int) -> _Try:
        asked = self.one.placements.requirements_of(0).copy()
        asked["is_trainable"][asked["code"] == code] = True
        return _placement(Change.MAKE_TRAINABLE, 1, code=code, requirements=asked)

    def _add_days(self) -> Iterator[_Try]:
        for day in codes_in(int(self.student["weekdays"]) & ~int(self.placement["weekdays"])):
            yield _try(Change.ADD_DAY, 1, _working_on(day), code=day)

    def _recognition(self) -> Iterator[_Try]:
        sought = self.one.students.offers_of(0)
        granted = self.one.placements.offers_of(0).copy()
        is_shared = np.isin(granted["code"], sought)
        granted["status"][is_shared], granted["first_day"][is_shared] = Recognition.ACTIVE, 0
        granted["last_day"][is_shared] = NO_END
        yield _placement(Change.GET_RECOGNITION, 1, offers=granted)

    def _later_start(self) -> Iterator[_Try]:
        """A start later by whole weeks: with the same end, and with the whole period moved."""
        yield from self._start_from(self._birthday(int(self.one.rules.minimum_age[self.placement["type"]])))

    def _start_from(self, day: int) -> Iterator[_Try]:
        starts, ends = int(self.placement["start_day"]), int(self.placement["end_day"])
        weeks = -(-(day - starts) // 7)
        if weeks < 1:
            return
        later = starts + 7 * weeks
        if later < ends:
            yield _placement(Change.LATER_START, weeks, amount=later, start_day=later)
        yield from self._moved(weeks)

    def _moved(self, weeks: int) -> Iterator[_Try]:
        starts, ends = int(self.placement["start_day"]) + 7 * weeks, int(self.placement["end_day"])
        if ends != NO_END and starts >= self.one.rules.today:
            columns = {"start_day": starts, "end_day": ends + 7 * weeks}
            yield _placement(Change.OTHER_WEEKS, abs(weeks), amount=weeks, **columns)

    def _birthday(self, age: int) -> int:
        """Give the day number on which the student reaches an age; 29 February becomes 1 March in other years."""
        born = date.fromordinal(EPOCH_ORDINAL + int(self.student["born_day"]))
        try:
            reached = born.replace(year=born.year + age)
        except ValueError:
            reached = date(born.year + age, 3, 1)
        return reached.toordinal() - EPOCH_ORDINAL

    def _period(self) -> Iterator[_Try]:
        for weeks in range(1, MOST_WEEKS + 1):
            until, since = int(self.student["until_day"]) + 7 * weeks, int(self.student["from_day"]) - 7 * weeks
            yield _student(Change.LONGER_FREE, weeks, amount=weeks, until_day=until)
            if since >= self.one.rules.today:
                yield _student(Change.LONGER_FREE, weeks, amount=-weeks, from_day=since)
            yield from self._moved(weeks)
            yield from self._moved(-weeks)

    def _days_hours(self) -> Iterator[_Try]:
        student, placement = self.student, self.placement
        yield from self._free_days()
        yield from self._add_days()
        n_shared = self.shared.bit_count()
        if 1 <= n_shared < placement["days_min"]:
            yield _placement(
                Change.FEWER_DAYS, int(placement["days_min"]) - n_shared, amount=n_shared, days_min=n_shared
            )
        in_days = sum(int(placement["day_minutes"][day]) for day in codes_in(self.shared))
        fewest = _whole_hours(min(int(student["hours_max"]), in_days))
        if 0 < fewest < placement["hours_min"]:
            size = (int(placement["hours_min"]) - fewest) / DAY_MINUTES
            yield _placement(Change.FEWER_HOURS, size, amount=fewest / 60, hours_min=fewest)
        if student["hours_min"] > placement["hours_max"]:
            size = (int(student["hours_min"]) - int(placement["hours_max"])) / DAY_MINUTES
            most = int(student["hours_min"])
            yield _placement(Change.MORE_HOURS, size, amount=most / 60, hours_max=most)
        if student["hours_max"] < placement["hours_min"]:
            wanted = int(placement["hours_min"])
            size = (wanted - int(student["hours_max"])) / DAY_MINUTES
            yield _student(Change.OTHER_HOURS, size, amount=wanted / 60, hours_max=wanted)
        fitting = _whole_hours(min(int(placement["hours_max"]), in_days))
        if 0 < fitting < student["hours_min"]:
            size = (int(student["hours_min"]) - fitting) / DAY_MINUTES
            yield _student(Change.OTHER_HOURS, size, amount=fitting / 60, hours_min=fitting)

    def _working_time(self) -> Iterator[_Try]:
        """Other times on days that the law does not allow as they are, and fewer days or hours."""
        days = [day for day in codes_in(self.shared & ~self.lawful) if self._lawful_times(day)]
        if days:
            yield _try(Change.OTHER_TIMES, len(days), self._lawful_week(days), code=sum(1 << day for day in days))
        n_lawful = self.lawful.bit_count()
        for n_days in range(int(self.placement["days_min"]) - 1, 0, -1):
            if n_days <= max(n_lawful, len(days)):
                size = int(self.placement["days_min"]) - n_days
                yield _placement(Change.FEWER_DAYS, size, amount=n_days, days_min=n_days)
        for fewest in range(_whole_hours(int(self.placement["hours_min"]) - 1), 0, -60):
            size = (int(self.placement["hours_min"]) - fewest) / DAY_MINUTES
            yield _placement(Change.FEWER_HOURS, size, amount=fewest / 60, hours_min=fewest)

    def _lawful_week(self, days: Sequence[int]) -> Edit:
        def edit(draft: Draft) -> None:
            columns = {name: draft.of_placement(name).copy() for name in ("day_minutes", "day_starts", "day_ends")}
            for day in days:
                times = self._lawful_times(day)
                for column, value in zip(columns.values(), times, strict=True):
                    column[day] = value
            draft.placement.update(columns)

        return edit

    def _lawful_times(self, day: int) -> tuple[int, int, int] | tuple[()]:
        """Give the most work, and first and last minute, that the law allows on a day; nothing when it allows none."""
        rules, placement = self.one.rules, self.placement
        age = _age(int(self.student["born_day"]), int(placement["start_day"]))
        row = int(rules.working_time_row[placement["type"], age])
        law = rules.working_time
        if row < 0 or (day == 6 and not law.sunday[row]):
            return ()
        school = int(self.student["school_minutes"][day])
        work, first, last = (int(placement[name][day]) for name in ("day_minutes", "day_starts", "day_ends"))
        pause = last - first - work
        most = int(law.day_minutes[row]) - (school if law.school_counts[row] else 0)
        if school:
            most = min(most, int(law.school_day_minutes[row]))
        first, last = max(first, int(law.earliest[row])), min(last, int(law.latest[row]))
        if work > law.break_after[row]:
            pause = max(pause, int(law.break_minutes[row]))
        work = min(work, most, last - first - pause) // 15 * 15
        return (work, first, first + work + pause) if work > 0 else ()

    def _hazards(self) -> Iterator[_Try]:
        rules, hazards = self.one.rules, int(self.placement["hazards"])
        if not hazards & rules.hazards_forbidden:
            yield _placement(Change.EXPERT_SUPERVISION, 1, is_supervised=True)
        unlawful = hazards & rules.hazards_forbidden
        if not self.placement["is_supervised"]:
            unlawful |= hazards & rules.hazards_supervised
        yield _placement(Change.WITHOUT_HAZARDS, unlawful.bit_count(), code=unlawful, hazards=hazards & ~unlawful)

    def _prerequisites(self) -> Iterator[_Try]:
        yield from self._get_prerequisites()
        missing = codes_in(int(self.placement["prerequisites"]) & ~int(self.student["prerequisites"]))
        rules = self.one.rules
        in_time = [rules.today + int(rules.lead_days[code]) for code in missing]
        yield from self._start_from(max([*in_time, *(self._birthday(int(rules.prerequisite_age[c])) for c in missing)]))

    def _travel(self) -> Iterator[_Try]:
        limit = int(self.student["max_minutes"])
        if self.minutes <= limit * MOST_TIMES_THE_TRIP:
            wanted = int(np.ceil(self.minutes / TRAVEL_STEP_MINUTES)) * TRAVEL_STEP_MINUTES
            yield _student(Change.LONGER_TRIP, (wanted - limit) / limit, amount=wanted, max_minutes=wanted)

    def _dutch(self) -> Iterator[_Try]:
        has, asks = int(self.student["dutch"]), int(self.placement["dutch_min"])
        yield _student(Change.REACH_DUTCH, asks - has, amount=asks, dutch=asks)
        yield _placement(Change.LOWER_DUTCH, asks - has, amount=has, dutch_min=has)

    def _seats(self) -> Iterator[_Try]:
        yield _placement(Change.ADD_SEAT, 1, amount=1, seats_left=1)

    def _contacts(self) -> Iterator[_Try]:
        n_open, most = int(self.placement["open_contacts"]), int(self.placement["max_open_contacts"])
        yield _placement(Change.ANSWER_CONTACTS, n_open - most + 1, amount=n_open - most + 1, open_contacts=most - 1)


def _age(born_day: int, day: int) -> int:
    born, now = (date.fromordinal(EPOCH_ORDINAL + number) for number in (born_day, day))
    return now.year - born.year - ((now.month, now.day) < (born.month, born.day))


def _whole_hours(minutes: int) -> int:
    return minutes // 60 * 60


def _try(change: Change, quantity: float, edit: Edit, *, code: int = 0, amount: float = 0.0) -> _Try:
    return _Try(Step(change=change, code=code, amount=amount), SIZES[change] * quantity, edit)


def _student(change: Change, quantity: float, *, code: int = 0, amount: float = 0.0, **columns: object) -> _Try:
    return _try(change, quantity, lambda draft: draft.student.update(columns), code=code, amount=amount)


def _placement(change: Change, quantity: float, *, code: int = 0, amount: float = 0.0, **columns: object) -> _Try:
    return _try(change, quantity, lambda draft: draft.placement.update(columns), code=code, amount=amount)


def _keeping_free(day: int) -> Edit:
    def edit(draft: Draft) -> None:
        school = draft.of_student("school_minutes").copy()
        school[day] = 0
        draft.student.update(weekdays=int(draft.of_student("weekdays")) | 1 << day, school_minutes=school)

    return edit


def _holding(code: int) -> Edit:
    def edit(draft: Draft) -> None:
        draft.student["prerequisites"] = int(draft.of_student("prerequisites")) | 1 << code

    return edit


def _working_on(day: int) -> Edit:
    """Let the place also have work on a day, at the times of its first day."""

    def edit(draft: Draft) -> None:
        like = codes_in(int(draft.of_placement("weekdays")))[0]
        for name in ("day_minutes", "day_starts", "day_ends"):
            column = draft.of_placement(name).copy()
            column[day] = column[like]
            draft.placement[name] = column
        draft.placement["weekdays"] = int(draft.of_placement("weekdays")) | 1 << day

    return edit

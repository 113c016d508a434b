"""What could be changed about one pair: what opens a gate that refuses, and what lifts the score."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.changes import SIZES, Change, Step
from matching.drafts import Draft, Edit, with_level
from matching.evidence import Finding, codes_in, requirements
from matching.gates import Gate
from matching.pairs import Pairs
from matching.rows import DAY_MINUTES, NO_END, Recognition, birthday_of
from matching.rules import SCHOOL_WEEK
from matching.scoring import PairScores
from matching.working_time import SUNDAY

TRAVEL_STEP_MINUTES = 5
MOST_TIMES_THE_TRIP = 2
"""Nobody is asked to travel longer than so many times what they said."""
LEVEL_STEP = 0.25
"""From one level of a competency to the next."""
MOST_WEEKS = 26
"""A period is not moved or stretched by more."""
MINUTES_STEP = 15
"""Other times are proposed in quarters of an hour."""
DAY_WORK_MINUTES = 8 * 60


@dataclass(frozen=True, slots=True)
class Try:
    """One change to try.

    Parameters
    ----------
    gate : Gate or None
        The refusal it is meant to repair; ``None`` when it is meant to lift the score.
    """

    step: Step
    size: float
    edit: Edit
    gate: Gate | None = None

    @property
    def kind(self) -> tuple[Change, int, bool, Gate | None]:
        """Tries of one kind differ in size alone; the smallest that does what it is meant for is enough."""
        return self.step.change, self.step.code, self.step.amount < 0, self.gate


class Look:
    """Looks at one pair for what could be changed."""

    def __init__(self, one: Pairs, scores: PairScores, at: int) -> None:
        self.one = one
        self.student, self.placement = one.students.rows[0], one.placements.rows[0]
        self.shared = int(self.student["weekdays"]) & int(self.placement["weekdays"])
        self.lawful = int(scores.lawful_days[at])
        self.minutes = float(scores.travel_minutes[at])
        self.youngest, self.oldest = int(scores.youngest[at]), int(scores.oldest[at])

    def repairs(self, gate: Gate) -> Iterator[Try]:
        """Give what could open a gate that refuses."""
        ways: Mapping[Gate, Callable[[], Iterator[Try]]] = {
            Gate.RECOGNITION: self._recognition,
            Gate.AGE: self._later_start,
            Gate.PERIOD: self._period,
            Gate.DAYS_HOURS: self._days_hours,
            Gate.PROGRAMME_HOURS: self._programme_hours,
            Gate.WORKING_TIME: self._working_time,
            Gate.HAZARDS: self._hazards,
            Gate.PREREQUISITES: self._prerequisites,
            Gate.TRAVEL: self._travel,
            Gate.DUTCH: self._dutch,
            Gate.SEATS: self._seats,
            Gate.CONTACTS: self._contacts,
        }
        for attempt in ways[gate]():
            yield Try(attempt.step, attempt.size, attempt.edit, gate)

    def lifts(self) -> Iterator[Try]:
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

    def _free_days(self) -> Iterator[Try]:
        for day in codes_in(int(self.placement["weekdays"]) & ~self.shared):
            yield _try(Change.FREE_DAY, 1, _keeping_free(day), code=day)

    def _get_prerequisites(self) -> Iterator[Try]:
        for code in codes_in(int(self.placement["prerequisites"]) & ~int(self.student["prerequisites"])):
            days = int(self.one.rules.lead_days[code])
            yield _try(Change.GET_PREREQUISITE, days / 30, _holding(code), code=code)

    def _levels(self, code: int, has: float, needs: float) -> Iterator[Try]:
        for n_steps in range(1, round((needs - has) / LEVEL_STEP) + 1):
            level = min(has + n_steps * LEVEL_STEP, needs)
            levels = with_level(self.one.students, code, level, self.one.rules)
            yield _student(Change.REACH_LEVEL, n_steps, code=code, amount=level, levels=levels)

    def _trainable(self, code: int) -> Try:
        asked = self.one.placements.requirements_of(0).copy()
        asked["is_trainable"][asked["code"] == code] = True
        return _placement(Change.MAKE_TRAINABLE, 1, code=code, requirements=asked)

    def _add_days(self) -> Iterator[Try]:
        for day in codes_in(int(self.student["weekdays"]) & ~int(self.placement["weekdays"])):
            yield _try(Change.ADD_DAY, 1, _working_on(day), code=day)

    def _recognition(self) -> Iterator[Try]:
        sought = self.one.students.offers_of(0)
        granted = self.one.placements.offers_of(0).copy()
        is_shared = np.isin(granted["code"], sought)
        granted["status"][is_shared], granted["first_day"][is_shared] = Recognition.ACTIVE, 0
        granted["last_day"][is_shared] = NO_END
        yield _placement(Change.GET_RECOGNITION, 1, offers=granted)

    def _later_start(self) -> Iterator[Try]:
        """A start later by whole weeks: with the same end, and with the whole period moved."""
        yield from self._start_from(self._birthday(int(self.one.rules.minimum_age[self.placement["type"]])))

    def _start_from(self, day: int) -> Iterator[Try]:
        starts, ends = int(self.placement["start_day"]), int(self.placement["end_day"])
        weeks = -(-(day - starts) // 7)
        if weeks < 1:
            return
        later = starts + 7 * weeks
        if later < ends:
            yield _placement(Change.LATER_START, weeks, amount=later, start_day=later)
        yield from self._moved(weeks)

    def _moved(self, weeks: int) -> Iterator[Try]:
        starts, ends = int(self.placement["start_day"]) + 7 * weeks, int(self.placement["end_day"])
        if ends != NO_END and starts >= self.one.rules.today:
            columns = {"start_day": starts, "end_day": ends + 7 * weeks}
            yield _placement(Change.OTHER_WEEKS, abs(weeks), amount=weeks, **columns)

    def _birthday(self, age: int) -> int:
        return birthday_of(int(self.student["born_day"]), age)

    def _after_birthday(self) -> Iterator[Try]:
        """A start on the first birthday in the period, or a later one."""
        for age in range(self.youngest + 1, self.oldest + 1):
            yield from self._start_from(self._birthday(age))

    def _period(self) -> Iterator[Try]:
        for weeks in range(1, MOST_WEEKS + 1):
            until, since = int(self.student["until_day"]) + 7 * weeks, int(self.student["from_day"]) - 7 * weeks
            yield _student(Change.LONGER_FREE, weeks, amount=weeks, until_day=until)
            if since >= self.one.rules.today:
                yield _student(Change.LONGER_FREE, weeks, amount=-weeks, from_day=since)
            yield from self._moved(weeks)
            yield from self._moved(-weeks)

    def _days_hours(self) -> Iterator[Try]:
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
            size = (int(placement["hours_min"]) - fewest) / DAY_WORK_MINUTES
            yield _placement(Change.FEWER_HOURS, size, amount=fewest / 60, hours_min=fewest)
        if student["hours_min"] > placement["hours_max"]:
            size = (int(student["hours_min"]) - int(placement["hours_max"])) / DAY_WORK_MINUTES
            most = int(student["hours_min"])
            yield _placement(Change.MORE_HOURS, size, amount=most / 60, hours_max=most)
        if student["hours_max"] < placement["hours_min"]:
            wanted = int(placement["hours_min"])
            size = (wanted - int(student["hours_max"])) / DAY_WORK_MINUTES
            yield _student(Change.OTHER_HOURS, size, amount=wanted / 60, hours_max=wanted)
        fitting = _whole_hours(min(int(placement["hours_max"]), in_days))
        if 0 < fitting < student["hours_min"]:
            size = (int(student["hours_min"]) - fitting) / DAY_WORK_MINUTES
            yield _student(Change.OTHER_HOURS, size, amount=fitting / 60, hours_min=fitting)

    def _programme_hours(self) -> Iterator[Try]:
        """More hours a week on the side that stands in the way, and more days together."""
        student, placement = self.student, self.placement
        yield from self._free_days()
        yield from self._add_days()
        in_days = sum(int(placement["day_minutes"][day]) for day in codes_in(self.shared))
        for wanted in range(_whole_hours(min(student["hours_max"], placement["hours_max"])) + 60, in_days + 1, 60):
            size = (wanted - int(min(student["hours_max"], placement["hours_max"]))) / DAY_WORK_MINUTES
            if student["hours_max"] < wanted <= placement["hours_max"]:
                yield _student(Change.OTHER_HOURS, size, amount=wanted / 60, hours_max=wanted)
            if placement["hours_max"] < wanted <= student["hours_max"]:
                yield _placement(Change.MORE_HOURS, size, amount=wanted / 60, hours_max=wanted)

    def _working_time(self) -> Iterator[Try]:
        """Other times on days that the law does not allow as they are, and fewer days or hours."""
        days = [day for day in codes_in(self.shared & ~self.lawful) if self._lawful_times(day)]
        if days:
            yield _try(Change.OTHER_TIMES, len(days), self._lawful_week(days), code=sum(1 << day for day in days))
        n_lawful = self.lawful.bit_count()
        for n_days in range(int(self.placement["days_min"]) - 1, 0, -1):
            if n_days <= max(n_lawful, len(days)):
                n_fewer = int(self.placement["days_min"]) - n_days
                yield _placement(Change.FEWER_DAYS, n_fewer, amount=n_days, days_min=n_days)
        for fewest in range(_whole_hours(int(self.placement["hours_min"]) - 1), 0, -60):
            size = (int(self.placement["hours_min"]) - fewest) / DAY_WORK_MINUTES
            yield _placement(Change.FEWER_HOURS, size, amount=fewest / 60, hours_min=fewest)
        yield from self._after_birthday()

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
        row = int(rules.working_time_row[placement["type"], SCHOOL_WEEK, self.youngest])
        law = rules.working_time
        if row < 0 or (day == SUNDAY and not law.sunday[row]):
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
        if work > law.long_break_after[row]:
            pause = max(pause, int(law.long_break_minutes[row]))
        last = min(last, first + DAY_MINUTES - int(law.rest[row]))
        work = min(work, most, last - first - pause) // MINUTES_STEP * MINUTES_STEP
        return (work, first, first + work + pause) if work > 0 else ()

    def _hazards(self) -> Iterator[Try]:
        rules, hazards, kind = self.one.rules, int(self.placement["hazards"]), self.placement["type"]
        unlawful = hazards & int(rules.hazards_forbidden[kind, self.youngest])
        if not unlawful:
            yield _placement(Change.EXPERT_SUPERVISION, 1, is_supervised=True)
        if not self.placement["is_supervised"]:
            unlawful |= hazards & int(rules.hazards_supervised[kind, self.youngest])
        yield _placement(Change.WITHOUT_HAZARDS, unlawful.bit_count(), code=unlawful, hazards=hazards & ~unlawful)
        yield from self._after_birthday()

    def _prerequisites(self) -> Iterator[Try]:
        yield from self._get_prerequisites()
        missing = codes_in(int(self.placement["prerequisites"]) & ~int(self.student["prerequisites"]))
        rules = self.one.rules
        in_time = [rules.today + int(rules.lead_days[code]) for code in missing]
        yield from self._start_from(max([*in_time, *(self._birthday(int(rules.prerequisite_age[c])) for c in missing)]))

    def _travel(self) -> Iterator[Try]:
        limit, cap = int(self.student["max_minutes"]), int(self.student["cap_minutes"])
        if limit < self.minutes <= min(limit * MOST_TIMES_THE_TRIP, cap):
            wanted = min(int(np.ceil(self.minutes / TRAVEL_STEP_MINUTES)) * TRAVEL_STEP_MINUTES, cap)
            yield _student(Change.LONGER_TRIP, (wanted - limit) / limit, amount=wanted, max_minutes=wanted)
        own, needs_no_licence = int(self.student["modes"]), self.one.rules.mode_age == 0
        for mode in np.flatnonzero(needs_no_licence).tolist():
            if not own >> mode & 1:
                yield _student(Change.OTHER_MODE, 1, code=mode, modes=own | 1 << mode)

    def _dutch(self) -> Iterator[Try]:
        has, asks = int(self.student["dutch"]), int(self.placement["dutch_min"])
        yield _student(Change.REACH_DUTCH, asks - has, amount=asks, dutch=asks)
        yield _placement(Change.LOWER_DUTCH, asks - has, amount=has, dutch_min=has)

    def _seats(self) -> Iterator[Try]:
        yield _placement(Change.ADD_SEAT, 1, amount=1, seats_left=1)

    def _contacts(self) -> Iterator[Try]:
        n_open, most = int(self.placement["open_contacts"]), int(self.placement["max_open_contacts"])
        yield _placement(Change.ANSWER_CONTACTS, n_open - most + 1, amount=n_open - most + 1, open_contacts=most - 1)


def _whole_hours(minutes: int) -> int:
    return minutes // 60 * 60


def _try(change: Change, quantity: float, edit: Edit, *, code: int = 0, amount: float = 0.0) -> Try:
    return Try(Step(change=change, code=code, amount=amount), SIZES[change] * quantity, edit)


def _student(change: Change, quantity: float, *, code: int = 0, amount: float = 0.0, **columns: object) -> Try:
    return _try(change, quantity, lambda draft: draft.student.update(columns), code=code, amount=amount)


def _placement(change: Change, quantity: float, *, code: int = 0, amount: float = 0.0, **columns: object) -> Try:
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

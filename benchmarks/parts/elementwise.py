"""All gates and components for pairs at once, in numpy: what the numpy, scipy and scikit-learn alternatives share.

Gates stand in two groups, cheap ones first, so that an alternative can drop pairs in between.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.parts.prepared import EARTH_RADIUS_KM, YEAR, YEAR_DAYS, Prepared
from matching import OLDEST, Component

Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]


class Pairs:
    """Rows of students and rows of places, each an array of row numbers, one number, or a slice.

    What both gates and components need is worked out once.
    """

    def __init__(self, of: Prepared, student: Any, place: Any) -> None:
        self.of, self.student, self.place = of, student, place
        self._known: dict[str, Any] = {}

    def s(self, name: str) -> Any:
        return self.of.students[name][self.student]

    def p(self, name: str) -> Any:
        return self.of.places[name][self.place]

    def _once(self, name: str, make: Any) -> Any:
        if name not in self._known:
            self._known[name] = make()
        return self._known[name]

    @property
    def lived(self) -> Any:
        """From birth to the first day, as a difference of dates."""
        return self._once("lived", lambda: self.p("start_date") - self.s("born_date"))

    @property
    def lived_at_work(self) -> Any:
        """From birth to the first day on which the student works there."""

        def make() -> Any:
            return np.maximum(self.p("start_date"), self.s("from_date")) - self.s("born_date")

        return self._once("lived_at_work", make)

    @property
    def shared(self) -> Any:
        return self._once("shared", lambda: self.s("weekdays") & self.p("weekdays"))

    @property
    def minutes_shared(self) -> Any:
        return self._once("minutes_shared", lambda: self._of_days("minutes_of", self.shared))

    def _of_days(self, name: str, days: Any) -> Any:
        table = self.of.places[name]
        places = np.arange(len(table))[self.place] if isinstance(self.place, slice) else self.place
        return table[places, days].astype(np.int64)

    @property
    def least(self) -> Any:
        return self._once("least", lambda: np.maximum(self.s("hours_min"), self.p("hours_min")))

    @property
    def most(self) -> Any:
        return self._once("most", lambda: np.minimum(self.s("hours_max"), self.p("hours_max")))

    @property
    def overlap(self) -> tuple[Any, Any]:
        """Days that both periods share, and days of the place's."""

        def make() -> tuple[Any, Any]:
            start, end, until = self.p("start_day"), self.p("end_day"), self.s("until_day")
            end = np.where(end < 0, np.maximum(until, start + 1), end)
            return np.maximum(np.minimum(end, until) - np.maximum(start, self.s("from_day")), 0), end - start

        return self._once("overlap", make)

    @property
    def minutes(self) -> Any:
        """Minutes of travel by the quickest mode."""

        def make() -> Any:
            squared = sum((self.s(axis) - self.p(axis)) ** 2 for axis in "xyz")
            km = 2.0 * EARTH_RADIUS_KM * np.arcsin(np.minimum(np.sqrt(squared) / 2.0, 1.0))
            best = np.full(km.shape, np.inf)
            modes = self.s("modes")
            for mode, (lost, per_km, from_age) in enumerate(self.of.mode):
                takes = lost + km * per_km
                can = ((modes >> mode) & 1).astype(bool) & (self.lived >= from_age * YEAR)
                if mode in self.of.timetabled:
                    can &= takes <= self.p(f"longest_trip_{mode}")
                best = np.where(can, np.minimum(best, takes), best)
            return best

        return self._once("minutes", make)


def cheap_gates(pairs: Pairs) -> Mask:
    """Say which pairs pass the gates that look at few columns."""
    fine = pairs.p("is_open") & (pairs.s("level") >= pairs.p("level_min")) & (pairs.s("level") <= pairs.p("level_max"))
    fine &= pairs.lived >= pairs.p("age_min") * YEAR
    fine &= pairs.minutes <= pairs.s("limit_minutes")
    return np.asarray(fine)


def other_gates(pairs: Pairs) -> Mask:
    """Say which pairs pass the rest."""
    of = pairs.of
    fine = pairs.least <= pairs.most
    overlap, offered = pairs.overlap
    fine &= overlap >= of.parameters.period_share_min * np.minimum(offered, pairs.s("free_days"))
    fine &= (np.bitwise_count(pairs.shared) >= pairs.p("days_min")) & (pairs.minutes_shared >= pairs.least)
    made = np.minimum(pairs.most, pairs.minutes_shared) * overlap / 7.0
    fine &= made >= pairs.p("asked_minutes") * np.minimum(overlap / YEAR_DAYS, 1.0)
    fine &= pairs.lived_at_work >= pairs.p("safe_age") * YEAR
    fine &= (pairs.p("dutch_min") == 0) | (pairs.s("dutch") == 0) | (pairs.s("dutch") >= pairs.p("dutch_min"))
    missing = pairs.p("prerequisites") & ~pairs.s("prerequisites")
    fine &= (missing & pairs.p("too_late")) == 0
    for age, mask in of.prerequisite_ages.items():
        fine &= ((missing & mask) == 0) | (pairs.lived >= age * YEAR)
    return np.asarray(fine & _working_time(pairs))


def _working_time(pairs: Pairs) -> Mask:
    of, law = pairs.of, pairs.of.law
    row = of.law_row[pairs.p("type"), np.clip(pairs.lived_at_work // YEAR, 0, OLDEST)]
    is_lawful_age = row >= 0
    row = np.maximum(row, 0)
    longest, week_left = of.students["longest_work"], of.students["week_left"]
    within = pairs.p("day_minutes") <= longest[pairs.student, row]
    days = np.packbits(within, axis=-1, bitorder="little")[..., 0].astype(np.int64) & (pairs.p("law_days") >> (7 * row))
    days &= pairs.shared
    days_max = law["days_max"][row]
    worked = np.zeros(days.shape, dtype=np.int64)
    for number, in_days in of.places["most_minutes_of"].items():
        places = np.arange(len(in_days))[pairs.place] if isinstance(pairs.place, slice) else pairs.place
        worked = np.where(days_max == number, in_days[places, days], worked)
    n_days = np.minimum(np.bitwise_count(days), days_max)
    asked = pairs.least
    return (
        is_lawful_age & (n_days >= pairs.p("days_min")) & (np.minimum(worked, week_left[pairs.student, row]) >= asked)
    )


def scores(pairs: Pairs, given: dict[Component, Floats] | None = None) -> Floats:
    """Give the score of every pair; components that are given are not worked out again."""
    weights = pairs.of.parameters.weights
    parts = {**(given or {})}
    for part, make in COMPONENTS.items():
        if part not in parts:
            parts[part] = make(pairs)
    student = sum(weights[part] * parts[part] for part in Component if part.side == "student")
    placement = sum(weights[part] * parts[part] for part in Component if part.side == "placement")
    total = student + placement
    return np.divide(2.0 * student * placement, total, out=np.zeros_like(total), where=total > 0)


def share(part: Any, whole: Any) -> Floats:
    """Divide, and give 0 where there is no whole."""
    part, whole = np.broadcast_arrays(np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64))
    return np.divide(part, whole, out=np.zeros(part.shape), where=whole > 0)


def partly(yes: Any, no: Any, n: Any, prior: float) -> Floats:
    """Give the share of yes, where what is neither yes nor no counts at the prior."""
    return np.clip(share(yes + prior * (n - yes - no), n), 0.0, 1.0)


def _wish(pairs: Pairs) -> Floats:
    wishes = pairs.of.students["wishes"][pairs.student, pairs.p("sector")]
    return np.where(pairs.s("says_wish"), wishes, pairs.of.parameters.prior)


def _tasks(pairs: Pairs) -> Floats:
    work, n, prior = pairs.p("activities"), pairs.p("n_activities"), pairs.of.parameters.prior
    liked = np.bitwise_count(work & pairs.s("liked")).astype(np.float64)
    disliked = np.bitwise_count(work & pairs.s("disliked")).astype(np.float64)
    return np.where(n > 0, partly(liked, disliked, n, prior), prior)


def _conditions(pairs: Pairs) -> Floats:
    helps, n = pairs.s("helps"), pairs.s("n_helps")
    offered = np.bitwise_count(helps & pairs.p("conditions_offered")).astype(np.float64)
    refused = np.bitwise_count(helps & pairs.p("conditions_refused")).astype(np.float64)
    return np.where(n > 0, partly(offered, refused, n, pairs.of.parameters.prior), 1.0)


def _travel(pairs: Pairs) -> Floats:
    used = np.minimum(pairs.minutes / np.maximum(pairs.s("max_minutes"), 1), 1.0)
    return np.asarray(1.0 - (1.0 - pairs.of.parameters.travel_at_limit) * used)


def _schedule(pairs: Pairs) -> Floats:
    hours = np.minimum(share(pairs.most, pairs.s("hours_max")), 1.0)
    days = share(np.bitwise_count(pairs.shared), pairs.p("n_days"))
    wanted, paid = pairs.s("allowance_min"), pairs.p("allowance")
    pay = np.where(np.isnan(paid), pairs.of.parameters.prior, np.minimum(share(np.nan_to_num(paid), wanted), 1.0))
    return np.where(wanted > 0, (hours + days + pay) / 3.0, (hours + days) / 2.0)


def _goals(pairs: Pairs) -> Floats:
    n, prior = pairs.s("n_goals"), pairs.of.parameters.prior
    common = np.bitwise_count(pairs.s("goals") & pairs.p("covered")).sum(axis=-1)
    return np.where((n > 0) & pairs.p("has_covered"), share(common, n), prior)


def _competencies(pairs: Pairs) -> Floats:
    students, codes = pairs.of.students, pairs.p("required")
    rows = pairs.student if np.isscalar(pairs.student) else pairs.student[..., None]
    reached = np.minimum(students["shown"][rows, codes] / pairs.p("required_level"), 1.0)
    value = (np.maximum(reached, students["at_least"][rows, codes]) * pairs.p("required_share")).sum(axis=-1)
    return np.where(pairs.p("asks"), value, 1.0)


def _availability(pairs: Pairs) -> Floats:
    hours = np.minimum(share(np.minimum(pairs.minutes_shared, pairs.most), pairs.p("hours_max")), 1.0)
    overlap, offered = pairs.overlap
    return hours * share(overlap, offered)


def _language(pairs: Pairs) -> Floats:
    has, asks = pairs.s("dutch"), pairs.p("dutch_min")
    reaches = np.where((asks == 0) | (has >= asks), 1.0, np.where(has == 0, pairs.of.parameters.prior, 0.0))
    needed, n = pairs.p("prerequisites"), pairs.p("n_prerequisites")
    in_hand = np.bitwise_count(needed & pairs.s("prerequisites")).astype(np.float64)
    arranged = share(in_hand + pairs.of.parameters.prerequisite_to_arrange * (n - in_hand), n)
    return (reaches + np.where(n > 0, arranged, 1.0)) / 2.0


COMPONENTS = {
    Component.WISH: _wish,
    Component.TASKS: _tasks,
    Component.CONDITIONS: _conditions,
    Component.TRAVEL: _travel,
    Component.SCHEDULE: _schedule,
    Component.GOALS: _goals,
    Component.COMPETENCIES: _competencies,
    Component.AVAILABILITY: _availability,
    Component.LANGUAGE: _language,
}

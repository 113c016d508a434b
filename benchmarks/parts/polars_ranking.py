"""The ranking in Polars, with one thread (``POLARS_MAX_THREADS`` is set before Polars is imported).

A join on the offer with few columns and the cheap gates comes first; what is left takes its other columns by row
number. Students come in parts, so that the joined rows stay within some hundreds of megabytes.
"""

from functools import reduce

import numpy as np
import polars as pl

from benchmarks.parts.flat_tables import STUDENT_LISTS, flat_tables
from benchmarks.parts.lists import Lists
from benchmarks.parts.prepared import EARTH_RADIUS_KM, N_REQUIREMENTS, YEAR, YEAR_DAYS, Prepared
from matching import OLDEST, Component

STUDENTS_PER_PART = 4_000
DAYS = range(7)
CHEAP_STUDENT = (
    "s_at",
    "s_code",
    "s_level",
    "s_born_date",
    "s_south",
    "s_north",
    "s_west",
    "s_east",
    "s_hours_min",
    "s_hours_max",
)
CHEAP_PLACE = (
    *("p_hours_min", "p_hours_max"),
    "p_code",
    "p_latitude",
    "p_longitude",
    "p_level_min",
    "p_level_max",
    "p_start_date",
    "p_age_min",
)
c = pl.col


class PolarsRanking:
    """The tables, and the expressions of the ranking."""

    def __init__(self, of: Prepared) -> None:
        if pl.thread_pool_size() != 1:
            raise SystemExit("Polars runs with more than one thread; set POLARS_MAX_THREADS=1 before it is imported")
        self.of = of
        tables = {name: pl.DataFrame(table) for name, table in flat_tables(of).items()}
        students = tables["student"].drop([f"s_{name}" for name in STUDENT_LISTS])
        self.students = students.sort("s_row").with_row_index("s_at")
        self.places = tables["place"].filter(c("p_is_open") == 1).with_row_index("p_at")
        first_bit = pl.Series("l_first_bit", 1 << (7 * tables["law"]["l_row"].to_numpy()))
        self.law = tables["law"].with_columns(first_bit)
        self.wishes, self.shown, self.at_least = (
            pl.Series(np.ascontiguousarray(of.students[name], dtype=np.float64).ravel()) for name in STUDENT_LISTS
        )
        self.n_sectors, self.n_codes = (of.students[name].shape[1] for name in ("wishes", "shown"))

    def rank(self, n_students: int, *, top: int) -> Lists:
        parts = [
            self._part(at, min(at + STUDENTS_PER_PART, n_students), top)
            for at in range(0, n_students, STUDENTS_PER_PART)
        ]
        best = pl.concat(parts)
        return Lists.of(best["s_row"].to_numpy(), best["score"].to_numpy(), n_seekers=n_students, top=top)

    def one(self, student: int, *, top: int) -> list[float]:
        """Give the best scores of one student, best first."""
        return self._part(student, student + 1, top)["score"].sort(descending=True).to_list()

    def _part(self, first: int, until: int, top: int) -> pl.DataFrame:
        rows = self.students["s_row"]
        met = (
            self.students.lazy()
            .slice(rows.search_sorted(first), rows.search_sorted(until) - rows.search_sorted(first))
            .select(CHEAP_STUDENT)
            .join(self.places.lazy().select("p_at", *CHEAP_PLACE), left_on="s_code", right_on="p_code")
            .filter(*_cheap_gates())
            .select("s_at", "p_at")
            .collect()
        )
        pairs = pl.concat([self.students[met["s_at"]], self.places[met["p_at"]]], how="horizontal")
        return (
            pairs.lazy()
            .with_columns(**self._reckoned())
            .filter(*self._other_gates())
            .join(self.law.lazy(), left_on=["p_type", "age"], right_on=["l_type", "l_age"])
            .with_columns(minutes=self._minutes(), **self._lawful_days())
            .filter(c("minutes") <= c("s_limit_minutes"), *_working_time())
            .with_columns(**self._fits())
            .select(
                "s_row", score=2.0 * c("fit_student") * c("fit_placement") / (c("fit_student") + c("fit_placement"))
            )
            .filter(c("score").rank("ordinal", descending=True).over("s_row") <= top)
            .collect()
        )

    def _reckoned(self) -> dict[str, pl.Expr]:
        chord = reduce(pl.Expr.add, ((c(f"s_{axis}") - c(f"p_{axis}")) ** 2 for axis in "xyz"))
        shared = c("s_weekdays") & c("p_weekdays")
        lived = c("p_start_date") - c("s_born_date")
        lived_at_work = _most(c("p_start_date"), c("s_from_date")) - c("s_born_date")
        end = pl.when(c("p_end_day") < 0).then(_most(c("s_until_day"), c("p_start_day") + 1)).otherwise(c("p_end_day"))
        together = _least(end, c("s_until_day")) - _most(c("p_start_day"), c("s_from_day"))
        return {
            "lived": lived,
            "lived_at_work": lived_at_work,
            "age": (lived_at_work // YEAR).clip(0, OLDEST),
            "shared": shared,
            "km": 2.0 * EARTH_RADIUS_KM * (chord.sqrt() / 2.0).arcsin(),
            "n_shared": shared.bitwise_count_ones().cast(pl.Int64),
            "can": pl.sum_horizontal(_bit(shared, day) * c(f"p_day_minutes_{day}") for day in DAYS),
            "least": _most(c("s_hours_min"), c("p_hours_min")),
            "most": _least(c("s_hours_max"), c("p_hours_max")),
            "overlap": _most(together, pl.lit(0)),
            "offered": end - c("p_start_day"),
        }

    def _other_gates(self) -> list[pl.Expr]:
        missing = c("p_prerequisites") & ~c("s_prerequisites")
        return [
            c("n_shared") >= c("p_days_min"),
            c("can") >= c("least"),
            c("overlap") >= self.of.parameters.period_share_min * _least(c("offered"), c("s_free_days")),
            (c("p_dutch_min") == 0) | (c("s_dutch") == 0) | (c("s_dutch") >= c("p_dutch_min")),
            _least(c("most"), c("can")) * c("overlap") / 7.0
            >= c("p_asked_minutes") * _least(c("overlap") / YEAR_DAYS, pl.lit(1.0)),
            c("lived_at_work") >= c("p_safe_age") * YEAR,
            (missing & c("p_too_late")) == 0,
            *(
                ((missing & pl.lit(mask)) == 0) | (c("lived") >= age * YEAR)
                for age, mask in self.of.prerequisite_ages.items()
            ),
        ]

    def _minutes(self) -> pl.Expr:
        def trip(mode: int, lost: float, per_km: float, from_age: float) -> pl.Expr:
            takes = lost + c("km") * per_km
            can = (_bit(c("s_modes"), mode) == 1) & (c("lived") >= int(from_age) * YEAR)
            if mode in self.of.timetabled:
                can &= takes <= c(f"p_longest_trip_{mode}")
            return pl.when(can).then(takes).otherwise(np.inf)

        return pl.min_horizontal(trip(mode, *facts) for mode, facts in enumerate(self.of.mode))

    def _lawful_days(self) -> dict[str, pl.Expr]:
        return {
            f"day_{day}": pl.when(
                _bit(c("shared"), day) == 1,
                (c("p_law_days") // (c("l_first_bit") * 2**day)) % 2 == 1,
                c(f"p_day_minutes_{day}") + c(f"s_school_{day}") * c("l_school_counts") <= c("l_day_minutes"),
                (c(f"s_school_{day}") == 0) | (c(f"p_day_minutes_{day}") <= c("l_school_day_minutes")),
            )
            .then(c(f"p_day_minutes_{day}"))
            .otherwise(0)
            for day in DAYS
        }

    def _fits(self) -> dict[str, pl.Expr]:
        weights, values = self.of.parameters.weights, self._components()
        return {
            f"fit_{side}": reduce(
                pl.Expr.add, (weights[part] * values[part] for part in Component if part.side == side)
            )
            for side in ("student", "placement")
        }

    def _components(self) -> dict[Component, pl.Expr]:
        parameters = self.of.parameters
        prior = parameters.prior
        tasks = _partly(
            _common("p_activities", "s_liked"), _common("p_activities", "s_disliked"), c("p_n_activities"), prior
        )
        helped = _partly(
            _common("s_helps", "p_conditions_offered"),
            _common("s_helps", "p_conditions_refused"),
            c("s_n_helps"),
            prior,
        )
        hours = pl.when(c("s_hours_max") > 0).then(_least(c("most") / c("s_hours_max"), pl.lit(1.0))).otherwise(0.0)
        days = c("n_shared") / c("p_n_days")
        pay = (
            pl.when(c("p_allowance").is_null())
            .then(prior)
            .otherwise(_least(c("p_allowance") / c("s_allowance_min"), pl.lit(1.0)))
        )
        goals = pl.sum_horizontal(_common(f"s_goals_{at}", f"p_covered_{at}") for at in range(self.of.n_goal_words))
        in_hand = _common("p_prerequisites", "s_prerequisites")
        to_arrange = parameters.prerequisite_to_arrange * (c("p_n_prerequisites") - in_hand)
        speaks = (
            pl.when((c("p_dutch_min") == 0) | (c("s_dutch") >= c("p_dutch_min")))
            .then(1.0)
            .when(c("s_dutch") == 0)
            .then(prior)
            .otherwise(0.0)
        )
        wish = pl.lit(self.wishes).gather(c("s_row") * self.n_sectors + c("p_sector"))
        used = _least(c("minutes") / _most(c("s_max_minutes"), pl.lit(1)), pl.lit(1.0))
        free = _least(_least(c("can"), c("most")) / c("p_hours_max"), pl.lit(1.0))
        return {
            Component.WISH: pl.when(c("s_says_wish") == 1).then(wish).otherwise(prior),
            Component.TASKS: pl.when(c("p_n_activities") > 0).then(tasks).otherwise(prior),
            Component.CONDITIONS: pl.when(c("s_n_helps") > 0).then(helped).otherwise(1.0),
            Component.TRAVEL: 1.0 - (1.0 - parameters.travel_at_limit) * used,
            Component.SCHEDULE: pl.when(c("s_allowance_min") > 0)
            .then((hours + days + pay) / 3.0)
            .otherwise((hours + days) / 2.0),
            Component.GOALS: pl.when((c("s_n_goals") > 0) & (c("p_has_covered") == 1))
            .then(goals / c("s_n_goals"))
            .otherwise(prior),
            Component.COMPETENCIES: pl.when(c("p_asks") == 1).then(self._competencies()).otherwise(1.0),
            Component.AVAILABILITY: free * c("overlap") / c("offered"),
            Component.LANGUAGE: (
                speaks
                + pl.when(c("p_n_prerequisites") > 0)
                .then((in_hand + to_arrange) / c("p_n_prerequisites"))
                .otherwise(1.0)
            )
            / 2.0,
        }

    def _competencies(self) -> pl.Expr:
        def reached(at: int) -> pl.Expr:
            position = c("s_row") * self.n_codes + c(f"p_required_{at}")
            share = _least(pl.lit(self.shown).gather(position) / c(f"p_required_level_{at}"), pl.lit(1.0))
            return c(f"p_required_share_{at}") * _most(share, pl.lit(self.at_least).gather(position))

        return pl.sum_horizontal(reached(at) for at in range(N_REQUIREMENTS))


def _cheap_gates() -> list[pl.Expr]:
    return [
        c("p_latitude").is_between(c("s_south"), c("s_north")),
        c("p_longitude").is_between(c("s_west"), c("s_east")),
        c("s_level").is_between(c("p_level_min"), c("p_level_max")),
        c("p_start_date") - c("s_born_date") >= c("p_age_min") * YEAR,
        c("s_hours_min") <= c("p_hours_max"),
        c("p_hours_min") <= c("s_hours_max"),
        c("s_hours_min") <= c("s_hours_max"),
        c("p_hours_min") <= c("p_hours_max"),
    ]


def _working_time() -> list[pl.Expr]:
    """Lawful days are never more than one above what a week may have, so leaving out the shortest is enough."""
    days = [c(f"day_{day}") for day in DAYS]
    n_days = pl.sum_horizontal((day > 0).cast(pl.Int64) for day in days)
    shortest = pl.min_horizontal(pl.when(day > 0).then(day).otherwise(9999) for day in days)
    in_days = pl.sum_horizontal(days) - pl.when(n_days > c("l_days_max")).then(shortest).otherwise(0)
    week = c("l_week_minutes") - c("s_school_week") * c("l_school_counts")
    return [_least(n_days, c("l_days_max")) >= c("p_days_min"), _least(in_days, week) >= c("least")]


def _bit(mask: pl.Expr, at: int) -> pl.Expr:
    return (mask & (1 << at)) // (1 << at)


def _common(first: str, second: str) -> pl.Expr:
    return (c(first) & c(second)).bitwise_count_ones().cast(pl.Float64)


def _partly(yes: pl.Expr, no: pl.Expr, n: pl.Expr, prior: float) -> pl.Expr:
    return (yes + prior * (n - yes - no)) / n


def _least(*values: pl.Expr) -> pl.Expr:
    return pl.min_horizontal(*values)


def _most(*values: pl.Expr) -> pl.Expr:
    return pl.max_horizontal(*values)

"""The ranking as one text of SQL: the gates, nine components, both fits, their harmonic mean.

The three products differ in a few words only, which a ``Dialect`` holds. The text is cut in steps, each a subquery that
works out what the next one needs; cheap gates come first.
"""

from dataclasses import dataclass

from benchmarks.parts.prepared import EARTH_RADIUS_KM, N_REQUIREMENTS, YEAR, YEAR_BITS, YEAR_DAYS, Prepared
from matching import OLDEST, Component

DAYS = range(7)
INDEXES = (
    "CREATE INDEX place_by_offer ON place (p_code, p_latitude)",
    "CREATE INDEX student_by_row ON student (s_row)",
)
"""What leads from a student to the places, in every product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The words in which a product differs.

    Parameters
    ----------
    number : str
        How a number with a fraction is written, with ``{}`` for its digits.
    fence : str
        What makes a subquery be worked out once, as it stands.
    wish, reached : str
        Value of the sector, and share of a requirement reached (``{at}`` is its number).
    joins : str
        Tables in which those two are looked up.
    """

    number: str
    bits: str
    least: str
    greatest: str
    fence: str
    wish: str
    reached: str
    joins: str = ""


def core_sql(of: Prepared, dialect: Dialect, *, which: str) -> str:
    """Give the text that says ``s_row`` and ``score`` of every pair that may be ranked.

    Parameters
    ----------
    which : str
        Condition that names the students; ``TRUE`` for all.
    """
    steps = (
        _meet(of, dialect, which),
        _reckon(of, dialect),
        _lawful(of, dialect),
        _worked(dialect),
        _fits(of, dialect),
    )
    text = steps[0]
    for step in steps[1:]:
        text = step.format(before=f"({text} {dialect.fence})")
    two = dialect.number.format(2.0)
    return (
        f"SELECT s_row, CASE WHEN fit_student + fit_placement > 0 THEN {two} * fit_student * fit_placement"
        f" / (fit_student + fit_placement) ELSE 0 END AS score FROM ({text} {dialect.fence}) AS fits"
    )


def _meet(of: Prepared, d: Dialect, which: str) -> str:
    """Who seeks what is offered near enough, and passes the gates that look at few columns."""
    missing = "p_prerequisites & ~s_prerequisites"
    by_age = [
        f"(({missing} & {mask}) = 0 OR p_start_date - s_born_date >= {age * YEAR})"
        for age, mask in of.prerequisite_ages.items()
    ]
    gates = [
        which,
        "p_is_open = 1",
        "s_level BETWEEN p_level_min AND p_level_max",
        f"p_start_date - s_born_date >= p_age_min * {YEAR}",
        "p_longitude BETWEEN s_west AND s_east",
        "s_hours_min <= p_hours_max AND p_hours_min <= s_hours_max",
        "s_hours_min <= s_hours_max AND p_hours_min <= p_hours_max",
        "(p_dutch_min = 0 OR s_dutch = 0 OR s_dutch >= p_dutch_min)",
        f"(p_start_date - s_born_date >= p_safe_age * {YEAR} OR s_from_date - s_born_date >= p_safe_age * {YEAR})",
        f"({missing} & p_too_late) = 0",
        *by_age,
    ]
    return (
        "SELECT s.*, p.*, p_start_date - s_born_date AS lived, s_weekdays & p_weekdays AS shared,"
        " (s_x - p_x) * (s_x - p_x) + (s_y - p_y) * (s_y - p_y) + (s_z - p_z) * (s_z - p_z) AS chord"
        " FROM student AS s JOIN place AS p ON p_code = s_code AND p_latitude BETWEEN s_south AND s_north"
        f" WHERE {' AND '.join(gates)}"
    )


def _reckon(of: Prepared, d: Dialect) -> str:
    """Kilometres, age on the first day of work, hours and period."""
    half, limit = d.number.format(0.5), d.number.format(2.0 * EARTH_RADIUS_KM)
    end = f"CASE WHEN p_end_day < 0 THEN {d.greatest}(s_until_day, p_start_day + 1) ELSE p_end_day END"
    can = " + ".join(f"((shared >> {day}) & 1) * p_day_minutes_{day}" for day in DAYS)
    return (
        f"SELECT *, {limit} * asin({half} * sqrt(chord)) AS km,"
        f" {d.least}(({d.greatest}(p_start_date, s_from_date) - s_born_date) >> {YEAR_BITS}, {OLDEST}) AS age,"
        f" {d.bits.format('shared')} AS n_shared, {can} AS can,"
        f" {d.greatest}(s_hours_min, p_hours_min) AS least_minutes,"
        f" {d.least}(s_hours_max, p_hours_max) AS most_minutes,"
        f" {d.greatest}({d.least}({end}, s_until_day) - {d.greatest}(p_start_day, s_from_day), 0) AS overlap,"
        f" {end} - p_start_day AS offered"
        " FROM {before} AS met"
    )


def _lawful(of: Prepared, d: Dialect) -> str:
    """Minutes of travel, and the minutes of each day on which the law lets this student work."""

    def trip(mode: int, lost: float, per_km: float, from_age: float) -> str:
        takes = f"{d.number.format(float(lost))} + km * {d.number.format(float(per_km))}"
        is_in_time = f" AND {takes} <= p_longest_trip_{mode}" if mode in of.timetabled else ""
        can = f"(s_modes >> {mode}) & 1 = 1 AND lived >= {int(from_age) * YEAR}{is_in_time}"
        return f"CASE WHEN {can} THEN {takes} ELSE {d.number.format(1e9)} END"

    trips = [trip(mode, *facts) for mode, facts in enumerate(of.mode)]
    days = [
        f"CASE WHEN (shared >> {day}) & (p_law_days >> (7 * l_row + {day})) & 1 = 1"
        f" AND p_day_minutes_{day} + s_school_{day} * l_school_counts <= l_day_minutes"
        f" AND (s_school_{day} = 0 OR p_day_minutes_{day} <= l_school_day_minutes)"
        f" THEN p_day_minutes_{day} ELSE 0 END AS day_{day}"
        for day in DAYS
    ]
    share, week, one = (d.number.format(value) for value in (of.parameters.period_share_min, 7.0, 1.0))
    made = f"{d.least}(most_minutes, can) * overlap / {week}"
    asked = f"p_asked_minutes * {d.least}(overlap / {d.number.format(float(YEAR_DAYS))}, {one})"
    return (
        f"SELECT *, {d.least}({', '.join(trips)}) AS minutes, {', '.join(days)}"
        " FROM {before} AS reckoned JOIN law ON l_type = p_type AND l_age = age"
        " WHERE n_shared >= p_days_min AND can >= least_minutes"
        f" AND overlap >= {share} * {d.least}(offered, s_free_days) AND {made} >= {asked}"
    )


def _worked(d: Dialect) -> str:
    """How many lawful days there are, their minutes together, and the shortest of them."""
    n_days = " + ".join(f"CASE WHEN day_{day} > 0 THEN 1 ELSE 0 END" for day in DAYS)
    shortest = ", ".join(f"CASE WHEN day_{day} > 0 THEN day_{day} ELSE 9999 END" for day in DAYS)
    return (
        f"SELECT *, {n_days} AS n_days, {' + '.join(f'day_{day}' for day in DAYS)} AS in_days,"
        f" {d.least}({shortest}) AS shortest"
        " FROM {before} AS lawful WHERE minutes <= s_limit_minutes"
    )


def _fits(of: Prepared, d: Dialect) -> str:
    """The rest of the law, and both fits. Lawful days are never more than one above what a week may have."""
    weights = of.parameters.weights
    values = _components(of, d)
    student, placement = (
        " + ".join(f"{d.number.format(weights[part])} * ({values[part]})" for part in Component if part.side == side)
        for side in ("student", "placement")
    )
    return (
        f"SELECT s_row, {student} AS fit_student, {placement} AS fit_placement"
        " FROM {before} AS worked"
        f"{d.joins} WHERE {d.least}(n_days, l_days_max) >= p_days_min"
        " AND in_days - CASE WHEN n_days > l_days_max THEN shortest ELSE 0 END >= least_minutes"
        " AND l_week_minutes - s_school_week * l_school_counts >= least_minutes"
    )


def _components(of: Prepared, d: Dialect) -> dict[Component, str]:
    prior, one, zero = (d.number.format(value) for value in (of.parameters.prior, 1.0, 0.0))
    arrange, at_limit = (
        d.number.format(value) for value in (of.parameters.prerequisite_to_arrange, of.parameters.travel_at_limit)
    )

    def bits(mask: str) -> str:
        return d.bits.format(mask)

    def ratio(part: str, whole: str) -> str:
        return f"CASE WHEN {whole} > 0 THEN {d.least}({one} * ({part}) / {whole}, {one}) ELSE {zero} END"

    def partly(yes: str, no: str, n: str) -> str:
        return f"({yes} + {prior} * ({n} - {yes} - {no})) / {n}"

    tasks = partly(bits("p_activities & s_liked"), bits("p_activities & s_disliked"), "p_n_activities")
    helped = partly(bits("s_helps & p_conditions_offered"), bits("s_helps & p_conditions_refused"), "s_n_helps")
    hours, days = ratio("most_minutes", "s_hours_max"), f"{one} * n_shared / p_n_days"
    pay = f"CASE WHEN p_allowance IS NULL THEN {prior} ELSE {d.least}(p_allowance / s_allowance_min, {one}) END"
    common = " + ".join(bits(f"s_goals_{word} & p_covered_{word}") for word in range(of.n_goal_words))
    reached = " + ".join(
        f"CASE WHEN p_required_share_{at} > 0 THEN p_required_share_{at} * {d.reached.format(at=at, prior=prior)}"
        f" ELSE {zero} END"
        for at in range(N_REQUIREMENTS)
    )
    in_hand = bits("p_prerequisites & s_prerequisites")
    speaks = f"CASE WHEN p_dutch_min = 0 OR s_dutch >= p_dutch_min THEN {one} WHEN s_dutch = 0 THEN {prior} ELSE 0 END"
    arranged = (
        f"CASE WHEN p_n_prerequisites > 0 THEN ({in_hand} + {arrange} * (p_n_prerequisites - {in_hand}))"
        f" / p_n_prerequisites ELSE {one} END"
    )
    return {
        Component.WISH: f"CASE WHEN s_says_wish = 1 THEN {d.wish} ELSE {prior} END",
        Component.TASKS: f"CASE WHEN p_n_activities > 0 THEN {tasks} ELSE {prior} END",
        Component.CONDITIONS: f"CASE WHEN s_n_helps > 0 THEN {helped} ELSE {one} END",
        Component.TRAVEL: f"{one} - ({one} - {at_limit}) * {ratio('minutes', 's_max_minutes')}",
        Component.SCHEDULE: (
            f"CASE WHEN s_allowance_min > 0 THEN ({hours} + {days} + {pay}) / 3 ELSE ({hours} + {days}) / 2 END"
        ),
        Component.GOALS: (
            f"CASE WHEN s_n_goals > 0 AND p_has_covered = 1 THEN ({common}) / s_n_goals ELSE {prior} END"
        ),
        Component.COMPETENCIES: f"CASE WHEN p_asks = 1 THEN {reached} ELSE {one} END",
        Component.AVAILABILITY: f"{ratio(f'{d.least}(can, most_minutes)', 'p_hours_max')} * {one} * overlap / offered",
        Component.LANGUAGE: f"({speaks} + {arranged}) / 2",
    }

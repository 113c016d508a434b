"""A market as every alternative reads it: one number per row and column, worked out beforehand.

Nothing here is about a pair. What a gate or a component must know of one student or one place is in that row: calendar
dates as one number, the place on the globe as a unit vector, lists as masks, the law as a mask of days per rule. So no
alternative loses time on something that could have been ready.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.parts.law import allowed_days, asked_minutes, law_in_use, longest_trips, safe_age
from benchmarks.parts.markets import Columns, Market
from matching import NO_END, Parameters, Ragged, Rules
from matching import Recognition as Status

EARTH_RADIUS_KM = 6371.0088
# mean radius R1 of the IUGG (Moritz 2000, Geodetic Reference System 1980)
WORD_BITS = 63
"""Bits of a mask that fit in a signed 64-bit number with room for its sign."""
YEAR_BITS = 9
YEAR = 1 << YEAR_BITS
"""A date is its year times this, and month and day below; so ages compare as whole numbers."""
YEAR_DAYS = 365
N_REQUIREMENTS = 3
"""Requirements that a place of these markets has at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Columns per student and per place, and the offers through which they meet.

    Parameters
    ----------
    student_offer, place_offer : (codes, rows)
        Sorted by code; only offers of open places whose recognition lets a pair be ranked. A student and a place
        share one at the most, because a place has one type and a student one programme per type.
    mode : (n_modes, 3)
        Minutes lost at both ends, minutes per km of straight line, youngest age.
    timetabled : set of int
        Modes with a timetable; places have a column ``longest_trip_`` and the mode's number.
    law : dict of columns
        Rows of working time that apply to somebody.
    law_row : (n_types, OLDEST + 1)
    prerequisite_ages : dict of int to int
        Mask of the prerequisites that nobody younger can have, by age.
    """

    market: Market
    students: Columns
    places: Columns
    student_offer: tuple[NDArray[np.int64], NDArray[np.int64]]
    place_offer: tuple[NDArray[np.int64], NDArray[np.int64]]
    mode: NDArray[np.float64]
    timetabled: set[int]
    law: Columns
    law_row: NDArray[np.int64]
    prerequisite_ages: dict[int, int]
    n_goal_words: int

    @property
    def rules(self) -> Rules:
        return self.market.rules

    @property
    def parameters(self) -> Parameters:
        return self.market.parameters


def prepare(market: Market) -> Prepared:
    """Work out the columns."""
    rules, s, p = market.rules, market.students, market.placements
    law, law_row = law_in_use(rules)
    n_words = int(s["goals"].items.max(initial=0)) // WORD_BITS + 1
    students = _students(market, law, n_words)
    places = _places(market, n_words) | _law_columns(p, rules, law, law_row)
    trips = longest_trips(p, rules)
    places |= {f"longest_trip_{mode}": minutes for mode, minutes in trips.items()}
    mode = np.stack(
        [
            rules.mode_start_minutes.astype(np.float64),
            rules.mode_detour.astype(np.float64) / rules.mode_speed_kmh.astype(np.float64) * 60.0,
            rules.mode_age.astype(np.float64),
        ],
        axis=1,
    )
    students["reach_degrees"] = np.degrees(_reach_km(students, mode) / EARTH_RADIUS_KM) + 1e-4
    ages = np.asarray(rules.prerequisite_age)
    return Prepared(
        market=market,
        students=students,
        places=places,
        student_offer=_sorted(s["offers"].items.astype(np.int64), s["offers"].rows),
        place_offer=_rankable_offers(p),
        mode=mode,
        timetabled=set(trips),
        law=law,
        law_row=law_row,
        prerequisite_ages={
            int(age): sum(1 << int(code) for code in np.flatnonzero(ages == age)) for age in np.unique(ages) if age > 0
        },
        n_goal_words=n_words,
    )


def _sorted(codes: NDArray[np.int64], rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    order = np.lexsort((rows, codes))
    return codes[order], rows[order]


def _rankable_offers(p: Columns) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    rows, status = p["offers"].rows, p["recognition"]
    start, end = p["start_day"][rows].astype(np.int64), p["end_day"][rows].astype(np.int64)
    if ((end == NO_END) & (status != Status.NOT_NEEDED)).any():
        raise SystemExit("a place without an end needs recognition, for as long as each student is free")
    covers = (p["recognised_from"] <= start) & (p["recognised_until"] >= end)
    lets = np.isin(status, (Status.NOT_NEEDED, Status.REQUESTED, Status.UNKNOWN)) | ((status == Status.ACTIVE) & covers)
    lets &= _is_open(p)[rows]
    return _sorted(p["offers"].items[lets].astype(np.int64), rows[lets])


def _is_open(p: Columns) -> NDArray[np.bool_]:
    return np.asarray((p["seats_left"] >= 1) & (p["open_contacts"] < p["max_open_contacts"]))


def _students(market: Market, law: Columns, n_words: int) -> Columns:
    s, prior = market.students, market.parameters.prior
    same = ("level", "from_day", "until_day", "weekdays", "hours_min", "hours_max", "max_minutes", "modes", "dutch")
    columns = {name: s[name].astype(np.int64) for name in (*same, "helps", "prerequisites", "liked", "disliked")}
    columns |= _on_the_globe(s)
    columns["born_date"], columns["from_date"] = dates(s["born_day"]), dates(s["from_day"])
    columns["limit_minutes"] = np.minimum(s["max_minutes"], s["cap_minutes"]).astype(np.int64)
    columns["free_days"] = columns["until_day"] - columns["from_day"]
    columns["allowance_min"] = s["allowance_min"].astype(np.float64)
    columns["wishes"] = s["wishes"].astype(np.float64)
    columns["says_wish"] = s["wishes"].max(axis=1) > 0
    columns["n_helps"] = np.bitwise_count(s["helps"]).astype(np.float64)
    columns["n_goals"] = s["goals"].counts.astype(np.float64)
    columns["goals"] = _words(s["goals"], n_words)
    n_codes = 1 + max(
        int(s["levels"].items.max(initial=0)), int(market.placements["requirements"].items.max(initial=0))
    )
    rows, codes = s["levels"].rows, s["levels"].items
    level, floor = np.zeros((len(s["key"]), n_codes), np.float32), np.full((len(s["key"]), n_codes), prior, np.float32)
    level[rows, codes], floor[rows, codes] = s["level_value"], np.where(s["level_is_derived"], prior, 0.0)
    columns |= {"shown": level, "at_least": floor}
    school = s["school_minutes"].astype(np.int64)
    counted = school[:, None, :] * law["school_counts"][:, None]
    longest = law["day_minutes"][:, None] - counted
    on_school_days = np.where(school[:, None, :] > 0, law["school_day_minutes"][:, None], 10_000)
    columns["school"] = school
    columns["longest_work"] = np.minimum(longest, on_school_days).astype(np.int16)
    columns["week_left"] = law["week_minutes"] - counted.sum(axis=2)
    return columns


def _places(market: Market, n_words: int) -> Columns:
    p, rules, parameters = market.placements, market.rules, market.parameters
    same = ("type", "level_min", "level_max", "sector", "start_day", "weekdays", "days_min", "hours_min", "hours_max")
    columns = {name: p[name].astype(np.int64) for name in (*same, "dutch_min", "prerequisites", "activities")}
    columns |= {name: p[name].astype(np.int64) for name in ("conditions_offered", "conditions_refused")}
    columns |= _on_the_globe(p)
    columns["start_date"] = dates(p["start_day"])
    columns["end_day"] = np.where(p["end_day"] == NO_END, -1, p["end_day"]).astype(np.int64)
    columns["age_min"] = np.asarray(rules.minimum_age)[p["type"]].astype(np.int64)
    columns["is_open"] = _is_open(p)
    columns["safe_age"], columns["asked_minutes"] = safe_age(p, rules), asked_minutes(p, rules)
    left = columns["start_day"] - rules.today
    columns["too_late"] = sum((left < days).astype(np.int64) << code for code, days in enumerate(rules.lead_days))
    columns["n_prerequisites"] = np.bitwise_count(p["prerequisites"]).astype(np.float64)
    columns["n_activities"] = np.bitwise_count(p["activities"]).astype(np.float64)
    columns["n_days"] = np.bitwise_count(p["weekdays"]).astype(np.float64)
    columns["allowance"] = p["allowance"].astype(np.float64)
    columns["covered"] = _words(p["covered"], n_words)
    columns["has_covered"] = p["covered"].counts > 0
    columns["day_minutes"] = p["day_minutes"].astype(np.int16)
    columns |= _requirements(p, parameters)
    return columns


def _law_columns(p: Columns, rules: Rules, law: Columns, law_row: NDArray[np.int64]) -> Columns:
    """Days that each rule leaves whatever the student, and the minutes of every set of days."""
    if 7 * len(law["days_max"]) > WORD_BITS:
        raise SystemExit(f"{len(law['days_max'])} rules of working time do not fit in one mask of days")
    days = allowed_days(p, rules, law, law_row).reshape(len(p["type"]), -1)
    packed = (days.astype(np.int64) << np.arange(days.shape[1])).sum(axis=1)
    work = p["day_minutes"].astype(np.int64)
    bits = (np.arange(128)[:, None] >> np.arange(7)) & 1
    in_days = {}
    for days_max in np.unique(law["days_max"]):
        longest_first = np.zeros((len(work), 128), dtype=np.int16)
        for mask in range(128):
            minutes = -np.sort(-(work * bits[mask]), axis=1)
            longest_first[:, mask] = minutes[:, :days_max].sum(axis=1)
        in_days[int(days_max)] = longest_first
    return {"law_days": packed, "minutes_of": (work @ bits.T).astype(np.int16), "most_minutes_of": in_days}


def _requirements(p: Columns, parameters: Parameters) -> Columns:
    """The requirements side by side; weight 0 where a place has fewer."""
    requirements: Ragged = p["requirements"]
    n = len(requirements)
    if requirements.counts.max(initial=0) > N_REQUIREMENTS:
        raise SystemExit(f"a place has {requirements.counts.max()} requirements; raise N_REQUIREMENTS")
    at = np.arange(len(requirements.items)) - np.repeat(requirements.offsets[:-1], requirements.counts)
    code, level, weight = (np.zeros((n, N_REQUIREMENTS), kind) for kind in (np.int64, np.float64, np.float64))
    counts_for = p["importance"] * np.where(p["is_trainable"], parameters.trainable_share, 1.0)
    rows = requirements.rows
    code[rows, at], level[rows, at], weight[rows, at] = requirements.items, p["required_level"], counts_for
    if (level[weight > 0] <= 0).any():
        raise SystemExit("a requirement asks for level 0; the alternatives divide by it")
    total = weight.sum(axis=1)
    return {
        "required": code,
        "required_level": np.where(weight > 0, level, 1.0),
        "required_share": np.divide(weight, total[:, None], out=np.zeros_like(weight), where=total[:, None] > 0),
        "asks": total > 0,
    }


def _on_the_globe(columns: Columns) -> Columns:
    """Unit vectors, and the latitude in degrees."""
    north, east = (np.radians(columns[name].astype(np.float64)) for name in ("latitude", "longitude"))
    if np.isnan(north).any():
        raise SystemExit("the alternatives only know rows with a location; draw a market without unknown ones")
    return {
        "x": np.cos(north) * np.cos(east),
        "y": np.cos(north) * np.sin(east),
        "z": np.sin(north),
        "latitude": columns["latitude"].astype(np.float64),
        "longitude": columns["longitude"].astype(np.float64),
    }


def dates(days: NDArray[Any]) -> NDArray[np.int64]:
    """Write day numbers as dates of which two can be compared for age."""
    day = days.astype("M8[D]")
    months = day.astype("M8[M]")
    years = day.astype("M8[Y]").astype(np.int64) + 1970
    return years * YEAR + (months.astype(np.int64) % 12) * 32 + (day - months).astype(np.int64)


def _words(lists: Ragged, n_words: int) -> NDArray[np.int64]:
    words = np.zeros((len(lists), n_words), dtype=np.int64)
    codes, rows = lists.items.astype(np.int64), lists.rows
    fits = codes < n_words * WORD_BITS
    np.bitwise_or.at(words, (rows[fits], codes[fits] // WORD_BITS), np.int64(1) << (codes[fits] % WORD_BITS))
    return words


def _reach_km(students: Columns, mode: NDArray[np.float64]) -> NDArray[np.float64]:
    reach = np.zeros(len(students["modes"]))
    for number, (lost, per_km, _) in enumerate(mode):
        km = np.maximum(students["limit_minutes"] - lost, 0.0) / per_km
        reach = np.maximum(reach, np.where((students["modes"] >> number) & 1, km, 0.0))
    return reach

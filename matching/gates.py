"""Typed gates: what stands between a student and a placement, before any score."""

from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from matching.pairs import Pairs, age_at_start, age_on, overlap_days, shared_days, travel
from matching.parameters import Parameters
from matching.ragged import Ints
from matching.tables import NO_END, Recognition


class Verdict(IntEnum):
    """How a pair stands at a gate; up to ``UNKNOWN`` it may be ranked."""

    PASS = 0
    TO_ARRANGE = 1
    """Passes, with something to arrange before the start."""
    UNKNOWN = 2
    """Cannot be said yet: shown as "nog controleren" and counted apart."""
    NOT_NOW = 3
    """Refused as things stand; somebody can repair it."""
    FORBIDDEN = 4
    """Refused by law or by the kind of programme."""


class Gate(StrEnum):
    """The gates; the order is the order of every verdicts array."""

    TYPE_PROGRAMME = "type_programme"
    RECOGNITION = "recognition"
    AGE = "age"
    PERIOD = "period"
    DAYS_HOURS = "days_hours"
    WORKING_TIME = "working_time"
    HAZARDS = "hazards"
    PREREQUISITES = "prerequisites"
    TRAVEL = "travel"
    DUTCH = "dutch"
    SEATS = "seats"
    CONTACTS = "contacts"


Verdicts = NDArray[np.int8]


def verdicts(pairs: Pairs, parameters: Parameters) -> Verdicts:
    """Give the verdict of every gate for every pair, (n, n_gates)."""
    columns = {
        Gate.TYPE_PROGRAMME: _type_programme(pairs),
        Gate.RECOGNITION: _recognition(pairs),
        Gate.AGE: _age(pairs),
        Gate.PERIOD: _period(pairs, parameters),
        Gate.DAYS_HOURS: _days_hours(pairs),
        Gate.WORKING_TIME: _working_time(pairs),
        Gate.HAZARDS: _hazards(pairs),
        Gate.PREREQUISITES: _prerequisites(pairs),
        Gate.TRAVEL: _travel(pairs),
        Gate.DUTCH: _dutch(pairs),
        Gate.SEATS: _not_now(pairs.placements.seats_left[pairs.placement_ix] < 1),
        Gate.CONTACTS: _not_now(
            pairs.placements.open_contacts[pairs.placement_ix] >= pairs.placements.max_open_contacts[pairs.placement_ix]
        ),
    }
    return np.stack([columns[gate] for gate in Gate], axis=1)


def may_rank(of: Verdicts) -> NDArray[np.bool_]:
    """Say which pairs no gate refuses, (n,)."""
    return np.asarray(of.max(axis=1, initial=0) <= Verdict.UNKNOWN)


def _not_now(is_refused: NDArray[np.bool_]) -> Verdicts:
    return np.where(is_refused, Verdict.NOT_NOW, Verdict.PASS).astype(np.int8)


def shared_offers(pairs: Pairs) -> tuple[Ints, Ints]:
    """Offers that a student seeks and the placement has: which pair, and where in ``placements.offers``."""
    owners, positions = pairs.students.offers.expand(pairs.student_ix)
    sought = pairs.students.offers.items[positions]
    at = pairs.placements.offers.find(pairs.placement_ix[owners], sought)
    return owners[at >= 0], at[at >= 0]


def _type_programme(pairs: Pairs) -> Verdicts:
    owners, _ = shared_offers(pairs)
    fits = np.zeros(len(pairs), dtype=np.bool_)
    fits[owners] = True
    level = pairs.students.level[pairs.student_ix]
    fits &= level >= pairs.placements.level_min[pairs.placement_ix]
    fits &= level <= pairs.placements.level_max[pairs.placement_ix]
    return np.where(fits, Verdict.PASS, Verdict.FORBIDDEN).astype(np.int8)


def _recognition(pairs: Pairs) -> Verdicts:
    """The best verdict over the shared offers; a pair that shares none is for the first gate to refuse."""
    owners, at = shared_offers(pairs)
    placements = pairs.placements
    rows = pairs.placement_ix[owners]
    start = placements.start_day[rows].astype(np.int64)
    end = placements.end_day[rows].astype(np.int64)
    last = np.where(end == NO_END, start + 1, end)
    covers = (placements.recognised_from[at] <= start) & (placements.recognised_until[at] >= last)
    status = placements.recognition[at]
    verdict = np.select(
        [
            status == Recognition.NOT_NEEDED,
            (status == Recognition.ACTIVE) & covers,
            status == Recognition.REQUESTED,
            status == Recognition.UNKNOWN,
            (status == Recognition.MISSING) | (status == Recognition.ACTIVE),
        ],
        [Verdict.PASS, Verdict.PASS, Verdict.TO_ARRANGE, Verdict.UNKNOWN, Verdict.NOT_NOW],
        default=Verdict.NOT_NOW,
    ).astype(np.int8)
    best = np.full(len(pairs), np.iinfo(np.int8).max, dtype=np.int8)
    np.minimum.at(best, owners, verdict)
    return np.where(best == np.iinfo(np.int8).max, np.int8(Verdict.PASS), best)


def _age(pairs: Pairs) -> Verdicts:
    needed = pairs.rules.minimum_age[pairs.placements.type[pairs.placement_ix]]
    end = pairs.placements.end_day[pairs.placement_ix]
    # A place without an end can wait a year for somebody who is nearly old enough.
    last = np.where(end == NO_END, pairs.placements.start_day[pairs.placement_ix] + 365, end).astype(np.int32)
    grows_into_it = age_on(last, pairs.students.born_day[pairs.student_ix]) >= needed
    is_old_enough = age_at_start(pairs) >= needed
    return np.select([is_old_enough, grows_into_it], [Verdict.PASS, Verdict.NOT_NOW], default=Verdict.FORBIDDEN).astype(
        np.int8
    )


def _period(pairs: Pairs, parameters: Parameters) -> Verdicts:
    overlap, offered, free = overlap_days(pairs)
    return _not_now(overlap < parameters.period_share_min * np.minimum(offered, free))


def asked_minutes(pairs: Pairs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Least and most minutes a week that suit both sides, (n,) each; least above most when nothing does."""
    students, placements = pairs.students, pairs.placements
    least = np.maximum(students.hours_min[pairs.student_ix], placements.hours_min[pairs.placement_ix])
    most = np.minimum(students.hours_max[pairs.student_ix], placements.hours_max[pairs.placement_ix])
    return least.astype(np.int64), most.astype(np.int64)


def _days_hours(pairs: Pairs) -> Verdicts:
    days = shared_days(pairs)
    can = (days * pairs.placements.day_minutes[pairs.placement_ix].astype(np.int64)).sum(axis=1)
    least, most = asked_minutes(pairs)
    too_few = days.sum(axis=1) < pairs.placements.days_min[pairs.placement_ix]
    return _not_now(too_few | (least > most) | (can < least))


def legal_days(pairs: Pairs) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Shared days on which the law lets this student do the day's work, (n, 7), and its most minutes a week, (n,).

    The age on the first day counts for the whole period: limits only widen as somebody grows older.
    """
    placements, rules = pairs.placements, pairs.rules
    row = rules.working_time_row[placements.type[pairs.placement_ix], age_at_start(pairs)]
    law = rules.working_time
    school = pairs.students.school_minutes[pairs.student_ix].astype(np.int64)
    counted = school * law.school_counts[row][:, None]
    work = placements.day_minutes[pairs.placement_ix].astype(np.int64)
    starts, ends = placements.day_starts[pairs.placement_ix], placements.day_ends[pairs.placement_ix]
    fine = shared_days(pairs)
    fine &= work + counted <= law.day_minutes[row][:, None]
    fine &= (school == 0) | (work <= law.school_day_minutes[row][:, None])
    fine &= (starts >= law.earliest[row][:, None]) & (ends <= law.latest[row][:, None])
    fine &= (work <= law.break_after[row][:, None]) | (ends - starts - work >= law.break_minutes[row][:, None])
    fine[:, 6] &= law.sunday[row]
    fine &= (row >= 0)[:, None]
    longest_first = -np.sort(-(fine * work), axis=1)
    in_days = (longest_first * (np.arange(7) < law.days_max[row][:, None])).sum(axis=1)
    return fine, np.minimum(in_days, law.week_minutes[row] - counted.sum(axis=1))


def _working_time(pairs: Pairs) -> Verdicts:
    days, minutes = legal_days(pairs)
    row = pairs.rules.working_time_row[pairs.placements.type[pairs.placement_ix], age_at_start(pairs)]
    days_max = np.where(row >= 0, pairs.rules.working_time.days_max[row], 0)
    least, _ = asked_minutes(pairs)
    asked_days = pairs.placements.days_min[pairs.placement_ix]
    is_forbidden = (np.minimum(days.sum(axis=1), days_max) < asked_days) | (minutes < least)
    # What the calendar already refuses is not also said to be against the law.
    is_forbidden &= _days_hours(pairs) == Verdict.PASS
    return np.where(is_forbidden, Verdict.FORBIDDEN, Verdict.PASS).astype(np.int8)


def _hazards(pairs: Pairs) -> Verdicts:
    hazards = pairs.placements.hazards[pairs.placement_ix]
    is_young = age_at_start(pairs) < pairs.rules.hazards_below_age
    forbidden = (hazards & np.uint64(pairs.rules.hazards_forbidden)) != 0
    beside_expert = (hazards & np.uint64(pairs.rules.hazards_supervised)) != 0
    is_supervised = pairs.placements.is_supervised[pairs.placement_ix]
    return np.select(
        [~is_young, forbidden | (beside_expert & ~is_supervised), beside_expert],
        [Verdict.PASS, Verdict.FORBIDDEN, Verdict.TO_ARRANGE],
        default=Verdict.PASS,
    ).astype(np.int8)


def _prerequisites(pairs: Pairs) -> Verdicts:
    missing = pairs.placements.prerequisites[pairs.placement_ix] & ~pairs.students.prerequisites[pairs.student_ix]
    rules = pairs.rules
    days_left = pairs.placements.start_day[pairs.placement_ix].astype(np.int64) - rules.today
    age = age_at_start(pairs)
    too_late = np.zeros(len(pairs), dtype=np.bool_)
    for code in range(len(rules.lead_days)):
        lacks = ((missing >> np.uint64(code)) & np.uint64(1)).astype(np.bool_)
        too_late |= lacks & ((days_left < rules.lead_days[code]) | (age < rules.prerequisite_age[code]))
    has_all = missing == 0
    verdict = np.select([has_all, too_late], [Verdict.PASS, Verdict.NOT_NOW], default=Verdict.TO_ARRANGE)
    return verdict.astype(np.int8)


def _travel(pairs: Pairs) -> Verdicts:
    minutes, _ = travel(pairs)
    limit = pairs.students.max_minutes[pairs.student_ix]
    return np.select(
        [np.isnan(minutes), minutes > limit], [Verdict.UNKNOWN, Verdict.NOT_NOW], default=Verdict.PASS
    ).astype(np.int8)


def _dutch(pairs: Pairs) -> Verdicts:
    has = pairs.students.dutch[pairs.student_ix]
    needs = pairs.placements.dutch_min[pairs.placement_ix]
    return np.select(
        [needs == 0, has == 0, has < needs], [Verdict.PASS, Verdict.UNKNOWN, Verdict.NOT_NOW], default=Verdict.PASS
    ).astype(np.int8)

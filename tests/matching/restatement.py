"""The gates and scores once more, slow and plain, one pair at a time from the domain values.

Written from the description of the engine and not from its code: where the two differ, one of them is wrong.
"""

from collections.abc import Sequence, Set
from datetime import date, time, timedelta
from functools import cache
from itertools import combinations
from math import asin, cos, radians, sin, sqrt

import numpy as np
from holidays import country_holidays

from career.competency import Catalogue, strongest_claims
from career.student import LanguageLevel, Student
from employer_toolkit.placement import Allowance, PayPeriod, Placement, PlacementState, WorkDay
from employer_toolkit.recognition import RecognitionStatus
from matching import Component, Gate, Parameters, Verdict
from services.features import Offer
from services.reference import Hazard, HoursCount, ParentSigns, Reference, Sunday, Week, WorkingTimeRow

EARTH_KM = 6371.0088
Holidays = Sequence[Set[date]]
"""Per region the Mondays of its holiday weeks; the first stands for the unknown one and is not looked at."""


@cache
def dutch_holidays() -> Holidays:
    """Give the Mondays of the weeks in which nobody of a region goes to school."""
    years = range(2025, 2031)
    found: list[Set[date]] = [frozenset()]
    for name in ("Noord", "Midden", "Zuid"):
        free = country_holidays("NL", subdiv=name, years=years, categories=("school",))
        mondays = (day for day in free if day.weekday() == 0)
        found.append({day for day in mondays if all(day + timedelta(days=n) in free for n in range(5))})
    return found


def great_circle_km(student: Student, offer: Offer) -> float | None:
    here, there = student.travel, offer.site
    degrees = [here.latitude, here.longitude, there.latitude, there.longitude]
    if None in degrees:
        return None
    # The tables say that positions are float32: some decimetres, which count when somebody travels for one minute.
    lat1, lon1, lat2, lon2 = (radians(float(np.float32(x))) for x in degrees)
    a = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(a))


def trips(student: Student, offer: Offer, reference: Reference) -> list[tuple[float, bool]]:
    """Give minutes one way by each own mode, and whether it is in time; nothing while a location is unknown."""
    km = great_circle_km(student, offer)
    age = student.age_on(offer.placement.starts_on)
    found = []
    for mode in student.travel.modes if km is not None else ():
        row = reference.travel_modes[mode]
        if age >= row.min_age:
            minutes = row.start_minutes + km * row.detour / row.speed_kmh * 60
            n = sum(
                (row.first_departure == time(0) or _span(day)[0] - minutes >= _minute(row.first_departure))
                and (row.last_arrival == time(23, 59) or _span(day)[1] + minutes <= _minute(row.last_arrival))
                for day in shared_days(student, offer.placement)
            )
            n_shared = len(shared_days(student, offer.placement))
            found.append((minutes, n >= min(offer.placement.days_min, n_shared)))
    return found


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def travel_verdict(student: Student, offer: Offer, reference: Reference) -> Verdict:
    if great_circle_km(student, offer) is None:
        return Verdict.UNKNOWN
    can = any(
        in_time and minutes <= student.travel.max_minutes for minutes, in_time in trips(student, offer, reference)
    )
    return Verdict.PASS if can else Verdict.NOT_NOW


def programme_hours_verdict(student: Student, placement: Placement, reference: Reference) -> Verdict:
    asked = [
        row
        for row in reference.programme_hours
        if row.type == placement.type and row.level_min <= (student.level or 0) <= row.level_max
    ]
    if not asked:
        return Verdict.PASS
    overlap, _, _ = periods(student, placement)
    most = min(student.availability.hours_max, placement.hours_max)
    week = min(most, sum(day.minutes for day in shared_days(student, placement)) / 60)
    made = week * overlap / 7
    if asked[0].counts is HoursCount.BY_LENGTH:
        return Verdict.PASS if made >= asked[0].hours * min(overlap / 365, 1) - 1e-9 else Verdict.NOT_NOW
    return Verdict.PASS if made >= asked[0].hours else Verdict.TO_ARRANGE


def minutes_of(student: Student, offer: Offer, reference: Reference) -> float | None:
    if great_circle_km(student, offer) is None:
        return None
    going = trips(student, offer, reference)
    can_go = [minutes for minutes, in_time in going if in_time and minutes <= student.travel.max_minutes]
    return min(can_go or [minutes for minutes, _ in going])


def qualifications_shared(student: Student, placement: Placement) -> set[str]:
    return {student.qualification_code} & set(placement.qualification_codes) - {None}


def seeks_it(student: Student, placement: Placement, reference: Reference) -> bool:
    rule = reference.placement_types[placement.type]
    if placement.type not in student.seeks or student.school_type not in rule.school_types:
        return False
    return not rule.is_qualification_bound or bool(qualifications_shared(student, placement))


def recognition_verdict(student: Student, offer: Offer, reference: Reference) -> Verdict:
    placement = offer.placement
    rule = reference.placement_types[placement.type]
    if not rule.needs_recognition:
        return Verdict.PASS
    if not offer.recognitions:
        return Verdict.UNKNOWN
    codes = (
        qualifications_shared(student, placement) if rule.is_qualification_bound else set(placement.qualification_codes)
    )
    held = [r for r in offer.recognitions if r.qualification_code in codes]
    active = [r for r in held if r.status is RecognitionStatus.ACTIVE]

    def is_covered(day: int) -> bool:
        return any(r.valid_from.toordinal() <= day < (r.valid_until or date.max).toordinal() for r in active)

    first = placement.starts_on.toordinal()
    end = placement.ends_on or student.availability.until_on
    last = max(end.toordinal(), first + 1)
    if all(is_covered(day) for day in range(first, last)):
        return Verdict.PASS
    if not is_covered(first) and any(r.status is RecognitionStatus.REQUESTED for r in held):
        return Verdict.TO_ARRANGE
    return Verdict.NOT_NOW


def shared_days(student: Student, placement: Placement) -> list[WorkDay]:
    return [day for day in placement.schedule if day.weekday in student.availability.weekdays]


def days_fit(student: Student, placement: Placement) -> bool:
    days, free = shared_days(student, placement), student.availability
    least, most = max(free.hours_min, placement.hours_min), min(free.hours_max, placement.hours_max)
    return len(days) >= placement.days_min and least <= most and sum(day.minutes for day in days) >= least * 60


def worked_days(student: Student, placement: Placement) -> list[date]:
    """Give every day of the period together; the place's first day when there is none."""
    free = student.availability
    until = free.until_on if placement.ends_on is None else min(placement.ends_on, free.until_on)
    first = max(placement.starts_on, free.from_on)
    days = [date.fromordinal(day) for day in range(first.toordinal(), until.toordinal())]
    return days or [placement.starts_on]


def is_holiday_week(day: date, region: int, holidays: Holidays) -> bool:
    monday = day - timedelta(days=day.weekday())
    return all(monday in weeks for weeks in (holidays[1:] if region == 0 else [holidays[region]]))


def _span(day: WorkDay) -> tuple[int, int]:
    return day.starts.hour * 60 + day.starts.minute, day.ends.hour * 60 + day.ends.minute


def week_is_lawful(days: list[WorkDay], hours: int, school: tuple[int, ...], row: WorkingTimeRow) -> bool:
    """Say whether somebody may work these whole days, or hours less, every week."""
    counted, worked = school if row.school_counts else (0,) * 7, {day.weekday for day in days}
    if len(days) > row.days_max or hours + sum(counted) > min(row.week_minutes, row.average_week_minutes):
        return False
    for day in days:
        starts, ends = _span(day)
        minutes, at_school = day.minutes, school[day.weekday - 1]
        if minutes + counted[day.weekday - 1] > row.day_minutes or (at_school and minutes > row.school_day_minutes):
            return False
        if day.starts < row.earliest or day.ends > row.latest or ends - starts > 24 * 60 - row.rest_minutes:
            return False
        pause = ends - starts - minutes
        if minutes > row.break_after_minutes and pause < row.break_minutes:
            return False
        if minutes > row.long_break_after_minutes and pause < row.long_break_minutes:
            return False
        if day.weekday == 7 and (row.sunday is Sunday.NO or (row.sunday is not Sunday.AGREED and 6 in worked)):
            return False
    moments = sorted(
        ((day.weekday - 1) * 1440 + _span(day)[0], (day.weekday - 1) * 1440 + _span(day)[1]) for day in days
    )
    rests = [
        (moments[(at + 1) % len(moments)][0] - end) % (7 * 1440) or 7 * 1440 for at, (_, end) in enumerate(moments)
    ]
    too_short = [rest for rest in rests if rest < row.rest_minutes]
    return (
        len(too_short) <= 1
        and all(rest >= row.short_rest_minutes for rest in too_short)
        and max(rests) >= row.weekly_rest_minutes
    )


def choice_verdict(student: Student, placement: Placement, school: tuple[int, ...], row: WorkingTimeRow) -> Verdict:
    """Try every choice of the days that both share."""
    days = shared_days(student, placement)
    least = max(student.availability.hours_min, placement.hours_min) * 60
    with_sunday = False
    for n in range(placement.days_min, len(days) + 1):
        for chosen in combinations(days, n):
            if sum(day.minutes for day in chosen) >= least and week_is_lawful(list(chosen), least, school, row):
                if all(day.weekday != 7 for day in chosen):
                    return Verdict.PASS
                with_sunday = True
    return Verdict.TO_ARRANGE if with_sunday else Verdict.FORBIDDEN


def working_time_verdict(
    student: Student, placement: Placement, reference: Reference, region: int, holidays: Holidays
) -> Verdict:
    names = reference.placement_types[placement.type].working_time_rules
    known, none = student.availability.school_minutes, (0,) * 7
    weeks: dict[tuple[int, bool], set[date]] = {}
    for day in worked_days(student, placement):
        is_holiday = is_holiday_week(day, region, holidays)
        weeks.setdefault((student.age_on(day), is_holiday), set()).add(day - timedelta(days=day.weekday()))
    by_age: dict[int, Verdict] = {}
    for (age, is_holiday), mondays in weeks.items():
        week = Week.HOLIDAY if is_holiday else Week.SCHOOL
        rows = [row for row in reference.working_time if row.rule in names and row.is_for(age=age, week=week)]
        found = Verdict.FORBIDDEN
        if rows:
            (row,) = rows
            found = choice_verdict(student, placement, none if is_holiday or known is None else known, row)
            if not is_holiday and known is None and (row.school_counts or row.school_day_minutes < row.day_minutes):
                found = max(found, Verdict.UNKNOWN)
            if is_holiday and len(mondays) > row.holiday_weeks_max:
                found = max(found, Verdict.TO_ARRANGE)
        by_age[age] = max(by_age.get(age, Verdict.PASS), found)
    worst = max(by_age.values())
    grows = worst is Verdict.FORBIDDEN and by_age[max(by_age)] <= Verdict.UNKNOWN
    return Verdict.NOT_NOW if grows else worst


def hazard_verdict(student: Student, placement: Placement, reference: Reference) -> Verdict:
    days = worked_days(student, placement)
    young, old = student.age_on(days[0]), student.age_on(days[-1])

    def met(age: int, mode: str) -> list[Hazard]:
        named = [reference.hazards[code] for code in placement.hazards or ()]
        return [row for row in named if row.mode == mode and age < row.below_age and not is_excepted(row, age)]

    def is_excepted(row: Hazard, age: int) -> bool:
        names = reference.placement_types[placement.type].working_time_rules
        now = {law.rule for law in reference.working_time if law.rule in names and law.age_from <= age < law.age_until}
        return bool(now & row.not_for_rules)

    if met(young, "forbidden"):
        return Verdict.FORBIDDEN if met(old, "forbidden") else Verdict.NOT_NOW
    if met(young, "supervision"):
        return Verdict.TO_ARRANGE if placement.is_expert_supervised else Verdict.NOT_NOW
    is_limited = any(young < row.below_age and not is_excepted(row, young) for row in reference.hazards.values())
    return Verdict.UNKNOWN if placement.hazards is None and is_limited else Verdict.PASS


def periods(student: Student, placement: Placement) -> tuple[int, int, int]:
    free = student.availability
    end = placement.ends_on or max(free.until_on, date.fromordinal(placement.starts_on.toordinal() + 1))
    overlap = (min(end, free.until_on) - max(placement.starts_on, free.from_on)).days
    return max(overlap, 0), (end - placement.starts_on).days, (free.until_on - free.from_on).days


def verdicts_of(
    student: Student,
    offer: Offer,
    *,
    reference: Reference,
    parameters: Parameters,
    today: date,
    region: int = 0,
) -> dict[Gate, Verdict]:
    placement = offer.placement
    age = student.age_on(placement.starts_on)
    needed = reference.placement_types[placement.type].min_age
    last = placement.ends_on or date.fromordinal(placement.starts_on.toordinal() + 365)
    grows = Verdict.NOT_NOW if student.age_on(last) >= needed else Verdict.FORBIDDEN
    overlap, offered, free = periods(student, placement)
    days = days_fit(student, placement)
    missing = [reference.prerequisites[code] for code in placement.prerequisites - student.prerequisites]
    days_left = (placement.starts_on - today).days
    in_time = all(item.lead_time_days <= days_left and item.min_age <= age for item in missing)
    signs = reference.placement_types[placement.type].parent_signs is not ParentSigns.NO
    seeks = seeks_it(student, placement, reference)
    fits = seeks and placement.level_min <= (student.level or 0) <= placement.level_max

    def not_now(is_refused: bool) -> Verdict:
        return Verdict.NOT_NOW if is_refused else Verdict.PASS

    levels = list(LanguageLevel)
    dutch = Verdict.PASS
    if placement.dutch_level_min is not None:
        if student.dutch_level is None:
            dutch = Verdict.UNKNOWN
        elif levels.index(student.dutch_level) < levels.index(LanguageLevel(placement.dutch_level_min)):
            dutch = Verdict.NOT_NOW
    return {
        Gate.TYPE_PROGRAMME: Verdict.PASS if fits else Verdict.FORBIDDEN,
        Gate.RECOGNITION: recognition_verdict(student, offer, reference) if seeks else Verdict.PASS,
        Gate.AGE: Verdict.PASS if age >= needed else grows,
        Gate.PERIOD: not_now(overlap < parameters.period_share_min * min(offered, free)),
        Gate.DAYS_HOURS: not_now(not days),
        Gate.PROGRAMME_HOURS: programme_hours_verdict(student, placement, reference),
        Gate.WORKING_TIME: (
            working_time_verdict(student, placement, reference, region, dutch_holidays()) if days else Verdict.PASS
        ),
        Gate.HAZARDS: hazard_verdict(student, placement, reference),
        Gate.PREREQUISITES: Verdict.PASS if not missing else (Verdict.TO_ARRANGE if in_time else Verdict.NOT_NOW),
        Gate.SIGNATURE: Verdict.TO_ARRANGE if signs and age < 18 else Verdict.PASS,
        Gate.TRAVEL: travel_verdict(student, offer, reference),
        Gate.DUTCH: dutch,
        Gate.SEATS: not_now(placement.seats_left < 1 or placement.state is not PlacementState.OPEN),
        Gate.CONTACTS: not_now(placement.open_contacts >= placement.max_open_contacts * max(placement.seats_left, 1)),
    }


def near_levels(student: Student, catalogue: Catalogue) -> tuple[dict[str, float], dict[str, float]]:
    """Give assessed levels, and what near ones show of competencies nobody assessed; 0 to 1."""
    assessed = {code: (claim.level - 1) / 4 for code, claim in strongest_claims(student.claims).items() if claim.level}
    near: dict[str, float] = {}
    for relation in catalogue.relations:
        if relation.from_id in assessed and relation.to_id not in assessed:
            shown = assessed[relation.from_id] * relation.strength
            near[relation.to_id] = max(near.get(relation.to_id, 0.0), shown)
    return assessed, near


def _share(parts: list[float], weights: list[float]) -> float:
    return sum(p * w for p, w in zip(parts, weights, strict=True)) / sum(weights)


def components_of(
    student: Student, offer: Offer, *, reference: Reference, parameters: Parameters
) -> dict[Component, tuple[float, float, float]]:
    """Give value, worst and best of each component."""
    placement, prior = offer.placement, parameters.prior

    def known(value: float) -> tuple[float, float, float]:
        return value, value, value

    def partly(good: int, unknown: int, n: int) -> tuple[float, float, float]:
        return (good + prior * unknown) / n, good / n, (good + unknown) / n

    nothing = (prior, 0.0, 1.0)
    wishes = student.wishes
    ladder = {sector: parameters.wish_falloff**place for place, sector in enumerate(wishes.sectors)}
    taught = {code for task in placement.tasks for code in task.competency_ids} | set(placement.learned_ids)
    work = {code for code in taught if code.startswith("doe:")}
    work |= {activity for code in taught for activity in reference.activities_of.get(code, ())}
    free = student.availability
    days = shared_days(student, placement)
    most = min(free.hours_max, placement.hours_max)
    facts = [min(most / free.hours_max, 1.0), len(days) / len(placement.schedule)]
    unknown_pay = False
    if wishes.minimum_allowance_eur:
        paid = _monthly(placement.allowance, placement)
        unknown_pay = paid is None
        facts.append(0.0 if paid is None else min(paid / wishes.minimum_allowance_eur, 1.0))
    schedule = sum(facts) / len(facts)
    pay = 1 / 3 if unknown_pay else 0.0
    goals = set(student.goal_ids)
    assessed, near = near_levels(student, reference.catalogue)
    values, lows, highs, weights = [], [], [], []
    for asked in placement.requirements:
        needs = (asked.level - 1) / 4
        shown = assessed.get(asked.competency_id, near.get(asked.competency_id, 0.0))
        met = 1.0 if needs == 0 else min(shown / needs, 1.0)
        is_certain = asked.competency_id in assessed or needs == 0
        values.append(met if is_certain else max(met, prior))
        lows.append(met)
        highs.append(met if is_certain else 1.0)
        weights.append(asked.importance * (parameters.trainable_share if asked.is_trainable else 1.0))
    overlap, offered, _ = periods(student, placement)
    hours = max(0.0, min(min(sum(day.minutes for day in days) / 60, most) / placement.hours_max, 1.0))
    levels = list(LanguageLevel)
    asks_dutch = placement.dutch_level_min is not None
    speaks = student.dutch_level is not None
    reaches = not asks_dutch or (
        speaks and levels.index(student.dutch_level) >= levels.index(LanguageLevel(placement.dutch_level_min))  # type: ignore[arg-type]
    )
    asks = placement.prerequisites
    in_hand = len(asks & student.prerequisites)
    arranged = (in_hand + parameters.prerequisite_to_arrange * (len(asks) - in_hand)) / len(asks) if asks else 1.0
    language = (reaches + arranged) / 2
    open_language = 0.5 if asks_dutch and not speaks else 0.0
    minutes = minutes_of(student, offer, reference)
    limit = student.travel.max_minutes
    return {
        Component.WISH: known(ladder.get(placement.sector, 0.0)) if wishes.sectors else nothing,
        Component.TASKS: partly(len(work & wishes.liked), len(work - wishes.liked - wishes.disliked), len(work))
        if work
        else nothing,
        Component.CONDITIONS: partly(
            len(student.helps & placement.conditions_offered),
            len(student.helps - placement.conditions_offered - placement.conditions_refused),
            len(student.helps),
        )
        if student.helps
        else known(1.0),
        Component.TRAVEL: nothing
        if minutes is None
        else known(1 - (1 - parameters.travel_at_limit) * min(minutes / limit, 1.0)),
        Component.SCHEDULE: (schedule + prior * pay, schedule, schedule + pay),
        Component.GOALS: known(len(goals & taught) / len(goals)) if goals and taught else nothing,
        Component.COMPETENCIES: (_share(values, weights), _share(lows, weights), _share(highs, weights))
        if weights
        else known(1.0),
        Component.AVAILABILITY: known(hours * overlap / offered),
        Component.LANGUAGE: (language + prior * open_language, language, language + open_language),
    }


def _monthly(allowance: Allowance | None, placement: Placement) -> float | None:
    if allowance is None:
        return None
    if allowance.per is PayPeriod.MONTH:
        return allowance.amount_eur
    return allowance.amount_eur * placement.hours_max * 52 / 12

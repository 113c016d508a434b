"""Makes a change on the people and places themselves, far from the engine's rows, to see that it does what is told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time, timedelta

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import Student
from employer_toolkit.placement import Allowance, PayPeriod, PlacementState, WorkDay
from employer_toolkit.recognition import Recognition, RecognitionStatus
from matching import Change, Step
from services.features import LANGUAGE_LEVELS, TRAVEL_MODES, Codes, Offer, from_day_number
from services.reference import Sunday, Week
from tests.matching.restatement import worked_days

LONG_AGO = date(1970, 1, 1)


def remade(student: Student, offer: Offer, steps: tuple[Step, ...], codes: Codes) -> tuple[Student, Offer]:
    """Make the changes one after another; other times are those that the law allows as things stood before."""
    times = {day.weekday: _lawful(day, student, offer, codes) for day in offer.placement.schedule}
    for step in steps:
        student, offer = _student(student, step, codes), _offer(student, offer, step, codes)
        if step.change is Change.OTHER_TIMES:
            days = [
                times[day.weekday] if step.code >> (day.weekday - 1) & 1 else day for day in offer.placement.schedule
            ]
            offer = replace(offer, placement=replace(offer.placement, schedule=tuple(days)))
    return student, offer


def remade_student(student: Student, steps: Iterable[Step], codes: Codes) -> Student:
    """Make the changes of one student."""
    for step in steps:
        student = _student(student, step, codes)
    return student


def _recognised(offer: Offer, qualification_codes: Iterable[str], *, kept: tuple[Recognition, ...] = ()) -> Offer:
    new = tuple(
        Recognition(
            site_id=offer.site.id,
            qualification_code=code,
            status=RecognitionStatus.ACTIVE,
            valid_from=LONG_AGO,
            valid_until=None,
            checked_on=LONG_AGO,
        )
        for code in sorted(qualification_codes)
    )
    return replace(offer, recognitions=(*kept, *new))


def _lawful(day: WorkDay, student: Student, offer: Offer, codes: Codes) -> WorkDay:
    """Shift a day into the hours that the law allows, and shorten it to what fits; unchanged where nothing does."""
    age = student.age_on(worked_days(student, offer.placement)[0])
    law = codes.reference.working_time_of(offer.placement.type, age=age, week=Week.SCHOOL)
    if law is None or (day.weekday == 7 and law.sunday is not Sunday.AGREED):
        return day
    school = (student.availability.school_minutes or (0,) * 7)[day.weekday - 1]
    most = law.day_minutes - (school if law.school_counts else 0)
    most = min(most, law.school_day_minutes) if school else most
    starts, ends = max(day.starts, law.earliest), min(day.ends, law.latest)
    pause = max(day.break_minutes, law.break_minutes if day.minutes > law.break_after_minutes else 0)
    pause = max(pause, law.long_break_minutes if day.minutes > law.long_break_after_minutes else 0)
    span = min((ends.hour - starts.hour) * 60 + ends.minute - starts.minute, 24 * 60 - law.rest_minutes)
    room = span - pause
    minutes = min(day.minutes, most, room) // 15 * 15
    if minutes <= 0:
        return day
    first = starts.hour * 60 + starts.minute
    last = first + minutes + pause
    return replace(day, starts=starts, ends=time(last // 60, last % 60), break_minutes=pause)


def _student(student: Student, step: Step, codes: Codes) -> Student:
    free, weeks = student.availability, timedelta(weeks=step.amount)
    match step.change:
        case Change.FREE_DAY:
            school = free.school_minutes
            if school is not None:
                school = tuple(0 if day == step.code else n for day, n in enumerate(school))
            return replace(
                student,
                availability=replace(free, weekdays=free.weekdays | {step.code + 1}, school_minutes=school),
            )
        case Change.LONGER_TRIP:
            return replace(student, travel=replace(student.travel, max_minutes=int(step.amount)))
        case Change.OTHER_MODE:
            modes = student.travel.modes | {TRAVEL_MODES[step.code]}
            return replace(student, travel=replace(student.travel, modes=modes))
        case Change.OTHER_HOURS:
            hours = int(step.amount)
            low, high = min(free.hours_min, hours), max(free.hours_max, hours)
            return replace(student, availability=replace(free, hours_min=low, hours_max=high))
        case Change.LONGER_FREE if step.amount > 0:
            return replace(student, availability=replace(free, until_on=free.until_on + weeks))
        case Change.LONGER_FREE:
            return replace(student, availability=replace(free, from_on=free.from_on + weeks))
        case Change.GET_PREREQUISITE:
            return replace(student, prerequisites=student.prerequisites | {codes.prerequisites[step.code]})
        case Change.REACH_LEVEL:
            claim = CompetencyClaim(
                competency_id=codes.competencies[step.code],
                source=ClaimSource.COMPANY,
                level=Level(round(step.amount * 4) + 1),
                seen_on=date(2026, 11, 1),
            )
            return replace(
                student,
                claims=(*(c for c in student.claims if c.competency_id != claim.competency_id), claim),
            )
        case Change.REACH_DUTCH:
            return replace(student, dutch_level=LANGUAGE_LEVELS[int(step.amount) - 1])
    return student


def _offer(student: Student, offer: Offer, step: Step, codes: Codes) -> Offer:
    held, amount, weeks = offer.placement, int(step.amount), timedelta(weeks=step.amount)
    match step.change:
        case Change.FEWER_DAYS:
            held = replace(held, days_min=amount)
        case Change.FEWER_HOURS:
            held = replace(held, hours_min=amount)
        case Change.MORE_HOURS:
            held = replace(held, hours_max=amount)
        case Change.ADD_DAY:
            first = min(held.schedule, key=lambda day: day.weekday)
            held = replace(held, schedule=(*held.schedule, replace(first, weekday=step.code + 1)))
        case Change.LATER_START:
            held = replace(held, starts_on=from_day_number(amount))
        case Change.OTHER_WEEKS:
            assert held.ends_on is not None
            held = replace(held, starts_on=held.starts_on + weeks, ends_on=held.ends_on + weeks)
        case Change.OFFER_CONDITION:
            code = codes.conditions[step.code]
            held = replace(
                held,
                conditions_offered=held.conditions_offered | {code},
                conditions_refused=held.conditions_refused - {code},
            )
        case Change.MAKE_TRAINABLE:
            code = codes.competencies[step.code]
            held = replace(
                held,
                requirements=tuple(
                    replace(r, is_trainable=r.is_trainable or r.competency_id == code) for r in held.requirements
                ),
            )
        case Change.LOWER_DUTCH:
            held = replace(held, dutch_level_min=LANGUAGE_LEVELS[amount - 1])
        case Change.EXPERT_SUPERVISION:
            held = replace(held, is_expert_supervised=True)
        case Change.WITHOUT_HAZARDS:
            gone = {code for bit, code in enumerate(codes.hazards) if step.code >> bit & 1}
            held = replace(held, hazards=held.hazards - gone)
        case Change.RAISE_PAY:
            held = replace(held, allowance=Allowance(amount_eur=step.amount, per=PayPeriod.MONTH))
        case Change.GET_RECOGNITION:
            sought = {student.qualification_code, *held.qualification_codes}
            return _recognised(offer, (code for code in sought if code))
        case Change.ADD_SEAT:
            held = replace(held, seats=held.seats + 1, state=PlacementState.OPEN)
        case Change.ANSWER_CONTACTS:
            held = replace(held, open_contacts=held.open_contacts - amount)
    return replace(offer, placement=held)

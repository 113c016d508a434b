"""What a place gets by itself when its employer does not say it: a name, a period, hours and one seat."""

from dataclasses import replace
from datetime import date, time, timedelta

from employer_toolkit.draft import PlacementForm
from employer_toolkit.placement import PlacementType, WorkDay
from services.reference import Reference
from services.reference.posting import DayPattern, Lasts, PostingDefault, load_posting_lists
from services.school_calendar import Region, holiday_weeks, monday_of, school_year_of
from services.wording import clock_text, weekdays_text

WEEK = timedelta(weeks=1)
LONGEST_TITLE = 120


def completed(form: PlacementForm, *, today: date, reference: Reference) -> PlacementForm:
    """Fill what was not said with what is usual; what cannot be guessed stays empty.

    Whether the work is dangerous, what is paid and whom to call are never
    guessed: they stay unknown until somebody says it.
    """
    rule = reference.placement_types.get(form.type)
    starts_on, ends_on = form.starts_on, form.ends_on
    if rule is not None:
        usual = usual_period(PlacementType(form.type), today=today)
        if starts_on is None:
            starts_on, ends_on = usual[0], ends_on or usual[1]
        elif ends_on is None and rule.is_qualification_bound:
            ends_on = end_of(load_posting_lists().defaults[PlacementType(form.type)], starts_on)
    days_min = form.days_min or len(form.schedule) or None
    return replace(
        form,
        title=form.title or usual_title(form, reference=reference),
        starts_on=starts_on,
        ends_on=ends_on,
        days_min=days_min,
        hours_min=form.hours_min or _hours(form.schedule, days_min),
        hours_max=form.hours_max or _hours(form.schedule, None),
        seats=1 if form.seats is None else form.seats,
    )


def usual_period(placement_type: PlacementType, *, today: date) -> tuple[date, date | None]:
    """Give when a place of this type usually begins and ends: the first day, and the first that is no longer part.

    Examples
    --------
    >>> usual_period(PlacementType.BPV_BOL, today=date(2026, 11, 24))
    (datetime.date(2027, 1, 4), datetime.date(2027, 7, 24))
    >>> usual_period(PlacementType.BPV_BOL, today=date(2027, 6, 1))
    (datetime.date(2027, 8, 23), datetime.date(2028, 7, 22))
    >>> usual_period(PlacementType.EERSTE_BAAN, today=date(2026, 11, 24))
    (datetime.date(2026, 12, 14), None)
    """
    usual = load_posting_lists().defaults[placement_type]
    earliest = monday_of(today) + WEEK * usual.start_in_weeks
    if usual.lasts is not Lasts.SCHOOL_YEAR:
        return earliest, end_of(usual, earliest)
    year = school_year_of(earliest)
    if year.ends_on - earliest < WEEK * usual.weeks:
        year = year.next
    starts_on = max(earliest, year.starts_on)
    while starts_on in holiday_weeks(Region.UNKNOWN, starts_on, starts_on):
        starts_on += WEEK
    return starts_on, year.ends_on


def end_of(usual: PostingDefault, starts_on: date) -> date | None:
    """Give when a place that begins on a day usually ends."""
    match usual.lasts:
        case Lasts.OPEN:
            return None
        case Lasts.WEEKS:
            return starts_on + WEEK * usual.weeks
        case Lasts.SCHOOL_YEAR:
            return school_year_of(starts_on).ends_on


def next_school_year(starts_on: date, ends_on: date | None, *, today: date) -> tuple[date, date | None]:
    """Move a period to the same weeks of the next school year that is still to come.

    It moves by whole weeks, so that the days of the week stay what they were,
    and on to the first week of school when it would begin in a holiday.

    Examples
    --------
    >>> next_school_year(date(2026, 8, 31), date(2027, 7, 5), today=date(2027, 6, 1))
    (datetime.date(2027, 9, 6), datetime.date(2028, 7, 10))
    """
    year = school_year_of(starts_on)
    moved = timedelta(0)
    while moved == timedelta(0) or starts_on + moved < today:
        moved += year.next.starts_on - year.starts_on
        year = year.next
    first = starts_on + moved
    while monday_of(first) in holiday_weeks(Region.UNKNOWN, first, first):
        first += WEEK
    return first, None if ends_on is None else max(ends_on + moved, first + timedelta(days=1))


def usual_title(form: PlacementForm, *, reference: Reference) -> str:
    """Give the name of the programme, else the work of the sector; empty while neither is known.

    Examples
    --------
    >>> from services.reference import load_reference
    >>> usual_title(PlacementForm(type="eerste_baan", sector="horeca"), reference=load_reference(date(2026, 11, 24)))
    'Werk in de horeca'
    """
    rule = reference.placement_types.get(form.type)
    if rule is not None and rule.is_qualification_bound and form.qualification_code in reference.qualifications:
        return reference.qualifications[form.qualification_code].name[:LONGEST_TITLE]
    sector = reference.sectors.get(form.sector)
    return "" if sector is None else sector.work[:1].upper() + sector.work[1:]


def pattern_text(pattern: DayPattern) -> str:
    """Say which days and hours a pattern has.

    Examples
    --------
    >>> [pattern_text(one) for one in load_posting_lists().patterns_of("bpv_bbl")][::2]
    ['4 dagen, samen kiezen welke: 9.00 tot 16.30 uur', 'maandag tot en met donderdag: 9.00 tot 16.30 uur']
    """
    first = pattern.schedule[0]
    clock = f"{clock_text(_minute(first.starts)).removesuffix(' uur')} tot {clock_text(_minute(first.ends))}"
    if pattern.days_min < len(pattern.schedule):
        n = f"{pattern.days_min} {'dag' if pattern.days_min == 1 else 'dagen'}"
        return f"{n}, samen kiezen welke: {clock}"
    return f"{span_text([day.weekday for day in pattern.schedule])}: {clock}"


def span_text(weekdays: list[int]) -> str:
    """Write weekdays that follow one another as a span.

    Examples
    --------
    >>> span_text([1, 2, 3]), span_text([1, 2]), span_text([1, 3, 5])
    ('maandag tot en met woensdag', 'maandag en dinsdag', 'maandag, woensdag en vrijdag')
    """
    first, last = weekdays[0], weekdays[-1]
    is_span = len(weekdays) > 2 and weekdays == list(range(first, last + 1))
    return " tot en met ".join(weekdays_text([day]) for day in (first, last)) if is_span else weekdays_text(weekdays)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _hours(schedule: tuple[WorkDay, ...], n_days: int | None) -> int | None:
    """Give the hours of the shortest so many days of a week, or of all, in whole hours."""
    minutes = sorted(day.minutes for day in schedule)[:n_days]
    return max(sum(minutes) // 60, 1) if minutes else None

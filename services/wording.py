"""Dutch words for days, hours, amounts and lists, as every text of the service writes them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from accounts.role import Role
from employer_toolkit.placement import Allowance, PayPeriod, Placement

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


SHORT_ROLES: Mapping[Role, str] = {
    Role.ANONYMOUS: "bezoeker",
    Role.STUDENT: "leerling",
    Role.PARENT: "ouder",
    Role.TEACHER: "docent",
    Role.PLACEMENT_COORDINATOR: "stagecoördinator",
    Role.JOBHUNTER: "jobhunter",
    Role.JOB_COACH: "jobcoach",
    Role.PEER: "junior praktijkopleider",
    Role.EMPLOYER: "contactpersoon",
    Role.TRAINER: "praktijkopleider",
    Role.COORDINATOR: "coördinator van de regio",
    Role.ADMINISTRATOR: "beheerder",
}
"""What somebody is, in the middle of a sentence."""


def day_text(day: date) -> str:
    """Write a day in full.

    Examples
    --------
    >>> day_text(date(2027, 2, 1))
    '1 februari 2027'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def list_text(words: Sequence[str], *, joined_by: str = "en") -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> list_text(["maandag", "dinsdag", "vrijdag"])
    'maandag, dinsdag en vrijdag'
    """
    return f" {joined_by} ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def weekdays_text(weekdays: Iterable[int]) -> str:
    """Write ISO weekdays in the order of the week.

    Examples
    --------
    >>> weekdays_text({5, 1})
    'maandag en vrijdag'
    """
    return list_text([WEEKDAYS[day - 1] for day in sorted(weekdays)])


def days_text(placement: Placement) -> str:
    """Write on which days somebody works."""
    weekdays = sorted(day.weekday for day in placement.schedule)
    if placement.days_min < len(weekdays):
        names = [WEEKDAYS[day - 1] for day in weekdays]
        return f"{placement.days_min} of meer dagen: {list_text(names, joined_by='of')}"
    return weekdays_text(weekdays)


def hours_text(least: int, most: int) -> str:
    """Write hours a week.

    Examples
    --------
    >>> hours_text(16, 24), hours_text(24, 24)
    ('16 tot 24 uur per week', '24 uur per week')
    """
    return f"{most} uur per week" if least == most else f"{least} tot {most} uur per week"


def duration_text(minutes: int) -> str:
    """Write how long something takes.

    Examples
    --------
    >>> duration_text(480), duration_text(450), duration_text(45), duration_text(0)
    ('8 uur', '7 uur en 30 minuten', '45 minuten', '0 uur')
    """
    hours, rest = divmod(minutes, 60)
    told = [f"{hours} uur"] if hours or not rest else []
    return list_text(told + ([f"{rest} {'minuut' if rest == 1 else 'minuten'}"] if rest else []))


def clock_text(minute: int) -> str:
    """Write a minute of the day as a time.

    Examples
    --------
    >>> clock_text(19 * 60), clock_text(390)
    ('19.00 uur', '6.30 uur')
    """
    return f"{minute // 60}.{minute % 60:02} uur"


def period_text(starts_on: date, ends_on: date | None) -> str:
    """Write a half-open period as people say it, the last day included.

    Examples
    --------
    >>> period_text(date(2027, 2, 1), date(2027, 7, 1))
    '1 februari 2027 tot en met 30 juni 2027'
    """
    if ends_on is None:
        return f"vanaf {day_text(starts_on)}"
    return f"{day_text(starts_on)} tot en met {day_text(ends_on - timedelta(days=1))}"


def number_text(value: float, decimals: int = 1) -> str:
    """Write a number with a decimal comma, a point per thousand, and no zeros for nothing.

    Examples
    --------
    >>> number_text(1234.5, 2), number_text(3.0)
    ('1.234,50', '3')
    """
    written = f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return written.removesuffix("," + "0" * decimals)


def allowance_text(allowance: Allowance | None) -> str:
    """Write what is paid; nothing when it is not known."""
    if allowance is None:
        return ""
    if not allowance.amount_eur:
        return "geen vergoeding, wel reiskosten" if allowance.covers_travel else "geen vergoeding"
    per = "maand" if allowance.per is PayPeriod.MONTH else "uur"
    return f"€ {number_text(allowance.amount_eur, 2)} per {per}{' en reiskosten' if allowance.covers_travel else ''}"

"""How schemes, their days and their amounts are said in Dutch."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

from employer_toolkit.scheme import Mark, Status
from employer_toolkit.scheme_moments import Moment, MomentState, Window, WindowKind
from employer_toolkit.wage import Range
from services.wording import day_text, list_text, number_text

MARK_TEXTS: Mapping[Mark, str] = MappingProxyType(
    {
        Mark.TO_VERIFY: "Nakijken: wij hebben dit nog niet bij de bron zelf bevestigd.",
        Mark.EXPIRED: "Let op: wij kennen alleen een oudere regel of een ouder bedrag. Kijk bij de bron wat nu geldt.",
        Mark.NOT_YET: "Let op: voor die dag kennen wij de regel nog niet. Kijk bij de bron.",
    }
)
SHORT_MARKS: Mapping[Mark, str] = MappingProxyType(
    {Mark.TO_VERIFY: "Nakijken", Mark.EXPIRED: "Ouder bedrag of oudere regel", Mark.NOT_YET: "Regel nog niet bekend"}
)
STATUS_TEXTS: Mapping[Status, str] = MappingProxyType(
    {
        Status.RUNNING: "Deze regeling loopt.",
        Status.LOCAL: "Deze regeling loopt. Elke gemeente, elk fonds of elke regio heeft eigen regels.",
        Status.CLOSED: "Deze regeling is dicht. Je kunt nu niets aanvragen.",
        Status.ENDED: "Deze regeling bestaat niet meer.",
    }
)


def mark_texts(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Say what somebody must know before counting on it."""
    found = frozenset(marks)
    return tuple(text for mark, text in MARK_TEXTS.items() if mark in found)


def short_marks(marks: Iterable[Mark]) -> tuple[str, ...]:
    """Say the same in a word or two."""
    found = frozenset(marks)
    return tuple(text for mark, text in SHORT_MARKS.items() if mark in found)


def euro_text(amount: Decimal) -> str:
    """Write whole euros.

    Examples
    --------
    >>> euro_text(Decimal("2701.4"))
    '€ 2.701'
    """
    return f"€ {number_text(float(amount.quantize(Decimal(1))), 0)}"


def cents_text(amount: Decimal) -> str:
    """Write euros with their cents.

    Examples
    --------
    >>> cents_text(Decimal("7.36")), cents_text(Decimal("12"))
    ('€ 7,36', '€ 12,00')
    """
    return f"€ {amount:,.2f}".translate(str.maketrans(",.", ".,"))


def range_text(found: Range) -> str:
    """Write an amount that lies between two others.

    Examples
    --------
    >>> range_text(Range(low=Decimal(0), high=Decimal("950.2")))
    '€ 0 tot € 950'
    """
    low, high = euro_text(found.low), euro_text(found.high)
    return low if low == high else f"{low} tot {high}"


def moment_text(moment: Moment) -> str:
    """Say until when something can be done."""
    at = f" om {moment.closes_at.replace(':', '.')} uur" if moment.closes_at else ""
    if moment.is_advice and moment.last_on is not None:
        is_late = moment.state is MomentState.PASSED
        after = "Doe het nu zo snel mogelijk." if is_late else "Later kan ook nog, maar dan duurt het langer."
        return f"Het liefst uiterlijk op {_day(moment)}. {after}"
    match moment.state:
        case MomentState.UNKNOWN:
            before = ""
            if moment.earlier is not None and moment.earlier.opens_on and moment.earlier.closes_on:
                opened, closed = day_text(moment.earlier.opens_on), day_text(moment.earlier.closes_on)
                before = f" De vorige keer was het van {opened} tot en met {closed}."
            return f"Wanneer dit kan, is nog niet bekend.{before}"
        case MomentState.PASSED:
            return f"Dit kon tot en met {_day(moment)}{at}. Die dag is voorbij."
        case MomentState.TO_COME:
            opens = "" if moment.opens_on is None else day_text(moment.opens_on)
            return f"Dit kan van {opens} tot en met {_day(moment)}{at}."
        case _:
            return f"Doe dit uiterlijk op {_day(moment)}{at}."


def window_text(window: Window) -> str:
    """Say of a window which days it leaves, whatever the start."""
    if window.kind is WindowKind.CALENDAR and window.opens_on and window.closes_on:
        at = f" om {window.closes_at.replace(':', '.')} uur" if window.closes_at else ""
        return f"{window.label}: van {day_text(window.opens_on)} tot en met {day_text(window.closes_on)}{at}"
    counted = [f"{n} {word}" for n, word in ((window.months, "maanden"), (window.days, "dagen")) if n]
    if window.kind is WindowKind.BEFORE_START:
        return f"{window.label}: {f'minstens {list_text(counted)} ' if counted else ''}voor de eerste dag"
    return f"{window.label}: binnen {list_text(counted)} na de eerste dag"


def _day(moment: Moment) -> str:
    return "" if moment.last_on is None else day_text(moment.last_on)

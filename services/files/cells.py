"""What one cell can hold: from text to value, and back to the same text.

A reader takes the text of a cell, never empty and without spaces around it, and gives the value or raises
``CellError`` with what would be right. A writer does the reverse: ``read(write(value)) == value``.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, time
from difflib import get_close_matches
from typing import Any

Read = Callable[[str], Any]

MAX_NUMBER_CHARS = 30
"""A longer number is a mistake or an attack: reading 5,000 digits takes Python a long time on purpose."""
MAX_REMEMBERED = 20_000
"""Different texts whose value is remembered: most columns repeat a few hundred."""
MAX_LISTED_CODES = 12
"""More choices than this are not listed in a message."""
WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?: 00:00(?::00)?)?", re.ASCII)
DUTCH_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
WHOLE = re.compile(r"-?\d+(?:[.,]0+)?", re.ASCII)
DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?", re.ASCII)
CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?", re.ASCII)
YES = frozenset({"ja", "j", "yes", "true", "waar", "1", "x"})
NO = frozenset({"nee", "n", "no", "false", "onwaar", "0"})


class CellError(ValueError):
    """A cell holds what it cannot hold; the text says what would be right, without a full stop."""


def split_values(text: str) -> list[str]:
    """Split a cell with several values: ``|`` or ``;`` stands between them.

    Examples
    --------
    >>> split_values("zorg | horeca;;groen")
    ['zorg', 'horeca', 'groen']
    """
    return [part for part in (piece.strip() for piece in text.replace(";", "|").split("|")) if part]


def joined(values: Iterable[str]) -> str:
    """Write several values in one cell."""
    return "|".join(values)


def text_up_to(max_chars: int) -> Read:
    """Read text of a bounded length."""

    def read(text: str) -> str:
        if len(text) > max_chars:
            raise CellError(f"geef hoogstens {max_chars} tekens, dit zijn er {len(text)}")
        return text

    return read


def read_date(text: str) -> date:
    """Read a day, written as 2026-09-01 or 1-9-2026.

    Examples
    --------
    >>> read_date("1-9-2026") == read_date("2026-09-01")
    True
    """
    if match := DATE.fullmatch(text):
        year, month, day = match.groups()
    elif match := DUTCH_DATE.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise CellError("geef een datum zoals 2026-09-01")
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        raise CellError("deze dag bestaat niet; geef een datum zoals 2026-09-01") from None
    if not 1900 <= found.year < 2200:
        raise CellError("geef een datum tussen 1900 en 2200")
    return found


def whole(at_least: int, at_most: int) -> Read:
    """Read a whole number between two bounds, both included."""

    def read(text: str) -> int:
        if len(text) > MAX_NUMBER_CHARS or not WHOLE.fullmatch(text):
            raise CellError(f"geef een heel getal van {at_least} tot en met {at_most}")
        number = int(re.split("[.,]", text)[0])
        if not at_least <= number <= at_most:
            raise CellError(f"geef een heel getal van {at_least} tot en met {at_most}")
        return number

    return read


def decimal(at_least: float, at_most: float) -> Read:
    """Read a number between two bounds; a comma or a point before the decimals."""

    def read(text: str) -> float:
        if len(text) <= MAX_NUMBER_CHARS and DECIMAL.fullmatch(text):
            number = float(text.replace(",", "."))
            if at_least <= number <= at_most:
                return number
        raise CellError(f"geef een getal van {_plain(at_least)} tot en met {_plain(at_most)}, zoals 52,5")

    return read


def _plain(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def read_yes_no(text: str) -> bool:
    """Read ja or nee."""
    word = text.lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellError("geef ja of nee")


def write_yes_no(value: bool) -> str:
    """Write ja or nee."""
    return "ja" if value else "nee"


def one_of(words: Mapping[str, Any]) -> Read:
    """Read one word of a closed set; capitals do not matter.

    Parameters
    ----------
    words : mapping of str to value
        Every word that is understood, lower case.
    """
    known = dict(words)

    def read(text: str) -> Any:
        try:
            return known[text.lower()]
        except KeyError:
            raise CellError(_choose(text.lower(), known)) from None

    return read


def several(read: Read, collect: Callable[[Iterable[Any]], Any] = tuple) -> Read:
    """Read several values with ``|`` or ``;`` between them."""
    known: dict[str, Any] = {}

    def read_one(part: str) -> Any:
        if part not in known:
            value = read(part)
            if len(known) >= MAX_REMEMBERED:
                return value
            known[part] = value
        return known[part]

    def read_all(text: str) -> Any:
        return collect([read_one(part) for part in split_values(text)])

    return read_all


def code(known: Collection[str], prefix: str = "") -> Read:
    """Read a code from a list; its prefix may be left out.

    Examples
    --------
    >>> code({"doe:koken", "doe:bakken"}, "doe:")("koken")
    'doe:koken'
    """

    def read(text: str) -> str:
        if text in known:
            return text
        if prefix and prefix + text in known:
            return prefix + text
        raise CellError(_choose(text, known))

    return read


def _choose(text: str, known: Collection[str]) -> str:
    if len(known) <= MAX_LISTED_CODES:
        return f"kies uit {', '.join(known)}"
    near = get_close_matches(text[:80], known, n=1, cutoff=0.6)
    return (
        f"bedoelt u {near[0]}?" if near else f"deze code staat niet in de lijst; een voorbeeld is {next(iter(known))}"
    )


def qualification_code(text: str) -> str:
    """Read the code of a programme: five digits."""
    if not re.fullmatch(r"[0-9]{5}", text):
        raise CellError("geef een opleidingscode van vijf cijfers, zoals 25498")
    return text


def postcode4(text: str) -> str:
    """Read the four digits of a postcode; letters behind them are dropped, because nobody needs to know the street.

    Examples
    --------
    >>> postcode4("8011 AB")
    '8011'
    """
    match = re.fullmatch(r"([1-9][0-9]{3})(?:\s?[A-Za-z]{2})?", text)
    if not match:
        raise CellError("geef de vier cijfers van de postcode, zoals 8011")
    return match[1]


def read_clock(text: str) -> time:
    """Read a time of the day, such as 9:00."""
    match = CLOCK.fullmatch(text)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        raise CellError("geef een tijd zoals 09:00")
    return time(int(match[1]), int(match[2]))


def read_weekdays(text: str) -> frozenset[int]:
    """Read days of the week, such as ``ma di wo`` or ``ma-vr``; gives ISO weekdays."""
    days: list[int] = []
    for part in re.split(r"[\s,;|]+", text.lower()):
        if part:
            days.extend(_days(part))
    if len(set(days)) != len(days):
        raise CellError("noem elke dag één keer")
    return frozenset(days)


def write_weekdays(days: Iterable[int]) -> str:
    """Write ISO weekdays as ``ma di wo``."""
    return " ".join(WEEKDAYS[day - 1] for day in sorted(days))


def _days(part: str) -> range:
    """Give the ISO weekdays of ``ma`` or ``ma-vr``."""
    first, _, last = part.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        raise CellError(f"geef dagen uit {' '.join(WEEKDAYS)}, zoals “ma di wo”")
    found = range(WEEKDAYS.index(first) + 1, WEEKDAYS.index(last or first) + 2)
    if not found:
        raise CellError("zet de eerste dag voor de laatste, zoals “ma-vr”")
    return found


NONE = "geen"
"""Says that there is none of something; an empty cell says that nobody knows."""


def or_none(read: Read, nothing: Any) -> Read:
    """Read ``geen`` as ``nothing``, and anything else as before."""
    return lambda text: nothing if text.strip().lower() == NONE else read(text)


def read_school_minutes(text: str) -> tuple[int, ...]:
    """Read the time at school per weekday, such as ``ma 6:00|di 3:30``; gives the minutes of Monday to Sunday."""
    minutes = [0] * 7
    for part in split_values(text):
        match = re.fullmatch(r"([a-z]{2}(?:-[a-z]{2})?) ([0-9]{1,2})(?::([0-5][0-9]))?", part.lower())
        if not match:
            raise CellError("geef per dag de uren school, zoals “ma 6:00|di 3:30”")
        for day in _days(match[1]):
            if minutes[day - 1]:
                raise CellError("noem elke dag één keer")
            minutes[day - 1] = int(match[2]) * 60 + int(match[3] or 0)
    if max(minutes) >= 24 * 60:
        raise CellError("een dag heeft minder dan 24 uur school")
    return tuple(minutes)


def write_school_minutes(minutes: Iterable[int]) -> str:
    """Write the minutes at school of Monday to Sunday as ``ma 6:00|di 3:30``, or ``geen``."""
    spent_by_day = zip(WEEKDAYS, minutes, strict=True)
    return joined(f"{day} {spent // 60}:{spent % 60:02d}" for day, spent in spent_by_day if spent) or NONE


def write_date(value: date) -> str:
    """Write a day as 2026-09-01."""
    return value.isoformat()


def write_number(value: float) -> str:
    """Write a number so that reading gives exactly the same one.

    Examples
    --------
    >>> write_number(350.0), write_number(52.512)
    ('350', '52.512')
    """
    return repr(float(value)).removesuffix(".0")

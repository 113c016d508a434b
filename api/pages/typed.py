"""Reads what people type in a form: its fields, whole numbers, days, times of the day, hours; and tells the faults."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, time
from types import MappingProxyType
from urllib.parse import urlencode
from uuid import UUID

from starlette.datastructures import FormData

from api.errors import UnreadableQueryError

LONGEST_PAGE = 6
"""Digits of the number of a page."""


def typed(form: FormData) -> defaultdict[str, str]:
    """Give the fields as they were typed, without the spaces around them."""
    return defaultdict(str, {name: str(value).strip() for name, value in form.items()})


def read_page(text: str) -> int:
    """Read the number of a page of a list, 1 for the first and for nothing.

    Raises
    ------
    UnreadableQueryError
        It is no number.
    """
    if text and not (text.isascii() and text.isdigit() and len(text) <= LONGEST_PAGE):
        raise UnreadableQueryError
    return max(int(text or 1), 1)


def page_href(path: str, query: Mapping[str, str]) -> str:
    """Give the address of a list up to the number of its page, with what was asked of it.

    Examples
    --------
    >>> page_href("/bedrijven", {"zoek": "bakker", "sector": ""})
    '/bedrijven?zoek=bakker&bladzijde='
    """
    return f"{path}?{urlencode({**{name: value for name, value in query.items() if value}, 'bladzijde': ''})}"


def told_in(faults: Mapping[str, str], fields: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Give the faults of the domain, as sentences, to the fields of the form where they are mended.

    Parameters
    ----------
    fields : mapping of str to str
        The field of each name of the domain; a name without one is that of the field.

    Examples
    --------
    >>> told_in({"minutes": "vul een getal in"}, {"minutes": "minuten"})
    {'minuten': 'Vul een getal in'}
    """
    return {fields.get(name, name): sentence(text) for name, text in faults.items()}


def sentence(text: str) -> str:
    """Let a text begin with a capital."""
    return text[:1].upper() + text[1:]


def read_whole(values: Mapping[str, str], name: str, faults: dict[str, str]) -> int | None:
    """Read a whole number; ``None`` for an empty field and for one that has a fault now."""
    text = values[name]
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    faults[name] = "Vul hier een heel getal in, zoals 3"
    return None


def read_day(text: str) -> date | None:
    """Read a day as a browser sends it or as somebody types it; ``None`` when it is none.

    Examples
    --------
    >>> read_day("2027-02-01"), read_day("1-2-2027"), read_day("31-2-2027"), read_day("volgende week")
    (datetime.date(2027, 2, 1), datetime.date(2027, 2, 1), None, None)
    """
    sent = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text, re.ASCII)
    typed = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text, re.ASCII)
    found = sent.groups() if sent else typed.groups()[::-1] if typed else None
    try:
        return None if found is None else date(int(found[0]), int(found[1]), int(found[2]))
    except ValueError:
        return None


def day_in(values: Mapping[str, str], name: str, faults: dict[str, str]) -> date | None:
    """Read the day in a field; ``None`` for an empty field and, with a fault, for one that holds none."""
    day = read_day(values[name])
    if day is None and values[name]:
        faults[name] = "Vul hier een dag in die bestaat, zoals 1-2-2027"
    return day


def read_time(text: str) -> time | None:
    """Read a time of the day as a browser sends it or as somebody types it; ``None`` when it is none.

    Examples
    --------
    >>> read_time("9.30"), read_time("16:00:00"), read_time("half tien")
    (datetime.time(9, 30), datetime.time(16, 0), None)
    """
    typed = re.fullmatch(r"(\d{1,2})[:.](\d{2})(:\d{2})?", text, re.ASCII)
    try:
        return time(int(typed[1]), int(typed[2])) if typed else None
    except ValueError:
        return None


def read_hours(text: str) -> int | None:
    """Read hours as minutes; ``None`` when it is no number of hours up to a day.

    Examples
    --------
    >>> read_hours("6"), read_hours("5,5"), read_hours("5:45"), read_hours("lang")
    (360, 330, 345, None)
    """
    typed = re.fullmatch(r"(\d{1,2})(?:([:.,])(\d{1,2}))?", text, re.ASCII)
    if typed is None:
        return None
    part = typed[3] or "0"
    # After a colon stand minutes, after a comma or a point a part of an hour.
    minutes = int(typed[1]) * 60 + (int(part) if typed[2] == ":" else round(60 * int(part) / 10 ** len(part)))
    return minutes if minutes <= 24 * 60 and not (typed[2] == ":" and int(part) >= 60) else None


def read_id(text: str) -> UUID | None:
    """Read an id as a page sends it back; ``None`` when it is none.

    Examples
    --------
    >>> read_id("12345678-1234-5678-1234-567812345678"), read_id("1")
    (UUID('12345678-1234-5678-1234-567812345678'), None)
    """
    try:
        return UUID(text)
    except ValueError:
        return None

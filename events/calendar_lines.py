"""The lines of a calendar file (RFC 5545) as they come from strangers: unfolded, bounded, and with their number."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from events.errors import CalendarRefusedError

LONGEST_LINE = 20_000
"""Characters of one property; descriptions are cut later on."""
MOST_LINES = 200_000
NAME = re.compile(r"[A-Za-z0-9-]{1,60}")
DEEPEST = 8
"""Components inside one another; real calendars have three."""
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
ESCAPES: Mapping[str, str] = {"n": "\n", "N": "\n"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One property, such as the beginning of an event.

    Parameters
    ----------
    name : str
        In capitals.
    parameters : mapping of str to str
        With names in capitals.
    line : int
        Where it stands in the file, from 1.
    """

    name: str
    parameters: Mapping[str, str]
    value: str
    line: int

    @property
    def text(self) -> str:
        """The value as text, without escapes and signs that nobody can see."""
        said = ESCAPED.sub(lambda found: ESCAPES.get(found[1], found[1]), self.value)
        return "".join(sign for sign in said if sign == "\n" or sign.isprintable()).strip()


@dataclass(slots=True, kw_only=True)
class Component:
    """An event of a calendar: its properties by name, each as often as it stands there."""

    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)

    def first(self, name: str) -> Property | None:
        """Give the first property of this name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[Property]:
        """Give every property of this name."""
        return self.properties.get(name, [])


def read_events(data: bytes) -> Iterator[Component]:
    """Give the events of a calendar file one by one, without what is inside them, such as alarms.

    Raises
    ------
    CalendarRefusedError
        It is no calendar file, or not a whole one.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CalendarRefusedError("dit zijn geen leestekens in UTF-8; sla de agenda op als UTF-8", line=line) from None
    inside: list[str] = []
    event: Component | None = None
    n_calendars = 0
    for found in map(_property, _unfolded(text)):
        if found.name == "BEGIN":
            kind = found.value.strip().upper()
            if not inside and kind != "VCALENDAR":
                raise CalendarRefusedError("een agenda begint met BEGIN:VCALENDAR", line=found.line)
            if len(inside) >= DEEPEST:
                raise CalendarRefusedError("hier zitten te veel onderdelen in elkaar", line=found.line)
            inside.append(kind)
            n_calendars += len(inside) == 1
            if inside == ["VCALENDAR", "VEVENT"]:
                event = Component(line=found.line)
        elif found.name == "END":
            if not inside or inside.pop() != found.value.strip().upper():
                raise CalendarRefusedError("dit onderdeel eindigt zonder dat het begon", line=found.line)
            if inside == ["VCALENDAR"] and event is not None:
                yield event
                event = None
        elif not inside:
            raise CalendarRefusedError("een agenda begint met BEGIN:VCALENDAR", line=found.line)
        elif event is not None and len(inside) == 2:
            event.properties.setdefault(found.name, []).append(found)
    if inside or not n_calendars:
        raise CalendarRefusedError("dit is geen hele agenda: het einde (END:VCALENDAR) ontbreekt")


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise CalendarRefusedError(f"de agenda heeft meer dan {MOST_LINES} regels")
    begun, parts, length = 0, list[str](), 0
    for number, line in enumerate(lines, start=1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            length += len(line)
        else:
            if parts:
                yield begun, "".join(parts)
            begun, parts, length = number, [line] if line.strip() else [], len(line)
        if length > LONGEST_LINE:
            raise CalendarRefusedError(f"deze regel is langer dan {LONGEST_LINE} tekens", line=begun)
    if parts:
        yield begun, "".join(parts)


def _property(numbered: tuple[int, str]) -> Property:
    number, line = numbered
    name = NAME.match(line)
    if name is None:
        raise CalendarRefusedError("hier staat geen eigenschap met een naam", line=number)
    parameters: dict[str, str] = {}
    place, is_quoted, begun = name.end(), False, name.end()
    while place < len(line) and (is_quoted or line[place] != ":"):
        if line[place] == '"':
            is_quoted = not is_quoted
        elif line[place] == ";" and not is_quoted:
            _take(line[begun:place], parameters)
            begun = place
        place += 1
    if place >= len(line):
        raise CalendarRefusedError("hier ontbreekt een dubbele punt", line=number)
    _take(line[begun:place], parameters)
    return Property(name=name[0].upper(), parameters=parameters, value=line[place + 1 :], line=number)


def _take(part: str, parameters: dict[str, str]) -> None:
    key, _, value = part.lstrip(";").partition("=")
    if key:
        parameters[key.strip().upper()] = value.strip().strip('"')

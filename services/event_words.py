"""What people read of an event: its kind, for whom it is, and what a revision changed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from events.changes import differences
from events.event import Access, Audience, Change, Event, Role, Session, Venue
from events.ical import KIND_NAMES
from services.local_time import AMSTERDAM, local_day
from services.reference import load_reference
from services.wording import day_text, list_text

AUDIENCE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.STUDENT: "jongeren",
        Role.PARENT: "ouders",
        Role.TEACHER: "docenten",
        Role.EMPLOYER: "bedrijven",
        Role.JUNIOR_TRAINER: "junior praktijkopleiders",
    }
)
ACCESS_LABELS: Mapping[Access, str] = MappingProxyType(
    {
        Access.WHEELCHAIR: "Te bereiken met een rolstoel",
        Access.QUIET: "Er is een rustige ruimte",
        Access.SIGN_LANGUAGE: "Er is een gebarentolk",
    }
)
LANGUAGE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "nl": "Nederlands",
        "en": "Engels",
        "ar": "Arabisch",
        "ti": "Tigrinya",
        "tr": "Turks",
        "uk": "Oekraïens",
        "pl": "Pools",
        "de": "Duits",
        "fr": "Frans",
        "es": "Spaans",
    }
)
"""ISO 639-1 codes that an organiser can choose."""
LEVEL_LABELS: Mapping[int, str] = MappingProxyType(
    {0: "praktijkonderwijs, vso en vmbo", **{level: f"mbo niveau {level}" for level in (1, 2, 3, 4)}}
)
SCHOOL_TYPE_LABELS: Mapping[str, str] = MappingProxyType(
    {"pro": "praktijkonderwijs", "vso": "vso", "vmbo": "vmbo", "mbo": "mbo"}
)
FIELD_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "Soort",
        "title": "Naam",
        "summary": "Wat we gaan doen",
        "starts_at": "Begin",
        "ends_at": "Einde",
        "sessions": "Onderdelen",
        "venue": "Waar",
        "register_until": "Aanmelden",
        "seats": "Plekken",
        "organiser": "Van",
        "audience": "Voor wie",
        "access": "Toegankelijk",
        "languages": "Talen",
    }
)
"""How a page calls each field that can change."""


def changes_between(before: Event, after: Event, *, today: date) -> tuple[Change, ...]:
    """Give what a revision changed, in the words of people."""
    sectors = {code: sector.label for code, sector in load_reference(today).sectors.items()}
    return differences(before, after, words={**WORDS, "audience": lambda audience: _audience_text(audience, sectors)})


def moment_text(moment: datetime) -> str:
    """Say a day and a time.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment_text(datetime(2027, 3, 30, 12, tzinfo=UTC))
    '30 maart 2027, 14.00 uur'
    """
    return f"{day_text(local_day(moment))}, {_clock_text(moment)} uur"


def session_text(session: Session) -> str:
    """Say a part of an event in one line.

    Examples
    --------
    >>> from datetime import UTC
    >>> hours = {"starts_at": datetime(2027, 3, 30, 12, tzinfo=UTC), "ends_at": datetime(2027, 3, 30, 13, tzinfo=UTC)}
    >>> session_text(Session(title="Rondleiding", room="hal 2", **hours))
    '30 maart 2027, 14.00 tot 15.00 uur: Rondleiding (hal 2)'
    """
    room = f" ({session.room})" if session.room else ""
    hours = f"{_clock_text(session.starts_at)} tot {_clock_text(session.ends_at)} uur"
    return f"{day_text(local_day(session.starts_at))}, {hours}: {session.title}{room}"


def _clock_text(moment: datetime) -> str:
    wall = moment.astimezone(AMSTERDAM)
    return f"{wall.hour}.{wall.minute:02}"


def _venue_text(venue: Venue) -> str:
    parts = (venue.name, venue.address, venue.municipality, venue.online_url and f"online ({venue.online_url})")
    return ", ".join(part for part in parts if part)


def _audience_text(audience: Audience, sectors: Mapping[str, str]) -> str:
    words = [label for role, label in AUDIENCE_LABELS.items() if role in audience.roles]
    words += [LEVEL_LABELS[level] for level in sorted(audience.levels)]
    words += [sectors.get(code, code) for code in sorted(audience.sectors)]
    words += [SCHOOL_TYPE_LABELS.get(code, code) for code in sorted(audience.school_types)]
    return list_text(words) if words else "iedereen"


def _labels(labels: Mapping[Any, str], empty: str) -> Callable[[Iterable[Any]], str]:
    return lambda codes: list_text(sorted(labels.get(code, str(code)) for code in codes)) or empty


WORDS: Mapping[str, Callable[[Any], str]] = MappingProxyType(
    {
        "kind": KIND_NAMES.__getitem__,
        "title": str,
        "summary": str,
        "starts_at": moment_text,
        "ends_at": moment_text,
        "sessions": lambda sessions: "; ".join(map(session_text, sessions)) or "geen onderdelen",
        "venue": _venue_text,
        "register_until": lambda until: "tot het begint" if until is None else f"tot {moment_text(until)}",
        "seats": lambda seats: "geen grens" if seats is None else str(seats),
        "organiser": str,
        "access": _labels(ACCESS_LABELS, "niets vermeld"),
        "languages": _labels(LANGUAGE_LABELS, "niet vermeld"),
    }
)
"""How people read the value of each field that can change, but for the audience."""

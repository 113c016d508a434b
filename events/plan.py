"""The plan (opzet) of an event as an organiser fills it in, and every fault in it at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from events.errors import InvalidEventError
from events.event import Access, Audience, Event, EventKind, Session, Venue
from events.ical import AMSTERDAM
from events.series import local_day

LONGEST_TITLE, LONGEST_TEXT, LONGEST_SHORT = 120, 2000, 200
"""Characters of a title, of a text, and of a name or address: what fits on a page that people read."""
ONE_DAY = timedelta(days=1)
SAFE_LINK = re.compile(r"https://[^\s/?#@\\\"<>]+(?:[/?#][^\s\\\"<>]*)?")
"""A link over TLS to a host, without the name and password that could stand before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSession:
    """A part of an event as an organiser fills it in, by the clock on the wall."""

    title: str
    day: date
    begins: time
    ends: time
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPlan:
    """What an organiser fills in; ``None`` for what is not filled in.

    Parameters
    ----------
    last_day : date or None
        Of an event of several days.
    begins, ends : time or None
        By the clock on the wall; ``ends`` is on the last day.
    register_until : date or None
        The last day on which people can register; ``None`` for until it begins.
    """

    kind: EventKind | None = None
    title: str = ""
    summary: str = ""
    day: date | None = None
    last_day: date | None = None
    begins: time | None = None
    ends: time | None = None
    venue: Venue
    seats: int | None = None
    register_until: date | None = None
    organiser: str = ""
    audience: Audience = field(default_factory=Audience)
    access: frozenset[Access] = frozenset()
    languages: frozenset[str] = frozenset({"nl"})
    sessions: tuple[PlannedSession, ...] = ()


def faults_in(plan: EventPlan, *, now: datetime, n_taken: int = 0) -> dict[str, str]:
    """Give per field that cannot be so one Dutch sentence that says what would be right; empty when all is well.

    Parameters
    ----------
    n_taken : int
        Seats that people have already.

    Examples
    --------
    >>> list(faults_in(EventPlan(venue=Venue(name="")), now=datetime(2027, 1, 1, tzinfo=UTC)))
    ['kind', 'title', 'summary', 'day', 'begins', 'ends', 'venue', 'organiser']
    """
    short = {"organiser": plan.organiser, "venue": plan.venue.name, "address": plan.venue.address}
    short |= {"municipality": plan.venue.municipality, "online_url": plan.venue.online_url}
    checks = {
        "kind": (plan.kind is not None, "Kies wat voor activiteit het is"),
        "title": (
            0 < len(plan.title.strip()) <= LONGEST_TITLE,
            f"Geef de activiteit een naam van hoogstens {LONGEST_TITLE} tekens",
        ),
        "summary": (
            0 < len(plan.summary.strip()) <= LONGEST_TEXT,
            f"Vertel wat jullie gaan doen, in hoogstens {LONGEST_TEXT} tekens",
        ),
        "day": (plan.day is not None, "Vul de dag in"),
        "begins": (plan.begins is not None, "Vul in hoe laat het begint"),
        "ends": (plan.ends is not None, "Vul in hoe laat het klaar is"),
        "venue": (bool(plan.venue.name.strip() or plan.venue.online_url), "Vul in waar het is, of geef een link"),
        "online_url": (
            not plan.venue.online_url or SAFE_LINK.fullmatch(plan.venue.online_url) is not None,
            "Geef een link die begint met https://",
        ),
        "seats": (plan.seats is None or plan.seats >= 1, "Vul minstens 1 plek in, of laat het leeg"),
        "organiser": (bool(plan.organiser.strip()), "Vul in wie dit organiseert"),
    }
    if plan.seats is not None and plan.seats < n_taken:
        checks["seats"] = (False, f"Er zijn al {n_taken} plekken bezet. Vul minstens {n_taken} in, of laat het leeg")
    faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
    for name, text in short.items():
        if len(text) > LONGEST_SHORT:
            faults.setdefault(name, f"Gebruik hoogstens {LONGEST_SHORT} tekens")
    return faults | {name: text for name, text in _time_faults(plan, now).items() if name not in faults}


def fields_of(plan: EventPlan, *, now: datetime, n_taken: int = 0) -> dict[str, Any]:
    """Give the fields of an event by their names, as the plan wants them; parameters as in ``faults_in``.

    Raises
    ------
    InvalidEventError
        Something in the plan cannot be so.
    """
    faults = faults_in(plan, now=now, n_taken=n_taken)
    if faults or plan.kind is None or plan.day is None or plan.begins is None or plan.ends is None:
        raise InvalidEventError(faults)
    in_turn = sorted(plan.sessions, key=lambda one: (one.day, one.begins, one.ends, one.title))
    return {
        "kind": plan.kind,
        "title": plan.title.strip(),
        "summary": plan.summary.strip(),
        "starts_at": _moment(plan.day, plan.begins),
        "ends_at": _moment(plan.last_day or plan.day, plan.ends),
        "venue": plan.venue,
        "seats": plan.seats,
        "register_until": _closes_at(plan),
        "organiser": plan.organiser.strip(),
        "audience": plan.audience,
        "access": plan.access,
        "languages": plan.languages or frozenset({"nl"}),
        "sessions": tuple(_session(one) for one in in_turn),
    }


def applied(plan: EventPlan, *, to: Event, now: datetime, n_taken: int = 0) -> Event:
    """Give an event as the plan wants it; its place on the map stays as long as its address does.

    Raises
    ------
    InvalidEventError
        Something in the plan cannot be so.
    """
    fields = fields_of(plan, now=now, n_taken=n_taken)
    if (to.venue.address, to.venue.municipality) == (plan.venue.address, plan.venue.municipality):
        fields["venue"] = replace(plan.venue, latitude=to.venue.latitude, longitude=to.venue.longitude)
    return replace(to, **fields)


def plan_of(event: Event) -> EventPlan:
    """Give the plan of an event that is there; applied to that event it changes nothing."""
    first, last = event.starts_at.astimezone(AMSTERDAM), event.ends_at.astimezone(AMSTERDAM)
    closes_at = event.register_until
    return EventPlan(
        kind=event.kind,
        title=event.title,
        summary=event.summary,
        day=first.date(),
        last_day=last.date() if last.date() != first.date() else None,
        begins=first.time(),
        ends=last.time(),
        venue=event.venue,
        seats=event.seats,
        register_until=None if closes_at is None else local_day(closes_at - timedelta(microseconds=1)),
        organiser=event.organiser,
        audience=event.audience,
        access=event.access,
        languages=event.languages,
        sessions=tuple(
            PlannedSession(
                title=one.title,
                day=local_day(one.starts_at),
                begins=one.starts_at.astimezone(AMSTERDAM).time(),
                ends=one.ends_at.astimezone(AMSTERDAM).time(),
                room=one.room,
            )
            for one in event.sessions
        ),
    )


def _time_faults(plan: EventPlan, now: datetime) -> Mapping[str, str]:
    if plan.day is None or plan.begins is None or plan.ends is None:
        return {}
    last_day = plan.last_day or plan.day
    if any(_is_skipped(day, clock) for day, clock in ((plan.day, plan.begins), (last_day, plan.ends))):
        return {"begins": "In die nacht gaat de klok vooruit. Kies een andere tijd"}
    starts_at, ends_at = _moment(plan.day, plan.begins), _moment(last_day, plan.ends)
    checks = {
        "day": (starts_at > now, "Kies een dag en tijd die nog moeten komen"),
        "last_day": (last_day >= plan.day, "De laatste dag kan niet voor de eerste dag zijn"),
        "ends": (last_day < plan.day or starts_at < ends_at, "Het einde moet na het begin zijn"),
        "register_until": (
            plan.register_until is None or plan.register_until <= plan.day,
            "Aanmelden kan niet langer dan tot de dag zelf",
        ),
        "sessions": (
            all(
                one.title.strip() and starts_at <= _moment(one.day, one.begins) < _moment(one.day, one.ends) <= ends_at
                for one in plan.sessions
            ),
            "Elk onderdeel heeft een naam, en tijden die binnen de activiteit vallen",
        ),
    }
    return {name: text for name, (is_right, text) in checks.items() if not is_right}


def _session(one: PlannedSession) -> Session:
    return Session(
        title=one.title.strip(),
        starts_at=_moment(one.day, one.begins),
        ends_at=_moment(one.day, one.ends),
        room=one.room.strip(),
    )


def _closes_at(plan: EventPlan) -> datetime | None:
    """Give the midnight after the last day to register; on the day itself people can register until it begins."""
    if plan.register_until is None or plan.day is None or plan.register_until >= plan.day:
        return None
    return _moment(plan.register_until + ONE_DAY, time())


def _moment(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, AMSTERDAM).astimezone(UTC)


def _is_skipped(day: date, clock: time) -> bool:
    """Say whether the clock on the wall never shows this time, in the night in which summer time begins."""
    return _moment(day, clock).astimezone(AMSTERDAM).time() != clock

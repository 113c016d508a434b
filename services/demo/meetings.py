"""The events of the demo region: meetings at sensible hours in the coming weeks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from events.event import Access, Audience, Event, EventState, Role, Venue
from services.demo.content import Content, EventIdea
from services.demo.dates import is_day_off
from services.demo.dice import Dice
from services.demo.employers import Workplace
from services.ids import stable_id
from services.local_time import AMSTERDAM

FIRST_DAY, LAST_DAY = 3, 56
"""Days after today between which events are."""
ORGANISER = "Regionaal stagepunt IJssel en Vecht"
"""Invented; organises what no school or employer does."""
MAIN_TOWNS = ("Zwolle", "Apeldoorn", "Deventer", "Zutphen", "Kampen", "Raalte")
LANGUAGES = {"Arabisch": "ar", "Tigrinya": "ti"}


def draw_events(
    *, seed: int, n: int, today: date, content: Content, workplaces: Sequence[Workplace], employer_names: Sequence[str]
) -> tuple[Event, ...]:
    """Invent n events of all kinds, none on a Sunday, public holiday or around Christmas.

    Returns
    -------
    tuple of Event
        References ``"A0001"`` and on; every idea comes by once before any comes by again.
    """
    dice = Dice(seed, "events")
    ideas = content.event_ideas
    order = np.argsort(dice.floats("order", len(ideas)), kind="stable").tolist()
    draws = dice.floats("day and hour", n, 3).tolist()
    hosts = dice.floats("host", n).tolist()
    towns = dice.whole("town", n, 0, len(MAIN_TOWNS) - 1).tolist()
    venues = dice.whole("venue", n, 0, len(content.venues) - 1).tolist()
    filled = dice.floats("filled", n).tolist()
    access = dice.floats("access", n, 3).tolist()
    fates = dice.pick("fate", n, np.array([92.0, 5, 3])).tolist()
    states = (EventState.PUBLISHED, EventState.CHANGED, EventState.CANCELLED)
    found = []
    for ix in range(n):
        idea = ideas[order[ix % len(ideas)]]
        starts_at = _start(idea, today, draws[ix])
        venue, organiser = _where(idea, content, workplaces, employer_names, hosts[ix], towns[ix], venues[ix])
        seats = idea.seats or None
        # One of each unusual state in every twenty, so that also a small calendar shows both.
        state = EventState.CHANGED if ix % 20 == 7 else EventState.CANCELLED if ix % 20 == 13 else states[fates[ix]]
        found.append(
            Event(
                id=stable_id("event", "demo", f"A{ix + 1:04d}"),
                reference=f"A{ix + 1:04d}",
                kind=idea.kind,
                title=idea.title,
                summary=idea.summary,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=idea.minutes),
                venue=venue,
                organiser=organiser,
                audience=Audience(
                    roles=frozenset(Role(role) for role in idea.roles),
                    levels=frozenset(idea.levels),
                    sectors=frozenset(idea.sectors),
                ),
                access=_access(idea, access[ix]),
                languages=frozenset({"nl", *(code for name, code in LANGUAGES.items() if name in idea.summary)}),
                seats=seats,
                seats_taken=0 if seats is None else min(seats, int(filled[ix] * 1.05 * seats)),
                revision=0 if state is EventState.PUBLISHED else 1,
                changed_at=datetime.combine(today - timedelta(days=1), time(9), AMSTERDAM).astimezone(UTC),
                state=state,
            )
        )
    return tuple(found)


def _start(idea: EventIdea, today: date, draws: Sequence[float]) -> datetime:
    """Choose a day on which it can be held, and one of its hours, by the clock of Amsterdam."""
    coming = [today + timedelta(days=days) for days in range(FIRST_DAY, LAST_DAY)]
    days = [day for day in coming if day.isoweekday() in idea.weekdays and not is_day_off(day)]
    day = days[int(draws[0] * len(days))]
    start = idea.starts[int(draws[1] * len(idea.starts))]
    return datetime.combine(day, start, AMSTERDAM).astimezone(UTC)


def _where(
    idea: EventIdea,
    content: Content,
    workplaces: Sequence[Workplace],
    employer_names: Sequence[str],
    host: float,
    town: int,
    venue: int,
) -> tuple[Venue, str]:
    """Say where it is and who organises it: a business of a fitting kind, a school, or the region."""
    mbo = [school for school in content.schools if set(idea.levels) != {0, 1} and school.school_type.value == "mbo"]
    schools = mbo or content.schools
    school = schools[int(host * len(schools))]
    hosting = [workplace for workplace in workplaces if workplace.kind.name in idea.hosts]
    if idea.is_online:
        organiser = school.name if idea.organiser == "school" else ORGANISER
        return Venue(name="Online", online_url="https://bijeenkomst.plekwijzer.example/"), organiser
    if hosting:
        workplace = hosting[int(host * len(hosting))]
        site, name = workplace.site, employer_names[workplace.employer_ix]
        return Venue(name=name, municipality=site.municipality, latitude=site.latitude, longitude=site.longitude), name
    is_school = idea.organiser == "school"
    municipality = content.municipalities[school.municipality if is_school else MAIN_TOWNS[town]]
    place = Venue(
        name=school.name if is_school else content.venues[venue],
        municipality=municipality.name,
        latitude=municipality.latitude,
        longitude=municipality.longitude,
    )
    return place, school.name if is_school else ORGANISER


def _access(idea: EventIdea, draws: Sequence[float]) -> frozenset[Access]:
    if idea.is_online:
        return frozenset()
    shares = {Access.WHEELCHAIR: 0.75, Access.QUIET: 0.3, Access.SIGN_LANGUAGE: 0.1}
    return frozenset(kind for (kind, share), draw in zip(shares.items(), draws, strict=True) if draw < share)

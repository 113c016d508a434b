"""The forms of career conversations: what is typed, read with every fault, and what they begin with."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from api.pages.typed import day_in, read_time, read_whole
from api.wording import local
from career.conversation import LONGEST_AGREEMENT, AgreementOwner, Conversation, ConversationKind, ConversationPlace
from services.conversations import Agreed
from services.local_time import AMSTERDAM, local_day
from services.reference import load_reference

N_AGREED = 2
"""So many agreements fit the form: one for each is the most that is remembered."""
FAULT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "planned_at": "dag",
        "held_at": "dag",
        "minutes": "minuten",
        "points": "punt-0",
        "text": "afspraak-0",
        "due_on": "klaar-0",
    }
)
"""The field of the form for each fault."""
Chosen = TypeVar("Chosen", bound=StrEnum)


def first_values(now: datetime) -> Mapping[str, str]:
    """Give what the form of a new conversation holds: a week from now, at school."""
    minutes = load_reference(local_day(now)).dossier.talk_minutes
    return defaultdict(
        str,
        {
            "dag": local_day(now + timedelta(days=7)).isoformat(),
            "tijd": "09:00",
            "minuten": str(minutes),
            "soort": ConversationKind.INDIVIDUAL.value,
            "plek": ConversationPlace.SCHOOL.value,
        },
    )


def planned_values(talk: Conversation) -> Mapping[str, str]:
    """Give what the form holds that moves a conversation."""
    at = local(talk.at)
    return defaultdict(
        str,
        {
            "dag": at.date().isoformat(),
            "tijd": f"{at.hour:02}:{at.minute:02}",
            "minuten": str(talk.minutes or ""),
            "soort": talk.kind.value,
            "plek": talk.place.value,
        },
    )


def record_values(talk: Conversation, now: datetime) -> Mapping[str, str]:
    """Give what the form holds that keeps a conversation; one that comes to be held earlier is held now."""
    held_at = local(min(talk.at, now))
    values = {
        **planned_values(talk),
        "dag": held_at.date().isoformat(),
        "tijd": f"{held_at.hour:02}:{held_at.minute:02}",
    }
    later = local_day(now + timedelta(days=14)).isoformat()
    values |= {f"klaar-{number}": later for number in range(N_AGREED)}
    return defaultdict(str, values)


def moment_in(values: Mapping[str, str], faults: dict[str, str]) -> datetime | None:
    """Read the day and the time; ``None``, with a fault, when they are none."""
    day, time = day_in(values, "dag", faults), read_time(values["tijd"])
    if day is None:
        faults.setdefault("dag", "Kies een dag, zoals 1-2-2027")
    if time is None:
        faults["tijd"] = "Vul een tijd in, zoals 9.30"
    return None if day is None or time is None else datetime.combine(day, time, tzinfo=AMSTERDAM)


def minutes_in(values: Mapping[str, str], faults: dict[str, str]) -> int | None:
    """Read how long it takes; ``None``, with a fault, when that is no number."""
    minutes = read_whole(values, "minuten", faults)
    if minutes is None:
        faults.setdefault("minuten", "Vul in hoeveel minuten het duurt, zoals 20")
    return minutes


def agreed_in(values: Mapping[str, str], faults: dict[str, str]) -> list[Agreed]:
    """Read what was agreed; a line without words is none."""
    agreed = []
    for number in range(N_AGREED):
        text, due = values[f"afspraak-{number}"], f"klaar-{number}"
        if not text:
            continue
        if len(text) > LONGEST_AGREEMENT:
            faults[f"afspraak-{number}"] = f"Schrijf de afspraak in hoogstens {LONGEST_AGREEMENT} tekens op"
        day = day_in(values, due, faults)
        if day is None:
            faults.setdefault(due, "Kies wanneer het klaar is, zoals 1-2-2027")
        else:
            agreed.append(Agreed(text=text, owner=one_of(AgreementOwner, values[f"wie-{number}"]), due_on=day))
    return agreed


def ticked(values: Mapping[str, str], name: str, of: type[Chosen]) -> frozenset[Chosen]:
    """Give what was ticked in a list of boxes."""
    return frozenset(one for one in of if values.get(f"{name}-{one.value}"))


def one_of(of: type[Chosen], text: str) -> Chosen:
    """Give what was chosen; the first when it is not in the list, as a form without a choice shows it."""
    return next((one for one in of if one.value == text), next(iter(of)))

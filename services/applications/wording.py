"""What is said of an application: how far it is, whose turn it is, and what somebody can do; to each side its own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from career.answer_clock import Side, local_day
from career.application import Application
from career.application_rules import ApplicationState, ClosingCause, Outcome, Rung, StepKind
from services.local_time import AMSTERDAM
from services.reference import Reference
from services.wording import WEEKDAYS, clock_text, day_text

_State = ApplicationState
_MOMENT = timedelta(microseconds=1)
"""Terms end at midnight, and people name the day before it."""

TO_STUDENT: Mapping[ApplicationState, str] = MappingProxyType(
    {
        _State.ASKING_PARENT: "Je ouder of voogd moet eerst ja zeggen",
        _State.SHOWN: "Je kaartje is aan het bedrijf getoond",
        _State.INTEREST: "Jij hebt interesse",
        _State.SEEN: "Het bedrijf heeft je kaartje gelezen",
        _State.INVITED: "Het bedrijf wil met je kennismaken",
        _State.MEETING: "Jullie gaan kennismaken",
        _State.TRIAL_DAY: "Je mag een dag meelopen",
        _State.OFFERED: "Je kunt hier beginnen",
        _State.ACCEPTED: "Je hebt ja gezegd",
        _State.LEFT_LYING: "Je hebt ja gezegd, het is nog niet geregeld",
        _State.PLACED: "Dit is jouw plek",
    }
)
TO_EMPLOYER: Mapping[ApplicationState, str] = MappingProxyType(
    {
        _State.SHOWN: "Voorgesteld door een school of jobhunter",
        _State.INTEREST: "Wil graag kennismaken",
        _State.SEEN: "Wil graag kennismaken",
        _State.INVITED: "Uitgenodigd",
        _State.MEETING: "Komt kennismaken",
        _State.TRIAL_DAY: "Komt een dag meelopen",
        _State.OFFERED: "Plek aangeboden",
        _State.ACCEPTED: "Heeft ja gezegd",
        _State.LEFT_LYING: "Heeft ja gezegd, het is nog niet geregeld",
        _State.PLACED: "Geplaatst",
    }
)
TO_PARENT: Mapping[ApplicationState, str] = MappingProxyType(
    {
        _State.ASKING_PARENT: "Er wordt toestemming gevraagd",
        _State.SHOWN: "Een bedrijf leest het kaartje",
        _State.INTEREST: "Er is interesse",
        _State.SEEN: "Een bedrijf heeft het kaartje gelezen",
        _State.INVITED: "Een bedrijf wil kennismaken",
        _State.MEETING: "Er komt een kennismaking",
        _State.TRIAL_DAY: "Er komt een meeloopdag",
        _State.OFFERED: "Er is een plek aangeboden",
        _State.ACCEPTED: "Je kind zei ja, de school regelt het",
        _State.LEFT_LYING: "Je kind zei ja, het is nog niet geregeld",
        _State.PLACED: "De plek is rond",
    }
)
TO_HELPER: Mapping[ApplicationState, str] = MappingProxyType(
    {
        _State.ASKING_PARENT: "Wacht op een ouder of voogd",
        _State.SHOWN: "Kaartje getoond",
        _State.INTEREST: "Jongere heeft interesse",
        _State.SEEN: "Jongere heeft interesse, bedrijf heeft het gelezen",
        _State.INVITED: "Bedrijf wil kennismaken",
        _State.MEETING: "Kennismaking",
        _State.TRIAL_DAY: "Meeloopdag",
        _State.OFFERED: "Plek aangeboden",
        _State.ACCEPTED: "Jongere heeft ja gezegd",
        _State.LEFT_LYING: "Jongere heeft ja gezegd, bij de school blijven liggen",
        _State.PLACED: "Geplaatst",
    }
)
TURN_TO_STUDENT: Mapping[Side, str] = MappingProxyType(
    {
        Side.STUDENT: "Jij bent aan de beurt",
        Side.EMPLOYER: "Het bedrijf is aan de beurt",
        Side.PARENT: "Je ouder of voogd is aan de beurt",
        Side.HELPER: "Je school of de jobhunter is aan de beurt",
    }
)
TURN_TO_EMPLOYER: Mapping[Side, str] = MappingProxyType(
    {
        Side.STUDENT: "De jongere is aan de beurt",
        Side.EMPLOYER: "Jij bent aan de beurt",
        Side.HELPER: "De school of de jobhunter is aan de beurt",
    }
)
TURN_TO_HELPER: Mapping[Side, str] = MappingProxyType(
    {
        Side.STUDENT: "Wacht op de jongere",
        Side.EMPLOYER: "Wacht op het bedrijf",
        Side.PARENT: "Wacht op een ouder of voogd",
        Side.HELPER: "Wacht op jou",
    }
)
TURN_TO_PARENT: Mapping[Side, str] = MappingProxyType(
    {
        Side.STUDENT: "Je kind is aan de beurt",
        Side.EMPLOYER: "Het bedrijf is aan de beurt",
        Side.PARENT: "Jij bent aan de beurt",
        Side.HELPER: "De school of de jobhunter is aan de beurt",
    }
)
RUNGS: Mapping[Rung, str] = MappingProxyType(
    {Rung.SCHOOL: "de school", Rung.JOBHUNTER: "de jobhunter", Rung.COORDINATOR: "de stagecoördinator"}
)
"""Who has to arrange what a student said yes to."""
OUTCOMES_TO_STUDENT: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PLACED: "Dit is jouw plek",
        Outcome.WITHDRAWN: "Gestopt",
        Outcome.REFUSED: "Het bedrijf gaat niet verder",
        Outcome.STOPPED: "Gestopt door je school of de jobhunter",
        Outcome.CLOSED_KINDLY: "Afgesloten",
    }
)
OUTCOMES_TO_OTHERS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.PLACED: "Geplaatst",
        Outcome.WITHDRAWN: "De jongere gaat niet verder",
        Outcome.REFUSED: "Het bedrijf gaat niet verder",
        Outcome.STOPPED: "De school of de jobhunter gaat niet verder",
        Outcome.CLOSED_KINDLY: "Afgesloten",
    }
)
KIND_WORDS: Mapping[str, str] = MappingProxyType(
    {
        ClosingCause.NOBODY_ANSWERED: "Dat ligt niet aan jou. Je school of de jobhunter zoekt met je verder.",
        ClosingCause.SEATS_GONE: "Dat ligt niet aan jou. Er zijn nog andere plekken.",
        ClosingCause.PLACE_CLOSED: "Dat ligt niet aan jou. Er zijn nog andere plekken.",
        ClosingCause.PLACED_ELSEWHERE: "Je hoeft hier niets meer voor te doen.",
    }
)
"""What a student reads beside the cause of a kind end."""
STEPS: Mapping[StepKind, str] = MappingProxyType(
    {
        StepKind.SHOW: "liet het kaartje zien",
        StepKind.SHOW_INTEREST: "toonde interesse",
        StepKind.CONSENT: "zei ja",
        StepKind.SEE: "las het kaartje",
        StepKind.INVITE: "vroeg om kennis te maken",
        StepKind.AGREE: "wil kennismaken",
        StepKind.PLAN_TRIAL_DAY: "plande een meeloopdag",
        StepKind.OFFER: "bood de plek aan",
        StepKind.ACCEPT: "nam de plek aan",
        StepKind.PLACE: "regelde de plaatsing",
        StepKind.END: "stopte",
        StepKind.REMIND: "stuurde een herinnering",
        StepKind.HAND_OVER: "vroeg de school of de jobhunter om hulp",
        StepKind.ASK_AGAIN: "vroeg opnieuw om een antwoord",
        StepKind.NEXT_HELPER: "gaf het door, omdat het bleef liggen",
        StepKind.MOVE_DAY: "koos een andere dag",
        StepKind.CANCEL_DAY: "zegde de afspraak af",
        StepKind.CLOSE: "sloot het af",
    }
)
"""What somebody did, after who it was."""


def turn_text(application: Application, words: Mapping[Side, str]) -> str:
    """Say whose turn it is in the words for a side; of a yes that was left lying, who has to arrange it now."""
    if application.turn is None:
        return ""
    if application.is_overdue:
        return f"{RUNGS[application.rung].capitalize()} is aan de beurt"
    return words[application.turn]


def overdue_text(application: Application) -> str:
    """Say since when a yes waits that was left lying; nothing while there is time."""
    if not application.is_overdue or application.accepted_at is None:
        return ""
    return f"Te laat: de jongere zei ja op {day_text(local_day(application.accepted_at))}"


def end_text(application: Application, reference: Reference, *, to: Side) -> str:
    """Say why it ended, as a side reads it; nothing while it is open or when it led to a place."""
    reason = reference.end_reasons.get(application.end_code)
    if reason is None:
        return ""
    own = application.ended_by is to or (application.ended_by is Side.HOUSE and to is Side.STUDENT)
    return reason.label if own else reason.told


def answer_text(application: Application, *, now: datetime) -> str:
    """Say until when somebody can answer, as people say it: the last whole day."""
    if application.term is None:
        return ""
    days = days_left(application, now=now)
    last = local_day(application.term.answer_by - _MOMENT)
    when = f"tot en met {WEEKDAYS[last.weekday()]} {day_text(last)}"
    if days <= 0:
        return f"{when} (dat is vandaag)"
    return f"{when} ({'nog 1 dag' if days == 1 else f'nog {days} dagen'})"


def days_left(application: Application, *, now: datetime) -> int:
    """Count the days after today on which somebody can still answer."""
    if application.term is None:
        return 0
    return max(0, (local_day(application.term.answer_by - _MOMENT) - local_day(now)).days)


def state_to_parent(application: Application) -> str:
    """Say to a parent how far it is."""
    return TO_PARENT[application.state]


def planned_text(application: Application, *, names_where: bool = True) -> str:
    """Say when and where the meeting or the trial day is; nothing when no day was named.

    Parameters
    ----------
    names_where : bool
        Without it only when: an address tells which company it is.
    """
    where = application.planned_where if names_where else ""
    if application.planned_at is None:
        return where
    at = application.planned_at.astimezone(AMSTERDAM)
    when = f"{WEEKDAYS[at.weekday()]} {day_text(at.date())} om {clock_text(at.hour * 60 + at.minute)}"
    return ", ".join(filter(None, (when, where)))

"""Reads the small forms with which somebody takes a step in an application."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from api.errors import UnreadableQueryError
from api.pages.typed import read_time, told_in
from career.answer_clock import Side
from career.application_rules import StepKind
from services.applications import AskedStep
from services.local_time import AMSTERDAM

STEPS: Mapping[str, StepKind] = MappingProxyType(
    {
        "interesse": StepKind.SHOW_INTEREST,
        "toestemming": StepKind.CONSENT,
        "uitnodigen": StepKind.INVITE,
        "kennismaken": StepKind.AGREE,
        "meelopen": StepKind.PLAN_TRIAL_DAY,
        "verzetten": StepKind.MOVE_DAY,
        "afzeggen": StepKind.CANCEL_DAY,
        "aanbieden": StepKind.OFFER,
        "aannemen": StepKind.ACCEPT,
        "plaatsen": StepKind.PLACE,
        "opnieuw": StepKind.ASK_AGAIN,
        "stoppen": StepKind.END,
    }
)
"""How a form calls a step."""
NAMES: Mapping[StepKind, str] = MappingProxyType({kind: name for name, kind in STEPS.items()})
SIDES: Mapping[str, Side | None] = MappingProxyType({"": None, "jongere": Side.STUDENT, "bedrijf": Side.EMPLOYER})
"""How a form calls the side on behalf of which a helper acts."""
SIDE_NAMES: Mapping[Side, str] = MappingProxyType({side: name for name, side in SIDES.items() if side is not None})
FIELDS: Mapping[str, str] = MappingProxyType(
    {"planned_at": "dag", "planned_where": "waar", "reason": "waarom", "account_id": "waarom", "on_behalf_of": "waarom"}
)
"""The field of the form where each fault is mended."""


def read_step(values: Mapping[str, str], faults: dict[str, str]) -> AskedStep:
    """Read the step that was asked for; what cannot be read becomes a fault of its field.

    Raises
    ------
    UnreadableQueryError
        The form names no step, or no side, that there is.
    """
    kind, name = STEPS.get(values["stap"]), values["namens"]
    if kind is None or name not in SIDES:
        raise UnreadableQueryError
    if kind is StepKind.END and not values["reden"]:
        faults["reden"] = "Kies een reden"
    return AskedStep(
        kind=kind,
        on_behalf_of=SIDES[name],
        reason=values["waarom"],
        end_code=values["reden"] if kind is StepKind.END else "",
        planned_at=_moment(values, faults, is_needed=kind in (StepKind.PLAN_TRIAL_DAY, StepKind.MOVE_DAY)),
        planned_where=values["waar"],
        shares_email=values["deel_mail"] == "ja",
    )


def fields_of(faults: Mapping[str, str], *, is_end: bool) -> dict[str, str]:
    """Name the field of the form for each fault of the domain, as sentences."""
    names = {**FIELDS, "reason": "reden"} if is_end else FIELDS
    return told_in(faults, names)


def _moment(values: Mapping[str, str], faults: dict[str, str], *, is_needed: bool) -> datetime | None:
    day_typed, time_typed = values["dag"], values["tijd"]
    if not (day_typed or time_typed or is_needed):
        return None
    try:
        day = date.fromisoformat(day_typed)
    except ValueError:
        faults["dag"] = "Kies een dag"
        return None
    clock = read_time(time_typed)
    if clock is None:
        faults["tijd"] = "Vul een tijd in, zoals 9.30"
        return None
    return datetime.combine(day, clock, tzinfo=AMSTERDAM)

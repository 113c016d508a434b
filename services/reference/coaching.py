"""Cards of five minutes for who coaches on the floor (begeleidingskaarten), and what to do for each condition."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from services.reference.evidence import Evidence, read_evidence
from services.reference.folder import rules_folder
from services.reference.reading import COLUMNS
from services.reference.rows import Row, by_code, read_rows

FOLDER = "toolkit"
CARDS = ("cards.csv", ("code", "moment", "title", "lead", "steps", "say", "pitfall", "call", "evidence"))
ADVICE = ("condition_advice.csv", ("code", "steps", "say", "avoid", "first_day", "in_week"))
CONDITIONS = "conditions.csv"


class InWeek(StrEnum):
    """What a condition changes about the hours of a first week."""

    NONE = "none"
    DAILY_TALK = "daily_talk"
    SHORT_FIRST_DAY = "short_first_day"
    EXTRA_BREAKS = "extra_breaks"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachingCard:
    """What to do at one moment, in five minutes.

    Parameters
    ----------
    code : str
        Also the last part of its address.
    moment : str
        The heading beneath which it stands.
    steps : tuple of str
        What to do, in order.
    say : str
        A sentence to say, as people say it.
    pitfall : str
        What goes wrong often.
    call : str
        When to call whom.
    evidence : Evidence or None
        What a claim rests on, where one is made.
    """

    code: str
    moment: str
    title: str
    lead: str
    steps: tuple[str, ...]
    say: str
    pitfall: str
    call: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionAdvice:
    """What a company does for one condition.

    Parameters
    ----------
    code : str
        Of ``conditions.csv``.
    steps : tuple of str
        What to do, in order.
    avoid : str
        What not to do.
    first_day : str
        What it asks of the first day.
    """

    code: str
    label: str
    steps: tuple[str, ...]
    say: str
    avoid: str
    first_day: str
    in_week: InWeek


@cache
def load_cards() -> Mapping[str, CoachingCard]:
    """Give the cards of this installation by their code, in the order in which they are shown.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right.
    """
    return read_cards(rules_folder())


def read_cards(folder: Path) -> Mapping[str, CoachingCard]:
    """Read cards.csv of a folder of data files; raises as ``load_cards``."""
    evidence = read_evidence(folder)

    def card(row: Row) -> CoachingCard:
        rests_on = row.choice("evidence", evidence) if row.optional_text("evidence") else ""
        return CoachingCard(
            code=address_part(row, "code"),
            moment=row.text("moment"),
            title=row.text("title"),
            lead=row.text("lead"),
            steps=row.phrases("steps"),
            say=row.text("say"),
            pitfall=row.text("pitfall"),
            call=row.text("call"),
            evidence=evidence[rests_on] if rests_on else None,
        )

    return MappingProxyType(by_code(read_rows(folder / FOLDER / CARDS[0], CARDS[1]), "code", card))


@cache
def load_condition_advice() -> Mapping[str, ConditionAdvice]:
    """Give the advice for every condition by its code, in the order of the conditions.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right, or a condition lacks.
    """
    return read_condition_advice(rules_folder())


def read_condition_advice(folder: Path) -> Mapping[str, ConditionAdvice]:
    """Read condition_advice.csv of a folder of data files; raises as ``load_condition_advice``."""
    labels = {row.text("code"): row.text("place_label") for row in read_rows(folder / CONDITIONS, COLUMNS[CONDITIONS])}
    rows = read_rows(folder / FOLDER / ADVICE[0], ADVICE[1])

    def advice(row: Row) -> ConditionAdvice:
        code = row.choice("code", labels)
        return ConditionAdvice(
            code=code,
            label=labels[code],
            steps=row.phrases("steps"),
            say=row.text("say"),
            avoid=row.text("avoid"),
            first_day=row.text("first_day"),
            in_week=InWeek(row.choice("in_week", list(InWeek))),
        )

    found = by_code(rows, "code", advice)
    for code in labels:
        if code not in found:
            raise rows[-1].error("code", f"dit is de laatste rij en “{code}” was er niet bij; zet er een rij bij")
    return MappingProxyType({code: found[code] for code in labels})


def address_part(row: Row, column: str) -> str:
    """Read a code that stands in an address: lower case letters and dashes."""
    code = row.text(column)
    if not all(sign.islower() or sign == "-" for sign in code):
        raise row.error(column, f"er staat “{code}”; gebruik kleine letters en streepjes, want dit staat in het adres")
    return code

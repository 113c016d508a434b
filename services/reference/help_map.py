"""Read the help map: situations, who helps in them, and words that mean the same; what cannot be right is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from career.help_map import ForWhom, HelpFinder, HelpKind, HelpOffer, Situation
from services.reference.folder import rules_folder
from services.reference.rows import SOURCE_COLUMNS, Row, by_code, in_force, read_rows, turn_of, turns_of
from services.reference.values import Source

FOLDER = "help"
SITUATIONS = ("situations.csv", ("code", "group", "title", "lead", "calls", "alarms", "phrases"))
WORDS = ("words.csv", ("words",))
SMALL_WORDS = ("small_words.csv", ("words",))
OFFERS = (
    "offers.csv",
    (
        "code",
        "label",
        "kind",
        "what",
        "situations",
        "for_whom",
        "age_from",
        "age_until",
        "school_types",
        "area",
        "how",
        "cost",
        "phone",
        "url",
        *SOURCE_COLUMNS,
    ),
)
CALLS = ("report_help.csv", ("code", "label", "what", "phone", "url", *SOURCE_COLUMNS))
OLDEST = 120
SCHOOL_TYPES = ("pro", "vso", "vmbo", "mbo")


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpMap:
    """Who helps on a day, and in what; every mapping keeps the order of its file.

    Parameters
    ----------
    sources : mapping of str to Source
        Where each offer comes from, by its code.
    """

    situations: Mapping[str, Situation]
    offers: Mapping[str, HelpOffer]
    sources: Mapping[str, Source]
    finder: HelpFinder


def load_help_map(on: date) -> HelpMap:
    """Give the help map of this installation as it holds on a day; files are read once, and each turn once.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.
    """
    folder = rules_folder()
    return _help_map(folder, turn_of(_turns(folder), on))


def read_help_map(folder: Path, *, on: date) -> HelpMap:
    """Read the help map from a folder of data files; raises as ``load_help_map``.

    Whom to call stands in ``report_help.csv``: what a situation calls must hold there on that day.
    """
    calls = read_rows(folder / CALLS[0], CALLS[1])
    codes = {row.text("code") for row in in_force(calls, ("code",), on=on)}
    rows = read_rows(folder / FOLDER / SITUATIONS[0], SITUATIONS[1])
    situations = by_code(rows, "code", lambda row: _situation(row, codes))
    offers = read_rows(folder / FOLDER / OFFERS[0], OFFERS[1])
    for row in offers:
        _offer(row, situations)
    held = in_force(offers, ("code",), on=on)
    kept = by_code(held, "code", lambda row: _offer(row, situations))
    helped = {code for offer in kept.values() for code in offer.situations}
    for row in rows:
        if row.text("code") not in helped:
            raise row.error(
                "code", f"voor “{row.text('code')}” helpt op {on} niemand; zet het bij een rij van offers.csv"
            )
    return HelpMap(
        situations=MappingProxyType(situations),
        offers=MappingProxyType(kept),
        sources=MappingProxyType({row.text("code"): row.source() for row in held}),
        finder=HelpFinder(
            situations.values(),
            senses=_phrases(folder, WORDS),
            small_words=[word for words in _phrases(folder, SMALL_WORDS) for word in words],
        ),
    )


@cache
def _turns(folder: Path) -> tuple[date, ...]:
    return turns_of([*read_rows(folder / FOLDER / OFFERS[0], OFFERS[1]), *read_rows(folder / CALLS[0], CALLS[1])])


@cache
def _help_map(folder: Path, since: date) -> HelpMap:
    return read_help_map(folder, on=since)


def _phrases(folder: Path, file: tuple[str, tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    return [row.phrases("words") for row in read_rows(folder / FOLDER / file[0], file[1])]


def _situation(row: Row, calls: set[str]) -> Situation:
    alarms = row.phrases("alarms") if row.optional_text("alarms") else ()
    called = row.choices("calls", calls)
    if alarms and not called:
        raise row.error("calls", "bij deze situatie is haast; zet erbij wie je belt, een code uit report_help.csv")
    return Situation(
        code=row.text("code"),
        group=row.text("group"),
        title=row.text("title"),
        lead=row.text("lead"),
        calls=called,
        alarms=alarms,
        phrases=row.phrases("phrases"),
    )


def _offer(row: Row, situations: Mapping[str, Situation]) -> HelpOffer:
    row.source()
    url, phone, how = row.optional_text("url"), row.optional_text("phone"), row.text("how")
    if url and not url.startswith("https://"):
        raise row.error("url", "dit is geen adres; geef een adres dat begint met https://")
    age_from, age_until = (_age(row, column) for column in ("age_from", "age_until"))
    if age_from is not None and age_until is not None and age_until <= age_from:
        raise row.error("age_until", "deze leeftijd komt niet na age_from; geef een hogere of laat dit leeg")
    helped = row.choices("situations", situations)
    for_whom = row.choices("for_whom", list(ForWhom))
    if not helped or not for_whom:
        raise row.error("situations" if not helped else "for_whom", "hier staat niets; vul dit in")
    return HelpOffer(
        code=row.text("code"),
        label=row.text("label"),
        kind=HelpKind(row.choice("kind", list(HelpKind))),
        what=row.text("what"),
        situations=helped,
        for_whom=frozenset(map(ForWhom, for_whom)),
        age_from=age_from,
        age_until=age_until,
        school_types=frozenset(row.choices("school_types", SCHOOL_TYPES)),
        area=row.phrases("area") if row.optional_text("area") else (),
        how=how,
        cost=row.optional_text("cost"),
        phone=phone,
        url=url,
    )


def _age(row: Row, column: str) -> int | None:
    return row.whole(column, at_least=0, at_most=OLDEST) if row.optional_text(column) else None

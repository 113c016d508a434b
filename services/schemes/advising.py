"""Step one: what may be had for a kind of place, from the facts of the place alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import (
    Dated,
    Mark,
    Origin,
    PlaceFacts,
    Scheme,
    SchemeVerdict,
    Weighed,
    row_for,
    rows_of_day,
    weigh,
)
from employer_toolkit.scheme_moments import Moment, moments
from employer_toolkit.scheme_worth import Worth, worth
from employer_toolkit.wage import Range
from services.errors import NotFoundError
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import Reference, SchemeBook, load_reference
from services.schemes.wording import STATUS_TEXTS, mark_texts, moment_text, range_text, short_marks, window_text
from services.wording import day_text, list_text

GROUPS: tuple[tuple[str, tuple[SchemeVerdict, ...], str], ...] = (
    ("kan", (SchemeVerdict.MAY_APPLY,), "Dit kan bij zo’n plek"),
    ("jongere", (SchemeVerdict.DEPENDS,), "Dit hangt af van de jongere"),
    ("onbekend", (SchemeVerdict.UNKNOWN,), "Hiervoor weten we nog te weinig"),
    ("niet", (SchemeVerdict.NOT,), "Dit is niet voor zo’n plek"),
    ("weg", (SchemeVerdict.CLOSED, SchemeVerdict.ENDED), "Dit bestaat niet meer, of is dicht"),
)
"""The parts of the answer in their order: a code, the verdicts in it, and its title."""
WORTH_TOLD = frozenset({SchemeVerdict.MAY_APPLY, SchemeVerdict.DEPENDS, SchemeVerdict.UNKNOWN})
"""Nothing is promised of a scheme that is not for the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTold:
    """Where a row comes from, for whoever looks it up."""

    title: str
    url: str
    article: str
    checked_on: date
    checked_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentTold:
    """Something to do, and until when; the days are ``None`` while nobody knows them."""

    code: str
    label: str
    opens_on: date | None
    last_on: date | None
    state: str
    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeCard:
    """One scheme as it is told of a kind of place.

    Parameters
    ----------
    reasons : tuple of str
        What is not met, what depends on the young person, or what is still to be filled in.
    low_eur, high_eur : int or None
        What it brings in the first year; ``None`` when no amount is known.
    marks, short_marks : tuple of str
        What somebody must know before counting on it, in full and in a word; a row that nobody confirmed has one.
    sources : tuple of SourceTold
        Of the scheme first, then of its conditions and amounts.
    """

    code: str
    name: str
    verdict: SchemeVerdict
    what: str
    worth_text: str
    amount_text: str
    low_eur: int | None
    high_eur: int | None
    who_applies: str
    where: str
    first_step: str
    still_said: str
    met: tuple[str, ...]
    reasons: tuple[str, ...]
    moments: tuple[MomentTold, ...]
    marks: tuple[str, ...]
    short_marks: tuple[str, ...]
    sources: tuple[SourceTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeAdvice:
    """What may be had for a kind of place, scheme by scheme.

    Parameters
    ----------
    version : str
        Of the rules.
    """

    facts: PlaceFacts
    cards: tuple[SchemeCard, ...]
    version: str

    def of(self, verdicts: Iterable[SchemeVerdict]) -> tuple[SchemeCard, ...]:
        """The schemes that come out so."""
        wanted = tuple(verdicts)
        return tuple(card for card in self.cards if card.verdict in wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeInWords:
    """One scheme as it stands on a day, held to no place."""

    scheme: Scheme
    status_text: str
    conditions: tuple[str, ...]
    amounts: tuple[str, ...]
    windows: tuple[str, ...]
    marks: tuple[str, ...]
    sources: tuple[SourceTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedScheme:
    """A scheme held to a place, with what it brings and what to do."""

    weighed: Weighed
    worth: Worth | None
    moments: tuple[Moment, ...]


def advise(*, by: Account, facts: PlaceFacts, now: datetime) -> SchemeAdvice:
    """Say what may be had for a kind of place; nothing is asked or known of any person."""
    require(by, Act.SEE_REFERENCE, None)
    reference = load_reference(local_day(now))
    found = weigh_all(reference, facts, today=local_day(now))
    order = [verdict for _, verdicts, _ in GROUPS for verdict in verdicts]
    cards = [_card(reference.schemes, one, facts) for one in found]
    return SchemeAdvice(
        facts=facts,
        cards=tuple(sorted(cards, key=lambda card: (order.index(card.verdict), -(card.high_eur or 0)))),
        version=reference.version,
    )


def scheme_in_words(*, by: Account, code: str, now: datetime) -> SchemeInWords:
    """Give one scheme as it stands today, held to no place.

    Raises
    ------
    NotFoundError
        There is no such scheme.
    """
    require(by, Act.SEE_REFERENCE, None)
    today = local_day(now)
    reference = load_reference(today)
    book = reference.schemes
    if code not in book.schemes:
        raise NotFoundError("not found")
    scheme = row_for(book.schemes[code], today)
    conditions = rows_of_day(book.conditions[code], today)
    amounts, windows = rows_of_day(book.amounts[code], today), rows_of_day(book.windows[code], today)
    origins = [scheme.origin, *_origins(conditions), *_origins(amounts), *_origins(windows)]
    return SchemeInWords(
        scheme=scheme,
        status_text=STATUS_TEXTS[scheme.status],
        conditions=tuple(f"{one.label}{_only_text(reference, one.types)}" for one in conditions),
        amounts=tuple(one.label for one in amounts),
        windows=tuple(window_text(one) for one in windows),
        marks=mark_texts(frozenset[Mark]().union(*(one.marks_on(today) for one in origins))),
        sources=_sources(origins),
    )


def weigh_all(reference: Reference, facts: PlaceFacts, *, today: date) -> tuple[WeighedScheme, ...]:
    """Hold every scheme to a place."""
    book = reference.schemes
    ages = ages_of(reference, facts.type)
    found = []
    for code, versions in book.schemes.items():
        weighed = weigh(versions, book.conditions[code], facts)
        is_worth = weighed.verdict in WORTH_TOLD
        found.append(
            WeighedScheme(
                weighed=weighed,
                worth=worth(book.amounts[code], facts, book.wages, ages=ages) if is_worth else None,
                moments=moments(book.windows[code], facts, today=today) if is_worth else (),
            )
        )
    return tuple(found)


def ages_of(reference: Reference, placement_type: PlacementType) -> tuple[int, ...]:
    """Give the ages of the wage scale at which somebody can be at such a place."""
    youngest = reference.placement_types[placement_type].min_age
    return tuple(age for age in reference.schemes.wages.ages if age >= youngest)


def source_told(origin: Origin) -> SourceTold:
    """Tell where a row comes from."""
    return SourceTold(
        title=origin.title,
        url=origin.url,
        article=origin.article,
        checked_on=origin.checked_on,
        checked_text=day_text(origin.checked_on),
    )


def euros(found: Range) -> tuple[int, int]:
    """Round an amount to whole euros, the least and the most."""
    return int(found.low.quantize(Decimal(1))), int(found.high.quantize(Decimal(1)))


def _card(book: SchemeBook, one: WeighedScheme, facts: PlaceFacts) -> SchemeCard:
    weighed, scheme = one.weighed, one.weighed.scheme
    low, high = (None, None) if one.worth is None else euros(one.worth.range)
    reasons = {
        SchemeVerdict.NOT: tuple(condition.not_met for condition in weighed.failed),
        SchemeVerdict.DEPENDS: tuple(condition.label for condition in weighed.personal),
        SchemeVerdict.UNKNOWN: tuple(condition.label for condition in (*weighed.unknown, *weighed.personal)),
    }.get(weighed.verdict, ())
    rows = (*weighed.met, *weighed.failed, *weighed.unknown, *weighed.personal)
    amounts = book.amounts[scheme.code] if one.worth is not None else ()
    marks = weighed.marks | (one.worth.marks if one.worth is not None else frozenset[Mark]())
    return SchemeCard(
        code=scheme.code,
        name=scheme.name,
        verdict=weighed.verdict,
        what=scheme.what,
        worth_text=scheme.worth_text,
        amount_text="" if one.worth is None else range_text(one.worth.range),
        low_eur=low,
        high_eur=high,
        who_applies=scheme.who_applies,
        where=scheme.where,
        first_step=scheme.first_step,
        still_said=scheme.still_said,
        met=tuple(condition.label for condition in weighed.met),
        reasons=reasons,
        moments=tuple(moment_told(moment) for moment in one.moments),
        marks=mark_texts(marks),
        short_marks=short_marks(marks),
        sources=_sources([scheme.origin, *_origins(rows), *_origins(amounts)]),
    )


def moment_told(moment: Moment) -> MomentTold:
    """Tell what to do and by when."""
    return MomentTold(
        code=moment.code,
        label=moment.label,
        opens_on=moment.opens_on,
        last_on=moment.last_on,
        state=moment.state.value,
        text=moment_text(moment),
        marks=mark_texts(moment.marks),
    )


def _origins(rows: Iterable[Dated]) -> list[Origin]:
    return [row.origin for row in rows]


def _sources(origins: Sequence[Origin]) -> tuple[SourceTold, ...]:
    return tuple(dict.fromkeys(source_told(origin) for origin in origins))


def _only_text(reference: Reference, types: Iterable[PlacementType]) -> str:
    names = [reference.placement_types[one].label for one in sorted(types)]
    return f" (bij: {list_text(names)})" if names else ""

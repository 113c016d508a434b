"""How a whole region stands: numbers for its coordinator, and nobody in them."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from career.answer_clock import DAY, AnswerClock, Side, local_day, start_of_day
from career.application_rules import OUTCOMES, StepKind
from career.coverage import school_year_starts
from career.school import Region
from career.student import Student
from services.applications.wording import OUTCOMES_TO_OTHERS, TO_HELPER
from services.coverage import RegionalCoverage, regional_coverage
from services.disclosure import ToldCounts, rounded, tell_counts, tell_share
from services.event_report import EventFigures, figures_of_events
from services.features import Offer
from services.handover.counting import RegionalHandovers, regional_handovers
from services.markets import current_market
from services.permissions import Account, Act, require
from services.placements import FEWEST_TOLD
from services.reference import Reference, load_reference
from services.school_calendar import public_holidays, school_holidays
from services.unit_of_work import UnitOfWork
from storage.regional_figures import CountedApplication

UNKNOWN, ELSEWHERE = "Niet bekend", "Andere gemeenten"
LOOKING, PLACED, PLACES, SEATS = "looking", "placed", "places", "seats"
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        LOOKING: "Jongeren die zoeken",
        PLACED: "Jongeren met een plek",
        PLACES: "Open plekken",
        SEATS: "Vrije plaatsen",
    }
)
"""What is counted in each table."""
BREAKDOWNS: Mapping[str, str] = MappingProxyType(
    {"sector": "Per soort werk", "level": "Per niveau", "municipality": "Per gemeente"}
)
LEVELS: Mapping[int, str] = MappingProxyType(
    {0: "Pro, vso of vmbo", 1: "Mbo niveau 1 (entree)", 2: "Mbo niveau 2", 3: "Mbo niveau 3", 4: "Mbo niveau 4"}
)
WHO_ANSWERS: Mapping[Side, str] = MappingProxyType({Side.EMPLOYER: "Bedrijven", Side.STUDENT: "Jongeren"})
STATES = tuple(dict.fromkeys((*TO_HELPER.values(), *OUTCOMES_TO_OTHERS.values())))
"""What is said of an application: how far it is, or what became of it."""
READS_ALONE = frozenset({StepKind.SEE, StepKind.REMIND, StepKind.HAND_OVER, StepKind.NEXT_HELPER})
"""Steps that are no answer."""
AFTER_A_DAY = frozenset({StepKind.AGREE, StepKind.PLAN_TRIAL_DAY, StepKind.MOVE_DAY, StepKind.CANCEL_DAY})
"""Steps after which a meeting comes first; how long that takes says nothing about answering."""

EVENT_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "n_events": "Activiteiten die er waren",
        "n_registered": "Jongeren met een plek",
        "n_came": "Jongeren die kwamen",
        "n_talks": "Gesprekken met een bedrijf",
        "n_matches": "Gesprekken waarna allebei verder willen",
        "n_started": "Sollicitaties die daarna begonnen",
        "n_placed": "Sollicitaties die een plek werden",
    }
)
"""What is told of events, by its name in ``EventFigures``."""
TALK_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "n_students": "Jongeren op een school",
        "met_tenths": "Had alle gesprekken die de school wil, van de 10",
        "individual_tenths": "Had de gesprekken alleen, van de 10",
        "with_parents_tenths": "Had de gesprekken met een ouder erbij, van de 10",
    }
)
"""What is told of career conversations, by its name in ``RegionalCoverage``."""
HANDOVER_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "n_begun": "Begonnen overstappen",
        "sent_tenths": "Dossier verstuurd, van de 10",
        "received_tenths": "In handen van wie de intake doet, van de 10",
    }
)
"""What is told of hand-overs, by its name in ``RegionalHandovers``."""

One = TypeVar("One")
Labels = Mapping[str, Callable[[One], str]]
"""For each table where somebody or something is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """How long one side takes to answer.

    Parameters
    ----------
    n_answers : int or None
        In whole tens; ``None`` below ten, and then nothing else is told either.
    median_days : int or None
        Working days.
    in_time_tenths, handed_over_tenths : int or None
        So many of ten answered within the term, or let it pass so that a helper stepped in; ``None`` when those who
        did or those who did not are below ten.
    """

    n_answers: int | None
    median_days: int | None
    in_time_tenths: int | None
    handed_over_tenths: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalFigures:
    """How a region stands on a day; numbers below ten are not told, and cannot be worked out.

    Parameters
    ----------
    counts : mapping of str to ToldCounts
        For each of ``MEASURES``, made up by each of ``BREAKDOWNS``.
    applications : ToldCounts
        Those that began since ``since``, made up by what is said of their state.
    answers : mapping of Side to AnswerTimes
        For whoever is asked most: companies and students.
    answer_days : int
        The term, in working days.
    n_never_answered : int or None
        Open places where somebody waited in vain and the company never answered anybody.
    events : EventFigures
        Of all events that began since ``since``.
    talks : RegionalCoverage
        Of the career conversations of this school year.
    handovers : RegionalHandovers
        Of those begun since ``since``.
    """

    day: date
    since: date
    counts: Mapping[str, ToldCounts]
    applications: ToldCounts
    answers: Mapping[Side, AnswerTimes]
    answer_days: int
    n_never_answered: int | None
    events: EventFigures
    talks: RegionalCoverage
    handovers: RegionalHandovers


def regional_figures(work: UnitOfWork, *, by: Account, now: datetime) -> RegionalFigures:
    """Give how the region stands, to its coordinator."""
    require(by, Act.SEE_REGION, None)
    today = local_day(now)
    reference, market = load_reference(today), current_market(work, now=now)
    town = {area.postcode4: area.municipality for area in work.postcodes.all()}
    placed = work.regional_figures.placed_students()
    since = school_year_starts(today)
    begun = tuple(work.regional_figures.applications_since(start_of_day(since)))
    people = market.live_people
    offers = market.live_places
    lines = _lines_of_tables(reference, offers)
    by_student = _by_student(reference, town, lines["municipality"])
    by_offer = _by_offer(reference)
    seats = {offer.placement.id: offer.placement.seats_left for offer in offers}
    return RegionalFigures(
        day=today,
        since=since,
        counts={
            LOOKING: _counted([one for one in people if one.id not in placed], by_student, lines),
            PLACED: _counted([one for one in people if one.id in placed], by_student, lines),
            PLACES: _counted(offers, by_offer, lines),
            SEATS: _counted([one for one in offers for _ in range(seats[one.placement.id])], by_offer, lines),
        },
        applications=_counted(begun, {"state": _state_text}, {"state": STATES}),
        answers=_answers(begun, reference, since=since, today=today),
        answer_days=reference.answers.terms.answer_days,
        n_never_answered=rounded(len(_never_answered(begun) & seats.keys())),
        events=figures_of_events(work, since=start_of_day(since), now=now),
        talks=regional_coverage(work, by=by, now=now),
        handovers=regional_handovers(work, by=by, since=start_of_day(since)),
    )


def figures_csv(figures: RegionalFigures) -> str:
    """Give the same figures as a file: one line for each number, an empty one where nothing is told."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("tabel", "onderdeel", "wat", "aantal", "stap"))
    for measure, counted in figures.counts.items():
        writer.writerows(_lines(MEASURES[measure], counted, BREAKDOWNS))
    writer.writerows(_lines("Sollicitaties", figures.applications, {"state": "Per stap"}))
    for side, times in figures.answers.items():
        said = (
            ("Antwoorden", times.n_answers),
            ("Werkdagen tot het antwoord, de middelste", times.median_days),
            (f"Binnen {figures.answer_days} werkdagen, van de 10", times.in_time_tenths),
            ("Overgedragen, van de 10", times.handed_over_tenths),
        )
        writer.writerows(("Antwoorden", WHO_ANSWERS[side], what, _cell(n), FEWEST_TOLD) for what, n in said)
    never = ("Plekken", "Totaal", "Nooit geantwoord", _cell(figures.n_never_answered), FEWEST_TOLD)
    writer.writerow(never)
    writer.writerows(
        ("Activiteiten", "Totaal", label, _cell(getattr(figures.events, name)), _step_of(name, figures.events))
        for name, label in EVENT_LABELS.items()
    )
    for table, one, labels in (
        ("Loopbaangesprekken", figures.talks, TALK_LABELS),
        ("Overstap", figures.handovers, HANDOVER_LABELS),
    ):
        writer.writerows(
            (table, "Totaal", what, _cell(getattr(one, name)), FEWEST_TOLD) for name, what in labels.items()
        )
    return file.getvalue()


def _lines(measure: str, counted: ToldCounts, titles: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, int]]:
    yield "Totaal", "Totaal", measure, _cell(counted.total), counted.step
    for name, parts in counted.parts.items():
        yield from ((titles[name], label, measure, _cell(n), counted.step) for label, n in parts.items())


def _cell(n: int | None) -> str:
    return "" if n is None else str(n)


def _step_of(name: str, events: EventFigures) -> int:
    """Give in which steps a number of events is told: how many there were says nothing of anybody."""
    return 1 if name == "n_events" else events.step


def _by_student(reference: Reference, town: Mapping[str, str], shown: Collection[str]) -> Labels[Student]:
    def sector(student: Student) -> str:
        held = reference.qualifications.get(student.qualification_code or "")
        code = held.sector if held else next(iter(student.wishes.sectors), "")
        return reference.sectors[code].label if code in reference.sectors else UNKNOWN

    def municipality(student: Student) -> str:
        found = town.get(student.travel.postcode4, UNKNOWN)
        return found if found in shown else ELSEWHERE

    return {
        "sector": sector,
        "level": lambda student: LEVELS[student.level or 0],
        "municipality": municipality,
    }


def _by_offer(reference: Reference) -> Labels[Offer]:
    """Say where an offer is counted, once in each table: of its levels the lowest."""

    def sector(offer: Offer) -> str:
        code = offer.placement.sector
        return reference.sectors[code].label if code in reference.sectors else UNKNOWN

    return {
        "sector": sector,
        "level": lambda offer: LEVELS[offer.placement.level_min],
        "municipality": lambda offer: offer.site.municipality or UNKNOWN,
    }


def _lines_of_tables(reference: Reference, offers: Iterable[Offer]) -> Mapping[str, tuple[str, ...]]:
    """Give the lines of each table: the same whoever there is, so that a line being there tells nothing."""
    towns = {offer.site.municipality for offer in offers} - {""}
    return {
        "sector": (*(sector.label for sector in reference.sectors.values()), UNKNOWN),
        "level": tuple(LEVELS.values()),
        "municipality": (*sorted(towns), ELSEWHERE, UNKNOWN),
    }


def _counted(these: Sequence[One], labels: Labels[One], lines: Mapping[str, Sequence[str]]) -> ToldCounts:
    counts = {name: Counter(map(label, these)) for name, label in labels.items()}
    return tell_counts(len(these), {name: {line: counts[name][line] for line in lines[name]} for name in labels})


def _state_text(application: CountedApplication) -> str:
    if application.ended_by is not None:
        return OUTCOMES_TO_OTHERS[OUTCOMES[application.ended_by]]
    return TO_HELPER[application.state]


def _answers(
    begun: Iterable[CountedApplication], reference: Reference, *, since: date, today: date
) -> Mapping[Side, AnswerTimes]:
    terms = reference.answers.terms
    clock = AnswerClock(
        terms=terms,
        public_holidays=public_holidays(since.year) | public_holidays(today.year),
        school_holidays=school_holidays(Region.UNKNOWN, since, today),
    )
    days: dict[Side, list[int]] = {side: [] for side in WHO_ANSWERS}
    n_late: Counter[Side] = Counter()
    for application in begun:
        for side, n_days in _waits(application, clock):
            if n_days is None:
                n_late[side] += 1
            else:
                days[side].append(n_days)
    return {side: _answer_times(days[side], n_late[side], term=terms.answer_days) for side in WHO_ANSWERS}


def _waits(application: CountedApplication, clock: AnswerClock) -> Iterator[tuple[Side, int | None]]:
    """Give who was asked something, and after how many working days the answer came; ``None`` when a helper had to."""
    asked: tuple[Side, datetime] | None = None
    for step in application.steps:
        if asked is not None and step.kind is StepKind.HAND_OVER:
            yield asked[0], None
            asked = None
        elif asked is not None and step.side is asked[0] and step.kind not in READS_ALONE:
            yield asked[0], _working_days(clock, asked[0], since=asked[1], until=step.at)
            asked = None
        if step.turn is None or step.turn not in WHO_ANSWERS or step.kind in AFTER_A_DAY:
            asked = None
        elif asked is None:
            asked = (step.turn, step.at)


def _working_days(clock: AnswerClock, side: Side, *, since: datetime, until: datetime) -> int:
    first, last = local_day(since), local_day(until)
    days = (first + DAY * n for n in range(1, (last - first).days + 1))
    return sum(not clock.is_free(day, side) for day in days)


def _answer_times(days: Sequence[int], n_late: int, *, term: int) -> AnswerTimes:
    n_asked, is_told = len(days) + n_late, len(days) >= FEWEST_TOLD
    return AnswerTimes(
        n_answers=rounded(len(days)),
        median_days=round(median(days)) if is_told else None,
        in_time_tenths=tell_share(sum(n <= term for n in days), n_asked),
        handed_over_tenths=tell_share(n_late, n_asked),
    )


def _never_answered(begun: Iterable[CountedApplication]) -> frozenset[UUID]:
    """Give the places where a company was asked in vain, and never answered anybody."""
    in_vain, answered = set(), set()
    for application in begun:
        turns = (None, *(step.turn for step in application.steps))
        for step, turn in zip(application.steps, turns, strict=False):
            if step.side is Side.EMPLOYER and step.kind not in READS_ALONE:
                answered.add(application.placement_id)
            if step.kind is StepKind.HAND_OVER and turn is Side.EMPLOYER:
                in_vain.add(application.placement_id)
    return frozenset(in_vain - answered)

"""How many students suit a place, and how many would after each change to it: all counted on the market itself."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, product
from types import MappingProxyType

from employer_toolkit.advice import DayLimits, PlaceChange, PlaceChangeKind, Proposal, Room, possible_changes
from employer_toolkit.placement import PlacementState
from matching import SIZES, Change
from services.features import LANGUAGE_LEVELS, Codes, Offer, placement_table
from services.markets import Market
from services.reference import OLDEST_AGE, Reference, Week

SOME_EFFORT = 0.1
"""Counts beside the size of every change, so that next to nothing for next to nobody is not the best of all."""
MUCH_MORE = 1.25
"""Two changes together are told when they open so many times as much as both apart."""
CANNOT_OPEN = frozenset({PlaceChangeKind.OFFER_CONDITION, PlaceChangeKind.MAKE_TRAINABLE})
"""No gate looks at these: they only make a place suit better."""
OF_ONE_GROUP: Mapping[PlaceChangeKind, str] = MappingProxyType(
    {
        PlaceChangeKind.OTHER_TIMES: "times",
        PlaceChangeKind.FEWER_DAYS: "days",
        PlaceChangeKind.DROP_DAY: "dropped",
        PlaceChangeKind.FEWER_HOURS: "hours",
        PlaceChangeKind.MORE_HOURS: "more hours",
        PlaceChangeKind.OTHER_WEEKS: "period",
        PlaceChangeKind.LATER_START: "period",
        PlaceChangeKind.LONGER_PERIOD: "period",
        PlaceChangeKind.LOWER_DUTCH: "dutch",
        PlaceChangeKind.WITHOUT_HAZARDS: "hazards",
    }
)
"""Of each of these groups the best one is told; of the other kinds each change is an idea of its own."""
Pair = tuple[PlaceChange, PlaceChange]
MOST_SHORTENED = 4
"""So many of the best pairs are made as small as they can be."""
OWN_SIZES: Mapping[PlaceChangeKind, float] = MappingProxyType(
    {
        PlaceChangeKind.DROP_DAY: SIZES[Change.ADD_DAY],
        PlaceChangeKind.LONGER_PERIOD: SIZES[Change.OTHER_WEEKS],
        PlaceChangeKind.OPEN_TO: SIZES[Change.OFFER_CONDITION],
        PlaceChangeKind.WITHOUT_PREREQUISITE: SIZES[Change.WITHOUT_HAZARDS],
    }
)
"""How much a change asks that is made on a place alone; the others ask what they ask of a pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many students no gate keeps from a place, and how many of them it suits well."""

    n_open: int
    n_well: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedChange:
    """One or two changes made, the place they give, and how many it then suits."""

    changes: tuple[PlaceChange, ...]
    proposal: Proposal
    tally: Tally

    @property
    def size(self) -> float:
        """How much it asks of people; see ``matching.SIZES``."""
        return sum(size_of(change) for change in self.changes)

    def worth(self, n_more: int) -> float:
        """Weigh what it brings against what it asks: ten more is worth much more than one, a hundred not ten times."""
        return math.log1p(n_more) / (self.size + SOME_EFFORT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """All that was counted for one place.

    Parameters
    ----------
    singles, pairs : tuple of CountedChange
        Every single change, and some two together.
    """

    now: Tally
    singles: tuple[CountedChange, ...]
    pairs: tuple[CountedChange, ...]

    def opening(self) -> tuple[CountedChange, ...]:
        """Give the changes after which more students can come, the best for what it asks first; of a group one."""
        more = [one for one in self.singles if one.tally.n_open > self.now.n_open]
        return _best_of_groups(more, [one.tally.n_open - self.now.n_open for one in more])

    def fitting(self) -> tuple[CountedChange, ...]:
        """Give the changes after which the place suits more students well, and no fewer can come."""
        more = [
            one for one in self.singles if one.tally.n_well > self.now.n_well and one.tally.n_open >= self.now.n_open
        ]
        return _best_of_groups(more, [one.tally.n_well - self.now.n_well for one in more])

    def together(self) -> tuple[CountedChange, ...]:
        """Give two changes at a time that bring clearly more together than apart, the best first."""
        alone = {one.changes[0]: max(one.tally.n_open - self.now.n_open, 0) for one in self.singles}
        best: dict[object, tuple[float, CountedChange]] = {}
        for pair in self.pairs:
            n_more = pair.tally.n_open - self.now.n_open
            if n_more > MUCH_MORE * sum(alone.get(change, 0) for change in pair.changes):
                worth, group = pair.worth(n_more), frozenset(map(group_of, pair.changes))
                if group not in best or worth > best[group][0]:
                    best[group] = (worth, pair)
        return tuple(pair for _, pair in sorted(best.values(), key=lambda item: -item[0]))


def counts_for(market: Market, offer: Offer, *, least: float, today: date) -> Counts:
    """Count for a place, with every single change and with some two together.

    Parameters
    ----------
    offer : Offer
        It need not be in the market.
    least : float
        Lowest score of a student whom it suits well, 0 to 1.
    """
    room = room_for(offer, market.codes, today=today)
    now = Proposal(placement=as_open(offer).placement, recognitions=offer.recognitions)
    alone = possible_changes(now.placement, room)
    proposals = [now, *(now.with_change(change, today=today) for change in alone)]
    first, *rest = tallies(market, offer, proposals, least=least)
    singles = tuple(
        CountedChange(changes=(change,), proposal=proposal, tally=tally)
        for change, proposal, tally in zip(alone, proposals[1:], rest, strict=True)
    )

    def counted(pairs: Sequence[Pair]) -> tuple[CountedChange, ...]:
        made = [_made(now, pair, today=today) for pair in pairs]
        told = zip(pairs, made, tallies(market, offer, made, least=least), strict=True)
        return tuple(CountedChange(changes=pair, proposal=one, tally=tally) for pair, one, tally in told)

    joined = (*_joined(now, _to_join(singles, first), today=today), *_recognised_too(now, singles, room))
    counts = Counts(now=first, singles=singles, pairs=counted(joined))
    shorter = [
        pair for one in counts.together()[:MOST_SHORTENED] for pair in _shorter((one.changes[0], one.changes[1]), alone)
    ]
    return replace(counts, pairs=(*counts.pairs, *counted(shorter)))


def tallies(market: Market, offer: Offer, proposals: Sequence[Proposal], *, least: float) -> list[Tally]:
    """Count for a place as each proposal would have it; the engine counts all of them on its index."""
    if not proposals:
        return []
    offers = [replace(offer, placement=one.placement, recognitions=one.recognitions) for one in proposals]
    n_open, n_well = market.count_candidates_of(placement_table(offers, market.codes), least=least)
    return [Tally(n_open=opened, n_well=well) for opened, well in zip(n_open.tolist(), n_well.tolist(), strict=True)]


def as_open(offer: Offer) -> Offer:
    """Give the offer as it is once it is posted: what is asked about a draft is how it will do."""
    return replace(offer, placement=replace(offer.placement, state=PlacementState.OPEN))


def room_for(offer: Offer, codes: Codes, *, today: date) -> Room:
    """Say what there is to choose from when this place is changed."""
    placement, reference = offer.placement, codes.reference
    rule = reference.placement_types[placement.type]
    of_sector = [
        code
        for code, listed in reference.qualifications.items()
        if listed.sector == placement.sector and codes.offer(placement.type, code) is not None
    ]
    by_rule: dict[tuple[str, int], set[str]] = {}
    for hazard in reference.hazards.values():
        by_rule.setdefault((hazard.mode, hazard.below_age), set()).add(hazard.code)
    return Room(
        today=today,
        day_limits=_day_limits(reference, placement.type, rule.min_age),
        dutch_levels=tuple(level.value for level in LANGUAGE_LEVELS),
        conditions=codes.conditions,
        hazards_together=tuple(by_rule.values()),
        qualifications=of_sector if rule.is_qualification_bound else (),
        needs_recognition=rule.needs_recognition,
    )


def _day_limits(reference: Reference, placement_type: str, youngest: int) -> tuple[DayLimits, ...]:
    """Give what the law asks of a day at each age at which it asks more than of adults, and each only once."""
    rows = [
        reference.working_time_of(placement_type, age=age, week=Week.SCHOOL) for age in range(youngest, OLDEST_AGE + 1)
    ]
    limits = dict.fromkeys(
        DayLimits(
            earliest=row.earliest,
            latest=row.latest,
            most_minutes=row.day_minutes,
            breaks=(
                (row.break_after_minutes, row.break_minutes),
                (row.long_break_after_minutes, row.long_break_minutes),
            ),
        )
        for row in rows
        if row is not None
    )
    return tuple(limits)[:-1]


def size_of(change: PlaceChange) -> float:
    """Say how much a change asks, where 1 is a weekday that a student keeps free."""
    own = OWN_SIZES.get(change.kind)
    return (SIZES[Change(change.kind.value)] if own is None else own) * change.extent


def group_of(change: PlaceChange) -> tuple[object, ...]:
    """Changes of one group differ only in how far they go."""
    if change.kind in OF_ONE_GROUP:
        return (OF_ONE_GROUP[change.kind],)
    return change.kind, change.codes, change.amount


def _best_of_groups(more: Sequence[CountedChange], n_more: Sequence[int]) -> tuple[CountedChange, ...]:
    best: dict[object, tuple[float, CountedChange]] = {}
    for one, gain in zip(more, n_more, strict=True):
        worth, group = one.worth(gain), group_of(one.changes[0])
        if group not in best or worth > best[group][0]:
            best[group] = (worth, one)
    return tuple(one for _, one in sorted(best.values(), key=lambda item: -item[0]))


def _to_join(singles: Sequence[CountedChange], now: Tally) -> list[PlaceChange]:
    """Of each kind give the change that opens most, or goes furthest where none opens anything."""
    furthest: dict[PlaceChangeKind, CountedChange] = {}
    for one in singles:
        kind = one.changes[0].kind
        if kind in (*CANNOT_OPEN, PlaceChangeKind.DROP_DAY) or one.tally.n_open < now.n_open:
            continue
        held = furthest.get(kind)
        if held is None or _reach(one) > _reach(held):
            furthest[kind] = one
    return [one.changes[0] for one in furthest.values()]


def _reach(one: CountedChange) -> tuple[int, float]:
    return one.tally.n_open, one.size


def _joined(now: Proposal, changes: Sequence[PlaceChange], *, today: date) -> list[Pair]:
    """Give the pairs of different groups of which neither change undoes the other."""
    return [
        (one, other)
        for one, other in combinations(changes, 2)
        if group_of(one) != group_of(other)
        and _made(now, (one, other), today=today) == _made(now, (other, one), today=today)
    ]


def _shorter(pair: Pair, alone: Sequence[PlaceChange]) -> list[Pair]:
    """Give the same two changes, one of them or both made smaller."""
    one, other = (
        [change for change in alone if group_of(change) == group_of(part) and size_of(change) < size_of(part)]
        for part in pair
    )
    smaller = [*((change, pair[1]) for change in one), *((pair[0], change) for change in other)]
    return [*smaller, *product(one, other)]


def _recognised_too(now: Proposal, singles: Sequence[CountedChange], room: Room) -> list[Pair]:
    """Give being open to a programme together with the recognition that it needs and the site lacks."""
    held = {recognition.qualification_code for recognition in now.recognitions}
    return [
        (change, PlaceChange(kind=PlaceChangeKind.GET_RECOGNITION, codes=change.codes))
        for one in singles
        for change in one.changes
        if room.needs_recognition and change.kind is PlaceChangeKind.OPEN_TO and not held & set(change.codes)
    ]


def _made(now: Proposal, changes: Pair, *, today: date) -> Proposal:
    for change in changes:
        now = now.with_change(change, today=today)
    return now

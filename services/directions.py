"""Choosing a direction: occupations near what a student wants and can, and what leads there and is near now."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import numpy as np

from career.competency import Catalogue, CompetencyKind
from career.direction import DirectionRule, Leaning, NearOccupation, Occupation, about, by_sector, near_occupations
from career.guarantee import misfits
from career.qualification import Qualification
from career.student import SchoolType, Student
from services.competencies import current_catalogue
from services.errors import found
from services.guarantee_views import GuaranteeView, view_of
from services.guarantees import seeker_of
from services.linking.suggesting import MAX_TEXTS, suggest_all
from services.local_time import local_day
from services.markets import Market
from services.matches import student_in_market
from services.permissions import Account, Act, may
from services.places_in_words import Place, places_in_words
from services.reference import load_reference
from services.reference.directions import (
    ChoiceMoment,
    Directions,
    DreamOccupation,
    LevelEntry,
    VmboProfile,
    load_directions,
)
from services.unit_of_work import UnitOfWork

PREFIX = "beroep:"
"""Before the name of an occupation in its catalogue id; addresses go without it."""
MOST_WORDS = 200
"""Characters of what somebody wants to become, in own words."""
MOST_FOUND = 6
BETWEEN = re.compile(r",|/|\b(?:en|of)\b", re.IGNORECASE)
"""What stands between two things that somebody would like to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme, with what somebody needs to begin it.

    Parameters
    ----------
    is_own : bool
        The student is in it.
    """

    qualification: Qualification
    needs: LevelEntry
    is_own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationView:
    """An occupation with why it is near, in plain words; each part stands in one of the lists or in none.

    Parameters
    ----------
    slug : str
        Names it in an address.
    plain : str
        The same as ``label`` in words that everybody knows.
    """

    slug: str
    label: str
    plain: str
    sector: str
    sector_text: str
    is_wished: bool
    liked: tuple[str, ...]
    disliked: tuple[str, ...]
    can: tuple[str, ...]
    unknown: tuple[str, ...]
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A kind of work with its occupations, the nearest first.

    Parameters
    ----------
    n_for_student : int
        Open places in it that no rule keeps the student from.
    n_near : int
        Open places in it within the time the student wants to travel, whatever else they ask.
    """

    sector: str
    label: str
    is_wished: bool
    occupations: tuple[OccupationView, ...]
    n_for_student: int
    n_near: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment of choosing, with its first last day that is not over; ``None`` when every school has its own."""

    moment: ChoiceMoment
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionsView:
    """All kinds of work for one student, the nearest first.

    Parameters
    ----------
    is_blank : bool
        The student said nothing that tells one direction from another; the order then says nothing.
    n_shown : int
        So many directions stand on top.
    n_occupations : int
        So many occupations of each are shown there.
    """

    student_id: UUID
    first_name: str
    is_blank: bool
    directions: tuple[Direction, ...]
    moments: tuple[Moment, ...]
    n_shown: int
    n_occupations: int
    may_ask: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionView:
    """One kind of work for one student: its occupations, programmes, places, guarantees, and what to choose when.

    Parameters
    ----------
    places : tuple of Place
        The best of what the student can have now.
    profiles : tuple of VmboProfile
        Those of vmbo that prepare for it; empty for who is not in vmbo.
    """

    student_id: UUID
    first_name: str
    direction: Direction
    programmes: tuple[Programme, ...]
    places: tuple[Place, ...]
    guarantees: tuple[GuaranteeView, ...]
    profiles: tuple[VmboProfile, ...]
    moments: tuple[Moment, ...]
    chooses_profile: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOccupations:
    """What own words lead to; of the words themselves nothing is left in it.

    Parameters
    ----------
    dreams : tuple of DreamOccupation
        Trades that ask more school, an own test or luck.
    near : tuple of OccupationView
        Occupations close to those, the nearest first.
    """

    student_id: UUID
    first_name: str
    dreams: tuple[DreamOccupation, ...]
    near: tuple[OccupationView, ...]
    occupations: tuple[OccupationView, ...]


def directions_for(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> DirectionsView:
    """Give a student, or who guides one, every kind of work with its occupations, the nearest first.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    chooser = _chooser(work, by=by, student_id=student_id, now=now)
    terms = chooser.held.terms
    return DirectionsView(
        student_id=student_id,
        first_name=chooser.student.first_name,
        is_blank=chooser.leaning.is_blank,
        directions=tuple(
            chooser.direction(sector, near, most=terms.occupations)
            for sector, near in by_sector(chooser.near()).items()
        ),
        moments=chooser.moments(),
        n_shown=terms.directions,
        n_occupations=terms.occupations,
        may_ask=may(by, Act.LINK_TEXT),
    )


def direction_for(work: UnitOfWork, *, by: Account, student_id: UUID, sector: str, now: datetime) -> DirectionView:
    """Give one kind of work with everything around it; raises as ``directions_for``, also for an unknown kind."""
    chooser = _chooser(work, by=by, student_id=student_id, now=now)
    student = chooser.student
    near = found(by_sector(chooser.near()).get(sector))
    rows = [row for row in chooser.ranked if chooser.market.offers[row].placement.sector == sector]
    ids = [chooser.market.offers[row].placement.id for row in rows[: chooser.held.terms.places]]
    named = places_in_words(work, ids)
    in_vmbo = student.school_type is SchoolType.VMBO
    return DirectionView(
        student_id=student_id,
        first_name=student.first_name,
        direction=chooser.direction(sector, near, most=len(near)),
        programmes=chooser.programmes(code for code, one in chooser.qualifications.items() if one.sector == sector),
        places=tuple(named[one] for one in ids if one in named),
        guarantees=_guarantees(work, student, sector, now=now),
        profiles=tuple(one for one in chooser.held.profiles.values() if in_vmbo and sector in one.sectors),
        moments=chooser.moments(),
        chooses_profile=in_vmbo,
    )


def find_occupations(work: UnitOfWork, *, by: Account, student_id: UUID, words: str, now: datetime) -> FoundOccupations:
    """Give the occupations that own words are about, each with why it is near, and the dreams that they name.

    The words go nowhere else.

    Raises
    ------
    ForbiddenError
        This account may not have words read.
    InvalidValueError
        The words are too long.
    NotFoundError
        There is no such student, or not for this account.
    """
    chooser = _chooser(work, by=by, student_id=student_id, now=now)
    texts = [text for text in dict.fromkeys([words, *BETWEEN.split(words)]) if text.strip()][:MAX_TEXTS]
    meant: dict[str, float] = {}
    for kinds, besides in (((CompetencyKind.ACTIVITY,), ()), ((), set(chooser.held.occupations))):
        for told in suggest_all(work, by=by, texts=texts, n=MOST_FOUND, kinds=kinds, besides=besides):
            for one in (one for part in told.parts for one in part.suggestions):
                meant[one.competency_id] = max(meant.get(one.competency_id, 0.0), one.confidence)
    dreams = tuple(one for one in chooser.held.dreams.values() if one.is_named_in(words))
    close = {code for one in dreams for code in one.near}
    every = chooser.near()
    others = [one for one in about(every, meant) if one.occupation.id not in close]
    return FoundOccupations(
        student_id=student_id,
        first_name=chooser.student.first_name,
        dreams=dreams,
        near=tuple(chooser.view(one) for one in every if one.occupation.id in close),
        occupations=tuple(map(chooser.view, others[:MOST_FOUND])),
    )


def occupation_label(work: UnitOfWork, *, slug: str, now: datetime) -> str:
    """Give the name of an occupation; empty when there is none of that name."""
    code = f"{PREFIX}{slug}"
    return current_catalogue(work)[code].label if code in load_directions(local_day(now)).occupations else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chooser:
    """A student who chooses, with what is known around them.

    Parameters
    ----------
    ranked : tuple of int
        Rows of the open places that no rule keeps the student from, the best first.
    n_near : mapping of str to int
        Open places within the student's time of travelling, by kind of work.
    """

    student: Student
    leaning: Leaning
    market: Market
    held: Directions
    catalogue: Catalogue
    qualifications: Mapping[str, Qualification]
    sectors: Mapping[str, str]
    ranked: tuple[int, ...]
    n_near: Mapping[str, int]
    today: date

    def near(self) -> tuple[NearOccupation, ...]:
        terms = self.held.terms
        rule = DirectionRule(
            want_share=terms.want_share, sector_share=terms.sector_share, prior=self.market.parameters.prior
        )
        return near_occupations(_occupations(self.held, self.catalogue), self.leaning, rule)

    def direction(self, sector: str, near: tuple[NearOccupation, ...], *, most: int) -> Direction:
        return Direction(
            sector=sector,
            label=self.sectors[sector],
            is_wished=sector in self.leaning.sectors,
            occupations=tuple(self.view(one) for one in near[:most]),
            n_for_student=sum(self.market.offers[row].placement.sector == sector for row in self.ranked),
            n_near=self.n_near.get(sector, 0),
        )

    def view(self, near: NearOccupation) -> OccupationView:
        one, named = near.occupation, self.catalogue
        return OccupationView(
            slug=one.id.removeprefix(PREFIX),
            label=named[one.id].label,
            plain=named[one.id].plain_label,
            sector=one.sector,
            sector_text=self.sectors[one.sector],
            is_wished=near.is_wished,
            liked=_labels(near.liked, named),
            disliked=_labels(near.disliked, named),
            can=_labels(near.can, named),
            unknown=_labels(near.unknown, named),
            programmes=self.programmes(one.qualification_codes),
        )

    def programmes(self, codes: Iterable[str]) -> tuple[Programme, ...]:
        held = (self.qualifications[code] for code in codes)
        running = [one for one in held if one.valid_until is None or self.today < one.valid_until]
        return tuple(
            Programme(
                qualification=one, needs=self.held.levels[one.level], is_own=one.code == self.student.qualification_code
            )
            for one in sorted(running, key=lambda one: (one.level, one.name))
        )

    def moments(self) -> tuple[Moment, ...]:
        return tuple(
            Moment(moment=one, last_day=one.next_day(self.today))
            for one in self.held.moments.values()
            if self.student.school_type in one.school_types
        )


def _chooser(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> _Chooser:
    market, row, student = student_in_market(work, by=by, act=Act.SEE_MATCHES, student_id=student_id, now=now)
    today = local_day(now)
    reference, live = load_reference(today), market.live_offers
    pairs = market.pairs([row] * len(live), live)
    is_near = market.scores(pairs).travel_minutes <= student.travel.max_minutes
    n_near: dict[str, int] = {}
    for ix in np.asarray(live)[is_near]:
        sector = market.offers[int(ix)].placement.sector
        n_near[sector] = n_near.get(sector, 0) + 1
    return _Chooser(
        student=student,
        leaning=_leaning(market, row, student),
        market=market,
        held=load_directions(today),
        catalogue=current_catalogue(work),
        qualifications=reference.qualifications,
        sectors={code: one.label for code, one in reference.sectors.items()},
        ranked=tuple(int(ix) for ix in market.places_for([row], top=len(market.offers)).placement_ix),
        n_near=n_near,
        today=today,
    )


def _leaning(market: Market, row: int, student: Student) -> Leaning:
    """Read what the engine reads of a student: the same wishes, and levels with what near ones show."""
    codes, table = market.codes, market.student_table
    return Leaning(
        sectors={codes.sectors[int(one["code"])]: float(one["value"]) for one in table.wishes_of(row)},
        liked=student.wishes.liked,
        disliked=student.wishes.disliked,
        levels={codes.competencies[int(one["code"])]: float(one["value"]) for one in table.levels_of(row)},
    )


def _occupations(held: Directions, catalogue: Catalogue) -> list[Occupation]:
    parts: dict[str, dict[str, float]] = {code: {} for code in held.occupations}
    for relation in catalogue.relations:
        if relation.from_id in parts:
            parts[relation.from_id][relation.to_id] = relation.strength
    return [
        Occupation(
            id=code,
            sector=one.sector,
            parts=MappingProxyType(parts[code]),
            qualification_codes=one.qualification_codes,
        )
        for code, one in held.occupations.items()
        if code in catalogue
    ]


def _labels(codes: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(catalogue[code].plain_label for code in codes)


def _guarantees(work: UnitOfWork, student: Student, sector: str, *, now: datetime) -> tuple[GuaranteeView, ...]:
    """Give the guarantees in a kind of work that the student can come to fit by wishing it."""
    today = local_day(now)
    seeker = replace(seeker_of(work, student, starts_in=None, today=today), sectors=frozenset({sector}))
    kept = (one for one in work.guarantees.all() if not misfits(one, seeker, today=today))
    return tuple(view_of(one, now=now) for one in kept)

"""The one bridge from people and places to the engine's arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from career.competency import Catalogue, CompetencyKind, Level, strongest_claims
from career.qualification import Qualification
from career.school import Region, SchoolSettings
from career.student import LanguageLevel, Student, TravelMode
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import PayPeriod, Placement, PlacementState, PlacementType
from employer_toolkit.recognition import Recognition, RecognitionStatus, recognised_period
from matching import (
    N_ACTIVITIES,
    NO_CAP,
    NO_END,
    Parameters,
    PlacementTable,
    Ragged,
    Rules,
    StudentTable,
    carry_over,
    pack_bits,
)
from matching import Recognition as RecognitionCode
from services.reference import Reference

WEEKS_PER_MONTH = 52 / 12
MASK_BITS = 64
EPOCH = date(1970, 1, 1)
WEEKDAY_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A placement with everything around it that a match needs."""

    placement: Placement
    site: Site
    employer: Employer
    recognitions: tuple[Recognition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """Which number stands for which word in the engine; the same words in the same order give the same numbers.

    Parameters
    ----------
    competencies, activities, sectors, conditions, hazards, prerequisites, qualifications : tuple of str
        The word of a number stands at that place.
    """

    reference: Reference
    catalogue: Catalogue
    competencies: tuple[str, ...]
    activities: tuple[str, ...]
    sectors: tuple[str, ...]
    conditions: tuple[str, ...]
    hazards: tuple[str, ...]
    prerequisites: tuple[str, ...]
    qualifications: tuple[str, ...]
    competency_ix: Mapping[str, int]
    activity_ix: Mapping[str, int]
    sector_ix: Mapping[str, int]
    condition_ix: Mapping[str, int]
    hazard_ix: Mapping[str, int]
    prerequisite_ix: Mapping[str, int]
    qualification_ix: Mapping[str, int]
    equivalents: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, reference: Reference, catalogue: Catalogue, qualifications: Mapping[str, Qualification]) -> "Codes":
        """Number the words of the reference data, the catalogue and the list of qualifications.

        Raises
        ------
        ValueError
            A list that must fit in a mask is too long.
        """
        words = {
            "competency": tuple(catalogue.competencies),
            "activity": tuple(
                item.id for item in catalogue.competencies.values() if item.kind is CompetencyKind.ACTIVITY
            ),
            "sector": tuple(reference.sectors),
            "condition": tuple(reference.conditions),
            "hazard": tuple(reference.hazards),
            "prerequisite": tuple(reference.prerequisites),
            "qualification": tuple(sorted(qualifications)),
        }
        for name, limit in (
            ("activity", N_ACTIVITIES),
            *((n, MASK_BITS) for n in ("condition", "hazard", "prerequisite")),
        ):
            if len(words[name]) > limit:
                raise ValueError(f"{len(words[name])} words of kind {name}, where {limit} fit")
        numbers = {name: {word: number for number, word in enumerate(listed)} for name, listed in words.items()}
        return cls(
            reference=reference,
            catalogue=catalogue,
            competencies=words["competency"],
            activities=words["activity"],
            sectors=words["sector"],
            conditions=words["condition"],
            hazards=words["hazard"],
            prerequisites=words["prerequisite"],
            qualifications=words["qualification"],
            competency_ix=numbers["competency"],
            activity_ix=numbers["activity"],
            sector_ix=numbers["sector"],
            condition_ix=numbers["condition"],
            hazard_ix=numbers["hazard"],
            prerequisite_ix=numbers["prerequisite"],
            qualification_ix=numbers["qualification"],
            equivalents={code: (code, *held.equivalent_codes) for code, held in qualifications.items()},
        )

    def open_offer(self, placement_type: str) -> int:
        """Give the number of a placement type that is not bound to a programme."""
        return PLACEMENT_TYPES.index(placement_type) * (len(self.qualifications) + 1)

    def offer(self, placement_type: str, qualification_code: str) -> int | None:
        """Give the number of a placement type for a programme; ``None`` for a programme nobody listed."""
        held = self.qualification_ix.get(qualification_code)
        return None if held is None else self.open_offer(placement_type) + held + 1

    def offer_words(self, offer: int) -> tuple[str, str | None]:
        """Give back the placement type and the programme's code of a number."""
        type_ix, held = divmod(offer, len(self.qualifications) + 1)
        return PLACEMENT_TYPES[type_ix], self.qualifications[held - 1] if held else None


PLACEMENT_TYPES = tuple(kind.value for kind in PlacementType)
TRAVEL_MODES = tuple(TravelMode)
LANGUAGE_LEVELS = tuple(LanguageLevel)
REGIONS = (Region.UNKNOWN, Region.NOORD, Region.MIDDEN, Region.ZUID)
"""In the order of the engine's regions of the school holidays."""
NO_SETTINGS: Mapping[str, SchoolSettings] = MappingProxyType({})
"""No school has settled anything."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def from_day_number(number: int) -> date:
    """Give the date of a day number."""
    return date.fromordinal(EPOCH.toordinal() + number)


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _key(identity: UUID) -> int:
    return (identity.int >> 64) ^ (identity.int & 0xFFFFFFFFFFFFFFFF)


def _column(values: Iterable[Any], dtype: type[np.generic]) -> NDArray[Any]:
    return np.array(list(values), dtype=dtype)


def _known(words: Iterable[str], numbers: Mapping[str, int]) -> list[int]:
    """Give the numbers of words; a word from a newer list than ours is left out, as the readers already said so."""
    return [numbers[word] for word in words if word in numbers]


def _week_mask(weekdays: Iterable[int]) -> int:
    return sum(1 << (day - 1) for day in weekdays)


def student_table(
    students: Sequence[Student],
    codes: Codes,
    *,
    rules: Rules,
    parameters: Parameters,
    schools: Mapping[str, SchoolSettings] = NO_SETTINGS,
) -> StudentTable:
    """Turn students into columns; names, school type, school and class stay behind.

    The kind of school only decides which placement types somebody can be in, before the engine sees anything. Of the
    school itself only what it has settled goes along.

    Parameters
    ----------
    schools : mapping of str to SchoolSettings
        What schools have settled, by name; a school that is not in it has settled nothing.
    """
    claims = [strongest_claims(student.claims) for student in students]
    levels = [
        {
            codes.competency_ix[c.competency_id]: c.level
            for c in held.values()
            if c.level and c.competency_id in codes.competency_ix
        }
        for held in claims
    ]
    assessed = Ragged.of(levels)
    value = np.array(
        [(held[item] - 1) / (max(Level) - 1) for held in levels for item in sorted(held)], dtype=np.float32
    )
    spread, level_value, is_derived = carry_over(assessed, value, rules)
    wishes = np.zeros((len(students), len(codes.sectors)), dtype=np.float32)
    for row, student in enumerate(students):
        for place, sector in enumerate(_known(student.wishes.sectors, codes.sector_ix)):
            wishes[row, sector] = parameters.wish_falloff**place
    free = [student.availability for student in students]
    settled = [schools.get(student.school) for student in students]
    return StudentTable.of(
        key=_column((_key(s.id) for s in students), np.uint64),
        born_day=_column((day_number(s.born_on) for s in students), np.int32),
        level=_column((s.level or 0 for s in students), np.int8),
        offers=Ragged.of(_sought(student, codes) for student in students),
        latitude=_column((np.nan if s.travel.latitude is None else s.travel.latitude for s in students), np.float32),
        longitude=_column((np.nan if s.travel.longitude is None else s.travel.longitude for s in students), np.float32),
        modes=_column((sum(1 << TRAVEL_MODES.index(m) for m in s.travel.modes) for s in students), np.uint8),
        max_minutes=_column((s.travel.max_minutes for s in students), np.int16),
        cap_minutes=_column(((s and s.max_travel_minutes) or NO_CAP for s in settled), np.int16),
        from_day=_column((day_number(a.from_on) for a in free), np.int32),
        until_day=_column((day_number(a.until_on) for a in free), np.int32),
        weekdays=_column((_week_mask(a.weekdays) for a in free), np.uint8),
        hours_min=_column((a.hours_min * 60 for a in free), np.int32),
        hours_max=_column((a.hours_max * 60 for a in free), np.int32),
        school_minutes=np.array([a.school_minutes or (0,) * 7 for a in free], dtype=np.int16).reshape(len(free), 7),
        school_is_known=_column((a.school_minutes is not None for a in free), np.bool_),
        region=_column((0 if s is None else REGIONS.index(s.holiday_region) for s in settled), np.int8),
        parent_need_not_sign=_column((s is not None and not s.parent_signs for s in settled), np.bool_),
        dutch=_column((_language(s.dutch_level) for s in students), np.int8),
        helps=pack_bits([_known(s.helps, codes.condition_ix) for s in students], bits=MASK_BITS),
        prerequisites=pack_bits([_known(s.prerequisites, codes.prerequisite_ix) for s in students], bits=MASK_BITS),
        allowance_min=_column(
            (np.nan if s.wishes.minimum_allowance_eur is None else s.wishes.minimum_allowance_eur for s in students),
            np.float32,
        ),
        wishes=wishes,
        liked=pack_bits([_known(s.wishes.liked, codes.activity_ix) for s in students], bits=N_ACTIVITIES),
        disliked=pack_bits([_known(s.wishes.disliked, codes.activity_ix) for s in students], bits=N_ACTIVITIES),
        goals=Ragged.of(_known(s.goal_ids, codes.competency_ix) for s in students),
        levels=spread,
        level_value=level_value,
        level_is_derived=is_derived,
    )


def _language(level: str | None) -> int:
    return 0 if level is None else LANGUAGE_LEVELS.index(LanguageLevel(level)) + 1


def _sought(student: Student, codes: Codes) -> list[int]:
    found = []
    for sought in student.seeks:
        rule = codes.reference.placement_types[sought]
        if student.school_type not in rule.school_types:
            continue
        if not rule.is_qualification_bound:
            found.append(codes.open_offer(sought))
        elif student.qualification_code is not None:
            number = codes.offer(sought, student.qualification_code)
            found += [] if number is None else [number]
    return found


def placement_table(offers: Sequence[Offer], codes: Codes) -> PlacementTable:
    """Turn placements, with their sites and recognitions, into columns."""
    placements = [offer.placement for offer in offers]
    offered = [_offered(offer, codes) for offer in offers]
    in_order = [recognised for row in offered for _, recognised in sorted(row.items())]
    required = [
        {codes.competency_ix[r.competency_id]: r for r in p.requirements if r.competency_id in codes.competency_ix}
        for p in placements
    ]
    needs = [r for row in required for _, r in sorted(row.items())]
    schedule = np.zeros((3, len(placements), 7), dtype=np.int16)
    for row, placement in enumerate(placements):
        for day in placement.schedule:
            schedule[:, row, day.weekday - 1] = (day.minutes, _minute(day.starts), _minute(day.ends))
    return PlacementTable.of(
        key=_column((_key(p.id) for p in placements), np.uint64),
        type=_column((PLACEMENT_TYPES.index(p.type) for p in placements), np.int8),
        level_min=_column((p.level_min for p in placements), np.int8),
        level_max=_column((p.level_max for p in placements), np.int8),
        sector=_column((codes.sector_ix[p.sector] for p in placements), np.int16),
        offers=Ragged.of(offered),
        recognition=_column((status for status, _, _ in in_order), np.int8),
        recognised_from=_column((first for _, first, _ in in_order), np.int32),
        recognised_until=_column((last for _, _, last in in_order), np.int32),
        latitude=_column((np.nan if o.site.latitude is None else o.site.latitude for o in offers), np.float32),
        longitude=_column((np.nan if o.site.longitude is None else o.site.longitude for o in offers), np.float32),
        start_day=_column((day_number(p.starts_on) for p in placements), np.int32),
        end_day=_column((NO_END if p.ends_on is None else day_number(p.ends_on) for p in placements), np.int32),
        weekdays=_column((_week_mask(day.weekday for day in p.schedule) for p in placements), np.uint8),
        day_minutes=schedule[0],
        day_starts=schedule[1],
        day_ends=schedule[2],
        days_min=_column((p.days_min for p in placements), np.int8),
        hours_min=_column((p.hours_min * 60 for p in placements), np.int32),
        hours_max=_column((p.hours_max * 60 for p in placements), np.int32),
        hazards=pack_bits([_known(p.hazards or (), codes.hazard_ix) for p in placements], bits=MASK_BITS),
        hazards_known=_column((p.hazards is not None for p in placements), np.bool_),
        prerequisites=pack_bits([_known(p.prerequisites, codes.prerequisite_ix) for p in placements], bits=MASK_BITS),
        is_supervised=_column((p.is_expert_supervised for p in placements), np.bool_),
        dutch_min=_column((_language(p.dutch_level_min) for p in placements), np.int8),
        conditions_offered=pack_bits(
            [_known(p.conditions_offered, codes.condition_ix) for p in placements], bits=MASK_BITS
        ),
        conditions_refused=pack_bits(
            [_known(p.conditions_refused, codes.condition_ix) for p in placements], bits=MASK_BITS
        ),
        activities=pack_bits([_known(activities(p, codes), codes.activity_ix) for p in placements], bits=N_ACTIVITIES),
        covered=Ragged.of(_known(_taught(p), codes.competency_ix) for p in placements),
        requirements=Ragged.of(required),
        required_level=_column(((r.level - 1) / (max(Level) - 1) for r in needs), np.float32),
        importance=_column((r.importance for r in needs), np.float32),
        is_trainable=_column((r.is_trainable for r in needs), np.bool_),
        seats_left=_column((p.seats_left if p.state is PlacementState.OPEN else 0 for p in placements), np.int32),
        open_contacts=_column((p.open_contacts for p in placements), np.int32),
        max_open_contacts=_column((p.contacts_allowed for p in placements), np.int32),
        allowance=_column((monthly_eur(p) for p in placements), np.float32),
    )


def _taught(placement: Placement) -> set[str]:
    """Everything that can be learned or practised there."""
    return {code for task in placement.tasks for code in task.competency_ids} | set(placement.learned_ids)


def activities(placement: Placement, codes: Codes) -> set[str]:
    """Everyday activities of a placement: those of its tasks, and those of its work processes."""
    taught = _taught(placement)
    return {code for code in taught if code in codes.activity_ix} | {
        activity for code in taught for activity in codes.reference.activities_of.get(code, ())
    }


def monthly_eur(placement: Placement) -> float:
    """Give what a place pays a month, reckoned with its most hours; NaN where nobody said so."""
    if placement.allowance is None:
        return float("nan")
    if placement.allowance.per is PayPeriod.MONTH:
        return placement.allowance.amount_eur
    return placement.allowance.amount_eur * placement.hours_max * WEEKS_PER_MONTH


def _offered(offer: Offer, codes: Codes) -> dict[int, tuple[RecognitionCode, int, int]]:
    """Give per offer how its recognition stands, and over which period it holds."""
    placement = offer.placement
    rule = codes.reference.placement_types[placement.type]
    if not rule.is_qualification_bound:
        recognised = _recognition(offer, placement.qualification_codes, is_needed=rule.needs_recognition, codes=codes)
        return {codes.open_offer(placement.type): recognised}
    found = {}
    for code in placement.qualification_codes:
        for suited in codes.equivalents.get(code, ()):
            number = codes.offer(placement.type, suited)
            if number is not None:
                found[number] = _recognition(offer, (suited,), is_needed=rule.needs_recognition, codes=codes)
    return found


def _recognition(
    offer: Offer, qualification_codes: Sequence[str], *, is_needed: bool, codes: Codes
) -> tuple[RecognitionCode, int, int]:
    if not is_needed:
        return RecognitionCode.NOT_NEEDED, 0, NO_END
    if not offer.recognitions:
        return RecognitionCode.UNKNOWN, 0, 0
    counts = {equal for code in qualification_codes for equal in codes.equivalents.get(code, (code,))}
    held = [r for r in offer.recognitions if r.qualification_code in counts or not counts]
    period = recognised_period(held, from_on=offer.placement.starts_on)
    if period is not None:
        first, last = period
        return RecognitionCode.ACTIVE, day_number(first), NO_END if last is None else day_number(last)
    if any(r.status is RecognitionStatus.REQUESTED for r in held):
        return RecognitionCode.REQUESTED, 0, 0
    return RecognitionCode.MISSING, 0, 0

"""Random but valid people and places, for laws that must hold for all of them."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

from hypothesis import strategies as st

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import Availability, LanguageLevel, LearningRoute, SchoolType, Student, Travel, TravelMode, Wishes
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import (
    Allowance,
    PayPeriod,
    Placement,
    PlacementState,
    PlacementType,
    Requirement,
    Task,
    WorkDay,
)
from employer_toolkit.recognition import Recognition, RecognitionStatus
from services.features import Offer
from services.reference import load_lists, load_reference

T = TypeVar("T")
TODAY = date(2026, 11, 22)
QUALIFICATIONS = ("25250", "25252", "25371", "25498")
"""Few, so that students and places often meet."""


@dataclass(frozen=True, repr=False)
class People:
    """Students and offers of one made-up market; its name says how to make it again."""

    students: tuple[Student, ...]
    offers: tuple[Offer, ...]
    name: str = ""

    def __repr__(self) -> str:
        return self.name or f"{len(self.students)} students, {len(self.offers)} offers"


@st.composite
def markets(draw: st.DrawFn, *, n_students: int = 12, n_offers: int = 12) -> People:
    """Draw a small market in which many things are just allowed, just refused or unknown."""
    seed, n, m = draw(st.integers(0, 2**32)), draw(st.integers(0, n_students)), draw(st.integers(0, n_offers))
    people = make_market(Random(seed), n_students=n, n_offers=m)
    return replace(people, name=f"make_market(Random({seed}), n_students={n}, n_offers={m})")


def make_market(rng: Random, *, n_students: int, n_offers: int) -> People:
    """Make a market from a source of chance."""
    return People(
        students=tuple(_easy_student(rng, _student(rng, number)) for number in range(n_students)),
        offers=tuple(_easy_offer(rng, _offer(rng, number)) for number in range(n_offers)),
    )


EASY = 0.7
"""Share of students and of offers that few gates refuse, so that lists are not empty."""


YOUNG = 0.1
"""Share of students below 16 who seek light work, and of offers of such work."""


def _young_student(rng: Random, student: Student) -> Student:
    return replace(
        student,
        born_on=date(2011, 3, 1) + timedelta(days=rng.randint(0, 500)),
        school_type=SchoolType.PRO,
        qualification_code=None,
        level=None,
        seeks=frozenset({"eerste_baan", "werkervaring", "pro_stage"}),
        availability=replace(
            student.availability,
            until_on=student.availability.from_on + timedelta(days=rng.randint(20, 400)),
            weekdays=frozenset({1, 3, 6}),
            hours_min=rng.randint(2, 8),
            hours_max=20,
        ),
        travel=replace(student.travel, modes=frozenset({TravelMode.WALK, TravelMode.TRANSIT}), max_minutes=60),
    )


def _easy_student(rng: Random, student: Student) -> Student:
    if rng.random() < YOUNG:
        return _young_student(rng, student)
    if rng.random() > EASY:
        return student
    return replace(
        student,
        born_on=date(2008, 1, 1) + timedelta(days=rng.randint(0, 500)),
        school_type=SchoolType.MBO,
        qualification_code=rng.choice(QUALIFICATIONS),
        level=2,
        availability=replace(
            student.availability,
            until_on=TODAY + timedelta(days=400),
            weekdays=frozenset({1, 2, 3, 4, 5}),
            hours_min=4,
            school_minutes=(0, 0, 0, 0, 0, 0, 0),
        ),
        travel=replace(student.travel, modes=frozenset({TravelMode.BIKE}), max_minutes=rng.randint(45, 120)),
    )


def _young_offer(rng: Random, offer: Offer) -> Offer:
    starts, hours = rng.randint(6, 14), rng.randint(2, 6)
    placement = replace(
        offer.placement,
        type=rng.choice([PlacementType.EERSTE_BAAN, PlacementType.WERKERVARING]),
        level_min=0,
        schedule=tuple(
            WorkDay(weekday=day, starts=time(starts), ends=time(starts + hours, 30)) for day in rng.sample([1, 3, 6], 2)
        ),
        days_min=1,
        hours_min=2,
        hours_max=20,
        ends_on=None,
        hazards=frozenset(),
        prerequisites=frozenset(),
        seats_taken=0,
    )
    return replace(offer, placement=placement)


def _easy_offer(rng: Random, offer: Offer) -> Offer:
    if rng.random() < YOUNG:
        return _young_offer(rng, offer)
    if rng.random() > EASY:
        return offer
    hours = rng.randint(6, 24)
    placement = replace(
        offer.placement,
        type=PlacementType.BPV_BOL,
        level_min=0,
        level_max=4,
        schedule=tuple(WorkDay(weekday=day, starts=time(9), ends=time(17)) for day in (1, 2, 3, 4)),
        days_min=1,
        hours_min=4,
        hours_max=hours,
        ends_on=offer.placement.starts_on + timedelta(days=rng.randint(60, 120)),
        hazards=frozenset(),
        prerequisites=frozenset(),
        seats_taken=0,
        open_contacts=0,
    )
    recognitions = tuple(
        Recognition(
            site_id=offer.site.id,
            qualification_code=code,
            status=RecognitionStatus.ACTIVE,
            valid_from=TODAY,
            valid_until=None,
            checked_on=TODAY,
        )
        for code in placement.qualification_codes
    )
    return replace(offer, placement=placement, recognitions=recognitions)


def _some(rng: Random, words: list[T], most: int) -> frozenset[T]:
    return frozenset(rng.sample(words, rng.randint(0, min(most, len(words)))))


def _uuid(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)


def _competencies() -> list[str]:
    held = load_lists().catalogue
    related = [code for relation in held.relations[:12] for code in (relation.from_id, relation.to_id)]
    return sorted({*related, *list(held.competencies)[:20]})


def _position(rng: Random) -> tuple[float | None, float | None]:
    if rng.random() < 0.1:
        return None, None
    return 52.4 + rng.random() * 0.25, 6.0 + rng.random() * 0.3


def _student(rng: Random, number: int) -> Student:
    reference = load_reference(TODAY)
    activities = [code for code in reference.catalogue.competencies if code.startswith("doe:")]
    latitude, longitude = _position(rng)
    hours = rng.randint(6, 36)
    liked = _some(rng, activities, 6)
    from_on = TODAY + timedelta(days=rng.randint(0, 120))
    return Student(
        id=_uuid(rng),
        reference=f"s{number}",
        first_name=rng.choice(["Noor", "Daan", "Amina", "Yusuf"]),
        born_on=date(2003, 1, 1) + timedelta(days=rng.randint(0, 10 * 365)),
        school_type=rng.choice(list(SchoolType)),
        qualification_code=rng.choice([None, *QUALIFICATIONS]),
        level=rng.choice([None, 1, 2]),
        route=rng.choice([None, *LearningRoute]),
        seeks=_some(rng, [kind.value for kind in PlacementType], 5) | {"bpv_bol"},
        availability=Availability(
            from_on=from_on,
            until_on=from_on + timedelta(days=rng.randint(1, 300)),
            weekdays=_some(rng, [1, 2, 3, 4, 5, 6, 7], 5) | {rng.randint(1, 5)},
            hours_min=rng.randint(1, hours),
            hours_max=hours,
            school_minutes=rng.choice([None, (0,) * 7, *3 * [tuple(rng.choice([0, 0, 180, 360]) for _ in range(7))]]),
        ),
        travel=Travel(
            postcode4="8011",
            latitude=latitude,
            longitude=longitude,
            modes=_some(rng, list(TravelMode), 3) | {TravelMode.WALK},
            max_minutes=rng.randint(1, 90),
        ),
        wishes=Wishes(
            sectors=tuple(rng.sample(list(reference.sectors), rng.randint(0, 3))),
            liked=liked,
            disliked=_some(rng, activities, 6) - liked,
            minimum_allowance_eur=rng.choice([None, 100, 350]),
        ),
        helps=_some(rng, list(reference.conditions), 4),
        prerequisites=_some(rng, list(reference.prerequisites), 3),
        dutch_level=rng.choice([None, *LanguageLevel]),
        goal_ids=tuple(sorted(_some(rng, _competencies(), 5))),
        claims=tuple(
            CompetencyClaim(
                competency_id=code,
                source=rng.choice(list(ClaimSource)),
                level=rng.choice([None, *Level]),
                seen_on=TODAY - timedelta(days=rng.randint(0, 400)),
            )
            for code in rng.choices(_competencies(), k=rng.randint(0, 8))
        ),
    )


def _offer(rng: Random, number: int) -> Offer:
    reference = load_reference(TODAY)
    codes = _competencies()
    latitude, longitude = _position(rng)
    employer = Employer(id=_uuid(rng), reference=f"e{number}", name="Bakkerij De Korenaar")
    site = Site(
        id=_uuid(rng),
        employer_id=employer.id,
        reference=f"v{number}",
        name="Centrum",
        postcode4="8011",
        municipality="Zwolle",
        latitude=latitude,
        longitude=longitude,
    )
    weekdays = sorted(_some(rng, [1, 2, 3, 4, 5, 6, 7], 5) | {rng.randint(1, 5)})
    schedule = []
    for day in weekdays:
        starts = rng.randint(5, 14)
        schedule.append(
            WorkDay(
                weekday=day,
                starts=time(starts, rng.choice([0, 30])),
                ends=time(min(starts + rng.randint(2, 10), 23), 45),
                break_minutes=rng.choice([0, 30, 45]),
            )
        )
    hours = rng.randint(6, 36)
    offered = _some(rng, list(reference.conditions), 6)
    starts_on = TODAY + timedelta(days=rng.randint(0, 150))
    levels = sorted(rng.choices(range(5), k=2))
    seats = rng.randint(1, 3)
    placement = Placement(
        id=_uuid(rng),
        reference=f"p{number}",
        site_id=site.id,
        type=rng.choice([PlacementType.BPV_BOL, *PlacementType]),
        title="Helpen in de bakkerij",
        sector=rng.choice(list(reference.sectors)),
        schedule=tuple(schedule),
        days_min=rng.randint(1, len(weekdays)),
        hours_min=rng.randint(1, hours),
        hours_max=hours,
        starts_on=starts_on,
        ends_on=rng.choice([None, starts_on + timedelta(days=rng.randint(1, 300))]),
        qualification_codes=tuple(rng.sample(QUALIFICATIONS, rng.randint(1, 3))),
        level_min=levels[0],
        level_max=levels[1],
        tasks=(Task(text="helpen", competency_ids=tuple(sorted(_some(rng, codes, 3)))),),
        requirements=tuple(
            Requirement(
                competency_id=code,
                level=rng.randint(1, 5),
                importance=rng.randint(1, 3),
                is_trainable=rng.random() < 0.5,
            )
            for code in sorted(_some(rng, codes, 4))
        ),
        learned_ids=tuple(sorted(_some(rng, codes, 4))),
        conditions_offered=offered,
        conditions_refused=_some(rng, list(reference.conditions), 4) - offered,
        hazards=rng.choice([None, frozenset(), _some(rng, list(reference.hazards), 2)]),
        is_expert_supervised=rng.random() < 0.5,
        prerequisites=_some(rng, list(reference.prerequisites), 2),
        dutch_level_min=rng.choice([None, "a2", "b1"]),
        seats=seats,
        seats_taken=rng.choice([0, 0, seats]),
        allowance=rng.choice([None, Allowance(amount_eur=300.0, per=PayPeriod.MONTH)]),
        open_contacts=rng.choice([0, 0, 0, 3]),
        state=rng.choice([PlacementState.OPEN] * 4 + [PlacementState.PAUSED]),
    )
    return Offer(
        placement=placement,
        site=site,
        employer=employer,
        recognitions=tuple(
            Recognition(
                site_id=site.id,
                qualification_code=rng.choice(QUALIFICATIONS),
                status=rng.choice([RecognitionStatus.ACTIVE, *RecognitionStatus]),
                valid_from=starts_on - timedelta(days=rng.randint(0, 400)),
                valid_until=rng.choice([None, starts_on + timedelta(days=rng.randint(1, 300))]),
                checked_on=TODAY,
            )
            for _ in range(rng.randint(0, 3))
        ),
    )

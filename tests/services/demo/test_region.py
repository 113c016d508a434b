import os
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.competency import CompetencyKind, Level
from career.school import Region as HolidayRegion
from career.student import LearningRoute, SchoolType, TravelMode
from employer_toolkit.placement import PlacementState, PlacementType
from employer_toolkit.recognition import RecognitionStatus
from events.event import EventKind, EventState
from services.demo.content import load_content
from services.demo.dates import is_day_off
from services.demo.geography import KM_PER_DEGREE
from services.demo.region import Region, generate
from services.features import Offer
from services.markets import Market
from services.reference import Reference, load_reference

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CHAINS = (
    "albert heijn", "jumbo", "lidl", "aldi", "action", "hema", "kruidvat", "etos", "gamma", "praxis", "karwei",
    "intratuin", "welkoop", "blokker", "zeeman", "primark", "mcdonald", "burger king", "kfc", "subway", "la place",
    "van der valk", "postnl", "dhl", "picnic", "bol.com", "coolblue", "wehkamp", "isala", "carinova", "buurtzorg",
    "deltion", "aventus", "landstede", "cibap", "zone.college", "securitas", "trigion", "randstad", "heijmans",
    "bam ", "volkerwessels", "dura vermeer", "kwikfit", "euromaster", "basic-fit", "center parcs", "landal", "vebego",
)  # fmt: skip
DIGEST = """
from datetime import date
from services.demo.region import generate
from services.reference import load_reference
region = generate(seed=5, n_students=60, n_employers=90, n_placements=80, n_events=12, today=date(2026, 11, 22),
                  reference=load_reference(date(2026, 11, 22)))
print(region.digest())
"""


def digest_with(hash_seed: str) -> str:
    environment = os.environ | {"PYTHONHASHSEED": hash_seed}
    return subprocess.run(
        [sys.executable, "-c", DIGEST], env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_generate_gives_equal_regions_in_processes_that_hash_differently():
    assert digest_with("1") == digest_with("2")


def test_generate_with_another_seed_gives_another_region(reference: Reference, today: date):
    one, other = (generate(seed=s, n_students=5, n_placements=5, today=today, reference=reference) for s in (1, 2))

    assert one.digest() != other.digest()


def test_digest_differs_when_one_value_differs(reference: Reference, today: date):
    one, other = (generate(seed=1, n_students=n, n_placements=5, today=today, reference=reference) for n in (5, 6))

    assert one.digest() != other.digest()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32), today=st.dates(date(2026, 1, 1), date(2032, 12, 31)), n_employers=st.integers(1, 30))
def test_generate_keeps_its_promises_for_any_seed_day_and_size(seed: int, today: date, n_employers: int):
    region = generate(
        seed=seed,
        n_students=40,
        n_employers=n_employers,
        n_placements=30,
        n_events=35,
        today=today,
        reference=load_reference(today),
    )

    check_references(region)
    check_people(region, today)
    check_events(region, today)
    assert [len(part) for part in (region.students, region.employers, region.placements, region.events)] == [
        40,
        n_employers,
        30,
        35,
    ]


def test_region_speaks_only_of_what_the_reference_knows(region: Region, reference: Reference):
    catalogue = set(reference.catalogue.competencies)
    for student in region.students:
        wished = student.wishes
        assert {claim.competency_id for claim in student.claims} <= catalogue
        assert wished.liked | wished.disliked | set(student.goal_ids) <= catalogue
        assert set(wished.sectors) <= set(reference.sectors)
        assert student.helps <= set(reference.conditions)
        assert student.prerequisites <= set(reference.prerequisites)
        assert student.seeks <= set(reference.placement_types)
    for place in region.placements:
        named = {code for task in place.tasks for code in task.competency_ids}
        assert named | set(place.learned_ids) | {asked.competency_id for asked in place.requirements} <= catalogue
        assert place.conditions_offered | place.conditions_refused <= set(reference.conditions)
        assert place.hazards <= set(reference.hazards)
        assert place.prerequisites <= set(reference.prerequisites)
        assert place.sector in reference.sectors


def test_region_is_consistent_and_its_people_are_believable(region: Region, today: date):
    check_references(region)
    check_people(region, today)
    check_events(region, today)


def check_references(region: Region) -> None:
    for part in (region.students, region.employers, region.sites, region.placements, region.events):
        references, ids = [value.reference for value in part], [value.id for value in part]
        assert len(set(references)) == len(references)
        assert len(set(ids)) == len(ids)
    sites = {site.id for site in region.sites}
    assert {site.employer_id for site in region.sites} == {employer.id for employer in region.employers}
    assert {place.site_id for place in region.placements} | {held.site_id for held in region.recognitions} <= sites
    keys = [(held.site_id, held.qualification_code) for held in region.recognitions]
    assert len(set(keys)) == len(keys)


def check_people(region: Region, today: date) -> None:
    content = load_content()
    areas = {area.pc4: area for area in content.areas}
    for student in region.students:
        age, modes = student.age_on(today), student.travel.modes
        assert 14 <= age <= 25
        assert student.level is None or age >= 16
        assert (student.level is None) == (student.school_type is not SchoolType.MBO)
        assert TravelMode.CAR not in modes or (age >= 18 and "rijbewijs_b" in student.prerequisites)
        assert TravelMode.MOPED not in modes or (age >= 16 and "rijbewijs_am" in student.prerequisites)
        area = areas[student.travel.postcode4]
        assert (student.travel.latitude, student.travel.longitude) == (area.latitude, area.longitude)
        busy = {day + 1 for day, minutes in enumerate(student.availability.school_minutes) if minutes}
        assert not busy & student.availability.weekdays
        assert student.availability.from_on > today
        if student.route is LearningRoute.BBL and "eerste_baan" not in student.seeks:
            assert len(student.availability.weekdays & set(range(1, 6))) == 4
    for site in region.sites:
        town = content.municipalities[site.municipality]
        assert site.latitude is not None
        assert site.longitude is not None
        north = (site.latitude - town.latitude) * KM_PER_DEGREE
        east = (site.longitude - town.longitude) * KM_PER_DEGREE
        assert north * north + east * east < 30 * 30
    for place in region.placements:
        assert place.starts_on > today
        assert not is_day_off(place.starts_on)
        assert place.starts_on.isoweekday() == 1
        assert place.contact is not None
        assert place.contact.email.endswith(".example")
        area_code, number = place.contact.phone.split("-")
        assert number.startswith("0")  # no Dutch subscriber number does
        assert len(area_code + number) == 10


def check_events(region: Region, today: date) -> None:
    content = load_content()
    for event in region.events:
        starts, ends = event.starts_at.astimezone(AMSTERDAM), event.ends_at.astimezone(AMSTERDAM)
        assert today < starts.date() == ends.date() < today + timedelta(weeks=8)
        assert starts.hour >= 7
        assert ends.hour < 22
        assert not is_day_off(starts.date())
        assert event.venue.online_url or event.venue.municipality in content.municipalities
        if event.kind is EventKind.OPEN_DAY:
            assert starts.hour >= 10
            assert ends.hour <= 18


def test_every_school_says_in_which_region_its_holidays_are(region: Region) -> None:
    settled = {settings.school: settings.holiday_region for settings in region.schools}

    assert {student.school for student in region.students} <= set(settled)
    assert set(settled.values()) == {HolidayRegion.NOORD, HolidayRegion.MIDDEN}  # Overijssel and Apeldoorn


def test_students_are_spread_over_school_types_and_levels_as_meant(region: Region):
    n = len(region.students)
    types = Counter(student.school_type for student in region.students)
    levels = Counter(student.level for student in region.students)

    assert types[SchoolType.PRO] / n == pytest.approx(0.11, abs=0.03)
    assert types[SchoolType.VSO] / n == pytest.approx(0.08, abs=0.03)
    assert types[SchoolType.VMBO] / n == pytest.approx(0.07, abs=0.03)
    assert (levels[1] + levels[2]) / types[SchoolType.MBO] > 0.75


def test_students_live_where_people_live(region: Region):
    content = load_content()
    town_of = {area.pc4: area.municipality for area in content.areas}
    lives = Counter(town_of[student.travel.postcode4] for student in region.students)
    people = sum(town.population for town in content.municipalities.values())

    assert set(lives) == set(content.municipalities)
    for name, town in content.municipalities.items():
        assert lives[name] / len(region.students) == pytest.approx(town.population / people, abs=0.03)


def test_classes_have_about_twenty_students_of_one_school(region: Region):
    sizes = Counter((student.school, student.group) for student in region.students)

    assert max(sizes.values()) <= 22
    assert np.median(list(sizes.values())) >= 12


def test_what_is_said_about_students_has_gaps(region: Region, reference: Reference):
    kinds = {c.id: c.kind for c in reference.catalogue.competencies.values()}
    n_known = [
        len({c.competency_id for c in s.claims if c.level and kinds[c.competency_id] is CompetencyKind.BEHAVIOUR})
        for s in region.students
    ]
    levels = Counter(claim.level for student in region.students for claim in student.claims)
    dutch = Counter(student.dutch_level for student in region.students)

    assert 5 < np.mean(n_known) < 13  # of 25
    assert set(levels) == {None, *Level}
    assert 0.1 < dutch[None] / len(region.students) < 0.3


def test_wishes_fit_the_programme_mostly_but_not_always(region: Region, reference: Reference):
    first = [
        student.wishes.sectors[0] == reference.qualifications[student.qualification_code].sector
        for student in region.students
        if student.qualification_code and student.wishes.sectors
    ]
    no_wish = sum(not student.wishes.sectors for student in region.students) / len(region.students)

    assert 0.8 < np.mean(first) < 0.97
    assert 0.03 < no_wish < 0.15


def test_every_qualification_has_students_and_places_of_both_routes(region: Region, reference: Reference):
    students = Counter(student.qualification_code for student in region.students)
    places = defaultdict(set)
    for place in region.placements:
        for code in place.qualification_codes:
            places[code].add(place.type)

    for code in reference.qualifications:
        assert students[code] >= 5
        assert {PlacementType.BPV_BOL, PlacementType.BPV_BBL} <= places[code]


def test_every_type_of_place_occurs_and_nearly_all_are_open(region: Region):
    assert {place.type for place in region.placements} == set(PlacementType)
    assert {place.state for place in region.placements} == set(PlacementState)
    assert np.mean([place.state is PlacementState.OPEN for place in region.placements]) > 0.9
    assert 0.05 < np.mean([place.seats_taken > 0 for place in region.placements]) < 0.4


def test_requirements_are_few_and_mostly_learned_on_the_spot(region: Region):
    asked = [requirement for place in region.placements for requirement in place.requirements]

    assert max(len(place.requirements) for place in region.placements) <= 3
    assert np.mean([requirement.is_trainable for requirement in asked]) > 0.6


def test_recognitions_are_mostly_active_and_sometimes_not(region: Region, today: date):
    held = {(held.site_id, held.qualification_code): held for held in region.recognitions}
    asked = [(place.site_id, code) for place in region.placements for code in place.qualification_codes]
    found = [held[pair] for pair in asked if pair in held]
    active = [
        r for r in found if r.status is RecognitionStatus.ACTIVE and (r.valid_until is None or r.valid_until > today)
    ]

    assert 0.8 < len(active) / len(asked) < 0.97
    assert any(recognition.status is RecognitionStatus.REQUESTED for recognition in found)
    assert any(recognition.valid_until and recognition.valid_until <= today for recognition in found)
    assert len(found) < len(asked)


def test_wages_are_above_the_minimum_of_every_age(region: Region):
    # 14.71 euro an hour from 21 years on 1 January 2026.
    wages = [p.allowance.amount_eur for p in region.placements if p.allowance and p.allowance.per.value == "hour"]

    assert min(wages) > 14.71


def test_no_name_in_the_region_is_that_of_a_well_known_business_or_school(region: Region):
    names = [employer.name for employer in region.employers] + [school.name for school in load_content().schools]
    names += [event.organiser for event in region.events] + [event.venue.name for event in region.events]

    assert [name for name in names if any(chain in f"{name.lower()} " for chain in CHAINS)] == []
    assert len({employer.name for employer in region.employers}) == len(region.employers)


def test_events_are_of_all_kinds_and_some_changed(region: Region):
    assert {event.kind for event in region.events} == set(EventKind)
    assert {event.state for event in region.events} == {EventState.PUBLISHED, EventState.CHANGED, EventState.CANCELLED}
    assert any(event.seats_left == 0 for event in region.events)


def test_nearly_every_student_has_a_place_and_every_kind_of_place_a_candidate(
    region: Region, reference: Reference, today: date
):
    market = market_of(region, reference, today)

    places = np.bincount(market.places_for(top=20).student_ix, minlength=len(market.students))
    candidates = np.bincount(market.candidates_for(top=12).placement_ix, minlength=len(market.offers))

    assert np.mean(places > 0) > 0.8
    assert np.median(places) >= 4
    assert np.mean(candidates > 0) > 0.8
    for code in reference.qualifications:
        own = [ix for ix, student in enumerate(market.students) if student.qualification_code == code]
        assert places[own].max() > 0
    for kind in PlacementType:
        of_kind = [ix for ix, offer in enumerate(market.offers) if offer.placement.type is kind]
        assert candidates[of_kind].max() > 0, kind


def market_of(region: Region, reference: Reference, today: date) -> Market:
    sites = {site.id: site for site in region.sites}
    employers = {employer.id: employer for employer in region.employers}
    held = defaultdict(list)
    for recognition in region.recognitions:
        held[recognition.site_id].append(recognition)
    offers = [
        Offer(
            placement=place,
            site=sites[place.site_id],
            employer=employers[sites[place.site_id].employer_id],
            recognitions=tuple(held[place.site_id]),
        )
        for place in region.placements
        if place.state is PlacementState.OPEN
    ]
    return Market.build(region.students, offers, reference=reference, today=today)

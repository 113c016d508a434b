"""How soon a changed place stands in a student's list: inside the process, and by way of the database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID

from career.student import Student
from employer_toolkit.employer import Employer, Site
from employer_toolkit.placement import PlacementState
from employer_toolkit.recognition import Recognition
from services.demo.region import Region, generate
from services.features import Offer
from services.markets import Market, current_market
from services.reference import load_reference
from services.unit_of_work import House

TODAY = date(2026, 11, 22)
NOW = datetime.combine(TODAY, time(9), UTC)
TOP = 20
N_INVENTED_STUDENTS, N_INVENTED_PLACES = 3_000, 2_000
"""So many are really invented; a larger market repeats them at places some kilometres off, under new ids."""
JITTER_DEGREES = 0.05


class NotSeenError(Exception):
    """A changed place did not stand in the list of the student for whom it was the best."""


@dataclass(frozen=True)
class People:
    """Students, and open places with all that is around them."""

    students: list[Student]
    offers: list[Offer]


def people(*, n_students: int, n_places: int, seed: int = 1) -> People:
    """Make up a region of any size."""
    rng = Random(seed)
    region = generate(
        seed=seed,
        n_students=N_INVENTED_STUDENTS,
        n_employers=N_INVENTED_PLACES // 2,
        n_placements=N_INVENTED_PLACES,
        n_events=1,
        today=TODAY,
        reference=load_reference(TODAY),
    )
    invented = list(_open_offers(region))
    students = [
        replace(region.students[n % len(region.students)], id=_id(rng), reference=f"s{n}") for n in range(n_students)
    ]
    return People(students, [_elsewhere(rng, invented[n % len(invented)], n) for n in range(n_places)])


def in_process(of: People, *, n_changes: int, seed: int = 1) -> list[float]:
    """Give the seconds from a changed place to the list in which it stands, for some students and their best place."""
    rng = Random(seed)
    market = Market.build(of.students, of.offers, reference=load_reference(TODAY), today=TODAY, revision=0)
    seconds = []
    for number in range(n_changes):
        student, offer = _best(market, rng)
        changed = replace(offer, placement=replace(offer.placement, title=f"{offer.placement.title} {number}"))
        started = perf_counter()
        market = market.with_changes(offers=[changed], revision=number + 1)
        shown = market.places_for([market.student_row[student.id]], top=TOP).placement_ix.tolist()
        seconds.append(perf_counter() - started)
        if changed not in [market.offers[row] for row in shown]:
            raise NotSeenError(changed.placement.reference)
    return seconds


def through_database(of: People, *, n_changes: int, seed: int = 1) -> tuple[float, list[float]]:
    """Give the seconds of reading the whole market once, and those from another writer's commit to the list."""
    rng = Random(seed)
    with TemporaryDirectory(prefix="plekwijzer-") as folder:
        url = f"sqlite:///{Path(folder)}/market.sqlite3"
        here, elsewhere = House.open(url), House.open(url)
        here.migrate()
        with here.writing() as work:
            work.employers.add_all(
                (offer.employer for offer in of.offers),
                new_sites=(offer.site for offer in of.offers),
                new_recognitions=(recognition for offer in of.offers for recognition in offer.recognitions),
            )
            work.placements.add_all(offer.placement for offer in of.offers)
            work.students.add_all(of.students)
        started = perf_counter()
        with here.reading() as work:
            market = current_market(work, now=NOW)
        whole_s = perf_counter() - started
        seconds = []
        for number in range(n_changes):
            student, offer = _best(market, rng)
            changed = replace(offer.placement, title=f"{offer.placement.title} {number}")
            with elsewhere.writing() as work:
                work.placements.save(changed)
            started = perf_counter()
            with here.reading() as work:
                market = current_market(work, now=NOW)
            shown = market.places_for([market.student_row[student.id]], top=TOP).placement_ix.tolist()
            seconds.append(perf_counter() - started)
            if changed not in [market.offers[row].placement for row in shown]:
                raise NotSeenError(changed.reference)
        here.close()
        elsewhere.close()
    return whole_s, seconds


def _best(market: Market, rng: Random) -> tuple[Student, Offer]:
    """Draw a student who has a place, and give the best one."""
    while True:
        row = rng.choice(market.live_students.tolist())
        found = market.places_for([row], top=1).placement_ix.tolist()
        if found:
            return market.students[row], market.offers[found[0]]


def _open_offers(region: Region) -> Iterator[Offer]:
    sites = {site.id: site for site in region.sites}
    employers: dict[UUID, Employer] = {employer.id: employer for employer in region.employers}
    held: dict[UUID, list[Recognition]] = {}
    for recognition in region.recognitions:
        held.setdefault(recognition.site_id, []).append(recognition)
    for placement in region.placements:
        if placement.state is PlacementState.OPEN:
            site = sites[placement.site_id]
            yield Offer(
                placement=placement,
                site=site,
                employer=employers[site.employer_id],
                recognitions=tuple(held.get(site.id, ())),
            )


def _elsewhere(rng: Random, offer: Offer, number: int) -> Offer:
    """Repeat a place with its site and employer, somewhat further on."""

    def near(degrees: float | None) -> float | None:
        return None if degrees is None else degrees + rng.uniform(-JITTER_DEGREES, JITTER_DEGREES)

    employer = replace(offer.employer, id=_id(rng), reference=f"e{number}")
    site: Site = replace(
        offer.site,
        id=_id(rng),
        employer_id=employer.id,
        reference=f"v{number}",
        latitude=near(offer.site.latitude),
        longitude=near(offer.site.longitude),
    )
    return Offer(
        placement=replace(offer.placement, id=_id(rng), site_id=site.id, reference=f"p{number}"),
        site=site,
        employer=employer,
        recognitions=tuple(replace(recognition, site_id=site.id) for recognition in offer.recognitions),
    )


def _id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)

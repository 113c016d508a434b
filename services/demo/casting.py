"""Who can be played in a demo region, and which applications are set up for them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from accounts.role import Role
from career.student import Student
from employer_toolkit.placement import Placement, PlacementState
from services.demo.courses import OF_CLASS, OF_EMPLOYER, OF_STUDENTS, Script
from services.demo.region import Region
from services.errors import found
from services.markets import Market, offers_of
from services.people import DemoPerson, people_of
from services.reference import Reference

N_KEPT_FREE = 12
"""So many of the best places of a student who is played are left alone by others, so that it stays the same student."""
N_CANDIDATES = 40
"""Candidates looked at for each place of an employer who is played."""

SetUp = tuple[Student, Placement, Script]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who can be played, in a market in which no seat is taken and no contact open.

    Parameters
    ----------
    free_students : tuple of int
        Rows of the students for whom nothing is set up.
    kept_free : frozenset of UUID
        Places at which others than those who are played try nothing.
    employer_of : mapping of UUID to UUID
        The employer of each site.
    set_up : tuple of (Student, Placement, Script)
        Who is to try which place, and how that goes.
    """

    market: Market
    people: tuple[DemoPerson, ...]
    free_students: tuple[int, ...]
    kept_free: frozenset[UUID]
    employer_of: Mapping[UUID, UUID]
    set_up: tuple[SetUp, ...]

    def best_places(self, rows: Sequence[int], *, top: int) -> Mapping[int, Sequence[Placement]]:
        """Give the places at the top of the lists of some students (rows), without those that are kept free."""
        lists = _lists(self.market, sorted(set(rows)), top=top)
        return {row: [place for place in places if place.id not in self.kept_free] for row, places in lists.items()}

    def helper(self, student: Student) -> tuple[Role, UUID]:
        """Give who helps a student: the mentor of the class, the coordinator of the school, or a jobhunter."""
        for person in self.people:
            account = person.account
            if account.role is Role.TEACHER and (account.school, account.group) == (student.school, student.group):
                return account.role, found(account.id)
        for person in self.people:
            if person.account.role is Role.PLACEMENT_COORDINATOR and person.account.school == student.school:
                return person.account.role, found(person.account.id)
        hunters = [person.account for person in self.people if person.account.role is Role.JOBHUNTER]
        hunter = hunters[int(student.reference[1:]) % len(hunters)]
        return hunter.role, found(hunter.id)


def cast_of(region: Region, *, today: date, reference: Reference) -> Cast:
    """Choose who can be played in a region, and set up what they find."""
    empty = [
        replace(place, seats_taken=0, open_contacts=0)
        for place in region.placements
        if place.state is PlacementState.OPEN
    ]
    market = Market.build(
        region.students,
        offers_of(empty, sites=region.sites, employers=region.employers, recognitions=region.recognitions),
        reference=reference,
        schools={settings.school: settings for settings in region.schools},
        today=today,
    )
    people = people_of(market)
    played = [
        market.student_row[found(person.account.subject_id)] for person in people if person.account.role is Role.STUDENT
    ]
    liked = _lists(market, played, top=N_KEPT_FREE)
    kept_free = {place.id for places in liked.values() for place in places}
    set_up = list(_for_students(market, played, liked))
    for one in (*_for_employers(market, people, kept_free), *_for_classes(market, people, kept_free)):
        if one[0].id not in {student.id for student, _, _ in set_up}:
            set_up.append(one)
    taken = {market.student_row[student.id] for student, _, _ in set_up} | set(played)
    return Cast(
        market=market,
        people=people,
        free_students=tuple(row for row in range(len(market.students)) if row not in taken),
        kept_free=frozenset(kept_free | {place.id for _, place, _ in set_up}),
        employer_of={site.id: site.employer_id for site in region.sites},
        set_up=tuple(set_up),
    )


def _for_students(market: Market, rows: Sequence[int], liked: Mapping[int, Sequence[Placement]]) -> Iterator[SetUp]:
    used: set[UUID] = set()
    for row, scripts in zip(rows, OF_STUDENTS, strict=False):
        places = [place for place in liked[row] if place.id not in used]
        for script, place in zip(scripts, places, strict=False):
            used.add(place.id)
            yield market.students[row], place, script


def _for_employers(market: Market, people: Iterable[DemoPerson], kept_free: set[UUID]) -> Iterator[SetUp]:
    used: set[UUID] = set()
    for person in people:
        if person.account.role is not Role.EMPLOYER:
            continue
        own = [
            row
            for row in market.live_offers.tolist()
            if market.offers[row].employer.id == person.account.subject_id
            and market.offers[row].placement.id not in kept_free
        ]
        found_here = _candidates(market, own)
        for script, row in zip(OF_EMPLOYER, sorted(own, key=lambda row: -len(found_here[row])), strict=False):
            student = next((one for one in found_here[row] if one.id not in used), None)
            if student is not None:
                used.add(student.id)
                yield student, market.offers[row].placement, script


def _for_classes(market: Market, people: Iterable[DemoPerson], kept_free: set[UUID]) -> Iterator[SetUp]:
    for person in people:
        if person.account.role is not Role.TEACHER:
            continue
        group = (person.account.school, person.account.group)
        rows = [row for row, student in enumerate(market.students) if (student.school, student.group) == group]
        scripts = iter(OF_CLASS)
        used: set[UUID] = set()
        for row, places in _lists(market, rows, top=N_KEPT_FREE).items():
            free = (place for place in places if place.id not in kept_free and place.id not in used)
            place = next(free, None)
            if place is None:
                continue
            script = next(scripts, None)
            if script is None:
                break
            used.add(place.id)
            yield market.students[row], place, script


def _lists(market: Market, rows: Sequence[int], *, top: int) -> dict[int, list[Placement]]:
    if not rows:
        return {}
    ranking = market.places_for(rows, top=top)
    lists: dict[int, list[Placement]] = {row: [] for row in rows}
    for row, offer in zip(ranking.student_ix.tolist(), ranking.placement_ix.tolist(), strict=True):
        lists[row].append(market.offers[offer].placement)
    return lists


def _candidates(market: Market, rows: Sequence[int]) -> dict[int, list[Student]]:
    if not rows:
        return {}
    ranking = market.candidates_for(rows, top=N_CANDIDATES)
    lists: dict[int, list[Student]] = {row: [] for row in rows}
    for student, row in zip(ranking.student_ix.tolist(), ranking.placement_ix.tolist(), strict=True):
        lists[row].append(market.students[student])
    return lists

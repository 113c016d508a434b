"""Who could help whom: as many as can be, and together the nearest, never above what a peer can carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from accounts.role import Role
from career.peer import OfferState, PairState, PeerOffer, PeerPair
from career.student import Student
from events.fair_pairs import NEVER, best_pairs
from matching import great_circle_km
from services.local_time import local_day
from services.unit_of_work import UnitOfWork

PAIR = 10**9
"""What one more student with a peer is worth: more than all the metres of a region together."""
SAME_SCHOOL_M = 5_000
"""So many metres further a peer of the same school may live to be as good a choice: they meet there anyway."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may help, with the room that is left.

    Parameters
    ----------
    room : int
        Students that can be added now.
    """

    offer: PeerOffer
    student: Student
    room: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerMatch:
    """Who could help a student, and why.

    Parameters
    ----------
    km : float
        Between where the two live, as the crow flies.
    languages : frozenset of str
        That were asked for and are spoken.
    """

    pair_id: UUID
    peer: Student
    km: float
    languages: frozenset[str]
    is_same_school: bool


def candidates(work: UnitOfWork, *, now: datetime) -> tuple[Candidate, ...]:
    """Give who was admitted, did the training and has room, who asked first first."""
    offers = {one.student_id: one for one in work.peers.offers(OfferState.ADMITTED)}
    people = {one.id: one for one in work.students.some_taking_part(list(offers))}
    accounts = work.accounts.related_to_some(Role.STUDENT, day=local_day(now), student_ids=list(people))
    certified = work.training.certified([one for held in accounts.values() for one in held])
    helped: dict[UUID, int] = {}
    for pair in work.peers.open_pairs():
        if pair.peer_id is not None and pair.takes_room:
            helped[pair.peer_id] = helped.get(pair.peer_id, 0) + 1
    return tuple(
        Candidate(offer=offer, student=people[student_id], room=room)
        for student_id, offer in offers.items()
        if student_id in people
        and certified & set(accounts.get(student_id, ()))
        and (room := offer.n_most - helped.get(student_id, 0)) > 0
    )


def match_of(pair: PeerPair, student: Student, candidate: Candidate) -> PeerMatch | None:
    """Say whether somebody could help a student, and why; ``None`` when not.

    A peer knows the work, is older, lives near enough, speaks a language that is asked for, and nobody said no. While
    a place is unknown, nobody knows how near it is: then there is no match.
    """
    offer, peer = candidate.offer, candidate.student
    spoken = pair.languages & offer.languages
    home, theirs = student.travel, peer.travel
    if (
        peer.id == student.id
        or peer.id in pair.declined
        or peer.born_on >= student.born_on
        or pair.sector not in offer.sectors
        or (pair.languages and not spoken)
        or home.latitude is None
        or home.longitude is None
        or theirs.latitude is None
        or theirs.longitude is None
    ):
        return None
    km = float(great_circle_km(home.latitude, home.longitude, theirs.latitude, theirs.longitude))
    if km > offer.most_km:
        return None
    is_same_school = bool(student.school) and student.school == peer.school
    return PeerMatch(pair_id=pair.id, peer=peer, km=km, languages=spoken, is_same_school=is_same_school)


def worth_of(match: PeerMatch) -> int:
    """Give what a match is worth beside others, in metres that are saved; higher is better."""
    return SAME_SCHOOL_M * match.is_same_school - round(match.km * 1_000)


def assigned(wanting: Sequence[tuple[PeerPair, Student]], helping: Sequence[Candidate]) -> dict[UUID, PeerMatch]:
    """Give by pair who could help: as many pairs as can be at once, and of those the ones worth most together."""
    found = [[match_of(pair, student, one) for one in helping] for pair, student in wanting]
    if not found or not helping:
        return {}
    worths = np.array(
        [[NEVER if one is None else np.int64(worth_of(one)) for one in row] for row in found], dtype=np.int64
    )
    gains = np.full((len(wanting), 1), PAIR, dtype=np.int64)
    chosen = best_pairs(gains, worths, np.array([one.room for one in helping], dtype=np.int64))
    matches = (found[row][column] for row, column in np.argwhere(chosen).tolist())
    return {one.pair_id: one for one in matches if one is not None}


def proposals(work: UnitOfWork, *, now: datetime) -> dict[UUID, PeerMatch]:
    """Give by pair who could help everybody in the region who wants a peer now."""
    wanting = [pair for pair in work.peers.open_pairs() if pair.state is PairState.WANTED]
    people = {one.id: one for one in work.students.some_taking_part([pair.student_id for pair in wanting])}
    return assigned(
        [(pair, people[pair.student_id]) for pair in wanting if pair.student_id in people], candidates(work, now=now)
    )

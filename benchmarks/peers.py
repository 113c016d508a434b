"""How many more students get a peer, and what that costs, beside giving each in turn the nearest one who is free.

``python3 run.py bench peers`` prints a table and writes ``build/bench/peers.json``. Students and peers live at random
in a square of fifty kilometres; a peer knows two kinds of work of six, goes fifteen kilometres and helps at most three.
A ratio above 1 says that the assignment is ahead.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.parts.figures import Figures, timed  # noqa: E402 - after the path is set
from career.peer import OfferState, PeerOffer, PeerPair  # noqa: E402
from career.student import Availability, SchoolType, Student, Travel  # noqa: E402
from services.peer_matching import Candidate, PeerMatch, assigned, match_of, worth_of  # noqa: E402

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WORK = ("zorg", "techniek", "groen", "horeca", "handel", "bouw")
SOUTH, WEST, NORTH_SPAN, EAST_SPAN = 51.2, 5.0, 0.45, 0.72
"""Degrees: about fifty kilometres each way."""


def main() -> None:
    """Compare the two for a region that is small and one that is large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 400])
    asked = parser.parse_args()
    figures = Figures()
    for n in asked.sizes:
        wanting, helping = a_region(n_young=n, n_peers=n // 3)
        exact_s, exact = timed(lambda w=wanting, h=helping: assigned(w, h))
        greedy_s, greedy = timed(lambda w=wanting, h=helping: in_turn(w, h))
        name = f"{n} students, {n // 3} peers"
        figures.tell(f"{name}: get a peer", len(exact), "students", f"in turn: {len(greedy)}", len(exact) / len(greedy))
        figures.tell(f"{name}: mean distance", mean_km(exact), "km", f"in turn: {mean_km(greedy):.3g} km")
        figures.compare(f"{name}: finding them", exact_s, "in turn", greedy_s)
    figures.write("peers", packages=["numpy"])


def in_turn(wanting: Sequence[tuple[PeerPair, Student]], helping: Sequence[Candidate]) -> dict[UUID, PeerMatch]:
    """Give each student in turn the best peer who is still free."""
    room = {one.student.id: one.room for one in helping}
    found = {}
    for pair, student in wanting:
        free = [match_of(pair, student, one) for one in helping if room[one.student.id]]
        fitting = [one for one in free if one is not None]
        if fitting:
            best = max(fitting, key=worth_of)
            room[best.peer.id] -= 1
            found[pair.id] = best
    return found


def mean_km(found: dict[UUID, PeerMatch]) -> float:
    """Give how far the two of a pair live from one another on average."""
    return sum(one.km for one in found.values()) / len(found)


def a_region(*, n_young: int, n_peers: int) -> tuple[list[tuple[PeerPair, Student]], list[Candidate]]:
    """Make students who want a peer, and peers with room."""
    dice = Random(17)
    young = [somebody(dice, 1_000 + n, born=2010) for n in range(n_young)]
    old = [somebody(dice, 100_000 + n, born=2004) for n in range(n_peers)]
    wanting = [
        (PeerPair(id=UUID(int=10**6 + n), student_id=one.id, sector=dice.choice(WORK), asked_at=NOON), one)
        for n, one in enumerate(young)
    ]
    return wanting, [Candidate(offer=an_offer(dice, one), student=one, room=dice.randint(1, 3)) for one in old]


def somebody(dice: Random, number: int, *, born: int) -> Student:
    """Make a student at a random place."""
    return Student(
        id=UUID(int=number),
        reference=str(number),
        first_name="Noor",
        born_on=date(born, 5, 1),
        school_type=SchoolType.MBO,
        availability=Availability(
            from_on=date(2027, 2, 1),
            until_on=date(2027, 7, 1),
            weekdays=frozenset({1}),
            hours_min=8,
            hours_max=8,
        ),
        travel=Travel(
            postcode4="5611",
            latitude=SOUTH + NORTH_SPAN * dice.random(),
            longitude=WEST + EAST_SPAN * dice.random(),
        ),
        seeks=frozenset({"bpv_bol"}),
    )


def an_offer(dice: Random, student: Student) -> PeerOffer:
    """Make what a peer offers."""
    return PeerOffer(
        student_id=student.id,
        state=OfferState.ADMITTED,
        sectors=frozenset(dice.sample(WORK, 2)),
        most_km=15,
        n_most=3,
        asked_at=NOON,
    )


if __name__ == "__main__":
    main()

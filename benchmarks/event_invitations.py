"""How quickly those are found whom an event fits, beside asking every student, and whether the same ones are found.

``python3 run.py bench event_invitations`` prints a table and writes ``build/bench/event_invitations.json``. A dozen
companies come to an event in a region; a student is invited for whom one of their places is among the ten best. Ours
asks who suits those places, and then only of these few what their own best places are. The first alternative asks the
engine for the best places of each student, one by one; the second for those of all students in one go. The shares say
how many of those that the alternatives would invite first, by the room of the event, ours found too. A ratio above 1
means that the product is ahead. The machine is noisy, so trust ratios.
"""

import argparse
import os
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from statistics import mean
from time import perf_counter
from uuid import UUID

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}
# One thread for everybody; these are read when the packages are imported.
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.parts.figures import Figures  # noqa: E402 - after the environment and the path are set
from benchmarks.parts.following import TODAY, people  # noqa: E402
from events.event import Event, EventKind, EventState, Venue  # noqa: E402
from services.event_inviting import fitting_students  # noqa: E402
from services.markets import Market  # noqa: E402
from services.reference import load_reference  # noqa: E402

BEGINS = datetime.combine(TODAY, time(13), UTC) + timedelta(days=14)
PACKAGES = ("numba", "numpy")


class NotAmongThemError(Exception):
    """Somebody was found whom asking every student does not find."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=20_000)
    parser.add_argument("--places", type=int, default=5_000)
    parser.add_argument("--companies", type=int, default=12)
    parser.add_argument("--events", type=int, default=5)
    parser.add_argument("--seats", type=int, default=40)
    asked = parser.parse_args()
    figures, terms = Figures(), load_reference(TODAY).events.inviting
    region = people(n_students=asked.students, n_places=asked.places)
    market = Market.build(region.students, region.offers, reference=load_reference(TODAY), today=TODAY)
    employers = sorted({offer.employer.id for offer in market.offers})
    event = an_event(asked.seats)
    fitting_students(market, event, employers[:1], terms)  # compiled code is loaded at its first call

    ours_s, shares, n_found = [], [], []
    started = perf_counter()
    by_one = [best_of(market, row, top=terms.good_matches) for row in range(len(market.students))]
    one_by_one_s = perf_counter() - started
    started = perf_counter()
    market.places_for(top=terms.good_matches)
    in_one_go_s = perf_counter() - started
    for turn in range(asked.events):
        coming = Random(turn).sample(employers, asked.companies)
        started = perf_counter()
        found = {one.who for one in fitting_students(market, event, coming, terms)}
        ours_s.append(perf_counter() - started)
        wanted = whom(market, by_one, set(coming))
        if not found <= wanted.keys():
            raise NotAmongThemError(found - wanted.keys())
        first = sorted(wanted, key=lambda who: (-wanted[who], who))[: asked.seats * terms.per_seat]
        n_found.append(len(found))
        shares.append(sum(who in found for who in first) / len(first) if first else 1.0)
    name = f"{asked.students:,} students, {asked.places:,} places, {asked.companies} companies come"
    figures.compare(name, mean(ours_s), "each student one by one", one_by_one_s)
    figures.compare(name, mean(ours_s), "all students in one go", in_one_go_s)
    figures.tell(f"{name}: found for an event", mean(n_found), "students")
    figures.tell(f"{name}: of those to invite first, found", 100 * mean(shares), "%")
    figures.tell(f"{name}: fewest of one event", 100 * min(shares), "%")
    figures.write("event_invitations", packages=PACKAGES)


def an_event(seats: int) -> Event:
    """Make an event for everybody."""
    return Event(
        id=UUID(int=1),
        reference="beurs",
        kind=EventKind.SPEED_DATE,
        title="Speeddate",
        summary="Praat met bedrijven.",
        starts_at=BEGINS,
        ends_at=BEGINS + timedelta(hours=2),
        venue=Venue(name="De Hal"),
        organiser="Leerwerkloket",
        seats=seats,
        changed_at=BEGINS - timedelta(days=20),
        state=EventState.PUBLISHED,
    )


def best_of(market: Market, row: int, *, top: int) -> list[tuple[UUID, float]]:
    """Give the companies of the best places of one student, with the scores."""
    ranking = market.places_for([row], top=top)
    return [
        (market.offers[int(ix)].employer.id, float(score))
        for ix, score in zip(ranking.placement_ix, ranking.score, strict=True)
    ]


def whom(market: Market, best: list[list[tuple[UUID, float]]], coming: set[UUID]) -> dict[UUID, float]:
    """Give the students one of whose best places is at a company that comes, with the best score of those."""
    found = {
        market.students[row].id: max((score for employer_id, score in mine if employer_id in coming), default=0.0)
        for row, mine in enumerate(best)
    }
    return {who: score for who, score in found.items() if score > 0}


if __name__ == "__main__":
    main()

"""How quick advice about a place is, beside a full match with each changed place.

``python3 run.py bench advice`` prints a table and writes ``build/bench/advice.json``. Both count the same changes of
the same places, one thread, and must find the same numbers; when they do not, there are no figures. The other keeps the
changed place in the market and scores every student for it anew, without the index of students. A ratio above 1 means
that the product is ahead. The machine is noisy, so trust ratios.
"""

import argparse
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import thread_time

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
# One thread for everybody; these are read when the packages are imported.
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - after the environment and the path are set

from benchmarks.parts.figures import Figures  # noqa: E402
from benchmarks.parts.following import TODAY, people  # noqa: E402
from benchmarks.parts.paired_times import Spent, spent  # noqa: E402
from employer_toolkit.advice import Proposal  # noqa: E402
from matching import Pairs, PlacementIndex, StudentIndex, StudentTable, Verdict  # noqa: E402
from services.advice_counts import Counts, Tally, counts_for, tallies  # noqa: E402
from services.features import Offer, placement_table  # noqa: E402
from services.markets import Market  # noqa: E402
from services.reference import load_lists, load_reference  # noqa: E402
from services.similar_places import similar_places  # noqa: E402

N_TURNS = 2
PACKAGES = ("numba", "numpy")


class OtherNumbersError(Exception):
    """A full match found other numbers than were told."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=100_000)
    parser.add_argument("--places", type=int, default=20_000)
    parser.add_argument("--asked", type=int, default=100, help="places about which advice is asked")
    parser.add_argument("--sample", type=int, default=5, help="places of which all changes are also matched in full")
    asked = parser.parse_args()
    figures, limits = Figures(), load_lists().advice_limits
    least, name = limits.well_percent / 100, f"{asked.students:,} students, {asked.places:,} places"
    region = people(n_students=asked.students, n_places=asked.places)
    market = Market.build(region.students, region.offers, reference=load_reference(TODAY), today=TODAY)
    chosen = Random(1).sample(region.offers, asked.asked)
    counts_for(market, chosen[0], least=least, today=TODAY)  # compiled code is loaded at its first call

    told: list[Counts] = []

    def advise(offer: Offer) -> None:
        told.append(counts_for(market, offer, least=least, today=TODAY))
        similar_places(market, offer, limits=limits)

    times = [spent(partial(advise, offer)) for offer in chosen]
    clock, thread = ([getattr(one, name) for one in times] for name in Spent._fields)
    n_counted = [len(counts.singles) + len(counts.pairs) + 1 for counts in told]
    figures.tell(f"advice about one place, median of {asked.asked}, {name}", median(clock), "s")
    figures.tell("the same, processor time", median(thread), "s")
    figures.tell("processor time of the slowest of twenty", quantiles(thread, n=20)[-1], "s")
    figures.tell("processor time of the slowest", max(thread), "s")
    figures.tell("changes counted for a place, median", median(n_counted), "changes")
    figures.tell("students who can come to a place, median", median(c.now.n_open for c in told), "students")
    compare(figures, market, chosen[: asked.sample], told[: asked.sample], least=least)
    figures.write("advice", packages=PACKAGES)


def compare(figures: Figures, market: Market, chosen: list[Offer], told: list[Counts], *, least: float) -> None:
    """Count all changes of some places in both ways, turn by turn."""
    ours_s, full_s, rebuilt_s = [], [], []
    for offer, counts in zip(chosen, told, strict=True):
        proposals = [one.proposal for one in (*counts.singles, *counts.pairs)]
        expected = [one.tally for one in (*counts.singles, *counts.pairs)]
        for _ in range(N_TURNS):
            started = thread_time()
            first = tallies(market, offer, proposals, least=least)
            between = thread_time()
            second = [full_match(market, offer, one, least=least) for one in proposals]
            ours_s.append((between - started) / len(proposals))
            full_s.append((thread_time() - between) / len(proposals))
            if not first == second == expected:
                raise OtherNumbersError(offer.placement.reference)
        rebuilt_s.append(spent(lambda: rebuilt(market)).thread_s)
    text = "one change counted, processor time"
    figures.compare(text, median(ours_s), "every student scored for the changed place", median(full_s))
    also = "indexes built anew for the changed place, before any counting"
    figures.compare(text, median(ours_s), also, median(rebuilt_s))


def full_match(market: Market, offer: Offer, proposal: Proposal, *, least: float) -> Tally:
    """Score every student for the changed place and count."""
    changed = replace(offer, placement=proposal.placement, recognitions=proposal.recognitions)
    grown = market.placement_table.extended(placement_table([changed], market.codes))
    pairs = Pairs(
        market.student_table,
        grown,
        market.rules,
        market.live_students,
        np.full(len(market.live_students), len(grown) - 1, dtype=np.int64),
    )
    scores = market.scores(pairs)
    is_open = scores.verdicts.max(axis=1) <= Verdict.UNKNOWN
    return Tally(n_open=int(is_open.sum()), n_well=int((is_open & (scores.score >= least)).sum()))


def rebuilt(market: Market) -> tuple[PlacementIndex, StudentIndex]:
    """Build both indexes anew, as after a change of which nothing is known."""
    students: StudentTable = market.student_table
    return (
        PlacementIndex.build(students, market.placement_table, market.rules),
        StudentIndex.build(students, market.placement_table, market.rules),
    )


if __name__ == "__main__":
    main()

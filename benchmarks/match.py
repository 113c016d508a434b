"""How quick the main job is: the engine beside plain Python for the same pairs, and its share of a match on files.

``python3 run.py bench match [--students N] [--placements M]`` prints a table and writes ``build/bench/match.json``.
A ratio above 1 means that the engine is ahead; the machine is noisy, so trust ratios and not seconds.
"""

import argparse
import json
import os
import platform
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from employer_toolkit.recognition import Recognition  # noqa: E402 - the product is found through the path set above
from matching import Gate, Verdict  # noqa: E402
from services.demo.region import generate  # noqa: E402
from services.features import Offer  # noqa: E402
from services.markets import Market  # noqa: E402
from services.matching_files import match_files  # noqa: E402
from services.reference import load_reference  # noqa: E402
from services.sample_files import write_sample  # noqa: E402
from tests.matching.restatement import components_of, verdicts_of  # noqa: E402

TODAY = date(2026, 11, 22)
SEED = 1
N_RESTATED = 20
"""Students for whom plain Python looks at every place; it is too slow for all of them."""
TOP = 20


def market(n_students: int, n_placements: int) -> Market:
    reference = load_reference(TODAY)
    region = generate(
        seed=SEED,
        n_students=n_students,
        n_employers=max(n_placements // 2, 1),
        n_placements=n_placements,
        n_events=1,
        today=TODAY,
        reference=reference,
    )
    sites = {site.id: site for site in region.sites}
    employers = {employer.id: employer for employer in region.employers}
    held: dict[UUID, tuple[Recognition, ...]] = {}
    for recognition in region.recognitions:
        held[recognition.site_id] = (*held.get(recognition.site_id, ()), recognition)
    offers = [
        Offer(
            placement=placement,
            site=sites[placement.site_id],
            employer=employers[sites[placement.site_id].employer_id],
            recognitions=held.get(placement.site_id, ()),
        )
        for placement in region.placements
    ]
    return Market.build(region.students, offers, reference=reference, today=TODAY)


def restated(of: Market, n_students: int) -> tuple[float, dict[tuple[int, int], float]]:
    """Look at every place of some students in plain Python; give the seconds, and the score of every open pair."""
    reference, parameters = of.codes.reference, of.parameters
    started = perf_counter()
    scores = {}
    for row, student in enumerate(of.students[:n_students]):
        for column, offer in enumerate(of.offers):
            found = verdicts_of(student, offer, reference=reference, parameters=parameters, today=TODAY)
            if found[Gate.TYPE_PROGRAMME] is not Verdict.PASS or max(found.values()) > Verdict.UNKNOWN:
                continue
            parts = components_of(student, offer, reference=reference, parameters=parameters)
            first, second = (
                sum(parameters.weights[part] * value[0] for part, value in parts.items() if part.side is side)
                for side in {part.side: None for part in parts}
            )
            scores[row, column] = 2 * first * second / (first + second) if first + second else 0.0
    return perf_counter() - started, scores


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--students", type=int, default=20_000)
    arguments.add_argument("--placements", type=int, default=5_000)
    asked = arguments.parse_args()
    figures = []

    def tell(name: str, value: float, unit: str, against: str = "", ratio: float | None = None) -> None:
        figures.append({"name": name, "value": value, "unit": unit, "against": against, "ratio": ratio})
        print(f"{name:52} {value:12.3f} {unit:10} {against}{'' if ratio is None else f'  x {ratio:.1f}'}")

    sample = market(asked.students, asked.placements)
    started = perf_counter()
    few = sample.places_for(range(N_RESTATED), top=len(sample.offers))
    quick = perf_counter() - started
    slow, expected = restated(sample, N_RESTATED)
    found = dict(zip(zip(few.student_ix.tolist(), few.placement_ix.tolist(), strict=True), few.score, strict=True))
    if found.keys() != expected.keys() or any(abs(found[pair] - expected[pair]) > 1e-5 for pair in expected):
        raise SystemExit("the engine and plain Python do not agree; the figures mean nothing")
    tell(f"all places of {N_RESTATED} students", quick, "s", f"plain Python, same pairs: {slow:.2f} s", slow / quick)

    started = perf_counter()
    places = sample.places_for(top=TOP)
    both_ways = perf_counter() - started
    tell("top 20 places for every student", both_ways, "s")
    tell("pairs met by the gates per second", float(places.n_looked_at.sum()) / both_ways, "pairs/s")
    started = perf_counter()
    sample.candidates_for(top=TOP)
    tell("top 20 candidates for every place", perf_counter() - started, "s")

    with TemporaryDirectory() as folder:
        here = Path(folder)
        written = write_sample(
            n_students=asked.students, n_placements=asked.placements, seed=SEED, out=here, today=TODAY
        )
        started = perf_counter()
        match_files(
            students=written.students, placements=written.placements, out=here / "out.csv", top=TOP, today=TODAY
        )
        whole = perf_counter() - started
    tell("the whole match from files to file", whole, "s")
    tell("share of it in the engine", both_ways / whole, "of 1")

    results = ROOT / "build" / "bench" / "match.json"
    results.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "processor": platform.machine(), "cores": os.cpu_count()}
    results.write_text(json.dumps({"machine": machine, "figures": figures}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

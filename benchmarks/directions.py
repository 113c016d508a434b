"""How often own words lead to an occupation that is meant, and what choosing a direction costs beside a list of places.

``python3 run.py bench directions`` prints a table and writes ``build/bench/directions.json``. The wishes stand in
``tests/services/direction_wishes.csv``, written before the finder saw them. It is compared with the linker asked for
occupations alone, with the words as they stand. A ratio above 1 says that the directions are ahead.
"""

import csv
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from accounts.role import Role  # noqa: E402 - after the path is set
from benchmarks.parts.figures import Figures, timed  # noqa: E402
from services.demo.planting import plant  # noqa: E402
from services.demo.region import generate  # noqa: E402
from services.directions import PREFIX, directions_for, find_occupations  # noqa: E402
from services.linking.suggesting import suggest  # noqa: E402
from services.matches import matches_for_student  # noqa: E402
from services.permissions import Account  # noqa: E402
from services.reference import load_reference  # noqa: E402
from services.reference.directions import load_directions  # noqa: E402
from services.unit_of_work import House, UnitOfWork  # noqa: E402

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WISHES = ROOT / "tests" / "services" / "direction_wishes.csv"
FIRST = 3


def main() -> None:
    """Plant a region, ask every wish in both ways, and time the page beside a list of places."""
    figures, reference = Figures(), load_reference(NOON.date())
    region = generate(
        seed=7,
        n_students=1_000,
        n_employers=200,
        n_placements=1_000,
        n_events=1,
        today=NOON.date(),
        reference=reference,
    )
    with tempfile.TemporaryDirectory() as folder:
        house = House.open(f"sqlite:///{folder}/region.sqlite3", clock=lambda: NOON)
        house.migrate()
        with house.writing() as work:
            plant(work, region, reference)
        with house.reading() as work:
            student = region.students[0]
            by = Account.of(Role.STUDENT, id=student.id, name="", subject_id=student.id, school="", group="")
            tell_quality(figures, work, by)
            matches_for_student(work, by=by, student_id=student.id, now=NOON)
            page_s, _ = timed(lambda: directions_for(work, by=by, student_id=student.id, now=NOON))
            list_s, _ = timed(lambda: matches_for_student(work, by=by, student_id=student.id, now=NOON))
            figures.compare("all directions, 1,000 places", page_s, "a list of 20 places", list_s)
        house.close()
    figures.write("directions", packages=["numpy"])


def tell_quality(figures: Figures, work: UnitOfWork, by: Account) -> None:
    """Count how often one that is meant is first or in the first three, and how often nothing is said of nothing."""
    ways: dict[str, Callable[[str], list[str]]] = {
        "directions": lambda words: found_by(work, by, words),
        "linker": lambda words: linked(work, by, words),
    }
    with WISHES.open(encoding="utf-8", newline="") as lines:
        rows = [(row["words"], set(filter(None, row["right"].split(";")))) for row in csv.DictReader(lines)]
    meant, nothing = [row for row in rows if row[1]], [row for row in rows if not row[1]]
    told = {
        way: (
            sum(bool(right & set(find(words)[:1])) for words, right in meant) / len(meant),
            sum(bool(right & set(find(words)[:FIRST])) for words, right in meant) / len(meant),
            sum(not find(words) for words, _ in nothing) / len(nothing),
        )
        for way, find in ways.items()
    }
    labels = (
        f"first is meant, {len(meant)} wishes",
        f"one of {FIRST} is meant, {len(meant)} wishes",
        f"declined, {len(nothing)} other texts",
    )
    for place, label in enumerate(labels):
        ours, other = told["directions"][place], told["linker"][place]
        figures.tell(label, ours, "of 1", f"linker alone: {other:.3g}", ours / other if other else None)


def found_by(work: UnitOfWork, by: Account, words: str) -> list[str]:
    """Give what the page shows for these words."""
    assert by.subject_id is not None
    shown = find_occupations(work, by=by, student_id=by.subject_id, words=words, now=NOON)
    return [one.slug for one in (*shown.near, *shown.occupations)]


def linked(work: UnitOfWork, by: Account, words: str) -> list[str]:
    """Give the occupations that the linker names, the surest first."""
    known = set(load_directions(NOON.date()).occupations)
    told = suggest(work, by=by, text=words, n=FIRST, kinds=(), besides=known)
    named = sorted((one for part in told.parts for one in part.suggestions), key=lambda one: -one.confidence)
    return [one.competency_id.removeprefix(PREFIX) for one in named]


if __name__ == "__main__":
    main()

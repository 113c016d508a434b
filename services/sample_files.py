"""Files to try with: made-up students and places, in the formats that `match` and `import` read."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from employer_toolkit.recognition import Recognition
from services.demo.region import generate
from services.features import Offer
from services.files.faults import refuse
from services.files.known import Known
from services.files.placements import placement_columns
from services.files.students import student_columns
from services.files.writing import write_table
from services.reference import Reference, load_reference

PLACEMENTS_PER_EMPLOYER = 3
"""About as many as in the demo region."""
MAX_ROWS = 200_000
"""What a file may hold, see ``services/files/limits.py``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleFiles:
    """The files that were written, and how many rows each holds."""

    students: Path
    placements: Path
    n_students: int
    n_placements: int


def write_sample(
    *, n_students: int, n_placements: int, seed: int, out: Path, today: date, reference: Reference | None = None
) -> SampleFiles:
    """Write ``students.csv`` and ``placements.csv`` of a made-up region to a folder, which is made when needed.

    Parameters
    ----------
    seed : int
        The same seed, numbers and day give the same files.

    Raises
    ------
    FileRefusedError
        A number is too large, or nothing can be written there.
    """
    rules = reference if reference is not None else load_reference(today)
    for name, number in (("students", n_students), ("placements", n_placements)):
        if not 1 <= number <= MAX_ROWS:
            raise refuse(f"{name}.csv", f"er zijn {number} rijen gevraagd; geef 1 tot en met {MAX_ROWS}")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse(out.name, "deze map kan niet gemaakt worden; kies een andere") from error
    region = generate(
        seed=seed,
        n_students=n_students,
        n_employers=-(-n_placements // PLACEMENTS_PER_EMPLOYER),
        n_placements=n_placements,
        n_events=0,
        today=today,
        reference=rules,
    )
    known = Known(reference=rules, catalogue=rules.catalogue, centroids={}, today=today)
    sites = {site.id: site for site in region.sites}
    employers = {employer.id: employer for employer in region.employers}
    recognitions: dict[UUID, list[Recognition]] = {}
    for recognition in region.recognitions:
        recognitions.setdefault(recognition.site_id, []).append(recognition)
    offers = [
        Offer(
            placement=placement,
            site=sites[placement.site_id],
            employer=employers[sites[placement.site_id].employer_id],
            recognitions=tuple(recognitions.get(placement.site_id, ())),
        )
        for placement in region.placements
    ]
    files = SampleFiles(
        students=out / "students.csv",
        placements=out / "placements.csv",
        n_students=len(region.students),
        n_placements=len(offers),
    )
    write_table(files.students, student_columns(known), region.students)
    write_table(files.placements, placement_columns(known), offers)
    return files

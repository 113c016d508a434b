"""What it costs to sign a hand-over and to believe it, beside a plain ZIP of the same bytes.

``python3 run.py bench handover`` prints a table and writes ``build/bench/handover.json``. The dossier is a typical one:
twenty entries, and ten files of 300 kB. The other way writes the same members with ``zipfile`` and reads them again: no
manifest, signature or schema, and nothing that would notice a change. A ratio below 1 is what certainty costs.
"""

import argparse
import hashlib
import io
import sys
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.parts.figures import Figures, timed  # noqa: E402 - after the path is set
from career.dossier import CareerCompetency, EntryKind  # noqa: E402
from career.handover import HandoverPart  # noqa: E402
from services.handover.building import intake_page  # noqa: E402
from services.handover.content import (  # noqa: E402
    HandedEntry,
    HandedFile,
    HandedHolder,
    HandedSkill,
    HandoverConsent,
    HandoverContent,
)
from services.handover.keys import SigningKey  # noqa: E402
from services.handover.package import Package, pack, unpack  # noqa: E402
from services.reference.handover_terms import HandoverTerms  # noqa: E402

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TERMS = HandoverTerms(package_megabytes=48, files_per_package=40, warm_handover_days=14)
RUNS = 15


def main() -> None:
    """Time both ways of writing and reading, and of the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--kilobytes", type=int, default=300)
    asked = parser.parse_args()
    figures, key = Figures(), SigningKey.new()
    content, files = a_dossier(n_entries=asked.entries, n_files=asked.files, n_bytes=asked.kilobytes * 1000)
    page_s, page = timed(lambda: intake_page(content), repeat=RUNS)
    package = Package(content=content, intake_pdf=page, files=files)
    trusted = (key.trusted(name="De Wissel"),)

    pack_s, data = timed(lambda: pack(package, key=key), repeat=RUNS)
    members = plainly_read(data)
    plain_pack_s, plain = timed(lambda: plainly_written(members), repeat=RUNS)
    unpack_s, back = timed(lambda: unpack(data, trusted=trusted, terms=TERMS, now=NOON), repeat=RUNS)
    plain_unpack_s, _ = timed(lambda: plainly_read(plain), repeat=RUNS)
    if back.package != package:
        raise ValueError("the package did not come out as it went in")
    name = f"{asked.entries} entries, {asked.files} files of {asked.kilobytes} kB"
    figures.tell(f"{name}: size", len(data) / 1e6, "MB")
    figures.compare(f"{name}: pack", pack_s, "plain zipfile", plain_pack_s)
    figures.compare(f"{name}: unpack", unpack_s, "plain zipfile", plain_unpack_s)
    figures.tell(f"{name}: the page for the intake", page_s, "s")
    figures.write("handover", packages=["joserfc", "pydantic", "typst"])


def plainly_written(members: Mapping[str, bytes]) -> bytes:
    """Give a ZIP of stored members."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, held in members.items():
            archive.writestr(name, held)
    return made.getvalue()


def plainly_read(data: bytes) -> dict[str, bytes]:
    """Give the members of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def a_dossier(*, n_entries: int, n_files: int, n_bytes: int) -> tuple[HandoverContent, dict[str, bytes]]:
    """Make a dossier of which each entry says a few sentences, and the first ones have a file."""
    dice = Random(9)
    files = {f"files/{number:03}.jpg": dice.randbytes(n_bytes) for number in range(1, n_files + 1)}
    content = HandoverContent(
        package_id=UUID(int=1),
        made_at=NOON,
        holder=HandedHolder(first_name="Noor"),
        from_school="De Wissel",
        to_school="ROC Maasoever",
        entries=tuple(
            HandedEntry(
                id=UUID(int=1 + number),
                kind=EntryKind.EXPERIENCE,
                title=f"Soep voor de buurt, keer {number}",
                happened_on=date(2026, 10, 3),
                goal="Koken voor veel mensen, en weten hoe laat wat klaar moet zijn. " * 4,
                result="Er was soep voor tachtig mensen, en er bleef weinig over. " * 4,
                evaluation="Ik begon te laat met snijden. " * 4,
                follow_up="De volgende keer maak ik eerst een lijst. " * 4,
                career_competencies=(CareerCompetency.QUALITIES,),
                shown=(HandedSkill(competency="koken", label="koken", level=3),),
            )
            for number in range(1, n_entries + 1)
        ),
        files=tuple(
            HandedFile(
                member=member,
                name=f"foto {number}.jpg",
                part=HandoverPart.ENTRIES,
                entry_id=UUID(int=2 + number % n_entries),
                sha256=hashlib.sha256(held).hexdigest(),
            )
            for number, (member, held) in enumerate(files.items())
        ),
        consent=HandoverConsent(parts=(HandoverPart.ENTRIES,), given_at=NOON, text_version="2026-11"),
    )
    return content, files


if __name__ == "__main__":
    main()

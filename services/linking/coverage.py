"""How much of what was imported the linker can suggest."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from services.competencies import installed
from services.linking.model_files import open_linker
from services.reference import load_lists
from services.settings import read_settings
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many entries were imported, and how many of those the linker knows."""

    n_imported: int
    n_known: int


def linker_coverage(work: UnitOfWork) -> Coverage:
    """Count what was imported, and what of it the linker of this installation knows.

    Raises
    ------
    FileRefusedError
        The setting names a file that is no linker.
    """
    held, chosen = installed(work), read_settings().linker
    own = load_lists().catalogue.competencies
    concepts: Iterable[str] = open_linker(Path(chosen)).labels.concepts if chosen else own
    known = {held.entry_of.get(concept) for concept in concepts}
    return Coverage(
        n_imported=len(held.imported_ids), n_known=sum(held.entry_of[code] in known for code in held.imported_ids)
    )

"""How much a dossier holds, and what career conversations begin with."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reference.rows import Row

DOSSIER_TERMS = (
    "file_kilobytes",
    "files_per_student",
    "entries_per_student",
    "picture_megapixels",
    "pdf_pages",
    "agreement_days",
    "talk_minutes",
)
MOST = 5_000
"""No number here is larger: a file that large is let in at the door (``api.pages.dossier_files``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTerms:
    """What holds for dossiers: ``entries_per_student`` entries, ``files_per_student`` files of ``file_bytes`` each.

    Parameters
    ----------
    agreement_days : int
        So many days before it is due somebody is reminded of what was agreed.
    talk_minutes : int
        What the form of a new conversation begins with.
    """

    file_bytes: int
    files_per_student: int
    entries_per_student: int
    picture_pixels: int
    pdf_pages: int
    agreement_days: int
    talk_minutes: int


def dossier_term(row: Row) -> tuple[str, int]:
    """Read the code and the number of one row of dossier_terms.csv."""
    return row.choice("code", DOSSIER_TERMS), row.whole("value", at_least=1, at_most=MOST)


def dossier_terms(held: Mapping[str, int]) -> DossierTerms:
    """Put the numbers that hold together."""
    return DossierTerms(
        file_bytes=held["file_kilobytes"] * 1024,
        files_per_student=held["files_per_student"],
        entries_per_student=held["entries_per_student"],
        picture_pixels=held["picture_megapixels"] * 1_000_000,
        pdf_pages=held["pdf_pages"],
        agreement_days=held["agreement_days"],
        talk_minutes=held["talk_minutes"],
    )

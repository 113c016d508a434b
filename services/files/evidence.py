"""Files that a student puts beside an entry of the dossier: looked at by what is in them, and made anew."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from services.errors import ServiceError
from services.files.child import ChildFailedError, answer_apart
from services.files.limits import DEFAULT_LIMITS, MEBIBYTE
from services.reference.dossier_terms import DossierTerms

SCRIPT = Path(__file__).with_name("evidence_process.py")
MAX_SECONDS = 10
MAX_NAME = 80
ALLOWED = "Kies een foto (JPG of PNG), een PDF of een tekstbestand (TXT)."


class EvidenceKind(StrEnum):
    """What a file is, by what is in it."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"
    TEXT = "text/plain"


ENDINGS: Mapping[str, EvidenceKind] = MappingProxyType(
    {
        "jpg": EvidenceKind.JPEG,
        "jpeg": EvidenceKind.JPEG,
        "png": EvidenceKind.PNG,
        "pdf": EvidenceKind.PDF,
        "txt": EvidenceKind.TEXT,
    }
)
MAGIC: Mapping[bytes, EvidenceKind] = MappingProxyType(
    {b"\xff\xd8\xff": EvidenceKind.JPEG, b"\x89PNG\r\n\x1a\n": EvidenceKind.PNG, b"%PDF-": EvidenceKind.PDF}
)
MARKUP = re.compile(r"<\s*(script|svg|html|iframe|object|embed|\?xml|\?php|!doctype)|%pdf-|^mz|^#!", re.IGNORECASE)
"""In a plain text these are no words of a student: a page, a drawing or a program that calls itself text."""
REFUSALS: Mapping[str, str] = MappingProxyType(
    {
        "pixels": "Deze foto is te groot om te openen. Maak hem kleiner of neem een nieuwe foto.",
        "locked": "Deze PDF zit op slot. Haal het wachtwoord eraf en probeer het opnieuw.",
        "pages": "Deze PDF heeft te veel bladzijden. Kies de bladzijden die het laten zien.",
        "active": "In deze PDF zit een programma, een formulier of een ander bestand. Druk hem af als nieuwe PDF.",
    }
)


class EvidenceRefusedError(ServiceError):
    """A file cannot be kept as evidence.

    Parameters
    ----------
    text : str
        Why, and what would be right, in plain Dutch.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """A file that was looked at.

    Parameters
    ----------
    content : bytes
        Made anew of what was sent: pixels, pages or letters, without place, maker or anything hidden.
    """

    name: str
    kind: EvidenceKind
    content: bytes


def checked_evidence(name: str, content: bytes, *, terms: DossierTerms) -> CheckedFile:
    """Look at a file and make it anew; pictures and PDFs are opened in a process with bounded memory and time.

    Raises
    ------
    EvidenceRefusedError
        Its name, size, kind or content cannot be.
    """
    named = _kind_by_name(name)
    if not content:
        raise EvidenceRefusedError("Dit bestand is leeg. Kies een ander bestand.")
    if len(content) > terms.file_bytes:
        raise EvidenceRefusedError(f"Dit bestand is te groot. Hoogstens {terms.file_bytes // MEBIBYTE} MB mag.")
    found = next((kind for magic, kind in MAGIC.items() if content.startswith(magic)), EvidenceKind.TEXT)
    if found is not named:
        raise EvidenceRefusedError(f"In dit bestand zit iets anders dan de naam zegt. {ALLOWED}")
    made = _plain_text(content) if found is EvidenceKind.TEXT else _made_anew(found, content, terms)
    return CheckedFile(name=name, kind=found, content=made)


def _kind_by_name(name: str) -> EvidenceKind:
    hidden = any(unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co") for sign in name)
    stem, _, ending = name.rpartition(".")
    if not stem.strip(". ") or len(name) > MAX_NAME or hidden or set(name) & set('/\\:*?"<>|') or ".." in name:
        raise EvidenceRefusedError(
            f"De naam van dit bestand kan niet. Geef het een naam van hoogstens {MAX_NAME} tekens, zoals foto.jpg."
        )
    kind = ENDINGS.get(ending.lower())
    if kind is None:
        raise EvidenceRefusedError(f"Dit soort bestand bewaren wij niet. {ALLOWED}")
    return kind


def _plain_text(content: bytes) -> bytes:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EvidenceRefusedError("Dit is geen gewone tekst. Sla het op als tekst (UTF-8).") from None
    if any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t" for sign in text) or MARKUP.search(text):
        raise EvidenceRefusedError(f"Dit is geen gewone tekst. {ALLOWED}")
    return text.encode("utf-8")


def _made_anew(kind: EvidenceKind, content: bytes, terms: DossierTerms) -> bytes:
    bounds = (terms.picture_pixels, terms.pdf_pages, DEFAULT_LIMITS.max_child_bytes, MAX_SECONDS)
    try:
        answer = answer_apart(SCRIPT, (kind.name, *map(str, bounds)), content, max_seconds=MAX_SECONDS)
    except ChildFailedError as error:
        raise EvidenceRefusedError("Dit bestand is stuk of te zwaar om te openen. Kies een ander bestand.") from error
    head, _, made = answer.partition(b"\n")
    refused = json.loads(head).get("refused")
    if refused:
        raise EvidenceRefusedError(REFUSALS[refused])
    if len(made) > terms.file_bytes:
        raise EvidenceRefusedError(f"Dit bestand is te groot. Hoogstens {terms.file_bytes // MEBIBYTE} MB mag.")
    return made

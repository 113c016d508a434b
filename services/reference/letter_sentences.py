"""Sentences to choose from for a letter of recommendation (aanbevelingsbrief): each of them says something good."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from career.recommendation import CLOSING, LetterSentence
from services.reference.folder import rules_folder
from services.reference.rows import Row, by_code, read_rows
from services.reference.texts import template

FOLDER = "toolkit"
FILE = ("letter_sentences.csv", ("code", "theme", "choice", "sentence"))
PLACEHOLDERS = frozenset({"naam"})


@cache
def load_letter_sentences() -> Mapping[str, LetterSentence]:
    """Give the sentences of this installation by their code, in order; those of one theme stand together.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right, or has no closing.
    """
    return read_letter_sentences(rules_folder())


def read_letter_sentences(folder: Path) -> Mapping[str, LetterSentence]:
    """Read letter_sentences.csv of a folder of data files; raises as ``load_letter_sentences``."""
    rows = read_rows(folder / FOLDER / FILE[0], FILE[1])

    def sentence(row: Row) -> LetterSentence:
        return LetterSentence(
            code=row.text("code"),
            theme=row.text("theme"),
            choice=row.text("choice"),
            text=template(row, "sentence", PLACEHOLDERS),
        )

    found = by_code(rows, "code", sentence)
    if not any(one.theme == CLOSING for one in found.values()):
        raise rows[-1].error("theme", f"dit is de laatste rij en er is geen zin voor “{CLOSING}”; zet er een bij")
    return MappingProxyType(found)

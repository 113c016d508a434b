"""The essentials for parents, in six languages; each language says every thing, and none more."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from services.reference.folder import rules_folder
from services.reference.rows import Row, by_code, read_rows

FOLDER = "help"
FIRST = "nl"
"""The language that counts; the others are translations of it."""
CODES = (FIRST, "en", "tr", "ar", "pl", "uk")
LANGUAGES = ("languages.csv", ("code", "name", "direction"))
ESSENTIALS = ("parent_essentials.csv", ("code", *CODES))
NEEDED = (
    "title",
    "lead",
    "what_head",
    "what",
    "steps_head",
    "step_1",
    "step_2",
    "step_3",
    "step_4",
    "sign_head",
    "sign_1",
    "sign_2",
    "no_head",
    "no",
    "see_head",
    "see",
    "do_head",
    "do_1",
    "do_2",
    "do_3",
    "do_4",
    "danger",
    "unchecked",
)
"""What the page says; all of it must be there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EssentialsLanguage:
    """A language of the essentials.

    Parameters
    ----------
    name : str
        As who speaks it calls it.
    direction : str
        ``"ltr"`` or ``"rtl"``: to which side it is read.
    texts : mapping of str to str
        What is said, by its code; ages and numbers stand as ``{decides_at}``.
    """

    code: str
    name: str
    direction: str
    texts: Mapping[str, str]

    @property
    def is_translation(self) -> bool:
        """Whether it is a translation, which no native speaker has looked over yet."""
        return self.code != FIRST


@cache
def load_parent_essentials() -> Mapping[str, EssentialsLanguage]:
    """Give the essentials of this installation by language, Dutch first.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or a language lacks something.
    """
    return read_parent_essentials(rules_folder())


def read_parent_essentials(folder: Path) -> Mapping[str, EssentialsLanguage]:
    """Read the essentials from a folder of data files; raises as ``load_parent_essentials``."""
    rows = read_rows(folder / FOLDER / ESSENTIALS[0], ESSENTIALS[1])
    texts = by_code(rows, "code", _texts)
    for code in NEEDED:
        if code not in texts:
            raise rows[-1].error("code", f"dit is de laatste rij en “{code}” was er niet bij; zet er een rij voor bij")
    named = read_rows(folder / FOLDER / LANGUAGES[0], LANGUAGES[1])
    languages = by_code(named, "code", lambda row: _language(row, texts))
    for code in CODES:
        if code not in languages:
            raise named[-1].error("code", f"dit is de laatste rij en “{code}” was er niet bij; zet er een rij voor bij")
    return MappingProxyType({code: languages[code] for code in CODES})


def _texts(row: Row) -> Mapping[str, str]:
    found = {code: row.text(code) for code in CODES}
    for code, text in found.items():
        if _holes(text) != _holes(found[FIRST]):
            raise row.error(code, "hier staan andere haakjes dan in het Nederlands; neem ze over")
    return found


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _language(row: Row, texts: Mapping[str, Mapping[str, str]]) -> EssentialsLanguage:
    code = row.choice("code", CODES)
    return EssentialsLanguage(
        code=code,
        name=row.text("name"),
        direction=row.choice("direction", ("ltr", "rtl")),
        texts=MappingProxyType({name: told[code] for name, told in texts.items()}),
    )

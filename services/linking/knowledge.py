"""What the linker knows before it sees a label: words that mean the same, and texts that name nothing."""

from pathlib import Path

from matching import Labels, WordKnowledge
from services.reference import Lists, rules_folder
from services.reference.rows import Row, read_rows

WORDS = "words"
"""Folder of these files, among the other rules and texts."""
STRANGERS = "strangers.csv"
KINDS = ("beroep", "taak", "kennis", "woord")


def word_files(folder: Path) -> list[Path]:
    """Give the files of words in a folder of rules and texts, that with texts that name nothing included."""
    return sorted((folder / WORDS).glob("*.csv"))


def read_knowledge(lists: Lists, *, folder: Path | None = None) -> WordKnowledge:
    """Read the files of words, and add what the catalogue says twice.

    Parameters
    ----------
    folder : Path or None
        Of all rules and texts; ``None`` is that of this installation.

    Raises
    ------
    ReferenceDataError
        A file has other columns than it should, or a line without words.
    """
    folder = folder or rules_folder()
    rows = [row for path in word_files(folder) if path.name != STRANGERS for row in _rows(path)]
    strangers = read_rows(folder / WORDS / STRANGERS, ("language", "text"))
    return WordKnowledge(
        groups=[*(_group(row) for row in rows), *catalogue_texts(lists).values()],
        broader=[(_group(row)[0], wide) for row in rows for wide in _terms(row, "broader")],
        strangers=[row.text("text") for row in strangers],
    )


def catalogue_texts(lists: Lists) -> dict[str, tuple[str, ...]]:
    """Give per entry of the catalogue, and per qualification as ``crebo:CODE``, the ways to say it; its name first."""
    entries: dict[str, tuple[str, ...]]
    entries = {entry.id: (entry.label, entry.plain_label) for entry in lists.catalogue.competencies.values()}
    entries |= {f"crebo:{code}": (programme.name,) for code, programme in lists.qualifications.items()}
    return {entry: tuple(dict.fromkeys((*names, *lists.synonyms.get(entry, ())))) for entry, names in entries.items()}


def catalogue_labels(lists: Lists) -> Labels:
    """Give every way to say an entry of the catalogue as a label of that entry."""
    rows = [(entry, place, text) for entry, texts in catalogue_texts(lists).items() for place, text in enumerate(texts)]
    return Labels.of(
        ids=[f"{entry}#{place}" for entry, place, _ in rows],
        texts=[text for _, _, text in rows],
        concepts=[entry for entry, _, _ in rows],
        is_preferred=[place == 0 for _, place, _ in rows],
    )


def _rows(path: Path) -> tuple[Row, ...]:
    return read_rows(path, ("kind", "nl", "en", "broader"))


def _group(row: Row) -> tuple[str, ...]:
    row.choice("kind", KINDS)
    return (*row.phrases("nl"), *_terms(row, "en"))


def _terms(row: Row, column: str) -> tuple[str, ...]:
    return row.phrases(column) if row.optional_text(column) else ()

"""What the linker knows before it sees a label: words that mean the same, and texts that name nothing."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matching import Labels, WordKnowledge
from services.competencies import installed
from services.reference import Lists, load_lists, rules_folder
from services.reference.rows import Row, read_rows
from services.unit_of_work import UnitOfWork

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
    """Give every way to say an entry of the catalogue that comes along as a label of that entry."""
    return _labels(catalogue_texts(lists))


def installed_labels(work: UnitOfWork) -> Labels:
    """Give every way to say an entry of the catalogue of this installation as a label of that entry."""
    held, texts, others = installed(work), catalogue_texts(load_lists()), work.catalogue.other_names()
    for code in sorted(held.imported_ids):
        one, entry = held.catalogue[code], held.entry_of[code]
        said = (*texts.get(entry, ()), one.label, one.plain_label, *others.get(code, ()))
        texts[entry] = tuple(dict.fromkeys(said))
    return _labels(texts)


def _labels(texts: Mapping[str, Sequence[str]]) -> Labels:
    rows = [(entry, place, text) for entry, said in texts.items() for place, text in enumerate(said)]
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

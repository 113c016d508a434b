"""The linker of this installation: the one that was trained for it, or one for the catalogue that comes along."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import matching
from matching import Labels, Linker, train_linker
from services.files.faults import FileRefusedError, refuse
from services.linking.knowledge import catalogue_labels, read_knowledge, word_files
from services.linking.model_files import open_linker, save_linker
from services.reference import load_lists, rules_folder
from services.settings import PREFIX, read_settings

N_DIMENSIONS, N_STEPS = 128, 700
"""Of the linker for the catalogue that comes along, which set-up trains in half a minute."""
KEPT_IN = Path(__file__).parent / "__pycache__"
"""Beside the compiled code: made from what is here, and thrown away without harm."""


@cache
def load_linker() -> Linker:
    """Open the linker that the setting names, or the one for the catalogue; trains the latter when it is not there.

    Raises
    ------
    FileRefusedError
        The setting names a file that is no linker; the refusal names the setting as well.
    """
    chosen = read_settings().linker
    linker = _chosen_linker(Path(chosen)) if chosen else prepared_linker()
    # The first text of a process fetches the compiled loops, which takes a second that nobody should wait for.
    linker.link(["plek"])
    return linker


def prepared_linker() -> Linker:
    """Open the linker for the catalogue that comes along, or train and keep it when words or code have changed."""
    path = KEPT_IN / f"linker-{_state()}.safetensors"
    try:
        return open_linker(path)
    except FileRefusedError:
        lists = load_lists()
        linker = train_linker(
            catalogue_labels(lists),
            read_knowledge(lists),
            n_dimensions=N_DIMENSIONS,
            n_steps=N_STEPS,
        )
    try:
        KEPT_IN.mkdir(exist_ok=True)
        for stale in KEPT_IN.glob("linker-*.safetensors"):
            stale.unlink()
        save_linker(linker, path)
    except (OSError, FileRefusedError):
        # A folder that cannot be written, as in a system-wide installation: this process keeps it in memory.
        return linker
    return open_linker(path)


def _chosen_linker(path: Path) -> Linker:
    try:
        return open_linker(path)
    except FileRefusedError as error:
        (fault,) = error.faults
        raise refuse(f"{PREFIX}LINKER ({path.name})", f"{fault.expected}, of laat de instelling leeg") from error


def for_entries(linker: Linker, entry_of: Mapping[str, str]) -> Linker:
    """Give a linker whose concepts are entries of the catalogue: by their id, or by an address elsewhere.

    Two concepts that are one entry become one. What is no entry keeps its name, which no catalogue holds.

    Parameters
    ----------
    entry_of : mapping of str to str
        See ``services.competencies.Installed``.
    """
    labels = linker.labels
    if all(entry_of.get(concept, concept) == concept for concept in labels.concepts):
        return linker  # its labels stay mapped, and shared with other processes
    meant = [entry_of.get(concept, concept) for concept in labels.concepts]
    return replace(
        linker,
        labels=Labels.of(
            ids=list(labels.ids),
            texts=list(labels.texts),
            concepts=[meant[number] for number in labels.concept_of],
            is_preferred=[bool(flag) for flag in labels.is_preferred],
        ),
    )


def _state() -> str:
    """Name the words and the code that the linker is made from."""
    digest = sha256(load_lists().catalogue.version.encode())
    code = Path(matching.__file__).parent / "linking"
    for path in sorted([*word_files(rules_folder()), *code.glob("*.py")]):
        digest.update(path.name.encode() + path.read_bytes())
    digest.update(f"{N_DIMENSIONS} {N_STEPS}".encode())
    return digest.hexdigest()[:16]

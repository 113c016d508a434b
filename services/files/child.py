"""Opening a foreign file in a process with bounded memory and time, so that a hostile file cannot take ours along."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.errors import ServiceError
from services.files.faults import refuse
from services.files.limits import Limits

SCRIPT = Path(__file__).with_name("sheet_process.py")


class ChildFailedError(ServiceError):
    """A file could not be opened within the memory and the time for it."""

    def __init__(self, *, is_late: bool) -> None:
        super().__init__("the process that opened a file took too long" if is_late else "a file could not be opened")
        self.is_late = is_late


def opened_apart(file: str, kind: str, content: bytes, *, limits: Limits) -> dict[str, Any]:
    """Have a child process open an XLSX or Parquet file and give what it found.

    Parameters
    ----------
    kind : str
        ``"xlsx"`` or ``"parquet"``.

    Returns
    -------
    dict
        ``n_rows`` and, unless the file is refused, ``rows`` of text; see ``sheet_process.py``.

    Raises
    ------
    FileRefusedError
        The process failed: the file is broken, or needs more memory or time than it may.
    """
    bounds = (limits.max_rows, limits.max_columns, limits.max_child_bytes, limits.max_child_seconds)
    try:
        told = answer_apart(SCRIPT, (kind, *map(str, bounds)), content, max_seconds=limits.max_child_seconds)
    except ChildFailedError as error:
        why = (
            "het openen duurt te lang; het bestand is stuk of te zwaar, sla het op als CSV"
            if error.is_late
            else "het bestand is stuk of past niet in het geheugen; sla het opnieuw op, het liefst als CSV"
        )
        raise refuse(file, why) from error
    answer: dict[str, Any] = json.loads(told)
    return answer


def answer_apart(script: Path, arguments: Sequence[str], content: bytes, *, max_seconds: int) -> bytes:
    """Have a script of ours read a file from standard input in a process of its own, and give what it printed.

    The script bounds its own memory and time; this waits twice as long.

    Raises
    ------
    ChildFailedError
        It ended with an error, or took too long.
    """
    # Arrow's own allocators claim address space far beyond what they use, which the bound on memory would refuse.
    environment = {**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-I", str(script), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own script with our own arguments; the file goes in as standard input
            command, input=content, capture_output=True, env=environment, timeout=2 * max_seconds
        )
    except subprocess.TimeoutExpired as error:
        raise ChildFailedError(is_late=True) from error
    if done.returncode != 0:
        raise ChildFailedError(is_late=False)
    return done.stdout


def numbered_rows(file: str, rows: Sequence[Sequence[str]], *, limits: Limits) -> list[tuple[int, Sequence[str]]]:
    """Number the rows from 1 and leave out the empty ones.

    Raises
    ------
    FileRefusedError
        A cell is far too long, or holds a null sign or half a letter.
    """
    numbered: list[tuple[int, Sequence[str]]] = []
    for number, cells in enumerate(rows, start=1):
        text = "".join(cells)
        if len(text) > limits.max_cell_chars:
            longest = max(range(len(cells)), key=lambda ix: len(cells[ix]))
            if len(cells[longest]) > limits.max_cell_chars:
                found = f"cel {longest + 1} heeft {len(cells[longest])} tekens"
                raise refuse(file, f"{found}, hoogstens {limits.max_cell_chars} mag", row=number)
        if "\x00" in text or not (text.isascii() or _is_text(text)):
            raise refuse(file, "in deze rij staat een teken dat geen letter is; haal het weg", row=number)
        if text:
            numbered.append((number, cells))
    return numbered


def _is_text(text: str) -> bool:
    """Say whether there is no half letter (lone surrogate) in it: nothing can store or print those."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True

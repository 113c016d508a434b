"""Writing a file or a folder beside its place and putting it there when it is whole."""

import csv
import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from services.files.columns import Column
from services.files.faults import refuse
from services.files.formulas import armed


def written_whole(path: Path) -> AbstractContextManager[IO[str]]:
    """Open a text file (UTF-8) that takes its place only when all of it is written and safe on disk.

    Whatever goes wrong, Ctrl-C included, the file that stood there stays and nothing is left beside it.

    Raises
    ------
    FileRefusedError
        The folder is not there, or nothing can be written in it.
    """
    return _written_whole(path, mode="w", encoding="utf-8", newline="")


def bytes_written_whole(path: Path) -> AbstractContextManager[IO[bytes]]:
    """Open a file of bytes in the same way as ``written_whole``.

    Raises
    ------
    FileRefusedError
        The folder is not there, or nothing can be written in it.
    """
    return _written_whole(path, mode="wb")


@contextmanager
def _written_whole(path: Path, **how: Any) -> Iterator[IO[Any]]:
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise refuse(path.name, f"schrijven kan hier niet ({_reason(error)}); kies een andere map") from error
    try:
        with open(handle, **how) as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        # mkstemp makes files that only the owner reads; the file gets the rights that any new file would have.
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException as error:
        with suppress(FileNotFoundError):
            os.unlink(name)
        if isinstance(error, OSError):
            raise refuse(path.name, f"het schrijven ging mis ({_reason(error)}); er is niets veranderd") from error
        raise
    _sync_folder(path.parent)


@contextmanager
def folder_written_whole(path: Path) -> Iterator[Path]:
    """Give an empty folder to fill with files, that takes its place only when all of it is safe on disk.

    Only its owner can open it. Whatever goes wrong, Ctrl-C included, nothing is left; what stands there already is
    never written over.

    Raises
    ------
    FileRefusedError
        Something is there already, the folder around it is not, or nothing can be written in that.
    """
    if path.exists() or path.is_symlink():
        raise refuse(path.name, "hier staat al iets, en dat blijft zo; kies een andere naam")
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent))
    except OSError as error:
        raise refuse(path.name, f"schrijven kan hier niet ({_reason(error)}); kies een andere map") from error
    try:
        yield beside
        for file in beside.iterdir():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
        _sync_folder(beside)
        beside.rename(path)
    except BaseException as error:
        shutil.rmtree(beside, ignore_errors=True)
        if isinstance(error, OSError):
            raise refuse(path.name, f"het schrijven ging mis ({_reason(error)}); er is niets geschreven") from error
        raise
    _sync_folder(path.parent)


def write_table(path: Path, columns: Sequence[Column[Any]], things: Iterable[Any]) -> int:
    """Write things as CSV with a header, and give how many there were; text that could be a formula is disarmed.

    A name that ends in ``.tsv`` gives tabs instead of commas.

    Raises
    ------
    FileRefusedError
        Nothing can be written there.
    """
    n_written = 0
    writers = [column.write for column in columns]
    with written_whole(path) as opened:
        delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
        lines = csv.writer(opened, delimiter=delimiter, lineterminator="\n")
        lines.writerow([column.name for column in columns])
        for thing in things:
            lines.writerow([armed(write(thing)) for write in writers])
            n_written += 1
    return n_written


def check_place(path: Path) -> None:
    """Refuse a place where no file can come, before the long work of which it would hold the outcome.

    Raises
    ------
    FileRefusedError
        The folder is not there, or a folder stands in the place itself.
    """
    if not path.parent.is_dir():
        raise refuse(path.name, "schrijven kan hier niet (de map bestaat niet); kies een andere map")
    if path.is_dir():
        raise refuse(path.name, "schrijven kan hier niet (dit is een map); kies een andere naam")


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "de map bestaat niet",
        errno.ENOTDIR: "dit is geen map",
        errno.EISDIR: "dit is een map",
        errno.EACCES: "u mag hier niet schrijven",
        errno.EROFS: "hier kan niemand schrijven",
        errno.ENOSPC: "de schijf is vol",
    }
    return reasons.get(error.errno or 0, "de schijf geeft een fout")


def _umask() -> int:
    """Give the rights that new files lack; the system tells it only while setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut; Windows cannot open a folder and does not need it."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

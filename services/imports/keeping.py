"""What every import has in common: whole or not at all, written down, and nothing done twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from services.files.columns import Reading
from services.files.faults import refuse
from services.unit_of_work import UnitOfWork
from storage.imports import Import


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Where a file comes from.

    Parameters
    ----------
    version : str or None
        As the source names it; ``None`` takes the first twelve digits of the file's fingerprint.
    fetched_at : datetime
        When it was fetched, aware.
    """

    version: str | None
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone:
    """What an import came to.

    Parameters
    ----------
    n_rows : int
        Rows taken over, now or when this same file came before.
    is_unchanged : bool
        The same file was the last one taken over: nothing was done.
    notes : tuple of str
        Dutch sentences the sender should see.
    """

    source: str
    version: str
    n_rows: int
    is_unchanged: bool
    notes: tuple[str, ...] = ()


def keep(
    work: UnitOfWork,
    *,
    source: str,
    reading: Reading[Any],
    delivery: Delivery,
    write: Callable[[], int],
    notes: tuple[str, ...] = (),
    is_wanting: bool = False,
) -> ImportDone:
    """Take over a file that was read without faults, unless it was the last one taken over from its source.

    Parameters
    ----------
    source : str
        Which list, such as ``"esco-occupations"``.
    write : callable
        Writes the rows in this unit of work and gives their number.
    is_wanting : bool
        Something of the file is not there, so that it is taken over even when it was the last one.

    Raises
    ------
    FileRefusedError
        A row is wrong, there is no row, or a newer file of this source was taken over before.
    """
    reading.or_refused()
    if not reading.values:
        raise refuse(reading.file, "er staat geen enkele rij in; er is niets om over te nemen")
    digest = sha256(reading.content).hexdigest()
    version = delivery.version or digest[:12]
    last = work.imports.latest(source)
    if last is not None and (last.sha256, last.version) == (digest, version) and not is_wanting:
        return ImportDone(source=source, version=version, n_rows=last.n_rows, is_unchanged=True)
    if last is not None and delivery.fetched_at < last.fetched_at:
        raise refuse(
            reading.file,
            f"van {source} is al een nieuwer bestand overgenomen (versie {last.version}, "
            f"{last.fetched_at:%Y-%m-%d}); geef met --fetched-at een latere dag als dit toch moet",
        )
    n_rows = write()
    work.imports.add(
        Import(source=source, version=version, fetched_at=delivery.fetched_at, sha256=digest, n_rows=n_rows)
    )
    return ImportDone(source=source, version=version, n_rows=n_rows, is_unchanged=False, notes=(*reading.notes, *notes))

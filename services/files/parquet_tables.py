"""Reading Parquet."""

from collections.abc import Sequence

from services.files.child import numbered_rows, opened_apart
from services.files.faults import Fault, FileRefusedError, refuse
from services.files.limits import Limits

PARQUET_END = b"PAR1"


def read_parquet(file: str, content: bytes, *, limits: Limits) -> Sequence[tuple[int, Sequence[str]]]:
    """Read the rows of a Parquet file, the names of the columns first, as row 1.

    Raises
    ------
    FileRefusedError
        The file is cut off, broken or too large, or a column holds something else than text, numbers, days and lists.
    """
    if not content.endswith(PARQUET_END):
        raise refuse(file, "het bestand is afgebroken, het einde ontbreekt; haal of maak het opnieuw")
    found = opened_apart(file, "parquet", content, limits=limits)
    if found["wrong"]:
        raise FileRefusedError(
            Fault(file=file, column=name, expected=f"soort {kind} wordt niet gelezen; geef tekst, getallen of datums")
            for name, kind in found["wrong"]
        )
    if "rows" not in found:
        raise refuse(
            file, f"er zijn {found['n_rows']} rijen; hoogstens {limits.max_rows - 1} worden gelezen, splits het bestand"
        )
    return numbered_rows(file, [found["names"], *found["rows"]], limits=limits)

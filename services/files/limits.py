"""How large a file may be before it is refused unread."""

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on a table that comes from outside.

    Parameters
    ----------
    max_bytes : int
        Size of the file as it stands on disk.
    max_unpacked_bytes : int
        Size of everything in an XLSX file once unpacked.
    max_parts : int
        Files inside an XLSX file.
    max_ratio : int
        How many times larger one part may become by unpacking.
    max_rows, max_columns : int
        Of the table, header included.
    max_cell_chars : int
        Length of one cell. 32,767 is what a spreadsheet can hold (Excel specifications and limits, Microsoft).
    max_child_bytes : int
        Memory of the process that opens XLSX and Parquet files.
    max_child_seconds : int
        Time that process may take.
    """

    max_bytes: int = 100 * MEBIBYTE
    max_unpacked_bytes: int = 200 * MEBIBYTE
    max_parts: int = 200
    max_ratio: int = 100
    max_rows: int = 200_001
    max_columns: int = 300
    max_cell_chars: int = 32_767
    max_child_bytes: int = 1024 * MEBIBYTE
    max_child_seconds: int = 30


DEFAULT_LIMITS = Limits()

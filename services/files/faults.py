"""What is wrong in a file, said so that the sender can mend it: which file, row and column, and what would be right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from services.errors import ServiceError

MAX_SHOWN_CHARS = 60
"""Longest piece of a cell that is repeated in a message."""
MAX_SHOWN_FAULTS = 50
"""More lines than this nobody reads; the rest is counted."""
MAX_KEPT_FAULTS = 1_000
"""More faults than this are only counted, so that a file of a million wrong cells cannot fill the memory."""


def shown(value: str) -> str:
    """Give a cell as it may be repeated in a message: short, on one line, control signs made visible.

    Examples
    --------
    >>> shown("a" * 100)[-3:]
    'aa…'
    >>> shown("een\\ttwee\\x1b[31m")
    'een\\\\ttwee\\\\x1b[31m'
    """
    cut = value[: MAX_SHOWN_CHARS + 1]
    text = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in cut)
    return text if len(text) <= MAX_SHOWN_CHARS else text[: MAX_SHOWN_CHARS - 1] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in a file.

    Parameters
    ----------
    file : str
        Name of the file, without its folder.
    expected : str
        What would be right: the end of a Dutch sentence, without a full stop.
    row : int or None
        Row as a spreadsheet counts them, the header being row 1; ``None`` when the whole file is meant.
    column : str or None
        Name of the column.
    value : str or None
        What stands there.
    """

    file: str
    expected: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def sentence(self) -> str:
        """Say it in one Dutch line.

        Examples
        --------
        >>> Fault(file="a.csv", row=3, column="niveau", value="9", expected="geef niveau 1, 2, 3 of 4").sentence()
        'a.csv, rij 3, kolom niveau: er staat “9”; geef niveau 1, 2, 3 of 4.'
        """
        where = shown(self.file)
        if self.row is not None:
            where += f", rij {self.row}"
        if self.column is not None:
            where += f", kolom {shown(self.column)}"
        stands = "" if self.value is None else f"er staat “{shown(self.value)}”; "
        return f"{where}: {stands}{self.expected}."


@dataclass(slots=True)
class FaultList:
    """Faults of one file while it is being read: all are counted, the first thousand are kept."""

    kept: list[Fault] = field(default_factory=list)
    n_faults: int = 0

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it while there is room."""
        self.n_faults += 1
        if len(self.kept) < MAX_KEPT_FAULTS:
            self.kept.append(fault)

    def sentences(self) -> list[str]:
        """Give the first fifty as Dutch lines, and how many more there are."""
        return fault_sentences(self.kept, self.n_faults)


def fault_sentences(faults: Sequence[Fault], n_faults: int | None = None) -> list[str]:
    """Give the first fifty faults as Dutch lines, and in the last line how many more there are."""
    lines = [fault.sentence() for fault in faults[:MAX_SHOWN_FAULTS]]
    n_more = (len(faults) if n_faults is None else n_faults) - len(lines)
    if n_more > 0:
        lines.append(f"En nog {n_more} {'fout' if n_more == 1 else 'fouten'}.")
    return lines


class FileRefusedError(ServiceError):
    """A file is not taken in; ``faults`` say where and why.

    Parameters
    ----------
    faults : iterable of Fault
        At least one.
    n_faults : int or None
        How many there were, when not all were kept.
    """

    def __init__(self, faults: Iterable[Fault], n_faults: int | None = None) -> None:
        self.faults = tuple(faults)
        self.n_faults = len(self.faults) if n_faults is None else n_faults
        super().__init__("\n".join(self.sentences()))

    def sentences(self) -> list[str]:
        """Give the first fifty faults as Dutch lines, and how many more there are."""
        return fault_sentences(self.faults, self.n_faults)


def refuse(file: str, expected: str, *, row: int | None = None, column: str | None = None) -> FileRefusedError:
    """Make the refusal of a whole file for one reason."""
    return FileRefusedError([Fault(file=file, expected=expected, row=row, column=column)])

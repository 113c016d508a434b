"""Looking the rules over: what cannot be right, and what wants the attention of whoever keeps them."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from services.files.faults import FileRefusedError
from services.linking.knowledge import read_knowledge
from services.reference import Lists, ReferenceDataError
from services.reference.coaching_kit import READERS
from services.reference.directions import read_directions
from services.reference.help_map import read_help_map
from services.reference.intake_lists import COLUMNS as INTAKE_FILES
from services.reference.intake_lists import read_intake_lists
from services.reference.message_texts import FILE as MESSAGE_TEXTS
from services.reference.message_texts import read_message_texts
from services.reference.parent_essentials import read_parent_essentials
from services.reference.posting import DEFAULTS, PATTERNS, read_posting_lists
from services.reference.reading import COLUMNS, KEYS, Files, read_files, read_lists, rules_of
from services.reference.rows import Row, read_rows, versions
from services.reference.text_vocabulary import FILES, read_text_vocabulary
from services.rules.wording import SAYING
from services.weights import PARAMETERS, read_parameters
from services.wording import list_text

T = TypeVar("T")

WITHIN_DAYS = 90
"""A row that ends so soon is told about, unless asked otherwise."""
OLDER_THAN_DAYS = 365
"""A row that nobody looked up for longer is told about, unless asked otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found; each fault and warning is a Dutch sentence.

    Parameters
    ----------
    faults : tuple of str
        What cannot be right: the service does not start with it.
    warnings : tuple of str
        What wants attention; empty while there are faults, since the rows cannot be trusted then.
    """

    n_files: int
    n_rows: int
    faults: tuple[str, ...]
    warnings: tuple[str, ...]


def check_rules(
    folder: Path, *, on: date, within_days: int = WITHIN_DAYS, older_than_days: int = OLDER_THAN_DAYS
) -> Checked:
    """Look all files of a folder over, as they would rule on a day.

    Parameters
    ----------
    within_days : int
        Warn for rows that end within so many days.
    older_than_days : int
        Warn for rows that were looked up at their source longer ago.
    """
    files, faults = _read(folder)
    lists = None if files is None else _told(lambda: read_lists(files), faults)
    if files is not None and lists is not None:
        _told(lambda: rules_of(files, lists, on=on), faults)
        _told(lambda: read_knowledge(lists, folder=folder), faults)
        _told(lambda: read_intake_lists(folder, lists), faults)
        _told(lambda: read_directions(folder, lists, on=on), faults)
    _told(lambda: read_text_vocabulary(folder), faults)
    _told(lambda: read_message_texts(folder), faults)
    _told(lambda: read_posting_lists(folder), faults)
    for read in READERS:
        _told(partial(read, folder), faults)
    _told(lambda: read_help_map(folder, on=on), faults)
    _told(lambda: read_parent_essentials(folder), faults)
    _told(lambda: read_parameters(folder / PARAMETERS), faults)
    rows = {} if files is None else files.rows
    warnings: list[str] = []
    if files is not None and lists is not None and not faults:
        warnings = [
            *_ending(files, on=on, within_days=within_days),
            *_turning(files, lists, on=on),
            *_attention(files, on=on, older_than_days=older_than_days),
            *_strange_files(folder),
        ]
    return Checked(
        n_files=len(rows),
        n_rows=sum(len(found) for found in rows.values()),
        faults=tuple(dict.fromkeys(faults)),
        warnings=tuple(warnings),
    )


def _read(folder: Path) -> tuple[Files | None, list[str]]:
    """Read every file, and tell of all that cannot be read, not only of the first."""
    faults: list[str] = []
    for name, columns in COLUMNS.items():
        rows = _told(partial(read_rows, folder / name, columns), faults)
        for row in rows or ():
            if name in KEYS:
                _told(row.source, faults)
    return (None if faults else read_files(folder)), faults


def _told(read: Callable[[], T], faults: list[str]) -> T | None:
    """Read something; when it cannot be right, add the sentence that says so and give nothing."""
    try:
        return read()
    except ReferenceDataError as error:
        faults.append(str(error))
    except FileRefusedError as error:
        faults.extend(error.sentences())
    return None


def _ending(files: Files, *, on: date, within_days: int) -> Iterator[str]:
    """Tell of rows that end soon, and of rules that have ended without a next row."""
    for name, columns in KEYS.items():
        for same in versions(files.rows[name], columns).values():
            for row, later in zip(same, [*same[1:], None], strict=True):
                until = row.source().valid_until
                what = f"{name}, regel {row.line} ({', '.join(row.text(column) for column in columns)})"
                if until is None or until > on + timedelta(days=within_days):
                    continue
                if until > on and later is not None:
                    yield f"{what}: geldt tot {until}; daarna geldt regel {later.line}."
                elif later is None:
                    verb = "geldt" if until > on else "gold"
                    yield f"{what}: {verb} tot {until} en er komt geen rij na; zoek op wat er nu geldt."


def _turning(files: Files, lists: Lists, *, on: date) -> Iterator[str]:
    """Tell of days still to come on which the rules are not whole."""
    for day in files.turns:
        faults: list[str] = []
        if day > on:
            _told(partial(rules_of, files, lists, on=day), faults)
        yield from (f"Vanaf {day} kan Plekwijzer zo niet verder: {fault}" for fault in faults)


def _attention(files: Files, *, on: date, older_than_days: int) -> Iterator[str]:
    """Tell, file by file, which rows that still matter are old, not confirmed, or without an address."""
    old = on - timedelta(days=older_than_days)
    kinds: dict[str, Callable[[Row], bool]] = {
        f"meer dan {older_than_days} dagen geleden nagekeken": lambda row: row.source().checked_on < old,
        "“controleer dit” (verify is yes)": lambda row: row.source().is_to_verify,
        "zonder adres van een bron (eigen aanname)": lambda row: not row.source().url,
    }
    for kind, is_so in kinds.items():
        for family in SAYING:
            rows = [row for row in files.rows[f"{family}.csv"] if (row.source().valid_until or date.max) > on]
            found = [row.line for row in rows if is_so(row)]
            if found:
                yield f"{family}.csv: {kind}: {_lines(found)}."


def _strange_files(folder: Path) -> Iterator[str]:
    """Tell of files that look like rules and are read by nobody, such as one with a typing error in its name."""
    known = {*COLUMNS, *FILES, *INTAKE_FILES, MESSAGE_TEXTS, DEFAULTS, PATTERNS}
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            yield f"{path.name}: dit bestand wordt niet gelezen; klopt de naam?"


def _lines(numbers: list[int]) -> str:
    """Write line numbers shortly.

    Examples
    --------
    >>> _lines([2, 3, 4, 9])
    'regel 2 tot en met 4 en 9'
    """
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for place, number in enumerate(numbers):
        runs[number - place].append(number)
    parts = [f"{run[0]} tot en met {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs.values()]
    return f"regel {list_text(parts)}"

"""Snapshots: a market in a folder of plain arrays, which several processes can open at once and share the memory of.

A snapshot holds what the engine knows of people and places, and the reference by which the files know them. Names,
schools and employers stay behind; birth days, home areas and levels do not, so it is personal data all the same.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import (
    MatchingError,
    Parameters,
    PlacementIndex,
    PlacementTable,
    Rules,
    Strings,
    StudentIndex,
    StudentTable,
    WorkingTime,
)
from services.features import from_day_number
from services.files.faults import FileRefusedError, refuse
from services.files.writing import folder_written_whole
from services.market_columns import MarketColumns
from services.markets import Market

FORMAT = 3
"""Raised whenever the arrays mean something else than before; an older product refuses a newer format."""
PRODUCT = "plekwijzer"
ABOUT = "snapshot.json"
Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot(MarketColumns):
    """A market as it was saved; it gives the same lists as the market did, by reference.

    Parameters
    ----------
    student_references, placement_references : Strings
        By row.
    sha256 : str
        Digest of everything in it.
    """

    student_references: Strings
    placement_references: Strings
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotSummary:
    """What was saved."""

    n_students: int
    n_placements: int
    n_bytes: int
    version: str
    sha256: str


def save_snapshot(market: Market, folder: Path) -> SnapshotSummary:
    """Save a market in a new folder that only its owner can open; the same market gives the same bytes.

    Raises
    ------
    FileRefusedError
        Something is there already, or nothing can be written there; nothing is left behind.
    """
    whole = market.compacted()
    arrays = _arrays(whole)
    about = {
        "product": PRODUCT,
        "format": FORMAT,
        "n_students": len(whole.students),
        "n_placements": len(whole.offers),
        "revision": whole.revision,
        "seed": whole.seed,
        "today": from_day_number(whole.rules.today).isoformat(),
        "version": whole.version,
        "rules": _numbers(whole.rules),
        "parameters": _numbers(whole.parameters),
    }
    with folder_written_whole(folder) as beside:
        for name, array in arrays.items():
            np.save(_file(beside, name), _without_gaps(array), allow_pickle=False)
        n_bytes = sum(_file(beside, name).stat().st_size for name in arrays)
        digest = _digest(beside, about)
        text = json.dumps({**about, "sha256": digest}, indent=1, sort_keys=True)
        (beside / ABOUT).write_text(text + "\n", encoding="utf-8")
    return SnapshotSummary(
        n_students=len(whole.students),
        n_placements=len(whole.offers),
        n_bytes=n_bytes,
        version=whole.version,
        sha256=digest,
    )


def open_snapshot(folder: Path) -> Snapshot:
    """Open a snapshot for reading; its pages come from the file when they are needed, and all processes share them.

    Everything is read through once, to see that it is whole.

    Raises
    ------
    FileRefusedError
        The folder is no snapshot, is damaged, or was made by another version of the product.
    """
    about = _about(folder)
    try:
        return _opened(folder, about)
    except FileRefusedError:
        raise
    except (OSError, ValueError, TypeError, KeyError, AttributeError, OverflowError, MatchingError) as error:
        raise refuse(folder.name, "deze momentopname is beschadigd; maak een nieuwe") from error


def _about(folder: Path) -> dict[str, Any]:
    """Read what a snapshot says of itself, and refuse what is none or is not of this version."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except OSError as error:
        raise refuse(folder.name, "hier staat geen momentopname; maak er een met plekwijzer snapshot") from error
    except ValueError as error:
        raise refuse(folder.name, f"{ABOUT} is beschadigd; maak een nieuwe momentopname") from error
    if not isinstance(about, dict) or about.get("product") != PRODUCT:
        raise refuse(folder.name, "dit is geen momentopname van Plekwijzer")
    if about.get("format") != FORMAT:
        raise refuse(
            folder.name,
            f"deze momentopname heeft vorm {about.get('format')}, deze versie leest vorm {FORMAT}; "
            "maak een nieuwe met deze versie",
        )
    return about


def _opened(folder: Path, about: dict[str, Any]) -> Snapshot:
    told = {key: value for key, value in about.items() if key != "sha256"}
    if _digest(folder, told) != about["sha256"]:
        raise ValueError("the digest is that of something else")
    parameters = Parameters.from_mapping(about["parameters"])
    rules = _rules(folder, about["rules"])
    seekers, places = _table(StudentTable, "students", folder), _table(PlacementTable, "placements", folder)
    placement_index = _index(PlacementIndex, "placement_index", folder, seekers, places, rules)
    student_index = _index(StudentIndex, "student_index", folder, seekers, places, rules)
    return Snapshot(
        rules=rules,
        parameters=parameters,
        student_table=seekers,
        placement_table=places,
        placement_index=placement_index,
        student_index=student_index,
        live_students=np.arange(len(seekers), dtype=np.int64),
        live_offers=np.arange(len(places), dtype=np.int64),
        seed=about["seed"],
        revision=about["revision"],
        student_references=_references("student_references", folder, len(seekers)),
        placement_references=_references("placement_references", folder, len(places)),
        sha256=about["sha256"],
    )


# -- What is in it -----------------------------------------------------------------------------------------------------


def _arrays(market: Market) -> dict[str, NDArray[Any]]:
    return {
        **_named("students", {name: getattr(market.student_table, name) for name in StudentTable.names()}),
        **_named("placements", {name: getattr(market.placement_table, name) for name in PlacementTable.names()}),
        **_named("placement_index", market.placement_index.arrays()),
        **_named("student_index", market.student_index.arrays()),
        **_named("rules", _columns(market.rules)),
        **_named("working_time", _columns(market.rules.working_time)),
        **_named("student_references", _text(Strings.of([s.reference for s in market.students]))),
        **_named("placement_references", _text(Strings.of([o.placement.reference for o in market.offers]))),
    }


def _named(part: str, arrays: Arrays) -> dict[str, NDArray[Any]]:
    return {f"{part}.{name}": array for name, array in arrays.items()}


def _text(references: Strings) -> Arrays:
    return {"text": references.text, "offsets": references.offsets}


def _given(value: Any) -> Iterator[tuple[str, Any]]:
    """Give the fields that a value is made from, without those it reckons by itself."""
    yield from ((field.name, getattr(value, field.name)) for field in fields(value) if field.init)


def _without_gaps(array: NDArray[Any]) -> NDArray[Any]:
    """Give the same records with zeros in the bytes between fields, which hold whatever this process had there."""
    if array.dtype.names is None:
        return array
    clean = np.zeros(array.shape, dtype=array.dtype)
    for name in array.dtype.names:
        clean[name] = array[name]
    return clean


def _columns(value: Any) -> dict[str, NDArray[Any]]:
    return {name: held for name, held in _given(value) if isinstance(held, np.ndarray)}


def _numbers(value: Any) -> dict[str, Any]:
    return {
        name: dict(held) if isinstance(held, Mapping) else held
        for name, held in _given(value)
        if isinstance(held, str | int | float | Mapping)
    }


def _empty(table: Any) -> Any:
    return table(
        rows=np.zeros(0, dtype=table.row_type),
        **{name: np.zeros(0, dtype=kind) for name, kind in table.list_types.items()},
    )


# -- Reading it back ---------------------------------------------------------------------------------------------------


def _file(folder: Path, name: str) -> Path:
    return folder / f"{name}.npy"


def _mapped(folder: Path, name: str, kind: np.dtype[Any], n_axes: int = 1) -> NDArray[Any]:
    """Map one array, and refuse another kind than the compiled code reads."""
    mapped = np.load(_file(folder, name), mmap_mode="r", allow_pickle=False)
    if mapped.dtype != kind or mapped.ndim != n_axes or not mapped.flags.c_contiguous:
        raise ValueError(f"{name} holds {mapped.dtype}, {mapped.ndim} axes")
    # A plain view: compiled code knows no memmap, and reading does not bring back that a record is aligned.
    return np.asarray(mapped).view(np.ndarray).view(kind)


def _table(table: Any, part: str, folder: Path) -> Any:
    kinds = {"rows": table.row_type, **table.list_types}
    arrays = {name: _mapped(folder, f"{part}.{name}", np.dtype(kinds[name])) for name in table.names()}
    rows = arrays["rows"]
    for name in table.list_types:
        ends = rows[f"{name}_at"] + rows[f"{name}_n"]
        if len(rows) and (
            rows[f"{name}_at"].min() < 0 or rows[f"{name}_n"].min() < 0 or ends.max() > len(arrays[name])
        ):
            raise ValueError(f"{part}.{name} is shorter than its rows say")
    return table(**arrays)


def _index(
    index: Any, part: str, folder: Path, students: StudentTable, placements: PlacementTable, rules: Rules
) -> Any:
    expected = index.build(_empty(StudentTable), _empty(PlacementTable), rules).arrays()
    arrays = {name: _mapped(folder, f"{part}.{name}", held.dtype, held.ndim) for name, held in expected.items()}
    return index.from_arrays(arrays, students, placements, rules)


def _rules(folder: Path, numbers: Mapping[str, Any]) -> Rules:
    def arrays(part: str, of: Any, known: Sequence[str]) -> dict[str, Any]:
        names = [field.name for field in fields(of) if field.init and field.name not in known]
        return {name: np.load(_file(folder, f"{part}.{name}"), allow_pickle=False) for name in names}

    working_time = WorkingTime(**arrays("working_time", WorkingTime, ()))
    return Rules(**numbers, working_time=working_time, **arrays("rules", Rules, (*numbers, "working_time")))


def _references(part: str, folder: Path, n_rows: int) -> Strings:
    text = _mapped(folder, f"{part}.text", np.dtype(np.uint8))
    offsets = _mapped(folder, f"{part}.offsets", np.dtype(np.int64))
    if len(offsets) != n_rows + 1 or offsets[-1] != len(text):
        raise ValueError(f"{part} has {len(offsets) - 1} references for {n_rows} rows")
    return Strings(text, offsets)


def _digest(folder: Path, about: Mapping[str, Any]) -> str:
    """Give one digest of all arrays in a folder, byte for byte, and of what the snapshot says of itself."""
    digest = sha256(json.dumps(about, sort_keys=True).encode())
    for path in sorted(folder.glob("*.npy")):
        with path.open("rb") as file:
            digest.update(path.name.encode() + file_digest(file, "sha256").digest())
    return digest.hexdigest()

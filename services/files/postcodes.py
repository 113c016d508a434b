"""Reading a list of postcode areas with their middle."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from services.files.cells import decimal, postcode4, text_up_to
from services.files.columns import Column, Reading, read_rows
from services.files.faults import FaultList, refuse
from services.files.limits import DEFAULT_LIMITS, Limits
from services.files.tables import Table, read_bytes, read_table

JSON_SHAPE = "geef een lijst van {postcode, plaats, breedtegraad, lengtegraad}"
JSON_NAMES = {
    "zipcode": "postcode",
    "name": "plaats",
    "latitude": "breedtegraad",
    "longitude": "lengtegraad",
}
"""English names that a JSON list may use instead of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Centroid:
    """Middle of a postcode area, in degrees."""

    postcode4: str
    place: str
    latitude: float
    longitude: float


# The European Netherlands (50.75 to 53.7 north, 3.2 to 7.22 east: bounds of EPSG:28992) taken a little wide; a
# latitude and longitude that were swapped fall outside.
LATITUDE = decimal(50.5, 54.0)
LONGITUDE = decimal(3.0, 7.5)

COLUMNS: tuple[Column[Centroid], ...] = (
    Column(
        name="postcode",
        about="Vier cijfers van de postcode.",
        example="8011",
        field="postcode4",
        read=postcode4,
        write=lambda centroid: centroid.postcode4,
        is_required=True,
    ),
    Column(
        name="plaats",
        about="Naam van de plaats.",
        example="Zwolle",
        field="place",
        read=text_up_to(80),
        write=lambda centroid: centroid.place,
    ),
    Column(
        name="breedtegraad",
        about="Breedtegraad van het midden, in graden.",
        example="52,5120",
        field="latitude",
        read=LATITUDE,
        write=lambda centroid: repr(centroid.latitude),
        is_required=True,
    ),
    Column(
        name="lengtegraad",
        about="Lengtegraad van het midden, in graden.",
        example="6,0919",
        field="longitude",
        read=LONGITUDE,
        write=lambda centroid: repr(centroid.longitude),
        is_required=True,
    ),
)


def read_centroids(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Reading[Centroid]:
    """Read a list of postcode areas, as a table or as a JSON list of objects.

    A postcode that stands there more than once, with several places in it, counts once: the first.

    Raises
    ------
    FileRefusedError
        The file cannot be read or lacks a column.
    """
    is_json = path.suffix.lower() == ".json"
    table = _json_table(path, limits) if is_json else read_table(path, limits=limits)
    reading = read_rows(table, COLUMNS, _centroid)
    first: dict[str, Centroid] = {}
    for centroid in reading.values:
        first.setdefault(centroid.postcode4, centroid)
    return replace(reading, values=tuple(first.values()))


def by_postcode(centroids: Iterable[Centroid]) -> Mapping[str, Centroid]:
    """Give the centroids by postcode."""
    return {centroid.postcode4: centroid for centroid in centroids}


def _centroid(number: int, row: dict[str, Any]) -> Centroid:
    return Centroid(place=row.pop("place", ""), **row)


def _json_table(path: Path, limits: Limits) -> Table:
    content = read_bytes(path, limits=limits)
    file = path.name
    try:
        # Numbers stay text, so that thousands of digits cost nothing.
        found = json.loads(content.decode("utf-8-sig"), parse_int=str, parse_float=str)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise refuse(file, f"dit is geen leesbare JSON ({_where(error)}); {JSON_SHAPE}") from error
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise refuse(file, JSON_SHAPE)
    if len(found) > limits.max_rows:
        raise refuse(file, f"er zijn meer dan {limits.max_rows - 1} rijen; splits het bestand")
    header = tuple(column.name for column in COLUMNS)
    rows = []
    for number, item in enumerate(found, start=1):
        named = {JSON_NAMES.get(key, key): value for key, value in item.items()}
        cells = [named.get(name, "") for name in header]
        if not all(isinstance(cell, str) for cell in cells):
            raise refuse(file, JSON_SHAPE, row=number)
        rows.append((number, [cell[: limits.max_cell_chars] for cell in cells]))
    return Table(file=file, content=content, header=header, rows=rows, faults=FaultList())


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"regel {error.lineno}, teken {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return f"byte {error.start + 1} is geen UTF-8"
    return "te diep genest"

"""The data files that say how lists from elsewhere map onto ours."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent


@cache
def sector_of_domain() -> Mapping[str, tuple[str, date]]:
    """Give per mbo domain (its number) our sector and the first day of its qualifications."""
    rows = _rows("crebo_domains.csv")
    return MappingProxyType({row["domain"]: (row["sector"], date.fromisoformat(row["valid_from"])) for row in rows})


@cache
def broader_strength() -> float:
    """Give the share of a level that carries over from an occupation to the broader one above it."""
    return float(next(row["strength"] for row in _rows("esco_relations.csv") if row["relation"] == "broader"))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))

"""Postcode areas, kept and given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from sqlalchemy import Row, func, select

from storage.database import Transaction
from storage.rows import chunks, put_rows
from storage.schema.postcodes import postcodes


@dataclass(frozen=True, slots=True, kw_only=True)
class PostcodeArea:
    """An area with the same four digits.

    Parameters
    ----------
    latitude, longitude : float
        Its centre, in degrees.
    """

    postcode4: str
    latitude: float
    longitude: float
    municipality: str


class PostcodeStore:
    """The postcode areas of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, postcode4: str) -> PostcodeArea | None:
        """Give the area of a postcode."""
        row = self._transaction.read(select(postcodes).where(postcodes.c.postcode4 == postcode4)).one_or_none()
        return None if row is None else _area(row)

    def centroid(self, postcode4: str) -> tuple[float, float] | None:
        """Give the centre of a postcode area as latitude and longitude in degrees."""
        area = self.get(postcode4)
        return None if area is None else (area.latitude, area.longitude)

    def nearest(self, *, latitude: float, longitude: float) -> PostcodeArea | None:
        """Give the area whose centre is nearest, or ``None`` when no area is known.

        Notes
        -----
        Distances are taken on a flat map with east-west shrunk by the cosine
        of the latitude, which is right to a metre between neighbouring areas.
        """
        north = postcodes.c.latitude - latitude
        east = (postcodes.c.longitude - longitude) * cos(radians(latitude))
        query = select(postcodes).order_by(north * north + east * east, postcodes.c.postcode4).limit(1)
        row = self._transaction.read(query).one_or_none()
        return None if row is None else _area(row)

    def all(self) -> tuple[PostcodeArea, ...]:
        """Give every area in the order of their postcode."""
        return tuple(map(_area, self._transaction.read(select(postcodes).order_by(postcodes.c.postcode4))))

    def count(self) -> int:
        """Count the areas."""
        return int(self._transaction.read(select(func.count()).select_from(postcodes)).scalar_one())

    def upsert(self, given: Iterable[PostcodeArea]) -> int:
        """Keep areas by postcode, new or changed, and give their number."""
        n_written = 0
        for chunk in chunks(given):
            rows = [
                {
                    "postcode4": area.postcode4,
                    "latitude": area.latitude,
                    "longitude": area.longitude,
                    "municipality": area.municipality,
                }
                for area in chunk
            ]
            put_rows(self._transaction, postcodes, rows)
            n_written += len(chunk)
        return n_written


def _area(row: Row[Any]) -> PostcodeArea:
    return PostcodeArea(
        postcode4=row.postcode4, latitude=row.latitude, longitude=row.longitude, municipality=row.municipality
    )

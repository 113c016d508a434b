"""The codes that a file may use, gathered from the rules and the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from career.competency import Catalogue, CompetencyKind
from services.files.columns import RowError
from services.files.postcodes import Centroid
from services.reference import Reference

FILE_SOURCE = "bestand"
"""Name of the source for files that do not say where they come from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the reader of a file knows beforehand.

    Parameters
    ----------
    catalogue : Catalogue
        Competencies a file may name.
    centroids : mapping of str to Centroid
        Middle of each postcode area; used for rows without latitude and longitude. May be empty.
    today : date
        The day that counts where a file gives none.
    source : str
        Where the files come from; ids are made from it, so that the same reference from another source is another
        person.
    """

    reference: Reference
    catalogue: Catalogue
    centroids: Mapping[str, Centroid]
    today: date
    source: str = FILE_SOURCE

    def of_kind(self, kind: CompetencyKind) -> list[str]:
        """Give the catalogue ids of one kind."""
        return [competency.id for competency in self.catalogue.competencies.values() if competency.kind is kind]

    def place(self, row: Mapping[str, Any]) -> tuple[float | None, float | None]:
        """Give latitude and longitude: those of the row, else those of its postcode, else nothing.

        Raises
        ------
        RowError
            Only one of the two is there.
        """
        latitude, longitude = row.get("latitude"), row.get("longitude")
        if (latitude is None) != (longitude is None):
            missing = "latitude" if latitude is None else "longitude"
            raise RowError({missing: "geef breedtegraad en lengtegraad allebei, of geen van beide"})
        if latitude is None:
            middle = self.centroids.get(row["postcode4"])
            return (None, None) if middle is None else (middle.latitude, middle.longitude)
        return latitude, longitude

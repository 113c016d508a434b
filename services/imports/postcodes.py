"""Postcode areas with their centre."""

from services.files.columns import Reading
from services.files.postcodes import Centroid
from services.imports.keeping import Delivery, ImportDone, keep
from services.unit_of_work import UnitOfWork
from storage.postcodes import PostcodeArea

SOURCE = "postcodes"


def import_postcodes(work: UnitOfWork, *, reading: Reading[Centroid], delivery: Delivery) -> ImportDone:
    """Take over postcode areas; see ``keep`` for what is refused."""

    def write() -> int:
        return work.postcodes.upsert(
            PostcodeArea(
                postcode4=centroid.postcode4,
                latitude=centroid.latitude,
                longitude=centroid.longitude,
                municipality=centroid.place,
            )
            for centroid in reading.values
        )

    return keep(work, source=SOURCE, reading=reading, delivery=delivery, write=write)

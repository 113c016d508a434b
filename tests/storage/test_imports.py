"""What was imported stays on the record."""

from dataclasses import replace
from datetime import UTC, datetime

from services.unit_of_work import House
from storage.imports import Import

FIRST = Import(
    source="esco", version="1.1", fetched_at=datetime(2026, 11, 1, tzinfo=UTC), sha256="ab" * 32, n_rows=3_000
)
SECOND = replace(FIRST, version="1.2", fetched_at=datetime(2026, 11, 2, tzinfo=UTC))


def test_latest_import_of_a_source_is_the_newest(house: House) -> None:
    with house.writing() as work:
        work.imports.add(SECOND)
        work.imports.add(FIRST)

    with house.reading() as work:
        assert work.imports.latest("esco") == SECOND
        assert work.imports.latest("cbs") is None
        assert work.imports.all() == (FIRST, SECOND)

"""A world of a company, students and those around them; on SQLite, because stores are tested on both."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contacts import MakeWorld, World, make_world


@pytest.fixture
def made(migrated_sqlite: Path, tmp_path: Path) -> Iterator[MakeWorld]:
    """Make worlds of one's own."""
    worlds: list[World] = []

    def make(**changes: Any) -> World:
        file = tmp_path / f"world-{len(worlds)}.sqlite3"
        shutil.copyfile(migrated_sqlite, file)
        worlds.append(make_world(f"sqlite:///{file}", **changes))
        return worlds[-1]

    yield make
    for world in worlds:
        world.house.close()


@pytest.fixture
def world(made: MakeWorld) -> World:
    """Make the usual world: three students, two places with one seat each."""
    return made()

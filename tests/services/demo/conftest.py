"""Regions to look at."""

from datetime import date

import pytest

from services.demo.region import Region, generate
from services.reference import Reference, load_reference

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="session")
def today() -> date:
    """Give the day on which the regions of these tests are made."""
    return TODAY


@pytest.fixture(scope="session")
def reference() -> Reference:
    """Give the rules and catalogue of the product."""
    return load_reference(TODAY)


@pytest.fixture(scope="session")
def region(reference: Reference) -> Region:
    """Give the region that somebody sees who starts the demo."""
    return generate(seed=1, today=TODAY, reference=reference)

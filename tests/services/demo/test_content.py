import json
from pathlib import Path

import pytest

from services.demo.content import load_content
from services.demo.geography import distances_km
from services.reference import Reference

GEONAMES = Path(__file__).parents[4] / "shared" / "data" / "postcodes" / "pc4.json"


def test_content_speaks_of_everything_in_the_reference_and_nothing_else(reference: Reference):
    content = load_content()

    hazards = {code for mix in content.sectors.values() for code in mix.hazards}
    prerequisites = {code for mix in content.sectors.values() for code in mix.prerequisites}
    processes = {code for q in reference.qualifications.values() for code in q.work_process_ids}
    assert set(content.sectors) == set(content.shifts) == {kind.sector for kind in content.kinds}
    assert set(content.sectors) == set(reference.sectors)
    assert set(content.titles) == set(reference.qualifications)
    assert {code for kind in content.kinds for code in kind.qualifications} == set(reference.qualifications)
    assert set(content.tasks) == processes
    assert hazards <= set(reference.hazards)
    assert prerequisites <= set(reference.prerequisites)


def test_content_gives_a_working_day_the_break_the_law_asks():
    # Arbeidstijdenwet: half an hour from four and a half hours of work, for the young.
    for shifts in load_content().shifts.values():
        for shift in shifts:
            minutes = (shift.ends.hour - shift.starts.hour) * 60 + shift.ends.minute - shift.starts.minute
            assert minutes - shift.break_minutes <= 270 or shift.break_minutes >= 30


def test_every_postcode_area_lies_in_its_municipality():
    content = load_content()
    for name, town in content.municipalities.items():
        areas = tuple(area for area in content.areas if area.municipality == name)
        assert areas
        assert distances_km(areas, [(town.latitude, town.longitude)]).max() < 16


def test_every_postcode_area_is_where_the_public_list_has_it():
    if not GEONAMES.exists():
        pytest.skip("the public list of postcodes is not beside the project")
    known = json.loads(GEONAMES.read_text(encoding="utf-8"))
    for area in load_content().areas:
        points = [(float(row["latitude"]), float(row["longitude"])) for row in known if row["zipcode"] == area.pc4]
        assert distances_km((area,), points).min() < 2, area

"""The rows about directions: whole, plain, with a source; and every way in which they cannot be right."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from career.phrase import phrase_key
from career.student import SchoolType
from services.reference import REFERENCE_FOLDER, ReferenceDataError, load_lists
from services.reference.directions import read_directions
from tests.house.plain_texts import faults, texts_of

TODAY = date(2026, 11, 22)
LISTS = load_lists()
HELD = read_directions(REFERENCE_FOLDER, LISTS, on=TODAY)


def test_every_occupation_of_ours_has_a_kind_of_work_and_every_kind_has_occupations() -> None:
    ours = {code for code in LISTS.catalogue.competencies if code.startswith("beroep:")}

    assert set(HELD.occupations) == ours
    assert {one.sector for one in HELD.occupations.values()} == set(LISTS.sectors)


def test_every_programme_leads_somewhere_and_the_lowest_level_stands_first() -> None:
    led = {code for one in HELD.occupations.values() for code in one.qualification_codes}

    assert led == set(LISTS.qualifications)
    for one in HELD.occupations.values():
        levels = [LISTS.qualifications[code].level for code in one.qualification_codes]
        assert levels == sorted(levels)


def test_a_dream_is_no_occupation_of_ours_and_no_two_have_a_word_in_common() -> None:
    ours = {phrase_key(one.label) for code, one in LISTS.catalogue.competencies.items() if code in HELD.occupations}
    words = [key for one in HELD.dreams.values() for key in one.phrase_keys]

    assert ours.isdisjoint(words)
    assert len(set(words)) == len(words) > 80


def test_every_kind_of_work_has_a_profile_of_vmbo_and_every_school_a_moment() -> None:
    assert {sector for one in HELD.profiles.values() for sector in one.sectors} == set(LISTS.sectors)
    assert {school for one in HELD.moments.values() for school in one.school_types} == set(SchoolType)


@pytest.mark.parametrize("name", ["dreams.csv", "levels.csv", "moments.csv"])
def test_texts_are_plain(name: str) -> None:
    cells = texts_of(REFERENCE_FOLDER / "directions" / name)

    assert cells
    assert faults(cells) == []


@pytest.mark.parametrize(
    ("file", "where", "cells", "told"),
    [
        ("occupations.csv", {"id": "beroep:barista"}, {"id": "beroep:tovenaar"}, "is geen beroep"),
        ("occupations.csv", {"id": "beroep:barista"}, {"id": "doe:koken"}, "is geen beroep"),
        ("occupations.csv", {"id": "beroep:barista"}, {"id": "beroep:afwasser"}, "staat er al"),
        ("occupations.csv", {"id": "beroep:barista"}, {"sector": "koffie"}, "kolom sector"),
        ("occupations.csv", {"id": "beroep:barista"}, {"qualifications": "99999"}, "niet bekend"),
        ("dreams.csv", {"code": "vet"}, {"near": ""}, "kolom near"),
        ("dreams.csv", {"code": "vet"}, {"near": "beroep:tovenaar"}, "niet bekend"),
        ("dreams.csv", {"code": "vet"}, {"words": "dierenarts;;dokter"}, "staat niets"),
        ("dreams.csv", {"code": "vet"}, {"way": ""}, "kolom way"),
        ("dreams.csv", {"code": "vet"}, {"code": "nurse"}, "deze rij begint terwijl"),
        ("levels.csv", {"level": "2"}, {"level": "5"}, "van 1 tot en met 4"),
        ("levels.csv", {"level": "2"}, {"valid_to": "2020-01-01"}, "“2” heeft op 2026-11-22 geen rij"),
        ("terms.csv", {"code": "want_share"}, {"value": "1.1"}, "kolom value"),
        ("terms.csv", {"code": "places"}, {"value": "0"}, "kolom value"),
        ("terms.csv", {"code": "places"}, {"code": "plaatsen"}, "“places” heeft op"),
        ("profiles.csv", {"code": "zw"}, {"sectors": ""}, "kolom sectors"),
        ("profiles.csv", {"code": "zw"}, {"sectors": "zorgen"}, "niet bekend"),
        ("moments.csv", {"code": "apply"}, {"month": "13"}, "kolom month"),
        ("moments.csv", {"code": "apply"}, {"day": ""}, "kolom day"),
        ("moments.csv", {"code": "apply"}, {"school_types": "havo"}, "niet bekend"),
        ("moments.csv", {"code": "apply"}, {"school_types": ""}, "kolom school_types"),
        ("moments.csv", {"code": "apply"}, {"source_url": "wet"}, "dit is geen adres"),
    ],
)
def test_rows_that_cannot_be_right_are_refused(
    folder: Path, spoil: Callable[..., int], file: str, where: dict[str, str], cells: dict[str, str], told: str
) -> None:
    spoil(f"directions/{file}", where, **cells)

    with pytest.raises(ReferenceDataError, match=told):
        read_directions(folder, LISTS, on=TODAY)

"""Qualifications come back from the database as they went in."""

from dataclasses import replace
from datetime import date

from career.qualification import Qualification
from services.unit_of_work import House

BAKER = Qualification(
    code="25170",
    code_scheme="crebo",
    name="Uitvoerend bakker",
    level=2,
    sector="voeding",
    valid_from=date(2016, 8, 1),
    work_process_ids=("wp:2", "wp:1"),
    equivalent_codes=("25168",),
)


def test_qualification_kept_comes_back_the_same(house: House) -> None:
    with house.writing() as work:
        n_written = work.qualifications.upsert([BAKER])

    with house.reading() as work:
        assert n_written == work.qualifications.count() == 1
        assert work.qualifications.get("25170") == BAKER
        assert work.qualifications.get("00000") is None


def test_qualification_kept_again_is_changed(house: House) -> None:
    ended = replace(BAKER, valid_until=date(2027, 8, 1))
    with house.writing() as work:
        work.qualifications.upsert([BAKER])

    with house.writing() as work:
        work.qualifications.upsert([ended])

    with house.reading() as work:
        assert work.qualifications.all() == (ended,)

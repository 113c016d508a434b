"""Employers, sites and recognitions come back from the database as they went in."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from employer_toolkit.recognition import RecognitionStatus
from services.unit_of_work import ConflictError, House
from storage.rows import Written
from tests.databases import queries_counted
from tests.factories import make_employer, make_recognition, make_site

EMPLOYER = make_employer(kvk="12345678")
SITE = make_site(EMPLOYER.id)
ELSEWHERE = make_site(EMPLOYER.id, "vestiging-2", latitude=None, longitude=None)
RECOGNITION = make_recognition(SITE.id, valid_until=date(2028, 1, 1), status=RecognitionStatus.SUSPENDED)


def keep_all(house: House) -> None:
    with house.writing() as work:
        work.employers.add_all([EMPLOYER], new_sites=[SITE, ELSEWHERE], new_recognitions=[RECOGNITION])


def test_employer_with_sites_and_recognitions_comes_back_the_same(house: House) -> None:
    keep_all(house)

    with house.reading() as work:
        assert work.employers.get(EMPLOYER.id) == work.employers.by_reference(EMPLOYER.reference) == EMPLOYER
        assert work.employers.all() == (EMPLOYER,)
        assert work.employers.count() == 1
        assert work.employers.site(SITE.id) == work.employers.site_by_reference(SITE.reference) == SITE
        assert work.employers.sites() == work.employers.sites(EMPLOYER.id) == (SITE, ELSEWHERE)
        assert work.employers.recognitions() == work.employers.recognitions(SITE.id) == (RECOGNITION,)


def test_some_employers_sites_and_recognitions_come_without_the_unknown(house: House) -> None:
    keep_all(house)

    with house.reading() as work:
        assert work.employers.some([uuid4(), EMPLOYER.id]) == (EMPLOYER,)
        assert work.employers.some_sites([ELSEWHERE.id, SITE.id, uuid4()]) == (SITE, ELSEWHERE)
        assert work.employers.some_recognitions([SITE.id, ELSEWHERE.id]) == (RECOGNITION,)


@pytest.mark.parametrize("n_asked", [1, 3])
def test_employers_and_sites_cost_as_many_queries_for_three_as_for_one(house: House, n_asked: int) -> None:
    employers = [make_employer(f"werkgever-{n}") for n in range(3)]
    sites = [make_site(employer.id, f"vestiging-{employer.reference}") for employer in employers]
    with house.writing() as work:
        work.employers.add_all(employers, new_sites=sites, new_recognitions=[make_recognition(s.id) for s in sites])

    with house.reading() as work:
        work.employers.count()
        with queries_counted() as queries:
            found = work.employers.some([employer.id for employer in employers[:n_asked]])
            work.employers.some_sites([site.id for site in sites[:n_asked]])
            work.employers.some_recognitions([site.id for site in sites[:n_asked]])

    assert (len(found), len(queries)) == (n_asked, 3)


def test_what_is_not_there_is_none_or_empty(house: House) -> None:
    keep_all(house)

    with house.reading() as work:
        assert work.employers.get(uuid4()) is None
        assert work.employers.site(uuid4()) is None
        assert work.employers.site_by_reference("nergens") is None
        assert work.employers.sites(uuid4()) == ()
        assert work.employers.recognitions(ELSEWHERE.id) == ()


def test_employer_site_and_recognition_saved_again_are_changed(house: House) -> None:
    keep_all(house)
    renamed = replace(EMPLOYER, name="Bakkerij De Zon", kvk=None)
    moved = replace(SITE, municipality="Kampen")
    renewed = replace(RECOGNITION, status=RecognitionStatus.ACTIVE, valid_until=None)

    with house.writing() as work:
        work.employers.save(renamed)
        work.employers.save_site(moved)
        work.employers.save_recognition(renewed)

    with house.reading() as work:
        assert work.employers.all() == (renamed,)
        assert work.employers.sites() == (moved, ELSEWHERE)
        assert work.employers.recognitions() == (renewed,)


def test_site_of_an_employer_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(ConflictError), house.writing() as work:
        work.employers.save_site(make_site(uuid4()))


def test_employers_upserted_with_other_ids_keep_their_own_and_lead_sites_along(house: House) -> None:
    keep_all(house)
    other = replace(EMPLOYER, id=uuid4(), name="Bakkerij De Zon")
    other_site = replace(SITE, id=uuid4(), employer_id=other.id)
    renewed = replace(RECOGNITION, site_id=other_site.id, status=RecognitionStatus.ACTIVE)

    with house.writing() as work:
        written = work.employers.upsert([other], given_sites=[other_site], given_recognitions=[renewed])

    assert written == Written(n_replaced=1)
    with house.reading() as work:
        assert work.employers.all() == (replace(other, id=EMPLOYER.id),)
        assert work.employers.sites() == (SITE, ELSEWHERE)
        assert work.employers.recognitions() == (replace(renewed, site_id=SITE.id),)

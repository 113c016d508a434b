"""Postcode areas come back from the database as they went in, and the nearest one is found."""

from services.unit_of_work import House
from storage.postcodes import PostcodeArea

ZWOLLE = PostcodeArea(postcode4="8011", latitude=52.512, longitude=6.094, municipality="Zwolle")
KAMPEN = PostcodeArea(postcode4="8261", latitude=52.555, longitude=5.911, municipality="Kampen")


def test_postcode_area_kept_comes_back_the_same(house: House) -> None:
    with house.writing() as work:
        n_written = work.postcodes.upsert([KAMPEN, ZWOLLE])

    with house.reading() as work:
        assert n_written == work.postcodes.count() == 2
        assert work.postcodes.get("8011") == ZWOLLE
        assert work.postcodes.centroid("8261") == (52.555, 5.911)
        assert work.postcodes.centroid("1000") is None
        assert work.postcodes.all() == (ZWOLLE, KAMPEN)


def test_nearest_area_counts_a_degree_east_as_shorter_than_one_north(house: House) -> None:
    # From 52.0, 5.0: one degree north is 111 km, 1.2 degrees east at that latitude 82 km.
    north = PostcodeArea(postcode4="1001", latitude=53.0, longitude=5.0, municipality="Noord")
    east = PostcodeArea(postcode4="1002", latitude=52.0, longitude=6.2, municipality="Oost")
    with house.writing() as work:
        work.postcodes.upsert([north, east])

    with house.reading() as work:
        assert work.postcodes.nearest(latitude=52.0, longitude=5.0) == east


def test_nearest_area_of_none_is_none(house: House) -> None:
    with house.reading() as work:
        assert work.postcodes.nearest(latitude=52.0, longitude=5.0) is None

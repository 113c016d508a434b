"""Pictures drawn on the server: right, readable without seeing, and safe."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.drawing import MapPoint, bar, distance_map, ring, week

degrees = st.floats(min_value=-0.6, max_value=0.6)
points = st.lists(st.tuples(degrees, degrees), min_size=1, max_size=12)


def drawn(places: list[tuple[float, float]]) -> str:
    return distance_map(
        home_label="Zwolle",
        latitude=52.5,
        longitude=6.1,
        places=[
            MapPoint(latitude=52.5 + north, longitude=6.1 + east, number=n, town="Ens", title="Kok", href=f"#plek-{n}")
            for n, (north, east) in enumerate(places, start=1)
        ],
    )


def spots(picture: str) -> list[tuple[float, float]]:
    found = re.findall(r'map__place" cx="([\d.]+)" cy="([\d.]+)"', picture)
    return [(float(x), float(y)) for x, y in found]


@pytest.mark.parametrize(
    ("value", "low", "high", "sure", "most"),
    [(0.5, None, None, "50.0", "50.0"), (0.5, 0.2, 0.9, "20.0", "90.0"), (1.7, None, None, "100.0", "100.0")],
)
def test_bar_shows_what_is_sure_and_what_may_be(
    value: float, low: float | None, high: float | None, sure: str, most: str
) -> None:
    picture = bar(value, low, high)

    assert f'bar__fill" width="{sure}"' in picture
    assert f'bar__maybe" width="{most}"' in picture


def test_ring_of_a_score_that_is_wholly_known_has_no_lighter_arc() -> None:
    assert "ring__maybe" not in ring(80, 80)
    assert "ring__maybe" in ring(80, 90)


def test_week_fills_the_working_days_and_says_them() -> None:
    picture = week({1: ("9", "16.30"), 3: ("9", "12")}, "Werkdagen: maandag en woensdag")

    assert picture.count("week__box--on") == 2
    assert "– 16.30" in picture
    assert 'aria-label="Werkdagen: maandag en woensdag"' in picture


def test_place_to_the_north_east_is_drawn_up_and_right() -> None:
    ((x, y),) = spots(drawn([(0.2, 0.2)]))

    assert x > 200
    assert y < 200


def test_labels_are_escaped() -> None:
    point = MapPoint(latitude=52.6, longitude=6.1, number=1, town="<b>", title='"><script>', href="#plek-1")
    picture = distance_map(home_label="<i>", latitude=52.5, longitude=6.1, places=[point])

    assert "<b>" not in picture
    assert "<script>" not in picture
    assert "<i>" not in picture


@settings(deadline=None)  # a machine that is busy elsewhere is no fault of the map
@given(places=points)
def test_every_map_is_well_formed_and_every_marker_inside_it(places: list[tuple[float, float]]) -> None:
    picture = drawn(places)

    assert ElementTree.fromstring(picture).tag == "svg"
    assert len(spots(picture)) == len(places)
    assert all(0 <= x <= 400 and 0 <= y <= 400 for x, y in spots(picture))


@settings(deadline=None)  # a machine that is busy elsewhere is no fault of the map
@given(places=st.lists(st.tuples(degrees, degrees), min_size=2, max_size=6))
def test_the_same_places_give_the_same_picture(places: list[tuple[float, float]]) -> None:
    assert drawn(places) == drawn(places)


def test_places_at_one_address_lie_side_by_side() -> None:
    a, b = spots(drawn([(0.1, 0.1), (0.1, 0.1)]))

    assert (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 > 20**2

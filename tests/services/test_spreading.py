"""Spreading lists of real students and places: off is off, promises hold, and both sides are told."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Exposure, Ranking, rank, spread
from services.files.faults import FileRefusedError
from services.markets import Market
from services.matching_files import Direction, MatchSummary, match_files
from services.reference import load_reference
from services.sample_files import write_sample
from services.spreading import places_spread
from tests.strategies import TODAY, People, make_market, markets

REFERENCE = load_reference(TODAY)
SAMPLE_DAY = date(2026, 11, 22)


def market_of(people: People) -> Market:
    return Market.build(people.students, people.offers, reference=REFERENCE, today=TODAY)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(n_students=300, n_placements=80, seed=5, out=folder, today=SAMPLE_DAY)
    return folder


def match(sample: Path, out: Path, **asked: object) -> MatchSummary:
    return match_files(
        students=sample / "students.csv",
        placements=sample / "placements.csv",
        out=out,
        today=SAMPLE_DAY,
        **{"top": 3, **asked},  # type: ignore[arg-type]
    )


def lines(out: Path) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Give the lines of each list."""
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    with out.open(encoding="utf-8", newline="") as opened:
        for line in csv.DictReader(opened):
            owner = line["student"] if line["direction"] == "places" else line["placement"]
            found.setdefault((line["direction"], owner), []).append(line)
    return found


def shown(market: Market, ranking: Ranking) -> Iterator[tuple[str, str, int, float]]:
    """Name what is on the lists."""
    for student, placement, position, score in zip(
        ranking.student_ix, ranking.placement_ix, ranking.rank, ranking.score, strict=True
    ):
        yield (
            str(market.students[student].id),
            str(market.offers[placement].placement.id),
            int(position),
            float(score),
        )


@settings(max_examples=30, deadline=None)
@given(markets(n_students=20, n_offers=20), st.integers(1, 4))
def test_strength_zero_gives_the_bytes_of_the_plain_ranking(people: People, top: int) -> None:
    market = market_of(people)

    done = spread(market.places_for(top=3 * top), exposure=Exposure(strength=0.0), top=top).ranking

    plain = market.places_for(top=top)
    for name in ("seeker_ix", "offsets", "found_ix", "score", "rank"):
        assert getattr(done, name).tobytes() == getattr(plain, name).tobytes()


@settings(max_examples=30, deadline=None)
@given(markets(n_students=20, n_offers=20), st.integers(1, 4), st.integers(0, 2**32))
def test_order_of_students_and_places_changes_nothing(people: People, top: int, seed: int) -> None:
    rng = Random(seed)
    mixed = People(
        students=tuple(rng.sample(people.students, len(people.students))),
        offers=tuple(rng.sample(people.offers, len(people.offers))),
    )
    exposure = Exposure(strength=0.7, most_loss=0.2)

    one, other = (
        (market, places_spread(market, exposure=exposure, top=top)) for market in map(market_of, (people, mixed))
    )

    assert sorted(shown(one[0], one[1].ranking)) == sorted(shown(other[0], other[1].ranking))
    assert one[1].report == other[1].report
    assert one[1].least_above_room == other[1].least_above_room


def test_places_that_went_away_count_for_nothing() -> None:
    people = make_market(Random(12), n_students=60, n_offers=30)
    whole, left = market_of(people), market_of(People(students=people.students, offers=people.offers[10:]))
    exposure, rows = Exposure(strength=0.7, most_loss=0.2), np.arange(60)

    index = whole.placement_index.changed(gone=range(10))
    done = spread(rank(index, rows, parameters=whole.parameters, top=9), exposure=exposure, top=3)

    expected = spread(left.places_for(top=9), exposure=exposure, top=3)
    assert list(shown(whole, done.ranking)) == list(shown(left, expected.ranking))
    assert done.report == expected.report


def test_lists_of_candidates_are_refused() -> None:
    market = market_of(make_market(Random(12), n_students=6, n_offers=6))

    with pytest.raises(ValueError, match="give lists of places"):
        spread(market.candidates_for(top=3), exposure=Exposure(strength=0.5), top=1)


def test_room_is_what_seats_and_cap_leave() -> None:
    market = market_of(make_market(Random(3), n_students=5, n_offers=40))
    exposure = Exposure(strength=1.0, contacts_per_seat=2.0)

    room = exposure.room(market.placement_table)

    for found, offer in zip(room, market.offers, strict=True):
        placement = offer.placement
        seats = placement.seats_left if placement.state == "open" else 0
        most = min(2 * seats, placement.max_open_contacts * max(placement.seats_left, 1)) - placement.open_contacts
        assert found == (max(most, 0) if seats else 0)
    assert len(set(room.tolist())) > 2


def test_off_writes_the_same_bytes_and_says_nothing(sample: Path, tmp_path: Path) -> None:
    match(sample, tmp_path / "zonder.csv")
    done = match(sample, tmp_path / "uit.csv", spread=0.0, most_loss=0.5)

    assert (tmp_path / "uit.csv").read_bytes() == (tmp_path / "zonder.csv").read_bytes()
    assert done.spread_lines == ()


def test_each_line_keeps_its_promise_and_candidates_stay(sample: Path, tmp_path: Path) -> None:
    match(sample, tmp_path / "zonder.csv", direction=Direction.BOTH)
    match(sample, tmp_path / "met.csv", direction=Direction.BOTH, spread=0.5, most_loss=0.1)

    plain, spread_out = lines(tmp_path / "zonder.csv"), lines(tmp_path / "met.csv")

    assert spread_out.keys() == plain.keys()
    assert spread_out != plain
    for (direction, owner), mine in spread_out.items():
        before = plain[direction, owner]
        assert [line["rank"] for line in mine] == [line["rank"] for line in before]
        assert len({(line["student"], line["placement"]) for line in mine}) == len(mine)
        if direction == "candidates":
            assert mine == before
        for one, other in zip(mine, before, strict=True):
            assert float(one["score"]) >= (1.0 - 0.1) * float(other["score"])


def test_summary_tells_both_sides_and_the_version(sample: Path, tmp_path: Path) -> None:
    done = match(sample, tmp_path / "met.csv", spread=0.5)

    assert done.version.endswith("/exposure-1:0.5:0.05:0.4:3.0")
    assert done.spread_lines[0].startswith("Gespreid met kracht 0,5; elke regel hoogstens 5,0% minder score.")
    assert done.spread_lines[1].split() == ["zonder", "met"]
    assert [line.split("  ")[1] for line in done.spread_lines[2:8]] == [
        "Contacten waarvoor geen ruimte is",
        "Plekken die op geen lijst staan",
        "Drukste plek: contacten per ruimte",
        "Verdeling (0 gelijk, 1 alles op één plek)",
        "Gemiddelde score, eerste regel",
        "Gemiddelde score, eerste 3 regels",
    ]
    without, spread_out = (float(cell.rstrip("%").replace(",", ".")) for cell in done.spread_lines[2].split()[-2:])
    assert spread_out < without


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"spread": 1.5}, "er is 1.5 gevraagd; geef een getal van 0 tot en met 1"),
        ({"spread": 0.5, "most_loss": float("nan")}, "geef een getal van 0 tot en met 1"),
        ({"spread": 0.5, "top": 101}, "er is om 101 regels per lijst gevraagd; bij spreiden is 100 het meeste"),
        ({"spread": 0.5, "direction": Direction.CANDIDATES}, "geef --direction places of both"),
    ],
)
def test_wrong_spreading_is_refused_before_anything_is_read(
    sample: Path, tmp_path: Path, asked: dict[str, object], says: str
) -> None:
    with pytest.raises(FileRefusedError, match=says):
        match(sample, tmp_path / "uit.csv", **asked)

    assert list(tmp_path.iterdir()) == []


def test_nobody_loses_more_than_was_allowed(sample: Path, tmp_path: Path) -> None:
    market = market_of(make_market(Random(11), n_students=120, n_offers=30))

    done = places_spread(market, exposure=Exposure(strength=1.0, most_loss=0.08), top=3)

    plain = market.places_for(top=3)
    assert (done.ranking.score >= (1.0 - 0.08) * plain.score).all()
    assert np.array_equal(done.ranking.offsets, plain.offsets)
    assert done.report.spread.above_room < done.report.plain.above_room
    assert done.least_above_room <= done.report.spread.above_room

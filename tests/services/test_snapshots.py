"""A snapshot gives the bytes of the market it came from, in every process that opens it, and is whole or refused."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Strings
from services.files.faults import FileRefusedError
from services.markets import Market
from services.reference import load_reference
from services.snapshots import ABOUT, FORMAT, open_snapshot, save_snapshot
from tests.strategies import TODAY, People, make_market

ROOT = Path(__file__).parents[2]
PEOPLE = make_market(Random(4), n_students=40, n_offers=40)


def market_of(people: People = PEOPLE) -> Market:
    return Market.build(people.students, people.offers, reference=load_reference(TODAY), today=TODAY, seed=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_snapshot(market_of(), tmp_path / "stand")
    return tmp_path / "stand"


def told(market: Market) -> list[str]:
    """Give every line of both directions: references, and all figures as bytes."""
    lines = []
    for ranking in (market.places_for(top=5), market.candidates_for(top=5)):
        scores = market.scores(ranking.pairs())
        for at, (s, p) in enumerate(zip(ranking.student_ix.tolist(), ranking.placement_ix.tolist(), strict=True)):
            figures = (scores.score, scores.score_low, scores.score_high, scores.contributions, scores.verdicts)
            names = f"{market.students[s].reference} {market.offers[p].placement.reference}"
            lines.append(f"{names} {b''.join(column[at].tobytes() for column in figures).hex()}")
    return sorted(lines)


LOOK = """
import sys
from pathlib import Path
from services.snapshots import open_snapshot

found = open_snapshot(Path(sys.argv[1]))
for ranking in (found.places_for(top=5), found.candidates_for(top=5)):
    scores = found.scores(ranking.pairs())
    for at, (s, p) in enumerate(zip(ranking.student_ix.tolist(), ranking.placement_ix.tolist())):
        figures = (scores.score, scores.score_low, scores.score_high, scores.contributions, scores.verdicts)
        names = f"{found.student_references[s]} {found.placement_references[p]}"
        print(f"{names} {b''.join(column[at].tobytes() for column in figures).hex()}")
print(found.version, file=sys.stderr)
"""


def process(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_two_processes_that_map_one_snapshot_give_the_bytes_of_the_market(folder: Path) -> None:
    both = [process(LOOK, str(folder)) for _ in range(2)]

    answers = [one.communicate(timeout=120) for one in both]

    assert [one.returncode for one in both] == [0, 0], answers
    for lines, version in answers:
        assert sorted(lines.splitlines()) == told(market_of())
        assert version.strip() == market_of().version
    assert len(answers[0][0].splitlines()) > 100


def test_opened_arrays_are_read_from_the_file_and_nobody_can_change_them(folder: Path) -> None:
    opened = open_snapshot(folder)

    for array in (opened.student_table.rows, opened.placement_table.requirements, opened.student_references.text):
        assert not array.flags.writeable
        assert isinstance(array.base, np.memmap | memoryview) or isinstance(array.base.base, np.memmap)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 2**32), n_changes=st.integers(0, 8))
def test_market_that_followed_changes_is_saved_as_the_same_bytes_as_a_fresh_one(
    tmp_path_factory: pytest.TempPathFactory, seed: int, n_changes: int
) -> None:
    folder = tmp_path_factory.mktemp("stand")
    people = make_market(Random(seed), n_students=10, n_offers=10)
    rng = Random(seed)
    market = market_of(people)
    for _ in range(n_changes):
        market = market.with_changes(students=[rng.choice(people.students)], offers=[rng.choice(people.offers)])

    followed, fresh = save_snapshot(market, folder / "a"), save_snapshot(market_of(people), folder / "b")

    assert followed == fresh


def test_empty_market_can_be_saved_and_opened(tmp_path: Path) -> None:
    save_snapshot(market_of(People((), ())), tmp_path / "leeg")

    opened = open_snapshot(tmp_path / "leeg")

    assert (len(opened.places_for(top=3)), len(opened.candidates_for(top=3))) == (0, 0)
    assert list(opened.student_references) == []


def test_snapshot_holds_no_name_and_no_school(tmp_path: Path) -> None:
    hidden = ("Zebedeus", "Het Geheime Lyceum", "KLAS9X", "Bakkerij Onvindbaar", "Stage bij Onvindbaar")
    student, offer = PEOPLE.students[0], PEOPLE.offers[0]
    student = replace(student, first_name=hidden[0], school=hidden[1], group=hidden[2])
    offer = replace(
        offer,
        employer=replace(offer.employer, name=hidden[3]),
        placement=replace(offer.placement, title=hidden[4]),
    )
    save_snapshot(market_of(People((student,), (offer,))), tmp_path / "stand")

    content = b"".join(path.read_bytes() for path in (tmp_path / "stand").iterdir())

    assert student.reference.encode() in content  # there is something to look in
    assert [word for word in hidden if word.encode() in content or word.encode("utf-32-le") in content] == []


@pytest.mark.skipif(os.name != "posix", reason="rights of a folder are those of POSIX")
def test_only_the_owner_can_open_the_folder(folder: Path) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700


# -- Whole, or refused -------------------------------------------------------------------------------------------------


def cut(folder: Path) -> None:
    rows = folder / "students.rows.npy"
    rows.write_bytes(rows.read_bytes()[:-40])


def flip(folder: Path) -> None:
    rows = folder / "placements.rows.npy"
    content = bytearray(rows.read_bytes())
    content[-9] ^= 1
    rows.write_bytes(content)


def lose(folder: Path) -> None:
    (folder / "student_index.entry_row.npy").unlink()


def add(folder: Path) -> None:
    np.save(folder / "more.npy", np.zeros(3))


def reseed(folder: Path) -> None:
    about = json.loads((folder / ABOUT).read_text())
    (folder / ABOUT).write_text(json.dumps({**about, "seed": about["seed"] + 1}))


def pickled(folder: Path) -> None:
    np.save(folder / "students.goals.npy", np.array([{}], dtype=object), allow_pickle=True)


def forget(folder: Path) -> None:
    (folder / ABOUT).write_text(json.dumps({"product": "plekwijzer", "format": FORMAT}))


@pytest.mark.parametrize("harm", [cut, flip, lose, add, reseed, pickled, forget], ids=lambda harm: harm.__name__)
def test_damaged_snapshot_is_refused(folder: Path, harm: Callable[[Path], None]) -> None:
    harm(folder)

    assert refusal_of(folder) == "stand: deze momentopname is beschadigd; maak een nieuwe."


def refusal_of(folder: Path) -> str:
    with pytest.raises(FileRefusedError) as refused:
        open_snapshot(folder)
    (sentence,) = refused.value.sentences()
    return sentence


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        (None, "stand: hier staat geen momentopname; maak er een met plekwijzer snapshot."),
        ("{", f"stand: {ABOUT} is beschadigd; maak een nieuwe momentopname."),
        ("[1]", "stand: dit is geen momentopname van Plekwijzer."),
        ('{"product": "iets anders"}', "stand: dit is geen momentopname van Plekwijzer."),
        (
            '{"product": "plekwijzer", "format": 999}',
            f"stand: deze momentopname heeft vorm 999, deze versie leest vorm {FORMAT}; "
            "maak een nieuwe met deze versie.",
        ),
    ],
    ids=["nothing", "half", "list", "foreign", "newer"],
)
def test_folder_that_is_no_snapshot_of_this_version_is_refused(folder: Path, about: str | None, expected: str) -> None:
    (folder / ABOUT).unlink()
    if about is not None:
        (folder / ABOUT).write_text(about)

    assert refusal_of(folder) == expected


def test_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "hier staat geen momentopname" in refusal_of(tmp_path / "weg")


def test_rows_that_point_beyond_their_lists_are_refused_even_with_the_right_digest(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = np.load(folder / "students.rows.npy")
    rows["levels_n"] += 10_000
    np.save(folder / "students.rows.npy", rows)
    about = json.loads((folder / ABOUT).read_text())
    monkeypatch.setattr("services.snapshots._digest", lambda folder, told: about["sha256"])

    assert refusal_of(folder) == "stand: deze momentopname is beschadigd; maak een nieuwe."


def test_snapshot_is_never_written_over(folder: Path) -> None:
    before = (folder / ABOUT).read_bytes()

    with pytest.raises(FileRefusedError, match="kies een andere naam"):
        save_snapshot(market_of(People((), ())), folder)

    assert (folder / ABOUT).read_bytes() == before
    assert [path.name for path in folder.parent.iterdir()] == ["stand"]


def test_error_while_saving_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("services.snapshots._digest", full)

    with pytest.raises(FileRefusedError, match="de schijf is vol"):
        save_snapshot(market_of(), tmp_path / "stand")

    assert list(tmp_path.iterdir()) == []


KILLED = """
import sys, time
from pathlib import Path
import services.snapshots
from tests.services.test_snapshots import market_of

def wait(*_):
    print("halfway", flush=True)
    time.sleep(60)

services.snapshots._digest = wait
services.snapshots.save_snapshot(market_of(), Path(sys.argv[1]))
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_kill_while_saving_leaves_no_half_snapshot_and_does_not_stand_in_the_way(tmp_path: Path) -> None:
    saving = process(KILLED, str(tmp_path / "stand"))
    assert saving.stdout is not None
    assert saving.stdout.readline() == "halfway\n"
    saving.send_signal(signal.SIGKILL)
    saving.communicate(timeout=60)

    assert not (tmp_path / "stand").exists()
    save_snapshot(market_of(), tmp_path / "stand")
    assert open_snapshot(tmp_path / "stand").version == market_of().version


def test_references_come_back_one_by_one_and_in_slices() -> None:
    kept = Strings.of(["a", "", "ééé", "leerling-4"])

    assert (list(kept), kept[-1], kept[1:3]) == (["a", "", "ééé", "leerling-4"], "leerling-4", ["", "ééé"])
    with pytest.raises(IndexError):
        kept[4]

"""Matching two files: what the lines hold, and that they add up."""

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.files.faults import FileRefusedError
from services.files.known import Known
from services.files.placements import read_placements
from services.files.students import read_students
from services.markets import Market
from services.matching_files import COMPONENTS, Direction, match_files, match_snapshot
from services.reference import load_reference
from services.sample_files import write_sample
from services.snapshots import save_snapshot

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    write_sample(n_students=120, n_placements=60, seed=5, out=folder, today=TODAY)
    return folder


def matched(sample: Path, out: Path, **asked: object) -> list[dict[str, str]]:
    match_files(
        students=sample / "students.csv",
        placements=sample / "placements.csv",
        out=out,
        top=5,
        today=TODAY,
        **asked,  # type: ignore[arg-type]
    )
    with out.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def test_contributions_add_up_to_both_fits_to_the_last_bit(sample: Path, tmp_path: Path) -> None:
    lines = matched(sample, tmp_path / "uit.csv")

    assert lines
    for line in lines:
        parts = [float(line[f"contribution_{name}"]) for name in COMPONENTS]
        fits = [0.0, 0.0]
        for ix, part in enumerate(parts):
            fits[ix >= 5] += part
        assert fits == [float(line["fit_student"]), float(line["fit_placement"])]
        assert float(line["low"]) <= float(line["score"]) <= float(line["high"])


def test_ranks_count_up_while_scores_go_down(sample: Path, tmp_path: Path) -> None:
    lines = matched(sample, tmp_path / "uit.csv")
    lists: dict[str, list[tuple[int, float]]] = {}
    for line in lines:
        lists.setdefault(line["student"], []).append((int(line["rank"]), float(line["score"])))

    assert all([rank for rank, _ in pairs] == list(range(1, len(pairs) + 1)) for pairs in lists.values())
    assert all(sorted(pairs, key=lambda pair: -pair[1]) == pairs for pairs in lists.values())


def test_every_line_has_a_reason(sample: Path, tmp_path: Path) -> None:
    assert [line for line in matched(sample, tmp_path / "uit.csv") if not line["reasons"].endswith(".")] == []


def test_both_directions_stand_in_one_file(sample: Path, tmp_path: Path) -> None:
    lines = matched(sample, tmp_path / "uit.csv", direction=Direction.BOTH)

    assert {line["direction"] for line in lines} == {"places", "candidates"}


def test_the_same_question_gives_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        matched(sample, tmp_path / name, seed=7)

    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_json_lines_say_the_same_as_csv(sample: Path, tmp_path: Path) -> None:
    lines = matched(sample, tmp_path / "uit.csv")
    match_files(
        students=sample / "students.csv",
        placements=sample / "placements.csv",
        out=tmp_path / "uit.jsonl",
        top=5,
        today=TODAY,
    )

    read = [json.loads(line) for line in (tmp_path / "uit.jsonl").read_text("utf-8").splitlines()]

    assert [(r["student"], r["placement"], str(r["score"]), r["reasons"]) for r in read] == [
        (line["student"], line["placement"], line["score"], line["reasons"]) for line in lines
    ]
    assert [list(r["contributions"]) for r in read] == [COMPONENTS] * len(read)


def test_wrong_row_is_left_out_unless_strict(sample: Path, tmp_path: Path) -> None:
    text = (sample / "students.csv").read_text("utf-8")
    broken = tmp_path / "students.csv"
    broken.write_text(text + "X,1\n", "utf-8")
    asked = {"students": broken, "placements": sample / "placements.csv", "top": 5, "today": TODAY}

    done = match_files(**asked, out=tmp_path / "uit.csv")  # type: ignore[arg-type]
    with pytest.raises(FileRefusedError):
        match_files(**asked, out=tmp_path / "streng.csv", is_strict=True)  # type: ignore[arg-type]

    assert (done.n_students, done.n_faults) == (120, 1)
    assert done.fault_lines == ("students.csv, rij 122: deze rij heeft 2 cellen en de kopregel 30; maak ze gelijk.",)
    assert not (tmp_path / "streng.csv").exists()


@pytest.mark.parametrize(("name", "says"), [("uit.xlsx", "csv of .jsonl"), ("students.csv", "invoerbestand")])
def test_outcome_that_cannot_be_written_is_refused_first(sample: Path, name: str, says: str) -> None:
    before = (sample / "students.csv").read_bytes()

    with pytest.raises(FileRefusedError, match=says):
        match_files(
            students=sample / "students.csv",
            placements=sample / "placements.csv",
            out=sample / name,
            top=5,
            today=TODAY,
        )

    assert (sample / "students.csv").read_bytes() == before


def test_sample_with_the_same_seed_and_day_is_the_same(sample: Path, tmp_path: Path) -> None:
    write_sample(n_students=120, n_placements=60, seed=5, out=tmp_path / "nieuw", today=TODAY)

    for name in ("students.csv", "placements.csv"):
        assert (tmp_path / "nieuw" / name).read_bytes() == (sample / name).read_bytes()


def test_sample_without_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="geef 1 tot en met"):
        write_sample(n_students=0, n_placements=1, seed=1, out=tmp_path, today=TODAY)


@pytest.mark.parametrize("name", ["uit.csv", "uit.jsonl"])
def test_lines_of_a_snapshot_are_those_of_the_files(sample: Path, tmp_path: Path, name: str) -> None:
    known = Known(reference=load_reference(TODAY), catalogue=load_reference(TODAY).catalogue, centroids={}, today=TODAY)
    market = Market.build(
        read_students(sample / "students.csv", known=known).values,
        read_placements(sample / "placements.csv", known=known).values,
        reference=load_reference(TODAY),
        today=TODAY,
    )
    save_snapshot(market, tmp_path / "stand")

    done = match_snapshot(snapshot=tmp_path / "stand", out=tmp_path / name, top=5, direction=Direction.BOTH)
    matched_files = match_files(
        students=sample / "students.csv",
        placements=sample / "placements.csv",
        out=tmp_path / f"bestanden-{name}",
        top=5,
        today=TODAY,
        direction=Direction.BOTH,
    )

    lines = [sorted((tmp_path / n).read_text("utf-8").splitlines()) for n in (name, f"bestanden-{name}")]
    assert lines[0] == lines[1]
    assert replace(done, notes=()) == replace(matched_files, notes=())
    assert done.notes == ("De momentopname is van 22 november 2026.",)

"""Linking by files: what is written, that it is the same each time, and what is refused before long work."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matching import Linker
from services.files.faults import FileRefusedError
from services.linking import bulk
from services.linking.bulk import evaluate_files, link_files, train_on_files
from services.linking.knowledge import catalogue_labels
from services.linking.model_files import open_linker, save_linker
from services.reference import load_lists
from tests.linkers import QUERIES, TINY_KNOWLEDGE, WORK, tiny_linker

Told = list[tuple[str, int, int]]
COLUMNS = ["query_id", "label_id", "score", "rank"]


@pytest.fixture(autouse=True)
def learning_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Learn for a moment, and from few words: what is learned is measured elsewhere."""
    monkeypatch.setattr(bulk, "read_knowledge", lambda _: TINY_KNOWLEDGE)
    monkeypatch.setattr("matching.linking.schooling.FEWEST_STEPS", 20)
    monkeypatch.setattr("matching.linking.schooling.MOST_STEPS", 20)


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    lines = [f"{concept}#{place}\t{text}\t{concept}\t{int(place == 0)}"
             for concept, texts in WORK.items() for place, text in enumerate(texts)]  # fmt: skip
    path = tmp_path / "labels.tsv"
    path.write_text("\n".join(["id\ttext\tconcept\tpreferred", *lines]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.tsv"
    asked = [text for text in QUERIES if text]
    path.write_text("".join(f"Q{number}\t{text}\n" for number, text in enumerate(asked)), encoding="utf-8")
    return path


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "klein.model"
    save_linker(tiny_linker(), path)
    return path


def quiet(stage: str, done: int, total: int) -> None:
    pass


def linked(out: Path, **arguments: Any) -> list[list[str]]:
    """Link, and give the lines that were written."""
    n_lines = link_files(**{"labels": [], "model": None, "top": 3, "told": quiet, "out": out, **arguments})
    with out.open(encoding="utf-8", newline="") as opened:
        header, *lines = csv.reader(opened, delimiter="\t" if out.suffix == ".tsv" else ",")
    assert header == [*COLUMNS, "confidence"][: len(header)]
    assert len(lines) == n_lines
    return lines


def refusal(act: Callable[[], Any]) -> str:
    with pytest.raises(FileRefusedError) as refused:
        act()
    return refused.value.sentences()[0]


# -- Training ----------------------------------------------------------------------------------------------------------


def test_training_says_what_it_made(labels: Path, tmp_path: Path) -> None:
    out = tmp_path / "mijn.model"
    told: Told = []

    done = train_on_files(labels=[labels], out=out, seed=0, told=lambda *one: told.append(one), with_words=False)

    opened = open_linker(out)
    assert (done.n_labels, done.n_concepts) == (len(opened.labels), len(WORK))
    assert (done.n_bytes, done.version) == (out.stat().st_size, opened.version)
    assert done.seconds > 0
    assert told == [("Leren", number, 20) for number in range(1, 21)]


def test_same_seed_gives_the_same_file_and_another_seed_another(labels: Path, tmp_path: Path) -> None:
    files = []
    for number, (seed, n_threads) in enumerate([(0, 1), (0, 2), (1, 1)]):
        files.append(tmp_path / f"{number}.model")
        train_on_files(labels=[labels], out=files[-1], seed=seed, told=quiet, with_words=False, n_threads=n_threads)

    contents = [file.read_bytes() for file in files]
    assert contents[0] == contents[1] != contents[2]


def test_words_and_descriptions_are_learned_from(labels: Path, tmp_path: Path) -> None:
    described = tmp_path / "beschreven.csv"
    described.write_text("id,text,concept,description\nD1,kok,kok,Maakt gerechten klaar in de keuken.\n", "utf-8")
    versions = []
    for files, with_words in (([labels], False), ([labels], True), ([labels, described], False)):
        done = train_on_files(labels=files, out=tmp_path / "m", seed=0, told=quiet, with_words=with_words)
        versions.append(done.version)

    assert len(set(versions)) == 3


def test_training_without_labels_learns_the_catalogue(tmp_path: Path) -> None:
    done = train_on_files(labels=[], out=tmp_path / "m", seed=0, told=quiet, with_words=False)

    labels = catalogue_labels(load_lists())
    assert (done.n_labels, done.n_concepts) == (len(labels), len(labels.concepts))
    assert done.n_bytes < 25_000_000


# -- Linking -----------------------------------------------------------------------------------------------------------


def test_lines_are_the_closest_labels_in_order(queries: Path, model: Path, tmp_path: Path) -> None:
    lines = linked(tmp_path / "uit.csv", queries=queries, model=model, top=4)

    asked = [text for text in QUERIES if text]
    ranked = tiny_linker().ranked(asked, n=4)
    ids = tiny_linker().labels.ids
    assert lines == [
        [f"Q{number}", ids[int(row)], f"{score:.6f}", str(rank)]
        for number in range(len(asked))
        for rank, (row, score) in enumerate(zip(ranked.rows[number], ranked.scores[number], strict=True), 1)
    ]
    assert ids[int(ranked.rows[0, 0])] == lines[0][1] == "bakker#0"


def test_name_of_the_outcome_says_what_stands_between_the_cells(queries: Path, model: Path, tmp_path: Path) -> None:
    in_csv, in_tsv = (linked(tmp_path / name, queries=queries, model=model) for name in ("uit.csv", "uit.tsv"))

    assert in_csv == in_tsv
    assert (tmp_path / "uit.tsv").read_text("utf-8").startswith("query_id\tlabel_id\tscore\trank\n")


def test_confidence_stands_there_when_it_is_asked_for(queries: Path, model: Path, tmp_path: Path) -> None:
    lines = linked(tmp_path / "uit.csv", queries=queries, model=model, with_confidence=True)

    sure = {(line[0], line[4]) for line in lines}
    assert len(sure) == len({line[0] for line in lines})
    assert ("Q0", "0.980") in sure


def test_confidence_is_not_reckoned_unasked(
    queries: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def reckon(*_: object, **__: object) -> None:
        raise AssertionError("this takes as long as the linking itself")

    monkeypatch.setattr(Linker, "chance", reckon)

    assert len(linked(tmp_path / "uit.csv", queries=queries, model=model, top=1)) > 0


def test_more_is_asked_than_there_is(queries: Path, model: Path, tmp_path: Path) -> None:
    n_labels, n_queries = len(tiny_linker().labels), len([text for text in QUERIES if text])

    assert len(linked(tmp_path / "uit.csv", queries=queries, model=model, top=1_000)) == n_labels * n_queries


def test_blocks_change_no_line(queries: Path, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = linked(tmp_path / "uit.csv", queries=queries, model=model)
    monkeypatch.setattr(bulk, "BLOCK", 7)
    told: Told = []

    in_blocks = linked(tmp_path / "uit.csv", queries=queries, model=model, told=lambda *one: told.append(one))

    assert in_blocks == whole
    assert told[-1] == ("Teksten koppelen", len(whole) // 3, len(whole) // 3)


def test_model_links_to_labels_that_it_never_saw(queries: Path, model: Path, tmp_path: Path) -> None:
    others = tmp_path / "andere.csv"
    others.write_text("id,text\nA,brood en banket bakken\nB,metaal lassen en slijpen\n", encoding="utf-8")

    lines = linked(tmp_path / "uit.csv", labels=[others], queries=queries, model=model, top=1)

    found = {line[0]: line[1] for line in lines}
    asked = [text for text in QUERIES if text]
    assert set(found.values()) == {"A", "B"}
    assert found[f"Q{asked.index('brood bakken')}"] == "A"
    assert found[f"Q{asked.index('constructielasser')}"] == "B"


def test_linking_without_a_model_learns_the_labels_first(labels: Path, queries: Path, tmp_path: Path) -> None:
    told: Told = []

    lines = linked(tmp_path / "uit.csv", labels=[labels], queries=queries, top=1, told=lambda *one: told.append(one))

    texts = list(tiny_linker().labels.texts)
    ids = list(tiny_linker().labels.ids)
    assert [line[1] for line in lines[: len(texts)]] == ids
    assert [stage for stage, _, _ in told] == ["Leren"] * 20 + ["Teksten koppelen"]


def test_text_that_a_spreadsheet_would_run_is_disarmed(model: Path, tmp_path: Path) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text("id,text\n=1+1,kok\n-3,kok\n", encoding="utf-8")

    lines = linked(tmp_path / "uit.csv", queries=queries, model=model, top=1)

    assert [line[0] for line in lines] == ["'=1+1", "-3"]


def test_no_query_gives_no_line(model: Path, tmp_path: Path) -> None:
    queries = tmp_path / "q.csv"
    queries.write_text("id,text\n", encoding="utf-8")

    assert linked(tmp_path / "uit.csv", queries=queries, model=model) == []


# -- Refused before long work ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("top", [0, -1, 1_001])
def test_top_out_of_bounds_is_refused(top: int, queries: Path, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit.csv"

    said = refusal(lambda: link_files(labels=[], queries=queries, out=out, top=top, model=model, told=quiet))

    assert said == "--top: geef een getal van 1 tot en met 1000."
    assert not out.exists()


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("weg/uit", "uit: schrijven kan hier niet (de map bestaat niet); kies een andere map."),
        ("map", "map: schrijven kan hier niet (dit is een map); kies een andere naam."),
    ],
)
def test_place_where_nothing_can_come_is_refused_before_learning(
    place: str, says: str, labels: Path, queries: Path, tmp_path: Path
) -> None:
    (tmp_path / "map").mkdir()
    out = tmp_path / place
    told: Told = []

    def tell(stage: str, done: int, total: int) -> None:
        told.append((stage, done, total))

    said = [
        refusal(lambda: train_on_files(labels=[labels], out=out, seed=0, told=tell)),
        refusal(lambda: link_files(labels=[labels], queries=queries, out=out, top=1, model=None, told=tell)),
    ]

    assert said == [says, says]
    assert told == []


@pytest.mark.parametrize("wrong", ["labels", "queries", "model"])
def test_wrong_file_is_refused_and_nothing_is_written(
    wrong: str, labels: Path, queries: Path, model: Path, tmp_path: Path
) -> None:
    files = {"labels": labels, "queries": queries, "model": model}
    files[wrong].write_text("niets\n", encoding="utf-8")
    out = tmp_path / "uit.csv"

    said = refusal(
        lambda: link_files(
            labels=[files["labels"]], queries=files["queries"], out=out, top=1, model=files["model"], told=quiet
        )
    )

    assert said.startswith(files[wrong].name)
    assert not out.exists()


# -- Measuring ---------------------------------------------------------------------------------------------------------


def test_evaluation_of_a_worked_example(model: Path, tmp_path: Path) -> None:
    labels, queries, right = (tmp_path / name for name in ("l.tsv", "q.tsv", "r.tsv"))
    labels.write_text("id\ttext\tconcept\tpreferred\na1\tkok\ta\t1\na2\tkokshulp\ta\t0\nb1\tlasser\tb\t1\n", "utf-8")
    queries.write_text("1\tkok\n2\tlasser\n3\tkokshulp\n4\tzonder oordeel\n", "utf-8")
    right.write_text(
        "1\t0\ta1\t1\n2\t0\ta1\t1\n2\t0\ta2\t0\n3\t0\ta1\t1\n3\t0\ta2\t1\n3\t0\tweg\t1\n5\t0\ta1\t1\n", "utf-8"
    )

    found = evaluate_files(labels=[labels], queries=queries, right=right, model=model, seeds=range(3), told=quiet)

    # The model is there, so it is measured once. Text 1 finds a1 first; text 2 is a label of the other concept, so a1
    # comes second or third; text 3 has both labels of its concept in front. Text 4 has no judgement.
    assert list(found) == [0]
    figures = found[0]
    assert (figures.plain.n_queries, figures.concept_first.n_queries) == (3, 3)
    assert figures.concept_first.reciprocal_rank == pytest.approx((1 + 1 / 2 + 1) / 3)
    assert figures.concept_first.success_at == pytest.approx({1: 2 / 3, 5: 1, 10: 1})
    assert figures.plain.success_at == pytest.approx({1: 2 / 3, 5: 1, 10: 1})
    assert (1 + 1 / 3 + 1) / 3 <= figures.plain.reciprocal_rank <= (1 + 1 / 2 + 1) / 3
    assert figures.told_error == pytest.approx(abs(0.98 - 2 / 3), abs=1e-6)
    assert 0 <= figures.fitted_error <= 1
    assert 0 <= figures.coverage <= 1
    assert figures.milliseconds > 0


def test_evaluation_learns_anew_for_every_seed(labels: Path, queries: Path, tmp_path: Path) -> None:
    right = tmp_path / "r.tsv"
    ids = list(tiny_linker().labels.ids)
    right.write_text("".join(f"Q{number}\t0\t{one}\t1\n" for number, one in enumerate(ids)), encoding="utf-8")

    found = evaluate_files(labels=[labels], queries=queries, right=right, model=None, seeds=range(2), told=quiet)

    assert list(found) == [0, 1]
    assert [figures.plain.n_queries for figures in found.values()] == [len(ids)] * 2
    # Every query is a label, word for word.
    assert [figures.plain.reciprocal_rank for figures in found.values()] == [1.0, 1.0]


def test_evaluation_without_a_single_right_label_is_refused(
    labels: Path, queries: Path, model: Path, tmp_path: Path
) -> None:
    right = tmp_path / "r.tsv"
    right.write_text("Q1\t0\tandere-lijst\t1\nQ2\t0\tkok#0\t0\n", encoding="utf-8")

    said = refusal(
        lambda: evaluate_files(labels=[labels], queries=queries, right=right, model=model, seeds=range(1), told=quiet)
    )

    assert said == "r.tsv: geen enkele tekst heeft een goed label dat in --labels staat."

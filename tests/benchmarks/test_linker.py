"""What the linker is measured against counts and answers as it should; the packages are there after ``bench``."""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.parts import linking_sets
from benchmarks.parts.linking_sets import SKILLS, TITLES
from benchmarks.parts.opened_linker import in_own_process
from benchmarks.parts.paired_times import Spent, least_of, paired
from benchmarks.parts.paragraphs import N_WORDS, paragraphs, seconds_to_read
from matching import Labels, WordKnowledge, counted_order, train_linker
from services.linking.model_files import save_linker
from services.reference.text_vocabulary import load_text_vocabulary

TEXTS = ("kapper", "bakker", "broodbakker", "timmerman", "automonteur")


@pytest.mark.parametrize("n_labels", [1, 90, 100, 101, 400])
def test_rankings_are_counted_as_the_linker_is(n_labels: int) -> None:
    pytest.importorskip("rapidfuzz")
    pytest.importorskip("sklearn")
    from benchmarks.parts.other_linkers import counted_first

    rng = np.random.default_rng(n_labels)
    ids = [f"C{number:03}" for number in rng.permutation(n_labels)]
    for n_levels in (1, 3, 50, 10_000_000):
        scores = rng.integers(0, n_levels + 1, n_labels) / n_levels

        found = counted_first(scores, np.argsort(np.argsort(np.array(ids))))

        assert found.tolist() == counted_order(ids, list(scores))


def test_every_other_way_finds_a_label_in_capitals_and_with_a_mistake() -> None:
    pytest.importorskip("rapidfuzz")
    pytest.importorskip("sklearn")
    from benchmarks.parts.other_linkers import others, rankings

    first = {
        name: [ranking[0] for ranking in rankings(way, ["KAPPER!", "broodbaker"], TEXTS)] for name, way in others(TEXTS)
    }

    assert {name: found[0] for name, found in first.items()} == dict.fromkeys(first, "kapper")
    assert {name for name, found in first.items() if found[1] != "broodbakker"} == {"word TF-IDF"}


def test_right_labels_of_another_language_come_by_way_of_the_concept() -> None:
    dutch, english = (
        Labels.of(ids=ids, texts=ids, concepts=concepts, is_preferred=[True] * len(ids))
        for ids, concepts in ((["a", "b"], ["kok", "bakker"]), (["x", "y", "z"], ["bakker", "kok", "bakker"]))
    )

    found = linking_sets.in_other_labels({"1": frozenset({"b"}), "2": frozenset({"a", "b"})}, dutch, english)

    assert found == {"1": ["x", "z"], "2": ["x", "z", "y"]}


def test_set_is_read_with_the_texts_that_have_an_answer(tmp_path: Path) -> None:
    write(
        tmp_path / TITLES,
        labels="id\ttext\tconcept\tpreferred\na\tkok\t1\t1\nb\tbakker\t2\t1\n",
        queries="q1\tHulpkok\nq2\tZonder antwoord\n",
        annotations="q1\t0\ta\t1\n",
    )

    labels, texts, right = linking_sets.titles(tmp_path).read()

    assert (list(labels.ids), texts, right) == (["a", "b"], ["Hulpkok"], [frozenset({"a"})])


def test_without_its_files_the_measurement_stops_and_names_them(tmp_path: Path) -> None:
    write(tmp_path / TITLES, labels="", queries="", annotations="")
    write(tmp_path / SKILLS, labels="", queries="")

    with pytest.raises(SystemExit) as stopped:
        linking_sets.stop_without_data(tmp_path)

    assert stopped.value.code == (
        "nothing is measured: ../shared/data beside the repository lacks "
        "skills_vdab_dev/annotations.tsv, esco/occupation_labels_en.tsv"
    )


def test_paired_acts_take_turns_on_every_text() -> None:
    done: list[str] = []

    ours, other = paired(
        lambda text: done.append(f"ours {text}"), lambda text: done.append(text), ["a", "b"], n_times=2
    )

    assert done == ["ours a", "a"] * 2 + ["ours b", "b"] * 2
    assert min(*ours, *other) >= 0.0


def test_time_of_the_thread_leaves_out_waiting() -> None:
    import time

    found = least_of(lambda: time.sleep(0.02), n_times=1)

    assert isinstance(found, Spent)
    assert found.thread_s < 0.02 <= found.clock_s


def test_paragraphs_have_as_many_words_and_follow_one_another(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    rows = [("vacancy", "werk\n- vegen " * 150), ("student", "ik " * 300), ("vacancy", "koken " * 160)]
    path.write_text("\n".join(json.dumps({"sort": sort, "text": text}) for sort, text in rows), encoding="utf-8")

    first, second, third = paragraphs(path)

    assert {len(text.split()) for text in (first, second, third)} == {N_WORDS}
    assert first.startswith("werk\n- vegen werk")
    assert second.split().count("koken") == 0
    assert third.split().count("koken") == 150


def test_paragraph_is_read_with_its_phrases_linked() -> None:
    asked: list[str] = []

    spent = seconds_to_read(["Je vult de schappen. VOG verplicht."], load_text_vocabulary(), asked.extend)

    assert set(asked) == {"schappen vullen"}
    assert spent.clock_s > 0.0


def test_opened_linker_tells_its_time_and_memory(tmp_path: Path) -> None:
    labels = Labels.of(ids=TEXTS, texts=TEXTS, concepts=TEXTS, is_preferred=[True] * len(TEXTS))
    model, queries = tmp_path / "small.safetensors", tmp_path / "queries.tsv"
    save_linker(train_linker(labels, WordKnowledge(), n_dimensions=8, n_steps=2), model)
    queries.write_text("q1\tKapper\nq2\tBakker\n", encoding="utf-8")

    numbers = in_own_process(model, queries)

    assert set(numbers) == {"open_ms", "open_cpu_ms", "first_ms", "before_mib", "opened_mib", "asked_mib"}
    assert numbers["open_ms"] > 0.0
    assert 0.0 < numbers["before_mib"] <= numbers["asked_mib"]


def write(folder: Path, **texts: str) -> None:
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")

"""`train-linker`, `link` and `evaluate-linker` as a person runs them: in a process of their own."""

import csv
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.linking.model_files import open_linker
from storage.database import Database
from storage.migrating import migrate_back

ROOT = Path(__file__).parents[2]
# As the command is run, but for how long it learns, that it tells when it begins to, and that Ctrl-C counts also where
# tests are run in the background.
COMMAND = """
import signal
import matching.linking.schooling as schooling
learned = schooling.learned

def announced(*arguments, **named):
    if {steps} > 1_000:
        print("learning", flush=True)
    return learned(*arguments, **named)

schooling.learned = announced
schooling.FEWEST_STEPS = schooling.MOST_STEPS = {steps}
signal.signal(signal.SIGINT, signal.default_int_handler)
from cli.main import main
main()
"""
LABELS = """id\ttext\tconcept\tpreferred
a1\tkok\tkoken\t1
a2\tkokshulp\tkoken\t0
a3\teten koken\tkoken\t0
b1\tlasser\tlassen\t1
b2\tmetaal lassen\tlassen\t0
b3\tconstructielasser\tlassen\t0
c1\tkapper\tknippen\t1
"""
QUERIES = "Q1\tKok (m/v), zelfstandig\nQ2\tlassen van metaal\nQ3\tkapper\n"
RIGHT = "Q1\t0\ta1\t1\nQ2\t0\tb2\t1\nQ3\t0\tc1\t1\n"


def process(*arguments: str, cwd: Path, steps: int = 20, **variables: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND.format(steps=steps), *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def plekwijzer(*arguments: str, cwd: Path, **variables: str) -> tuple[int, str, str]:
    """Run the command, and give its exit code and what it said on standard output and standard error."""
    running = process(*arguments, cwd=cwd, **variables)
    out, err = running.communicate(timeout=300)
    return running.returncode, out, err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in (("labels.tsv", LABELS), ("vragen.tsv", QUERIES), ("goed.tsv", RIGHT)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_train_then_link_then_evaluate(folder: Path) -> None:
    trained = plekwijzer("train-linker", "--labels", "labels.tsv", "--out", "mijn.model", "--no-words", cwd=folder)
    again = plekwijzer("train-linker", "--labels", "labels.tsv", "--out", "twee.model", "--no-words", cwd=folder)
    linked = plekwijzer(
        "link", "--labels", "labels.tsv", "--queries", "vragen.tsv", "--model", "mijn.model", "--top", "2",
        "--out", "uit.csv", cwd=folder,
    )  # fmt: skip
    measured = plekwijzer(
        "evaluate-linker", "--labels", "labels.tsv", "--queries", "vragen.tsv", "--annotations", "goed.tsv",
        "--model", "mijn.model", cwd=folder,
    )  # fmt: skip

    assert [code for code, _, _ in (trained, again, linked, measured)] == [0, 0, 0, 0], (trained, linked, measured)
    assert trained[1] == linked[1] == ""
    assert trained[2].startswith("7 labels van 3 begrippen in mijn.model (")
    assert (folder / "mijn.model").read_bytes() == (folder / "twee.model").read_bytes()
    assert linked[2] == "6 regels in uit.csv.\n"
    with (folder / "uit.csv").open(encoding="utf-8", newline="") as opened:
        lines = list(csv.DictReader(opened))
    assert [line["query_id"] for line in lines] == ["Q1", "Q1", "Q2", "Q2", "Q3", "Q3"]
    assert [line["rank"] for line in lines] == ["1", "2"] * 3
    assert lines[4]["label_id"] == "c1"
    assert all(float(one["score"]) >= float(two["score"]) for one, two in zip(lines[::2], lines[1::2], strict=True))
    head, plain, concepts, rest = measured[1].splitlines()
    assert head.split()[:3] == ["seed", "ranking", "MRR"]
    assert plain.split()[:2] == ["0", "labels"]
    assert plain.split()[-1] == "3"
    assert concepts.split()[:3] == ["0", "concept", "first"]
    assert "calibration error" in rest
    assert measured[2] == ""


def test_link_without_a_model_learns_the_labels_and_words_first(folder: Path) -> None:
    code, out, err = plekwijzer(
        "link", "--labels", "labels.tsv", "--queries", "vragen.tsv", "--top", "1", "--out", "uit.tsv", "--confidence",
        cwd=folder,
    )  # fmt: skip

    assert (code, out, err) == (0, "", "3 regels in uit.tsv.\n")
    with (folder / "uit.tsv").open(encoding="utf-8", newline="") as opened:
        lines = list(csv.DictReader(opened, delimiter="\t"))
    assert (lines[2]["query_id"], lines[2]["label_id"], lines[2]["confidence"]) == ("Q3", "c1", "0.980")


def test_near_uses_the_linker_of_the_installation_unless_another_is_named(folder: Path) -> None:
    plekwijzer("train-linker", "--out", "mijn.model", "--no-words", cwd=folder)

    runs = [
        plekwijzer("near", "--out", "gekozen.csv", cwd=folder, PLEKWIJZER_LINKER="mijn.model"),
        plekwijzer("near", "--out", "genoemd.csv", "--model", "mijn.model", cwd=folder, PLEKWIJZER_LINKER="weg"),
        plekwijzer("near", "--out", "eigen.csv", cwd=folder, PLEKWIJZER_LINKER=""),
    ]

    assert [code for code, _, _ in runs] == [0, 0, 0], runs
    chosen, named, own = ((folder / f"{name}.csv").read_bytes() for name in ("gekozen", "genoemd", "eigen"))
    assert chosen == named != own


def test_near_with_a_setting_that_names_no_linker_writes_nothing(folder: Path) -> None:
    code, out, err = plekwijzer("near", "--out", "uit.csv", cwd=folder, PLEKWIJZER_LINKER="goed.tsv")

    assert (code, out) == (2, "")
    assert err.splitlines() == [
        "PLEKWIJZER_LINKER (goed.tsv): dit is geen heel model van plekwijzer train-linker; maak het opnieuw, of laat de"
        " instelling leeg.",
        "Er is niets geschreven.",
    ]
    assert "uit.csv" not in names_in(folder)


TRAIN = ("train-linker", "--labels")
LINK = ("link", "--queries", "vragen.tsv", "--out", "uit.csv")
EVALUATE = ("evaluate-linker", "--labels", "labels.tsv", "--queries", "vragen.tsv")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            (*TRAIN, "weg.tsv", "--out", "m"),
            "weg.tsv: het bestand kan niet gelezen worden (het bestaat niet).",
        ),
        (
            (*TRAIN, "labels.tsv", "--out", "weg/m"),
            "m: schrijven kan hier niet (de map bestaat niet); kies een andere map.",
        ),
        ((*TRAIN, "goed.tsv", "--out", "m"), "goed.tsv, rij 1, kolom id: deze kolom ontbreekt."),
        ((*LINK, "--model", "weg"), "weg: dit model kan niet worden gelezen; kijk of de naam klopt."),
        (
            (*LINK, "--model", "goed.tsv"),
            "goed.tsv: dit is geen heel model van plekwijzer train-linker; maak het opnieuw.",
        ),
        ((*LINK, "--labels", "labels.tsv", "--top", "0"), "--top: geef een getal van 1 tot en met 1000."),
        (
            (*EVALUATE, "--annotations", "vragen.tsv"),
            "vragen.tsv: geef vier kolommen: vraag, 0, label en graad, zonder kopregel.",
        ),
    ],
)
def test_what_cannot_be_used_gives_code_2_and_no_traceback(arguments: tuple[str, ...], says: str, folder: Path) -> None:
    before = names_in(folder)

    code, out, err = plekwijzer(*arguments, cwd=folder)

    assert (code, out) == (2, "")
    assert err.splitlines()[0] == says
    assert err.splitlines()[-1] == "Er is niets geschreven."
    assert names_in(folder) == before


@pytest.mark.parametrize("command", ["train-linker", "link", "evaluate-linker"])
def test_what_is_needed_is_told(command: str, folder: Path) -> None:
    code, _, err = plekwijzer(command, cwd=folder)

    assert code == 2
    assert "Missing option" in err


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")
@pytest.mark.parametrize(
    "arguments",
    [
        ("train-linker", "--labels", "labels.tsv", "--no-words", "--out", "uit"),
        ("link", "--labels", "labels.tsv", "--queries", "vragen.tsv", "--out", "uit"),
    ],
)
def test_ctrl_c_leaves_nothing(arguments: tuple[str, ...], folder: Path) -> None:
    before = names_in(folder)
    (folder / "uit").write_text("van gisteren", encoding="utf-8")
    running = process(*arguments, cwd=folder, steps=10_000_000)
    assert running.stdout is not None
    assert running.stdout.readline() == "learning\n"

    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=120)

    assert (running.returncode, err.splitlines()) == (130, ["Gestopt. Er is niets geschreven."])
    assert names_in(folder) == before | {"uit"}
    assert (folder / "uit").read_text(encoding="utf-8") == "van gisteren"


# -- The catalogue of an installation ----------------------------------------------------------------------------------


IMPORTED = "conceptUri,preferredLabel,altLabels\nhttp://data.europa.eu/esco/skill/bb-1,deeg kneden,brood maken\n"


def concepts_of(model: Path) -> set[str]:
    return set(open_linker(model).labels.concepts)


def test_without_labels_the_catalogue_of_the_installation_is_learned(folder: Path) -> None:
    (folder / "vaardigheden.csv").write_text(IMPORTED, encoding="utf-8")
    came_along = plekwijzer("train-linker", "--out", "kaal.model", "--no-words", cwd=folder)
    done = [
        plekwijzer("migrate", cwd=folder),
        plekwijzer("import", "esco-skills", "vaardigheden.csv", cwd=folder),
        plekwijzer("train-linker", "--out", "mijn.model", "--no-words", cwd=folder),
    ]

    assert [code for code, _, _ in (came_along, *done)] == [0, 0, 0, 0], (came_along, done)
    assert came_along[2].startswith("Hier is nog geen database: het model leert de catalogus die bij Plekwijzer hoort.")
    assert "geen database" not in done[-1][2]
    assert concepts_of(folder / "mijn.model") - concepts_of(folder / "kaal.model") == {"esco:skill/bb-1"}
    labels = open_linker(folder / "mijn.model").labels
    named = [text for text, held in zip(labels.texts, labels.concept_column, strict=True) if held.startswith("esco:")]
    assert named == ["deeg kneden", "brood maken"]


def test_database_of_an_older_version_is_told_before_anything_is_learned(folder: Path) -> None:
    plekwijzer("migrate", cwd=folder)
    database = Database(f"sqlite:///{folder}/plekwijzer.sqlite3")
    with database.writing() as transaction:
        migrate_back(transaction, to="0003")
    database.close()

    code, _, err = plekwijzer("train-linker", "--out", "mijn.model", cwd=folder)

    assert (code, err) == (
        2,
        "De database is niet bij. Draai eerst: plekwijzer migrate\nEr is niets geschreven.\n",
    )
    assert not (folder / "mijn.model").exists()

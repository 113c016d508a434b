"""How well and how quickly the linker finds what a text names: beside other ways, on texts with known answers.

``python3 run.py bench linker`` prints a table and writes ``build/bench/linker.json``. It trains on the labels that
stand beside the repository in ``../shared/data`` and stops when they are not there; the texts that are asked are never
learned from. Rankings are counted as MELO counts. A ratio above 1 means that the linker is ahead. The machine is noisy,
so trust ratios, and processor time before the clock.
"""

import argparse
import csv
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from time import perf_counter

# One thread for everybody who does not ask for more; this is read when numpy is imported. Training is a process of its
# own and gets the environment as it was.
BEFORE = dict(os.environ)
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - after the environment and the path are set
from rapidfuzz import fuzz, process  # noqa: E402

from benchmarks.parts import linking_sets, opened_linker  # noqa: E402
from benchmarks.parts.figures import Figures  # noqa: E402
from benchmarks.parts.linking_sets import DATA, LinkingSet  # noqa: E402
from benchmarks.parts.other_linkers import TEXTS_A_BLOCK, Tfidf, characters, others, rankings  # noqa: E402
from benchmarks.parts.paired_times import Spent, least_of, paired  # noqa: E402
from benchmarks.parts.paragraphs import N_WORDS, paragraphs, seconds_to_read  # noqa: E402
from matching import Labels, Linker, Measures, measured, plain  # noqa: E402
from services.linking.bulk import Evaluation, evaluate_files  # noqa: E402
from services.linking.model import prepared_linker  # noqa: E402
from services.linking.model_files import open_linker  # noqa: E402
from services.reference.text_vocabulary import load_text_vocabulary  # noqa: E402

DUTCH, WITHOUT_WORDS, WITH_ENGLISH = (
    "titles and skills",
    "titles and skills, without word knowledge",
    "titles, skills and English labels",
)
MOST_MB = 25
"""What a model may weigh."""
ASKED_RATIO = 50
"""How many times quicker than RapidFuzz a text has to be linked."""
N_TIMED = 300
N_MANY_TEXTS, N_MANY_LABELS, N_SAMPLE, TOP = 10_000, 15_000, 500, 10
SEED = 3
WRATIO = "RapidFuzz extractOne, WRatio"
SKIPPABLE = ("opening", "quality", "english", "words", "others", "one", "many", "paragraph")
PACKAGES = ("numba", "numpy", "rapidfuzz", "scikit-learn", "scipy")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=1, help="train on titles and skills so often, each time anew")
    parser.add_argument("--skip", nargs="*", default=[], choices=SKIPPABLE, metavar="NAME", help=", ".join(SKIPPABLE))
    asked = parser.parse_args()
    linking_sets.stop_without_data()
    figures = Figures()
    with TemporaryDirectory() as folder:
        models = Models(figures, Path(folder))
        seeds = range(asked.seeds)
        parts: dict[str, Callable[[], None]] = {
            "opening": lambda: open_both(figures, models, asked.skip),
            "quality": lambda: tell_quality(figures, models, seeds, asked.skip),
            "english": lambda: tell_english(figures, models, Path(folder), asked.skip),
            "one": lambda: link_one(figures, models),
            "many": lambda: link_many(figures, models, Path(folder)),
            "paragraph": lambda: read_paragraphs(figures),
        }
        for name, measure in parts.items():
            if name not in asked.skip:
                measure()
                figures.write("linker", packages=PACKAGES)


# -- Training ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Models:
    """Trained linkers, each trained when it is first asked for, with ``plekwijzer train-linker``."""

    figures: Figures
    folder: Path

    def path(self, kind: str, seed: int = 0) -> Path:
        """Give the file of a linker."""
        path = self.folder / f"{kind} {seed}.safetensors"
        if not path.exists():
            self._train(kind, seed, path)
        return path

    def _train(self, kind: str, seed: int, path: Path) -> None:
        labels = [linking_sets.titles().labels, linking_sets.skills().labels]
        labels += [DATA / linking_sets.ENGLISH_LABELS] if kind == WITH_ENGLISH else []
        command = ["train-linker", "--out", str(path), "--seed", str(seed)]
        command += [option for file in labels for option in ("--labels", str(file))]
        command += ["--no-words"] if kind == WITHOUT_WORDS else []
        whole_s, processor_s = commanded(command)
        name = f"trained on {kind}, seed {seed}"
        self.figures.tell(f"{name}: clock", whole_s, "s", f"{processor_s:.0f} s of processor time")
        megabytes = path.stat().st_size / 1e6
        self.figures.tell(f"{name}: model", megabytes, "MB", f"allowed: {MOST_MB} MB", MOST_MB / megabytes)


def commanded(arguments: Sequence[str]) -> tuple[float, float]:
    """Run the command of the product; give the seconds it took by the clock and of the processors."""
    started, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(Path(sys.executable).with_name("plekwijzer")), *arguments]
    done = subprocess.run(command, env=BEFORE, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"plekwijzer {arguments[0]} did not work:\n{done.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return perf_counter() - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def open_both(figures: Figures, models: Models, skip: Sequence[str]) -> None:
    """Open the linkers in processes of their own."""
    for kind in (DUTCH,) if "english" in skip else (DUTCH, WITH_ENGLISH):
        numbers = opened_linker.in_own_process(models.path(kind), linking_sets.titles().queries)
        text = (
            f"{numbers['open_cpu_ms']:.3g} ms of processor time; the first text after it {numbers['first_ms']:.3g} ms"
        )
        figures.tell(f"{kind}: opened", numbers["open_ms"], "ms", text)
        figures.tell(f"{kind}: memory of the process after opening", numbers["opened_mib"], "MiB", "resident")
        text = f"of which {numbers['before_mib']:.0f} before opening"
        figures.tell(f"{kind}: memory after {opened_linker.N_ASKED} texts", numbers["asked_mib"], "MiB", text)


# -- How good ----------------------------------------------------------------------------------------------------------


def tell_quality(figures: Figures, models: Models, seeds: Sequence[int], skip: Sequence[str]) -> None:
    """Measure the Dutch sets, and other ways beside it."""
    for one in (linking_sets.titles(), linking_sets.skills()):
        found = [evaluated(one, models.path(DUTCH, seed), seed) for seed in seeds]
        tell_measures(figures, one.name, found)
        if "words" not in skip:
            without = evaluated(one, models.path(WITHOUT_WORDS), 0)
            compare(figures, one.name, found[0].plain, "the linker without word knowledge", without.plain)
        if "others" not in skip:
            compare_others(figures, one, found[0].plain)


def tell_english(figures: Figures, models: Models, folder: Path, skip: Sequence[str]) -> None:
    """Measure Dutch titles against English labels."""
    one = linking_sets.titles_in_english(folder)
    found = evaluated(one, models.path(WITH_ENGLISH), 0)
    tell_measures(figures, one.name, [found])
    if "others" not in skip:
        compare_others(figures, one, found.plain)
    dutch = linking_sets.titles()
    both = evaluated(dutch, models.path(WITH_ENGLISH), 0)
    tell_measures(figures, f"{dutch.name}, English labels learned too", [both])


def evaluated(of: LinkingSet, model: Path, seed: int) -> Evaluation:
    """Measure one linker on one set."""
    return evaluate_files(
        labels=[of.labels],
        queries=of.queries,
        right=of.right,
        model=model,
        seeds=[seed],
        told=lambda name, done, n: None,
    )[seed]


def tell_measures(figures: Figures, name: str, found: Sequence[Evaluation]) -> None:
    """Tell every figure of a set, as the mean over seeds."""

    def tell(what: str, of: Callable[[Evaluation], float], about: str = "") -> None:
        values = [of(one) for one in found]
        each = f"seeds {' '.join(f'{value:.4f}' for value in values)}" if len(values) > 1 else ""
        figures.tell(f"{name}: {what}", fmean(values), "of 1", "; ".join(filter(None, (about, each))))

    def tell_ranking(ranking: str, measures: Callable[[Evaluation], Measures]) -> None:
        first = measures(found[0])
        low, high = first.interval
        about = f"95 % {low:.4f}-{high:.4f} with the first seed, {first.n_queries} texts"
        tell(f"{ranking}MRR", lambda one: measures(one).reciprocal_rank, about)
        for at in first.success_at:
            tell(f"{ranking}success at {at}", partial(success, measures, at))
        tell(f"{ranking}MAP", lambda one: measures(one).average_precision)

    tell_ranking("", attrgetter("plain"))
    tell_ranking("concept first, ", attrgetter("concept_first"))
    tell("calibration error of the chance told", lambda one: one.told_error, "0 is best")
    tell("calibration error fitted on other texts", lambda one: one.fitted_error, "0 is best")
    tell("coverage at 95 % precision", lambda one: one.coverage)


def success(measures: Callable[[Evaluation], Measures], at: int, one: Evaluation) -> float:
    """Give the share of texts with a right answer among so many."""
    return measures(one).success_at[at]


def compare_others(figures: Figures, of: LinkingSet, ours: Measures) -> None:
    """Count every other way on a set."""
    labels, texts, right = of.read()
    ids = list(labels.ids)
    for name, way in others(list(labels.texts)):
        compare(figures, of.name, ours, name, measured(rankings(way, texts, ids), right))


def compare(figures: Figures, name: str, ours: Measures, other: str, theirs: Measures) -> None:
    """Tell the mean reciprocal rank beside that of another way."""
    low, high = theirs.interval
    success = ", ".join(f"@{at} {share:.4f}" for at, share in theirs.success_at.items())
    about = f"95 % {low:.4f}-{high:.4f}, {success}, MAP {theirs.average_precision:.4f}"
    against = f"{other}: {theirs.reciprocal_rank:.4f} ({about})"
    figures.tell(
        f"{name}: MRR beside {other}",
        ours.reciprocal_rank,
        "of 1",
        against,
        ours.reciprocal_rank / theirs.reciprocal_rank,
    )


# -- How quick ---------------------------------------------------------------------------------------------------------


def link_one(figures: Figures, models: Models) -> None:
    """Link texts one by one, beside the other ways to the best label among the same."""
    labels, texts, _ = linking_sets.titles().read()
    linker = open_linker(models.path(DUTCH)).among(labels)
    linker.link(texts[:1])  # loads the compiled code
    asked, listed = texts[:N_TIMED], list(labels.texts)
    plain_listed, plain_of = [plain(label) for label in listed], {text: plain(text) for text in asked}
    parts = characters(listed)
    ways: dict[str, Callable[[str], object]] = {
        WRATIO: lambda text: process.extractOne(text, listed, scorer=fuzz.WRatio),
        f"{WRATIO}, all put in plain form before": lambda text: process.extractOne(
            plain_of[text], plain_listed, scorer=fuzz.WRatio
        ),
        "RapidFuzz extract of 5, WRatio": lambda text: process.extract(text, listed, scorer=fuzz.WRatio, limit=5),
        "RapidFuzz extractOne, token_set_ratio": lambda text: process.extractOne(
            text, listed, scorer=fuzz.token_set_ratio
        ),
        "character TF-IDF, scikit-learn": lambda text: int(parts.scores([text])[0].argmax()),
    }
    for name, way in ways.items():
        ours, theirs = paired(lambda text: linker.link([text]), way, asked)
        tell_times(figures, f"one text of {len(asked)} among {len(listed):,} labels, median", ours, name, theirs)


def link_many(figures: Figures, models: Models, folder: Path) -> None:
    """Link many texts at once, in a process and by the command."""
    labels, texts = many()
    trained = open_linker(models.path(DUTCH))
    name = f"{len(texts):,} texts against {len(labels):,} labels"
    spent = least_of(lambda: trained.among(labels))
    figures.tell(f"vectors of {len(labels):,} labels, one thread", spent.clock_s, "s", thread_text(spent))
    linker = trained.among(labels)
    single = least_of(lambda: linker.ranked(texts, n=TOP))
    figures.tell(f"{name}, one thread", single.clock_s, "s", thread_text(single))
    double = least_of(lambda: linker.ranked(texts, n=TOP, n_threads=2))
    figures.compare(f"{name}, two threads", double.clock_s, "one thread", single.clock_s)
    compare_many(figures, linker, texts[:N_SAMPLE])
    command_s, processor_s = link_by_command(models.path(DUTCH), labels, texts, folder)
    figures.tell(f"{name} with `plekwijzer link`", command_s, "s", f"{processor_s:.1f} s of processor time")


def compare_many(figures: Figures, linker: Linker, texts: Sequence[str]) -> None:
    """Rank a part of the texts beside the other ways, all with one thread."""
    labels = list(linker.labels.texts)
    name = f"{len(texts):,} of the texts, one thread"
    ours = partial(linker.ranked, texts, n=TOP)
    parts = characters(labels)
    theirs = least_of(lambda: best_by_parts(parts, texts))
    tell_times(figures, name, least_of(ours), "character TF-IDF, scikit-learn", theirs)
    theirs = least_of(
        lambda: [process.extract(text, labels, scorer=fuzz.WRatio, limit=TOP) for text in texts], n_times=1
    )
    tell_times(figures, name, least_of(ours), f"RapidFuzz extract of {TOP}, WRatio", theirs)


def best_by_parts(way: Tfidf, texts: Sequence[str]) -> list[list[int]]:
    """Give per text the labels with the highest scores."""
    found = []
    for start in range(0, len(texts), TEXTS_A_BLOCK):
        scores = way.scores(texts[start : start + TEXTS_A_BLOCK])
        found += np.argpartition(-scores, TOP, axis=1)[:, :TOP].tolist()
    return found


def many() -> tuple[Labels, list[str]]:
    """Draw labels to link, and labels to find them among; no row is both."""
    titles, skills = (one.read()[0] for one in (linking_sets.titles(), linking_sets.skills()))
    labels = titles.followed_by(skills)
    drawn = np.random.default_rng(SEED).permutation(len(labels))
    chosen = labels.taken(drawn[:N_MANY_LABELS])
    return chosen, [labels.texts[row] for row in drawn[N_MANY_LABELS : N_MANY_LABELS + N_MANY_TEXTS]]


def link_by_command(model: Path, labels: Labels, texts: Sequence[str], folder: Path) -> tuple[float, float]:
    """Link with the command, from files to a file."""
    tables: dict[str, list[tuple[str, ...]]] = {
        "labels": [("id", "text", "concept"), *zip(labels.ids, labels.texts, labels.concept_column, strict=True)],
        "queries": [("id", "text"), *((f"text-{row}", text) for row, text in enumerate(texts))],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)
    command = ["link", "--model", str(model), "--top", str(TOP), "--out", str(folder / "linked.csv")]
    return commanded([*command, *(f"--{name}={folder / name}.csv" for name in tables)])


def read_paragraphs(figures: Figures) -> None:
    """Read paragraphs for what they say, and link that to the catalogue that comes along."""
    texts, words = paragraphs(), load_text_vocabulary()
    link = partial(prepared_linker().link, n=1)
    for name, linked_by in (("read", None), ("read and linked to the catalogue", link)):
        spent = seconds_to_read(texts, words, linked_by)
        what = f"a paragraph of {N_WORDS} words {name}, median of {len(texts)}"
        figures.tell(what, spent.clock_s * 1e3, "ms", f"{spent.thread_s * 1e3:.4g} ms of processor time")


def tell_times(figures: Figures, name: str, ours: Spent, other: str, theirs: Spent) -> None:
    """Tell milliseconds of the processor and by the clock, beside those of another way."""
    asked = f" (asked: {ASKED_RATIO} times as quick)" if other == WRATIO else ""
    for what, mine, its in (("processor", ours.thread_s, theirs.thread_s), ("clock", ours.clock_s, theirs.clock_s)):
        figures.tell(f"{name}, {what}", mine * 1e3, "ms", f"{other}: {its * 1e3:.4g} ms{asked}", its / mine)


def thread_text(spent: Spent) -> str:
    """Say how long the thread had a processor."""
    return f"{spent.thread_s:.3g} s of processor time"


if __name__ == "__main__":
    main()

"""Texts of which the right labels are known, as they stand beside the repository in ``../shared/data``."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.parts.figures import ROOT
from matching import Labels
from services.linking.label_files import read_labels, read_queries, read_right_labels

DATA = ROOT.parent / "shared" / "data"
TITLES = Path("melo_nld_dev")
SKILLS = Path("skills_vdab_dev")
ENGLISH_LABELS = Path("esco", "occupation_labels_en.tsv")
NEEDED = (
    *(folder / f"{name}.tsv" for folder in (TITLES, SKILLS) for name in ("labels", "queries", "annotations")),
    ENGLISH_LABELS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkingSet:
    """Files of one set: what can be found, what is asked, and what is right."""

    name: str
    labels: Path
    queries: Path
    right: Path

    def read(self) -> tuple[Labels, list[str], list[frozenset[str]]]:
        """Give the labels, the texts, and per text the ids of its right labels."""
        labels, judged = read_labels([self.labels]).labels, read_right_labels(self.right)
        asked = [query for query in read_queries(self.queries) if query.id in judged]
        return labels, [query.text for query in asked], [judged[query.id] for query in asked]


def titles(data: Path = DATA) -> LinkingSet:
    """Job titles against Dutch labels of occupations."""
    return _in_folder("titles", data / TITLES)


def skills(data: Path = DATA) -> LinkingSet:
    """Competences against Dutch labels of skills."""
    return _in_folder("skills", data / SKILLS)


def titles_in_english(folder: Path, data: Path = DATA) -> LinkingSet:
    """The same Dutch titles against English labels; what is right is written in ``folder``, by way of the concepts."""
    dutch, english = (read_labels([path]).labels for path in (data / TITLES / "labels.tsv", data / ENGLISH_LABELS))
    judged = read_right_labels(data / TITLES / "annotations.tsv")
    right = folder / "annotations_en.tsv"
    with right.open("w", encoding="utf-8", newline="") as opened:
        lines = csv.writer(opened, delimiter="\t", lineterminator="\n")
        for query, labels in in_other_labels(judged, dutch, english).items():
            lines.writerows((query, 0, label, 1) for label in labels)
    return LinkingSet(
        name="titles against English labels",
        labels=data / ENGLISH_LABELS,
        queries=data / TITLES / "queries.tsv",
        right=right,
    )


def in_other_labels(judged: Mapping[str, frozenset[str]], labels: Labels, other: Labels) -> dict[str, Sequence[str]]:
    """Give per query the labels, of another list, of the concepts that are right."""
    concept_of = dict(zip(labels.ids, labels.concept_column, strict=True))
    of_concept: dict[str, list[str]] = {}
    for label, concept in zip(other.ids, other.concept_column, strict=True):
        of_concept.setdefault(concept, []).append(label)
    return {
        query: [
            label for concept in sorted({concept_of[one] for one in right}) for label in of_concept.get(concept, ())
        ]
        for query, right in judged.items()
    }


def stop_without_data(data: Path = DATA) -> None:
    """End the measurement, saying why, when the labels and texts are not there."""
    absent = [path.as_posix() for path in NEEDED if not (data / path).is_file()]
    if absent:
        raise SystemExit(f"nothing is measured: ../shared/data beside the repository lacks {', '.join(absent)}")


def _in_folder(name: str, folder: Path) -> LinkingSet:
    return LinkingSet(
        name=name,
        labels=folder / "labels.tsv",
        queries=folder / "queries.tsv",
        right=folder / "annotations.tsv",
    )

"""Compare what is read in texts with what a careful reader marked, and print precision and recall per kind.

``PYTHONPATH=. python tests/matching/linking/paragraphs.py tests/matching/linking/texts/tuning.jsonl``; a second word,
``misses``, lists every mark that was missed and every mark too many.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from matching import Mark, TextSort, TextVocabulary, read_text
from services.reference.text_vocabulary import load_text_vocabulary

SORTS = {"vacancy": TextSort.VACANCY, "student": TextSort.STORY}


class Wanted(NamedTuple):
    """A mark that a careful reader made."""

    kind: str
    about: str
    start: int
    end: int


class Text(NamedTuple):
    """A text with its marks."""

    id: str
    sort: TextSort
    text: str
    marks: tuple[Wanted, ...]


class Score(NamedTuple):
    """How many marks there are, how many were read, and how many of those are right."""

    n_right: int
    n_wanted: int
    n_read: int

    @property
    def precision(self) -> float:
        return self.n_right / self.n_read if self.n_read else 1.0

    @property
    def recall(self) -> float:
        return self.n_right / self.n_wanted if self.n_wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.n_wanted + self.n_read
        return 2 * self.n_right / both if both else 1.0


def texts(path: Path) -> Iterator[Text]:
    """Read texts with their marks."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wanted = tuple(_wanted(row["text"], mark) for mark in row["marks"])
        yield Text(row["id"], SORTS[row["sort"]], row["text"], wanted)


def _wanted(text: str, mark: dict[str, str | int]) -> Wanted:
    quote, at = str(mark["quote"]), -1
    for _ in range(int(mark.get("nth", 1))):
        at = text.index(quote, at + 1)
    return Wanted(str(mark["kind"]), str(mark["about"]), at, at + len(quote))


def is_right(mark: Mark, wanted: Wanted) -> bool:
    """Say whether a mark says the same: kind, and half of the shorter phrase (for codes: code and sentence)."""
    if mark.kind.value != wanted.kind:
        return False
    if mark.is_code:
        return mark.about == wanted.about and mark.sentence.start <= wanted.start < mark.sentence.end
    return 2 * n_shared(mark, wanted) >= min(mark.phrase.end - mark.phrase.start, wanted.end - wanted.start)


def n_shared(mark: Mark, wanted: Wanted) -> int:
    """Count the characters that two phrases share; below 0 when they lie apart."""
    return min(mark.phrase.end, wanted.end) - max(mark.phrase.start, wanted.start)


def pairs(marks: Sequence[Mark], wanted: Sequence[Wanted]) -> list[tuple[int, int]]:
    """Give each wanted mark at most one of those read, and each of those to at most one: (wanted, read)."""
    used: set[int] = set()
    found: list[tuple[int, int]] = []
    for wanted_ix, one in enumerate(wanted):
        fitting = [ix for ix, mark in enumerate(marks) if ix not in used and is_right(mark, one)]
        if fitting:
            best = max((n_shared(marks[ix], one), -ix) for ix in fitting)
            found.append((wanted_ix, -best[1]))
            used.add(-best[1])
    return found


def scores(read: Iterable[Text], words: TextVocabulary) -> dict[str, Score]:
    """Count per kind, and under ``"all"``."""
    n_right: Counter[str] = Counter()
    n_wanted: Counter[str] = Counter()
    n_read: Counter[str] = Counter()
    for text in read:
        marks = read_text(text.text, sort=text.sort, words=words).marks
        n_wanted.update(one.kind for one in text.marks)
        n_read.update(mark.kind.value for mark in marks)
        n_right.update(text.marks[ix].kind for ix, _ in pairs(marks, text.marks))
    found = {kind: Score(n_right[kind], n_wanted[kind], n_read[kind]) for kind in sorted(n_wanted | n_read)}
    return found | {"all": Score(n_right.total(), n_wanted.total(), n_read.total())}


def misses(read: Iterable[Text], words: TextVocabulary) -> Iterator[str]:
    """Tell, text by text, what was missed and what is too many."""
    for text in read:
        marks = read_text(text.text, sort=text.sort, words=words).marks
        right = pairs(marks, text.marks)
        for ix, one in enumerate(text.marks):
            if ix not in {wanted_ix for wanted_ix, _ in right}:
                yield f"{text.id} missed   {one.kind}: {text.text[one.start : one.end]}"
        for ix, mark in enumerate(marks):
            if ix not in {read_ix for _, read_ix in right}:
                yield f"{text.id} too many {mark.kind.value}: {mark.phrase.of(text.text)} ({mark.about})"


def main(arguments: Sequence[str]) -> None:
    """Print the scores of a file, and what was missed when asked."""
    words = load_text_vocabulary()
    read = list(texts(Path(arguments[0])))
    if "misses" in arguments[1:]:
        print("\n".join(misses(read, words)))
    print(f"{len(read)} texts\n{'kind':<16}{'right':>6}{'wanted':>8}{'read':>6}{'precision':>11}{'recall':>8}{'F1':>7}")
    for kind, score in scores(read, words).items():
        shares = f"{score.precision:>11.3f}{score.recall:>8.3f}{score.f1:>7.3f}"
        print(f"{kind:<16}{score.n_right:>6}{score.n_wanted:>8}{score.n_read:>6}{shares}")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Paragraphs of 200 words, cut from the vacancies that the reading of texts was tuned on."""

import json
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.parts.figures import ROOT
from benchmarks.parts.paired_times import Spent, least_of, median_of
from matching import TextSort, TextVocabulary, read_text

TEXTS = ROOT / "tests" / "matching" / "linking" / "texts" / "tuning.jsonl"
N_WORDS = 200
WORD = re.compile(r"\S+\s*")


def paragraphs(path: Path = TEXTS) -> list[str]:
    """Put the vacancies behind one another and cut them after every so many words; what is left over goes away."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    words = [word for row in rows if row["sort"] == "vacancy" for word in WORD.findall(row["text"] + "\n")]
    whole = range(0, len(words) - N_WORDS + 1, N_WORDS)
    return ["".join(words[start : start + N_WORDS]) for start in whole]


def seconds_to_read(
    texts: Sequence[str], words: TextVocabulary, link: Callable[[list[str]], object] | None = None
) -> Spent:
    """Give the median time of a paragraph; with ``link`` what it marks is linked too, all phrases at once."""

    def read(text: str) -> None:
        marks = read_text(text, sort=TextSort.VACANCY, words=words).marks
        if link is not None:
            link([mark.about for mark in marks if not mark.is_code])

    read(texts[0])  # loads what is read once
    return median_of([least_of(partial(read, text)) for text in texts])

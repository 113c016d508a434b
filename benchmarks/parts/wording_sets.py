"""Sentences about places with what a careful reader says of each, and how often the lint says the same."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.parts.figures import ROOT

FOLDER = ROOT / "tests" / "employer_toolkit" / "wording"
TUNING, KEPT_ASIDE = FOLDER / "tuning.jsonl", FOLDER / "kept_aside.jsonl"
"""The rules were written looking at the first; nobody who writes rules looks at what they miss in the second."""
AFTERWARDS = FOLDER / "afterwards.jsonl"
"""Written when the rules were done, to say the same things in ways that nobody had thought of."""


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with the kinds of finding that a careful reader gives it; none when it is fine."""

    text: str
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often the lint says what the reader says: right, said in vain, and missed."""

    n_right: int = 0
    n_vain: int = 0
    n_missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right; 1 when nothing was found."""
        said = self.n_right + self.n_vain
        return self.n_right / said if said else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, the share that was found; 1 when nothing is there."""
        there = self.n_right + self.n_missed
        return self.n_right / there if there else 1.0

    def plus(self, other: "Agreement") -> "Agreement":
        """Count two together."""
        return Agreement(self.n_right + other.n_right, self.n_vain + other.n_vain, self.n_missed + other.n_missed)


def labelled(path: Path) -> list[LabelledSentence]:
    """Read a set of sentences."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [LabelledSentence(row["text"], frozenset(row["kinds"])) for row in rows]


def agreement(
    of: Sequence[LabelledSentence], kinds_in: Callable[[str], Collection[str]], kinds: Collection[str]
) -> dict[str, Agreement]:
    """Count per kind how often both say it of a sentence."""
    found = dict.fromkeys(kinds, Agreement())
    for one in of:
        said = set(kinds_in(one.text))
        for kind in kinds:
            is_said, is_there = kind in said, kind in one.kinds
            counted = Agreement(is_said and is_there, is_said and not is_there, is_there and not is_said)
            found[kind] = found[kind].plus(counted)
    return found


def together(found: Collection[Agreement]) -> Agreement:
    """Count all kinds together."""
    total = Agreement()
    for one in found:
        total = total.plus(one)
    return total

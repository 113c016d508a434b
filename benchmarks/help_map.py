"""How often the help map finds the situation that somebody's own words are about, beside plain token overlap.

``python3 run.py bench help_map`` prints a table and writes ``build/bench/help_map.json``, for the questions that the
finder was set on and for those that were kept aside. All of them are our own: nobody asked them yet, and who wrote the
phrases wrote these too. Which of those kept aside it gets wrong is not told, so that nobody tunes on them.
"""

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.parts.figures import Figures, timed  # noqa: E402 - after the path is set
from career.help_map import MOST_FOUND  # noqa: E402
from career.phrase import phrase_key  # noqa: E402
from services.reference.help_map import HelpMap, load_help_map  # noqa: E402

DAY = date(2026, 11, 22)
SETS = ("tuning", "kept_aside")
Find = Callable[[str], Sequence[str]]


def questions(name: str) -> list[tuple[str, str]]:
    """Give the questions of a set, each with its situation; empty for what no situation is about."""
    lines = (ROOT / "tests" / "career" / f"help_questions_{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["text"], row["situation"]) for row in map(json.loads, lines)]


def overlapping(held: HelpMap) -> Find:
    """Give the other way: the situations whose phrases have the most words of the question, at least one."""
    words = {
        code: {word for text in (one.title, *one.phrases) for word in phrase_key(text).split()}
        for code, one in held.situations.items()
    }

    def find(text: str) -> Sequence[str]:
        asked = set(phrase_key(text).split())
        shared = {code: len(asked & held_words) for code, held_words in words.items()}
        best = sorted(shared, key=lambda code: -shared[code])[:MOST_FOUND]
        return [code for code in best if shared[code]]

    return find


def share(rows: Sequence[tuple[str, str]], is_right: Callable[[str, str], bool]) -> float:
    """Give the part of the rows that is right."""
    return sum(is_right(text, situation) for text, situation in rows) / len(rows)


def main() -> None:
    """Count both sets with both ways, and time one question."""
    figures, held = Figures(), load_help_map(DAY)
    ways: dict[str, Find] = {
        "help map": lambda text: [one.code for one in held.finder.find(text)],
        "token overlap": overlapping(held),
    }
    for name in SETS:
        rows = questions(name)
        about, nothing = [row for row in rows if row[1]], [row for row in rows if not row[1]]
        told = {
            way: (
                share(about, lambda text, code, find=find: list(find(text))[:1] == [code]),  # type: ignore[misc]
                share(about, lambda text, code, find=find: code in find(text)),  # type: ignore[misc]
                share(nothing, lambda text, _, find=find: not find(text)),  # type: ignore[misc]
            )
            for way, find in ways.items()
        }
        labels = (
            f"first is right, {len(about)} questions",
            f"right one told, {len(about)} questions",
            f"declined, {len(nothing)} other texts",
        )
        for place, label in enumerate(labels):
            ours, other = told["help map"][place], told["token overlap"][place]
            ratio = ours / other if other else None
            figures.tell(f"{name}: {label}", ours, "of 1", f"token overlap: {other:.3g}", ratio)
    seconds, _ = timed(lambda: held.finder.find(questions("tuning")[0][0]))
    figures.tell("one question", seconds * 1e3, "ms")
    figures.write("help_map", packages=["pydantic"])


if __name__ == "__main__":
    main()

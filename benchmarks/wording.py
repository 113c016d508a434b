"""How often the wording lint says what a careful reader says of a sentence, and how long a text takes.

``python3 run.py bench wording`` prints a table and writes ``build/bench/wording.json``: precision and recall per kind
on the sentences that the rules were written with, on those that were kept aside, and on those that were written when
the rules were done. Which sentences of the last two it gets wrong is not told, so that nobody tunes on them.
"""

import sys
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.parts.figures import Figures, timed  # noqa: E402 - after the path is set
from benchmarks.parts.wording_sets import (  # noqa: E402
    AFTERWARDS,
    KEPT_ASIDE,
    TUNING,
    Agreement,
    agreement,
    labelled,
    together,
)
from employer_toolkit.wording import WordingKind, WordingRules  # noqa: E402
from services.reference.wording_rules import load_wording_rules  # noqa: E402
from services.wording_lint import findings_in  # noqa: E402

DAY = date(2026, 11, 22)
SETS = {"tuning": TUNING, "kept aside": KEPT_ASIDE, "written afterwards": AFTERWARDS}
KINDS = [kind.value for kind in WordingKind if kind is not WordingKind.MISSING]
LONG = 100_000


def main() -> None:
    """Count all sets, and time a text of a place and one that is far too long."""
    figures, rules = Figures(), load_wording_rules(DAY)
    for name, path in SETS.items():
        tell_set(figures, name, path, rules)
    tell_times(figures, rules)
    figures.write("wording", packages=["pydantic"])


def tell_set(figures: Figures, name: str, path: Path, rules: WordingRules) -> None:
    """Tell precision and recall of each kind, of all together, and of what a place is held back for."""
    rows = labelled(path)
    found = agreement(rows, lambda text: {one.kind.value for one in findings_in(text, field="", rules=rules)}, KINDS)
    must = [kind for kind in KINDS if rules.kinds[WordingKind(kind)].weight.value == "must"]
    tell(figures, f"{name}: all kinds, {len(rows)} sentences", together(found.values()))
    tell(figures, f"{name}: what a person must see", together([found[kind] for kind in must]))
    for kind in KINDS:
        tell(figures, f"{name}: {kind}", found[kind])


def tell(figures: Figures, name: str, found: Agreement) -> None:
    """Tell two figures, with the counts they come from."""
    counts = f"{found.n_right} right, {found.n_vain} in vain, {found.n_missed} missed"
    figures.tell(f"{name}, precision", found.precision, "of 1", counts)
    figures.tell(f"{name}, recall", found.recall, "of 1", counts)


def tell_times(figures: Figures, rules: WordingRules) -> None:
    """Tell how long a usual text takes, and the longest that anybody can send."""
    texts = [" ".join(one.text for one in labelled(TUNING)[at : at + 10]) for at in range(0, 200, 10)]
    each = [timed(lambda text=text: findings_in(text, field="", rules=rules))[0] for text in texts]
    figures.tell("ten sentences looked over, median", median(each) * 1e3, "ms")
    seconds, _ = timed(lambda: findings_in("geen last van " * (LONG // 14), field="", rules=rules))
    figures.tell("a hostile text of 100,000 characters, of which the first 5,000 are read", seconds * 1e3, "ms")


if __name__ == "__main__":
    main()

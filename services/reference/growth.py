"""What to expect of a student at the start, half-way and at the end of a placement, in an employer's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from career.typical import Stage
from services.reference.folder import rules_folder
from services.reference.rows import read_rows

FOLDER = "toolkit"
GROWTH = ("growth.csv", ("level", "stage", "expect", "you_do"))
SHARES = ("told_shares.csv", ("at_least", "words"))
HIGHEST_LEVEL = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What to expect at a stage, and what the company does then."""

    expect: str
    you_do: str


@cache
def load_growth() -> Mapping[tuple[int, Stage], Growth]:
    """Give what to expect, by level of the mbo and stage.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right, or a level or stage lacks.
    """
    return read_growth(rules_folder())


def read_growth(folder: Path) -> Mapping[tuple[int, Stage], Growth]:
    """Read growth.csv of a folder of data files; raises as ``load_growth``."""
    rows, found = read_rows(folder / FOLDER / GROWTH[0], GROWTH[1]), dict[tuple[int, Stage], Growth]()
    for row in rows:
        key = (row.whole("level", at_least=1, at_most=HIGHEST_LEVEL), Stage(row.choice("stage", list(Stage))))
        if key in found:
            raise row.error("stage", f"niveau {key[0]} met “{key[1]}” staat er al; houd één rij")
        found[key] = Growth(expect=row.text("expect"), you_do=row.text("you_do"))
    for level in range(1, HIGHEST_LEVEL + 1):
        for stage in Stage:
            if (level, stage) not in found:
                text = f"dit is de laatste rij en niveau {level} met “{stage}” was er niet bij; zet er een rij bij"
                raise rows[-1].error("stage", text)
    return MappingProxyType(found)


@cache
def load_shares() -> tuple[tuple[float, str], ...]:
    """Give from which share on a group is told by which words, the largest share first.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right, or leaves a share without words.
    """
    return read_shares(rules_folder())


def read_shares(folder: Path) -> tuple[tuple[float, str], ...]:
    """Read told_shares.csv of a folder of data files; raises as ``load_shares``."""
    rows = read_rows(folder / FOLDER / SHARES[0], SHARES[1])
    found = [(row.number("at_least", at_least=0, at_most=1), row.text("words")) for row in rows]
    for (row, (later, _)), (earlier, _) in zip(zip(rows[1:], found[1:], strict=True), found, strict=False):
        if later >= earlier:
            raise row.error("at_least", f"er staat {later:g} onder {earlier:g}; zet het grootste deel bovenaan")
    if found[-1][0] != 0:
        raise rows[-1].error("at_least", "de laatste rij is voor wie overblijft; zet daar 0")
    return tuple(found)

"""The marked texts are sound: every quote stands in its text, every kind and code is known, nothing is said twice."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

TEXTS_FOLDER = Path(__file__).parent / "texts"
CONDITIONS_FILE = Path(__file__).parents[3] / "services" / "reference" / "conditions.csv"

KINDS = {
    "vacancy": {"duty", "learned", "needed", "wanted", "not_needed", "must", "hazard", "condition"},
    "student": {"can", "likes", "dislikes", "cannot", "wants_to_learn", "condition", "has"},
}
MUST_HAVES = {
    *("vog", "rijbewijs_b", "rijbewijs_am", "rijbewijs_t", "heftruck", "vca", "haccp", "bhv", "prk", "hepatitis_b"),
    *("beveiligingspas", "identiteitsbewijs", "minimumleeftijd", "diploma", "nederlands", "eigen_vervoer"),
}
HAZARDS = {
    *("tillen", "hoogte", "machines", "hard_geluid", "chemie", "hitte", "kou", "nachtwerk", "ploegendienst"),
    *("alleen_werken", "straling_of_licht", "agressie", "dieren", "verkeer", "stof", "lang_staan"),
}


def read(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (TEXTS_FOLDER / name).read_text(encoding="utf-8").splitlines()]


def codes(kind: str) -> set[str] | None:
    """Give the codes that marks of this kind are about, or ``None`` when they are about a phrase."""
    if kind in ("must", "has"):
        return MUST_HAVES
    if kind == "hazard":
        return HAZARDS
    if kind == "condition":
        with CONDITIONS_FILE.open(encoding="utf-8", newline="") as opened:
            return {row["code"] for row in csv.DictReader(opened)}
    return None


def n_times(text: str, quote: str) -> int:
    """Count where the quote starts in the text; places may overlap."""
    return sum(text.startswith(quote, at) for at in range(len(text)))


@pytest.mark.parametrize("name", ["tuning.jsonl", "kept_aside.jsonl"])
def test_every_quote_stands_in_its_text(name: str) -> None:
    wrong = [
        (text["id"], mark["quote"])
        for text in read(name)
        for mark in text["marks"]
        if (n := n_times(text["text"], mark["quote"])) == 0 or (n > 1) != (1 <= mark.get("nth", 0) <= n)
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ["tuning.jsonl", "kept_aside.jsonl"])
def test_every_kind_and_code_is_known(name: str) -> None:
    wrong = [
        (text["id"], mark)
        for text in read(name)
        for mark in text["marks"]
        if mark["kind"] not in KINDS[text["sort"]]
        or not mark["about"]
        or ((known := codes(mark["kind"])) is not None and mark["about"] not in known)
    ]

    assert wrong == []


@pytest.mark.parametrize("name", ["tuning.jsonl", "kept_aside.jsonl"])
def test_no_mark_is_given_twice(name: str) -> None:
    twice = [
        (text["id"], mark)
        for text in read(name)
        for mark, n in Counter(json.dumps(mark, sort_keys=True) for mark in text["marks"]).items()
        if n > 1
    ]

    assert twice == []


def test_halves_share_no_text_and_no_id() -> None:
    texts = read("tuning.jsonl") + read("kept_aside.jsonl")

    assert len({text["id"] for text in texts}) == len({text["text"] for text in texts}) == len(texts)

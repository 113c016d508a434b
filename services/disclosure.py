"""Telling numbers of people without telling of anybody: whole tens, and never so that a small number can be worked out.

Every number is rounded down on its own to whole tens; below ten it is not told. Totals add up: who knows the total and
all numbers but one may know the last one. So it is reckoned how narrow every untold number can be hemmed in by all that
is told together, and when that is too narrow, all numbers are told in steps twice as wide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.placements import FEWEST_TOLD

FEWEST_POSSIBLE = FEWEST_TOLD // 2
"""A number that is not told can still be so many different ones, for whoever adds and subtracts all that is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldCounts:
    """A count of people and how it is made up, as it may be told.

    Parameters
    ----------
    step : int
        Numbers are told in whole multiples of this; smaller ones are not told.
    total : int or None
        ``None`` below the step.
    parts : mapping of str to mapping of str to (int or None)
        By what it is made up of; each adds up to the total.
    """

    step: int
    total: int | None
    parts: Mapping[str, Mapping[str, int | None]]


def rounded(n: int, *, step: int = FEWEST_TOLD) -> int | None:
    """Give a number in whole steps, or ``None`` below one.

    Examples
    --------
    >>> rounded(9), rounded(10), rounded(27), rounded(27, step=20)
    (None, 10, 20, 20)
    """
    return n // step * step or None


def tell_counts(total: int, parts: Mapping[str, Mapping[str, int]]) -> ToldCounts:
    """Give a count of people, and how it is made up, as it may be told.

    Parameters
    ----------
    total : int
        0 or more.
    parts
        Each adds up to the total.

    Raises
    ------
    ValueError
        A part does not add up.

    Examples
    --------
    >>> tell_counts(45, {"by sector": {"care": 37, "trade": 8}}).parts
    {'by sector': {'care': 30, 'trade': None}}

    Ten numbers that end in nine, and a total that ends in nought, would tell each number:

    >>> tell_counts(90 + 9 * 100, {"by town": {str(n): 9 + 100 * (n > 0) for n in range(10)}}).step
    20
    """
    for name, counts in parts.items():
        if sum(counts.values()) != total:
            raise ValueError(f"{name} adds up to {sum(counts.values())}, not to {total}")
    step = FEWEST_TOLD
    while True:
        told = ToldCounts(
            step=step,
            total=rounded(total, step=step),
            parts={name: {key: rounded(n, step=step) for key, n in counts.items()} for name, counts in parts.items()},
        )
        if all(high - low + 1 >= FEWEST_POSSIBLE for low, high in untold_bounds(told)):
            return told
        step *= 2


def untold_bounds(told: ToldCounts) -> Iterable[tuple[int, int]]:
    """Give for each number that is not told the lowest and highest that it can be, by all that is told together."""
    low, high = _bounds(told.total, told.step)
    for counts in told.parts.values():
        limits = [_bounds(n, told.step) for n in counts.values()]
        low, high = max(low, sum(first for first, _ in limits)), min(high, sum(last for _, last in limits))
    for counts in told.parts.values():
        limits = [_bounds(n, told.step) for n in counts.values()]
        lowest, highest = sum(first for first, _ in limits), sum(last for _, last in limits)
        for n, (first, last) in zip(counts.values(), limits, strict=True):
            if n is None:
                yield max(first, low - (highest - last)), min(last, high - (lowest - first))


def tell_share(n: int, of: int) -> int | None:
    """Give a share in whole tenths, 1 to 9, or ``None`` when those who have it or those who do not are below ten.

    Examples
    --------
    >>> tell_share(30, 40), tell_share(9, 40), tell_share(35, 40)
    (8, None, None)
    """
    if n < FEWEST_TOLD or of - n < FEWEST_TOLD:
        return None
    return min(max((n * 20 + of) // (of * 2), 1), 9)


def _bounds(n: int | None, step: int) -> tuple[int, int]:
    return (0, step - 1) if n is None else (n, n + step - 1)

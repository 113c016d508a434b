"""Saying as much as fits: the same thing longer and shorter, within a number of words."""

from collections.abc import Callable, Iterable, Sequence

from services.explaining.naming import named

LONGEST_SENTENCE = 18
"""Words in one sentence, where the same can be said shorter."""

Told = tuple[str, ...]
"""The same said longer and shorter; nothing when there is nothing to say."""


def fitting(told: Sequence[Told], n_words: int, *, first: Sequence[Told] = ()) -> str:
    """Say as much as fits in a number of words: each thing as long as it can, and rather short than not at all.

    Parameters
    ----------
    first : sequence of Told
        The same things, what must not be missed first; without it, in the order of telling.

    Examples
    --------
    >>> fitting([("Een twee drie.", "Een twee."), ("Vier vijf.",)], 4)
    'Een twee. Vier vijf.'
    """
    chosen: dict[Told, str] = {}
    for one in first or told:
        if _n_words([*chosen.values(), one[-1]]) <= n_words:
            chosen[one] = one[-1]
    for one in list(chosen):
        others = [said for other, said in chosen.items() if other != one]
        chosen[one] = next(said for said in one if _n_words([*others, said]) <= n_words)
    return " ".join(chosen[one] for one in told if one in chosen)


def _n_words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def readable(told: Told) -> Told:
    """Leave out what takes too long a breath, unless it is the shortest way to say it."""

    def longest(text: str) -> int:
        return max(len(sentence.split()) for sentence in text.replace("?", ".").split(". "))

    return tuple(text for text in told[:-1] if longest(text) <= LONGEST_SENTENCE) + told[-1:]


def longer_and_shorter(
    labels: Sequence[str], tell: Callable[[str], str], *, most: int = 2, counts: bool = True
) -> Told:
    """Name two, and shorter: one; nothing where there is none.

    Parameters
    ----------
    counts : bool
        As long as there is room, also say how many there are beside those named.
    """
    several = [named(labels if counts else labels[:n], most=n) for n in range(min(most, len(labels)), 0, -1)]
    return tuple(dict.fromkeys(tell(names) for names in (*several, *labels[:1])))

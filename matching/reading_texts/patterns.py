"""Find expressions of several words in a text, in time that grows no faster than the text."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from matching.errors import MatchingError
from matching.reading_texts.tokens import Token, fold

LONGEST_GAP = 6
"""A gap (``~``) holds this many words at most, and no sign between clauses."""

EDGE = 3
"""Letters by which words with an open end are looked up; such a word has at least as many."""
LARGEST_NUMBER = 10_000
"""``#`` is any number up to this one."""

Meaning = TypeVar("Meaning")


class PatternError(MatchingError):
    """A pattern cannot be read.

    Parameters
    ----------
    pattern : str
        As it was written.
    text : str
        What is wrong with it and what would be right, in Dutch as the patterns are; no full stop.
    """

    def __init__(self, pattern: str, text: str) -> None:
        self.pattern = pattern
        super().__init__(f"er staat “{pattern}”; {text}")


class Element(NamedTuple):
    """What one word of a pattern may be."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    numbers: tuple[range, ...]
    is_optional: bool
    is_gap: bool

    def fits(self, norm: str) -> bool:
        """Say whether a word is one that may stand here."""
        return (
            norm in self.words
            or (bool(self.numbers) and _is_number_in(norm, self.numbers))
            or (bool(self.beginnings) and norm.startswith(self.beginnings))
            or (bool(self.endings) and norm.endswith(self.endings))
        )


def parse_pattern(written: str, forms_of: Callable[[str], Collection[str]]) -> tuple[Element, ...]:
    """Read a pattern as a data file writes it.

    Parameters
    ----------
    written : str
        Words with spaces between them. ``a|b`` is either; ``heftruck*`` and ``*rijbewijs`` leave an end open; ``#`` is
        a number and ``#13-25`` one from 13 to 25; ``[ook]`` may be left out; ``~`` is a gap of up to ``LONGEST_GAP``
        words; ``<vinden>`` is any form of that verb.
    forms_of : callable
        Gives the forms of a verb.

    Raises
    ------
    PatternError
        The pattern is empty, starts or ends with a gap or a word that may be left out, or holds an unknown verb.
    """
    elements = tuple(_element(written, part, forms_of) for part in written.split())
    if not elements or elements[0].is_gap or elements[-1].is_gap:
        raise PatternError(written, "begin en eindig met een woord")
    if elements[0].is_optional:
        raise PatternError(written, "het eerste woord kan niet tussen vierkante haken staan")
    return elements


def _element(written: str, part: str, forms_of: Callable[[str], Collection[str]]) -> Element:
    if part == "~":
        return Element(frozenset(), (), (), (), False, True)
    is_optional = part.startswith("[") and part.endswith("]")
    words: set[str] = set()
    beginnings: list[str] = []
    endings: list[str] = []
    numbers: list[range] = []
    for choice in part.strip("[]").split("|"):
        if choice.startswith("#"):
            least, _, most = choice[1:].partition("-")
            if not all(edge.isdecimal() for edge in (least, most) if edge):
                raise PatternError(written, f"{choice} is geen getal; schrijf # of #13-25")
            numbers.append(range(int(least or 0), int(most or LARGEST_NUMBER) + 1))
        elif choice.startswith("<"):
            forms = forms_of(choice.strip("<>"))
            if not forms:
                raise PatternError(
                    written, f"{choice} is geen bekend werkwoord; zet het in text_verbs.csv of schrijf het anders"
                )
            words.update(forms)
        elif "*" in choice and len(choice) <= EDGE:
            raise PatternError(written, f"zet naast het sterretje van “{choice}” minstens {EDGE} letters")
        elif choice.endswith("*"):
            beginnings.append(fold(choice[:-1]))
        elif choice.startswith("*"):
            endings.append(fold(choice[1:]))
        elif choice:
            words.add(fold(choice))
        else:
            raise PatternError(
                written, f"in “{part}” staat aan één kant van een streep niets; vul het in of haal de streep weg"
            )
    return Element(frozenset(words), tuple(beginnings), tuple(endings), tuple(numbers), is_optional, False)


def _is_number_in(norm: str, numbers: tuple[range, ...]) -> bool:
    whole = norm.partition(".")[0].partition(",")[0]
    return (
        len(whole) <= len(str(LARGEST_NUMBER)) and whole.isdecimal() and any(int(whole) in known for known in numbers)
    )


class Found(NamedTuple, Generic[Meaning]):
    """A pattern found among tokens, from ``start`` up to, not including, ``end``."""

    meaning: Meaning
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PatternBook(Generic[Meaning]):
    """Patterns with what each means, ordered for looking up by their first word.

    Parameters
    ----------
    by_word : dict
        Patterns of which the first word is written out.
    by_edge : dict
        Those of which it is open, by its first or last ``EDGE`` letters; under ``"0"`` those that start with a number.
    """

    by_word: dict[str, list[tuple[tuple[Element, ...], Meaning]]]
    by_edge: dict[str, list[tuple[tuple[Element, ...], Meaning]]]

    @classmethod
    def of(cls, patterns: Iterable[tuple[tuple[Element, ...], Meaning]]) -> "PatternBook[Meaning]":
        """Order patterns by their first word."""
        book = cls({}, {})
        for elements, meaning in patterns:
            first = elements[0]
            for word in first.words:
                book.by_word.setdefault(word, []).append((elements, meaning))
            edges = {word[:EDGE] for word in first.beginnings} | {word[-EDGE:] for word in first.endings}
            for edge in edges | ({"0"} if first.numbers else set()):
                book.by_edge.setdefault(edge, []).append((elements, meaning))
        return book

    def find(self, tokens: Sequence[Token]) -> list[Found[Meaning]]:
        """Find all patterns; of those that overlap the longest stays, then the one that asks most words."""
        found: list[tuple[int, int, int, Found[Meaning]]] = []
        for at, token in enumerate(tokens):
            if not token.is_word:
                continue
            for elements, meaning in self._starting(token.norm):
                end = _end(elements, 1, tokens, at + 1) if elements[0].fits(token.norm) else None
                if end is not None:
                    n_words = sum(not (element.is_gap or element.is_optional) for element in elements)
                    found.append((at - end, -n_words, len(found), Found(meaning, at, end)))
        chosen: list[Found[Meaning]] = []
        taken: set[int] = set()
        for *_, match in sorted(found, key=lambda entry: entry[:3]):
            if taken.isdisjoint(range(match.start, match.end)):
                taken.update(range(match.start, match.end))
                chosen.append(match)
        return sorted(chosen, key=lambda match: match.start)

    def _starting(self, norm: str) -> Iterator[tuple[tuple[Element, ...], Meaning]]:
        """Give the patterns that may start with a word; some twice, which does no harm."""
        yield from self.by_word.get(norm, ())
        edges = (norm[:EDGE], norm[-EDGE:]) if not norm[0].isdigit() else ("0", norm[-EDGE:])
        for edge in edges:
            yield from self.by_edge.get(edge, ())


def _end(elements: tuple[Element, ...], at_element: int, tokens: Sequence[Token], at: int) -> int | None:
    """Say where the rest of a pattern ends when it starts at a token; ``None`` when it does not fit."""
    while at_element < len(elements):
        element = elements[at_element]
        if element.is_gap:
            for skipped in range(LONGEST_GAP + 1):
                if at + skipped >= len(tokens) or (skipped and not tokens[at + skipped - 1].is_word):
                    return None
                end = _end(elements, at_element + 1, tokens, at + skipped)
                if end is not None:
                    return end
            return None
        fits = at < len(tokens) and element.fits(tokens[at].norm)
        if fits and element.is_optional:
            end = _end(elements, at_element + 1, tokens, at + 1)
            if end is not None:
                return end
        elif fits:
            at += 1
        elif not element.is_optional:
            return None
        at_element += 1
    return at

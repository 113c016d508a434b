"""Find expressions of several words, in time that grows no faster than the text, whatever the text is.

An expression is followed word by word. Ways that stand at the same place of the same expression are one way, so that
there are never more of them than places in all expressions together: nothing is tried again, and no text is slow.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from employer_toolkit.errors import EmployerToolkitError
from employer_toolkit.wording.cutting import STOPS, Word, fold

LONGEST_GAP = 6
"""A gap (``~``) holds this many words at most, and no sign between clauses."""
EDGE = 3
"""Letters by which words with an open end are looked up; such a word has at least as many."""
LEAST_MISSPELT = 8
"""Letters of the shortest word that is known with one letter too few."""
DIGITS = 5
"""A number of more digits is no age, amount or distance."""

Meaning = TypeVar("Meaning")


class ExpressionError(EmployerToolkitError):
    """An expression cannot be read.

    Parameters
    ----------
    written : str
        As it stands in the file.
    text : str
        What is wrong with it and what would be right, in Dutch; no full stop.
    """

    def __init__(self, written: str, text: str) -> None:
        self.written = written
        super().__init__(f"er staat “{written}”; {text}")


class Part(NamedTuple):
    """What one word of an expression may be."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    numbers: tuple[range, ...]
    is_optional: bool = False
    is_gap: bool = False
    is_any: bool = False

    def fits(self, word: Word, spelt: str) -> bool:
        """Say whether a word may stand here; ``spelt`` is how it would be written without a slip."""
        norm = word.norm
        return (
            (self.is_any and word.is_word)
            or norm in self.words
            or spelt in self.words
            or (bool(self.beginnings) and norm.startswith(self.beginnings))
            or (bool(self.endings) and norm.endswith(self.endings))
            or (bool(self.numbers) and _is_number_in(norm, self.numbers))
        )


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that say something together.

    Parameters
    ----------
    is_first : bool
        They only count at the beginning of a sentence.
    """

    parts: tuple[Part, ...]
    is_first: bool = False


GAP = Part(frozenset(), (), (), (), is_gap=True)
ANY = Part(frozenset(), (), (), (), is_any=True)


def parse(written: str, *, classes: Mapping[str, Sequence[str]]) -> Expression:
    """Read an expression as a data file writes it.

    Parameters
    ----------
    written : str
        Words with spaces between them. ``a|b`` is either; ``[ook]`` may be left out; ``_`` is any word and ``~`` a gap
        of up to ``LONGEST_GAP`` of them; ``heftruck*`` and ``*rijbewijs`` leave an end open; ``#`` is a number and
        ``#13-25`` one from 13 to 25; ``@volk`` is any word of that class; ``,`` is a comma, which no gap goes over;
        ``^`` in front asks for the beginning of a sentence.
    classes : mapping of str to sequence of str
        Words by the name of their class, written as the words of an expression are.

    Raises
    ------
    ExpressionError
        It is empty, begins or ends with a gap or a word that may be left out, or names an unknown class.

    Examples
    --------
    >>> parse("geen @volk", classes={"volk": ("polen", "roemenen")}).parts[1].words == {"polen", "roemenen"}
    True
    """
    is_first = written.startswith("^")
    parts = tuple(_part(written, piece, classes) for piece in written.removeprefix("^").split())
    if not parts or any(part.is_gap or part.is_any or part.is_optional for part in (parts[0], parts[-1])):
        raise ExpressionError(written, "begin en eindig met een woord dat er altijd staat")
    return Expression(parts, is_first)


def _part(written: str, piece: str, classes: Mapping[str, Sequence[str]]) -> Part:
    if piece in ("~", "_", "[_]"):
        return {"~": GAP, "_": ANY, "[_]": ANY._replace(is_optional=True)}[piece]
    is_optional = piece.startswith("[") and piece.endswith("]")
    if not is_optional and ("[" in piece or "]" in piece):
        raise ExpressionError(written, f"zet om “{piece}” helemaal vierkante haken of nergens")
    words: set[str] = set()
    beginnings: set[str] = set()
    endings: set[str] = set()
    numbers: list[range] = []
    for choice in _choices(written, piece.strip("[]"), classes):
        if choice.startswith("#"):
            least, _, most = choice[1:].partition("-")
            if not all(edge.isdecimal() for edge in (least, most) if edge):
                raise ExpressionError(written, f"{choice} is geen getal; schrijf # of #13-25")
            numbers.append(range(int(least or 0), int(most or 10**DIGITS) + 1))
        elif "*" in choice and len(choice) <= EDGE:
            raise ExpressionError(written, f"zet naast het sterretje van “{choice}” minstens {EDGE} letters")
        elif choice.endswith("*"):
            beginnings.add(fold(choice[:-1]))
        elif choice.startswith("*"):
            endings.add(fold(choice[1:]))
        else:
            words.add(fold(choice))
    return Part(
        frozenset(words), tuple(sorted(beginnings)), tuple(sorted(endings)), tuple(numbers), is_optional=is_optional
    )


def _choices(written: str, piece: str, classes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for choice in piece.split("|"):
        if not choice:
            raise ExpressionError(written, f"in “{piece}” staat naast een streep niets; vul het in of haal hem weg")
        if not choice.startswith("@"):
            yield choice
        elif choice[1:] in classes:
            yield from classes[choice[1:]]
        else:
            raise ExpressionError(written, f"{choice} is geen bekende klasse; zet hem in wording_classes.csv")


def _is_number_in(norm: str, numbers: tuple[range, ...]) -> bool:
    return len(norm) <= DIGITS and norm.isdecimal() and any(int(norm) in known for known in numbers)


class Found(NamedTuple, Generic[Meaning]):
    """An expression found among words, from ``start`` up to, not including, ``end``."""

    meaning: Meaning
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Book(Generic[Meaning]):
    """Expressions with what each means, ordered for looking up by their first word.

    Parameters
    ----------
    misspelt : dict
        A long word with one letter left out or changed places, to the word it stands for.
    """

    entries: tuple[tuple[Expression, Meaning], ...]
    by_word: dict[str, list[int]] = field(default_factory=dict)
    by_edge: dict[str, list[int]] = field(default_factory=dict)
    misspelt: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[tuple[Expression, Meaning]]) -> "Book[Meaning]":
        """Order expressions by their first word."""
        book = cls(tuple(entries))
        known = {word for expression, _ in book.entries for part in expression.parts for word in part.words}
        for at, (expression, _) in enumerate(book.entries):
            first = expression.parts[0]
            for word in first.words:
                book.by_word.setdefault(word, []).append(at)
            edges = {word[:EDGE] for word in first.beginnings} | {word[-EDGE:] for word in first.endings}
            for edge in edges | ({"0"} if first.numbers else set()):
                book.by_edge.setdefault(edge, []).append(at)
        for word in sorted(word for word in known if len(word) >= LEAST_MISSPELT and word.isalpha()):
            for wrong in _slips(word):
                if wrong not in known:
                    book.misspelt.setdefault(wrong, word)
        return book

    def find(self, words: Sequence[Word]) -> list[Found[Meaning]]:
        """Find all expressions in a sentence; of those that overlap the longest stays, then the first in the book."""
        found: dict[tuple[int, int], int] = {}
        ways: dict[tuple[int, int, int], int] = {}
        is_start = True
        for at, word in enumerate(words):
            if word.norm in STOPS:
                ways = self._stepped(ways, word, word.norm, at, found)
                continue
            if not word.is_word:
                continue
            spelt = self.misspelt.get(word.norm, word.norm)
            ways = self._stepped(ways, word, spelt, at, found)
            for entry in self._starting(word.norm, spelt):
                expression = self.entries[entry][0]
                if (is_start or not expression.is_first) and expression.parts[0].fits(word, spelt):
                    self._arrive(entry, 1, at, at + 1, ways, found)
            is_start = False
        return self._longest(found)

    def _stepped(
        self,
        ways: dict[tuple[int, int, int], int],
        word: Word,
        spelt: str,
        at: int,
        found: dict[tuple[int, int], int],
    ) -> dict[tuple[int, int, int], int]:
        """Follow every way with one word more; of ways at one place the earliest stays."""
        after: dict[tuple[int, int, int], int] = {}
        for (entry, place, skipped), start in ways.items():
            part = self.entries[entry][0].parts[place]
            if part.fits(word, spelt):
                self._arrive(entry, place + 1, start, at + 1, after, found)
            if skipped and word.is_word:
                key = (entry, place, skipped - 1)
                after[key] = min(start, after.get(key, start))
        return after

    def _arrive(
        self,
        entry: int,
        place: int,
        start: int,
        end: int,
        ways: dict[tuple[int, int, int], int],
        found: dict[tuple[int, int], int],
    ) -> None:
        """Stand before a place of an expression, and before those behind it that may be left out."""
        parts = self.entries[entry][0].parts
        skipped = 0
        while True:
            if place == len(parts):
                found[entry, end] = min(start, found.get((entry, end), start))
                return
            if parts[place].is_gap:
                skipped = LONGEST_GAP
                place += 1
                continue
            key = (entry, place, skipped)
            ways[key] = min(start, ways.get(key, start))
            if not parts[place].is_optional:
                return
            place += 1

    def _starting(self, norm: str, spelt: str) -> Iterator[int]:
        yield from self.by_word.get(norm, ())
        if spelt != norm:
            yield from self.by_word.get(spelt, ())
        if norm[0].isdecimal():
            yield from self.by_edge.get("0", ())
        for edge in {norm[:EDGE], norm[-EDGE:]}:
            yield from self.by_edge.get(edge, ())

    def _longest(self, found: Mapping[tuple[int, int], int]) -> list[Found[Meaning]]:
        chosen: list[Found[Meaning]] = []
        taken: set[int] = set()
        for start, end, entry in sorted(
            ((start, end, entry) for (entry, end), start in found.items()), key=lambda one: (one[0] - one[1], one[2])
        ):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                chosen.append(Found(self.entries[entry][1], start, end))
        return sorted(chosen, key=lambda one: one.start)


def _slips(word: str) -> Iterator[str]:
    """Give a word with one letter too few, or with two letters in each other's place; its first letter stands."""
    for at in range(1, len(word)):
        yield word[:at] + word[at + 1 :]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]

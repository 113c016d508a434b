"""Cut a text into sentences and words that know where they stand, in time that grows no faster than the text."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import NamedTuple

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # o.b.v.
    r"|[^\W_]+(?:[-'’/.@:+][^\W_]+)*-?"  # m/v/x, mannen- en, 16.30, bo@bedrijf.example
    r"|\n"
    r"|[^\w\s]"
)
ENDS = frozenset(".!?…")
STOPS = frozenset(",;:()[]–—|•*")
"""Signs between clauses: an expression never goes on behind one."""
LONGEST_WORD = 60
"""A longer run of letters is no Dutch word; only its beginning is looked at."""


class Word(NamedTuple):
    """A word, number or sign.

    Parameters
    ----------
    norm : str
        Lower case and without accents: the form in which words are looked up.
    start, end : int
        Where it stands in the text, in characters.
    """

    norm: str
    start: int
    end: int
    is_word: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or bullet: its words and signs, in order; never without a word."""

    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.words[-1].end

    @property
    def n_words(self) -> int:
        """How many words it has; signs and bullets do not count."""
        return sum(word.is_word for word in self.words)


def fold(word: str) -> str:
    """Write a word as it is looked up.

    Examples
    --------
    >>> fold("Éénoudergezin’s")
    "eenoudergezin's"
    """
    lower = word[:LONGEST_WORD].lower().replace("’", "'")
    if lower.isascii():
        return lower
    return "".join(letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter))


def sentences(text: str, *, abbreviations: Collection[str] = ()) -> Iterator[Sentence]:
    """Cut a text into sentences, in order.

    Parameters
    ----------
    abbreviations : collection of str
        Words behind which a point ends no sentence, without that point and as ``fold`` writes them.

    Examples
    --------
    >>> text = "Je helpt dhr. Bos. Kom je ook?\\n- vegen"
    >>> [text[part.start : part.end] for part in sentences(text, abbreviations={"dhr"})]
    ['Je helpt dhr. Bos.', 'Kom je ook?', '- vegen']
    """
    held: list[Word] = []
    for found in WORD.finditer(text):
        sign = found[0]
        if sign == "\n":
            yield from _whole(held)
            held = []
            continue
        word = Word(fold(sign), found.start(), found.end(), sign[0].isalnum())
        held.append(word)
        if sign in ENDS and _is_last(text, found.end()) and not _is_shortened(held, abbreviations):
            yield from _whole(held)
            held = []
    yield from _whole(held)


def _whole(words: list[Word]) -> Iterator[Sentence]:
    if any(word.is_word for word in words):
        yield Sentence(tuple(words))


def _is_last(text: str, end: int) -> bool:
    return end >= len(text) or text[end].isspace() or text[end] in "\"'”’)"


def _is_shortened(words: list[Word], abbreviations: Collection[str]) -> bool:
    return words[-1].norm == "." and len(words) > 1 and words[-2].norm in abbreviations

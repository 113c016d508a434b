"""Cut a text into words and signs that know where they stand."""

import re
import unicodedata
from typing import NamedTuple

WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # a.u.b.
    r"|\b[^\W\d_](?:/[^\W\d_])+\b"  # m/v
    r"|\d+(?:[.,:]\d+)*"  # 1.500, 16:30
    r"|[^\W\d_]+(?:[-'’][^\W\d_]+)*[’']?s?(?<=\w)"  # foto's, b-en-b
    r"|\S"
)
LONGEST_WORD = 60
"""A longer run of letters is no Dutch word and is left as it is."""


class Token(NamedTuple):
    """A word, number or sign.

    Parameters
    ----------
    norm : str
        Lower case, without accents and apostrophes at the edge; the form in which words are looked up.
    start, end : int
        Where it stands in the text, in characters.
    """

    norm: str
    start: int
    end: int
    is_word: bool


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut (a part of) a text into tokens.

    Examples
    --------
    >>> [token.norm for token in tokenize("Eén foto's, a.u.b.!")]
    ['een', "foto's", ',', 'a.u.b.', '!']
    """
    found = WORD.finditer(text, start, len(text) if end is None else end)
    return [Token(fold(match[0]), match.start(), match.end(), match[0][0].isalnum()) for match in found]


def fold(word: str) -> str:
    """Write a word as it is looked up: lower case, straight signs, no accents.

    Examples
    --------
    >>> fold("Föhnen")
    'fohnen'
    """
    lower = word[:LONGEST_WORD].lower()
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFKD", lower.replace("’", "'"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))

"""Text as the linker sees it: small letters, no accents, words and nothing else."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from matching.linking.codes import Codes

MAX_CHARACTERS = 2_000
"""More of a text is not read; the linker takes titles and phrases, and a whole text comes sentence by sentence."""
_INSIDE = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
"""Accents written apart from their letter, as some systems do, and signs that are not seen; they end no word."""
_WORD = re.compile(rf"[^\W_]+(?:[{_INSIDE}]+[^\W_]*)*[+#]*")
_BOTH_SEXES = re.compile(r"\((?:m ?/ ?[vf]|[vf] ?/ ?m|m|v)(?: ?/ ?[xdnw*])?\)|\b(?:m/v|v/m)(?:/[xd])?\b", re.IGNORECASE)
_LONG_RUN = re.compile(r"(.)\1{2,}")
_MAX_WORD = 40


def plain(text: str) -> str:
    """Give a text in the form in which texts are compared; the same words in the same order give the same form.

    Accents, capitals, signs and "(m/v)" go; a letter repeated three times or more counts twice.

    Examples
    --------
    >>> plain("  Café-medewerker (m/v/x), CRÈME & thuiszorg!! ")
    'cafe medewerker creme thuiszorg'
    >>> plain("leuuuuk C++")
    'leuuk c++'
    """
    return " ".join(word for word, _, _ in words(text))


@lru_cache(maxsize=256)
def words(text: str) -> tuple[tuple[str, int, int], ...]:
    """Give the words of a text in plain form, each with where it starts and ends in the text itself.

    Examples
    --------
    >>> words("Hé, oma!")
    (('he', 0, 2), ('oma', 4, 7))
    """
    text = text[:MAX_CHARACTERS]
    text = _BOTH_SEXES.sub(lambda found: " " * len(found[0]), text)
    found = []
    for match in _WORD.finditer(text):
        word = _plain_word(match[0])
        if word:
            found.append((word, match.start(), match.end()))
    return tuple(found)


@lru_cache(maxsize=65_536)
def _plain_word(word: str) -> str:
    # Some letters are capitals only once they are taken apart, and some fold into several letters.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    bare = "".join(sign for sign in apart if sign.isalnum() or sign in "+#")
    return _LONG_RUN.sub(r"\1\1", bare)[:_MAX_WORD]


def encoded(texts: Sequence[str]) -> Codes:
    """Put the plain form of texts behind one another, in UTF-8."""
    parts = [plain(text).encode() for text in texts]
    ends = np.cumsum([0, *map(len, parts)], dtype=np.int64)
    return Codes(np.frombuffer(b"".join(parts), dtype=np.uint8), ends)

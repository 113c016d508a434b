"""Cut a text into sentences and bullets."""

import re
from dataclasses import dataclass

from matching.reading_texts.marks import Span
from matching.reading_texts.tokens import Token, tokenize

BULLET = re.compile(r"\s*(?:[-–—*•·●▪◦‣>✓✔✅☑→+o]|\d{1,2}[.)]|[^\w\s\"'‘“(€#@]{1,3})\s+(?=\S)|\s*[•●▪✓✔✅☑]")
END = re.compile(r"[.!?…]+[)\"'”’]*(?=\s|$)|(?<=[a-z]{2})[.!?](?=[A-Z])")
ABBREVIATIONS = frozenset(
    (
        *(
            "bijv",
            "bv",
            "evt",
            "nr",
            "ca",
            "min",
            "max",
            "incl",
            "excl",
            "dhr",
            "mevr",
            "mw",
            "tel",
            "zn",
            "etc",
            "enz",
        ),
        *("st", "str", "mn", "resp", "vd", "obv", "ivm", "p.w", "p.u", "o.a", "m.b.t", "i.v.m", "a.s", "t/m", "jr"),
        *("dr", "drs", "ing", "mr", "afd"),
    )
)
"""A point behind one of these ends no sentence."""
WRAPPED_LINE = 60
"""A line at least this long goes on in the next when that starts with a small letter."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, heading or bullet.

    Parameters
    ----------
    is_line_start : bool
        Nothing stands before it on its line.
    is_line_end : bool
        Nothing stands behind it on its line.
    """

    span: Span
    tokens: tuple[Token, ...]
    is_bullet: bool
    is_line_start: bool
    is_line_end: bool


def sentences(text: str) -> list[Sentence]:
    """Cut a text into sentences, in order; signs and spaces between them are left out.

    Examples
    --------
    >>> text = "Taken:\\n- vegen\\n- dweilen. Kom je ook?"
    >>> [(part.span.of(text), part.is_bullet) for part in sentences(text)]
    [('Taken:', False), ('vegen', True), ('dweilen.', True), ('Kom je ook?', False)]
    """
    found: list[Sentence] = []
    for line in _lines(text):
        bullet = BULLET.match(text, line.start, line.end)
        start = bullet.end() if bullet else line.start
        parts = _parts(text, Span(start, line.end))
        for at, part in enumerate(parts):
            tokens = tuple(tokenize(text, part.start, part.end))
            if any(token.is_word for token in tokens):
                is_bullet = bullet is not None and at == 0
                found.append(Sentence(part, tokens, is_bullet, at == 0, at == len(parts) - 1))
    return found


def _lines(text: str) -> list[Span]:
    lines: list[Span] = []
    start = 0
    for raw in text.splitlines(keepends=True):
        end = start + len(raw)
        line = Span(start, start + len(raw.rstrip()))
        start = end
        before = lines[-1] if lines else None
        first = raw.lstrip()[:1]
        if (
            before is not None
            and before.end - before.start >= WRAPPED_LINE
            and first.islower()
            and not BULLET.match(raw)
            and text[before.end - 1] not in ".!?:;"
            and "\n" not in text[before.end : line.start].replace("\n", "", 1)
        ):
            lines[-1] = Span(before.start, line.end)
        else:
            lines.append(line)
    return lines


def _parts(text: str, line: Span) -> list[Span]:
    parts: list[Span] = []
    start = line.start
    for end in END.finditer(text, line.start, line.end):
        word = re.search(r"[\w./]{1,12}$", text[max(start, end.start() - 12) : end.start()])
        if end[0] == "." and word and word[0].lower() in ABBREVIATIONS and end.end() < line.end:
            continue
        parts.append(_stripped(text, start, end.end()))
        start = end.end()
    parts.append(_stripped(text, start, line.end))
    return [part for part in parts if part.end > part.start]


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

"""Cutting a text into the pieces to link: what it says is work, asked or liked; else its sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from career.phrase import MAX_CHARACTERS
from matching import Mark, MarkKind, Span, TextSort, TextVocabulary, WordRole, read_text
from services.reference.text_vocabulary import load_text_vocabulary

LISTED = re.compile(r"(?:[^;•]|;(?=\S))+")
"""What stands between two signs of a list on one line."""
WORD = re.compile(r"[^\W\d_]+")
LONGEST_BARE = 8
"""Words of a sentence that may name work without a verb to say so."""
OF_OTHERS = (WordRole.WE, WordRole.THEY, WordRole.OTHER_NOUN, WordRole.NEGATION, WordRole.PLEASANT, WordRole.UNPLEASANT)
LINKED = {
    TextSort.VACANCY: (MarkKind.DUTY, MarkKind.LEARNED, MarkKind.NEEDED, MarkKind.WANTED),
    TextSort.STORY: (MarkKind.CAN, MarkKind.LIKES, MarkKind.WANTS_TO_LEARN),
}
"""What leads to suggestions. What somebody cannot or does not want, and what is not needed, never does."""
SAID = {
    MarkKind.DUTY: "dit is het werk",
    MarkKind.LEARNED: "dit leert de student hier",
    MarkKind.NEEDED: "dit vraagt u vooraf",
    MarkKind.WANTED: "dit is fijn, maar hoeft niet",
    MarkKind.CAN: "dit kun jij",
    MarkKind.LIKES: "dit vind je leuk",
    MarkKind.WANTS_TO_LEARN: "dit wil je leren",
}


class NoteKind(StrEnum):
    """What a text says besides tasks."""

    MUST = "must"
    """Something asked by law or rule: a certificate of conduct, a licence."""
    HAZARD = "hazard"
    CONDITION = "condition"
    HAS = "has"
    """Something asked by law or rule that somebody has."""


NOTED = {
    MarkKind.MUST: NoteKind.MUST,
    MarkKind.HAZARD: NoteKind.HAZARD,
    MarkKind.CONDITION: NoteKind.CONDITION,
    MarkKind.HAS: NoteKind.HAS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Part of a text to look up.

    Parameters
    ----------
    text : str
        As it stands in the text, from ``start`` to ``end``.
    asked : str
        What to look up: the same, or the task it names ("de werkplek opruimen").
    says : MarkKind or None
        What the text says of it; ``None`` for a sentence that says nothing we can tell.
    """

    text: str
    asked: str
    start: int
    end: int
    says: MarkKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something a text says besides tasks, as a code."""

    kind: NoteKind
    code: str
    phrase: str
    start: int
    end: int


def cut(text: str, *, sort: TextSort) -> tuple[list[Piece], tuple[Note, ...]]:
    """Give the pieces of a text to look up, in order, and what it says besides.

    A short sentence that says nothing we can tell is looked up as it is, because bare words ("de keuken opruimen",
    "gamen, voetbal") name what somebody does; unless it speaks of the firm, praises, or denies.
    """
    words = load_text_vocabulary()
    reading = read_text(text, sort=sort, words=words)
    marks = reading.marks
    pieces = [_piece(text, mark) for mark in marks if mark.kind in LINKED[sort] and not mark.is_code]
    notes = tuple(_note(text, mark) for mark in marks if mark.is_code and mark.kind in NOTED)
    unsaid = (piece for span in reading.silent for piece in _unsaid(text, span))
    pieces += [piece for piece in unsaid if not marks or _is_bare(piece, words)]
    return sorted(pieces, key=lambda piece: piece.start), notes


def _is_bare(piece: Piece, vocabulary: TextVocabulary) -> bool:
    said = WORD.findall(piece.text.casefold())
    return len(said) <= LONGEST_BARE and not any(vocabulary.has(word, *OF_OTHERS) for word in said)


def _piece(text: str, mark: Mark) -> Piece:
    start, end = mark.phrase
    end = min(end, start + MAX_CHARACTERS)
    return Piece(text=text[start:end], asked=mark.about[:MAX_CHARACTERS], start=start, end=end, says=mark.kind)


def _note(text: str, mark: Mark) -> Note:
    kind, (start, end) = NOTED[mark.kind], mark.phrase
    return Note(kind=kind, code=mark.about, phrase=text[start:end], start=start, end=end)


def _unsaid(text: str, span: Span) -> Iterator[Piece]:
    """Give a sentence that says nothing we can tell; what is longer than a phrase may be is cut at a space."""
    for listed in LISTED.finditer(text, span.start, span.end):
        start, end = listed.span()
        while start < end:
            stop = end
            if end - start > MAX_CHARACTERS:
                space = text.rfind(" ", start + 1, start + MAX_CHARACTERS)
                stop = space if space > start else start + MAX_CHARACTERS
            words = text[start:stop].strip(" \t\r-*–.;,")
            if any(map(str.isalpha, words)):
                first = text.index(words, start)
                yield Piece(text=words, asked=words, start=first, end=first + len(words))
            start = stop

"""Suggesting competencies for what somebody wrote in own words."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.role import Role
from career.competency import Catalogue, Competency, CompetencyKind
from career.errors import InvalidValueError
from matching import MarkKind, Match, TextSort
from services.competencies import installed
from services.linking.memory import current_memory, is_reviewed
from services.linking.pieces import SAID, Note, Piece, cut
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork

MAX_TEXT = 1500
"""Characters in one text."""
MAX_TEXTS = 20
MAX_PARTS = 12
"""Pieces of one text that are looked at."""
MOST_SUGGESTIONS = 10
SURE, LIKELY = 0.8, 0.5
"""Confidence from which on a suggestion is called a very good fit, and a good one."""
LEAST = 0.05
"""Confidence below which something is no suggestion, also not as an alternative."""
CONFIDENCE_REVIEWED, CONFIDENCE_SAID = 0.98, 0.9
"""What a suggestion is worth that people confirmed for the same words, with and without a review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One competency that a text may be about.

    Parameters
    ----------
    label : str
        Its name in plain Dutch.
    confidence : float
        Chance that it is meant, 0 to 1.
    words : str
        The same in words.
    phrase : str
        The part of the text that led to it; ``start`` and ``end`` are its place in the whole text.
    is_confirmed : bool
        People said of these same words that this is meant.
    """

    competency_id: str
    kind: CompetencyKind
    label: str
    confidence: float
    words: str
    phrase: str
    start: int
    end: int
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of a text, with what it may be about: the best first, the rest are alternatives.

    No suggestions means: nothing found that is close enough.

    Parameters
    ----------
    says : MarkKind or None
        What the text says of it: work, learned here, asked, liked; ``None`` when that cannot be told.
    said : str
        The same in Dutch; may be empty.
    """

    text: str
    start: int
    end: int
    says: MarkKind | None
    said: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What a text may be about, piece by piece.

    Parameters
    ----------
    notes : tuple of Note
        What it says besides tasks: must-haves, hazards, conditions.
    is_cut : bool
        The text has more pieces than were looked at.
    version : str
        What made the suggestions.
    """

    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    is_cut: bool
    version: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found that is close enough."""
        return not any(part.suggestions for part in self.parts)


def suggest(
    work: UnitOfWork,
    *,
    by: Account,
    text: str,
    n: int = 5,
    kinds: Collection[CompetencyKind] | None = None,
    besides: Collection[str] = (),
) -> Suggestions:
    """Suggest competencies for a text; see ``suggest_all``."""
    return suggest_all(work, by=by, texts=[text], n=n, kinds=kinds, besides=besides)[0]


def suggest_all(
    work: UnitOfWork,
    *,
    by: Account,
    texts: Sequence[str],
    n: int = 5,
    kinds: Collection[CompetencyKind] | None = None,
    besides: Collection[str] = (),
) -> tuple[Suggestions, ...]:
    """Suggest competencies for each text, piece by piece; each competency once for a text, where it fits best.

    Nothing of the texts is kept.

    Parameters
    ----------
    n : int
        At most so many for a piece.
    kinds : collection of CompetencyKind, optional
        Only of these kinds; ``None`` means every kind.
    besides : collection of str
        Catalogue ids that may be suggested besides those kinds.

    Raises
    ------
    InvalidValueError
        A text is too long, or there are too many.
    """
    require(by, Act.LINK_TEXT, None)
    _refuse_too_much(texts, n)
    memory, held = current_memory(work), installed(work)
    catalogue = held.catalogue
    sort = TextSort.STORY if by.role is Role.STUDENT else TextSort.VACANCY
    texts_cut = [cut(text, sort=sort) for text in texts]
    pieces = [piece for found, _ in texts_cut for piece in found[:MAX_PARTS]]
    wanted = held.ids_of_kinds(kinds)
    more = frozenset(besides) - wanted
    wanted = wanted | more if more else wanted
    said = [memory.said(piece.text) for piece in pieces]
    n_asked = n + max(map(len, said), default=0)
    found = memory.linker.link([piece.asked for piece in pieces], n=n_asked, concepts=wanted) if pieces else []
    filled: Iterator[Part] = (
        _part(piece, _suggestions(piece, matches, about, catalogue, wanted)[:n])
        for piece, matches, about in zip(pieces, found, said, strict=True)
    )
    return tuple(
        Suggestions(
            parts=_each_once([next(filled) for _ in found[:MAX_PARTS]]),
            notes=notes,
            is_cut=len(found) > MAX_PARTS,
            version=memory.version,
        )
        for found, notes in texts_cut
    )


def confidence_words(confidence: float) -> str:
    """Say how sure a suggestion is.

    Examples
    --------
    >>> confidence_words(0.9), confidence_words(0.6), confidence_words(0.2)
    ('past heel goed', 'past goed', 'misschien')
    """
    return "past heel goed" if confidence >= SURE else "past goed" if confidence >= LIKELY else "misschien"


def _refuse_too_much(texts: Sequence[str], n: int) -> None:
    checks = {
        "text": (
            all(len(text) <= MAX_TEXT for text in texts),
            f"Houd de tekst op hoogstens {MAX_TEXT} tekens",
        ),
        "texts": (0 < len(texts) <= MAX_TEXTS, f"Geef 1 tot en met {MAX_TEXTS} teksten"),
        "n": (1 <= n <= MOST_SUGGESTIONS, f"Vraag 1 tot en met {MOST_SUGGESTIONS} voorstellen"),
    }
    faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
    if faults:
        raise InvalidValueError("text", faults)


def _part(piece: Piece, suggestions: tuple[Suggestion, ...]) -> Part:
    return Part(
        text=piece.text,
        start=piece.start,
        end=piece.end,
        says=piece.says,
        said=SAID[piece.says] if piece.says else "",
        suggestions=suggestions,
    )


def _suggestions(
    piece: Piece,
    matches: Sequence[Match],
    said: Mapping[str, int],
    catalogue: Catalogue,
    wanted: Collection[str],
) -> tuple[Suggestion, ...]:
    """Put what people confirmed for these words before what the linker finds, less what they rejected."""
    confirmed = [
        code
        for code in sorted(said, key=lambda code: (-said[code], code))
        if said[code] > 0 and code in catalogue and code in wanted
    ]
    from_people = (
        _suggestion(
            piece,
            catalogue[code],
            span=(0, len(piece.text)),
            confidence=CONFIDENCE_REVIEWED if is_reviewed(said[code]) else CONFIDENCE_SAID,
            is_confirmed=True,
        )
        for code in confirmed
    )
    from_linker = (
        _suggestion(
            piece, catalogue[match.concept], span=_span(piece, match), confidence=match.confidence, is_confirmed=False
        )
        for match in matches
        if match.concept in catalogue
        and match.confidence >= LEAST
        and said.get(match.concept, 0) >= 0
        and match.concept not in confirmed
    )
    return (*from_people, *from_linker)


def _span(piece: Piece, match: Match) -> tuple[int, int]:
    """Give the characters of the piece that led to a match; all of it when the piece was looked up in other words."""
    return match.span if piece.asked == piece.text else (0, len(piece.text))


def _suggestion(
    piece: Piece, competency: Competency, *, span: tuple[int, int], confidence: float, is_confirmed: bool
) -> Suggestion:
    first, last = span
    return Suggestion(
        competency_id=competency.id,
        kind=competency.kind,
        label=competency.plain_label,
        confidence=confidence,
        words=confidence_words(confidence),
        phrase=piece.text[first:last],
        start=piece.start + first,
        end=piece.start + last,
        is_confirmed=is_confirmed,
    )


def _each_once(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Leave each competency only in the piece where it fits best; the first of equals."""
    best: dict[str, tuple[float, int]] = {}
    for place, part in enumerate(parts):
        for found in part.suggestions:
            best[found.competency_id] = max(best.get(found.competency_id, (-1.0, 0)), (found.confidence, -place))
    return tuple(
        replace(part, suggestions=tuple(s for s in part.suggestions if best[s.competency_id][1] == -place))
        for place, part in enumerate(parts)
    )

"""Suggesting competencies for what somebody wrote in own words."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from career.competency import Catalogue, Competency, CompetencyKind
from career.errors import InvalidValueError
from career.phrase import MAX_CHARACTERS
from matching import Match
from services.linking.memory import current_memory, is_reviewed
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

MAX_TEXT = 1500
"""Characters in one text."""
MAX_TEXTS = 20
MAX_PARTS = 12
"""Sentences and clauses of one text that are looked at."""
MOST_SUGGESTIONS = 10
SURE, LIKELY = 0.8, 0.5
"""Confidence from which on a suggestion is called a very good fit, and a good one."""
LEAST = 0.05
"""Confidence below which something is no suggestion, also not as an alternative."""
CONFIDENCE_REVIEWED, CONFIDENCE_SAID = 0.98, 0.9
"""What a suggestion is worth that people confirmed for the same words, with and without a review."""
MAX_CLAUSES, SHORTEST_CLAUSE = 5, 3
"""Clauses of one sentence that are looked at, and the fewest characters of one."""
CLAUSE = re.compile(r"\s*,\s*(?:(?:en|of|maar) )?|\s+(?:en|of|maar|daarna)\s+", re.IGNORECASE)
SENTENCE = re.compile(r"[^\n.!?;•]+(?:[.!?;](?!\s|$)[^\n.!?;•]*)*[.!?;]*")


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
    """One sentence of a text, or a clause of it, with what it may be about: the best first, the rest are alternatives.

    No suggestions means: nothing found that is close enough.
    """

    text: str
    start: int
    end: int
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What a text may be about, sentence by sentence.

    Parameters
    ----------
    is_cut : bool
        The text has more sentences than were looked at.
    version : str
        What made the suggestions.
    """

    parts: tuple[Part, ...]
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
    """Suggest competencies for each text, sentence by sentence; each competency once for a text, where it fits best.

    Nothing of the texts is kept.

    Parameters
    ----------
    n : int
        At most so many for a sentence.
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
    memory, catalogue = current_memory(work), load_reference().catalogue
    wanted = _wanted(catalogue, kinds, besides)
    cut = [_sentences(text) for text in texts]
    # Each sentence as a whole and in clauses; what people said of the whole sentence is not looked for in its clauses.
    tried = [
        [(one, *(() if memory.said(one.text) else _clauses(one))) for one in sentences[:MAX_PARTS]] for sentences in cut
    ]
    parts = [part for text in tried for ways in text for part in ways]
    said = [memory.said(part.text) for part in parts]
    n_asked = n + max(map(len, said), default=0)
    found = memory.linker.link([part.text for part in parts], n=n_asked, concepts=wanted) if parts else []
    filled: Iterator[Part] = (
        replace(part, suggestions=_suggestions(part, matches, about, catalogue, wanted)[:n])
        for part, matches, about in zip(parts, found, said, strict=True)
    )
    results = []
    for text, sentences in zip(tried, cut, strict=True):
        chosen = [part for ways in text for part in _surest([next(filled) for _ in ways])]
        is_cut = len(sentences) > MAX_PARTS or len(chosen) > MAX_PARTS
        results.append(Suggestions(parts=_each_once(chosen[:MAX_PARTS]), is_cut=is_cut, version=memory.version))
    return tuple(results)


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


def _sentences(text: str) -> list[Part]:
    """Cut a text at line ends and full stops; what is longer than a phrase may be is cut at a space."""
    found = []
    for sentence in SENTENCE.finditer(text):
        start, end = sentence.span()
        while start < end:
            stop = end
            if end - start > MAX_CHARACTERS:
                space = text.rfind(" ", start + 1, start + MAX_CHARACTERS)
                stop = space if space > start else start + MAX_CHARACTERS
            words = text[start:stop].strip(" \t\r-*–.;,")
            if any(map(str.isalpha, words)):
                first = text.index(words, start)
                found.append(Part(text=words, start=first, end=first + len(words), suggestions=()))
            start = stop
    return found


def _clauses(sentence: Part) -> tuple[Part, ...]:
    """Cut a sentence where another piece of work may begin; nothing when it is one piece, or an endless list."""
    starts = [0, *(found.end() for found in CLAUSE.finditer(sentence.text))]
    ends = [*(found.start() for found in CLAUSE.finditer(sentence.text)), len(sentence.text)]
    pieces = [(start, end) for start, end in zip(starts, ends, strict=True) if end - start >= SHORTEST_CLAUSE]
    if not 1 < len(pieces) <= MAX_CLAUSES:
        return ()
    return tuple(
        Part(text=sentence.text[start:end], start=sentence.start + start, end=sentence.start + end, suggestions=())
        for start, end in pieces
    )


def _surest(ways: Sequence[Part]) -> Sequence[Part]:
    """Choose between a sentence (the first) and its clauses: whichever holds the surest suggestion.

    A clause of one word that leads to nothing is left out.
    """
    sentence, *clauses = ways

    def sureness(part: Part) -> float:
        return part.suggestions[0].confidence if part.suggestions else 0.0

    if not any(sureness(clause) > sureness(sentence) for clause in clauses):
        return [sentence]
    return [clause for clause in clauses if clause.suggestions or " " in clause.text]


def _wanted(
    catalogue: Catalogue, kinds: Collection[CompetencyKind] | None, besides: Collection[str]
) -> frozenset[str] | None:
    if kinds is None:
        return None
    return frozenset(one.id for one in catalogue.competencies.values() if one.kind in kinds) | frozenset(besides)


def _suggestions(
    part: Part,
    matches: Sequence[Match],
    said: Mapping[str, int],
    catalogue: Catalogue,
    wanted: Collection[str] | None,
) -> tuple[Suggestion, ...]:
    """Put what people confirmed for these words before what the linker finds, less what they rejected."""
    confirmed = [
        code
        for code in sorted(said, key=lambda code: (-said[code], code))
        if said[code] > 0 and code in catalogue and (wanted is None or code in wanted)
    ]
    from_people = (
        _suggestion(
            part,
            catalogue[code],
            span=(0, len(part.text)),
            confidence=CONFIDENCE_REVIEWED if is_reviewed(said[code]) else CONFIDENCE_SAID,
            is_confirmed=True,
        )
        for code in confirmed
    )
    from_linker = (
        _suggestion(part, catalogue[match.concept], span=match.span, confidence=match.confidence, is_confirmed=False)
        for match in matches
        if match.concept in catalogue
        and match.confidence >= LEAST
        and said.get(match.concept, 0) >= 0
        and match.concept not in confirmed
    )
    return (*from_people, *from_linker)


def _suggestion(
    part: Part, competency: Competency, *, span: tuple[int, int], confidence: float, is_confirmed: bool
) -> Suggestion:
    first, last = span
    return Suggestion(
        competency_id=competency.id,
        kind=competency.kind,
        label=competency.plain_label,
        confidence=confidence,
        words=confidence_words(confidence),
        phrase=part.text[first:last],
        start=part.start + first,
        end=part.start + last,
        is_confirmed=is_confirmed,
    )


def _each_once(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Leave each competency only in the sentence where it fits best; the first of equals."""
    best: dict[str, tuple[float, int]] = {}
    for place, part in enumerate(parts):
        for found in part.suggestions:
            best[found.competency_id] = max(best.get(found.competency_id, (-1.0, 0)), (found.confidence, -place))
    return tuple(
        replace(part, suggestions=tuple(s for s in part.suggestions if best[s.competency_id][1] == -place))
        for place, part in enumerate(parts)
    )

"""Say how heavy a Dutch text reads: a published measure of the whole, and the places that make it heavy.

The measure is the one of Douma for Dutch; the places are long sentences, passive verbs, double negations and words
from a list. Together they are our "B1 check": a help for whoever writes, not a level that somebody has certified.

References
----------
Douma, W. H. (1960). *De leesbaarheid van landbouwbladen*. Bulletin 17, Landbouwhogeschool Wageningen: Flesch's
reading ease with the constants for Dutch, 206.84 - 0.77 x syllables per 100 words - 0.93 x words per sentence.
Pander Maat, H. et al. (2014). *T-Scan: a new tool for analyzing Dutch text*. CLIN Journal 4, 53-74: long sentences,
rare words and passives as the marks of heavy text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from employer_toolkit.wording.cutting import STOPS, Sentence, Word, sentences
from employer_toolkit.wording.expressions import Book
from employer_toolkit.wording.finding import Finding, Weight, WordingKind

DOUMA_BASE, DOUMA_SYLLABLE, DOUMA_WORD = 206.84, 77.0, 0.93
"""Douma (1960); the second counts for syllables per word."""
VOWEL_GROUP = re.compile(
    r"aai|ooi|oei|eeu|ieu|eau|aa|ee|oo|uu|ie|oe|ui|eu|ei|ij|au|ou|[aeiouy]",
)
MARKED = str.maketrans("äëïöü", "\x01\x02\x03\x04\x05", "")
UNMARKED = str.maketrans("\x01\x02\x03\x04\x05", "aeiou")
BEFORE_MARKED = re.compile("(?=[\x01-\x05])")
LEAST_PARTICIPLE = 6
FIRST_PERSON = frozenset({"je", "jij", "ik", "we", "wij", "u"})
"""Who stands beside "wordt" in a sentence that reads easily all the same: "je wordt geholpen"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLimits:
    """When a text is heavy.

    Parameters
    ----------
    longest_sentence : int
        Words of the longest sentence that reads easily.
    least_words : int
        A text of fewer words gets no score: one long name would decide it.
    lowest_score : int
        Lowest reading ease that the B1 check lets pass, 0 (very hard) to 100 (very easy).
    """

    longest_sentence: int
    least_words: int
    lowest_score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """What is said about a way of being heavy."""

    code: str
    reason: str
    suggestion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRules:
    """What heavy text is known by.

    Parameters
    ----------
    words : Book of str
        Heavy words and expressions, each with what to write instead; empty where leaving it out is best.
    texts : mapping of str to PlainText
        What is said, under ``long_sentence``, ``passive``, ``double_negation``, ``heavy_word`` and ``abbreviation``.
    abbreviations : frozenset of str
        Behind which a point ends no sentence.
    becoming, particles, not_participles, negations, joints : frozenset of str
        The forms of *worden*; what stands before *ge-* in a participle; words that only look like one; words that say
        no; words that begin another clause.
    """

    words: Book[str]
    texts: Mapping[str, PlainText]
    limits: PlainLimits
    abbreviations: frozenset[str]
    becoming: frozenset[str]
    particles: tuple[str, ...]
    not_participles: frozenset[str]
    negations: frozenset[str]
    joints: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainReading:
    """How heavy a text reads.

    Parameters
    ----------
    score : float or None
        Reading ease of Douma, about 0 (very hard) to 100 (very easy); ``None`` for a text that is too short to tell.
    is_plain : bool
        Whether it passes the B1 check: no places that make it heavy, and a score that is high enough.
    """

    n_sentences: int
    n_words: int
    n_syllables: int
    score: float | None
    findings: tuple[Finding, ...]
    is_plain: bool


def measure(text: str, *, rules: PlainRules, field: str = "") -> PlainReading:
    """Say how heavy a text reads.

    Parameters
    ----------
    field : str
        Goes along in the findings.
    """
    parts = list(sentences(text, abbreviations=rules.abbreviations))
    words = [word for part in parts for word in part.words if word.is_word]
    n_syllables = sum(syllables(text[word.start : word.end]) for word in words)
    score = (
        reading_ease(n_sentences=len(parts), n_words=len(words), n_syllables=n_syllables)
        if len(words) >= rules.limits.least_words
        else None
    )
    findings = tuple(found for part in parts for found in heavy_places(text, part, rules=rules, field=field))
    return PlainReading(
        n_sentences=len(parts),
        n_words=len(words),
        n_syllables=n_syllables,
        score=score,
        findings=findings,
        is_plain=not findings and (score is None or score >= rules.limits.lowest_score),
    )


def reading_ease(*, n_sentences: int, n_words: int, n_syllables: int) -> float:
    """Give the reading ease of Douma (1960).

    Examples
    --------
    >>> round(reading_ease(n_sentences=10, n_words=100, n_syllables=150), 2)
    82.04
    """
    return DOUMA_BASE - DOUMA_SYLLABLE * n_syllables / n_words - DOUMA_WORD * n_words / n_sentences


def syllables(word: str) -> int:
    """Count the syllables of a Dutch word: its groups of vowels, where a diaeresis begins a new one; at least one.

    Examples
    --------
    >>> [syllables(word) for word in ("boom", "koffie", "begeleider", "coördinator", "reizen", "ijsje", "vwo")]
    [1, 2, 4, 5, 2, 2, 1]
    """
    marked = word.lower().translate(MARKED)
    return max(1, sum(len(VOWEL_GROUP.findall(piece.translate(UNMARKED))) for piece in BEFORE_MARKED.split(marked)))


def heavy_places(text: str, sentence: Sentence, *, rules: PlainRules, field: str = "") -> Iterator[Finding]:
    """Give the places that make one sentence heavy, each with what to do about it."""
    if sentence.n_words > rules.limits.longest_sentence:
        yield _finding("long_sentence", text, sentence.start, sentence.end, rules, field)
    for first, last in filter(None, (_passive(sentence.words, rules), _double_negation(sentence.words, rules))):
        code = "passive" if first.norm in rules.becoming or last.norm in rules.becoming else "double_negation"
        start, end = min(first.start, last.start), max(first.end, last.end)
        yield _finding(code, text, start, end, rules, field)
    for found in rules.words.find(sentence.words):
        start, end = sentence.words[found.start].start, sentence.words[found.end - 1].end
        yield _finding("heavy_word", text, start, end, rules, field, instead=found.meaning)
    for word in sentence.words:
        if word.is_word and word.norm.endswith(".") and word.norm.count(".") > 1:
            yield _finding("abbreviation", text, word.start, word.end, rules, field)


def _finding(
    code: str, text: str, start: int, end: int, rules: PlainRules, field: str, *, instead: str = ""
) -> Finding:
    said = rules.texts[code]
    return Finding(
        code=code,
        kind=WordingKind.HEAVY,
        weight=Weight.BETTER,
        field=field,
        start=start,
        end=end,
        words=text[start:end],
        reason=said.reason,
        suggestion=f"Schrijf liever: {instead}." if instead else said.suggestion,
    )


def _passive(words: Sequence[Word], rules: PlainRules) -> tuple[Word, Word] | None:
    """Find a form of *worden* with a participle in one clause, where nobody is told to do it."""
    becoming: Word | None = None
    participle: Word | None = None
    before = ""
    for word in words:
        if word.norm in STOPS or word.norm in rules.joints:
            becoming = participle = None
        if before in rules.becoming and word.norm in FIRST_PERSON:
            becoming = None
        if word.norm in rules.becoming and before not in FIRST_PERSON:
            becoming = word
        elif _is_participle(word.norm, rules):
            participle = word
        if becoming is not None and participle is not None:
            return becoming, participle
        before = word.norm
    return None


def _is_participle(norm: str, rules: PlainRules) -> bool:
    if len(norm) < LEAST_PARTICIPLE or norm in rules.not_participles or not norm.isalpha():
        return False
    rest = next((norm[len(begin) :] for begin in rules.particles if norm.startswith(f"{begin}ge")), norm)
    if rest.startswith("ge"):
        return rest.endswith(("d", "t", "en"))
    return rest.startswith(("be", "ver", "ont", "her")) and rest.endswith(("d", "t"))


def _double_negation(words: Sequence[Word], rules: PlainRules) -> tuple[Word, Word] | None:
    first: Word | None = None
    for word in words:
        if word.norm in STOPS or word.norm in rules.joints:
            first = None
        elif word.norm in rules.negations:
            if first is not None:
                return first, word
            first = word
    return None

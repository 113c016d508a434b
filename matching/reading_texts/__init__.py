"""Read what a vacancy or a student's story says, with the words that say it.

Rules and lists of words, no learning: the same text gives the same marks, and each mark shows its evidence. The words
come in as a value (``TextVocabulary``); nothing in here reads a file.
"""

from matching.reading_texts.marks import Mark, MarkKind, Span, TextReading
from matching.reading_texts.patterns import PatternError
from matching.reading_texts.reading import LONGEST_TEXT, read_text
from matching.reading_texts.verb_forms import Verb
from matching.reading_texts.vocabulary import CodePattern, Cue, CuePattern, CueScope, TextSort, TextVocabulary, WordRole

__all__ = [
    "LONGEST_TEXT",
    "CodePattern",
    "Cue",
    "CuePattern",
    "CueScope",
    "Mark",
    "MarkKind",
    "PatternError",
    "Span",
    "TextReading",
    "TextSort",
    "TextVocabulary",
    "Verb",
    "WordRole",
    "read_text",
]

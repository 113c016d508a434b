"""Reasons in Dutch, made from an explanation of the engine and from nothing else.

One explanation, three renderings: a short text for the student, a longer one that prepares a jobhunter's
conversation, and figures for a coordinator. The same explanation gives the same words, to the letter.
"""

from services.explaining.changes import ChangeNote, OpenQuestion
from services.explaining.conversation import Conversation
from services.explaining.figures import Figures
from services.explaining.notes import GATE_LABELS, GateNote
from services.explaining.parts import MatchPart
from services.explaining.reasons import Reasons, words_for
from services.explaining.student import SHORT_WORDS

__all__ = [
    "GATE_LABELS",
    "SHORT_WORDS",
    "ChangeNote",
    "Conversation",
    "Figures",
    "GateNote",
    "MatchPart",
    "OpenQuestion",
    "Reasons",
    "words_for",
]

"""The scoring engine: which students and placements fit, both ways, and why.

Arrays in, arrays out. Nothing in here reads a file, a clock or a database.
"""

from matching.changes import SIZES, Change, Step
from matching.congestion import Congestion, ExposureReport
from matching.errors import MatchingError, OrderError, ParameterError, ParameterFault, Problem, ShapeError
from matching.evidence import Evidence, Finding
from matching.explanation import REASON_FOR, ComponentResult, Explanation, GateResult, explain
from matching.exposure import LONGER, Exposure, Spread, least_above_room, spread
from matching.gates import Gate, Verdict
from matching.index import PlacementIndex, StudentIndex
from matching.pairs import Pairs
from matching.parameters import SIDES, Component, Parameters, Side
from matching.ragged import Ragged, pack_bits
from matching.ranking import Ranking, lottery, rank
from matching.reading_texts import (
    LONGEST_TEXT,
    CodePattern,
    Cue,
    CuePattern,
    CueScope,
    Link,
    LinkedEntry,
    Mark,
    MarkKind,
    PatternError,
    Span,
    TextReading,
    TextSort,
    TextVocabulary,
    Verb,
    WordRole,
    read_text,
)
from matching.rows import N_ACTIVITIES, NO_END, Recognition
from matching.rules import OLDEST, Rules, WorkingTime
from matching.scoring import PairScores, score_pairs
from matching.tables import PlacementTable, StudentTable, carry_over
from matching.unknowns import Answerer, Question, Unknown
from matching.warming import warm
from matching.what_if import WhatIf

__all__ = [
    "LONGER",
    "LONGEST_TEXT",
    "NO_END",
    "N_ACTIVITIES",
    "OLDEST",
    "REASON_FOR",
    "SIDES",
    "SIZES",
    "Answerer",
    "Change",
    "CodePattern",
    "Component",
    "ComponentResult",
    "Congestion",
    "Cue",
    "CuePattern",
    "CueScope",
    "Evidence",
    "Explanation",
    "Exposure",
    "ExposureReport",
    "Finding",
    "Gate",
    "GateResult",
    "Link",
    "LinkedEntry",
    "Mark",
    "MarkKind",
    "MatchingError",
    "OrderError",
    "PairScores",
    "Pairs",
    "ParameterError",
    "ParameterFault",
    "Parameters",
    "PatternError",
    "PlacementIndex",
    "PlacementTable",
    "Problem",
    "Question",
    "Ragged",
    "Ranking",
    "Recognition",
    "Rules",
    "ShapeError",
    "Side",
    "Span",
    "Spread",
    "Step",
    "StudentIndex",
    "StudentTable",
    "TextReading",
    "TextSort",
    "TextVocabulary",
    "Unknown",
    "Verb",
    "Verdict",
    "WhatIf",
    "WordRole",
    "WorkingTime",
    "carry_over",
    "explain",
    "least_above_room",
    "lottery",
    "pack_bits",
    "rank",
    "read_text",
    "score_pairs",
    "spread",
    "warm",
]

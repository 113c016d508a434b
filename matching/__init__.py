"""The scoring engine: which students and placements fit, both ways, and why.

Arrays in, arrays out. Nothing in here reads a file, a clock or a database.
"""

from matching.changes import SIZES, Change, Step
from matching.congestion import Congestion, ExposureReport
from matching.errors import (
    CountError,
    MatchingError,
    NoLabelsError,
    OrderError,
    ParameterError,
    ParameterFault,
    Problem,
    ShapeError,
)
from matching.evidence import Evidence, Finding
from matching.explanation import REASON_FOR, ComponentResult, Explanation, GateResult, explain
from matching.exposure import LONGER, Exposure, Spread, least_above_room, spread
from matching.gates import Gate, Verdict
from matching.index import PlacementIndex, StudentIndex
from matching.linking.confidence import Confidence, expected_calibration_error
from matching.linking.encoder import Encoder
from matching.linking.labels import Labels
from matching.linking.linker import Linker, Match
from matching.linking.measures import CUT, Measures, counted_order, measured
from matching.linking.near import NearBy, Nearness, nearest
from matching.linking.schooling import WordKnowledge, train_linker
from matching.linking.wording import plain
from matching.openings import Opening, what_opens
from matching.pairs import Pairs
from matching.parameters import SIDES, Component, Parameters, Side
from matching.ragged import Ragged, pack_bits
from matching.ranking import Ranking, count_open, count_well, lottery, rank
from matching.reading_texts import (
    LONGEST_TEXT,
    CodePattern,
    Cue,
    CuePattern,
    CueScope,
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
from matching.rows import N_ACTIVITIES, NO_CAP, NO_END, Recognition
from matching.rules import N_LEVELS, OLDEST, Rules, SundayWork, WorkingTime
from matching.scoring import PairScores, score_pairs
from matching.strings import Strings
from matching.tables import PlacementTable, StudentTable, carry_over
from matching.trips import great_circle_km
from matching.unknowns import Answerer, Question, Unknown
from matching.warming import warm
from matching.what_if import WhatIf

__all__ = [
    "CUT",
    "LONGER",
    "LONGEST_TEXT",
    "NO_CAP",
    "NO_END",
    "N_ACTIVITIES",
    "N_LEVELS",
    "OLDEST",
    "REASON_FOR",
    "SIDES",
    "SIZES",
    "Answerer",
    "Change",
    "CodePattern",
    "Component",
    "ComponentResult",
    "Confidence",
    "Congestion",
    "CountError",
    "Cue",
    "CuePattern",
    "CueScope",
    "Encoder",
    "Evidence",
    "Explanation",
    "Exposure",
    "ExposureReport",
    "Finding",
    "Gate",
    "GateResult",
    "Labels",
    "Linker",
    "Mark",
    "MarkKind",
    "Match",
    "MatchingError",
    "Measures",
    "NearBy",
    "Nearness",
    "NoLabelsError",
    "Opening",
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
    "Strings",
    "StudentIndex",
    "StudentTable",
    "SundayWork",
    "TextReading",
    "TextSort",
    "TextVocabulary",
    "Unknown",
    "Verb",
    "Verdict",
    "WhatIf",
    "WordKnowledge",
    "WordRole",
    "WorkingTime",
    "carry_over",
    "count_open",
    "count_well",
    "counted_order",
    "expected_calibration_error",
    "explain",
    "great_circle_km",
    "least_above_room",
    "lottery",
    "measured",
    "nearest",
    "pack_bits",
    "plain",
    "rank",
    "read_text",
    "score_pairs",
    "spread",
    "train_linker",
    "warm",
    "what_opens",
]

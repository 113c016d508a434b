"""Every data file of the coaching kit: read at the start, and looked over for whoever keeps the files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from services.reference.assignments import load_assignments, read_assignments
from services.reference.coaching import (
    load_cards,
    load_condition_advice,
    read_cards,
    read_condition_advice,
)
from services.reference.conversation_questions import load_questions, read_questions
from services.reference.evidence import load_evidence, load_stories, read_evidence, read_stories
from services.reference.first_week_texts import load_week_texts, read_week_texts
from services.reference.growth import load_growth, load_shares, read_growth, read_shares
from services.reference.letter_sentences import load_letter_sentences, read_letter_sentences
from services.reference.training_path import load_modules, read_modules

READERS: tuple[Callable[[Path], object], ...] = (
    read_cards,
    read_condition_advice,
    read_evidence,
    read_stories,
    read_growth,
    read_shares,
    read_week_texts,
    read_modules,
    read_assignments,
    read_questions,
    read_letter_sentences,
)
"""Each reads its files from a folder, and raises ``ReferenceDataError`` for what cannot be right."""


def load_coaching_kit() -> Mapping[str, object]:
    """Give all of it, read from the files of this installation the first time.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right.
    """
    return MappingProxyType(
        {
            "cards": load_cards(),
            "advice": load_condition_advice(),
            "evidence": load_evidence(),
            "stories": load_stories(),
            "growth": load_growth(),
            "shares": load_shares(),
            "first_week": load_week_texts(),
            "training": load_modules(),
            "assignments": load_assignments(),
            "questions": load_questions(),
            "letters": load_letter_sentences(),
        }
    )

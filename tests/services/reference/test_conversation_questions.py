"""The card holds enough questions, for each career competency with each company, and in plain words."""

from collections import Counter
from pathlib import Path

import pytest

from career.conversation import ConversationKind
from career.dossier import CareerCompetency
from services.reference.conversation_questions import FILE, FOLDER, load_questions, read_questions
from services.reference.errors import ReferenceDataError


def test_no_competency_or_kind_of_conversation_is_without_questions() -> None:
    held = load_questions()
    n = Counter((one.competency, one.kind) for one in held)

    assert len(held) >= 40
    assert min(n[competency, kind] for competency in CareerCompetency for kind in ConversationKind) >= 2
    assert min(n[competency, ConversationKind.INDIVIDUAL] for competency in CareerCompetency) >= 4


def test_each_is_a_short_question_with_a_hint() -> None:
    held = load_questions()

    assert [one.question for one in held if not one.question.endswith("?")] == []
    assert [one.listen for one in held if not one.listen.endswith(".")] == []
    assert [text for one in held for text in (one.question, one.listen) if len(text.split()) > 20] == []


def test_question_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    line = "qualities,individual,Wat kun je goed?,Vraag door."
    (tmp_path / FOLDER / FILE[0]).write_text("\n".join((",".join(FILE[1]), line, line, "")), encoding="utf-8")

    with pytest.raises(ReferenceDataError, match="staat er al"):
        read_questions(tmp_path)

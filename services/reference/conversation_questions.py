"""Good questions for a career conversation, in our own words."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from career.conversation import ConversationKind
from career.dossier import CareerCompetency
from services.reference.folder import rules_folder
from services.reference.rows import Row, read_rows

FOLDER = "toolkit"
FILE = ("conversation_questions.csv", ("competency", "kind", "question", "listen"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationQuestion:
    """A question to begin with; ``listen`` says what to do with the answer."""

    competency: CareerCompetency
    kind: ConversationKind
    question: str
    listen: str


@cache
def load_questions() -> tuple[ConversationQuestion, ...]:
    """Give the questions of this installation, in the order of their file.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right.
    """
    return read_questions(rules_folder())


def read_questions(folder: Path) -> tuple[ConversationQuestion, ...]:
    """Read conversation_questions.csv of a folder of data files; raises as ``load_questions``."""
    rows = read_rows(folder / FOLDER / FILE[0], FILE[1])
    first: dict[str, Row] = {}
    for row in rows:
        question = row.text("question")
        if question in first:
            raise row.error("question", "deze vraag staat er al; haal er één weg")
        first[question] = row
    return tuple(map(_question, rows))


def _question(row: Row) -> ConversationQuestion:
    return ConversationQuestion(
        competency=CareerCompetency(row.choice("competency", [one.value for one in CareerCompetency])),
        kind=ConversationKind(row.choice("kind", [one.value for one in ConversationKind])),
        question=row.text("question"),
        listen=row.text("listen"),
    )

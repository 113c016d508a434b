"""The training paths (leerpaden): short modules for who trains on the floor, and for students who help others."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from employer_toolkit.training import Question, TrainingModule, TrainingPath
from services.reference.coaching import address_part, read_cards
from services.reference.folder import rules_folder
from services.reference.rows import Row, by_code, read_rows

FOLDER = "toolkit"
MODULES = ("training_modules.csv", ("code", "path", "title", "minutes", "lead", "text", "remember", "card"))
QUESTIONS = ("training_questions.csv", ("module", "question", "answers", "right", "why"))
LONGEST_MINUTES = 60
FEWEST_QUESTIONS, MOST_QUESTIONS = 2, 6
MOST_ANSWERS = 5


@cache
def load_modules() -> Mapping[str, TrainingModule]:
    """Give the modules of this installation by their code, in the order in which they are followed.

    Raises
    ------
    ReferenceDataError
        A file holds something that cannot be right, or a module lacks questions.
    """
    return read_modules(rules_folder())


def modules_of(path: TrainingPath) -> Mapping[str, TrainingModule]:
    """Give the modules of one path; raises as ``load_modules``."""
    return {code: module for code, module in load_modules().items() if module.path is path}


def read_modules(folder: Path) -> Mapping[str, TrainingModule]:
    """Read the two files of the training path; raises as ``load_modules``."""
    rows, cards = read_rows(folder / FOLDER / MODULES[0], MODULES[1]), read_cards(folder)
    names = {row.text("code") for row in rows}
    questions: dict[str, list[Question]] = {name: [] for name in names}
    asked = read_rows(folder / FOLDER / QUESTIONS[0], QUESTIONS[1])
    for row in asked:
        questions[row.choice("module", names)].append(_question(row))

    def module(row: Row) -> TrainingModule:
        code = address_part(row, "code")
        if not FEWEST_QUESTIONS <= len(questions[code]) <= MOST_QUESTIONS:
            text = f"dit deel heeft {len(questions[code])} vragen"
            raise row.error("code", f"{text}; geef er {FEWEST_QUESTIONS} tot en met {MOST_QUESTIONS}")
        return TrainingModule(
            code=code,
            path=TrainingPath(row.choice("path", list(TrainingPath))),
            title=row.text("title"),
            minutes=row.whole("minutes", at_least=1, at_most=LONGEST_MINUTES),
            lead=row.text("lead"),
            text=row.phrases("text"),
            remember=row.text("remember"),
            card=row.choice("card", cards),
            questions=tuple(questions[code]),
        )

    modules = by_code(rows, "code", module)
    for path in TrainingPath:
        if path not in {one.path for one in modules.values()}:
            raise rows[-1].error("path", f"“{path.value}” heeft geen deel; geef er minstens één")
    return MappingProxyType(modules)


def _question(row: Row) -> Question:
    answers = row.phrases("answers")
    if not 2 <= len(answers) <= MOST_ANSWERS:
        raise row.error("answers", f"geef 2 tot en met {MOST_ANSWERS} antwoorden, met puntkomma's ertussen")
    return Question(
        text=row.text("question"),
        answers=answers,
        right=row.whole("right", at_least=1, at_most=len(answers)) - 1,
        why=row.text("why"),
    )

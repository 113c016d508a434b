"""The files of the coaching kit are whole, and one that cannot be right is refused with its file, line and column."""

from collections.abc import Callable
from pathlib import Path

import pytest

from employer_toolkit.training import TrainingPath
from services.local_time import local_day
from services.reference import ReferenceDataError, load_reference
from services.reference.coaching import load_cards, load_condition_advice
from services.reference.coaching_kit import READERS, load_coaching_kit
from services.reference.evidence import load_evidence, load_topics
from services.reference.training_path import modules_of
from tests.demo_doors import NOW

ASKED_FOR = {
    "eerste-dag", "uitleggen", "feedback", "afspraken", "spanning", "afwezig", "school", "evalueren", "afscheid",
    "aanbevelingsbrief", "kennismaken", "fout", "telefoon", "motivatie", "veilig-werken",
}  # fmt: skip
Write = Callable[[str, list[dict[str, str]]], None]
Lines = Callable[[str], list[dict[str, str]]]


def test_every_card_that_was_asked_for_is_there() -> None:
    assert set(load_cards()) >= ASKED_FOR


def test_every_condition_has_advice_in_the_order_of_the_conditions() -> None:
    conditions = load_reference(local_day(NOW)).conditions

    assert list(load_condition_advice()) == list(conditions)
    assert [held.label for held in load_condition_advice().values()] == [c.place_label for c in conditions.values()]


def test_conditions_can_be_told_apart_by_their_words() -> None:
    labels = [held.label for held in load_condition_advice().values()]

    assert len(labels) == len(set(labels))


def test_every_claim_has_a_source_a_year_and_its_limits() -> None:
    for held in load_evidence().values():
        assert held.source.url.startswith("https://")
        assert held.limits
        assert held.topic in load_topics()
    assert {held.topic for held in load_evidence().values()} == set(load_topics())


@pytest.mark.parametrize(("path", "n_questions"), [(TrainingPath.TRAINER, [3] * 6), (TrainingPath.PEER, [2] * 4)])
def test_each_path_has_its_modules_with_the_right_answer_not_always_in_one_place(
    path: TrainingPath, n_questions: list[int]
) -> None:
    modules = modules_of(path).values()

    assert [len(module.questions) for module in modules] == n_questions
    assert len({question.right for module in modules for question in module.questions}) > 1


def test_kit_is_read_whole() -> None:
    assert all(load_coaching_kit().values())


def refused(folder: Path) -> ReferenceDataError:
    """Read a folder, and give the first fault."""
    for read in READERS:
        try:
            read(folder)
        except ReferenceDataError as error:
            return error
    pytest.fail("nothing was refused")


@pytest.mark.parametrize(
    ("file", "column", "found", "put", "told"),
    [
        ("cards.csv", "code", "fout", "Fout!", "kleine letters"),
        ("cards.csv", "evidence", "past", "droom", "kies uit"),
        ("cards.csv", "steps", "", "", "vul dit in"),
        ("condition_advice.csv", "code", "maatje", "vriendje", "kies uit"),
        ("condition_advice.csv", "in_week", "daily_talk", "soms", "kies uit"),
        ("evidence.csv", "topic", "brief", "liefde", "kies uit"),
        ("evidence.csv", "year", "2021", "21", "van 1950 tot en met 2100"),
        ("evidence.csv", "source_url", "https://www.nber.org/papers/w29579", "nber", "https://"),
        ("growth.csv", "stage", "start", "middle", "kies uit"),
        ("growth.csv", "level", "4", "5", "van 1 tot en met 4"),
        ("told_shares.csv", "at_least", "0.6", "0.95", "grootste deel bovenaan"),
        ("told_shares.csv", "at_least", "0", "0.1", "zet daar 0"),
        ("first_week.csv", "code", "tour", "rondje", "kies uit"),
        ("first_week.csv", "title", "Nieuwe taak: {task}", "Nieuwe taak: {naam}", "hier kan alleen: {task}"),
        ("training_modules.csv", "card", "feedback", "feest", "kies uit|eigen bestand"),
        ("training_modules.csv", "path", "peer", "maatje", "kies uit"),
        ("training_questions.csv", "right", "2", "9", "van 1 tot en met 3"),
        ("training_questions.csv", "module", "start", "stop", "kies uit"),
        ("letter_sentences.csv", "sentence", "{naam} leert snel door te kijken en te doen.", "{wie} leert.", "{naam}"),
    ],
)
def test_file_that_cannot_be_right_is_refused(
    folder: Path, lines: Lines, write: Write, file: str, column: str, found: str, put: str, told: str
) -> None:
    rows = lines(f"toolkit/{file}")
    row = next(row for row in rows if not found or row[column] == found)
    row[column] = put
    write(f"toolkit/{file}", rows)

    error = refused(folder)

    assert (error.file, error.column) == (file, column)
    assert any(part in str(error) for part in told.split("|")), str(error)


def test_level_and_stage_that_stand_there_twice_are_refused(folder: Path, lines: Lines, write: Write) -> None:
    rows = lines("toolkit/growth.csv")
    write("toolkit/growth.csv", [*rows, rows[-1]])

    assert "staat er al" in str(refused(folder))


@pytest.mark.parametrize(
    ("file", "column", "gone"),
    [
        ("condition_advice.csv", "code", "drempelvrij"),
        ("first_week.csv", "code", "nobody_yet"),
        ("growth.csv", "stage", "halfway"),
        ("letter_sentences.csv", "theme", "Tot slot"),
        ("training_questions.csv", "module", "veilig"),
    ],
)
def test_file_that_lacks_a_row_is_refused(
    folder: Path, lines: Lines, write: Write, file: str, column: str, gone: str
) -> None:
    write(f"toolkit/{file}", [row for row in lines(f"toolkit/{file}") if row[column] != gone])

    assert refused(folder).line > 1

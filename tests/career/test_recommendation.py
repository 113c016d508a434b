"""A letter of recommendation: what it asks, and what the student may decide."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from career.errors import InvalidValueError
from career.recommendation import LetterState, LetterStateError, Recommendation, chosen_lines
from services.reference.letter_sentences import load_letter_sentences

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
GOOD = ("tijd_2", "leren_3", "slot_1")


def a_letter(state: LetterState = LetterState.GIVEN) -> Recommendation:
    return Recommendation(
        id=UUID(int=1),
        application_id=UUID(int=2),
        student_id=UUID(int=3),
        written_by=UUID(int=4),
        writer_name="Joke",
        writer_title="kok",
        employer_name="Bakkerij",
        place_title="Hulp",
        tasks=("Bakken",),
        codes=GOOD,
        lines=("Noor kwam op tijd.",),
        own_words="Fijn.",
        given_at=NOW,
        state=state,
    )


def written(codes: tuple[str, ...] = GOOD, **changes: object) -> tuple[str, ...]:
    asked: dict[str, object] = {"first_name": "Noor", "tasks": ("Bakken",), "own_words": "", "writer_title": ""}
    return chosen_lines(codes, load_letter_sentences(), **{**asked, **changes})  # type: ignore[arg-type]


def test_lines_stand_in_the_order_of_their_list_with_the_name() -> None:
    lines = written(("slot_1", "leren_3", "tijd_2"))

    assert lines == (
        "Noor kwam op tijd en hield zich aan afspraken.",
        "Noor vraagt door, onthoudt wat je uitlegt en doet het de volgende keer zelf.",
        "Ik raad Noor aan voor werk zoals dit.",
    )


@pytest.mark.parametrize(
    ("codes", "changes", "faults"),
    [
        ((), {}, {"themes", "closing"}),
        (("tijd_2", "slot_1"), {}, {"themes"}),
        (("tijd_2", "leren_3"), {}, {"closing"}),
        (("tijd_2", "tijd_3", "leren_1", "slot_1"), {}, {"sentences"}),
        ((*GOOD, "bestaat_niet"), {}, {"sentences"}),
        (GOOD, {"tasks": ()}, {"tasks"}),
        (GOOD, {"own_words": "a" * 601}, {"own_words"}),
        (GOOD, {"writer_title": "a" * 61}, {"writer_title"}),
    ],
)
def test_letter_that_says_too_little_or_too_much_is_refused_with_every_fault(
    codes: tuple[str, ...], changes: dict[str, object], faults: set[str]
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        written(codes, **changes)

    assert set(caught.value.faults) == faults


def test_what_was_taken_away_holds_no_word_any_more() -> None:
    removed = a_letter().decide(LetterState.REMOVED, now=NOW)

    assert (removed.tasks, removed.codes, removed.lines, removed.own_words, removed.writer_title) == (
        (), (), (), "", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "decision", "is_right"),
    [
        (LetterState.GIVEN, LetterState.KEPT, True),
        (LetterState.GIVEN, LetterState.RETURNED, True),
        (LetterState.GIVEN, LetterState.REMOVED, True),
        (LetterState.GIVEN, LetterState.GIVEN, False),
        (LetterState.KEPT, LetterState.RETURNED, True),
        (LetterState.KEPT, LetterState.REMOVED, True),
        (LetterState.RETURNED, LetterState.KEPT, False),
        (LetterState.RETURNED, LetterState.REMOVED, True),
        (LetterState.REMOVED, LetterState.KEPT, False),
        (LetterState.REMOVED, LetterState.REMOVED, False),
    ],
)
def test_student_decides_as_long_as_there_is_something_to_decide(
    state: LetterState, decision: LetterState, is_right: bool
) -> None:
    if is_right:
        assert a_letter(state).decide(decision, now=NOW).state is decision
    else:
        with pytest.raises(LetterStateError):
            a_letter(state).decide(decision, now=NOW)


def test_no_sentence_says_anything_bad_or_names_a_label() -> None:
    said = " ".join(sentence.text.lower() for sentence in load_letter_sentences().values())

    for word in ("niet ", "helaas", "ondanks", "beperking", "diagnose", "autis", "vso", "praktijkonderwijs", "cijfer"):
        assert word not in said.replace("zonder dat ik erbij hoef te zijn", "")

"""A case: its steps, in every order, and the names that are looked for."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.assignment import Phase
from career.case import LONGEST_TEXT, CaseState, CaseStepError, TeacherCase, names_in
from career.dossier import CareerCompetency
from career.errors import InvalidValueError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def make_case(**changes: Any) -> TeacherCase:
    plain: dict[str, Any] = {
        "id": uuid4(),
        "author_id": uuid4(),
        "title": "Bang om te bellen",
        "situation": "Een leerling durfde niet te bellen.",
        "approach": "Wij oefenden samen.",
        "outcome": "De leerling belt nu zelf.",
        "competencies": frozenset({CareerCompetency.NETWORKING}),
        "phase": Phase.VMBO4,
        "changed_at": NOW,
    }
    return TeacherCase(**{**plain, **changes})


@given(st.lists(st.sampled_from(["publish", "send_back", "doubt", "rewrite"]), max_size=12))
def test_others_read_only_the_revision_that_was_looked_over(steps: list[str]) -> None:
    case, looked_over = make_case(), set[int]()
    for step in steps:
        try:
            if step == "publish":
                case = case.publish(revision=case.revision, at=NOW)
                looked_over.add(case.revision)
            elif step == "send_back":
                case = case.send_back("Haal de plaats weg", revision=case.revision, at=NOW)
            elif step == "doubt":
                case = case.doubt(at=NOW)
            else:
                case = case.rewritten(make_case(title="Anders"), at=NOW)
        except CaseStepError:
            continue
        assert case.state is not CaseState.PUBLISHED or case.revision in looked_over
        assert (case.state is CaseState.RETURNED) == bool(case.note)


def test_what_changed_since_it_was_read_is_not_published() -> None:
    read = make_case()
    changed = read.rewritten(make_case(title="Een ander verhaal"), at=NOW)

    with pytest.raises(CaseStepError):
        changed.publish(revision=read.revision, at=NOW)
    assert changed.publish(revision=changed.revision, at=NOW).title == "Een ander verhaal"
    assert (changed.id, changed.author_id) == (read.id, read.author_id)


def test_a_case_goes_back_only_with_what_has_to_change() -> None:
    with pytest.raises(InvalidValueError) as refused:
        make_case().send_back("  ", revision=1, at=NOW)

    assert refused.value.faults == {"note": "Schrijf wat er anders moet"}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": " "}, "title"),
        ({"situation": ""}, "situation"),
        ({"approach": "x" * (LONGEST_TEXT + 1)}, "approach"),
        ({"outcome": ""}, "outcome"),
        ({"question": "x" * (LONGEST_TEXT + 1)}, "question"),
        ({"competencies": frozenset()}, "competencies"),
    ],
)
def test_what_cannot_be_is_refused_by_field(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        make_case(**changes)

    assert set(refused.value.faults) == {fault}


names = st.text("abcdefg", min_size=1, max_size=6).map(str.capitalize)


@given(names, names, st.sampled_from([" ", ", ", ". ", "'s ", ") "]))
def test_a_name_is_found_as_a_word_wherever_it_stands(name: str, other: str, sign: str) -> None:
    assert (name in names_in(f"wij zagen {name}{sign}toen", [name])) == (len(name) > 1)
    assert names_in(f"wij zagen {name.lower()}{sign}toen x{name}", [name]) == ()
    assert set(names_in(f"{name} en {other}", [name, other])) == {one for one in (name, other) if len(one) > 1}


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InvalidValueError) as refused:
        replace(make_case(), title="", situation="", competencies=frozenset())

    assert set(refused.value.faults) == {"title", "situation", "competencies"}

"""A module is done when every answer is right, and the certificate is there when every module is done."""

from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.training import has_earned, look_at
from services.reference.training_path import load_modules

MODULES = load_modules()
modules = st.sampled_from(sorted(MODULES))


@given(modules, st.data())
def test_module_is_done_exactly_when_every_answer_is_right(code: str, data: st.DataObject) -> None:
    module = MODULES[code]
    answers = data.draw(st.dictionaries(st.integers(0, len(module.questions) - 1), st.integers(0, 2)))

    answered = look_at(module, answers)

    right = {place: question.right for place, question in enumerate(module.questions)}
    assert answered.is_done == (answers == right)
    assert answered.is_complete == (set(answers) == set(right))


@given(st.sets(modules))
def test_certificate_is_earned_only_with_every_module(done: set[str]) -> None:
    assert has_earned(MODULES, done) == (len(done) == len(MODULES))


def test_path_without_modules_earns_nothing() -> None:
    assert not has_earned((), ())

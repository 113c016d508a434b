"""Expressions: how they are written, and that what is found is what another way of looking finds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.wording import Book, ExpressionError, parse, sentences
from employer_toolkit.wording.expressions import LONGEST_GAP, Expression, Part

CLASSES = {"volk": ("polen", "turken")}


def found_in(text: str, *written: str) -> list[str]:
    book = Book.of((parse(one, classes=CLASSES), one) for one in written)
    return [
        text[part.words[one.start].start : part.words[one.end - 1].end]
        for part in sentences(text)
        for one in book.find(part.words)
    ]


@pytest.mark.parametrize(
    ("written", "text", "words"),
    [
        ("geen|zonder @volk", "Zonder Turken.", ["Zonder Turken"]),
        ("jong [en] fris", "jong fris, jong en fris", ["jong fris", "jong en fris"]),
        ("geen ~ rug", "geen last van je rug", ["geen last van je rug"]),
        ("geen ~ rug", "geen last, je rug", []),
        ("geen ~ rug", "geen a b c d e f g rug", []),
        ("heftruck*", "heftruckbewijs", ["heftruckbewijs"]),
        ("*bewijs", "een heftruckbewijs", ["heftruckbewijs"]),
        ("tot #13-25 jaar", "tot 25 jaar en tot 26 jaar", ["tot 25 jaar"]),
        ("^hij moet", "Hij moet. En hij moet.", ["Hij moet"]),
        ("een _ man", "een sterke man, een man, een hele sterke man", ["een sterke man"]),
        ("een [_] man", "een sterke man en een man", ["een sterke man", "een man"]),
        ("jonge , fitte", "jonge, fitte", ["jonge, fitte"]),
        ("moedertaal", "moedertal en moedertaal", ["moedertal", "moedertaal"]),
    ],
)
def test_expression_finds(written: str, text: str, words: list[str]) -> None:
    assert found_in(text, written) == words


@pytest.mark.parametrize(
    "written",
    ["", "_ rug", "~ rug", "geen ~", "[ook] geen", "geen [ook]", "a||b", "@onbekend", "*", "er*", "#x", "[a]b c"],
)
def test_expression_that_cannot_be_read_is_refused(written: str) -> None:
    with pytest.raises(ExpressionError, match="er staat “"):
        parse(written, classes=CLASSES)


def restated(parts: tuple[Part, ...], words: list[str], at: int) -> int | None:
    """Say where an expression that begins at a word ends at the longest, by trying every way."""
    if not parts:
        return at
    part, ends = parts[0], []
    if part.is_gap:
        ends = [restated(parts[1:], words, at + n) for n in range(LONGEST_GAP + 1)]
    else:
        if part.is_optional:
            ends.append(restated(parts[1:], words, at))
        if at < len(words) and words[at] in part.words:
            ends.append(restated(parts[1:], words, at + 1))
    return max((end for end in ends if end is not None and end <= len(words)), default=None)


PIECES = st.lists(st.sampled_from(["a", "b", "a|b", "[a]", "[b]", "~"]), max_size=4)


@given(
    first=st.sampled_from(["a", "b"]), inner=PIECES, last=st.sampled_from(["a", "b"]), text=st.text("abc", max_size=12)
)
def test_one_expression_is_found_exactly_where_trying_every_way_finds_one(
    first: str, inner: list[str], last: str, text: str
) -> None:
    words = list(text)
    expression: Expression = parse(" ".join([first, *inner, last]), classes={})
    book = Book.of([(expression, "it")])

    found = [one for part in sentences(" ".join(words)) for one in book.find(part.words)]

    can = any(restated(expression.parts, words, at) is not None for at in range(len(words)))
    assert bool(found) == can
    assert all(restated(expression.parts, words[one.start : one.end], 0) == one.end - one.start for one in found)

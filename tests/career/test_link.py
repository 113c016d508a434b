"""One word about a phrase: what it must hold, and the two steps a coordinator can take."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from career.errors import InvalidValueError
from career.link import LinkStateError, ReviewState, Speaker, Verdict
from tests.factories import make_link

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "!?"}, "text"),
        ({"text": "a" * 301}, "text"),
        ({"competency_id": None}, "competency_id"),
        ({"competency_id": None, "verdict": Verdict.REJECTED, "suggested_ids": ()}, "suggested_ids"),
        ({"speaker": Speaker.EMPLOYER}, "employer_id"),
        ({"employer_id": UUID(int=1)}, "employer_id"),
    ],
)
def test_what_cannot_be_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        make_link(**changes)

    assert list(refused.value.faults) == [field]


def test_none_of_the_suggestions_is_about_all_of_them() -> None:
    link = make_link(competency_id=None, verdict=Verdict.REJECTED, suggested_ids=("doe:koken", "doe:bedienen"))

    assert (link.about_ids, link.is_positive) == (("doe:koken", "doe:bedienen"), False)


def test_accepted_link_keeps_its_words_and_is_not_accepted_again() -> None:
    accepted = make_link().accept(NOW)

    assert (accepted.state, accepted.reviewed_at, accepted.text) == (ReviewState.ACCEPTED, NOW, make_link().text)
    with pytest.raises(LinkStateError):
        accepted.accept(NOW)


@pytest.mark.parametrize("link", [make_link(), make_link().accept(NOW)])
def test_refusing_forgets_the_words_also_after_accepting(link: Any) -> None:
    refused = link.refuse(NOW)

    assert (refused.state, refused.text, refused.phrase) == (ReviewState.REFUSED, "", "")
    with pytest.raises(LinkStateError):
        refused.refuse(NOW)

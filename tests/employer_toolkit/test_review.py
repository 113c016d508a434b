"""The course of a review: who looks when, and what becomes of a place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.review import LONGEST_REMARK, PlaceReview, ReviewState, ReviewStateError

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
NEW = PlaceReview(placement_id=UUID(int=1), state=ReviewState.NOT_NEEDED, is_held=False, asked_at=NOW)
HELD = NEW.ask(is_needed=True, is_held=True, now=NOW)
RETURNED = HELD.give_back(remarks={"title": " Laat de leeftijd weg. ", "description": ""}, by=UUID(int=9), now=LATER)


def test_what_nobody_needs_to_see_stays_as_it_was() -> None:
    assert NEW.ask(is_needed=False, is_held=False, now=LATER) == NEW


def test_held_place_is_shown_once_approved_and_what_was_seen_is_allowed() -> None:
    approved = HELD.approve(seen=["title:young_team:jong team"], by=UUID(int=9), now=LATER)

    assert approved == replace(
        HELD,
        state=ReviewState.APPROVED,
        is_held=False,
        allowed=frozenset({"title:young_team:jong team"}),
        settled_by=UUID(int=9),
        settled_at=LATER,
    )


def test_given_back_is_kept_with_its_remarks_and_hides_the_place() -> None:
    assert (RETURNED.state, RETURNED.is_held, dict(RETURNED.remarks)) == (
        ReviewState.RETURNED,
        True,
        {"title": "Laat de leeftijd weg."},
    )


def test_what_was_given_back_waits_for_a_person_even_when_nothing_is_found_any_more() -> None:
    again = RETURNED.ask(is_needed=False, is_held=False, now=LATER)

    assert (again.state, again.is_held, again.asked_at) == (ReviewState.WAITING, True, LATER)


def test_mending_while_it_waits_shows_it_and_keeps_its_turn() -> None:
    mended = HELD.ask(is_needed=False, is_held=False, now=LATER)

    assert (mended.state, mended.is_held, mended.asked_at) == (ReviewState.WAITING, False, NOW)


@pytest.mark.parametrize("settled", [NEW, RETURNED, HELD.approve(seen=(), by=None, now=NOW)])
def test_what_does_not_wait_cannot_be_settled(settled: PlaceReview) -> None:
    with pytest.raises(ReviewStateError):
        settled.approve(seen=(), by=None, now=LATER)
    with pytest.raises(ReviewStateError):
        settled.give_back(remarks={"title": "Nee"}, by=None, now=LATER)


@pytest.mark.parametrize("remarks", [{}, {"title": "  "}, {"title": "x" * (LONGEST_REMARK + 1)}])
def test_giving_back_asks_for_a_remark_that_can_be_kept(remarks: dict[str, str]) -> None:
    with pytest.raises(InvalidPlacementError):
        HELD.give_back(remarks=remarks, by=None, now=LATER)


@pytest.mark.parametrize("reason", ["", "  ", "x" * (LONGEST_REMARK + 1)])
def test_words_are_kept_only_with_a_reason(reason: str) -> None:
    with pytest.raises(InvalidPlacementError):
        NEW.keep(finding="title:x:y", reason=reason)


STEPS = st.sampled_from(["clean", "must", "first", "approve", "give_back"])


@given(st.lists(STEPS, max_size=12))
def test_place_is_hidden_only_while_somebody_has_something_to_do(steps: list[str]) -> None:
    review = NEW
    for step in steps:
        try:
            if step == "approve":
                review = review.approve(seen=(), by=None, now=LATER)
            elif step == "give_back":
                review = review.give_back(remarks={"title": "Anders"}, by=None, now=LATER)
            else:
                review = review.ask(is_needed=step != "clean", is_held=step == "must", now=LATER)
        except ReviewStateError:
            assert review.state is not ReviewState.WAITING
        assert not review.is_held or review.state in (ReviewState.WAITING, ReviewState.RETURNED)
        assert review.state is not ReviewState.RETURNED or (review.is_held and review.remarks)

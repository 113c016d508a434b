"""A pair goes on by two yeses and in no other way, and a no is never asked again."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.errors import InvalidValueError
from career.peer import ContactWay, PairState, PeerContact, PeerOffer, PeerPair, PeerStepError

NOON, DAY = datetime(2026, 11, 23, 12, tzinfo=UTC), date(2026, 11, 23)
YOUNG, ANN, BO = UUID(int=1), UUID(int=2), UUID(int=3)
MOVES = st.sampled_from(["ask Ann", "ask Bo", "ask self", "peer yes", "peer no", "yes", "no", "stop", "let go"])


def moved(pair: PeerPair, move: str) -> PeerPair:
    asked = {"ask Ann": ANN, "ask Bo": BO, "ask self": YOUNG}
    if move in asked:
        return pair.proposed(asked[move])
    if move.startswith("peer"):
        return pair.answered_by_peer(is_yes=move == "peer yes")
    if move in ("yes", "no"):
        return pair.answered_by_student(is_yes=move == "yes", account_id=UUID(int=9), on=DAY)
    return pair.ended(DAY) if move == "stop" else pair.without_peer() if pair.takes_room else pair


@given(st.lists(MOVES, max_size=20))
def test_nobody_begins_without_two_yeses_and_nobody_is_asked_again_after_a_no(moves: list[str]) -> None:
    pair = PeerPair(id=UUID(int=8), student_id=YOUNG, sector="zorg", asked_at=NOON)
    done: list[str] = []
    for move in moves:
        before = pair
        try:
            pair = moved(pair, move)
        except PeerStepError:
            assert pair == before
            continue
        done.append(move)
        if pair.state is PairState.ACTIVE and before.state is not PairState.ACTIVE:
            assert done[-3][:3] == "ask"
            assert done[-2:] == ["peer yes", "yes"]
        if before.state is PairState.ENDED:
            assert pair.state is PairState.ENDED or move == "let go"
        assert pair.peer_id not in pair.declined
        assert pair.peer_id != YOUNG
        assert (pair.account_id is not None) <= (pair.state in (PairState.ACTIVE, PairState.ENDED, PairState.WANTED))
        assert (pair.peer_id is None) >= (pair.state is PairState.WANTED)


def test_offer_that_the_terms_do_not_allow_is_refused_with_every_fault() -> None:
    offer = PeerOffer(student_id=ANN, sectors=frozenset(), most_km=31, n_most=4, asked_at=NOON)

    with pytest.raises(InvalidValueError) as caught:
        offer.check(most_students=3, longest_km=30)

    assert set(caught.value.faults) == {"sectors", "most_km", "n_most"}


@pytest.mark.parametrize("minutes", [0, -1, 481])
def test_contact_that_cannot_be_is_refused(minutes: int) -> None:
    with pytest.raises(InvalidValueError):
        PeerContact(
            id=UUID(int=7),
            pair_id=UUID(int=8),
            student_id=YOUNG,
            peer_id=ANN,
            spoken_on=DAY,
            minutes=minutes,
            way=ContactWay.MET,
        )

"""Peers: matched as well as can be, never above what one can carry, and school looks on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.role import Role
from career.errors import InvalidValueError
from career.peer import ContactWay, OfferState, PairState, PeerOffer, PeerPair, PeerStepError
from career.student import Student, Travel
from services import peer_arranging, peers
from services.errors import ForbiddenError, NotFoundError
from services.local_time import local_day
from services.peer_matching import PAIR, Candidate, assigned, match_of, worth_of
from services.people import ensure_account
from services.permissions import Account
from services.privacy.erasing import erase
from services.unit_of_work import House
from storage.training import Certificate
from tests.demo_doors import NOW
from tests.factories import make_student

SCHOOL, TODAY = "De Wissel", local_day(NOW)
TEACHER = Account.of(Role.TEACHER, school=SCHOOL, group="1a")
ELSEWHERE = Account.of(Role.TEACHER, school="De Brug", group="1a")


def person(key: str, *, born: int = 2009, at: tuple[float, float] | None = (51.44, 5.47), **more: str) -> Student:
    place = (None, None) if at is None else at
    made = make_student(key, **more)
    travel = Travel(postcode4="5611", latitude=place[0], longitude=place[1])
    return replace(made, born_on=date(born, 5, 1), travel=travel)


def offer_of(student: Student, *, sectors: str = "zorg", n_most: int = 3, km: int = 30, tongues: str = "") -> PeerOffer:
    return PeerOffer(
        student_id=student.id,
        state=OfferState.ADMITTED,
        sectors=frozenset(sectors.split()),
        languages=frozenset(tongues.split()),
        most_km=km,
        n_most=n_most,
        asked_at=NOW,
    )


def wish_of(student: Student, *, tongues: str = "") -> PeerPair:
    return PeerPair(
        id=uuid4(), student_id=student.id, sector="zorg", languages=frozenset(tongues.split()), asked_at=NOW
    )


PLACES = st.tuples(st.floats(51.3, 51.6), st.floats(5.2, 5.7))


@settings(deadline=None)
@given(st.lists(PLACES, min_size=1, max_size=4), st.lists(st.tuples(PLACES, st.integers(1, 2)), max_size=3))
def test_no_other_choice_helps_more_or_nearer(
    young: list[tuple[float, float]], helping: list[tuple[tuple[float, float], int]]
) -> None:
    wanting = [(wish_of(one), one) for one in (person(f"jong-{n}", at=at) for n, at in enumerate(young))]
    peers_there = [person(f"oud-{n}", born=2004, at=at) for n, (at, _) in enumerate(helping)]
    able = [
        Candidate(offer=offer_of(one, km=20), student=one, room=room)
        for one, (_, room) in zip(peers_there, helping, strict=True)
    ]

    found = assigned(wanting, able)

    def value(choice: Sequence[int | None]) -> int | None:
        total = 0
        for (pair, student), at in zip(wanting, choice, strict=True):
            if at is None:
                continue
            match = match_of(pair, student, able[at])
            if match is None:
                return None
            total += PAIR + worth_of(match)
        return None if any(choice.count(at) > one.room for at, one in enumerate(able)) else total

    options = [None, *range(len(able))]
    best = max(value(choice) or 0 for choice in product(options, repeat=len(wanting)))
    at_of = {one.student.id: at for at, one in enumerate(able)}
    chosen = [at_of[found[pair.id].peer.id] if pair.id in found else None for pair, _ in wanting]
    assert value(chosen) == best


@pytest.mark.parametrize(
    ("young", "peer", "offered", "asked"),
    [
        ({}, {"born": 2010}, {}, ""),
        ({}, {"born": 2004}, {"sectors": "techniek"}, ""),
        ({}, {"born": 2004}, {"km": 1}, ""),
        ({}, {"born": 2004, "at": None}, {}, ""),
        ({"at": None}, {"born": 2004}, {}, ""),
        ({}, {"born": 2004}, {"tongues": "pl"}, "tr ar"),
    ],
    ids=["younger", "other work", "too far", "place unknown", "own place unknown", "other language"],
)
def test_who_does_not_fit_is_no_match(
    young: dict[str, object], peer: dict[str, object], offered: dict[str, object], asked: str
) -> None:
    student, helper = person("jong", **young), person("oud", **{"at": (51.50, 5.47), **peer})  # type: ignore[arg-type]
    able = Candidate(offer=offer_of(helper, **offered), student=helper, room=1)  # type: ignore[arg-type]

    assert match_of(wish_of(student, tongues=asked), student, able) is None
    fits = Candidate(
        offer=offer_of(helper, tongues="tr"), student=replace(person("oud", born=2004), id=helper.id), room=1
    )
    match = match_of(wish_of(person("jong"), tongues="tr"), person("jong"), fits)
    assert match is not None
    assert match.languages == {"tr"}


class Cast(NamedTuple):
    house: House
    young: Account
    peer: Account
    peer_file: UUID


def join(house: House, key: str, *, born: int, group: str) -> Account:
    student = person(key, born=born, first_name=key.capitalize(), school=SCHOOL, group=group)
    with house.writing() as work:
        work.students.add_all([student])
        account = Account.of(Role.STUDENT, id=uuid4(), subject_id=student.id, name=key)
        ensure_account(work, account=account, now=NOW)
    return account


@pytest.fixture
def cast(house: House) -> Cast:
    young, peer = join(house, "noor", born=2010, group="1a"), join(house, "sam", born=2005, group="4b")
    return Cast(house, young, peer, peer.subject_id or UUID(int=0))


def offer(cast: Cast, *, n_most: int = 1) -> None:
    with cast.house.writing() as work:
        peers.offer_help(
            work, by=cast.peer, sectors=["zorg"], languages=["tr", "xx"], most_km=10, n_most=n_most, now=NOW
        )


def certify(cast: Cast) -> None:
    given = Certificate(code=uuid4().hex, account_id=cast.peer.id or UUID(int=0), name="Sam", given_at=NOW)
    with cast.house.writing() as work:
        work.training.add_certificate(given)


def admit(cast: Cast) -> None:
    mentor = Account.of(Role.TEACHER, school=SCHOOL, group="4b")
    with cast.house.writing() as work:
        peer_arranging.decide_offer(work, by=mentor, student_id=cast.peer_file, is_yes=True, now=NOW)


def ask(cast: Cast) -> UUID:
    with cast.house.writing() as work:
        return peers.ask_for_peer(work, by=cast.young, sector="zorg", languages=["tr"], now=NOW).id


def seen_match(cast: Cast) -> str:
    with cast.house.reading() as work:
        (one,) = peer_arranging.peers_at_school(work, by=TEACHER, now=NOW).pairs
    return one.match.peer.first_name if one.match else ""


def begin(cast: Cast) -> UUID:
    offer(cast)
    admit(cast)
    certify(cast)
    pair_id = ask(cast)
    with cast.house.writing() as work:
        peer_arranging.propose(work, by=TEACHER, pair_id=pair_id, peer_id=cast.peer_file, now=NOW)
        peers.answer(work, by=cast.peer, pair_id=pair_id, is_yes=True, now=NOW)
        peers.answer(work, by=cast.young, pair_id=pair_id, is_yes=True, now=NOW)
    return pair_id


def test_only_who_was_admitted_and_trained_is_proposed(cast: Cast) -> None:
    ask(cast)
    assert seen_match(cast) == ""
    offer(cast)
    assert seen_match(cast) == ""
    admit(cast)
    assert seen_match(cast) == ""
    certify(cast)
    assert seen_match(cast) == "Sam"


def test_two_yeses_make_a_peer_who_logs_and_it_ends_for_both(cast: Cast) -> None:
    pair_id = begin(cast)
    helper = Account.of(Role.PEER, id=cast.peer.id, subject_id=cast.young.subject_id)
    with cast.house.writing() as work:
        assert {one.role for one in work.accounts.relations_of(cast.peer.id or UUID(int=0))} == {
            Role.STUDENT,
            Role.PEER,
        }
        peers.log_contact(work, by=helper, pair_id=pair_id, spoken_on=TODAY, minutes=30, way=ContactWay.MET, now=NOW)
        with pytest.raises(InvalidValueError):
            peers.log_contact(
                work,
                by=helper,
                pair_id=pair_id,
                spoken_on=TODAY + timedelta(days=1),
                minutes=30,
                way=ContactWay.MET,
                now=NOW,
            )
        with pytest.raises(NotFoundError):
            peers.log_contact(
                work,
                by=replace(helper, id=uuid4()),
                pair_id=pair_id,
                spoken_on=TODAY,
                minutes=30,
                way=ContactWay.MET,
                now=NOW,
            )
    late = NOW + timedelta(days=22)
    with cast.house.reading() as work:
        parent = Account.of(Role.PARENT, subject_id=cast.young.subject_id)
        assert peers.peers_of_children(work, by=parent) == {cast.young.subject_id: ("Sam", TODAY)}
        assert [len(one.contacts) for one in peers.helped_by_me(work, by=helper)] == [1]
        (now_pair,) = peer_arranging.peers_at_school(work, by=TEACHER, now=NOW).pairs
        (later,) = peer_arranging.peers_at_school(work, by=TEACHER, now=late).pairs
    assert (now_pair.n_contacts, now_pair.is_quiet, later.is_quiet) == (1, False, True)

    with cast.house.writing() as work:
        peers.stop(work, by=cast.young, pair_id=pair_id, now=NOW)
        relations = work.accounts.relations_of(cast.peer.id or UUID(int=0))
        assert [one.role for one in relations if one.holds_on(TODAY)] == [Role.STUDENT]
        assert peers.my_peers(work, by=cast.young, now=NOW).helped is None
        with pytest.raises(NotFoundError):
            peers.log_contact(
                work, by=helper, pair_id=pair_id, spoken_on=TODAY, minutes=30, way=ContactWay.MET, now=NOW
            )


def test_peer_who_is_full_is_not_proposed_to_another(cast: Cast) -> None:
    begin(cast)
    other = join(cast.house, "mees", born=2010, group="1a")
    with cast.house.writing() as work:
        pair = peers.ask_for_peer(work, by=other, sector="zorg", languages=[], now=NOW)
        with pytest.raises(PeerStepError):
            peer_arranging.propose(work, by=TEACHER, pair_id=pair.id, peer_id=cast.peer_file, now=NOW)
        seen = {one.name: one.match for one in peer_arranging.peers_at_school(work, by=TEACHER, now=NOW).pairs}
    assert seen["Mees"] is None


def test_no_stays_with_who_said_it_and_is_not_asked_again(cast: Cast) -> None:
    offer(cast)
    admit(cast)
    certify(cast)
    pair_id = ask(cast)
    with cast.house.writing() as work:
        peer_arranging.propose(work, by=TEACHER, pair_id=pair_id, peer_id=cast.peer_file, now=NOW)
        helped = peers.my_peers(work, by=cast.young, now=NOW).helped
        assert helped is not None
        # Until the peer said yes, the younger student does not learn who was asked.
        assert helped.other == ""
        after = peers.answer(work, by=cast.peer, pair_id=pair_id, is_yes=False, now=NOW)
        assert after.state is PairState.WANTED
    assert seen_match(cast) == ""


def test_who_stops_helping_lets_everybody_go(cast: Cast) -> None:
    pair_id = begin(cast)
    with cast.house.writing() as work:
        peers.stop_offering(work, by=cast.peer, now=NOW)
        pair = work.peers.pair(pair_id)
        assert pair is not None
        assert pair.state is PairState.ENDED
        assert peers.my_peers(work, by=cast.peer, now=NOW).helping == ()


def test_wish_stays_when_who_was_asked_is_erased(cast: Cast) -> None:
    offer(cast)
    admit(cast)
    certify(cast)
    pair_id = ask(cast)
    with cast.house.writing() as work:
        peer_arranging.propose(work, by=TEACHER, pair_id=pair_id, peer_id=cast.peer_file, now=NOW)
    with cast.house.writing() as work:
        erase(work, by=cast.peer, now=NOW)

    with cast.house.reading() as work:
        pair = work.peers.pair(pair_id)
    assert pair is not None
    assert (pair.state, pair.peer_id) == (PairState.WANTED, None)


def test_nobody_else_arranges_or_answers(cast: Cast) -> None:
    pair_id = begin(cast)
    other = join(cast.house, "mees", born=2010, group="1a")
    with cast.house.writing() as work:
        assert peer_arranging.peers_at_school(work, by=ELSEWHERE, now=NOW).pairs == ()
        for act in (
            lambda: peer_arranging.end_at_school(work, by=ELSEWHERE, pair_id=pair_id, now=NOW),
            lambda: peer_arranging.decide_offer(work, by=ELSEWHERE, student_id=cast.peer_file, is_yes=False, now=NOW),
            lambda: peers.stop(work, by=other, pair_id=pair_id, now=NOW),
            lambda: peers.answer(work, by=other, pair_id=pair_id, is_yes=True, now=NOW),
        ):
            with pytest.raises(NotFoundError):
                act()
        for role in (Role.EMPLOYER, Role.PARENT, Role.JOBHUNTER, Role.PEER):
            with pytest.raises(ForbiddenError):
                peer_arranging.peers_at_school(work, by=Account.of(role), now=NOW)


def test_second_wish_and_offer_above_the_terms_are_refused(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(PeerStepError):
        ask(cast)
    with pytest.raises(InvalidValueError):
        offer(cast, n_most=4)

"""Peers at school: who may help, who could help whom, and how it goes."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from accounts.message import MessageKind
from accounts.role import Role
from career.peer import OfferState, PairState, PeerOffer, PeerPair, PeerStepError
from career.student import Student
from services.errors import found
from services.local_time import local_day
from services.peer_matching import PeerMatch, candidates, match_of, proposals
from services.peers import end_pair, tell_student
from services.permissions import Account, Act, note_shown, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAtSchool:
    """Somebody of the own class who wants to help."""

    offer: PeerOffer
    name: str
    is_certified: bool
    n_helped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAtSchool:
    """Somebody of the own class who wants a peer or has one.

    Parameters
    ----------
    match : PeerMatch or None
        Who could help; only while somebody is wanted.
    peer : str
        First name of who helps or is asked.
    last_on : date or None
        When they spoke last.
    is_quiet : bool
        They have not spoken for longer than the term.
    """

    pair: PeerPair
    name: str
    match: PeerMatch | None
    peer: str
    last_on: date | None
    n_contacts: int
    is_quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeersAtSchool:
    """What there is to arrange for who guides at school."""

    offers: tuple[OfferAtSchool, ...]
    pairs: tuple[PairAtSchool, ...]


def peers_at_school(work: UnitOfWork, *, by: Account, now: datetime) -> PeersAtSchool:
    """Give who of the own students wants to help or wants help, with who could; whoever is named is noted."""
    require(by, Act.ARRANGE_PEERS, by.subject_id, group=(by.school, by.group), school=by.school)
    is_whole_school = by.role is Role.PLACEMENT_COORDINATOR
    people: dict[UUID, Student] = {}
    for school, group in dict.fromkeys((tie.school, "" if is_whole_school else tie.group) for tie in by.ties):
        people |= {one.id: one for one in work.students.taking_part_at(school, group=group)}
    today = local_day(now)
    pairs = [one for one in work.peers.open_pairs() if one.student_id in people]
    matches = proposals(work, now=now) if any(one.state is PairState.WANTED for one in pairs) else {}
    ids = [one.peer_id for one in pairs if one.peer_id is not None]
    names = {one.id: one.first_name for one in work.students.some_taking_part(ids)}
    last = work.peers.last_contacts([one.id for one in pairs])
    quiet_days = load_reference(today).peers.quiet_days
    offers = [
        one
        for state in (OfferState.ASKED, OfferState.ADMITTED)
        for one in work.peers.offers(state)
        if one.student_id in people
    ]
    accounts = work.accounts.related_to_some(Role.STUDENT, day=today, student_ids=[one.student_id for one in offers])
    certified = work.training.certified([one for held in accounts.values() for one in held])
    shown = dict.fromkeys([one.student_id for one in pairs] + [one.student_id for one in offers])
    note_shown(by, Act.ARRANGE_PEERS, (*shown, *(one for one in ids if one not in shown)))
    note_shown(by, Act.ARRANGE_PEERS, (matches[one.id].peer.id for one in pairs if one.id in matches))
    return PeersAtSchool(
        offers=tuple(
            OfferAtSchool(
                offer=one,
                name=people[one.student_id].first_name,
                is_certified=bool(certified & set(accounts.get(one.student_id, ()))),
                n_helped=work.peers.n_helped(one.student_id),
            )
            for one in offers
        ),
        pairs=tuple(
            _at_school(one, people[one.student_id], matches.get(one.id), names, last.get(one.id), quiet_days, today)
            for one in pairs
        ),
    )


def decide_offer(work: UnitOfWork, *, by: Account, student_id: UUID, is_yes: bool, now: datetime) -> None:
    """Let somebody of the own students help, or not.

    Raises
    ------
    NotFoundError
        No student of this account asked.
    PeerStepError
        It was decided already.
    """
    require(by, Act.ARRANGE_PEERS, student_id, group=work.students.school_of(student_id))
    offer = found(work.peers.offer(student_id))
    if offer.state is not OfferState.ASKED:
        raise PeerStepError("Hier is al over besloten.")
    state = OfferState.ADMITTED if is_yes else OfferState.DECLINED
    work.peers.save_offer(replace(offer, state=state, decided_on=local_day(now)))
    tell_student(work, student_id, MessageKind.PEER_MOVED, now=now)


def propose(work: UnitOfWork, *, by: Account, pair_id: UUID, peer_id: UUID, now: datetime) -> None:
    """Ask somebody to help a student of this account.

    Raises
    ------
    NotFoundError
        There is no such student of this account.
    PeerStepError
        Somebody is asked already, or this peer has no room any more or does not fit.
    """
    pair = work.peers.pair(pair_id)
    student_id = pair.student_id if pair else None
    group = None if student_id is None else work.students.school_of(student_id)
    require(by, Act.ARRANGE_PEERS, student_id, group=group)
    held = found(pair)
    # The offer is held until the commit, so that two schools cannot both take the last room of one peer.
    work.peers.offer(peer_id)
    student = found(work.students.get(held.student_id))
    one = next((one for one in candidates(work, now=now) if one.student.id == peer_id), None)
    if one is None or match_of(held, student, one) is None:
        raise PeerStepError("Dit kan niet meer. Kijk wie er nu wel kan helpen.")
    work.peers.save_pair(held.proposed(peer_id))
    tell_student(work, peer_id, MessageKind.PEER_ASKED, now=now)


def end_at_school(work: UnitOfWork, *, by: Account, pair_id: UUID, now: datetime) -> None:
    """Let a pair of a student of this account end.

    Raises
    ------
    NotFoundError
        There is no such student of this account.
    """
    pair = work.peers.pair(pair_id)
    student_id = pair.student_id if pair else None
    group = None if student_id is None else work.students.school_of(student_id)
    require(by, Act.ARRANGE_PEERS, student_id, group=group)
    end_pair(work, found(pair), now=now)


def _at_school(
    pair: PeerPair,
    student: Student,
    match: PeerMatch | None,
    names: dict[UUID, str],
    last: tuple[date, int] | None,
    quiet_days: int,
    today: date,
) -> PairAtSchool:
    last_on, n = last or (None, 0)
    since = last_on or pair.began_on
    return PairAtSchool(
        pair=pair,
        name=student.first_name,
        match=match,
        peer=names.get(pair.peer_id, "") if pair.peer_id else "",
        last_on=last_on,
        n_contacts=n,
        is_quiet=pair.state is PairState.ACTIVE and since is not None and (today - since).days > quiet_days,
    )

"""Peers: offering help and asking for it, answering, and when the two spoke."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.relation import Relation
from accounts.role import Role
from career.errors import InvalidValueError
from career.peer import ContactWay, OfferState, PairState, PeerContact, PeerOffer, PeerPair, PeerStepError
from career.student import Student
from events.event import Event, EventState
from services.errors import NotFoundError, found
from services.event_seats import helps_at
from services.local_time import local_day
from services.messages import tell
from services.peer_words import LANGUAGE_WORDS
from services.permissions import Account, Act, may, note_shown, require
from services.reference import load_reference
from services.reference.peer_terms import PeerTerms
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPair:
    """A pair as one of the two sees it: the first name of the other, and the work.

    Parameters
    ----------
    other : str
        First name; empty while nobody is proposed, or until the peer said yes.
    """

    id: UUID
    state: PairState
    other: str
    sector: str
    began_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MyPeers:
    """What a student sees about peers: the own offer, who is helped, and who helps.

    Parameters
    ----------
    is_certified : bool
        The training is done, so that school can propose somebody.
    helping : tuple of SeenPair
        Whom the student helps or is asked to help.
    helped : SeenPair or None
        Who helps the student, or is looked for.
    days : tuple of Event
        Where younger students look around and the student can come to help, the first one first.
    """

    offer: PeerOffer | None
    is_certified: bool
    helping: tuple[SeenPair, ...]
    helped: SeenPair | None
    terms: PeerTerms
    days: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpedView:
    """Somebody whom a peer helps, with when they spoke."""

    pair_id: UUID
    name: str
    began_on: date
    contacts: tuple[PeerContact, ...]


def my_peers(work: UnitOfWork, *, by: Account, now: datetime) -> MyPeers:
    """Give a student all about peers: the own offer, who is helped and who helps."""
    student_id = found(by.subject_id)
    require(by, Act.ASK_PEER, student_id)
    terms = load_reference(local_day(now)).peers
    helping = [one for one in work.peers.of_peer(student_id) if one.takes_room]
    helped = _open_of(work, student_id)
    ids = [one.student_id for one in helping] + ([helped.peer_id] if helped and helped.peer_id else [])
    names = {one.id: one.first_name for one in work.students.some_taking_part(ids)}
    is_known = helped is not None and helped.state in (PairState.ACCEPTED, PairState.ACTIVE)
    return MyPeers(
        offer=work.peers.offer(student_id),
        is_certified=by.id is not None and bool(work.training.certified([by.id])),
        helping=tuple(_seen(one, names.get(one.student_id, "")) for one in helping),
        helped=_seen(helped, names.get(helped.peer_id, "") if is_known and helped.peer_id else "") if helped else None,
        terms=terms,
        days=_days_to_help(work, found(work.students.get(student_id)), terms, now=now),
    )


def _days_to_help(work: UnitOfWork, student: Student, terms: PeerTerms, *, now: datetime) -> tuple[Event, ...]:
    coming = work.events.between(now, now + timedelta(days=terms.days_ahead))
    return tuple(
        one
        for one in coming
        if one.state is EventState.PUBLISHED and one.takes_registrations(now) and helps_at(one, student)
    )


def offer_help(
    work: UnitOfWork,
    *,
    by: Account,
    sectors: Iterable[str],
    languages: Iterable[str],
    most_km: int,
    n_most: int,
    now: datetime,
) -> PeerOffer:
    """Keep that a student wants to help; school looks at it first, unless it said yes before.

    Raises
    ------
    InvalidValueError
        The terms of today do not allow it; all faults at once.
    PeerStepError
        School said no before.
    """
    student_id = found(by.subject_id)
    require(by, Act.ASK_PEER, student_id)
    reference, before = load_reference(local_day(now)), work.peers.offer(student_id)
    if before is not None and before.state is OfferState.DECLINED:
        raise PeerStepError("School heeft hier al over besloten. Praat met je mentor.")
    is_admitted = before is not None and before.state is OfferState.ADMITTED
    offer = PeerOffer(
        student_id=student_id,
        state=OfferState.ADMITTED if is_admitted else OfferState.ASKED,
        sectors=frozenset(sectors) & reference.sectors.keys(),
        languages=frozenset(languages) & LANGUAGE_WORDS.keys(),
        most_km=most_km,
        n_most=n_most,
        asked_at=before.asked_at if before else now,
        decided_on=before.decided_on if is_admitted and before else None,
    )
    offer.check(most_students=reference.peers.most_students, longest_km=reference.peers.longest_km)
    if offer.n_most < work.peers.n_helped(student_id):
        raise InvalidValueError("peer offer", {"n_most": "je helpt er nu meer; stop eerst met iemand"})
    work.peers.save_offer(offer)
    if not is_admitted:
        _tell_school(work, student_id, now=now)
    return offer


def stop_offering(work: UnitOfWork, *, by: Account, now: datetime) -> None:
    """Help nobody any more; whoever is helped is told, and may get somebody else."""
    student_id = found(by.subject_id)
    require(by, Act.ASK_PEER, student_id)
    offer = found(work.peers.offer(student_id))
    work.peers.save_offer(replace(offer, state=OfferState.STOPPED))
    release_peers(work, student_id=student_id, now=now)


def release_peers(work: UnitOfWork, *, student_id: UUID, now: datetime) -> None:
    """Let everybody go whom a student helps or is asked to help; whoever asks was let through to the student."""
    for pair in work.peers.of_peer(student_id):
        if pair.takes_room:
            _let_go(work, found(work.peers.pair(pair.id)), now=now)


def ask_for_peer(work: UnitOfWork, *, by: Account, sector: str, languages: Iterable[str], now: datetime) -> PeerPair:
    """Keep that a student wants somebody who helps.

    Raises
    ------
    InvalidValueError
        There is no such kind of work.
    PeerStepError
        There is a peer already, or one is looked for.
    """
    student_id = found(by.subject_id)
    require(by, Act.ASK_PEER, student_id)
    work.students.hold(student_id)
    if _open_of(work, student_id) is not None:
        raise PeerStepError("Je hebt al een maatje, of school zoekt er een.")
    if sector not in load_reference(local_day(now)).sectors:
        raise InvalidValueError("peer pair", {"sector": "kies het werk waarin je hulp wilt"})
    chosen = frozenset(languages) & LANGUAGE_WORDS.keys()
    pair = PeerPair(id=uuid4(), student_id=student_id, sector=sector, languages=chosen, asked_at=now)
    work.peers.save_pair(pair)
    _tell_school(work, student_id, now=now)
    return pair


def answer(work: UnitOfWork, *, by: Account, pair_id: UUID, is_yes: bool, now: datetime) -> PeerPair:
    """Keep what one of the two says to what school proposed; with the second yes they begin.

    Raises
    ------
    NotFoundError
        There is no such proposal for this student.
    PeerStepError
        No answer of this student is needed now.
    """
    student_id = found(by.subject_id)
    require(by, Act.ASK_PEER, student_id)
    pair = found(work.peers.pair(pair_id))
    if student_id == pair.peer_id:
        after = pair.answered_by_peer(is_yes=is_yes)
        work.peers.save_pair(after)
        if is_yes:
            tell_student(work, pair.student_id, MessageKind.PEER_ASKED, now=now)
        else:
            _tell_school(work, pair.student_id, now=now)
        return after
    if student_id != pair.student_id:
        raise NotFoundError("not found")
    today = local_day(now)
    accounts = () if pair.peer_id is None else work.accounts.related(Role.STUDENT, day=today, student_id=pair.peer_id)
    if is_yes and not accounts:
        raise PeerStepError("Dit kan nu niet. Vraag school om iemand anders.")
    after = pair.answered_by_student(is_yes=is_yes, account_id=accounts[0] if accounts else None, on=today)
    work.peers.save_pair(after)
    if after.account_id is not None:
        work.accounts.save_relation(
            Relation(id=uuid4(), account_id=after.account_id, role=Role.PEER, student_id=student_id, from_on=today)
        )
    if pair.peer_id is not None:
        tell_student(work, pair.peer_id, MessageKind.PEER_MOVED, now=now)
    _tell_school(work, student_id, now=now)
    return after


def stop(work: UnitOfWork, *, by: Account, pair_id: UUID, now: datetime) -> None:
    """Let a pair end: by one of the two, whenever they like and without a reason.

    Raises
    ------
    NotFoundError
        There is no such pair of this student.
    """
    student_id = found(by.subject_id)
    require(by, Act.ASK_PEER, student_id)
    pair = found(work.peers.pair(pair_id))
    if student_id not in (pair.student_id, pair.peer_id) or not pair.is_open:
        raise NotFoundError("not found")
    if student_id == pair.student_id:
        end_pair(work, pair, now=now)
    else:
        _let_go(work, pair, now=now)


def helped_by_me(work: UnitOfWork, *, by: Account) -> tuple[HelpedView, ...]:
    """Give whom a peer helps, with when they spoke; each one shown is noted."""
    if by.id is None:
        return ()
    pairs = [one for one in work.peers.of_account(by.id) if one.student_id in {tie.subject_id for tie in by.ties}]
    names = {one.id: one.first_name for one in work.students.some_taking_part([one.student_id for one in pairs])}
    note_shown(by, Act.LOG_PEER_CONTACT, names)
    return tuple(
        HelpedView(
            pair_id=one.id,
            name=names[one.student_id],
            began_on=found(one.began_on),
            contacts=work.peers.contacts_of(one.id),
        )
        for one in pairs
        if one.student_id in names
    )


def log_contact(
    work: UnitOfWork, *, by: Account, pair_id: UUID, spoken_on: date, minutes: int, way: ContactWay, now: datetime
) -> PeerContact:
    """Keep that a peer spoke with a student.

    Raises
    ------
    NotFoundError
        This account helps no such student.
    InvalidValueError
        The day or the minutes cannot be.
    """
    pair = work.peers.pair(pair_id)
    require(by, Act.LOG_PEER_CONTACT, pair.student_id if pair else None)
    held = found(pair)
    if held.account_id != by.id or held.state is not PairState.ACTIVE or held.peer_id is None:
        raise NotFoundError("not found")
    if not found(held.began_on) <= spoken_on <= local_day(now):
        raise InvalidValueError("peer contact", {"spoken_on": "kies een dag sinds jullie begonnen, tot en met vandaag"})
    contact = PeerContact(
        id=uuid4(),
        pair_id=held.id,
        student_id=held.student_id,
        peer_id=held.peer_id,
        spoken_on=spoken_on,
        minutes=minutes,
        way=way,
    )
    work.peers.add_contact(contact)
    return contact


def peers_of_children(work: UnitOfWork, *, by: Account) -> dict[UUID, tuple[str, date]]:
    """Give a parent by child the first name of who helps and since when; nothing of what they do."""
    if not may(by, Act.SEE_CHILD):
        require(by, Act.SEE_CHILD, None)
    children = [tie.subject_id for tie in by.ties if tie.subject_id]
    for student_id in children:
        require(by, Act.SEE_CHILD, student_id)
    held = {one: _peer_of(work, one) for one in children}
    return {one: told for one, told in held.items() if told is not None}


def _peer_of(work: UnitOfWork, student_id: UUID) -> tuple[str, date] | None:
    pair = next((one for one in work.peers.of_student(student_id) if one.state is PairState.ACTIVE), None)
    if pair is None or pair.peer_id is None or pair.began_on is None:
        return None
    people = work.students.some_taking_part([pair.peer_id])
    return (people[0].first_name, pair.began_on) if people else None


def _open_of(work: UnitOfWork, student_id: UUID) -> PeerPair | None:
    return next((one for one in work.peers.of_student(student_id) if one.is_open), None)


def _seen(pair: PeerPair, other: str) -> SeenPair:
    return SeenPair(id=pair.id, state=pair.state, other=other, sector=pair.sector, began_on=pair.began_on)


def _let_go(work: UnitOfWork, pair: PeerPair, *, now: datetime) -> None:
    """Let the peer of a pair go; before they began, the student gets another chance."""
    if pair.state is PairState.ACTIVE:
        end_pair(work, pair, now=now)
        return
    work.peers.save_pair(pair.without_peer())
    _tell_school(work, pair.student_id, now=now)


def end_pair(work: UnitOfWork, pair: PeerPair, *, now: datetime) -> None:
    """Let a pair end, for whoever was let through to it already."""
    if not pair.is_open:
        return
    today = local_day(now)
    work.peers.save_pair(pair.ended(today))
    if pair.account_id is not None:
        for relation in work.accounts.relations_of(pair.account_id):
            if relation.role is Role.PEER and relation.student_id == pair.student_id and relation.holds_on(today):
                work.accounts.end_relation(relation.id, on=today)
    for student_id in (pair.student_id, pair.peer_id):
        if student_id is not None and pair.state is PairState.ACTIVE:
            tell_student(work, student_id, MessageKind.PEER_MOVED, now=now)
    _tell_school(work, pair.student_id, now=now)


def tell_student(work: UnitOfWork, student_id: UUID, kind: MessageKind, *, now: datetime) -> None:
    """Tell a student that something happened with a peer."""
    for account_id in work.accounts.related(Role.STUDENT, day=local_day(now), student_id=student_id):
        tell(work, to=account_id, kind=kind, about=student_id, now=now)


def _tell_school(work: UnitOfWork, student_id: UUID, *, now: datetime) -> None:
    school, group = work.students.school_of(student_id) or ("", "")
    if not school:
        return
    for account_id in work.accounts.related(Role.TEACHER, day=local_day(now), school=school, group=group):
        tell(work, to=account_id, kind=MessageKind.PEER_AT_SCHOOL, about=student_id, now=now)

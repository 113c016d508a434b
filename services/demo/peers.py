"""Who helps whom in the demo, who offered and who waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.role import Role
from career.peer import ContactWay, OfferState, PairState, PeerContact, PeerOffer, PeerPair
from services.errors import found
from services.ids import stable_id
from services.local_time import local_day
from services.people import DemoPerson, ensure_account
from services.permissions import Account
from services.unit_of_work import UnitOfWork
from storage.training import Certificate

SPOKEN = ((20, 45, ContactWay.MET), (11, 15, ContactWay.CALLED), (4, 60, ContactWay.AT_WORK))
"""Days ago, minutes and how."""
FALLBACK_SECTOR = "zorg"


def plant_peers(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep a pair with a few contacts for the peer who can be played, an offer that waits, and a wish."""
    peer = next(one.account for one in people if one.account.role is Role.PEER)
    teacher = next(one.account for one in people if one.account.role is Role.TEACHER)
    helped = found(work.students.get(found(peer.subject_id)))
    oldest = sorted(work.students.all_taking_part(), key=lambda one: (one.born_on, one.id))
    helper, asking = [one for one in oldest if one.id != helped.id][:2]
    in_class = work.students.taking_part_at(teacher.school, group=teacher.group)
    wanting = next((one for one in in_class if one.id not in (helped.id, helper.id, asking.id)), None)
    sector = next(iter(helped.wishes.sectors), FALLBACK_SECTOR)
    today = local_day(now)
    for student, state in ((helper, OfferState.ADMITTED), (asking, OfferState.ASKED)):
        work.peers.save_offer(
            PeerOffer(
                student_id=student.id,
                state=state,
                sectors=frozenset({sector}),
                most_km=30,
                n_most=3,
                asked_at=now - timedelta(days=40),
                decided_on=today - timedelta(days=35) if state is OfferState.ADMITTED else None,
            )
        )
    trained = Account.of(
        Role.STUDENT, id=stable_id("account", "peers", str(helper.id)), subject_id=helper.id, name=helper.first_name
    )
    ensure_account(work, account=trained, now=now)
    code = stable_id("certificate", "peers", str(helper.id)).hex
    work.training.add_certificate(
        Certificate(code=code, account_id=found(trained.id), name=trained.name, given_at=now - timedelta(days=33))
    )
    pair = PeerPair(
        id=stable_id("peer pair", "demo", str(helped.id)),
        student_id=helped.id,
        state=PairState.ACTIVE,
        sector=sector,
        peer_id=helper.id,
        account_id=peer.id,
        asked_at=now - timedelta(days=30),
        began_on=today - timedelta(days=24),
    )
    work.peers.save_pair(pair)
    if wanting is not None:
        work.peers.save_pair(
            PeerPair(
                id=stable_id("peer pair", "demo", str(wanting.id)),
                student_id=wanting.id,
                sector=sector,
                asked_at=now - timedelta(days=2),
            )
        )
    for days_ago, minutes, way in SPOKEN:
        work.peers.add_contact(
            PeerContact(
                id=stable_id("peer contact", str(pair.id), str(days_ago)),
                pair_id=pair.id,
                student_id=helped.id,
                peer_id=helper.id,
                spoken_on=today - timedelta(days=days_ago),
                minutes=minutes,
                way=way,
            )
        )

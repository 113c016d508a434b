"""How many dossiers were handed over, for who keeps an eye on a region: a share, and nobody in it."""

from dataclasses import dataclass
from datetime import datetime

from career.handover import HandoverState
from services.disclosure import rounded, tell_share
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalHandovers:
    """How far the hand-overs are that schools of the region began.

    Parameters
    ----------
    n_begun : int or None
        In whole tens, with those that were taken back; ``None`` below ten.
    sent_tenths, received_tenths : int or None
        So many of ten were sent, and of those that were begun so many of ten are in the hands of who does the intake;
        ``None`` when those that are or those that are not are below ten.
    """

    n_begun: int | None
    sent_tenths: int | None
    received_tenths: int | None


def regional_handovers(work: UnitOfWork, *, by: Account, since: datetime) -> RegionalHandovers:
    """Give the share of hand-overs, begun from a moment on, that got there; to the coordinator of the region."""
    require(by, Act.SEE_REGION, None)
    counts = work.handovers.states_since(since)
    n, n_received = sum(counts.values()), counts.get(HandoverState.RECEIVED, 0)
    return RegionalHandovers(
        n_begun=rounded(n),
        sent_tenths=tell_share(counts.get(HandoverState.SENT, 0) + n_received, n),
        received_tenths=tell_share(n_received, n),
    )

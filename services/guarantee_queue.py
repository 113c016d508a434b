"""Seats of guarantees: given, given back and passed on, never one too many.

Whoever changes a claim holds its guarantee first, so that writers at one guarantee come in turn; the number taken is
raised by one statement that says itself whether there was room. Who waits longest gets what comes free.
"""

from datetime import datetime
from uuid import UUID

from accounts.message import MessageKind
from accounts.role import Role
from career.guarantee import ClaimState, Guarantee, GuaranteeClaim
from services.errors import found
from services.local_time import local_day
from services.messages import tell
from services.unit_of_work import UnitOfWork


def seat(work: UnitOfWork, guarantee: Guarantee, claim: GuaranteeClaim, *, now: datetime) -> GuaranteeClaim:
    """Give a claim a seat, or a place at the end of the queue; whoever asks holds the guarantee."""
    is_free = work.guarantees.first(guarantee.id, ClaimState.WAITING) is None and work.guarantees.take_seat(
        guarantee.id
    )
    kept = move(claim, ClaimState.CLAIMED if is_free else ClaimState.WAITING, made_at=now)
    work.guarantees.save_claim(kept)
    kind = MessageKind.GUARANTEE_CLAIMED if is_free else MessageKind.GUARANTEE_WAITING
    tell_student(work, kept.student_id, kind, now=now)
    return kept


def end(work: UnitOfWork, before: GuaranteeClaim, after: GuaranteeClaim, *, now: datetime) -> None:
    """Keep a claim that ended and pass its seat on; whoever asks holds the guarantee."""
    work.guarantees.save_claim(after)
    if before.takes_seat:
        work.guarantees.give_back_seat(before.guarantee_id)
        fill(work, before.guarantee_id, now=now)


def fill(work: UnitOfWork, guarantee_id: UUID, *, now: datetime) -> None:
    """Give free seats to who waits, the longest first; whoever asks holds the guarantee."""
    guarantee = found(work.guarantees.get(guarantee_id))
    if not guarantee.is_open(local_day(now)):
        return
    while (first := work.guarantees.first(guarantee_id, ClaimState.WAITING)) and work.guarantees.take_seat(
        guarantee_id
    ):
        work.guarantees.save_claim(move(first, ClaimState.CLAIMED))
        tell_student(work, first.student_id, MessageKind.GUARANTEE_CLAIMED, now=now)


def release_guarantees(work: UnitOfWork, *, student_id: UUID, now: datetime) -> None:
    """Give back every seat of a student, before everything about the student goes."""
    for claim in sorted(work.guarantees.claims_of(student_id), key=lambda one: one.guarantee_id):
        if claim.is_open:
            work.guarantees.get(claim.guarantee_id)
            end(work, claim, move(claim, ClaimState.GIVEN_BACK), now=now)


def tell_student(work: UnitOfWork, student_id: UUID, kind: MessageKind, *, now: datetime) -> None:
    """Tell a student that something happened to the own claim."""
    for account_id in work.accounts.related(Role.STUDENT, day=local_day(now), student_id=student_id):
        tell(work, to=account_id, kind=kind, about=student_id, now=now)


def move(claim: GuaranteeClaim, state: ClaimState, *, made_at: datetime | None = None) -> GuaranteeClaim:
    """Give a claim in another state, clean of what was said about it before."""
    return GuaranteeClaim(
        id=claim.id,
        guarantee_id=claim.guarantee_id,
        student_id=claim.student_id,
        state=state,
        made_at=made_at or claim.made_at,
    )

"""What employers of the demo promise, and which students have claimed it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from accounts.role import Role
from career.guarantee import SEATED, ClaimState, Guarantee, GuaranteeClaim
from services.errors import found
from services.ids import stable_id
from services.local_time import local_day
from services.people import DemoPerson
from services.unit_of_work import UnitOfWork

PROMISED = (
    ("zorg", "Zorg voor elkaar", 40, "Zorg en welzijn"),
    ("techniek", "Techniek werkt", 25, ""),
    ("horeca", "Gastvrij samen", 12, "Horeca, bakkerij en recreatie"),
)
"""Sector, name of the group, seats, and what is chosen in vmbo 2."""
STATES = (
    ClaimState.CLAIMED,
    ClaimState.KEPT,
    ClaimState.OFFERED,
    ClaimState.REDEEMED,
    ClaimState.LAPSED,
    ClaimState.GIVEN_BACK,
)
"""What became of the claims of the students who can be played, and of others of the same kind of work."""


def plant_guarantees(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep guarantees for three kinds of work and one for each student who can be played, with claims in each state."""
    today = local_day(now)
    players = [found(one.account.subject_id) for one in people if one.account.role is Role.STUDENT]
    company = next(found(one.account.subject_id) for one in people if one.account.role is Role.EMPLOYER)
    chosen = {}
    for student_id in players:
        wishes = found(work.students.get(student_id)).wishes.sectors
        chosen[student_id] = wishes[0] if wishes else "zorg"
    sectors = {code: (name, seats, profile) for code, name, seats, profile in PROMISED}
    kept: dict[str, Guarantee] = {}
    for sector in dict.fromkeys((*sectors, *chosen.values())):
        name, seats, profile = sectors.get(sector, (f"Samen sterk in {sector.replace('_', ' en ')}", 15, ""))
        kept[sector] = Guarantee(
            id=stable_id("guarantee", "sector", sector),
            group_name=name,
            employer_ids=(company,),
            sector=sector,
            cohort=today.year + 1,
            n_seats=seats,
            conditions=("diploma", "attend", "in_touch"),
            signed_on=today - timedelta(days=60),
            valid_until=today.replace(year=today.year + 6, day=1),
            choose_profile=profile,
            choose_by=today + timedelta(days=120) if profile else None,
        )
    # The first who can be played still has everything to choose.
    claims = list(zip(players[1:], (chosen[one] for one in players[1:]), STATES, strict=False))
    claims += _of_others(work, set(players), first=len(claims))
    n_taken = dict.fromkeys(kept, 0)
    for _, sector, state in claims:
        n_taken[sector] += state in SEATED
    for sector, guarantee in kept.items():
        work.guarantees.save(replace(guarantee, n_taken=n_taken[sector]))
    for number, (student_id, sector, state) in enumerate(claims):
        work.guarantees.save_claim(
            GuaranteeClaim(
                id=stable_id("guarantee", "claim", str(student_id)),
                guarantee_id=kept[sector].id,
                student_id=student_id,
                state=state,
                made_at=now - timedelta(days=40, minutes=-number),
                checked_on=None if state is ClaimState.CLAIMED else today - timedelta(days=10),
                reason="attend" if state is ClaimState.LAPSED else "",
                warned_on=today - timedelta(days=40) if state is ClaimState.LAPSED else None,
                lapses_from=today - timedelta(days=12) if state is ClaimState.LAPSED else None,
                offered_by=company if state in (ClaimState.OFFERED, ClaimState.REDEEMED) else None,
            )
        )


def _of_others(work: UnitOfWork, players: set[UUID], *, first: int) -> list[tuple[UUID, str, ClaimState]]:
    """Let others who wish care claim, in the states that nobody who can be played has."""
    found_there = (one for one in work.students.all() if "zorg" in one.wishes.sectors and one.id not in players)
    return [(one.id, "zorg", state) for one, state in zip(found_there, STATES[first:], strict=False)]

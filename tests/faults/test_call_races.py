"""Eight at once say to call the same company: one gets it, in every round."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest

from accounts.role import Role
from employer_toolkit.contact_log import CallClaim, claimed
from employer_toolkit.employer import Employer
from employer_toolkit.errors import CallClaimedError
from services.contact_log import claim_call
from services.permissions import Account
from services.unit_of_work import ConflictError, House
from tests.factories import make_employer, make_holder
from tests.faults.test_application_races import CLIENTS, NAIVE_ROUNDS, race

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROUNDS = 150
CALLERS = tuple(Account.of(Role.JOBHUNTER, id=UUID(int=500 + n), name=f"Beller {n}") for n in range(CLIENTS))


@pytest.fixture
def open_house(migrated_url: str) -> House:
    return House.open(migrated_url, clock=lambda: NOW)


def planted(house: House, *, rounds: int) -> tuple[Employer, ...]:
    employers = tuple(make_employer(f"werkgever-{n}") for n in range(rounds))
    with house.writing() as work:
        work.employers.add_all(employers)
        for caller in CALLERS:
            assert caller.id is not None
            work.accounts.save(make_holder(id=caller.id))
    return employers


def until_nobody_is_in_the_way(act: Callable[[], None]) -> bool:
    while True:
        try:
            act()
        except ConflictError:
            continue
        except CallClaimedError:
            return False
        return True


def test_one_of_eight_calls(open_house: House) -> None:
    employers = planted(open_house, rounds=ROUNDS)

    def attempt(number: int, client: int) -> bool:
        def act() -> None:
            with open_house.writing() as work:
                claim_call(work, by=CALLERS[client], employer_id=employers[number].id, now=NOW)

        return until_nobody_is_in_the_way(act)

    won = race(ROUNDS, attempt)

    with open_house.reading() as work:
        n_claims = len(work.contact_log.claims(now=NOW))
    open_house.close()
    assert (won, n_claims) == ([1] * ROUNDS, ROUNDS)


def test_looking_before_writing_apart_would_be_seen(open_house: House) -> None:
    """The control: who looks in one transaction and writes in another lets several call."""
    employers = planted(open_house, rounds=NAIVE_ROUNDS)
    looked = Barrier(CLIENTS)

    def attempt(number: int, client: int) -> bool:
        caller_id = CALLERS[client].id
        assert caller_id is not None
        wanted = CallClaim(
            employer_id=employers[number].id, account_id=caller_id, made_at=NOW, ends_at=NOW + timedelta(days=1)
        )
        with open_house.reading() as work:
            held = work.contact_log.claim_of(wanted.employer_id)
        looked.wait()

        def act() -> None:
            with open_house.writing() as work:
                work.contact_log.save_claim(claimed(held, wanted, now=NOW))

        return until_nobody_is_in_the_way(act)

    won = race(NAIVE_ROUNDS, attempt)

    open_house.close()
    assert min(won) > 1

"""Who pauses or is erased is out of every list and figure at the next question; who comes back is in them again."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from accounts.role import Role
from services.advice import advice_for_placement
from services.errors import NotFoundError, found
from services.groups import group_of
from services.markets import Market, current_market
from services.matches import candidates_for_placement, matches_for_student
from services.people import ensure_account
from services.permissions import Account
from services.placements import count_all_candidates
from services.privacy.erasing import erase
from services.privacy.pausing import pause, take_part_again
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors

JOBHUNTER = Account.of(Role.JOBHUNTER)


@pytest.fixture
def region(planted_file: Path, tmp_path: Path) -> Iterator[House]:
    house = opened(planted_file, tmp_path / "region.sqlite3")
    yield house
    house.close()


@pytest.fixture
def me(region: House, doors: Doors) -> Account:
    with region.writing() as work:
        return ensure_account(work, account=doors.account(Role.STUDENT), now=NOW)


def opened(planted_file: Path, file: Path) -> House:
    shutil.copyfile(planted_file, file)
    return House.open(f"sqlite:///{file}", clock=lambda: NOW)


def do(house: House, act: Callable[..., object], by: Account) -> None:
    with house.writing() as work:
        act(work, by=by, now=NOW)


def market_of(house: House) -> Market:
    with house.reading() as work:
        return current_market(work, now=NOW)


def counts(market: Market) -> dict[UUID, int]:
    fitting = market.count_candidates()
    return {offer.placement.id: int(n) for offer, n in zip(market.live_places, fitting, strict=True)}


def places_of(house: House, me: Account) -> list[UUID]:
    with house.reading() as work:
        shown = matches_for_student(work, by=me, student_id=found(me.subject_id), top=3, now=NOW)
    return [card.placement_id for card in shown.cards]


def told_of(house: House, doors: Doors, placement_ids: list[UUID]) -> tuple[set[UUID], list[int | None]]:
    """Give whom a teacher and a jobhunter see, and how many fit, as advice and stored counts tell."""
    with house.writing() as work:
        count_all_candidates(work, now=NOW)
    with house.reading() as work:
        seen = {one.student_id for one in group_of(work, by=doors.account(Role.TEACHER), now=NOW).members}
        figures: list[int | None] = []
        for one in placement_ids:
            cards = candidates_for_placement(work, by=JOBHUNTER, placement_id=one, now=NOW).cards
            seen |= {card.student_id for card in cards}
            figures.append(advice_for_placement(work, by=JOBHUNTER, placement_id=one, now=NOW).n_open)
        figures += [held.n_candidates for held in work.placements.candidate_counts(placement_ids).values()]
    return seen, figures


@pytest.mark.parametrize("act", [pause, erase], ids=["pause", "erase"])
def test_student_is_nowhere_any_more(region: House, doors: Doors, me: Account, act: Callable[..., object]) -> None:
    own = places_of(region, me)
    before, figures = told_of(region, doors, own)
    all_before = counts(market_of(region))

    do(region, act, me)

    after, fewer = told_of(region, doors, own)
    all_after = counts(market_of(region))
    assert (me.subject_id in before, me.subject_id in after) == (True, False)
    assert fewer == [n - 1 for n in figures if n is not None]
    assert len(own) == 3
    assert {all_before[one] - n for one, n in all_after.items()} == {0, 1}
    with region.reading() as work, pytest.raises(NotFoundError):
        matches_for_student(work, by=me, student_id=found(me.subject_id), top=3, now=NOW)


def test_market_that_followed_a_pause_is_the_one_that_another_process_builds(
    region: House, me: Account, tmp_path: Path
) -> None:
    market_of(region)
    do(region, pause, me)
    elsewhere = House.open(f"sqlite:///{tmp_path}/region.sqlite3", clock=lambda: NOW)

    built = market_of(elsewhere)
    elsewhere.close()

    assert counts(market_of(region)) == counts(built)
    assert me.subject_id not in built.student_row


def test_student_who_takes_part_again_is_where_it_was(region: House, doors: Doors, me: Account) -> None:
    own = places_of(region, me)
    before = told_of(region, doors, own)
    do(region, pause, me)
    market_of(region)

    do(region, take_part_again, me)

    assert told_of(region, doors, own) == before
    assert places_of(region, me) == own

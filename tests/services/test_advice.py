"""Advice told to whom it is for: exact to a jobhunter, and to an employer nothing that tells of fewer than ten."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accounts.role import Role
from employer_toolkit.placement import Placement, PlacementState
from services.advice import ABOUT_PEOPLE, Advice, ChangeAdvice, advice_for, advice_for_placement
from services.advice_counts import Counts, counts_for
from services.errors import ForbiddenError, NotFoundError
from services.features import Offer
from services.ids import stable_id
from services.markets import Market, current_market
from services.permissions import Account
from services.placements import FEWEST_TOLD, in_tens
from services.posting import PlacementForm, described_placement
from services.reference import load_lists
from services.unit_of_work import House, UnitOfWork
from tests.demo_doors import NOW, Doors

TIMES = 3
"""The small region has few students for each place; here everybody is there so often."""
JOBHUNTER = Account.of(Role.JOBHUNTER)
N_LOOKED_AT = 8


@pytest.fixture(scope="module")
def crowd(planted_file: Path, doors: Doors, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Give the small region with many more students, to look at."""
    file = shutil.copyfile(planted_file, tmp_path_factory.mktemp("crowd") / "region.sqlite3")
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    with house.writing() as work:
        work.students.add_all(
            replace(
                one, id=stable_id("student", f"crowd-{number}", one.reference), reference=f"{one.reference}-{number}"
            )
            for number in range(1, TIMES)
            for one in doors.region.students
        )
    yield house
    house.close()


def owner_of(doors: Doors, placement: Placement) -> Account:
    site = next(site for site in doors.region.sites if site.id == placement.site_id)
    return Account.of(Role.EMPLOYER, subject_id=site.employer_id)


def open_places(doors: Doors) -> list[Placement]:
    return [one for one in doors.region.placements if one.state is PlacementState.OPEN]


def every_change(advice: Advice) -> tuple[ChangeAdvice, ...]:
    return (*advice.opening, *advice.together, *advice.fitting)


def numbers_in(advice: Advice) -> list[int]:
    texts = [advice.open_text, advice.well_text, *(change.text for change in every_change(advice))]
    return [int(number.replace(".", "")) for text in texts for number in re.findall(r"\d[\d.]*\d|\d", text)]


def crowded(work: UnitOfWork) -> Iterator[Placement]:
    """Give the places that most can come to, and the same with demands that keep some of them out."""
    market = current_market(work, now=NOW)
    most = sorted(zip(market.count_candidates().tolist(), range(len(market.live_offers)), strict=True), reverse=True)
    for _, at in most[:N_LOOKED_AT]:
        place = market.live_places[at].placement
        yield place
        yield replace(place, dutch_level_min="b1", hazards=frozenset({"lawaai"}), is_expert_supervised=False)


def test_a_jobhunter_reads_what_was_counted(crowd: House, doors: Doors) -> None:
    with crowd.reading() as work:
        for place in open_places(doors)[:N_LOOKED_AT]:
            told = advice_for_placement(work, by=JOBHUNTER, placement_id=place.id, now=NOW)
            market = current_market(work, now=NOW)
            row = market.offer_row[place.id]

            assert told.n_open == market.count_candidates([row])[0]
            scores = market.candidates_for([row], top=1000).score
            assert told.n_well == (scores >= load_lists().advice_limits.well_percent / 100).sum()
            for change in (*told.opening, *told.together):
                assert change.n_after > (told.n_open or 0)
                assert f"{change.n_after} in plaats van {told.n_open}" == change.text
            for change in told.fitting:
                assert f"{change.n_after} in plaats van {told.n_well}" == change.text


def test_a_place_that_is_only_described_gets_the_advice_it_would_get_when_kept(
    region: House, doors: Doors, employer: Account
) -> None:
    place = replace(doors.placement(), id=stable_id("placement", "described", "one"), reference="beschreven")
    place = replace(place, dutch_level_min="c1")
    with region.reading() as work:
        before = advice_for(work, by=JOBHUNTER, placement=replace(place, state=PlacementState.DRAFT), now=NOW)
        assert work.placements.get(place.id) is None
    with region.writing() as work:
        work.placements.save(place)
    with region.reading() as work:
        after = advice_for_placement(work, by=JOBHUNTER, placement_id=place.id, now=NOW)

    assert replace(after, version="") == replace(before, version="")
    assert every_change(before)


def test_what_is_told_comes_true_when_the_employer_does_it(crowd: House, doors: Doors) -> None:
    place = max(open_places(doors), key=lambda one: (one.type == "bpv_bol", one.days_min))
    asking = replace(place, prerequisites=frozenset({"rijbewijs_b"}), dutch_level_min=None)
    with crowd.reading() as work:
        told = advice_for(work, by=JOBHUNTER, placement=asking, now=NOW)
        done = advice_for(work, by=JOBHUNTER, placement=replace(asking, prerequisites=frozenset()), now=NOW)

    (without,) = [change for change in told.opening if change.kinds == ("without_prerequisite",)]
    assert (without.label, without.n_after) == ("Zonder rijbewijs B (auto)", done.n_open)
    assert (told.question, told.because) == (
        "Kan iemand anders rijden?",
        "Zonder deze eis kunnen er meer jongeren terecht.",
    )


def test_an_employer_reads_tens_of_both_numbers_and_nothing_below(crowd: House, doors: Doors) -> None:
    n_hidden = n_told = 0
    with crowd.reading() as work:
        for place in crowded(work):
            exact = advice_for(work, by=JOBHUNTER, placement=place, now=NOW)
            told = advice_for(work, by=owner_of(doors, place), placement=place, now=NOW)

            assert told.n_open == in_tens(exact.n_open or 0)
            assert told.n_well == in_tens(exact.n_well or 0)
            assert all(number % FEWEST_TOLD == 0 for number in numbers_in(told)), numbers_in(told)
            for change in every_change(told):
                assert re.fullmatch(r"minstens \d+0 in plaats van (minder dan 10|minstens \d+0)", change.text)
            for change in (*told.opening, *told.together):
                assert change.n_after >= (told.n_open or 0) + FEWEST_TOLD
            n_told += len(every_change(told))
            n_hidden += len(every_change(exact)) - len(every_change(told))

    assert n_told > 0
    assert n_hidden > 5  # there is something to hide


def counted(work: UnitOfWork, place: Placement) -> tuple[Market, Counts]:
    market, limits = current_market(work, now=NOW), load_lists().advice_limits
    site = work.employers.site(place.site_id)
    assert site is not None
    employer = work.employers.get(site.employer_id)
    assert employer is not None
    offer = Offer(placement=place, site=site, employer=employer, recognitions=work.employers.recognitions(site.id))
    return market, counts_for(market, offer, least=limits.well_percent / 100, today=NOW.date())


def test_what_tells_about_people_is_told_to_an_employer_only_of_ten_or_more(crowd: House, doors: Doors) -> None:
    n_people = 0
    with crowd.reading() as work:
        for place in crowded(work):
            _, counts = counted(work, place)
            told = advice_for(work, by=owner_of(doors, place), placement=place, now=NOW)
            about = {kind.value for kind in ABOUT_PEOPLE}
            of_people = [change for change in told.opening if set(change.kinds) & about]
            most = {
                kind: max(one.tally.n_open for one in counts.singles if one.changes[0].kind.value == kind)
                for change in of_people
                for kind in change.kinds
            }
            assert all(n - counts.now.n_open >= FEWEST_TOLD for n in most.values())
            n_people += sum(
                0 < one.tally.n_open - counts.now.n_open < FEWEST_TOLD and one.changes[0].kind in ABOUT_PEOPLE
                for one in counts.singles
            )

    assert n_people > 0  # there is something to hide


def test_asking_again_with_small_changes_tells_no_more_than_tens_of_each(crowd: House, doors: Doors) -> None:
    """Somebody who describes place after place, one hour apart, reads only where a whole ten is passed."""
    with crowd.reading() as work:
        market = current_market(work, now=NOW)
        most = market.count_candidates()
        place = max(zip(most.tolist(), range(len(most)), strict=True))[1]
        place = market.live_places[place].placement
        owner = owner_of(doors, place)
        asked = [replace(place, hours_min=hours) for hours in range(4, place.hours_max + 1, 4)]
        told = [advice_for(work, by=owner, placement=one, now=NOW) for one in asked]
        again = [advice_for(work, by=owner, placement=one, now=NOW) for one in asked]
        exact = [advice_for(work, by=JOBHUNTER, placement=one, now=NOW).n_open or 0 for one in asked]

    assert told == again  # no noise that could be averaged away
    assert [advice.n_open for advice in told] == [in_tens(n) for n in exact]
    assert len({*exact}) > len({advice.n_open for advice in told})
    kinds = {(advice.n_open, advice.open_text) for advice in told}
    assert len(kinds) == len({advice.n_open for advice in told})


def test_nobody_is_told_to_do_without_what_the_law_asks(region: House, employer: Account, form: PlacementForm) -> None:
    must = frozenset({"prk", "identiteitsbewijs"})
    with region.reading() as work:
        described = described_placement(work, by=employer, form=replace(form, prerequisites=must), now=NOW)
        told = advice_for(work, by=JOBHUNTER, placement=described, now=NOW)

    labels = [change.label for change in every_change(told)]
    assert not [label for label in labels if "zonder" in label.casefold() and "inschrijving" in label.casefold()]
    assert not [label for label in labels if "paspoort" in label.casefold()]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TEACHER, Role.COORDINATOR, Role.PARENT])
def test_who_may_not_know_is_refused(region: House, doors: Doors, role: Role) -> None:
    place = doors.placement()
    with region.reading() as work:
        with pytest.raises(ForbiddenError):
            advice_for_placement(work, by=doors.account(role), placement_id=place.id, now=NOW)
        with pytest.raises(ForbiddenError):
            advice_for(work, by=doors.account(role), placement=place, now=NOW)


def test_a_place_of_another_is_as_one_that_is_not_there(region: House, doors: Doors, employer: Account) -> None:
    strange: Any = replace(doors.placement(), site_id=doors.other_placement().site_id)
    with region.reading() as work:
        for ask in (
            lambda: advice_for_placement(work, by=employer, placement_id=doors.other_placement().id, now=NOW),
            lambda: advice_for(work, by=employer, placement=strange, now=NOW),
            lambda: advice_for_placement(work, by=JOBHUNTER, placement_id=doors.region.placements[-1].id, now=NOW),
        ):
            with pytest.raises(NotFoundError):
                ask()


def test_an_employer_reads_advice_about_a_place_that_is_not_posted_yet(
    region: House, doors: Doors, employer: Account
) -> None:
    draft = replace(doors.placement(), state=PlacementState.DRAFT, starts_on=date(2027, 2, 1))
    with region.reading() as work:
        as_draft = advice_for(work, by=employer, placement=draft, now=NOW)
        as_open = advice_for(work, by=employer, placement=replace(draft, state=PlacementState.OPEN), now=NOW)

    assert as_draft == as_open

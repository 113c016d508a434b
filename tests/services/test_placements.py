"""Placements as people see them: found, counted, and told to whom they are for."""

import pytest

from accounts.role import Role
from employer_toolkit.draft import PlacementForm
from services.permissions import Account
from services.placements import (
    FEWEST_TOLD,
    PlacementFilters,
    count_all_candidates,
    count_candidates,
    my_placements,
    open_placements,
    place,
)
from services.posting import post_placement
from services.unit_of_work import House
from storage.placements import CandidateCount
from tests.demo_doors import NOW, Doors


def test_counting_twice_keeps_one_number(region: House, employer: Account, form: PlacementForm) -> None:
    with region.writing() as work:
        posted = post_placement(work, by=employer, form=form, key="sleutel", now=NOW)
    for _ in range(2):
        with region.writing() as work:
            count_candidates(work, placement_id=posted.id, now=NOW)

    with region.reading() as work:
        counted = work.placements.candidate_counts([posted.id])[posted.id].n_candidates
        shown = my_placements(work, by=employer, now=NOW).placements
    assert [view.is_counted for view in shown if view.id == posted.id] == [True]
    assert [view.n_candidates for view in shown if view.id == posted.id] == [
        counted if counted >= FEWEST_TOLD else None
    ]


@pytest.mark.parametrize(("counted", "told"), [(0, None), (1, None), (9, None), (10, 10), (200, 200)])
def test_employer_is_not_told_a_small_number(
    region: House, employer: Account, form: PlacementForm, counted: int, told: int | None
) -> None:
    with region.writing() as work:
        posted = post_placement(work, by=employer, form=form, key="sleutel", now=NOW)
        work.placements.save_candidate_count(
            CandidateCount(placement_id=posted.id, n_candidates=counted, counted_at=NOW)
        )

    with region.reading() as work:
        shown = place(work, by=employer, placement_id=posted.id, now=NOW)
        listed = [view for view in my_placements(work, by=employer, now=NOW).placements if view.id == posted.id]

    assert [(view.is_counted, view.n_candidates) for view in (shown, *listed)] == [(True, told)] * 2


def test_counting_all_gives_each_open_place_what_counting_it_alone_gives(region: House, doors: Doors) -> None:
    with region.writing() as work:
        count_all_candidates(work, now=NOW)
    open_ids = [placement.id for placement in doors.region.placements if placement.state == "open"]
    with region.reading() as work:
        together = work.placements.candidate_counts(open_ids)
    with region.writing() as work:
        for placement_id in open_ids[:20]:
            count_candidates(work, placement_id=placement_id, now=NOW)
    with region.reading() as work:
        alone = work.placements.candidate_counts(open_ids)

    assert together.keys() == set(open_ids)
    assert any(count.n_candidates for count in together.values())
    assert alone == together


def test_counting_for_a_place_that_is_closed_keeps_nothing(region: House, doors: Doors) -> None:
    closed = doors.region.placements[-1]

    with region.writing() as work:
        count_candidates(work, placement_id=closed.id, now=NOW)

    with region.reading() as work:
        assert work.placements.candidate_counts([closed.id]) == {}


def test_contact_is_told_to_the_employer_alone(region: House, doors: Doors, employer: Account) -> None:
    own = doors.placement()

    with region.reading() as work:
        assert place(work, by=doors.account(Role.STUDENT), placement_id=own.id, now=NOW).contact_text == ""


def test_open_places_are_found_by_text_town_and_sector(region: House, doors: Doors) -> None:
    jobhunter = doors.account(Role.JOBHUNTER)
    wanted = doors.placement()
    site = next(site for site in doors.region.sites if site.id == wanted.site_id)
    filters = PlacementFilters(text=wanted.title.upper(), municipality=site.municipality, sector=wanted.sector)

    with region.reading() as work:
        everything = open_placements(work, by=jobhunter, now=NOW)
        found = open_placements(work, by=jobhunter, filters=filters, now=NOW)
        beyond = open_placements(work, by=jobhunter, page=999, now=NOW)

    assert everything.n_total == sum(placement.state == "open" for placement in doors.region.placements)
    assert wanted.id in {view.id for view in found.placements}
    assert {(view.municipality, view.sector) for view in found.placements} == {(site.municipality, wanted.sector)}
    assert beyond.paging.number == beyond.paging.n_pages

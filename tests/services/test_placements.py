"""Posting a placement: every fault at once, once per key, and counted afterwards."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Allowance, PayPeriod, WorkDay
from services.errors import ForbiddenError, NotFoundError
from services.permissions import Account, Role
from services.placements import (
    FEWEST_TOLD,
    AlreadyPostedError,
    PlacementFilters,
    PlacementForm,
    count_all_candidates,
    count_candidates,
    my_placements,
    open_placements,
    place,
    post_placement,
    posting_faults,
)
from services.unit_of_work import House
from storage.placements import CandidateCount
from tests.demo_doors import NOW, Doors

DAYS = tuple(WorkDay(weekday=n, starts=time(9), ends=time(16, 30), break_minutes=30) for n in (1, 2))


@pytest.fixture
def region(planted_file: Path, tmp_path: Path) -> Iterator[House]:
    file = tmp_path / "region.sqlite3"
    shutil.copyfile(planted_file, file)
    house = House.open(f"sqlite:///{file}", clock=lambda: NOW)
    yield house
    house.close()


@pytest.fixture
def employer(doors: Doors) -> Account:
    return doors.account(Role.EMPLOYER)


@pytest.fixture
def form(doors: Doors) -> PlacementForm:
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    return PlacementForm(
        site_id=site.id,
        type="eerste_baan",
        title="Hulp in de winkel",
        sector="handel",
        learned_ids=("doe:klanten",),
        schedule=DAYS,
        days_min=1,
        hours_min=7,
        hours_max=14,
        starts_on=date(2027, 2, 1),
        seats=2,
    )


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"site_id": UUID(int=1)}, "site_id"),
    ({"site_id": None}, "site_id"),
    ({"type": "hobby"}, "type"),
    ({"type": "bpv_bol", "ends_on": date(2027, 7, 1)}, "qualification_code"),
    ({"sector": ""}, "sector"),
    ({"title": " "}, "title"),
    ({"title": "x" * 121}, "title"),
    ({"description": "x" * 1501}, "description"),
    ({"learned_ids": ()}, "tasks"),
    ({"learned_ids": ("doe:paardrijden_op_de_maan",)}, "tasks"),
    ({"schedule": (replace(DAYS[0], ends=time(8)),), "hours_min": 1}, "working_hours"),
    ({"days_min": 3}, "days_min"),
    ({"days_min": None}, "days_min"),
    ({"hours_min": 15, "hours_max": 15}, "hours_min"),
    ({"hours_max": 61}, "hours_max"),
    ({"hours_max": 6}, "hours_max"),
    ({"starts_on": date(2026, 11, 23)}, "starts_on"),
    ({"ends_on": date(2027, 2, 1)}, "ends_on"),
    ({"seats": 0}, "seats"),
    ({"conditions_offered": frozenset({"x"})}, "conditions"),
    (
        {"conditions_offered": frozenset({"maatje"}), "conditions_refused": frozenset({"maatje"})},
        "conditions",
    ),
    ({"hazards": frozenset({"draken"})}, "hazards"),
    ({"prerequisites": frozenset({"toverstaf"})}, "prerequisites"),
    ({"dutch_level_min": "z9"}, "dutch_level_min"),
    ({"allowance": Allowance(amount_eur=10_001, per=PayPeriod.MONTH)}, "allowance"),
]


def test_a_right_form_has_no_faults(region: House, employer: Account, form: PlacementForm) -> None:
    with region.reading() as work:
        assert posting_faults(work, by=employer, form=form, now=NOW) == {}


@pytest.mark.parametrize(("changes", "field"), FAULTS)
def test_each_fault_is_told_at_its_own_field(
    region: House, employer: Account, form: PlacementForm, changes: dict[str, Any], field: str
) -> None:
    with region.reading() as work:
        assert list(posting_faults(work, by=employer, form=replace(form, **changes), now=NOW)) == [field]


def test_today_is_early_enough_and_yesterday_is_not(region: House, employer: Account, form: PlacementForm) -> None:
    with region.reading() as work:
        assert posting_faults(work, by=employer, form=replace(form, starts_on=NOW.date()), now=NOW) == {}


def test_all_faults_come_together(region: House, employer: Account, form: PlacementForm) -> None:
    wrong = replace(form, title="", seats=None, days_min=None)

    with region.writing() as work, pytest.raises(InvalidPlacementError) as refused:
        post_placement(work, by=employer, form=wrong, key="sleutel", now=NOW)

    assert list(refused.value.faults) == ["title", "days_min", "seats"]


def test_posting_opens_the_place_and_defers_the_counting(region: House, employer: Account, form: PlacementForm) -> None:
    with region.writing() as work:
        posted = post_placement(work, by=employer, form=form, key="sleutel", now=NOW)
        has_deferred = work.has_deferred
    with region.reading() as work:
        view = place(work, by=employer, placement_id=posted.id)

    assert has_deferred
    assert (view.title, view.n_candidates, view.learned) == ("Hulp in de winkel", None, ("klanten helpen kiezen",))


def test_same_key_gives_the_same_place_also_after_a_seat_was_taken(
    region: House, employer: Account, form: PlacementForm
) -> None:
    with region.writing() as work:
        posted = post_placement(work, by=employer, form=form, key="sleutel", now=NOW)
    with region.writing() as work:
        work.placements.save(replace(posted, seats_taken=1))
    with region.writing() as work:
        again = post_placement(work, by=employer, form=form, key="sleutel", now=NOW)
        has_deferred = work.has_deferred

    assert again == replace(posted, seats_taken=1)
    assert not has_deferred


def test_same_key_with_other_content_is_refused(region: House, employer: Account, form: PlacementForm) -> None:
    with region.writing() as work:
        post_placement(work, by=employer, form=form, key="sleutel", now=NOW)

    with region.writing() as work, pytest.raises(AlreadyPostedError):
        post_placement(work, by=employer, form=replace(form, seats=3), key="sleutel", now=NOW)


def test_counting_twice_keeps_one_number(region: House, employer: Account, form: PlacementForm) -> None:
    with region.writing() as work:
        posted = post_placement(work, by=employer, form=form, key="sleutel", now=NOW)
    for _ in range(2):
        with region.writing() as work:
            count_candidates(work, placement_id=posted.id, now=NOW)

    with region.reading() as work:
        counted = work.placements.candidate_counts([posted.id])[posted.id].n_candidates
        shown = my_placements(work, by=employer).placements
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
        shown = place(work, by=employer, placement_id=posted.id)
        listed = [view for view in my_placements(work, by=employer).placements if view.id == posted.id]

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


@pytest.mark.parametrize("role", [Role.STUDENT, Role.JOBHUNTER, Role.TEACHER, Role.ANONYMOUS])
def test_only_an_employer_posts(region: House, form: PlacementForm, role: Role) -> None:
    with region.writing() as work, pytest.raises((ForbiddenError, NotFoundError)):
        post_placement(work, by=Account(role=role, subject_id=UUID(int=1)), form=form, key="sleutel", now=NOW)


def test_contact_is_told_to_the_employer_alone(region: House, doors: Doors, employer: Account) -> None:
    own = doors.placement()

    with region.reading() as work:
        assert place(work, by=doors.account(Role.STUDENT), placement_id=own.id).contact_text == ""


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
    assert beyond.page == beyond.n_pages

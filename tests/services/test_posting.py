"""Posting a placement: every fault at once, and once per key."""

from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

import pytest

from accounts.role import Role
from employer_toolkit.draft import PlacementForm
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Allowance, PayPeriod, WorkDay
from services.errors import ForbiddenError, NotFoundError
from services.permissions import Account
from services.placements import (
    place,
)
from services.posting import AlreadyPostedError, post_placement, posting_faults
from services.unit_of_work import House
from tests.demo_doors import NOW

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
    ({"schedule": (WorkDay(weekday=1, starts=time(9), ends=time(8)),), "hours_min": 1}, "working_hours"),
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
        view = place(work, by=employer, placement_id=posted.id, now=NOW)

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


@pytest.mark.parametrize("role", [Role.STUDENT, Role.JOBHUNTER, Role.TEACHER, Role.ANONYMOUS])
def test_only_an_employer_posts(region: House, form: PlacementForm, role: Role) -> None:
    with region.writing() as work, pytest.raises((ForbiddenError, NotFoundError)):
        post_placement(work, by=Account.of(role, subject_id=UUID(int=1)), form=form, key="sleutel", now=NOW)

"""Drafts: answered step by step, never over one another, and posted once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from employer_toolkit.draft import Draft, DraftStep, PlacementForm
from employer_toolkit.errors import DraftChangedError, InvalidPlacementError
from employer_toolkit.placement import PlacementState, WorkDay
from services.drafts import (
    begin_draft,
    own_draft,
    own_drafts,
    placement_of,
    post_draft,
    save_step,
    throw_away,
)
from services.errors import ForbiddenError, NotFoundError
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors

DAYS = PlacementForm(schedule=tuple(WorkDay(weekday=n, starts=time(9), ends=time(16, 30)) for n in (1, 2, 4)))
WORK = PlacementForm(learned_ids=("doe:klanten", "doe:kassa"))
HELPS = PlacementForm(needed_ids=("doe:kassa",), conditions_offered=frozenset({"maatje"}))


@pytest.fixture
def where(doors: Doors) -> PlacementForm:
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    return PlacementForm(site_id=site.id, type="eerste_baan", sector="handel")


def begun(house: House, by: Account, where: PlacementForm, **steps: PlacementForm) -> Draft:
    """Give a draft with the first step and these answered."""
    with house.writing() as work:
        draft = begin_draft(work, by=by, form=where, now=NOW)
    for step, form in steps.items():
        draft = answered(house, by, draft, DraftStep(step), form)
    return draft


def answered(
    house: House, by: Account, draft: Draft, step: DraftStep, form: PlacementForm, *, seen: int | None = None
) -> Draft:
    with house.writing() as work:
        return save_step(
            work,
            by=by,
            draft_id=draft.id,
            step=step,
            form=form,
            seen=draft.version if seen is None else seen,
            now=NOW,
        )


def kept(house: House, by: Account, draft: Draft) -> Draft:
    with house.reading() as work:
        return own_draft(work, by=by, draft_id=draft.id)


def test_draft_of_the_first_step_is_kept_and_asks_for_the_work(
    region: House, employer: Account, where: PlacementForm
) -> None:
    draft = begun(region, employer, where)

    assert kept(region, employer, draft) == draft
    assert draft == Draft(
        id=draft.id,
        employer_id=draft.employer_id,
        made_by=employer.id,
        changed_at=NOW,
        form=where,
        version=1,
        saved={DraftStep.WHERE: 1},
    )
    assert draft.next_step is DraftStep.WORK


def test_place_of_four_answered_steps_is_complete_and_nothing_dangerous_is_guessed(
    region: House, employer: Account, where: PlacementForm
) -> None:
    draft = begun(region, employer, where, work=WORK, days=DAYS, helps=HELPS)
    with region.reading() as work:
        place = placement_of(work, by=employer, draft=draft, now=NOW)

    assert place is not None
    assert (place.title, place.days_min, place.hours_min, place.hours_max, place.seats) == (
        "Werk in een winkel", 3, 21, 21, 1,
    )  # fmt: skip
    assert (place.starts_on, place.ends_on) == (date(2026, 12, 14), None)
    assert (place.hazards, place.allowance, place.contact) == (None, None, None)
    assert (place.learned_ids, [asked.competency_id for asked in place.requirements]) == (
        ("doe:klanten",),
        ["doe:kassa"],
    )
    assert draft.next_step is None


@pytest.mark.parametrize("steps", [{}, {"work": WORK}, {"days": DAYS}])
def test_place_of_too_few_answers_is_none(
    region: House, employer: Account, where: PlacementForm, steps: Mapping[str, PlacementForm]
) -> None:
    draft = begun(region, employer, where, **steps)

    with region.reading() as work:
        assert placement_of(work, by=employer, draft=draft, now=NOW) is None


def test_posting_gives_that_place_removes_the_draft_and_doing_it_again_gives_the_same(
    region: House, employer: Account, where: PlacementForm
) -> None:
    draft = begun(region, employer, where, work=WORK, days=DAYS, helps=HELPS)
    with region.reading() as work:
        shown = placement_of(work, by=employer, draft=draft, now=NOW)

    with region.writing() as work:
        posted = post_draft(work, by=employer, draft_id=draft.id, now=NOW)
    with region.writing() as work:
        again = post_draft(work, by=employer, draft_id=draft.id, now=NOW + timedelta(days=40))
        left = own_drafts(work, by=employer, now=NOW)

    assert shown is not None
    assert posted == replace(shown, state=PlacementState.OPEN)
    assert again == posted
    assert left == ()


def test_draft_of_another_company_looks_like_one_that_is_not_there(
    region: House, employer: Account, where: PlacementForm, doors: Doors
) -> None:
    draft = begun(region, employer, where)
    other = Account.of(
        Role.EMPLOYER, subject_id=next(e.id for e in doors.region.employers if e.id != draft.employer_id)
    )

    for wanted in (draft.id, uuid4()):
        with region.writing() as work, pytest.raises(NotFoundError):
            own_draft(work, by=other, draft_id=wanted)
        with region.writing() as work, pytest.raises(NotFoundError):
            throw_away(work, by=other, draft_id=wanted)
        with region.writing() as work, pytest.raises(NotFoundError):
            post_draft(work, by=other, draft_id=wanted, now=NOW)
    assert kept(region, employer, draft) == draft


@pytest.mark.parametrize("role", [Role.STUDENT, Role.JOBHUNTER, Role.TEACHER])
def test_nobody_but_an_employer_writes_a_place(region: House, where: PlacementForm, role: Role) -> None:
    with region.writing() as work, pytest.raises((ForbiddenError, NotFoundError)):
        begin_draft(work, by=Account.of(role, subject_id=UUID(int=1)), form=where, now=NOW)


def test_faults_of_a_step_are_those_of_that_step_and_nothing_is_kept(
    region: House, employer: Account, where: PlacementForm
) -> None:
    draft = begun(region, employer, where)

    for step, form, fields in (
        (DraftStep.WORK, PlacementForm(), ["tasks"]),
        (DraftStep.DAYS, PlacementForm(), ["schedule"]),
        (DraftStep.MORE, PlacementForm(title="x" * 121, seats=0), ["title", "seats"]),
    ):
        with pytest.raises(InvalidPlacementError) as refused:
            answered(region, employer, draft, step, form)
        assert list(refused.value.faults) == fields

    assert kept(region, employer, draft) == draft


def test_another_sector_drops_its_own_work_and_asks_the_work_again(
    region: House, employer: Account, where: PlacementForm
) -> None:
    shop = begun(
        region, employer, replace(where, sector="bouw"), work=PlacementForm(learned_ids=("wp:25250:B1-K1-W1",))
    )
    both = begun(region, employer, where, work=WORK)

    after = answered(region, employer, shop, DraftStep.WHERE, replace(where, sector="horeca"))
    stays = answered(region, employer, both, DraftStep.WHERE, replace(where, sector="horeca"))

    assert (after.form.task_ids, after.next_step) == ((), DraftStep.WORK)
    assert (stays.form.task_ids, stays.next_step) == (WORK.task_ids, DraftStep.DAYS)


def test_older_look_at_the_same_step_is_refused_and_nothing_is_kept(
    region: House, employer: Account, where: PlacementForm
) -> None:
    first = begun(region, employer, where, work=WORK)
    newer = answered(region, employer, first, DraftStep.WORK, PlacementForm(learned_ids=("doe:kassa",)))

    with pytest.raises(DraftChangedError):
        answered(region, employer, first, DraftStep.WORK, PlacementForm(learned_ids=("doe:vakken_vullen",)))

    assert kept(region, employer, first) == newer

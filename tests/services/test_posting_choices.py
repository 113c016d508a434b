"""What an employer chooses from: what the company is recognised for first, each wording once, nothing chosen hidden."""

from datetime import date

import pytest

from accounts.role import Role
from employer_toolkit.draft import PlacementForm
from services.competencies import current_catalogue
from services.permissions import Account
from services.posting import posting_faults
from services.posting_choices import TaskGroup, recognised_until, task_groups, where_choices
from services.posting_defaults import completed
from services.reference import load_reference
from services.unit_of_work import House
from tests.contacts import SHORT_DAYS
from tests.demo_doors import NOW, Doors
from tests.factories import make_employer, make_recognition, make_site

TODAY = NOW.date()
REFERENCE = load_reference(TODAY)
EMPLOYER = make_employer()
SITE = make_site(EMPLOYER.id)
BAKER = "25252"
"""A programme of the sector horeca, level 1."""


@pytest.fixture
def recognised(house: House) -> House:
    with house.writing() as work:
        work.employers.add_all(
            [EMPLOYER],
            new_sites=[SITE],
            new_recognitions=[
                make_recognition(SITE.id, qualification_code=BAKER, valid_until=date(2027, 3, 1)),
                make_recognition(SITE.id, qualification_code="25250", valid_until=date(2026, 1, 1)),
            ],
        )
    return house


def groups_for(house: House, form: PlacementForm, *, ticked: tuple[str, ...] = ()) -> tuple[TaskGroup, ...]:
    with house.reading() as work:
        return task_groups(work, form=form, ticked=ticked, now=NOW)


def test_programmes_come_recognised_first_then_of_the_same_sector_then_the_rest_each_once(recognised: House) -> None:
    with recognised.reading() as work:
        found = where_choices(work, employer_id=EMPLOYER.id, reference=REFERENCE, today=TODAY)

    told = found.programmes
    assert told.recognised == (BAKER,)
    assert {REFERENCE.qualifications[code].sector for code in told.possible} == {"horeca"}
    assert sorted((*told.recognised, *told.possible, *told.others)) == sorted(REFERENCE.qualifications)
    assert found.sites == ((SITE.id, f"{SITE.name}, Zwolle"),)
    assert found.sector == "horeca"
    assert found.more_types == ()


def test_company_without_recognition_finds_what_needs_one_apart(house: House) -> None:
    with house.writing() as work:
        work.employers.add_all([EMPLOYER], new_sites=[SITE])
    with house.reading() as work:
        found = where_choices(work, employer_id=EMPLOYER.id, reference=REFERENCE, today=TODAY)

    assert [rule.needs_recognition for rule in found.types] == [False] * len(found.types)
    assert [rule.needs_recognition for rule in found.more_types] == [True] * 4
    assert (found.programmes.recognised, found.sector) == ((), "")


def test_place_of_a_programme_offers_its_work_first_and_everyday_tasks_when_asked(recognised: House) -> None:
    groups = groups_for(recognised, PlacementForm(site_id=SITE.id, type="bpv_bol", qualification_code=BAKER))

    assert [(group.is_open, group.title) for group in groups] == [
        (True, "Assistent horeca, voeding of voedingsindustrie (niveau 1)"),
        (False, "Gewone taken"),
    ]
    assert {code for code, _ in groups[0].tasks} == {*REFERENCE.qualifications[BAKER].work_process_ids}


def test_other_place_offers_the_recognised_work_of_its_sector_before_what_is_possible(recognised: House) -> None:
    groups = groups_for(recognised, PlacementForm(site_id=SITE.id, type="eerste_baan", sector="horeca"))

    labels = [label for group in groups for _, label in group.tasks]
    assert [group.is_open for group in groups] == [True] + [False] * (len(groups) - 1)
    assert groups[0].title.startswith("Assistent horeca")
    assert groups[-1].title == "Gewone taken"
    assert len({*labels}) == len(labels)


def test_chosen_task_is_always_there_and_its_group_is_open(recognised: House) -> None:
    form = PlacementForm(site_id=SITE.id, type="eerste_baan", sector="horeca")
    ticked = ("doe:koken", "doe:gereedschap")

    groups = groups_for(recognised, form, ticked=ticked)

    where = {code: group for group in groups for code, _ in group.tasks}
    assert (where["doe:gereedschap"].title, where["doe:gereedschap"].is_open) == ("Gekozen", True)
    assert (where["doe:koken"].title, where["doe:koken"].is_open) == ("Gewone taken", True)


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        (BAKER, date(2027, 2, 28), (True, date(2027, 3, 1))),
        (BAKER, date(2027, 3, 1), (False, None)),
        ("25250", date(2027, 2, 1), (False, None)),
    ],
)
def test_recognition_is_told_for_the_day(
    recognised: House, code: str, day: date, expected: tuple[bool, date | None]
) -> None:
    with recognised.reading() as work:
        assert recognised_until(work, site_id=SITE.id, qualification_code=code, from_on=day) == expected


def test_every_task_that_is_offered_can_be_posted(region: House, doors: Doors, employer: Account) -> None:
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    wrong = []
    with region.reading() as work:
        catalogue = current_catalogue(work)
        for kind, code, sector in [("eerste_baan", "", sector) for sector in REFERENCE.sectors] + [
            ("bpv_bol", code, "") for code in REFERENCE.qualifications
        ]:
            form = PlacementForm(
                site_id=site.id, type=kind, qualification_code=code, sector=sector, schedule=SHORT_DAYS
            )
            offered = [task for group in task_groups(work, form=form, ticked=(), now=NOW) for task, _ in group.tasks]
            whole = PlacementForm(
                site_id=site.id,
                type=kind,
                qualification_code=code,
                sector=sector,
                schedule=SHORT_DAYS,
                learned_ids=tuple(offered),
            )
            told = posting_faults(work, by=employer, form=completed(whole, today=TODAY, reference=REFERENCE), now=NOW)
            wrong += [(kind, code, sector, told)] if told or not offered else []

    assert employer.role is Role.EMPLOYER
    assert len(catalogue.competencies) > 100
    assert wrong == []

"""The plan of a first week in words: what it says of dangers and conditions, and who may read it."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from accounts.role import Role
from employer_toolkit.placement import Task
from services.errors import ForbiddenError, NotFoundError
from services.first_week import WeekView, coached_places, first_week, first_week_pdf
from services.permissions import Account
from services.reference.coaching import load_condition_advice
from tests.contact_doors import Street
from tests.contacts import World

TASKS = (Task(text="Je bakt broodjes"), Task(text="Afwassen"), Task(text="WMS gebruiken"), Task(text="Je dweilt"))


@pytest.fixture
def world(street: Street) -> World:
    return street.world


def the_plan(world: World, who: str = "employer", **changes: object) -> WeekView:
    place = replace(world.places[0], **changes)  # type: ignore[arg-type]
    with world.house.writing() as work:
        work.placements.save(place)
    with world.reading() as work:
        return first_week(work, by=world.accounts[who], placement_id=place.id, now=world.now)


def test_every_task_is_named_once_as_new_or_for_later(world: World) -> None:
    view = the_plan(world, tasks=TASKS)

    new = [one.title for day in view.days for one in day.moments if one.title.startswith("Nieuwe taak")]
    assert new == ["Nieuwe taak: je bakt broodjes", "Nieuwe taak: afwassen", "Nieuwe taak: WMS gebruiken"]
    assert view.later_tasks == ("Je dweilt",)


def test_every_danger_is_named_with_its_age_and_who_must_be_there(world: World) -> None:
    view = the_plan(world, hazards=frozenset({"trekker", "lawaai"}), is_expert_supervised=False)

    assert [(one.title, one.text) for one in view.safety] == [
        (
            "Mag niet",
            "Werken in hard lawaai (85 decibel of meer): dit mag niet voor wie jonger is dan 18 jaar.",
        ),
        (
            "Alleen met toezicht",
            "Rijden op een trekker of een andere zware machine: wie jonger is dan 18 jaar doet dit alleen met een "
            "deskundige erbij.",
        ),
        (
            "Regel dit eerst",
            "Bij deze plek staat nog niet dat er een deskundige bij is. Regel dat vóór de eerste dag.",
        ),
    ]


def test_expert_who_is_there_need_not_be_arranged(world: World) -> None:
    view = the_plan(world, hazards=frozenset({"trekker"}), is_expert_supervised=True)

    assert [one.title for one in view.safety] == ["Alleen met toezicht"]


@pytest.mark.parametrize(("hazards", "title"), [(None, "Kijk dit na"), (frozenset(), "Geen gevaarlijk werk")])
def test_what_nobody_asked_is_not_the_same_as_no_danger(world: World, hazards: object, title: str) -> None:
    assert [one.title for one in the_plan(world, hazards=hazards).safety] == [title]


def test_conditions_that_the_place_offers_change_the_week(world: World) -> None:
    codes = {"kort_gesprek", "uren_opbouwen", "korte_pauzes", "klein_team"}
    view = the_plan(world, conditions_offered=frozenset(codes), tasks=TASKS)

    assert [one.code for one in view.advice] == [code for code in load_condition_advice() if code in codes]
    assert [day.is_short for day in view.days] == [True, False, False]
    assert "alleen het eigen team" in view.days[0].moments[0].text
    assert any(one.title == "Korte pauze" for day in view.days for one in day.moments)
    assert view.days[1].moments[-1].title == "Vijf minuten praten"


def test_trainer_of_the_company_reads_it_and_nobody_of_another(world: World) -> None:
    employer_id = world.accounts["employer"].subject_id
    world.accounts["trainer"] = Account.of(Role.TRAINER, subject_id=employer_id)

    assert the_plan(world, "trainer") == the_plan(world, "employer")
    with pytest.raises(NotFoundError):
        the_plan(world, "other employer")
    with pytest.raises(ForbiddenError):
        the_plan(world, "student 0")
    with world.reading() as work:
        assert len(coached_places(work, by=world.accounts["trainer"])) == 2
        assert coached_places(work, by=world.accounts["other employer"]) == ()


def test_pdf_holds_every_day_and_can_be_read_by_a_screen_reader(world: World) -> None:
    view = the_plan(world, tasks=TASKS, title='Hulp #import "x" in de bakkerij')
    with world.reading() as work:
        made = first_week_pdf(work, by=world.accounts["employer"], placement_id=view.placement_id, now=world.now)

    reader = PdfReader(io.BytesIO(made))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert [day.title for day in view.days if day.title not in text] == []
    assert 'Hulp #import "x" in de bakkerij' in text.replace("“", '"').replace("”", '"')
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()

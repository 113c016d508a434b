"""The catalogue of an installation holds what comes along and what was imported, and is read once per change."""

from collections.abc import Iterator

import pytest

from career.competency import Competency, CompetencyKind, Relation
from services.competencies import Installed, current_catalogue, installed
from services.reference import load_lists
from services.unit_of_work import House, UnitOfWork
from tests.databases import queries_counted
from tests.factories import make_student

OWN = load_lists().catalogue
ADDRESS = "http://data.europa.eu/esco/skill/bb-1"
KNEAD = Competency(
    id="esco:skill/bb-1",
    kind=CompetencyKind.SKILL,
    label="deeg kneden",
    plain_label="deeg kneden",
    links=(ADDRESS,),
)
WELD = OWN["taak:lassen"]
TWIN = Competency(
    id="esco:skill/bb-2",
    kind=CompetencyKind.SKILL,
    label=f" {WELD.label.upper()} ",
    plain_label=WELD.label,
    links=("http://data.europa.eu/esco/skill/bb-2",),
)


@pytest.fixture
def other_process(migrated_url: str) -> Iterator[House]:
    house = House.open(migrated_url)
    yield house
    house.close()


def held_by(house: House) -> Installed:
    with house.reading() as work:
        return installed(work)


def take_in(house: House, *entries: Competency) -> None:
    with house.writing() as work:
        work.catalogue.upsert(entries)


def test_catalogue_holds_what_comes_along_and_what_was_imported(house: House) -> None:
    changed = Competency(id=WELD.id, kind=WELD.kind, label="anders", plain_label="anders")
    with house.writing() as work:
        work.catalogue.upsert([KNEAD, changed], [Relation(from_id=KNEAD.id, to_id=WELD.id, strength=0.3)])

    with house.reading() as work:
        catalogue = current_catalogue(work)
        held = installed(work)

    assert dict(catalogue.competencies) == {**OWN.competencies, KNEAD.id: KNEAD}
    assert set(catalogue.relations) == {*OWN.relations, Relation(from_id=KNEAD.id, to_id=WELD.id, strength=0.3)}
    assert held.imported_ids == {KNEAD.id}
    assert KNEAD.id in held.ids_of_kinds([CompetencyKind.SKILL])
    assert KNEAD.id not in held.ids_of_kinds([CompetencyKind.ACTIVITY, CompetencyKind.OCCUPATION])
    assert held.ids_of_kinds(None) == catalogue.competencies.keys()


def test_entry_is_meant_by_its_id_and_by_its_address(house: House) -> None:
    take_in(house, KNEAD)

    held = held_by(house)

    assert (held.entry_of[KNEAD.id], held.entry_of[ADDRESS], held.entry_of[WELD.id]) == (KNEAD.id, KNEAD.id, WELD.id)
    assert "http://data.europa.eu/esco/skill/weg" not in held.entry_of


def test_imported_entry_with_the_name_and_kind_of_one_of_ours_leads_to_ours(house: House) -> None:
    other_kind = Competency(
        id="esco:occupation/aa-1", kind=CompetencyKind.OCCUPATION, label=WELD.label, plain_label=WELD.label
    )
    take_in(house, TWIN, other_kind)

    held = held_by(house)

    assert [held.entry_of[name] for name in (TWIN.id, *TWIN.links, other_kind.id)] == [WELD.id, WELD.id, other_kind.id]
    assert TWIN.id in held.catalogue


def test_asking_again_costs_one_question_also_after_people_changed(house: House) -> None:
    take_in(house, KNEAD)
    first = held_by(house)

    with house.writing() as work, queries_counted() as seen:
        work.students.save(make_student())
        seen.clear()
        again, n_asked = installed(work), len(seen)

    assert (again is first, n_asked) == (True, 1)
    with house.reading() as work, queries_counted() as seen:
        assert installed(work) is first
    assert len([text for text in seen if "FROM" in text]) == 1


def test_import_in_one_process_is_seen_in_another(house: House, other_process: House) -> None:
    before = held_by(other_process)

    take_in(house, KNEAD)

    assert KNEAD.id not in before.catalogue
    assert held_by(other_process).catalogue[KNEAD.id] == KNEAD


def test_import_that_is_not_committed_is_for_nobody_else(house: House) -> None:
    held_by(house)
    with pytest.raises(RuntimeError), house.writing() as work:
        taken_in_then_lost(work)

    assert KNEAD.id not in held_by(house).catalogue


def taken_in_then_lost(work: UnitOfWork) -> None:
    work.catalogue.upsert([KNEAD])
    assert KNEAD.id in installed(work).catalogue
    raise RuntimeError


def test_what_an_older_version_brought_along_does_not_count_as_imported(house: House) -> None:
    old = Competency(id="taak:faxen", kind=CompetencyKind.SKILL, label="faxen", plain_label="een fax sturen")
    take_in(house, old, KNEAD)

    held = held_by(house)

    assert old.id in held.catalogue
    assert held.imported_ids == {KNEAD.id}

"""The catalogue comes back from the database as it went in."""

import pytest

from career.competency import Catalogue, Competency, CompetencyKind, Relation
from services.unit_of_work import ConflictError, House
from tests.factories import make_student

BAKE = Competency(id="doe:bakken", kind=CompetencyKind.ACTIVITY, label="Bakken", plain_label="brood bakken")
COOK = Competency(
    id="esco:koken",
    kind=CompetencyKind.SKILL,
    label="Koken",
    plain_label="eten maken",
    links=("https://data.europa.eu/esco/skill/1",),
)
NEAR = Relation(from_id=BAKE.id, to_id=COOK.id, strength=0.4)


def test_catalogue_kept_comes_back_the_same(house: House) -> None:
    with house.writing() as work:
        n_written = work.catalogue.upsert([COOK, BAKE], [NEAR])

    with house.reading() as work:
        catalogue = work.catalogue.load()
        assert n_written == 2
        assert catalogue == Catalogue.of(catalogue.version, [BAKE, COOK], [NEAR])
        assert work.catalogue.of_kind(CompetencyKind.SKILL) == (COOK,)
        assert (work.catalogue.count(), work.catalogue.count(CompetencyKind.ACTIVITY)) == (2, 1)


def test_catalogue_version_changes_with_what_it_holds_and_only_then(house: House) -> None:
    versions = []
    for content in ([BAKE], [BAKE], [BAKE, COOK]):
        with house.writing() as work:
            work.catalogue.upsert(content)
            versions.append(work.catalogue.load().version)

    assert versions[0] == versions[1] != versions[2]


def test_relation_to_a_competency_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(ConflictError), house.writing() as work:
        work.catalogue.upsert([BAKE], [NEAR])


def test_other_names_take_the_place_of_those_before_and_of_nobody_elses(house: House) -> None:
    with house.writing() as work:
        work.catalogue.upsert([BAKE, COOK])
        work.catalogue.replace_other_names({BAKE.id: ("brood maken", "broodjes bakken"), COOK.id: ("kokkerellen",)})

    with house.writing() as work:
        n_names = work.catalogue.replace_other_names({BAKE.id: ("deeg bakken", "brood maken", "taart bakken")})

    with house.reading() as work:
        assert n_names == 3
        assert work.catalogue.other_names() == {
            BAKE.id: ("deeg bakken", "brood maken", "taart bakken"),
            COOK.id: ("kokkerellen",),
        }


def test_whether_a_kind_has_other_names(house: House) -> None:
    with house.writing() as work:
        work.catalogue.upsert([BAKE, COOK])
        work.catalogue.replace_other_names({BAKE.id: ("brood maken",), COOK.id: ()})

    with house.reading() as work:
        kinds = [kind for kind in CompetencyKind if work.catalogue.has_other_names(kind)]
    assert kinds == [CompetencyKind.ACTIVITY]


def test_other_name_of_a_competency_that_is_not_there_is_refused(house: House) -> None:
    with pytest.raises(ConflictError), house.writing() as work:
        work.catalogue.replace_other_names({BAKE.id: ("brood maken",)})


def test_catalogue_revision_grows_with_the_catalogue_and_not_with_people(house: House) -> None:
    revisions = []
    with house.writing() as work:
        work.catalogue.upsert([BAKE])
        work.catalogue.replace_other_names({BAKE.id: ("brood maken",)})
    with house.reading() as work:
        revisions.append(work.installation.catalogue_revision)
    with house.writing() as work:
        work.students.save(make_student())
    with house.reading() as work:
        revisions.append(work.installation.catalogue_revision)
    with house.writing() as work:
        work.catalogue.replace_other_names({BAKE.id: ()})
    with house.reading() as work:
        revisions.append(work.installation.catalogue_revision)

    assert revisions == [1, 1, 2]

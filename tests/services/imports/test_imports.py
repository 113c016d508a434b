"""Importers: whole or nothing, once, and without overwriting what is counted here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from career.competency import ClaimSource, CompetencyClaim, CompetencyKind, Level
from services.files.faults import FileRefusedError
from services.files.placements import read_placements
from services.files.postcodes import read_centroids
from services.files.students import read_students
from services.imports.catalogue import import_catalogue
from services.imports.esco import (
    import_broader,
    import_occupations,
    import_skills,
    read_broader,
    read_occupations,
    read_skills,
)
from services.imports.keeping import Delivery
from services.imports.mappings import broader_strength, sector_of_domain
from services.imports.people import import_placements, import_students, known_to_files
from services.imports.postcodes import import_postcodes
from services.imports.qualifications import import_qualifications, read_qualifications
from services.reference import load_lists, load_reference
from services.unit_of_work import House

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
EXAMPLES = ROOT / "docs" / "examples"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DELIVERY = Delivery(version=None, fetched_at=NOW)
ESCO = "http://data.europa.eu/esco"

OCCUPATIONS = f"""conceptType,conceptUri,preferredLabel,altLabels,description
Occupation,{ESCO}/occupation/aa-1,bakker,"broodbakker
patissier",Bakt brood.
Occupation,{ESCO}/occupation/aa-2,kok,,Kookt.
"""
SKILLS = f"conceptUri,label\n{ESCO}/skill/bb-1,deeg kneden\n"
BROADER = f"""conceptType,conceptUri,broaderType,broaderUri
Occupation,{ESCO}/occupation/aa-1,Occupation,{ESCO}/occupation/aa-2
Occupation,{ESCO}/occupation/aa-2,ISCOGroup,{ESCO}/isco/C5120
Occupation,{ESCO}/occupation/aa-1,Occupation,{ESCO}/occupation/weg
"""
QUALIFICATIONS = """domein,dossier_crebo,dossier,kwalificatie_crebo,kwalificatie,niveau,soort,leerweg
1. Bouw en infra,23045,Betonboren,25078,Betonboorder,3,vakopleiding,BOL/BBL
"13. Horeca en bakkerij",23080,Entree,25252,Assistent horeca nieuw,1,entree,BOL/BBL
"""
POSTCODES = "postcode,plaats,breedtegraad,lengtegraad\n8011,Zwolle,52.512,6.0919\n8011,Zwolle,52.0,6.0\n"


def file_with(tmp_path: Path, text: str, name: str = "lijst.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def do(house: House, act: Callable[..., Any], reading: Any, **more: Any) -> Any:
    with house.writing() as work:
        return act(work, reading=reading, **{"delivery": DELIVERY, **more})


def known(house: House) -> Any:
    with house.reading() as work:
        return known_to_files(
            work, reference=load_reference(date(2026, 11, 22)), source="school", today=date(2026, 11, 22)
        )


def test_esco_lists_go_into_the_catalogue(house: House, tmp_path: Path) -> None:
    occupations = do(house, import_occupations, read_occupations(file_with(tmp_path, OCCUPATIONS)))
    skills = do(house, import_skills, read_skills(file_with(tmp_path, SKILLS)))
    broader = do(house, import_broader, read_broader(file_with(tmp_path, BROADER)))

    with house.reading() as work:
        catalogue = work.catalogue.load()
    assert (occupations.n_rows, skills.n_rows, broader.n_rows) == (2, 1, 1)
    assert broader.notes == (
        "1 regels gaan over ISCO-groepen en zijn niet overgenomen.",
        "1 regels noemen een beroep dat er niet is; neem eerst de beroepen over.",
    )
    assert catalogue["esco:occupation/aa-1"].label == "bakker"
    assert catalogue["esco:skill/bb-1"].links == (f"{ESCO}/skill/bb-1",)
    assert [(r.from_id, r.to_id, r.strength) for r in catalogue.relations] == [
        ("esco:occupation/aa-1", "esco:occupation/aa-2", broader_strength())
    ]


def test_other_names_of_esco_are_kept_and_counted(house: House, tmp_path: Path) -> None:
    layout = (
        "conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels\n"
        f'Occupation,{ESCO}/occupation/aa-1,bakker,"broodbakker\n\n patissier \nbakker","bakkerin\nbroodbakker"\n'
        f"Occupation,{ESCO}/occupation/aa-2,kok,,\n"
    )
    done = do(house, import_occupations, read_occupations(file_with(tmp_path, layout)))
    do(house, import_skills, read_skills(file_with(tmp_path, SKILLS)))

    with house.reading() as work:
        assert work.catalogue.other_names() == {"esco:occupation/aa-1": ("broodbakker", "patissier", "bakkerin")}
        assert work.catalogue.load()["esco:occupation/aa-1"].label == "bakker"
    assert (done.n_rows, done.notes[0]) == (2, "Met 3 andere namen.")


def test_repeated_import_replaces_names_and_never_doubles_them(house: House, tmp_path: Path) -> None:
    for text in (OCCUPATIONS, OCCUPATIONS.replace("patissier", "taartenmaker"), OCCUPATIONS + "\n"):
        do(house, import_occupations, read_occupations(file_with(tmp_path, text)))

    with house.reading() as work:
        assert work.catalogue.other_names() == {"esco:occupation/aa-1": ("broodbakker", "patissier")}


def test_names_that_an_earlier_version_left_out_come_with_the_same_file(house: House, tmp_path: Path) -> None:
    path = file_with(tmp_path, OCCUPATIONS)
    do(house, import_occupations, read_occupations(path))
    with house.writing() as work:  # as an installation from before names were kept
        work.catalogue.replace_other_names({"esco:occupation/aa-1": ()})

    again, after = (do(house, import_occupations, read_occupations(path)) for _ in range(2))

    with house.reading() as work:
        assert work.catalogue.other_names() == {"esco:occupation/aa-1": ("broodbakker", "patissier")}
    assert (again.is_unchanged, after.is_unchanged) == (False, True)


def test_same_file_twice_changes_nothing(house: House, tmp_path: Path) -> None:
    path = file_with(tmp_path, SKILLS)
    first = do(house, import_skills, read_skills(path))

    with house.reading() as work:
        revision = work.installation.market_revision
    second = do(house, import_skills, read_skills(path))

    with house.reading() as work:
        assert work.installation.market_revision == revision
        assert len(work.imports.all()) == 1
    assert (first.is_unchanged, second.is_unchanged) == (False, True)
    assert (second.version, second.n_rows) == (first.version, 1)


def test_older_file_than_the_last_one_is_refused(house: House, tmp_path: Path) -> None:
    do(house, import_skills, read_skills(file_with(tmp_path, SKILLS)))
    older = replace(DELIVERY, fetched_at=NOW - timedelta(days=1))

    with pytest.raises(FileRefusedError, match="al een nieuwer bestand"):
        do(house, import_skills, read_skills(file_with(tmp_path, SKILLS.replace("deeg", "beslag"))), delivery=older)


def test_one_wrong_row_keeps_out_the_whole_file(house: House, tmp_path: Path) -> None:
    reading = read_skills(file_with(tmp_path, SKILLS + "nergens,iets\n"))

    with pytest.raises(FileRefusedError, match="rij 3, kolom concepturi"):
        do(house, import_skills, reading)

    with house.reading() as work:
        assert (work.catalogue.count(), work.imports.all()) == (0, ())


def test_failure_halfway_leaves_nothing(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from storage.imports import ImportStore

    def fail(self: ImportStore, done: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ImportStore, "add", fail)

    with pytest.raises(KeyboardInterrupt):
        do(house, import_occupations, read_occupations(file_with(tmp_path, OCCUPATIONS)))

    with house.reading() as work:
        assert work.catalogue.count() == 0


def test_skill_among_occupations_is_a_fault(tmp_path: Path) -> None:
    reading = read_occupations(file_with(tmp_path, OCCUPATIONS.replace("occupation/aa-2", "skill/aa-2")))

    assert reading.faults.n_faults == 1
    assert "dit is geen occupation" in reading.faults.sentences()[0]


def test_qualification_keeps_what_the_list_does_not_say(house: House, tmp_path: Path) -> None:
    lists = load_lists()
    with house.writing() as work:
        import_catalogue(work, lists=lists, now=NOW)

    done = do(house, import_qualifications, read_qualifications(file_with(tmp_path, QUALIFICATIONS)))

    with house.reading() as work:
        held, new = work.qualifications.get("25252"), work.qualifications.get("25078")
    assert done.n_rows == 2
    assert held == replace(lists.qualifications["25252"], name="Assistent horeca nieuw")
    assert new is not None
    assert (new.sector, new.level, new.valid_from) == ("bouw", 3, date(2016, 8, 1))


def test_every_domain_has_a_sector_that_exists() -> None:
    assert {sector for sector, _ in sector_of_domain().values()} <= set(load_lists().sectors)
    assert sorted(map(int, sector_of_domain())) == list(range(1, 17))


def test_catalogue_is_taken_over_once(house: House) -> None:
    done = []
    for _ in range(2):
        with house.writing() as work:
            done.append(import_catalogue(work, lists=load_lists(), now=NOW))

    assert [item.is_unchanged for item in done] == [False, True]


def test_postcode_that_stands_twice_counts_once(house: House, tmp_path: Path) -> None:
    done = do(house, import_postcodes, read_centroids(file_with(tmp_path, POSTCODES)))

    with house.reading() as work:
        assert work.postcodes.centroid("8011") == (52.512, 6.0919)
    assert done.n_rows == 1


def test_student_gets_the_new_file_and_keeps_earlier_claims(house: House, tmp_path: Path) -> None:
    text = (EXAMPLES / "students.csv").read_text("utf-8")
    do(house, import_students, read_students(EXAMPLES / "students.csv", known=known(house)), source="school")
    with house.writing() as work:
        student = work.students.by_reference("L-0001")
        assert student is not None
        said = CompetencyClaim(
            competency_id="gedrag:24108", source=ClaimSource.SELF, level=Level.TEACHES, seen_on=date(2026, 9, 1)
        )
        work.students.save(replace(student, claims=(*student.claims, said)))
    changed = file_with(tmp_path, text.replace("Sam", "Samira"))

    do(house, import_students, read_students(changed, known=known(house)), source="school")

    with house.reading() as work:
        after = work.students.by_reference("L-0001")
    assert after is not None
    assert (after.id, after.first_name, after.claims) == (student.id, "Samira", (*student.claims, said))


def test_placement_keeps_the_seats_taken_here(house: House, tmp_path: Path) -> None:
    text = (EXAMPLES / "placements.csv").read_text("utf-8")
    do(house, import_placements, read_placements(EXAMPLES / "placements.csv", known=known(house)), source="school")
    with house.writing() as work:
        placement = work.placements.by_reference("P-0001")
        assert placement is not None
        work.placements.save(replace(placement, seats_taken=2, open_contacts=1))
    changed = file_with(tmp_path, text.replace("Hulp in de keuken", "Hulp in een keuken"))

    do(house, import_placements, read_placements(changed, known=known(house)), source="school")

    with house.reading() as work:
        after = work.placements.by_reference("P-0001")
        assert len(work.employers.recognitions()) == 1
    assert after == replace(placement, title="Hulp in een keuken", seats_taken=2, open_contacts=1)


def test_placement_with_fewer_seats_than_are_taken_is_refused(house: House, tmp_path: Path) -> None:
    text = (EXAMPLES / "placements.csv").read_text("utf-8")
    do(house, import_placements, read_placements(EXAMPLES / "placements.csv", known=known(house)), source="school")
    with house.writing() as work:
        placement = work.placements.by_reference("P-0001")
        assert placement is not None
        work.placements.save(replace(placement, seats_taken=2))
    fewer = file_with(tmp_path, text.replace(",a2,2,0,", ",a2,1,0,"))

    with pytest.raises(FileRefusedError, match="al 2 bezet"):
        do(house, import_placements, read_placements(fewer, known=known(house)), source="school")


@pytest.mark.parametrize(
    ("read", "act", "file", "n_rows"),
    [
        (read_occupations, import_occupations, "esco/occupations_nl.csv", 3_007),
        (read_skills, import_skills, "esco/skills_nl_labels.csv", 5_453),
        (read_qualifications, import_qualifications, "qualifications/crebo_2015.csv", 470),
        (read_centroids, import_postcodes, "postcodes/pc4.json", 4_064),
    ],
)
def test_published_list_is_taken_over_whole(
    house: House, read: Callable[[Path], Any], act: Callable[..., Any], file: str, n_rows: int
) -> None:
    path = SHARED / file
    if not path.exists():
        pytest.skip(f"{file} is not beside the repository in ../shared/data")

    assert do(house, act, read(path)).n_rows == n_rows


def test_published_broader_relations_join_published_occupations(house: House) -> None:
    if not SHARED.exists():
        pytest.skip("../shared/data is not there")
    do(house, import_occupations, read_occupations(SHARED / "esco/occupations_nl.csv"))

    done = do(house, import_broader, read_broader(SHARED / "esco/broaderRelationsOccPillar.csv"))

    with house.reading() as work:
        assert work.catalogue.count(CompetencyKind.OCCUPATION) == 3_007
        assert len(work.catalogue.load().relations) == done.n_rows == 1_239

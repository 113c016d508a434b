"""What is written is read back the same, whatever people put in it."""

import csv
import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import LanguageLevel, LearningRoute, Student, TravelMode, Wishes
from employer_toolkit.employer import Contact
from employer_toolkit.placement import Allowance, PayPeriod, Requirement, Task, WorkDay
from services.demo.region import generate
from services.features import Offer
from services.files.faults import FileRefusedError
from services.files.formulas import armed, disarmed
from services.files.known import Known
from services.files.placements import placement_columns, read_placements
from services.files.postcodes import Centroid, by_postcode, read_centroids
from services.files.students import read_students, student_columns
from services.files.tables import read_table
from services.files.writing import write_table, written_whole
from services.ids import stable_id
from services.reference import load_reference
from tests.factories import make_employer, make_placement, make_recognition, make_site, make_student

TODAY = date(2026, 11, 22)
REFERENCE = load_reference(TODAY)
KNOWN = Known(reference=REFERENCE, catalogue=REFERENCE.catalogue, centroids={}, today=TODAY)
# Text as a cell can hold it: no control signs or half letters inside, no spaces around it.
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(str.strip).filter(bool)
TEXTS = TEXTS.filter(lambda text: not text.startswith("\ufeff") and "\ufeff" not in text)
DANGEROUS = st.sampled_from(["=1+1", "+cmd", "-2+3", "@SUM(A1)", "'=x", "''+1", '=HYPERLINK("x")', "＝1", "'s middags"])


def named_student(**changes: Any) -> Student:
    student = make_student(**changes)
    return replace(student, id=stable_id("student", KNOWN.source, student.reference))


def named_offer(reference: str = "plek-1", **changes: Any) -> Offer:
    employer = replace(make_employer(), id=stable_id("employer", KNOWN.source, "werkgever-1"))
    site = replace(make_site(employer.id), id=stable_id("site", KNOWN.source, "vestiging-1"))
    placement = make_placement(site.id, reference, **changes)
    placement = replace(placement, id=stable_id("placement", KNOWN.source, placement.reference))
    return Offer(placement=placement, site=site, employer=employer, recognitions=(make_recognition(site.id),))


def test_full_student_comes_back(tmp_path: Path) -> None:
    student = named_student(
        school="De Wissel",
        group="2B",
        qualification_code="25252",
        level=1,
        route=LearningRoute.BBL,
        wishes=Wishes(
            sectors=("horeca", "zorg"),
            liked=frozenset({"doe:koken"}),
            disliked=frozenset({"doe:meten"}),
            minimum_allowance_eur=100,
        ),
        helps=frozenset(list(REFERENCE.conditions)[:3]),
        prerequisites=frozenset(list(REFERENCE.prerequisites)[:2]),
        dutch_level=LanguageLevel.A2,
        goal_ids=("wp:25252:B1-K1-W1",),
        claims=(
            CompetencyClaim(
                competency_id="gedrag:24105", source=ClaimSource.TEACHER, level=Level.PARTLY, seen_on=date(2026, 5, 1)
            ),
            CompetencyClaim(competency_id="doe:koken", source=ClaimSource.SELF, level=None, seen_on=date(2026, 6, 1)),
        ),
    )
    student = replace(
        student,
        availability=replace(student.availability, school_minutes=(0, 0, 0, 345, 360, 0, 0)),
        travel=replace(student.travel, modes=frozenset(TravelMode), latitude=52.1 + 0.2, longitude=6.123456789012345),
    )
    path = tmp_path / "students.csv"

    write_table(path, student_columns(KNOWN), [student])

    assert read_students(path, known=KNOWN).or_refused().values == (student,)


def test_full_placement_comes_back(tmp_path: Path) -> None:
    offer = named_offer(
        description="Brood, taart; koek|en meer",
        qualification_codes=("25252",),
        level_min=1,
        level_max=2,
        tasks=(Task(text="Deeg kneden", competency_ids=("doe:koken", "wp:25252:B1-K1-W1")), Task(text="Opruimen")),
        requirements=(
            Requirement(competency_id="gedrag:24105", level=3, importance=1, is_trainable=True),
            Requirement(competency_id="gedrag:24108", level=2),
        ),
        learned_ids=("wp:25252:B1-K1-W1",),
        conditions_offered=frozenset({"vaste_begeleider"}),
        conditions_refused=frozenset(list(REFERENCE.conditions)[2:3]),
        hazards=frozenset(list(REFERENCE.hazards)[:2]),
        is_expert_supervised=True,
        schedule=(WorkDay(weekday=6, starts=time(5, 30), ends=time(13), break_minutes=45),),
        days_min=1,
        prerequisites=frozenset({"vog"}),
        dutch_level_min="a2",
        seats=3,
        seats_taken=1,
        allowance=Allowance(amount_eur=4.35, per=PayPeriod.HOUR, covers_travel=True),
        contact=Contact(name="M. de Boer", role="bakker", email="-m@bakker.example", phone="+31 38 0000000"),
        max_open_contacts=5,
        open_contacts=2,
        ends_on=None,
    )
    path = tmp_path / "placements.csv"

    write_table(path, placement_columns(KNOWN), [offer])

    assert read_placements(path, known=KNOWN).or_refused().values == (offer,)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=TEXTS | DANGEROUS, school=TEXTS | DANGEROUS, reference=TEXTS | DANGEROUS)
def test_any_text_comes_back_and_never_starts_a_formula(name: str, school: str, reference: str, tmp_path: Path) -> None:
    student = named_student(reference=reference, first_name=name, school=school)
    path = tmp_path / "students.csv"

    write_table(path, student_columns(KNOWN), [student])

    assert read_students(path, known=KNOWN).or_refused().values == (student,)
    with path.open(encoding="utf-8", newline="") as opened:
        cells = [cell for row in csv.reader(opened) for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r＝＋－＠") and not _is_number(cell)] == []


def _is_number(cell: str) -> bool:
    return cell[1:].replace(",", ".").replace(".", "", 1).isdigit()


@given(st.text(max_size=50))
def test_disarming_undoes_exactly_what_arming_did(text: str) -> None:
    assert disarmed(armed(text)) == text


def test_a_demo_region_comes_back(tmp_path: Path) -> None:
    region = generate(
        seed=3, n_students=200, n_employers=40, n_placements=90, n_events=0, today=TODAY, reference=REFERENCE
    )
    path = tmp_path / "students.csv"

    write_table(path, student_columns(KNOWN), region.students)
    read = read_students(path, known=KNOWN).or_refused().values

    def bare(student: Student) -> Student:
        claims = tuple(replace(claim, evidence="") for claim in student.claims)
        return replace(student, id=stable_id("student", KNOWN.source, student.reference), claims=claims)

    assert read == tuple(map(bare, region.students))


def test_all_kinds_of_file_give_the_same_students(tmp_path: Path) -> None:
    student = named_student()
    paths = [tmp_path / name for name in ("a.csv", "puntkomma.csv", "tab.csv", "utf16.csv", "bom.csv")]
    write_table(paths[0], student_columns(KNOWN), [student])
    text = paths[0].read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    for path, delimiter in ((paths[1], ";"), (paths[2], "\t")):
        with path.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, delimiter=delimiter).writerows(rows)
    paths[3].write_text(text, encoding="utf-16")
    paths[4].write_text(text, encoding="utf-8-sig")
    paths.append(tmp_path / "a.xlsx")
    with xlsxwriter.Workbook(paths[-1]) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for ix, (name, cell) in enumerate(zip(*rows, strict=True)):
            sheet.write(0, ix, name)
            if name in {"geboortedatum", "vanaf", "tot"}:
                sheet.write_datetime(1, ix, date.fromisoformat(cell), day)
            elif name in {"uren_min", "postcode", "breedtegraad", "lengtegraad"}:
                sheet.write_number(1, ix, float(cell))
            else:
                sheet.write_string(1, ix, cell)
    paths.append(tmp_path / "a.parquet")
    columns: dict[str, Any] = {name: [cell] for name, cell in zip(*rows, strict=True)}
    columns |= {
        "geboortedatum": [student.born_on],
        "uren_min": [16],
        "breedtegraad": [52.51],
        "zoekt": [["bpv_bol"]],
        "school": pa.array([""]).dictionary_encode(),
    }
    pq.write_table(pa.table(columns), paths[-1])

    found = {path.name: read_students(path, known=KNOWN).or_refused().values for path in paths}

    assert found == {path.name: (student,) for path in paths}


def test_postcode_list_gives_places_to_rows_without_one(tmp_path: Path) -> None:
    listed = tmp_path / "pc.json"
    listed.write_text('[{"zipcode": "8011", "name": "Zwolle", "latitude": "52.5", "longitude": 6.1}]', "utf-8")
    student = named_student()
    nowhere = replace(student, travel=replace(student.travel, latitude=None, longitude=None))
    path = tmp_path / "students.csv"
    write_table(path, student_columns(KNOWN), [nowhere])
    centroids = by_postcode(read_centroids(listed).or_refused().values)

    with_list = read_students(path, known=replace(KNOWN, centroids=centroids)).values[0].travel
    without = read_students(path, known=KNOWN).values[0].travel

    assert centroids == {"8011": Centroid(postcode4="8011", place="Zwolle", latitude=52.5, longitude=6.1)}
    assert (with_list.latitude, with_list.longitude) == (52.5, 6.1)
    assert (without.latitude, without.longitude) == (None, None)


def test_rows_of_one_site_share_their_recognitions(tmp_path: Path) -> None:
    first = named_offer("plek-1")
    other = replace(make_recognition(first.site.id), qualification_code="25250")
    second = replace(named_offer("plek-2"), recognitions=(other,))
    path = tmp_path / "placements.csv"
    write_table(path, placement_columns(KNOWN), [first, second])

    read = read_placements(path, known=KNOWN).or_refused().values

    assert [offer.recognitions for offer in read] == [(*first.recognitions, other)] * 2


def test_site_that_differs_between_rows_is_a_fault(tmp_path: Path) -> None:
    first, second = named_offer("plek-1"), named_offer("plek-2")
    second = replace(second, site=replace(second.site, municipality="Kampen"))
    path = tmp_path / "placements.csv"
    write_table(path, placement_columns(KNOWN), [first, second])

    reading = read_placements(path, known=KNOWN)

    assert reading.faults.sentences() == [
        "placements.csv, rij 3, kolom vestiging_kenmerk: er staat “vestiging-1”; "
        "op rij 2 heeft deze vestiging een andere naam, plaats of werkgever."
    ]
    assert len(reading.values) == 1


def test_unknown_column_is_named_with_the_one_that_may_be_meant(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    write_table(path, student_columns(KNOWN), [named_student()])
    path.write_text(path.read_text("utf-8").replace("niet_leuk", "nietleuk", 1), "utf-8")

    assert read_students(path, known=KNOWN).notes == (
        "Kolom nietleuk is niet bekend en wordt niet gelezen; bedoelt u niet_leuk?",
    )


def test_faults_of_a_whole_file_are_counted_and_the_first_fifty_shown(tmp_path: Path) -> None:
    path = tmp_path / "students.csv"
    rows = [named_student(reference=f"L{n}") for n in range(2_000)]
    write_table(path, student_columns(KNOWN), rows)
    path.write_text(path.read_text("utf-8").replace("2009-03-14", "14 maart"), "utf-8")

    reading = read_students(path, known=KNOWN)

    assert reading.faults.n_faults == 2_000
    assert len(reading.faults.kept) == 1_000
    assert reading.faults.sentences()[49:] == [
        "students.csv, rij 51, kolom geboortedatum: er staat “14 maart”; geef een datum zoals 2026-09-01.",
        "En nog 1950 fouten.",
    ]
    assert reading.notes == ("Bijna elke cel is fout in kolom geboortedatum: staan daar de goede namen boven?",)


def test_failed_writing_leaves_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "uit.csv"
    path.write_text("oud", "utf-8")

    def write_half() -> None:
        with written_whole(path) as opened:
            opened.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()

    assert [file.name for file in tmp_path.iterdir()] == ["uit.csv"]
    assert path.read_text("utf-8") == "oud"


def test_writing_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="schrijven kan hier niet"), written_whole(tmp_path / "weg" / "uit.csv"):
        pass


def test_table_without_faults_gives_its_rows_numbered_as_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Kolom Een;b\n\n1;"twee\nregels"\n', "utf-8")

    table = read_table(path)

    assert (table.header, list(table.rows)) == (("kolom_een", "b"), [(3, ["1", "twee\nregels"])])

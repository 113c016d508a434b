"""Labels, queries and judgements from files: every kind of file that is taken, and every reason to refuse one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from services.files.describing import column_table
from services.files.faults import FileRefusedError
from services.linking.bulk import LINKED_COLUMNS
from services.linking.label_files import (
    LABEL_COLUMNS,
    QUERY_COLUMNS,
    LabelReading,
    Query,
    read_labels,
    read_queries,
    read_right_labels,
)

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "data"
Rows = list[list[str]]
Row = tuple[str, str, str, bool]

LABELS = [
    ["id", "text", "concept", "preferred", "language", "description"],
    ["L1", "kok", "c1", "1", "nl", "Maakt eten."],
    ["L2", "keukenhulp; chef", "c1", "0", "nl", ""],
    ["L3", "café-eigenaar, “baas”", "c2", "ja", "nl", "Heeft een café."],
    ["L4", "baker", "", "", "en", ""],
]
READ = [
    ("L1", "kok", "c1", True),
    ("L2", "keukenhulp; chef", "c1", False),
    ("L3", "café-eigenaar, “baas”", "c2", True),
    ("L4", "baker", "L4", False),
]


def written(folder: Path, name: str, rows: Rows, *, start: bytes = b"") -> Path:
    """Write rows as the name of the file says."""
    path = folder / name
    if path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    elif path.suffix == ".parquet":
        pq.write_table(pa.table({name: [row[at] for row in rows[1:]] for at, name in enumerate(rows[0])}), path)
    else:
        delimiter = "\t" if path.suffix in (".tsv", ".txt") else ","
        quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]
        path.write_bytes(start + "".join(delimiter.join(row) + "\n" for row in quoted).encode())
    return path


def told(reading: LabelReading) -> list[Row]:
    labels = reading.labels
    preferred = map(bool, labels.is_preferred)
    return list(zip(labels.ids, labels.texts, labels.concept_column, preferred, strict=True))


def refusal(read: Callable[[], Any]) -> list[str]:
    with pytest.raises(FileRefusedError) as refused:
        read()
    return refused.value.sentences()


# -- Labels ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a.xlsx", "a.parquet"])
def test_labels_are_the_same_from_every_kind_of_file(name: str, tmp_path: Path) -> None:
    reading = read_labels([written(tmp_path, name, LABELS)])

    assert told(reading) == READ
    assert sorted(reading.descriptions) == [("café-eigenaar, “baas”", "Heeft een café."), ("kok", "Maakt eten.")]


def test_two_columns_are_enough_and_others_may_stand_there(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", [["nummer", "Text", "ID"], ["7", "kok", "L1"]], start=b"\xef\xbb\xbf")

    assert told(read_labels([path])) == [("L1", "kok", "L1", False)]


def test_labels_of_several_files_stand_behind_one_another(tmp_path: Path) -> None:
    paths = [
        written(tmp_path, "a.csv", LABELS),
        written(tmp_path, "b.tsv", [["id", "text", "concept"], ["M1", "cook", "c1"]]),
    ]

    assert told(read_labels(paths)) == [*READ, ("M1", "cook", "c1", False)]


@pytest.mark.parametrize("name", ["preferredLabel", "label"])
def test_list_as_esco_publishes_it_is_read(name: str, tmp_path: Path) -> None:
    header = f"conceptType,conceptUri,{name},altLabels,hiddenLabels,description\n"
    path = tmp_path / "occupations_nl.csv"
    path.write_text(
        f'{header}Occupation,http://x/1,bakker,"broodbakker\nbakker\n patissier ",bakkertje,Bakt brood.\n'
        "Occupation,http://x/2,kok,,,\n",
        encoding="utf-8",
    )

    reading = read_labels([path])

    assert told(reading) == [
        ("http://x/1#0", "bakker", "http://x/1", True),
        ("http://x/1#1", "broodbakker", "http://x/1", False),
        ("http://x/1#2", "patissier", "http://x/1", False),
        ("http://x/1#3", "bakkertje", "http://x/1", False),
        ("http://x/2#0", "kok", "http://x/2", True),
    ]
    assert reading.descriptions == (("bakker", "Bakt brood."),)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["id", "tekst"], ["1", "kok"]], ["a.csv, rij 1, kolom text: deze kolom ontbreekt; bedoelt u met"]),
        ([["text"], ["kok"]], ["a.csv, rij 1, kolom id: deze kolom ontbreekt"]),
        ([["naam"], ["kok"]], ["a.csv, rij 1, kolom id: deze", "a.csv, rij 1, kolom text: deze"]),
        ([["id", "text"], ["1", "kok"], ["1", "kapper"]], ["a.csv, kolom id: er staat “1”; dit id staat er al"]),
        ([["id", "text"], ["1", ""]], ["a.csv, rij 2, kolom text: vul iets in"]),
        ([["id", "text"], ["", "kok"]], ["a.csv, rij 2, kolom id: vul iets in"]),
        ([["id", "text", "id"], ["1", "kok", "1"]], ["a.csv, rij 1, kolom id: deze kolom staat er twee keer"]),
        ([["id", "text"]], ["a.csv: er staat geen enkel label in"]),
        ([["id", "text"], ["1", "k" * 2_001]], ["a.csv, rij 2, kolom text: er staat “kkk"]),
        ([["id", "text", "preferred"], ["1", "kok", "soms"]], ["a.csv, rij 2, kolom preferred: er staat “soms”"]),
        ([["id", "text"], ["1", "kok", "x"]], ["a.csv, rij 2: deze rij heeft 3 cellen en de kopregel 2"]),
        ([["conceptUri", "altLabels"], ["1", "kok"]], ["a.csv, rij 1, kolom label: deze kolom ontbreekt"]),
    ],
)  # fmt: skip
def test_labels_that_cannot_be_used_are_refused(rows: Rows, says: list[str], tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", rows)

    sentences = refusal(lambda: read_labels([path]))

    assert [said[: len(start)] for said, start in zip(sentences, says, strict=True)] == says


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("weg.csv", None, "weg.csv: het bestand kan niet gelezen worden (het bestaat niet)."),
        ("leeg.csv", b"", "leeg.csv: het bestand is leeg"),
        ("lijst.pdf", b"%PDF", "lijst.pdf: deze soort wordt niet gelezen"),
        ("lijst.xlsx", b"id,text\n1,kok\n", "lijst.xlsx: dit is geen Excel-bestand"),
        ("lijst.csv", "id,text\n1,café\n".encode("cp1252"), "lijst.csv: byte 14 op regel 2 is 0xE9"),
        ("lijst.csv", b'id,text\n1,"kok\n', "lijst.csv, rij 2: hier wordt een aanhalingsteken niet gesloten"),
    ],
)
@pytest.mark.parametrize("read", [lambda path: read_labels([path]), read_queries, read_right_labels])
def test_file_that_cannot_be_read_is_refused(
    name: str, content: bytes | None, says: str, read: Callable[[Path], Any], tmp_path: Path
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    (sentence,) = refusal(lambda: read(path))

    assert sentence.startswith(says)


def test_no_file_of_labels_is_refused() -> None:
    assert refusal(lambda: read_labels([])) == ["--labels: er staat geen enkel label in."]


def test_same_id_in_two_files_names_both(tmp_path: Path) -> None:
    paths = [written(tmp_path, name, [["id", "text"], ["1", "kok"], [name, "kapper"]]) for name in ("a.csv", "b.csv")]

    assert refusal(lambda: read_labels(paths)) == [
        "b.csv, kolom id: er staat “1”; dit id staat er al, in a.csv; geef elk label een eigen id."
    ]


# -- Queries -----------------------------------------------------------------------------------------------------------

QUERIES = [["Q1", "Kok, zelfstandig"], ["Q2", "Chef de partie"], ["Q3", "Afwasser (m/v)"]]
ASKED = tuple(Query(*row) for row in QUERIES)


@pytest.mark.parametrize("name", ["q.csv", "q.tsv", "q.xlsx"])
@pytest.mark.parametrize("header", [[["id", "text"]], [["Id", "TEXT"]], []])
def test_queries_are_read_with_a_header_and_without(name: str, header: Rows, tmp_path: Path) -> None:
    assert read_queries(written(tmp_path, name, header + QUERIES)) == ASKED


def test_queries_in_other_encodings_and_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "q.tsv"
    path.write_bytes("\r\nQ1\tKok, zelfstandig\r\nQ2\tChef de partie\r\nQ3\tAfwasser (m/v)\r\n".encode("utf-16"))

    assert read_queries(path) == ASKED


def test_query_of_which_id_and_text_are_the_same_is_read(tmp_path: Path) -> None:
    assert read_queries(written(tmp_path, "q.tsv", [["kok", "kok"], ["bakker", "bakker"]])) == (
        Query("kok", "kok"),
        Query("bakker", "bakker"),
    )


def test_queries_may_be_none(tmp_path: Path) -> None:
    assert read_queries(written(tmp_path, "q.csv", [["id", "text"]])) == ()


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["id", "text"], ["1", "kok"], ["1", "bakker"]], "q.csv, kolom id: het id 1 staat er twee keer; geef elke"),
        ([["1", "kok"], ["1", "bakker"]], "q.csv, kolom id: het id 1 staat er twee keer; geef elke"),
        ([["id", "tekst"], ["1", "kok"]], "q.csv, rij 1, kolom text: deze kolom ontbreekt; bedoelt u met kolom tekst"),
        ([["kok"], ["bakker"]], "q.csv, rij 1, kolom id: deze kolom ontbreekt."),
        ([["1", "kok"], ["2", ""]], "q.csv, rij 2, kolom text: vul iets in, zoals “Afrokapper”."),
        ([["1", "kok"], ["2", "a", "b"]], "q.csv, rij 2: deze rij heeft 3 cellen en de kopregel 2; maak ze gelijk."),
    ],
)
def test_queries_that_cannot_be_used_are_refused(rows: Rows, says: str, tmp_path: Path) -> None:
    path = written(tmp_path, "q.csv", rows)

    assert refusal(lambda: read_queries(path))[0].startswith(says)


# -- What is right -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["r.csv", "r.tsv", "r.xlsx"])
@pytest.mark.parametrize("header", [[["query", "zero", "label", "grade"]], []])
def test_right_labels_are_those_with_a_grade_above_0(name: str, header: Rows, tmp_path: Path) -> None:
    rows = [["Q1", "0", "L1", "1"], ["Q1", "0", "L2", "2"], ["Q1", "0", "L3", "0"], ["Q2", "0", "L1", "-1"],
            ["Q3", "0", "L1", " 1 "], ["Q1", "0", "L1", "1"]]  # fmt: skip

    found = read_right_labels(written(tmp_path, name, header + rows))

    assert found == {"Q1": frozenset({"L1", "L2"}), "Q3": frozenset({"L1"})}


def test_numbers_as_names_of_queries_are_no_columns_twice(tmp_path: Path) -> None:
    rows = [["1", "0", "1", "1"], ["2", "0", "7", "1"]]

    assert read_right_labels(written(tmp_path, "r.tsv", rows)) == {"1": frozenset({"1"}), "2": frozenset({"7"})}


@pytest.mark.parametrize("grade", ["", "goed", "1.5", "--1", "²", "9" * 5_000, "1 2"])
def test_grade_that_is_no_number_is_refused(grade: str, tmp_path: Path) -> None:
    path = written(tmp_path, "r.tsv", [["Q1", "0", "L1", "1"], ["Q2", "0", "L1", grade]])

    (sentence,) = refusal(lambda: read_right_labels(path))

    assert sentence.startswith("r.tsv, rij 2: de graad is ")


@pytest.mark.parametrize("row", [["Q1", "L1", "1"], ["Q1"], ["Q1", "0", "L1", "1", "x"]])
def test_judgements_of_other_than_four_columns_are_refused(row: list[str], tmp_path: Path) -> None:
    path = written(tmp_path, "r.tsv", [row, row])

    assert refusal(lambda: read_right_labels(path))


def test_row_that_is_too_short_is_refused_and_not_left_out(tmp_path: Path) -> None:
    path = written(tmp_path, "r.tsv", [["Q1", "0", "L1", "1"], ["Q2", "L1", "1"]])

    assert refusal(lambda: read_right_labels(path)) == [
        "r.tsv, rij 2: deze rij heeft 3 cellen en de kopregel 4; maak ze gelijk."
    ]


# -- The page, and the published sets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [LABEL_COLUMNS, QUERY_COLUMNS, LINKED_COLUMNS])
def test_page_holds_every_column_as_it_is(columns: Any) -> None:
    assert column_table(columns) in (ROOT / "docs" / "file-formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("folder", "n_labels", "n_concepts", "n_queries"),
    [("melo_nld_dev", 24_069, 3_561, 1_317), ("skills_vdab_dev", 5_453, 5_453, 866)],
)
def test_published_sets_are_read_whole(folder: str, n_labels: int, n_concepts: int, n_queries: int) -> None:
    published = SHARED / folder
    if not published.exists():
        pytest.skip(f"{folder} is not beside the repository in ../shared/data")

    labels = read_labels([published / "labels.tsv"]).labels
    queries = read_queries(published / "queries.tsv")
    right = read_right_labels(published / "annotations.tsv")

    assert (len(labels), len(labels.concepts), len(queries)) == (n_labels, n_concepts, n_queries)
    assert {query.id for query in queries} == set(right)
    assert set().union(*right.values()) <= set(labels.ids)


@pytest.mark.parametrize(
    ("file", "n_labels", "n_concepts"),
    [
        ("occupations_nl.csv", None, 3_007),
        ("occupation_labels_en.tsv", 33_606, None),
        ("skills_nl_labels.csv", 5_453, 5_453),
    ],
)
def test_published_lists_of_esco_are_read_whole(file: str, n_labels: int | None, n_concepts: int | None) -> None:
    path = SHARED / "esco" / file
    if not path.exists():
        pytest.skip(f"{file} is not beside the repository in ../shared/data")

    labels = read_labels([path]).labels

    assert n_labels in (None, len(labels))
    assert n_concepts in (None, len(labels.concepts))

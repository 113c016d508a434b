"""Files that are wrong in one way each, made when they are asked for."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from services.files.describing import formats

FREE_TEXT = {
    "kenmerk", "roepnaam", "school", "groep", "werkgever", "werkgever_kenmerk", "vestiging", "vestiging_kenmerk",
    "plaats", "titel", "omschrijving", "taken", "contact_naam", "contact_rol", "contact_email", "contact_telefoon",
}  # fmt: skip
DIGITS = "9" * 5_000


@dataclass(frozen=True)
class Case:
    """A wrong file.

    Parameters
    ----------
    kind : str
        ``"students"`` or ``"placements"``.
    says : tuple of str
        What the refusal must mention besides the name of the file.
    """

    name: str
    kind: str
    file: str
    make: Callable[[], bytes]
    says: tuple[str, ...] = ()


@cache
def good_row(kind: str) -> dict[str, str]:
    """Give one right row: the examples of the columns."""
    return {column.name: column.example for column in formats()[kind]}


def csv_bytes(rows: list[list[str]], delimiter: str = ",") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def good_csv(kind: str = "students", **changes: str) -> bytes:
    row = good_row(kind) | changes
    return csv_bytes([list(row), list(row.values())])


MADE_AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


@cache
def good_xlsx(kind: str = "students") -> bytes:
    row = good_row(kind)
    return xlsx_bytes([list(row), list(row.values())])


def xlsx_bytes(rows: list[list[Any]], touch: Callable[[Any, Any], None] = lambda book, sheet: None) -> bytes:
    packed = io.BytesIO()
    # strings_to_formulas stays on for cells that are written as formulas on purpose.
    with xlsxwriter.Workbook(packed, {"in_memory": True}) as book:
        # Else the file holds the second in which it was made, and the names of cases would differ between processes.
        book.set_properties({"created": MADE_AT})
        sheet = book.add_worksheet("Leerlingen")
        for row_ix, row in enumerate(rows):
            for column_ix, cell in enumerate(row):
                sheet.write(row_ix, column_ix, cell)
        touch(book, sheet)
    return packed.getvalue()


def repacked(content: bytes, replace: dict[str, Callable[[bytes], bytes]], drop: tuple[str, ...] = ()) -> bytes:
    """Change or drop parts of a zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, replace.get(name, lambda part: part)(old.read(name)))
        for name, change in replace.items():
            if name not in old.namelist():
                new.writestr(name, change(b""))
    return packed.getvalue()


@cache
def good_parquet(kind: str = "students") -> bytes:
    return parquet_bytes({name: [value] for name, value in good_row(kind).items()})


def parquet_bytes(columns: dict[str, Any]) -> bytes:
    packed = io.BytesIO()
    pq.write_table(pa.table(columns), packed)
    return packed.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def all_cases() -> Iterator[Case]:
    yield from text_cases()
    yield from table_cases()
    yield from cell_cases()
    yield from kind_cases()
    yield from xlsx_cases()
    yield from parquet_cases()


def text_cases() -> Iterator[Case]:
    def case(name: str, make: Callable[[], bytes], *says: str) -> Case:
        return Case(f"text {name}", "students", "leerlingen.csv", make, says)

    accented = good_csv(roepnaam="Zoë")
    yield case("empty", lambda: b"", "leeg")
    yield case("only a mark", lambda: b"\xef\xbb\xbf", "leeg")
    yield case("only line ends", lambda: b"\n\r\n\n", "leeg")
    yield case("only commas", lambda: b",,,,\n,,,,\n", "leeg")
    yield case("only spaces", lambda: b"   \n  ")
    yield case("header only", lambda: good_csv().split(b"\n")[0], "geen enkele")
    for encoding in ("cp1252", "latin-1", "cp850", "mac-roman"):
        wrong = accented.decode().encode(encoding)
        yield case(f"encoding {encoding}", lambda wrong=wrong: wrong, "UTF-8", "regel 2", "byte")
    yield case("utf-16 without a mark", lambda: good_csv().decode().encode("utf-16-le"), "regel 1")
    yield case("utf-16 cut in a letter", lambda: good_csv().decode().encode("utf-16")[:-1], "byte")
    yield case("utf-32", lambda: good_csv().decode().encode("utf-32"))
    yield case("shift-jis", lambda: good_csv() + "学校".encode("shift-jis"), "UTF-8")
    for cut in (1, 2):
        yield case(f"utf-8 cut {cut}", lambda cut=cut: good_csv() + "€".encode()[:cut], "UTF-8")
    yield case("null sign", lambda: good_csv(roepnaam="Sa\x00m"), "nulteken", "regel 2")
    yield case("nothing but null signs", lambda: b"\0" * 100_000, "nulteken")
    yield case("mark in the middle", lambda: good_csv() + b"\xef\xbb\xbf" + good_csv(), "BOM", "regel 3")
    for name, rest in {
        "never closed": b'"L-2,Sam',
        "closed too early": b'"L-2" x,Sam',
        "one at the end": b'L-2,"',
        "runs on": b'"L-2\n' + b"a,b\n" * 50,
    }.items():
        yield case(f"quotation mark {name}", lambda rest=rest: good_csv() + rest, "rij 3", "aanhalingsteken")
    yield case("megabyte in a cell", lambda: good_csv(roepnaam="a" * 1_000_000), "rij 2", "cel")
    yield case("cell just too long", lambda: good_csv(roepnaam="a" * 32_768), "rij 2", "cel")
    yield case("ten thousand columns", lambda: ",".join(f"k{n}" for n in range(10_000)).encode(), "kolommen", "cellen")
    yield case("commas for megabytes", lambda: good_csv() + b"," * 5_000_000 + b"x", "rij 3", "cellen")
    yield case("too many rows", lambda: good_csv() + b"x\n" * 200_001, "rijen")
    for seed in range(10):
        yield case(f"noise {seed}", lambda seed=seed: random.Random(seed).randbytes(5_000))


def table_cases() -> Iterator[Case]:
    for kind in ("students", "placements"):
        file = {"students": "leerlingen.csv", "placements": "plekken.csv"}[kind]
        row = good_row(kind)
        columns = formats()[kind]

        def case(name: str, make: Callable[[], bytes], *says: str, kind: str = kind, file: str = file) -> Case:
            return Case(f"{kind} {name}", kind, file, make, says)

        for column in columns:
            if column.is_required:
                rest = {name: value for name, value in row.items() if name != column.name}
                yield case(
                    f"without column {column.name}",
                    lambda rest=rest: csv_bytes([list(rest), list(rest.values())]),
                    f"kolom {column.name}",
                    "ontbreekt",
                )
                yield case(
                    f"empty {column.name}",
                    lambda name=column.name, kind=kind: good_csv(kind, **{name: ""}),
                    "rij 2",
                    f"kolom {column.name}",
                )
        yield case("column twice", lambda row=row: csv_bytes([[*row, "kenmerk"], [*row.values(), "x"]]), "twee keer")
        yield case("column without a name", lambda row=row: csv_bytes([["", *row], ["x", *row.values()]]), "geen naam")
        yield case("row too short", lambda kind=kind: good_csv(kind) + b"X,1,2\n", "rij 3", "cellen")
        yield case("row too long", lambda kind=kind: good_csv(kind) + b"X," * 80 + b"\n", "rij 3", "cellen")
        yield case("key twice", lambda kind=kind: good_csv(kind) * 2, "rij 3")
        yield case(
            "same key twice",
            lambda kind=kind: good_csv(kind) + good_csv(kind).split(b"\n", 1)[1],
            "rij 3",
            "kolom kenmerk",
            "rij 2",
        )
        names = [column.name for column in columns if column.name not in FREE_TEXT and column.example]
        for first, second in pairwise(names):
            if row[first] == row[second]:
                continue
            changes = {first: row[second], second: row[first]}
            if {first, second} <= {"uren_min", "uren_max", "plekken", "plekken_bezet", "niveau_min", "niveau_max"}:
                continue
            if kind == "students" or first not in {
                "vergoeding_per",
                "max_gesprekken",
                "leert",
                "dagen_min",
                "voorwaarden_ja",
            }:
                yield case(
                    f"swapped {first} and {second}",
                    lambda changes=changes, kind=kind: good_csv(kind, **changes),
                    "rij 2",
                )


def cell_cases() -> Iterator[Case]:
    garbage = {"signs": "###", "digits": DIGITS, "escape": "\x1b[31mrood"}
    for kind in ("students", "placements"):
        file = {"students": "leerlingen.csv", "placements": "plekken.csv"}[kind]
        for column in formats()[kind]:
            for name, value in garbage.items():
                if column.name in FREE_TEXT and (name != "digits" or column.name == "omschrijving"):
                    continue
                yield Case(
                    f"{kind} {column.name} {name}",
                    kind,
                    file,
                    lambda kind=kind, column=column, value=value: good_csv(kind, **{column.name: value}),
                    ("rij 2", f"kolom {column.name}"),
                )
    for value in ("31-02-2009", "2009-13-01", "0000-00-00", "99999-01-01", "29-02-2009", "gisteren", "1-1-1", "1e9"):
        yield Case(
            f"date {value}",
            "students",
            "leerlingen.csv",
            lambda value=value: good_csv(geboortedatum=value),
            ("rij 2", "kolom geboortedatum", value),
        )
    for column, value in (
        ("uren_max", "8"),
        ("tot", "2027-01-01"),
        ("niet_leuk", "doe:koken"),
        ("lengtegraad", ""),
        ("breedtegraad", "6.0919"),
        ("dagen", "ma ma"),
        ("dagen", "vr-ma"),
        ("schooluren", "ma 25:00"),
        ("kan", "gedrag:24105=6@docent"),
        ("postcode", "0123"),
    ):
        yield Case(
            f"student {column} {value}",
            "students",
            "leerlingen.csv",
            lambda column=column, value=value: good_csv(**{column: value}),
            ("rij 2", f"kolom {column}"),
        )
    for column, value in (
        ("rooster", "ma 17:00-09:00/30"),
        ("rooster", "ma 09:00-17:00/30|ma 09:00-12:00/0"),
        ("rooster", "ma 9-17"),
        ("erkenningen", "25250 2028-01-01..2024-01-01"),
        ("dagen_min", "5"),
        ("plekken_bezet", "3"),
        ("voorwaarden_nee", "vaste_begeleider"),
        ("einde", "2026-01-01"),
        ("vergoeding", "-1"),
        ("taken", "Snijden [doe:bestaatniet]"),
        ("niveau_max", "0"),
    ):
        yield Case(
            f"placement {column} {value}",
            "placements",
            "plekken.csv",
            lambda column=column, value=value: good_csv("placements", **{column: value}),
            ("rij 2", f"kolom {column}"),
        )


def kind_cases() -> Iterator[Case]:
    def case(name: str, file: str, make: Callable[[], bytes], *says: str) -> Case:
        return Case(f"kind {name}", "students", file, make, says)

    yield case("workbook named csv", "leerlingen.csv", good_xlsx, "Excel")
    yield case("parquet named csv", "leerlingen.csv", good_parquet, "Parquet")
    yield case("csv named workbook", "leerlingen.xlsx", good_csv, "geen Excel")
    yield case("csv named parquet", "leerlingen.parquet", good_csv, "geen Parquet")
    yield case("pdf named workbook", "leerlingen.xlsx", lambda: b"%PDF-1.7\n" + b"x" * 1000, "geen Excel")
    yield case("old or locked workbook", "leerlingen.xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 1000, "wachtwoord")
    yield case("old workbook", "leerlingen.xls", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 1000, "soort")
    yield case("program", "leerlingen.exe", lambda: b"MZ", "soort")
    yield case("no extension", "leerlingen", good_csv, "soort")
    yield case("escape in the name", "leer\x1b[31m.csv", lambda: b"", "leeg")
    yield case("more than 100 MB", "leerlingen.csv", lambda: good_csv() + b"\n" * (100 * 1024 * 1024), "100 MB")


def xlsx_cases() -> Iterator[Case]:
    def case(name: str, make: Callable[[], bytes], *says: str) -> Case:
        return Case(f"workbook {name}", "students", "leerlingen.xlsx", make, says)

    row = good_row("students")
    rows = [list(row), list(row.values())]
    size = len(good_xlsx())
    for cut in sorted({*range(4, size, size // 40), size - 1, size - 2, size - 22}):
        yield case(f"cut at {cut}", lambda cut=cut: good_xlsx()[:cut], "opnieuw op")
    yield case("formula", lambda: xlsx_bytes(rows, lambda b, s: s.write_formula("B2", '="Sa"&"m"', None, "Sam")), "B2")
    yield case("array formula", lambda: xlsx_bytes(rows, lambda b, s: s.write_array_formula("B2:B2", "{=A2}")), "B2")
    yield case(
        "many formulas",
        lambda: xlsx_bytes(rows, lambda b, s: [s.write_formula(n, 1, "=A1") for n in range(2, 40)]),
        "cellen",
    )
    yield case("merged cells", lambda: xlsx_bytes(rows, lambda b, s: s.merge_range("A3:C4", "x")), "A3:C4")
    yield case("cell far right", lambda: xlsx_bytes(rows, lambda b, s: s.write("XFD2", 1)), "kolom 16384")
    yield case("cell far down", lambda: xlsx_bytes(rows, lambda b, s: s.write("A1048576", 1)), "rij 1048576")
    yield case("cell in the last corner", lambda: xlsx_bytes(rows, lambda b, s: s.write("XFD1048576", 1)), "1048576")
    yield case("nothing in it", lambda: xlsx_bytes([]), "leeg")
    yield case("number of 5,000 digits", lambda: repacked(
        xlsx_bytes([rows[0], [*rows[1][:7], 123456, *rows[1][8:]]]),
        {SHEET: lambda part: part.replace(b"<v>123456</v>", b"<v>" + DIGITS.encode() + b"</v>", 1)},
    ), "rij 2")  # fmt: skip
    yield case("error in a cell", lambda: xlsx_bytes([rows[0], ["L", "#REF!", "#N/A", *rows[1][3:]]]), "geboortedatum")
    yield case("cell of a megabyte", lambda: repacked(
        good_xlsx(), {STRINGS: lambda part: part.replace(b"Sam", random.Random(1).randbytes(500_000).hex().encode())}
    ), "rij 2", "tekens")  # fmt: skip
    hidden = b'<sheet state="hidden" '
    yield case("hidden sheet only", lambda: repacked(
        good_xlsx(), {"xl/workbook.xml": lambda part: part.replace(b"<sheet ", hidden)}
    ), "zichtbaar")  # fmt: skip
    for part in (SHEET, STRINGS, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"):
        yield case(f"entities in {part}", lambda part=part: repacked(
            good_xlsx(), {part: lambda xml: xml.replace(b"?>", b"?>" + BOMB, 1)}
        ), "entiteiten")  # fmt: skip
        yield case(f"utf-16 in {part}", lambda part=part: repacked(
            good_xlsx(), {part: lambda xml: xml.decode().encode("utf-16")}
        ), "UTF-8")  # fmt: skip
    for part in (SHEET, STRINGS, "xl/workbook.xml"):
        yield case(f"broken XML in {part}", lambda part=part: repacked(good_xlsx(), {part: lambda xml: xml[:-40]}))
        yield case(f"no XML in {part}", lambda part=part: repacked(good_xlsx(), {part: lambda xml: b"zomaar"}))
    for part in (SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        yield case(f"without {part}", lambda part=part: repacked(good_xlsx(), {}, drop=(part,)))
    yield case("too many parts", lambda: repacked(
        good_xlsx(), {f"xl/media/{n}.png": lambda part: b"x" for n in range(201)}
    ), "delen")  # fmt: skip
    yield case("bomb in the sheet", lambda: repacked(
        good_xlsx(), {SHEET: lambda part: part + b" " * 30_000_000}
    ), "verdacht")  # fmt: skip
    yield case("bomb beside the sheet", lambda: repacked(
        good_xlsx(), {"xl/media/a.bin": lambda part: b"\0" * 30_000_000}
    ), "verdacht")  # fmt: skip
    yield case("bomb in a small dose", small_parts_bomb, "MB")
    yield case("nested zips", lambda: repacked(good_xlsx(), {"xl/workbook.xml": lambda part: good_xlsx()}))
    yield case("a zip and no workbook", lambda: repacked(good_xlsx(), {}, drop=("xl/workbook.xml",)), "werkmap")
    yield case("directory that lies", lying_directory, "stuk")
    yield case("checksum that lies", lambda: good_xlsx().replace(zip_sum(SHEET), b"\1\2\3\4"), "stuk")
    yield case("part twice", part_twice, "twee keer")
    yield case("locked", lambda: locked(good_xlsx()), "stuk")
    yield case("unknown compression", lambda: good_xlsx().replace(b"\x08\x00\x00\x00", b"\x63\x00\x00\x00"), "stuk")
    yield case("one text in every cell", amplified)


def small_parts_bomb() -> bytes:
    """Many parts, each within the ratio, together far beyond the total."""
    noise = random.Random(1).randbytes(20_000)
    part = noise + b"\0" * 1_900_000
    return repacked(good_xlsx(), {f"xl/media/{n}.bin": lambda _: part for n in range(120)})


def zip_sum(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(good_xlsx())) as archive:
        return archive.getinfo(name).CRC.to_bytes(4, "little")


def lying_directory() -> bytes:
    """A part that says it is smaller than it unpacks to."""
    content = repacked(good_xlsx(), {SHEET: lambda part: part + b" " * 500_000})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(SHEET).file_size
    return content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def part_twice() -> bytes:
    import warnings

    packed = io.BytesIO(good_xlsx())
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(SHEET, "<worksheet/>")
    return packed.getvalue()


def locked(content: bytes) -> bytes:
    """Set the flag of a password on every part."""
    found = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            found[at + offset] |= 1
            at = content.find(signature, at + 1)
    return bytes(found)


def amplified(n_rows: int = 4_500) -> bytes:
    """Make rows of twenty cells that all point at one text of 30,000 signs: 4,500 rows are 2.7 gigabytes once read."""
    cells = "".join(
        f'<row r="{row}">' + "".join(f'<c r="{chr(65 + n)}{row}" t="s"><v>0</v></c>' for n in range(20)) + "</row>"
        for row in range(1, n_rows + 1)
    )
    noise = "".join(random.Random(1).choices("abcdefghij", k=30_000))
    return repacked(
        good_xlsx(),
        {
            SHEET: lambda part: (
                part[: part.index(b"<sheetData>")] + f"<sheetData>{cells}</sheetData></worksheet>".encode()
            ),
            STRINGS: lambda part: part[: part.index(b"<si>")] + f"<si><t>{noise}</t></si></sst>".encode(),
        },
    )


def parquet_cases() -> Iterator[Case]:
    def case(name: str, make: Callable[[], bytes], *says: str) -> Case:
        return Case(f"parquet {name}", "students", "leerlingen.parquet", make, says)

    row = {name: [value] for name, value in good_row("students").items()}
    size = len(good_parquet())
    for cut in sorted({*range(40, size, size // 25), size - 1, size - 4, size - 8}):
        yield case(f"cut at {cut}", lambda cut=cut: good_parquet()[:cut], "afgebroken")
    for cut in range(200, size, size // 6):
        yield case(f"hole at {cut}", lambda cut=cut: good_parquet()[:cut] + good_parquet()[cut + 60 :])
    yield case("nothing between its marks", lambda: b"PAR1PAR1", "stuk")
    yield case("length beyond the file", lambda: b"PAR1" + b"\xff" * 8 + b"PAR1", "stuk")
    for name, values in {
        "bytes": pa.array([b"Sam"]),
        "struct": pa.array([{"naam": "Sam"}]),
        "map": pa.array([[("naam", "Sam")]], type=pa.map_(pa.string(), pa.string())),
        "list of lists": pa.array([[["Sam"]]]),
        "duration": pa.array([1], type=pa.duration("s")),
    }.items():
        yield case(f"column of {name}", lambda values=values: parquet_bytes(row | {"roepnaam": values}), "roepnaam")
    yield case("null sign", lambda: parquet_bytes(row | {"roepnaam": ["Sa\x00m"]}), "rij 2")
    yield case("no rows", lambda: parquet_bytes({name: pa.array([], pa.string()) for name in row}), "geen enkele")
    yield case("no columns", lambda: parquet_bytes({}))
    yield case("two thousand columns", lambda: parquet_bytes({f"k{n}": ["x"] for n in range(2_000)}), "kolommen")
    yield case("too many rows", lambda: parquet_bytes({"kenmerk": ["x"] * 250_000}), "rijen")
    yield case("megabyte in a cell", lambda: parquet_bytes(row | {"roepnaam": ["a" * 1_000_000]}), "rij 2", "tekens")
    yield case(
        "one text in every cell",
        lambda: parquet_bytes({"kenmerk": pa.array(["a" * 300_000]).dictionary_encode().take(pa.array([0] * 20_000))}),
    )
    yield case("numbers as dates", lambda: parquet_bytes(row | {"geboortedatum": [20090331]}), "kolom geboortedatum")
    yield case("infinity", lambda: parquet_bytes(row | {"breedtegraad": [float("inf")]}), "kolom breedtegraad")
    yield case("not a number", lambda: parquet_bytes(row | {"breedtegraad": [float("nan")]}), "kolom breedtegraad")

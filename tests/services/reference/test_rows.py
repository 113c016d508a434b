"""Reading a data file line by line."""

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from services.reference import ReferenceDataError
from services.reference.rows import SOURCE_COLUMNS, Row, in_force, read_rows

TODAY = date(2026, 11, 22)


def row(**cells: str) -> Row:
    return Row("law.csv", 4, cells)


def dated(line: int, valid_from: str, valid_to: str = "", code: str = "a") -> Row:
    source = dict.fromkeys(SOURCE_COLUMNS, "")
    source |= {"source_title": "Law", "source_url": "https://example.org", "checked_on": "2026-11-22", "verify": "no"}
    return Row("law.csv", line, source | {"code": code, "valid_from": valid_from, "valid_to": valid_to})


def test_cells_are_read_as_what_they_are() -> None:
    cells = row(
        n="12", share="0.5", day="2026-11-22", at="07:30", is_so="yes", codes="a; b", none="", near="a=0.5; b=0.2"
    )

    assert cells.whole("n", at_least=0, at_most=20) == 12
    assert cells.number("share", at_least=0, at_most=1) == 0.5
    assert cells.day("day") == date(2026, 11, 22)
    assert cells.clock("at") == time(7, 30)
    assert cells.yes_no("is_so") is True
    assert cells.choices("codes", {"a", "b", "c"}) == ("a", "b")
    assert cells.choices("none", {"a"}) == ()
    assert cells.phrases("codes") == ("a", "b")
    assert cells.shares("near", {"a", "b", "c"}, at_least=0, at_most=1) == (("a", 0.5), ("b", 0.2))
    assert cells.shares("none", {"a"}, at_least=0, at_most=1) == ()


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("", lambda r: r.text("x")),
        ("maybe", lambda r: r.yes_no("x")),
        ("twelve", lambda r: r.number("x", at_least=0, at_most=20)),
        ("nan", lambda r: r.number("x", at_least=0, at_most=20)),
        ("21", lambda r: r.number("x", at_least=0, at_most=20)),
        ("1.5", lambda r: r.whole("x", at_least=0, at_most=20)),
        ("22-11-2026", lambda r: r.day("x")),
        ("half acht", lambda r: r.clock("x")),
        ("a;z", lambda r: r.choices("x", {"a"})),
        ("a;a", lambda r: r.choices("x", {"a"})),
        ("", lambda r: r.phrases("x")),
        ("a;;b", lambda r: r.phrases("x")),
        ("brood;Brood", lambda r: r.phrases("x")),
        ("a", lambda r: r.shares("x", {"a"}, at_least=0, at_most=1)),
        ("a=2", lambda r: r.shares("x", {"a"}, at_least=0, at_most=1)),
        ("z=1", lambda r: r.shares("x", {"a"}, at_least=0, at_most=1)),
        ("a=1;a=0", lambda r: r.shares("x", {"a"}, at_least=0, at_most=1)),
    ],
)
def test_cell_that_does_not_belong_is_refused_with_its_place(cell: str, read: Callable[[Row], object]) -> None:
    with pytest.raises(ReferenceDataError) as caught:
        read(row(x=cell))

    assert (caught.value.file, caught.value.line, caught.value.column) == ("law.csv", 4, "x")


def test_source_without_address_is_refused_unless_it_is_our_own() -> None:
    nobodys = Row("law.csv", 2, {**dated(2, "2020-01-01").cells, "source_url": ""})
    ours = Row("law.csv", 2, {**nobodys.cells, "source_title": "Eigen aanname"})

    with pytest.raises(ReferenceDataError, match=r"law\.csv, regel 2, kolom source_url"):
        nobodys.source()
    assert ours.source().url == ""


def test_source_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="kolom valid_to"):
        dated(2, "2026-01-01", "2026-01-01").source()


def test_row_of_a_day_is_chosen() -> None:
    old, new = dated(2, "2020-01-01", "2027-01-01"), dated(3, "2027-01-01")

    assert in_force([old, new], ("code",), on=date(2026, 12, 31)) == (old,)
    assert in_force([old, new], ("code",), on=date(2027, 1, 1)) == (new,)
    assert in_force([old, new], ("code",), on=date(2019, 12, 31)) == ()


@pytest.mark.parametrize("first_until", ["", "2027-01-02"])
def test_two_rows_of_one_rule_that_overlap_are_refused(first_until: str) -> None:
    rows = [dated(2, "2020-01-01", first_until), dated(3, "2027-01-01")]

    with pytest.raises(ReferenceDataError, match=r"law\.csv, regel 3, kolom valid_from: .* regel 2 nog geldt"):
        in_force(rows, ("code",), on=TODAY)


def test_days_between_two_rows_of_one_rule_on_which_none_holds_are_refused() -> None:
    rows = [dated(2, "2020-01-01", "2027-01-01"), dated(3, "2027-01-02")]

    with pytest.raises(ReferenceDataError, match=r"regel 3, kolom valid_from: van 2027-01-01 tot 2027-01-02 geldt er"):
        in_force(rows, ("code",), on=TODAY)


def test_rows_of_two_rules_may_overlap() -> None:
    rows = (dated(2, "2020-01-01"), dated(3, "2020-01-01", code="b"))

    assert in_force(rows, ("code",), on=TODAY) == rows


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"code,name\na,A\n", "sectors.csv, regel 1, kolom name: deze kolom is niet bekend"),
        (b"code\na\n", "sectors.csv, regel 1, kolom label: deze kolom ontbreekt"),
        (
            b"label,code\na,A\n",
            "sectors.csv, regel 1, kolom label: .* op de verkeerde plaats; de kolommen zijn: code,label",
        ),
        (b"code;label\na;A\n", "sectors.csv: tussen de kolommen staan puntkomma's"),
        (b"code,label\n", "sectors.csv, regel 2, kolom code"),
        (b"code,label\na,A,B\n", "sectors.csv, regel 2, kolom code"),
        (b"code,label\na,caf\xe9\n", "sectors.csv: dit is geen goed CSV-bestand"),
        (b'code,label\na,"A\n', "sectors.csv: dit is geen goed CSV-bestand"),
        (b"", "sectors.csv, regel 1, kolom code: deze kolom ontbreekt"),
    ],
)
def test_file_that_is_no_table_of_these_columns_is_refused(tmp_path: Path, content: bytes, place: str) -> None:
    (tmp_path / "sectors.csv").write_bytes(content)

    with pytest.raises(ReferenceDataError, match=place):
        read_rows(tmp_path / "sectors.csv", ("code", "label"))


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReferenceDataError, match=r"sectors\.csv: dit bestand is er niet"):
        read_rows(tmp_path / "sectors.csv", ("code", "label"))


def test_line_numbers_follow_the_file_when_a_cell_holds_a_line_break(tmp_path: Path) -> None:
    (tmp_path / "sectors.csv").write_text('code,label\na,"A\nB"\nb,B\n', encoding="utf-8")

    assert [found.line for found in read_rows(tmp_path / "sectors.csv", ("code", "label"))] == [3, 4]

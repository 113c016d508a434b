"""The pages about the own data: files only for whom they are about, words instead of columns, and no way around."""

import io
import json
import re
from collections.abc import Callable
from html import unescape

import pytest
from pypdf import PdfReader

from accounts.role import Role
from services.privacy.register import load_items
from storage.schema import metadata
from tests.demo_doors import Doors, Visitor

HERE = "/mijn-gegevens"
FILES = {"json": "application/json", "pdf": "application/pdf"}


@pytest.fixture
def me(own_doors: Doors) -> Visitor:
    return own_doors.somebody(Role.STUDENT)


@pytest.mark.parametrize("ending", FILES)
def test_file_is_taken_along_and_kept_by_nobody_on_the_way(me: Visitor, ending: str) -> None:
    answer = me.get(f"{HERE}/bestand.{ending}")

    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == FILES[ending]
    named = f'attachment; filename="mijn-gegevens-plekwijzer-2026-11-24.{ending}"'
    assert answer.headers["content-disposition"] == named
    assert answer.headers["cache-control"] == "no-store"


def test_file_tells_what_is_reckoned_of_a_student_now(own_doors: Doors) -> None:
    me = own_doors.somebody(Role.STUDENT)
    listed = me.get(f"/api/v1/students/{own_doors.student().id}/matches").json()["cards"]
    told = json.loads(me.get(f"{HERE}/bestand.json").text)["places_now"]
    me.post_form(f"{HERE}/pauze", {"pauze": "aan"})

    assert told
    assert [(one["title"], one["percent"]) for one in told] == [(m["title"], m["percent"]) for m in listed[:20]]
    assert json.loads(me.get(f"{HERE}/bestand.json").text)["places_now"] == []


def test_files_are_of_the_session_whatever_the_address_says(own_doors: Doors) -> None:
    other = own_doors.other_student().id
    me = own_doors.somebody(Role.STUDENT)

    for path in (HERE, f"{HERE}/bestand.json", f"{HERE}/bestand.pdf", f"{HERE}/wissen", f"{HERE}/klopt-niet"):
        assert me.get(f"{path}?kind={other}").status_code in (403, 404), path
        assert me.get(f"{path}?kind=x").status_code == 400, path
    assert me.post_form(f"{HERE}/wissen", {"zeker": "wis alles", "kind": str(other)}).status_code in (403, 404)
    assert me.post_form(f"{HERE}/pauze", {"pauze": "aan", "kind": str(other)}).status_code in (403, 404)


def test_pdf_can_be_read_by_a_screen_reader_and_does_nothing(me: Visitor) -> None:
    reader = PdfReader(io.BytesIO(me.get(f"{HERE}/bestand.pdf").content))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "nl"
    assert reader.metadata is not None
    assert reader.metadata.title == "Mijn gegevens"
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    whole = str(reader.trailer) + "".join(str(page) for page in reader.pages)
    assert [name for name in ("/JS", "/OpenAction", "/Launch", "/URI", "/EmbeddedFiles") if name in whole] == []


def test_page_speaks_in_words_and_never_in_columns(me: Visitor) -> None:
    text = me.get(HERE).text
    shown = unescape(re.sub(r"<[^>]+>", " ", text))
    columns = {c.name for t in metadata.sorted_tables for c in t.columns if "_" in c.name}

    assert "Voornaam" in shown
    assert [name for name in columns if re.search(rf"\b{name}\b", shown)] == []


def test_every_word_for_a_column_is_plain() -> None:
    labels = [item.label for item in load_items().values()]

    assert all(len(label) <= 45 and "_" not in label and label[0].isupper() for label in labels)


def test_page_shows_what_the_file_holds(me: Visitor) -> None:
    told = json.loads(me.get(f"{HERE}/bestand.json").text)
    shown = unescape(me.get(HERE).text)
    says = [
        item["says"]
        for use in told["uses"]
        for record in use["records"]
        for item in record["items"]
        if not load_items()[item["code"]].is_technical and item["says"] != "nog niet bekend"
    ]

    assert len(says) > 20
    assert [one for one in says if one.casefold() not in shown.casefold()] == []


def test_erasing_asks_for_a_tick_and_then_ends_every_session(own_doors: Doors) -> None:
    elsewhere, me = own_doors.somebody(Role.STUDENT), own_doors.somebody(Role.STUDENT)

    unsure = me.post_form(f"{HERE}/wissen", {})
    done = me.post_form(f"{HERE}/wissen", {"zeker": "wis alles"})

    assert (unsure.status_code, "Zet een vinkje" in unsure.text) == (400, True)
    assert (done.status_code, done.headers["location"]) == (303, "/gewist")
    assert [visitor.get(HERE).status_code for visitor in (me, elsewhere)] == [401, 401]
    assert "Alles is gewist" in me.get("/gewist").text


def test_paused_student_reads_so_instead_of_an_empty_list(me: Visitor) -> None:
    me.post_form(f"{HERE}/pauze", {"pauze": "aan"})

    answer = me.get("/plekken")

    assert (answer.status_code, answer.headers["location"]) == (303, HERE)
    assert "Op pauze sinds" in me.get(HERE).text


BAD_ANSWERS: list[Callable[[Visitor], int]] = [
    lambda teacher: teacher.post_form("/klopt-niet", {"welke": "x", "besluit": "blijft"}).status_code,
    lambda teacher: teacher.post_form("/klopt-niet", {"welke": "0" * 32, "besluit": "misschien"}).status_code,
]


@pytest.mark.parametrize("ask", BAD_ANSWERS)
def test_answer_that_no_form_sends_is_refused(own_doors: Doors, ask: Callable[[Visitor], int]) -> None:
    assert ask(own_doors.somebody(Role.TEACHER)) == 400


def test_privacy_page_tells_every_use(own_doors: Doors) -> None:
    text = own_doors.visitor().get("/privacy").text

    assert text.count("<details") >= 12
    assert "Tot 2 jaar nadat je van school bent." in text

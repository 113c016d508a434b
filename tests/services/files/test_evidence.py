"""Evidence is kept by what is in it and made anew; whatever is hidden, active, too large or misnamed is refused."""

import io
import zlib
from datetime import date

import pytest
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from services.files.evidence import EvidenceKind, EvidenceRefusedError, checked_evidence
from services.reference import load_reference

TERMS = load_reference(date(2026, 11, 22)).dossier
MARK = b"kanarie-in-the-file"


def picture(kind: str = "JPEG", **hidden: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(made, kind, **hidden)
    return made.getvalue()


def pdf(*, prefix: bytes = b"", active: str = "", password: str = "", n_pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(n_pages):
        writer.add_blank_page(100, 100)
    writer.add_metadata({"/Author": MARK.decode()})
    if active == "attachment":
        writer.add_attachment("program.exe", b"MZ")
    elif active:
        action = DictionaryObject(
            {NameObject("/S"): NameObject(f"/{active}"), NameObject(f"/{active[:2]}"): TextStringObject("app.alert(1)")}
        )
        where = writer.pages[0] if active == "Launch" else writer.root_object
        where[NameObject("/OpenAction" if active == "JavaScript" else "/A")] = writer._add_object(action)
    if password:
        writer.encrypt(password)
    made = io.BytesIO()
    writer.write(made)
    return prefix + made.getvalue()


def why_not(name: str, content: bytes) -> str:
    with pytest.raises(EvidenceRefusedError) as refused:
        checked_evidence(name, content, terms=TERMS)
    return refused.value.text


def test_picture_keeps_its_pixels_and_nothing_else() -> None:
    where = Image.Exif()
    where[0x010E] = MARK.decode()
    sent = picture(exif=where, comment=MARK) + MARK

    checked = checked_evidence("foto.jpg", sent, terms=TERMS)

    assert sent.count(MARK) >= 2
    assert (checked.kind, MARK in checked.content) == (EvidenceKind.JPEG, False)
    assert Image.open(io.BytesIO(checked.content)).size == (40, 30)


def test_picture_with_a_program_behind_it_loses_the_program() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("comment", MARK.decode())

    checked = checked_evidence("foto.PNG", picture("PNG", pnginfo=text) + b"PK\x03\x04" + MARK, terms=TERMS)

    assert (checked.kind, MARK in checked.content, b"PK" in checked.content) == (EvidenceKind.PNG, False, False)


def test_pdf_keeps_its_pages_and_not_its_author() -> None:
    sent = pdf(n_pages=2) + MARK

    checked = checked_evidence("verslag.pdf", sent, terms=TERMS)

    assert (len(PdfReader(io.BytesIO(checked.content)).pages), MARK in checked.content) == (2, False)


def test_text_stays_as_it_is() -> None:
    assert checked_evidence("brief.txt", "Hoi, één brief".encode(), terms=TERMS).content == "Hoi, één brief".encode()


@pytest.mark.parametrize("active", ["JavaScript", "Launch", "attachment"])
def test_pdf_that_does_something_is_refused(active: str) -> None:
    assert why_not("werk.pdf", pdf(active=active)).startswith("In deze PDF zit een programma")


def test_pdf_that_is_locked_or_endless_is_refused() -> None:
    assert "op slot" in why_not("werk.pdf", pdf(password="x"))
    assert "te veel bladzijden" in why_not("werk.pdf", pdf(n_pages=TERMS.pdf_pages + 1))


def test_bomb_is_refused_unopened() -> None:
    side = 60_000
    head = side.to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1_000_000))), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big") for name, data in chunks
    )

    assert why_not("foto.png", bomb).startswith("Deze foto is te groot om te openen")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("foto.jpg", picture("PNG")),
        ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("werk.pdf", pdf(prefix=b"GIF89a")),
        ("brief.txt", pdf()),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(name: str, content: bytes) -> None:
    assert why_not(name, content).startswith("In dit bestand zit iets anders")


@pytest.mark.parametrize(
    "content",
    [b"hoi <script>alert(1)</script>", b"<svg/>", b"#!/bin/sh", b"MZ program", b"tekst\x00", b"\xff\xfe\x00h"],
)
def test_text_that_is_no_text_is_refused(content: bytes) -> None:
    assert "gewone tekst" in why_not("brief.txt", content)


@pytest.mark.parametrize("name", ["tekening.svg", "pagina.html", "foto.heic", "zip.zip", "foto.jpg.exe"])
def test_other_kind_is_refused_with_what_would_be_right(name: str) -> None:
    assert "Kies een foto (JPG of PNG)" in why_not(name, b"anything")


@pytest.mark.parametrize(
    "name",
    [
        "../foto.jpg",
        "..\\foto.jpg",
        "/etc/foto.jpg",
        "C:foto.jpg",
        "foto\x00.jpg",
        "foto\u202egpj.jpg",
        ".jpg",
        "a" * 90 + ".jpg",
    ],
)
def test_name_that_leads_somewhere_is_refused(name: str) -> None:
    assert why_not(name, picture()).startswith("De naam van dit bestand kan niet")


def test_broken_empty_or_large_file_is_refused() -> None:
    assert "stuk" in why_not("foto.png", b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    assert "leeg" in why_not("foto.png", b"")
    assert "te groot" in why_not("foto.jpg", b"\xff\xd8\xff" + bytes(TERMS.file_bytes))

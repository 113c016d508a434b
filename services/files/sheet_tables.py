"""Reading XLSX: the zip is looked through before anything opens it, and only what was looked at is opened."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from posixpath import normpath
from xml.etree import ElementTree

from services.files.child import numbered_rows, opened_apart
from services.files.faults import Fault, FileRefusedError, refuse
from services.files.limits import Limits

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# ECMA-376 part 1 (5th edition, 2016), 18.2.19 and 12.3: names of the parts of a workbook.
WORKBOOK = "xl/workbook.xml"
WORKBOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
KEPT_PARTS = (
    "[Content_Types].xml",
    "_rels/.rels",
    WORKBOOK,
    WORKBOOK_RELATIONS,
    "xl/styles.xml",
    "xl/sharedStrings.xml",
)
"""What is handed on besides the sheet: no pictures, macros, links or other files."""
READ_BYTES = 1 << 20

FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f[\s/>]')
ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([^"]{1,40})"')
CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,10})(\d{1,20})"')


def read_xlsx(
    file: str, content: bytes, *, limits: Limits
) -> tuple[Sequence[tuple[int, Sequence[str]]], tuple[str, ...]]:
    """Read the rows of the first visible sheet, the header first, and say so when there are more sheets.

    Raises
    ------
    FileRefusedError
        The zip is broken or unpacks to far more than it is, the sheet holds formulas or merged cells, or it is too
        large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(file, archive, limits)
            names = {entry.filename for entry in archive.infolist()}
            workbook = _part(file, archive, WORKBOOK, limits)
            relations = _part(file, archive, WORKBOOK_RELATIONS, limits) if WORKBOOK_RELATIONS in names else b""
            sheet_name, part, notes = _first_visible_sheet(file, workbook, relations)
            if part not in names:
                raise refuse(file, f"werkblad {sheet_name} ontbreekt in het bestand; sla het opnieuw op als .xlsx")
            kept = {name: _part(file, archive, name, limits) for name in KEPT_PARTS if name in names}
            kept[part] = _part(file, archive, part, limits)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError) as error:
        raise refuse(file, "het Excel-bestand is stuk of afgebroken; sla het opnieuw op als .xlsx") from error
    _check_sheet(file, kept[part], limits)
    found = opened_apart(file, "xlsx", _stored(kept), limits=limits)
    if found["n_rows"] > limits.max_rows:
        raise refuse(file, f"er zijn {found['n_rows']} rijen; hoogstens {limits.max_rows - 1} worden gelezen")
    return numbered_rows(file, found["rows"], limits=limits), notes


def _check_directory(file: str, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse a zip that is no workbook or that says it unpacks to too much."""
    entries = archive.infolist()
    if len(entries) > limits.max_parts:
        raise refuse(file, f"in het Excel-bestand zitten {len(entries)} delen; hoogstens {limits.max_parts} mag")
    names = [entry.filename for entry in entries]
    if WORKBOOK not in names:
        raise refuse(file, "in dit bestand zit geen werkmap; sla het in Excel of LibreOffice op als .xlsx")
    if len(set(names)) != len(names):
        raise refuse(file, "in het Excel-bestand zit een deel twee keer; sla het opnieuw op als .xlsx")
    total = sum(entry.file_size for entry in entries)
    if total > limits.max_unpacked_bytes:
        raise refuse(file, f"uitgepakt is dit bestand {total // 1_000_000} MB, dat is te groot; splits het bestand")
    for entry in entries:
        # Small parts may shrink a lot without harm: an empty theme is nothing but repetition.
        if entry.file_size > READ_BYTES and entry.file_size > limits.max_ratio * max(entry.compress_size, 1):
            raise refuse(
                file, f"onderdeel {entry.filename} wordt bij het uitpakken verdacht groot; sla het opnieuw op als .xlsx"
            )


def _part(file: str, archive: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """Unpack one part: as large as the directory says and no larger, with the right checksum, and harmless XML."""
    entry = archive.getinfo(name)
    with archive.open(entry) as opened:
        # zipfile stops at the size in the directory and then checks the sum, so a false size ends here.
        content = opened.read(limits.max_unpacked_bytes + 1)
    if len(content) != entry.file_size:
        raise refuse(file, f"onderdeel {name} is afgebroken; sla het bestand opnieuw op als .xlsx")
    if b"\x00" in content:
        raise refuse(file, f"onderdeel {name} is geen gewone tekst (UTF-8); sla het bestand opnieuw op als .xlsx")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise refuse(file, f"onderdeel {name} bevat een documenttype of entiteiten, die horen niet in een werkblad")
    return content


def _first_visible_sheet(file: str, workbook: bytes, relations: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Find the name and the part of the first sheet that is not hidden."""
    try:
        # Both are free of DOCTYPE (see _part), so there is nothing to expand.
        sheets = list(ElementTree.fromstring(workbook).iter(SHEET))  # noqa: S314
        targets = {
            link.get("Id"): link.get("Target", "")
            for link in (ElementTree.fromstring(relations) if relations else ())  # noqa: S314
        }
    except ElementTree.ParseError as error:
        raise refuse(file, "de werkmap in het Excel-bestand is onleesbaar; sla het opnieuw op als .xlsx") from error
    visible = [sheet for sheet in sheets if sheet.get("state", "visible") == "visible"]
    for sheet in visible:
        target = targets.get(sheet.get(RELATION_ID), "")
        part = normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if "worksheets/" in part:
            name = sheet.get("name", "")
            others = [other.get("name", "") for other in sheets if other is not sheet]
            notes = (f"Gelezen is werkblad {name}; niet gelezen: {', '.join(others)}.",) if others else ()
            return name, part, notes
    raise refuse(file, "er is geen zichtbaar werkblad; maak het werkblad met de tabel zichtbaar")


def _check_sheet(file: str, sheet: bytes, limits: Limits) -> None:
    """Refuse formulas, merged cells and cells far away: what is read must be what the sender sees."""
    if ANY_FORMULA.search(sheet):
        cells = list(dict.fromkeys(match.decode() for match in FORMULA.findall(sheet)[:1_000])) or ["onbekend"]
        more = f" en nog {len(cells) - 10} cellen" if len(cells) > 10 else ""
        raise refuse(
            file,
            f"er staan formules in cel {', '.join(cells[:10])}{more}; plak ze als waarden (Plakken speciaal) en sla op",
        )
    merged = MERGED.findall(sheet)
    if merged:
        raise FileRefusedError(
            Fault(file=file, expected=f"cellen {cells.decode(errors='replace')} zijn samengevoegd; hef dat op")
            for cells in merged[:1_000]
        )
    far_columns: set[bytes] = set()
    n_rows = 0
    for letters, digits in CELL.findall(sheet):
        far_columns.add(letters)
        if len(digits) > 7 or int(digits) > n_rows:
            n_rows = int(digits)
    n_columns = max(map(_column_number, far_columns), default=0)
    if n_rows > limits.max_rows:
        raise refuse(file, f"er staat een cel op rij {n_rows}; hoogstens {limits.max_rows - 1} rijen worden gelezen")
    if n_columns > limits.max_columns:
        raise refuse(file, f"er staat een cel in kolom {n_columns}; hoogstens {limits.max_columns} worden gelezen")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _stored(parts: dict[str, bytes]) -> bytes:
    """Pack the parts again without compression: what is opened is what was looked at."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()

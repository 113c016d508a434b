"""Reading CSV: UTF-8 or UTF-16 with a mark, comma, semicolon or tab."""

import codecs
import csv
import io
from collections.abc import Sequence

from services.files.faults import FileRefusedError, refuse
from services.files.limits import Limits

BYTE_ORDER_MARK = "\ufeff"
DELIMITERS = (",", ";", "\t")


def read_csv(file: str, content: bytes, *, limits: Limits) -> Sequence[tuple[int, Sequence[str]]]:
    """Read the rows of a CSV file, the header first.

    Returns
    -------
    sequence of (int, sequence of str)
        Row number as a spreadsheet counts them, and the cells; empty rows are left out.

    Raises
    ------
    FileRefusedError
        The text is not UTF-8 (or UTF-16 with a mark), a quotation mark is not closed, or it is too large.
    """
    text = _text(file, content)
    _check_signs(file, text)
    delimiter = _delimiter(text)
    # newline="" leaves line ends inside quoted cells as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Sequence[str]]] = []
    number = 0
    max_cell_chars, max_columns = limits.max_cell_chars, limits.max_columns
    try:
        for cells in reader:
            number += 1
            if any(cells):
                rows.append((number, cells))
                if len(cells) > max_columns:
                    raise refuse(
                        file,
                        f"hier staan {len(cells)} cellen; hoogstens {max_columns} kolommen worden gelezen",
                        row=number,
                    )
                if sum(map(len, cells)) > max_cell_chars:
                    _check_lengths(file, number, cells, max_cell_chars)
                if number > limits.max_rows:
                    raise refuse(file, f"er zijn meer dan {limits.max_rows - 1} rijen; splits het bestand")
    except csv.Error as error:
        raise _broken(file, error, number + 1) from error
    return rows


def _text(file: str, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise refuse(
                file, f"byte {error.start + 1}: de UTF-16-tekst breekt hier af; sla op als CSV UTF-8"
            ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The bytes before the wrong one are right: positions in them count from the start of the file.
        at = error.start + (len(codecs.BOM_UTF8) if content.startswith(codecs.BOM_UTF8) else 0)
        line = content.count(b"\n", 0, at) + 1
        wrong = content[at]
        seen = bytes([wrong]).decode("cp1252", errors="replace")
        guess = f" (in Windows-1252 een “{seen}”)" if seen.isprintable() and seen != "\ufffd" else ""
        raise refuse(
            file,
            f"byte {at + 1} op regel {line} is 0x{wrong:02X}{guess} en dat is geen UTF-8; sla het bestand opnieuw op "
            "als “CSV UTF-8”, dan blijven letters zoals é en ë goed",
        ) from error


def _check_signs(file: str, text: str) -> None:
    for sign, what in (("\x00", "een nulteken"), (BYTE_ORDER_MARK, "een begin-van-bestandteken (BOM)")):
        at = text.find(sign)
        if at >= 0:
            line = text.count("\n", 0, at) + 1
            raise refuse(
                file,
                f"midden in regel {line} staat {what}; zijn er twee bestanden aan elkaar geplakt? Sla opnieuw op",
            )


def _delimiter(text: str) -> str:
    """Take the separator that stands most often in the first line that is not empty, outside quotation marks.

    A tab is always one: names and texts have none, while a first line without a header may be full of commas.
    """
    first = text.lstrip("\r\n").split("\n", 1)[0]
    bare = "".join(first.split('"')[::2])
    return "\t" if "\t" in bare else max(DELIMITERS, key=bare.count)


def _check_lengths(file: str, number: int, cells: Sequence[str], max_cell_chars: int) -> None:
    for ix, cell in enumerate(cells):
        if len(cell) > max_cell_chars:
            raise refuse(
                file,
                f"cel {ix + 1} heeft {len(cell)} tekens, hoogstens {max_cell_chars} mag; "
                "staat er een aanhalingsteken te veel of te weinig?",
                row=number,
            )


def _broken(file: str, error: csv.Error, number: int) -> FileRefusedError:
    text = str(error)
    if "field larger than" in text:
        why = "hier is een cel veel te lang"
    elif "unexpected end" in text:
        why = "hier wordt een aanhalingsteken niet gesloten"
    elif "expected after" in text:
        why = "hier staat tekst na een sluitend aanhalingsteken"
    else:
        why = "hier breekt de tabel af"
    return refuse(file, f"{why}; zet aanhalingstekens om de hele cel en verdubbel ze erbinnen", row=number)

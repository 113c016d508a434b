"""Open one picture or PDF and print it anew without what was hidden in it: a process of its own, see ``child.py``.

It imports nothing of ours. What it prints is one line of JSON, ``{"refused": code}`` or ``{}``, and then the new bytes.
"""

import io
import json
import sys
import warnings
from typing import Any

LONGEST_SIDE = 2000
"""A picture becomes no larger: enough to fill a screen."""
QUALITY = 85
ACTIVE = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/RichMedia", "/XFA", "/AA"}
    | {"/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Rendition", "/Movie", "/Sound", "/3D"}
)
"""Names in a PDF that make it do something, or carry another file (ISO 32000-2, 7.11.4 and 12.6.4)."""


def picture(content: bytes, kind: str, max_pixels: int, max_parts: int) -> tuple[str, bytes]:
    """Draw the picture anew, upright and no larger than a screen: nothing but its pixels is left."""
    from PIL import Image, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = max_pixels
    try:
        opened = Image.open(io.BytesIO(content), formats=[kind])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "pixels", b""
    if opened.width * opened.height > max_pixels:
        return "pixels", b""
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    drawn = ImageOps.exif_transpose(opened)
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    has_glass = kind == "PNG" and ("A" in drawn.getbands() or "transparency" in drawn.info)
    plain = Image.new("RGBA" if has_glass else "RGB", drawn.size)
    plain.paste(drawn.convert(plain.mode))
    made = io.BytesIO()
    plain.save(made, format=kind, quality=QUALITY, optimize=False)
    return "", made.getvalue()


def document(content: bytes, kind: str, max_pixels: int, max_parts: int) -> tuple[str, bytes]:
    """Write a new PDF of the pages alone; one that does something, carries a file or is locked is refused."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return "locked", b""
    if len(reader.pages) > max_parts:
        return "pages", b""
    if _is_active(reader):
        return "active", b""
    writer = PdfWriter()
    for page in reader.pages:
        writer.add_page(page)
    writer.metadata = None
    # Once more on what will be kept: the pages may lead to objects that no list of the old file names.
    made = io.BytesIO()
    writer.write(made)
    if _is_active(PdfReader(io.BytesIO(made.getvalue()), strict=False)):
        return "active", b""
    return "", made.getvalue()


def _is_active(reader: Any) -> bool:
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject

    known = {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    waiting: list[Any] = [reader.trailer]
    waiting += [reader.get_object(IndirectObject(number, 0, reader)) for number in sorted(known) if number]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            if ACTIVE.intersection(map(str, one)):
                return True
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)
        elif isinstance(one, NameObject) and str(one) in ACTIVE:
            return True
    return False


def main() -> None:
    """Read the file from standard input; the arguments are its kind, the most pixels, pages, bytes and seconds."""
    kind = sys.argv[1]
    max_pixels, max_pages, max_bytes, max_seconds = map(int, sys.argv[2:6])
    try:
        import resource
    except ImportError:  # Windows has no such limits; the checks before this process still hold there.
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, max_bytes))
        resource.setrlimit(resource.RLIMIT_CPU, (max_seconds, max_seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    make = document if kind == "PDF" else picture
    refused, made = make(sys.stdin.buffer.read(), kind, max_pixels, max_pages)
    sys.stdout.buffer.write(json.dumps({"refused": refused} if refused else {}).encode("ascii") + b"\n" + made)


if __name__ == "__main__":
    main()

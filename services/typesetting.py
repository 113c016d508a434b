"""Documents to take along: what is told, set in a template as a PDF that also a screen reader can read (PDF/UA-1)."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from unicodedata import normalize

import font_source_sans_pro
import typst

STANDARD: Literal["ua-1"] = "ua-1"
NO_SIGN = "□"
IN_FONT = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x1EA0, 0x1EFA), *map(ord, "‘’“”–—…•€□")})
"""Signs that the font surely has: Latin as Europe and Vietnam write it, and our own punctuation."""


def typeset(told: dict[str, Any], *, template: Path) -> bytes:
    """Set what is told as a PDF; signs that no font here has become an open square.

    What people filled in travels as data beside the template, so that no sign in it means anything; the compiler gets
    a folder with the template alone as its world, and can read no other file.

    Parameters
    ----------
    told : dict
        What the template asks for, of texts, lists and dicts.
    template : Path
        A Typst file that reads ``sys.inputs.told``.
    """
    try:
        return _compiled(_each_text(told, _printable), template)
    except typst.TypstError:
        return _compiled(_each_text(told, _in_font), template)


def _compiled(told: Any, template: Path) -> bytes:
    with TemporaryDirectory(prefix="plekwijzer-") as folder:
        alone = shutil.copy(template, folder)
        return typst.compile(
            alone,
            root=folder,
            font_paths=[str(font_source_sans_pro.font_directory)],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=[STANDARD],
            package_path=folder,
            package_cache_path=folder,
            sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
        )


def _each_text(told: Any, change: Callable[[str], str]) -> Any:
    if isinstance(told, dict):
        return {name: _each_text(value, change) for name, value in told.items()}
    if isinstance(told, list):
        return [_each_text(value, change) for value in told]
    return change(told)


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in normalize("NFC", text))


def _in_font(text: str) -> str:
    return "".join(sign if ord(sign) in IN_FONT or sign == "\n" else NO_SIGN for sign in _printable(text))

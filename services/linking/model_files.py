"""A linker in one file, in the safetensors format, which a process maps into memory instead of reading it.

The format: the length of a header in eight bytes, the header in JSON with for each array its type, shape and place,
and then the arrays. See https://github.com/huggingface/safetensors (Apache-2.0) for its description.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import Linker
from services.files.faults import refuse
from services.files.writing import bytes_written_whole

FORMAT = "plekwijzer-linker-1"
TYPES = {"I8": "<i1", "U8": "<u1", "I32": "<i4", "U32": "<u4", "F32": "<f4", "F64": "<f8", "I64": "<i8"}
_NAMES = {np.dtype(code): name for name, code in TYPES.items()}
_ALIGNED = 64
_LONGEST_HEADER = 1_000_000


def save_linker(linker: Linker, path: Path) -> int:
    """Write a linker, whole or not at all; give its size in bytes. The same linker gives the same bytes.

    Raises
    ------
    FileRefusedError
        Nothing can be written there.
    """
    arrays = {name: np.ascontiguousarray(array) for name, array in sorted(linker.arrays().items())}
    places: dict[str, Any] = {"__metadata__": {"format": FORMAT, "version": linker.version}}
    at = 0
    for name, array in arrays.items():
        at += -at % _ALIGNED
        places[name] = {
            "dtype": _NAMES[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [at, at + array.nbytes],
        }
        at += array.nbytes
    header = json.dumps(places, separators=(",", ":")).encode()
    header += b" " * (-(8 + len(header)) % _ALIGNED)
    with bytes_written_whole(path) as opened:
        opened.write(len(header).to_bytes(8, "little") + header)
        at = 0
        for array in arrays.values():
            opened.write(b"\0" * (-at % _ALIGNED) + array.tobytes())
            at += -at % _ALIGNED + array.nbytes
    return 8 + len(header) + at


def open_linker(path: Path) -> Linker:
    """Open a linker; its arrays stay in the file and are shared by all processes that open it.

    Raises
    ------
    FileRefusedError
        The file is not there or holds no linker of this product.
    """
    try:
        with path.open("rb") as opened:
            length = int.from_bytes(opened.read(8), "little")
            if not 2 <= length <= _LONGEST_HEADER:
                raise _not_a_model(path)
            places = json.loads(opened.read(length))
        content = np.memmap(path, dtype=np.uint8, mode="r")
    except OSError as error:
        raise refuse(path.name, "dit model kan niet worden gelezen; kijk of de naam klopt") from error
    except (ValueError, UnicodeDecodeError) as error:
        raise _not_a_model(path) from error
    about = places.pop("__metadata__", {}) if isinstance(places, dict) else {}
    if about.get("format") != FORMAT:
        raise _not_a_model(path)
    try:
        arrays = {name: _array(content, 8 + length, place) for name, place in places.items()}
        return Linker.from_arrays(arrays, version=about["version"])
    except (KeyError, TypeError, ValueError) as error:
        raise _not_a_model(path) from error


def _array(content: NDArray[np.uint8], base: int, place: dict[str, Any]) -> NDArray[Any]:
    start, stop = place["data_offsets"]
    if not 0 <= start <= stop <= len(content) - base:
        raise ValueError("an array lies outside the file")
    return np.asarray(content[base + start : base + stop]).view(np.dtype(TYPES[place["dtype"]])).reshape(place["shape"])


def _not_a_model(path: Path) -> Exception:
    return refuse(path.name, "dit is geen heel model van plekwijzer train-linker; maak het opnieuw")

"""A linker in one file, in the safetensors format, which a process maps into memory instead of reading it.

The format: the length of a header in eight bytes, the header in JSON with for each array its type, shape and place,
and then the arrays. See https://github.com/huggingface/safetensors (Apache-2.0) for its description.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import Linker, MatchingError
from services.files.faults import refuse
from services.files.writing import bytes_written_whole

FORMAT = "plekwijzer-linker-1"
TYPES = {"I8": "<i1", "U8": "<u1", "I32": "<i4", "U32": "<u4", "F32": "<f4", "F64": "<f8", "I64": "<i8"}
_NAMES = {np.dtype(code): name for name, code in TYPES.items()}
_ALIGNED = 64
_LONGEST_HEADER = 1_000_000
_PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "features.hashes": ("U32", ("features",)),
    "features.rarity": ("F32", ("features",)),
    "encoder.table": ("I8", ("features", "dimensions")),
    "encoder.scales": ("F32", ("features",)),
    "labels.ids.text": ("U8", ("bytes of ids",)),
    "labels.ids.offsets": ("I64", ("label ends",)),
    "labels.texts.text": ("U8", ("bytes of texts",)),
    "labels.texts.offsets": ("I64", ("label ends",)),
    "labels.concepts.text": ("U8", ("bytes of concepts",)),
    "labels.concepts.offsets": ("I64", ("concept ends",)),
    "labels.concept_of": ("I32", ("labels",)),
    "labels.is_preferred": ("U8", ("labels",)),
    "vectors.values": ("I8", ("labels", "dimensions")),
    "vectors.scales": ("F32", ("labels",)),
    "strangers.values": ("I8", ("strangers", "dimensions")),
    "strangers.scales": ("F32", ("strangers",)),
    "confidence": ("F64", ("bends",)),
}
"""Kind and axes of what the compiled loops read without looking; an axis is as long in every array that has it."""


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
    except (ValueError, RecursionError) as error:
        raise _not_a_model(path) from error
    about = places.pop("__metadata__", None) if isinstance(places, dict) else None
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise _not_a_model(path)
    try:
        arrays = {name: _array(content, 8 + length, place) for name, place in places.items()}
        _check(arrays)
        return Linker.from_arrays(arrays, version=about["version"])
    except (LookupError, MatchingError, TypeError, ValueError) as error:
        raise _not_a_model(path) from error


def _array(content: NDArray[np.uint8], base: int, place: dict[str, Any]) -> NDArray[Any]:
    start, stop = place["data_offsets"]
    if not 0 <= start <= stop <= len(content) - base:
        raise ValueError("an array lies outside the file")
    return np.asarray(content[base + start : base + stop]).view(np.dtype(TYPES[place["dtype"]])).reshape(place["shape"])


def _check(arrays: Mapping[str, NDArray[Any]]) -> None:
    """Refuse arrays that do not belong together, before compiled code reads beside them."""
    axes: dict[str, int] = {}
    for name, (kind, names) in _PARTS.items():
        array = arrays[name]
        if array.dtype != TYPES[kind] or array.ndim != len(names):
            raise ValueError(f"{name} holds {array.dtype}, {array.ndim} axes")
        if any(axes.setdefault(axis, length) != length for axis, length in zip(names, array.shape, strict=True)):
            raise ValueError(f"{name} has shape {array.shape}")
    if axes["label ends"] != axes["labels"] + 1:
        raise ValueError("labels have more or fewer ends")
    for name in ("ids", "texts", "concepts"):
        ends = arrays[f"labels.{name}.offsets"]
        if ends[0] != 0 or ends[-1] != axes[f"bytes of {name}"] or (np.diff(ends) < 0).any():
            raise ValueError(f"the ends of {name} are no ends")
    concept_of = arrays["labels.concept_of"]
    if len(concept_of) and not 0 <= concept_of.min() <= concept_of.max() < axes["concept ends"] - 1:
        raise ValueError("a label names a concept that is not there")


def _not_a_model(path: Path) -> Exception:
    return refuse(path.name, "dit is geen heel model van plekwijzer train-linker; maak het opnieuw")

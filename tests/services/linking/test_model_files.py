"""A linker in one file: what is saved comes back, mapped and shared, and what is no whole model is refused."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.files.faults import FileRefusedError
from services.linking.model_files import FORMAT, TYPES, open_linker, save_linker
from tests.linkers import QUERIES, TINY_LABELS, tiny_linker

ROOT = Path(__file__).parents[3]
NO_MODEL = "dit is geen heel model van plekwijzer train-linker; maak het opnieuw."


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "klein.model"
    save_linker(tiny_linker(), path)
    return path


def header_of(content: bytes) -> dict[str, Any]:
    header: dict[str, Any] = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])
    return header


def with_header(content: bytes, header: object) -> bytes:
    """Put another header before the same arrays, with as many bytes."""
    length = int.from_bytes(content[:8], "little")
    written = json.dumps(header, separators=(",", ":")).encode()
    assert len(written) <= length + 200
    written += b" " * (length - len(written))
    return len(written).to_bytes(8, "little") + written + content[8 + length :]


def changed(content: bytes, name: str, **changes: Any) -> bytes:
    header = header_of(content)
    return with_header(content, {**header, name: {**header[name], **changes}})


def emptied(content: bytes, *names: str) -> bytes:
    for name in names:
        shape = [0, *header_of(content)[name]["shape"][1:]]
        content = changed(content, name, shape=shape, data_offsets=[0, 0])
    return content


def without_labels(content: bytes) -> bytes:
    """Take all labels out, and leave one end to each list of texts."""
    for name in ("ids", "texts", "concepts"):
        start = header_of(content)[f"labels.{name}.offsets"]["data_offsets"][0]
        content = changed(content, f"labels.{name}.offsets", shape=[1], data_offsets=[start, start + 8])
    columns = ("labels.concept_of", "labels.is_preferred", "vectors.values", "vectors.scales")
    return emptied(content, "labels.ids.text", "labels.texts.text", "labels.concepts.text", *columns)


def array_in(content: bytearray, name: str) -> np.ndarray[Any, np.dtype[Any]]:
    """Give an array of the file, to write in."""
    place = header_of(bytes(content))[name]
    base = 8 + int.from_bytes(content[:8], "little")
    start, stop = place["data_offsets"]
    return np.frombuffer(memoryview(content)[base + start : base + stop], dtype=TYPES[place["dtype"]])


def refusal(path: Path) -> str:
    with pytest.raises(FileRefusedError) as refused:
        open_linker(path)
    (sentence,) = refused.value.sentences()
    return sentence


# -- There and back ----------------------------------------------------------------------------------------------------


def test_saved_linker_answers_as_before(model: Path) -> None:
    opened = open_linker(model)

    assert opened.version == tiny_linker().version
    assert opened.link(QUERIES) == tiny_linker().link(QUERIES)
    assert opened.ranked(QUERIES, n=5).scores.tobytes() == tiny_linker().ranked(QUERIES, n=5).scores.tobytes()
    assert {name: array.tobytes() for name, array in opened.arrays().items()} == {
        name: array.tobytes() for name, array in tiny_linker().arrays().items()
    }


def test_arrays_stay_in_the_file_and_cannot_be_written(model: Path) -> None:
    opened = open_linker(model)

    arrays = {name: array for name, array in opened.arrays().items() if name != "confidence"}
    assert [name for name, array in arrays.items() if array.flags.owndata or array.flags.writeable] == []
    with pytest.raises(ValueError, match="read-only"):
        opened.encoder.table[0, 0] = 1


def test_opened_linker_learns_words_at_once_and_leaves_the_file(model: Path) -> None:
    before = model.read_bytes()

    added = open_linker(model).with_labels(["klusser"], ["timmerman"])

    assert added.link(["klusser"])[0][0].concept == "timmerman"
    assert model.read_bytes() == before


def test_same_linker_gives_the_same_bytes_and_tells_how_many(model: Path, tmp_path: Path) -> None:
    again = tmp_path / "nog-eens.model"

    n_bytes = save_linker(open_linker(model), again)

    assert again.read_bytes() == model.read_bytes()
    assert n_bytes == again.stat().st_size


def test_file_is_as_the_safetensors_format_says(model: Path) -> None:
    """Other programs can read it: see https://github.com/huggingface/safetensors."""
    content = model.read_bytes()
    header = header_of(content)
    about = header.pop("__metadata__")
    base = 8 + int.from_bytes(content[:8], "little")

    assert about == {"format": FORMAT, "version": tiny_linker().version}
    assert base % 64 == 0
    end = 0
    for place in header.values():
        start, stop = place["data_offsets"]
        assert start % 64 == 0
        assert end <= start < end + 64
        assert stop - start == np.prod(place["shape"]) * np.dtype(TYPES[place["dtype"]]).itemsize
        end = stop
    assert base + end == len(content)


def test_two_processes_open_it_at_once(model: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom services.linking.model_files import open_linker\n"
        "linker = open_linker(Path(sys.argv[1]))\nprint('open', flush=True)\nsys.stdin.readline()\n"
        "print(linker.version, linker.link(['lasser'])[0][0].concept)"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(model)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"

    # Thrown away while both have it open, as a newer model does: what is mapped stays.
    model.unlink()
    said = [process.communicate("verder\n", timeout=60)[0] for process in processes]

    assert said == [f"{tiny_linker().version} lasser\n"] * 2


# -- Refused -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["geen-map/klein.model", ""])
def test_model_that_cannot_be_written_is_refused_and_leaves_nothing(place: str, tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError):
        save_linker(tiny_linker(), tmp_path / place)

    assert list(tmp_path.iterdir()) == []


def test_failed_writing_leaves_the_old_model(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = model.read_bytes()

    def no_room(*_: object) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr("os.replace", no_room)
    with pytest.raises(FileRefusedError, match="de schijf is vol"):
        save_linker(tiny_linker().among(TINY_LABELS.taken(np.arange(4))), model)

    assert model.read_bytes() == before
    assert list(model.parent.iterdir()) == [model]


def test_model_that_is_not_there_is_refused(tmp_path: Path) -> None:
    says = "dit model kan niet worden gelezen; kijk of de naam klopt."

    assert refusal(tmp_path / "weg.model") == f"weg.model: {says}"
    assert refusal(tmp_path) == f"{tmp_path.name}: {says}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x02",
        b"kok\tbakker\n" * 100,
        b"\xff" * 1_000,
        (2).to_bytes(8, "little") + b"{}",
        (2).to_bytes(8, "little") + b"[]",
        (4).to_bytes(8, "little") + b"null",
        (9).to_bytes(8, "little") + b'{"a": "\xff',
        (900_000).to_bytes(8, "little") + b"[" * 900_000,
        (20).to_bytes(8, "little") + b'{"__metadata__": 5} ',
    ],
    ids=range(10),
)
def test_file_that_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "raar.model"
    path.write_bytes(content)

    assert refusal(path) == f"raar.model: {NO_MODEL}"


@pytest.mark.parametrize("share", [0.0001, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_truncated_model_is_refused(share: float, model: Path) -> None:
    content = model.read_bytes()
    model.write_bytes(content[: int(len(content) * share)])

    assert refusal(model) == f"klein.model: {NO_MODEL}"


OTHER_HEADERS: dict[str, Callable[[bytes], bytes]] = {
    "other format": lambda content: changed(content, "__metadata__", format="plekwijzer-linker-0"),
    "no version": lambda content: with_header(
        content, {**header_of(content), "__metadata__": {"format": FORMAT}}
    ),
    "array is gone": lambda content: with_header(
        content, {name: place for name, place in header_of(content).items() if name != "encoder.table"}
    ),
    "array without a place": lambda content: with_header(content, {**header_of(content), "encoder.table": {}}),
    "array that is a list": lambda content: with_header(content, {**header_of(content), "encoder.table": [1]}),
    "array outside the file": lambda content: changed(
        content, "vectors.values", data_offsets=[len(content), len(content) + len(TINY_LABELS) * 32]
    ),
    "array before the file": lambda content: changed(content, "labels.is_preferred", data_offsets=[-64, 0]),
    "array that ends before it starts": lambda content: changed(content, "labels.is_preferred", data_offsets=[64, 0]),
    "places that are texts": lambda content: changed(content, "labels.is_preferred", data_offsets=["0", "64"]),
    "unknown kind": lambda content: changed(content, "encoder.table", dtype="F8"),
    "other kind": lambda content: changed(content, "encoder.table", dtype="U8"),
    "other shape": lambda content: changed(content, "encoder.table", shape=[32, -1]),
    "shape that does not fit": lambda content: changed(content, "encoder.table", shape=[7, 7]),
    "flat": lambda content: changed(content, "encoder.table", shape=[-1]),
    "concepts without an end": lambda content: emptied(content, "labels.concepts.offsets"),
    "no labels": without_labels,
    "no curve": lambda content: emptied(content, "confidence"),
    "curve of other signs": lambda content: changed(content, "confidence", shape=[9], data_offsets=[0, 72]),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHER_HEADERS)
def test_model_of_which_the_header_is_wrong_is_refused(name: str, model: Path) -> None:
    model.write_bytes(OTHER_HEADERS[name](model.read_bytes()))

    assert refusal(model) == f"klein.model: {NO_MODEL}"


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        ("labels.concept_of", 3, 20),
        ("labels.concept_of", 0, -1),
        ("labels.concept_of", -1, 2**31 - 1),
        ("labels.texts.offsets", 0, 1),
        ("labels.texts.offsets", 5, 0),
        ("labels.texts.offsets", -1, 2**40),
        ("labels.ids.offsets", 2, -5),
        ("labels.concepts.offsets", 1, 2**62),
    ],
)
def test_model_that_would_be_read_beside_its_arrays_is_refused(name: str, at: int, value: int, model: Path) -> None:
    content = bytearray(model.read_bytes())
    array_in(content, name)[at] = value
    model.write_bytes(content)

    assert refusal(model) == f"klein.model: {NO_MODEL}"

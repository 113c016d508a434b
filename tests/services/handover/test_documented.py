"""The page for other makers tells what the code writes, and its program checks what the code wrote."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature

from services.handover.content import HandoverContent
from services.handover.keys import SigningKey
from services.handover.package import CONTENT, MANIFEST, SIGNATURE, pack
from services.handover.refusing import Refusal
from tests.services.handover.samples import handover

PAGE = (Path(__file__).parents[3] / "docs" / "handover.md").read_text(encoding="utf-8")
RFC_KEY = SigningKey(x="11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", d="nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")
"""RFC 8037, appendix A.1."""
WHOLE = pack(handover(), key=RFC_KEY)


def blocks(kind: str) -> list[str]:
    """Give the examples of one kind, each with the line feed at its end."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def check() -> Callable[[bytes, dict[str, str]], dict[str, Any]]:
    """Give the program of the page, as somebody copies it."""
    told: dict[str, Any] = {}
    exec(blocks("python")[0], told)  # our own page; the test is that it runs as it stands
    checking: Callable[[bytes, dict[str, str]], dict[str, Any]] = told["check"]
    return checking


def test_examples_of_the_page_are_what_is_written() -> None:
    members = members_of(WHOLE)

    manifest, content = blocks("json")
    assert manifest.encode() == members[MANIFEST]
    assert content.encode() == members[CONTENT]
    assert blocks("jws") == [members[SIGNATURE].decode()]
    assert f"{len(WHOLE):,} bytes with SHA-256 `{hashlib.sha256(WHOLE).hexdigest()}`" in PAGE
    assert HandoverContent.model_validate_json(content) == handover().content


def test_order_of_the_page_is_that_of_a_package() -> None:
    named = re.findall(r"^\| `([a-z./0-9]+)`", PAGE.partition("## The manifest")[0], re.MULTILINE)

    assert list(members_of(WHOLE)) == named


def test_every_refusal_is_told_on_the_page() -> None:
    told = re.findall(r"^\| `([a-z_]+)` \|", PAGE.partition("## What is refused")[2], re.MULTILINE)

    assert sorted(told) == sorted(Refusal)


def test_program_of_the_page_believes_a_whole_package(check: Callable[..., dict[str, Any]]) -> None:
    content = check(WHOLE, {RFC_KEY.key_id: RFC_KEY.x})

    assert content == handover().content.model_dump(mode="json")


def test_program_of_the_page_refuses_a_forged_one(check: Callable[..., dict[str, Any]]) -> None:
    forger = SigningKey.new()

    with pytest.raises(InvalidSignature):
        check(WHOLE, {RFC_KEY.key_id: forger.x})

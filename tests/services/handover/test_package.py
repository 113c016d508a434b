"""A package comes out as it went in, and every other byte is noticed."""

import hashlib
import io
import json
import random
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey

from career.handover import HandoverPart
from services.handover.content import HandedHolder, HandoverConsent, HandoverContent, schema, text_of
from services.handover.keys import KeyRefusedError, SigningKey, TrustedKey
from services.handover.package import CONTENT, INTAKE, MANIFEST, SIGNATURE, Package, pack, unpack
from services.handover.refusing import HandoverRefusedError, Refusal
from services.reference import load_reference
from tests.services.handover.samples import KEY, NOON, TRUSTED, handover

TERMS = load_reference(NOON.date()).handover
WHOLE = pack(handover(), key=KEY)
TEXTS = st.text('abc Zë“”\u0301𝔘≥☃"\\/<&\n', max_size=40)


def read(data: bytes, *, trusted: tuple[TrustedKey, ...] = TRUSTED) -> Package:
    return unpack(data, trusted=trusted, terms=TERMS, now=NOON).package


def refusal_of(data: bytes, *, trusted: tuple[TrustedKey, ...] = TRUSTED) -> Refusal:
    with pytest.raises(HandoverRefusedError) as refused:
        read(data, trusted=trusted)
    assert refused.value.text[0].isupper()
    return refused.value.refusal


def members_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes], *, packing: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, held in members.items():
            about = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            about.create_system, about.external_attr, about.compress_type = 3, 0o600 << 16, packing
            archive.writestr(about, held)
    return made.getvalue()


# -- Round trip --------------------------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(words=TEXTS, title=TEXTS.filter(str.strip), held=st.binary(max_size=300), name=TEXTS.filter(bool))
def test_package_comes_out_equal_to_the_byte(words: str, title: str, held: bytes, name: str) -> None:
    plain = handover(holder=HandedHolder(first_name=name, last_name=words), mentor_words=words)
    entry = plain.content.entries[0].model_copy(update={"title": title, "result": words})
    sent = replace(plain, content=plain.content.model_copy(update={"entries": (entry,)}), intake_pdf=held)

    data = pack(sent, key=KEY)
    back = read(data)

    assert back == sent
    assert pack(back, key=KEY) == data


def test_package_says_who_signed_it() -> None:
    assert unpack(WHOLE, trusted=TRUSTED, terms=TERMS, now=NOON).sender == TRUSTED[0]


def test_files_that_the_content_does_not_name_are_not_packed() -> None:
    with pytest.raises(ValueError, match="not those"):
        pack(replace(handover(), files={}), key=KEY)


# -- Changed, cut, forged ----------------------------------------------------------------------------------------------


def test_every_changed_byte_is_refused() -> None:
    for at in range(len(WHOLE)):
        changed = bytearray(WHOLE)
        changed[at] ^= 1 << (at % 8)
        with pytest.raises(HandoverRefusedError):
            read(bytes(changed))


def test_every_cut_is_refused() -> None:
    for at in range(0, len(WHOLE), 7):
        with pytest.raises(HandoverRefusedError):
            read(WHOLE[:at])


@pytest.mark.parametrize("extra", [b"\0", b"PK\x05\x06" + bytes(18), WHOLE], ids=["zero", "an end", "itself"])
def test_something_before_or_behind_it_is_refused(extra: bytes) -> None:
    told = (Refusal.DAMAGED, Refusal.NOT_A_PACKAGE)
    assert refusal_of(WHOLE + extra) in told
    assert refusal_of(extra + WHOLE) in told


def test_package_of_a_stranger_is_refused() -> None:
    assert refusal_of(pack(handover(), key=SigningKey.new())) is Refusal.UNKNOWN_SENDER


def test_stranger_under_the_name_of_a_known_key_is_refused() -> None:
    stranger = SigningKey.new()
    members = members_of(pack(handover(), key=stranger))
    manifest = json.loads(members[MANIFEST])
    manifest["key_id"] = KEY.key_id
    told = (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    whole = jws.serialize_compact({"alg": "Ed25519", "kid": KEY.key_id}, told, stranger.private, algorithms=["Ed25519"])
    head, _, signature = whole.split(".")

    assert refusal_of(zipped({**members, MANIFEST: told, SIGNATURE: f"{head}..{signature}\n".encode()})) is (
        Refusal.SIGNATURE
    )


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_signature_by_what_everybody_knows_is_refused(algorithm: str) -> None:
    members = members_of(WHOLE)
    head = urlsafe_b64encode(json.dumps({"alg": algorithm, "kid": KEY.key_id}).encode()).rstrip(b"=").decode()
    signature = ""
    if algorithm == "HS256":
        shared = OctKey.import_key(TRUSTED[0].x)
        whole = jws.serialize_compact(
            {"alg": "HS256", "kid": KEY.key_id}, members[MANIFEST], shared, algorithms=["HS256"]
        )
        head, _, signature = whole.split(".")

    assert refusal_of(zipped({**members, SIGNATURE: f"{head}..{signature}\n".encode()})) is Refusal.SIGNATURE


def test_signature_of_another_package_is_refused() -> None:
    other = members_of(pack(handover(package_id=UUID(int=9)), key=KEY))

    assert refusal_of(zipped({**members_of(WHOLE), SIGNATURE: other[SIGNATURE]})) is Refusal.SIGNATURE


@pytest.mark.parametrize("name", [CONTENT, INTAKE, "files/001.jpg"])
def test_member_of_another_package_is_refused_by_name(name: str) -> None:
    members = members_of(WHOLE)

    with pytest.raises(HandoverRefusedError) as refused:
        read(zipped({**members, name: members[name] + b" "}))

    assert (refused.value.refusal, refused.value.where) == (Refusal.CHANGED, name)


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE, CONTENT, INTAKE, "files/001.jpg"])
def test_member_that_is_missing_is_named(name: str) -> None:
    members = members_of(WHOLE)
    del members[name]

    with pytest.raises(HandoverRefusedError) as refused:
        read(zipped(members))

    assert (refused.value.refusal, refused.value.where) == (Refusal.MISSING, name)


def test_key_that_ended_opens_nothing_any_more() -> None:
    ended = replace(TRUSTED[0], until=NOON)

    assert refusal_of(WHOLE, trusted=(ended,)) is Refusal.UNKNOWN_SENDER
    assert read(WHOLE, trusted=(replace(ended, until=NOON + timedelta(seconds=1)),)) == handover()


def test_package_of_a_day_to_come_is_refused() -> None:
    later = NOON + timedelta(days=1)
    consent = HandoverConsent(parts=tuple(HandoverPart), given_at=NOON, text_version="1")

    assert refusal_of(pack(handover(made_at=later, consent=consent), key=KEY)) is Refusal.FUTURE


# -- What a ZIP can be -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("added", "why"),
    [
        ({"../etc/passwd": b"x"}, Refusal.NAME),
        ({"/etc/passwd": b"x"}, Refusal.NAME),
        ({"files/../manifest.json": b"x"}, Refusal.NAME),
        ({"C:\\x": b"x"}, Refusal.NAME),
        ({"files/é.jpg": b"x"}, Refusal.NAME),
        ({"files/a/b.jpg": b"x"}, Refusal.NAME),
        ({"files/": b""}, Refusal.NAME),
        ({"files/002.jpg": b"x"}, Refusal.UNKNOWN_MEMBER),
        ({"readme.txt": b"x"}, Refusal.UNKNOWN_MEMBER),
        ({f"files/{at:03}.jpg": b"x" for at in range(2, 99)}, Refusal.TOO_MANY),
    ],
)
def test_member_that_does_not_belong_is_refused(added: dict[str, bytes], why: Refusal) -> None:
    assert refusal_of(zipped({**members_of(WHOLE), **added})) is why


def test_member_that_swells_is_refused_unopened() -> None:
    members = {**members_of(WHOLE), "files/002.txt": bytes(20 * 1024 * 1024)}

    assert refusal_of(zipped(members, packing=zipfile.ZIP_DEFLATED)) is Refusal.PACKED_TIGHT


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_member_that_is_there_twice_is_refused() -> None:
    made = io.BytesIO(WHOLE)
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr(CONTENT, b"{}")

    assert refusal_of(made.getvalue()) is Refusal.TWICE


def test_package_that_is_too_large_is_refused_unread() -> None:
    assert refusal_of(b"PK" + bytes(TERMS.package_bytes)) is Refusal.TOO_LARGE


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"een brief", zipped({"foto.jpg": b"x"})])
def test_what_is_no_package_is_told_so(data: bytes) -> None:
    assert refusal_of(data) is Refusal.NOT_A_PACKAGE


# -- What a sender we trust can get wrong ------------------------------------------------------------------------------


def signed(members: dict[str, bytes]) -> bytes:
    """Give these members as a package of a sender we trust, whatever they say."""
    manifest = json.loads(members[MANIFEST])
    held = {name: data for name, data in members.items() if name not in (MANIFEST, SIGNATURE)}
    manifest["members"] = [
        {"n_bytes": len(data), "name": name, "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(held.items())
    ]
    told = (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    whole = jws.serialize_compact({"alg": "Ed25519", "kid": KEY.key_id}, told, KEY.private, algorithms=["Ed25519"])
    head, _, signature = whole.split(".")
    first = {MANIFEST: told, SIGNATURE: f"{head}..{signature}\n".encode()}
    return zipped({**first, **dict(sorted(held.items()))})


def test_signing_by_hand_gives_the_same_package() -> None:
    assert signed(members_of(WHOLE)) == WHOLE


def with_content(change: Callable[[dict[str, object]], object]) -> bytes:
    members = members_of(WHOLE)
    told = json.loads(members[CONTENT])
    change(told)
    text = (json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    return signed({**members, CONTENT: text})


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda told: told.update(holder={"first_name": ""}), "holder.first_name"),
        (lambda told: told.update(holder={"first_name": "Noor", "bsn": "1"}), "holder.bsn"),
        (lambda told: told["entries"][0].update(happened_on="gisteren"), "entries.0.happened_on"),
        (lambda told: told["entries"][0].update(title=7), "entries.0.title"),
        (lambda told: told["entries"][0]["shown"][0].update(level=6), "entries.0.shown.0.level"),
        (lambda told: told.update(mentor_words="een \x07"), "mentor_words"),
        (lambda told: told.update(made_at="2026-11-23T12:00:00"), "made_at"),
        (lambda told: told["consent"].update(parts=["entries"]), "content.json"),
        (lambda told: told["files"][0].update(entry_id=str(UUID(int=77))), "content.json"),
        (lambda told: told["files"][0].update(member="files/../x.jpg"), "files.0.member"),
        (lambda told: told.pop("consent"), "consent"),
        (lambda told: told.update(entries=told["entries"] * 2), "content.json"),
    ],
)
def test_content_that_cannot_be_is_refused_by_field(change: Callable[[dict[str, object]], object], where: str) -> None:
    with pytest.raises(HandoverRefusedError) as refused:
        read(with_content(change))

    assert (refused.value.refusal, refused.value.where) == (Refusal.CONTENT, where)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"a":' * 5_000, b"\xff\xfe", b'{"a":1e999}']
)
def test_content_that_is_no_json_of_ours_is_refused(text: bytes) -> None:
    assert refusal_of(signed({**members_of(WHOLE), CONTENT: text})) is Refusal.CONTENT


def test_same_content_in_other_words_of_json_is_refused() -> None:
    members = members_of(WHOLE)

    assert refusal_of(signed({**members, CONTENT: members[CONTENT] + b"\n"})) is Refusal.CONTENT


def test_thousand_malformed_packages_are_refused_and_nothing_else() -> None:
    dice, members = random.Random(20261123), members_of(WHOLE)

    def spoilt(data: bytes) -> bytes:
        held = bytearray(data)
        for _ in range(dice.randint(1, 9)):
            at = dice.randrange(len(held) + 1)
            kind = dice.randrange(4)
            if kind == 0:
                held[at:at] = dice.randbytes(dice.randint(1, 40))
            elif kind == 1:
                del held[at : at + dice.randint(1, 90)]
            elif kind == 2:
                held[at : at + 4] = dice.choice([b"\xff\xff\xff\xff", bytes(4), b"PK\x01\x02", b"PK\x05\x06"])
            elif held[at:]:
                held[at] = dice.randrange(256)
        return bytes(held)

    def malformed(kind: int) -> bytes:
        name = dice.choice([CONTENT, MANIFEST, SIGNATURE, INTAKE, "files/001.jpg"])
        if kind == 0:
            return spoilt(WHOLE)
        if kind == 1:
            return zipped({**members, name: spoilt(members[name])})
        if kind == 2:
            return signed({**members, CONTENT: spoilt(members[CONTENT])})
        return zipped({name: members[name] for name in dice.sample(sorted(members), dice.randint(0, 4))})

    n_tried = 0
    for at in range(1_000):
        data = malformed(at % 4)
        if data == WHOLE:
            continue
        n_tried += 1
        with pytest.raises(HandoverRefusedError):
            read(data)
    assert n_tried > 950


# -- Keys --------------------------------------------------------------------------------------------------------------


def test_public_key_is_read_as_it_is_written() -> None:
    assert TrustedKey.read(TRUSTED[0].written, name="De Wissel") == TRUSTED[0]


@pytest.mark.parametrize(
    "text", ["", "x", "[]", "{}", '{"kty":"OKP","crv":"Ed25519","x":"kort"}', '{"kty":"oct","k":"geheim"}']
)
def test_text_that_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(KeyRefusedError):
        TrustedKey.read(text, name="x")


def test_secret_key_is_refused_and_never_shown() -> None:
    told = json.dumps({"kty": "OKP", "crv": "Ed25519", "x": KEY.x, "d": KEY.d})

    with pytest.raises(KeyRefusedError, match="geheime"):
        TrustedKey.read(told, name="x")
    assert KEY.d not in repr(KEY)


# -- The schema --------------------------------------------------------------------------------------------------------


def test_schema_in_the_documentation_is_that_of_the_code() -> None:
    kept = Path(__file__).parents[3] / "docs" / "handover.schema.json"

    assert json.loads(kept.read_text(encoding="utf-8")) == schema()


def test_content_has_one_text() -> None:
    content = handover().content

    assert HandoverContent.model_validate_json(text_of(content)) == content
    assert text_of(HandoverContent.model_validate_json(text_of(content))) == text_of(content)

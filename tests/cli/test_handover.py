"""The commands about keys of hand-overs, and whose packages are believed after them."""

import json
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from cli import handover
from services.handover.keys import KeyRefusedError, SigningKey
from services.handover.package import pack, unpack
from services.handover.receiving import trusted_keys
from services.handover.refusing import HandoverRefusedError, Refusal
from services.handover.trusting import trust_key
from services.reference.handover_terms import HandoverTerms
from services.unit_of_work import House, Mode
from tests.services.handover.samples import NOON
from tests.services.handover.samples import handover as a_package

OTHER = SigningKey.new()
TERMS = HandoverTerms(package_megabytes=1, files_per_package=1, warm_handover_days=1)


def run(*command: str) -> Result:
    app = Typer()
    handover.register(app)
    return CliRunner().invoke(app, ["handover", *command])


@pytest.fixture
def database(tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    file = tmp_path / "live.sqlite3"
    file.write_bytes(migrated_sqlite.read_bytes())
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("PLEKWIJZER_SECRET_KEY", "k" * 32)
    return f"sqlite:///{file}"


@pytest.fixture
def key_file(tmp_path: Path) -> str:
    file = tmp_path / "sleutel.json"
    file.write_text(OTHER.trusted(name="").written, encoding="utf-8")
    return str(file)


def sender_of(database: str, data: bytes) -> str:
    """Read a package with the keys that are kept now, and give whose it is."""
    house = House.open(database)
    with house.reading() as work:
        trusted = trusted_keys(work)
    house.close()
    now = max([NOON, *(one.until for one in trusted if one.until is not None)])
    return unpack(data, trusted=trusted, terms=TERMS, now=now).sender.name


def test_own_key_is_the_same_each_time_and_never_the_secret_half(database: str) -> None:
    first, second = run("key"), run("key")

    assert first.exit_code == 0
    assert first.stdout == second.stdout
    assert sorted(json.loads(first.stdout)) == ["crv", "kid", "kty", "x"]


def test_package_of_another_is_believed_from_trust_until_untrust(database: str, key_file: str) -> None:
    sent = pack(a_package(), key=OTHER)
    with pytest.raises(HandoverRefusedError) as before:
        sender_of(database, sent)

    trusted = run("trust", key_file, "--name", "  De  Wissel ")
    sender = sender_of(database, sent)
    listed = run("list")
    ended = run("untrust", OTHER.key_id)
    with pytest.raises(HandoverRefusedError) as after:
        sender_of(database, sent)

    assert (trusted.exit_code, ended.exit_code) == (0, 0)
    assert OTHER.key_id[:8] in trusted.output
    assert sender == "De Wissel"
    assert listed.stdout == f"{OTHER.key_id}\tDe Wissel\ttelt\n"
    assert (before.value.refusal, after.value.refusal) == (Refusal.UNKNOWN_SENDER, Refusal.UNKNOWN_SENDER)
    assert "\ttelt niet meer sinds 2" in run("list").stdout
    assert run("untrust", OTHER.key_id).exit_code == 2


def test_own_key_is_not_trusted_as_that_of_another_and_keeps_its_secret(database: str, tmp_path: Path) -> None:
    own = run("key").stdout
    file = tmp_path / "eigen.json"
    file.write_text(own, encoding="utf-8")

    refused = run("trust", str(file), "--name", "Wij zelf")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert run("untrust", json.loads(own)["kid"]).exit_code == 2
    assert run("key").stdout == own


@pytest.mark.parametrize(
    ("held", "name"),
    [
        (OTHER.trusted(name="").written, " "),
        (OTHER.trusted(name="").written, "x" * 121),
        (OTHER.trusted(name="").written, "De\x1b[2JWissel"),
        (json.dumps({"kty": "OKP", "crv": "Ed25519", "x": OTHER.x, "d": OTHER.d}), "De Wissel"),
        (OTHER.trusted(name="").written[:-9], "De Wissel"),
        ("x" * 20_000, "De Wissel"),
        ("[" * 20_000, "De Wissel"),
        ("\xff", "De Wissel"),
    ],
    ids=["no name", "long name", "signs in the name", "secret half", "cut", "long", "deep", "no text"],
)
def test_what_is_no_key_of_somebody_is_refused(database: str, tmp_path: Path, held: str, name: str) -> None:
    file = tmp_path / "sleutel.json"
    file.write_bytes(held.encode("latin-1"))

    refused = run("trust", str(file), "--name", name)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert run("list").output == ""


def test_endless_text_is_no_key_at_any_door(database: str) -> None:
    house = House.open(database)
    with house.writing() as work, pytest.raises(KeyRefusedError, match="Dit is geen sleutel"):
        trust_key(work, text="[" * 20_000, name="De Wissel", now=NOON)
    house.close()


def test_file_that_is_not_there_is_refused(database: str, tmp_path: Path) -> None:
    assert run("trust", str(tmp_path / "geen.json"), "--name", "De Wissel").exit_code == 2


def test_keys_of_a_demo_are_left_alone(database: str) -> None:
    house = House.open(database)
    with house.writing() as work:
        work.installation.claim(Mode.DEMO)
    house.close()

    assert run("key").exit_code == 2

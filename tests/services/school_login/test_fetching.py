"""Which addresses are asked, and which file of school logins can be right."""

import socket
from pathlib import Path

import pytest

from services.school_login import fetching
from services.school_login.errors import ProviderAwayError, ProvidersFileError
from services.school_login.fetching import Fetcher, is_public
from services.school_login.providers import Provider, read_providers
from tests.demo_doors import NOW
from tests.services.school_login.forger import forging

NOT_PUBLIC = [
    "127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::", "2001:db8::1",
    "::ffff:145.100.1.2", "localhost", "", "145.100.1", "0x7f000001", "2130706433", "017700000001",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_address_that_is_not_public_is_seen(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["145.100.1.2", "8.8.8.8", "2001:610:188::1"])
def test_public_address_is_seen(address: str) -> None:
    assert is_public(address)


def provider(**changes: object) -> Provider:
    plain: dict[str, object] = {
        "key": "school",
        "name": "School",
        "issuer": "https://login.example/realm",
        "client_id": "plekwijzer",
        "secret_variable": "SECRET",
        "secret": "secret",
        "schools": ("De Wissel",),
    }
    return Provider.model_validate({**plain, **changes})


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["145.100.1.2", "10.0.0.1"], ["::ffff:127.0.0.1"], []],
    ids=lambda a: ",".join(a) or "none",
)
def test_name_that_leads_inside_is_not_called(addresses: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(0, 0, 0, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: found)
    monkeypatch.setattr(fetching.httpx2, "Client", lambda **_: pytest.fail("it was called"))

    with pytest.raises(ProviderAwayError):
        Fetcher(provider=provider()).get("https://login.example/keys")


def test_address_that_was_checked_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere at the second look (rebinding) has no second look."""
    looks = 0
    real = socket.getaddrinfo

    def look(host: str, *rest: object, **named: object) -> object:
        nonlocal looks
        looks += host == "rebinding.example"
        return real("127.0.0.1" if looks == 1 else "127.0.0.2", *rest, **named)  # type: ignore[arg-type]

    with forging(now=NOW) as forger:
        port = forger.issuer.rpartition(":")[2]
        monkeypatch.setattr(fetching.socket, "getaddrinfo", look)
        inside = provider(issuer=f"http://rebinding.example:{port}", is_inside=True)
        Fetcher(provider=inside).get(f"http://rebinding.example:{port}/keys")

    assert looks == 1


def test_second_address_is_tried_when_nobody_answers_at_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with forging(now=NOW) as forger:
        port = int(forger.issuer.rpartition(":")[2])
        found = [(0, 0, 0, "", (one, port)) for one in ("127.0.0.9", "127.0.0.1")]
        real = socket.getaddrinfo
        monkeypatch.setattr(
            fetching.socket,
            "getaddrinfo",
            lambda host, *r, **n: found if host == "two.example" else real(host, *r, **n),
        )
        inside = provider(issuer=f"http://two.example:{port}", is_inside=True)

        assert Fetcher(provider=inside).get(f"http://two.example:{port}/keys")["keys"]


@pytest.mark.parametrize(
    "url",
    [
        "http://login.example/keys",
        "https://elders.example/keys",
        "https://login.example.elders.example/keys",
        "https://somebody@login.example/keys",
        "https://login.example:99999/keys",
        "//login.example/keys",
        "ftp://login.example/keys",
        "https://[login.example/keys",
        "",
        7,
        None,
    ],
)
def test_address_elsewhere_is_not_asked(url: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_, **__: pytest.fail("it was looked up"))

    with pytest.raises(ProviderAwayError):
        Fetcher(provider=provider()).get(url)  # type: ignore[arg-type]


RIGHT = """
[surf]
name = "SURFconext"
issuer = "https://connect.surf.example"
client_id = "plekwijzer"
secret_variable = "SURF_SECRET"
schools = ["De Wissel"]

[[surf.people]]
claims = { affiliation = "employee" }
school = "De Wissel"
role = "placement_coordinator"
"""
ENVIRONMENT = {"SURF_SECRET": "secret"}


def read(text: str, tmp_path: Path, environment: dict[str, str] = ENVIRONMENT) -> tuple[Provider, ...]:
    file = tmp_path / "oidc.toml"
    file.write_text(text, encoding="utf-8")
    return read_providers(str(file), environment=environment)


def test_file_of_school_logins_is_read(tmp_path: Path) -> None:
    (found,) = read(RIGHT, tmp_path)

    assert (found.key, found.known_hosts, found.schemes) == ("surf", {"connect.surf.example"}, {"https"})
    assert found.secret.get_secret_value() == "secret"
    assert "secret'" not in repr(found.secret)


def test_no_file_means_no_school_logins() -> None:
    assert read_providers("") == ()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("https://connect", "http://connect"), "https"),
        (('client_id = "plekwijzer"\n', ""), "surf.client_id"),
        (('name = "SURFconext"', 'name = "SURFconext"\nsecret = "in the file"\nunknown = 1'), "surf.unknown"),
        (('school = "De Wissel"', 'school = "De Vaart"'), "De Vaart"),
        (('role = "placement_coordinator"', 'role = "administrator"'), "role"),
        (('role = "placement_coordinator"', 'role = "teacher"'), "group"),
        (("[surf]", '["Surf Conext"]'), "small letters"),
        (('schools = ["De Wissel"]', 'schools = ["De Wissel"]\nscopes = ["profile"]'), "openid"),
    ],
)
def test_file_that_cannot_be_right_is_refused_with_its_place(
    change: tuple[str, str], told: str, tmp_path: Path
) -> None:
    text = RIGHT.replace(*change)
    if change[0] == "[surf]":
        text = text.replace("[[surf.people]]", '[["Surf Conext".people]]')

    with pytest.raises(ProvidersFileError, match=told):
        read(text, tmp_path)


def test_secret_that_is_not_set_is_told_by_name_of_the_field(tmp_path: Path) -> None:
    with pytest.raises(ProvidersFileError, match=r"surf\.secret"):
        read(RIGHT, tmp_path, environment={})


@pytest.mark.parametrize("text", ["[surf", "surf = 1"])
def test_file_that_is_no_such_file_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(ProvidersFileError):
        read(text, tmp_path)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProvidersFileError):
        read_providers(str(tmp_path / "away.toml"))

"""What may stand in the project: no paths of one machine, no registries, no empty files, and the licence it names."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis", ".import_linter_cache"}

# Put together from parts, so that this file holds none of what it looks for.
MACHINE_PATH = re.compile(
    r"(?:^|[^\w.])/(?:" + "|".join(["work", "farm", "root", "tmp", "home"]) + r")/\w", re.MULTILINE
)
REGISTRIES = ["".join(["python", "hosted"]), "/".join(["pypi.org", "simple"])]
REGISTRIES += [".".join(["registry", "npmjs"]), ".".join(["deb", "debian", "org"])]


def project_files() -> list[Path]:
    """Give the files that git tracks; in a copy without git, the files that would be."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        found = (path for path in ROOT.rglob("*") if not NOT_OURS & set(path.relative_to(ROOT).parts))
        return [path for path in found if path.is_file() and not re.search(r"cache|sqlite3|\.run\.lock", str(path))]
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def texts() -> list[tuple[str, str]]:
    """Give name and text of every file of the project that is text."""
    read = [(path.relative_to(ROOT).as_posix(), path.read_bytes()) for path in project_files()]
    return [(name, content.decode("utf-8")) for name, content in read if b"\0" not in content[:8192]]


def registries_in(text: str) -> list[str]:
    return [registry for registry in REGISTRIES if registry in text]


def locked(text: str) -> list[list[str]]:
    """Cut a lock file into its requirements: the lines of each, the first one naming it."""
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith(" "):
            blocks[-1].append(line.strip(" \\"))
        else:
            blocks.append([line.strip(" \\")])
    return blocks


def test_no_file_holds_a_path_of_one_machine() -> None:
    found = {name: path.group() for name, text in texts() if (path := MACHINE_PATH.search(text))}

    assert found == {}


def test_no_file_names_a_package_registry() -> None:
    found = {name: registries for name, text in texts() if (registries := registries_in(text))}

    assert found == {}


@pytest.mark.parametrize("folder", ["work", "farm", "root", "tmp", "home"])
def test_path_of_one_machine_is_seen(folder: str) -> None:
    assert MACHINE_PATH.search(f"see /{folder}/plan.md")
    assert not MACHINE_PATH.search(f"see https://example.org/{folder}/plan.md and docs/{folder}/plan.md")


@pytest.mark.parametrize("registry", REGISTRIES)
def test_package_registry_is_seen(registry: str) -> None:
    assert registries_in(f"--index-url https://{registry}/") == [registry]


def test_no_file_is_empty() -> None:
    """A package's ``__init__.py`` says at least what the package is."""
    assert [path.relative_to(ROOT).as_posix() for path in project_files() if not path.read_bytes().strip()] == []


def test_lock_files_are_four() -> None:
    assert LOCKS == [
        "requirements-bench.lock",
        "requirements-bootstrap.lock",
        "requirements-dev.lock",
        "requirements.lock",
    ]


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_versions_and_hashes_and_no_address(name: str) -> None:
    blocks = locked((ROOT / name).read_text(encoding="utf-8"))

    assert blocks
    for requirement, *hashes in blocks:
        assert re.fullmatch(r"[a-z0-9.-]+(\[[a-z0-9,-]+\])?==\S+( ; .+)?", requirement), requirement
        assert hashes, requirement
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", line) for line in hashes), requirement


@pytest.mark.parametrize(
    "text",
    ["numpy==2.0\n", "--index-url https://example.org\n", "numpy @ file:///numpy.whl \\\n    --hash=sha256:00\n"],
)
def test_lock_without_hash_or_with_address_is_seen(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bad.lock").write_text(text, encoding="utf-8")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)

    with pytest.raises(AssertionError):
        test_lock_names_versions_and_hashes_and_no_address("bad.lock")


def test_larger_lock_holds_all_of_the_smaller() -> None:
    """What the product runs on is in the lock of the tests, and that is in the lock of the measurements."""
    product, tests, measurements = (
        {block[0] for block in locked((ROOT / f"requirements{kind}.lock").read_text(encoding="utf-8"))}
        for kind in ("", "-dev", "-bench")
    )

    assert product <= tests <= measurements


def test_licence_is_the_whole_eupl_1_2() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in licence.splitlines()[0]
    assert re.findall(r"^(\d+)\. [A-Z]", licence, re.MULTILINE) == [str(article) for article in range(1, 16)]
    assert re.search(r"^Appendix$", licence, re.MULTILINE)


def test_publiccode_has_every_mandatory_key() -> None:
    """The keys that publiccode.yml 0.4 asks of all, with the release and licence of this project."""
    text = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    top_level = set(re.findall(r"^(\w+):", text, re.MULTILINE))
    nested = set(re.findall(r"^ +(\w+):", text, re.MULTILINE))
    descriptions = re.findall(r"^    shortDescription: (.+)$", text, re.MULTILINE)

    assert top_level >= {
        *("publiccodeYmlVersion", "name", "url", "releaseDate", "platforms", "categories", "developmentStatus"),
        *("softwareType", "description", "legal", "maintenance", "localisation"),
    }
    assert nested >= {"longDescription", "features", "license", "type", "contacts", "localisationReady"}
    assert 'publiccodeYmlVersion: "0.4"' in text
    assert f'softwareVersion: "{version}"' in text
    assert "license: EUPL-1.2" in text
    assert len(descriptions) == 2
    assert all(len(said) <= 150 for said in descriptions)

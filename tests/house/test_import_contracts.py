"""Every import contract is seen to hold, and seen to break when somebody breaks it."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = [contract["name"] for contract in CONFIGURATION["contracts"]]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

FLOORS = "The house has floors, and imports go down"
PURE = "The subjects are pure: no web, no database, no queue, no files, no clock of their own"
SQL = "Only storage knows SQL"
HTTP = "Only api speaks HTTP"
CELERY = "Only worker speaks Celery"
LEARNING = "Only the engine speaks scikit-learn and RapidFuzz"
COMPILING = "Only the engine speaks numba"
FACE = "Others use the engine through its face"
DOORS = "Doors ask services, never storage"
CIRCLES = "No circles anywhere"


class Violation(NamedTuple):
    """A module that breaks a contract with one import."""

    contract: str
    module: str
    line: str
    reported: str


def violation(contract: str, module: str, imported: str, *, line: str = "", reported: str = "") -> Violation:
    return Violation(contract, module, line or f"import {imported}", reported or f"{module} -> {imported}")


VIOLATIONS = [
    violation(FLOORS, "api.breaks_sideways", "cli"),
    violation(FLOORS, "cli.breaks_sideways", "api"),
    violation(FLOORS, "worker.breaks_upward", "api"),
    violation(FLOORS, "services.breaks_upward", "worker"),
    violation(FLOORS, "storage.breaks_upward", "services"),
    violation(FLOORS, "career.breaks_sideways", "events"),
    violation(FLOORS, "events.breaks_sideways", "employer_toolkit"),
    violation(FLOORS, "employer_toolkit.breaks_sideways", "matching"),
    violation(FLOORS, "matching.breaks_sideways", "career"),
    violation(FLOORS, "accounts.breaks_sideways", "career"),
    violation(
        FLOORS,
        "career.breaks_for_types",
        "storage",
        line="from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import storage",
    ),
    violation(PURE, "career.breaks_files", "pathlib"),
    violation(PURE, "accounts.breaks_clock", "time"),
    violation(PURE, "events.breaks_clock", "time"),
    violation(PURE, "matching.breaks_dice", "random"),
    violation(PURE, "employer_toolkit.breaks_shapes", "pydantic"),
    violation(SQL, "services.breaks_sql", "sqlalchemy"),
    violation(SQL, "api.breaks_sql", "sqlalchemy"),
    violation(SQL, "worker.breaks_migrations", "alembic"),
    violation(HTTP, "services.breaks_http", "fastapi"),
    violation(HTTP, "worker.breaks_pages", "jinja2"),
    violation(HTTP, "cli.breaks_http", "starlette"),
    violation(CELERY, "services.breaks_queue", "celery"),
    violation(CELERY, "api.breaks_queue", "celery"),
    violation(LEARNING, "services.breaks_learning", "sklearn"),
    violation(LEARNING, "career.breaks_words", "rapidfuzz"),
    violation(COMPILING, "services.breaks_compiling", "numba"),
    violation(COMPILING, "storage.breaks_compiling", "llvmlite"),
    violation(FACE, "services.breaks_face", "matching.breaks_inside"),
    violation(FACE, "cli.breaks_face", "matching.breaks_inside"),
    violation(DOORS, "api.breaks_memory", "storage"),
    violation(DOORS, "cli.breaks_memory", "storage"),
    violation(DOORS, "worker.breaks_memory", "storage"),
    # Of a circle the report names one import of it, without the package in front.
    violation(CIRCLES, "services.breaks_circle", "services.circle_there", reported="breaks_circle"),
    violation(CIRCLES, "services.circle_there", "services.breaks_circle", reported="circle_there"),
    violation(CIRCLES, "storage.breaks_deep.here", "storage.breaks_deep.there", reported="in storage.breaks_deep"),
    violation(CIRCLES, "storage.breaks_deep.there", "storage.breaks_deep.here", reported="in storage.breaks_deep"),
]


def copy_house(target: Path) -> Path:
    """Copy the packages and the contracts, nothing else."""
    for package in CONFIGURATION["root_packages"]:
        shutil.copytree(ROOT / package, target / package, ignore=lambda _, names: {n for n in names if not is_code(n)})
    shutil.copy(ROOT / "pyproject.toml", target)
    return target


def is_code(name: str) -> bool:
    return name.endswith(".py") or ("." not in name and name != "__pycache__")


def lint(house: Path) -> str:
    """Give what import-linter reports on the packages in that folder, on lines as long as they come."""
    done = subprocess.run(
        [LINT_IMPORTS, "--no-cache", "--verbose"],
        cwd=house,
        env={"PATH": "", "PYTHONPATH": str(house), "COLUMNS": "400", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout + done.stderr


def verdicts(report: str) -> dict[str, str]:
    """Read per contract whether the report says KEPT or BROKEN."""
    return {
        name: found[1]
        for name in CONTRACTS
        if (found := re.search(rf"^{re.escape(name)}\s+(KEPT|BROKEN)", report, re.MULTILINE))
    }


def explanation(report: str, contract: str) -> str:
    """Cut out of the report what it says about one broken contract."""
    said = report.partition("Broken contracts")[2]
    start = re.search(rf"^{re.escape(contract)}$", said, re.MULTILINE)
    if start is None:
        return ""
    rest = said[start.end() :]
    other_starts = [
        found.start() for name in CONTRACTS if (found := re.search(rf"^{re.escape(name)}$", rest, re.MULTILINE))
    ]
    return rest[: min(other_starts, default=len(rest))]


@pytest.fixture(scope="module")
def report_on_broken_house(tmp_path_factory: pytest.TempPathFactory) -> str:
    house = copy_house(tmp_path_factory.mktemp("broken_house"))
    (house / "matching" / "breaks_inside.py").write_text("", encoding="utf-8")
    for broken in VIOLATIONS:
        path = house / f"{broken.module.replace('.', '/')}.py"
        path.parent.mkdir(exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(f"{broken.line}\n", encoding="utf-8")
    return lint(house)


def test_every_contract_has_a_violation() -> None:
    assert {broken.contract for broken in VIOLATIONS} == set(CONTRACTS)


def test_house_as_it_stands_keeps_every_contract(tmp_path: Path) -> None:
    report = lint(copy_house(tmp_path))

    assert verdicts(report) == dict.fromkeys(CONTRACTS, "KEPT"), report


def test_broken_house_breaks_every_contract(report_on_broken_house: str) -> None:
    assert verdicts(report_on_broken_house) == dict.fromkeys(CONTRACTS, "BROKEN"), report_on_broken_house


@pytest.mark.parametrize("broken", VIOLATIONS, ids=lambda broken: f"{broken.module}: {broken.reported}")
def test_violation_is_named_under_its_contract(report_on_broken_house: str, broken: Violation) -> None:
    said = explanation(report_on_broken_house, broken.contract)

    assert broken.reported in said, said

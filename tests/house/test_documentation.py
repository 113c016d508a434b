"""The pages tell the truth: every command, setting, error and route stands in them, and every link leads somewhere."""

import importlib
import importlib.util
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from services.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
DECISIONS = sorted(ROOT.glob("docs/decisions/*.md"))
METHODS = ("get", "post", "put", "patch", "delete")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows_of(name: str, pattern: str) -> list[str]:
    """Give the first cell of the page's table rows that looks like the pattern."""
    return re.findall(rf"^\| `({pattern})`", page(name), re.MULTILINE)


# -- What the code holds -----------------------------------------------------------------------------------------------


def commands() -> list[str]:
    """Walk the command line and name every command."""
    from cli.main import build_app

    def below(name: str, command: Any) -> Iterator[str]:
        if isinstance(command, TyperGroup):
            for inner_name, inner in command.commands.items():
                yield from below(f"{name} {inner_name}", inner)
        else:
            yield name

    return sorted(below("plekwijzer", typer.main.get_command(build_app())))


def settings() -> list[str]:
    return sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


def errors() -> dict[str, int]:
    """Walk the packages and give every error class that is ours, with the status that a door answers."""
    from api.errors import status_of

    found = {}
    for package in PACKAGES:
        for module in modules_of(package):
            for name, value in vars(importlib.import_module(module)).items():
                is_error = isinstance(value, type) and issubclass(value, Exception)
                if is_error and value.__module__.partition(".")[0] in PACKAGES and not name.startswith("_"):
                    found[value.__name__] = status_of(value.__new__(value))
    return found


def modules_of(package: str) -> Iterator[str]:
    yield package
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            yield module.name


def acts_of_the_interface() -> dict[str, dict[str, Any]]:
    """Give every request of the JSON side with what its OpenAPI description says about it."""
    from api.v1.main import create_api

    described = create_api(max_body_size=1).openapi()
    prefix = described["servers"][0]["url"]
    return {
        f"{method.upper()} {prefix}{path}": act
        for path, acts in described["paths"].items()
        for method, act in acts.items()
        if method in METHODS
    }


# -- Everything is documented ------------------------------------------------------------------------------------------


def test_every_command_is_documented() -> None:
    assert sorted(rows_of("docs/running.md", "plekwijzer [a-z -]+")) == commands()


def test_every_setting_is_documented() -> None:
    assert sorted(rows_of("docs/running.md", f"{PREFIX}[A-Z_]+")) == settings()


def test_every_error_is_documented_with_its_status() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (\d{3}) \|", page("docs/errors.md"), re.MULTILINE)

    assert {name: int(status) for name, status in rows} == errors()


def test_every_route_is_documented() -> None:
    assert sorted(rows_of("docs/api.md", r"[A-Z]+ /\S+")) == sorted(acts_of_the_interface())


def test_every_route_has_a_summary() -> None:
    acts = acts_of_the_interface()

    assert acts
    assert [name for name, act in acts.items() if not act.get("summary")] == []


def test_every_door_of_run_py_is_documented() -> None:
    doors = re.findall(r"^(python3 run\.py ?[a-z]*)", page("run.py").partition('DOORS = """\\\n')[2], re.MULTILINE)

    assert len(doors) == 6
    assert [door for door in doors if f"`{door.strip()}" not in page("docs/running.md")] == []


def test_architecture_names_every_package() -> None:
    assert [package for package in PACKAGES if f"{package}/" not in page("docs/architecture.md")] == []


def test_every_name_in_the_glossary_is_in_the_code() -> None:
    """A word of the glossary that the code has left behind would send readers to nothing."""
    names = re.findall(rf"`((?:{'|'.join(PACKAGES)})(?:\.\w+)+)`", page("docs/glossary.md"))

    assert names
    assert [name for name in names if not is_in_code(name)] == []


def is_in_code(name: str) -> bool:
    module, _, thing = name.rpartition(".")
    held = importlib.import_module(module)
    return hasattr(held, thing) or (hasattr(held, "__path__") and importlib.util.find_spec(name) is not None)


# -- The pages hang together -------------------------------------------------------------------------------------------


def broken_links(text: str, folder: Path) -> list[str]:
    """Give the links to files of the project that are not there."""
    links = re.findall(r"\]\(([^)#\s]+)", text)
    return [link for link in links if not re.match(r"[a-z]+:", link) and not (folder / link).exists()]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file(path: Path) -> None:
    assert broken_links(path.read_text(encoding="utf-8"), path.parent) == []


def test_link_to_nowhere_is_seen() -> None:
    text = "[here](README.md), [gone](docs/gone.md#part), [out](https://example.org/gone), [part](#part)"

    assert broken_links(text, ROOT) == ["docs/gone.md"]


def test_first_screen_of_readme_holds_both_commands() -> None:
    first_screen = page("README.md").splitlines()[:25]

    assert "python3 run.py" in first_screen
    assert "python3 run.py test" in first_screen


def test_every_page_can_be_found_from_the_readme() -> None:
    """A page that the README or the list of decisions does not name is a page that nobody reads."""
    linked = re.findall(r"\]\((docs/[^)#]+)", page("README.md"))
    pages = [path.relative_to(ROOT).as_posix() for path in PAGES if path.parent.name == "docs"]

    assert [path for path in pages if path not in linked] == []


def test_every_decision_is_listed() -> None:
    listed = re.findall(r"\]\(([0-9]{4}-[a-z0-9-]+\.md)\)", page("docs/decisions/README.md"))

    assert sorted(listed) == [path.name for path in DECISIONS if path.name != "README.md"]


@pytest.mark.parametrize("path", [path for path in DECISIONS if path.name != "README.md"], ids=lambda path: path.name)
def test_decision_says_what_why_what_else_and_what_it_costs(path: Path) -> None:
    headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)

    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert headings[:4] == ["What", "Why", "What else", "What it costs"]


def test_changelog_knows_the_version() -> None:
    assert re.search(rf"^## {re.escape(PROJECT['project']['version'])}\b", page("CHANGELOG.md"), re.MULTILINE)

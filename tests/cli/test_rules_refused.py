"""What a person sees of a file of rules that cannot be right: one line that says where and what, and no traceback."""

import shutil
from pathlib import Path

import pytest

from services.reference import REFERENCE_FOLDER
from tests.cli.test_files_commands import plekwijzer

COMMANDS = [
    ("serve",),
    ("demo", "--port", "8399"),
    ("worker",),
    ("match", "--students", "students.csv", "--placements", "placements.csv", "--out", "uit.csv"),
    ("sample", "--out", "uit"),
]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Give a folder with a copy of all rules."""
    code = shutil.ignore_patterns("*.py", "__pycache__", "*.md")
    return Path(shutil.copytree(REFERENCE_FOLDER, tmp_path / "regels", ignore=code))


def run(command: tuple[str, ...], rules: Path) -> tuple[int, list[str], str]:
    (rules.parent / "students.csv").write_text("kenmerk\n", encoding="utf-8")
    (rules.parent / "placements.csv").write_text("kenmerk\n", encoding="utf-8")
    done = plekwijzer(
        *command,
        cwd=rules.parent,
        PLEKWIJZER_RULES="regels",
        PLEKWIJZER_BROKER_URL="redis://127.0.0.1:1/0",
        PLEKWIJZER_DATABASE_URL="sqlite:///leeg.sqlite3",
    )
    return done.returncode, done.stderr.splitlines(), done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_command_that_needs_the_rules_refuses_to_start_with_a_spoiled_file(
    command: tuple[str, ...], rules: Path
) -> None:
    file = rules / "hazards.csv"
    lines = file.read_text("utf-8").splitlines()
    number = next(line for line, text in enumerate(lines, start=1) if text.startswith("lawaai"))
    lines[number - 1] = lines[number - 1].replace("forbidden", "verboden")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    code, said, out = run(command, rules)

    assert (code, out) == (2, "")
    assert said == [
        f"hazards.csv, regel {number}, kolom mode: er staat “verboden”; kies uit: forbidden, supervision.",
        "Zo kan Plekwijzer niet beginnen. Kijk alle regels na met: plekwijzer rules check",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("sectors.csv", "code,label", "code,kleur", "sectors.csv, regel 1, kolom kleur: deze kolom is niet bekend"),
        ("text_words.csv", "role,words", "rol,words", "text_words.csv, regel 1, kolom rol: deze kolom is niet bekend"),
        ("parameters.toml", "prior = 0.5", "prior = 5", "parameters.toml, kolom prior: er staat “5.0”; geef een getal"),
    ],
)
def test_serve_reads_every_kind_of_file_before_it_starts(file: str, old: str, new: str, said: str, rules: Path) -> None:
    (rules / file).write_text((rules / file).read_text("utf-8").replace(old, new, 1), encoding="utf-8")

    code, lines, _ = run(("serve",), rules)

    assert (code, lines[0][: len(said)]) == (2, said)


def test_folder_that_lacks_a_file_is_refused(rules: Path) -> None:
    (rules / "hazards.csv").unlink()

    assert run(("serve",), rules)[:2] == (
        2,
        [
            "hazards.csv: dit bestand is er niet; zet het in de map met regels.",
            "Zo kan Plekwijzer niet beginnen. Kijk alle regels na met: plekwijzer rules check",
        ],
    )

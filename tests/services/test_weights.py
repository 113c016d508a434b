"""Weights and priors are read whole, or every fault is named."""

from pathlib import Path

import pytest

from matching import Component
from services.files.faults import FileRefusedError
from services.reference import REFERENCE_FOLDER
from services.weights import load_parameters, read_parameters

OWN = (REFERENCE_FOLDER / "parameters.toml").read_text("utf-8")


def sentences(folder: Path, text: str) -> list[str]:
    path = folder / "wegingen.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileRefusedError) as refused:
        read_parameters(path)
    return refused.value.sentences()


def test_a_copy_with_other_numbers_is_another_set(tmp_path: Path) -> None:
    path = tmp_path / "wegingen.toml"
    changed = (
        OWN.replace("2026-11", "proef").replace("wish = 0.35", "wish = 0.25").replace("tasks = 0.20", "tasks = 0.30")
    )
    path.write_text(changed, encoding="utf-8")

    found = read_parameters(path)

    assert (found.version, found.weights[Component.WISH], found.weights[Component.TASKS]) == ("proef", 0.25, 0.3)
    assert found.prior == load_parameters().prior


def test_every_fault_is_named_at_once(tmp_path: Path) -> None:
    wrong = OWN.replace("prior = 0.5", 'prior = "half"').replace("goals = 0.35", "doelen = 0.35") + "kleur = 3\n"

    assert sentences(tmp_path, wrong) == [
        "wegingen.toml, kolom weights.doelen: deze naam is niet bekend; haal hem weg of verbeter hem.",
        "wegingen.toml, kolom weights.kleur: deze naam is niet bekend; haal hem weg of verbeter hem.",
        "wegingen.toml, kolom weights.goals: dit ontbreekt of staat er anders dan in het voorbeeld; "
        "zie docs/file-formats.md.",
        "wegingen.toml, kolom prior: er staat “half”; geef een getal, met een punt voor de cijfers achter de komma.",
    ]


def test_weights_that_do_not_add_up_and_shares_out_of_range_are_refused(tmp_path: Path) -> None:
    wrong = OWN.replace("wish = 0.35", "wish = 0.45").replace("period_share_min = 0.6", "period_share_min = 0")

    said = sentences(tmp_path, wrong)

    assert [line.rsplit(";", 1)[1] for line in said] == [" geef een getal boven 0.", " maak ze samen precies 1."]


@pytest.mark.parametrize("text", ["geen toml", "\ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), ""])
def test_what_is_no_set_is_refused(tmp_path: Path, text: str) -> None:
    assert sentences(tmp_path, text)


def test_a_file_that_is_not_there_or_far_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="kan niet worden gelezen"):
        read_parameters(tmp_path / "weg.toml")
    assert "te groot" in sentences(tmp_path, "#" * 200_000)[0]

"""Weights and priors from a file (wegingen): the product's own, or a set that somebody tries out."""

import tomllib
from functools import cache
from pathlib import Path

from matching import ParameterError, ParameterFault, Parameters, Problem
from services.files.faults import Fault, FileRefusedError, refuse
from services.reference import rules_folder

PARAMETERS = "parameters.toml"
LARGEST_BYTES = 100_000
"""More than a hundred times the product's own file."""
EXPECTED = {
    Problem.MISSING: "dit ontbreekt of staat er anders dan in het voorbeeld; zie docs/file-formats.md",
    Problem.UNKNOWN: "deze naam is niet bekend; haal hem weg of verbeter hem",
    Problem.NOT_A_NUMBER: "geef een getal, met een punt voor de cijfers achter de komma",
    Problem.NOT_A_SHARE: "geef een getal van 0 tot en met 1",
    Problem.NOT_ABOVE_ZERO: "geef een getal boven 0",
    Problem.NOT_ONE_TOGETHER: "deze wegingen zijn samen niet 1; maak ze samen precies 1",
}


@cache
def load_parameters() -> Parameters:
    """Read the weights and priors of this installation."""
    return read_parameters(rules_folder() / PARAMETERS)


def read_parameters(path: Path) -> Parameters:
    """Read weights and priors from a TOML file.

    Raises
    ------
    FileRefusedError
        The file is not there, is not TOML, or does not hold a right set; every fault is named.
    """
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise refuse(path.name, "dit bestand is te groot voor wegingen; geef het goede bestand")
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise refuse(path.name, "het bestand kan niet worden gelezen; kijk of de naam klopt") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse(path.name, f"dit is geen goed TOML-bestand ({error})") from error
    try:
        return Parameters.from_mapping(data)
    except ParameterError as error:
        raise FileRefusedError(_fault(path, fault) for fault in error.faults) from error


def _fault(path: Path, fault: ParameterFault) -> Fault:
    value = None if fault.value is None else str(fault.value)
    return Fault(file=path.name, column=fault.name, value=value, expected=EXPECTED[fault.problem])

"""Where the data files stand: those of the product, or a folder of an installation's own."""

from functools import cache
from pathlib import Path

from services.settings import read_settings

REFERENCE_FOLDER = Path(__file__).parent
"""Where the data files of the product stand: beside this module."""


@cache
def rules_folder() -> Path:
    """Give the folder that the setting ``PLEKWIJZER_RULES`` names, or that of the product.

    Raises
    ------
    SettingsError
        A setting holds what it cannot hold.
    """
    chosen = read_settings().rules
    return Path(chosen).resolve() if chosen else REFERENCE_FOLDER

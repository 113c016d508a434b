"""What commands on an installation have in common: reading its settings, and what they point to."""

from typing import TYPE_CHECKING

import typer

from cli.progress import say

if TYPE_CHECKING:
    from services.settings import Settings


def settings_or_exit() -> "Settings":
    """Give the settings; when one cannot be used, say which and end with exit code 1."""
    from services.settings import SettingsError, read_settings

    try:
        return read_settings()
    except SettingsError as error:
        say(f"Deze instellingen kloppen niet: {', '.join(error.names)}.")
        raise typer.Exit(1) from error


def chosen_linker_or_exit(settings: "Settings") -> None:
    """Load the linker when a setting chooses one; when its file cannot be used, say so and end with exit code 1."""
    from services.files.faults import FileRefusedError
    from services.linking.model import load_linker

    try:
        if settings.linker:
            load_linker()
    except FileRefusedError as error:
        say(*error.sentences())
        raise typer.Exit(1) from error

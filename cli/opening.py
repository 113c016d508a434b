"""What commands on an installation have in common: reading its settings, what they point to, and its rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

from cli.progress import refuse, say

if TYPE_CHECKING:
    from services.settings import Settings
    from services.unit_of_work import UnitOfWork

LOOK_AT_RULES = "Zo kan Plekwijzer niet beginnen. Kijk alle regels na met: plekwijzer rules check"


def settings_or_exit() -> "Settings":
    """Give the settings; when one cannot be used, say which and end with exit code 1."""
    from services.settings import SettingsError, read_settings

    try:
        return read_settings()
    except SettingsError as error:
        say(f"Deze instellingen kloppen niet: {', '.join(error.names)}.")
        raise typer.Exit(1) from error


@contextmanager
def writing_or_exit(settings: "Settings") -> "Iterator[UnitOfWork]":
    """Open a unit of work in the live database; when it cannot be used say why, and end with its exit code."""
    from services.unit_of_work import House, Mode, NotMigratedError, StorageError

    try:
        house = House.open(settings.database_url)
        with house.writing() as work:
            if work.installation.mode is Mode.DEMO:
                raise refuse(("Deze database hoort bij de demo. Zet PLEKWIJZER_DATABASE_URL op een andere.",))
            yield work
        house.close()
    except NotMigratedError as error:
        say("De database is niet bij. Draai eerst: plekwijzer migrate")
        raise typer.Exit(1) from error
    except StorageError as error:
        say(f"De database is niet te gebruiken: {error}")
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


def providers_or_exit(settings: "Settings") -> None:
    """Read the school logins; when their file cannot be used, say why and end with exit code 1."""
    from services.school_login.errors import ProvidersFileError
    from services.school_login.providers import read_providers

    try:
        read_providers(settings.oidc)
    except ProvidersFileError as error:
        say("PLEKWIJZER_OIDC is niet te gebruiken:", *error.faults)
        raise typer.Exit(1) from error


def rules_or_exit() -> None:
    """Read all rules, texts and weights of today; when one cannot be right, say which and end with exit code 2."""
    from services.files.faults import FileRefusedError
    from services.local_time import local_day
    from services.reference import ReferenceDataError, load_reference
    from services.reference.coaching_kit import load_coaching_kit
    from services.reference.directions import load_directions
    from services.reference.help_map import load_help_map
    from services.reference.message_texts import load_message_texts
    from services.reference.parent_essentials import load_parent_essentials
    from services.reference.posting import load_posting_lists
    from services.reference.text_vocabulary import load_text_vocabulary
    from services.weights import load_parameters

    try:
        load_reference(local_day(datetime.now(UTC)))
        load_text_vocabulary()
        load_message_texts()
        load_posting_lists()
        load_parent_essentials()
        load_coaching_kit()
        load_help_map(local_day(datetime.now(UTC)))
        load_directions(local_day(datetime.now(UTC)))
        load_parameters()
    except ReferenceDataError as error:
        raise refuse([str(error), LOOK_AT_RULES]) from error
    except FileRefusedError as error:
        raise refuse([*error.sentences(), LOOK_AT_RULES]) from error

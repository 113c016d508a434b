"""The `plekwijzer` command and its subcommands."""

import sys
from importlib import import_module

import typer

from cli.opening import LOOK_AT_RULES
from cli.progress import say

# Each of these has `register(app)`. They import what they need when they run, so that `--help` answers at once.
COMMANDS = (
    "cli.demo",
    "cli.match",
    "cli.linking",
    "cli.snapshot",
    "cli.sample",
    "cli.rules",
    "cli.importing",
    "cli.serve",
    "cli.worker",
    "cli.retention",
    "cli.migrate",
    "cli.account",
    "cli.handover",
    "cli.doctor",
    "cli.audit",
    "cli.permissions",
)


def build_app() -> typer.Typer:
    """Make the command with all its subcommands."""
    app = typer.Typer(
        name="plekwijzer",
        help="Wijst jongeren de weg naar een stageplek of eerste baan die past, en zegt waarom.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for name in COMMANDS:
        import_module(name).register(app)
    return app


def main() -> None:
    """Run the command."""
    # A console that cannot show a sign (é in an old code page) shows a question mark instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        build_app()()
    except Exception as error:
        # Any command may be the first to read the rules; imported here, so that `--help` answers at once.
        from services.reference import ReferenceDataError
        from services.settings import SettingsError

        if isinstance(error, ReferenceDataError):
            say(str(error), LOOK_AT_RULES)
            sys.exit(2)
        if isinstance(error, SettingsError):
            say(f"Deze instellingen kloppen niet: {', '.join(error.names)}.")
            sys.exit(1)
        raise

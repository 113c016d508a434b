"""Showing how far long work has come, and what a file did wrong, on a terminal."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import typer


@contextmanager
def progress_shown() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function to tell the stage, how much is done and how much there is; draws only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("Beginnen", total=None)

        def show(stage: str, done: int, total: int) -> None:
            bars.update(task, description=stage, completed=done, total=total)

        yield show


def say(*lines: str) -> None:
    """Print lines for a person on standard error, so that standard output stays free for results."""
    for line in lines:
        typer.echo(line, err=True)


def refuse(lines: Iterable[str]) -> typer.Exit:
    """Print why nothing was done, and give the exit to raise: code 2."""
    say(*lines)
    return typer.Exit(2)

"""`plekwijzer audit verify`, `audit anchor` and `audit export`: the trail of who did and read what."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import settings_or_exit
from cli.progress import refuse, say

if TYPE_CHECKING:
    from services.unit_of_work import UnitOfWork

DAYS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M"]


def register(app: typer.Typer) -> None:
    """Add the command and its subcommands to the app."""
    audit = typer.Typer(help="Kijk het logboek na, leg het vast of haal er iets uit.", no_args_is_help=True)
    audit.command("verify")(verify)
    audit.command("anchor")(anchor)
    audit.command("export")(export)
    app.add_typer(audit, name="audit")


def verify(
    kept: Annotated[
        Path | None, typer.Option("--anchor", help="Bestand met wat `plekwijzer audit anchor` eerder gaf.")
    ] = None,
) -> None:
    """Kijk of het logboek heel is: niets veranderd, niets weg, niets ertussen.

    Zonder `--anchor` valt niet op dat het einde weg is of dat alles vanaf een regel opnieuw is geschreven.

    Afloop: 0 als het heel is, 1 als er iets veranderd is, 2 als het bestand van `--anchor` niet klopt.
    """
    from services import audit

    try:
        anchors = audit.read_anchors(kept.read_text(encoding="utf-8")) if kept else ()
    except (OSError, UnicodeDecodeError) as error:
        raise refuse([f"{kept} kan niet gelezen worden."]) from error
    except audit.AnchorFileError as error:
        raise refuse([f"{kept}, regel {error.line}: hier hoort een nummer, een spatie en 64 tekens."]) from error
    with _reading() as work:
        done = audit.verify(work, anchors=anchors)
    if done.found is not None:
        shows = {
            audit.BreakKind.MISSING: "deze regel is er niet, of staat niet op zijn plaats",
            audit.BreakKind.CHANGED: "deze regel is veranderd nadat hij geschreven was",
            audit.BreakKind.END: "hier eindigt het logboek anders dan het zegt",
            audit.BreakKind.ANCHOR: "deze regel is niet de regel die is vastgelegd",
        }
        say(f"Het logboek is NIET heel. Nummer {done.found.number}: {shows[done.found.kind]}.")
        raise typer.Exit(1)
    typer.echo(f"Het logboek is heel: {done.n_entries} regels, {len(anchors)} keer vergeleken met wat is vastgelegd.")
    if done.n_gone:
        typer.echo(f"De eerste {done.n_gone} regels zijn weg, omdat hun bewaartermijn om was.")


def anchor() -> None:
    """Geef nummer en controlegetal van de laatste regel. Bewaar ze elke dag op een andere plek dan de database."""
    from services import audit

    with _reading() as work:
        held = audit.anchor(work)
    typer.echo(f"{held.number} {held.hash}")


def export(
    out: Annotated[Path, typer.Option(help="Schrijf het in dit bestand: .csv of .tsv.")],
    start: Annotated[datetime, typer.Option("--from", formats=DAYS, help="Vanaf wanneer, zoals 2027-02-01.")],
    end: Annotated[datetime, typer.Option("--until", formats=DAYS, help="Tot wanneer; die dag zelf niet meer.")],
) -> None:
    """Schrijf op wie wanneer wat deed of bekeek. Tijden zijn die in Nederland.

    Afloop: 0 als het er staat, 2 als het bestand niet geschreven kan worden.
    """
    from services import audit
    from services.files.faults import FileRefusedError
    from services.local_time import AMSTERDAM

    try:
        with _reading() as work:
            n_written = audit.export(
                work, out, start=start.replace(tzinfo=AMSTERDAM), end=end.replace(tzinfo=AMSTERDAM)
            )
    except FileRefusedError as error:
        raise refuse([*error.sentences(), "Er is niets geschreven."]) from error
    say(f"{n_written} regels in {out.name}.")


@contextmanager
def _reading() -> "Iterator[UnitOfWork]":
    from services.unit_of_work import House, StorageError

    house = House.open(settings_or_exit().database_url)
    try:
        with house.reading() as work:
            yield work
    except StorageError as error:
        say(f"De database kan niet gelezen worden: {error}")
        raise typer.Exit(1) from error
    finally:
        house.close()

"""`plekwijzer rules list` and `rules check`: show the rules of a day, and look them over."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.progress import refuse, say

On = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="De dag waarop gevraagd wordt; anders vandaag.")
]


def register(app: typer.Typer) -> None:
    """Add the command and its subcommands to the app."""
    rules = typer.Typer(
        help="Bekijk de regels (leeftijden, uren, gevaarlijk werk) of kijk ze na.", no_args_is_help=True
    )
    rules.command("list")(show)
    rules.command("check")(check)
    app.add_typer(rules, name="rules")


def show(
    family: Annotated[
        str | None, typer.Option(help="Alleen deze groep: de naam van het bestand zonder .csv, zoals working_time.")
    ] = None,
    on: On = None,
    out: Annotated[Path | None, typer.Option(help="Schrijf ze in dit bestand: .csv of .tsv.")] = None,
) -> None:
    """Laat de regels zien die op een dag gelden, met artikel, bron en wanneer iemand ze nakeek.

    Afloop: 0 als ze er staan, 2 als een bestand met regels niet klopt.
    """
    from services.files.faults import FileRefusedError
    from services.reference import rules_folder
    from services.rules.listing import list_rules, write_rules
    from services.rules.wording import SAYING
    from services.wording import day_text

    if family is not None and family not in SAYING:
        raise refuse([f"De groep “{family}” is er niet. Kies uit: {', '.join(SAYING)}."])
    families = (family,) if family else tuple(SAYING)
    day = _day(on)
    lines = list_rules(rules_folder(), on=day, families=families)
    if out is not None:
        try:
            n_written = write_rules(out, lines)
        except FileRefusedError as error:
            raise refuse([*error.sentences(), "Er is niets geschreven."]) from error
        say(f"{n_written} regels in {out.name}.")
        return
    typer.echo(f"Dit geldt op {day_text(day)}. Voor elke regel staat de regel in het bestand.")
    for name in families:
        typer.echo(f"\n{SAYING[name][0]} ({name}.csv)")
        for line in (line for line in lines if line.family == name):
            typer.echo(f"\n  {line.line}. {line.says}.\n     {line.origin}.")


def check(
    folder: Annotated[
        Path | None, typer.Option(help="Map met een kopie van alle regels; anders die van deze installatie.")
    ] = None,
    on: On = None,
    within: Annotated[int, typer.Option(min=0, help="Waarschuw voor rijen die binnen zoveel dagen eindigen.")] = 90,
    older_than: Annotated[
        int, typer.Option(min=0, help="Waarschuw voor rijen die langer dan zoveel dagen geleden zijn nagekeken.")
    ] = 365,
) -> None:
    """Kijk alle bestanden met regels na: wat kan niet kloppen, en wat vraagt aandacht.

    Afloop: 0 als alles klopt (met of zonder waarschuwingen), 1 als er een fout in staat.
    """
    from services.reference import rules_folder
    from services.rules.checking import check_rules

    chosen = folder or rules_folder()
    if not chosen.is_dir():
        raise refuse([f"De map {chosen} is er niet. Geef een map met een kopie van alle regels."])
    done = check_rules(chosen, on=_day(on), within_days=within, older_than_days=older_than)
    for text in done.faults:
        typer.echo(f"FOUT    {text}")
    for text in done.warnings:
        typer.echo(f"LET OP  {text}")
    if done.faults:
        n_faults = "1 fout" if len(done.faults) == 1 else f"{len(done.faults)} fouten"
        say(f"{n_faults}. Met deze regels start Plekwijzer niet.")
        raise typer.Exit(1)
    say(f"{done.n_files} bestanden met {done.n_rows} rijen kloppen; {len(done.warnings)} waarschuwingen.")


def _day(on: datetime | None) -> date:
    from services.local_time import local_day

    return on.date() if on else local_day(datetime.now(UTC))

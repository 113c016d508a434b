"""`plekwijzer migrate`: bring the database to the tables of this version."""

from typing import Annotated

import typer

from cli.opening import settings_or_exit
from cli.progress import say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("migrate")(migrate)


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Verander niets; zeg of de stappen samen de goede tabellen maken.")
    ] = False,
) -> None:
    """Maak of vernieuw de tabellen in de database. Doe dit na elke nieuwe versie.

    Afloop: 0 als het klopt, 1 als de stappen en de tabellen verschillen of de database niet antwoordt.
    """
    from services.unit_of_work import House, StorageError

    if check:
        differences = House.migration_differences()
        for difference in differences:
            say(f"Verschil: {difference}")
        if differences:
            raise typer.Exit(1)
        typer.echo("De stappen maken precies de tabellen van deze versie.")
        return
    try:
        house = House.open(settings_or_exit().database_url)
        house.migrate()
    except StorageError as error:
        say(f"De database kan niet bijgewerkt worden: {error}")
        raise typer.Exit(1) from error
    house.close()
    typer.echo("De database is bij.")

"""`plekwijzer snapshot`: save the market of an installation, for lists on other machines or at another moment."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.opening import settings_or_exit
from cli.progress import refuse, say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("snapshot")(snapshot)


def snapshot(out: Annotated[Path, typer.Option(help="Map die gemaakt wordt; er mag nog niets staan.")]) -> None:
    """Bewaar de markt van dit moment in een map, om er later lijsten uit te maken met plekwijzer match --snapshot.

    In de map staan geen namen, maar wel geboortedagen, woonplaatsen en niveaus: het zijn persoonsgegevens.
    Afloop: 0 als de map er is, 2 als er niets geschreven is.
    """
    from services.files.faults import FileRefusedError
    from services.markets import current_market
    from services.snapshots import save_snapshot
    from services.unit_of_work import House, NotMigratedError, StorageError

    settings = settings_or_exit()
    try:
        house = House.open(settings.database_url)
        try:
            with house.reading() as work:
                market = current_market(work, now=datetime.now(UTC))
        finally:
            house.close()
        done = save_snapshot(market, out)
    except FileRefusedError as error:
        raise refuse(error.sentences()) from error
    except NotMigratedError as error:
        raise refuse(["De database is nog niet klaar. Draai eerst: plekwijzer migrate"]) from error
    except StorageError as error:
        raise refuse([f"De database doet het niet: {error}.", "Er is niets geschreven."]) from error
    except KeyboardInterrupt as interrupt:
        say("Gestopt. Er is niets geschreven.")
        raise typer.Exit(130) from interrupt
    say(
        f"{done.n_students} leerlingen en {done.n_placements} plekken in {out.name} "
        f"({done.n_bytes / 1e6:.1f} MB, stand {done.version}).",
        "Er staan persoonsgegevens in: alleen u kunt de map openen, en gooi haar weg als u klaar bent.",
    )

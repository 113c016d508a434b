"""`plekwijzer match`: match a file of students with a file of placements."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from cli.progress import progress_shown, refuse, say


class Direction(StrEnum):
    """For whom the lists are made; the same words as in the service."""

    PLACES = "places"
    CANDIDATES = "candidates"
    BOTH = "both"


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("match")(match)


def match(
    out: Annotated[Path, typer.Option(help="Uitkomst: .csv of .jsonl.")],
    students: Annotated[Path | None, typer.Option(help="Leerlingen: .csv, .xlsx of .parquet.")] = None,
    placements: Annotated[Path | None, typer.Option(help="Plekken: .csv, .xlsx of .parquet.")] = None,
    snapshot: Annotated[
        Path | None, typer.Option(help="Map van plekwijzer snapshot, in plaats van beide bestanden.")
    ] = None,
    top: Annotated[int, typer.Option(help="Hoogstens zoveel regels per leerling of per plek.")] = 20,
    direction: Annotated[
        Direction, typer.Option(help="Plekken per leerling, kandidaten per plek, of allebei.")
    ] = Direction.PLACES,
    strict: Annotated[bool, typer.Option("--strict", help="Weiger een bestand met een foute rij.")] = False,
    today: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="De dag waarop gevraagd wordt; anders vandaag.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Loot de volgorde bij gelijke score.")] = 0,
    postcodes: Annotated[Path | None, typer.Option(help="Postcodelijst: .json, .csv, .xlsx of .parquet.")] = None,
    weights: Annotated[Path | None, typer.Option(help="Eigen wegingen: .toml; anders die van Plekwijzer.")] = None,
    spread: Annotated[
        float,
        typer.Option(min=0, max=1, help="Spreid leerlingen over plekken, zo sterk: 0 is niet, 1 is zoveel als mag."),
    ] = 0.0,
    most_loss: Annotated[
        float, typer.Option(min=0, max=1, help="Bij --spread: hoogstens zo'n deel minder score, op elke regel.")
    ] = 0.05,
) -> None:
    """Koppel een bestand met leerlingen aan een bestand met plekken, of neem een momentopname; met redenen.

    Afloop: 0 als er een uitkomst is (foute rijen staan dan in de melding), 2 als er niets geschreven is.
    """
    from services.files.faults import FileRefusedError
    from services.local_time import local_day
    from services.matching_files import Direction as Asked
    from services.matching_files import MatchSummary, match_files, match_snapshot
    from services.wording import list_text

    asked: Callable[..., MatchSummary]
    if snapshot is not None:
        fixed = {
            "--students": students,
            "--placements": placements,
            "--postcodes": postcodes,
            "--today": today,
            "--weights": weights,
        }
        given = [name for name, value in {**fixed, "--strict": strict, "--seed": seed}.items() if value]
        if given:
            raise refuse([f"{list_text(given)}: dat ligt in een momentopname al vast.", "Er is niets geschreven."])
        asked = partial(match_snapshot, snapshot=snapshot)
    elif students is not None and placements is not None:
        asked = partial(
            match_files,
            students=students,
            placements=placements,
            today=today.date() if today else local_day(datetime.now(UTC)),
            is_strict=strict,
            seed=seed,
            postcodes=postcodes,
            weights=weights,
        )
    else:
        raise refuse(["Geef --students en --placements, of --snapshot.", "Er is niets geschreven."])
    try:
        with progress_shown() as show:
            done = asked(
                out=out,
                top=top,
                direction=Asked(direction.value),
                spread=spread,
                most_loss=most_loss,
                on_progress=show,
            )
    except FileRefusedError as error:
        raise refuse([*error.sentences(), "Er is niets geschreven."]) from error
    except KeyboardInterrupt as interrupt:
        say("Gestopt. Er is niets geschreven.")
        raise typer.Exit(130) from interrupt
    say(*done.fault_lines, *done.notes)
    say(f"{done.n_students} leerlingen, {done.n_placements} plekken, {done.n_pairs} regels in {out.name}.")
    if done.n_students_without is not None:
        say(f"Voor {done.n_students_without} leerlingen is er nu geen plek die kan.")
    if done.n_placements_without is not None:
        say(f"Voor {done.n_placements_without} plekken is er nu geen kandidaat die kan.")
    say(*done.spread_lines)
    say(f"Regels en wegingen: {done.version}.")
    if done.n_faults:
        say(f"{done.n_faults} fouten; die rijen doen niet mee. Met --strict wordt zo'n bestand geweigerd.")

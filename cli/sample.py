"""`plekwijzer sample`: write files of made-up students and places."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.progress import refuse, say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("sample")(sample)


def sample(
    out: Annotated[Path, typer.Option(help="Map waarin students.csv en placements.csv komen.")],
    students: Annotated[int, typer.Option(help="Hoeveel leerlingen.")] = 200,
    placements: Annotated[int, typer.Option(help="Hoeveel plekken.")] = 90,
    seed: Annotated[int, typer.Option(min=0, help="Een ander getal geeft andere mensen en plekken.")] = 1,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Dag waarvan leeftijd en begin uitgaan; anders vandaag."),
    ] = None,
) -> None:
    """Schrijf voorbeeldbestanden met verzonnen leerlingen en plekken.

    Afloop: 0 als de bestanden er zijn, 2 als er niets geschreven is.
    """
    from services.files.faults import FileRefusedError
    from services.local_time import local_day
    from services.sample_files import write_sample

    day = today.date() if today else local_day(datetime.now(UTC))
    try:
        done = write_sample(n_students=students, n_placements=placements, seed=seed, out=out, today=day)
    except FileRefusedError as error:
        raise refuse(error.sentences()) from error
    say(
        f"{done.n_students} leerlingen in {done.students}.",
        f"{done.n_placements} plekken in {done.placements}. Iedereen is verzonnen.",
    )

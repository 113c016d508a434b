"""`plekwijzer handover`: our own key to give away, and whose packages are believed."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.opening import settings_or_exit, writing_or_exit
from cli.progress import refuse, say


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    handover = typer.Typer(
        help="Overdrachten: je eigen sleutel, en van welke scholen je pakketten gelooft.", no_args_is_help=True
    )
    handover.command("key")(key)
    handover.command("trust")(trust)
    handover.command("untrust")(untrust)
    handover.command("list")(list_keys)
    app.add_typer(handover, name="handover")


def key() -> None:
    """Toon de openbare sleutel van deze Plekwijzer. Geef hem aan scholen die pakketten van jou moeten kunnen openen.

    De sleutel is niet geheim. Laat de andere school wel nakijken of hij echt van jou komt, bijvoorbeeld door te bellen
    en de eerste acht tekens achter `kid` voor te lezen.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als de database bij de
    demo hoort.
    """
    from services.handover.trusting import own_public_key

    with writing_or_exit(settings_or_exit()) as work:
        written = own_public_key(work, now=datetime.now(UTC)).written
    typer.echo(written)


def trust(
    file: Annotated[
        Path, typer.Argument(help="Bestand met wat `plekwijzer handover key` bij de andere school toonde.")
    ],
    name: Annotated[str, typer.Option("--name", help="Van wie de sleutel is; dit staat bij een pakket als afzender.")],
) -> None:
    """Geloof voortaan pakketten van een andere school. Vraag eerst langs een andere weg of de sleutel echt van haar is.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als het bestand, de
    sleutel of de naam niet kan.
    """
    from services.handover.keys import KeyRefusedError
    from services.handover.trusting import LONGEST_KEY, trust_key

    try:
        with file.open(encoding="utf-8") as held:
            text = held.read(LONGEST_KEY + 1)
    except (OSError, UnicodeDecodeError) as error:
        raise refuse([f"{file} kan niet gelezen worden. Kies het tekstbestand met de sleutel."]) from error
    try:
        with writing_or_exit(settings_or_exit()) as work:
            kept = trust_key(work, text=text, name=name, now=datetime.now(UTC))
    except KeyRefusedError as error:
        raise refuse([str(error)]) from error
    say(f"Pakketten van {kept.name} worden nu geloofd. Kijk samen na of de sleutel begint met {kept.key_id[:8]}.")


def untrust(
    key_id: Annotated[str, typer.Argument(help="De sleutel: 64 tekens, zoals `plekwijzer handover list` die toont.")],
) -> None:
    """Geloof pakketten met deze sleutel niet meer, ook niet die eerder zijn gemaakt. Wat al binnen is, blijft.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als deze sleutel niet van
    een ander is of al niet meer telde.
    """
    from services.errors import NotFoundError
    from services.handover.trusting import end_trust

    try:
        with writing_or_exit(settings_or_exit()) as work:
            end_trust(work, key_id=key_id, now=datetime.now(UTC))
    except NotFoundError:
        raise refuse(["Deze sleutel telt niet. Kijk welke er zijn met: plekwijzer handover list"]) from None
    say("Pakketten met deze sleutel worden niet meer geloofd.")


def list_keys() -> None:
    """Toon van welke scholen pakketten geloofd worden: sleutel, naam, en of hij nog telt.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als de database bij de
    demo hoort.
    """
    from services.handover.trusting import keys_of_others
    from services.local_time import local_day

    with writing_or_exit(settings_or_exit()) as work:
        keys = keys_of_others(work)
    for one in keys:
        state = "telt" if one.until is None else f"telt niet meer sinds {local_day(one.until)}"
        typer.echo("\t".join((one.key_id, one.name, state)))

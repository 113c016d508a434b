"""`plekwijzer retention`: what was kept long enough, taking it away, and erasing again after a restore."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import rules_or_exit, settings_or_exit
from cli.progress import progress_shown, refuse, say

if TYPE_CHECKING:
    from services.privacy.keeping import Over
    from services.unit_of_work import House

MOST_GOES = 1_000
"""Goes through everything in one command, 500 students each; a fault may not go on for ever."""


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("retention")(retention)


def retention(
    carry_out: Annotated[bool, typer.Option("--carry-out", help="Wis echt wat te lang bewaard is.")] = False,
    replay_erasures: Annotated[
        bool,
        typer.Option("--replay-erasures", help="Wis opnieuw wie al gewist was. Doe dit na elke teruggezette kopie."),
    ] = False,
    register_to: Annotated[
        Path | None, typer.Option("--register", help="Schrijf het verwerkingsregister in dit bestand, en verder niets.")
    ] = None,
) -> None:
    """Zeg wat te lang bewaard is, per soort, met de regel en de bron. Zonder --carry-out verandert er niets.

    Er staan alleen aantallen in, geen namen. Afloop: 0 als het klaar is, 1 als de database niet antwoordt of dit een
    oefenregio is, 2 als een bestand niet klopt.
    """
    rules_or_exit()
    if register_to is not None:
        _write_register(register_to)
        return
    from services.unit_of_work import House, StorageError

    settings = settings_or_exit()
    try:
        house = House.open(settings.database_url)
        if replay_erasures:
            _replay(house, settings.erasure_journal)
        else:
            _keep(house, carry_out=carry_out)
        house.close()
    except StorageError as error:
        say(f"De database is niet te gebruiken: {error}")
        raise typer.Exit(1) from error


def _keep(house: "House", *, carry_out: bool) -> None:
    from services.privacy.keeping import DemoHasNoTermsError, is_more_to_remove, remove_what_is_over, what_is_over

    now = datetime.now(UTC)
    with house.reading() as work:
        over = what_is_over(work, now=now)
    for one in over:
        typer.echo(_line(one))
    if not carry_out:
        say("Er is niets gewist. Wissen doe je met: plekwijzer retention --carry-out")
        return
    try:
        with progress_shown() as show:
            for number in range(MOST_GOES):
                show("Wissen", number, MOST_GOES)
                with house.writing() as work:
                    gone = remove_what_is_over(work, now=now)
                if not is_more_to_remove(gone):
                    break
    except DemoHasNoTermsError as error:
        say("Dit is een oefenregio. Die wordt in één keer vernieuwd; er wordt niets uit gewist.")
        raise typer.Exit(1) from error
    say("Dit is gewist.")


def _line(one: "Over") -> str:
    source = one.retention.source
    told = ", ".join(filter(None, (f"artikel {source.article}" if source.article else "", source.title)))
    verify = "; controleer dit" if source.is_to_verify else ""
    return f"{one.n:>8}  {one.retention.label}. {one.retention.text} ({told}{verify})"


def _replay(house: "House", journal: str) -> None:
    from services.privacy.journal import JournalRefusedError, read_journal, replay_erasures

    try:
        told = read_journal(Path(journal)) if journal else ()
    except JournalRefusedError as error:
        raise refuse([f"{error.name}, regel {error.line}: dit is geen regel van een wislijst."]) from error
    with house.writing() as work:
        n_back = replay_erasures(work, journal=told, now=house.clock())
    if not journal:
        say("Er is geen PLEKWIJZER_ERASURE_JOURNAL. Wie na de kopie is gewist, staat niet in deze database.")
    typer.echo(f"{n_back} keer opnieuw gewist.")


def _write_register(path: Path) -> None:
    from services.local_time import local_day
    from services.privacy.register import register_text
    from services.reference import load_reference

    path.write_text(register_text(load_reference(local_day(datetime.now(UTC)))), encoding="utf-8")
    say(f"Het register staat in {path.name}.")

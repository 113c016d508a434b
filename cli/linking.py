"""`plekwijzer link`, `train-linker`, `evaluate-linker` and `near`: from words to what they name, by files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import settings_or_exit
from cli.progress import progress_shown, refuse, say

if TYPE_CHECKING:
    from matching import Labels

LabelFiles = Annotated[
    list[Path] | None, typer.Option("--labels", help="Labels: id, text en liefst concept, preferred. Mag vaker.")
]
ModelFile = Annotated[
    Path | None, typer.Option(help="Model van plekwijzer train-linker; anders wordt er eerst geleerd.")
]
Seed = Annotated[int, typer.Option(min=0, help="Hetzelfde getal geeft hetzelfde model.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("train-linker")(train_linker)
    app.command("link")(link)
    app.command("evaluate-linker")(evaluate_linker)
    app.command("near")(near)


def train_linker(
    out: Annotated[Path, typer.Option(help="Het model dat gemaakt wordt.")],
    labels: LabelFiles = None,
    seed: Seed = 0,
    words: Annotated[bool, typer.Option(help="Leer ook van de woordkennis en de catalogus van Plekwijzer.")] = True,
) -> None:
    """Leer woorden herkennen, van labels uit bestanden of anders van de catalogus van deze installatie.

    Afloop: 0 als het model er is, 2 als er niets geschreven is.
    """
    from services.linking.bulk import train_on_files

    catalogue = None if labels else _labels_here()
    with _refusing(), progress_shown() as told:
        done = train_on_files(labels=labels or [], catalogue=catalogue, out=out, seed=seed, told=told, with_words=words)
    say(
        f"{done.n_labels} labels van {done.n_concepts} begrippen in {out.name} "
        f"({done.n_bytes / 1e6:.1f} MB, {done.seconds:.0f} seconden, versie {done.version})."
    )


def link(
    queries: Annotated[Path, typer.Option(help="Teksten: id, text.")],
    out: Annotated[Path, typer.Option(help="Uitkomst: .csv of .tsv.")],
    labels: LabelFiles = None,
    model: ModelFile = None,
    top: Annotated[int, typer.Option(help="Hoogstens zoveel labels per tekst.")] = 10,
    seed: Seed = 0,
    confidence: Annotated[
        bool, typer.Option(help="Zet er een kolom bij: de kans dat het eerste begrip klopt.")
    ] = False,
) -> None:
    """Koppel teksten aan de labels die het dichtst bij komen.

    Afloop: 0 als er een uitkomst is, 2 als er niets geschreven is.
    """
    from services.linking.bulk import link_files

    with _refusing(), progress_shown() as told:
        n_lines = link_files(
            labels=labels or [],
            queries=queries,
            out=out,
            top=top,
            model=model,
            told=told,
            seed=seed,
            with_confidence=confidence,
        )
    say(f"{n_lines} regels in {out.name}.")


def evaluate_linker(
    labels: Annotated[list[Path], typer.Option(help="Labels: id, text, concept, preferred. Mag vaker.")],
    queries: Annotated[Path, typer.Option(help="Teksten: id, text.")],
    annotations: Annotated[Path, typer.Option(help="Wat goed is: tekst, 0, label, graad; zonder kopregel.")],
    model: ModelFile = None,
    seeds: Annotated[int, typer.Option(min=1, max=20, help="Leer zo vaak opnieuw, met telkens een ander getal.")] = 3,
) -> None:
    """Meet hoe goed teksten gekoppeld worden, geteld zoals MELO telt. Er wordt niet van de teksten geleerd."""
    from services.linking.bulk import evaluate_files

    with _refusing(), progress_shown() as told:
        found = evaluate_files(
            labels=labels, queries=queries, right=annotations, model=model, seeds=range(seeds), told=told
        )
    typer.echo("seed  ranking        MRR    95 %            @1     @5     @10    MAP    n")
    for seed, one in found.items():
        for name, figures in (("labels", one.plain), ("concept first", one.concept_first)):
            low, high = figures.interval
            success = "  ".join(f"{figures.success_at[at]:.3f}" for at in (1, 5, 10))
            typer.echo(
                f"{seed:<5} {name:<14} {figures.reciprocal_rank:.4f} {low:.4f}-{high:.4f}   {success}  "
                f"{figures.average_precision:.3f}  {figures.n_queries}"
            )
        typer.echo(
            f"      calibration error {one.told_error:.3f} as told, {one.fitted_error:.3f} cross-validated; "
            f"coverage at 95 % precision {one.coverage:.3f}; {one.milliseconds:.2f} ms a text"
        )


def near(
    out: Annotated[Path, typer.Option(help="Uitkomst: .csv, om na te kijken.")],
    model: Annotated[
        Path | None, typer.Option(help="Model van plekwijzer train-linker; anders dat van deze installatie.")
    ] = None,
) -> None:
    """Stel voor welke competenties dicht bij elkaar liggen, met de reden; neem over met plekwijzer import relations.

    Afloop: 0 als er een uitkomst is, 2 als er niets geschreven is.
    """
    from services.linking.model import load_linker
    from services.linking.model_files import open_linker
    from services.linking.near import write_near
    from services.reference import load_lists

    with _refusing():
        linker = open_linker(model) if model else load_linker()
        n_lines = write_near(out, lists=load_lists(), encoder=linker.encoder)
    say(f"{n_lines} voorstellen in {out.name}.", "Kijk ze na, haal weg wat niet klopt, en neem de rest over.")


def _labels_here() -> "Labels | None":
    """Give the labels of the catalogue of this installation; ``None`` when there is no database yet."""
    from services.linking.knowledge import installed_labels
    from services.unit_of_work import House, NotMigratedError, StorageError

    settings = settings_or_exit()
    try:
        house = House.open(settings.database_url)
        try:
            if house.is_migrated:
                with house.reading() as work:
                    return installed_labels(work)
        finally:
            house.close()
    except NotMigratedError:
        say("Hier is nog geen database: het model leert de catalogus die bij Plekwijzer hoort.")
        return None
    except StorageError as error:
        raise refuse([f"De database doet het niet: {error}.", "Er is niets geschreven."]) from error
    raise refuse(["De database is niet bij. Draai eerst: plekwijzer migrate", "Er is niets geschreven."])


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what cannot be used into a message and exit code 2."""
    from services.files.faults import FileRefusedError

    try:
        yield
    except FileRefusedError as error:
        raise refuse([*error.sentences(), "Er is niets geschreven."]) from error
    except KeyboardInterrupt as interrupt:
        say("Gestopt. Er is niets geschreven.")
        raise typer.Exit(130) from interrupt

"""`plekwijzer import …`: take over lists from elsewhere into the database."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.opening import settings_or_exit
from cli.progress import refuse, say

if TYPE_CHECKING:
    from services.imports.keeping import ImportDone
    from services.unit_of_work import House, UnitOfWork

File = Annotated[Path, typer.Argument(help="Het bestand: .csv, .xlsx of .parquet.")]
Version = Annotated[str | None, typer.Option("--version", help="Versie zoals de bron die noemt.")]
FetchedAt = Annotated[
    datetime | None,
    typer.Option("--fetched-at", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Wanneer het opgehaald is (UTC)."),
]
Source = Annotated[str, typer.Option(help="Waar het bestand vandaan komt, zoals de naam van de school.")]
DEFAULT_SOURCE = "bestand"


def register(app: typer.Typer) -> None:
    """Add the command and its subcommands to the app."""
    importing = typer.Typer(
        help="Neem een lijst over, heel of niet. Afloop: 0 als het klopt, 2 als er niets is overgenomen.",
        no_args_is_help=True,
    )
    importing.command("esco-occupations")(esco_occupations)
    importing.command("esco-skills")(esco_skills)
    importing.command("esco-broader")(esco_broader)
    importing.command("relations")(relations)
    importing.command("qualifications")(qualifications)
    importing.command("postcodes")(postcodes)
    importing.command("students")(students)
    importing.command("placements")(placements)
    importing.command("catalogue")(catalogue)
    importing.command("calendar")(calendar)
    app.add_typer(importing, name="import")


def esco_occupations(file: File, version: Version = None, fetched_at: FetchedAt = None) -> None:
    """Beroepen van ESCO (occupations_nl.csv)."""
    from services.imports.esco import import_occupations, read_occupations

    _take_over(fetched_at, version, lambda house: read_occupations(file), import_occupations)


def esco_skills(file: File, version: Version = None, fetched_at: FetchedAt = None) -> None:
    """Vaardigheden van ESCO, met de kolommen conceptUri en label."""
    from services.imports.esco import import_skills, read_skills

    _take_over(fetched_at, version, lambda house: read_skills(file), import_skills)


def esco_broader(file: File, version: Version = None, fetched_at: FetchedAt = None) -> None:
    """Welk beroep onder welk ander valt (broaderRelationsOccPillar.csv)."""
    from services.imports.esco import import_broader, read_broader

    _take_over(fetched_at, version, lambda house: read_broader(file), import_broader)


def relations(file: File, version: Version = None, fetched_at: FetchedAt = None) -> None:
    """Welke competenties dicht bij elkaar liggen, met de kolommen from_id, to_id en strength."""
    from services.imports.relations import import_relations, read_relations

    _take_over(fetched_at, version, lambda house: read_relations(file), import_relations)


def qualifications(file: File, version: Version = None, fetched_at: FetchedAt = None) -> None:
    """Kwalificaties met de kolommen domein, kwalificatie_crebo, kwalificatie en niveau."""
    from services.imports.qualifications import import_qualifications, read_qualifications

    _take_over(fetched_at, version, lambda house: read_qualifications(file), import_qualifications)


def postcodes(file: File, version: Version = None, fetched_at: FetchedAt = None) -> None:
    """Postcodes van vier cijfers met hun midden (.json mag ook)."""
    from services.files.postcodes import read_centroids
    from services.imports.postcodes import import_postcodes

    _take_over(fetched_at, version, lambda house: read_centroids(file), import_postcodes)


def students(
    file: File, source: Source = DEFAULT_SOURCE, version: Version = None, fetched_at: FetchedAt = None
) -> None:
    """Leerlingen; zie docs/file-formats.md."""
    from services.files.students import read_students
    from services.imports.people import import_students

    def write(work: "UnitOfWork", **given: Any) -> "ImportDone":
        return import_students(work, **given, source=source)

    _take_over(fetched_at, version, lambda house: read_students(file, known=_known(house, source)), write)


def placements(
    file: File, source: Source = DEFAULT_SOURCE, version: Version = None, fetched_at: FetchedAt = None
) -> None:
    """Plekken met hun werkgever, vestiging en erkenningen; zie docs/file-formats.md."""
    from services.files.placements import read_placements
    from services.imports.people import import_placements

    def write(work: "UnitOfWork", **given: Any) -> "ImportDone":
        return import_placements(work, **given, source=source)

    _take_over(fetched_at, version, lambda house: read_placements(file, known=_known(house, source)), write)


def catalogue() -> None:
    """De catalogus en kwalificaties die bij Plekwijzer horen."""
    from services.imports.catalogue import import_catalogue
    from services.reference import load_lists

    def act(house: "House") -> "ImportDone":
        with house.writing() as work:
            return import_catalogue(work, lists=load_lists(), now=datetime.now(UTC))

    _with_house(act)


def calendar(
    source: Annotated[str, typer.Argument(help="Een bestand (.ics), of een adres dat begint met https://.")],
    name: Annotated[str, typer.Option(help="Van wie de agenda is, zoals de naam van de organisatie.")],
) -> None:
    """Activiteiten uit de agenda van een andere organisatie. Twee keer overnemen maakt niets dubbel."""
    from events.errors import CalendarRefusedError
    from services.event_import.fetching import CalendarAwayError
    from services.event_import.taking_over import fetch_foreign, most_bytes, read_foreign, take_over_calendar
    from services.unit_of_work import House, NotMigratedError, StorageError

    settings, now = settings_or_exit(), datetime.now(UTC)
    try:
        if source.startswith(("https:", "webcal:", "http:")):
            data = fetch_foreign(source, now=now).body or b""
        else:
            with Path(source).open("rb") as file:
                data = file.read(most_bytes(now) + 1)
        if len(data) > most_bytes(now):
            raise CalendarRefusedError("deze agenda is te groot")
        foreign = read_foreign(data, now=now)
        house = House.open(settings.database_url)
        try:
            with house.writing() as work:
                done = take_over_calendar(work, name=name, foreign=foreign, now=now)
        finally:
            house.close()
    except CalendarRefusedError as error:
        raise refuse([error.sentence(), "Er is niets overgenomen."]) from error
    except CalendarAwayError as error:
        raise refuse([f"Ophalen lukt niet: {error.text}.", "Er is niets overgenomen."]) from error
    except OSError as error:
        raise refuse([f"Dit bestand kunnen wij niet openen: {source}.", "Er is niets overgenomen."]) from error
    except NotMigratedError as error:
        raise refuse(["De database is nog niet klaar. Draai eerst: plekwijzer migrate"]) from error
    except StorageError as error:
        raise refuse([f"De database doet het niet: {error}.", "Er is niets overgenomen."]) from error
    for event, other in done.look_alikes:
        say(f"“{event.title}” lijkt op “{other.title}”. Een coördinator zegt in de agenda of dat hetzelfde is.")
    say(
        f"Overgenomen van {name}: {len(done.new)} nieuw, {len(done.changed)} gewijzigd, "
        f"{len(done.gone)} gaan niet door, {done.n_unchanged} gelijk."
    )


def _known(house: "House", source: str) -> Any:
    from services.imports.people import known_to_files
    from services.local_time import local_day
    from services.reference import load_reference

    today = local_day(datetime.now(UTC))
    with house.reading() as work:
        return known_to_files(work, reference=load_reference(today), source=source, today=today)


def _take_over(
    fetched_at: datetime | None,
    version: str | None,
    read: Callable[["House"], Any],
    act: Callable[..., "ImportDone"],
) -> None:
    """Read the file, and only then hold the database while its rows are written."""
    from services.imports.keeping import Delivery

    moment = datetime.now(UTC) if fetched_at is None else fetched_at.replace(tzinfo=UTC)
    delivery = Delivery(version=version, fetched_at=moment)

    def take_over(house: "House") -> "ImportDone":
        reading = read(house)
        with house.writing() as work:
            return act(work, reading=reading, delivery=delivery)

    _with_house(take_over)


def _with_house(act: Callable[["House"], "ImportDone"]) -> None:
    from services.files.faults import FileRefusedError
    from services.unit_of_work import House, NotMigratedError, StorageError

    settings = settings_or_exit()
    try:
        house = House.open(settings.database_url)
        try:
            done = act(house)
        finally:
            house.close()
    except FileRefusedError as error:
        raise refuse([*error.sentences(), "Er is niets overgenomen."]) from error
    except NotMigratedError as error:
        raise refuse(["De database is nog niet klaar. Draai eerst: plekwijzer migrate"]) from error
    except StorageError as error:
        raise refuse([f"De database doet het niet: {error}.", "Er is niets overgenomen."]) from error
    except KeyboardInterrupt as interrupt:
        say("Gestopt. Er is niets overgenomen.")
        raise typer.Exit(130) from interrupt
    if done.is_unchanged:
        say(f"Niets veranderd: {done.source} versie {done.version} was al overgenomen ({done.n_rows} rijen).")
    else:
        say(*done.notes, f"Overgenomen: {done.n_rows} rijen van {done.source}, versie {done.version}.")

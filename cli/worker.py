"""`plekwijzer worker`: do background work in a process of its own."""

import signal
from threading import Event
from types import FrameType
from typing import Annotated

import typer

from cli.opening import rules_or_exit, settings_or_exit
from cli.progress import say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("worker")(worker)


def worker(
    concurrency: Annotated[int, typer.Option(min=1, help="Zoveel taken tegelijk in dit proces.")] = 2,
) -> None:
    """Doe het achtergrondwerk, voor een installatie met Redis of RabbitMQ. Stop met Ctrl+C.

    Afloop: 0 na een gewone stop, 1 als het niet kon beginnen of vanzelf stopte, 2 als de regels niet kloppen.
    """
    from services.unit_of_work import House, StorageError

    settings = settings_or_exit()
    if settings.has_own_worker:
        say("Zonder PLEKWIJZER_BROKER_URL doet de webserver het achtergrondwerk zelf.")
        raise typer.Exit(1)
    rules_or_exit()
    try:
        house = House.open(settings.database_url)
        is_migrated = house.is_migrated
    except StorageError as error:
        say(f"De database is niet te gebruiken: {error}")
        raise typer.Exit(1) from error
    if not is_migrated:
        say("De database is niet bij. Draai eerst: plekwijzer migrate")
        raise typer.Exit(1)

    from worker.running import BackgroundWorker

    stop = Event()

    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    background = BackgroundWorker(house, settings, concurrency=concurrency)
    background.start()
    typer.echo("Het achtergrondwerk loopt.")
    while background.is_running and not stop.wait(timeout=1):
        pass
    background.stop()
    house.close()
    if not stop.is_set():
        say("Het achtergrondwerk is vanzelf gestopt; kijk in het logboek.")
        raise typer.Exit(1)

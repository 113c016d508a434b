"""`plekwijzer demo`: a whole made-up region on this computer, ready to click through."""

import socket
from datetime import UTC, datetime
from typing import Annotated

import typer

from cli.opening import chosen_linker_or_exit, rules_or_exit, settings_or_exit
from cli.progress import progress_shown, refuse, say


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("demo")(demo)


def demo(
    seed: Annotated[int, typer.Option(min=0, help="Een ander getal geeft een andere regio.")] = 1,
    port: Annotated[
        int | None, typer.Option(min=1, max=65_535, help="Poort van de website; anders PLEKWIJZER_PORT.")
    ] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Begin opnieuw met een nieuwe regio.")] = False,
) -> None:
    """Start een regio met verzonnen leerlingen, bedrijven en plekken, om alles te proberen.

    De demo heeft een eigen database (PLEKWIJZER_DEMO_DATABASE_URL) en komt nooit in een echte.

    Afloop: 0 na een gewone stop, 1 als een instelling niet klopt, 2 als de demo niet kan beginnen.
    """
    from services.demo.planting import DemoDatabaseError, prepare
    from services.local_time import local_day
    from services.reference import load_reference
    from services.unit_of_work import StorageError

    settings, now = settings_or_exit().for_demo(), datetime.now(UTC)
    rules_or_exit()
    chosen_linker_or_exit(settings)
    at = port or settings.port
    if not _is_free(settings.host, at):
        raise refuse((f"Poort {at} is al in gebruik.", f"Kies een andere: plekwijzer demo --port {_next(at)}"))
    try:
        with progress_shown() as show:
            ready = prepare(
                database_url=settings.database_url,
                seed=seed,
                now=now,
                reference=load_reference(local_day(now)),
                is_fresh=fresh,
                tell=say,
                show=show,
            )
    except DemoDatabaseError as error:
        raise refuse((str(error), "Zet het andere adres in PLEKWIJZER_DEMO_DATABASE_URL.")) from None
    except StorageError as error:
        raise refuse((f"De database van de demo doet het niet: {error}.",)) from None
    say(
        f"In deze regio zijn {ready.n_students} leerlingen, {ready.n_employers} werkgevers, "
        f"{ready.n_placements} plekken, {ready.n_applications} sollicitaties en {ready.n_events} evenementen. "
        "Iedereen is verzonnen.",
        f"Open http://{settings.host}:{at} in je browser. Stoppen: Ctrl+C.",
    )
    _serve(settings.host, at)


def _serve(host: str, port: int) -> None:
    import uvicorn

    uvicorn.run(
        "api.main:create_demo_app", factory=True, host=host, port=port, log_level="warning", proxy_headers=False
    )


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        # As uvicorn does it: a door that was closed a moment ago counts as free.
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            return False
    return True


def _next(port: int) -> int:
    return port + 1 if port < 65_535 else port - 1

"""`plekwijzer serve`: serve the pages and the JSON of a live installation."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import chosen_linker_or_exit, providers_or_exit, rules_or_exit, settings_or_exit
from cli.progress import say

if TYPE_CHECKING:
    from services.unit_of_work import House


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("serve")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Adres; anders PLEKWIJZER_HOST.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65_535, help="Poort; anders PLEKWIJZER_PORT.")] = None,
) -> None:
    """Start de webserver voor echt gebruik. Voor een proef met verzonnen mensen is er: plekwijzer demo.

    Afloop: 0 na een gewone stop, 1 als de database of een instelling er niet klaar voor is, 2 als de regels niet
    kloppen.
    """
    from services.unit_of_work import House, StorageError

    settings = settings_or_exit()
    rules_or_exit()
    chosen_linker_or_exit(settings)
    providers_or_exit(settings)
    try:
        house = House.open(settings.database_url)
        if refusal := _refusal(house):
            say(refusal)
            raise typer.Exit(1)
        if not _has_administrator(house):
            say("Er is nog geen beheerder. Maak er een met: plekwijzer account create-administrator")
        house.close()
    except StorageError as error:
        say(f"De database is niet te gebruiken: {error}")
        raise typer.Exit(1) from error

    import uvicorn

    uvicorn.run(
        "api.main:create_app",
        factory=True,
        host=host or settings.host,
        port=port or settings.port,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
    )


def _has_administrator(house: "House") -> bool:
    from services.accounts import has_administrator

    with house.reading() as work:
        return has_administrator(work, now=house.clock())


def _refusal(house: "House") -> str | None:
    from services.unit_of_work import Mode, NotMigratedError

    try:
        is_migrated = house.is_migrated
    except NotMigratedError:
        is_migrated = False
    if not is_migrated:
        return "De database is niet bij. Draai eerst: plekwijzer migrate"
    with house.writing() as work:
        if work.installation.mode is Mode.DEMO:
            return "Deze database hoort bij de demo, met verzonnen mensen. Zet PLEKWIJZER_DATABASE_URL op een andere."
        work.installation.claim(Mode.LIVE)
    return None

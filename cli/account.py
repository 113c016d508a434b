"""`plekwijzer account`: the first administrator, a list of accounts, and putting somebody out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli.opening import settings_or_exit, writing_or_exit
from cli.progress import refuse, say

if TYPE_CHECKING:
    from services.settings import Settings
    from services.unit_of_work import UnitOfWork

Email = Annotated[str, typer.Option("--email", help="E-mailadres van het account.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    accounts = typer.Typer(help="Accounts: de eerste beheerder, een lijst, iemand uitloggen.", no_args_is_help=True)
    accounts.command("create-administrator")(create_administrator)
    accounts.command("list")(list_accounts)
    accounts.command("disable")(disable)
    accounts.command("end-sessions")(end_sessions)
    accounts.command("login-link")(login_link)
    accounts.command("invitation-link")(invitation_link)
    app.add_typer(accounts, name="account")


def create_administrator(
    email: Email, name: Annotated[str, typer.Option("--name", help="Naam, zoals anderen die lezen.")]
) -> None:
    """Maak iemand beheerder, en mail of toon een link om één keer mee in te loggen.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als het adres of de naam
    niet kan.
    """
    from accounts.errors import InvalidAccountError
    from services.accounts import create_administrator
    from services.login import ask_link, make_link, read_email

    settings, address = settings_or_exit(), read_email(email)
    if address is None:
        raise refuse(("Dit is geen e-mailadres.",))
    path = ""
    try:
        with _writing(settings) as work:
            now = datetime.now(UTC)
            made = create_administrator(work, email=address, name=name.strip(), now=now)
            if settings.mail_server is not None:
                ask_link(work, email=address, network="", now=now)
            else:
                path = make_link(work, account_id=made.account_id, now=now)
    except InvalidAccountError as error:
        raise refuse(f"{field}: {text}." for field, text in error.faults.items()) from None
    say("Het account is gemaakt." if made.is_new else "Dit account was er al, en is nu ook beheerder.")
    if path:
        say("Open deze link binnen 15 minuten, als Plekwijzer draait. Hij werkt één keer:")
        typer.echo(f"{settings.address}{path}")
    else:
        say("Zodra Plekwijzer draait, gaat er een mail met een link naar dit adres.")


def list_accounts() -> None:
    """Toon alle accounts: adres, naam, rollen, en of het account open is.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is.
    """
    from services.accounts import list_accounts

    with _writing(settings_or_exit()) as work:
        lines = list_accounts(work, now=datetime.now(UTC))
    for line in lines:
        state = "open" if line.is_open else "gesloten"
        typer.echo("\t".join((line.email or "-", line.name, ",".join(line.roles) or "-", state)))


def disable(email: Email) -> None:
    """Sluit een account: wie erin zit is meteen uitgelogd, en niemand kan er nog mee inloggen.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als niemand dit adres
    heeft.
    """
    from services.accounts import disable_account

    with _writing(settings_or_exit()) as work:
        n_ended = disable_account(work, email=_known(email), now=datetime.now(UTC))
    say(f"Het account is gesloten, en op {n_ended} apparaten uitgelogd.")


def end_sessions(email: Email) -> None:
    """Log iemand overal uit; het account blijft open.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als niemand dit adres
    heeft.
    """
    from services.accounts import end_sessions

    with _writing(settings_or_exit()) as work:
        n_ended = end_sessions(work, email=_known(email))
    say(f"Op {n_ended} apparaten uitgelogd.")


def login_link(email: Email) -> None:
    """Toon een link waarmee iemand één keer inlogt, als er geen mail uit kan. Geef hem alleen aan die persoon zelf.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als niemand dit adres
    heeft.
    """
    from services import accounts

    settings = settings_or_exit()
    with _writing(settings) as work:
        path = accounts.login_link(work, email=_known(email), now=datetime.now(UTC))
    say("Deze link werkt 15 minuten, en één keer:")
    typer.echo(f"{settings.address}{path}")


def invitation_link(email: Email) -> None:
    """Toon de link van elke open uitnodiging van een adres, als er geen mail uit kan. Een eerdere link werkt dan niet.

    Wie de link heeft, kan de uitnodiging gebruiken: geef hem alleen aan wie op dit adres hoort.

    Afloop: 0 als het gelukt is, 1 als de database of een instelling er niet klaar voor is, 2 als voor dit adres niets
    open staat.
    """
    from services.invitations import invitation_links_of

    settings = settings_or_exit()
    with _writing(settings, nothing="Voor dit adres staat geen uitnodiging open.") as work:
        links = invitation_links_of(work, email=_known(email), now=datetime.now(UTC))
    for invitation, path in links:
        say(f"{invitation.inviter} nodigt uit {invitation.what}. Deze link werkt één keer:")
        typer.echo(f"{settings.address}{path}")


def _known(email: str) -> str:
    from services.login import read_email

    return read_email(email) or ""


@contextmanager
def _writing(settings: "Settings", *, nothing: str = "Dit adres heeft geen open account.") -> "Iterator[UnitOfWork]":
    """Open a unit of work in the live database; what goes wrong is said, and ends with its exit code."""
    from services.errors import NotFoundError

    try:
        with writing_or_exit(settings) as work:
            yield work
    except NotFoundError:
        raise refuse((nothing,)) from None

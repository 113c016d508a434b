"""`plekwijzer doctor`: say what works in this installation and what does not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from services.settings import Settings

SHORTEST_SECRET = 32
"""Characters of a secret key; `python3 -c "import secrets; print(secrets.token_urlsafe())"` gives 43."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was looked at, and whether it is well.

    Parameters
    ----------
    is_warning : bool
        It is not well, and the installation works without it.
    """

    is_well: bool
    text: str
    is_warning: bool = False

    @property
    def mark(self) -> str:
        """How the line begins."""
        return "goed" if self.is_well else "LET OP" if self.is_warning else "FOUT"


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("doctor")(doctor)


def doctor() -> None:
    """Zeg wat werkt in deze installatie en wat niet.

    Een regel met LET OP zegt wat er niet is en wat daardoor niet gaat; de rest werkt zonder.

    Afloop: 0 als alles werkt wat is ingesteld, 1 als er iets niet werkt.
    """
    findings = _findings()
    for finding in findings:
        typer.echo(f"{finding.mark}  {finding.text}")
    if not all(finding.is_well or finding.is_warning for finding in findings):
        raise typer.Exit(1)


def _findings() -> list[Finding]:
    from services.settings import SettingsError, read_settings, unknown_variables

    findings = [
        Finding(is_well=False, text=f"{name} is geen instelling. Is er een tikfout?") for name in unknown_variables()
    ]
    try:
        settings = read_settings()
    except SettingsError as error:
        return [*findings, Finding(is_well=False, text=f"Deze instellingen kloppen niet: {', '.join(error.names)}.")]
    database = _database(settings)
    linker = [_linker(settings)] if database.is_well else []
    return [*findings, database, *linker, _secret_key(settings), _broker(settings), _mail(settings)]


def _database(settings: "Settings") -> Finding:
    from services.unit_of_work import House, NotMigratedError, StorageError

    try:
        house = House.open(settings.database_url)
        is_migrated = house.is_migrated
        house.close()
    except NotMigratedError:
        is_migrated = False
    except StorageError as error:
        return Finding(is_well=False, text=f"De database antwoordt niet: {error}")
    if not is_migrated:
        return Finding(is_well=False, text="De database is niet bij. Draai: plekwijzer migrate")
    return Finding(is_well=True, text="De database antwoordt en is bij.")


def _linker(settings: "Settings") -> Finding:
    from services.files.faults import FileRefusedError
    from services.linking.coverage import linker_coverage
    from services.unit_of_work import House

    house = House.open(settings.database_url)
    try:
        with house.reading() as work:
            found = linker_coverage(work)
    except FileRefusedError as error:
        return Finding(is_well=False, text=f"PLEKWIJZER_LINKER is niet te gebruiken. {' '.join(error.sentences())}")
    finally:
        house.close()
    if found.n_known == found.n_imported:
        what = f", ook de {found.n_imported} die zijn ingevoerd" if found.n_imported else ""
        return Finding(is_well=True, text=f"De koppelaar kent de competenties van deze installatie{what}.")
    return Finding(
        is_well=False,
        text=(
            f"De koppelaar kent {found.n_known} van de {found.n_imported} ingevoerde competenties; de andere worden "
            "nooit voorgesteld. Draai: plekwijzer train-linker --out linker.model, en zet PLEKWIJZER_LINKER op dat "
            "bestand."
        ),
    )


def _secret_key(settings: "Settings") -> Finding:
    length = len(settings.secret_key.get_secret_value())
    if length == 0:
        return Finding(
            is_well=False, text="Zet PLEKWIJZER_SECRET_KEY, anders moet iedereen na een herstart opnieuw in."
        )
    if length < SHORTEST_SECRET:
        return Finding(is_well=False, text=f"PLEKWIJZER_SECRET_KEY is korter dan {SHORTEST_SECRET} tekens.")
    return Finding(is_well=True, text="Er is een geheime sleutel.")


def _broker(settings: "Settings") -> Finding:
    if settings.has_own_worker:
        return Finding(is_well=True, text="De webserver doet het achtergrondwerk zelf.")
    from worker.app import broker_answers

    if broker_answers(settings):
        return Finding(is_well=True, text="De wachtrij voor achtergrondwerk antwoordt.")
    return Finding(is_well=False, text="De wachtrij voor achtergrondwerk antwoordt niet. Klopt PLEKWIJZER_BROKER_URL?")


def _mail(settings: "Settings") -> Finding:
    from worker.mailer import Mailer

    mailer = Mailer.of(settings)
    if mailer is None:
        return Finding(
            is_well=False,
            is_warning=True,
            text="Er gaat geen mail uit. Inloggen met een mail en uitnodigen per mail gaan dus niet, en mensen lezen "
            "hun berichten alleen hier. Een link toon je met: plekwijzer account login-link of invitation-link. "
            "Mail instellen: zet PLEKWIJZER_SMTP_URL, PLEKWIJZER_MAIL_FROM en PLEKWIJZER_PUBLIC_URL.",
        )
    if mailer.answers():
        return Finding(is_well=True, text="De mailserver antwoordt.")
    return Finding(is_well=False, text="De mailserver antwoordt niet, of kent ons niet. Klopt PLEKWIJZER_SMTP_URL?")

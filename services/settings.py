"""What an installation can set, all by environment variables."""

import os
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.mail_server import MailServer, UnmailableAddressError, mailable, read_mail_server

PREFIX = "PLEKWIJZER_"


class SettingsError(Exception):
    """One or more settings hold what they cannot hold.

    Parameters
    ----------
    names : tuple of str
        The environment variables; never their values, which may be secret.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(f"these settings cannot be used: {', '.join(names)}")


class Settings(BaseSettings):
    """The settings; each is the environment variable ``PLEKWIJZER_`` plus its name in capitals.

    Parameters
    ----------
    database_url : str
        Where everything is kept: ``sqlite:///file`` or ``postgresql://user:password@host/database``.
        Default: a SQLite file in the working directory.
    demo_database_url : str
        Where ``plekwijzer demo`` keeps its made-up region; never the same as ``database_url``. Default: a SQLite file
        of its own in the working directory.
    broker_url : str
        Who carries background work to the workers: ``memory://`` for a worker inside the web process,
        ``redis://…`` or ``amqp://…`` (RabbitMQ) for workers of their own. Default: ``memory://``.
    queue : str
        Name of the queue at the broker; give each installation that shares a broker its own.
    host, port
        Address on which the pages are served. Default: only this machine, port 8000.
    secret_key : str
        Signs sessions; at least 32 characters. Default empty: each start makes its own, and everybody has to enter
        again after a restart.
    lease_seconds : int
        Seconds after which background work counts as abandoned and is taken up again. Longer than the longest task.
    max_attempts : int
        Times that background work may fail before it waits for a person.
    linker : str
        File of ``plekwijzer train-linker`` that links words to competencies. Default empty: the product's own.
    keep_terms : bool
        Whether background work takes away every night what has been kept as long as it may be. Default: no; look first
        with ``plekwijzer retention``.
    erasure_journal : str
        File beside the database, on another disk for choice, that names by number who was erased, so that a backup that
        was put back can be cleaned. Default empty: there is none.
    rules : str
        Folder with all files of rules, texts and words, such as a copy of ``services/reference`` with newer rows.
        Default empty: those of the product.
    oidc : str
        File of the school logins by OpenID Connect. Default empty: there are none.
    trusted_proxies : str
        Addresses or networks of web servers in front, with commas between them: what they say of the visitor's address
        and of https is believed. Default empty: nobody is.
    smtp_url : str
        The mail server: ``smtp://user:password@host:587``, with STARTTLS except on this machine, or
        ``smtps://user:password@host:465``. Default empty: nothing is mailed.
    mail_from : str
        The address that mails come from; needed with ``smtp_url``.
    public_url : str
        Where people find the pages, such as ``https://plekwijzer.example``: links in mails begin with it. Needed with
        ``smtp_url`` and ``oidc``.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    database_url: str = "sqlite:///plekwijzer.sqlite3"
    demo_database_url: str = "sqlite:///plekwijzer-demo.sqlite3"
    broker_url: str = "memory://"
    queue: str = Field(default="plekwijzer", min_length=1)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65_535)
    secret_key: SecretStr = SecretStr("")
    lease_seconds: int = Field(default=300, ge=1)
    max_attempts: int = Field(default=5, ge=1)
    linker: str = ""
    keep_terms: bool = False
    erasure_journal: str = ""
    rules: str = ""
    oidc: str = ""
    trusted_proxies: str = ""
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = Field(default="", validate_default=True)
    public_url: str = Field(default="", validate_default=True)

    @field_validator("smtp_url")
    @classmethod
    def _check_smtp_url(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            read_mail_server(value.get_secret_value())
        return value

    @field_validator("mail_from")
    @classmethod
    def _check_mail_from(cls, value: str, info: ValidationInfo) -> str:
        if not value and not _is_mailing(info):
            return value
        try:
            return mailable(value)
        except UnmailableAddressError as error:
            raise ValueError("give an e-mail address") from error

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, value: str, info: ValidationInfo) -> str:
        address = urlsplit(value)
        is_whole = address.scheme in ("http", "https") and bool(address.hostname)
        is_needed = _is_mailing(info) or bool(info.data.get("oidc"))
        if (value or is_needed) and (not is_whole or address.query or address.fragment):
            raise ValueError("give an address such as https://plekwijzer.example")
        return value.rstrip("/")

    @property
    def address(self) -> str:
        """Where people find the pages: the public address, or this machine."""
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def mail_server(self) -> MailServer | None:
        """The mail server, or ``None`` when nothing is mailed."""
        url = self.smtp_url.get_secret_value()
        return read_mail_server(url) if url else None

    @property
    def has_own_worker(self) -> bool:
        """Whether the web process does the background work itself."""
        return self.broker_url.startswith("memory://")

    @property
    def lease(self) -> timedelta:
        """The lease as a length of time."""
        return timedelta(seconds=self.lease_seconds)

    def for_demo(self) -> "Settings":
        """Give the settings of the demo: a database and a worker of its own, and no mail to anybody."""
        return self.model_copy(
            update={
                "database_url": self.demo_database_url,
                "broker_url": "memory://",
                "smtp_url": SecretStr(""),
                "oidc": "",
            }
        )


def _is_mailing(info: ValidationInfo) -> bool:
    """Say whether a mail server was set; one that cannot be used is told by its own name."""
    url = info.data.get("smtp_url")
    return url is not None and bool(url.get_secret_value())


def read_settings() -> Settings:
    """Give the settings of this process.

    Raises
    ------
    SettingsError
        A variable holds what it cannot hold.
    """
    try:
        return Settings()
    except ValidationError as error:
        names = {f"{PREFIX}{fault['loc'][0]}".upper() for fault in error.errors()}
        raise SettingsError(tuple(sorted(names))) from None


def unknown_variables(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """Give the names that begin like a setting but are none, so that a typing error does not pass in silence."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return tuple(sorted(name for name in environment if name.startswith(PREFIX) and name not in known))

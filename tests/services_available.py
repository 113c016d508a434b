"""Which services this test run can use, found by asking once and shown in the report."""

import os
import shutil
import socket
from collections.abc import Mapping
from contextlib import closing
from functools import cache

import psycopg

POSTGRESQL_USERS = ("postgres", "root")
POSTGRESQL_DATABASES = ("test", "root", "postgres")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def answers(host: str, port: int, *, timeout_s: float = 0.5) -> bool:
    """Say whether something listens there."""
    try:
        with closing(socket.create_connection((host, port), timeout=timeout_s)):
            return True
    except OSError:
        return False


def first_database_that_opens(host: str, port: int) -> str | None:
    """Give the address of the first PostgreSQL database that lets us in without a password."""
    for user in POSTGRESQL_USERS:
        for database in POSTGRESQL_DATABASES:
            try:
                psycopg.connect(host=host, port=port, user=user, dbname=database, connect_timeout=2).close()
            except psycopg.Error:
                continue
            return f"postgresql://{user}@{host}:{port}/{database}"
    return None


@cache
def postgresql_url(host: str = "127.0.0.1", port: int = 5432) -> str | None:
    """Give the address of a PostgreSQL database to make test databases next to, or ``None``."""
    return first_database_that_opens(host, port) if answers(host, port) else None


@cache
def redis_url(host: str = "127.0.0.1", port: int = 6379) -> str | None:
    """Give the address of a Redis broker, or ``None``."""
    return f"redis://{host}:{port}/0" if answers(host, port) else None


@cache
def rabbitmq_url(host: str = "127.0.0.1", port: int = 5672) -> str | None:
    """Give the address of a RabbitMQ broker, or ``None``."""
    return f"amqp://guest:guest@{host}:{port}//" if answers(host, port) else None


@cache
def chromium_path() -> str | None:
    """Give the browser for the page tests: ``CHROMIUM_PATH``, or the first one on the path, or ``None``."""
    return os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def services_line(found: Mapping[str, str | None]) -> str:
    """Say in one line which services were found and where.

    Examples
    --------
    >>> services_line({"postgresql": "127.0.0.1:5432", "redis": None})
    'services: sqlite yes, postgresql yes (127.0.0.1:5432), redis no'
    """
    said = [f"{name} yes ({place})" if place else f"{name} no" for name, place in found.items()]
    return ", ".join(["services: sqlite yes", *said])


def services_found() -> str:
    """Ask every service once and say which ones this run can use."""
    return services_line(
        {
            "postgresql": "127.0.0.1:5432" if postgresql_url() else None,
            "redis": "127.0.0.1:6379" if redis_url() else None,
            "rabbitmq": "127.0.0.1:5672" if rabbitmq_url() else None,
            "chromium": chromium_path(),
        }
    )

"""A real browser before real doors; without Chromium these tests are skipped, and say so."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright
from pydantic import SecretStr

from api.main import create_app
from services.permissions import Account
from services.settings import Settings
from services.unit_of_work import House
from tests.browser.windows import Scheme, Windows
from tests.demo_doors import KEY, NOBODY_WORKS, NOW, entered
from tests.services_available import chromium_path

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def address(walked_file: Path) -> Iterator[str]:
    """Serve the small region on a free port of this machine."""
    with serving(walked_file) as found:
        yield found


@contextmanager
def serving(file: Path) -> Iterator[str]:
    """Serve a region on a free port of this machine, and give its address."""
    settings = Settings(
        database_url=f"sqlite:///{file}", broker_url=NOBODY_WORKS, secret_key=SecretStr(KEY), queue="browser"
    )
    with serving_app(create_app(settings, demo=True, clock=lambda: NOW)) as found:
        yield found


@contextmanager
def serving_app(app: FastAPI) -> Iterator[str]:
    """Serve an application on a free port of this machine, and give its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    if chromium_path() is None:
        pytest.skip("there is no Chromium; set CHROMIUM_PATH")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def all_windows(browser: Browser) -> Windows:
    return Windows(browser)


@pytest.fixture
def windows(all_windows: Windows) -> Iterator[Windows]:
    """Lend windows for the length of a test."""
    yield all_windows
    all_windows.take_back()


@pytest.fixture
def open_page(windows: Windows, address: str, walked_file: Path) -> Iterator[Open]:
    """Give a function that opens a page as somebody, and fails when the browser complains of it."""
    house = House.open(f"sqlite:///{walked_file}", clock=lambda: NOW)
    complaints: list[str] = []
    ears: list[tuple[Page, str, Callable[..., None]]] = []

    def open_as(
        account: Account | None,
        path: str,
        *,
        width: int = 1280,
        scheme: Scheme = "light",
        has_script: bool = True,
        expects: str = "",
    ) -> Page:
        secret = None if account is None else entered(house, account)
        page = windows.open(address, secret=secret, width=width, scheme=scheme, has_script=has_script)

        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and not (expects and expects in message.text):
                complaints.append(message.text)

        def broke(error: Error) -> None:
            complaints.append(str(error))

        for event, ear in (("console", said), ("pageerror", broke)):
            page.on(event, ear)  # type: ignore[call-overload]
            ears.append((page, event, ear))
        page.goto(path)
        return page

    yield open_as
    for page, event, ear in ears:
        page.remove_listener(event, ear)
    house.close()
    assert complaints == []

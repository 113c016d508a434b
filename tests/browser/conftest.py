"""A real browser before real doors; without Chromium these tests are skipped, and say so."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pydantic import SecretStr

from api.main import create_app
from api.security import COOKIE, Seal, Session
from services.permissions import Account
from services.settings import Settings
from services.unit_of_work import House
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
    if chromium_path() is None:
        pytest.skip("there is no Chromium; set CHROMIUM_PATH")
    with served(walked_file) as found:
        yield found


@contextmanager
def served(file: Path) -> Iterator[str]:
    """Serve the installation in a file, and give its address."""
    settings = Settings(
        database_url=f"sqlite:///{file}", broker_url=NOBODY_WORKS, secret_key=SecretStr(KEY), queue="browser"
    )
    app = create_app(settings, demo=True, clock=lambda: NOW)
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
def browser(address: str) -> Iterator[Browser]:
    """Start Chromium once."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, address: str, walked_file: Path) -> Iterator[Open]:
    """Give a function that opens a page as somebody, and fails when the browser complains of it."""
    house = House.open(f"sqlite:///{walked_file}", clock=lambda: NOW)
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_as(
        account: Account | None,
        path: str,
        *,
        width: int = 1280,
        scheme: str = "light",
        has_script: bool = True,
        expects: str = "nothing",
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if scheme == "dark" else "light",
            java_script_enabled=has_script,
            locale="nl-NL",
        )
        contexts.append(context)

        def complain(text: str) -> None:
            if expects not in text:
                complaints.append(text)

        if account is not None:
            cookie = Seal(KEY, is_demo=True).cookie(Session(nonce="nonce", secret=entered(house, account)))
            context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        page = context.new_page()
        page.on("console", lambda said: complain(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_as
    for context in contexts:
        context.close()
    house.close()
    assert complaints == []

"""The web application: pages under ``/``, JSON under ``/api/v1``, static files, and the safety around them."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api import errors
from api.pages import ROUTERS
from api.rendering import STATIC
from api.security import HeadersMiddleware, OriginMiddleware, Seal, SessionMiddleware, State, WithoutQuery
from api.v1.main import create_api
from matching import warm
from services.linking.model import load_linker
from services.messages import count_unread
from services.permissions import Account, Act, may
from services.school_login.providers import read_providers
from services.school_login.visits import SchoolLogins
from services.sessions import account_of_session
from services.settings import Settings
from services.unit_of_work import House, Mode
from worker.embedded import embedded_worker

MAX_BODY_BYTES = 256 * 1024
"""A whole posting form is about 20 kB."""
GZIP_FROM_BYTES = 600
NO_QUERY = WithoutQuery()
"""One for all applications, so that a logger takes it once."""


class NotADemoError(Exception):
    """The database does not belong to a demo region, so nobody may walk in."""

    def __init__(self) -> None:
        super().__init__("this database is not marked as a demo region; the demo doors stay shut")


def create_app(
    settings: Settings | None = None,
    *,
    demo: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> FastAPI:
    """Make the application; nothing is opened before it starts.

    Parameters
    ----------
    settings : Settings or None
        ``None`` reads them from the environment.
    demo : bool
        Whether everybody may enter as one of the made-up people of a demo region.
    clock
        Gives the present moment, aware.
    """
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[Mapping[str, Any]]:
        # So that no request waits for the compiler or for words to be learned, also where somebody else did the set-up.
        warm()
        load_linker()
        school_logins = SchoolLogins.of(read_providers(chosen.oidc), address=chosen.address)
        house = House.open(chosen.database_url, clock=clock)
        logging.getLogger("uvicorn.access").addFilter(NO_QUERY)
        try:
            if demo:
                _refuse_a_live_database(house)
            with embedded_worker(house, chosen):
                yield {
                    "house": house,
                    "clock": clock,
                    "school_logins": school_logins,
                    "address": chosen.address,
                    "is_mailing": chosen.mail_server is not None,
                }
        finally:
            house.close()

    app = FastAPI(
        title="Plekwijzer",
        openapi_url=None,
        redirect_slashes=False,
        max_body_size=MAX_BODY_BYTES,
        lifespan=lifespan,
        middleware=[
            Middleware(HeadersMiddleware),
            Middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES),
            Middleware(
                SessionMiddleware,
                seal=Seal(chosen.secret_key.get_secret_value(), is_demo=demo),
                is_demo=demo,
                resolve=_who_entered,
            ),
            Middleware(errors.CatchMiddleware),
            Middleware(OriginMiddleware),
        ],
    )
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/api/v1", create_api(max_body_size=MAX_BODY_BYTES))
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


def create_demo_app() -> FastAPI:
    """Make the application with the doors of the demo region open; for a server that is given a name to call.

    It opens the database of the demo, never that of a live installation.
    """
    return create_app(Settings().for_demo(), demo=True)


def _who_entered(state: State, secret: str) -> Account:
    """Ask the database who a secret stands for now, and how many messages wait for that person."""
    with state["house"].reading() as work:
        account = account_of_session(work, token=secret, now=state["clock"]())
        if may(account, Act.READ_MESSAGES):
            state["n_unread"] = count_unread(work, by=account)
        return account


def _refuse_a_live_database(house: House) -> None:
    """Keep the open doors of the demo away from real people, however the application was started."""
    with house.reading() as work:
        if work.installation.mode is not Mode.DEMO:
            raise NotADemoError

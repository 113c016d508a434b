"""Answers what a test asks of the doors in the test's own thread: going over to others takes half of most requests.

Doors that work in several threads are tried by the browsers, which ask a real server, and by the races.
"""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from anyio import to_thread
from httpx2 import ASGITransport, AsyncByteStream, BaseTransport, ByteStream, Request, Response
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

PORTS = {"http": 80, "https": 443}
is_here: ContextVar[bool] = ContextVar("is_here", default=False)
"""Whether a request is being answered in the thread that asked."""


class InProcess(BaseTransport):
    """Answers requests of the thread that made it; those of other threads go the way they went.

    Parameters
    ----------
    client : TestClient
        Its application has begun.
    """

    def __init__(self, client: TestClient) -> None:
        self._others = client._transport
        self._thread = threading.get_ident()
        self._loop = asyncio.new_event_loop()

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            host, port = scope["server"]
            known = {"server": (host, port or PORTS[scope["scheme"]]), "state": client.app_state.copy()}
            await client.app({**scope, **known}, receive, send)

        self._app = ASGITransport(app=app, raise_app_exceptions=False, client=("testclient", 50_000))

    def handle_request(self, request: Request) -> Response:
        """Ask the application, and give what it answered, still as it was packed."""
        if threading.get_ident() != self._thread or self._loop.is_running():
            return self._others.handle_request(request)
        # Playwright leaves a loop of its own in the thread, which waits while a test does something else.
        other = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        try:
            return self._loop.run_until_complete(self._answer(request))
        finally:
            asyncio._set_running_loop(other)

    async def _answer(self, request: Request) -> Response:
        is_here.set(True)
        answer = await self._app.handle_async_request(request)
        assert isinstance(answer.stream, AsyncByteStream)
        body = b"".join([part async for part in answer.stream])
        return Response(answer.status_code, headers=answer.headers, stream=ByteStream(body), request=request)

    def close(self) -> None:
        """Let go of the loop."""
        self._loop.close()


@contextmanager
def in_process(client: TestClient) -> Iterator[TestClient]:
    """Have a client that has begun ask in its own thread."""
    before, go_over = client._transport, to_thread.run_sync

    async def work(function: Callable[..., Any], *arguments: Any, **how: Any) -> Any:
        return function(*arguments) if is_here.get() else await go_over(function, *arguments, **how)

    client._transport = here = InProcess(client)
    to_thread.run_sync = work  # type: ignore[assignment]
    try:
        yield client
    finally:
        to_thread.run_sync = go_over
        client._transport = before
        here.close()

"""The interface as an application of its own, mounted under ``/api/v1``, after the NL API Design Rules."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import errors
from api.v1 import applications, companies, events, region, routes, schemes
from api.v1.shapes import ProblemOut

ROUTERS = (routes.router, events.router, applications.router, companies.router, region.router, schemes.router)
"""Every router of calls."""
API_VERSION = "1.0.0"
PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
REFUSALS = {
    "400": "Something in the request is wrong; all faults are named together",
    "401": "Nobody has entered",
    "403": "This account may not do this",
    "404": "It is not there, or not for this account",
    "503": "The database does not answer; try again later",
}
CONFLICTS = {
    "post_placement": "The key belongs to another placement",
    "put_placement_state": "The place cannot go there from where it is",
    "post_interest": "A rule, the count of the place or an earlier answer stands in the way",
    "post_proposal": "A rule, the count of the place or an earlier answer stands in the way",
    "post_step": "The step cannot be taken as things stand",
    "put_event": "Somebody else changed it since, or it cannot be changed any more",
    "delete_event": "It was published",
    "post_publication": "It was published before",
    "post_cancellation": "It is a draft, was cancelled before, or is over",
    "put_attendance": "It is too early, or the registration was withdrawn",
    "post_registration": "Nobody can register now, it is not for this student, or the registration is there",
    "delete_registration": "The event has begun",
    "review_link": "Somebody has reviewed it already",
}
"""What 409 means, by how the name of an operation begins."""


class VersionHeaderMiddleware:
    """Names the version of the interface in every answer (NL API Design Rules, /core/version-header)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the header to its answer."""

        async def send_with_version(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["API-Version"] = API_VERSION
            await send(message)

        await self.app(scope, receive, send_with_version)


def create_api(*, max_body_size: int) -> FastAPI:
    """Make the interface."""
    app = FastAPI(
        title="Plekwijzer",
        version=API_VERSION,
        summary="Work placements and first jobs that fit, with reasons both ways",
        description="Matching of young people in Dutch pro, vso, vmbo and mbo with work placements and first jobs.",
        contact={"name": "Plekwijzer"},
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": "/api/v1"}],
        root_path_in_servers=False,
        redirect_slashes=False,
        max_body_size=max_body_size,
        middleware=[Middleware(VersionHeaderMiddleware)],
    )
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = _documented(app.openapi)  # type: ignore[method-assign]
    return app


def _documented(usual: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Tell in the document how requests are really refused: 400 and problem+json, never 422."""

    def document() -> dict[str, Any]:
        told = usual()
        schemas = told["components"]["schemas"]
        if "ProblemOut" in schemas:
            return told
        whole = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(whole.pop("$defs"))
        schemas["ProblemOut"] = whole
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        for path in told["paths"].values():
            for operation in path.values():
                answers = operation["responses"]
                answers.pop("422", None)
                for status, text in REFUSALS.items():
                    answers[status] = {"description": text, "content": PROBLEM}
                for start, text in CONFLICTS.items():
                    if operation["operationId"].startswith(start):
                        answers["409"] = {"description": text, "content": PROBLEM}
                if operation["operationId"].startswith("keep_link"):
                    answers["429"] = {"description": "Enough was said today", "content": PROBLEM}
        return told

    return document

"""Routes that are closed until they say for which act they are: without a policy a route cannot be built."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from accounts.role import Role
from api.errors import NotEnteredError
from services.errors import ForbiddenError
from services.permissions import ABOUT, PERMISSIONS, Account, Act, may, note_refused

Handler = TypeVar("Handler", bound=Callable[..., Any])
POLICY = "__policy__"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """For which act a route is; without an act it is for everybody, and ``reason`` says why."""

    act: Act | None = None
    reason: str = ""

    def lets_in(self, by: Account) -> bool:
        """Say whether this account may knock at all."""
        return self.act is None or may(by, self.act)


class MissingPolicyError(TypeError):
    """A route was made from a handler that does not say for which act it is."""

    def __init__(self, path: str, endpoint: Callable[..., Any]) -> None:
        super().__init__(f"{path}: say which act {endpoint.__name__} is for, with @allow(Act.…) or @everybody(reason)")


class UndecidedActError(TypeError):
    """A route is for an act of which nobody decided who may do it, or what it is about."""

    def __init__(self, act: object) -> None:
        super().__init__(
            f"{act}: say in services/permissions.py who may do it (PERMISSIONS) and what it is about (ABOUT)"
        )


def allow(act: Act) -> Callable[[Handler], Handler]:
    """Say for which act a handler is: whoever may not do that act gets no farther than the door.

    Raises
    ------
    UndecidedActError
        It stands in no table.
    """
    if act not in PERMISSIONS or act not in ABOUT:
        raise UndecidedActError(act)
    return _marking(Policy(act=act))


def everybody(reason: str) -> Callable[[Handler], Handler]:
    """Say that a handler is for everybody, and why that is right."""
    return _marking(Policy(reason=reason))


def _marking(policy: Policy) -> Callable[[Handler], Handler]:
    def mark(endpoint: Handler) -> Handler:
        setattr(endpoint, POLICY, policy)
        return endpoint

    return mark


class GuardedRoute(APIRoute):
    """A route that asks at the door whether this role may do the act at all.

    Whether the account may do it to this very student or place is asked again
    by the act itself, in services.
    """

    policy: Policy

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        policy = getattr(endpoint, POLICY, None)
        if policy is None:
            raise MissingPolicyError(path, endpoint)
        self.policy = policy
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Put the question in front of the handler."""
        handle = super().get_route_handler()
        policy = self.policy

        async def guarded(request: Request) -> Response:
            by: Account = request.state.session.account
            if policy.act is None or policy.lets_in(by):
                return await handle(request)
            if by.role is Role.ANONYMOUS:
                raise NotEnteredError
            error = ForbiddenError(f"{by.role} may not {policy.act}")
            student_id = _student_in(request)
            if student_id is not None:
                note_refused(by, policy.act, student_id, is_student=True)
                await run_in_threadpool(request.state.house.note_refusal, by, error)
            raise error

        return guarded


def _student_in(request: Request) -> UUID | None:
    """Give the student whom the address names, so that it is noted who asked at a door that stays shut."""
    try:
        return UUID(request.path_params["student_id"])
    except (KeyError, ValueError):
        return None


def guarded_router(**options: Any) -> APIRouter:
    """Make a router whose routes are all guarded."""
    return APIRouter(route_class=GuardedRoute, redirect_slashes=False, **options)

"""Routes that are closed until they say for which act they are: without a policy a route cannot be built."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from accounts.role import Role
from api.errors import NotEnteredError
from services.errors import ForbiddenError
from services.permissions import Account, Act, may

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


def allow(act: Act) -> Callable[[Handler], Handler]:
    """Say for which act a handler is: whoever may not do that act gets no farther than the door."""

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
            if not policy.lets_in(by):
                raise NotEnteredError if by.role is Role.ANONYMOUS else ForbiddenError(f"{by.role} may not")
            return await handle(request)

        return guarded


def guarded_router(**options: Any) -> APIRouter:
    """Make a router whose routes are all guarded."""
    return APIRouter(route_class=GuardedRoute, redirect_slashes=False, **options)

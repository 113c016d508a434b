"""What handlers ask for: a unit of work, the account at the door, the time, a checked form."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request

from api.errors import StaleFormError
from services.devices import device_text
from services.permissions import Account
from services.unit_of_work import House, UnitOfWork

MAX_FIELDS = 400
MAX_FILES = 100


def reading(request: Request) -> Iterator[UnitOfWork]:
    """Open a unit of work that only reads; at whom this account looked is noted before the answer leaves."""
    with request.state.house.reading(account(request)) as work:
        yield work


def writing(request: Request) -> Iterator[UnitOfWork]:
    """Open a unit of work that is committed before the answer leaves."""
    with request.state.house.writing(account(request)) as work:
        yield work


def account(request: Request) -> Account:
    """Give who is at the door."""
    found: Account = request.state.session.account
    return found


def moment(request: Request) -> datetime:
    """Give the time at which this request is answered."""
    now: datetime = request.state.clock()
    return now


def installation(request: Request) -> House:
    """Give the installation, for an act that opens units of work of its own."""
    found: House = request.state.house
    return found


def site_address(request: Request) -> str:
    """Give the address at which others reach this installation."""
    found: str = request.state.address
    return found


def network(request: Request) -> str:
    """Give the address that the request came from; behind a web server only when settings say whom to believe."""
    return request.client.host if request.client else ""


def device(request: Request) -> str:
    """Give by which words somebody knows this browser again."""
    return device_text(request.headers.get("user-agent", ""))


async def submitted(request: Request) -> FormData:
    """Give the fields of a form that came from a page of this session.

    Raises
    ------
    StaleFormError
        Its token is not of this session.
    """
    return await _checked_form(request, max_files=0)


async def delivered(request: Request) -> AsyncIterator[FormData]:
    """Give the fields of such a form with one file, which is closed afterwards; raises as ``submitted``."""
    form = await _checked_form(request, max_files=1)
    try:
        yield form
    finally:
        await form.close()


async def delivered_many(request: Request) -> AsyncIterator[FormData]:
    """Give the fields of such a form with as many files as a hand-over may hold; works as ``delivered``."""
    form = await _checked_form(request, max_files=MAX_FILES)
    try:
        yield form
    finally:
        await form.close()


async def _checked_form(request: Request, *, max_files: int) -> FormData:
    form = await request.form(max_files=max_files, max_fields=MAX_FIELDS)
    if not request.state.seal.is_token_of(request.state.session, str(form.get("csrf", ""))):
        await form.close()
        raise StaleFormError
    return form


# Scope "function": the commit comes before the answer is sent, not after it.
Reading = Annotated[UnitOfWork, Depends(reading, scope="function")]
Writing = Annotated[UnitOfWork, Depends(writing, scope="function")]
By = Annotated[Account, Depends(account)]
Installation = Annotated[House, Depends(installation)]
SiteAddress = Annotated[str, Depends(site_address)]
Network = Annotated[str, Depends(network)]
Device = Annotated[str, Depends(device)]
Now = Annotated[datetime, Depends(moment)]
Submitted = Annotated[FormData, Depends(submitted)]
Delivered = Annotated[FormData, Depends(delivered)]
DeliveredMany = Annotated[FormData, Depends(delivered_many)]

"""The calendars of other organisers that a region follows: looked at first, then read every day in the background."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from events.errors import CalendarRefusedError, CalendarStateError, InvalidEventError
from events.foreign_calendar import CalendarState, ForeignCalendar, ReadingTerms
from services.errors import found
from services.event_import.fetching import CalendarAwayError, Fetched, check_address
from services.event_import.taking_over import (
    ComingIn,
    ahead,
    coming_in,
    fetch_foreign,
    most_bytes,
    read_foreign,
    take_over_calendar,
)
from services.local_time import local_day
from services.messages import tell
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

READ = "worker.read_calendar"
"""Name of the task that reads one calendar."""
LONGEST_NAME = 120
NO_ANSWER = "op dit adres krijgen wij geen antwoord"


class Fetch(Protocol):
    """Fetches a calendar elsewhere; another one in tests."""

    def __call__(self, address: str, *, now: datetime, etag: str, last_modified: str) -> Fetched:
        """Give what the server answered, or raise ``CalendarAwayError``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """A calendar as who minds it sees it.

    Parameters
    ----------
    brings : ComingIn or None
        What would come in; ``None`` when nothing waits to be looked at.
    fault : str
        Why what waits cannot be taken over, as a Dutch sentence; empty when it can.
    """

    calendar: ForeignCalendar
    brings: ComingIn | None = None
    fault: str = ""


def calendars(work: UnitOfWork, *, by: Account) -> tuple[ForeignCalendar, ...]:
    """Give the calendars of other organisers that are followed, by name."""
    require(by, Act.IMPORT_EVENTS, None)
    return work.foreign_calendars.all()


def add_calendar(
    work: UnitOfWork, *, by: Account, name: str, address: str = "", data: bytes = b"", now: datetime
) -> ForeignCalendar:
    """Begin with the calendar of another organiser: an address is fetched in the background, a file is there at once.

    A file of an organiser whose earlier file is known takes its place; nothing
    comes in before somebody has looked at it.

    Raises
    ------
    InvalidEventError
        The name, the address or the file cannot be so.
    """
    require(by, Act.IMPORT_EVENTS, None)
    name, address = name.strip(), address.strip()
    before = work.foreign_calendars.named(name) if name else None
    faults = {
        "name": _name_fault(name, before, is_file=bool(data)),
        "address": _address_fault(address, data),
        "file": _file_fault(data, now) if data else "",
    }
    if any(faults.values()):
        raise InvalidEventError({field: text for field, text in faults.items() if text})
    made = before or ForeignCalendar(
        id=uuid4(), name=name, address=address, made_at=now, due_at=now if address else None
    )
    work.foreign_calendars.save(made)
    if data:
        work.foreign_calendars.save_delivery(made.id, data)
    else:
        work.defer(READ, calendar_id=made.id)
    return made


def calendar_view(work: UnitOfWork, *, by: Account, calendar_id: UUID, now: datetime) -> CalendarView:
    """Give one calendar, with what would come in when something waits to be looked at.

    Raises
    ------
    NotFoundError
        There is no such calendar.
    """
    require(by, Act.IMPORT_EVENTS, calendar_id)
    calendar = found(work.foreign_calendars.get(calendar_id))
    waiting = work.foreign_calendars.delivery(calendar_id)
    if waiting is None:
        return CalendarView(calendar=calendar)
    try:
        foreign = read_foreign(waiting, now=now)
    except CalendarRefusedError as error:
        return CalendarView(calendar=calendar, fault=error.sentence())
    return CalendarView(calendar=calendar, brings=coming_in(work, name=calendar.name, foreign=foreign, now=now))


def take_over(work: UnitOfWork, *, by: Account, calendar_id: UUID, now: datetime) -> ComingIn:
    """Let in what waits, just as it was looked at; from now on what is read at the address comes in by itself.

    Raises
    ------
    NotFoundError
        There is no such calendar.
    CalendarStateError
        Nothing waits.
    CalendarRefusedError
        What waits cannot be understood.
    """
    require(by, Act.IMPORT_EVENTS, calendar_id)
    calendar = found(work.foreign_calendars.get(calendar_id))
    waiting = work.foreign_calendars.delivery(calendar_id)
    if waiting is None:
        raise CalendarStateError("taken over")
    brought = take_over_calendar(work, name=calendar.name, foreign=read_foreign(waiting, now=now), now=now)
    work.foreign_calendars.save_delivery(calendar_id, None)
    _keep(work, calendar.approved(terms=reading_terms(now), now=now))
    return brought


def pause_calendar(work: UnitOfWork, *, by: Account, calendar_id: UUID) -> ForeignCalendar:
    """Read a calendar no more until somebody says so; what came in stays.

    Raises as ``_followed``, and ``CalendarStateError`` too while nobody has looked at it.
    """
    calendar = _followed(work, by, calendar_id)
    if calendar.state is CalendarState.NEW:
        raise CalendarStateError("paused")
    paused = calendar.paused()
    work.foreign_calendars.save(paused)
    return paused


def resume_calendar(work: UnitOfWork, *, by: Account, calendar_id: UUID, now: datetime) -> ForeignCalendar:
    """Read a calendar again, now and regularly. Raises as ``_followed``."""
    calendar = _followed(work, by, calendar_id).resumed(now=now)
    _keep(work, calendar)
    return calendar


def remove_calendar(work: UnitOfWork, *, by: Account, calendar_id: UUID, now: datetime) -> int:
    """Forget a calendar and take what is still to come of it out of the agenda; give how many events went.

    They are not cancelled: they happen, and we tell of them no more.

    Raises
    ------
    NotFoundError
        There is no such calendar.
    """
    require(by, Act.IMPORT_EVENTS, calendar_id)
    calendar = found(work.foreign_calendars.get(calendar_id))
    coming = (one for one in work.events.between(now, now + ahead(now)) if one.imported_from == calendar.name)
    n_gone = work.events.remove_imported([one.id for one in coming])
    work.foreign_calendars.remove(calendar_id)
    return n_gone


def prepare_reading(work: UnitOfWork, *, calendar_id: UUID, now: datetime, fetch: Fetch = fetch_foreign) -> None:
    """Fetch a calendar while nobody waits for the database, and leave the answer for ``finish_reading``."""
    calendar = work.foreign_calendars.get(calendar_id)
    if calendar is None or not calendar.is_due(now):
        return
    answer: Fetched | str
    try:
        answer = fetch(calendar.address, now=now, etag=calendar.etag, last_modified=calendar.last_modified)
        if answer.body is not None:
            read_foreign(answer.body, now=now)
    except CalendarAwayError as error:
        answer = error.text
    except CalendarRefusedError as error:
        answer = error.sentence().removesuffix(".")
    work.kept[_in_hand(calendar_id)] = answer


def finish_reading(work: UnitOfWork, *, calendar_id: UUID, now: datetime) -> None:
    """Keep what was fetched, and plan the next reading; one that is not due any more is left alone."""
    kept: dict[str, Any] = work.kept
    answer = kept.pop(_in_hand(calendar_id), NO_ANSWER)
    calendar = work.foreign_calendars.get(calendar_id)
    if calendar is None or not calendar.is_due(now):
        return
    terms = reading_terms(now)
    if isinstance(answer, str):
        failed = calendar.failed(answer, terms=terms, now=now)
        _keep(work, failed)
        if failed.n_failures == terms.n_told:
            for account_id in work.accounts.related(Role.COORDINATOR, day=local_day(now)):
                tell(work, to=account_id, kind=MessageKind.CALENDAR_AWAY, about=calendar_id, now=now)
        return
    _keep(work, calendar.answered(etag=answer.etag, last_modified=answer.last_modified, terms=terms, now=now))
    if answer.body is not None and calendar.state is CalendarState.ACTIVE:
        take_over_calendar(work, name=calendar.name, foreign=read_foreign(answer.body, now=now), now=now)
    elif answer.body is not None:
        work.foreign_calendars.save_delivery(calendar_id, answer.body)


def reading_terms(now: datetime) -> ReadingTerms:
    """Give how often calendars are read today."""
    rules = load_reference(local_day(now)).calendar
    return ReadingTerms(
        again=timedelta(hours=rules.read_hours),
        retry=timedelta(hours=rules.retry_hours),
        longest_retry=timedelta(hours=rules.most_retry_hours),
        n_told=rules.failures_told,
    )


def _followed(work: UnitOfWork, by: Account, calendar_id: UUID) -> ForeignCalendar:
    """Give a calendar that has an address.

    Raises
    ------
    NotFoundError
        There is no such calendar.
    CalendarStateError
        It was a file, and there is nothing to read.
    """
    require(by, Act.IMPORT_EVENTS, calendar_id)
    calendar = found(work.foreign_calendars.get(calendar_id))
    if not calendar.address:
        raise CalendarStateError("followed")
    return calendar


def _keep(work: UnitOfWork, calendar: ForeignCalendar) -> None:
    work.foreign_calendars.save(calendar)
    if calendar.due_at is not None:
        work.defer(READ, due_at=calendar.due_at, calendar_id=calendar.id)


def _name_fault(name: str, before: ForeignCalendar | None, *, is_file: bool) -> str:
    if not 0 < len(name) <= LONGEST_NAME:
        return f"Vul in van wie de agenda is, in hoogstens {LONGEST_NAME} tekens"
    is_next_file = before is not None and not before.address and is_file
    return "" if before is None or is_next_file else "Deze agenda volgen wij al. Kies hem hieronder"


def _address_fault(address: str, data: bytes) -> str:
    if bool(address) is bool(data):
        return "Geef een adres of een bestand" if not data else "Geef een adres of een bestand, niet allebei"
    if not address:
        return ""
    try:
        check_address(address)
    except CalendarAwayError as error:
        return error.text[0].upper() + error.text[1:]
    return ""


def _file_fault(data: bytes, now: datetime) -> str:
    if len(data) > most_bytes(now):
        return f"Dit bestand is groter dan {most_bytes(now) // 1024} kilobytes"
    try:
        read_foreign(data, now=now)
    except CalendarRefusedError as error:
        return error.sentence().removesuffix(".")
    return ""


def _in_hand(calendar_id: UUID) -> str:
    return f"foreign calendar {calendar_id}"

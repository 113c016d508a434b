"""The tasks by name: each calls one act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from services.mailing import Letterhead, Posting
from services.settings import read_settings
from services.unit_of_work import UnitOfWork


class Step(Protocol):
    """Does something in a unit of work that the worker opens and, when it writes, commits.

    It takes as keywords the moment, and as text the ids that were deferred.
    """

    def __call__(self, work: UnitOfWork, *, now: datetime, **ids: str) -> None:
        """Do it; an error means that nothing is kept and that the work is tried again."""


def prepare_nothing(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Leave all of the work to the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One kind of background work.

    Parameters
    ----------
    act : Step
        Does the work. While it runs, nobody else can write to a SQLite database.
    prepare : Step
        Does the long reckoning beforehand in a unit of work that only reads; what it finds stays in ``work.kept``.
    """

    act: Step
    prepare: Step = prepare_nothing


class Writer(Protocol):
    """Writes a mail, in a unit of work that is committed before the mail leaves."""

    def __call__(self, work: UnitOfWork, *, now: datetime, letterhead: Letterhead, **ids: str) -> EmailMessage | None:
        """Give the mail, or ``None`` when there is nothing to mail any more."""


class Noter(Protocol):
    """Notes what came of a mail, in the same commit as the note that the work is done."""

    def __call__(self, work: UnitOfWork, *, now: datetime, posting: Posting, **ids: str) -> None:
        """Note it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTask:
    """Background work that sends one mail: write and commit, hand over outside any transaction, note.

    Whoever dies after handing over and before the note sends it again: a mail
    goes out at least once. So a writer gives the same mail the second time,
    with the same Message-ID, or a mail that stands beside the first.

    Parameters
    ----------
    max_attempts : int
        Attempts before the mail is given up; with pauses that grow to an hour, the default waits a day for a mail
        server that is away.
    """

    write: Writer
    note: Noter
    max_attempts: int = 30


def prepare_market(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Have the market at hand as it stands now."""
    from services.markets import current_market  # brings the engine, which the relay does without

    current_market(work, now=now)


def rescore_placement(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Count again who fits a placement, after it was posted or changed."""
    from services.placements import count_candidates

    count_candidates(work, placement_id=UUID(ids["placement_id"]), now=now)


def rescore_all(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Count again who fits each placement, after many people or placements came in at once."""
    from services.placements import count_all_candidates

    count_all_candidates(work, now=now)


def answer_is_due(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Remind somebody, give the turn to a helper or close an application, when it is so far."""
    from services.applications.answering import answer_is_due

    answer_is_due(work, application_id=UUID(ids["application_id"]), now=now)


def lapse_seat(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Pass on a seat at an event that nobody said yes to in time."""
    from services.event_queue import lapse

    lapse(work, event_id=UUID(ids["event_id"]), registration_id=UUID(ids["registration_id"]), now=now)


def follow_up_event(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Ask who came to an event whom they spoke, remind them or close, when it is so far."""
    from services.encounters import follow_up_event

    follow_up_event(work, event_id=UUID(ids["event_id"]), now=now)


def remind_of_agreement(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Remind of something that was agreed in a career conversation and is still open."""
    from services.conversations import remind_of_agreement

    remind_of_agreement(work, agreement_id=UUID(ids["agreement_id"]), now=now)


def invite_to_event(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Invite to an event that was published those whom it fits."""
    from services.event_inviting import invite_to_event

    invite_to_event(work, event_id=UUID(ids["event_id"]), now=now)


def invite_to_coming(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Look again whom the coming events fit, and come back tomorrow."""
    from services.event_inviting import invite_to_coming

    invite_to_coming(work, now=now)


def keep_to_terms(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Take away what has been kept as long as it may be, when this installation wants that, and come back tomorrow."""
    from services.privacy import keeping

    if read_settings().keep_terms:
        keeping.keep_to_terms(work, now=now)


def save_erasures(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Write who was erased in the file beside the database, when there is to be one."""
    from services.privacy.journal import save_journal

    if read_settings().erasure_journal:
        save_journal(work, path=Path(read_settings().erasure_journal))


def ask_register(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Ask the register whether a site is recognised."""
    from services.recognition_check.checking import prepare_check

    prepare_check(work, check_id=UUID(ids["check_id"]), now=now)


def finish_recognition_check(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Keep what the register said."""
    from services.recognition_check.checking import finish_check

    finish_check(work, check_id=UUID(ids["check_id"]), now=now)


def fetch_calendar(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Fetch the calendar of another organiser."""
    from services.event_import.calendars import prepare_reading

    prepare_reading(work, calendar_id=UUID(ids["calendar_id"]), now=now)


def read_calendar(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Keep what is in the calendar of another organiser, and come back for it later."""
    from services.event_import.calendars import finish_reading

    finish_reading(work, calendar_id=UUID(ids["calendar_id"]), now=now)


def place_closed(work: UnitOfWork, *, now: datetime, **ids: str) -> None:
    """Close kindly what was open at a place that has closed."""
    from services.applications.answering import place_is_closed

    place_is_closed(work, placement_id=UUID(ids["placement_id"]), now=now)


def write_message_mail(work: UnitOfWork, *, now: datetime, letterhead: Letterhead, **ids: str) -> EmailMessage | None:
    """Write the mail about a message, or the digest that it is in."""
    from services.message_mails import write_message_mail

    return write_message_mail(work, message_id=UUID(ids["message_id"]), letterhead=letterhead, now=now)


def note_message_mail(work: UnitOfWork, *, now: datetime, posting: Posting, **ids: str) -> None:
    """Note what came of that mail."""
    from services.message_mails import note_message_mail

    note_message_mail(work, message_id=UUID(ids["message_id"]), posting=posting)


def write_login_link(work: UnitOfWork, *, now: datetime, letterhead: Letterhead, **ids: str) -> EmailMessage | None:
    """Write the mail with a link to enter."""
    from services.login import write_link

    return write_link(work, link_id=UUID(ids["link_id"]), letterhead=letterhead, now=now)


def write_invitation(work: UnitOfWork, *, now: datetime, letterhead: Letterhead, **ids: str) -> EmailMessage | None:
    """Write the mail of an invitation."""
    from services.invitations import write_invitation

    return write_invitation(work, invitation_id=UUID(ids["invitation_id"]), letterhead=letterhead, now=now)


def note_nothing(work: UnitOfWork, *, now: datetime, posting: Posting, **ids: str) -> None:
    """Leave it at that: whether somebody comes is seen when somebody comes."""


TASKS: Mapping[str, Task | MailTask] = MappingProxyType(
    {
        "worker.rescore_placement": Task(act=rescore_placement, prepare=prepare_market),
        "worker.rescore_all": Task(act=rescore_all, prepare=prepare_market),
        "worker.place_closed": Task(act=place_closed),
        "worker.check_recognition": Task(act=finish_recognition_check, prepare=ask_register),
        "worker.read_calendar": Task(act=read_calendar, prepare=fetch_calendar),
        "worker.answer_is_due": Task(act=answer_is_due),
        "worker.lapse_seat": Task(act=lapse_seat),
        "worker.follow_up_event": Task(act=follow_up_event),
        "worker.remind_agreement": Task(act=remind_of_agreement),
        "worker.invite_to_event": Task(act=invite_to_event, prepare=prepare_market),
        "worker.invite_to_coming": Task(act=invite_to_coming, prepare=prepare_market),
        "worker.keep_to_terms": Task(act=keep_to_terms),
        "worker.save_erasures": Task(act=save_erasures),
        "worker.mail_message": MailTask(write=write_message_mail, note=note_message_mail),
        "worker.mail_login_link": MailTask(write=write_login_link, note=note_nothing),
        "worker.mail_invitation": MailTask(write=write_invitation, note=note_nothing),
    }
)
"""Every task by the fixed name under which acts defer it."""

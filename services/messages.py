"""Messages (berichten): telling somebody that something happened; reading them; how soon a mail says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from accounts.message import MailPace, MailWishes, Message, MessageKind
from events.event import Event
from events.invitation import meeting_text
from events.meeting import Meeting
from services.errors import NotFoundError, found
from services.event_days import days_text
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.places_in_words import Place, places_in_words
from services.reference.message_texts import About, load_message_texts
from services.unit_of_work import UnitOfWork

__all__ = [
    "Inbox",
    "MailSettings",
    "MeetingView",
    "MessageKind",
    "MessageView",
    "count_unread",
    "inbox",
    "keep_mail_wishes",
    "mail_settings",
    "meeting_ics",
    "read_all_messages",
    "read_message",
    "tell",
    "try_address_again",
]

SEND = "worker.mail_message"
"""Name of the task that mails a message, or the digest that it is in."""
INVITING = frozenset({MessageKind.EVENT_INVITED, MessageKind.EVENT_COMPANY_INVITED})
"""Messages that invite to an event; why, stands with the invitation."""
OF_SERIES = (MessageKind.EVENT_CHANGED, MessageKind.EVENT_CANCELLED)
"""Kinds that tell of every day of a series that changed at once."""
GONE = "Dit bericht gaat over iets dat er niet meer is."


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as it reads at this moment.

    Parameters
    ----------
    path : str
        Page where the reader can go on; empty when there is none, or when what it is about is gone.
    place_text : str
        The place it is about; empty when it is about something else.
    invited_to : UUID or None
        The event that the reader is invited to.
    days_text : str
        The days of the series that changed at once; empty when it is about one event or something else.
    """

    id: UUID
    kind: MessageKind
    title: str
    text: str
    button: str
    path: str
    made_at: datetime
    is_read: bool
    place_text: str = ""
    invited_to: UUID | None = None
    days_text: str = ""
    meeting: "MeetingView | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingView:
    """What the reader of a message may know of a meeting."""

    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool

    @classmethod
    def of(cls, meeting: Meeting) -> Self:
        """Leave out who else comes."""
        return cls(
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            place=meeting.place,
            is_cancelled=meeting.is_cancelled,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page of somebody's messages, newest first."""

    messages: tuple[MessageView, ...]
    n_messages: int
    n_unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """How an account hears of messages, and whether mail arrives.

    Parameters
    ----------
    address : str
        Where mail goes; empty when the account has no address.
    is_refused : bool
        Whether the address was refused, so that nothing is mailed to it.
    """

    wishes: MailWishes
    address: str
    is_refused: bool


def tell(
    work: UnitOfWork,
    *,
    to: UUID,
    kind: MessageKind,
    about: UUID | None = None,
    is_known: bool = False,
    now: datetime,
) -> None:
    """Tell an account that something happened: in the inbox at once, by mail as the account wishes.

    Acts call it in their own unit of work, so that nothing is told of what was
    not kept. Whoever may be told is for the act to know.

    Parameters
    ----------
    to : UUID
        The account.
    about : UUID or None
        The application, meeting, event or student it is about, as ``message_texts.csv`` says for the kind. Its words
        are made from that at reading, so nothing of it is kept here.
    is_known : bool
        The account brought it about itself: the message counts as read, and is there for the mail to the calendar.
    """
    occasion = load_message_texts()[kind].occasion
    state, due_at = work.messages.wishes(to).mail_of(occasion, now=now)
    message = Message(
        id=uuid4(),
        account_id=to,
        kind=kind,
        about_id=about,
        made_at=now,
        read_at=now if is_known else None,
        mail_state=state,
        mail_due_at=due_at,
    )
    work.messages.add(message)
    if due_at is not None:
        work.defer(SEND, due_at=due_at, message_id=message.id)


def inbox(work: UnitOfWork, *, by: Account, limit: int, skip: int = 0) -> Inbox:
    """Give somebody's own messages, newest first."""
    require(by, Act.READ_MESSAGES, None)
    me = found(by.id)
    kept = work.messages.of_account(me, limit=limit, skip=skip)
    meetings, places, days = _meetings(work, kept), _places(work, kept), _days(work, kept)
    return Inbox(
        messages=tuple(_view(message, meetings, places, days) for message in kept),
        n_messages=work.messages.count(me),
        n_unread=work.messages.count_unread(me),
    )


def count_unread(work: UnitOfWork, *, by: Account) -> int:
    """Count somebody's own messages that wait to be read."""
    require(by, Act.READ_MESSAGES, None)
    return work.messages.count_unread(found(by.id))


def read_message(work: UnitOfWork, *, by: Account, message_id: UUID, now: datetime) -> MessageView:
    """Give one of somebody's own messages as it reads now, and note that it was read.

    Raises
    ------
    NotFoundError
        There is none, or it is to another.
    """
    message = _own(work, by, message_id)
    work.messages.mark_read(message.account_id, message_id=message.id, now=now)
    view = _view(message, _meetings(work, [message]), _places(work, [message]), _days(work, [message]))
    return replace(view, is_read=True)


def meeting_ics(work: UnitOfWork, *, by: Account, message_id: UUID, details_url: str) -> str:
    """Give the calendar file of the meeting that one of somebody's own messages is about; raises as above.

    Parameters
    ----------
    details_url : str
        Where the message itself can be read.
    """
    message = _own(work, by, message_id)
    meeting = found(_meetings(work, [message]).get(message.id))
    return meeting_text(meeting, details_url=details_url)


def read_all_messages(work: UnitOfWork, *, by: Account, now: datetime) -> None:
    """Note that somebody has read all of their own messages."""
    require(by, Act.READ_MESSAGES, None)
    work.messages.mark_read(found(by.id), message_id=None, now=now)


def mail_settings(work: UnitOfWork, *, by: Account) -> MailSettings:
    """Give how somebody hears of their own messages."""
    require(by, Act.READ_MESSAGES, None)
    holder = found(work.accounts.get(found(by.id)))
    wishes = work.messages.wishes(holder.id)
    address = holder.email or ""
    return MailSettings(wishes=wishes, address=address, is_refused=bool(address) and address == wishes.refused_address)


def keep_mail_wishes(
    work: UnitOfWork,
    *,
    by: Account,
    answers: MailPace,
    news: MailPace,
    hour: int,
    weekday: int,
    is_invited: bool = True,
) -> MailSettings:
    """Keep how somebody wants to hear of messages: what was told before keeps its time, unless mail is off.

    Parameters
    ----------
    is_invited : bool
        Whether to be told of events that fit.

    Raises
    ------
    InvalidAccountError
        There is no such hour or day.
    """
    settings = mail_settings(work, by=by)
    wishes = replace(settings.wishes, answers=answers, news=news, hour=hour, weekday=weekday, is_invited=is_invited)
    work.messages.save_wishes(wishes)
    return replace(settings, wishes=wishes)


def try_address_again(work: UnitOfWork, *, by: Account) -> MailSettings:
    """Mail to somebody's own address again, after it was refused."""
    settings = mail_settings(work, by=by)
    wishes = replace(settings.wishes, refused_address="")
    work.messages.save_wishes(wishes)
    return replace(settings, wishes=wishes, is_refused=False)


def _own(work: UnitOfWork, by: Account, message_id: UUID) -> Message:
    require(by, Act.READ_MESSAGES, None)
    message = found(work.messages.get(message_id))
    if message.account_id != by.id:
        raise NotFoundError("not found")
    return message


def _meetings(work: UnitOfWork, told: Sequence[Message]) -> Mapping[UUID, Meeting]:
    """Give by message the meeting it is about, where its reader is still asked to come."""
    texts = load_message_texts()
    invited = [(one, one.about_id) for one in told if one.about_id and texts[one.kind].about is About.MEETING]
    kept = work.meetings.some({about_id for _, about_id in invited})
    return {
        one.id: kept[about_id]
        for one, about_id in invited
        if about_id in kept and one.account_id in kept[about_id].attendee_ids
    }


def _places(work: UnitOfWork, told: Sequence[Message]) -> Mapping[UUID, Place]:
    """Give by message the place of the application it is about, where that is still there."""
    texts = load_message_texts()
    about = {one.id: one.about_id for one in told if one.about_id and texts[one.kind].about is About.APPLICATION}
    at = work.applications.places_about(set(about.values()))
    places = places_in_words(work, set(at.values()))
    return {message_id: places[at[about_id]] for message_id, about_id in about.items() if about_id in at}


def _days(work: UnitOfWork, told: Sequence[Message]) -> Mapping[UUID, str]:
    """Give by message the days of a series that changed at the moment it tells of, when those are several."""
    about = {one.id: one.about_id for one in told if one.about_id and one.kind in OF_SERIES}
    series = {event.id: event.series_id for event in work.events.some(set(about.values())).values() if event.series_id}
    if not series:
        return {}
    changed: dict[tuple[UUID | None, datetime], list[Event]] = {}
    for at, event in work.events.changed_at((one.made_at for one in told), series_ids=series.values()):
        changed.setdefault((event.series_id, at), []).append(event)
    of_one = {one.id: changed.get((series.get(about[one.id]), one.made_at), []) for one in told if one.id in about}
    return {
        message_id: days_text([local_day(event.starts_at) for event in events])
        for message_id, events in of_one.items()
        if len(events) > 1
    }


def _view(
    message: Message, meetings: Mapping[UUID, Meeting], places: Mapping[UUID, Place], days: Mapping[UUID, str]
) -> MessageView:
    said = load_message_texts()[message.kind]
    meeting, place = meetings.get(message.id), places.get(message.id)
    is_told_of = {About.MEETING: meeting, About.APPLICATION: place}
    is_gone = message.about_id is not None and said.about in is_told_of and is_told_of[said.about] is None
    leads_on = message.about_id is not None and not is_gone
    return MessageView(
        id=message.id,
        kind=message.kind,
        title=said.title,
        text=GONE if is_gone else said.text,
        button=said.button,
        path=said.address.format(about=message.about_id, message=message.id) if leads_on else "",
        made_at=message.made_at,
        is_read=message.read_at is not None,
        place_text="" if place is None else f"{place.title}, {place.employer_name}",
        invited_to=message.about_id if message.kind in INVITING else None,
        days_text=days.get(message.id, ""),
        meeting=None if meeting is None else MeetingView.of(meeting),
    )

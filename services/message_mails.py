"""The mail about messages: one by itself at once, several together as a digest, an invitation for a calendar."""

from datetime import datetime
from email.message import EmailMessage
from uuid import UUID

from accounts.holder import AccountHolder
from accounts.message import MailPace, MailState, MailWishes, Message, MessageKind, Occasion
from events.invitation import invitation_text, registration_text
from events.meeting import Meeting
from events.registration import OPEN, RegistrationState
from services.event_telling import registrations_of
from services.mail_server import mailable
from services.mailing import Invitation, Letterhead, Part, Posting, write_mail
from services.reference.message_texts import About, load_message_texts
from services.unit_of_work import UnitOfWork

SUBJECT = "Er is nieuws voor je op Plekwijzer"
INBOX, SETTINGS = "/berichten", "/berichten/instellingen"
STATES = {Posting.SENT: MailState.SENT, Posting.REFUSED: MailState.REFUSED, Posting.NONE: MailState.NONE}


def write_message_mail(
    work: UnitOfWork, *, message_id: UUID, letterhead: Letterhead, now: datetime
) -> EmailMessage | None:
    """Write the mail about a message, or the digest that it waits for; ``None`` when there is nothing to mail.

    Which messages a mail tells of is kept before it leaves. A second try tells
    of the same ones, also when somebody has read them since; and two tries at
    the same time never tell of one message in two mails.

    Raises
    ------
    UnmailableAddressError
        No mail can be sent to the address of the account.
    """
    holder = _holder(work, message_id)
    told = work.messages.in_mail(message_id) or _put_in_mail(work, message_id, now)
    if not told or holder is None or not holder.is_open or not holder.email:
        return None
    if holder.email == work.messages.wishes(holder.id).refused_address:
        return None
    return _mail(work, told, mailable(holder.email), message_id, letterhead, now=now)


def note_message_mail(work: UnitOfWork, *, message_id: UUID, posting: Posting) -> None:
    """Note what came of the mail about a message, and when an address was refused, that nothing arrives there."""
    holder = _holder(work, message_id)
    told = work.messages.in_mail(message_id)
    message = work.messages.get(message_id)
    if not told and message is not None and message.waits_for_mail and message.mail_id is None:
        told = (message,)
    work.messages.set_mail_state([one.id for one in told], STATES[posting])
    if told and posting is Posting.REFUSED and holder is not None and holder.email:
        work.messages.note_refused(holder.id, address=holder.email)


def _holder(work: UnitOfWork, message_id: UUID) -> AccountHolder | None:
    """Give for whom a message is, kept until the commit: mails to one account are written and noted in turn.

    Asked before any message is, so that two mails never wait for one another.
    """
    account_id = work.messages.account_of(message_id)
    return None if account_id is None else work.accounts.get(account_id)


def _put_in_mail(work: UnitOfWork, message_id: UUID, now: datetime) -> tuple[Message, ...]:
    """Choose what the mail of a message tells of, and keep it."""
    message = work.messages.get(message_id)
    if message is None or not message.waits_for_mail or message.mail_id is not None:
        return ()
    is_apart = message.mail_state is MailState.APART
    waiting = (message,) if is_apart else work.messages.due_for_digest(message.account_id, now=now)
    wishes = work.messages.wishes(message.account_id)
    told = tuple(one for one in waiting if _is_still_wanted(work, one, wishes, now=now))
    work.messages.put_in_mail([one.id for one in told], mail_id=message_id)
    work.messages.set_mail_state([one.id for one in waiting if one not in told], MailState.NONE)
    return told


def _is_still_wanted(work: UnitOfWork, message: Message, wishes: MailWishes, *, now: datetime) -> bool:
    said = load_message_texts()[message.kind]
    occasion = said.occasion
    if wishes.pace(occasion) is MailPace.OFF:
        return False
    if occasion is Occasion.APPOINTMENT:
        # It belongs in the calendar, read or not.
        return _holds_of_event(work, message, now=now) if said.about is About.EVENT else bool(_meeting(work, message))
    return message.read_at is None


def _meeting(work: UnitOfWork, message: Message) -> Meeting | None:
    """Give the meeting of an invitation, when that still says what the message says."""
    about_id = message.about_id
    # Kept from nobody: whoever changes a meeting tells accounts, and would wait for this mail while it waits for them.
    meeting = None if about_id is None else work.meetings.some([about_id]).get(about_id)
    if meeting is None or message.account_id not in meeting.attendee_ids:
        return None
    return meeting if meeting.is_cancelled == (message.kind is MessageKind.MEETING_CANCELLED) else None


def _holds_of_event(work: UnitOfWork, message: Message, *, now: datetime) -> bool:
    """Say whether a message about an event still says how it is."""
    event = None if message.about_id is None else work.events.some([message.about_id]).get(message.about_id)
    if event is None:
        return False
    if event.is_cancelled:
        return message.kind is MessageKind.EVENT_CANCELLED
    own = registrations_of(work, message.account_id, event_id=event.id, now=now)
    match message.kind:
        case MessageKind.EVENT_SEATED:
            return any(one.state is RegistrationState.SEATED for one in own)
        case MessageKind.EVENT_WITHDRAWN:
            return not any(one.state in OPEN for one in own)
        case _:
            return any(one.state in OPEN for one in own)


def _mail(
    work: UnitOfWork,
    told: tuple[Message, ...],
    address: str,
    mail_id: UUID,
    letterhead: Letterhead,
    *,
    now: datetime,
) -> EmailMessage | None:
    first, texts = told[0], load_message_texts()
    invitation = None
    if texts[first.kind].occasion is Occasion.APPOINTMENT and texts[first.kind].about is About.EVENT:
        if not _holds_of_event(work, first, now=now):
            return None
        invitation = _entry_of_event(work, address, first, letterhead, now=now)
    elif texts[first.kind].occasion is Occasion.APPOINTMENT:
        meeting = _meeting(work, first)
        if meeting is None:
            return None
        invitation = _invitation(meeting, address, first, letterhead)
    path, label = (INBOX, "Lees je berichten") if len(told) > 1 else (f"{INBOX}/{first.id}", "Lees het bericht")
    *before, last = dict.fromkeys(texts[message.kind].mail_text for message in told)
    return write_mail(
        letterhead,
        key=mail_id,
        to=address,
        subject=SUBJECT,
        title="Er is een bericht voor je" if len(told) == 1 else f"Er zijn {len(told)} berichten voor je",
        parts=[*map(_plain, before), Part(text=last, url=letterhead.url(path), label=label)],
        written_at=told[-1].mail_due_at or told[-1].made_at,
        settings_url=letterhead.url(SETTINGS),
        invitation=invitation,
    )


def _plain(text: str) -> Part:
    return Part(text=text)


def _invitation(meeting: Meeting, address: str, message: Message, letterhead: Letterhead) -> Invitation:
    text = invitation_text(
        meeting,
        organiser=letterhead.sender,
        attendee=address,
        details_url=letterhead.url(f"{INBOX}/{message.id}"),
    )
    return Invitation(text=text, method="CANCEL" if meeting.is_cancelled else "REQUEST")


def _entry_of_event(
    work: UnitOfWork, address: str, message: Message, letterhead: Letterhead, *, now: datetime
) -> Invitation | None:
    """Give what the calendar takes over; ``None`` when there is nothing to take over, as for who waits for a seat."""
    event = None if message.about_id is None else work.events.some([message.about_id]).get(message.about_id)
    if event is None:
        return None
    own = registrations_of(work, message.account_id, event_id=event.id, now=now)
    is_seated = any(one.state is RegistrationState.SEATED for one in own)
    if not is_seated and message.kind is not MessageKind.EVENT_WITHDRAWN:
        return None
    text = registration_text(
        event,
        organiser=letterhead.sender,
        attendee=address,
        told_at=message.made_at,
        is_withdrawn=not is_seated,
        site=letterhead.public_url,
    )
    stops = event.is_cancelled or not is_seated
    return None if text is None else Invitation(text=text, method="CANCEL" if stops else "REQUEST")

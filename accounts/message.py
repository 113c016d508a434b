"""A message (bericht) to one person, and how that person wants to hear of it by mail."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from accounts.errors import InvalidAccountError

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class MessageKind(StrEnum):
    """What happened; what is told about it stands in ``message_texts.csv``."""

    APPLICATION_YOUR_TURN = "application_your_turn"
    APPLICATION_REMINDER = "application_reminder"
    APPLICATION_MOVED = "application_moved"
    APPLICATION_CLOSED_KINDLY = "application_closed_kindly"
    APPLICATION_INVITED = "application_invited"
    APPLICATION_TRIAL_DAY = "application_trial_day"
    APPLICATION_OFFERED = "application_offered"
    APPLICATION_PLACED = "application_placed"
    APPLICATION_HELP_NEEDED = "application_help_needed"
    APPLICATION_OVERDUE = "application_overdue"
    PLACEMENT_CHANGED = "placement_changed"
    PARENT_ASKED = "parent_asked"
    RECTIFICATION_ASKED = "rectification_asked"
    RECTIFICATION_ANSWERED = "rectification_answered"
    LETTER_GIVEN = "letter_given"
    LETTER_RETURNED = "letter_returned"
    ASSIGNMENT_SET = "assignment_set"
    AGREEMENT_DUE = "agreement_due"
    AGREEMENT_DUE_AT_SCHOOL = "agreement_due_at_school"
    REPORT_RECEIVED = "report_received"
    REPORT_MOVED = "report_moved"
    PLACE_TO_REVIEW = "place_to_review"
    PLACE_APPROVED = "place_approved"
    PLACE_RETURNED = "place_returned"
    MEETING_PLANNED = "meeting_planned"
    MEETING_CANCELLED = "meeting_cancelled"
    EVENT_SEATED = "event_seated"
    EVENT_WAITING = "event_waiting"
    EVENT_SEAT_OFFERED = "event_seat_offered"
    EVENT_SEAT_LAPSED = "event_seat_lapsed"
    EVENT_WITHDRAWN = "event_withdrawn"
    EVENT_CHANGED = "event_changed"
    EVENT_CANCELLED = "event_cancelled"
    EVENT_LOOK_BACK = "event_look_back"
    EVENT_LOOK_BACK_REMINDER = "event_look_back_reminder"
    EVENT_MATCHED = "event_matched"
    EVENT_REPORT = "event_report"
    EVENT_INVITED = "event_invited"
    EVENT_COMPANY_INVITED = "event_company_invited"
    GUARANTEE_ASKED = "guarantee_asked"
    GUARANTEE_CLAIMED = "guarantee_claimed"
    GUARANTEE_WAITING = "guarantee_waiting"
    GUARANTEE_CHECKED = "guarantee_checked"
    GUARANTEE_WARNED = "guarantee_warned"
    GUARANTEE_LAPSED = "guarantee_lapsed"
    GUARANTEE_OFFERED = "guarantee_offered"
    GUARANTEE_REDEEMED = "guarantee_redeemed"
    PEER_ASKED = "peer_asked"
    PEER_MOVED = "peer_moved"
    PEER_AT_SCHOOL = "peer_at_school"
    CALENDAR_AWAY = "calendar_away"
    CASE_DECIDED = "case_decided"
    HANDOVER_MOVED = "handover_moved"
    HANDOVER_AGREED = "handover_agreed"
    HANDOVER_PARENT = "handover_parent"
    HANDOVER_ARRIVED = "handover_arrived"


class Occasion(StrEnum):
    """What a message asks of whoever gets it."""

    ANSWER = "answer"
    """Somebody waits for an answer, and a clock runs."""
    APPOINTMENT = "appointment"
    """It carries an invitation for a calendar."""
    NEWS = "news"
    """Good to know."""


class MailPace(StrEnum):
    """How soon somebody hears of a message by mail."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"
    OFF = "off"
    """Only in the service itself."""


class MailState(StrEnum):
    """How far the mail about a message has come."""

    NONE = "none"
    """There will be none."""
    APART = "apart"
    """It gets a mail of its own, as soon as can be."""
    DIGEST = "digest"
    """It waits for a mail that tells of several messages."""
    SENT = "sent"
    REFUSED = "refused"
    """The address does not exist, or takes no mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something that happened, told to one account.

    It holds no words: they are made when somebody reads it, from the kind and
    from what it is about as that stands then.

    Parameters
    ----------
    about_id : UUID or None
        The application, meeting, event or student it is about, by its kind.
    mail_due_at : datetime or None
        When the mail is to leave; ``None`` when there will be none.
    mail_id : UUID or None
        The message under whose id the mail was written that tells of this one; ``None`` until it is written.
    """

    id: UUID
    account_id: UUID
    kind: MessageKind
    about_id: UUID | None
    made_at: datetime
    read_at: datetime | None = None
    mail_state: MailState = MailState.NONE
    mail_due_at: datetime | None = None
    mail_id: UUID | None = None

    @property
    def waits_for_mail(self) -> bool:
        """Whether a mail about it still has to leave."""
        return self.mail_state in (MailState.APART, MailState.DIGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class MailWishes:
    """How one account wants to hear of messages by mail.

    Parameters
    ----------
    answers : MailPace
        For messages that somebody waits for an answer to. Invitations for a calendar come at once, unless this is
        off.
    news : MailPace
        For all other messages.
    hour : int
        From when on a mail about several messages leaves, 0 to 23, on the clock in the Netherlands.
    weekday : int
        ISO weekday of a weekly mail, 1 is Monday.
    refused_address : str
        The address that does not exist or takes no mail; empty when all is well.
    is_invited : bool
        Whether it is told of events that fit.
    """

    account_id: UUID
    answers: MailPace = MailPace.AT_ONCE
    news: MailPace = MailPace.DAILY
    hour: int = 16
    weekday: int = 1
    refused_address: str = ""
    is_invited: bool = True

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "hour": (0 <= self.hour <= 23, "kies een uur van 0 tot en met 23"),
            "weekday": (1 <= self.weekday <= 7, "kies een dag van maandag tot en met zondag"),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidAccountError("mail wishes", faults)

    def pace(self, occasion: Occasion) -> MailPace:
        """Say how soon this account hears of a message."""
        if occasion is Occasion.NEWS:
            return self.news
        if occasion is Occasion.APPOINTMENT and self.answers is not MailPace.OFF:
            return MailPace.AT_ONCE
        return self.answers

    def mail_of(self, occasion: Occasion, *, now: datetime) -> tuple[MailState, datetime | None]:
        """Say which mail a message of this moment gets, and when that leaves."""
        pace = self.pace(occasion)
        if pace is MailPace.OFF:
            return MailState.NONE, None
        if pace is MailPace.AT_ONCE:
            return MailState.APART, now
        return MailState.DIGEST, self.next_digest(pace, after=now)

    def next_digest(self, pace: MailPace, *, after: datetime) -> datetime:
        """Give the first moment after another at which a daily or weekly mail leaves.

        An hour that the clock skips in spring is the next one; of an hour that
        comes twice in autumn it is the first.

        Examples
        --------
        >>> wishes = MailWishes(account_id=UUID(int=1), hour=16, weekday=1)
        >>> wishes.next_digest(MailPace.DAILY, after=datetime(2026, 11, 24, 15, 0, tzinfo=UTC)).isoformat()
        '2026-11-25T15:00:00+00:00'
        >>> wishes.next_digest(MailPace.WEEKLY, after=datetime(2027, 3, 26, 15, 0, tzinfo=UTC)).isoformat()
        '2027-03-29T14:00:00+00:00'
        """
        day = after.astimezone(AMSTERDAM).date()
        if pace is MailPace.WEEKLY:
            day += timedelta(days=(self.weekday - day.isoweekday()) % 7)
        due = self._digest_on(day)
        return due if due > after else self._digest_on(day + (WEEK if pace is MailPace.WEEKLY else DAY))

    def _digest_on(self, day: date) -> datetime:
        return datetime.combine(day, time(self.hour), AMSTERDAM).astimezone(UTC)

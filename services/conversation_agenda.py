"""The agenda of a career conversation, made from the dossier: the same for the student and for school."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from career.conversation import Agreement, Conversation, ConversationState, Topic
from career.dossier import CareerCompetency, DossierEntry, Sharing
from services.applications.wording import TO_STUDENT
from services.competency_profile import competency_profile
from services.conversation_words import OWNERS, TOPICS
from services.conversations import conversations_of
from services.dossier_words import CAREER_WORDS
from services.errors import NotFoundError
from services.local_time import local_day
from services.permissions import Account
from services.places_in_words import places_in_words
from services.unit_of_work import UnitOfWork
from services.wording import day_text

MOST_LINES = 4
"""Of one part: an agenda is looked at, not read."""
MOST_QUESTIONS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPart:
    """One part of an agenda; without lines when the student does not want to speak about it."""

    topic: Topic
    title: str
    lines: tuple[str, ...]
    is_left_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """What a conversation can be about; what the student brings up stands first."""

    conversation: Conversation
    points: tuple[str, ...]
    parts: tuple[AgendaPart, ...]


def agenda_of(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> Agenda | None:
    """Give the agenda of the next planned conversation; ``None`` while none is planned.

    It holds no word of an entry that the student keeps private, also for the student: what one reads before, one reads
    together.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    kept = conversations_of(work, by=by, student_id=student_id)
    if not kept.planned:
        return None
    talk = kept.planned[0]
    held = [one for one in kept.past if one.state is ConversationState.HELD]
    last_at = held[0].held_at if held else None
    shared = [one for one in work.dossier.of_student(student_id) if one.sharing is Sharing.GUIDES]
    lines = {
        Topic.AGREEMENTS: agreed_lines(kept.agreements, since=None if last_at is None else local_day(last_at)),
        Topic.CHANGED: [one.title for one in shared if last_at is None or one.changed_at > last_at],
        Topic.UNFINISHED: [one.title for one in shared if not one.is_complete],
        Topic.COMPETENCY: [_question(least_touched(held, shared))],
        Topic.UNKNOWN: _unknown(work, by=by, student_id=student_id, now=now),
        Topic.PLACES: _places(work, student_id=student_id),
    }
    return Agenda(
        conversation=talk,
        points=talk.points,
        parts=tuple(
            AgendaPart(
                topic=topic,
                title=title,
                lines=() if topic in talk.left_out else tuple(lines[Topic(topic)][:MOST_LINES]),
                is_left_out=topic in talk.left_out,
            )
            for topic, title in ((Topic(code), title) for code, title in TOPICS.items())
            if lines[topic]
        ),
    )


def agreed_lines(kept: Iterable[Agreement], *, since: date | None) -> list[str]:
    """Tell what was agreed: what is open first, then what was done since the last conversation."""
    said = sorted(kept, key=lambda one: (not one.is_open, one.due_on))
    return [
        f"{one.text} ({OWNERS[one.owner]}, voor {day_text(one.due_on)})"
        if one.done_on is None
        else f"Gedaan: {one.text} ({OWNERS[one.owner]})"
        for one in said
        if one.done_on is None or since is None or one.done_on >= since
    ]


def least_touched(held: Iterable[Conversation], shared: Iterable[DossierEntry]) -> CareerCompetency:
    """Give the career competency that conversations and entries touch least; of several the first."""
    n_talks = Counter(one for talk in held for one in talk.competencies)
    n_entries = Counter(one for entry in shared for one in entry.career_competencies)
    return min(CareerCompetency, key=lambda one: n_talks[one] + n_entries[one])


def _question(least: CareerCompetency) -> str:
    return f"{CAREER_WORDS[least].question} {CAREER_WORDS[least].hint}"


def _unknown(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> Sequence[str]:
    try:
        profile = competency_profile(work, by=by, student_id=student_id, now=now)
    except NotFoundError:
        return []  # Who has paused is not in the market; there is nothing to ask for then.
    return [
        f"{'Vind je dit leuk' if one.is_liking else 'Kun je dit'}: {one.label}?"
        for one in profile.questions[:MOST_QUESTIONS]
    ]


def _places(work: UnitOfWork, *, student_id: UUID) -> list[str]:
    if work.students.restricted_at(student_id) is not None:
        return []
    going = [one for one in work.applications.of_student(student_id) if one.ended_by is None]
    places = places_in_words(work, {one.placement_id for one in going})
    ends = work.applications.placed_periods([student_id]).get(student_id)
    said = [f"{places[one.placement_id].title}: {TO_STUDENT[one.state]}" for one in going if one.placement_id in places]
    if ends is not None and ends.ends_on is not None:
        said.insert(0, f"De plek van nu is tot {day_text(ends.ends_on)}")
    return said

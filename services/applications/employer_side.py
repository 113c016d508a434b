"""What a company reads of the candidates of its own places, in stages, and nothing beside it.

The types here are all that is ever made for a company: a name is no field of the first, a way to reach somebody no
field of the second, and a score, school, age, address or diagnosis of none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from career.answer_clock import Side
from career.application import Application
from career.application_rules import SEEN_BY_EMPLOYER, ApplicationState, EndReason, StepKind
from career.student import Student
from employer_toolkit.placement import Placement
from services.applications.wording import (
    OUTCOMES_TO_OTHERS,
    TO_EMPLOYER,
    TURN_TO_EMPLOYER,
    answer_text,
    days_left,
    end_text,
    planned_text,
    turn_text,
)
from services.cards import ReleasedCard, released_cards
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, note_shown, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork
from services.wording import day_text

REACHABLE = frozenset(
    {
        ApplicationState.MEETING,
        ApplicationState.TRIAL_DAY,
        ApplicationState.OFFERED,
        ApplicationState.ACCEPTED,
        ApplicationState.LEFT_LYING,
        ApplicationState.PLACED,
    }
)
"""Once the young person has said yes to meeting."""
EMPLOYER_STEPS = (
    StepKind.SHOW_INTEREST,
    StepKind.INVITE,
    StepKind.MOVE_DAY,
    StepKind.CANCEL_DAY,
    StepKind.PLAN_TRIAL_DAY,
    StepKind.OFFER,
    StepKind.END,
)
"""What a company can do, in the order in which a page offers it."""
SHOWN_AT_MOST = 200
"""So many candidates of all places together are on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateShown:
    """A candidate at first: a letter, what they can, want and are helped by here, when they are free, and the trip.

    Parameters
    ----------
    alias : str
        Such as "Kandidaat A"; it stays the same.
    turn_text, answer_text : str
        Whose turn it is, and until when.
    days_left : int
        Days after today on which there is still time to answer.
    is_my_turn : bool
        Whether the company is to answer.
    steps : tuple of StepKind
        What the company can do now.
    """

    application_id: UUID
    placement_id: UUID
    alias: str
    state: ApplicationState
    state_text: str
    turn_text: str
    answer_text: str
    days_left: int
    is_my_turn: bool
    planned_text: str
    steps: tuple[StepKind, ...]
    can: tuple[str, ...]
    wants: tuple[str, ...]
    helps: tuple[str, ...]
    days_text: str
    hours_text: str
    period_text: str
    travel_minutes: int | None
    travel_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateMet(CandidateShown):
    """The same once both want to meet: with a first name."""

    first_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateReachable(CandidateMet):
    """The same once the young person has said yes to meeting: with a way to reach them."""

    contact_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateEnded:
    """What stays of a candidate when it is over: the letter and why; the card is gone."""

    application_id: UUID
    placement_id: UUID
    alias: str
    outcome_text: str
    reason_text: str
    ended_text: str


Candidate = CandidateShown | CandidateMet | CandidateReachable


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentedAt:
    """The candidates of one place: first whom the company has to answer."""

    placement_id: UUID
    title: str
    seats_left: int
    candidates: tuple[Candidate, ...]
    ended: tuple[CandidateEnded, ...]

    @property
    def n_my_turn(self) -> int:
        """How many wait for the company."""
        return sum(candidate.is_my_turn for candidate in self.candidates)


def presented(
    work: UnitOfWork, *, by: Account, placement_id: UUID | None = None, now: datetime
) -> tuple[PresentedAt, ...]:
    """Give a company the candidates of its places, or of one of them; places where nobody was presented are left out.

    Raises
    ------
    NotFoundError
        The place is not there, or of another company.
    """
    employer_id = found(by.subject_id)
    require(by, Act.SEE_PRESENTED, employer_id)
    places = {place.id: place for place in work.placements.of_employer(employer_id)}
    if placement_id is not None:
        places = {placement_id: found(places.get(placement_id))}
    every = [one for one in work.applications.of_placements(list(places)) if _was_shown(one)]
    views = dict(_views(work, every, places, now=now))
    note_shown(by, Act.SEE_PRESENTED, dict.fromkeys(one.student_id for one in every if one.ended_by is None))
    every = [one for one in every if one.id in views]  # a student who has paused is in no list
    presented_at = []
    for place in sorted(places.values(), key=lambda place: (place.title.casefold(), place.reference)):
        here = sorted((one for one in every if one.placement_id == place.id), key=lambda one: one.number)
        if here or placement_id is not None:
            shown = [view for one in here if isinstance(view := views[one.id], CandidateShown)]
            presented_at.append(
                PresentedAt(
                    placement_id=place.id,
                    title=place.title,
                    seats_left=place.seats_left,
                    candidates=tuple(sorted(shown, key=lambda view: (not view.is_my_turn, view.days_left))),
                    ended=tuple(view for one in here if isinstance(view := views[one.id], CandidateEnded)),
                )
            )
    return tuple(presented_at)


def candidate(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> Candidate | CandidateEnded:
    """Give a company one candidate of an own place.

    Raises
    ------
    NotFoundError
        There is none, it is of another company, or a parent has not said yes yet.
    """
    require(by, Act.SEE_PRESENTED, by.subject_id)
    application = found(work.applications.get(application_id))
    place = found(work.placements.get(application.placement_id))
    require(by, Act.SEE_PRESENTED, found(work.employers.site(place.site_id)).employer_id)
    if not _was_shown(application):
        raise NotFoundError("not found")
    view = next((view for _, view in _views(work, [application], {place.id: place}, now=now)), None)
    if view is None:
        raise NotFoundError("not found")
    if isinstance(view, CandidateShown):
        note_shown(by, Act.SEE_PRESENTED, [application.student_id])
    return view


def end_reasons(side: Side, *, now: datetime) -> tuple[EndReason, ...]:
    """Give the reasons for which a side may end, in the order of their list."""
    return tuple(reason for reason in load_reference(local_day(now)).end_reasons.values() if reason.side is side)


def alias_of(number: int) -> str:
    """Name a candidate of a place by a letter.

    Examples
    --------
    >>> alias_of(1), alias_of(26), alias_of(27)
    ('Kandidaat A', 'Kandidaat Z', 'Kandidaat AA')
    """
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"Kandidaat {letters}"


def _was_shown(application: Application) -> bool:
    return any(step.state in SEEN_BY_EMPLOYER for step in application.history)


def _views(
    work: UnitOfWork, every: Sequence[Application], places: Mapping[UUID, Placement], *, now: datetime
) -> Iterable[tuple[UUID, Candidate | CandidateEnded]]:
    going = [one for one in every if one.ended_by is None]
    taking_part = work.students.some_taking_part(sorted({one.student_id for one in going}))
    students = {student.id: student for student in taking_part}
    going = [one for one in going if one.student_id in students]
    pairs = [(students[one.student_id], places[one.placement_id]) for one in going]
    cards = released_cards(work, pairs=pairs, now=now) if pairs else {}
    sharing = {one.student_id for one in going if one.state in REACHABLE and one.shares_email}
    addresses = work.accounts.student_addresses(sharing, day=local_day(now))
    for one in every:
        if one.ended_by is None and one.student_id in students:
            card = cards[one.student_id, one.placement_id]
            address = addresses.get(one.student_id, "") if one.shares_email else ""
            yield one.id, _candidate(one, students[one.student_id], card, address, now=now)
        elif one.ended_by is not None:
            yield one.id, _ended(one, now=now)


def _candidate(
    application: Application, student: Student, card: ReleasedCard, address: str, *, now: datetime
) -> Candidate:
    shown: dict[str, Any] = {
        "application_id": application.id,
        "placement_id": application.placement_id,
        "alias": alias_of(application.number),
        "state": application.state,
        "state_text": _state_text(application),
        "turn_text": turn_text(application, TURN_TO_EMPLOYER),
        "answer_text": answer_text(application, now=now),
        "days_left": days_left(application, now=now),
        "is_my_turn": application.turn is Side.EMPLOYER,
        "planned_text": planned_text(application),
        "steps": tuple(kind for kind in EMPLOYER_STEPS if application.may(kind, Side.EMPLOYER)),
        "can": card.can,
        "wants": card.wants,
        "helps": card.helps,
        "days_text": card.days_text,
        "hours_text": card.hours_text,
        "period_text": card.period_text,
        "travel_minutes": card.travel_minutes,
        "travel_label": card.travel_label,
    }
    if application.state in REACHABLE:
        contact = address or f"Geef hier een dag en een tijd door. {student.first_name} en de begeleider lezen het."
        return CandidateReachable(**shown, first_name=student.first_name, contact_text=contact)
    if application.is_mutual:
        return CandidateMet(**shown, first_name=student.first_name)
    return CandidateShown(**shown)


def _state_text(application: Application) -> str:
    if application.state is ApplicationState.INTEREST and not application.student_wants:
        return "Jij hebt interesse"
    return TO_EMPLOYER[application.state]


def _ended(application: Application, *, now: datetime) -> CandidateEnded:
    outcome = found(application.outcome)
    return CandidateEnded(
        application_id=application.id,
        placement_id=application.placement_id,
        alias=alias_of(application.number),
        outcome_text=OUTCOMES_TO_OTHERS[outcome],
        reason_text=end_text(application, load_reference(local_day(now)), to=Side.EMPLOYER),
        ended_text=day_text(local_day(application.history[-1].at)),
    )

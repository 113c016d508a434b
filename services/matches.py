"""Matches as people see them: a student's places, a place's candidates, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from accounts.role import Role
from career.student import Student
from employer_toolkit.placement import PlacementType
from matching import Explanation, Gate, Pairs, Side, Verdict
from services.cards import can_do, trips
from services.dossier import where_shown
from services.errors import NotFoundError, found
from services.explaining import GATE_LABELS, Figures, GateNote, Reasons, words_for
from services.features import Offer
from services.markets import Market, current_market
from services.match_views import (
    Blocked,
    CandidateCard,
    Candidates,
    MatchCard,
    PlacementSummary,
    StudentMatches,
)
from services.permissions import Account, Act, may, note_shown, require
from services.reference import Reference
from services.unit_of_work import UnitOfWork
from services.wording import allowance_text, day_text, days_text, hours_text, period_text, weekdays_text

RELEASED = 12
"""So many candidates of a place are shown at most (minimisation, AVG art. 5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchFilters:
    """Which places a student wants to see; ``None`` means all."""

    max_minutes: int | None = None
    type: PlacementType | None = None


def matches_for_student(
    work: UnitOfWork,
    *,
    by: Account,
    student_id: UUID,
    filters: MatchFilters | None = None,
    top: int = 20,
    now: datetime,
) -> StudentMatches:
    """Give a student's best places with reasons, and what keeps the others out.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    market, row, student = student_in_market(work, by=by, act=Act.SEE_MATCHES, student_id=student_id, now=now)
    wanted = filters or MatchFilters()
    is_wanted = _wanted(market, row, wanted)
    ranking = market.places_for([row], top=len(market.offers))
    rows = [int(ix) for ix in ranking.placement_ix if is_wanted[ix]]
    reasons = Reasons(market.codes, for_student=True)
    shown = market.pairs([row] * len(rows[:top]), rows[:top])
    area = work.postcodes.get(student.travel.postcode4)
    explained = market.explanations(shown, with_what_if=False)
    return StudentMatches(
        student_id=student_id,
        student_name=student.first_name,
        home_label=area.municipality if area else student.travel.postcode4,
        latitude=student.travel.latitude,
        longitude=student.travel.longitude,
        max_minutes=student.travel.max_minutes,
        cards=_match_cards(market, shown, explained, reasons, titles=where_shown(work, by=by, student_id=student_id)),
        n_total=len(rows),
        n_to_check=sum(_has_unknown(explanation) for explanation in explained),
        blocked=_blocked(market, market.pairs([row] * int(is_wanted.sum()), np.flatnonzero(is_wanted)), reasons),
        version=market.version,
    )


def match_explanation(
    work: UnitOfWork, *, by: Account, student_id: UUID, placement_id: UUID, now: datetime
) -> MatchCard:
    """Explain one place for one student in full, what would change it included; a refused place too.

    Raises
    ------
    NotFoundError
        There is no such student or open place, or not for this account.
    """
    market, row, _ = student_in_market(work, by=by, act=Act.SEE_MATCHES, student_id=student_id, now=now)
    pairs = market.pairs([row], [found(market.offer_row.get(placement_id))])
    titles = where_shown(work, by=by, student_id=student_id)
    reasons = Reasons(market.codes, for_student=True)
    return _match_cards(market, pairs, market.explanations(pairs), reasons, titles=titles)[0]


def match_figures(work: UnitOfWork, *, by: Account, student_id: UUID, placement_id: UUID, now: datetime) -> Figures:
    """Give the figures behind one pair, with every rule and what each answer would do.

    A jobhunter sees them of the candidates in a place's list; a teacher of every place for a student of the class.

    Raises
    ------
    ForbiddenError
        This account may not see figures: a student and an employer never do.
    NotFoundError
        There is no such student or open place, or not for this account.
    """
    market, row, _ = student_in_market(work, by=by, act=Act.SEE_FIGURES, student_id=student_id, now=now)
    offer_row = found(market.offer_row.get(placement_id))
    if by.role is Role.JOBHUNTER and row not in market.candidates_for([offer_row], top=RELEASED).student_ix:
        raise NotFoundError("not found")
    (explanation,) = market.explanations(market.pairs([row], [offer_row]))
    return Reasons(market.codes, for_student=False).figures(explanation)


def candidates_for_placement(
    work: UnitOfWork, *, by: Account, placement_id: UUID, top: int = RELEASED, now: datetime
) -> Candidates:
    """Give a place's best candidates on cards without labels, and what keeps the others out.

    Raises
    ------
    ForbiddenError
        This account may not search candidates.
    NotFoundError
        There is no such open place.
    """
    require(by, Act.SEE_CANDIDATES, placement_id)
    market = current_market(work, now=now)
    row = found(market.offer_row.get(placement_id))
    ranking = market.candidates_for([row], top=top)
    pairs = market.pairs(ranking.student_ix, ranking.placement_ix)
    explained = market.explanations(pairs)
    reasons = Reasons(market.codes, for_student=False)
    every = market.live_students
    cards = _candidate_cards(market, pairs, explained, reasons)
    note_shown(by, Act.SEE_CANDIDATES, (card.student_id for card in cards))
    return Candidates(
        placement=_summary(market.offers[row], market.codes.reference),
        cards=cards,
        n_total=int(market.count_candidates([row])[0]),
        n_to_check=sum(_has_unknown(explanation) for explanation in explained),
        blocked=_blocked(market, market.pairs(every, [row] * len(every)), reasons),
        version=market.version,
    )


def refusals(work: UnitOfWork, *, student_id: UUID, placement_id: UUID, now: datetime) -> tuple[GateNote, ...] | None:
    """Give the rules that keep a student from a place, told to the student; ``None`` when the place is not open.

    Whoever asks has been let through already.
    """
    market = current_market(work, now=now)
    row = market.offer_row.get(placement_id)
    if row is None:
        return None
    (explanation,) = market.explanations(
        market.pairs([found(market.student_row.get(student_id))], [row]), with_what_if=False
    )
    reasons = Reasons(market.codes, for_student=True)
    return tuple(reasons.note(result) for result in explanation.gates if result.verdict > Verdict.UNKNOWN)


def count_fitting(work: UnitOfWork, *, placement_id: UUID, now: datetime) -> int | None:
    """Count the students whom no gate keeps from a place; ``None`` when the place is not open."""
    market = current_market(work, now=now)
    row = market.offer_row.get(placement_id)
    return None if row is None else int(market.count_candidates([row])[0])


def student_in_market(
    work: UnitOfWork, *, by: Account, act: Act, student_id: UUID, now: datetime
) -> tuple[Market, int, Student]:
    """Give the market with the row of a student in it, once an account may do this with that student.

    Raises
    ------
    ForbiddenError
        This account may never do it.
    NotFoundError
        There is no such student, or not for this account.
    """
    if not may(by, act):
        require(by, act, student_id)
    market = current_market(work, now=now)
    row = market.student_row.get(student_id)
    student = None if row is None else market.students[row]
    require(by, act, student_id, group=(student.school, student.group) if student else None)
    return market, found(row), found(student)


def _wanted(market: Market, student_row: int, filters: MatchFilters) -> NDArray[np.bool_]:
    """Say which open places the filters leave, (n_offers,); an unknown trip is never filtered out."""
    wanted = np.zeros(len(market.offers), dtype=np.bool_)
    wanted[market.live_offers] = True
    if filters.type is not None:
        wanted &= np.array([offer.placement.type is filters.type for offer in market.offers], dtype=np.bool_)
    if filters.max_minutes is not None:
        every = market.pairs([student_row] * len(market.offers), range(len(market.offers)))
        wanted &= ~(market.scores(every).travel_minutes > filters.max_minutes)
    return wanted


def _has_unknown(explanation: Explanation) -> bool:
    return any(result.verdict is Verdict.UNKNOWN for result in explanation.gates)


def _blocked(market: Market, pairs: Pairs, reasons: Reasons) -> tuple[Blocked, ...]:
    """Count refused pairs under their gravest gate; pairs of another kind or programme are nobody's obstacle."""
    verdicts = market.scores(pairs).verdicts
    gates = list(Gate)
    is_kin = verdicts[:, gates.index(Gate.TYPE_PROGRAMME)] == Verdict.PASS
    refused = verdicts[is_kin & (verdicts.max(axis=1, initial=0) > Verdict.UNKNOWN)]
    counts = Counter((gates[column], Verdict(int(row[column]))) for row in refused for column in [int(row.argmax())])
    return tuple(
        Blocked(
            gate=gate.value,
            label=GATE_LABELS[gate],
            count=count,
            repair=reasons.next_step(gate, verdict),
        )
        for (gate, verdict), count in sorted(counts.items(), key=lambda item: (-item[1], gates.index(item[0][0])))
    )


def _percent(share: float) -> int:
    return round(share * 100)


def _match_cards(
    market: Market,
    pairs: Pairs,
    explained: Sequence[Explanation],
    reasons: Reasons,
    *,
    titles: Mapping[str, str],
) -> tuple[MatchCard, ...]:
    reference = market.codes.reference
    return tuple(
        MatchCard(
            placement_id=offer.placement.id,
            number=number,
            title=offer.placement.title,
            employer_name=offer.employer.name,
            municipality=offer.site.municipality,
            latitude=offer.site.latitude,
            longitude=offer.site.longitude,
            type=offer.placement.type,
            type_label=reference.placement_types[offer.placement.type].label,
            is_recognised=_is_recognised(explanation, offer, reference),
            may_rank=explanation.may_rank,
            score=explanation.score,
            percent=_percent(explanation.score),
            words=words_for(explanation.score),
            low_percent=_percent(explanation.low),
            high_percent=_percent(explanation.high),
            fit_student=explanation.fit_student,
            fit_placement=explanation.fit_placement,
            travel_minutes=minutes,
            travel_label=mode,
            distance_km=km,
            hours_text=hours_text(offer.placement.hours_min, offer.placement.hours_max),
            days_text=days_text(offer.placement),
            starts_text=day_text(offer.placement.starts_on),
            allowance_text=allowance_text(offer.placement.allowance),
            parts_student=reasons.parts(explanation, Side.STUDENT),
            parts_placement=reasons.parts(explanation, Side.PLACEMENT),
            notes=reasons.notes(explanation),
            short_text=reasons.short(explanation),
            shown=reasons.shown(explanation, titles),
            questions=reasons.questions(explanation),
            changes=reasons.what_if(explanation),
            version=market.version,
        )
        for number, (explanation, offer, (minutes, mode, km)) in enumerate(
            zip(
                explained,
                (market.offers[row] for row in pairs.placement_ix),
                trips(market, pairs),
                strict=True,
            ),
            start=1,
        )
    )


def _is_recognised(explanation: Explanation, offer: Offer, reference: Reference) -> bool | None:
    if not reference.placement_types[offer.placement.type].needs_recognition:
        return None
    return any(r.gate is Gate.RECOGNITION and r.verdict is Verdict.PASS for r in explanation.gates)


def _candidate_cards(
    market: Market, pairs: Pairs, explained: Sequence[Explanation], reasons: Reasons
) -> tuple[CandidateCard, ...]:
    reference = market.codes.reference
    return tuple(
        CandidateCard(
            student_id=student.id,
            number=number,
            alias=student.first_name,
            score=explanation.score,
            percent=_percent(explanation.score),
            words=words_for(explanation.score),
            low_percent=_percent(explanation.low),
            high_percent=_percent(explanation.high),
            fit_student=explanation.fit_student,
            fit_placement=explanation.fit_placement,
            can=can_do(student, market.codes.catalogue),
            wants=tuple(reference.sectors[s].label for s in student.wishes.sectors if s in reference.sectors),
            helps=tuple(held.place_label for code, held in reference.conditions.items() if code in student.helps),
            days_text=weekdays_text(student.availability.weekdays),
            hours_text=hours_text(student.availability.hours_min, student.availability.hours_max),
            period_text=period_text(student.availability.from_on, student.availability.until_on),
            travel_minutes=minutes,
            travel_label=mode,
            parts_student=reasons.parts(explanation, Side.STUDENT),
            parts_placement=reasons.parts(explanation, Side.PLACEMENT),
            notes=reasons.notes(explanation),
            conversation=reasons.conversation(explanation),
            figures=reasons.figures(explanation),
        )
        for number, (explanation, student, (minutes, mode, _)) in enumerate(
            zip(explained, (market.students[row] for row in pairs.student_ix), trips(market, pairs), strict=True),
            start=1,
        )
    )


def _summary(offer: Offer, reference: Reference) -> PlacementSummary:
    placement = offer.placement
    return PlacementSummary(
        id=placement.id,
        title=placement.title,
        employer_name=offer.employer.name,
        municipality=offer.site.municipality,
        type_label=reference.placement_types[placement.type].label,
        hours_text=hours_text(placement.hours_min, placement.hours_max),
        days_text=days_text(placement),
        starts_text=day_text(placement.starts_on),
        seats_left=placement.seats_left,
    )

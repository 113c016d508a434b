"""Which companies answer quickly (antwoordt snel): counted anew each time, so that it is lost when it lapses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from employer_toolkit.quick_answers import AnswersInTime, BadgeRule
from services.local_time import local_day
from services.reference import load_reference
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnAnswers:
    """What a company sees of itself."""

    counted: AnswersInTime
    rule: BadgeRule
    has_badge: bool


def quick_employers(work: UnitOfWork, *, employer_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Give which of these companies have the badge; of the others nothing can be concluded."""
    rule = _rule(now)
    counted = work.quick_answers.of_employers(set(employer_ids), since=_since(rule, now), until=now)
    return frozenset(employer_id for employer_id, answers in counted.items() if answers.earns(rule))


def quick_placements(work: UnitOfWork, *, placement_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Give which of these places are of a company with the badge."""
    site_of = {placement.id: placement.site_id for placement in work.placements.some(list(placement_ids))}
    employer_of = {site.id: site.employer_id for site in work.employers.some_sites(set(site_of.values()))}
    quick = quick_employers(work, employer_ids=set(employer_of.values()), now=now)
    return frozenset(one for one, site_id in site_of.items() if employer_of.get(site_id) in quick)


def own_answers(work: UnitOfWork, *, employer_id: UUID, now: datetime) -> OwnAnswers:
    """Give how often one company answered in time."""
    rule = _rule(now)
    counted = work.quick_answers.of_employers([employer_id], since=_since(rule, now), until=now)
    own = counted.get(employer_id, AnswersInTime())
    return OwnAnswers(counted=own, rule=rule, has_badge=own.earns(rule))


def _rule(now: datetime) -> BadgeRule:
    return load_reference(local_day(now)).company.badge


def _since(rule: BadgeRule, now: datetime) -> datetime:
    return now - timedelta(days=rule.window_days)

"""Keeping what people say of a suggestion: that it is right, that another is, or that it is not what they meant."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from accounts.role import Role
from career.competency import Catalogue
from career.errors import InvalidValueError, UnknownCodeError
from career.link import Link, ReviewState, Speaker, Verdict
from career.phrase import phrase_key
from services.competencies import current_catalogue
from services.errors import ForbiddenError, ServiceError, found
from services.ids import stable_id
from services.linking.memory import current_memory
from services.linking.phrases import kept_words, phrase_fault
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.terms import over_before
from services.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)

DAY = timedelta(days=1)
MOST_OF_AN_EMPLOYER, MOST_OF_A_ROLE = 300, 3_000
"""Links that one company, and everybody of another role together, may leave in a day."""


class TooManyLinksError(ServiceError):
    """So much was said about suggestions today that nobody could review it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody made of the suggestions for one phrase.

    Parameters
    ----------
    confirmed_ids, corrected_ids, rejected_ids : tuple of str
        Suggestions that were right, competencies that somebody looked up instead, and suggestions that were not meant.
    suggested_ids : tuple of str
        Everything that was suggested, best first.
    version : str
        What made the suggestions.
    """

    text: str
    confirmed_ids: tuple[str, ...] = ()
    corrected_ids: tuple[str, ...] = ()
    rejected_ids: tuple[str, ...] = ()
    suggested_ids: tuple[str, ...] = ()
    version: str = ""


def may_keep_words(work: UnitOfWork, *, by: Account, now: datetime) -> bool:
    """Say whether what this account writes may be kept: of a student only from the age of deciding alone.

    Below it a parent decides about personal data, and nobody asks parents here: nothing is kept.
    """
    require(by, Act.KEEP_LINK, None)
    if by.role is not Role.STUDENT:
        return True
    return found(work.students.get(found(by.subject_id))).age_on(local_day(now)) >= _consent_age(now)


def keep_choices(work: UnitOfWork, *, by: Account, choices: Sequence[Choice], now: datetime) -> tuple[Link, ...]:
    """Keep what somebody made of suggestions; it counts from the next suggestion on.

    Names and dates are hidden before anything is kept. Of an employer the company is kept, of everybody else only
    the role. What a company says twice and what a coordinator accepted already is kept once, and what was
    refused of a company does not come back.

    Returns
    -------
    tuple of Link
        What was kept now.

    Raises
    ------
    InvalidValueError
        A phrase is too long or holds something that points at a person, or nothing was said about it.
    UnknownCodeError
        The catalogue does not hold a competency.
    ForbiddenError
        The student is too young.
    TooManyLinksError
        Enough for today.
    """
    require(by, Act.KEEP_LINK, None)
    if not may_keep_words(work, by=by, now=now):
        raise ForbiddenError(f"words of a student below {_consent_age(now)} are not kept")
    _refuse_faults(choices, current_catalogue(work))
    speaker = Speaker(by.role.value)
    employer_id = found(by.subject_id) if speaker is Speaker.EMPLOYER else None
    said = [link for choice in choices for link in _links(choice, speaker, employer_id, now)]
    there = work.links.some([link.id for link in said])
    memory = current_memory(work)
    fresh = tuple(link for link in said if _is_news(link, there.get(link.id)) and not memory.is_settled(link))
    _refuse_too_many(work, speaker, employer_id, n_more=len(fresh), now=now)
    forget_unreviewed(work, now=now)
    work.links.save_all(fresh)
    return fresh


def forget_unreviewed(work: UnitOfWork, *, now: datetime) -> int:
    """Forget the words of what nobody reviewed in time, a bounded number at once; give how many."""
    old = work.links.unreviewed(before=over_before(load_reference(local_day(now)).retentions["words"], now=now))
    work.links.save_all(link.refuse(now) for link in old)
    return len(old)


def keep_beside(work: UnitOfWork, *, by: Account, choices: Sequence[Choice], now: datetime) -> None:
    """Keep choices beside another act, which goes on when enough was said for today; raises the rest."""
    try:
        keep_choices(work, by=by, choices=choices, now=now)
    except TooManyLinksError as error:
        log.warning("words were not kept: %s", error)


def _consent_age(now: datetime) -> int:
    return load_reference(local_day(now)).consent_ages["personal_data"].age


def _refuse_faults(choices: Sequence[Choice], catalogue: Catalogue) -> None:
    for choice in choices:
        fault = phrase_fault(choice.text)
        if fault:
            raise InvalidValueError("phrase", {"text": fault})
        chosen = (*choice.confirmed_ids, *choice.corrected_ids, *choice.rejected_ids)
        if not chosen and not choice.suggested_ids:
            raise InvalidValueError("phrase", {"competency_id": "Zeg welke competentie erbij hoort, of welke niet"})
        for code in (*chosen, *choice.suggested_ids):
            if code not in catalogue:
                raise UnknownCodeError("competency", code)


def _links(choice: Choice, speaker: Speaker, employer_id: UUID | None, now: datetime) -> list[Link]:
    text = kept_words(choice.text, speaker=speaker)
    said: list[tuple[str | None, Verdict]] = [
        *((code, Verdict.CONFIRMED) for code in choice.confirmed_ids),
        *((code, Verdict.CORRECTED) for code in choice.corrected_ids),
        *((code, Verdict.REJECTED) for code in choice.rejected_ids),
    ] or [(None, Verdict.REJECTED)]
    return [
        Link(
            id=stable_id("link", str(employer_id), f"{code}:{phrase_key(text)}") if employer_id else uuid4(),
            text=text,
            competency_id=code,
            verdict=verdict,
            speaker=speaker,
            employer_id=employer_id,
            suggested_ids=choice.suggested_ids,
            model_version=choice.version,
            made_at=now,
        )
        for code, verdict in said
    ]


def _is_news(link: Link, kept: Link | None) -> bool:
    return kept is None or (kept.state is not ReviewState.REFUSED and kept.is_positive is not link.is_positive)


def _refuse_too_many(
    work: UnitOfWork, speaker: Speaker, employer_id: UUID | None, *, n_more: int, now: datetime
) -> None:
    most = MOST_OF_AN_EMPLOYER if employer_id else MOST_OF_A_ROLE
    if n_more and work.links.count_said(speaker, employer_id=employer_id, since=now - DAY) + n_more > most:
        raise TooManyLinksError(f"more than {most} links in a day")

"""Looking over what people said, and giving what was accepted as training data."""

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from career.competency import Catalogue
from career.link import Speaker, Verdict
from services.competencies import current_catalogue
from services.errors import found
from services.paging import Paging
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork

PAGE_SIZE = 20
LABEL_COLUMNS = ("id", "text", "concept", "preferred", "language")
"""Columns of a file of labels, as ``plekwijzer train-linker`` reads it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What one or more people said about a phrase, waiting for a review.

    Parameters
    ----------
    link_id : UUID
        Of the first who said it; a decision about it holds for all who said the same.
    label : str
        The competency in plain Dutch; empty when none of the suggestions was right.
    suggested : tuple of str
        What was suggested at first, in plain Dutch.
    speakers : mapping of Speaker to int
        How many words of each role.
    """

    link_id: UUID
    text: str
    verdict: Verdict
    competency_id: str | None
    label: str
    suggested: tuple[str, ...]
    speakers: Mapping[Speaker, int]
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """One page of what waits for a review, what waits longest first."""

    corrections: tuple[Correction, ...]
    verdict: Verdict
    n_waiting: Mapping[Verdict, int]
    paging: Paging


def corrections_to_review(
    work: UnitOfWork, *, by: Account, verdict: Verdict = Verdict.CORRECTED, page: int = 1
) -> Corrections:
    """Give what people said and nobody has reviewed yet; what says the same stands together.

    Parameters
    ----------
    page : int
        1 for the first; a page beyond the last gives the last.
    """
    require(by, Act.REVIEW_LINKS, None)
    n_waiting = work.links.count_open_groups()
    paging = Paging.of(n_waiting[verdict], size=PAGE_SIZE, asked=page)
    catalogue = current_catalogue(work)
    groups = work.links.open_groups(verdict, limit=PAGE_SIZE, skip=paging.n_before)
    return Corrections(
        corrections=tuple(
            Correction(
                link_id=first.id,
                text=first.text,
                verdict=first.verdict,
                competency_id=first.competency_id,
                label="" if first.competency_id is None else _labels([first.competency_id], catalogue)[0],
                suggested=_labels(first.suggested_ids, catalogue),
                speakers=Counter(link.speaker for link in links),
                first_at=first.made_at,
            )
            for links in groups
            for first in links[:1]
        ),
        verdict=verdict,
        n_waiting=n_waiting,
        paging=paging,
    )


def review(work: UnitOfWork, *, by: Account, link_id: UUID, is_accepted: bool, now: datetime) -> int:
    """Accept or refuse what was said, for everybody who said the same; give their number.

    What is accepted counts for every text that comes near and becomes training data. Of what is refused the words are
    forgotten; that can also be done later with what was accepted.

    Raises
    ------
    NotFoundError
        There is no such link.
    LinkStateError
        Somebody has reviewed it already.
    """
    require(by, Act.REVIEW_LINKS, link_id)
    link = found(work.links.get(link_id))
    alike = {one.id: one for one in (link, *work.links.open_alike(link))}
    decided = [one.accept(now) if is_accepted else one.refuse(now) for one in alike.values()]
    work.links.save_all(decided)
    return len(decided)


def export_training(work: UnitOfWork, *, by: Account) -> str:
    """Give the accepted phrases as the text of a CSV file of labels, each phrase and competency once."""
    require(by, Act.REVIEW_LINKS, None)
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(LABEL_COLUMNS)
    once = {(link.phrase, link.competency_id): link for link in reversed(work.links.accepted())}
    for link in reversed(once.values()):
        writer.writerow((link.id, link.text, link.competency_id, 0, "nl"))
    return file.getvalue()


def _labels(codes: Sequence[str], catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(catalogue[code].plain_label if code in catalogue else code for code in codes)

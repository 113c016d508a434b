"""Mending the words of an own place, and saying which are right as they are."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Placement, Task
from employer_toolkit.review import PlaceReview, ReviewState
from services.errors import found
from services.linking.phrases import personal_fault
from services.permissions import Account, Act, may, require
from services.posting import MAX_DESCRIPTION
from services.reviews import look_at_posted, looked_over
from services.unit_of_work import UnitOfWork
from services.wording_lint import DESCRIPTION, TASK, TITLE, field_label, texts_of

LONGEST_TITLE, LONGEST_TASK = 120, 200


def mend_words(
    work: UnitOfWork, *, by: Account, placement_id: UUID, texts: Mapping[str, str], now: datetime
) -> Placement:
    """Change the words of an own place and have them looked over again.

    Parameters
    ----------
    texts : mapping of str to str
        New words by field; a field that is not in it stays as it was.

    Raises
    ------
    NotFoundError
        There is no such place, or it is another's.
    InvalidPlacementError
        A text is empty or too long.
    PlacementStateError
        The place is closed.
    """
    placement = _own(work, by=by, placement_id=placement_id)
    faults = _text_faults(placement, texts)
    if faults:
        raise InvalidPlacementError("placement", faults)
    placement.post()
    mended = replace(
        placement,
        title=texts.get(TITLE, placement.title).strip(),
        description=texts.get(DESCRIPTION, placement.description).strip(),
        tasks=tuple(
            Task(text=texts.get(f"{TASK}.{at}", task.text).strip(), competency_ids=task.competency_ids)
            for at, task in enumerate(placement.tasks)
        ),
    )
    if mended != placement:
        work.placements.save(mended)
    return look_at_posted(work, placement=mended, now=now)


def keep_words(
    work: UnitOfWork, *, by: Account, placement_id: UUID, finding: str, reason: str, now: datetime
) -> PlaceReview:
    """Note why words that were found in an own place are right as they are ("dit klopt zo").

    Words that must be mended are still seen by a person, who reads the reason.

    Raises
    ------
    NotFoundError
        There is no such place or finding, or it is another's.
    InvalidPlacementError
        There is no reason, or it cannot be kept.
    """
    placement = _own(work, by=by, placement_id=placement_id)
    review = work.reviews.get(placement_id) or PlaceReview(
        placement_id=placement_id, state=ReviewState.NOT_NEEDED, is_held=False, asked_at=now
    )
    there = {one.finding.key for one in looked_over(placement, review, now=now).findings}
    found(finding if finding in there else None)
    fault = personal_fault(reason)
    if fault:
        raise InvalidPlacementError("review", {"reason": fault})
    kept = review.keep(finding=finding, reason=reason)
    # What is found no more needs no reason any more.
    kept = replace(kept, kept={key: said for key, said in kept.kept.items() if key in there})
    work.reviews.save(kept)
    return kept


def _own(work: UnitOfWork, *, by: Account, placement_id: UUID) -> Placement:
    if not may(by, Act.POST_PLACEMENT):
        require(by, Act.POST_PLACEMENT, placement_id)
    placement = work.placements.get(placement_id)
    site = None if placement is None else work.employers.site(placement.site_id)
    require(by, Act.POST_PLACEMENT, placement_id if site is None else site.employer_id)
    return found(placement)


def _text_faults(placement: Placement, texts: Mapping[str, str]) -> dict[str, str]:
    known = texts_of(placement)
    limits = {TITLE: LONGEST_TITLE, DESCRIPTION: MAX_DESCRIPTION}
    faults = {}
    for name, text in texts.items():
        longest = limits.get(name, LONGEST_TASK)
        if name not in known:
            faults[name] = "Deze tekst hoort niet bij de plek"
        elif len(text) > longest:
            faults[name] = f"Houd deze tekst op hoogstens {longest} tekens"
        elif not text.strip() and name != DESCRIPTION:
            faults[name] = f"Vul iets in bij “{field_label(name)}”"
    return faults

"""Reviews of places (nakijken): which a person looks at, letting one be, and giving one back with remarks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from employer_toolkit.employer import Site
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Placement, PlacementState
from employer_toolkit.review import PlaceReview, ReviewState
from services.competencies import current_catalogue
from services.errors import found
from services.linking.phrases import personal_fault
from services.local_time import local_day
from services.messages import MessageKind, tell
from services.permissions import Account, Act, require
from services.placements import PlaceView, place_view
from services.reference import load_reference
from services.unit_of_work import UnitOfWork
from services.wording_lint import (
    LookedOver,
    look_over_texts,
    texts_of,
    told_by_fields,
)

MOST_LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A place that waits for a person, in the list.

    Parameters
    ----------
    n_must : int
        So many things in it must be mended.
    is_held : bool
        Others do not see it yet.
    """

    placement_id: UUID
    title: str
    employer_name: str
    municipality: str
    asked_at: datetime
    is_held: bool
    n_must: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewList:
    """What waits for a person: what others cannot see yet first, then what waits longest."""

    lines: tuple[ReviewLine, ...]
    n_waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """The words of one place with what was found in them and what became of the review.

    Parameters
    ----------
    texts : mapping of str to str
        What the employer wrote, by field.
    remarks : mapping of str to str
        What the reviewer said, by field.
    """

    place: PlaceView
    state: ReviewState
    is_held: bool
    asked_at: datetime
    texts: Mapping[str, str]
    remarks: Mapping[str, str]
    looked_over: LookedOver

    @property
    def is_waiting(self) -> bool:
        """Whether a person has still to look."""
        return self.state is ReviewState.WAITING


def look_at_posted(work: UnitOfWork, *, placement: Placement, now: datetime) -> Placement:
    """Have the words of a place looked over once they are kept, and hide it where a person must see them first.

    The act that posts or changes a place calls it after saving. Words that shut people out hold the place back; the
    first place of a company is looked at afterwards.

    Returns
    -------
    Placement
        The same; paused when it is held back, open again when what held it is gone and nobody gave it back.
    """
    kept = work.reviews.get(placement.id)
    looked = looked_over(placement, kept, now=now)
    allowed = kept.allowed if kept else frozenset()
    must = any(one.finding.key not in allowed for one in looked.must_be_mended)
    site = found(work.employers.site(placement.site_id))
    is_first = kept is None and _is_first(work, placement, site)
    before = kept or PlaceReview(placement_id=placement.id, state=ReviewState.NOT_NEEDED, is_held=False, asked_at=now)
    after = before.ask(is_needed=must or is_first, is_held=must, now=now)
    if after != kept:
        work.reviews.save(after)
    shown = _shown(work, placement, after, was_held=before.is_held)
    if _waits_unseen(after) and not _waits_unseen(before):
        for account_id in work.accounts.related(Role.JOBHUNTER, day=local_day(now)):
            tell(work, to=account_id, kind=MessageKind.PLACE_TO_REVIEW, about=placement.id, now=now)
    return shown


def waiting_reviews(work: UnitOfWork, *, by: Account, now: datetime) -> ReviewList:
    """Give the places whose words wait for a person."""
    require(by, Act.REVIEW_PLACES, None)
    waiting = work.reviews.waiting(limit=MOST_LISTED)
    placements = {one.id: one for one in work.placements.some([review.placement_id for review in waiting])}
    sites = {one.id: one for one in work.employers.some_sites(one.site_id for one in placements.values())}
    employers = {one.id: one for one in work.employers.some(site.employer_id for site in sites.values())}
    lines = []
    for review in waiting:
        placement = placements[review.placement_id]
        site = sites[placement.site_id]
        lines.append(
            ReviewLine(
                placement_id=placement.id,
                title=placement.title,
                employer_name=employers[site.employer_id].name,
                municipality=site.municipality,
                asked_at=review.asked_at,
                is_held=review.is_held,
                n_must=len(looked_over(placement, review, now=now).must_be_mended),
            )
        )
    return ReviewList(lines=tuple(lines), n_waiting=work.reviews.count_waiting())


def review_of(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> ReviewView:
    """Show the words of one place to a reviewer, or to the employer whose place it is.

    Raises
    ------
    NotFoundError
        There is none, it is not for this account, or nobody ever had to look at it.
    """
    placement = work.placements.get(placement_id)
    site = None if placement is None else work.employers.site(placement.site_id)
    if by.role is Role.EMPLOYER:
        require(by, Act.POST_PLACEMENT, placement_id if site is None else site.employer_id)
    else:
        require(by, Act.REVIEW_PLACES, placement_id)
        review = found(work.reviews.get(placement_id))
        found(review if review.state is not ReviewState.NOT_NEEDED else None)
    return _view(work, found(placement), found(site), now=now)


def approve_place(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> PlaceReview:
    """Let the words of a place be; one that was held back is shown from now on, and the employer hears so.

    Raises
    ------
    NotFoundError
        There is no such place, or nobody has to look at it.
    ReviewStateError
        Somebody has done so already.
    """
    require(by, Act.REVIEW_PLACES, placement_id)
    placement = found(work.placements.get(placement_id))
    review = found(work.reviews.get(placement_id))
    seen = [one.finding.key for one in looked_over(placement, review, now=now).must_be_mended]
    approved = review.approve(seen=seen, by=by.id, now=now)
    work.reviews.save(approved)
    _shown(work, placement, approved, was_held=review.is_held)
    if review.is_held:
        _tell_employer(work, placement, MessageKind.PLACE_APPROVED, now=now)
    return approved


def give_place_back(
    work: UnitOfWork, *, by: Account, placement_id: UUID, remarks: Mapping[str, str], now: datetime
) -> PlaceReview:
    """Give a place back with remarks by field; others do not see it until it is mended and looked at again.

    Raises
    ------
    NotFoundError, ReviewStateError
        As for ``approve_place``.
    InvalidPlacementError
        There is no remark, or one cannot be kept.
    """
    require(by, Act.REVIEW_PLACES, placement_id)
    placement = found(work.placements.get(placement_id))
    review = found(work.reviews.get(placement_id))
    faults = {name: text for name, text in ((name, personal_fault(said)) for name, said in remarks.items()) if text}
    if faults:
        raise InvalidPlacementError("review", faults)
    fields = texts_of(placement)
    returned = review.give_back(
        remarks={name: said for name, said in remarks.items() if name in fields}, by=by.id, now=now
    )
    work.reviews.save(returned)
    _shown(work, placement, returned, was_held=review.is_held)
    _tell_employer(work, placement, MessageKind.PLACE_RETURNED, now=now)
    return returned


def looked_over(placement: Placement, review: PlaceReview | None, *, now: datetime) -> LookedOver:
    """Look the words of a place over, with what its employer said of them."""
    return look_over_texts(
        texts_of(placement), given=told_by_fields(placement), kept=review.kept if review else {}, now=now
    )


def _is_first(work: UnitOfWork, placement: Placement, site: Site) -> bool:
    return all(one.id == placement.id for one in work.placements.of_employer(site.employer_id))


def _waits_unseen(review: PlaceReview) -> bool:
    """Say whether nobody but the employer sees the place until a reviewer does something."""
    return review.state is ReviewState.WAITING and review.is_held


def _shown(work: UnitOfWork, placement: Placement, review: PlaceReview, *, was_held: bool) -> Placement:
    """Pause an open place that is held, and open one that is not held any more; a pause of the employer stays."""
    if review.is_held and placement.state is PlacementState.OPEN:
        shown = replace(placement, state=PlacementState.PAUSED)
    elif was_held and not review.is_held and placement.state is PlacementState.PAUSED:
        shown = placement.post()
    else:
        return placement
    work.placements.save(shown)
    work.defer("worker.rescore_placement", placement_id=shown.id)
    return shown


def _view(work: UnitOfWork, placement: Placement, site: Site, *, now: datetime) -> ReviewView:
    kept = work.reviews.get(placement.id)
    review = kept or PlaceReview(placement_id=placement.id, state=ReviewState.NOT_NEEDED, is_held=False, asked_at=now)
    return ReviewView(
        place=place_view(
            placement,
            site=site,
            employer=found(work.employers.get(site.employer_id)),
            catalogue=current_catalogue(work),
            reference=load_reference(local_day(now)),
        ),
        state=review.state,
        is_held=review.is_held,
        asked_at=review.asked_at,
        texts=texts_of(placement),
        remarks=review.remarks,
        looked_over=looked_over(placement, review, now=now),
    )


def _tell_employer(work: UnitOfWork, placement: Placement, kind: MessageKind, *, now: datetime) -> None:
    site = found(work.employers.site(placement.site_id))
    for account_id in work.accounts.related(Role.EMPLOYER, day=local_day(now), employer_id=site.employer_id):
        tell(work, to=account_id, kind=kind, about=placement.id, now=now)

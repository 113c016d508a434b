"""Reviews in the database: what a place is held back for, who hears of it, and what mending it does."""

from dataclasses import replace
from uuid import UUID

import pytest

from accounts.role import Role
from employer_toolkit.errors import InvalidPlacementError
from employer_toolkit.placement import Placement, PlacementState
from employer_toolkit.review import ReviewState, ReviewStateError
from services.errors import ForbiddenError, NotFoundError
from services.ids import stable_id
from services.mending_words import keep_words, mend_words
from services.people import ensure_account
from services.permissions import Account
from services.placements import PlacementFilters, open_placements
from services.posting import PlacementForm, post_placement
from services.reviews import approve_place, give_place_back, review_of, waiting_reviews
from services.unit_of_work import House
from tests.demo_doors import NOW

JOBHUNTER = Account.of(Role.JOBHUNTER, id=stable_id("account", "reviews", "jobhunter"), name="Noor")
WRONG = "Je helpt in de winkel. Wij zijn een jong team. Je begeleider leert je alles."
RIGHT = "Je helpt in de winkel. Wij werken graag samen. Je begeleider leert je alles."


@pytest.fixture
def house(region: House, employer: Account) -> House:
    with region.writing() as work:
        ensure_account(work, account=JOBHUNTER, now=NOW)
        ensure_account(work, account=with_id(employer), now=NOW)
    return region


def with_id(employer: Account) -> Account:
    return replace(employer, id=stable_id("account", "reviews", "employer"), name="Bo")


def posted(house: House, employer: Account, form: PlacementForm, description: str, key: str = "a") -> Placement:
    with house.writing() as work:
        return post_placement(work, by=employer, form=replace(form, description=description), key=key, now=NOW)


def told(house: House, account: Account) -> list[str]:
    with house.reading() as work:
        assert account.id is not None
        return [one.kind.value for one in work.messages.of_account(account.id, limit=20, skip=0)]


def is_listed(house: House, placement_id: UUID) -> bool:
    with house.reading() as work:
        title = work.placements.get(placement_id).title  # type: ignore[union-attr]
        page = open_placements(work, by=JOBHUNTER, filters=PlacementFilters(text=title), now=NOW)
        return placement_id in {one.id for one in page.placements}


def state_of(house: House, placement_id: UUID) -> tuple[ReviewState, bool, PlacementState]:
    with house.reading() as work:
        review, placement = work.reviews.get(placement_id), work.placements.get(placement_id)
        assert review is not None
        assert placement is not None
        return review.state, review.is_held, placement.state


def test_clean_words_of_a_known_company_are_shown_and_nobody_is_asked(
    house: House, employer: Account, form: PlacementForm
) -> None:
    placement = posted(house, employer, form, RIGHT)

    assert state_of(house, placement.id) == (ReviewState.NOT_NEEDED, False, PlacementState.OPEN)
    assert is_listed(house, placement.id)
    assert told(house, JOBHUNTER) == []


def test_words_that_shut_people_out_are_seen_by_a_person_first(
    house: House, employer: Account, form: PlacementForm
) -> None:
    placement = posted(house, employer, form, WRONG)

    with house.reading() as work:
        (line,) = waiting_reviews(work, by=JOBHUNTER, now=NOW).lines
    assert (line.placement_id, line.is_held, line.n_must) == (placement.id, True, 1)
    assert state_of(house, placement.id) == (ReviewState.WAITING, True, PlacementState.PAUSED)
    assert not is_listed(house, placement.id)
    assert told(house, JOBHUNTER) == ["place_to_review"]


def test_approved_words_are_shown_and_not_held_again(house: House, employer: Account, form: PlacementForm) -> None:
    placement = posted(house, employer, form, WRONG)

    with house.writing() as work:
        approve_place(work, by=JOBHUNTER, placement_id=placement.id, now=NOW)
    with house.writing() as work:
        mend_words(work, by=employer, placement_id=placement.id, texts={"title": "Hulp in de zaak"}, now=NOW)

    assert state_of(house, placement.id) == (ReviewState.APPROVED, False, PlacementState.OPEN)
    assert is_listed(house, placement.id)
    assert told(house, with_id(employer)) == ["place_approved"]


def test_other_wrong_words_after_approval_are_held_again(house: House, employer: Account, form: PlacementForm) -> None:
    placement = posted(house, employer, form, WRONG)

    with house.writing() as work:
        approve_place(work, by=JOBHUNTER, placement_id=placement.id, now=NOW)
    with house.writing() as work:
        mend_words(work, by=employer, placement_id=placement.id, texts={"title": "Sterke vent gezocht"}, now=NOW)

    assert state_of(house, placement.id) == (ReviewState.WAITING, True, PlacementState.PAUSED)


def test_given_back_waits_for_a_person_again_once_it_is_mended(
    house: House, employer: Account, form: PlacementForm
) -> None:
    placement = posted(house, employer, form, WRONG)
    said = {"description": "Laat weg hoe oud jullie zijn.", "elders": "x"}

    with house.writing() as work:
        give_place_back(work, by=JOBHUNTER, placement_id=placement.id, remarks=said, now=NOW)
    with house.reading() as work:
        view = review_of(work, by=employer, placement_id=placement.id, now=NOW)
    with house.writing() as work:
        mend_words(work, by=employer, placement_id=placement.id, texts={"description": RIGHT}, now=NOW)

    assert dict(view.remarks) == {"description": "Laat weg hoe oud jullie zijn."}
    assert state_of(house, placement.id) == (ReviewState.WAITING, True, PlacementState.PAUSED)
    assert told(house, with_id(employer)) == ["place_returned"]
    assert told(house, JOBHUNTER) == ["place_to_review", "place_to_review"]


def test_mending_before_anybody_looked_shows_the_place_at_once(
    house: House, employer: Account, form: PlacementForm
) -> None:
    placement = posted(house, employer, form, WRONG)

    with house.writing() as work:
        mend_words(work, by=employer, placement_id=placement.id, texts={"description": RIGHT}, now=NOW)

    assert state_of(house, placement.id) == (ReviewState.WAITING, False, PlacementState.OPEN)
    assert is_listed(house, placement.id)


def test_first_place_of_a_company_is_shown_and_looked_at_afterwards(
    house: House, employer: Account, form: PlacementForm
) -> None:
    with house.writing() as work:
        site = work.employers.site(form.site_id)  # type: ignore[arg-type]
        assert site is not None
        firm = replace(work.employers.get(site.employer_id), id=UUID(int=77), reference="nieuw")  # type: ignore[type-var]
        work.employers.save(firm)  # type: ignore[arg-type]
        work.employers.save_site(replace(site, id=UUID(int=78), employer_id=UUID(int=77), reference="nieuw-1"))
    newcomer = Account.of(Role.EMPLOYER, subject_id=UUID(int=77))

    placement = posted(house, newcomer, replace(form, site_id=UUID(int=78)), RIGHT)

    assert state_of(house, placement.id) == (ReviewState.WAITING, False, PlacementState.OPEN)
    assert told(house, JOBHUNTER) == []


def test_reason_is_kept_with_the_words_and_seen_by_the_reviewer(
    house: House, employer: Account, form: PlacementForm
) -> None:
    placement = posted(house, employer, form, WRONG)
    key = "description:young_team:jong team"

    with house.writing() as work:
        keep_words(work, by=employer, placement_id=placement.id, finding=key, reason="Wij zijn scholieren", now=NOW)
    with house.reading() as work:
        view = review_of(work, by=JOBHUNTER, placement_id=placement.id, now=NOW)

    (found,) = view.looked_over.must_be_mended
    assert (found.finding.key, found.is_kept, found.kept_reason) == (key, True, "Wij zijn scholieren")
    assert state_of(house, placement.id)[1]


@pytest.mark.parametrize(
    ("finding", "reason", "error"),
    [
        ("description:young_team:jong team", "", InvalidPlacementError),
        ("description:young_team:jong team", "Bel 06 12345678", InvalidPlacementError),
        ("description:head_scarf:hoofddoek", "Ja", NotFoundError),
    ],
)
def test_reason_that_cannot_be_kept_is_refused(
    house: House, employer: Account, form: PlacementForm, finding: str, reason: str, error: type[Exception]
) -> None:
    placement = posted(house, employer, form, WRONG)

    with house.writing() as work, pytest.raises(error):
        keep_words(work, by=employer, placement_id=placement.id, finding=finding, reason=reason, now=NOW)


def test_remark_that_points_at_a_person_is_refused(house: House, employer: Account, form: PlacementForm) -> None:
    placement = posted(house, employer, form, WRONG)

    with house.writing() as work, pytest.raises(InvalidPlacementError):
        give_place_back(
            work, by=JOBHUNTER, placement_id=placement.id, remarks={"title": "Mail bo@bedrijf.example"}, now=NOW
        )


def test_second_reviewer_hears_that_somebody_was_first(house: House, employer: Account, form: PlacementForm) -> None:
    placement = posted(house, employer, form, WRONG)

    with house.writing() as work:
        approve_place(work, by=JOBHUNTER, placement_id=placement.id, now=NOW)
        with pytest.raises(ReviewStateError):
            give_place_back(work, by=JOBHUNTER, placement_id=placement.id, remarks={"title": "Nee"}, now=NOW)


def test_other_employer_sees_and_mends_nothing(house: House, employer: Account, form: PlacementForm) -> None:
    placement = posted(house, employer, form, WRONG)
    other = Account.of(Role.EMPLOYER, subject_id=UUID(int=5))

    with house.writing() as work:
        for placement_id in (placement.id, UUID(int=404)):
            with pytest.raises(NotFoundError):
                review_of(work, by=other, placement_id=placement_id, now=NOW)
            with pytest.raises(NotFoundError):
                mend_words(work, by=other, placement_id=placement_id, texts={"title": "X"}, now=NOW)
        with pytest.raises(ForbiddenError):
            approve_place(work, by=employer, placement_id=placement.id, now=NOW)


@pytest.mark.parametrize("texts", [{"title": " "}, {"title": "x" * 121}, {"description": "x" * 1501}, {"elders": "x"}])
def test_text_that_cannot_be_is_refused(
    house: House, employer: Account, form: PlacementForm, texts: dict[str, str]
) -> None:
    placement = posted(house, employer, form, RIGHT)

    with house.writing() as work, pytest.raises(InvalidPlacementError) as refused:
        mend_words(work, by=employer, placement_id=placement.id, texts=texts, now=NOW)
    assert list(refused.value.faults) == list(texts)

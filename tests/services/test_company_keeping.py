"""An employer keeps the own company: the market follows a site that moves, closes or asks to be recognised."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from employer_toolkit.company_file import Appetite
from employer_toolkit.employer import Contact
from employer_toolkit.errors import InvalidCompanyError
from employer_toolkit.placement import PlacementState
from employer_toolkit.recognition import Checker, Recognition, RecognitionStatus
from services import company_keeping as keeping
from services.company_file import Warn, own_company
from services.errors import ForbiddenError, NotFoundError
from services.markets import current_market
from services.permissions import Account
from services.placements import my_placements
from services.unit_of_work import House
from storage.company_file import CheckState
from storage.postcodes import PostcodeArea
from tests.factories import make_employer, make_placement, make_recognition, make_site

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY, CODE = NOW.date(), "25250"
EMPLOYER, STRANGER = make_employer(), make_employer("werkgever-2")
SITE, OTHER = make_site(EMPLOYER.id), make_site(STRANGER.id, "vestiging-2")
BY = Account.of(Role.EMPLOYER, id=UUID(int=1), name="Bo Baas", subject_id=EMPLOYER.id)
DEVENTER = PostcodeArea(postcode4="7411", latitude=52.255, longitude=6.163, municipality="Deventer")
BO = Contact(name="Bo Baas", role="baas", phone="038 123 45 67")


@pytest.fixture
def planted(house: House) -> House:
    house.clock = lambda: NOW
    with house.writing() as work:
        work.postcodes.upsert([DEVENTER])
        work.employers.add_all([EMPLOYER, STRANGER], new_sites=[SITE, OTHER])
        work.placements.add_all([make_placement(SITE.id, "open"), make_placement(OTHER.id, "elders")])
    return house


def test_site_that_moves_lies_at_its_new_postcode_in_the_market_too(planted: House) -> None:
    with planted.reading() as work:
        current_market(work, now=NOW)
    with planted.writing() as work:
        kept = keeping.keep_site(work, by=BY, site_id=SITE.id, name="Deventer", postcode="7411 PW")

    with planted.reading() as work:
        (there,) = (offer.site for offer in current_market(work, now=NOW).live_places if offer.site.id == SITE.id)
    with planted.writing() as work:
        tasks = [one.task for one in work.outbox.claim(now=NOW, until=NOW, limit=9)]
    assert there == kept
    assert (kept.latitude, kept.longitude, kept.municipality) == (52.255, 6.163, "Deventer")
    assert tasks == ["worker.rescore_placement"]


def test_site_that_keeps_its_postcode_keeps_its_exact_place(planted: House) -> None:
    with planted.writing() as work:
        work.postcodes.upsert([PostcodeArea(postcode4="8011", latitude=52.0, longitude=6.0, municipality="Zwolle")])
        kept = keeping.keep_site(work, by=BY, site_id=SITE.id, name="Andere naam", postcode="8011")

    assert (kept.latitude, kept.longitude, kept.name) == (SITE.latitude, SITE.longitude, "Andere naam")


@pytest.mark.parametrize("postcode", ["", "741", "7411 P", "0123", "9999", "7411 PWX"])
def test_postcode_that_is_none_or_unknown_is_refused_and_nothing_changes(planted: House, postcode: str) -> None:
    with planted.writing() as work, pytest.raises(InvalidCompanyError) as refused:
        keeping.keep_site(work, by=BY, site_id=SITE.id, name="", postcode=postcode)

    with planted.reading() as work:
        assert work.employers.site(SITE.id) == SITE
    assert set(refused.value.faults) == {"name", "postcode"}


def test_closing_a_site_closes_its_places_and_offers_it_no_more(planted: House) -> None:
    with planted.writing() as work:
        keeping.close_site(work, by=BY, site_id=SITE.id, now=NOW)

    with planted.reading() as work:
        states = {place.reference: place.state for place in work.placements.all()}
        home = my_placements(work, by=BY, now=NOW)
        site = work.employers.site(SITE.id)
    assert states == {"open": PlacementState.CLOSED, "elders": PlacementState.OPEN}
    assert (home.sites, site and site.closed_on) == ((), TODAY)
    with planted.writing() as work:
        assert [one.task for one in work.outbox.claim(now=NOW, until=NOW, limit=9)] == ["worker.place_closed"]
        with pytest.raises(NotFoundError):
            keeping.close_site(work, by=BY, site_id=SITE.id, now=NOW)


def test_closed_site_stays_closed_when_a_file_names_it_again(planted: House) -> None:
    with planted.writing() as work:
        keeping.close_site(work, by=BY, site_id=SITE.id, now=NOW)
        work.employers.upsert([EMPLOYER], given_sites=[SITE])

    with planted.reading() as work:
        site = work.employers.site(SITE.id)
    assert site is not None
    assert site.closed_on == TODAY


@pytest.mark.parametrize("site_id", [OTHER.id, uuid4()])
def test_site_of_another_company_is_as_one_that_does_not_exist(planted: House, site_id: UUID) -> None:
    with planted.writing() as work:
        for act in (
            lambda: keeping.keep_site(work, by=BY, site_id=site_id, name="Van mij", postcode="7411"),
            lambda: keeping.close_site(work, by=BY, site_id=site_id, now=NOW),
        ):
            with pytest.raises(NotFoundError, match=r"^not found$"):
                act()


def test_jobhunter_keeps_no_company_file(planted: House) -> None:
    by = Account.of(Role.JOBHUNTER, id=UUID(int=9), subject_id=EMPLOYER.id)
    with planted.writing() as work, pytest.raises(ForbiddenError):
        keeping.rename_company(work, by=by, name="Anders")


def test_first_contact_is_the_main_one_and_another_takes_that_over(planted: House) -> None:
    with planted.writing() as work:
        keeping.keep_contact(work, by=BY, contact_id=None, site_id=SITE.id, contact=BO, is_main=False)
        keeping.keep_contact(
            work,
            by=BY,
            contact_id=None,
            site_id=SITE.id,
            contact=Contact(name="Ans", email="ans@bedrijf.example"),
            is_main=True,
        )

    with planted.reading() as work:
        held = [(one.contact.name, one.is_main) for one in work.company_files.contacts(EMPLOYER.id)]
    assert held == [("Ans", True), ("Bo Baas", False)]


def test_every_fault_of_a_contact_is_named_with_its_site(planted: House) -> None:
    with planted.writing() as work, pytest.raises(InvalidCompanyError) as refused:
        keeping.keep_contact(work, by=BY, contact_id=None, site_id=OTHER.id, contact=Contact(name=""), is_main=False)

    assert set(refused.value.faults) == {"site_id", "name", "phone"}


def claim(house: House, *, is_requested: bool = False) -> Recognition:
    with house.writing() as work:
        return keeping.claim_recognition(
            work,
            by=BY,
            site_id=SITE.id,
            qualification_code=CODE,
            is_requested=is_requested,
            valid_from=date(2025, 1, 1),
            valid_until=None,
            now=NOW,
        )


def test_what_a_company_says_of_itself_waits_to_be_looked_up(planted: House) -> None:
    said = claim(planted)

    with planted.reading() as work:
        (row,) = own_company(work, by=BY, now=NOW).file.recognitions
    assert (said.status, said.checked_by) == (RecognitionStatus.CLAIMED, Checker.EMPLOYER)
    assert (row.recognition, row.warning, row.asked and row.asked.state) == (said, Warn.TO_CHECK, CheckState.WAITING)


def test_what_was_asked_for_is_decided_within_ten_working_days(planted: House) -> None:
    claim(planted, is_requested=True)

    with planted.reading() as work:
        (row,) = own_company(work, by=BY, now=NOW).file.recognitions
    # Monday 23 November; ten working days later it is Monday 7 December.
    assert (row.recognition.status, row.decision_by) == (RecognitionStatus.REQUESTED, date(2026, 12, 7))


def test_what_somebody_else_looked_up_is_not_the_companys_to_change(planted: House) -> None:
    with planted.writing() as work:
        work.employers.save_recognition(
            make_recognition(
                SITE.id,
                qualification_code=CODE,
                valid_from=date(2025, 1, 1),
                status=RecognitionStatus.REVOKED,
            )
        )

    with pytest.raises(InvalidCompanyError):
        claim(planted)


@pytest.mark.parametrize(
    ("valid_until", "checked_on", "warning"),
    [
        (date(2027, 1, 22), TODAY, Warn.ENDS_SOON),
        (date(2027, 1, 23), TODAY, Warn.NONE),
        (None, date(2025, 11, 23), Warn.NONE),
        (None, date(2025, 11, 22), Warn.TO_CHECK),
    ],
)
def test_warning_comes_sixty_days_before_the_end_and_a_year_after_the_last_look(
    planted: House, valid_until: date | None, checked_on: date, warning: Warn
) -> None:
    with planted.writing() as work:
        work.employers.save_recognition(
            make_recognition(
                SITE.id,
                qualification_code=CODE,
                valid_from=date(2025, 1, 1),
                valid_until=valid_until,
                checked_on=checked_on,
            )
        )

    with planted.reading() as work:
        (row,) = own_company(work, by=BY, now=NOW).file.recognitions
    assert row.warning is warning


@pytest.mark.parametrize(("year", "reason"), [(2025, ""), (2028, ""), (2026, "unheard_of")])
def test_other_school_years_and_unknown_reasons_are_refused(planted: House, year: int, reason: str) -> None:
    appetite = Appetite.NOT_NOW if reason else Appetite.LOOKING
    with planted.writing() as work, pytest.raises(InvalidCompanyError):
        keeping.say_appetite(work, by=BY, school_year=year, appetite=appetite, reason=reason, now=NOW)

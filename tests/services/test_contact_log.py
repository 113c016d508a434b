"""The log that schools and jobhunters share: what was said before, who calls today, and no student in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from employer_toolkit.company_file import Appetite, HostingYear
from employer_toolkit.contact_log import ContactWay
from employer_toolkit.errors import CallClaimedError, InvalidCompanyError
from services.companies import Called, CompanyFilters, companies, company
from services.contact_log import NOBODY, claim_call, log_of, release_call, write_entry
from services.errors import ForbiddenError, NotFoundError
from services.permissions import Account
from services.unit_of_work import House
from tests.factories import make_employer, make_holder, make_placement, make_site

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EMPLOYERS = tuple(make_employer(f"werkgever-{n}", name=name) for n, name in enumerate(("Acht", "Beren", "Cavia")))
NOOR = Account.of(Role.JOBHUNTER, id=UUID(int=1), name="Noor")
RIA = Account.of(Role.PLACEMENT_COORDINATOR, id=UUID(int=2), name="Ria", school="De Wissel")
TEACHER = Account.of(Role.TEACHER, id=UUID(int=3), name="Mo", school="De Wissel", group="3b")
FIRST = EMPLOYERS[0].id
SAID: dict[str, Any] = {
    "way": ContactWay.CALL,
    "about": "new_place",
    "outcome": "calls_back",
    "words": "",
    "next_on": date(2026, 11, 30),
}


@pytest.fixture
def planted(house: House) -> House:
    house.clock = lambda: NOW
    sites = [make_site(one.id, f"vestiging-{one.reference}") for one in EMPLOYERS[:2]]
    with house.writing() as work:
        for account in (NOOR, RIA):
            assert account.id is not None
            work.accounts.save(make_holder(id=account.id, name=account.name))
        work.employers.add_all(EMPLOYERS, new_sites=sites)
        work.placements.add_all([make_placement(sites[1].id, sector="horeca")])
    return house


def write(house: House, *, by: Account = NOOR, now: datetime = NOW, **said: Any) -> None:
    with house.writing() as work:
        write_entry(work, by=by, employer_id=FIRST, now=now, **{**SAID, **said})


def test_who_calls_next_reads_what_another_school_was_told(planted: House) -> None:
    write(planted)

    with planted.reading() as work:
        log = log_of(work, by=RIA, employer_id=FIRST, now=NOW + timedelta(days=1))
    assert log.recent is not None
    assert (log.recent.who, log.recent.outcome, log.recent.next_on) == ("Noor", "Ze bellen terug", date(2026, 11, 30))


def test_talk_of_longer_ago_is_in_the_log_and_told_no_more_beforehand(planted: House) -> None:
    write(planted)

    with planted.reading() as work:
        fresh = log_of(work, by=RIA, employer_id=FIRST, now=NOW + timedelta(days=14))
        old = log_of(work, by=RIA, employer_id=FIRST, now=NOW + timedelta(days=15))
    assert (fresh.recent is not None, old.recent, len(old.entries)) == (True, None, 1)


@pytest.mark.parametrize("words", ["Bel 06-12345678", "mail noor@school.nl", "hij woont 8011 PW", "BSN 111222333"])
def test_words_that_point_at_a_person_are_refused_and_nothing_is_kept(planted: House, words: str) -> None:
    with pytest.raises(InvalidCompanyError) as refused:
        write(planted, words=words)

    with planted.reading() as work:
        assert work.contact_log.of_employer(FIRST, limit=9) == ()
    assert set(refused.value.faults) == {"words"}


def test_every_fault_is_named_at_once(planted: House) -> None:
    with pytest.raises(InvalidCompanyError) as refused:
        write(planted, about="", outcome="x", words="06 12345678", next_on=date(2026, 11, 22))

    assert set(refused.value.faults) == {"about", "outcome", "words", "next_on"}


def test_claim_holds_until_the_end_of_the_day_here(planted: House) -> None:
    midnight = datetime(2026, 11, 23, 23, tzinfo=UTC)
    with planted.writing() as work:
        claim_call(work, by=NOOR, employer_id=FIRST, now=NOW)

    with planted.writing() as work, pytest.raises(CallClaimedError):
        claim_call(work, by=RIA, employer_id=FIRST, now=midnight - timedelta(seconds=1))
    with planted.writing() as work:
        taken = claim_call(work, by=RIA, employer_id=FIRST, now=midnight)
    assert taken.account_id == RIA.id


def test_claim_ends_with_what_came_of_it_and_nobody_ends_that_of_another(planted: House) -> None:
    with planted.writing() as work:
        claim_call(work, by=NOOR, employer_id=FIRST, now=NOW)
        release_call(work, by=RIA, employer_id=FIRST)
        held = work.contact_log.claim_of(FIRST)
    write(planted)

    with planted.reading() as work:
        assert held is not None
        assert work.contact_log.claim_of(FIRST) is None


def test_line_of_somebody_who_was_erased_stays_without_a_name(planted: House) -> None:
    write(planted, by=Account.of(Role.JOBHUNTER, id=uuid4()))

    with planted.reading() as work:
        (entry,) = log_of(work, by=NOOR, employer_id=FIRST, now=NOW).entries
    assert entry.who == NOBODY


def test_teacher_reads_and_does_not_call(planted: House) -> None:
    with planted.reading() as work:
        assert company(work, by=TEACHER, employer_id=FIRST, now=NOW).log.entries == ()
    with planted.writing() as work, pytest.raises(ForbiddenError):
        claim_call(work, by=TEACHER, employer_id=FIRST, now=NOW)


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.STUDENT, Role.PARENT, Role.COORDINATOR])
def test_others_see_no_log(planted: House, role: Role) -> None:
    with planted.reading() as work, pytest.raises(ForbiddenError):
        log_of(work, by=Account.of(role, id=UUID(int=9), subject_id=FIRST), employer_id=FIRST, now=NOW)


def test_company_that_does_not_exist_is_not_found(planted: House) -> None:
    with planted.reading() as work, pytest.raises(NotFoundError):
        company(work, by=NOOR, employer_id=uuid4(), now=NOW)


def listed(house: House, **filters: Any) -> list[str]:
    with house.reading() as work:
        page = companies(work, by=NOOR, filters=CompanyFilters(**filters), now=NOW)
    assert page.n_total == len(page.companies)
    return [one.name for one in page.companies]


def test_list_begins_with_who_looks_for_somebody_and_each_filter_chooses(planted: House) -> None:
    write(planted)
    with planted.writing() as work:
        claim_call(work, by=NOOR, employer_id=EMPLOYERS[2].id, now=NOW)
        for one, appetite in ((EMPLOYERS[0], Appetite.NOT_NOW), (EMPLOYERS[2], Appetite.LOOKING)):
            reason = "no_time" if appetite is Appetite.NOT_NOW else ""
            work.company_files.save_year(
                HostingYear(employer_id=one.id, school_year=2026, appetite=appetite, said_on=NOW.date(), reason=reason)
            )

    assert listed(planted) == ["Cavia", "Beren", "Acht"]
    assert listed(planted, text="e") == ["Beren"]
    assert listed(planted, sector="horeca") == ["Beren"]
    assert listed(planted, municipality="Zwolle") == ["Beren", "Acht"]
    assert listed(planted, appetite="looking") == ["Cavia"]
    assert listed(planted, appetite="unknown") == ["Beren"]
    assert listed(planted, called=Called.NEVER) == ["Cavia", "Beren"]
    assert listed(planted, called=Called.FREE) == ["Beren", "Acht"]

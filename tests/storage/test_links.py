"""What people said is kept, found together, followed by number, and counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from career.link import Link, Speaker, Verdict
from services.unit_of_work import House, StorageError
from tests.factories import make_employer, make_link

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def keep(house: House, *links: Link) -> int:
    with house.writing() as work:
        work.links.save_all(links)
    with house.reading() as work:
        return work.installation.links_revision


def test_link_comes_back_as_it_was_kept(house: House) -> None:
    employer = make_employer()
    with house.writing() as work:
        work.employers.add_all([employer])
    links = (
        make_link(),
        make_link("ik help mn oma", competency_id=None, verdict=Verdict.REJECTED, speaker=Speaker.STUDENT),
        make_link("keukenprins", speaker=Speaker.EMPLOYER, employer_id=employer.id).accept(LATER),
    )

    keep(house, *links)

    with house.reading() as work:
        assert tuple(work.links.get(link.id) for link in links) == links
        assert work.links.some([links[0].id, uuid4()]) == {links[0].id: links[0]}
        assert work.links.get(uuid4()) is None


def test_each_act_gets_its_own_number_and_what_changed_since_is_told(house: House) -> None:
    first, second = make_link(), make_link("keukenprins")
    before = keep(house)
    one = keep(house, first)
    two = keep(house, second)
    three = keep(house, first.refuse(LATER))

    with house.reading() as work:
        told = {number: {link.id for link in work.links.since(number)} for number in (before, one, two, three)}

    assert (before, one, two, three) == (0, 1, 2, 3)
    assert told == {0: {first.id, second.id}, 1: {first.id, second.id}, 2: {first.id}, 3: set()}


def test_act_that_says_nothing_leaves_the_number(house: House) -> None:
    keep(house, make_link())
    with house.writing() as work:
        work.employers.add_all([make_employer()])

    with house.reading() as work:
        assert work.installation.links_revision == 1


def test_a_failed_act_leaves_no_number_behind(house: House) -> None:
    link = make_link()

    with pytest.raises(StorageError), house.writing() as work:
        work.links.save_all([link, replace(link, employer_id=uuid4(), speaker=Speaker.EMPLOYER, id=uuid4())])

    with house.reading() as work:
        assert (work.installation.links_revision, work.links.since(-1)) == (0, ())


def test_links_that_say_the_same_stand_together_oldest_first(house: House) -> None:
    late = make_link("praatje maken", made_at=LATER)
    first, again = make_link(), make_link("Handige Harry, voor in de keuken!", made_at=LATER)
    other = make_link(competency_id="doe:bakken", made_at=LATER + timedelta(hours=1))
    done = make_link("gedaan").accept(LATER)
    keep(house, late, again, first, other, done, make_link(verdict=Verdict.CONFIRMED))

    with house.reading() as work:
        assert work.links.open_groups(Verdict.CORRECTED, limit=5) == ((first, again), (late,), (other,))
        assert work.links.open_groups(Verdict.CORRECTED, limit=1, skip=1) == ((late,),)
        assert work.links.open_alike(again) == (first, again)
        assert work.links.count_open_groups() == {
            Verdict.CORRECTED: 3,
            Verdict.CONFIRMED: 1,
            Verdict.REJECTED: 0,
        }


def test_words_without_a_competency_stand_together_too(house: House) -> None:
    nothing = make_link(competency_id=None, verdict=Verdict.REJECTED)
    again = replace(nothing, id=uuid4(), made_at=LATER)
    keep(house, again, nothing, make_link(verdict=Verdict.REJECTED))

    with house.reading() as work:
        assert work.links.open_alike(again) == (nothing, again)
        assert {len(group) for group in work.links.open_groups(Verdict.REJECTED, limit=5)} == {1, 2}


def test_accepted_links_are_those_that_name_a_competency(house: House) -> None:
    right = make_link().accept(LATER)
    keep(house, right, make_link("open"), make_link("fout", verdict=Verdict.REJECTED).accept(LATER))

    with house.reading() as work:
        assert work.links.accepted() == (right,)


def test_words_are_counted_per_company_and_per_role(house: House) -> None:
    employers = [make_employer(f"werkgever-{n}") for n in range(2)]
    with house.writing() as work:
        work.employers.add_all(employers)
    said = {"speaker": Speaker.EMPLOYER, "made_at": LATER}
    keep(
        house,
        make_link(employer_id=employers[0].id, **said),
        make_link(employer_id=employers[1].id, **said),
        make_link(employer_id=employers[1].id, **{**said, "made_at": NOW}),
        make_link(speaker=Speaker.STUDENT),
    )

    with house.reading() as work:
        count = work.links.count_said
        assert count(Speaker.EMPLOYER, employer_id=employers[1].id, since=LATER) == 1
        assert count(Speaker.EMPLOYER, employer_id=employers[1].id, since=NOW) == 2
        assert count(Speaker.STUDENT, employer_id=None, since=NOW) == 1
        assert count(Speaker.TEACHER, employer_id=None, since=NOW) == 0


def test_oldest_that_nobody_reviewed_are_found(house: House) -> None:
    old = make_link()
    keep(house, old, make_link("nieuw", made_at=LATER), make_link("klaar").accept(LATER))

    with house.reading() as work:
        assert work.links.unreviewed(before=LATER) == (old,)


def test_database_itself_refuses_words_after_a_refusal(house: House) -> None:
    link = make_link()
    refused = link.refuse(LATER)
    object.__setattr__(refused, "text", link.text)

    with pytest.raises(StorageError), house.writing() as work:
        work.links.save_all([refused])

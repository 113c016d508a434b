"""Drafts come back from the database as they went in, one at most for each posted place, and go when they are old."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from employer_toolkit.draft import Draft, DraftStep, PlacementForm, Sentence
from employer_toolkit.employer import Contact
from employer_toolkit.placement import Allowance, PayPeriod, WorkDay
from services.unit_of_work import ConflictError, House
from tests.factories import make_employer, make_placement, make_site

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
EMPLOYER = make_employer()
SITE = make_site(EMPLOYER.id)
PLACE = make_placement(SITE.id, "plek-1")
BARE = Draft(id=uuid4(), employer_id=EMPLOYER.id, made_by=None, changed_at=NOW)
FULL = Draft(
    id=uuid4(),
    employer_id=EMPLOYER.id,
    made_by=UUID(int=7),
    changed_at=NOW + timedelta(hours=1),
    version=3,
    saved={DraftStep.WHERE: 1, DraftStep.WORK: 3},
    placement_id=PLACE.id,
    copied_from=UUID(int=9),
    form=PlacementForm(
        site_id=SITE.id,
        type="bpv_bol",
        title="Hulp in de keuken",
        description="Jij snijdt groente.",
        qualification_code="25252",
        sector="horeca",
        learned_ids=("wp:2", "wp:1"),
        needed_ids=("doe:koken",),
        schedule=(WorkDay(weekday=6, starts=time(6, 45), ends=time(12), break_minutes=15),),
        days_min=1,
        hours_min=5,
        hours_max=6,
        starts_on=date(2027, 2, 1),
        ends_on=date(2027, 7, 1),
        conditions_offered=frozenset({"maatje", "beelden"}),
        conditions_refused=frozenset({"rustige_plek"}),
        hazards=frozenset(),
        is_expert_supervised=True,
        prerequisites=frozenset({"vog"}),
        dutch_level_min="a2",
        seats=2,
        allowance=Allowance(amount_eur=0.0, per=PayPeriod.HOUR, covers_travel=True),
        contact=Contact(name="Jo", role="leermeester", email="jo@example.nl", phone="1"),
        own_words="eten koken",
        sentences=(
            Sentence(
                text="eten koken",
                taken_ids=("doe:koken",),
                found_ids=("doe:bakken",),
                refused_ids=("doe:kassa",),
                suggested_ids=("doe:koken", "doe:kassa"),
                version="1",
            ),
        ),
    ),
)


@pytest.fixture
def filled(house: House) -> House:
    with house.writing() as work:
        work.employers.add_all([EMPLOYER], new_sites=[SITE])
        work.placements.add_all([PLACE])
    return house


@pytest.mark.parametrize("draft", [BARE, FULL], ids=["bare", "full"])
def test_draft_kept_comes_back_the_same(filled: House, draft: Draft) -> None:
    with filled.writing() as work:
        work.drafts.save(draft)

    with filled.reading() as work:
        assert work.drafts.get(draft.id) == draft


def test_drafts_of_an_employer_come_the_last_changed_first(filled: House) -> None:
    with filled.writing() as work:
        work.drafts.save(BARE)
        work.drafts.save(FULL)

    with filled.reading() as work:
        assert work.drafts.of_employer(EMPLOYER.id) == (FULL, BARE)
        assert work.drafts.of_placement(PLACE.id) == FULL
        assert (work.drafts.of_employer(uuid4()), work.drafts.of_placement(uuid4())) == ((), None)


def test_second_draft_that_changes_the_same_place_is_refused(filled: House) -> None:
    with filled.writing() as work:
        work.drafts.save(FULL)
    second = Draft(
        id=uuid4(), employer_id=EMPLOYER.id, made_by=None, changed_at=NOW, form=FULL.form, placement_id=PLACE.id
    )

    with pytest.raises(ConflictError), filled.writing() as work:
        work.drafts.save(second)


def test_draft_is_over_when_nobody_changed_it_since(filled: House) -> None:
    with filled.writing() as work:
        work.drafts.save(BARE)
        work.drafts.save(FULL)
    with filled.writing() as work:
        before = NOW + timedelta(minutes=30)
        n_over = work.keeping.count_rows("draft", before=before)
        n_gone = work.keeping.remove_rows("draft", before=before)

    with filled.reading() as work:
        assert (n_over, n_gone, work.drafts.of_employer(EMPLOYER.id)) == (1, 1, (FULL,))

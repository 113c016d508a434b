"""What a student keeps in the dossier stands in the profile, and who may not read an entry cannot tell it is there."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from career.competency import ClaimSource, Level
from career.dossier import DossierEntry, EntryDraft, Sharing, ShownCompetency
from career.errors import InvalidValueError
from services.dossier import dossier_entry, keep_entry, my_dossier, remove_entry, where_shown
from services.errors import ForbiddenError, NotFoundError, found
from services.matches import match_explanation, matches_for_student
from services.permissions import PERMISSIONS, Account, Act
from services.profile import say_abilities
from services.reference import load_reference
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors
from tests.factories import make_student

STUDENT = make_student(school="De Wissel", group="3b")
OWN = Account.of(Role.STUDENT, subject_id=STUDENT.id)
TEACHER = Account.of(Role.TEACHER, school="De Wissel", group="3b")
COOKING = ShownCompetency(competency_id="doe:koken", level=Level.PARTLY)
SOUP = EntryDraft(title="Soep voor de buurt", happened_on=date(2026, 11, 2), shown=(COOKING,))


@pytest.fixture
def kept(house: House) -> DossierEntry:
    with house.writing() as work:
        work.students.save(STUDENT)
        return keep_entry(work, by=OWN, student_id=STUDENT.id, entry=SOUP, now=NOW)


def own_words(house: House, student_id: UUID = STUDENT.id) -> list[tuple[str, int | None, str]]:
    with house.reading() as work:
        student = work.students.get(student_id)
    assert student is not None
    return [(c.competency_id, c.level, c.evidence) for c in student.claims if c.source is ClaimSource.SELF]


def change(house: House, entry: DossierEntry, **changed: Any) -> DossierEntry:
    draft = replace(SOUP, id=entry.id, **changed)
    with house.writing() as work:
        return keep_entry(work, by=OWN, student_id=STUDENT.id, entry=draft, now=NOW + timedelta(hours=1))


def remove(house: House, entry: DossierEntry) -> None:
    with house.writing() as work:
        remove_entry(work, by=OWN, entry_id=entry.id)


def test_entry_comes_back_as_it_was_kept(house: House, kept: DossierEntry) -> None:
    with house.reading() as work:
        assert my_dossier(work, by=OWN, student_id=STUDENT.id) == (kept,)
        assert dossier_entry(work, by=OWN, entry_id=kept.id) == kept


def test_what_an_entry_shows_follows_it_into_the_profile_and_out(house: House, kept: DossierEntry) -> None:
    assert own_words(house) == [("doe:koken", 3, "Soep voor de buurt")]

    change(house, kept, title="Soep", shown=(replace(COOKING, level=Level.TEACHES),))
    assert own_words(house) == [("doe:koken", 5, "Soep")]

    remove(house, kept)
    assert own_words(house) == []


def test_other_entry_that_shows_it_steps_in(house: House, kept: DossierEntry) -> None:
    with house.writing() as work:
        keep_entry(
            work,
            by=OWN,
            student_id=STUDENT.id,
            entry=replace(SOUP, title="Ontbijt", happened_on=date(2026, 10, 1)),
            now=NOW,
        )

    change(house, kept, shown=())

    assert own_words(house) == [("doe:koken", 3, "Ontbijt")]


def test_what_was_said_since_in_another_way_stays(house: House, kept: DossierEntry) -> None:
    with house.writing() as work:
        say_abilities(work, by=OWN, levels={"doe:koken": Level.INDEPENDENT}, now=NOW)

    remove(house, kept)

    assert own_words(house) == [("doe:koken", 4, "")]


def test_day_to_come_is_refused(house: House, kept: DossierEntry) -> None:
    with pytest.raises(InvalidValueError) as refused:
        change(house, kept, happened_on=NOW.date() + timedelta(days=1))

    assert list(refused.value.faults) == ["happened_on"]


def test_entry_beyond_what_a_dossier_holds_is_refused(
    house: House, kept: DossierEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    terms = replace(load_reference(NOW.date()).dossier, entries_per_student=1)
    monkeypatch.setattr("services.dossier.load_reference", lambda day: replace(load_reference(day), dossier=terms))

    with house.writing() as work, pytest.raises(InvalidValueError) as refused:
        keep_entry(work, by=OWN, student_id=STUDENT.id, entry=SOUP, now=NOW)

    assert list(refused.value.faults) == ["title"]
    assert change(house, kept, title="Soep").title == "Soep"


def test_teacher_reads_what_was_shared_and_cannot_tell_the_rest_is_there(house: House, kept: DossierEntry) -> None:
    for entry_id in (kept.id, uuid4()):
        with house.reading() as work, pytest.raises(NotFoundError, match=r"^not found$"):
            dossier_entry(work, by=TEACHER, entry_id=entry_id)
    with house.reading() as work:
        assert my_dossier(work, by=TEACHER, student_id=STUDENT.id) == ()

    shared = change(house, kept, sharing=Sharing.GUIDES)

    with house.reading() as work:
        assert my_dossier(work, by=TEACHER, student_id=STUDENT.id) == (shared,)


SHARED_WITH = [
    (Sharing.PRIVATE, False, False),
    (Sharing.GUIDES, True, False),
    (Sharing.PARENTS, False, True),
    (Sharing.GUIDES_AND_PARENTS, True, True),
]


@pytest.mark.parametrize(("sharing", "at_school", "at_home"), SHARED_WITH)
def test_school_and_parents_each_read_what_was_chosen_for_them(
    house: House, kept: DossierEntry, sharing: Sharing, at_school: bool, at_home: bool
) -> None:
    shared = change(house, kept, sharing=sharing)
    parent = Account.of(Role.PARENT, subject_id=STUDENT.id)

    with house.reading() as work:
        read = [my_dossier(work, by=by, student_id=STUDENT.id) for by in (TEACHER, parent)]
        titles = [where_shown(work, by=by, student_id=STUDENT.id) for by in (TEACHER, parent)]

    assert read == [(shared,) if reads else () for reads in (at_school, at_home)]
    assert titles == [{"doe:koken": shared.title} if reads else {} for reads in (at_school, at_home)]


def test_somebody_elses_entry_is_as_none(house: House, kept: DossierEntry) -> None:
    other = make_student("ander")
    stranger = Account.of(Role.STUDENT, subject_id=other.id)
    with house.writing() as work:
        work.students.save(other)

    with house.writing() as work, pytest.raises(NotFoundError):
        keep_entry(work, by=stranger, student_id=other.id, entry=replace(SOUP, id=kept.id), now=NOW)
    with house.writing() as work, pytest.raises(NotFoundError):
        remove_entry(work, by=stranger, entry_id=kept.id)


@pytest.mark.parametrize("role", [role for role in Role if role not in PERMISSIONS[Act.VIEW_DOSSIER]])
def test_who_does_not_guide_at_school_never_reads(house: House, kept: DossierEntry, role: Role) -> None:
    change(house, kept, sharing=Sharing.GUIDES)

    with house.reading() as work, pytest.raises(ForbiddenError):
        my_dossier(work, by=Account.of(role, subject_id=STUDENT.id), student_id=STUDENT.id)


def test_entry_changes_the_list_and_the_explanation_says_so(region: House, doors: Doors) -> None:
    """The demo region has places that ask for something a student was never seen to do."""
    own = doors.account(Role.STUDENT)
    student_id = found(own.subject_id)
    with region.reading() as work:
        student = work.students.get(student_id)
        before = matches_for_student(work, by=own, student_id=student_id, now=NOW)
        places = [work.placements.get(card.placement_id) for card in before.cards]
    assert student is not None
    told = {claim.competency_id for claim in student.claims}
    place_id, code = next(
        (place.id, need.competency_id)
        for place in places
        if place is not None
        for need in place.requirements
        if need.competency_id not in told
    )
    shown = (ShownCompetency(competency_id=code, level=Level.TEACHES),)

    with region.writing() as work:
        keep_entry(work, by=own, student_id=student_id, entry=replace(SOUP, shown=shown), now=NOW)

    guide = Account.of(Role.TEACHER, school=student.school, group=student.group)
    with region.reading() as work:
        after = matches_for_student(work, by=own, student_id=student_id, now=NOW)
        card = match_explanation(work, by=own, student_id=student_id, placement_id=place_id, now=NOW)
        to_guide = match_explanation(work, by=guide, student_id=student_id, placement_id=place_id, now=NOW)
    was = next(one for one in before.cards if one.placement_id == place_id)
    assert card.fit_placement > was.fit_placement
    assert [one.score for one in after.cards] != [one.score for one in before.cards]
    assert [line.partition(": ")[2] for line in card.shown] == ["dat liet je zien bij ‘Soep voor de buurt’."]
    assert to_guide.shown == ()

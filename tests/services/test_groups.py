"""Who guides students sees those within reach, each with the own figures; whoever is on a page is noted."""

import pytest

from accounts.relation import Tie
from accounts.role import Role
from services import groups
from services.errors import ForbiddenError
from services.groups import group_of
from services.guided import GuidedStudent, guided_students
from services.matches import matches_for_student
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors


def test_each_member_has_the_figures_of_the_own_list(doors: Doors, region: House) -> None:
    by = doors.account(Role.PLACEMENT_COORDINATOR)
    with region.reading() as work:
        members = group_of(work, by=by, now=NOW).members
        lists = [matches_for_student(work, by=by, student_id=m.student_id, top=1, now=NOW) for m in members]

    assert len({member.n_places for member in members}) > 3
    assert [(m.name, m.n_places, m.best_percent) for m in members] == [
        (found.student_name, found.n_total, found.cards[0].percent if found.cards else None) for found in lists
    ]


@pytest.mark.parametrize(("role", "n_least"), [(Role.TEACHER, 2), (Role.PLACEMENT_COORDINATOR, 3), (Role.JOB_COACH, 1)])
def test_group_holds_exactly_who_is_within_reach(doors: Doors, region: House, role: Role, n_least: int) -> None:
    by, own = doors.account(role), doors.student()
    everybody = doors.region.students
    within = {
        Role.TEACHER: {s.id for s in everybody if (s.school, s.group) == (own.school, own.group)},
        Role.PLACEMENT_COORDINATOR: {s.id for s in everybody if s.school == own.school},
        Role.JOB_COACH: {own.id},
    }[role]

    with region.reading() as work:
        group = group_of(work, by=by, now=NOW)

    assert {member.student_id for member in group.members} == within
    assert group.n_total == len(within) >= n_least
    assert sorted(group.members, key=lambda m: (m.n_places, m.name, m.student_id)) == list(group.members)


def test_pages_hold_everybody_once_and_note_who_is_on_them(
    doors: Doors, region: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(groups, "PAGE_SIZE", 10)
    by = doors.account(Role.PLACEMENT_COORDINATOR)
    with region.reading() as work:
        pages = [group_of(work, by=by, page=page, now=NOW) for page in (1, 2, 3, 99)]
    shown = [one.subject_id for one in by.trail.take() if one.is_about_another]

    assert [(page.paging.number, page.paging.n_pages) for page in pages[:3]] == [
        (n, pages[0].paging.n_pages) for n in (1, 2, 3)
    ]
    assert pages[3].paging.number == pages[0].paging.n_pages > 2
    assert shown == [member.student_id for page in pages for member in page.members]
    assert len(set(shown[:30])) == 30


def test_peer_reads_a_first_name_and_goals_and_nothing_more(doors: Doors, region: House) -> None:
    student = doors.student()
    by = Account(role=Role.PEER, ties=(Tie(subject_id=student.id),))

    with region.reading() as work:
        seen = guided_students(work, by=by, now=NOW)
    noted = [one.subject_id for one in by.trail.take()]

    assert [type(one) for one in seen] == [GuidedStudent]
    assert (seen[0].first_name, len(seen[0].goals)) == (student.first_name, len(student.goal_ids))
    assert set(GuidedStudent.__dataclass_fields__) == {"first_name", "goals", "contacts"}
    assert student.school not in str(seen[0])
    assert noted == [student.id]


def test_only_a_peer_reads_whom_a_peer_helps(doors: Doors, region: House) -> None:
    with region.reading() as work, pytest.raises(ForbiddenError):
        guided_students(work, by=doors.account(Role.TEACHER), now=NOW)

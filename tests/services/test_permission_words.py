"""Every role, act and reach has its words, the page that people read is that of the table, and nothing is undecided."""

from pathlib import Path

import pytest

from accounts.role import Role
from api.doors import UndecidedActError, allow
from services.permission_words import (
    ABOUT_WORDS,
    ACT_WORDS,
    LOOKER_WORDS,
    REACH_WORDS,
    ROLE_WORDS,
    SEEN_WORDS,
    permissions_page,
)
from services.permissions import ABOUT, PERMISSIONS, About, Act, Reach

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
ABOUT_STUDENTS = {act for act, about in ABOUT.items() if about in (About.STUDENT, About.STUDENTS)}


def test_page_that_people_read_is_that_of_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == permissions_page(), "run: plekwijzer permissions > docs/permissions.md"


def test_every_act_is_decided_and_has_its_words() -> None:
    assert set(PERMISSIONS) == set(ABOUT) == set(ACT_WORDS) == set(Act)
    assert (set(ROLE_WORDS), set(LOOKER_WORDS)) == (set(Role), set(Role))
    assert (set(REACH_WORDS), set(ABOUT_WORDS)) == (set(Reach), set(About))


def test_student_reads_of_every_act_about_students_what_was_looked_at() -> None:
    # A company asks for its own place, contact or workplace, an organiser for the own event; whoever is in it reads
    # who looked all the same.
    assert set(SEEN_WORDS) == ABOUT_STUDENTS | {
        Act.KEEP_EVENT,
        Act.LOOK_BACK,
        Act.SAY_SEEN_AT_WORK,
        Act.SEE_PRESENTED,
        Act.SEE_TALKS,
        Act.SEE_WORKPLACE,
        Act.TAKE_STEP,
        Act.WRITE_LETTER,
    }


def test_table_knows_only_roles_and_reaches() -> None:
    cells = [(role, reach) for row in PERMISSIONS.values() for role, reach in row.items()]

    assert len(cells) > 60
    assert all(isinstance(role, Role) and isinstance(reach, Reach) for role, reach in cells)


def test_who_keeps_the_installation_or_the_region_does_nothing_with_students() -> None:
    for act in ABOUT_STUDENTS:
        assert not {Role.ADMINISTRATOR, Role.COORDINATOR, Role.ANONYMOUS} & set(PERMISSIONS[act]), act


def test_employer_and_trainer_never_ask_for_students() -> None:
    assert not any({Role.EMPLOYER, Role.TRAINER} & set(PERMISSIONS[act]) for act in ABOUT_STUDENTS)


def test_peer_sees_whom_one_helps_and_says_when_they_spoke_and_nothing_else() -> None:
    assert {act for act in ABOUT_STUDENTS if Role.PEER in PERMISSIONS[act]} == {
        Act.SEE_GUIDED,
        Act.LOG_PEER_CONTACT,
    }


def test_only_a_jobhunter_reaches_students_without_a_tie() -> None:
    far = {role for act in ABOUT_STUDENTS for role, reach in PERMISSIONS[act].items() if reach is Reach.ANY}

    assert far == {Role.JOBHUNTER}


def test_route_for_an_act_that_nobody_decided_cannot_be_built() -> None:
    with pytest.raises(UndecidedActError, match="fly"):
        allow("fly")  # type: ignore[arg-type]

"""A list through the doors notes each person on it once; a page without data of somebody else notes nobody."""

import pytest

from accounts.audit import AuditKind, AuditNote, AuditResult
from accounts.role import Role
from tests.demo_doors import Doors, Visitor


def noted(doors: Doors, visitor: Visitor, path: str) -> tuple[int, list[AuditNote]]:
    """Ask for a page or call, and give its status with what it left in the trail."""
    house = doors.client.app_state["house"]
    with house.reading() as work:
        before = work.audit.end().number
    status = visitor.get(path).status_code
    with house.reading() as work:
        return status, [entry.note for entry in work.audit.all(after=before)]


@pytest.mark.parametrize("path", ["/kandidaten/{placement}", "/api/v1/placements/{placement}/candidates"])
def test_each_candidate_card_is_one_look(doors: Doors, path: str) -> None:
    jobhunter = doors.somebody(Role.JOBHUNTER)
    lists = (
        (placement.id, jobhunter.get(f"/api/v1/placements/{placement.id}/candidates").json()["cards"])
        for placement in doors.region.placements
        if placement.state == "open"
    )
    wanted, cards = next((placement_id, cards) for placement_id, cards in lists if len(cards) > 2)

    status, notes = noted(doors, jobhunter, path.format(placement=wanted))

    assert (status, len(notes)) == (200, len(cards))
    assert len({note.subject_id for note in notes}) == len(cards) > 2
    assert {(note.kind, note.role, note.act, note.result) for note in notes} == {
        (AuditKind.READING, "jobhunter", "see_candidates", AuditResult.DONE)
    }


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PLACEMENT_COORDINATOR, Role.JOB_COACH])
def test_each_student_somebody_guides_is_one_look(doors: Doors, role: Role) -> None:
    own = doors.student()
    within = {
        Role.TEACHER: [s for s in doors.region.students if (s.school, s.group) == (own.school, own.group)],
        Role.PLACEMENT_COORDINATOR: [s for s in doors.region.students if s.school == own.school],
        Role.JOB_COACH: [own],
    }[role]

    status, notes = noted(doors, doors.somebody(role), "/klas")

    assert status == 200
    assert sorted(str(note.subject_id) for note in notes) == sorted(str(student.id) for student in within)


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.STUDENT, "/plekken"),
        (Role.STUDENT, "/wat-kun-jij"),
        (Role.STUDENT, "/wie-keek"),
        (Role.STUDENT, "/ouders"),
        (Role.JOBHUNTER, "/kandidaten"),
        (Role.EMPLOYER, "/werkgever"),
        (Role.EMPLOYER, "/kandidaten"),
        (Role.TEACHER, "/school"),
        (Role.COORDINATOR, "/verbeteringen"),
        (Role.ANONYMOUS, "/klas"),
        (Role.ANONYMOUS, "/agenda"),
        (Role.ADMINISTRATOR, "/"),
    ],
)
def test_page_without_somebody_elses_data_notes_nobody(doors: Doors, role: Role, path: str) -> None:
    assert noted(doors, doors.somebody(role), path)[1] == []


def test_act_through_a_form_is_noted_in_the_trail(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    asked = {"regio": "zuid", "handtekening": "required", "reistijd": "45"}

    assert teacher.post_form("/school", asked).status_code == 303

    with own_doors.client.app_state["house"].reading() as work:
        notes = [entry.note for entry in work.audit.all()]
    assert ("act", "teacher", "keep_school", "done") in {
        (note.kind.value, note.role, note.act, note.result.value) for note in notes
    }

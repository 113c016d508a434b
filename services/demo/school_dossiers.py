"""What the school of the first student of the demo adds to the dossier."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.role import Role
from career.assignment import Assignment
from career.dossier import CareerCompetency
from career.school_dossier import Chapter, SchoolAssignment, SchoolDossier, SetAssignment
from services.errors import found
from services.ids import stable_id
from services.local_time import local_day
from services.people import DemoPerson
from services.unit_of_work import UnitOfWork

VISION = "Bij ons leer je door te doen. Je hoeft nog niet te weten wat je wordt. Je schrijft op wat je ontdekt."
CHAPTERS = (
    Chapter(title="Dit ben ik", competencies=frozenset({CareerCompetency.QUALITIES, CareerCompetency.MOTIVES})),
    Chapter(title="Ik ga op pad", competencies=frozenset({CareerCompetency.EXPLORATION, CareerCompetency.NETWORKING})),
    Chapter(title="Mijn plan", competencies=frozenset({CareerCompetency.STEERING})),
)
OWN_TITLE = "Een middag bij een bedrijf in de buurt"
TASKS_AFTER = {"trots": timedelta(days=-6), "drie-mensen": timedelta(days=12)}
"""What was set to the class, and when it is due, counted from today."""


def plant_school_dossiers(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep for a student and a teacher the vision and layout of school, and what the class is to do."""
    student_id = next(one.account.subject_id for one in people if one.account.role is Role.STUDENT)
    teacher = next(one.account for one in people if one.account.role is Role.TEACHER)
    student = found(work.students.get(found(student_id)))
    for school, group in sorted({(student.school, student.group), (teacher.school, teacher.group)}):
        _plant_at(work, school, group, now=now)


def _plant_at(work: UnitOfWork, school: str, group: str, *, now: datetime) -> None:
    """Keep it for one class, with an assignment of the school's own."""
    work.school_dossiers.save(SchoolDossier(school=school, vision=VISION, chapters=CHAPTERS))
    own = stable_id("school assignment", school, OWN_TITLE)
    task = Assignment(
        code=str(own),
        title=OWN_TITLE,
        steps=(
            "Kies met je mentor een bedrijf dat je kunt fietsen.",
            "Bedenk drie vragen en vraag of je mag komen.",
            "Kijk een middag mee.",
            "Schrijf op wat je zou willen doen, en wat niet.",
        ),
        phases=frozenset(),
        competencies=frozenset({CareerCompetency.EXPLORATION, CareerCompetency.NETWORKING}),
        minutes=180,
    )
    work.school_dossiers.save_assignment(SchoolAssignment(id=own, school=school, task=task))
    today = local_day(now)
    for code, after in {**TASKS_AFTER, task.code: timedelta(days=26)}.items():
        one = SetAssignment(
            id=stable_id("set assignment", f"{school} {group}", code),
            school=school,
            group=group,
            code=code,
            due_on=today + after,
            set_on=today - timedelta(days=20),
        )
        work.school_dossiers.add_set(one)

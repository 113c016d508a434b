"""How far the students of the demo who can be played have come: all but the last have told what they can and want."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from accounts.role import Role
from career.competency import ClaimSource, Level
from career.intake import Intake, IntakeStep, StepState
from career.student import Wishes
from services.errors import found
from services.intake import tell_tasks
from services.people import DemoPerson
from services.unit_of_work import UnitOfWork

TOLD: Sequence[tuple[str, Mapping[str, Level]]] = (
    ("sport", {"sport_team": Level.INDEPENDENT, "sport_kantine": Level.WITH_HELP}),
    ("bijbaan", {"bijbaan_vakken": Level.INDEPENDENT, "bijbaan_kassa": Level.WITH_HELP}),
    ("zorgen", {"zorgen_oppassen": Level.INDEPENDENT}),
)
"""What each of the first students did; whoever comes after them has not begun."""
BEGUN_BEFORE = timedelta(days=12)


def plant_intakes(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Keep what the first students told, and let the last one have told nothing yet."""
    students = [person.account for person in people if person.account.role is Role.STUDENT]
    every_step = MappingProxyType(dict.fromkeys(IntakeStep, StepState.TOLD))
    then = now - BEGUN_BEFORE
    for account, (kind, levels) in zip(students, TOLD, strict=False):
        student_id = found(account.subject_id)
        work.intakes.save(Intake(student_id=student_id, begun_at=then, changed_at=then, steps=every_step))
        tell_tasks(work, by=account, student_id=student_id, kind=kind, levels=levels, now=then)
    for account in students[len(TOLD) :]:
        student = found(work.students.get(found(account.subject_id)))
        claims = tuple(claim for claim in student.claims if claim.source is not ClaimSource.SELF)
        work.students.save(replace(student, claims=claims, wishes=Wishes(), helps=frozenset()))

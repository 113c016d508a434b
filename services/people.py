"""The people behind the accounts: what a student seeks, and who can be played in a demo region."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from career.student import SchoolType, Student
from services.errors import NotFoundError, found
from services.permissions import Account, Act, Role, require
from services.reference import load_reference
from services.unit_of_work import Mode, UnitOfWork

N_EMPLOYERS = 3
N_GROUPS = 3
JOBHUNTER_NAMES = ("Noor de Wit", "Karim Aydin")
"""Made-up jobhunters; both see the whole region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody who can be played in a demo region.

    Parameters
    ----------
    key : str
        By which the start page asks for this person: role and number.
    text : str
        Who it is, in a few words.
    """

    key: str
    account: Account
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentBrief:
    """Who a page is about, in the least words.

    Parameters
    ----------
    seeks : mapping of str to str
        Types of placement sought: code to label, in the order of the reference data.
    """

    first_name: str
    seeks: Mapping[str, str]


def student_brief(work: UnitOfWork, *, by: Account, student_id: UUID) -> StudentBrief:
    """Give the first name of a student and what is sought, to the student and the teacher."""
    student = work.students.get(student_id)
    require(by, Act.SEE_MATCHES, student_id, group=(student.school, student.group) if student else None)
    kept = found(student)
    types = load_reference().placement_types
    return StudentBrief(
        first_name=kept.first_name, seeks={code: rule.label for code, rule in types.items() if code in kept.seeks}
    )


def demo_people(work: UnitOfWork) -> tuple[DemoPerson, ...]:
    """Give the people of a demo region who can be played: some of each role, always the same ones.

    Raises
    ------
    NotFoundError
        This is no demo region: nobody enters somebody else's account elsewhere.
    """
    if work.installation.mode is not Mode.DEMO:
        raise NotFoundError("not found")
    students = work.students.all()
    return (*_students(students), *_employers(work), *_jobhunters(), *_teachers(students))


def demo_account(work: UnitOfWork, *, key: str) -> Account:
    """Give the account of one of the people of a demo region; raises as ``demo_people``, also for an unknown key."""
    return found({person.key: person.account for person in demo_people(work)}.get(key))


def _students(students: tuple[Student, ...]) -> list[DemoPerson]:
    """Choose one entree student, one of level 2, one of pro and one of vso or vmbo, by a seat in the middle."""
    kinds: dict[str, Callable[[Student], bool]] = {
        "entree, niveau 1": lambda s: s.level == 1,
        "mbo, niveau 2": lambda s: s.level == 2,
        "praktijkonderwijs": lambda s: s.school_type is SchoolType.PRO,
        "vso": lambda s: s.school_type is SchoolType.VSO,
    }
    people: list[DemoPerson] = []
    for text, is_kind in kinds.items():
        chosen = [student for student in students if is_kind(student)]
        if chosen:
            student = chosen[len(chosen) // 2]
            account = Account(role=Role.STUDENT, subject_id=student.id, name=student.first_name)
            people.append(DemoPerson(key=f"student-{len(people) + 1}", account=account, text=_programme(student, text)))
    return people


def _programme(student: Student, text: str) -> str:
    qualification = load_reference().qualifications.get(student.qualification_code or "")
    return f"{qualification.name}, {text}" if qualification else text[0].upper() + text[1:]


def _employers(work: UnitOfWork) -> list[DemoPerson]:
    """Choose the employers with the most open placements."""
    employer_of = {site.id: site.employer_id for site in work.employers.sites()}
    n_open: dict[UUID, int] = {}
    for placement in work.placements.all_open():
        employer_id = employer_of[placement.site_id]
        n_open[employer_id] = n_open.get(employer_id, 0) + 1
    chosen = sorted(n_open, key=lambda employer_id: (-n_open[employer_id], employer_id))[:N_EMPLOYERS]
    return [
        DemoPerson(
            key=f"employer-{number}",
            account=Account(
                role=Role.EMPLOYER, subject_id=employer_id, name=found(work.employers.get(employer_id)).name
            ),
            text="1 open plek" if n_open[employer_id] == 1 else f"{n_open[employer_id]} open plekken",
        )
        for number, employer_id in enumerate(chosen, start=1)
    ]


def _jobhunters() -> list[DemoPerson]:
    return [
        DemoPerson(
            key=f"jobhunter-{number}",
            account=Account(role=Role.JOBHUNTER, name=name),
            text="Zoekt kandidaten in de hele regio",
        )
        for number, name in enumerate(JOBHUNTER_NAMES, start=1)
    ]


def _teachers(students: tuple[Student, ...]) -> list[DemoPerson]:
    """Choose the largest classes, of different schools where there are any."""
    sizes: dict[tuple[str, str], int] = {}
    for student in students:
        if student.school and student.group:
            sizes[student.school, student.group] = sizes.get((student.school, student.group), 0) + 1
    ordered = sorted(sizes, key=lambda named: (-sizes[named], named))
    firsts = dict(reversed(ordered))
    chosen = sorted(firsts.items(), key=lambda named: (-sizes[named], named))[:N_GROUPS]
    return [
        DemoPerson(
            key=f"teacher-{number}",
            account=Account(role=Role.TEACHER, name=f"Mentor {group}", school=school, group=group),
            text=f"{school}, {sizes[school, group]} leerlingen",
        )
        for number, (school, group) in enumerate(chosen, start=1)
    ]

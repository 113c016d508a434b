"""The people behind the accounts: what a student seeks, and who can be played in a demo region."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from career.student import SchoolType, Student
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.markets import Market, current_market
from services.permissions import Account, Act, Role, require
from services.reference import load_lists, load_reference
from services.unit_of_work import Mode, UnitOfWork

N_EMPLOYERS = 3
N_GROUPS = 3
N_PLACES = 4
"""Somebody who is played has at least so many places to look at, when anybody has."""
N_LOOKED_AT = 40
"""Students looked at for that, per kind."""
JOBHUNTER_NAMES = ("Noor de Wit", "Karim Aydin")
"""Made-up jobhunters; both see the whole region."""
COORDINATOR_NAME = "Samira El Amrani"
"""A made-up coordinator."""


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


def student_brief(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> StudentBrief:
    """Give the first name of a student and what is sought, to the student and the teacher."""
    student = work.students.get(student_id)
    require(by, Act.SEE_MATCHES, student_id, group=(student.school, student.group) if student else None)
    kept = found(student)
    types = load_reference(local_day(now)).placement_types
    return StudentBrief(
        first_name=kept.first_name, seeks={code: rule.label for code, rule in types.items() if code in kept.seeks}
    )


def demo_people(work: UnitOfWork, *, now: datetime) -> tuple[DemoPerson, ...]:
    """Give the people of a demo region who can be played: some of each role, always the same ones.

    Raises
    ------
    NotFoundError
        This is no demo region: nobody enters somebody else's account elsewhere.
    """
    if work.installation.mode is not Mode.DEMO:
        raise NotFoundError("not found")
    market = current_market(work, now=now)
    return (
        *_students(market),
        *_employers(market),
        *_jobhunters(),
        *_teachers(market.live_people),
        *_coordinators(),
    )


def demo_account(work: UnitOfWork, *, key: str, now: datetime) -> Account:
    """Give the account of one of the people of a demo region; raises as ``demo_people``, also for an unknown key."""
    return found({person.key: person.account for person in demo_people(work, now=now)}.get(key))


def _students(market: Market) -> list[DemoPerson]:
    """Choose a student of entree, level 2, pro and vso, each with a name of their own and some places to look at."""
    kinds: dict[str, Callable[[Student], bool]] = {
        "entree, niveau 1": lambda s: s.level == 1,
        "mbo, niveau 2": lambda s: s.level == 2,
        "praktijkonderwijs (pro)": lambda s: s.school_type is SchoolType.PRO,
        "voortgezet speciaal onderwijs (vso)": lambda s: s.school_type is SchoolType.VSO,
    }
    # By reference, so that a student who changed is still found at the same place.
    listed = sorted(market.live_students.tolist(), key=lambda row: market.students[row].reference)
    people: list[DemoPerson] = []
    for text, is_kind in kinds.items():
        rows = [row for row in listed if is_kind(market.students[row])][:N_LOOKED_AT]
        if rows:
            n_places = dict(zip(sorted(rows), market.count_places(rows), strict=True))
            taken = {person.account.name for person in people}
            fresh = (r for r in rows if n_places[r] >= N_PLACES and market.students[r].first_name not in taken)
            student = market.students[next(fresh, rows[0])]
            account = Account(role=Role.STUDENT, subject_id=student.id, name=student.first_name)
            people.append(DemoPerson(key=f"student-{len(people) + 1}", account=account, text=_programme(student, text)))
    return people


def _programme(student: Student, text: str) -> str:
    qualification = load_lists().qualifications.get(student.qualification_code or "")
    return f"{qualification.name}, {text}" if qualification else text[0].upper() + text[1:]


def _employers(market: Market) -> list[DemoPerson]:
    """Choose the employers with the most open placements."""
    n_open = Counter(offer.employer.id for offer in market.live_places)
    employers = {offer.employer.id: offer.employer for offer in market.live_places}
    chosen = sorted(n_open, key=lambda employer_id: (-n_open[employer_id], employer_id))[:N_EMPLOYERS]
    return [
        DemoPerson(
            key=f"employer-{number}",
            account=Account(role=Role.EMPLOYER, subject_id=employer_id, name=employers[employer_id].name),
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


def _coordinators() -> list[DemoPerson]:
    account = Account(role=Role.COORDINATOR, name=COORDINATOR_NAME)
    return [DemoPerson(key="coordinator-1", account=account, text="Kijkt woorden na voor de hele regio")]


def _teachers(students: tuple[Student, ...]) -> list[DemoPerson]:
    """Choose the largest class of a school, for the schools with the largest classes."""
    sizes = Counter((student.school, student.group) for student in students if student.school and student.group)
    by_size = sorted(sizes, key=lambda named: (-sizes[named], named))
    largest = dict(reversed(by_size))
    chosen = [named for named in by_size if largest[named[0]] == named[1]][:N_GROUPS]
    return [
        DemoPerson(
            key=f"teacher-{number}",
            account=Account(role=Role.TEACHER, name=f"Mentor {group}", school=school, group=group),
            text=f"{school}, {sizes[school, group]} leerlingen",
        )
        for number, (school, group) in enumerate(chosen, start=1)
    ]

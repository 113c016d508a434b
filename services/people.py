"""The people behind the accounts: what a student seeks, and who can be played in a demo region."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.holder import AccountHolder
from accounts.relation import Relation
from accounts.role import OF_EMPLOYER, OF_STUDENT, Role
from career.student import SchoolType, Student
from services.errors import NotFoundError, found
from services.ids import stable_id
from services.local_time import local_day
from services.markets import Market, current_market
from services.permissions import Account, Act, require
from services.reference import load_lists, load_reference
from services.sessions import account_in_role
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
    return people_of(current_market(work, now=now))


def people_of(market: Market) -> tuple[DemoPerson, ...]:
    """Give the people who can be played in the region of a market."""
    return (
        *_students(market),
        *_employers(market),
        *demo_jobhunters(),
        *_teachers(market.live_people),
        *_coordinators(),
        *_around_student(market),
        *_at_employer(market),
        *_at_school(market.live_people),
        _person("administrator-1", Role.ADMINISTRATOR, "Robin Haverkamp", "Beheert de accounts van de regio"),
    )


def demo_account(work: UnitOfWork, *, key: str, now: datetime) -> Account:
    """Give the account of one of the people of a demo region, made when nobody played this person before.

    Raises
    ------
    NotFoundError
        This is no demo region, or nobody has this key.
    """
    person = found({person.key: person for person in demo_people(work, now=now)}.get(key))
    return ensure_account(work, account=person.account, now=now)


def ensure_account(work: UnitOfWork, *, account: Account, now: datetime) -> Account:
    """Keep a made-up account with its relations, when it is not there yet, and give it as it is now."""
    account_id = found(account.id)
    if work.accounts.get(account_id) is None:
        work.accounts.save(AccountHolder(id=account_id, name=account.name, email=None, made_at=now))
    for tie in account.ties:
        kind = account.role
        relation = Relation(
            id=stable_id("relation", str(account_id), f"{kind} {tie}"),
            account_id=account_id,
            role=kind,
            from_on=local_day(now),
            student_id=tie.subject_id if kind in OF_STUDENT else None,
            employer_id=tie.subject_id if kind in OF_EMPLOYER else None,
            school=tie.school,
            group=tie.group,
        )
        if work.accounts.relation(relation.id) is None:
            work.accounts.save_relation(relation)
    return account_in_role(work, account_id=account_id, role=account.role, now=now)


def demo_account_id(role: Role, known_by: str) -> UUID:
    """Give the id of the account of somebody in a demo region, by what this person is tied to."""
    return stable_id("account", f"demo {role}", known_by)


def _person(
    key: str,
    role: Role,
    name: str,
    text: str,
    *,
    subject_id: UUID | None = None,
    school: str = "",
    group: str = "",
) -> DemoPerson:
    """Describe somebody; the account is the same one as long as role and tie are, whatever the key becomes."""
    account_id = demo_account_id(role, str(subject_id or "") or f"{school}/{group}".strip("/") or key)
    account = Account.of(role, id=account_id, name=name, subject_id=subject_id, school=school, group=group)
    return DemoPerson(key=key, account=account, text=text)


def _students(market: Market) -> list[DemoPerson]:
    """Choose a student of entree, level 2, pro and vso, each with a name of their own and some places to look at."""
    people: list[DemoPerson] = []
    for text, student in _chosen_students(market):
        key = f"student-{len(people) + 1}"
        people.append(_person(key, Role.STUDENT, student.first_name, _programme(student, text), subject_id=student.id))
    return people


def _chosen_students(market: Market) -> list[tuple[str, Student]]:
    kinds: dict[str, Callable[[Student], bool]] = {
        "entree, niveau 1": lambda s: s.level == 1,
        "mbo, niveau 2": lambda s: s.level == 2,
        "praktijkonderwijs (pro)": lambda s: s.school_type is SchoolType.PRO,
        "voortgezet speciaal onderwijs (vso)": lambda s: s.school_type is SchoolType.VSO,
    }
    # By reference, so that a student who changed is still found at the same place.
    listed = sorted(market.live_students.tolist(), key=lambda row: market.students[row].reference)
    chosen: list[tuple[str, Student]] = []
    for text, is_kind in kinds.items():
        rows = [row for row in listed if is_kind(market.students[row])][:N_LOOKED_AT]
        if rows:
            n_places = dict(zip(sorted(rows), market.count_places(rows), strict=True))
            taken = {student.first_name for _, student in chosen}
            fresh = (r for r in rows if n_places[r] >= N_PLACES and market.students[r].first_name not in taken)
            chosen.append((text, market.students[next(fresh, rows[0])]))
    return chosen


def _programme(student: Student, text: str) -> str:
    qualification = load_lists().qualifications.get(student.qualification_code or "")
    return f"{qualification.name}, {text}" if qualification else text[0].upper() + text[1:]


def _around_student(market: Market) -> list[DemoPerson]:
    """Give the people around one student each: a parent, a job coach and a trained peer."""
    students = [student for _, student in _chosen_students(market)]
    roles = (
        ("parent-1", Role.PARENT, "Fatima Bakker", "Ouder van"),
        ("parent-2", Role.PARENT, "Erik Smit", "Ouder van"),
        ("job_coach-1", Role.JOB_COACH, "Wendy Postma", "Coacht"),
        ("peer-1", Role.PEER, "Milan", "Helpt"),
    )
    about = (0, 2, 3, 0)
    return [
        _person(key, role, name, f"{text} {students[row].first_name}", subject_id=students[row].id)
        for (key, role, name, text), row in zip(roles, about, strict=True)
        if row < len(students)
    ]


def _employers(market: Market) -> list[DemoPerson]:
    """Choose the employers with the most open placements."""
    n_open = Counter(offer.employer.id for offer in market.live_places)
    employers = {offer.employer.id: offer.employer for offer in market.live_places}
    return [
        _person(
            f"employer-{number}",
            Role.EMPLOYER,
            employers[employer_id].name,
            "1 open plek" if n_open[employer_id] == 1 else f"{n_open[employer_id]} open plekken",
            subject_id=employer_id,
        )
        for number, employer_id in enumerate(_chosen_employers(market), start=1)
    ]


def _chosen_employers(market: Market) -> list[UUID]:
    n_open = Counter(offer.employer.id for offer in market.live_places)
    return sorted(n_open, key=lambda employer_id: (-n_open[employer_id], employer_id))[:N_EMPLOYERS]


def _at_employer(market: Market) -> list[DemoPerson]:
    names = {offer.employer.id: offer.employer.name for offer in market.live_places}
    return [
        _person(
            "trainer-1", Role.TRAINER, "Joke Vermeer", f"Begeleidt bij {names[employer_id]}", subject_id=employer_id
        )
        for employer_id in _chosen_employers(market)[:1]
    ]


def demo_jobhunters() -> list[DemoPerson]:
    """Give the made-up jobhunters."""
    return [
        _person(f"jobhunter-{number}", Role.JOBHUNTER, name, "Zoekt kandidaten in de hele regio")
        for number, name in enumerate(JOBHUNTER_NAMES, start=1)
    ]


def _coordinators() -> list[DemoPerson]:
    return [_person("coordinator-1", Role.COORDINATOR, COORDINATOR_NAME, "Kijkt woorden na voor de hele regio")]


def _teachers(students: tuple[Student, ...]) -> list[DemoPerson]:
    return [
        _person(
            f"teacher-{number}",
            Role.TEACHER,
            f"Mentor {group}",
            f"{school}, {n_students} leerlingen",
            school=school,
            group=group,
        )
        for number, (school, group, n_students) in enumerate(_chosen_groups(students), start=1)
    ]


def _at_school(students: tuple[Student, ...]) -> list[DemoPerson]:
    return [
        _person(
            "placement_coordinator-1", Role.PLACEMENT_COORDINATOR, "Anita Kuipers", f"Werkt bij {school}", school=school
        )
        for school, _, _ in _chosen_groups(students)[:1]
    ]


def _chosen_groups(students: tuple[Student, ...]) -> list[tuple[str, str, int]]:
    """Choose the largest class of a school, for the schools with the largest classes; each with its size."""
    sizes = Counter((student.school, student.group) for student in students if student.school and student.group)
    by_size = sorted(sizes, key=lambda named: (-sizes[named], named))
    largest = dict(reversed(by_size))
    return [(*named, sizes[named]) for named in by_size if largest[named[0]] == named[1]][:N_GROUPS]

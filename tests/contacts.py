"""A company with places, students who fit them, and everybody around them, for tests of applications."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.holder import AccountHolder
from accounts.role import Role
from career.answer_clock import Side
from career.application import Application
from career.application_rules import StepKind
from career.student import SchoolType, Student
from employer_toolkit.employer import Contact
from employer_toolkit.placement import Placement, PlacementType, WorkDay
from services.applications import AskedStep, propose_student, show_interest, take_step
from services.messages import MessageKind
from services.people import ensure_account
from services.permissions import Account
from services.unit_of_work import House, UnitOfWork
from tests.factories import make_employer, make_placement, make_site, make_student
from worker.tasks import TASKS, Task

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SCHOOL, GROUP = "De Wissel", "3b"
HOUR = timedelta(hours=1)
SHORT_DAYS = tuple(WorkDay(weekday=day, starts=time(9), ends=time(15)) for day in (1, 2, 3))


class Clock:
    """Says the moment that the test set."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """A small installation and those who use it."""

    house: House
    clock: Clock
    students: tuple[Student, ...]
    places: tuple[Placement, ...]
    accounts: dict[str, Account] = field(default_factory=dict)
    report_id: UUID = field(default_factory=uuid4)
    dossier_ids: list[dict[str, UUID]] = field(default_factory=list)
    """A report that a test had made."""

    @property
    def now(self) -> datetime:
        return self.clock.now

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        with self.house.reading() as work:
            yield work

    @contextmanager
    def _acting(self) -> Iterator[UnitOfWork]:
        """Open a unit of work for one act; the next comes a second later, so that messages have an order."""
        with self.house.writing() as work:
            yield work
        self.clock.now += timedelta(seconds=1)

    def interest(self, student: int = 0, place: int = 0) -> Application:
        """Let a student tap."""
        with self._acting() as work:
            by = self.accounts[f"student {student}"]
            return show_interest(work, by=by, placement_id=self.places[place].id, now=self.now)

    def propose(self, by: str = "jobhunter", *, student: int = 0, place: int = 0, is_wish: bool = False) -> Application:
        """Let a helper propose a student."""
        with self._acting() as work:
            return propose_student(
                work,
                by=self.accounts[by],
                student_id=self.students[student].id,
                placement_id=self.places[place].id,
                is_wish=is_wish,
                reason="Past bij wat deze jongere zoekt",
                now=self.now,
            )

    def step(self, by: str, application: Application, kind: StepKind, **asked: Any) -> Application:
        """Let somebody take a step."""
        with self._acting() as work:
            return take_step(
                work,
                by=self.accounts[by],
                application_id=application.id,
                asked=AskedStep(kind=kind, **asked),
                now=self.now,
            )

    def again(self, application: Application) -> Application:
        """Look how an application stands."""
        with self.house.reading() as work:
            kept = work.applications.get(application.id)
        assert kept is not None
        return kept

    def place(self, number: int = 0) -> Placement:
        """Look how a place stands."""
        with self.house.reading() as work:
            kept = work.placements.get(self.places[number].id)
        assert kept is not None
        return kept

    def told(self, who: str) -> list[MessageKind]:
        """Give what somebody heard, the oldest first."""
        account_id = self.accounts[who].id
        assert account_id is not None
        with self.house.reading() as work:
            return [message.kind for message in reversed(work.messages.of_account(account_id, limit=100))]

    def let_time_pass(self, *, days: float = 0, hours: int = 0) -> int:
        """Let the hours pass, doing each hour what is due by then, and give how many answers were due."""
        n_done = 0
        for _ in range(int(days * 24) + hours):
            self.clock.now += HOUR
            n_done += self.do_what_is_due()
        return n_done

    def do_what_is_due(self) -> int:
        """Do the background work that is due now, but for mail, and give how many answers it was about."""
        with self.house.reading() as work:
            if not work.outbox.has_due(now=self.now):
                return 0
        with self.house.writing() as work:
            due = work.outbox.claim(now=self.now, until=self.now + HOUR, limit=100)
            answers = [one for one in due if one.task == "worker.answer_is_due"]
            for one in due:
                work.outbox.finish(one.id, now=self.now)
        for one in answers:
            task = TASKS[one.task]
            assert isinstance(task, Task)
            with self.house.writing() as work:
                task.act(work, now=self.now, **one.arguments)
        return len(answers)


def planned(world: World, days: int = 2) -> dict[str, Any]:
    return {"planned_at": world.now + timedelta(days=days), "planned_where": "Bij de ingang"}


def through_to_accepted(world: World, application: Application) -> Application:
    """Take every step up to where the school has to arrange it."""
    student = next(f"student {n}" for n, one in enumerate(world.students) if one.id == application.student_id)
    world.step("employer", application, StepKind.INVITE, **planned(world))
    world.step(student, application, StepKind.AGREE)
    world.step("employer", application, StepKind.OFFER)
    return world.step(student, application, StepKind.ACCEPT)


def make_world(url: str, *, n_students: int = 3, n_places: int = 2, young: bool = False, **place: Any) -> World:
    """Make a company in Zwolle with places that all students fit.

    Parameters
    ----------
    young : bool
        The students are fifteen, and do a stage of their school.
    """
    clock = Clock()
    house = House.open(url, clock=clock)
    employer = make_employer()
    site = make_site(employer.id)
    other = make_employer("werkgever-2", name="Garage Snel")
    changes: dict[str, Any] = {
        "type": PlacementType.PRO_STAGE if young else PlacementType.EERSTE_BAAN,
        "schedule": SHORT_DAYS,
        "days_min": 1,
        "hours_min": 4,
        "hours_max": 24,
        "conditions_offered": frozenset({"vaste_begeleider"}),
        "contact": Contact(name="Bo Baas", role="baas", email="bo@bedrijf.example", phone="0612345678"),
        **place,
    }
    places = tuple(make_placement(site.id, f"plek-{n}", **changes) for n in range(n_places))
    students = tuple(
        make_student(
            f"leerling-{n}",
            first_name=("Noor", "Daan", "Amina", "Yusuf", "Kim", "Sem", "Lot", "Bas")[n % 8],
            born_on=date(2011, 6, 1) if young else date(2008, 6, 1),
            seeks=frozenset({"pro_stage" if young else "eerste_baan"}),
            school_type=SchoolType.PRO if young else SchoolType.MBO,
            school=SCHOOL,
            group=GROUP,
            helps=frozenset({"vaste_begeleider"}),
        )
        for n in range(n_students)
    )
    students = tuple(replace(one, availability=replace(one.availability, hours_min=4)) for one in students)
    with house.writing() as work:
        work.employers.add_all([employer, other], new_sites=[site])
        work.placements.add_all(places)
        work.students.add_all(students)
        accounts = {
            "employer": Account.of(Role.EMPLOYER, id=UUID(int=100), name="Bo Baas", subject_id=employer.id),
            "other employer": Account.of(Role.EMPLOYER, id=UUID(int=101), name="Ad Snel", subject_id=other.id),
            "jobhunter": Account.of(Role.JOBHUNTER, id=UUID(int=102), name="Noor de Wit"),
            "teacher": Account.of(Role.TEACHER, id=UUID(int=103), name="Mo Mentor", school=SCHOOL, group=GROUP),
            "other teacher": Account.of(Role.TEACHER, id=UUID(int=104), name="Els", school=SCHOOL, group="4a"),
            "coordinator": Account.of(Role.PLACEMENT_COORDINATOR, id=UUID(int=105), name="Ria", school=SCHOOL),
            "parent": Account.of(Role.PARENT, id=UUID(int=106), name="Fatima", subject_id=students[0].id),
        }
        for n, student in enumerate(students):
            accounts[f"student {n}"] = Account.of(
                Role.STUDENT, id=UUID(int=200 + n), name=student.first_name, subject_id=student.id
            )
        for account in accounts.values():
            ensure_account(work, account=account, now=NOW - timedelta(days=30))
        for n in range(n_students):
            work.accounts.save(
                AccountHolder(
                    id=UUID(int=200 + n), name=students[n].first_name, email=f"s{n}@post.example", made_at=NOW
                )
            )
    return World(house=house, clock=clock, students=students, places=places, accounts=accounts)


MakeWorld = Callable[..., World]
__all__ = ["NOW", "Clock", "MakeWorld", "Side", "World", "make_world", "planned", "through_to_accepted"]

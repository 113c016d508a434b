"""A linker that is easy to foresee, two companies, and what each of them is suggested."""

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest

from accounts.role import Role
from career.link import Link
from services.linking import memory
from services.linking.confirming import Choice, keep_choices
from services.linking.suggesting import suggest
from services.permissions import Account
from services.reference import load_lists
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_employer, make_student
from tests.services.linking.fake_linker import FakeLinker

TEXT = "handige harry voor in de keuken"
COORDINATOR = Account.of(Role.COORDINATOR)
Keep = Callable[..., tuple[Link, ...]]
Ask = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def foreseeable_linker(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = ("activity", "behaviour")
    named = [one for one in load_lists().catalogue.competencies.values() if one.kind in kinds]
    linker = FakeLinker.of({one.id: (one.plain_label,) for one in named})
    monkeypatch.setattr(memory, "load_linker", lambda: linker)


@pytest.fixture
def employers(house: House) -> tuple[Account, Account]:
    made = [make_employer(f"werkgever-{n}") for n in range(2)]
    with house.writing() as work:
        work.employers.add_all(made)
    one, other = (Account.of(Role.EMPLOYER, subject_id=employer.id) for employer in made)
    return one, other


@pytest.fixture
def student(house: House) -> Account:
    """Give a student of seventeen."""
    made = make_student()
    with house.writing() as work:
        work.students.save(made)
    return Account.of(Role.STUDENT, subject_id=made.id, name=made.first_name)


@pytest.fixture
def keep(house: House) -> Keep:
    """Give a function that keeps one choice of somebody."""

    def keep_one(by: Account, text: str = TEXT, **said: Sequence[str]) -> tuple[Link, ...]:
        chosen = Choice(text=text, **{name: tuple(codes) for name, codes in said.items()})
        with house.writing() as work:
            return keep_choices(work, by=by, choices=[chosen], now=NOW)

    return keep_one


@pytest.fixture
def ask(house: House) -> Ask:
    """Give a function that asks what is suggested for a text of one sentence, best first."""

    def asked(text: str = TEXT, *, by: Account | None = None, n: int = 5) -> list[str]:
        with house.reading() as work:
            found = suggest(work, by=by or Account.of(Role.EMPLOYER, subject_id=UUID(int=9)), text=text, n=n)
        return [one.competency_id for part in found.parts for one in part.suggestions]

    return asked

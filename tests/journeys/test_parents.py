"""A parent follows a child and sees less as it grows older; from sixteen on the young person decides about more."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from httpx2 import Response

from accounts.audit import AuditKind, AuditResult
from accounts.relation import Relation
from accounts.role import Role
from api.security import Session
from career.dossier import EntryDraft, Sharing
from career.student import Student
from services.demo.region import Region
from services.dossier import add_evidence, keep_entry
from services.files.evidence import CheckedFile, EvidenceKind
from services.local_time import AMSTERDAM
from services.permissions import Account
from services.sessions import begin_session
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors, Visitor, opened
from tests.factories import make_holder

PARENT, PUPIL = UUID(int=71), UUID(int=72)
SECOND = timedelta(seconds=1)


@dataclass
class Family:
    """A student, a parent, and a clock that a test sets."""

    doors: Doors
    student: Student
    times: list[datetime] = field(default_factory=lambda: [NOW])

    @property
    def house(self) -> House:
        house: House = self.doors.client.app_state["house"]
        return house

    def at(self, moment: datetime) -> "Family":
        self.times[:] = [moment]
        return self

    def born(self, day: date) -> None:
        with self.house.writing() as work:
            work.students.save(replace(self.student, born_on=day))

    def enter(self, role: Role) -> Visitor:
        account_id = {Role.PARENT: PARENT, Role.STUDENT: PUPIL}[role]
        with self.house.writing() as work:
            secret = begin_session(work, account_id=account_id, role=role, now=self.times[0])
        self.doors.client.cookies.clear()
        return Visitor(self.doors.client, Session(nonce="nonce", secret=secret))

    def parent_sees(self) -> str:
        """Say how much the parent sees now, by all pages and calls there are."""
        parent, own = self.enter(Role.PARENT), self.student.id
        page = parent.get("/mijn-kind")
        place = self.doors.placement().id
        of_places = [
            parent.get(path).status_code
            for path in (
                f"/mijn-kind/{own}",
                f"/mijn-kind/{own}/plekken/{place}",
                f"/api/v1/students/{own}/matches",
                f"/api/v1/students/{own}/matches/{place}",
                f"/api/v1/students/{own}/openings",
            )
        ]
        assert page.status_code == 200
        assert len(set(of_places)) == 1, of_places
        is_there = f">{self.student.first_name}<" in page.text
        return {(True, 200): "full", (True, 404): "reduced", (False, 404): "nothing"}[is_there, of_places[0]]


@pytest.fixture
def family(small_region: Region, planted_file: Path, tmp_path: Path) -> Iterator[Family]:
    file = tmp_path / "family.sqlite3"
    shutil.copyfile(planted_file, file)
    times = [NOW]
    with opened(file, clock=lambda: times[0]) as client:
        doors = Doors(client, small_region)
        family = Family(doors, doors.student(), times)
        with family.house.writing() as work:
            for account_id, role in ((PARENT, Role.PARENT), (PUPIL, Role.STUDENT)):
                work.accounts.save(make_holder(id=account_id, name="Ilse de Boer" if role is Role.PARENT else "Kind"))
                work.accounts.save_relation(
                    Relation(
                        id=UUID(int=account_id.int + 100),
                        account_id=account_id,
                        role=role,
                        student_id=family.student.id,
                        from_on=date(2020, 1, 1),
                    )
                )
        yield family


TURNS = [
    # Sixteen, then eighteen: in winter time, on the day the clock goes forward, and on the day it goes back.
    (date(2010, 12, 10), date(2026, 12, 10), "full", "reduced"),
    (date(2011, 3, 28), date(2027, 3, 28), "full", "reduced"),
    (date(2010, 10, 25), date(2026, 10, 25), "full", "reduced"),
    (date(2009, 1, 15), date(2027, 1, 15), "reduced", "nothing"),
    (date(2009, 3, 28), date(2027, 3, 28), "reduced", "nothing"),
    (date(2008, 10, 25), date(2026, 10, 25), "reduced", "nothing"),
    # Born on 29 February: eighteen on the first of March.
    (date(2008, 2, 29), date(2026, 3, 1), "reduced", "nothing"),
]


@pytest.mark.parametrize(("born_on", "turn", "before", "after"), TURNS)
def test_parent_sees_less_from_the_first_second_of_the_birthday(
    family: Family, born_on: date, turn: date, before: str, after: str
) -> None:
    midnight = datetime(turn.year, turn.month, turn.day, tzinfo=AMSTERDAM).astimezone(UTC)
    family.born(born_on)

    seen = [family.at(moment).parent_sees() for moment in (midnight - SECOND, midnight, midnight + SECOND)]

    assert seen == [before, after, after]


def test_session_that_was_open_over_midnight_shows_no_more_than_the_new_day(family: Family) -> None:
    midnight = datetime(2026, 12, 10, tzinfo=AMSTERDAM).astimezone(UTC)
    family.born(date(2008, 12, 10))
    parent = family.at(midnight - SECOND).enter(Role.PARENT)
    before = parent.get("/mijn-kind").text

    family.at(midnight)
    after = parent.get("/mijn-kind").text

    name = f">{family.student.first_name}<"
    assert (name in before, name in after) == (True, False)


def test_relation_that_ends_shows_nothing_from_the_first_second_of_that_day(family: Family) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=AMSTERDAM).astimezone(UTC)
    family.born(date(2012, 5, 5))
    with family.house.writing() as work:
        work.accounts.end_relation(UUID(int=PARENT.int + 100), on=date(2026, 12, 1))
    parent = family.at(midnight - SECOND).enter(Role.PARENT)
    paths = ("/mijn-kind", f"/mijn-kind/{family.student.id}")
    seen = []

    for moment in (midnight - SECOND, midnight, midnight + SECOND):
        family.at(moment)
        seen.append([parent.get(path).status_code for path in paths])

    assert seen == [[200, 200], [401, 401], [401, 401]]


def test_child_of_somebody_else_looks_like_no_child_at_all(family: Family) -> None:
    family.born(date(2012, 5, 5))
    parent = family.enter(Role.PARENT)
    other, nobody = family.doors.other_student().id, UUID(int=404)

    answers: list[Response] = [parent.get(f"/mijn-kind/{student_id}") for student_id in (other, nobody)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].text.partition("csrf")[0] == answers[1].text.partition("csrf")[0]


def test_young_person_of_seventeen_shares_and_is_asked_again_at_eighteen(family: Family) -> None:
    birthday = datetime(2026, 12, 10, 12, tzinfo=UTC)
    family.born(date(2008, 12, 10))
    assert family.parent_sees() == "reduced"

    student = family.enter(Role.STUDENT)
    assert "Deel ook mijn plekken" in student.get("/ouders").text
    assert student.post_form("/ouders", {"wie": str(PARENT), "keuze": "deel"}).status_code == 303
    assert "Stop met delen" in student.get("/ouders").text
    assert family.parent_sees() == "full"

    assert family.at(birthday).parent_sees() == "nothing"
    student = family.enter(Role.STUDENT)
    assert "Je ouders zien niets, behalve als jij dat wilt" in student.get("/ouders").text
    student.post_form("/ouders", {"wie": str(PARENT), "keuze": "deel"})
    assert family.parent_sees() == "reduced"
    assert "is volwassen en deelt dit met jou" in family.enter(Role.PARENT).get("/mijn-kind").text

    family.enter(Role.STUDENT).post_form("/ouders", {"wie": str(PARENT), "keuze": "stop"})
    assert family.parent_sees() == "nothing"

    with family.house.reading() as work:
        chosen = [entry.note for entry in work.audit.all() if entry.note.act == "choose_for_parents"]
    assert [(note.kind, note.role, note.reason) for note in chosen] == [
        (AuditKind.ACT, "student", "shared"),
        (AuditKind.ACT, "student", "shared"),
        (AuditKind.ACT, "student", "taken_back"),
    ]


def test_parent_reads_of_the_dossier_what_was_chosen_and_after_eighteen_only_when_shared_anew(family: Family) -> None:
    birthday = datetime(2026, 12, 10, 12, tzinfo=UTC)
    family.born(date(2008, 12, 10))
    by = Account.of(Role.STUDENT, subject_id=family.student.id)
    file = CheckedFile(name="soep.txt", kind=EvidenceKind.TEXT, content=b"Soep")
    with family.house.writing() as work:
        kept = {
            sharing: keep_entry(
                work,
                by=by,
                student_id=family.student.id,
                entry=EntryDraft(title=f"Deel {sharing}.", happened_on=NOW.date(), sharing=sharing),
                now=NOW,
            )
            for sharing in (Sharing.PRIVATE, Sharing.GUIDES, Sharing.PARENTS)
        }
        files = [add_evidence(work, by=by, entry_id=one.id, checked=file, now=NOW).id for one in kept.values()]

    def reads() -> tuple[int, list[Sharing], list[int]]:
        parent = family.enter(Role.PARENT)
        page = parent.get(f"/mijn-kind/{family.student.id}/dossier")
        return (
            page.status_code,
            [sharing for sharing in kept if f"Deel {sharing}." in page.text],
            [parent.get(f"/dossier/bewijs/{file_id}").status_code for file_id in files],
        )

    chosen, nothing = (200, [Sharing.PARENTS], [404, 404, 200]), (404, [], [404, 404, 404])
    assert reads() == chosen

    family.at(birthday)
    assert reads() == nothing
    family.enter(Role.STUDENT).post_form("/ouders", {"wie": str(PARENT), "keuze": "deel"})
    assert reads() == chosen
    family.enter(Role.STUDENT).post_form("/ouders", {"wie": str(PARENT), "keuze": "stop"})
    assert reads() == nothing


def test_who_is_too_young_cannot_take_from_a_parent_what_the_law_gives(family: Family) -> None:
    family.born(date(2012, 5, 5))
    student = family.enter(Role.STUDENT)

    assert "<button" not in student.get("/ouders").text.partition("<main")[2].partition("</main")[0]
    assert student.post_form("/ouders", {"wie": str(PARENT), "keuze": "stop"}).status_code == 404
    assert family.parent_sees() == "full"


@pytest.mark.parametrize(
    "fields",
    [
        {"wie": str(UUID(int=5)), "keuze": "deel"},
        {"wie": "nobody", "keuze": "deel"},
        {"wie": str(PARENT), "keuze": "alles"},
        {},
    ],
)
def test_choice_for_somebody_who_is_no_parent_is_not_there(family: Family, fields: dict[str, str]) -> None:
    family.born(date(2009, 5, 5))

    assert family.enter(Role.STUDENT).post_form("/ouders", fields).status_code == 404


def test_student_reads_that_a_parent_and_a_mentor_looked_and_what_was_refused(family: Family) -> None:
    family.born(date(2012, 5, 5))
    own = family.student.id
    family.enter(Role.PARENT).get(f"/mijn-kind/{own}")
    mentor = family.doors.somebody(Role.TEACHER)
    for _ in range(3):
        assert mentor.get(f"/klas/{own}").status_code == 200
    family.doors.somebody(Role.JOBHUNTER).get(f"/klas/{own}")
    student = family.enter(Role.STUDENT)
    student.get("/plekken")

    page = " ".join(student.get("/wie-keek").text.split())

    assert "<strong>Je ouder of voogd Ilse de Boer</strong> keek naar je plekken" in page
    assert f"<strong>Docent of mentor Mentor</strong> ({family.student.school}) keek naar je plekken" in page
    assert "3 keer op deze dag" in page
    assert "<strong>Een jobhunter</strong> vroeg naar een lijst met leerlingen" in page
    assert "Dat mocht niet, en er is niets getoond" in page
    assert page.count("<strong>") == 3
    with family.house.reading() as work:
        notes = [entry.note for entry in work.audit.about(own, most=50)]
    assert [note.result for note in notes].count(AuditResult.REFUSED) == 1


def test_parent_of_who_has_paused_is_not_sent_to_places_that_are_not_there(family: Family) -> None:
    family.born(date(2012, 5, 5))
    link = f'href="/mijn-kind/{family.student.id}"'
    assert link in family.enter(Role.PARENT).get("/mijn-kind").text

    with family.house.writing() as work:
        work.students.restrict(family.student.id, at=NOW)

    page = family.enter(Role.PARENT).get("/mijn-kind").text
    assert (f">{family.student.first_name}<" in page, link in page) == (True, False)

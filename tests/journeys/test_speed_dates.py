"""An organiser makes the schedule of speed dates, mends it on the day, and everybody reads the own part."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from events.event import EventKind, EventState
from events.registration import Attendance, Party, Registration, RegistrationState
from events.timetable import KeptSchedule
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors
from tests.factories import make_event

ROUNDS = {"begin": "13:00", "rondes": "4", "minuten": "10", "wissel": "2", "pauze-na": "2", "pauze": "15"}


@dataclass(frozen=True)
class Fair:
    """Speed dates at which many of the region come."""

    doors: Doors
    event_id: UUID
    organiser: Account

    @property
    def path(self) -> str:
        return f"/agenda/{self.event_id}/schema"

    @property
    def house(self) -> House:
        house: House = self.doors.client.app_state["house"]
        return house

    def made(self) -> KeptSchedule:
        answer = self.doors.visitor(self.organiser).post_form(self.path, ROUNDS)
        assert answer.status_code == 303, answer.text
        return self.kept()

    def kept(self) -> KeptSchedule:
        with self.house.reading() as work:
            kept = work.speed_dates.get(self.event_id)
        assert kept is not None
        return kept


@pytest.fixture
def fair(own_doors: Doors) -> Fair:
    organiser = own_doors.account(Role.JOBHUNTER)
    own_doors.visitor(organiser)
    begins = NOW.replace(hour=12, minute=0) + timedelta(days=7)
    event = make_event(
        "speeddates",
        kind=EventKind.SPEED_DATE,
        state=EventState.PUBLISHED,
        organiser_id=organiser.id,
        starts_at=begins,
        ends_at=begins + timedelta(hours=3),
    )
    employers = sorted({own_doors.employer_id(), *(s.employer_id for s in own_doors.region.sites)})[:12]
    students = [own_doors.student(), *own_doors.region.students[:20]]
    house: House = own_doors.client.app_state["house"]
    with house.writing() as work:
        work.events.save(event)
        for who in {student.id for student in students}:
            work.registrations.save(_coming(event.id, Party.STUDENT, student_id=who))
        for who in {own_doors.employer_id(), *employers}:
            work.registrations.save(_coming(event.id, Party.EMPLOYER, employer_id=who, n_tables=2))
    return Fair(own_doors, event.id, organiser)


def _coming(event_id: UUID, party: Party, **fields: object) -> Registration:
    return Registration(
        id=uuid4(),
        event_id=event_id,
        party=party,
        made_at=NOW,
        state=RegistrationState.SEATED,
        **fields,  # type: ignore[arg-type]
    )


def test_organiser_finds_the_way_from_the_event_and_makes_a_schedule(fair: Fair) -> None:
    visitor = fair.doors.visitor(fair.organiser)
    assert f'href="{fair.path}"' in visitor.get(f"/agenda/{fair.event_id}").text
    assert "Maak het schema" in visitor.get(fair.path).text

    kept = fair.made()

    page = fair.doors.visitor(fair.organiser).get(f"{fair.path}?gemaakt=1").text
    assert kept.talks
    assert kept.revision == 1
    assert "Het schema is klaar" in page
    assert "Meer kan niet." in page
    assert [f"{start:%H:%M}" for start, _ in kept.timetable.rounds] == ["12:00", "12:12", "12:39", "12:51"]


def test_making_it_again_gives_the_same_talks(fair: Fair) -> None:
    first, second = fair.made(), fair.made()

    assert (second.talks, second.revision) == (first.talks, 2)


def test_every_fault_of_the_rounds_is_told(fair: Fair) -> None:
    wrong = {**ROUNDS, "begin": "vroeg", "rondes": "veel", "pauze": ""}

    answer = fair.doors.visitor(fair.organiser).post_form(fair.path, wrong)

    assert answer.status_code == 400
    assert re.findall(r'id="fout-([a-z-]+)"', answer.text) == ["begin", "rondes", "pauze"]


def test_rounds_after_the_end_are_refused(fair: Fair) -> None:
    answer = fair.doors.visitor(fair.organiser).post_form(fair.path, {**ROUNDS, "rondes": "20"})

    assert answer.status_code == 400
    assert "binnen de tijd van de activiteit" in answer.text


def test_student_reads_companies_and_tables(fair: Fair) -> None:
    kept = fair.made()
    student = next(s for s in fair.doors.region.students if s.id in {talk.student_id for talk in kept.talks})
    account = Account.of(Role.STUDENT, id=uuid4(), name=student.first_name, subject_id=student.id)
    visitor = fair.doors.visitor(account)

    assert f'href="/agenda/{fair.event_id}/mijn-schema"' in visitor.get(f"/agenda/{fair.event_id}").text
    page = visitor.get(f"/agenda/{fair.event_id}/mijn-schema").text

    names = {employer.id: employer.name for employer in fair.doors.region.employers}
    spoken = {names[talk.employer_id] for talk in kept.talks if talk.student_id == student.id}
    assert spoken
    assert {name for name in names.values() if name in page} == spoken


def test_employer_reads_a_first_name_and_a_round_and_nothing_else_of_a_student(fair: Fair) -> None:
    kept = fair.made()
    employer_id = kept.talks[0].employer_id
    account = Account.of(Role.EMPLOYER, id=uuid4(), name="Bedrijf", subject_id=employer_id)

    page = fair.doors.visitor(account).get(f"/agenda/{fair.event_id}/mijn-schema").text

    told = {talk.student_id for talk in kept.talks if talk.employer_id == employer_id}
    students = {s.id: s for s in fair.doors.region.students}
    hidden = {value for i in told for s in [students[i]] for value in (s.school, s.reference, str(s.id)) if value}
    assert hidden
    assert [name for i in told for name in [students[i].first_name] if name not in page] == []
    assert [value for value in hidden if value in page] == []


def test_who_does_not_come_has_no_card(fair: Fair) -> None:
    fair.made()
    stranger = fair.doors.region.students[-1]
    account = Account.of(Role.STUDENT, id=uuid4(), name=stranger.first_name, subject_id=stranger.id)

    assert fair.doors.visitor(account).get(f"/agenda/{fair.event_id}/mijn-schema").status_code == 404


def test_another_organiser_does_not_see_it(fair: Fair) -> None:
    teacher = fair.doors.somebody(Role.TEACHER)

    assert teacher.get(fair.path).status_code == 404
    assert teacher.post_form(fair.path, ROUNDS).status_code == 404
    assert fair.doors.somebody(Role.COORDINATOR).get(fair.path).status_code == 200


def test_who_stays_away_or_comes_late_is_mended_around(fair: Fair) -> None:
    before = fair.made()
    away, late = sorted({talk.student_id for talk in before.talks})[:2]
    left = before.talks[-1].employer_id
    fields = {"vanaf": "2", f"is-{away}": "weg", f"is-{late}": "3", f"is-{left}": "weg"}

    answer = fair.doors.visitor(fair.organiser).post_form(f"{fair.path}/herstel", fields)

    after = fair.kept()
    gone = {
        talk
        for talk in before.talks
        if talk.round >= 1
        and (talk.student_id == away or talk.employer_id == left or (talk.student_id == late and talk.round < 2))
    }
    assert answer.status_code == 303
    assert gone
    assert set(before.talks) - set(after.talks) == gone
    assert not [talk for talk in set(after.talks) - set(before.talks) if talk.round == 0]
    page = fair.doors.visitor(fair.organiser).get(fair.path).text
    assert re.search(rf'name="is-{away}".*?value="weg" selected', page)
    assert re.search(rf'name="is-{late}".*?value="3" selected', page)


def test_absent_student_is_in_no_new_schedule(fair: Fair) -> None:
    who = fair.made().talks[0].student_id
    with fair.house.writing() as work:
        held = work.registrations.find(fair.event_id, Party.STUDENT, who)
        assert held is not None
        fields = {name: getattr(held, name) for name in held.__slots__}
        work.registrations.save(Registration(**{**fields, "attendance": Attendance.ABSENT, "noted_at": NOW}))

    assert who not in {talk.student_id for talk in fair.made().talks}


def test_paused_student_is_in_no_new_schedule(fair: Fair) -> None:
    who = fair.made().talks[0].student_id
    with fair.house.writing() as work:
        work.students.restrict(who, at=NOW)

    assert who not in {talk.student_id for talk in fair.made().talks}


@pytest.mark.parametrize("what", ["kaartjes", "bedrijven", "tafels"])
def test_organiser_prints(fair: Fair, what: str) -> None:
    assert "Er is nog geen schema" in fair.doors.visitor(fair.organiser).get(f"{fair.path}/{what}").text

    kept = fair.made()

    page = fair.doors.visitor(fair.organiser).get(f"{fair.path}/{what}").text
    names = {employer.id: employer.name for employer in fair.doors.region.employers}
    assert all(names[talk.employer_id] in page for talk in kept.talks)

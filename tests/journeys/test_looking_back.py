"""After speed dates everybody looks back: nobody learns a no, and a yes of both leads to a place."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from events.encounter import Encounter, Interest, KnownFrom
from events.event import EventKind, EventState
from events.registration import Attendance, Party, Registration, RegistrationState
from events.speed_dates import Talk, Worth
from events.timetable import KeptSchedule, Timetable
from services.encounters import code_of, encounter_of
from services.matches import matches_for_student
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW, Doors
from tests.factories import make_event

BEGAN = NOW - timedelta(days=1)
WORTH = Worth(shares=(1,), n_wishes=0, percents=50)


@dataclass(frozen=True)
class Hall:
    """Speed dates of yesterday: two students and two companies came; one talk was planned."""

    doors: Doors
    event_id: UUID
    organiser: Account
    student: Account
    other: Account
    company: Account
    second: Account
    placement_id: UUID

    @property
    def path(self) -> str:
        return f"/agenda/{self.event_id}/terugblik"

    @property
    def house(self) -> House:
        house: House = self.doors.client.app_state["house"]
        return house

    @property
    def talk(self) -> Encounter:
        return between(self, self.student, self.company)

    def page(self, who: Account) -> str:
        answer = self.doors.visitor(who).get(self.path)
        assert answer.status_code == 200, answer.text
        return without_tokens(answer.text)

    def say(self, who: Account, word: str, spoken: Encounter | None = None) -> int:
        one = spoken or self.talk
        return self.doors.visitor(who).post_form(f"{self.path}/{one.id}", {"verder": word}).status_code

    def report(self, who: Account | None = None) -> str:
        return self.doors.visitor(who or self.organiser).get(f"/agenda/{self.event_id}/verslag").text

    def registration(self, who: Account) -> Registration:
        with self.house.reading() as work:
            (kept,) = [one for one in work.registrations.of_event(self.event_id) if one.who == who.subject_id]
        return kept


def without_tokens(text: str) -> str:
    """Leave out what differs for each visit."""
    return re.sub(r'(name="csrf" value=)"[^"]*"', r"\1", text)


def between(hall: "Hall", student: Account, company: Account) -> Encounter:
    assert student.subject_id is not None
    assert company.subject_id is not None
    return encounter_of(
        event_id=hall.event_id,
        student_id=student.subject_id,
        employer_id=company.subject_id,
        known_from=KnownFrom.SCHEDULE,
    )


def came(event_id: UUID, party: Party, **fields: object) -> Registration:
    return Registration(
        id=uuid4(),
        event_id=event_id,
        party=party,
        made_at=NOW - timedelta(days=8),
        state=RegistrationState.SEATED,
        attendance=Attendance.CAME,
        noted_at=BEGAN,
        **fields,  # type: ignore[arg-type]
    )


@pytest.fixture
def hall(own_doors: Doors) -> Hall:
    organiser = own_doors.account(Role.JOBHUNTER)
    own_doors.visitor(organiser)
    event = make_event(
        "speeddates",
        kind=EventKind.SPEED_DATE,
        state=EventState.PUBLISHED,
        organiser_id=organiser.id,
        starts_at=BEGAN,
        ends_at=BEGAN + timedelta(hours=2),
    )
    student = own_doors.account(Role.STUDENT)
    assert student.subject_id is not None
    house: House = own_doors.client.app_state["house"]
    employer_of = {site.id: site.employer_id for site in own_doors.region.sites}
    site_of = {place.id: place.site_id for place in own_doors.region.placements}
    with house.reading() as work:
        cards = matches_for_student(work, by=student, student_id=student.subject_id, now=NOW).cards
        tried = work.applications.placements_of_going(student.subject_id)
    placement_id = next(card.placement_id for card in cards if card.may_rank and card.placement_id not in tried)
    employer_id = employer_of[site_of[placement_id]]
    second_id = next(one.id for one in own_doors.region.employers if one.id != employer_id)
    other = next(one for one in own_doors.region.students if one.id != student.subject_id)
    with house.writing() as work:
        work.events.save(event)
        for who in (student.subject_id, other.id):
            work.registrations.save(came(event.id, Party.STUDENT, student_id=who))
        for who in (employer_id, second_id):
            work.registrations.save(came(event.id, Party.EMPLOYER, employer_id=who, n_tables=1))
        work.speed_dates.save(
            KeptSchedule(
                event_id=event.id,
                revision=1,
                timetable=Timetable(starts_at=event.starts_at, n_rounds=1, talk_minutes=10),
                talks=(Talk(round=0, employer_id=employer_id, table=0, student_id=student.subject_id),),
                stays=(),
                worth=WORTH,
                bound=WORTH,
                made_at=event.starts_at,
            )
        )
    return Hall(
        doors=own_doors,
        event_id=event.id,
        organiser=organiser,
        student=student,
        other=Account.of(Role.STUDENT, id=uuid4(), name=other.first_name, subject_id=other.id),
        company=Account.of(Role.EMPLOYER, id=uuid4(), name="Bedrijf", subject_id=employer_id),
        second=Account.of(Role.EMPLOYER, id=uuid4(), name="Tweede", subject_id=second_id),
        placement_id=placement_id,
    )


def test_both_say_yes_and_the_student_begins_at_a_place(hall: Hall) -> None:
    assert f'href="{hall.path}"' in hall.doors.visitor(hall.student).get(f"/agenda/{hall.event_id}").text
    assert hall.say(hall.company, "ja") == 303
    assert "allebei verder" not in hall.page(hall.student).replace("<strong>Niemand", "")
    assert hall.say(hall.student, "ja") == 303

    page = hall.page(hall.student)
    assert "Jullie willen allebei verder" in page
    assert f'action="/plekken/{hall.placement_id}/interesse"' in page
    assert "Jullie willen allebei verder" in hall.page(hall.company)
    begun = hall.doors.visitor(hall.student).post_form(f"/plekken/{hall.placement_id}/interesse", {})
    assert begun.status_code == 303, begun.text

    page = hall.page(hall.student)
    assert "Bekijk hoe het staat" in page
    assert "/interesse" not in page
    numbers = re.findall(r"<dt>([^<]*)</dt><dd><strong>(?:<span[^>]*>)?([^<]*)", hall.report())
    assert dict(numbers) == {
        "Jongeren met een plek": "2",
        "Jongeren die kwamen": "2",
        "Jongeren die niet kwamen": "0",
        "Jongeren van wie niemand het opschreef": "0",
        "Bedrijven met een plek": "2",
        "Gesprekken": "1",
        "Jongeren die een bedrijf spraken": "1",
        "Gesprekken per jongere, gemiddeld": "1,0",
        "Gesprekken waarna allebei verder willen": "1",
        "Begonnen sollicitaties bij een bedrijf dat de jongere hier sprak": "1",
        "Daarvan werd een plek": "0",
    }


@pytest.mark.parametrize("own", ["ja", "nee", "wis"])
@pytest.mark.parametrize("side", ["student", "company"])
def test_no_of_the_other_gives_the_same_bytes_as_nothing_said(hall: Hall, side: str, own: str) -> None:
    reader, other = (hall.student, hall.company) if side == "student" else (hall.company, hall.student)
    hall.say(reader, own)
    silent = hall.page(reader)

    hall.say(other, "nee")

    assert hall.talk.id.hex in hall.page(reader).replace("-", "")
    assert hall.page(reader) == silent


def test_who_takes_a_yes_back_is_not_found_out(hall: Hall) -> None:
    hall.say(hall.student, "ja")
    hall.say(hall.company, "ja")
    before = hall.page(hall.student)

    hall.say(hall.company, "nee")

    assert hall.page(hall.student) == before
    assert "Jullie willen allebei verder" not in hall.page(hall.company)


def test_company_reads_a_first_name_and_nothing_else_of_a_student(hall: Hall) -> None:
    student = next(one for one in hall.doors.region.students if one.id == hall.student.subject_id)

    page = hall.page(hall.company)

    assert student.first_name in page
    hidden = {student.reference, student.school, student.group, str(student.id), student.born_on.isoformat()} - {""}
    hidden.add(code_of(hall.registration(hall.student)))
    assert [value for value in sorted(hidden) if value in page] == []


def test_company_notes_whom_it_spoke_by_the_code_alone(hall: Hall) -> None:
    code = code_of(hall.registration(hall.other))
    assert f"{code[:3]} {code[3:]}" in hall.page(hall.other)
    visitor = hall.doors.visitor(hall.second)

    wrong = visitor.post_form(hall.path, {"code": "zzz zz9"})
    right = visitor.post_form(hall.path, {"code": f"{code[:3].lower()} {code[3:]}"})

    assert (wrong.status_code, 'id="fout-code"' in wrong.text, "zzz zz9" in wrong.text) == (400, True, True)
    assert right.status_code == 303
    assert hall.other.name in hall.page(hall.second)
    assert hall.other.name not in hall.page(hall.company).replace("Niemand", "")


def test_student_and_organiser_add_who_spoke(hall: Hall) -> None:
    fields = {"jongere": str(hall.other.subject_id), "bedrijf": str(hall.second.subject_id)}
    of_another = {**fields, "jongere": str(hall.student.subject_id)}

    assert hall.doors.visitor(hall.other).post_form(hall.path, of_another).status_code == 404
    assert hall.doors.visitor(hall.other).post_form(hall.path, fields).status_code == 303
    assert (
        hall.doors.visitor(hall.organiser).post_form(f"/agenda/{hall.event_id}/verslag", of_another).status_code == 303
    )

    with hall.house.reading() as work:
        known = {(one.student_id, one.known_from) for one in work.encounters.of_events([hall.event_id])}
    assert known == {
        (hall.other.subject_id, KnownFrom.STUDENT),
        (hall.student.subject_id, KnownFrom.ORGANISER),
    }


def test_what_is_of_others_looks_like_what_is_not_there(hall: Hall) -> None:
    stranger = hall.doors.region.students[-1]
    account = Account.of(Role.STUDENT, id=uuid4(), name=stranger.first_name, subject_id=stranger.id)
    nowhere = hall.doors.visitor(account).get(f"/agenda/{uuid4()}/terugblik")

    answers = [hall.doors.visitor(account).get(hall.path), hall.doors.visitor(hall.second).post_form(hall.path, {})]

    assert (answers[0].status_code, without_tokens(answers[0].text)) == (404, without_tokens(nowhere.text))
    assert answers[1].status_code == 400
    assert hall.say(hall.other, "ja") == 404
    assert hall.say(hall.second, "ja") == 404
    assert hall.say(hall.student, "misschien") == 400
    assert hall.doors.somebody(Role.TEACHER).get(f"/agenda/{hall.event_id}/verslag").status_code == 404


def test_paused_student_is_in_no_list_and_in_no_number(hall: Hall) -> None:
    assert hall.student.subject_id is not None
    hall.say(hall.student, "ja")
    with hall.house.writing() as work:
        work.students.restrict(hall.student.subject_id, at=NOW)

    assert "Er staat nog geen gesprek" in hall.page(hall.company)
    assert hall.say(hall.company, "ja") == 404
    assert "<dt>Jongeren met een plek</dt><dd><strong>1</strong>" in hall.report()


def test_coordinator_reads_no_small_number_of_an_event_of_another(hall: Hall) -> None:
    hall.say(hall.student, "ja")
    hall.say(hall.company, "ja")

    page = hall.report(hall.doors.account(Role.COORDINATOR))

    told = dict(re.findall(r"<dt>([^<]*)</dt><dd><strong>(?:<span[^>]*>)?([^<]*)", page))
    assert told.pop("Bedrijven met een plek") == "2"
    assert told.pop("Gesprekken per jongere, gemiddeld") == "te weinig om te zeggen"
    assert set(told.values()) == {"minder dan 10"}
    assert "Jongeren zeiden iets over" not in page


def test_interest_on_both_sides_without_a_place_is_for_who_helps(hall: Hall) -> None:
    with hall.house.writing() as work:
        for spoken in (between(hall, hall.other, hall.second),):
            yes = replace(spoken, student_says=Interest.YES, employer_says=Interest.YES, matched_at=NOW)
            work.encounters.save(yes)
        assert hall.second.subject_id is not None
        for place in work.placements.of_employer(hall.second.subject_id):
            work.placements.save(replace(place, seats=max(place.seats_taken, 1), seats_taken=max(place.seats_taken, 1)))

    assert "geen plek die bij je past" in hall.page(hall.other)
    assert f"{hall.other.name} en " in hall.doors.visitor(hall.organiser).get("/opvolgen").text

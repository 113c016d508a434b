"""A student, a parent, a class and a company come to an event; who waits is asked, who is there is ticked off."""

import re
from uuid import UUID

from accounts.role import Role
from events.registration import Attendance, Party
from services.permissions import Account
from tests.demo_doors import NOW, Doors, Visitor
from tests.factories import make_event
from tests.journeys.test_event_planning import TYPED, drafted


def published(doors: Doors, **changes: object) -> str:
    """Let the coordinator plan an event for everybody, and give its address."""
    plan = {**TYPED, "voor": [], "dag": "2027-01-13", **changes}
    path = drafted(doors.somebody(Role.COORDINATOR), **plan)
    assert doors.somebody(Role.COORDINATOR).post_form(f"{path}/publiceren", {}).status_code == 303
    return path


def steps_of(visitor: Visitor, path: str) -> list[str]:
    """Give the address of every registration that can be answered on the page of an event."""
    return re.findall(rf'action="({path}/aanmeldingen/[^"]+)"', visitor.get(path).text)


def test_student_comes_with_one_tap_shows_a_code_and_stays_away_again(own_doors: Doors) -> None:
    path = published(own_doors)
    student = own_doors.somebody(Role.STUDENT)
    assert "Ik doe mee" in student.get(path).text

    answer = student.post_form(f"{path}/aanmelden", {"wie": str(own_doors.student().id)})

    assert answer.headers["location"] == f"{path}#meedoen"
    page = student.get(path).text
    assert "Je hebt een plek." in page
    assert "nog 11 van 12 vrij" in page
    mine = student.get("/mijn-activiteiten").text
    assert "Lasmiddag" in mine
    assert "<svg" in mine[mine.index("Laat je code zien") :]
    (step,) = steps_of(student, path)
    assert student.post_form(step, {"wat": "dossier"}).headers["location"] == "/mijn-activiteiten"
    assert "mag in je loopbaandossier." in student.get("/mijn-activiteiten").text
    assert student.post_form(step, {"wat": "afmelden"}).status_code == 303
    assert "Ik doe mee" in student.get(path).text
    assert "nog 12 van 12 vrij" in student.get(path).text
    assert "nergens voor aangemeld" in student.get("/mijn-activiteiten").text


def test_who_waits_is_offered_the_seat_that_comes_free(own_doors: Doors) -> None:
    path = published(own_doors, plekken="1")
    ids = [str(one) for one in of_class(own_doors)][:2]
    teacher = own_doors.somebody(Role.TEACHER)
    assert teacher.get(f"{path}/groep").text.count('name="leerling"') == len(of_class(own_doors))

    assert teacher.post_form(f"{path}/groep", {"leerling": ids}).headers["location"] == f"{path}/groep"

    page = teacher.get(f"{path}/groep").text
    assert ("heeft een plek" in page, "staat op de wachtlijst" in page) == (True, True)
    house = own_doors.client.app_state["house"]
    with house.reading() as work:
        first, second = (work.registrations.find(id_of(path), Party.STUDENT, UUID(one)) for one in ids)
    teacher.post_form(f"{path}/aanmeldingen/{first.id}", {"wat": "afmelden"})
    assert "moet nog ja zeggen" in teacher.get(f"{path}/groep").text
    taken = teacher.post_form(f"{path}/aanmeldingen/{second.id}", {"wat": "ja"})

    assert taken.status_code == 303
    with house.reading() as work:
        assert work.events.get(id_of(path)).seats_taken == 1
        assert work.registrations.get(second.id).takes_seat


def test_parent_brings_a_child_and_comes_along(own_doors: Doors) -> None:
    path = published(own_doors)
    child = next(one for one in own_doors.region.students if one.age_on(NOW.date()) < 16)
    name = child.first_name
    parent = own_doors.visitor(Account.of(Role.PARENT, subject_id=child.id, name="Ouder"))
    page = parent.get(path).text
    assert (f"{name} doet mee" in page, "Ik doe mee" in page) == (True, True)

    parent.post_form(f"{path}/aanmelden", {"wie": str(child.id)})
    parent.post_form(f"{path}/aanmelden", {"wie": "ik"})

    page = parent.get(path).text
    assert (f"{name} heeft een plek." in page, "Je hebt een plek." in page) == (True, True)
    assert f"{name}: Lasmiddag" in parent.get("/mijn-activiteiten").text


def test_company_comes_with_tables_and_takes_no_seat(own_doors: Doors) -> None:
    path = published(own_doors)
    employer = own_doors.somebody(Role.EMPLOYER)

    refused = employer.post_form(f"{path}/aanmelden", {"wie": "bedrijf", "tafels": "0"})
    employer.post_form(f"{path}/aanmelden", {"wie": "bedrijf", "tafels": "3"})

    assert refused.status_code == 409
    assert "Kies 1 tot en met 20 tafels" in refused.text
    page = employer.get(path).text
    assert "Jullie komen, met 3 tafels." in page
    assert "nog 12 van 12 vrij" in page


def test_organiser_ticks_off_who_is_there_by_list_or_by_code_and_nobody_else_does(own_doors: Doors) -> None:
    tonight = {"starts_at": NOW.replace(hour=18), "ends_at": NOW.replace(hour=20)}
    event = make_event("vandaag", seats=5, **tonight)
    house, path = own_doors.client.app_state["house"], f"/agenda/{event.id}"
    with house.writing() as work:
        work.events.save(event)
    student = own_doors.somebody(Role.STUDENT)
    student.post_form(f"{path}/aanmelden", {"wie": str(own_doors.student().id)})
    with house.reading() as work:
        (made,) = work.registrations.of_event(event.id)

    assert own_doors.somebody(Role.STUDENT).get(f"/inchecken/{made.id}").status_code == 403
    assert own_doors.somebody(Role.TEACHER).get(f"/inchecken/{made.id}").status_code == 404
    region = own_doors.somebody(Role.COORDINATOR)
    assert own_doors.student().first_name in region.get(f"{path}/deelnemers").text
    assert f"{own_doors.student().first_name} is er" in region.get(f"/inchecken/{made.id}").text
    region.post_form(f"{path}/deelnemers", {"aanmelding": str(made.id), "aanwezig": "ja"})

    with house.reading() as work:
        assert work.registrations.get(made.id).attendance is Attendance.CAME
    assert "is er.</strong>" in region.get(f"/inchecken/{made.id}").text


def test_nobody_comes_to_what_is_for_others(own_doors: Doors) -> None:
    path = published(own_doors, voor=["parent"])
    student = own_doors.somebody(Role.STUDENT)
    assert "voor andere mensen" in student.get(path).text

    refused = student.post_form(f"{path}/aanmelden", {"wie": str(own_doors.student().id)})

    assert refused.status_code == 409
    assert "voor andere mensen" in refused.text


def test_organiser_makes_one_of_two_and_everybody_comes_to_it(own_doors: Doors) -> None:
    keep, drop = published(own_doors), published(own_doors, naam="Lasmiddag voor iedereen")
    student = own_doors.somebody(Role.STUDENT)
    student.post_form(f"{drop}/aanmelden", {"wie": str(own_doors.student().id)})
    region = own_doors.somebody(Role.COORDINATOR)
    assert "Lasmiddag voor iedereen" in region.get(f"{keep}/samenvoegen").text

    region.post_form(f"{keep}/samenvoegen", {"andere": str(id_of(drop))})

    student = own_doors.somebody(Role.STUDENT)
    assert "Je hebt een plek." in student.get(keep).text
    assert "Dit gaat niet door." in student.get(drop).text


def of_class(doors: Doors) -> list[UUID]:
    own = doors.student()
    return [s.id for s in doors.region.students if (s.school, s.group) == (own.school, own.group)]


def id_of(path: str) -> UUID:
    return UUID(path.rsplit("/", 1)[1])

"""An event is published, a student whom it fits is invited with the reason, and says: niets voor mij."""

from datetime import timedelta
from uuid import UUID

from accounts.role import Role
from career.student import Student
from services.event_inviting import INVITE
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import Doors
from tests.journeys.test_event_planning import TYPED, drafted
from worker.handling import Handler, Outcome
from worker.tasks import TASKS


def somebody_who_wishes(doors: Doors) -> Student:
    return next(one for one in doors.region.students if one.wishes.sectors)


def run(house: House, task: str) -> list[Outcome]:
    """Do the deferred work of one kind, each piece twice, as a broker may deliver it."""
    handler = Handler(house=house, lease=timedelta(minutes=5), max_attempts=3, tasks=TASKS)
    with house.writing() as work:
        waiting = [
            one.id for one in work.outbox.claim(now=house.clock(), until=house.clock(), limit=500) if one.task == task
        ]
    return [handler.handle(one) for one in waiting for _ in range(2)]


def test_student_reads_why_and_says_no_with_one_tap(own_doors: Doors) -> None:
    student = somebody_who_wishes(own_doors)
    by = Account.of(Role.STUDENT, id=UUID(int=31), subject_id=student.id, name=student.first_name)
    visitor, teacher = own_doors.visitor(by), own_doors.somebody(Role.COORDINATOR)
    plan = {**TYPED, "voor": ["student"], "sector": [student.wishes.sectors[0]], "onderdelen": ""}
    path = drafted(teacher, **plan)
    teacher.post_form(f"{path}/publiceren", {"bij": "this"})

    done = run(own_doors.client.app_state["house"], INVITE)

    assert done == [Outcome.DONE, Outcome.SKIPPED]
    assert "Je bent uitgenodigd" in visitor.get("/agenda").text
    assert "Past bij wat je zoekt" in visitor.get(path).text
    assert "Uitgenodigd: 1 leerling" in teacher.get(path).text
    other = next(one for one in own_doors.region.students if one.id != student.id)
    stranger = own_doors.visitor(Account.of(Role.STUDENT, id=UUID(int=32), subject_id=other.id))
    assert "uitgenodigd" not in stranger.get(path).text
    assert stranger.post_form(f"{path}/niets-voor-mij", {}).status_code == 404
    answer = visitor.post_form(f"{path}/niets-voor-mij", {}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/agenda")
    assert "Je bent uitgenodigd" not in visitor.get("/agenda").text
    assert "Niets voor mij" not in visitor.get(path).text


def test_invitations_can_be_switched_off_where_mail_is_chosen(own_doors: Doors) -> None:
    visitor = own_doors.somebody(Role.STUDENT)
    chosen = {"antwoord": "at_once", "nieuws": "daily", "uur": "16", "dag": "1"}

    off = visitor.post_form("/berichten/instellingen", chosen)
    shown = visitor.get("/berichten/instellingen").text
    visitor.post_form("/berichten/instellingen", {**chosen, "uitnodigingen": "ja"})

    assert off.status_code in (200, 303)
    assert 'value="ja" checked' not in shown
    assert 'value="ja" checked' in visitor.get("/berichten/instellingen").text
    assert "nodig mij uit" not in own_doors.somebody(Role.TEACHER).get("/berichten/instellingen").text

"""A teacher plans an afternoon: nobody sees the draft, it is published, changed, cancelled, and who comes hears it."""

import re
from uuid import UUID, uuid4

import pytest

from accounts.message import MessageKind
from accounts.role import Role
from events.registration import Party, Registration, RegistrationState
from tests.demo_doors import Doors, Visitor

TYPED = {
    "soort": "workshop",
    "naam": "Lasmiddag",
    "wat": "Je last zelf een kapstok.",
    "dag": "2027-03-24",
    "van": "14.00",
    "tot": "16.00",
    "plek": "De Hal",
    "gemeente": "Zwolle",
    "plekken": "12",
    "organisator": "De Wissel",
    "voor": ["student", "parent"],
    "taal": ["nl"],
    "onderdelen": "14.00-15.00 Uitleg (zaal 1)",
    "herhaal": "nee",
}


def faults(page: str) -> dict[str, str]:
    return dict(re.findall(r'<p class="fault" id="fout-([^"]+)">([^<]+)</p>', page))


def drafted(teacher: Visitor, **changes: object) -> str:
    answer = teacher.post_form("/agenda/nieuw", {**TYPED, **changes})
    assert answer.status_code == 303, faults(answer.text)
    return str(answer.headers["location"]).removesuffix("/wijzigen")


def stand(teacher: Visitor, path: str) -> str:
    return re.findall(r'name="stand" value="([^"]+)"', teacher.get(f"{path}/wijzigen").text)[0]


def registers(doors: Doors, path: str) -> None:
    house, now = doors.client.app_state["house"], doors.client.app_state["clock"]()
    student = doors.account(Role.STUDENT)
    doors.somebody(Role.STUDENT)
    with house.writing() as work:
        work.registrations.save(
            Registration(
                id=uuid4(),
                event_id=UUID(path.rsplit("/", 1)[1]),
                party=Party.STUDENT,
                student_id=student.subject_id,
                made_by=student.id,
                made_at=now,
                state=RegistrationState.SEATED,
            )
        )


def told(doors: Doors) -> list[MessageKind]:
    with doors.client.app_state["house"].reading() as work:
        messages = work.messages.of_account(doors.account(Role.STUDENT).id, limit=20)
        return [one.kind for one in messages if one.kind.startswith("event_")]


@pytest.mark.parametrize("role", [Role.ANONYMOUS, Role.STUDENT, Role.JOBHUNTER])
def test_draft_is_nowhere_for_others_and_everywhere_once_published(own_doors: Doors, role: Role) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = drafted(teacher)
    pages = (path, f"{path}.ics", f"/api/v1/events{path.removeprefix('/agenda')}")

    other = own_doors.somebody(role)
    assert [other.get(page).status_code for page in pages] == [404, 404, 404]
    lists = ("/agenda", "/agenda?maand=2027-03", "/api/v1/events?limit=100")
    assert ["Lasmiddag" in other.get(page).text for page in lists] == [False, False, False]
    teacher = own_doors.somebody(Role.TEACHER)
    assert "Lasmiddag" in teacher.get("/mijn-organisatie").text
    published = teacher.post_form(f"{path}/publiceren", {})

    assert published.headers["location"] == path
    other = own_doors.somebody(role)
    assert [other.get(page).status_code for page in pages] == [200, 200, 200]
    assert "Lasmiddag" in other.get("/agenda?maand=2027-03").text
    assert "Jij organiseert dit" not in other.get(path).text


def test_form_with_faults_names_them_all_and_keeps_what_was_typed(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)

    answer = teacher.post_form(
        "/agenda/nieuw",
        {**TYPED, "naam": "", "dag": "volgende week", "link": "http://x.nl", "onderdelen": "straks iets"},
    )

    assert answer.status_code == 400
    assert set(faults(answer.text)) == {"naam", "dag", "link", "onderdelen"}
    for typed in ("volgende week", "http://x.nl", "straks iets", "Je last zelf een kapstok."):
        assert typed in answer.text
    assert 'value="parent" checked' in answer.text
    assert "Lasmiddag" not in teacher.get("/mijn-organisatie").text


def test_change_reaches_who_comes_and_the_page_says_before_and_after(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = drafted(teacher)
    teacher.post_form(f"{path}/publiceren", {})
    registers(own_doors, path)
    teacher = own_doors.somebody(Role.TEACHER)
    seen = stand(teacher, path)

    wrong = teacher.post_form(f"{path}/wijzigen", {**TYPED, "stand": seen, "tot": "13.00"})
    assert (wrong.status_code, told(own_doors)) == (400, [])
    right = teacher.post_form(f"{path}/wijzigen", {**TYPED, "stand": seen, "van": "13.30", "plek": "Aula"})

    assert right.headers["location"] == path
    assert told(own_doors) == [MessageKind.EVENT_CHANGED]
    page = own_doors.somebody(Role.STUDENT).get(path).text
    assert "Wat is er veranderd?" in page
    assert "24 maart 2027, 14.00 uur</s>" in page
    assert "24 maart 2027, 13.30 uur" in page
    assert "De Hal, Zwolle</s>" in page


def test_who_comes_second_sees_what_the_first_one_wrote_and_loses_nothing(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = drafted(teacher)
    teacher.post_form(f"{path}/publiceren", {})
    seen = stand(teacher, path)
    teacher.post_form(f"{path}/wijzigen", {**TYPED, "stand": seen, "naam": "Lassen"})

    late = own_doors.somebody(Role.COORDINATOR)
    answer = late.post_form(f"{path}/wijzigen", {**TYPED, "stand": seen, "naam": "Lasdag"})

    assert answer.status_code == 409
    assert "Er staat nu: Lassen<br>Jij schreef: Lasdag" in answer.text
    assert 'value="Lasdag"' in answer.text
    again = late.post_form(f"{path}/wijzigen", {**TYPED, "stand": stand(late, path), "naam": "Lasdag"})
    assert again.status_code == 303


def test_cancelling_asks_why_tells_who_comes_and_shows_the_reason(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = drafted(teacher)
    teacher.post_form(f"{path}/publiceren", {})
    registers(own_doors, path)
    teacher = own_doors.somebody(Role.TEACHER)

    assert set(faults(teacher.post_form(f"{path}/afzeggen", {"reden": ""}).text)) == {"reden"}
    assert told(own_doors) == []
    teacher.post_form(f"{path}/afzeggen", {"reden": "De hal is dicht."})

    assert told(own_doors) == [MessageKind.EVENT_CANCELLED]
    page = own_doors.somebody(Role.STUDENT).get(path).text
    assert "Gaat niet door" in page
    assert "De hal is dicht." in page


def test_series_is_made_published_and_changed_as_one(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = drafted(teacher, herhaal="ja", weken="1", keren="3", vakantie="noord", onderdelen="")
    assert teacher.get("/mijn-organisatie").text.count(">Lasmiddag</a>") == 3
    teacher.post_form(f"{path}/publiceren", {"bij": "alle"})

    typed = {**TYPED, "onderdelen": "", "stand": stand(teacher, path), "naam": "Lasreeks", "bij": "alle"}
    assert teacher.post_form(f"{path}/wijzigen", typed).status_code == 303

    everything = teacher.get("/agenda").text
    assert everything.count("Lasreeks</a>") == 3
    # Every one at two o'clock on the wall, also after the clock changed on 28 March.
    for event_id in set(re.findall(r'href="/agenda/([0-9a-f-]{36})">Lasreeks', everything)):
        assert re.search(r"14[.:]00( uur)? tot 16[.:]00", teacher.get(f"/agenda/{event_id}").text)


def test_event_of_another_organiser_cannot_be_touched(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = drafted(teacher)
    teacher.post_form(f"{path}/publiceren", {})

    employer = own_doors.somebody(Role.EMPLOYER)

    assert employer.get(f"{path}/wijzigen").status_code == 404
    assert employer.post_form(f"{path}/afzeggen", {"reden": "Weg ermee"}).status_code == 404
    assert employer.post_form(f"{path}/kopie", {}).status_code == 404
    assert "Gaat niet door" not in employer.get(path).text

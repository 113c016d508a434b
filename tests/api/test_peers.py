"""A student asks for a peer, another offers, school brings them together, and the peer keeps a log."""

import re
from dataclasses import replace
from datetime import date, timedelta

from accounts.role import Role
from career.peer import PairState, PeerPair
from services.ids import stable_id
from services.local_time import local_day
from tests.demo_doors import NOW, Doors, Visitor


def with_peer(doors: Doors) -> Visitor:
    """Give the peer of the student, who has been helping for three weeks."""
    visitor, student, helper = doors.somebody(Role.PEER), doors.student(), doors.other_student()
    pair = PeerPair(
        id=stable_id("peer pair", "doors", str(student.id)),
        student_id=student.id,
        state=PairState.ACTIVE,
        sector="zorg",
        peer_id=helper.id,
        account_id=doors.account(Role.PEER).id,
        asked_at=NOW - timedelta(days=30),
        began_on=local_day(NOW) - timedelta(days=21),
    )
    with doors.client.app_state["house"].writing() as work:
        work.students.save(replace(student, born_on=date(2010, 5, 1)))
        work.peers.save_pair(pair)
    return visitor


def test_student_asks_and_school_sees_it_and_lets_it_stop(own_doors: Doors) -> None:
    student, teacher = own_doors.somebody(Role.STUDENT), own_doors.somebody(Role.TEACHER)
    name = own_doors.student().first_name
    if "Ik wil geen maatje meer" in student.get("/maatje").text or "Ik wil stoppen" in student.get("/maatje").text:
        number = re.search(r'name="nummer" value="([0-9a-f-]{36})"', student.get("/maatje").text)
        assert number is not None
        assert student.post_form("/maatje", {"wat": "stop", "nummer": number[1]}).status_code == 303

    assert 'href="/maatje"' in student.get("/dossier").text
    assert "Kies het werk waarin je hulp wilt" in student.post_form("/maatje", {"wat": "vraag", "in": "x"}).text
    sector = re.findall(r'<option value="([^"]+)"', student.get("/maatje").text)[0]
    assert student.post_form("/maatje", {"wat": "vraag", "in": sector, "spreek-tr": "1"}).status_code == 303
    assert "School zoekt iemand" in student.get("/maatje").text
    assert student.post_form("/maatje", {"wat": "vraag", "in": sector}).status_code == 400

    assert 'href="/klas/maatjes"' in teacher.get("/klas").text
    seen = teacher.get("/klas/maatjes").text
    assert re.search(rf"<strong>{name}</strong>", seen)
    assert teacher.post_form("/klas/maatjes", {"wat": "iets"}).status_code == 400


def test_offer_is_refused_with_every_fault_and_then_admitted(own_doors: Doors) -> None:
    student, teacher = own_doors.somebody(Role.STUDENT), own_doors.somebody(Role.TEACHER)
    own = own_doors.student()

    refused = student.post_form("/maatje", {"wat": "help", "km": "ver", "aantal": "9", "taal-pl": "1"})
    assert refused.status_code == 400
    for said in ("minstens één soort werk", "heel getal", "Kies 1 tot en met 3 studenten", 'value="ver"'):
        assert said in refused.text
    assert re.search(r'name="taal-pl" value="1" checked', refused.text)
    sector = re.findall(r'name="werk-([^"]+)"', refused.text)[0]
    given = {"wat": "help", "km": "9", "aantal": "2", f"werk-{sector}": "1"}
    assert student.post_form("/maatje", given).status_code == 303
    assert "School kijkt ernaar" in student.get("/maatje").text
    assert teacher.post_form("/klas/maatjes", {"wat": "mag", "nummer": str(own.id)}).status_code == 303
    again = teacher.post_form("/klas/maatjes", {"wat": "mag", "nummer": str(own.id)})
    assert again.status_code == 400
    assert "Hier is al over besloten." in again.text
    assert "Je mag helpen" in student.get("/maatje").text
    assert student.get("/leerpad").status_code == 200
    assert student.post_form("/maatje", {"wat": "niet-meer"}).status_code == 303
    assert "Je mag helpen" not in student.get("/maatje").text


def test_peer_writes_down_when_they_spoke_and_school_sees_how_often(own_doors: Doors) -> None:
    peer = with_peer(own_doors)
    before = peer.get("/wie-ik-help").text
    found = re.search(r'<option value="([0-9a-f-]{36})"', before)
    assert found is not None
    asked = {"nummer": found[1], "dag": "2026-01-02", "hoe": "", "minuten": "0"}

    refused = peer.post_form("/wie-ik-help", asked)
    assert refused.status_code == 400
    assert "Kies hoe jullie elkaar spraken" in refused.text
    assert "kies een dag sinds jullie begonnen" in peer.post_form(
        "/wie-ik-help", {**asked, "hoe": "met", "minuten": "30"}
    ).text.replace("Kies", "kies")
    today = re.search(r'name="dag" value="([0-9-]+)"', before)
    assert today is not None
    kept = peer.post_form("/wie-ik-help", {**asked, "dag": today[1], "hoe": "wrote", "minuten": "33"})
    assert kept.status_code == 303
    assert "geappt of gemaild, 33 minuten" in peer.get("/wie-ik-help").text
    assert "1 gesprek, het laatste op" in own_doors.somebody(Role.TEACHER).get("/klas/maatjes").text


def test_parent_reads_that_there_is_a_peer_and_nothing_more(own_doors: Doors) -> None:
    with_peer(own_doors)
    page = own_doors.somebody(Role.PARENT).get("/mijn-kind").text

    assert "een oudere student, helpt" in page
    assert "minuten" not in page.split("een oudere student")[1].split("</p>")[0]

"""The pages for choosing a direction: for a student, and for who guides one."""

import re
from html import unescape
from pathlib import Path

from accounts.role import Role
from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import SchoolType, Student
from services.directions import DirectionView, direction_for, directions_for
from services.errors import found
from services.permissions import Account
from services.profile import put_own_claims
from tests.demo_doors import NOW, Doors
from tests.factories import make_guarantee

SECTOR = "groen"


def as_student(student: Student) -> Account:
    return Account.of(Role.STUDENT, id=student.id, name=student.first_name, subject_id=student.id, school="", group="")


def seen(doors: Doors, student: Student, sector: str = SECTOR) -> DirectionView:
    with doors.client.app_state["house"].reading() as work:
        return direction_for(work, by=as_student(student), student_id=student.id, sector=sector, now=NOW)


def vmbo_student(doors: Doors) -> Student:
    return next(one for one in doors.region.students if one.school_type is SchoolType.VMBO)


def test_page_shows_the_directions_in_the_order_of_the_act(doors: Doors) -> None:
    student = doors.student()
    with doors.client.app_state["house"].reading() as work:
        view = directions_for(work, by=as_student(student), student_id=student.id, now=NOW)

    page = doors.visitor(doors.account(Role.STUDENT)).get("/richting").text

    shown = re.findall(r'<h2 class="title"><a href="/richting/(\w+)">', page)
    assert not view.is_blank
    assert shown == [one.sector for one in view.directions[: view.n_shown]]
    assert "Wanneer kies je wat?" in page
    assert len(view.directions) == 15


def test_own_words_find_occupations_and_stay_nowhere(own_doors: Doors, tmp_path: Path) -> None:
    student = own_doors.somebody(Role.STUDENT)

    answer = student.post_form("/richting", {"woorden": "haren knippen kanariezinnetje"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Kapper in opleiding" in answer.text
    assert "kanariezinnetje" not in answer.text
    kept = b"".join(file.read_bytes() for file in tmp_path.glob("own.sqlite3*"))
    assert b"SQLite format" in kept
    assert b"kanariezinnetje" not in kept


def test_two_wishes_in_one_sentence_are_both_found(doors: Doors) -> None:
    answer = doors.somebody(Role.STUDENT).post_form("/richting", {"woorden": "timmerman of metselaar"})

    assert "Timmerman in opleiding" in answer.text
    assert "Metselaar in opleiding" in answer.text


def test_a_dream_is_told_what_it_asks_and_what_is_near_it(doors: Doors) -> None:
    page = unescape(doors.somebody(Role.STUDENT).post_form("/richting", {"woorden": "Ik wil dokter worden"}).text)

    told, near = page.partition("Dit is dichtbij en kan eerder")[::2]
    assert "Daarvoor ga je naar de universiteit." in told
    assert "Bron: " in told
    assert near.index("Doktersassistent in opleiding") > 0
    assert "Zorghulp" in near
    assert len(re.findall('<li class="card" id="doktersassistent-in-opleiding"', page)) == 1
    assert "dokter worden" not in page


def test_words_about_other_work_name_no_dream(doors: Doors) -> None:
    page = doors.somebody(Role.STUDENT).post_form("/richting", {"woorden": "doktersassistent"}).text

    assert "Dit is dichtbij en kan eerder" not in page
    assert "Doktersassistent in opleiding" in page


def test_words_without_work_get_another_try(doors: Doors) -> None:
    answer = doors.somebody(Role.STUDENT).post_form("/richting", {"woorden": "weet ik niet"})

    assert answer.status_code == 200
    assert "Wij vonden geen beroep" in answer.text


def test_no_words_and_too_many_are_refused_and_lose_nothing(doors: Doors) -> None:
    student = doors.somebody(Role.STUDENT)
    long = "koken " * 50

    empty, full = (student.post_form("/richting", {"woorden": words}) for words in ("  ", long))

    assert (empty.status_code, full.status_code) == (400, 400)
    assert "Schrijf op wat je zou willen doen" in empty.text
    assert "hoogstens 200 tekens" in full.text
    assert long.strip() in full.text


def test_unknown_kind_of_work_is_not_found(doors: Doors) -> None:
    assert doors.somebody(Role.STUDENT).get("/richting/tovenarij").status_code == 404


def test_what_a_student_shows_stands_among_the_reasons_and_moves_it_nearer(own_doors: Doors) -> None:
    student = own_doors.student()
    before = [one.slug for one in seen(own_doors, student, "uiterlijk").direction.occupations]

    with own_doors.client.app_state["house"].writing() as work:
        said = CompetencyClaim(
            competency_id="doe:haar", source=ClaimSource.SELF, level=Level.TEACHES, seen_on=NOW.date()
        )
        put_own_claims(work, student_id=student.id, said=[said])

    after = seen(own_doors, student, "uiterlijk").direction.occupations
    barber = next(one for one in after if one.slug == "barbier-in-opleiding")
    assert any("haar" in label for label in barber.can)
    assert [one.slug for one in after].index(barber.slug) <= before.index(barber.slug)
    page = own_doors.somebody(Role.STUDENT).get("/richting/uiterlijk").text
    assert "Dit liet je al zien:" in page


def test_places_are_those_of_the_students_own_list(doors: Doors) -> None:
    student = doors.student()
    visitor = doors.somebody(Role.STUDENT)
    with doors.client.app_state["house"].reading() as work:
        view = directions_for(work, by=as_student(student), student_id=student.id, now=NOW)
    direction = next(one for one in view.directions if one.n_for_student)

    page = visitor.get(f"/richting/{direction.sector}").text

    linked = re.findall(r'href="/plekken/([0-9a-f-]{36})"', page)
    listed = re.findall(r'href="/plekken/([0-9a-f-]{36})"', visitor.get("/plekken?aantal=50").text)
    assert linked
    assert set(linked) <= set(listed)
    assert len(set(linked)) == min(3, direction.n_for_student)


def test_vmbo_student_reads_profiles_and_what_a_guarantee_asks_to_choose(own_doors: Doors) -> None:
    student = vmbo_student(own_doors)
    with own_doors.client.app_state["house"].writing() as work:
        work.guarantees.save(
            make_guarantee(
                sector=SECTOR, group_name="Groen samen", choose_profile="Groen", choose_by=NOW.date(), municipalities=()
            )
        )

    page = unescape(own_doors.visitor(as_student(student)).get(f"/richting/{SECTOR}").text)

    assert "Profiel op het vmbo" in page
    assert "Groen samen" in page
    assert "Kies in vmbo 2: Groen, voor of op 24 november 2026." in page
    assert seen(own_doors, student).moments[0].moment.when == "In klas 2"


def test_student_of_mbo_reads_nothing_about_choosing_a_profile(own_doors: Doors) -> None:
    page = own_doors.somebody(Role.STUDENT).get(f"/richting/{SECTOR}").text

    assert "Profiel op het vmbo" not in page
    assert "Kies in vmbo 2" not in page


def test_guide_reads_the_same_and_searches_when_words_may_be_read(doors: Doors) -> None:
    here = f"/klas/{doors.student().id}/richting"

    teacher, coach = (doors.somebody(role).get(here) for role in (Role.TEACHER, Role.JOB_COACH))

    assert (teacher.status_code, coach.status_code) == (200, 200)
    assert 'name="woorden"' in teacher.text
    assert 'name="woorden"' not in coach.text
    found_there = doors.somebody(Role.TEACHER).post_form(here, {"woorden": "koken"})
    assert f'href="{here}/horeca#leerling-kok"' in found_there.text


def test_an_occupation_goes_on_to_the_dossier(doors: Doors) -> None:
    student = doors.somebody(Role.STUDENT)

    form = student.get("/dossier/nieuw?richting=barista").text

    assert 'value="Past dit bij mij: Barista"' in form
    assert re.search(r'name="past-steering"[^>]* checked', form)
    assert "Past dit bij mij" not in student.get("/dossier/nieuw?richting=tovenaar").text


def test_who_has_paused_reads_the_own_data_instead(own_doors: Doors) -> None:
    student = own_doors.student()
    with own_doors.client.app_state["house"].writing() as work:
        work.students.restrict(student.id, at=NOW)

    answer = own_doors.somebody(Role.STUDENT).get("/richting")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/mijn-gegevens")
    assert found(student.id)

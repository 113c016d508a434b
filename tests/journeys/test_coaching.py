"""Coaching from the first card to the letter: a trainer learns, a student is placed, and takes a letter along."""

import io
import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from accounts.role import Role
from career.application import Application
from career.application_rules import StepKind
from employer_toolkit.training import TrainingPath
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from services.privacy.erasing import erase
from services.reference.coaching import load_condition_advice
from services.reference.training_path import load_modules, modules_of
from tests.contact_doors import Street
from tests.contacts import NOW, through_to_accepted

CODE = re.compile(r'href="(/certificaat/[0-9a-f]{40})"')


@pytest.fixture
def company(street: Street) -> Street:
    """The street with a trainer at the company, and a place that has begun."""
    world = street.world
    trainer = Account.of(Role.TRAINER, name="Joke Kok", subject_id=world.accounts["employer"].subject_id)
    with world.house.writing() as work:
        named = replace(trainer, id=stable_id("account", "coaching", "trainer"))
        world.accounts["trainer"] = ensure_account(work, account=named, now=NOW - timedelta(days=30))
        world.places = (replace(world.places[0], starts_on=NOW.date() - timedelta(days=7)), *world.places[1:])
        work.placements.save(world.places[0])
    return street


def placed(street: Street) -> Application:
    world = street.world
    application = through_to_accepted(world, world.interest())
    return world.step("teacher", application, StepKind.PLACE)


def right_answers(code: str) -> dict[str, str]:
    return {f"vraag-{n}": str(question.right) for n, question in enumerate(load_modules()[code].questions)}


def follow_the_path(street: Street, who: str, path: TrainingPath = TrainingPath.TRAINER) -> str:
    """Do every module of a path, and give where the certificate can be checked."""
    for code in modules_of(path):
        answer = street.visitor(who).post_form(f"/leerpad/{code}", right_answers(code))
        assert (answer.status_code, answer.headers["location"]) == (303, f"/leerpad/{code}#goed")
    found = CODE.search(street.text(who, "/leerpad"))
    assert found is not None
    return found[1]


def test_trainer_follows_the_path_and_anybody_can_check_the_certificate(
    company: Street, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    assert company.visitor("trainer").get("/leerpad/certificaat.pdf").status_code == 404
    assert CODE.search(company.text("trainer", "/leerpad")) is None

    path = follow_the_path(company, "trainer")
    file = PdfReader(io.BytesIO(company.visitor("trainer").get("/leerpad/certificaat.pdf").content))

    text = " ".join(page.extract_text() for page in file.pages)
    assert "Joke Kok" in text
    assert path in text.replace("\n", "")
    assert "pdfuaid:part" in file.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    company.client.cookies.clear()
    shown = company.client.get(path)
    assert shown.status_code == 200
    assert "Joke Kok" in shown.text
    own = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx2")]
    assert [line for line in own if path in line] == []


def test_certificate_of_somebody_who_was_erased_is_not_valid_any_more(company: Street) -> None:
    path = follow_the_path(company, "trainer")
    with company.world.house.writing() as work:
        erase(work, by=company.world.accounts["trainer"], now=company.world.now)

    gone, never = company.client.get(path), company.client.get("/certificaat/" + "0" * 40)

    assert (gone.status_code, gone.text) == (404, never.text)
    assert "Joke" not in gone.text


def test_wrong_answers_are_told_with_the_reason_and_nothing_is_lost_or_kept(company: Street) -> None:
    module = load_modules()["start"]
    given = {**right_answers("start"), "vraag-0": "2"}

    answer = company.visitor("trainer").post_form("/leerpad/start", given)

    assert answer.status_code == 200
    assert "1 antwoord klopt nog niet" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))
    assert module.questions[0].why in answer.text.replace("&#39;", "'")
    assert re.findall(r'name="(vraag-\d)" value="(\d)" checked', answer.text) == sorted(given.items())
    with company.world.reading() as work:
        account_id = company.world.accounts["trainer"].id
        assert account_id is not None
        assert work.training.done_by(account_id) == {}


def test_question_without_an_answer_is_named(company: Street) -> None:
    answer = company.visitor("trainer").post_form("/leerpad/start", {"vraag-0": "1", "vraag-1": "7"})

    assert answer.status_code == 400
    assert answer.text.count("Kies een antwoord") == 4  # in the summary and at the question


def test_who_helps_a_younger_student_has_a_path_and_a_certificate_of_that(company: Street) -> None:
    student = company.visitor("student 0")
    assert "Leerpad voor junior praktijkopleiders" in company.text("student 0", "/leerpad")
    assert "/begeleiden/" not in main_of(student.get("/leerpad/jouw-grens").text)
    assert student.get("/leerpad/start").status_code == 404
    assert student.post_form("/leerpad/start", right_answers("start")).status_code == 404
    assert company.visitor("trainer").get("/leerpad/jouw-grens").status_code == 404

    path = follow_the_path(company, "student 0", TrainingPath.PEER)

    company.client.cookies.clear()
    shown = company.client.get(path).text
    assert "het leerpad voor junior praktijkopleiders af" in shown
    assert "Jouw grens" in shown
    assert "Veilig onder de 18" not in shown
    file = PdfReader(io.BytesIO(company.visitor("student 0").get("/leerpad/certificaat.pdf").content))
    assert "het leerpad voor junior praktijkopleiders" in file.pages[0].extract_text().replace("\n", " ")


def test_module_done_twice_keeps_its_first_day(company: Street) -> None:
    company.visitor("trainer").post_form("/leerpad/start", right_answers("start"))
    with company.world.reading() as work:
        first = work.training.done_by(company.world.accounts["trainer"].id)  # type: ignore[arg-type]
    company.world.clock.now += timedelta(days=3)
    company.visitor("trainer").post_form("/leerpad/start", right_answers("start"))

    with company.world.reading() as work:
        assert work.training.done_by(company.world.accounts["trainer"].id) == first  # type: ignore[arg-type]


def main_of(page: str) -> str:
    """Give a page without its head, which counts the messages."""
    return page.partition("<main")[2]


LETTER = {
    "taak": ["0"],
    "zin-0": "tijd_2",
    "zin-2": "leren_3",
    "zin-7": "slot_2",
    "eigen": "Bleef rustig toen het druk was.",
    "functie": "kok",
}


def test_letter_goes_to_the_student_first_who_decides(company: Street) -> None:
    application = placed(company)
    here = f"/brieven/{application.id}"
    assert "Geef de brief aan Noor" in company.text("trainer", here)

    company.does("trainer", here, **LETTER)  # type: ignore[arg-type]

    own = company.text("student 0", "/mijn-brieven")
    assert "Noor vraagt door, onthoudt wat je uitlegt" in own
    assert "Bleef rustig toen het druk was." in own
    assert company.world.told("student 0")[-1] == "letter_given"
    letter_id = re.findall(r'action="/mijn-brieven/([0-9a-f-]{36})"', own)[0]
    company.does("student 0", f"/mijn-brieven/{letter_id}", wat="bewaar")
    reader = PdfReader(io.BytesIO(company.visitor("student 0").get(f"/mijn-brieven/{letter_id}.pdf").content))
    text = " ".join(reader.pages[0].extract_text().split())
    assert "Aanbevelingsbrief voor Noor" in text
    assert text.index("Bleef rustig") < text.index("Ik raad Noor van harte aan")
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


def test_nobody_but_the_student_and_the_company_finds_the_letter(company: Street) -> None:
    application = placed(company)
    company.does("trainer", f"/brieven/{application.id}", **LETTER)  # type: ignore[arg-type]
    letter_id = re.findall(r"/mijn-brieven/([0-9a-f-]{36})", company.text("student 0", "/mijn-brieven"))[0]

    assert company.visitor("student 1").get(f"/mijn-brieven/{letter_id}.pdf").status_code == 404
    assert company.visitor("student 1").post_form(f"/mijn-brieven/{letter_id}", {"wat": "bewaar"}).status_code == 404
    assert company.visitor("other employer").get(f"/brieven/{application.id}").status_code == 404
    for who in ("teacher", "jobhunter", "parent", "coordinator"):
        assert company.visitor(who).get(f"/mijn-brieven/{letter_id}.pdf").status_code == 403


def test_writer_hears_of_a_wish_to_change_it_and_of_nothing_else(company: Street) -> None:
    application = placed(company)
    here = f"/brieven/{application.id}"
    company.does("trainer", here, **LETTER)  # type: ignore[arg-type]
    letter_id = re.findall(r"/mijn-brieven/([0-9a-f-]{36})", company.text("student 0", "/mijn-brieven"))[0]
    given = main_of(company.text("trainer", "/brieven"))

    company.does("student 0", f"/mijn-brieven/{letter_id}", wat="verander")
    assert company.world.told("trainer")[-1] == "letter_returned"
    again = company.text("trainer", here)
    assert 'value="leren_3" checked' in again
    assert "Bleef rustig toen het druk was." in again
    company.does("trainer", here, **{**LETTER, "zin-2": "leren_2"})  # type: ignore[arg-type]
    assert "leert snel door te kijken" in company.text("student 0", "/mijn-brieven")

    n_told = len(company.world.told("trainer"))
    asked = company.visitor("student 0").post_form(f"/mijn-brieven/{letter_id}", {"wat": "weg"})
    assert "Wil je deze brief wegdoen?" in asked.text
    company.does("student 0", f"/mijn-brieven/{letter_id}", wat="weg", zeker="ja")
    assert "Noor leert snel" not in company.text("student 0", "/mijn-brieven")
    assert main_of(company.text("trainer", "/brieven")) == given
    assert len(company.world.told("trainer")) == n_told
    assert company.visitor("student 0").get(f"/mijn-brieven/{letter_id}.pdf").status_code == 404


def test_letter_with_a_number_or_too_little_comes_back_with_every_fault_and_all_that_was_typed(company: Street) -> None:
    application = placed(company)
    asked = {"zin-0": "tijd_3", "eigen": "Bel mij op 0612345678", "functie": "kok"}

    answer = company.visitor("trainer").post_form(f"/brieven/{application.id}", asked)

    assert answer.status_code == 400
    assert "Er zijn 4 dingen die nog niet kloppen" in answer.text or "Er zijn 3 dingen" in answer.text
    assert "telefoonnummer" in answer.text
    assert 'value="tijd_3" checked' in answer.text
    assert "0612345678</textarea>" in answer.text


def test_letter_is_for_who_was_placed_and_for_a_place_that_has_begun(company: Street) -> None:
    world = company.world
    interest = world.interest(1, 0)
    assert company.visitor("trainer").get(f"/brieven/{interest.id}").status_code == 404

    application = placed(company)
    with world.house.writing() as work:
        work.placements.save(replace(world.place(), starts_on=world.now.date() + timedelta(days=9)))
    assert "Nog even wachten" in company.text("employer", f"/brieven/{application.id}")
    company.visitor("employer").post_form(f"/brieven/{application.id}", LETTER)
    assert "Je hebt nog geen brief" in company.text("student 0", "/mijn-brieven")


def test_company_reads_advice_for_what_it_was_told_and_for_nothing_else(company: Street) -> None:
    world = company.world
    with world.house.writing() as work:
        student = replace(world.students[0], helps=frozenset({"vaste_begeleider", "rustige_plek"}))
        work.students.save(student)
    application = world.interest()

    shown = company.text("employer", f"/werkgever/kandidaten/{application.id}")

    advice = load_condition_advice()
    assert advice["vaste_begeleider"].steps[0] in shown
    assert advice["rustige_plek"].steps[0] not in shown
    assert "ustige werkplek" not in shown


def test_company_reads_its_own_figures_and_nobody_else_does(company: Street) -> None:
    placed(company)

    shown = company.text("employer", "/waarom")

    assert "Zo gaat het bij jullie" in shown
    assert "1 van de 1 keer binnen 5 werkdagen" in re.sub(r"\s+", " ", shown)
    assert "<dd>1 jongere</dd>" in shown
    assert re.search(r"\bNoor\b", shown) is None
    for who in ("other employer", "student 0"):
        assert "1 van de 1 keer" not in company.text(who, "/waarom")


def test_trainer_reads_what_to_do_for_what_helps(company: Street) -> None:
    placed(company)

    shown = company.text("trainer", "/op-de-werkvloer")

    assert load_condition_advice()["vaste_begeleider"].steps[0] in shown
    assert load_condition_advice()["rustige_plek"].steps[0] not in shown

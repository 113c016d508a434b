"""A student goes from one school to the next: chooses what goes along, and stays its holder."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from accounts.role import Role
from career.conversation import (
    Agreement,
    AgreementOwner,
    Conversation,
    ConversationKind,
    ConversationPlace,
    ConversationState,
)
from career.dossier import EntryDraft, Sharing
from career.handover import HandoverPart, HandoverState
from services.dossier import add_evidence, keep_entry
from services.errors import NotFoundError
from services.files.evidence import CheckedFile, EvidenceKind
from services.handover import choosing, receiving
from services.handover.choosing import Choice, HandoverChangedError
from services.handover.keys import SigningKey
from services.handover.package import pack, unpacked_own
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from tests.contact_doors import Street
from tests.contacts import NOW

NEXT = "ROC Maasoever"
OWN, MENTOR, INTAKE, OTHER = "student 0", "teacher", "mbo coordinator", "mbo teacher"


@pytest.fixture
def moving(street: Street) -> Street:
    """A student with a private and a shared entry, and people at the next school."""
    world = street.world
    others = {
        INTAKE: Account.of(Role.PLACEMENT_COORDINATOR, name="Els", school=NEXT),
        OTHER: Account.of(Role.TEACHER, name="Bram", school=NEXT, group="1k"),
    }
    by, student_id = world.accounts[OWN], world.students[0].id
    with world.house.writing(by) as work:
        for name, account in others.items():
            named = replace(account, id=stable_id("account", "handover", name))
            world.accounts[name] = ensure_account(work, account=named, now=NOW - timedelta(days=30))
        for title, sharing in (("Soep voor de buurt", Sharing.GUIDES), ("Ruzie thuis", Sharing.PRIVATE)):
            draft = EntryDraft(title=title, happened_on=NOW.date(), result=f"{title} liep goed af", sharing=sharing)
            entry = keep_entry(work, by=by, student_id=student_id, entry=draft, now=NOW)
            file = CheckedFile(name=f"{title}.txt", kind=EvidenceKind.TEXT, content=title.encode())
            add_evidence(work, by=by, entry_id=entry.id, checked=file, now=NOW)
    return street


def entry_id(street: Street, title: str) -> str:
    with street.world.reading() as work:
        entries = work.dossier.of_student(street.world.students[0].id)
    return str(next(one.id for one in entries if one.title == title))


def agreed(street: Street, *titles: str, **parts: str) -> None:
    """Let the student choose entries and parts, read what the school will read, and say yes."""
    visitor = street.visitor(OWN)
    chosen = {"stuk": [entry_id(street, title) for title in titles], **parts}
    look = visitor.post_form("/overstap", {"wat": "kijk", "mee-entries": "1", **chosen})
    assert look.status_code == 200, look.text
    assert f"Precies dit gaat mee naar {NEXT}" in look.text
    seen = re.search('name="gezien" value="([0-9a-f]+)"', look.text)
    assert seen
    answer = visitor.post_form("/overstap", {"wat": "ja", "mee-entries": "1", "gezien": seen[1], **chosen})
    assert answer.status_code == 303, answer.text
    street.world.let_time_pass(hours=1)


def sent(street: Street) -> str:
    """Hand the soup over to the next school, and give the address of the intake."""
    student_id = street.world.students[0].id
    street.does(OWN, "/overstap", wat="school", school=NEXT, opleiding="Kok")
    agreed(street, "Soep voor de buurt")
    street.does(MENTOR, f"/klas/{student_id}/overstap", wat="stuur")
    with street.world.reading() as work:
        (held,) = work.handovers.of_student(student_id)
    return f"/overstap/ontvangen/{held.id}"


def test_student_chooses_mentor_sends_and_the_intake_reads_that_and_nothing_else(moving: Street) -> None:
    student_id = moving.world.students[0].id
    here = f"/klas/{student_id}/overstap"
    moving.does(OWN, "/overstap", wat="school", school=NEXT, opleiding="Kok")
    moving.does(MENTOR, here, wat="woorden", woorden="Begint graag vroeg. Leg één ding tegelijk uit.")
    assert "Begint graag vroeg" in moving.text(OWN, "/overstap")
    assert "Verstuur naar" not in moving.text(MENTOR, here)

    agreed(moving, "Soep voor de buurt", **{"mee-mentor_words": "1"})

    assert "Akkoord, nog niet verstuurd" in moving.text(MENTOR, "/overstap/klas")
    assert moving.visitor(INTAKE).get("/overstap/ontvangen").text.count("card") == 0
    moving.does(MENTOR, here, wat="stuur")
    assert moving.text(INTAKE, "/overstap/ontvangen").count('href="/overstap/ontvangen/') == 1
    with moving.world.reading() as work:
        (held,) = work.handovers.of_student(student_id)
    intake = f"/overstap/ontvangen/{held.id}"
    before = moving.text(OTHER, intake)
    assert "Ik doe de intake" in before
    assert "Soep voor de buurt" not in before

    moving.does(OTHER, intake, wat="neem")

    read = moving.text(OTHER, intake)
    assert "Soep voor de buurt liep goed af" in read
    assert "Begint graag vroeg" in read
    assert "Ruzie thuis" not in read
    file = moving.visitor(OTHER).get(f"/overstap/bestand/ontvangen/{held.id}/1")
    assert file.content == b"Soep voor de buurt"
    assert "sandbox" in file.headers["content-security-policy"]
    assert moving.visitor(OTHER).get(f"{intake}/pagina.pdf").content.startswith(b"%PDF-")
    package = moving.visitor(OTHER).get(f"{intake}/pakket").content
    assert b"Ruzie" not in package
    moving.does(OTHER, intake, wat="gesproken", gesproken="Noor begint op maandag.")
    own = moving.text(OWN, "/overstap")
    assert "Noor begint op maandag." in own
    assert "Een mentor doet de intake op de nieuwe school" in own
    assert {"handover_agreed"} <= set(moving.world.told(MENTOR))
    assert {"handover_arrived"} <= set(moving.world.told(INTAKE))


def test_what_was_agreed_and_is_open_goes_along_when_chosen(moving: Street) -> None:
    student_id = moving.world.students[0].id
    moving.does(OWN, "/overstap", wat="school", school=NEXT)
    assert 'name="mee-agreements"' not in moving.text(OWN, "/overstap")
    talk = Conversation(
        id=stable_id("conversation", "handover", "one"),
        student_id=student_id,
        kind=ConversationKind.INDIVIDUAL,
        place=ConversationPlace.SCHOOL,
        held_at=NOW - timedelta(days=1),
        minutes=20,
        led_by=None,
        state=ConversationState.HELD,
        school=moving.world.students[0].school,
        group=moving.world.students[0].group,
    )
    with moving.world.house.writing() as work:
        work.conversations.save(talk)
        for text, done_on in (("Belt de bakker", None), ("Schrijft een brief", NOW.date())):
            work.conversations.save_agreement(
                Agreement(
                    id=stable_id("agreement", "handover", text),
                    student_id=student_id,
                    conversation_id=talk.id,
                    text=text,
                    owner=AgreementOwner.STUDENT,
                    due_on=NOW.date() + timedelta(days=7),
                    done_on=done_on,
                )
            )
    assert 'name="mee-agreements"' in moving.text(OWN, "/overstap")

    agreed(moving, "Soep voor de buurt", **{"mee-agreements": "1"})
    moving.does(MENTOR, f"/klas/{student_id}/overstap", wat="stuur")

    with moving.world.reading() as work:
        (held,) = work.handovers.of_student(student_id)
        content = unpacked_own(work.handovers.package(held.id) or b"").content
    assert [(one.text, one.by) for one in content.agreements] == [("Belt de bakker", AgreementOwner.STUDENT)]
    read = moving.text(INTAKE, f"/overstap/ontvangen/{held.id}")
    assert "Belt de bakker (de leerling)" in read
    assert "Schrijft een brief" not in read


def test_what_is_taken_back_is_read_by_nobody_any_more(moving: Street) -> None:
    intake = sent(moving)
    handover_id = intake.rpartition("/")[2]
    assert "Soep" in moving.text(INTAKE, intake)

    moving.does(OWN, "/overstap", wat="terug", overdracht=handover_id)

    for path in (intake, f"{intake}/pakket", f"{intake}/pagina.pdf", f"/overstap/bestand/ontvangen/{handover_id}/1"):
        assert moving.visitor(INTAKE).get(path).status_code == 404
    assert "Begin hier" in moving.text(OWN, "/overstap")
    with moving.world.reading() as work:
        assert [work.handovers.package(one.id) for one in work.handovers.of_student(moving.world.students[0].id)] == [
            None
        ]


def test_school_that_changes_something_asks_for_a_new_yes(moving: Street) -> None:
    student_id = moving.world.students[0].id
    here = f"/klas/{student_id}/overstap"
    moving.does(OWN, "/overstap", wat="school", school=NEXT)
    agreed(moving, "Soep voor de buurt")

    moving.does(MENTOR, here, wat="woorden", woorden="Nieuwe woorden.")

    assert moving.visitor(MENTOR).post_form(here, {"wat": "stuur"}).status_code == 409
    assert "Verstuur naar" not in moving.text(MENTOR, here)


def test_yes_to_something_else_than_was_read_shows_it_again(moving: Street) -> None:
    moving.does(OWN, "/overstap", wat="school", school=NEXT)
    chosen = {"mee-entries": "1", "stuk": entry_id(moving, "Soep voor de buurt")}

    answer = moving.visitor(OWN).post_form("/overstap", {"wat": "ja", "gezien": "0" * 64, **chosen})

    assert answer.status_code == 409
    assert "Er is iets veranderd" in answer.text
    by, student_id = moving.world.accounts[OWN], moving.world.students[0].id
    choice = Choice(parts=frozenset({HandoverPart.PROFILE}), entry_ids=frozenset())
    with moving.world.house.writing(by) as work:
        read = choosing.previewed(work, by=by, student_id=student_id, choice=choice, now=moving.world.now)
        work.students.save(replace(moving.world.students[0], first_name="Anders"))
        with pytest.raises(HandoverChangedError):
            choosing.agree(work, by=by, student_id=student_id, choice=choice, read=read, now=moving.world.now)


def test_nothing_chosen_and_no_school_are_told_at_the_field(moving: Street) -> None:
    none = moving.visitor(OWN).post_form("/overstap", {"wat": "school", "school": " "})
    assert (none.status_code, "kies de school waar je heen gaat" in none.text.lower()) == (400, True)
    same = moving.visitor(OWN).post_form("/overstap", {"wat": "school", "school": moving.world.students[0].school})
    assert (same.status_code, "de school waar je nu bent" in same.text) == (400, True)
    moving.does(OWN, "/overstap", wat="school", school=NEXT)

    empty = moving.visitor(OWN).post_form("/overstap", {"wat": "kijk"})

    assert (empty.status_code, "Kies minstens één ding" in empty.text) == (400, True)


def test_transfer_file_is_looked_at_and_read_by_the_student_first(moving: Street) -> None:
    student_id = moving.world.students[0].id
    here = f"/klas/{student_id}/overstap"
    moving.does(MENTOR, here, wat="school", school=NEXT)
    refused = moving.visitor(MENTOR).post_form(f"{here}/bestand", {}, files={"bestand": ("a.svg", b"<svg/>", "x")})
    assert (refused.status_code, "Dit soort bestand bewaren wij niet" in refused.text) == (400, True)

    added = moving.visitor(MENTOR).post_form(f"{here}/bestand", {}, files={"bestand": ("ddd.txt", b"Klas 4b", "x")})

    assert added.status_code == 303
    own = moving.text(OWN, "/overstap")
    path = re.search(r"/overstap/bestand/van-mij/[0-9a-f-]+", own)
    assert path
    assert moving.visitor(OWN).get(path[0]).content == b"Klas 4b"
    agreed(moving, **{"mee-transfer_file": "1"})
    moving.does(MENTOR, here, wat="stuur")
    with moving.world.reading() as work:
        (held,) = work.handovers.of_student(student_id)
        content = unpacked_own(work.handovers.package(held.id) or b"").content
    assert [file.name for file in content.files] == ["ddd.txt"]
    assert content.entries == ()


def test_who_is_too_young_needs_a_parent_and_the_parent_reads_no_content(moving: Street) -> None:
    world = moving.world
    young = replace(world.students[0], born_on=NOW.date() - timedelta(days=365 * 15))
    with world.house.writing() as work:
        work.students.save(young)
    moving.does(OWN, "/overstap", wat="school", school=NEXT)
    agreed(moving, "Soep voor de buurt")
    here, asked = f"/klas/{young.id}/overstap", f"/mijn-kind/{young.id}/overstap"
    assert moving.visitor(MENTOR).post_form(here, {"wat": "stuur"}).status_code == 409

    assert asked in moving.text("parent", "/mijn-kind")
    page = moving.text("parent", asked)
    assert NEXT in page
    assert "Soep" not in page
    moving.does("parent", asked, antwoord="ja")

    assert moving.visitor("parent").get(asked).status_code == 404
    moving.does(MENTOR, here, wat="stuur")
    with world.reading() as work:
        (held,) = work.handovers.of_student(young.id)
        consent = unpacked_own(work.handovers.package(held.id) or b"").content.consent
    assert consent.with_parent_at is not None


def test_parent_who_says_no_leads_back_to_the_student(moving: Street) -> None:
    world = moving.world
    young = replace(world.students[0], born_on=NOW.date() - timedelta(days=365 * 15))
    with world.house.writing() as work:
        work.students.save(young)
    moving.does(OWN, "/overstap", wat="school", school=NEXT)
    agreed(moving, "Soep voor de buurt")

    moving.does("parent", f"/mijn-kind/{young.id}/overstap", antwoord="nee")

    with world.reading() as work:
        (held,) = work.handovers.of_student(young.id)
        assert (held.state, work.handovers.package(held.id)) == (HandoverState.OPEN, None)


def test_young_person_who_left_opens_it_still_and_the_old_school_does_not(moving: Street) -> None:
    intake = sent(moving)
    handover_id, student = intake.rpartition("/")[2], moving.world.students[0]
    with moving.world.house.writing() as work:
        work.students.save(replace(student, school=NEXT, group="1k"))

    assert "Soep voor de buurt" in moving.text(OWN, f"/overstap/mijn/{handover_id}")
    assert "Soep voor de buurt" in moving.text(OWN, "/dossier")
    assert moving.visitor(OWN).get(f"/overstap/pakket/{handover_id}").content.startswith(b"PK")
    assert "Trek in" in moving.text(OWN, "/overstap")
    for path in (f"/klas/{student.id}/overstap", f"/klas/{student.id}/dossier"):
        assert moving.visitor(MENTOR).get(path).status_code == 404


def test_school_to_which_it_is_not_reads_nothing(moving: Street) -> None:
    intake = sent(moving)

    for who in (MENTOR, "coordinator"):
        assert moving.visitor(who).get(intake).status_code == 404
    for who in ("employer", "jobhunter", "parent", "student 1"):
        assert moving.visitor(who).get(intake).status_code == 403


# -- From elsewhere ----------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere() -> SigningKey:
    return SigningKey.new()


def package_of_elsewhere(street: Street, key: SigningKey, *, to: str = NEXT) -> bytes:
    sent(street)
    with street.world.reading() as work:
        (held,) = work.handovers.of_student(street.world.students[0].id)
        here = unpacked_own(work.handovers.package(held.id) or b"")
    content = here.content.model_copy(
        update={"package_id": UUID(int=77), "from_school": "Het Hogeland", "to_school": to}
    )
    return pack(replace(here, content=content), key=key)


def newcomer(street: Street) -> str:
    student = replace(street.world.students[1], school=NEXT, group="1k")
    with street.world.house.writing() as work:
        work.students.save(student)
    return str(student.id)


def taken_in(street: Street, data: bytes, student_id: str, name: str = "x.overdracht.zip") -> tuple[int, str]:
    answer = street.visitor(INTAKE).post_form(
        "/overstap/overnemen", {"leerling": student_id, "van": ""}, files={"bestanden": (name, data, "x")}
    )
    return answer.status_code, answer.headers.get("location", answer.text)


def test_package_of_elsewhere_is_believed_once_its_key_is_and_goes_to_the_dossier_by_the_student(
    moving: Street, elsewhere: SigningKey
) -> None:
    data, student_id = package_of_elsewhere(moving, elsewhere), newcomer(moving)
    status, told = taken_in(moving, data, student_id)
    assert (status, "Wij kennen de afzender van dit pakket niet" in told) == (400, True)
    with moving.world.house.writing() as work:
        work.handover_keys.keep(
            key_id=elsewhere.key_id, name="Het Hogeland", x=elsewhere.x, d=None, now=moving.world.now
        )

    status, intake = taken_in(moving, data, student_id)

    assert (status, intake.startswith("/overstap/ontvangen/")) == (303, True)
    assert "De handtekening klopt. Dit komt van Het Hogeland." in moving.text(INTAKE, intake)
    assert moving.visitor(INTAKE).get(f"{intake}/pakket").content == data
    status, told = taken_in(moving, data, student_id)
    assert (status, "dit pakket is hier al" in told.lower()) == (400, True)
    assert "Zet het in mijn dossier" in moving.text("student 1", "/overstap")
    assert "Soep" not in moving.text("student 1", "/dossier")
    moving.does("student 1", f"/overstap/dossier/{intake.rpartition('/')[2]}")
    assert "Soep voor de buurt" in moving.text("student 1", "/dossier")
    assert "Zet het in mijn dossier" not in moving.text("student 1", "/overstap")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda data: data[:-40], "niet heel overgekomen"),
        (lambda data: data.replace(b"Soep", b"Thee"), "niet heel overgekomen"),
        (lambda data: b"een brief", "geen pakket van een school"),
    ],
)
def test_spoilt_package_says_what_is_wrong_and_keeps_nothing(
    moving: Street, elsewhere: SigningKey, spoil: Callable[[bytes], bytes], says: str
) -> None:
    data, student_id = package_of_elsewhere(moving, elsewhere), newcomer(moving)
    with moving.world.house.writing() as work:
        work.handover_keys.keep(
            key_id=elsewhere.key_id, name="Het Hogeland", x=elsewhere.x, d=None, now=moving.world.now
        )

    status, told = taken_in(moving, spoil(data), student_id)

    assert (status, says in told) == (400, True)
    with moving.world.reading() as work:
        assert work.handovers.of_student(moving.world.students[1].id) == ()


def test_package_for_another_school_or_student_is_refused(moving: Street, elsewhere: SigningKey) -> None:
    data, student_id = package_of_elsewhere(moving, elsewhere, to="Zadkine"), newcomer(moving)
    with moving.world.house.writing() as work:
        work.handover_keys.keep(
            key_id=elsewhere.key_id, name="Het Hogeland", x=elsewhere.x, d=None, now=moving.world.now
        )

    status, told = taken_in(moving, data, student_id)

    assert (status, "is voor Zadkine" in told) == (400, True)
    assert taken_in(moving, data, str(moving.world.students[0].id))[0] == 404
    assert taken_in(moving, data, "x")[0] == 400


def test_loose_files_are_made_anew_and_told_as_unsigned(moving: Street) -> None:
    student_id = newcomer(moving)
    answer = moving.visitor(INTAKE).post_form(
        "/overstap/overnemen",
        {"leerling": student_id, "van": "Het Hogeland"},
        files={"bestanden": ("dossier.txt", b"\xef\xbb\xbfKlas 4b", "x")},
    )

    intake = answer.headers["location"]
    assert "Er staat geen handtekening bij" in moving.text(INTAKE, intake)
    number = intake.rpartition("/")[2]
    assert moving.visitor(INTAKE).get(f"/overstap/bestand/ontvangen/{number}/1").content == b"Klas 4b"
    refused = moving.visitor(INTAKE).post_form(
        "/overstap/overnemen",
        {"leerling": student_id, "van": ""},
        files={"bestanden": ("plaatje.svg", b"<svg/>", "x")},
    )
    assert (refused.status_code, "plaatje.svg" in refused.text) == (400, True)


def test_own_intake_of_another_student_is_as_none(moving: Street) -> None:
    handover_id = sent(moving).rpartition("/")[2]
    by = moving.world.accounts["student 1"]

    with moving.world.reading() as work, pytest.raises(NotFoundError):
        receiving.own_intake(work, by=by, handover_id=moving.world.students[0].id)
    assert moving.visitor("student 1").get(f"/overstap/mijn/{handover_id}").status_code == 404

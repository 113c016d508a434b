"""A mark in everything private of one student, and everybody's walk past every page: who reads which mark."""

import csv
import logging
import re
import sqlite3
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from accounts.role import Role
from career.application import Application
from career.application_rules import StepKind
from career.assignment import Phase
from career.competency import ClaimSource, CompetencyClaim, Level
from career.conversation import AgreementOwner, ConversationKind, ConversationPlace
from career.dossier import CareerCompetency, EntryDraft, Sharing, ShownCompetency
from career.handover import HandoverPart
from services import reports
from services.applications import propose_student
from services.cases import WrittenCase, offer_case, publish_case
from services.conversations import Agreed, plan_conversation, prepare_conversation, record_conversation
from services.dossier import add_evidence, keep_entry
from services.files.evidence import CheckedFile, EvidenceKind
from services.handover import choosing
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from services.privacy.rectifying import say_it_is_wrong
from tests import contacts
from tests.contact_doors import Street
from tests.contacts import NOW, World, planned

PATHS = sorted(
    row["path"]
    for row in csv.DictReader(Path(__file__).with_name("permissions.csv").read_text(encoding="utf-8").splitlines())
    if row["method"] == "GET" and not row["path"].endswith(".pdf")
)
"""Every page and call that can be asked for; what the PDF says stands in the JSON of the same data too."""
SCHOOL, GROUP = "Kanarieschool", "Kanarieklas"
MARKS = {
    "first name": "Kanarienaam",
    "school": SCHOOL,
    "class": GROUP,
    "number at school": "kanarie-kenmerk",
    "address": "kanarie@post.example",
    "words about data": "kanariewoorden",
    "evidence": "kanariebewijs",
    "birth date": "29 maart 2008",
    "birth date in JSON": "2008-03-29",
    "reason of a helper": "kanariereden",
    "name of a parent": "Kanarieouder",
    "words of a report": "kanariemelding",
    "place in a report": "kanariebedrijf",
    "what was done about it": "kanarieoplossing",
    **{
        f"dossier: {name}": f"kanarie-{name}-dossier" for name in ("title", "goal", "result", "evaluation", "follow_up")
    },
    "dossier: name of a file": "kanariefoto",
    "dossier: words in a file": "kanarie-in-een-bestand",
    "shared dossier: words of an agreement": "kanarie-afspraak",
    "shared dossier: point of a conversation": "kanarie-punt",
    "hand-over: words of the mentor": "kanarie-mentorwoorden",
    "hand-over: name of a school file": "kanarie-schoolbestand",
    "hand-over: words in a school file": "kanarie-in-een-schoolbestand",
    "shared dossier": "kanarie-gedeeld",
    "shared dossier: words in a file": "kanarie-gedeeld-bestand",
    "case that waits": "kanarie-casus-die-wacht",
    "case to read": "kanarie-casus-om-te-lezen",
    "dossier for parents": "kanarie-thuis",
    "dossier for parents: words in a file": "kanarie-voor-ouders-bestand",
}
"""What is private of the student, and how it is told apart."""
CASES = {name for name in MARKS if name.startswith("case")}
"""What a mentor tells other schools, with nobody in it; no student reads it, nor who helps or employs one."""
OWN = set(MARKS) - CASES
SHARED = {name for name in MARKS if name.startswith("shared dossier")}
HANDED_OVER = {name for name in MARKS if name.startswith("hand-over")}
AT_SCHOOL = {
    "first name",
    "school",
    "class",
    "words about data",
    "reason of a helper",
    "evidence",
    *SHARED,
    *HANDED_OVER,
}
AUTHOR_READS = AT_SCHOOL | CASES
READERS: dict[str, set[str]] = {
    "student 0": OWN,
    # The student is an adult and shares nothing: what was chosen for parents shows no more.
    "parent": {"first name", "name of a parent"},
    "teacher": AUTHOR_READS,
    "coordinator": AT_SCHOOL | {"case to read"},
    "job coach": {"first name", "reason of a helper"},
    "peer": {"first name"},
    "jobhunter": {"first name", "reason of a helper"},
    "employer": {"reason of a helper"},
    "student 1": {"school", "class"},
    "student 2": {"school", "class"},
    "region": {"school", "first name", "words of a report", "place in a report", "what was done about it", *CASES},
    "other teacher": {"school", "case to read"},
}
"""Who may read which mark at all; whoever is not named may read none. The students are of one class."""
AT_EVERY_STAGE = ("employer", "trainer")
"""Who might learn more as a contact goes on; what the others read, they read at the end of it too."""
FROM_MEETING_ON = {"first name"}
"""What a company reads besides, once both want to meet."""
WHEN_SHARED = {"address"}
"""What it reads besides, once the student said yes to that."""
STAGES: dict[str, set[str]] = {
    "shown": set(),
    "invited": FROM_MEETING_ON,
    "meeting": FROM_MEETING_ON | WHEN_SHARED,
    "placed": FROM_MEETING_ON | WHEN_SHARED,
    "ended": set(),
}
"""How far the contact has come, and what that adds for the company."""
TRAINER_READS = {"placed": {"first name"}}
"""What who coaches there reads, once there is somebody to coach."""
REALLY_READ = {"student 0": OWN, "trainer": TRAINER_READS["placed"]}
READ_BESIDES = {"teacher": AUTHOR_READS, "region": CASES, "other teacher": {"case to read"}}
"""Who must read at least this then."""
"""Who must read all that they may, once somebody is placed."""
TWINS = {"student 2"}
"""Who is to the student what another is who walks: a classmate."""

NEVER: set[tuple[Role, str]] = set()
"""What answered that a role never may, whatever it asks for: asking again tells nothing new."""


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contacts, "SCHOOL", SCHOOL)
    monkeypatch.setattr(contacts, "GROUP", GROUP)


@pytest.fixture
def marked_street(marked: None, street: Street) -> Street:
    world = street.world
    own = replace(
        world.students[0],
        first_name=MARKS["first name"],
        reference=MARKS["number at school"],
        born_on=world.students[0].born_on.replace(month=3, day=29),
        claims=(
            CompetencyClaim(
                competency_id="doe:koken",
                source=ClaimSource.TEACHER,
                level=Level(3),
                seen_on=NOW.date(),
                evidence=MARKS["evidence"],
            ),
        ),
    )
    world.students = (own, *world.students[1:])
    others = {
        "trainer": Account.of(Role.TRAINER, name="Joke", subject_id=world.accounts["employer"].subject_id),
        "peer": Account.of(Role.PEER, name="Milan", subject_id=own.id),
        "job coach": Account.of(Role.JOB_COACH, name="Wendy", subject_id=own.id),
        "region": Account.of(Role.COORDINATOR, name="Samira"),
        "administrator": Account.of(Role.ADMINISTRATOR, name="Robin"),
    }
    with world.house.writing() as work:
        work.students.save(own)
        for name, account in others.items():
            named = replace(account, id=stable_id("account", "canaries", name))
            world.accounts[name] = ensure_account(work, account=named, now=NOW - timedelta(days=30))
        for name, changed in (
            ("parent", {"name": MARKS["name of a parent"]}),
            ("student 0", {"email": MARKS["address"], "name": MARKS["first name"]}),
        ):
            holder = work.accounts.get(world.accounts[name].id)
            assert holder is not None
            work.accounts.save(replace(holder, **changed))
            world.accounts[name] = replace(world.accounts[name], name=changed["name"])
        say_it_is_wrong(
            work, by=world.accounts["student 0"], about="students.postcode4", words=MARKS["words about data"], now=NOW
        )
    world.report_id = reported(world)
    world.dossier_ids = dossier_of(world)
    world.dossier_ids.append(handed_over(world))
    talk_with(world)
    tell_cases(world)
    return street


def dossier_of(world: World) -> list[dict[str, UUID]]:
    """Let the student keep a private entry, one for school and one for parents, a text file beside each."""
    by, kept = world.accounts["student 0"], []
    texts = {name: MARKS[f"dossier: {name}"] for name in ("title", "goal", "result", "evaluation", "follow_up")}
    shown = (ShownCompetency(competency_id="doe:koken", level=Level.TEACHES),)
    private = EntryDraft(happened_on=NOW.date(), shown=shown, **texts)
    shared = EntryDraft(
        happened_on=NOW.date(), title=MARKS["shared dossier"], goal=MARKS["shared dossier"], sharing=Sharing.GUIDES
    )
    at_home = replace(
        shared, title=MARKS["dossier for parents"], goal=MARKS["dossier for parents"], sharing=Sharing.PARENTS
    )
    for draft, name, words in (
        (private, MARKS["dossier: name of a file"], MARKS["dossier: words in a file"]),
        (shared, "gedeeld", MARKS["shared dossier: words in a file"]),
        (at_home, "thuis", MARKS["dossier for parents: words in a file"]),
    ):
        file = CheckedFile(name=f"{name}.txt", kind=EvidenceKind.TEXT, content=words.encode())
        with world.house.writing(by) as work:
            entry = keep_entry(work, by=by, student_id=world.students[0].id, entry=draft, now=NOW)
            added = add_evidence(work, by=by, entry_id=entry.id, checked=file, now=NOW)
        kept.append({"entry_id": entry.id, "file_id": added.id})
    return kept


def talk_with(world: World) -> None:
    """Plan a conversation of each kind with a point of the student, and keep one with an agreement."""
    teacher, own, student_id = world.accounts["teacher"], world.accounts["student 0"], world.students[0].id
    at, agreed = NOW + timedelta(hours=1), MARKS["shared dossier: words of an agreement"]
    point = MARKS["shared dossier: point of a conversation"]
    for kind in ConversationKind:
        with world.house.writing(teacher) as work:
            talk, other = (
                plan_conversation(
                    work,
                    by=teacher,
                    student_id=student_id,
                    kind=kind,
                    place=ConversationPlace.SCHOOL,
                    at=at,
                    minutes=20,
                    now=NOW,
                )
                for _ in range(2)
            )
            record_conversation(
                work,
                by=teacher,
                conversation_id=other.id,
                at=at,
                minutes=20,
                place=ConversationPlace.SCHOOL,
                competencies=frozenset(),
                agreed=[Agreed(text=agreed, owner=AgreementOwner.STUDENT, due_on=date(2027, 2, 1))],
                now=at,
            )
        with world.house.writing(own) as work:
            prepare_conversation(work, by=own, conversation_id=talk.id, points=[point], left_out=())


def tell_cases(world: World) -> None:
    """Let the mentor offer two cases, of which the coordinator of the region publishes one."""
    mentor, region = world.accounts["teacher"], world.accounts["region"]
    for name in sorted(CASES):
        words = MARKS[name]
        with world.house.writing(mentor) as work:
            written = WrittenCase(
                title=words,
                situation=words,
                approach=words,
                outcome=words,
                question=words,
                competencies=frozenset({CareerCompetency.STEERING}),
                phase=Phase.MBO2,
            )
            case = offer_case(work, by=mentor, written=written, now=NOW)
        if name == "case to read":
            with world.house.writing(region) as work:
                publish_case(work, by=region, case_id=case.id, revision=case.revision, now=NOW)


def handed_over(world: World) -> dict[str, UUID]:
    """Let the mentor write and the student say yes to all of it, the private entry too, for a school of nobody."""
    own, mentor, student_id = world.accounts["student 0"], world.accounts["teacher"], world.students[0].id
    file = CheckedFile(
        name=f"{MARKS['hand-over: name of a school file']}.txt",
        kind=EvidenceKind.TEXT,
        content=MARKS["hand-over: words in a school file"].encode(),
    )
    words = MARKS["hand-over: words of the mentor"]
    with world.house.writing(own) as work:
        choosing.begin_handover(work, by=own, student_id=student_id, to_school="Elders", to_programme="", now=NOW)
    with world.house.writing(mentor) as work:
        choosing.write_words(work, by=mentor, student_id=student_id, words=words, now=NOW)
        added = choosing.add_transfer_file(work, by=mentor, student_id=student_id, checked=file, now=NOW)
    with world.house.writing(own) as work:
        choice = choosing.Choice(
            parts=frozenset(HandoverPart),
            entry_ids=frozenset(one.id for one in work.dossier.of_student(student_id)),
        )
        read = choosing.previewed(work, by=own, student_id=student_id, choice=choice, now=NOW)
        held = choosing.agree(work, by=own, student_id=student_id, choice=choice, read=read, now=NOW)
    with world.house.writing(mentor) as work:
        choosing.send(work, by=mentor, student_id=student_id, now=NOW)
    return {"handover_id": held.id, "file_id": added.id}


def reported(world: World) -> UUID:
    """Let the student report something with the own name, and the coordinator of the region settle it."""
    by, region = world.accounts["student 0"], world.accounts["region"]
    with world.house.writing(by) as work:
        made = reports.report(
            work,
            by=by,
            kind="discrimination",
            words=MARKS["words of a report"],
            where=MARKS["place in a report"],
            with_name=True,
            now=NOW,
        ).report
    with world.house.writing(region) as work:
        reports.take_report_in_hand(work, by=region, report_id=made.id, now=NOW)
        reports.settle_report(work, by=region, report_id=made.id, answer=MARKS["what was done about it"], now=NOW)
    return made.id


def taken_to(street: Street, stage: str) -> Application:
    world = street.world
    with world.house.writing() as work:
        application = propose_student(
            work,
            by=world.accounts["teacher"],
            student_id=world.students[0].id,
            placement_id=world.places[0].id,
            is_wish=True,
            reason=MARKS["reason of a helper"],
            now=world.now,
        )
    if stage == "shown":
        return application
    world.step("employer", application, StepKind.INVITE, **planned(world))
    if stage == "ended":
        return world.step("employer", application, StepKind.END, end_code="employer_schedule")
    if stage in ("meeting", "placed"):
        application = world.step("student 0", application, StepKind.AGREE, shares_email=True)
    if stage == "placed":
        world.step("employer", application, StepKind.OFFER)
        world.step("student 0", application, StepKind.ACCEPT)
        application = world.step("teacher", application, StepKind.PLACE)
    return application


def read_by(street: Street, who: str, application: Application) -> bytes:
    """Walk past every page and call as somebody, with the ids of the student, and give all that was answered."""
    visitor, read = street.visitor(who), []
    with street.world.house.reading() as work:
        account_id = street.world.accounts[who].id
        assert account_id is not None
        messages = [message.id for message in work.messages.of_account(account_id, limit=100)]
    ids: defaultdict[str, UUID | str] = defaultdict(uuid4)
    ids |= {
        "student_id": application.student_id,
        "application_id": application.id,
        "school": street.world.students[0].school,
        "report_id": street.world.report_id,
        "number": 1,
        "employer_id": street.world.accounts["employer"].subject_id or uuid4(),
    }
    role = street.world.accounts[who].role
    for path in PATHS:
        if (role, path) in NEVER:
            continue
        for placement in street.world.places[:2]:
            for message_id in messages or [uuid4()]:
                filled = path.replace(":path}", "}").format_map(
                    ids | {"placement_id": placement.id, "message_id": message_id}
                )
                answer = visitor.get(filled)
                read.append(answer.content)
                if answer.status_code == 403:
                    NEVER.add((role, path))
                if any(name in path for name in ("entry_id", "file_id", "handover_id")):
                    read += [visitor.get(path.format_map(ids | one)).content for one in street.world.dossier_ids]
                if "message_id" not in path:
                    break
            if "placement_id" not in path:
                break
    return b"".join(read)


@pytest.mark.parametrize("stage", STAGES)
def test_nobody_reads_a_mark_that_is_not_theirs_and_no_log_or_task_holds_one(
    marked_street: Street, stage: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    application = taken_to(marked_street, stage)

    walkers = set(marked_street.world.accounts) - TWINS if stage == "placed" else AT_EVERY_STAGE
    read = {who: read_by(marked_street, who, application) for who in walkers}

    found = {who: {name for name, mark in MARKS.items() if mark.encode() in answers} for who, answers in read.items()}
    allowed = READERS | {
        "employer": READERS["employer"] | STAGES[stage],
        "trainer": TRAINER_READS.get(stage, set()),
    }
    leaks = {who: sorted(names - allowed.get(who, set())) for who, names in found.items()}
    assert {who: names for who, names in leaks.items() if names} == {}
    logged = [name for name, mark in MARKS.items() if mark in own_lines(caplog)]
    assert logged == []
    with sqlite3.connect(tmp_path / "street.sqlite3") as database:
        deferred = repr(database.execute("SELECT arguments, last_error FROM outbox").fetchall())
    assert len(deferred) > 100
    assert [name for name, mark in MARKS.items() if mark in deferred] == []
    if stage == "placed":
        # The control: a mark that nobody could read would prove nothing.
        assert {who: found[who] for who in REALLY_READ} == REALLY_READ
        assert {who: marks & found[who] for who, marks in READ_BESIDES.items()} == READ_BESIDES
        assert {name for name in MARKS if "report" in name} - found["region"] == set()
        assert len(re.findall(rb"<main", read["student 0"])) > 15


def own_lines(caplog: pytest.LogCaptureFixture) -> str:
    """Give every line that was logged, but for those of the test's own browser, which holds the addresses it asks."""
    return "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpx2"))

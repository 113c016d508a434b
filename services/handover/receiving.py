"""The side of the next school: what arrived, the intake page, packages and loose files of elsewhere."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from career.competency import Level
from career.dossier import EntryDraft, Sharing, ShownCompetency
from career.errors import InvalidValueError
from career.handover import (
    READ_BY_SCHOOL,
    Handover,
    HandoverOrigin,
    HandoverPart,
    HandoverState,
    HandoverStep,
    NotedStep,
)
from services.competencies import current_catalogue
from services.dossier import add_evidence, put_entry
from services.errors import NotFoundError, found
from services.files.evidence import ENDINGS, CheckedFile, EvidenceKind, EvidenceRefusedError, checked_evidence
from services.handover.building import ENDING_OF, intake_page
from services.handover.choosing import own_key
from services.handover.content import HandedFile, HandedHolder, HandoverConsent, HandoverContent
from services.handover.keys import TrustedKey
from services.handover.package import Package, SignedPackage, pack, unpack, unpacked_own
from services.handover.refusing import HandoverRefusedError, Refusal
from services.local_time import local_day
from services.messages import tell
from services.permissions import Account, Act, may, note_shown, require
from services.reference import load_reference
from services.reference.dossier_terms import DossierTerms
from services.unit_of_work import UnitOfWork

PLAIN_SET = "bestanden"
"""Instead of the words that somebody agreed to: loose files carry none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A hand-over in the list of the next school.

    Parameters
    ----------
    can_read : bool
        This account does the intake, or watches over the intakes of the school.
    taken_name : str
        Who does the intake; empty while nobody does.
    """

    handover: Handover
    first_name: str
    can_read: bool
    taken_name: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What whoever does the intake reads."""

    handover: Handover
    content: HandoverContent
    steps: tuple[NotedStep, ...]


def arrived(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[Arrived, ...]:
    """Give what was handed over to the schools of this account: what waits longest for a talk first.

    Raises
    ------
    ForbiddenError
        This account receives nothing.
    """
    if not may(by, Act.RECEIVE_HAND_OVER):
        require(by, Act.RECEIVE_HAND_OVER, None)
    today = local_day(now)
    held = work.handovers.to_schools({tie.school for tie in by.ties if tie.school})
    note_shown(by, Act.RECEIVE_HAND_OVER, (one.student_id for one in held))
    told = _told(work, by, held, now)
    return tuple(sorted(told, key=lambda one: (bool(one.handover.spoken_at), one.handover.speak_by or today)))


def arrived_one(work: UnitOfWork, *, by: Account, handover_id: UUID, now: datetime) -> Arrived:
    """Give one line of that list, also to who does not do the intake.

    Raises
    ------
    NotFoundError
        There is no such hand-over to this school, or it was taken back.
    """
    return _told(work, by, [_received(work, by, handover_id)], now)[0]


def _told(work: UnitOfWork, by: Account, held: Sequence[Handover], now: datetime) -> list[Arrived]:
    names = work.accounts.names({one.taken_by for one in held if one.taken_by})
    return [
        Arrived(
            handover=one,
            first_name=found(work.students.get(one.student_id)).first_name,
            can_read=_reads(by, one),
            taken_name=names.get(one.taken_by, "") if one.taken_by else "",
            is_late=one.is_late(local_day(now)),
        )
        for one in held
    ]


def intake(work: UnitOfWork, *, by: Account, handover_id: UUID) -> Intake:
    """Give what arrived, to who does the intake and to who watches over the intakes of the school.

    Raises
    ------
    NotFoundError
        There is no such hand-over to this school, it was taken back, or another does the intake.
    """
    held = _received(work, by, handover_id)
    if not _reads(by, held):
        raise NotFoundError("not found")
    package = unpacked_own(found(work.handovers.package(held.id)))
    return Intake(handover=held, content=package.content, steps=work.handovers.steps(held.id))


def intake_file(work: UnitOfWork, *, by: Account, handover_id: UUID, number: int) -> tuple[HandedFile, bytes]:
    """Give a file of what arrived, by its place in the list from 1; raises as ``intake``."""
    return _file(work, intake(work, by=by, handover_id=handover_id), number)


def received_package(work: UnitOfWork, *, by: Account, handover_id: UUID) -> bytes:
    """Give the whole package as it arrived; raises as ``intake``."""
    intake(work, by=by, handover_id=handover_id)
    return found(work.handovers.package(handover_id))


def received_page(work: UnitOfWork, *, by: Account, handover_id: UUID) -> bytes:
    """Give the one page for people, as PDF/UA; raises as ``intake``."""
    return unpacked_own(received_package(work, by=by, handover_id=handover_id)).intake_pdf


def take_intake(work: UnitOfWork, *, by: Account, handover_id: UUID, now: datetime) -> Handover:
    """Say to do the intake; the student is told who reads along now.

    Raises
    ------
    NotFoundError
        As ``intake``; and only who watches over the intakes gives one to another by taking it over.
    """
    work.students.hold(_received(work, by, handover_id).student_id)
    held = _received(work, by, handover_id)
    if held.taken_by not in (None, by.id) and by.role is not Role.PLACEMENT_COORDINATOR:
        raise NotFoundError("not found")
    kept = held.taken(by=found(by.id))
    work.handovers.save(kept)
    work.handovers.note(kept, HandoverStep.TAKEN, role=by.role.value, at=now)
    _tell(work, kept, now)
    return kept


def note_talk(work: UnitOfWork, *, by: Account, handover_id: UUID, about: str, now: datetime) -> Handover:
    """Note that both schools spoke about it (warme overdracht), in one line that the student reads too.

    Raises
    ------
    InvalidValueError
        There is no line, or it is too long.
    """
    work.students.hold(_received(work, by, handover_id).student_id)
    held = intake(work, by=by, handover_id=handover_id).handover
    if not about.strip():
        raise InvalidValueError("handover", {"spoken_about": "schrijf in één regel wat jullie afspraken"})
    kept = held.spoken(about=about, now=now)
    work.handovers.save(kept)
    work.handovers.note(kept, HandoverStep.SPOKEN, role=by.role.value, at=now)
    _tell(work, kept, now)
    return kept


# -- From elsewhere ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A student of this school, to whom something of elsewhere can belong."""

    id: UUID
    name: str


def newcomers(work: UnitOfWork, *, by: Account) -> tuple[Newcomer, ...]:
    """Give the students of the schools of this account by name and class; each one shown is noted."""
    if not may(by, Act.RECEIVE_HAND_OVER):
        require(by, Act.RECEIVE_HAND_OVER, None)
    students = [
        one
        for tie in by.ties
        if tie.school
        for one in work.students.at(tie.school, group=tie.group if by.role is Role.TEACHER else "")
    ]
    note_shown(by, Act.RECEIVE_HAND_OVER, (one.id for one in students))
    named = ((one.id, f"{one.first_name} ({one.group})" if one.group else one.first_name) for one in students)
    return tuple(Newcomer(id=student_id, name=name) for student_id, name in sorted(named, key=lambda one: one[1]))


def trusted_keys(work: UnitOfWork) -> tuple[TrustedKey, ...]:
    """Give whose packages are believed: our own, and those that an administrator added."""
    return tuple(
        TrustedKey(key_id=key_id, name=name, x=x, until=until) for key_id, name, x, until, _ in work.handover_keys.all()
    )


def read_package(work: UnitOfWork, *, by: Account, data: bytes, now: datetime) -> SignedPackage:
    """Read a package of elsewhere, before its files are looked at; raises as ``package.unpack``."""
    require_receiver(by)
    terms = load_reference(local_day(now)).handover
    return unpack(data, trusted=trusted_keys(work), terms=terms, now=now)


def look_at_files(package: Package, *, terms: DossierTerms) -> None:
    """Open each file apart, as what a student sends is.

    What a sender whom we trust has signed is kept as it came, equal to the byte; it has to pass all the same.

    Raises
    ------
    HandoverRefusedError
        A file cannot be.
    """
    for file in package.content.files:
        try:
            checked_evidence(file.name, package.files[file.member], terms=terms)
        except EvidenceRefusedError as error:
            raise HandoverRefusedError(Refusal.FILE, f"{file.name}. {error.text}") from error
        if ENDING_OF[ENDINGS[file.name.rpartition(".")[2].lower()]] != file.member.rpartition(".")[2]:
            raise HandoverRefusedError(
                Refusal.FILE, f"{file.name}. De naam en het soort bestand passen niet bij elkaar."
            )


def keep_package(
    work: UnitOfWork, *, by: Account, student_id: UUID, signed: SignedPackage, data: bytes, now: datetime
) -> Handover:
    """Keep a package of elsewhere for a student of this school; the student decides what comes in the dossier.

    Raises
    ------
    InvalidValueError
        It is for another school, or it was taken in before.
    NotFoundError
        There is no such student at this school.
    """
    content = signed.package.content
    school = _school_of_newcomer(work, by, student_id)
    if content.to_school.casefold() != school.casefold():
        where = {
            "pakket": f"dit pakket is voor {content.to_school}, niet voor {school}; vraag een pakket voor jouw school"
        }
        raise InvalidValueError("handover", where)
    work.students.hold(student_id)
    if work.handovers.get(content.package_id) is not None:
        raise InvalidValueError("handover", {"pakket": "dit pakket is hier al; kijk in de lijst"})
    return _keep_arrived(
        work,
        by=by,
        student_id=student_id,
        content=content,
        data=data,
        origin=HandoverOrigin.PACKAGE,
        sender=signed.sender.name,
        now=now,
    )


def keep_files(
    work: UnitOfWork,
    *,
    by: Account,
    student_id: UUID,
    from_school: str,
    files: Sequence[CheckedFile],
    now: datetime,
) -> Handover:
    """Keep loose files of a school that has no package; nobody signed them, and the page says so.

    Parameters
    ----------
    files : sequence of CheckedFile
        Made anew by ``services.files.evidence``.

    Raises
    ------
    InvalidValueError
        There are none or too many, or the school has no name.
    """
    school = _school_of_newcomer(work, by, student_id)
    most = load_reference(local_day(now)).handover.files_per_package
    faults = {}
    if not 1 <= len(files) <= most:
        faults["bestanden"] = f"kies 1 tot en met {most} bestanden"
    if not from_school.strip():
        faults["van"] = "schrijf van welke school de bestanden komen"
    if faults:
        raise InvalidValueError("handover", faults)
    student = found(work.students.get(student_id))
    members = {f"files/{number:03}.{ENDING_OF[file.kind]}": file for number, file in enumerate(files, start=1)}
    content = HandoverContent(
        package_id=uuid4(),
        made_at=now,
        holder=HandedHolder(first_name=student.first_name),
        from_school=from_school.strip()[:120],
        to_school=school,
        files=tuple(
            HandedFile(
                member=member,
                name=file.name,
                part=HandoverPart.TRANSFER_FILE,
                sha256=hashlib.sha256(file.content).hexdigest(),
            )
            for member, file in members.items()
        ),
        consent=HandoverConsent(parts=(HandoverPart.TRANSFER_FILE,), given_at=now, text_version=PLAIN_SET),
    )
    package = Package(
        content=content,
        intake_pdf=intake_page(content),
        files={member: file.content for member, file in members.items()},
    )
    data = pack(package, key=own_key(work, now=now))
    return _keep_arrived(
        work, by=by, student_id=student_id, content=content, data=data, origin=HandoverOrigin.FILES, sender="", now=now
    )


def put_in_dossier(work: UnitOfWork, *, by: Account, handover_id: UUID, now: datetime) -> int:
    """Put as student what came from elsewhere in the own dossier, private as everything there, and count the entries.

    Raises
    ------
    NotFoundError
        It is not the student's own, did not come from elsewhere, or is in the dossier already.
    """
    student_id = found(by.subject_id)
    require(by, Act.HAND_OVER, student_id)
    work.students.hold(student_id)
    held = found(work.handovers.get(handover_id))
    if held.student_id != student_id or held.origin is HandoverOrigin.HERE or held.in_dossier_at or not held.is_live:
        raise NotFoundError("not found")
    package = unpacked_own(found(work.handovers.package(held.id)))
    known = current_catalogue(work).competencies
    for entry in package.content.entries:
        kept = put_entry(
            work,
            student_id=student_id,
            entry=EntryDraft(
                kind=entry.kind,
                title=entry.title,
                happened_on=entry.happened_on,
                goal=entry.goal,
                result=entry.result,
                evaluation=entry.evaluation,
                follow_up=entry.follow_up,
                career_competencies=frozenset(entry.career_competencies),
                shown=tuple(
                    ShownCompetency(competency_id=one.competency, level=Level(one.level))
                    for one in entry.shown
                    if one.competency in known
                ),
                sharing=Sharing.PRIVATE,
            ),
            now=now,
        )
        for file in package.content.files:
            if file.entry_id == entry.id:
                kind = EvidenceKind(ENDINGS[file.member.rpartition(".")[2]])
                checked = CheckedFile(name=file.name, kind=kind, content=package.files[file.member])
                add_evidence(work, by=by, entry_id=kept.id, checked=checked, now=now)
    done = replace(held, in_dossier_at=now)
    work.handovers.save(done)
    work.handovers.note(done, HandoverStep.IN_DOSSIER, role=by.role.value, at=now)
    return len(package.content.entries)


def handed_over(work: UnitOfWork, *, by: Account, student_id: UUID) -> tuple[Handover, ...]:
    """Give a student every hand-over that stands, also those of before and of elsewhere, the newest first."""
    require(by, Act.HAND_OVER, student_id)
    return tuple(one for one in work.handovers.of_student(student_id) if one.is_live)


def own_intake(work: UnitOfWork, *, by: Account, handover_id: UUID) -> Intake:
    """Give a student exactly what a school reads, for as long as it stands.

    Raises
    ------
    NotFoundError
        It is not the student's own, or nothing is packed.
    """
    held = work.handovers.get(handover_id)
    require(by, Act.HAND_OVER, None if held is None else held.student_id)
    package = unpacked_own(found(work.handovers.package(found(held).id)))
    return Intake(handover=found(held), content=package.content, steps=work.handovers.steps(handover_id))


def own_file(work: UnitOfWork, *, by: Account, handover_id: UUID, number: int) -> tuple[HandedFile, bytes]:
    """Give a student a file of what goes along, by its place from 1; raises as ``own_intake``."""
    return _file(work, own_intake(work, by=by, handover_id=handover_id), number)


def require_receiver(by: Account) -> None:
    """Refuse who receives nothing."""
    if not may(by, Act.RECEIVE_HAND_OVER):
        require(by, Act.RECEIVE_HAND_OVER, None)


def _file(work: UnitOfWork, read: Intake, number: int) -> tuple[HandedFile, bytes]:
    if not 1 <= number <= len(read.content.files):
        raise NotFoundError("not found")
    file = read.content.files[number - 1]
    package = unpacked_own(found(work.handovers.package(read.handover.id)))
    return file, package.files[file.member]


def _received(work: UnitOfWork, by: Account, handover_id: UUID) -> Handover:
    held = work.handovers.get(handover_id)
    require(
        by,
        Act.RECEIVE_HAND_OVER,
        None if held is None else held.student_id,
        school="" if held is None or held.state not in READ_BY_SCHOOL else held.to_school,
    )
    return found(held)


def _reads(by: Account, held: Handover) -> bool:
    return by.role is Role.PLACEMENT_COORDINATOR or (held.taken_by is not None and held.taken_by == by.id)


def _school_of_newcomer(work: UnitOfWork, by: Account, student_id: UUID) -> str:
    where = work.students.school_of(student_id)
    require(by, Act.RECEIVE_HAND_OVER, student_id, school="" if where is None else where[0])
    return found(where)[0]


def _keep_arrived(
    work: UnitOfWork,
    *,
    by: Account,
    student_id: UUID,
    content: HandoverContent,
    data: bytes,
    origin: HandoverOrigin,
    sender: str,
    now: datetime,
) -> Handover:
    today = local_day(now)
    kept = Handover(
        id=content.package_id,
        student_id=student_id,
        from_school=content.from_school,
        to_school=content.to_school,
        to_programme=content.to_programme,
        origin=origin,
        state=HandoverState.RECEIVED,
        parts=frozenset(part.value for part in content.consent.parts),
        sender=sender,
        text_version=content.consent.text_version,
        begun_at=now,
        agreed_at=content.consent.given_at,
        sent_at=now,
        taken_by=by.id,
        speak_by=today + timedelta(days=load_reference(today).handover.warm_handover_days),
    )
    work.handovers.save(kept)
    work.handovers.keep_package(kept.id, data)
    work.handovers.note(kept, HandoverStep.TAKEN, role=by.role.value, at=now)
    _tell(work, kept, now)
    return kept


def _tell(work: UnitOfWork, handover: Handover, now: datetime) -> None:
    for account_id in work.accounts.standing_for(handover.student_id):
        tell(work, to=account_id, kind=MessageKind.HANDOVER_MOVED, about=handover.student_id, now=now)

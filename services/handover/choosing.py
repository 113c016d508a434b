"""The side of the student, a parent and the school that hands over: what goes along, who said yes, and sending it."""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from career.dossier import DossierEntry
from career.errors import InvalidValueError
from career.handover import (
    NOT_YET_SENT,
    Handover,
    HandoverError,
    HandoverPart,
    HandoverState,
    HandoverStep,
    NotedStep,
    TransferFile,
)
from services.errors import NotFoundError, ServiceError, found
from services.files.evidence import CheckedFile, EvidenceKind, EvidenceRefusedError
from services.handover.building import made_package
from services.handover.content import text_of
from services.handover.keys import SigningKey
from services.handover.package import Package, pack, unpacked_own
from services.handover_words import TEXT_VERSION
from services.linking.phrases import personal_fault
from services.local_time import local_day
from services.messages import tell
from services.permissions import Account, Act, may, note_shown, require
from services.privacy.subjects import is_decided_for
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_FILES = 3
"""Files that a school puts beside a hand-over."""


class HandoverChangedError(ServiceError):
    """What goes along changed after it was read; nothing was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverView:
    """A hand-over as the student and the school that hands over see it.

    Parameters
    ----------
    handover : Handover or None
        The one that counts now; ``None`` while there is none.
    has_agreements : bool
        Something that was agreed in a conversation is still to be done.
    needs_parent : bool
        The student is too young to decide alone.
    has_package : bool
        Everything is packed, so that it can be read and taken along.
    """

    student_id: UUID
    first_name: str
    handover: Handover | None
    from_school: str = ""
    files: tuple[TransferFile, ...] = ()
    steps: tuple[NotedStep, ...] = ()
    has_agreements: bool = False
    needs_parent: bool = False
    has_package: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a student wants to let go along."""

    parts: frozenset[HandoverPart]
    entry_ids: frozenset[UUID]


def my_handover(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> HandoverView:
    """Give a student the own hand-over; raises as ``services.dossier.my_dossier``."""
    require(by, Act.HAND_OVER, student_id)
    return _view(work, student_id, now)


def handover_of(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> HandoverView:
    """Give who guides a student at school how far the hand-over is; not what the student chose."""
    require(by, Act.PREPARE_HAND_OVER, student_id, group=work.students.school_of(student_id))
    return _view(work, student_id, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A student in the list of a class, and how far the hand-over is; ``None`` while there is none."""

    student_id: UUID
    name: str
    handover: Handover | None


def group_handovers(work: UnitOfWork, *, by: Account) -> tuple[GroupRow, ...]:
    """Give who guides students the hand-overs of a class or school: what waits for the school first.

    Raises
    ------
    ForbiddenError
        This account hands nothing over.
    """
    if not may(by, Act.PREPARE_HAND_OVER):
        require(by, Act.PREPARE_HAND_OVER, None)
    students = [
        one
        for tie in by.ties
        if tie.school
        for one in work.students.at(tie.school, group=tie.group if by.role is Role.TEACHER else "")
    ]
    note_shown(by, Act.PREPARE_HAND_OVER, (one.id for one in students))
    newest: dict[UUID, Handover] = {}
    school_of = {one.id: one.school for one in students}
    for held in work.handovers.of_students(list(school_of)):
        if held.is_live and held.to_school != school_of[held.student_id]:
            newest.setdefault(held.student_id, held)
    rows = (GroupRow(student_id=one.id, name=one.first_name, handover=newest.get(one.id)) for one in students)
    return tuple(sorted(rows, key=lambda row: (_order(row.handover), row.name, row.student_id)))


def begin_handover(
    work: UnitOfWork, *, by: Account, student_id: UUID, to_school: str, to_programme: str, now: datetime
) -> Handover:
    """Begin a hand-over to a school, or say another school while it is not sent.

    Raises
    ------
    InvalidValueError
        The school or the programme cannot be.
    HandoverError
        One was sent already; that one has to be taken back first.
    """
    where = work.students.school_of(student_id)
    _require_either(by, student_id, where)
    work.students.hold(student_id)
    held = _current(work, student_id)
    if held is not None and held.state not in NOT_YET_SENT:
        raise HandoverError("it was sent already")
    if held is None:
        made = Handover(
            id=uuid4(),
            student_id=student_id,
            from_school=found(where)[0],
            to_school=to_school.strip(),
            to_programme=to_programme.strip(),
            begun_at=now,
        )
    else:
        made = replace(held.prepared(), to_school=to_school.strip(), to_programme=to_programme.strip())
    if made.to_school == made.from_school:
        raise InvalidValueError("handover", {"to_school": "dit is de school waar je nu bent; kies de volgende"})
    return _keep(work, made, HandoverStep.BEGUN, by=by, now=now)


def write_words(work: UnitOfWork, *, by: Account, student_id: UUID, words: str, now: datetime) -> Handover:
    """Write as mentor what the next school should know; the student reads it before agreeing.

    Raises
    ------
    InvalidValueError
        It is too long, or holds an address or a number of somebody.
    HandoverError
        It was sent already.
    """
    held = _to_prepare(work, by, student_id)
    fault = personal_fault(words)
    if fault:
        raise InvalidValueError("handover", {"mentor_words": fault})
    kept = _keep(work, held.prepared(mentor_words=words), HandoverStep.WORDS, by=by, now=now)
    _tell_student(work, kept, now)
    return kept


def require_room(work: UnitOfWork, *, by: Account, student_id: UUID) -> Handover:
    """Give the hand-over beside which a file can be put; raise ``EvidenceRefusedError`` when there are enough."""
    held = _to_prepare(work, by, student_id)
    if len(work.handovers.files(held.id)) >= MOST_FILES:
        raise EvidenceRefusedError(f"Er zijn al {MOST_FILES} bestanden. Doe eerst een bestand weg.")
    return held


def add_transfer_file(
    work: UnitOfWork, *, by: Account, student_id: UUID, checked: CheckedFile, now: datetime
) -> TransferFile:
    """Put the transfer file beside a hand-over, once it was looked at; raises as ``require_room``."""
    if checked.kind not in (EvidenceKind.PDF, EvidenceKind.TEXT):
        raise EvidenceRefusedError("Kies een PDF of een tekstbestand (TXT) voor het doorstroomdossier.")
    work.students.hold(student_id)
    held = require_room(work, by=by, student_id=student_id)
    file = TransferFile(
        id=uuid4(),
        handover_id=held.id,
        student_id=student_id,
        name=checked.name,
        kind=checked.kind.value,
        n_bytes=len(checked.content),
        added_at=now,
    )
    work.handovers.add_file(file, checked.content)
    kept = _keep(work, held.prepared(), HandoverStep.FILE, by=by, now=now)
    _tell_student(work, kept, now)
    return file


def remove_transfer_file(work: UnitOfWork, *, by: Account, file_id: UUID, now: datetime) -> UUID:
    """Take such a file away, and give whose it is."""
    file = found(work.handovers.file(file_id))
    held = _to_prepare(work, by, file.student_id)
    if held.id != file.handover_id:
        raise NotFoundError("not found")
    work.handovers.remove_file(file_id)
    _keep(work, held.prepared(), HandoverStep.FILE, by=by, now=now)
    return file.student_id


def read_transfer_file(work: UnitOfWork, *, by: Account, file_id: UUID) -> tuple[TransferFile, bytes]:
    """Give such a file to the student, or to who guides the student at the school that hands over."""
    file = work.handovers.file(file_id)
    student_id = None if file is None else file.student_id
    _require_either(by, student_id, None if student_id is None else work.students.school_of(student_id))
    return found(file), work.handovers.file_content(file_id)


def entries_to_choose(work: UnitOfWork, *, by: Account, student_id: UUID) -> tuple[DossierEntry, ...]:
    """Give a student every own entry, what happened last first."""
    require(by, Act.HAND_OVER, student_id)
    return work.dossier.of_student(student_id)


def parts_to_choose(view: HandoverView) -> tuple[HandoverPart, ...]:
    """Give what can go along now: words and files only where there are any."""
    held = found(view.handover)
    is_there: dict[HandoverPart, bool] = {
        HandoverPart.ENTRIES: True,
        HandoverPart.PROFILE: True,
        HandoverPart.AGREEMENTS: view.has_agreements,
        HandoverPart.CONDITIONS: True,
        HandoverPart.MENTOR_WORDS: bool(held.mentor_words),
        HandoverPart.TRANSFER_FILE: bool(view.files),
    }
    return tuple(part for part, is_it in is_there.items() if is_it)


def previewed(work: UnitOfWork, *, by: Account, student_id: UUID, choice: Choice, now: datetime) -> Package:
    """Give exactly what the next school would read.

    Raises
    ------
    HandoverError
        It was sent already.
    """
    require(by, Act.HAND_OVER, student_id)
    return made_package(work, _chosen(work, student_id, choice, now), now=now)


def seen_of(package: Package) -> str:
    """Name what a package says apart from when, so that a yes can be to what was read and to nothing else."""
    consent = package.content.consent.model_copy(update={"given_at": LONG_AGO})
    content = package.content.model_copy(update={"made_at": LONG_AGO, "consent": consent})
    return hashlib.sha256(text_of(content)).hexdigest()


def agree(work: UnitOfWork, *, by: Account, student_id: UUID, choice: Choice, read: Package, now: datetime) -> Handover:
    """Say yes to what was read; it is packed at once, so that nothing else can go along.

    Parameters
    ----------
    read : Package
        What ``previewed`` gave, made at this same moment.

    Raises
    ------
    HandoverChangedError
        Something changed meanwhile.
    """
    require(by, Act.HAND_OVER, student_id)
    work.students.hold(student_id)
    chosen = _chosen(work, student_id, choice, now)
    now_there = made_package(work, chosen, now=now)
    if now_there.content != read.content or now_there.files != read.files:
        raise HandoverChangedError("read it again")
    kept = _keep(work, chosen, HandoverStep.AGREED, by=by, now=now)
    work.handovers.keep_package(kept.id, pack(now_there, key=own_key(work, now=now)))
    if kept.state is HandoverState.PARENT_ASKED:
        for parent in work.accounts.related(Role.PARENT, day=local_day(now), student_id=student_id):
            tell(work, to=parent, kind=MessageKind.HANDOVER_PARENT, about=student_id, now=now)
    else:
        _tell_school(work, kept, now)
    return kept


def asked_of_parent(work: UnitOfWork, *, by: Account, student_id: UUID) -> HandoverView:
    """Give a parent to which school a child wants to hand over; not what goes along."""
    require(by, Act.AGREE_TO_HAND_OVER, student_id)
    held = _current(work, student_id)
    if held is None or held.state is not HandoverState.PARENT_ASKED:
        raise NotFoundError("not found")
    return HandoverView(
        student_id=student_id, first_name=found(work.students.get(student_id)).first_name, handover=held
    )


def children_asked(work: UnitOfWork, *, by: Account) -> frozenset[UUID]:
    """Give the children of a parent who wait for a yes; whoever shows them was let through already."""
    ids = [tie.subject_id for tie in by.ties if tie.subject_id is not None]
    return frozenset(
        one.student_id for one in work.handovers.of_students(ids) if one.state is HandoverState.PARENT_ASKED
    )


def answer_as_parent(work: UnitOfWork, *, by: Account, student_id: UUID, is_yes: bool, now: datetime) -> Handover:
    """Say yes or no as a parent of who is too young; raises as ``asked_of_parent``."""
    require(by, Act.AGREE_TO_HAND_OVER, student_id)
    work.students.hold(student_id)
    held = found(asked_of_parent(work, by=by, student_id=student_id).handover)
    step = HandoverStep.PARENT_AGREED if is_yes else HandoverStep.PARENT_REFUSED
    kept = _keep(work, held.answered_by_parent(is_yes=is_yes), step, by=by, now=now)
    if is_yes:
        key = own_key(work, now=now)
        package = unpacked_own(found(work.handovers.package(kept.id)))
        consent = package.content.consent.model_copy(update={"with_parent_at": now})
        content = package.content.model_copy(update={"consent": consent, "made_at": now})
        work.handovers.keep_package(kept.id, pack(replace(package, content=content), key=key))
        _tell_school(work, kept, now)
    else:
        work.handovers.keep_package(kept.id, None)
    _tell_student(work, kept, now)
    return kept


def send(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> Handover:
    """Send what everybody said yes to; the next school hears of it, and the two schools speak by a day.

    Raises
    ------
    HandoverError
        Not everybody has said yes.
    """
    require(by, Act.PREPARE_HAND_OVER, student_id, group=work.students.school_of(student_id))
    work.students.hold(student_id)
    today = local_day(now)
    days = load_reference(today).handover.warm_handover_days
    sent = found(_current(work, student_id)).sent(now=now, speak_days=days, today=today)
    kept = _keep(work, sent, HandoverStep.SENT, by=by, now=now)
    for coordinator in work.accounts.related(Role.PLACEMENT_COORDINATOR, day=today, school=kept.to_school):
        tell(work, to=coordinator, kind=MessageKind.HANDOVER_ARRIVED, about=kept.id, now=now)
    _tell_student(work, kept, now)
    return kept


def withdraw(work: UnitOfWork, *, by: Account, student_id: UUID, handover_id: UUID, now: datetime) -> Handover:
    """Take a hand-over back at any moment: the package is gone, and the next school reads nothing any more."""
    require(by, Act.HAND_OVER, student_id)
    work.students.hold(student_id)
    held = found(work.handovers.get(handover_id))
    if held.student_id != student_id or not held.is_live:
        raise NotFoundError("not found")
    kept = _keep(work, held.withdrawn(), HandoverStep.WITHDRAWN, by=by, now=now)
    if held.taken_by is not None:
        tell(work, to=held.taken_by, kind=MessageKind.HANDOVER_ARRIVED, about=kept.id, now=now)
    return kept


def own_key(work: UnitOfWork, *, now: datetime) -> SigningKey:
    """Give the key of this installation, made the first time."""
    held = work.handover_keys.own()
    if held is not None:
        return SigningKey(x=held[0], d=held[1])
    made = SigningKey.new()
    work.handover_keys.keep(key_id=made.key_id, name="Deze Plekwijzer", x=made.x, d=made.d, now=now)
    return made


def _view(work: UnitOfWork, student_id: UUID, now: datetime) -> HandoverView:
    held = _current(work, student_id)
    return HandoverView(
        student_id=student_id,
        first_name=found(work.students.get(student_id)).first_name,
        handover=held,
        from_school=(work.students.school_of(student_id) or ("", ""))[0],
        files=() if held is None else work.handovers.files(held.id),
        steps=() if held is None else work.handovers.steps(held.id),
        has_agreements=bool(work.conversations.open_agreements_of([student_id])),
        needs_parent=is_decided_for(work, student_id=student_id, now=now),
        has_package=held is not None and held.agreed_at is not None,
    )


def _current(work: UnitOfWork, student_id: UUID) -> Handover | None:
    """Give the newest that begins at the school where the student is, and was not taken back."""
    where = work.students.school_of(student_id)
    live = (one for one in work.handovers.of_student(student_id) if one.is_live)
    return next((one for one in live if where is not None and one.to_school != where[0]), None)


def _order(held: Handover | None) -> int:
    waiting = (HandoverState.AGREED, HandoverState.OPEN, HandoverState.PARENT_ASKED)
    if held is None:
        return len(waiting) + 1
    return waiting.index(held.state) if held.state in waiting else len(waiting)


def _to_prepare(work: UnitOfWork, by: Account, student_id: UUID) -> Handover:
    require(by, Act.PREPARE_HAND_OVER, student_id, group=work.students.school_of(student_id))
    work.students.hold(student_id)
    held = found(_current(work, student_id))
    held.prepared()
    return held


def _chosen(work: UnitOfWork, student_id: UUID, choice: Choice, now: datetime) -> Handover:
    held = found(_current(work, student_id))
    own = {entry.id for entry in work.dossier.of_student(student_id)}
    parts = set(choice.parts) if choice.entry_ids & own else set(choice.parts) - {HandoverPart.ENTRIES}
    if not parts:
        raise InvalidValueError("handover", {"parts": "kies minstens één ding dat meegaat, of trek de overstap in"})
    return held.agreed(
        parts=frozenset(part.value for part in parts),
        entry_ids=frozenset(choice.entry_ids & own) if HandoverPart.ENTRIES in parts else frozenset(),
        text_version=TEXT_VERSION,
        asks_parent=is_decided_for(work, student_id=student_id, now=now),
        now=now,
    )


def _keep(work: UnitOfWork, handover: Handover, step: HandoverStep, *, by: Account, now: datetime) -> Handover:
    work.handovers.save(handover)
    if handover.state is HandoverState.OPEN:
        work.handovers.keep_package(handover.id, None)
    work.handovers.note(handover, step, role=by.role.value, at=now)
    return handover


def _tell_student(work: UnitOfWork, handover: Handover, now: datetime) -> None:
    for account_id in work.accounts.standing_for(handover.student_id):
        tell(work, to=account_id, kind=MessageKind.HANDOVER_MOVED, about=handover.student_id, now=now)


def _tell_school(work: UnitOfWork, handover: Handover, now: datetime) -> None:
    where = work.students.school_of(handover.student_id)
    if where is None:
        return
    day, (school, group) = local_day(now), where
    for teacher in work.accounts.related(Role.TEACHER, day=day, school=school, group=group):
        tell(work, to=teacher, kind=MessageKind.HANDOVER_AGREED, about=handover.student_id, now=now)


def _require_either(by: Account, student_id: UUID | None, where: tuple[str, str] | None) -> None:
    act = Act.HAND_OVER if by.role is Role.STUDENT else Act.PREPARE_HAND_OVER
    require(by, act, student_id, group=where)

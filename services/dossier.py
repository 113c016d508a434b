"""The career dossier: kept by the student, read by whom the student lets read it, entry by entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from accounts.role import Role
from career.competency import ClaimSource, CompetencyKind
from career.dossier import (
    LONGEST_TITLE,
    CareerCompetency,
    DossierEntry,
    DossierFile,
    EntryDraft,
    EntryKind,
    shown_claims,
)
from career.errors import InvalidValueError
from events.event import Event
from services.competencies import current_catalogue
from services.errors import NotFoundError, found
from services.files.evidence import CheckedFile, EvidenceRefusedError
from services.local_time import local_day
from services.permissions import Account, Act, is_within_reach, may, require
from services.profile import ABILITY_KINDS, put_own_claims
from services.reference import load_reference
from services.unit_of_work import UnitOfWork


def my_dossier(work: UnitOfWork, *, by: Account, student_id: UUID) -> tuple[DossierEntry, ...]:
    """Give what somebody may read of a dossier, what happened last first.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    require(by, Act.VIEW_DOSSIER, student_id, group=work.students.school_of(student_id))
    return _readable(work, by=by, student_id=student_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDossier:
    """What who guides a student, or a parent, reads of the dossier."""

    first_name: str
    entries: tuple[DossierEntry, ...]


def dossier_of(work: UnitOfWork, *, by: Account, student_id: UUID) -> SharedDossier:
    """Give what a student shared, with whose it is; raises as ``my_dossier``."""
    entries = my_dossier(work, by=by, student_id=student_id)
    return SharedDossier(first_name=found(work.students.get(student_id)).first_name, entries=entries)


def what_can_be_shown(work: UnitOfWork, *, by: Account) -> tuple[tuple[str, str], ...]:
    """Give what an entry can show, id and plain words, in the order of the alphabet.

    These are the everyday activities, and what the student said to be able to do before.
    """
    student_id = found(by.subject_id)
    require(by, Act.EDIT_DOSSIER, student_id)
    catalogue = current_catalogue(work)
    said = {claim.competency_id for claim in found(work.students.get(student_id)).claims}
    told = (
        (one.id, one.plain_label)
        for one in catalogue.competencies.values()
        if one.kind is CompetencyKind.ACTIVITY or (one.id in said and one.kind in ABILITY_KINDS)
    )
    return tuple(sorted(told, key=lambda one: one[1]))


def dossier_entry(work: UnitOfWork, *, by: Account, entry_id: UUID) -> DossierEntry:
    """Give one entry; one that this account may not read is as one that is not there."""
    held = work.dossier.get(entry_id)
    student_id = None if held is None else held.student_id
    group = None if student_id is None else work.students.school_of(student_id)
    require(by, Act.VIEW_DOSSIER, student_id, group=group)
    if held is None or not _reads(by, held):
        raise NotFoundError("not found")
    return held


def keep_entry(work: UnitOfWork, *, by: Account, student_id: UUID, entry: EntryDraft, now: datetime) -> DossierEntry:
    """Keep an entry, new or changed; what it shows is put in the profile, so that the places follow.

    The assignment and the event of an entry stay what they were when it was first kept.

    Raises
    ------
    NotFoundError
        The entry that is changed is not there, or is somebody else's.
    InvalidValueError
        Something in it cannot be; all faults of the entry at once.
    UnknownCodeError
        The catalogue does not hold a competency.
    """
    require(by, Act.EDIT_DOSSIER, student_id)
    return put_entry(work, student_id=student_id, entry=entry, now=now)


def put_entry(work: UnitOfWork, *, student_id: UUID, entry: EntryDraft, now: datetime) -> DossierEntry:
    """Keep an entry as ``keep_entry`` does, for whoever was let through to the student already; raises as that does."""
    # The student first and then the entry: two changes at once then wait for one another.
    work.students.hold(student_id)
    before = None if entry.id is None else _own(work, student_id=student_id, entry_id=entry.id)
    kept = DossierEntry(
        id=before.id if before else uuid4(),
        student_id=student_id,
        kind=entry.kind,
        title=entry.title.strip(),
        happened_on=entry.happened_on,
        goal=entry.goal.strip(),
        result=entry.result.strip(),
        evaluation=entry.evaluation.strip(),
        follow_up=entry.follow_up.strip(),
        career_competencies=entry.career_competencies,
        shown=entry.shown,
        sharing=entry.sharing,
        assignment_id=before.assignment_id if before else entry.assignment_id,
        event_id=before.event_id if before else entry.event_id,
        kept_at=before.kept_at if before else now,
        changed_at=now,
    )
    if kept.happened_on > local_day(now):
        raise InvalidValueError("dossier entry", {"happened_on": "kies een dag die al is geweest, of vandaag"})
    others = [one for one in work.dossier.of_student(student_id) if one.id != kept.id]
    most = load_reference(local_day(now)).dossier.entries_per_student
    if len(others) >= most:
        raise InvalidValueError("dossier entry", {"title": f"houd je dossier op hoogstens {most} stukken"})
    work.dossier.save(kept)
    _follow(work, before=before, after=kept, others=others)
    return kept


def begin_from_event(work: UnitOfWork, *, student_id: UUID, event: Event, now: datetime) -> None:
    """Begin an entry about an event at which a student was, for the student to finish; once for each event.

    Whoever asks has been let through already, and the student said that it may be in the dossier.
    """
    work.students.hold(student_id)
    if any(one.event_id == event.id for one in work.dossier.of_student(student_id)):
        return
    work.dossier.save(
        DossierEntry(
            id=uuid4(),
            student_id=student_id,
            kind=EntryKind.EVENT,
            title=event.title[:LONGEST_TITLE],
            happened_on=local_day(event.starts_at),
            career_competencies=frozenset({CareerCompetency.EXPLORATION}),
            event_id=event.id,
            kept_at=now,
            changed_at=now,
        )
    )


def remove_entry(work: UnitOfWork, *, by: Account, entry_id: UUID) -> None:
    """Take an entry away, and from the profile what only this entry showed.

    Raises
    ------
    NotFoundError
        There is no such entry of the own dossier.
    """
    student_id = found(by.subject_id)
    require(by, Act.EDIT_DOSSIER, student_id)
    take_entry(work, student_id=student_id, entry_id=entry_id)


def take_entry(work: UnitOfWork, *, student_id: UUID, entry_id: UUID) -> None:
    """Take an entry away as ``remove_entry`` does, for whoever was let through to the student already."""
    work.students.hold(student_id)
    before = _own(work, student_id=student_id, entry_id=entry_id)
    work.dossier.remove(entry_id)
    _follow(work, before=before, after=None, others=work.dossier.of_student(student_id))


def evidence_of(work: UnitOfWork, *, by: Account, student_id: UUID) -> Mapping[UUID, tuple[DossierFile, ...]]:
    """Give by entry the files beside the entries that this account may read; raises as ``my_dossier``."""
    entries = my_dossier(work, by=by, student_id=student_id)
    files = work.dossier.files_of(student_id)
    return {entry.id: tuple(one for one in files if one.entry_id == entry.id) for entry in entries}


def files_of(work: UnitOfWork, *, by: Account, entry_id: UUID) -> tuple[DossierFile, ...]:
    """Give the files beside one entry; raises as ``dossier_entry``."""
    entry = dossier_entry(work, by=by, entry_id=entry_id)
    return tuple(one for one in work.dossier.files_of(entry.student_id) if one.entry_id == entry_id)


def require_room(work: UnitOfWork, *, by: Account, entry_id: UUID, now: datetime) -> DossierEntry:
    """Give an own entry beside which a file can be put.

    Raises
    ------
    NotFoundError
        There is no such entry of the own dossier.
    EvidenceRefusedError
        There are as many files as may be.
    """
    student_id = found(by.subject_id)
    require(by, Act.EDIT_DOSSIER, student_id)
    entry = _own(work, student_id=student_id, entry_id=entry_id)
    most = load_reference(local_day(now)).dossier.files_per_student
    if work.dossier.count_files(student_id) >= most:
        raise EvidenceRefusedError(f"Je hebt al {most} bestanden. Doe eerst een bestand weg.")
    return entry


def add_evidence(work: UnitOfWork, *, by: Account, entry_id: UUID, checked: CheckedFile, now: datetime) -> DossierFile:
    """Put a file that was looked at beside an own entry; raises as ``require_room``."""
    work.students.hold(found(by.subject_id))
    entry = require_room(work, by=by, entry_id=entry_id, now=now)
    kept = DossierFile(
        id=uuid4(),
        entry_id=entry.id,
        student_id=entry.student_id,
        name=checked.name,
        kind=checked.kind.value,
        n_bytes=len(checked.content),
        added_at=now,
    )
    work.dossier.add_file(kept, checked.content)
    return kept


def read_evidence(work: UnitOfWork, *, by: Account, file_id: UUID) -> tuple[DossierFile, bytes]:
    """Give a file to whoever may read its entry; another is as one that is not there."""
    held = found(work.dossier.file(file_id))
    dossier_entry(work, by=by, entry_id=held.entry_id)
    return held, work.dossier.content(file_id)


def remove_evidence(work: UnitOfWork, *, by: Account, file_id: UUID) -> UUID:
    """Take an own file away, and give the entry beside which it was."""
    student_id = found(by.subject_id)
    require(by, Act.EDIT_DOSSIER, student_id)
    held = found(work.dossier.file(file_id))
    if held.student_id != student_id:
        raise NotFoundError("not found")
    work.dossier.remove_file(file_id)
    return held.entry_id


def where_shown(work: UnitOfWork, *, by: Account, student_id: UUID) -> Mapping[str, str]:
    """Give by competency the title of the entry that shows it, of the entries that this account may read.

    Whoever asks was let through to the student already; for who reads no dossiers there is nothing.
    """
    if not may(by, Act.VIEW_DOSSIER):
        return {}
    # Asked without a note of its own: this is a word in an explanation, and that look is noted.
    if not is_within_reach(by, Act.VIEW_DOSSIER, student_id, group=work.students.school_of(student_id)):
        return {}
    shown = shown_claims(_readable(work, by=by, student_id=student_id))
    return {code: claim.evidence for code, claim in shown.items()}


def _readable(work: UnitOfWork, *, by: Account, student_id: UUID) -> tuple[DossierEntry, ...]:
    return tuple(one for one in work.dossier.of_student(student_id) if _reads(by, one))


def _reads(by: Account, entry: DossierEntry) -> bool:
    if by.role is Role.PARENT:
        return entry.is_for_parents
    return by.role is Role.STUDENT or entry.is_for_guides


def _own(work: UnitOfWork, *, student_id: UUID, entry_id: UUID) -> DossierEntry:
    held = found(work.dossier.get(entry_id))
    if held.student_id != student_id:
        raise NotFoundError("not found")
    return held


def _follow(
    work: UnitOfWork, *, before: DossierEntry | None, after: DossierEntry | None, others: Iterable[DossierEntry]
) -> None:
    """Let the profile follow one entry: the last word on what it shows, or showed.

    What the student said since in another way is left alone: only what stands there with the title of the entry as it
    was is taken back.
    """
    was = {one.competency_id for one in before.shown} if before else set()
    is_now = {one.competency_id for one in after.shown} if after else set()
    claims = shown_claims((*others, *((after,) if after else ())))
    student_id = found(after or before).student_id
    student = found(work.students.get(student_id))
    own = {claim.competency_id: claim for claim in student.claims if claim.source is ClaimSource.SELF}
    gone = {code for code in was - is_now if before and code in own and own[code].evidence == before.title}
    put_own_claims(
        work,
        student_id=student_id,
        said=[claims[code] for code in sorted(is_now | gone) if code in claims],
        taken_back=gone,
    )

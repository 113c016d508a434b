"""Cases among people at the schools of a region: offered, looked over by another, read without a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from career.assignment import Phase
from career.case import TEXTS, CaseState, TeacherCase, names_in
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from services.errors import NotFoundError, found
from services.linking.phrases import personal_fault
from services.messages import tell
from services.paging import Paging
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork
from services.wording import list_text

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCase:
    """What somebody writes in the form of a case."""

    title: str
    situation: str
    approach: str
    outcome: str
    question: str
    competencies: frozenset[CareerCompetency]
    phase: Phase

    @property
    def texts(self) -> Mapping[str, str]:
        """What others would read, by field."""
        return {name: getattr(self, name).strip() for name in TEXTS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cases:
    """The cases of a region as somebody at school reads them.

    Parameters
    ----------
    published : tuple of TeacherCase
        One page of them, the newest first; who wrote one is shown nowhere.
    own : tuple of TeacherCase
        What the reader wrote, in any state.
    """

    published: tuple[TeacherCase, ...]
    paging: Paging
    own: tuple[TeacherCase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesToModerate:
    """The cases for who looks them over.

    Parameters
    ----------
    offered : tuple of TeacherCase
        The one that waits longest first, without what the moderator wrote.
    published : tuple of TeacherCase
        One page of them, the newest first.
    """

    offered: tuple[TeacherCase, ...]
    published: tuple[TeacherCase, ...]
    paging: Paging


def cases_to_read(
    work: UnitOfWork,
    *,
    by: Account,
    about: CareerCompetency | None = None,
    phase: Phase | None = None,
    page: int = 1,
) -> Cases:
    """Give what others shared, about one career competency or for one year of school when asked, and the own cases."""
    require(by, Act.SHARE_CASES, None)
    shared = work.cases.in_state(CaseState.PUBLISHED, phase=phase)
    wanted = [one for one in shared if about is None or about in one.competencies]
    paging = Paging.of(len(wanted), size=PAGE_SIZE, asked=page)
    return Cases(
        published=tuple(paging.cut(wanted)),
        paging=paging,
        own=work.cases.of_author(found(by.id)),
    )


def own_case(work: UnitOfWork, *, by: Account, case_id: UUID) -> TeacherCase:
    """Give a case that somebody wrote, to go on with; raise ``NotFoundError`` for any other."""
    require(by, Act.SHARE_CASES, None)
    return _own(work, by=by, case_id=case_id)


def offer_case(
    work: UnitOfWork, *, by: Account, written: WrittenCase, case_id: UUID | None = None, now: datetime
) -> TeacherCase:
    """Offer a case to the region, new or changed; nobody else reads it before somebody looked it over.

    Raises
    ------
    InvalidValueError
        A text is empty or too long, or points at somebody: a student of the own class by name, the own school or class,
        an address, a number or a date.
    NotFoundError
        It is to be changed, and is not one of this account.
    """
    new = check_case(work, by=by, written=written, now=now)
    if case_id is not None:
        work.cases.hold(case_id)
        new = _own(work, by=by, case_id=case_id).rewritten(new, at=now)
    work.cases.save(new)
    work.note(by=by, act=Act.SHARE_CASES, subject_id=new.id, reason="offered")
    return new


def check_case(work: UnitOfWork, *, by: Account, written: WrittenCase, now: datetime) -> TeacherCase:
    """Give the case as it would be kept; raises as ``offer_case``, with all faults at once."""
    require(by, Act.SHARE_CASES, None)
    texts = written.texts
    faults = _pointing_faults(work, by=by, texts=texts)
    try:
        case = TeacherCase(
            id=uuid4(),
            author_id=found(by.id),
            competencies=written.competencies,
            phase=written.phase,
            changed_at=now,
            title=texts["title"],
            situation=texts["situation"],
            approach=texts["approach"],
            outcome=texts["outcome"],
            question=texts["question"],
        )
    except InvalidValueError as error:
        faults = {**faults, **error.faults}
    if faults:
        raise InvalidValueError("case", faults)
    return case


def withdraw_case(work: UnitOfWork, *, by: Account, case_id: UUID) -> None:
    """Take an own case back, whatever its state; raise ``NotFoundError`` when it is not the own."""
    require(by, Act.SHARE_CASES, None)
    work.cases.remove(_own(work, by=by, case_id=case_id).id)
    work.note(by=by, act=Act.SHARE_CASES, subject_id=case_id, reason="withdrawn")


def doubt_case(work: UnitOfWork, *, by: Account, case_id: UUID, now: datetime) -> None:
    """Say that somebody can be recognised in a case: it is hidden at once, and looked over again.

    Raises
    ------
    CaseStepError
        It is not to be read by others.
    NotFoundError
        There is no such case.
    """
    require(by, Act.SHARE_CASES, None)
    work.cases.hold(case_id)
    work.cases.save(found(work.cases.get(case_id)).doubt(at=now))
    work.note(by=by, act=Act.SHARE_CASES, subject_id=case_id, reason="doubted")


def cases_to_moderate(work: UnitOfWork, *, by: Account, page: int = 1) -> CasesToModerate:
    """Give the coordinator what waits and a page of what is to be read."""
    require(by, Act.MODERATE_CASES, None)
    offered = reversed(work.cases.in_state(CaseState.OFFERED))
    published = work.cases.in_state(CaseState.PUBLISHED)
    paging = Paging.of(len(published), size=PAGE_SIZE, asked=page)
    return CasesToModerate(
        offered=tuple(one for one in offered if one.author_id != by.id),
        published=tuple(paging.cut(published)),
        paging=paging,
    )


def publish_case(work: UnitOfWork, *, by: Account, case_id: UUID, revision: int, now: datetime) -> None:
    """Let everybody at the schools of the region read a case.

    Raises
    ------
    CaseStepError
        It does not wait any more, or the texts changed since they were read.
    NotFoundError
        There is no such case, or the moderator wrote it.
    """
    case = _to_moderate(work, by=by, case_id=case_id)
    work.cases.save(case.publish(revision=revision, at=now))
    _tell_author(work, by=by, case=case, reason="published", now=now)


def return_case(work: UnitOfWork, *, by: Account, case_id: UUID, revision: int, note: str, now: datetime) -> None:
    """Give a case back to who wrote it, with what has to change; raises as ``publish_case``.

    Raises
    ------
    InvalidValueError
        The note is empty, too long or points at somebody.
    """
    case = _to_moderate(work, by=by, case_id=case_id)
    if fault := personal_fault(note):
        raise InvalidValueError("case", {"note": fault})
    work.cases.save(case.send_back(note, revision=revision, at=now))
    _tell_author(work, by=by, case=case, reason="returned", now=now)


def count_to_moderate(work: UnitOfWork, *, by: Account) -> int:
    """Count for the coordinator the cases that wait."""
    require(by, Act.MODERATE_CASES, None)
    return work.cases.count_offered()


def _own(work: UnitOfWork, *, by: Account, case_id: UUID) -> TeacherCase:
    held = found(work.cases.get(case_id))
    if held.author_id != by.id:
        raise NotFoundError("not found")
    return held


def _to_moderate(work: UnitOfWork, *, by: Account, case_id: UUID) -> TeacherCase:
    require(by, Act.MODERATE_CASES, None)
    work.cases.hold(case_id)
    held = found(work.cases.get(case_id))
    if held.author_id == by.id:
        raise NotFoundError("not found")
    return held


def _tell_author(work: UnitOfWork, *, by: Account, case: TeacherCase, reason: str, now: datetime) -> None:
    tell(work, to=case.author_id, kind=MessageKind.CASE_DECIDED, about=case.id, now=now)
    work.note(by=by, act=Act.MODERATE_CASES, subject_id=case.id, reason=reason)


def _pointing_faults(work: UnitOfWork, *, by: Account, texts: Mapping[str, str]) -> dict[str, str]:
    """Say per field what points at somebody: data about a person, or a name from the own school."""
    students, places = _names_around(work, by=by)
    faults = {}
    for field, text in texts.items():
        told = personal_fault(text)
        if named := names_in(text, students):
            told = f"{list_text([f'‘{name}’' for name in named])} is een naam uit je klas. Schrijf ‘een leerling’"
        elif named := names_in(text, places):
            told = f"Noem {list_text([f'‘{name}’' for name in named])} niet: dan weet iemand over wie het gaat"
        if told:
            faults[field] = told
    return faults


def _names_around(work: UnitOfWork, *, by: Account) -> tuple[set[str], set[str]]:
    """Give the first names of the students somebody guides, and the names of the own schools and classes."""
    students, places = set(), set()
    for tie in by.ties:
        group = tie.group if by.role is Role.TEACHER else ""
        students |= {one.first_name for one in work.students.at(tie.school, group=group)}
        places |= {tie.school, *([tie.group] if tie.group else [])}
    return students, places

"""Step two: after a match and a yes, what may be had for this young person; the answers are kept nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from career.application import Application
from career.application_rules import PROMISED, ApplicationState
from career.scheme_consent import SchemeConsent, SchemeConsentError
from career.student import Student
from employer_toolkit.placement import Placement
from employer_toolkit.scheme import PlaceFacts, SchemeVerdict, Weighed, row_for
from services.applications.acting import held
from services.applications.starting import asks_parent
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, may, note_shown, require
from services.places_in_words import Place, places_in_words
from services.reference import SchemeQuestion, load_reference
from services.schemes.advising import weigh_all
from services.schemes.asking import ALWAYS_WAGED, facts_of_placement
from services.unit_of_work import UnitOfWork
from services.wording import day_text

MATCHED = PROMISED | {ApplicationState.PLACED}
"""Before there is a place, nobody looks for schemes for anybody."""
TEXT_VERSION = "2026-11"
"""Which wording of the page somebody read when saying yes."""
PAYS_WAGE = "loon"
"""The one question about the place: whether the young person is on the payroll."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeTold:
    """All that a company reads of what was found: the scheme and what to do."""

    code: str
    name: str
    first_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeChoice:
    """What a student, or the parent of who is too young, sees of the yes and of what was found.

    Parameters
    ----------
    may_decide : bool
        Whether whoever looks may say yes; taking back a student may always.
    said_text, shared_text : str
        On which day; empty for what was not said, or was taken back.
    found : tuple of SchemeTold
        Exactly what the company reads after the second yes.
    """

    application_id: UUID
    place: Place
    first_name: str
    may_decide: bool
    is_parent: bool
    said_text: str
    shared_text: str
    was_withdrawn: bool
    found: tuple[SchemeTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachedMatch:
    """A match of a young person whom a job coach guides.

    Parameters
    ----------
    said_text : str
        On which day the yes was given; empty while there is none.
    """

    application_id: UUID
    first_name: str
    place: Place
    said_text: str
    is_shared: bool
    found: tuple[SchemeTold, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeInquiry:
    """What a job coach is asked about a match, once there is a yes; nothing of the answers is kept."""

    match: CoachedMatch
    asks_wage: bool
    questions: tuple[SchemeQuestion, ...]


def my_scheme_choice(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> SchemeChoice:
    """Give whoever decides what was said and found for one match.

    Raises
    ------
    NotFoundError
        There is no such match, or it is not for this account.
    """
    application, student = _of_student(work, by=by, application_id=application_id, now=now)
    return _choice(work, by=by, application=application, student=student, now=now)


def agree(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> SchemeConsent:
    """Say yes: the job coach may look. Twice does nothing more; after taking it back it is a new yes.

    Raises
    ------
    NotFoundError
        There is no such match, or it is not for this account to decide.
    """
    application, student = _of_student(work, by=by, application_id=application_id, now=now, is_deciding=True)
    kept = work.schemes.get(application.id)
    if kept is not None and kept.stands:
        return kept
    given = SchemeConsent(
        application_id=application.id,
        student_id=student.id,
        given_at=now,
        given_by=found(by.id),
        given_as=by.role.value,
        text_version=TEXT_VERSION,
    )
    work.schemes.save(given)
    return given


def share(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> SchemeConsent:
    """Let the company read what was found.

    Raises
    ------
    SchemeConsentError
        There is no yes, or nothing to read.
    """
    application, _ = _of_student(work, by=by, application_id=application_id, now=now, is_deciding=True)
    shared = _standing(work.schemes.get(application.id)).share(now)
    work.schemes.save(shared)
    return shared


def withdraw(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> None:
    """Take the yes back: what was found is gone, and the company reads nothing."""
    application, _ = _of_student(work, by=by, application_id=application_id, now=now)
    kept = work.schemes.get(application.id)
    if kept is not None:
        work.schemes.save(kept.withdraw(now))


def children_choices(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[SchemeChoice, ...]:
    """Give a parent the matches of children who are too young to decide about this alone."""
    if not may(by, Act.CHOOSE_SCHEMES):
        require(by, Act.CHOOSE_SCHEMES, None)
    children = sorted({tie.subject_id for tie in by.ties if tie.subject_id is not None})
    matched = [one for child in children for one in work.applications.of_student(child) if one.state in MATCHED]
    told = []
    for application in matched:
        student = found(work.students.get(application.student_id))
        if asks_parent(student, now=now):
            require(by, Act.CHOOSE_SCHEMES, student.id)
            told.append(_choice(work, by=by, application=application, student=student, now=now))
    return tuple(told)


def coached_matches(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[CoachedMatch, ...]:
    """Give a job coach the matches of those whom this coach guides, by name."""
    if not may(by, Act.FIND_SCHEMES):
        require(by, Act.FIND_SCHEMES, None)
    guided = sorted({tie.subject_id for tie in by.ties if tie.subject_id is not None})
    for student_id in guided:
        require(by, Act.FIND_SCHEMES, student_id)
    matched = [one for one in work.applications.of_students(guided) if one.state in MATCHED]
    students = {one.id: one for one in work.students.some_taking_part(sorted({one.student_id for one in matched}))}
    matched = [one for one in matched if one.student_id in students]
    places = places_in_words(work, {one.placement_id for one in matched})
    consents = work.schemes.some([one.id for one in matched])
    note_shown(by, Act.FIND_SCHEMES, students)
    told = [
        _match(one, students[one.student_id], places[one.placement_id], consents.get(one.id), now=now)
        for one in matched
    ]
    return tuple(sorted(told, key=lambda one: (one.first_name, one.place.title, one.application_id)))


def inquiry(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> SchemeInquiry:
    """Give a job coach the questions for one match; none while there is no yes.

    Raises
    ------
    NotFoundError
        There is no such match, or not for this coach.
    """
    application, student, placement = _of_coach(work, by=by, application_id=application_id)
    consent = work.schemes.get(application.id)
    place = places_in_words(work, {placement.id})[placement.id]
    stands = consent is not None and consent.stands
    return SchemeInquiry(
        match=_match(application, student, place, consent, now=now),
        asks_wage=stands and placement.type not in ALWAYS_WAGED,
        questions=_questions(work, placement, now=now) if stands else (),
    )


def find_schemes(
    work: UnitOfWork,
    *,
    by: Account,
    application_id: UUID,
    answers: Mapping[str, bool],
    pays_wage: bool | None,
    now: datetime,
) -> tuple[SchemeTold, ...]:
    """Say which schemes apply by these answers, and keep which; the answers themselves are kept nowhere.

    Parameters
    ----------
    answers : mapping of str to bool
        By question; what is not known is left out, and counts as no.
    pays_wage : bool or None
        Whether the young person is on the payroll, where the kind of place does not say so.

    Raises
    ------
    SchemeConsentError
        There is no yes, or it was taken back.
    NotFoundError
        There is no such match, or not for this coach.
    """
    application, _, placement = _of_coach(work, by=by, application_id=application_id)
    consent = _standing(work.schemes.get(application.id))
    facts = facts_of_placement(work, placement)
    if placement.type not in ALWAYS_WAGED:
        facts = replace(facts, pays_wage=pays_wage)
    applying = [one.scheme.code for one in _weighed(facts, now=now) if _applies(one, answers)]
    work.schemes.save(consent.found(tuple(sorted(applying)), by=found(by.id), now=now))
    return _in_words(applying, now=now)


def schemes_told(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> tuple[SchemeTold, ...]:
    """Give a company what it may read of a match at an own place: nothing before both yeses.

    Raises
    ------
    NotFoundError
        There is no such application, or it is of another company.
    """
    require(by, Act.SEE_PRESENTED, by.subject_id)
    application = found(work.applications.get(application_id))
    place = found(work.placements.get(application.placement_id))
    require(by, Act.SEE_PRESENTED, found(work.employers.site(place.site_id)).employer_id)
    consent = work.schemes.get(application_id)
    if consent is None or application.state not in MATCHED:
        return ()
    return _in_words([one.scheme for one in consent.told_to_company], now=now)


def _of_student(
    work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime, is_deciding: bool = False
) -> tuple[Application, Student]:
    """Fetch a match for the student, or for the parent of who is too young."""
    require(by, Act.CHOOSE_SCHEMES, by.subject_id)
    application = found(work.applications.get(application_id))
    require(by, Act.CHOOSE_SCHEMES, application.student_id)
    student = found(work.students.get(application.student_id))
    is_too_young = asks_parent(student, now=now)
    is_wrong_one = is_too_young is not (by.role is Role.PARENT)
    if application.state not in MATCHED or (is_wrong_one and (is_deciding or by.role is Role.PARENT)):
        raise NotFoundError("not found")
    return application, student


def _of_coach(work: UnitOfWork, *, by: Account, application_id: UUID) -> tuple[Application, Student, Placement]:
    require(by, Act.FIND_SCHEMES, by.subject_id)
    student_id, _ = found(work.applications.places_of(application_id))
    require(by, Act.FIND_SCHEMES, student_id)
    kept = held(work, application_id=application_id)
    is_paused = work.students.restricted_at(student_id) is not None
    if kept.application.state not in MATCHED or is_paused:
        raise NotFoundError("not found")
    return kept.application, kept.student, kept.placement


def _standing(consent: SchemeConsent | None) -> SchemeConsent:
    if consent is None or not consent.stands:
        raise SchemeConsentError("there is no yes")
    return consent


def _choice(
    work: UnitOfWork, *, by: Account, application: Application, student: Student, now: datetime
) -> SchemeChoice:
    consent = work.schemes.get(application.id)
    stands = consent is not None and consent.stands
    return SchemeChoice(
        application_id=application.id,
        place=places_in_words(work, {application.placement_id})[application.placement_id],
        first_name=student.first_name,
        may_decide=asks_parent(student, now=now) is (by.role is Role.PARENT),
        is_parent=by.role is Role.PARENT,
        said_text=_day(consent.given_at) if consent is not None and stands else "",
        shared_text=_day(consent.shared_at) if consent is not None and consent.shared_at is not None else "",
        was_withdrawn=consent is not None and not stands,
        found=_in_words([one.scheme for one in consent.findings], now=now) if consent is not None else (),
    )


def _match(
    application: Application, student: Student, place: Place, consent: SchemeConsent | None, *, now: datetime
) -> CoachedMatch:
    stands = consent is not None and consent.stands
    return CoachedMatch(
        application_id=application.id,
        first_name=student.first_name,
        place=place,
        said_text=_day(consent.given_at) if consent is not None and stands else "",
        is_shared=consent is not None and consent.shared_at is not None,
        found=_in_words([one.scheme for one in consent.findings], now=now) if consent is not None else (),
    )


def _questions(work: UnitOfWork, placement: Placement, *, now: datetime) -> tuple[SchemeQuestion, ...]:
    """Give the questions of the schemes that can still be for this place, each once."""
    facts = facts_of_placement(work, placement)
    possible = [one for one in _weighed(facts, now=now) if not one.failed]
    asked = {condition.fact for one in possible for condition in one.personal}
    known = load_reference(local_day(now)).schemes.questions
    return tuple(question for code, question in known.items() if code in asked)


def _weighed(facts: PlaceFacts, *, now: datetime) -> tuple[Weighed, ...]:
    today = local_day(now)
    every = (one.weighed for one in weigh_all(load_reference(today), facts, today=today))
    return tuple(one for one in every if one.verdict in (SchemeVerdict.DEPENDS, SchemeVerdict.UNKNOWN) and one.personal)


def _applies(weighed: Weighed, answers: Mapping[str, bool]) -> bool:
    return weighed.verdict is SchemeVerdict.DEPENDS and all(answers.get(one.fact, False) for one in weighed.personal)


def _in_words(codes: Iterable[str], *, now: datetime) -> tuple[SchemeTold, ...]:
    today = local_day(now)
    schemes = load_reference(today).schemes.schemes
    rows = [row_for(schemes[code], today) for code in codes if code in schemes]
    return tuple(SchemeTold(code=row.code, name=row.name, first_step=row.first_step) for row in rows)


def _day(moment: datetime) -> str:
    return day_text(local_day(moment))

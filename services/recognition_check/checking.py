"""Having a recognition looked up, and keeping the verdict: by a register in the background, or by a person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from accounts.role import Role
from employer_toolkit.errors import InvalidCompanyError
from employer_toolkit.recognition import Checker, Verdict, after_verdict
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.recognition_check.register import Answer, OfflineRegister, Question, Register, ask_patiently
from services.reference import load_reference
from services.unit_of_work import UnitOfWork
from storage.company_file import CheckState, RecognitionCheck

TASK = "worker.check_recognition"
CHECKERS = {Role.JOBHUNTER: Checker.JOBHUNTER, Role.PLACEMENT_COORDINATOR: Checker.SCHOOL}
"""As what somebody looks a recognition up."""

MakeRegister = Callable[[UnitOfWork, RecognitionCheck], Register]


def offline(work: UnitOfWork, check: RecognitionCheck) -> Register:
    """Give the register that knows our own verdicts about the same site."""
    return OfflineRegister([one.verdict for one in work.company_files.checks([check.site_id]) if one.verdict])


def have_checked(
    work: UnitOfWork, *, site_id: UUID, qualification_code: str, asked_for: date, now: datetime
) -> RecognitionCheck:
    """Ask the register in the background; a question that waits already is not asked twice."""
    for one in work.company_files.checks([site_id]):
        same = (one.qualification_code, one.asked_for) == (qualification_code, asked_for)
        if same and one.state is CheckState.WAITING:
            return one
    asked = RecognitionCheck(
        id=uuid4(), site_id=site_id, qualification_code=qualification_code, asked_for=asked_for, asked_at=now
    )
    work.company_files.save_check(asked)
    work.defer(TASK, check_id=asked.id)
    return asked


def prepare_check(work: UnitOfWork, *, check_id: UUID, now: datetime, make: MakeRegister = offline) -> None:
    """Ask the register while nobody waits for the database, and leave the answer for ``finish_check``."""
    check = work.company_files.check(check_id)
    if check is None or check.state is not CheckState.WAITING:
        return
    site = found(work.employers.site(check.site_id))
    employer = found(work.employers.get(site.employer_id))
    question = Question(
        site_id=site.id,
        kvk=employer.kvk or "",
        postcode4=site.postcode4,
        qualification_code=check.qualification_code,
        asked_for=check.asked_for,
    )
    wait_s = load_reference(local_day(now)).company.register_wait_seconds
    work.kept[_name(check_id)] = ask_patiently(make(work, check), question, wait_s=wait_s)


def finish_check(work: UnitOfWork, *, check_id: UUID, now: datetime) -> None:
    """Keep what the register said; one that was answered in the meantime is left alone."""
    answer = work.kept.pop(_name(check_id), Answer.UNKNOWN)
    check = work.company_files.check(check_id)
    if check is None or check.state is not CheckState.WAITING:
        return
    if answer is Answer.UNKNOWN:
        work.company_files.save_check(replace(check, state=CheckState.UNANSWERED))
        return
    _conclude(work, check, is_recognised=answer is Answer.YES, by=Checker.REGISTER, now=now)


def say_verdict(
    work: UnitOfWork,
    *,
    by: Account,
    site_id: UUID,
    qualification_code: str,
    asked_for: date,
    is_recognised: bool,
    now: datetime,
) -> Verdict:
    """Keep what somebody saw in the public register; the places at the site follow.

    Raises
    ------
    NotFoundError
        There is no such site.
    InvalidCompanyError
        There is no such qualification.
    """
    require(by, Act.CALL_COMPANY, None)
    site = found(work.employers.site(site_id))
    work.company_files.hold(site.employer_id)
    if qualification_code not in load_reference(local_day(now)).qualifications:
        raise InvalidCompanyError("recognition", {"qualification_code": "Kies een opleiding"})
    waiting = (
        one
        for one in work.company_files.checks([site_id])
        if (one.qualification_code, one.asked_for) == (qualification_code, asked_for) and one.verdict is None
    )
    new = RecognitionCheck(
        id=uuid4(), site_id=site_id, qualification_code=qualification_code, asked_for=asked_for, asked_at=now
    )
    return _conclude(work, next(waiting, new), is_recognised=is_recognised, by=CHECKERS[by.role], now=now)


def _conclude(work: UnitOfWork, check: RecognitionCheck, *, is_recognised: bool, by: Checker, now: datetime) -> Verdict:
    verdict = Verdict(
        site_id=check.site_id,
        qualification_code=check.qualification_code,
        asked_for=check.asked_for,
        is_recognised=is_recognised,
        checked_on=local_day(now),
        checked_by=by,
    )
    state = CheckState.YES if is_recognised else CheckState.NO
    work.company_files.save_check(replace(check, state=state, verdict=verdict))
    for changed in after_verdict(work.employers.recognitions(check.site_id), verdict):
        work.employers.save_recognition(changed)
    count_again(work, site_id=check.site_id)
    return verdict


def count_again(work: UnitOfWork, *, site_id: UUID) -> None:
    """Have it counted in the background who fits the open places at a site."""
    for placement_id in sorted(work.placements.open_ids_at(site_ids=[site_id], employer_ids=[])):
        work.defer("worker.rescore_placement", placement_id=placement_id)


def _name(check_id: UUID) -> str:
    return f"recognition check {check_id}"

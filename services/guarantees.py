"""Guarantees of a job: promised by employers of the region, claimed by students, kept at school, redeemed by a yes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from career.errors import InvalidValueError
from career.guarantee import (
    SEATED,
    ClaimState,
    Guarantee,
    GuaranteeClaim,
    GuaranteeStepError,
    Seeker,
    misfits,
)
from career.student import SchoolType, Student
from employer_toolkit.wording import Weight, lint
from services.errors import NotFoundError, found
from services.guarantee_queue import end, fill, seat, tell_student
from services.guarantee_views import (
    MISFIT_WORDS,
    ClaimView,
    CountedGuarantee,
    Counts,
    ForStudent,
    OfEmployer,
    Redeemed,
    claim_view,
    claims_by_guarantee,
    counts_of,
    view_of,
)
from services.linking.phrases import personal_fault
from services.local_time import local_day
from services.messages import tell
from services.permissions import Account, Act, may, note_shown, require
from services.privacy.subjects import is_decided_for
from services.reference import load_reference
from services.reference.wording_rules import load_wording_rules
from services.typesetting import typeset
from services.unit_of_work import UnitOfWork
from services.wording import day_text

TEMPLATE = Path(__file__).with_name("guarantee.typ")


def regional_guarantees(
    work: UnitOfWork, *, by: Account, now: datetime
) -> tuple[tuple[CountedGuarantee, ...], Mapping[str, Counts]]:
    """Give the coordinator every guarantee with its numbers, and the numbers per sector."""
    require(by, Act.KEEP_GUARANTEES, None)
    kept = work.guarantees.all()
    of = claims_by_guarantee(work, kept)
    sectors: dict[str, list[Guarantee]] = {}
    for one in kept:
        sectors.setdefault(one.sector, []).append(one)
    labels = {code: sector.label for code, sector in load_reference(local_day(now)).sectors.items()}
    return (
        tuple(CountedGuarantee(view=view_of(one, now=now), counts=counts_of([one], of)) for one in kept),
        {labels.get(code, code): counts_of(ones, of) for code, ones in sorted(sectors.items())},
    )


def regional_guarantee(work: UnitOfWork, *, by: Account, guarantee_id: UUID) -> Guarantee:
    """Give the coordinator one guarantee; raise ``NotFoundError`` when there is none."""
    require(by, Act.KEEP_GUARANTEES, None)
    return found(work.guarantees.get(guarantee_id))


def keep_guarantee(work: UnitOfWork, *, by: Account, guarantee: Guarantee, is_new: bool, now: datetime) -> Guarantee:
    """Keep what employers promise, new or changed; more seats go to who waits.

    Raises
    ------
    InvalidValueError
        A code or employer is unknown, the own words point at somebody or shut people out, or there would be fewer
        seats than are taken.
    NotFoundError
        It is to be changed, and there is none.
    """
    require(by, Act.KEEP_GUARANTEES, None)
    before = None if is_new else found(work.guarantees.get(guarantee.id))
    reference = load_reference(local_day(now))
    known = {one.id for one in work.employers.some(guarantee.employer_ids)}
    checks = {
        "sector": (guarantee.sector in reference.sectors, "Kies een soort werk uit de lijst"),
        "programme_codes": (
            all(
                code in reference.qualifications and reference.qualifications[code].sector == guarantee.sector
                for code in guarantee.programme_codes
            ),
            "Kies opleidingen die bij dit soort werk horen",
        ),
        "conditions": (set(guarantee.conditions) <= set(reference.guarantee_conditions), "Kies uit de lijst"),
        "employer_ids": (known == set(guarantee.employer_ids), "Kies bedrijven die Plekwijzer kent"),
        "signed_on": (guarantee.signed_on <= local_day(now), "Kies vandaag of een dag die al is geweest"),
        "n_seats": (
            before is None or guarantee.n_seats >= before.n_taken,
            f"Er zijn al {before.n_taken if before else 0} plaatsen bezet. Geef een hoger aantal",
        ),
    }
    faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
    if fault := _words_fault(guarantee.own_words, today=local_day(now)):
        faults["own_words"] = fault
    if faults:
        raise InvalidValueError("guarantee", faults)
    work.guarantees.save(replace(guarantee, n_taken=0, retired_at=before.retired_at if before else None))
    fill(work, guarantee.id, now=now)
    work.note(by=by, act=Act.KEEP_GUARANTEES, subject_id=guarantee.id, reason="added" if is_new else "changed")
    return guarantee


def retire_guarantee(work: UnitOfWork, *, by: Account, guarantee_id: UUID, now: datetime) -> None:
    """Take no new claims on a guarantee; who has one keeps it. Raises ``NotFoundError`` when there is none."""
    require(by, Act.KEEP_GUARANTEES, None)
    held = found(work.guarantees.get(guarantee_id))
    work.guarantees.save(replace(held, retired_at=held.retired_at or now))
    work.note(by=by, act=Act.KEEP_GUARANTEES, subject_id=guarantee_id, reason="retired")


def guarantees_for(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> ForStudent:
    """Give a student, or who guides one at school, the claims and what fits; raises as ``my_dossier``."""
    require(by, Act.CLAIM_GUARANTEE, student_id, group=work.students.school_of(student_id))
    student, today = found(work.students.get(student_id)), local_day(now)
    claims = work.guarantees.claims_of(student_id)
    going = {one.guarantee_id for one in claims if one.is_open}
    seeker = seeker_of(work, student, starts_in=None, today=today)
    return ForStudent(
        student_id=student.id,
        first_name=student.first_name,
        claims=tuple(claim_view(work, one, now=now) for one in claims),
        fitting=tuple(
            view_of(one, now=now)
            for one in work.guarantees.all()
            if one.id not in going and not misfits(one, seeker, today=today)
        ),
        can_claim=not going,
        needs_parent=is_decided_for(work, student_id=student_id, now=now),
        chooses_profile=student.school_type is SchoolType.VMBO,
    )


def claim_guarantee(
    work: UnitOfWork,
    *,
    by: Account,
    student_id: UUID,
    guarantee_id: UUID,
    starts_in: int | None,
    has_read: bool,
    now: datetime,
) -> GuaranteeClaim:
    """Claim a seat, or a place in the queue when all are taken; below the age of deciding a parent is asked first.

    Raises
    ------
    InvalidValueError
        It does not fit, with every reason; the conditions were not read; or there is a claim that goes on already.
    NotFoundError
        There is no such guarantee, or student for this account.
    """
    require(by, Act.CLAIM_GUARANTEE, student_id, group=work.students.school_of(student_id))
    # The student first and then the guarantee, as erasing does.
    work.students.hold(student_id)
    guarantee, student = found(work.guarantees.get(guarantee_id)), found(work.students.get(student_id))
    today = local_day(now)
    against = misfits(guarantee, seeker_of(work, student, starts_in=starts_in, today=today), today=today)
    faults = {}
    if against:
        faults["past"] = " ".join(MISFIT_WORDS[one] for one in against)
    if starts_in is None:
        faults["start"] = "Kies het jaar waarin de opleiding begint"
    if not has_read:
        faults["gelezen"] = "Lees de voorwaarden en zet een vinkje"
    claims = work.guarantees.claims_of(student_id)
    if any(one.is_open for one in claims):
        faults["past"] = "Er loopt al een garantie. Geef die eerst terug als je een andere wilt."
    if faults:
        raise InvalidValueError("guarantee claim", faults)
    before = next((one for one in claims if one.guarantee_id == guarantee_id), None)
    claim = GuaranteeClaim(
        id=before.id if before else uuid4(),
        guarantee_id=guarantee_id,
        student_id=student_id,
        state=ClaimState.ASKING_PARENT,
        made_at=now,
    )
    if not is_decided_for(work, student_id=student_id, now=now):
        return seat(work, guarantee, claim, now=now)
    work.guarantees.save_claim(claim)
    for parent_id in work.accounts.related(Role.PARENT, day=today, student_id=student_id):
        tell(work, to=parent_id, kind=MessageKind.GUARANTEE_ASKED, about=student_id, now=now)
    return claim


def give_back(work: UnitOfWork, *, by: Account, claim_id: UUID, now: datetime) -> None:
    """Give a claim back; the seat goes to who waits longest.

    Raises
    ------
    GuaranteeStepError
        It was over already, or redeemed.
    NotFoundError
        There is no such claim for this account.
    """
    claim = _held(work, by=by, act=Act.CLAIM_GUARANTEE, claim_id=claim_id)
    end(work, claim, claim.give_back(), now=now)


def answer_offer(work: UnitOfWork, *, by: Account, claim_id: UUID, is_yes: bool, now: datetime) -> None:
    """Let a student take the job, or leave it to the next; only by a yes does the company learn who it is.

    Raises as ``give_back``, and for whoever is not the student itself.
    """
    claim = _held(work, by=by, act=Act.CLAIM_GUARANTEE, claim_id=claim_id)
    if by.role is not Role.STUDENT:
        raise NotFoundError("not found")
    employer_id = claim.offered_by
    after = claim.answer(is_yes=is_yes)
    work.guarantees.save_claim(after)
    if not is_yes:
        _offer_to_next(work, claim, employer_id=found(employer_id), now=now)
        return
    for account_id in work.accounts.related(Role.EMPLOYER, day=local_day(now), employer_id=employer_id):
        tell(work, to=account_id, kind=MessageKind.GUARANTEE_REDEEMED, about=claim.student_id, now=now)


def check_claim(work: UnitOfWork, *, by: Account, claim_id: UUID, now: datetime) -> None:
    """Say at school that what the guarantee asks still holds; raises as ``give_back``."""
    claim = _held(work, by=by, act=Act.CHECK_GUARANTEE, claim_id=claim_id)
    work.guarantees.save_claim(claim.keep(local_day(now)))
    tell_student(work, claim.student_id, MessageKind.GUARANTEE_CHECKED, now=now)


def warn_claim(work: UnitOfWork, *, by: Account, claim_id: UUID, reason: str, now: datetime) -> None:
    """Say at school which condition does not hold; the student gets time to mend it. Raises as ``give_back``."""
    claim = _held(work, by=by, act=Act.CHECK_GUARANTEE, claim_id=claim_id)
    if reason not in found(work.guarantees.get(claim.guarantee_id)).conditions:
        raise InvalidValueError("guarantee claim", {"reden": "Kies de voorwaarde die niet klopt"})
    today = local_day(now)
    grace = timedelta(days=load_reference(today).guarantees.grace_days)
    work.guarantees.save_claim(claim.warn(reason, today=today, lapses_from=today + grace))
    tell_student(work, claim.student_id, MessageKind.GUARANTEE_WARNED, now=now)


def lapse_claim(work: UnitOfWork, *, by: Account, claim_id: UUID, now: datetime) -> None:
    """End a claim, after a warning and the time to mend it; never by itself. Raises as ``give_back``."""
    claim = _held(work, by=by, act=Act.CHECK_GUARANTEE, claim_id=claim_id)
    end(work, claim, claim.lapse(local_day(now)), now=now)
    tell_student(work, claim.student_id, MessageKind.GUARANTEE_LAPSED, now=now)


def require_reach(work: UnitOfWork, *, by: Account, student_id: UUID) -> None:
    """Let the student pass, and who guides the student at school; raises as ``services.permissions.require``."""
    require(by, Act.CLAIM_GUARANTEE, student_id, group=work.students.school_of(student_id))


def claims_of_children(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[tuple[str, ClaimView], ...]:
    """Give a parent the claims of the children for whom the parent still decides, each behind the first name."""
    if not may(by, Act.DECIDE_FOR_CHILD):
        require(by, Act.DECIDE_FOR_CHILD, None)
    children = [tie.subject_id for tie in by.ties if tie.subject_id]
    shown = [one for one in children if is_decided_for(work, student_id=one, now=now)]
    note_shown(by, Act.DECIDE_FOR_CHILD, shown)
    return tuple(
        (found(work.students.get(child)).first_name, claim_view(work, claim, now=now))
        for child in shown
        for claim in work.guarantees.claims_of(child)
    )


def answer_for_child(work: UnitOfWork, *, by: Account, claim_id: UUID, is_yes: bool, now: datetime) -> None:
    """Let a parent say yes or no to a claim of a child that is too young to decide; raises as ``give_back``."""
    claim = _held(work, by=by, act=Act.DECIDE_FOR_CHILD, claim_id=claim_id)
    if not is_decided_for(work, student_id=claim.student_id, now=now):
        raise NotFoundError("not found")
    if claim.state is not ClaimState.ASKING_PARENT:
        raise GuaranteeStepError(claim.state, "be answered by a parent")
    if not is_yes:
        end(work, claim, claim.give_back(), now=now)
        return
    guarantee = found(work.guarantees.get(claim.guarantee_id))
    if not guarantee.is_open(local_day(now)):
        raise GuaranteeStepError(claim.state, "be seated in a closed guarantee")
    seat(work, guarantee, claim, now=now)


def guarantees_of_employer(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[OfEmployer, ...]:
    """Give a company the guarantees of its own group, in numbers; and who said yes to its own offers."""
    employer_id = found(by.subject_id)
    require(by, Act.OFFER_GUARANTEED, employer_id)
    own = [one for one in work.guarantees.all() if employer_id in one.employer_ids]
    of = claims_by_guarantee(work, own)
    names = {code: held.name for code, held in load_reference(local_day(now)).qualifications.items()}
    shown: list[OfEmployer] = []
    for one in own:
        placed = [c for c in of[one.id] if c.state is ClaimState.REDEEMED and c.offered_by == employer_id]
        people = work.students.some_taking_part([c.student_id for c in placed])
        note_shown(by, Act.OFFER_GUARANTEED, [person.id for person in people])
        shown.append(
            OfEmployer(
                counted=CountedGuarantee(view=view_of(one, now=now), counts=counts_of([one], of)),
                redeemed=tuple(
                    Redeemed(first_name=person.first_name, programme=names.get(person.qualification_code or "", ""))
                    for person in people
                ),
                can_offer=local_day(now) < one.valid_until,
            )
        )
    return tuple(shown)


def offer_job(work: UnitOfWork, *, by: Account, guarantee_id: UUID, now: datetime) -> None:
    """Offer a job to the student who claimed first of those whose guarantee was kept; the company learns not who.

    Raises
    ------
    GuaranteeStepError
        Nobody can be asked now, or the guarantee is over.
    NotFoundError
        It is no guarantee of the own group.
    """
    employer_id = found(by.subject_id)
    require(by, Act.OFFER_GUARANTEED, employer_id)
    guarantee = found(work.guarantees.get(guarantee_id))
    if employer_id not in guarantee.employer_ids:
        raise NotFoundError("not found")
    first = work.guarantees.first(guarantee_id, ClaimState.KEPT)
    if first is None or local_day(now) >= guarantee.valid_until:
        raise GuaranteeStepError("claimed by nobody who can begin now", "be offered")
    work.guarantees.save_claim(first.offer(employer_id))
    tell_student(work, first.student_id, MessageKind.GUARANTEE_OFFERED, now=now)


def guarantee_pdf(work: UnitOfWork, *, by: Account, claim_id: UUID, now: datetime) -> bytes:
    """Give a student the letter of an own guarantee as a PDF; raise ``NotFoundError`` when there is none."""
    require(by, Act.CLAIM_GUARANTEE, by.subject_id)
    claim = found(work.guarantees.claim(claim_id))
    require(by, Act.CLAIM_GUARANTEE, claim.student_id, group=work.students.school_of(claim.student_id))
    if claim.state not in SEATED:
        raise NotFoundError("not found")
    view, student = claim_view(work, claim, now=now).of, found(work.students.get(claim.student_id))
    kept = view.guarantee
    return typeset(
        {
            "title": f"Garantie op een baan voor {student.first_name}",
            "name": student.first_name,
            "group": kept.group_name,
            "sector": view.sector_text,
            "cohort": str(kept.cohort),
            "day": day_text(local_day(claim.made_at)),
            "until": day_text(kept.valid_until),
            "conditions": [one.label for one in view.conditions],
            "words": kept.own_words,
        },
        template=TEMPLATE,
    )


def seeker_of(work: UnitOfWork, student: Student, *, starts_in: int | None, today: date) -> Seeker:
    """Give what of a student counts for a guarantee."""
    programme = load_reference(today).qualifications.get(student.qualification_code or "")
    area = work.postcodes.get(student.travel.postcode4)
    return Seeker(
        sectors=frozenset({*student.wishes.sectors, *([programme.sector] if programme else [])}),
        qualification_code=student.qualification_code,
        level=student.level,
        starts_in=starts_in,
        municipality=area.municipality if area else "",
    )


def _held(work: UnitOfWork, *, by: Account, act: Act, claim_id: UUID) -> GuaranteeClaim:
    """Give a claim to whom it is for, with its guarantee held first and then read again."""
    seen = work.guarantees.peek(claim_id)
    student_id = None if seen is None else seen.student_id
    require(by, act, student_id, group=None if student_id is None else work.students.school_of(student_id))
    found(work.guarantees.get(found(seen).guarantee_id))
    return found(work.guarantees.claim(claim_id))


def _offer_to_next(work: UnitOfWork, declined: GuaranteeClaim, *, employer_id: UUID, now: datetime) -> None:
    """Offer a job to who claimed next after whoever said no; without one the offer is over."""
    for one in work.guarantees.claims_on([declined.guarantee_id]):
        is_later = (one.made_at, one.id) > (declined.made_at, declined.id)
        if is_later and one.state is ClaimState.KEPT and one.warned_on is None:
            work.guarantees.save_claim(one.offer(employer_id))
            tell_student(work, one.student_id, MessageKind.GUARANTEE_OFFERED, now=now)
            return


def _words_fault(words: str, *, today: date) -> str:
    if fault := personal_fault(words):
        return fault
    found_there = lint(words, field="eigen", rules=load_wording_rules(today))
    must = next((one for one in found_there if one.weight is Weight.MUST), None)
    return f"Verander ‘{must.words}’: dit sluit mensen uit" if must else ""


def employers_to_choose(work: UnitOfWork, *, by: Account) -> tuple[tuple[str, str], ...]:
    """Give the employers that can be in a group, id and name, in the order of the alphabet."""
    require(by, Act.KEEP_GUARANTEES, None)
    return tuple((str(one.id), one.name) for one in sorted(work.employers.all(), key=lambda one: (one.name, one.id)))

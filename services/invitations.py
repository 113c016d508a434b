"""Inviting: who asks whom in, for what, and what happens when they come."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from uuid import UUID, uuid4

from accounts.errors import LinkRefusedError
from accounts.holder import AccountHolder
from accounts.invitation import AT_SCHOOL, INVITATION_LASTS, INVITES, Invitation, InvitationState
from accounts.relation import Relation
from accounts.role import OF_EMPLOYER, OF_STUDENT, Role
from career.student import Student
from services.attempts import Attempt, count_attempt
from services.errors import ForbiddenError, NotFoundError, found
from services.letters import invitation_letter
from services.local_time import local_day
from services.login import Entered, Way, enter
from services.mailing import Letterhead
from services.permissions import Account, Act, note_shown, require
from services.reference import load_reference
from services.sessions import TOKEN_BYTES, hashed
from services.unit_of_work import Mode, UnitOfWork
from services.wording import SHORT_ROLES

INVITATION_PATH = "/uitnodiging/"
ACCEPT = "accept_invitation"
"""How taking one up is called in the audit trail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Who is asked in, and for what.

    Parameters
    ----------
    email : str
        In lower case.
    student_id, employer_id, school, group
        As the role asks.
    """

    email: str
    role: Role
    student_id: UUID | None = None
    employer_id: UUID | None = None
    school: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationView:
    """An invitation as a page shows it.

    Parameters
    ----------
    inviter : str
        The name of who invited.
    what : str
        For what, in words: "als docent van klas 3b op De Wissel".
    name : str
        How the invited person is called, as far as it is known.
    is_known : bool
        Whether the address has an account already, so that no name is asked.
    is_confirmed : bool
        Whether accepting it is enough.
    """

    id: UUID
    email: str
    what: str
    inviter: str
    made_at: datetime
    expires_at: datetime
    state: InvitationState
    name: str
    is_known: bool
    is_confirmed: bool


def invite(work: UnitOfWork, *, by: Account, wanted: Wanted, now: datetime) -> Invitation:
    """Ask somebody in, by mail.

    Raises
    ------
    ForbiddenError
        This account may not invite anybody for that role.
    NotFoundError
        The student, employer or school is not there, or not with this account.
    InvalidAccountError
        Something is missing that the role asks.
    TooManyAttemptsError
        The address was invited too often today, or the account invited too many.
    """
    require(by, Act.INVITE, wanted.employer_id)
    if wanted.role not in INVITES.get(by.role, frozenset()):
        raise ForbiddenError(f"{by.role} may not invite a {wanted.role}")
    inviter = found(by.id)
    student = found(work.students.get(wanted.student_id)) if wanted.student_id else None
    _need_tie(work, by=by, wanted=wanted, student=student)
    # The relation is tried on beforehand, so that nobody is asked in for what cannot be.
    _relation(wanted, account_id=inviter, now=now)
    count_attempt(work, Attempt.INVITE, address=wanted.email, account=str(inviter), now=now)
    invitation = Invitation(
        id=uuid4(),
        email=wanted.email,
        role=wanted.role,
        student_id=wanted.student_id,
        employer_id=wanted.employer_id,
        school=wanted.school,
        group=wanted.group,
        invited_by=inviter,
        made_at=now,
        confirmed_by=inviter if by.role in AT_SCHOOL else None,
    )
    work.invitations.save(invitation)
    work.defer("worker.mail_invitation", invitation_id=invitation.id)
    return invitation


def write_invitation(
    work: UnitOfWork, *, invitation_id: UUID, letterhead: Letterhead, now: datetime
) -> EmailMessage | None:
    """Write the mail of an invitation; ``None`` when it is no longer open."""
    invitation = work.invitations.get(invitation_id)
    if invitation is None or invitation.state(now) is not InvitationState.OPEN:
        return None
    path = _new_link(work, invitation, now=now)
    view = _view(work, invitation, now=now)
    return invitation_letter(
        letterhead,
        to=invitation.email,
        inviter=view.inviter,
        role=SHORT_ROLES[invitation.role],
        path=path,
        now=now,
    )


def invitation_link(work: UnitOfWork, *, by: Account, invitation_id: UUID, now: datetime) -> str:
    """Give the path of a new link for one of the own invitations, in a demo region; an earlier link opens nothing more.

    An invitation is for whoever reads the mail of an address. With the link in hand the inviter could be that person,
    so it is shown only where nobody is real.

    Raises
    ------
    NotFoundError
        There is none, somebody else made it, or this is no demo region.
    LinkRefusedError
        It is not open any more.
    """
    require(by, Act.INVITE, None)
    invitation = found(work.invitations.get(invitation_id))
    if invitation.invited_by != by.id or work.installation.mode is not Mode.DEMO:
        raise NotFoundError("not found")
    return _new_link(work, invitation, now=now)


def invitation_links_of(work: UnitOfWork, *, email: str, now: datetime) -> tuple[tuple[InvitationView, str], ...]:
    """Give each open invitation of an address with the path of a new link; for whoever has the database at hand.

    Raises
    ------
    NotFoundError
        Nobody invited this address, or not lately.
    """
    invitations = [one for one in work.invitations.of_address(email) if one.state(now) is InvitationState.OPEN]
    if not invitations:
        raise NotFoundError("not found")
    for one in invitations:
        work.note(act="print_invitation_link", by=None, subject_id=one.id)
    return tuple((_view(work, one, now=now), _new_link(work, one, now=now)) for one in invitations)


def _new_link(work: UnitOfWork, invitation: Invitation, *, now: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    work.invitations.save(invitation.sent(token_sha256=hashed(token), now=now))
    return f"{INVITATION_PATH}{token}"


def invitation_of(work: UnitOfWork, *, token: str, now: datetime) -> InvitationView:
    """Give the open invitation of a link; looking uses nothing up.

    Raises
    ------
    LinkRefusedError
        There is no such invitation, or it is not open any more.
    """
    invitation = work.invitations.by_token(hashed(token))
    if invitation is None or invitation.state(now) is not InvitationState.OPEN:
        raise LinkRefusedError("not open")
    return _view(work, invitation, now=now)


def accept(work: UnitOfWork, *, token: str, name: str, device: str, now: datetime) -> Entered | None:
    """Take an invitation up: make the account when there is none, add the relation, and enter when it is new.

    An account that was there is entered as always: the link of an invitation
    lasts too long to open all that somebody is already.

    Parameters
    ----------
    name : str
        How somebody without an account wants to be called here.

    Returns
    -------
    Entered or None
        ``None`` for an account that was there, and for a parent of whom the school or the student has to say first
        that it is one.

    Raises
    ------
    LinkRefusedError
        The invitation is not open, or whoever made it, or whom it is for, cannot enter any more.
    InvalidAccountError
        The name cannot be right.
    """
    invitation = work.invitations.by_token(hashed(token))
    inviter = work.accounts.get(invitation.invited_by) if invitation else None
    if invitation is None or inviter is None or not inviter.is_open:
        raise LinkRefusedError("not open")
    known = work.accounts.by_email(invitation.email)
    holder = known
    if holder is None:
        holder = AccountHolder(id=uuid4(), name=name.strip(), email=invitation.email, made_at=now)
        work.accounts.save(holder)
    elif not holder.is_open:
        raise LinkRefusedError("closed")
    taken = invitation.accepted(email=invitation.email, account_id=holder.id, now=now)
    work.invitations.save(taken)
    work.note(act=ACCEPT, by=Account(role=taken.role, id=holder.id), subject_id=taken.id)
    if not taken.is_confirmed:
        return None
    _add_relation(work, taken, now=now)
    if known is not None:
        return None
    return enter(work, account_id=holder.id, way=Way.INVITATION, role=taken.role, device=device, now=now)


def open_invitations(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[InvitationView, ...]:
    """Give what this account invited and nobody took up yet, newest first."""
    require(by, Act.INVITE, None)
    made = work.invitations.made_by(found(by.id), since=now - INVITATION_LASTS)
    return tuple(_view(work, one, now=now) for one in made if one.state(now) is InvitationState.OPEN)


def revoke(work: UnitOfWork, *, by: Account, invitation_id: UUID, now: datetime) -> None:
    """Take an invitation back; its link opens nothing after that.

    Raises
    ------
    NotFoundError
        There is none, or somebody else made it.
    LinkRefusedError
        It is not open any more.
    """
    require(by, Act.INVITE, None)
    invitation = found(work.invitations.get(invitation_id))
    if invitation.invited_by != by.id:
        raise NotFoundError("not found")
    work.invitations.save(invitation.revoked(now=now))


def parents_to_confirm(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[InvitationView, ...]:
    """Give the parents who accepted and of whom this account can say whether they are; none for whoever cannot."""
    students = [student.id for student in _students_of(work, by) if _is_old_enough(by, student, now=now)]
    waiting = work.invitations.parents_to_confirm(students)
    note_shown(by, Act.CONFIRM_PARENT, [one.student_id for one in waiting if one.student_id])
    return tuple(_view(work, one, now=now) for one in waiting)


def confirm_parent(work: UnitOfWork, *, by: Account, invitation_id: UUID, is_parent: bool, now: datetime) -> None:
    """Say whether somebody who accepted is a parent of the student; only then the relation begins.

    Raises
    ------
    NotFoundError
        There is no such parent, or the student is not with this account, or too young to say it.
    LinkRefusedError
        It was said before.
    """
    invitation = work.invitations.get(invitation_id)
    student = work.students.get(invitation.student_id) if invitation and invitation.student_id else None
    _require(by, Act.CONFIRM_PARENT, student)
    if invitation is None or invitation.role is not Role.PARENT or not _is_old_enough(by, student, now=now):
        raise NotFoundError("not found")
    if not is_parent:
        work.invitations.save(invitation.revoked(now=now))
        return
    confirmed = invitation.confirmed(by=found(by.id), now=now)
    work.invitations.save(confirmed)
    _add_relation(work, confirmed, now=now)


def invitable_students(work: UnitOfWork, *, by: Account) -> tuple[Student, ...]:
    """Give the students whom, or whose parents, this account of a school may invite, by name."""
    require(by, Act.INVITE, None)
    listed = sorted(_students_of(work, by), key=lambda student: (student.first_name, student.group, student.id))
    note_shown(by, Act.INVITE_FOR_STUDENT, [student.id for student in listed])
    return tuple(listed)


def invited_employer(work: UnitOfWork, *, by: Account, reference: str) -> UUID | None:
    """Give the employer that an invitation is for: the own one of a contact, else the one with this reference."""
    require(by, Act.INVITE, None)
    if by.role is Role.EMPLOYER:
        return by.subject_id
    employer = work.employers.by_reference(reference)
    return employer.id if employer else None


def invited_student(work: UnitOfWork, *, by: Account, reference: str) -> UUID | None:
    """Give the student with a reference, for whoever invites in the whole region and sees no names."""
    require(by, Act.INVITE, None)
    student = work.students.by_reference(reference)
    return student.id if student and by.role not in AT_SCHOOL else None


def _need_tie(work: UnitOfWork, *, by: Account, wanted: Wanted, student: Student | None) -> None:
    """Let pass who has to do with what somebody is invited for, when it is there."""
    if by.role in AT_SCHOOL:
        _require(by, Act.INVITE_FOR_STUDENT, student)
    is_own = by.role is not Role.EMPLOYER or any(tie.subject_id == wanted.employer_id for tie in by.ties)
    has_employer = wanted.employer_id is None or work.employers.get(wanted.employer_id) is not None
    has_school = (
        not wanted.school or work.students.count_at(wanted.school) > 0 or work.schools.get(wanted.school) is not None
    )
    if not (is_own and has_employer and has_school):
        raise NotFoundError("not found")


def _require(by: Account, act: Act, student: Student | None) -> None:
    if student is None:
        require(by, act, None)
    else:
        require(by, act, student.id, group=(student.school, student.group), school=student.school)


def _is_old_enough(by: Account, student: Student | None, *, now: datetime) -> bool:
    """Say whether a student may say who is a parent; people at the school always may."""
    today = local_day(now)
    age = load_reference(today).consent_ages["personal_data"].age
    return by.role is not Role.STUDENT or (student is not None and student.age_on(today) >= age)


def _students_of(work: UnitOfWork, by: Account) -> tuple[Student, ...]:
    if by.role is Role.STUDENT:
        own = (work.students.get(tie.subject_id) for tie in by.ties if tie.subject_id)
        return tuple(student for student in own if student is not None)
    if by.role not in AT_SCHOOL:
        return ()
    named = {(tie.school, tie.group) for tie in by.ties}
    return tuple(student for school, group in sorted(named) for student in work.students.at(school, group=group))


def _relation(wanted: Wanted | Invitation, *, account_id: UUID, now: datetime) -> Relation:
    return Relation(
        id=uuid4(),
        account_id=account_id,
        role=wanted.role,
        student_id=wanted.student_id,
        employer_id=wanted.employer_id,
        school=wanted.school,
        group=wanted.group,
        from_on=local_day(now),
    )


def _add_relation(work: UnitOfWork, invitation: Invitation, *, now: datetime) -> None:
    new = _relation(invitation, account_id=found(invitation.account_id), now=now)
    held = work.accounts.relations_of(new.account_id)
    if not any((one.role, one.tie) == (new.role, new.tie) and one.holds_on(new.from_on) for one in held):
        work.accounts.save_relation(new)


def _what(invitation: Invitation, *, student: str, employer: str) -> str:
    """Say for what somebody is invited, as the end of a sentence."""
    word = SHORT_ROLES[invitation.role]
    if invitation.role is Role.STUDENT:
        return f"als {word}"
    if invitation.role in OF_STUDENT:
        return f"als {word} van {student}"
    if invitation.role in OF_EMPLOYER:
        return f"als {word} bij {employer}"
    if invitation.role is Role.TEACHER:
        return f"als {word} van klas {invitation.group} bij {invitation.school}"
    return f"als {word} bij {invitation.school}" if invitation.school else f"als {word}"


def _view(work: UnitOfWork, invitation: Invitation, *, now: datetime) -> InvitationView:
    student = work.students.get(invitation.student_id) if invitation.student_id else None
    employer = work.employers.get(invitation.employer_id) if invitation.employer_id else None
    inviter = work.accounts.get(invitation.invited_by)
    holder = work.accounts.by_email(invitation.email)
    first_name = student.first_name if student else ""
    return InvitationView(
        id=invitation.id,
        email=invitation.email,
        what=_what(invitation, student=first_name, employer=employer.name if employer else ""),
        inviter=inviter.name if inviter else "",
        made_at=invitation.made_at,
        expires_at=invitation.expires_at,
        state=invitation.state(now),
        name=first_name if invitation.role is Role.STUDENT else "",
        is_known=holder is not None,
        is_confirmed=invitation.is_confirmed,
    )

"""Who may do what: one table, read by people; what is not in it is not allowed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from accounts.audit import AuditResult
from accounts.invitation import INVITES
from accounts.relation import Tie
from accounts.role import Role
from services.errors import ForbiddenError, NotFoundError
from services.trail import Asked, Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who asks for something, acting in one role.

    Parameters
    ----------
    id : UUID or None
        The account; ``None`` for who has not entered.
    ties : tuple of Tie
        Every relation of this role that holds today.
    children : frozenset of UUID
        Of the students a parent is tied to: those of whom a parent sees the places too today.
    trail : Trail
        What it asked for since that was last written down; made anew for each request, with the account.

    Examples
    --------
    >>> Account.of(Role.TEACHER, school="De Wissel", group="3b").group
    '3b'
    """

    role: Role
    id: UUID | None = None
    name: str = ""
    ties: tuple[Tie, ...] = ()
    children: frozenset[UUID] = frozenset()
    trail: Trail = field(default_factory=Trail, compare=False, repr=False)

    @classmethod
    def of(
        cls,
        role: Role,
        *,
        subject_id: UUID | None = None,
        school: str = "",
        group: str = "",
        name: str = "",
        id: UUID | None = None,  # noqa: A002 - the field's word
    ) -> "Account":
        """Make an account that is tied to one student, employer, school or class."""
        return cls(role=role, id=id, name=name, ties=(Tie(subject_id=subject_id, school=school, group=group),))

    @property
    def subject_id(self) -> UUID | None:
        """The student or employer it stands for; the first of several."""
        return self.ties[0].subject_id if self.ties else None

    @property
    def school(self) -> str:
        """The school it works at; the first of several."""
        return self.ties[0].school if self.ties else ""

    @property
    def group(self) -> str:
        """The class it guides; the first of several."""
        return self.ties[0].group if self.ties else ""


ANONYMOUS = Account(role=Role.ANONYMOUS)


class Act(StrEnum):
    """What can be asked for."""

    SEE_MATCHES = "see_matches"
    SEE_GROUP = "see_group"
    SEE_CANDIDATES = "see_candidates"
    SEE_FIGURES = "see_figures"
    SEE_OPENINGS = "see_openings"
    SEE_PLACEMENT = "see_placement"
    POST_PLACEMENT = "post_placement"
    SEE_EVENTS = "see_events"
    SEE_TALKS = "see_talks"
    """Whom one speaks at speed dates."""
    LOOK_BACK = "look_back"
    """Say after an event whom one spoke, and with whom to go on."""
    SEE_REFERENCE = "see_reference"
    EDIT_PROFILE = "edit_profile"
    VIEW_DOSSIER = "view_dossier"
    EDIT_DOSSIER = "edit_dossier"
    SEE_CONVERSATIONS = "see_conversations"
    LEAD_CONVERSATION = "lead_conversation"
    """Plan career conversations, and keep that they were held."""
    PREPARE_CONVERSATION = "prepare_conversation"
    SEE_COVERAGE = "see_coverage"
    """Which students had the career conversations that the school wants; a class by name, a school in numbers."""
    PLAN_TALKS = "plan_talks"
    """Read who in the own class misses a career conversation, and when it could be."""
    ASK_PEER = "ask_peer"
    """Offer to help a younger student, ask for such help, and answer to what school proposes."""
    ARRANGE_PEERS = "arrange_peers"
    """At school: let somebody help, propose who helps whom, and let it end."""
    LOG_PEER_CONTACT = "log_peer_contact"
    SET_ASSIGNMENTS = "set_assignments"
    """Ask a class to do assignments for the dossier, and read who shared an answer."""
    LINK_TEXT = "link_text"
    KEEP_LINK = "keep_link"
    REVIEW_LINKS = "review_links"
    SEE_REGION = "see_region"
    SEE_SCHOOL = "see_school"
    KEEP_SCHOOL = "keep_school"
    SEE_CONTACTS = "see_contacts"
    SHOW_INTEREST = "show_interest"
    SEE_PRESENTED = "see_presented"
    FOLLOW_UP = "follow_up"
    PROPOSE_STUDENT = "propose_student"
    SEE_CONSENTS = "see_consents"
    TAKE_STEP = "take_step"
    SEE_MY_DATA = "see_my_data"
    """What is kept of the account itself, and of the student it stands for."""
    ERASE_DATA = "erase_data"
    PAUSE = "pause"
    ASK_RECTIFICATION = "ask_rectification"
    DECIDE_FOR_CHILD = "decide_for_child"
    """A parent of a child that is too young to decide about its data."""
    SEE_RECTIFICATIONS = "see_rectifications"
    SETTLE_RECTIFICATION = "settle_rectification"
    READ_MESSAGES = "read_messages"
    SEE_GUIDED = "see_guided"
    SEE_WORKPLACE = "see_workplace"
    SEE_CHILD = "see_child"
    CHOOSE_FOR_PARENTS = "choose_for_parents"
    SEE_WHO_LOOKED = "see_who_looked"
    SEE_ACCOUNT = "see_account"
    KEEP_ACCOUNT = "keep_account"
    CHOOSE_SCHEMES = "choose_schemes"
    """Whether a job coach may look for schemes, and whether the company may read what was found."""
    FIND_SCHEMES = "find_schemes"
    INVITE = "invite"
    INVITE_FOR_STUDENT = "invite_for_student"
    CONFIRM_PARENT = "confirm_parent"
    SEE_FIRST_WEEK = "see_first_week"
    FOLLOW_TRAINING = "follow_training"
    WRITE_LETTER = "write_letter"
    SEE_LETTERS = "see_letters"
    """And deciding about them."""
    SEE_COMPANY = "see_company"
    KEEP_COMPANY = "keep_company"
    SEE_COMPANIES = "see_companies"
    CALL_COMPANY = "call_company"
    """Say to call a company, write in its log, and say whether it is recognised."""
    REPORT = "report"
    KEEP_HELP = "keep_help"
    """Add to the help map what there is in the region, and leave out what is not."""
    SHARE_CASES = "share_cases"
    """At school: read what others came across in guiding careers, and write of the own, without anybody in it."""
    MODERATE_CASES = "moderate_cases"
    """Look such cases over before others read them."""
    SEE_REPORTS = "see_reports"
    HANDLE_REPORT = "handle_report"
    CHECK_WORDING = "check_wording"
    REVIEW_PLACES = "review_places"
    KEEP_EVENT = "keep_event"
    """Organise an event; the act itself sees to it that it is one's own."""
    IMPORT_EVENTS = "import_events"
    """Take over the calendars of other organisers, and say which events are the same."""
    REGISTER_STUDENT = "register_student"
    REGISTER_SELF = "register_self"
    REGISTER_COMPANY = "register_company"
    KEEP_PROFILE = "keep_profile"
    """What a student wishes, can, needs and when; at school together with the student."""
    SEE_PROFILE = "see_profile"
    KEEP_GUARANTEES = "keep_guarantees"
    """Enter, change and end what employers of the region promise."""
    OFFER_GUARANTEED = "offer_guaranteed"
    """At a company: see the guarantees of the own group, and offer a job."""
    CLAIM_GUARANTEE = "claim_guarantee"
    CHECK_GUARANTEE = "check_guarantee"
    """Say whether what a guarantee asks still holds."""
    SAY_SEEN = "say_seen"
    """At school: what a student showed to be able to do."""
    SAY_SEEN_AT_WORK = "say_seen_at_work"
    HAND_OVER = "hand_over"
    """Choose what goes along to the next school, and take it back."""
    AGREE_TO_HAND_OVER = "agree_to_hand_over"
    """A parent of who is too young to decide alone; not what goes along, only that it does and where to."""
    PREPARE_HAND_OVER = "prepare_hand_over"
    RECEIVE_HAND_OVER = "receive_hand_over"


class Reach(StrEnum):
    """How the account must be tied to what it asks for."""

    ANY = "any"
    OWN = "own"
    """The account stands for it, or is tied to this one student."""
    CHILD = "child"
    """A student of whom this parent may see the places too."""
    GROUP = "group"
    """The student is in the teacher's class."""
    SCHOOL = "school"
    """It is of this school, or the student attends it."""


class About(StrEnum):
    """What the subject of an act is."""

    STUDENT = "student"
    STUDENTS = "students"
    """A list; whoever is in it is noted one by one."""
    ACCOUNT = "account"
    """Always the own account; what a parent does for a child is an act of its own."""
    EMPLOYER = "employer"
    APPLICATION = "application"
    """The student or the employer in it, whichever side acts; the student is noted in each case."""
    PLACEMENT = "placement"
    SCHOOL = "school"
    REPORT = "report"
    NOBODY = "nobody"


AT_SCHOOL: Mapping[Role, Reach] = {
    Role.TEACHER: Reach.SCHOOL,
    Role.PLACEMENT_COORDINATOR: Reach.SCHOOL,
    Role.COORDINATOR: Reach.ANY,
}
"""Who sees and says what a school has settled."""
HELPERS: Mapping[Role, Reach] = {
    Role.JOBHUNTER: Reach.ANY,
    Role.TEACHER: Reach.GROUP,
    Role.PLACEMENT_COORDINATOR: Reach.SCHOOL,
}
"""Who helps students and companies to answer one another."""
ABOUT_STUDENT: Mapping[Role, Reach] = {Role.STUDENT: Reach.OWN, Role.PARENT: Reach.OWN}
"""The student, and of a child that is too young to decide the parent (``DECIDE_FOR_CHILD``)."""
AROUND_STUDENT: Mapping[Role, Reach] = {Role.TEACHER: Reach.GROUP, Role.PLACEMENT_COORDINATOR: Reach.SCHOOL}
"""Who at a school invites a student and the parents, and knows who those are."""
WRITERS = (Role.STUDENT, Role.EMPLOYER, Role.JOBHUNTER, Role.TEACHER)
"""Who writes in own words what the work is, or what somebody can do."""
WRITERS_OF_PLACES = (Role.EMPLOYER, Role.JOBHUNTER)
"""Who writes about a place, and who helps with that."""
GUIDES: Mapping[Role, Reach] = {
    Role.TEACHER: Reach.GROUP,
    Role.PLACEMENT_COORDINATOR: Reach.SCHOOL,
    Role.JOB_COACH: Reach.OWN,
}
"""Who guides which students, and sees their places."""
AT_COMPANY: Mapping[Role, Reach] = {Role.EMPLOYER: Reach.OWN, Role.TRAINER: Reach.OWN}
"""Who coaches at a company."""
PLACE_READERS = (Role.STUDENT, Role.PARENT, Role.JOBHUNTER, *GUIDES)
"""Who reads every open place."""

CALLERS = (Role.JOBHUNTER, Role.PLACEMENT_COORDINATOR)
"""Who calls companies for the whole region."""
REPORTERS = (Role.STUDENT, Role.PARENT, Role.TEACHER, Role.PLACEMENT_COORDINATOR, Role.PEER, Role.JOB_COACH)
"""Who can report that something is wrong at a company."""

ORGANISERS = (Role.COORDINATOR, Role.PLACEMENT_COORDINATOR, Role.JOBHUNTER, Role.TEACHER, Role.EMPLOYER)
"""Who organises events."""

ENTERED: Mapping[Role, Reach] = {role: Reach.ANY for role in Role if role is not Role.ANONYMOUS}
"""Everybody with an account, for what is always one's own."""

PERMISSIONS: Mapping[Act, Mapping[Role, Reach]] = MappingProxyType(
    {
        Act.SEE_MATCHES: {Role.STUDENT: Reach.OWN, Role.PARENT: Reach.CHILD, **GUIDES},
        Act.SEE_GROUP: GUIDES,
        Act.SEE_CANDIDATES: {Role.JOBHUNTER: Reach.ANY},
        Act.SEE_FIGURES: {
            Role.JOBHUNTER: Reach.ANY,
            Role.TEACHER: Reach.GROUP,
            Role.PLACEMENT_COORDINATOR: Reach.SCHOOL,
        },
        Act.SEE_OPENINGS: {Role.JOBHUNTER: Reach.ANY, Role.EMPLOYER: Reach.OWN},
        Act.SEE_PLACEMENT: {Role.EMPLOYER: Reach.OWN, **dict.fromkeys(PLACE_READERS, Reach.ANY)},
        Act.POST_PLACEMENT: {Role.EMPLOYER: Reach.OWN},
        Act.SEE_EVENTS: dict.fromkeys(Role, Reach.ANY),
        Act.SEE_TALKS: {Role.STUDENT: Reach.OWN, Role.EMPLOYER: Reach.OWN},
        Act.LOOK_BACK: {Role.STUDENT: Reach.OWN, Role.PARENT: Reach.CHILD, Role.EMPLOYER: Reach.OWN},
        Act.SEE_REFERENCE: dict.fromkeys(Role, Reach.ANY),
        Act.EDIT_PROFILE: {Role.STUDENT: Reach.OWN},
        # A parent reads what the student chose for parents: never all that a parent of a child sees (``Reach.CHILD``).
        Act.VIEW_DOSSIER: {**ABOUT_STUDENT, **AROUND_STUDENT},
        Act.EDIT_DOSSIER: {Role.STUDENT: Reach.OWN},
        # What parents and companies see of those they come to stands with their own pages (``SEE_CHILD``).
        Act.SEE_CONVERSATIONS: {Role.STUDENT: Reach.OWN, **AROUND_STUDENT},
        Act.LEAD_CONVERSATION: AROUND_STUDENT,
        Act.PREPARE_CONVERSATION: {Role.STUDENT: Reach.OWN},
        Act.SEE_COVERAGE: AROUND_STUDENT,
        Act.PLAN_TALKS: {Role.TEACHER: Reach.GROUP},
        Act.ASK_PEER: {Role.STUDENT: Reach.OWN},
        Act.ARRANGE_PEERS: AROUND_STUDENT,
        Act.LOG_PEER_CONTACT: {Role.PEER: Reach.OWN},
        Act.SET_ASSIGNMENTS: {Role.TEACHER: Reach.GROUP},
        Act.LINK_TEXT: dict.fromkeys((*WRITERS, Role.COORDINATOR), Reach.ANY),
        Act.KEEP_LINK: dict.fromkeys(WRITERS, Reach.ANY),
        Act.REVIEW_LINKS: {Role.COORDINATOR: Reach.ANY},
        Act.SEE_REGION: {Role.COORDINATOR: Reach.ANY},
        Act.SEE_SCHOOL: AT_SCHOOL,
        Act.KEEP_SCHOOL: AT_SCHOOL,
        Act.SEE_CONTACTS: {Role.STUDENT: Reach.OWN},
        Act.SHOW_INTEREST: {Role.STUDENT: Reach.OWN},
        Act.SEE_PRESENTED: {Role.EMPLOYER: Reach.OWN},
        Act.FOLLOW_UP: HELPERS,
        Act.PROPOSE_STUDENT: HELPERS,
        Act.SEE_CONSENTS: {Role.PARENT: Reach.OWN},
        Act.TAKE_STEP: {
            Role.STUDENT: Reach.OWN,
            Role.PARENT: Reach.OWN,
            Role.EMPLOYER: Reach.OWN,
            **HELPERS,
        },
        Act.SEE_MY_DATA: ENTERED,
        Act.ERASE_DATA: ENTERED,
        Act.PAUSE: ABOUT_STUDENT,
        Act.ASK_RECTIFICATION: ABOUT_STUDENT,
        Act.DECIDE_FOR_CHILD: {Role.PARENT: Reach.OWN},
        Act.SEE_RECTIFICATIONS: {Role.TEACHER: Reach.GROUP, Role.PLACEMENT_COORDINATOR: Reach.SCHOOL},
        Act.SETTLE_RECTIFICATION: {Role.TEACHER: Reach.GROUP, Role.PLACEMENT_COORDINATOR: Reach.SCHOOL},
        Act.READ_MESSAGES: ENTERED,
        Act.SEE_GUIDED: {Role.PEER: Reach.OWN},
        Act.SEE_WORKPLACE: {Role.TRAINER: Reach.OWN},
        Act.SEE_CHILD: {Role.PARENT: Reach.OWN},
        Act.CHOOSE_FOR_PARENTS: {Role.STUDENT: Reach.OWN},
        Act.SEE_WHO_LOOKED: {Role.STUDENT: Reach.OWN},
        Act.CHOOSE_SCHEMES: ABOUT_STUDENT,
        Act.FIND_SCHEMES: {Role.JOB_COACH: Reach.OWN},
        Act.SEE_ACCOUNT: ENTERED,
        Act.KEEP_ACCOUNT: ENTERED,
        # Who invites for which role stands in `accounts.invitation.INVITES`; an employer does so for itself alone.
        Act.INVITE: dict.fromkeys(INVITES, Reach.ANY),
        Act.INVITE_FOR_STUDENT: AROUND_STUDENT,
        Act.CONFIRM_PARENT: {Role.STUDENT: Reach.OWN, **AROUND_STUDENT},
        Act.SEE_FIRST_WEEK: AT_COMPANY,
        Act.FOLLOW_TRAINING: dict.fromkeys((*AT_COMPANY, Role.PEER, Role.STUDENT), Reach.ANY),
        Act.WRITE_LETTER: AT_COMPANY,
        Act.SEE_LETTERS: {Role.STUDENT: Reach.OWN},
        Act.SEE_COMPANY: {Role.EMPLOYER: Reach.OWN},
        Act.KEEP_COMPANY: {Role.EMPLOYER: Reach.OWN},
        Act.SEE_COMPANIES: dict.fromkeys((*CALLERS, Role.TEACHER), Reach.ANY),
        Act.CALL_COMPANY: dict.fromkeys(CALLERS, Reach.ANY),
        Act.REPORT: dict.fromkeys(REPORTERS, Reach.ANY),
        Act.KEEP_HELP: {Role.COORDINATOR: Reach.ANY},
        Act.SHARE_CASES: dict.fromkeys(AROUND_STUDENT, Reach.ANY),
        Act.MODERATE_CASES: {Role.COORDINATOR: Reach.ANY},
        Act.SEE_REPORTS: {Role.COORDINATOR: Reach.ANY},
        Act.HANDLE_REPORT: {Role.COORDINATOR: Reach.ANY},
        Act.CHECK_WORDING: dict.fromkeys(WRITERS_OF_PLACES, Reach.ANY),
        Act.REVIEW_PLACES: {Role.JOBHUNTER: Reach.ANY},
        Act.KEEP_EVENT: dict.fromkeys(ORGANISERS, Reach.ANY),
        Act.IMPORT_EVENTS: dict.fromkeys((Role.COORDINATOR, Role.ADMINISTRATOR), Reach.ANY),
        Act.REGISTER_STUDENT: {Role.STUDENT: Reach.OWN, Role.PARENT: Reach.OWN, **GUIDES},
        Act.REGISTER_SELF: ENTERED,
        Act.REGISTER_COMPANY: {Role.EMPLOYER: Reach.OWN},
        Act.KEEP_PROFILE: {Role.STUDENT: Reach.OWN, **AROUND_STUDENT},
        Act.SEE_PROFILE: {Role.STUDENT: Reach.OWN, **AROUND_STUDENT},
        Act.KEEP_GUARANTEES: {Role.COORDINATOR: Reach.ANY},
        Act.OFFER_GUARANTEED: {Role.EMPLOYER: Reach.OWN},
        Act.CLAIM_GUARANTEE: {Role.STUDENT: Reach.OWN, **AROUND_STUDENT},
        Act.CHECK_GUARANTEE: AROUND_STUDENT,
        Act.SAY_SEEN: AROUND_STUDENT,
        Act.SAY_SEEN_AT_WORK: {Role.TRAINER: Reach.OWN},
        Act.HAND_OVER: {Role.STUDENT: Reach.OWN},
        Act.AGREE_TO_HAND_OVER: {Role.PARENT: Reach.OWN},
        Act.PREPARE_HAND_OVER: AROUND_STUDENT,
        Act.RECEIVE_HAND_OVER: {Role.TEACHER: Reach.SCHOOL, Role.PLACEMENT_COORDINATOR: Reach.SCHOOL},
    }
)
ABOUT: Mapping[Act, About] = MappingProxyType(
    {
        Act.SEE_MATCHES: About.STUDENT,
        Act.SEE_GROUP: About.STUDENTS,
        Act.SEE_CANDIDATES: About.STUDENTS,
        Act.SEE_FIGURES: About.STUDENT,
        Act.SEE_OPENINGS: About.PLACEMENT,
        Act.SEE_PLACEMENT: About.PLACEMENT,
        Act.POST_PLACEMENT: About.EMPLOYER,
        Act.SEE_EVENTS: About.NOBODY,
        Act.SEE_TALKS: About.APPLICATION,
        Act.LOOK_BACK: About.APPLICATION,
        Act.SEE_REFERENCE: About.NOBODY,
        Act.EDIT_PROFILE: About.STUDENT,
        Act.VIEW_DOSSIER: About.STUDENT,
        Act.EDIT_DOSSIER: About.STUDENT,
        Act.SEE_CONVERSATIONS: About.STUDENT,
        Act.LEAD_CONVERSATION: About.STUDENT,
        Act.PREPARE_CONVERSATION: About.STUDENT,
        Act.SEE_COVERAGE: About.STUDENTS,
        Act.PLAN_TALKS: About.STUDENTS,
        Act.SET_ASSIGNMENTS: About.STUDENTS,
        Act.ASK_PEER: About.STUDENT,
        Act.ARRANGE_PEERS: About.STUDENT,
        Act.LOG_PEER_CONTACT: About.STUDENT,
        Act.LINK_TEXT: About.NOBODY,
        Act.KEEP_LINK: About.NOBODY,
        Act.REVIEW_LINKS: About.NOBODY,
        Act.SEE_REGION: About.NOBODY,
        Act.SEE_SCHOOL: About.SCHOOL,
        Act.KEEP_SCHOOL: About.SCHOOL,
        Act.SEE_MY_DATA: About.ACCOUNT,
        Act.ERASE_DATA: About.ACCOUNT,
        Act.PAUSE: About.ACCOUNT,
        Act.ASK_RECTIFICATION: About.ACCOUNT,
        Act.DECIDE_FOR_CHILD: About.STUDENT,
        Act.SEE_RECTIFICATIONS: About.STUDENTS,
        Act.SETTLE_RECTIFICATION: About.STUDENT,
        Act.READ_MESSAGES: About.ACCOUNT,
        Act.SEE_CONTACTS: About.STUDENT,
        Act.SHOW_INTEREST: About.STUDENT,
        Act.SEE_PRESENTED: About.EMPLOYER,
        Act.FOLLOW_UP: About.STUDENTS,
        Act.PROPOSE_STUDENT: About.STUDENT,
        Act.SEE_CONSENTS: About.STUDENT,
        Act.TAKE_STEP: About.APPLICATION,
        Act.SEE_GUIDED: About.STUDENTS,
        Act.SEE_WORKPLACE: About.EMPLOYER,
        Act.SEE_CHILD: About.STUDENT,
        Act.CHOOSE_FOR_PARENTS: About.STUDENT,
        Act.SEE_WHO_LOOKED: About.STUDENT,
        Act.CHOOSE_SCHEMES: About.STUDENT,
        Act.FIND_SCHEMES: About.STUDENT,
        Act.SEE_ACCOUNT: About.ACCOUNT,
        Act.KEEP_ACCOUNT: About.ACCOUNT,
        Act.INVITE: About.NOBODY,
        Act.INVITE_FOR_STUDENT: About.STUDENT,
        Act.CONFIRM_PARENT: About.STUDENT,
        Act.SEE_FIRST_WEEK: About.PLACEMENT,
        Act.FOLLOW_TRAINING: About.ACCOUNT,
        Act.WRITE_LETTER: About.APPLICATION,
        Act.SEE_LETTERS: About.STUDENT,
        Act.SEE_COMPANY: About.EMPLOYER,
        Act.KEEP_COMPANY: About.EMPLOYER,
        Act.SEE_COMPANIES: About.EMPLOYER,
        Act.CALL_COMPANY: About.EMPLOYER,
        Act.REPORT: About.NOBODY,
        Act.KEEP_HELP: About.NOBODY,
        Act.SHARE_CASES: About.NOBODY,
        Act.MODERATE_CASES: About.NOBODY,
        Act.SEE_REPORTS: About.REPORT,
        Act.HANDLE_REPORT: About.REPORT,
        Act.CHECK_WORDING: About.NOBODY,
        Act.REVIEW_PLACES: About.PLACEMENT,
        Act.KEEP_EVENT: About.NOBODY,
        Act.IMPORT_EVENTS: About.NOBODY,
        Act.REGISTER_STUDENT: About.STUDENT,
        Act.REGISTER_SELF: About.ACCOUNT,
        Act.REGISTER_COMPANY: About.EMPLOYER,
        Act.KEEP_PROFILE: About.STUDENT,
        Act.SEE_PROFILE: About.STUDENT,
        Act.KEEP_GUARANTEES: About.NOBODY,
        Act.OFFER_GUARANTEED: About.EMPLOYER,
        Act.CLAIM_GUARANTEE: About.STUDENT,
        Act.CHECK_GUARANTEE: About.STUDENT,
        Act.SAY_SEEN: About.STUDENT,
        Act.SAY_SEEN_AT_WORK: About.APPLICATION,
        Act.HAND_OVER: About.STUDENT,
        Act.AGREE_TO_HAND_OVER: About.STUDENT,
        Act.PREPARE_HAND_OVER: About.STUDENT,
        Act.RECEIVE_HAND_OVER: About.STUDENT,
    }
)
"""What each act is about: who looks at a student, or tries to, is noted in the audit trail."""


def may(by: Account, act: Act) -> bool:
    """Say whether this kind of account can do this at all, for some subject."""
    return by.role in PERMISSIONS[act]


def is_within_reach(
    by: Account, act: Act, subject: UUID | None, *, group: tuple[str, str] | None = None, school: str = ""
) -> bool:
    """Say whether this account may do it to this subject; parameters as in ``require``."""
    reach = PERMISSIONS[act].get(by.role)
    if reach is None or reach is Reach.ANY:
        return reach is Reach.ANY
    if reach is Reach.CHILD:
        return subject in by.children
    at = school or (group[0] if group else "")
    is_tied: Callable[[Tie], bool] = {
        Reach.OWN: lambda tie: subject is not None and subject == tie.subject_id,
        Reach.GROUP: lambda tie: group is not None and all(group) and group == (tie.school, tie.group),
        Reach.SCHOOL: lambda tie: bool(at) and at == tie.school,
    }[reach]
    return any(map(is_tied, by.ties))


def require(
    by: Account, act: Act, subject: UUID | None, *, group: tuple[str, str] | None = None, school: str = ""
) -> None:
    """Let an account pass, or refuse; it is noted in the account's trail.

    Parameters
    ----------
    subject : UUID or None
        The student or employer it is about.
    group : (school, class) or None
        Where the student belongs, for acts that people at a school may do.
    school : str
        The school it is about, for acts about a school.

    Raises
    ------
    ForbiddenError
        This kind of account never may.
    NotFoundError
        It may, but not for this subject: the answer is the same as for one that does not exist.
    """
    if not may(by, act):
        note_refused(by, act, subject)
        raise ForbiddenError(f"{by.role} may not {act}")
    is_let_in = is_within_reach(by, act, subject, group=group, school=school)
    _note(by, act, subject, AuditResult.DONE if is_let_in else AuditResult.HIDDEN)
    if not is_let_in:
        raise NotFoundError("not found")


def note_refused(by: Account, act: Act, subject: UUID | None, *, is_student: bool = False) -> None:
    """Note that an account asked for what its role never may; the door knows when it was about a student."""
    _note(by, act, subject, AuditResult.REFUSED, is_student=is_student)


def note_shown(by: Account, act: Act, students: Iterable[UUID]) -> None:
    """Note whom a list shows; the act that makes the list says so, once it knows who is in it."""
    for student_id in students:
        _note(by, act, student_id, AuditResult.DONE, is_student=True)


def _note(by: Account, act: Act, subject: UUID | None, result: AuditResult, *, is_student: bool = False) -> None:
    if by.role is Role.ANONYMOUS:
        return
    is_own = by.role is Role.STUDENT and subject == by.subject_id
    is_student = is_student or ABOUT[act] is About.STUDENT
    by.trail.add(
        Asked(act=act, subject_id=subject, result=result, is_about_another=is_student and not is_own),
    )

"""Who may do what: one table, read by people; what is not in it is not allowed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from accounts.invitation import AT_SCHOOL as AT_A_SCHOOL
from accounts.invitation import INVITES
from accounts.relation import Tie
from accounts.role import Role
from services.errors import ForbiddenError, NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who asks for something, acting in one role.

    Parameters
    ----------
    id : UUID or None
        The account; ``None`` for who has not entered.
    ties : tuple of Tie
        Every relation of this role that holds today.

    Examples
    --------
    >>> Account.of(Role.TEACHER, school="De Wissel", group="3b").group
    '3b'
    """

    role: Role
    id: UUID | None = None
    name: str = ""
    ties: tuple[Tie, ...] = ()

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
    SEE_REFERENCE = "see_reference"
    EDIT_PROFILE = "edit_profile"
    LINK_TEXT = "link_text"
    KEEP_LINK = "keep_link"
    REVIEW_LINKS = "review_links"
    SEE_SCHOOL = "see_school"
    KEEP_SCHOOL = "keep_school"
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
    SEE_ACCOUNT = "see_account"
    KEEP_ACCOUNT = "keep_account"
    INVITE = "invite"
    CONFIRM_PARENT = "confirm_parent"


class Reach(StrEnum):
    """How the account must be tied to what it asks for."""

    ANY = "any"
    OWN = "own"
    """The account stands for it."""
    GROUP = "group"
    """The student is in the teacher's class."""
    SCHOOL = "school"
    """The teacher is of this school."""


AT_SCHOOL: Mapping[Role, Reach] = {Role.TEACHER: Reach.SCHOOL, Role.COORDINATOR: Reach.ANY}
"""Who sees and says what a school has settled."""
ABOUT_STUDENT: Mapping[Role, Reach] = {Role.STUDENT: Reach.OWN, Role.PARENT: Reach.OWN}
"""The student, and of a child that is too young to decide the parent (``DECIDE_FOR_CHILD``)."""
WRITERS = (Role.STUDENT, Role.EMPLOYER, Role.JOBHUNTER, Role.TEACHER)
"""Who writes in own words what the work is, or what somebody can do."""

ENTERED: Mapping[Role, Reach] = {role: Reach.ANY for role in Role if role is not Role.ANONYMOUS}
"""Everybody with an account, for what is always one's own."""

PERMISSIONS: Mapping[Act, Mapping[Role, Reach]] = MappingProxyType(
    {
        Act.SEE_MATCHES: {Role.STUDENT: Reach.OWN, Role.TEACHER: Reach.GROUP},
        Act.SEE_GROUP: {Role.TEACHER: Reach.GROUP},
        Act.SEE_CANDIDATES: {Role.JOBHUNTER: Reach.ANY},
        Act.SEE_FIGURES: {Role.JOBHUNTER: Reach.ANY, Role.TEACHER: Reach.GROUP},
        Act.SEE_OPENINGS: {Role.JOBHUNTER: Reach.ANY, Role.EMPLOYER: Reach.OWN},
        Act.SEE_PLACEMENT: {
            Role.STUDENT: Reach.ANY,
            Role.EMPLOYER: Reach.ANY,
            Role.JOBHUNTER: Reach.ANY,
            Role.TEACHER: Reach.ANY,
        },
        Act.POST_PLACEMENT: {Role.EMPLOYER: Reach.OWN},
        Act.SEE_EVENTS: dict.fromkeys(Role, Reach.ANY),
        Act.SEE_REFERENCE: dict.fromkeys(Role, Reach.ANY),
        Act.EDIT_PROFILE: {Role.STUDENT: Reach.OWN},
        Act.LINK_TEXT: dict.fromkeys((*WRITERS, Role.COORDINATOR), Reach.ANY),
        Act.KEEP_LINK: dict.fromkeys(WRITERS, Reach.ANY),
        Act.REVIEW_LINKS: {Role.COORDINATOR: Reach.ANY},
        Act.SEE_SCHOOL: AT_SCHOOL,
        Act.KEEP_SCHOOL: AT_SCHOOL,
        Act.SEE_MY_DATA: ENTERED,
        Act.ERASE_DATA: ENTERED,
        Act.PAUSE: ABOUT_STUDENT,
        Act.ASK_RECTIFICATION: ABOUT_STUDENT,
        Act.DECIDE_FOR_CHILD: {Role.PARENT: Reach.OWN},
        Act.SEE_RECTIFICATIONS: {Role.TEACHER: Reach.ANY, Role.PLACEMENT_COORDINATOR: Reach.ANY},
        Act.SETTLE_RECTIFICATION: {Role.TEACHER: Reach.GROUP, Role.PLACEMENT_COORDINATOR: Reach.SCHOOL},
        Act.READ_MESSAGES: ENTERED,
        Act.SEE_ACCOUNT: ENTERED,
        Act.KEEP_ACCOUNT: ENTERED,
        # Whom for what, and for which students or employer, is asked by the act (`accounts.invitation.INVITES`).
        Act.INVITE: dict.fromkeys(INVITES, Reach.ANY),
        Act.CONFIRM_PARENT: dict.fromkeys((Role.STUDENT, *AT_A_SCHOOL), Reach.ANY),
    }
)


def may(by: Account, act: Act) -> bool:
    """Say whether this kind of account can do this at all, for some subject."""
    return by.role in PERMISSIONS[act]


def require(
    by: Account, act: Act, subject: UUID | None, *, group: tuple[str, str] | None = None, school: str = ""
) -> None:
    """Let an account pass, or refuse.

    Parameters
    ----------
    subject : UUID or None
        The student or employer it is about.
    group : (school, class) or None
        Where the student belongs, for acts that a teacher may do.
    school : str
        The school it is about, for acts about a school.

    Raises
    ------
    ForbiddenError
        This kind of account never may.
    NotFoundError
        It may, but not for this subject: the answer is the same as for one that does not exist.
    """
    reach = PERMISSIONS[act].get(by.role)
    if reach is None:
        raise ForbiddenError(f"{by.role} may not {act}")
    if reach is Reach.ANY:
        return
    is_tied: Callable[[Tie], bool] = {
        Reach.OWN: lambda tie: subject is not None and subject == tie.subject_id,
        Reach.GROUP: lambda tie: group is not None and all(group) and group == (tie.school, tie.group),
        Reach.SCHOOL: lambda tie: bool(school) and school == tie.school,
    }[reach]
    if not any(map(is_tied, by.ties)):
        raise NotFoundError("not found")

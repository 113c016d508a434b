"""Who may do what: one table, read by people; what is not in it is not allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from services.errors import ForbiddenError, NotFoundError


class Role(StrEnum):
    """What somebody is in the service."""

    ANONYMOUS = "anonymous"
    STUDENT = "student"
    EMPLOYER = "employer"
    JOBHUNTER = "jobhunter"
    TEACHER = "teacher"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who asks for something.

    Parameters
    ----------
    subject_id : UUID or None
        The student, or the employer, that this account stands for.
    school, group : str
        The class a teacher guides; empty for everybody else.
    """

    role: Role
    name: str = ""
    subject_id: UUID | None = None
    school: str = ""
    group: str = ""


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


class Relation(StrEnum):
    """How the account must be related to what it asks for."""

    ANY = "any"
    OWN = "own"
    """The account stands for it."""
    GROUP = "group"
    """The student is in the teacher's class."""
    SCHOOL = "school"
    """The teacher is of this school."""


AT_SCHOOL: Mapping[Role, Relation] = {Role.TEACHER: Relation.SCHOOL, Role.COORDINATOR: Relation.ANY}
"""Who sees and says what a school has settled."""
WRITERS = (Role.STUDENT, Role.EMPLOYER, Role.JOBHUNTER, Role.TEACHER)
"""Who writes in own words what the work is, or what somebody can do."""

PERMISSIONS: Mapping[Act, Mapping[Role, Relation]] = MappingProxyType(
    {
        Act.SEE_MATCHES: {Role.STUDENT: Relation.OWN, Role.TEACHER: Relation.GROUP},
        Act.SEE_GROUP: {Role.TEACHER: Relation.GROUP},
        Act.SEE_CANDIDATES: {Role.JOBHUNTER: Relation.ANY},
        Act.SEE_FIGURES: {Role.JOBHUNTER: Relation.ANY, Role.TEACHER: Relation.GROUP},
        Act.SEE_OPENINGS: {Role.JOBHUNTER: Relation.ANY, Role.EMPLOYER: Relation.OWN},
        Act.SEE_PLACEMENT: {
            Role.STUDENT: Relation.ANY,
            Role.EMPLOYER: Relation.ANY,
            Role.JOBHUNTER: Relation.ANY,
            Role.TEACHER: Relation.ANY,
        },
        Act.POST_PLACEMENT: {Role.EMPLOYER: Relation.OWN},
        Act.SEE_EVENTS: dict.fromkeys(Role, Relation.ANY),
        Act.SEE_REFERENCE: dict.fromkeys(Role, Relation.ANY),
        Act.EDIT_PROFILE: {Role.STUDENT: Relation.OWN},
        Act.LINK_TEXT: dict.fromkeys((*WRITERS, Role.COORDINATOR), Relation.ANY),
        Act.KEEP_LINK: dict.fromkeys(WRITERS, Relation.ANY),
        Act.REVIEW_LINKS: {Role.COORDINATOR: Relation.ANY},
        Act.SEE_SCHOOL: AT_SCHOOL,
        Act.KEEP_SCHOOL: AT_SCHOOL,
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
    relation = PERMISSIONS[act].get(by.role)
    if relation is None:
        raise ForbiddenError(f"{by.role} may not {act}")
    is_related = {
        Relation.ANY: True,
        Relation.OWN: subject is not None and subject == by.subject_id,
        Relation.GROUP: group is not None and all(group) and group == (by.school, by.group),
        Relation.SCHOOL: bool(school) and school == by.school,
    }[relation]
    if not is_related:
        raise NotFoundError("not found")

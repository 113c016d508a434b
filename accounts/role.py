"""What somebody can be in the service."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the service."""

    ANONYMOUS = "anonymous"
    STUDENT = "student"
    PARENT = "parent"
    """Parent or legal representative of a student."""
    TEACHER = "teacher"
    """Teacher or mentor of a class."""
    PLACEMENT_COORDINATOR = "placement_coordinator"
    """Stagecoördinator: watches over the placements of a school."""
    JOBHUNTER = "jobhunter"
    JOB_COACH = "job_coach"
    PEER = "peer"
    """Junior praktijkopleider: a trained student who helps a younger one."""
    EMPLOYER = "employer"
    """Contact person of an employer."""
    TRAINER = "trainer"
    """Praktijkopleider: guides students at an employer."""
    COORDINATOR = "coordinator"
    """Coordinator of the region."""
    ADMINISTRATOR = "administrator"
    """Keeps accounts and settings; sees nothing of students."""


OF_STUDENT = frozenset({Role.STUDENT, Role.PARENT, Role.JOB_COACH, Role.PEER})
"""Roles somebody has towards one student."""
OF_EMPLOYER = frozenset({Role.EMPLOYER, Role.TRAINER})
"""Roles somebody has at one employer."""
OF_SCHOOL = frozenset({Role.TEACHER, Role.PLACEMENT_COORDINATOR})
"""Roles somebody has at one school."""

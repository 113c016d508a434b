"""What a school has settled where the law leaves it room: seeing it, and settling something else."""

from dataclasses import dataclass

from career.school import SchoolSettings
from services.errors import NotFoundError
from services.permissions import Account, Act, require
from services.reference import ParentSigns, Reference
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolView:
    """What a school has settled, and for how many students it counts."""

    settings: SchoolSettings
    n_students: int


def school_settings(work: UnitOfWork, *, by: Account, school: str) -> SchoolView:
    """Give what a school has settled, to its teachers and the coordinator; a school that settled nothing has defaults.

    Raises
    ------
    ForbiddenError
        This account may not see what schools have settled.
    NotFoundError
        Nobody knows this school, or it is not the teacher's own.
    """
    require(by, Act.SEE_SCHOOL, None, school=school)
    kept, n_students = work.schools.get(school), work.students.count_at(school)
    if kept is None and n_students == 0 and school != by.school:
        raise NotFoundError("not found")  # a name with a typing error would count for nobody
    return SchoolView(settings=kept or SchoolSettings(school=school), n_students=n_students)


def keep_school_settings(work: UnitOfWork, *, by: Account, settings: SchoolSettings) -> SchoolView:
    """Keep what a school has settled, and have it counted in the background who fits each place; raises as above."""
    require(by, Act.KEEP_SCHOOL, None, school=settings.school)
    seen = school_settings(work, by=by, school=settings.school)
    if settings != seen.settings:
        work.schools.save(settings)
        work.defer("worker.rescore_all")
    return SchoolView(settings=settings, n_students=seen.n_students)


def known_schools(work: UnitOfWork, *, but: str = "") -> tuple[str, ...]:
    """Name the schools that have students or settings here, in the order of the alphabet, without one of them."""
    return tuple(name for name in sorted(work.schools.names()) if name != but)


def left_to_schools(reference: Reference) -> tuple[str, ...]:
    """Name the kinds of place at which the school decides whether a parent signs."""
    types = reference.placement_types.values()
    return tuple(held.label for held in types if held.parent_signs is ParentSigns.SCHOOL_DECIDES)

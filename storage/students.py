"""Students and what is claimed about them, kept and given back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, func, select, update

from career.competency import ClaimSource, CompetencyClaim, Level
from career.student import Availability, LanguageLevel, LearningRoute, SchoolType, Student, Travel, TravelMode, Wishes
from storage.database import Transaction
from storage.market_changes import ChangeKind, note_change
from storage.rows import Written, add_rows, chunks, ids_by_reference, put_rows
from storage.schema.students import claims, students

TAKES_PART = students.c.restricted_at.is_(None)
"""Who has paused is in no market, list or figure (AVG art. 18)."""


class StudentStore:
    """The students of one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def get(self, student_id: UUID) -> Student | None:
        """Give one student, kept from other writers when this transaction writes."""
        return self._one(students.c.id == student_id)

    def hold(self, student_id: UUID) -> None:
        """Keep one student from other writers until the commit, without reading what is known."""
        rows = select(students.c.id).where(students.c.id == student_id)
        self._transaction.read(self._transaction.locked(rows)).all()

    def by_reference(self, reference: str) -> Student | None:
        """Give the student whom the source knows by this reference."""
        return self._one(students.c.reference == reference)

    def some_taking_part(self, student_ids: Sequence[UUID]) -> tuple[Student, ...]:
        """Give these students in the order asked, in two queries per 10,000.

        Unknown ids are left out, and who has paused too.
        """
        found: dict[UUID, Student] = {}
        for chunk in chunks(student_ids):
            found.update((student.id, student) for student in self._where(TAKES_PART & students.c.id.in_(chunk)))
        return tuple(found[student_id] for student_id in student_ids if student_id in found)

    def all_taking_part(self) -> tuple[Student, ...]:
        """Give every student who has not paused, in the order of their reference, in two queries."""
        return self._where(TAKES_PART)

    def all(self) -> tuple[Student, ...]:
        """Give every student in the order of their reference, in two queries."""
        return self._where(None)

    def of_qualification(self, code: str) -> tuple[Student, ...]:
        """Give the students of a programme who have not paused, in the order of their reference, in two queries."""
        return self._where(TAKES_PART & (students.c.qualification_code == code))

    def count(self) -> int:
        """Count the students."""
        return int(self._transaction.read(select(func.count()).select_from(students)).scalar_one())

    def at(self, school: str, *, group: str = "") -> tuple[Student, ...]:
        """Give the students of a school, or of one class there."""
        of_school = students.c.school == school
        return self._where(and_(of_school, students.c.group_name == group) if group else of_school)

    def taking_part_at(self, school: str, *, group: str = "") -> tuple[Student, ...]:
        """Give the students of a school, or of one class there, who have not paused, in two queries."""
        of_school = TAKES_PART & (students.c.school == school)
        return self._where(and_(of_school, students.c.group_name == group) if group else of_school)

    def count_at(self, school: str) -> int:
        """Count the students of a school who have not paused."""
        asked = select(func.count()).select_from(students).where(students.c.school == school, TAKES_PART)
        return int(self._transaction.read(asked).scalar_one())

    def born_on(self, student_id: UUID) -> date | None:
        """Give when a student was born; ``None`` when there is no such student."""
        asked = select(students.c.born_on).where(students.c.id == student_id)
        day: date | None = self._transaction.read(asked).scalar_one_or_none()
        return day

    def school_of(self, student_id: UUID) -> tuple[str, str] | None:
        """Give the school and the class of a student; ``None`` when there is no such student."""
        asked = select(students.c.school, students.c.group_name).where(students.c.id == student_id)
        row = self._transaction.read(asked).one_or_none()
        return None if row is None else (row.school, row.group_name)

    def restricted_at(self, student_id: UUID) -> datetime | None:
        """Say since when a student has paused; ``None`` when not, or when there is no such student."""
        asked = select(students.c.restricted_at).where(students.c.id == student_id)
        moment: datetime | None = self._transaction.read(asked).scalar_one_or_none()
        return moment

    def restrict(self, student_id: UUID, *, at: datetime | None) -> None:
        """Keep since when a student has paused, or with ``None`` that it is over; saving a student leaves it alone."""
        self._transaction.change(update(students).where(students.c.id == student_id).values(restricted_at=at))
        note_change(self._transaction, ChangeKind.STUDENT, [student_id])

    def save(self, student: Student) -> None:
        """Keep a student, new or changed, with exactly these claims."""
        self._put([student])

    def add_all(self, new: Iterable[Student]) -> int:
        """Keep many new students and give their number; one that is there already raises ``ConflictError``."""
        n_added = 0
        for chunk in chunks(new):
            add_rows(self._transaction, students, [_student_row(student) for student in chunk])
            add_rows(self._transaction, claims, _claim_rows(chunk))
            self._note(chunk)
            n_added += len(chunk)
        return n_added

    def upsert(self, given: Iterable[Student]) -> Written:
        """Keep students by reference: one that is there already keeps its id and gets the new content."""
        written = Written()
        for chunk in chunks(given):
            ids = ids_by_reference(self._transaction, students, [student.reference for student in chunk])
            self._put([replace(s, id=ids[s.reference]) if s.reference in ids else s for s in chunk])
            written += Written(n_new=len(chunk) - len(ids), n_replaced=len(ids))
        return written

    def _put(self, chunk: list[Student]) -> None:
        put_rows(self._transaction, students, [_student_row(student) for student in chunk])
        self._transaction.change(delete(claims).where(claims.c.student_id.in_([student.id for student in chunk])))
        add_rows(self._transaction, claims, _claim_rows(chunk))
        self._note(chunk)

    def _note(self, chunk: Iterable[Student]) -> None:
        note_change(self._transaction, ChangeKind.STUDENT, (student.id for student in chunk))

    def _one(self, condition: ColumnElement[bool]) -> Student | None:
        row = self._transaction.read(self._transaction.locked(select(students).where(condition))).one_or_none()
        if row is None:
            return None
        said = select(claims).where(claims.c.student_id == row.id).order_by(claims.c.position)
        return _student(row, tuple(map(_claim, self._transaction.read(said))))

    def _where(self, condition: ColumnElement[bool] | None) -> tuple[Student, ...]:
        people = select(students).order_by(students.c.reference)
        said = select(claims).order_by(claims.c.student_id, claims.c.position)
        if condition is not None:
            people = people.where(condition)
            said = said.join(students).where(condition)
        claims_of: dict[UUID, list[CompetencyClaim]] = {}
        for row in self._transaction.read(said):
            claims_of.setdefault(row.student_id, []).append(_claim(row))
        return tuple(_student(row, tuple(claims_of.get(row.id, ()))) for row in self._transaction.read(people))


def _student_row(student: Student) -> dict[str, Any]:
    free, travel, wishes = student.availability, student.travel, student.wishes
    return {
        "id": student.id,
        "reference": student.reference,
        "first_name": student.first_name,
        "born_on": student.born_on,
        "school_type": student.school_type.value,
        "school": student.school,
        "group_name": student.group,
        "qualification_code": student.qualification_code,
        "level": student.level,
        "route": student.route and student.route.value,
        "seeks": sorted(student.seeks),
        "free_from_on": free.from_on,
        "free_until_on": free.until_on,
        "weekdays": sorted(free.weekdays),
        "hours_min": free.hours_min,
        "hours_max": free.hours_max,
        "school_minutes": None if free.school_minutes is None else list(free.school_minutes),
        "postcode4": travel.postcode4,
        "latitude": travel.latitude,
        "longitude": travel.longitude,
        "travel_modes": sorted(travel.modes),
        "travel_max_minutes": travel.max_minutes,
        "wished_sectors": list(wishes.sectors),
        "liked": sorted(wishes.liked),
        "disliked": sorted(wishes.disliked),
        "minimum_allowance_eur": wishes.minimum_allowance_eur,
        "helps": sorted(student.helps),
        "prerequisites": sorted(student.prerequisites),
        "dutch_level": student.dutch_level and student.dutch_level.value,
        "goal_ids": list(student.goal_ids),
    }


def _claim_rows(chunk: Iterable[Student]) -> list[dict[str, Any]]:
    return [
        {
            "student_id": student.id,
            "position": position,
            "competency_id": claim.competency_id,
            "source": claim.source.value,
            "level": claim.level and int(claim.level),
            "seen_on": claim.seen_on,
            "evidence": claim.evidence,
        }
        for student in chunk
        for position, claim in enumerate(student.claims)
    ]


def _student(row: Row[Any], said: tuple[CompetencyClaim, ...]) -> Student:
    return Student(
        id=row.id,
        reference=row.reference,
        first_name=row.first_name,
        born_on=row.born_on,
        school_type=SchoolType(row.school_type),
        school=row.school,
        group=row.group_name,
        qualification_code=row.qualification_code,
        level=row.level,
        route=None if row.route is None else LearningRoute(row.route),
        seeks=frozenset(row.seeks),
        availability=Availability(
            from_on=row.free_from_on,
            until_on=row.free_until_on,
            weekdays=frozenset(row.weekdays),
            hours_min=row.hours_min,
            hours_max=row.hours_max,
            school_minutes=None if row.school_minutes is None else _week(row.school_minutes),
        ),
        travel=Travel(
            postcode4=row.postcode4,
            latitude=row.latitude,
            longitude=row.longitude,
            modes=frozenset(map(TravelMode, row.travel_modes)),
            max_minutes=row.travel_max_minutes,
        ),
        wishes=Wishes(
            sectors=tuple(row.wished_sectors),
            liked=frozenset(row.liked),
            disliked=frozenset(row.disliked),
            minimum_allowance_eur=row.minimum_allowance_eur,
        ),
        helps=frozenset(row.helps),
        prerequisites=frozenset(row.prerequisites),
        dutch_level=None if row.dutch_level is None else LanguageLevel(row.dutch_level),
        goal_ids=tuple(row.goal_ids),
        claims=said,
    )


def _claim(row: Row[Any]) -> CompetencyClaim:
    return CompetencyClaim(
        competency_id=row.competency_id,
        source=ClaimSource(row.source),
        level=None if row.level is None else Level(row.level),
        seen_on=row.seen_on,
        evidence=row.evidence,
    )


def _week(minutes: Sequence[int]) -> tuple[int, int, int, int, int, int, int]:
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = minutes
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday

"""What an account is to a student, an employer or a school, from when until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from accounts.errors import InvalidAccountError
from accounts.role import OF_EMPLOYER, OF_SCHOOL, OF_STUDENT, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """To whom or what a relation ties: one student or employer, or one school, or nobody in particular.

    Parameters
    ----------
    subject_id : UUID or None
        The student or employer.
    school, group : str
        The school, and the class where the role is that of a teacher.
    """

    subject_id: UUID | None = None
    school: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """One role of one account.

    Parameters
    ----------
    student_id, employer_id : UUID or None
        Whom it is about, by what the role asks; never both.
    school, group : str
        The school of a teacher or placement coordinator, and the teacher's class.
    from_on, until_on : date
        Half-open: ``until_on`` is the first day on which it no longer holds; ``None`` while no end is known.

    Examples
    --------
    >>> guides = Relation(id=UUID(int=1), account_id=UUID(int=2), role=Role.TEACHER, school="De Wissel", group="3b",
    ...                   from_on=date(2026, 8, 1), until_on=date(2027, 8, 1))
    >>> guides.holds_on(date(2027, 7, 31)), guides.holds_on(date(2027, 8, 1))
    (True, False)
    """

    id: UUID
    account_id: UUID
    role: Role
    from_on: date
    until_on: date | None = None
    student_id: UUID | None = None
    employer_id: UUID | None = None
    school: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "role": (self.role is not Role.ANONYMOUS, "kies wat deze persoon is"),
            "student_id": ((self.student_id is not None) == (self.role in OF_STUDENT), "kies de leerling bij deze rol"),
            "employer_id": (
                (self.employer_id is not None) == (self.role in OF_EMPLOYER),
                "kies het bedrijf bij deze rol",
            ),
            "school": (bool(self.school) == (self.role in OF_SCHOOL), "kies de school bij deze rol"),
            "group": (bool(self.group) == (self.role is Role.TEACHER), "kies de klas bij deze rol"),
            "until_on": (
                self.until_on is None or self.from_on <= self.until_on,
                "geef een einddag die niet voor de begindag ligt",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidAccountError("relation", faults)

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)

    @property
    def tie(self) -> Tie:
        """To whom or what it ties."""
        return Tie(subject_id=self.student_id or self.employer_id, school=self.school, group=self.group)

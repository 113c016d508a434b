"""What a student says to be able to do: shown, added to and taken back by the student."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from career.competency import ClaimSource, CompetencyClaim, CompetencyKind, Level, with_own_claims
from career.errors import InvalidValueError
from services.competencies import current_catalogue
from services.errors import found
from services.linking.confirming import Choice, keep_beside, may_keep_words
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import load_lists
from services.unit_of_work import UnitOfWork

LEVEL_WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.WITH_HELP: "Met hulp",
        Level.PARTLY: "Voor een deel zelf",
        Level.INDEPENDENT: "Helemaal zelf",
        Level.TEACHES: "Ik kan het een ander leren",
    }
)
"""How a student says how far it goes. "Not yet" is no ability, so it cannot be chosen."""
ABILITY_KINDS = (CompetencyKind.ACTIVITY, CompetencyKind.SKILL, CompetencyKind.BEHAVIOUR)
"""What somebody can say to be able to do, besides the work processes of the own programme."""
MOST_ABILITIES = 100
"""Own claims in one profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """Something a student says to be able to do, in plain words."""

    competency_id: str
    label: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What a student says to be able to do, in the order of the alphabet, and what else can be said.

    Parameters
    ----------
    process_ids : tuple of str
        Work processes of the student's own programme.
    may_keep_words : bool
        The student is old enough to let the own words be kept.
    """

    abilities: tuple[Ability, ...]
    process_ids: tuple[str, ...]
    may_keep_words: bool


def my_abilities(work: UnitOfWork, *, by: Account, now: datetime) -> Abilities:
    """Give what a student said to be able to do."""
    student_id = found(by.subject_id)
    require(by, Act.EDIT_PROFILE, student_id)
    student = found(work.students.get(student_id))
    catalogue = current_catalogue(work)
    programme = load_lists().qualifications.get(student.qualification_code or "")
    told = (
        Ability(
            competency_id=claim.competency_id,
            label=catalogue[claim.competency_id].plain_label,
            words=LEVEL_WORDS.get(claim.level, "") if claim.level else "",
        )
        for claim in student.claims
        if claim.source is ClaimSource.SELF and claim.competency_id in catalogue
    )
    return Abilities(
        abilities=tuple(sorted(told, key=lambda ability: ability.label)),
        process_ids=programme.work_process_ids if programme else (),
        may_keep_words=may_keep_words(work, by=by, now=now),
    )


def say_abilities(
    work: UnitOfWork, *, by: Account, levels: Mapping[str, Level], choices: Sequence[Choice] = (), now: datetime
) -> int:
    """Put in a student's profile what he or she says to be able to do; give the number of things said.

    What was said before about the same competency is replaced; what a teacher or a company said stays. The words that
    led to it are not kept in the profile.

    Parameters
    ----------
    choices : sequence of Choice
        What the student made of suggestions and wants to be kept, apart from the profile.

    Raises
    ------
    UnknownCodeError
        The catalogue does not hold a competency.
    InvalidValueError
        A level cannot be chosen, or the profile would hold too much.
    """
    student_id = found(by.subject_id)
    require(by, Act.EDIT_PROFILE, student_id)
    said = [
        CompetencyClaim(competency_id=code, source=ClaimSource.SELF, level=level, seen_on=local_day(now))
        for code, level in levels.items()
    ]
    put_own_claims(work, student_id=student_id, said=said)
    if choices:
        keep_beside(work, by=by, choices=choices, now=now)
    return len(said)


def put_own_claims(
    work: UnitOfWork, *, student_id: UUID, said: Sequence[CompetencyClaim] = (), taken_back: Collection[str] = ()
) -> None:
    """Put a student's last word in the profile, and take back what was said of some competencies; others' words stay.

    Whoever asks has been let through already; raises as ``say_abilities``.
    """
    catalogue = current_catalogue(work)
    for claim in said:
        if catalogue[claim.competency_id].kind is CompetencyKind.OCCUPATION:
            raise InvalidValueError("ability", {"levels": "Kies wat je kunt, niet een beroep"})
        if claim.level not in LEVEL_WORDS:
            raise InvalidValueError("ability", {"level": "Kies hoe goed je het kunt"})
    student = found(work.students.get(student_id))
    left = (c for c in student.claims if c.source is not ClaimSource.SELF or c.competency_id not in taken_back)
    claims = with_own_claims(left, said)
    if sum(claim.source is ClaimSource.SELF for claim in claims) > MOST_ABILITIES:
        raise InvalidValueError("ability", {"levels": f"Houd het op hoogstens {MOST_ABILITIES} dingen die je kunt"})
    if claims != student.claims:
        work.students.save(replace(student, claims=claims))


def take_back_ability(work: UnitOfWork, *, by: Account, competency_id: str) -> None:
    """Take back what a student said of one competency; what others said stays."""
    student_id = found(by.subject_id)
    require(by, Act.EDIT_PROFILE, student_id)
    put_own_claims(work, student_id=student_id, taken_back=(competency_id,))

"""The intake: a student tells in a few taps what was done, liked, needed and possible; each step is kept by itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from accounts.role import Role
from career.competency import Level
from career.dossier import MOST_SHOWN, CareerCompetency, EntryDraft, Sharing, ShownCompetency
from career.errors import InvalidValueError
from career.intake import Intake, IntakeStep, StepState, Together
from career.likes import Answer, Asked, Picture, disliked, found_sectors, liked, next_pictures
from career.student import Availability, Student, Travel, TravelMode
from services.dossier import put_entry, take_entry
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import load_lists, load_reference
from services.reference.intake_lists import ExperienceKind, load_intake_lists
from services.unit_of_work import UnitOfWork

INTAKE_LEVELS = (Level.WITH_HELP, Level.INDEPENDENT, Level.TEACHES)
"""How far it went, in as few choices as can be; the words are those of ``LEVEL_WORDS``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeView:
    """What the pages of the intake show.

    Parameters
    ----------
    intake : Intake or None
        ``None`` while nothing was told.
    together_with : str
        Name of who of the school did it together with the student the last time; empty when nobody did, or when that
        account is no more.
    modes : tuple of TravelMode
        Ways to travel that somebody of this age may use, and those that were chosen before.
    told : mapping of str to Level
        Tasks that were done, and how far that went; of a kind of which the student removed the entry, nothing.
    """

    student: Student
    intake: Intake | None
    together_with: str
    modes: tuple[TravelMode, ...]
    told: Mapping[str, Level]

    @property
    def answers(self) -> tuple[Asked, ...]:
        """What was answered about pictures."""
        return self.intake.answers if self.intake else ()

    @property
    def likely_sectors(self) -> tuple[str, ...]:
        """Kinds of work that suit by the answers, the likeliest first; without answers those that were wished."""
        lists = load_intake_lists()
        return found_sectors(lists.pictures, self.answers, lists.rule) or self.student.wishes.sectors


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When somebody can work, and how far from home."""

    weekdays: frozenset[int]
    hours_min: int
    hours_max: int
    postcode4: str
    modes: frozenset[TravelMode]
    max_minutes: int


def intake_of(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> IntakeView:
    """Give how far a student has come, to the student and to who does it together with the student at school.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    student = _let_in(work, by=by, student_id=student_id)
    return view_of(work, student=student, now=now)


def view_of(work: UnitOfWork, *, student: Student, now: datetime) -> IntakeView:
    """Give how far a student has come; whoever calls has let the account pass."""
    intake = work.intakes.get(student.id)
    helper_id = intake.together.account_id if intake and intake.together else None
    helper = work.accounts.get(helper_id) if helper_id else None
    age, rows = student.age_on(local_day(now)), load_reference(local_day(now)).travel_modes
    return IntakeView(
        student=student,
        intake=intake,
        together_with=helper.name if helper else "",
        told=MappingProxyType(_still_told(work, intake) if intake else {}),
        modes=tuple(
            TravelMode(code) for code, row in rows.items() if row.min_age <= age or code in student.travel.modes
        ),
    )


def _still_told(work: UnitOfWork, intake: Intake) -> dict[str, Level]:
    there = {one.id for one in work.dossier.of_student(intake.student_id)} if intake.entries else set()
    kinds = [kind for kind in load_intake_lists().kinds.values() if intake.entries.get(kind.code) in there]
    codes = {task.code for kind in kinds for task in kind.tasks}
    return {code: level for code, level in intake.told.items() if code in codes}


def is_complete(work: UnitOfWork, *, student_id: UUID) -> bool:
    """Say whether a student told or skipped every step; whoever calls has let the account pass."""
    kept = work.intakes.get(student_id)
    return kept is not None and kept.next_step is None


def pictures_of_question(answers: tuple[Asked, ...], number: int) -> tuple[Picture, Picture] | None:
    """Give the two pictures of a question, 1 for the first; ``None`` when it is not asked.

    The questions before it must have been answered.
    """
    if not 1 <= number <= len(answers) + 1:
        return None
    lists = load_intake_lists()
    return next_pictures(lists.pictures, answers[: number - 1], lists.rule)


def tell_tasks(
    work: UnitOfWork, *, by: Account, student_id: UUID, kind: str, levels: Mapping[str, Level], now: datetime
) -> None:
    """Keep which tasks of one kind of experience a student did, as an entry of the dossier; the profile follows.

    A task that was told before and is left out now is taken back. The entry can be finished in the dossier, and what
    was written there stays. An entry that shows nothing any more, and in which nothing was written, goes.

    Raises
    ------
    NotFoundError
        There is no such kind, or no such student for this account.
    InvalidValueError
        A task or a level is none to choose from.
    """
    _let_in(work, by=by, student_id=student_id)
    held = found(load_intake_lists().kinds.get(kind))
    codes = [task.code for task in held.tasks]
    if not (levels.keys() <= set(codes) and set(levels.values()) <= set(INTAKE_LEVELS)):
        raise InvalidValueError("intake", {"taken": "Kies uit wat er staat"})
    kept = _begun(work, student_id=student_id, by=by, now=now)
    entry_id = _kept_entry(work, held, kept, levels, is_together=by.role is not Role.STUDENT, now=now)
    work.intakes.save(kept.with_tasks(kind, codes=codes, levels=levels, entry_id=entry_id))


def answer_pictures(
    work: UnitOfWork, *, by: Account, student_id: UUID, number: int, given: Asked, now: datetime
) -> bool:
    """Keep an answer about two pictures; give whether it was, as another device may be further already.

    Parameters
    ----------
    number : int
        Of the question, 1 for the first.
    """
    _let_in(work, by=by, student_id=student_id)
    intake = _begun(work, student_id=student_id, by=by, now=now)
    pair = pictures_of_question(intake.answers, number)
    if pair is None or (given.first, given.second) != tuple(picture.activity_id for picture in pair):
        return False
    work.intakes.save(intake.with_answer(number, given))
    return True


def ask_again(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> None:
    """Forget the answers about pictures, so that they can be given anew; the wishes stay until then."""
    _let_in(work, by=by, student_id=student_id)
    work.intakes.save(replace(_begun(work, student_id=student_id, by=by, now=now), answers=()))


def keep_likes(work: UnitOfWork, *, by: Account, student_id: UUID, sectors: Collection[str], now: datetime) -> None:
    """Keep which kinds of work a student wants, and what the pictures told to be liked or not.

    Raises
    ------
    InvalidValueError
        A kind of work is none to choose from.
    """
    student = _let_in(work, by=by, student_id=student_id)
    if not set(sectors) <= set(load_lists().sectors):
        raise InvalidValueError("intake", {"sectors": "Kies uit wat er staat"})
    intake = _begun(work, student_id=student_id, by=by, now=now)
    lists, answered = load_intake_lists(), [one for one in intake.answers if one.answer is not Answer.SKIP]
    likely = (*found_sectors(lists.pictures, intake.answers, lists.rule), *student.wishes.sectors)
    in_order = dict.fromkeys((*likely, *load_lists().sectors))
    shown = {code for one in answered for code in (one.first, one.second)}
    wishes = replace(
        student.wishes,
        sectors=tuple(sector for sector in in_order if sector in sectors),
        liked=(student.wishes.liked - shown) | liked(answered),
        disliked=(student.wishes.disliked - shown) | disliked(answered),
    )
    work.intakes.save(intake.with_step(IntakeStep.LIKES, StepState.TOLD))
    _keep(work, student, replace(student, wishes=wishes))


def keep_helps(work: UnitOfWork, *, by: Account, student_id: UUID, codes: Iterable[str], now: datetime) -> None:
    """Keep what helps a student to work well; never why.

    Raises
    ------
    InvalidValueError
        One of them is none to choose from.
    """
    student = _let_in(work, by=by, student_id=student_id)
    helps = frozenset(codes)
    if not helps <= set(load_lists().conditions):
        raise InvalidValueError("intake", {"helps": "Kies uit wat er staat"})
    intake = _begun(work, student_id=student_id, by=by, now=now)
    work.intakes.save(intake.with_step(IntakeStep.HELPS, StepState.TOLD))
    _keep(work, student, replace(student, helps=helps))


def keep_when(work: UnitOfWork, *, by: Account, student_id: UUID, told: When, now: datetime) -> None:
    """Keep when a student can work, and how far from home.

    Of the postcode only four digits are kept, with the middle of that area; while the area is not known, neither is
    the trip.

    Raises
    ------
    InvalidValueError
        Something about it cannot be right; all of it is told.
    """
    student = _let_in(work, by=by, student_id=student_id)
    free: Availability = replace(
        student.availability, weekdays=told.weekdays, hours_min=told.hours_min, hours_max=told.hours_max
    )
    travel: Travel = replace(student.travel, modes=told.modes, max_minutes=told.max_minutes)
    if told.postcode4 != student.travel.postcode4:
        area = work.postcodes.get(told.postcode4)
        travel = replace(
            travel,
            postcode4=told.postcode4,
            latitude=area.latitude if area else None,
            longitude=area.longitude if area else None,
        )
    changed = replace(student, availability=free, travel=travel)
    intake = _begun(work, student_id=student_id, by=by, now=now)
    work.intakes.save(intake.with_step(IntakeStep.WHEN, StepState.TOLD))
    _keep(work, student, changed)


def pass_step(work: UnitOfWork, *, by: Account, student_id: UUID, step: IntakeStep, now: datetime) -> None:
    """Go on to the next step; one of which nothing was told counts as skipped."""
    _let_in(work, by=by, student_id=student_id)
    intake = _begun(work, student_id=student_id, by=by, now=now)
    is_told = step is IntakeStep.DONE and bool(intake.told)
    work.intakes.save(intake.with_step(step, StepState.TOLD if is_told else StepState.SKIPPED))


def _let_in(work: UnitOfWork, *, by: Account, student_id: UUID) -> Student:
    student = work.students.get(student_id)
    require(by, Act.KEEP_PROFILE, student_id, group=(student.school, student.group) if student else None)
    return found(student)


def _begun(work: UnitOfWork, *, student_id: UUID, by: Account, now: datetime) -> Intake:
    """Give the intake as it is now, or a new one, marked with who is doing it together with the student."""
    kept = work.intakes.get(student_id) or Intake(student_id=student_id, begun_at=now, changed_at=now)
    is_together = by.role is not Role.STUDENT
    together = Together(account_id=by.id, on=local_day(now)) if is_together else kept.together
    return replace(kept, changed_at=now, together=together)


def _keep(work: UnitOfWork, before: Student, after: Student) -> None:
    if after != before:
        work.students.save(after)


def _kept_entry(
    work: UnitOfWork,
    kind: ExperienceKind,
    kept: Intake,
    levels: Mapping[str, Level],
    *,
    is_together: bool,
    now: datetime,
) -> UUID | None:
    """Keep the entry of a kind of experience, and give its id; ``None`` when there is nothing to keep."""
    shown = _shown(kind, levels)
    entry_id = kept.entries.get(kind.code)
    # The student may have removed it from the dossier.
    before = None if entry_id is None else work.dossier.get(entry_id)
    if before is None:
        if not shown:
            return None
        new = EntryDraft(
            title=kind.label,
            happened_on=local_day(now),
            career_competencies=frozenset({CareerCompetency.QUALITIES}),
            shown=shown,
            sharing=Sharing.GUIDES if is_together else Sharing.PRIVATE,
        )
        return put_entry(work, student_id=kept.student_id, entry=new, now=now).id
    of_kind = {code for task in kind.tasks for code in task.competency_ids}
    besides = tuple(one for one in before.shown if one.competency_id not in of_kind)
    if not shown and not besides and not any(before.texts.values()):
        take_entry(work, student_id=kept.student_id, entry_id=before.id)
        return None
    changed = EntryDraft(
        id=before.id,
        kind=before.kind,
        title=before.title,
        happened_on=before.happened_on,
        goal=before.goal,
        result=before.result,
        evaluation=before.evaluation,
        follow_up=before.follow_up,
        career_competencies=before.career_competencies,
        shown=(*shown, *besides)[:MOST_SHOWN],
        sharing=before.sharing,
    )
    if changed.shown != before.shown:
        put_entry(work, student_id=kept.student_id, entry=changed, now=now)
    return before.id


def _shown(kind: ExperienceKind, levels: Mapping[str, Level]) -> tuple[ShownCompetency, ...]:
    """Give what the tasks show that were done: of each competency the highest level."""
    highest: dict[str, Level] = {}
    for task in kind.tasks:
        for code in task.competency_ids if task.code in levels else ():
            highest[code] = max(levels[task.code], highest.get(code, Level.NOT_YET))
    return tuple(ShownCompetency(competency_id=code, level=level) for code, level in highest.items())

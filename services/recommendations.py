"""Letters of recommendation: written by whoever coached, and decided on by the student."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from accounts.role import Role
from career.application import Application
from career.application_rules import ApplicationState
from career.errors import InvalidValueError
from career.recommendation import LetterSentence, LetterState, LetterStateError, Recommendation, chosen_lines
from employer_toolkit.placement import Placement
from services.competencies import current_catalogue
from services.errors import NotFoundError, found
from services.linking.phrases import personal_fault
from services.local_time import local_day
from services.messages import MessageKind, tell
from services.permissions import Account, Act, note_shown, require
from services.reference.letter_sentences import load_letter_sentences
from services.typesetting import typeset
from services.unit_of_work import UnitOfWork
from services.wording import day_text

TEMPLATE = Path(__file__).with_name("letter.typ")
TITLES = {Role.TRAINER: "praktijkopleider"}
"""What a writer is at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterToWrite:
    """Somebody who was placed, for whom a letter can be written.

    Parameters
    ----------
    state : LetterState or None
        ``None`` while there is no letter. What the student decided is not for the writer: a letter that was kept or
        taken away is told as given.
    can_write : bool
        There is none yet, or the student asked to change it.
    """

    application_id: UUID
    first_name: str
    place_title: str
    state: LetterState | None
    given_text: str
    can_write: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterForm:
    """What a writer can choose from.

    Parameters
    ----------
    tasks : tuple of str
        What the place said that is done there.
    themes : tuple of (str, tuple of LetterSentence)
        The sentences under their theme.
    before : Recommendation or None
        What was written before, when the student asked to change it.
    """

    letter: LetterToWrite
    tasks: tuple[str, ...]
    themes: tuple[tuple[str, tuple[LetterSentence, ...]], ...]
    before: Recommendation | None
    first_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a writer chose and wrote."""

    tasks: tuple[str, ...]
    codes: tuple[str, ...]
    own_words: str
    writer_title: str


def letters_to_write(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[LetterToWrite, ...]:
    """Give who is or was placed at the own company, the newest first."""
    employer_id = found(by.subject_id)
    require(by, Act.WRITE_LETTER, employer_id)
    places = {place.id: place for place in work.placements.of_employer(employer_id)}
    placed = [one for one in work.applications.of_placements(list(places)) if _is_placed(one)]
    students = {one.id: one for one in work.students.some_taking_part(sorted({one.student_id for one in placed}))}
    kept = {letter.application_id: letter for letter in work.recommendations.of_applications([p.id for p in placed])}
    shown = [one for one in placed if one.student_id in students]
    note_shown(by, Act.WRITE_LETTER, dict.fromkeys(one.student_id for one in shown))
    return tuple(
        _to_write(one, students[one.student_id].first_name, places[one.placement_id], kept.get(one.id), now=now)
        for one in shown
    )


def letter_form(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> LetterForm:
    """Give what a letter about one placing can be made of.

    Raises
    ------
    NotFoundError
        There is no such placing at the own company.
    """
    application, placement, first_name = _placed_at_own(work, by=by, application_id=application_id)
    before = work.recommendations.of_application(application.id)
    themes: dict[str, list[LetterSentence]] = {}
    for sentence in load_letter_sentences().values():
        themes.setdefault(sentence.theme, []).append(sentence)
    return LetterForm(
        letter=_to_write(application, first_name, placement, before, now=now),
        tasks=_tasks(work, placement),
        themes=tuple((theme, tuple(sentences)) for theme, sentences in themes.items()),
        before=before if before is not None and before.can_be_written_again else None,
        first_title=TITLES.get(by.role, ""),
    )


def write_letter(
    work: UnitOfWork, *, by: Account, application_id: UUID, written: Written, now: datetime
) -> Recommendation:
    """Give a student a letter, or give it again after the student asked to change it; the student is told.

    Raises
    ------
    InvalidValueError
        Too little was chosen, or the own words point at a person.
    LetterStateError
        There is a letter already, and nobody asked to change it.
    NotFoundError
        There is no such placing at the own company.
    """
    application, placement, first_name = _placed_at_own(work, by=by, application_id=application_id)
    before = work.recommendations.of_application(application.id)
    if before is not None and not before.can_be_written_again:
        raise LetterStateError(before.state)
    if placement.starts_on > local_day(now):
        raise InvalidValueError("recommendation", {"tasks": "de plek is nog niet begonnen; schrijf de brief later"})
    lines = _checked(written, _tasks(work, placement), first_name=first_name)
    employer = found(work.employers.get(found(work.employers.site(placement.site_id)).employer_id))
    letter = Recommendation(
        id=uuid4() if before is None else before.id,
        application_id=application.id,
        student_id=application.student_id,
        written_by=by.id,
        writer_name=by.name,
        writer_title=written.writer_title,
        employer_name=employer.name,
        place_title=placement.title,
        tasks=written.tasks,
        codes=written.codes,
        lines=lines,
        own_words=written.own_words,
        given_at=now,
    )
    work.recommendations.save(letter)
    students = work.accounts.related(Role.STUDENT, day=local_day(now), student_id=application.student_id)
    for account_id in students:
        tell(work, to=account_id, kind=MessageKind.LETTER_GIVEN, about=application.id, now=now)
    return letter


def my_letters(work: UnitOfWork, *, by: Account) -> tuple[Recommendation, ...]:
    """Give a student the own letters, without those that were taken away."""
    student_id = found(by.subject_id)
    require(by, Act.SEE_LETTERS, student_id)
    held = work.recommendations.of_student(student_id)
    return tuple(letter for letter in held if letter.state is not LetterState.REMOVED)


def decide_letter(work: UnitOfWork, *, by: Account, letter_id: UUID, state: LetterState, now: datetime) -> None:
    """Let the student decide about a letter; the writer hears only of a wish to change it.

    Raises
    ------
    LetterStateError
        Nothing can be decided about it any more.
    NotFoundError
        There is no such letter for this student.
    """
    letter = _own_letter(work, by=by, letter_id=letter_id)
    work.recommendations.save(letter.decide(state, now=now))
    if state is LetterState.RETURNED and letter.written_by and work.accounts.get(letter.written_by):
        tell(work, to=letter.written_by, kind=MessageKind.LETTER_RETURNED, about=letter.application_id, now=now)


def letter_pdf(work: UnitOfWork, *, by: Account, letter_id: UUID) -> bytes:
    """Give the student an own letter as a PDF; raises as ``decide_letter``."""
    letter = _own_letter(work, by=by, letter_id=letter_id)
    first_name = found(work.students.get(letter.student_id)).first_name
    return typeset(
        {
            "title": f"Aanbevelingsbrief voor {first_name}",
            "name": first_name,
            "employer": letter.employer_name,
            "place": letter.place_title,
            "day": day_text(local_day(letter.given_at)),
            "tasks": list(letter.tasks),
            "lines": [*letter.lines[:-1], *([letter.own_words] if letter.own_words else []), *letter.lines[-1:]],
            "writer": letter.writer_name,
            "writer_title": letter.writer_title,
        },
        template=TEMPLATE,
    )


def _own_letter(work: UnitOfWork, *, by: Account, letter_id: UUID) -> Recommendation:
    require(by, Act.SEE_LETTERS, by.subject_id)
    letter = found(work.recommendations.get(letter_id))
    require(by, Act.SEE_LETTERS, letter.student_id)
    if letter.state is LetterState.REMOVED:
        raise NotFoundError("not found")
    return letter


def _placed_at_own(work: UnitOfWork, *, by: Account, application_id: UUID) -> tuple[Application, Placement, str]:
    require(by, Act.WRITE_LETTER, by.subject_id)
    application = found(work.applications.get(application_id))
    placement = found(work.placements.get(application.placement_id))
    require(by, Act.WRITE_LETTER, found(work.employers.site(placement.site_id)).employer_id)
    students = work.students.some_taking_part([application.student_id])
    if not _is_placed(application) or not students:
        raise NotFoundError("not found")
    note_shown(by, Act.WRITE_LETTER, [application.student_id])
    return application, placement, students[0].first_name


def _is_placed(application: Application) -> bool:
    return application.state is ApplicationState.PLACED


def _tasks(work: UnitOfWork, placement: Placement) -> tuple[str, ...]:
    catalogue = current_catalogue(work)
    learned = (catalogue[code].plain_label for code in placement.learned_ids if code in catalogue)
    named = (*(task.text for task in placement.tasks), *learned)
    # A place that names no task still was work: then the letter names the place.
    return tuple(dict.fromkeys(map(_as_done, named))) or (placement.title,)


def _as_done(task: str) -> str:
    """Write a task as a letter says it: not to the student, who is no reader of it.

    Examples
    --------
    >>> _as_done("Je draait je eigen partij"), _as_done("mensen helpen")
    ('Draait je eigen partij', 'Mensen helpen')
    """
    bare = task[3:] if task[:3].casefold() == "je " else task
    return bare[:1].upper() + bare[1:]


def _checked(written: Written, offered: Sequence[str], *, first_name: str) -> tuple[str, ...]:
    """Give the lines of a letter, or every fault at once."""
    faults = {
        name: fault
        for name, text in (("own_words", written.own_words), ("writer_title", written.writer_title))
        if (fault := personal_fault(text))
    }
    if not set(written.tasks) <= set(offered):
        faults["tasks"] = "kies taken uit de lijst"
    try:
        lines = chosen_lines(
            written.codes,
            load_letter_sentences(),
            first_name=first_name,
            tasks=written.tasks,
            own_words=written.own_words,
            writer_title=written.writer_title,
        )
    except InvalidValueError as error:
        raise InvalidValueError("recommendation", {**error.faults, **faults}) from None
    if faults:
        raise InvalidValueError("recommendation", faults)
    return lines


def _to_write(
    application: Application, first_name: str, placement: Placement, letter: Recommendation | None, *, now: datetime
) -> LetterToWrite:
    state = None
    if letter is not None:
        state = LetterState.RETURNED if letter.can_be_written_again else LetterState.GIVEN
    has_begun = placement.starts_on <= local_day(now)
    return LetterToWrite(
        application_id=application.id,
        first_name=first_name,
        place_title=placement.title,
        state=state,
        given_text="" if letter is None else day_text(local_day(letter.given_at)),
        can_write=has_begun and (letter is None or letter.can_be_written_again),
    )

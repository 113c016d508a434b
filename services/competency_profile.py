"""What a student can do by who said so, side by side; what is still to be asked; and what each does to the places."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import numpy as np

from accounts.role import Role
from career.competency import Catalogue, ClaimSource, CompetencyClaim, Level, by_source
from career.errors import InvalidValueError
from career.student import Student
from matching import Question
from services.competencies import current_catalogue
from services.dossier import where_shown
from services.errors import found
from services.intake import IntakeView, view_of
from services.markets import Market
from services.matches import student_in_market
from services.permissions import Account, Act, may, require
from services.profile import LEVEL_WORDS, say_abilities
from services.seen import Options, seen_options
from services.unit_of_work import UnitOfWork

SEEN_WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.NOT_YET: "Nog niet",
        Level.WITH_HELP: "Met hulp",
        Level.PARTLY: "Voor een deel zelf",
        Level.INDEPENDENT: "Helemaal zelf",
        Level.TEACHES: "Kan het een ander leren",
    }
)
"""How far it goes, as somebody else says it who saw it."""
N_LOOKED_AT = 20
"""So many of the best places are scored again for each item: as many as a list shows at first."""
MOST_QUESTIONS = 5
LEAST_ABOUT_CAN = 2
"""So many questions at least are about what can be done, when there are."""
LEAST_STAKE = 0.01
"""A point of the hundred: what can change less than people can see is not asked."""
ASKED = (Question.COMPETENCY, Question.ACTIVITY)
"""What a student can say in one tap."""
STILL_TO_FIND_OUT = "Moet nog blijken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one source said last.

    Parameters
    ----------
    evidence : str
        Where it showed; empty for who may not read it.
    """

    words: str
    on: date
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileItem:
    """One competency with what each source said of it.

    Parameters
    ----------
    effect : str
        What it does to the places, in a sentence.
    n_moved : int
        Places of which the score is another because of it.
    """

    competency_id: str
    label: str
    student: Said | None
    school: Said | None
    company: Said | None
    effect: str
    n_moved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileQuestion:
    """Something nobody said yet that some of the best places ask.

    Parameters
    ----------
    is_liking : bool
        Whether it is liked is asked, not whether it can be done.
    """

    code: str
    label: str
    is_liking: bool
    n_places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CompetencyProfile:
    """What a student can do by who said so.

    Parameters
    ----------
    n_looked_at : int
        Of so many of the best places it was reckoned what each item does.
    options : mapping of str to str or None
        What who looks can say to have seen, by id; ``None`` for who says so of oneself.
    """

    student_id: UUID
    first_name: str
    items: tuple[ProfileItem, ...]
    questions: tuple[ProfileQuestion, ...]
    n_looked_at: int
    intake: IntakeView
    options: Options | None


def competency_profile(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> CompetencyProfile:
    """Give what a student can do, to the student and to who guides the student at school.

    Of each competency it is reckoned how the best places would score without it, by the engine itself. Where a student
    found that things showed may be an entry of the dossier that is not shared; at school one then reads the level and
    the day alone.

    Raises
    ------
    NotFoundError
        There is no such student, or not for this account.
    """
    market, row, student = student_in_market(work, by=by, act=Act.SEE_PROFILE, student_id=student_id, now=now)
    best = market.places_for([row], top=N_LOOKED_AT).placement_ix.tolist()
    catalogue = current_catalogue(work)
    said = {code: held for code, held in by_source(student.claims).items() if code in catalogue}
    is_own = by.role is Role.STUDENT
    readable = {} if is_own else where_shown(work, by=by, student_id=student_id)
    moved = _moved(market, student, list(said), best)
    items = [
        _item(code, said[code], catalogue, moved[code], len(best), may_read=None if is_own else readable.get(code, ""))
        for code in said
    ]
    return CompetencyProfile(
        student_id=student_id,
        first_name=student.first_name,
        items=tuple(sorted(items, key=lambda item: (-item.n_moved, item.label))),
        questions=_questions(market, row, best, catalogue),
        n_looked_at=len(best),
        intake=view_of(work, student=student, now=now),
        options=seen_options(student, catalogue) if may(by, Act.SAY_SEEN) else None,
    )


def answer_questions(
    work: UnitOfWork, *, by: Account, levels: Mapping[str, Level], likes: Mapping[str, bool], now: datetime
) -> int:
    """Keep what a student answers to questions of the own profile; give the number of answers.

    Parameters
    ----------
    likes : mapping of str to bool
        Per activity whether the student likes it.

    Raises
    ------
    InvalidValueError
        A level cannot be chosen, or something is no activity.
    """
    student_id = found(by.subject_id)
    require(by, Act.EDIT_PROFILE, student_id)
    n_said = say_abilities(work, by=by, levels=levels, now=now)
    if not all(code.startswith("doe:") and code in current_catalogue(work) for code in likes):
        raise InvalidValueError("profile", {"likes": "Kies uit wat er staat"})
    if likes:
        student = found(work.students.get(student_id))
        liked = {code for code, is_liked in likes.items() if is_liked}
        wishes = replace(
            student.wishes,
            liked=(student.wishes.liked - likes.keys()) | liked,
            disliked=(student.wishes.disliked - likes.keys()) | (likes.keys() - liked),
        )
        work.students.save(replace(student, wishes=wishes))
    return n_said + len(likes)


def _item(
    code: str,
    said: Mapping[ClaimSource, CompetencyClaim],
    catalogue: Catalogue,
    moved: tuple[int, int],
    n_looked_at: int,
    *,
    may_read: str | None,
) -> ProfileItem:
    """Give one item; of the student's own evidence only ``may_read`` is shown, or all of it for ``None``."""
    label, own = catalogue[code].plain_label, said.get(ClaimSource.SELF)
    is_readable = own is not None and may_read in (None, own.evidence)
    return ProfileItem(
        competency_id=code,
        label=label[:1].upper() + label[1:],
        student=_said(own, LEVEL_WORDS, with_evidence=is_readable),
        school=_said(said.get(ClaimSource.TEACHER), SEEN_WORDS, with_evidence=True),
        company=_said(said.get(ClaimSource.COMPANY), SEEN_WORDS, with_evidence=True),
        effect=_effect(*moved, n_looked_at),
        n_moved=sum(moved),
    )


def _said(claim: CompetencyClaim | None, words: Mapping[Level, str], *, with_evidence: bool) -> Said | None:
    if claim is None:
        return None
    told = STILL_TO_FIND_OUT if claim.level is None else words.get(claim.level, SEEN_WORDS[claim.level])
    return Said(words=told, on=claim.seen_on, evidence=claim.evidence if with_evidence else "")


def _moved(
    market: Market, student: Student, codes: Sequence[str], best: Sequence[int]
) -> Mapping[str, tuple[int, int]]:
    """Give per competency how many places score higher, and how many lower, than if nobody had said anything of it."""
    if not codes or not best:
        return dict.fromkeys(codes, (0, 0))
    without = [
        replace(student, claims=tuple(claim for claim in student.claims if claim.competency_id != code))
        for code in codes
    ]
    scores = market.scores_as([student, *without], best)
    # In the figures that people see: what differs less than a point of the hundred changes nothing for them.
    points = np.rint(100 * scores).astype(int)
    gains = points[0] - points[1:]
    return {code: (int((gain > 0).sum()), int((gain < 0).sum())) for code, gain in zip(codes, gains, strict=True)}


def _effect(n_better: int, n_worse: int, n_looked_at: int) -> str:
    if not n_looked_at:
        return "Er zijn nu geen plekken om dit mee te vergelijken."
    of_all = f"van de {n_looked_at} beste plekken" if n_looked_at > 1 else "van de 1 plek"
    if not n_better and not n_worse:
        return "Dit verandert nu niets aan de beste plekken."
    better = f"Hierdoor {_fit(n_better)} {n_better} {of_all} beter." if n_better else ""
    worse = f"{'En' if better else 'Hierdoor'} {_fit(n_worse)} {n_worse} {of_all} minder goed." if n_worse else ""
    return " ".join(filter(None, (better, worse)))


def _fit(n: int) -> str:
    return "past" if n == 1 else "passen"


def _questions(market: Market, row: int, best: Sequence[int], catalogue: Catalogue) -> tuple[ProfileQuestion, ...]:
    """Give what the engine does not know yet and the student can say, what moves the most places first."""
    if not best:
        return ()
    explained = market.explanations(market.pairs([row] * len(best), best))
    n_places: Counter[tuple[Question, int]] = Counter()
    stake: Counter[tuple[Question, int]] = Counter()
    for explanation in explained:
        for unknown in explanation.unknowns:
            if unknown.question in ASKED and unknown.stake >= LEAST_STAKE:
                n_places[unknown.question, unknown.code] += 1
                stake[unknown.question, unknown.code] += round(1_000 * unknown.stake)
    asked = sorted(n_places, key=lambda one: (-n_places[one], -stake[one], one))
    # What can be done is what the profile is about: of that something is asked in any case.
    kept = [one for one in asked if one[0] is Question.COMPETENCY][:LEAST_ABOUT_CAN]
    kept += [one for one in asked if one not in kept][: MOST_QUESTIONS - len(kept)]
    return tuple(_told(market, sorted(kept, key=asked.index), n_places, catalogue))


def _told(
    market: Market,
    asked: Iterable[tuple[Question, int]],
    n_places: Mapping[tuple[Question, int], int],
    catalogue: Catalogue,
) -> Iterable[ProfileQuestion]:
    for question, number in asked:
        is_liking = question is Question.ACTIVITY
        code = market.codes.activities[number] if is_liking else market.codes.competencies[number]
        yield ProfileQuestion(
            code=code, label=catalogue[code].plain_label, is_liking=is_liking, n_places=n_places[question, number]
        )

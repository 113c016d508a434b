"""The part of a form in which somebody writes in own words: what was shown, what was answered, and what to show now.

Fields, for sentence ``k`` and competency ``code``: ``zin.k`` the sentence, ``getoond.k.code`` how it came to be shown,
``antwoord.k.code`` what was answered, ``ander.k`` the words to look for something else with.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from career.competency import Catalogue, CompetencyKind
from career.errors import InvalidValueError
from services.competencies import current_catalogue
from services.linking.confirming import Choice
from services.linking.pieces import Note
from services.linking.suggesting import LIKELY, MAX_PARTS, Suggestion, suggest
from services.permissions import Account
from services.unit_of_work import UnitOfWork

N_SHOWN = 4
"""Suggestions per sentence, and found ones per search."""
FOUND_WORDS = "zelf gezocht"
LONGEST_SEARCH = 120
SURE, MAYBE, SOUGHT = "zeker", "misschien", "gezocht"
"""How something came to be shown: as a suggestion that is taken unless somebody objects, as one that is left unless
somebody takes it, or because somebody looked for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One sentence as it was shown and answered.

    Parameters
    ----------
    shown : mapping of str to str
        Per competency how it came to be shown.
    answers : mapping of str to str
        Per competency what was answered; without an answer it is not there.
    sought : str
        The words with which somebody looks for something else.
    """

    text: str
    shown: Mapping[str, str]
    answers: Mapping[str, str]
    sought: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One competency under a sentence, with the answer to show."""

    code: str
    label: str
    how: str
    words: str
    phrase: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One piece of a text and what it may be about; no rows means that nothing was found that is close enough.

    Parameters
    ----------
    said : str
        What the text says of it ("dit leert de student hier"); may be empty.
    """

    number: int
    text: str
    said: str
    rows: tuple[Row, ...]
    sought: str
    is_nothing_found: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What to show for a text; nothing when there is none.

    Parameters
    ----------
    notes : tuple of Note
        What the text says besides tasks.
    version : str
        What made the suggestions.
    """

    groups: tuple[Group, ...] = ()
    notes: tuple[Note, ...] = ()
    version: str = ""


def answered(values: Mapping[str, str]) -> tuple[Answered, ...]:
    """Read what was shown and answered from the fields of a form."""
    found = []
    for number in range(MAX_PARTS):
        text = values.get(f"zin.{number}", "")
        if not text:
            continue
        shown, given = f"getoond.{number}.", f"antwoord.{number}."
        found.append(
            Answered(
                text=text,
                shown={name.removeprefix(shown): how for name, how in values.items() if name.startswith(shown)},
                answers={
                    name.removeprefix(given): answer
                    for name, answer in values.items()
                    if name.startswith(given) and answer
                },
                sought=values.get(f"ander.{number}", "")[:LONGEST_SEARCH],
            )
        )
    return tuple(found)


def choices(said: Collection[Answered], *, rejecting: str = "", version: str = "") -> tuple[Choice, ...]:
    """Give what somebody made of the suggestions, to be kept.

    Parameters
    ----------
    rejecting : str
        The answer that says that it is wrong. When empty, leaving out what was taken at first says so.
    """
    made = []
    for one in said:
        taken = [code for code in one.shown if one.answers.get(code, rejecting) != rejecting]
        wrong = (
            [code for code in one.shown if one.answers.get(code) == rejecting]
            if rejecting
            else [code for code, how in one.shown.items() if how == SURE and code not in one.answers]
        )
        if taken or wrong:
            made.append(
                Choice(
                    text=one.text,
                    confirmed_ids=tuple(code for code in taken if one.shown[code] != SOUGHT),
                    corrected_ids=tuple(code for code in taken if one.shown[code] == SOUGHT),
                    rejected_ids=tuple(wrong),
                    suggested_ids=tuple(code for code, how in one.shown.items() if how != SOUGHT),
                    version=version,
                )
            )
    return tuple(made)


def groups(
    work: UnitOfWork,
    *,
    by: Account,
    text: str,
    said: Collection[Answered],
    kinds: Collection[CompetencyKind],
    besides: Collection[str] = (),
    first_answer: Callable[[str, str], str] = lambda code, how: "",
) -> OwnWords:
    """Give what to show for a text, with the answers that were given before.

    Parameters
    ----------
    first_answer
        Gives the answer to show for a competency (and how it came to be shown) that was not there before.
    """
    found = suggest(work, by=by, text=text, n=N_SHOWN, kinds=kinds, besides=besides)
    catalogue = current_catalogue(work)
    before = {one.text: one for one in said}
    there = {one.competency_id for part in found.parts for one in part.suggestions}
    made = []
    for number, part in enumerate(found.parts):
        earlier = before.get(part.text, Answered(text=part.text, shown={}, answers={}, sought=""))
        rows = [
            _row(one, SURE if one.confidence >= LIKELY else MAYBE, earlier, first_answer) for one in part.suggestions
        ]
        kept = [code for code, how in earlier.shown.items() if how == SOUGHT and code in earlier.answers]
        rows += [_kept_row(code, earlier, catalogue) for code in kept if code not in there]
        there.update(kept)
        looked_for: list[Suggestion] = []
        if earlier.sought:
            sought = suggest(work, by=by, text=earlier.sought, n=N_SHOWN, kinds=kinds, besides=besides)
            looked_for = [one for sentence in sought.parts for one in sentence.suggestions][:N_SHOWN]
        rows += [_row(one, SOUGHT, earlier, first_answer) for one in looked_for if one.competency_id not in there]
        there.update(row.code for row in rows)
        is_nothing_found = bool(earlier.sought) and not looked_for
        made.append(
            Group(
                number=number,
                text=part.text,
                said=part.said,
                rows=tuple(rows),
                sought=earlier.sought,
                is_nothing_found=is_nothing_found,
            )
        )
    return OwnWords(groups=tuple(made), notes=found.notes, version=found.version)


def _how(one: Suggestion) -> str:
    return SURE if one.confidence >= LIKELY else MAYBE


def _row(one: Suggestion, how: str, earlier: Answered, first_answer: Callable[[str, str], str]) -> Row:
    code, is_shown = one.competency_id, one.competency_id in earlier.shown
    return Row(
        code=code,
        label=one.label[:1].upper() + one.label[1:],
        how=how,
        words=FOUND_WORDS if how == SOUGHT else "anderen bedoelden dit ook" if one.is_confirmed else one.words,
        phrase="" if how == SOUGHT else one.phrase,
        answer=earlier.answers.get(code, "") if is_shown else first_answer(code, how),
    )


def _kept_row(code: str, earlier: Answered, catalogue: Catalogue) -> Row:
    if code not in catalogue:
        raise InvalidValueError("own words", {code: "Kies uit wat er staat"})
    label = catalogue[code].plain_label
    return Row(
        code=code,
        label=label[:1].upper() + label[1:],
        how=SOUGHT,
        words=FOUND_WORDS,
        phrase="",
        answer=earlier.answers[code],
    )

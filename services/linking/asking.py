"""What an employer's text says besides tasks, as questions beside the fields of the posting form.

Nothing here decides: a text is asked about, with its own words, and whoever wrote it answers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.linking.pieces import Note, NoteKind
from services.reference import Reference
from services.reference.text_vocabulary import load_law_hazards

WORDS_AROUND = 4
"""Words that a quote shows on either side of those that say it."""
LONGEST_QUOTE = 160
UNBROKEN = re.compile(r"\S+")
BEHIND = re.compile(rf"\S*(?:[ \t]+\S+){{0,{WORDS_AROUND}}}")
SENTENCE_END = re.compile(r"[\n!?;]|\.(?!\w)")
UNASKED = frozenset({"minimumleeftijd"})
"""Not asked about: how old somebody must be follows from the type of the place and its hazards, by law."""
LANGUAGE = "nederlands"


@dataclass(frozen=True, slots=True, kw_only=True)
class HazardQuestion:
    """Hazards of the law that a text may point at; only the employer knows whether they are there.

    Parameters
    ----------
    codes : tuple of str
        Codes of hazards.csv, in the order of that file.
    quotes : tuple of str
        What the text says, in the order of the text.
    """

    codes: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """Quotes of what a text says besides tasks, by the field that it is about: the words that name it, a few around.

    Parameters
    ----------
    prerequisites, conditions : mapping of str to str
        Per code what the text says.
    hazards : tuple of HazardQuestion
        Each hazard of the law stands in one question at most.
    dutch : str
        What the text says of the Dutch somebody must know; empty when nothing.
    others : tuple of str
        Quotes about which the form has no field.
    """

    prerequisites: Mapping[str, str]
    conditions: Mapping[str, str]
    hazards: tuple[HazardQuestion, ...]
    dutch: str
    others: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to ask or tell."""
        return not (self.prerequisites or self.conditions or self.hazards or self.dutch or self.others)

    @property
    def hazard_codes(self) -> frozenset[str]:
        """The hazards that a question asks about."""
        return frozenset(code for question in self.hazards for code in question.codes)


def questions(text: str, notes: Iterable[Note], *, reference: Reference) -> Questions:
    """Give what to ask about a text; of words that say the same the first count.

    Examples
    --------
    >>> from datetime import date
    >>> from matching import TextSort
    >>> from services.reference import load_reference
    >>> from services.linking.pieces import cut
    >>> text = "Je moet rijbewijs B hebben. Draag oordoppen tegen de herrie."
    >>> notes = cut(text, sort=TextSort.VACANCY)[1]
    >>> asked = questions(text, notes, reference=load_reference(date(2026, 11, 22)))
    >>> asked.prerequisites["rijbewijs_b"], asked.hazards[0].codes
    ('Je moet rijbewijs B hebben', ('lawaai',))
    """
    said: dict[NoteKind, dict[str, str]] = {kind: {} for kind in NoteKind}
    for note in notes:
        said[note.kind].setdefault(note.code, _quote(text, note))
    musts, hazards = said[NoteKind.MUST], said[NoteKind.HAZARD]
    law = load_law_hazards()
    unfielded = [
        *(quote for code, quote in musts.items() if code not in {*reference.prerequisites, *UNASKED, LANGUAGE}),
        *(quote for code, quote in hazards.items() if not law[code]),
    ]
    return Questions(
        prerequisites={code: quote for code, quote in musts.items() if code in reference.prerequisites},
        conditions=said[NoteKind.CONDITION],
        hazards=_hazard_questions(
            [(law[code], quote) for code, quote in hazards.items() if law[code]], order=tuple(reference.hazards)
        ),
        dutch=musts.get(LANGUAGE, ""),
        others=tuple(dict.fromkeys(unfielded)),
    )


def _hazard_questions(
    pointed: Sequence[tuple[Sequence[str], str]], *, order: Sequence[str]
) -> tuple[HazardQuestion, ...]:
    """Put what points at one same hazard in one question."""
    found: list[tuple[set[str], list[str]]] = []
    for codes, quote in pointed:
        same = [one for one in found if not one[0].isdisjoint(codes)]
        found = [one for one in found if one[0].isdisjoint(codes)]
        quotes = [quoted for _, earlier in same for quoted in earlier]
        found.append(({*codes, *(code for earlier, _ in same for code in earlier)}, [*quotes, quote]))
    return tuple(
        HazardQuestion(
            codes=tuple(code for code in order if code in codes),
            quotes=tuple(dict.fromkeys(quotes)),
        )
        for codes, quotes in found
    )


def _quote(text: str, note: Note) -> str:
    ends = [found.end() for found in SENTENCE_END.finditer(text, 0, note.start)]
    start = ends[-1] if ends else 0
    end = SENTENCE_END.search(text, note.end)
    before, behind = text[start : note.start].lstrip(), text[note.end : end.start() if end else len(text)].rstrip()
    first = _last_words(before)
    near_behind = BEHIND.match(behind)
    last = near_behind[0] if near_behind else ""
    is_question = end is not None and end[0] == "?"
    quote = f"{first}{text[note.start : note.end]}{last}".strip(" \t,:-*•")[:LONGEST_QUOTE]
    after = "…" if last != behind else "?" if is_question else ""
    return f"{'…' if first != before else ''}{quote}{after}"


def _last_words(before: str) -> str:
    """Give the end of what stands before some words, with what touches them."""
    found = list(UNBROKEN.finditer(before))
    n_kept = WORDS_AROUND + bool(found and found[-1].end() == len(before))
    return before[found[-n_kept].start() :] if len(found) > n_kept else before

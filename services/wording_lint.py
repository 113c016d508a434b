"""The wording of a place looked over: what shuts people out, reads heavily, names a person or is missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from career.phrase import named_people
from employer_toolkit.placement import Placement
from employer_toolkit.wording import (
    Finding,
    PlainReading,
    Weight,
    WordingKind,
    WordingRules,
    finding_of,
    lint,
    measure,
    missing,
    sentences,
)
from services.linking.phrases import personal_fault
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference.wording_rules import load_wording_rules

TITLE, DESCRIPTION, TASK = "title", "description", "task"
"""Fields of a placement that hold words of the employer; a task has its number behind it, such as ``task.0``."""
FIELD_LABELS: Mapping[str, str] = {
    TITLE: "Hoe heet de plek?",
    DESCRIPTION: "Over het werk",
    TASK: "Taak",
    "own_words": "In je eigen woorden",
}
WHOLE = "whole"
"""Field of a finding that is about all texts of a place together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPiece:
    """A piece of a text as it is shown: plain, or marked for what was found there.

    Parameters
    ----------
    numbers : tuple of int
        Of the findings that it belongs to; empty where it is plain.
    ends : tuple of int
        Of those that end here, which is where their number is shown.
    """

    text: str
    numbers: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedFinding:
    """A finding with the number under which it is shown, and the name of its kind.

    Parameters
    ----------
    number : int
        Counts from 1 over all texts; 0 for something that is missing and so marked nowhere.
    is_kept : bool
        The employer said that it is right as it is.
    kept_reason : str
        Why, in the employer's words.
    """

    number: int
    label: str
    finding: Finding
    is_kept: bool = False
    kept_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedOverText:
    """One text with what was found in it.

    Parameters
    ----------
    pieces : tuple of MarkedPiece
        The whole text, cut where marks begin and end.
    """

    field: str
    label: str
    pieces: tuple[MarkedPiece, ...]
    findings: tuple[NumberedFinding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedOver:
    """All texts of a place with what was found.

    Parameters
    ----------
    missing : tuple of NumberedFinding
        What no text tells.
    reading : PlainReading
        How heavy all texts together read.
    version : str
        Version of the words they were looked over with.
    """

    texts: tuple[LookedOverText, ...]
    missing: tuple[NumberedFinding, ...]
    reading: PlainReading
    version: str

    @property
    def findings(self) -> tuple[NumberedFinding, ...]:
        """Everything that was found, in the order of the page."""
        return tuple(one for text in self.texts for one in text.findings) + self.missing

    @property
    def must_be_mended(self) -> tuple[NumberedFinding, ...]:
        """What a person looks at before others see the place."""
        return tuple(one for one in self.findings if one.finding.weight is Weight.MUST)


def look_over(
    *, by: Account, texts: Mapping[str, str], given: frozenset[str] | None = None, now: datetime
) -> LookedOver:
    """Look texts over before anything is kept; it is advice and refuses nothing.

    Parameters
    ----------
    texts : mapping of str to str
        What was written, by field.
    given : frozenset of str or None
        Codes of the essentials (``work``, ``helper``, ``learning``) that other fields tell; ``None`` for a text by
        itself, of which nobody asks that it tells everything.
    """
    require(by, Act.CHECK_WORDING, None)
    return look_over_texts(texts, given=given, now=now)


def look_over_texts(
    texts: Mapping[str, str],
    *,
    given: frozenset[str] | None = None,
    kept: Mapping[str, str] | None = None,
    now: datetime,
) -> LookedOver:
    """Look texts over for whoever may already read them; parameters as in ``look_over``.

    Parameters
    ----------
    kept : mapping of str to str
        Keys of findings of which the employer said that they are right as they are, with why.
    """
    rules = load_wording_rules(local_day(now))
    said = kept or {}
    number = 0
    looked: list[LookedOverText] = []
    for field, text in texts.items():
        numbered = []
        for one in findings_in(text, field=field, rules=rules):
            number += 1
            numbered.append(_numbered(number, one, rules, said))
        looked.append(
            LookedOverText(
                field=field, label=field_label(field), pieces=tuple(_pieces(text, numbered)), findings=tuple(numbered)
            )
        )
    lacking = () if given is None else missing(list(texts.values()), field=WHOLE, given=given, rules=rules)
    together = "\n".join(texts.values())[: rules.limits.longest_text]
    return LookedOver(
        texts=tuple(looked),
        missing=tuple(_numbered(0, one, rules, said) for one in lacking),
        reading=measure(together, rules=rules.plain),
        version=rules.version,
    )


def texts_of(placement: Placement) -> dict[str, str]:
    """Give what an employer wrote in own words about a placement, by field."""
    tasks = {f"{TASK}.{at}": task.text for at, task in enumerate(placement.tasks)}
    return {TITLE: placement.title, DESCRIPTION: placement.description, **tasks}


def told_by_fields(placement: Placement) -> frozenset[str]:
    """Give the codes of the essentials that a placement tells outside its texts."""
    told = {
        "work": bool(placement.tasks),
        "helper": bool(placement.conditions_offered & HELPERS),
        "learning": bool(placement.learned_ids),
    }
    return frozenset(code for code, is_told in told.items() if is_told)


HELPERS = frozenset({"vaste_begeleider", "maatje"})
"""Conditions that say who helps (``conditions.csv``)."""


def field_label(field: str) -> str:
    """Name a field as the form does.

    Examples
    --------
    >>> field_label("task.0")
    'Taak 1'
    """
    name, _, at = field.partition(".")
    return f"{FIELD_LABELS[name]} {int(at) + 1}" if at else FIELD_LABELS.get(name, "Tekst")


def findings_in(text: str, *, field: str, rules: WordingRules) -> tuple[Finding, ...]:
    """Give what is to be said of one text: its wording, and who it names."""
    found = [*lint(text, field=field, rules=rules), *_personal(text[: rules.limits.longest_text], field, rules)]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _personal(text: str, field: str, rules: WordingRules) -> Iterator[Finding]:
    """Give each sentence with something that points at one person, and each name that stands apart."""
    for part in sentences(text, abbreviations=rules.plain.abbreviations):
        sentence = text[part.start : part.end]
        places = [(0, len(sentence))] if personal_fault(sentence) else named_people(sentence)
        for start, end in places:
            yield finding_of(
                WordingKind.PERSONAL,
                code="personal_data",
                text=text,
                start=part.start + start,
                end=part.start + end,
                field=field,
                rules=rules,
            )


def _numbered(number: int, one: Finding, rules: WordingRules, said: Mapping[str, str]) -> NumberedFinding:
    return NumberedFinding(
        number=number,
        label=rules.kinds[one.kind].label,
        finding=one,
        is_kept=one.key in said,
        kept_reason=said.get(one.key, ""),
    )


def _pieces(text: str, found: list[NumberedFinding]) -> Iterator[MarkedPiece]:
    """Cut a text where marks begin and end; every letter is in one piece."""
    edges = sorted({0, len(text), *(edge for one in found for edge in (one.finding.start, one.finding.end))})
    for start, end in pairwise(edges):
        numbers = tuple(one.number for one in found if one.finding.start <= start and end <= one.finding.end)
        ends = tuple(one.number for one in found if one.finding.end == end and one.number in numbers)
        yield MarkedPiece(text=text[start:end], numbers=numbers, ends=ends)

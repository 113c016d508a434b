"""What goes in and out as JSON where own words lead to competencies, and where people look that over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AliasPath, Field, model_validator

from api.v1.shapes import Code, Int, ShapeIn, ShapeOut, Share, Text
from career.competency import CompetencyKind
from career.link import Speaker, Verdict
from career.phrase import MAX_CHARACTERS
from matching import MarkKind
from services.linking.confirming import Choice
from services.linking.pieces import NoteKind
from services.linking.suggesting import MAX_TEXTS, MOST_SUGGESTIONS, Suggestions

NOTHING_CLOSE = "Niets gevonden dat dichtbij genoeg is"


class LinkTextIn(ShapeIn):
    """Texts in somebody's own words, at most twenty; nothing of them is kept."""

    texts: Annotated[list[Text], Field(min_length=1, max_length=MAX_TEXTS)]
    kinds: Annotated[list[CompetencyKind] | None, Field(max_length=10)] = None
    n: Annotated[Int, Field(ge=1, le=MOST_SUGGESTIONS, description="At most so many for a sentence.")] = 5


class SuggestionOut(ShapeOut):
    """One competency that a sentence may be about; ``start`` and ``end`` are the place of the phrase in the text."""

    competency_id: str
    kind: CompetencyKind
    label: str
    confidence: Share
    words: str
    phrase: str
    start: int
    end: int
    is_confirmed: bool


class PartOfTextOut(ShapeOut):
    """One piece with its suggestions, best first; the others are alternatives, and none means nothing close.

    ``says`` tells what the text says of it: work, learned here, asked, liked; ``said`` is the same in Dutch.
    """

    text: str
    start: int
    end: int
    says: MarkKind | None
    said: str
    suggestions: list[SuggestionOut]


class TextNoteOut(ShapeOut):
    """Something a text says besides tasks, as a code: a must-have, a hazard, a condition.

    The code of a condition, and of a must-have that is a prerequisite, is the one that a placement takes. The code of a
    hazard is not: a text says less than the law asks, so somebody has to say which hazard it is.
    """

    kind: NoteKind
    code: str
    phrase: str
    start: int
    end: int


class LinkedTextOut(ShapeOut):
    """What one text may be about; ``detail`` says so in Dutch when nothing was found that is close enough."""

    parts: list[PartOfTextOut]
    notes: list[TextNoteOut]
    is_cut: bool
    detail: str


class LinkedTextsOut(ShapeOut):
    """What the texts may be about, in the order asked, and what made the suggestions."""

    texts: list[LinkedTextOut]
    version: str

    @classmethod
    def of(cls, found: Sequence[Suggestions]) -> Self:
        """Copy the suggestions for some texts."""
        return cls(
            texts=[
                LinkedTextOut(
                    parts=[PartOfTextOut.model_validate(part) for part in text.parts],
                    notes=[TextNoteOut.model_validate(note) for note in text.notes],
                    is_cut=text.is_cut,
                    detail=NOTHING_CLOSE if text.is_empty else "",
                )
                for text in found
            ],
            version=found[0].version,
        )


class LinkIn(ShapeIn):
    """What somebody says of the suggestions for one phrase.

    ``confirmed`` needs ``competency_id``, which was right. ``corrected`` needs it too, as what is meant instead, and
    may name ``wrong_ids``. ``rejected`` names ``wrong_ids``, or only ``suggested_ids`` when none of them was right.
    """

    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]
    verdict: Verdict
    competency_id: Annotated[Code | None, Field(min_length=1)] = None
    wrong_ids: Annotated[tuple[Code, ...], Field(max_length=MOST_SUGGESTIONS)] = ()
    suggested_ids: Annotated[tuple[Code, ...], Field(max_length=MOST_SUGGESTIONS)] = ()
    version: Annotated[str, Field(max_length=80)] = ""

    @model_validator(mode="after")
    def _names_what_it_says(self) -> Self:
        if (self.verdict is Verdict.REJECTED) is not (self.competency_id is None):
            raise ValueError("give competency_id with confirmed and corrected, and only then")
        if self.verdict is Verdict.CONFIRMED and self.wrong_ids:
            raise ValueError("give wrong_ids with corrected and rejected only")
        return self

    def choice(self) -> Choice:
        """Give the same as the service takes it."""
        right = () if self.competency_id is None else (self.competency_id,)
        return Choice(
            text=self.text,
            confirmed_ids=right if self.verdict is Verdict.CONFIRMED else (),
            corrected_ids=right if self.verdict is Verdict.CORRECTED else (),
            rejected_ids=self.wrong_ids,
            suggested_ids=self.suggested_ids,
            version=self.version,
        )


class LinksOut(ShapeOut):
    """How many words were kept: none when the same was said before."""

    n_kept: int


class CorrectionOut(ShapeOut):
    """What was said about a phrase and waits for a review."""

    link_id: UUID
    text: str
    verdict: Verdict
    competency_id: str | None
    label: str
    suggested: list[str]
    speakers: dict[Speaker, int]
    first_at: datetime


class CorrectionsOut(ShapeOut):
    """One page of what waits for a review, and how much there is of each verdict."""

    corrections: list[CorrectionOut]
    n_waiting: dict[Verdict, int]
    page: Annotated[int, Field(validation_alias=AliasPath("paging", "number"))]
    n_pages: Annotated[int, Field(validation_alias=AliasPath("paging", "n_pages"))]


class ReviewIn(ShapeIn):
    """A decision about what was said."""

    is_accepted: Annotated[bool, Field(strict=True)]


class ReviewedOut(ShapeOut):
    """How many words the decision was about."""

    n_decided: int
